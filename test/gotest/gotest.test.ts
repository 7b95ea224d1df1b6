/** The quick part of Go's own tests: what the tables say passes here, and quickly, must pass. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../engine/golang/source/index.ts';
import { inProject } from '../../extension/tools/project.mjs';
import { listTests, runTwice, type Runner } from './batch.ts';
import { flagsOf, versions } from './packages.ts';
import { readTable } from './tables.ts';

for (const version of versions) {
  describe(`Go's own tests, Go ${version}`, function () {
    this.timeout(15 * 60_000);
    before(() => ensureGoSource([version]));

    for (const [name, rows] of Object.entries(readTable(version).packages)) {
      const quick = Object.keys(rows).filter((test) => rows[test]?.quick === true);
      if (quick.length === 0) continue;
      it(`${name}: ${quick.length} that the table says pass`, async function () {
        const { root } = providedGo(version);
        // Tests of package time take the zones of GOROOT, and of no other place (time.initTestingZone).
        if (name === 'time' && !existsSync(path.join(root, 'lib/time/zoneinfo.zip'))) this.skip();
        const runner: Runner = {
          command: [process.execPath, inProject('dist/netwalk.js'), 'test', '--goroot', root, name],
          environment: { ...process.env, GOROOT: root },
          prefix: '-',
        };
        // A copy of Go's source has the tests of few packages.
        const there = await listTests(runner);
        if (there.length === 0) this.skip();
        const flags = flagsOf(name, version);
        const outcomes = await runTwice(runner, quick, { patience: 60, flags });
        const failed = [...outcomes].filter(([, { verdict }]) => verdict !== 'pass');
        assert.deepEqual(failed.map(([test, { verdict, reason }]) => `${test}: ${verdict}: ${reason}`), []); // prettier-ignore
      });
    }
  });
}
