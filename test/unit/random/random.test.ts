/** Random programs (test/random) print what real Go printed: `npm run random -- --count 20 --batch 20 --go VERSION --record test/unit/random/VERSION.json` recorded it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../../engine/golang/source/index.ts';
import { batch } from '../../random/generator.ts';
import { TemporaryFolder } from '../source/temporary.ts';

const netwalk = path.resolve(import.meta.dirname, '../../../dist/netwalk.js');

describe('random programs', function () {
  this.timeout(300_000);

  const runs = ['1.19', '1.27'].flatMap((version) => [false, true].map((parks) => ({ version, parks })));
  for (const { version, parks } of runs) {
    it(`print what Go ${version} prints${parks ? ', and also when they wait everywhere' : ''}`, async () => {
      await ensureGoSource([version]);
      const file = path.join(import.meta.dirname, `${version}.json`);
      const recorded = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
      const seeds = Object.keys(recorded).map(Number);
      assert.equal(seeds.length, 20);
      const scratch = new TemporaryFolder().write({
        'go.mod': `module random\n\ngo ${version}\n`,
        'main.go': batch(seeds, Number(version.split('.')[1]), parks),
      });
      try {
        const command = [netwalk, 'run', '--goroot', providedGo(version).root, scratch.folder];
        const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'latin1', maxBuffer: 1e8 });
        assert.equal(`${stderr}${status}`, '0');
        const parts = stdout.split(/^== (\d+)\n/m);
        for (const seed of seeds) {
          const at = parts.indexOf(String(seed));
          assert.equal(parts[at + 1], recorded[seed], `program ${seed}`);
        }
      } finally {
        scratch.remove();
      }
    });
  }
});
