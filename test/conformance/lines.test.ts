/** The engine's steps in net, internal/poll, the network poller and the program are Go's statements (README.md in this folder). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { providedGo, providedVersions } from '../../engine/golang/source/index.ts';
import { Functions, readEngine, readRecording } from './activations.ts';
import { notCompared } from './exceptions.ts';
import { differences, unknownTransitions, wrongSteps } from './lines.ts';
import { engineCommand, netwalk, run, scenarioFolder, skipUnless, truth, versionMissing, writeModule } from './programs.ts'; // prettier-ignore
import { recordedLines, recordedScenarios, recordedVersions } from './recordings.ts';

for (const version of recordedVersions(truth)) {
  describe(`lines, Go ${version}`, function () {
    this.timeout(120_000);
    let folder = '';
    let functions: Functions;
    const recorded = recordedLines(truth, version);
    const scenarios = recordedScenarios(truth, version);
    const recordingOf = (scenario: string): ReturnType<typeof readRecording> =>
      readRecording(recorded.get(scenario) ?? [], functions);

    before(async function () {
      assert.ok(fs.existsSync(netwalk), `${netwalk} is missing: npm run build`);
      skipUnless(this, await versionMissing(version));
      folder = scenarioFolder(version);
      functions = new Functions(providedGo(version).src, folder);
    });
    after(() => {
      if (folder !== '') fs.rmSync(folder, { recursive: true, force: true });
    });

    for (const scenario of scenarios) {
      it(`${scenario} equal the recording, statement by statement`, async function () {
        const exempt = notCompared.find((one) => one.scenario === scenario && (one.version ?? version) === version);
        if (exempt !== undefined) this.skip();
        const file = path.join(folder, `${scenario}.lines`);
        await run(folder, engineCommand(version, scenario, '--lines', file));
        const engine = readEngine(file, functions);
        const found = differences(scenario, recordingOf(scenario), engine);
        found.push(...wrongSteps(engine));
        found.push(...unknownTransitions(scenario, scenarios.map(recordingOf), engine));
        assert.equal(found.length, 0, `${found.length} differences\n${found.slice(0, 40).join('\n')}`);
      });
    }
  });
}

/** The rows of `--lines`, split, of a program without scenarios. */
async function linesOf(version: string, text: string): Promise<string[][]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-lines-'));
  try {
    fs.writeFileSync(path.join(folder, 'main.go'), text);
    writeModule(folder, version);
    await run(folder, engineCommand(version, 'none', '--lines', 'lines'));
    const rows = fs.readFileSync(path.join(folder, 'lines'), 'utf8').trimEnd().split('\n');
    return rows.map((row) => row.split('\t'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('whose stack it is', function () {
  this.timeout(120_000);
  for (const version of providedVersions) {
    it(`the poller is made on g0 when the first timer is that of time.Sleep, Go ${version}`, async () => {
      const rows = await linesOf(version, 'package main\n\nimport "time"\n\nfunc main() { time.Sleep(1) }\n');
      const goroutines = rows.filter(([, , , name]) => name?.endsWith('.netpollGenericInit')).map(([goid]) => goid);
      assert.deepEqual([...new Set(goroutines)], ['0']);
    });
    it(`who receives signals has nothing to do with the poller, Go ${version}`, async () => {
      const text = `package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	<-c
}
`;
      const rows = await linesOf(version, text);
      assert.ok(rows.length > 5);
      assert.deepEqual(
        rows.filter(([goid, , place]) => goid !== '1' && place?.startsWith('internal/poll/')),
        [],
      );
    });
  }
});
