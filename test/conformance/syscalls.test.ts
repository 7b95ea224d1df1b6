/** The system calls of the engine's thread, traced from outside, are those of Go (README.md in this folder). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { perDescriptor, textOf } from '../../engine/session/verify/descriptors.ts';
import { normalise } from '../../engine/session/verify/normalise.ts';
import {
  engineCommand, isEngineFile, netwalk, ofProgramThread, realGo, run, scenarioFolder, scenarios, skipUnless, traced, tracingMissing, truth, versionMissing,
} from './programs.ts'; // prettier-ignore
import { recordedCalls, recordedScenarios, recordedVersions } from './recordings.ts';

const recorded = (version: string, scenario: string): string =>
  textOf(perDescriptor(recordedCalls(truth, version, scenario) ?? []));

for (const version of recordedVersions(truth)) {
  describe(`system calls, Go ${version}`, function () {
    this.timeout(120_000);
    let folder = '';
    before(async function () {
      skipUnless(this, tracingMissing() ?? (await versionMissing(version)));
      folder = scenarioFolder(version);
    });
    after(() => {
      if (folder !== '') fs.rmSync(folder, { recursive: true, force: true });
    });

    describe('of the engine', () => {
      before(() => {
        assert.ok(fs.existsSync(netwalk), `${netwalk} is missing: npm run build`);
      });
      for (const scenario of recordedScenarios(truth, version)) {
        it(`${scenario} equal the recording`, async () => {
          const calls = await traced(folder, engineCommand(version, scenario));
          const lines = normalise(ofProgramThread(calls), isEngineFile);
          assert.equal(textOf(perDescriptor(lines)), recorded(version, scenario));
        });
      }
    });

    describe('of real Go, through the same normaliser', () => {
      const go = realGo(version);
      before(async function () {
        // The first build of a tool chain compiles the standard library.
        this.timeout(600_000);
        skipUnless(this, go === null ? `no Go ${version} here` : null);
        const environment = { GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOPROXY: 'off' };
        await run(folder, [go ?? '', 'build', '-o', 'scenarios', '.'], environment, 600);
      });
      for (const scenario of recordedScenarios(truth, version)) {
        it(`${scenario} equal the recording`, async () => {
          const lines = normalise(await traced(folder, [path.join(folder, 'scenarios'), scenario]));
          assert.equal(textOf(perDescriptor(lines)), recorded(version, scenario));
        });
      }
    });
  });
}

describe('the recordings', () => {
  for (const scenario of scenarios) {
    it(`of ${scenario} agree from 1.24 to 1.27`, () => {
      for (const version of ['1.25', '1.26', '1.27']) {
        // The epoll data of the eventfd became 0 in 1.26, which is a name like any other.
        assert.equal(recorded(version, scenario), recorded('1.24', scenario));
      }
    });
    it(`of ${scenario} differ between 1.19 and 1.27`, () => {
      assert.notEqual(recorded('1.27', scenario), recorded('1.19', scenario));
    });
  }
});
