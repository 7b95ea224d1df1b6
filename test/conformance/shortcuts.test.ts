/**
 * The short path behind Read, Write and netpoll (engine/golang/natives/shortcuts.ts) and Go's own code behind it cannot be told apart: the same
 * system calls a descriptor, and the same output.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { perDescriptor, textOf } from '../../engine/session/verify/descriptors.ts';
import { normalise } from '../../engine/session/verify/normalise.ts';
import {
  engineCommand, isEngineFile, ofProgramThread, scenarioFolder, scenarios, skipUnless, traced, tracingMissing, versionMissing,
} from './programs.ts'; // prettier-ignore

interface Seen {
  calls: string;
  output: string;
}

async function seen(version: string, scenario: string, shortcuts: 'on' | 'off'): Promise<Seen> {
  const folder = scenarioFolder(version);
  try {
    const command = [...engineCommand(version, scenario), '-v'];
    const calls = await traced(folder, command, { NETWALK_SHORTCUTS: shortcuts });
    const lines = normalise(ofProgramThread(calls), isEngineFile);
    return { calls: textOf(perDescriptor(lines)), output: fs.readFileSync(path.join(folder, 'output'), 'utf8') };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

for (const version of ['1.19', '1.27']) {
  describe(`with and without shortcuts, Go ${version}`, function () {
    this.timeout(120_000);
    before(async function () {
      skipUnless(this, tracingMissing() ?? (await versionMissing(version)));
    });
    for (const scenario of scenarios) {
      it(`${scenario} is the same`, async () => {
        const short = await seen(version, scenario, 'on');
        const own = await seen(version, scenario, 'off');
        assert.equal(short.calls, own.calls);
        assert.equal(short.output, own.output);
        assert.match(own.output, /^ok$/m);
      });
    }
  });
}
