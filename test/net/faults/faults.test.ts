/**
 * Every system call of the scenarios fails once with each error of its manual page; what the parties then see, and what is left open, must be
 * what it was with a real Go (record.ts), and the next scenario must run. A short list runs always; NETWALK_LONG=1 runs all of it, in 1.19 too.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource, providedGo } from '../../../engine/golang/source/index.ts';
import { inItsWorld, missing } from '../programs.ts';
import { addOutput, argumentsOf, faultList, moduleIn, type Outcomes, type Part, parts, readRecording, scenarios, worldOf } from './matrix.ts'; // prettier-ignore

const runner = fileURLToPath(new URL('runner.ts', import.meta.url));
const length = process.env['NETWALK_LONG'] === undefined ? 'short' : 'long';

describe('faults: Go handles what fails', function () {
  this.timeout(1_800_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-faults-'));
  before(() => ensureGoSource());
  after(() => fs.rmSync(folder, { recursive: true }));

  for (const version of length === 'long' ? ['1.19', '1.27'] : ['1.27']) {
    const seen: Outcomes = new Map();
    before(async () => {
      for (const part of parts.filter((each) => missing(worldOf(each)) === null))
        await runOnEngine(path.join(folder, version, part), version, part, seen);
    });
    for (const [part, scenario] of parts.flatMap((part) => scenarios[part].map((each) => [part, each] as const))) {
      it(`${scenario}, Go ${version}`, function () {
        const reason = missing(worldOf(part));
        if (reason !== null) {
          console.log(`      skipped: ${reason}`);
          this.skip();
        }
        const recording = readRecording(version, length, part);
        const own = [...seen].filter(([key]) => key === scenario || key.startsWith(`${scenario} `));
        assert.ok(own.length > 10, `only ${own.length} runs of ${scenario}`);
        const wrong = own.flatMap(([key, texts]) => {
          const known = recording.get(key);
          return [...texts]
            .filter((text) => known?.has(text) !== true)
            .map((text) => `${key}\n  here: ${text}\n  Go:   ${[...(known ?? ['no such call'])].join('\n        ')}`);
        });
        assert.equal(wrong.join('\n'), '');
      });
    }
  }
});

async function runOnEngine(folder: string, version: string, part: Part, outcomes: Outcomes): Promise<void> {
  const program = moduleIn(folder, 'program', version);
  const list = path.join(folder, 'list');
  const faults = faultList(length, part);
  // An engine that runs many programs keeps what it knows of each: another for every call.
  for (const some of part === 'fresh' ? (faults.match(/.+\n/g) ?? []) : [faults]) {
    fs.writeFileSync(list, some);
    const command = [process.execPath, '--import', 'tsx', runner, providedGo(version).root, program];
    const [tool = '', ...args] = inItsWorld(worldOf(part), [...command, ...argumentsOf(part, list)]);
    const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: folder } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(`${stderr}${String(status)}`, '0', 'the program must end, and the engine say nothing of its own');
    addOutput(outcomes, stdout);
  }
}
