import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../../engine/golang/source/index.ts';
import { expectedFile, inParallel, observe, programs } from './programs.mjs';

const command = path.resolve(import.meta.dirname, '../../../dist/netwalk.js');

/**
 * Programs about the language: each prints, ends and fails on the engine as it did with Go (record.mjs). All are started beforehand, two at a
 * time; the tests wait for what they saw. As Go 1.27 they are compiled for nobody to watch, as Go 1.19 with the steps that a recording is replayed by.
 */
describe('the language', function () {
  this.timeout(300_000);
  const seen = new Map<string, Promise<string>>();
  const settle = new Map<string, (text: string | Promise<string>) => void>();
  const runs = programs().flatMap(({ name, file, versions }) =>
    versions.map((version) => ({ key: `${name}, Go ${version}`, name, file, version })),
  );
  const recordings = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-language-'));
  after(() => fs.rmSync(recordings, { recursive: true }));
  for (const { key } of runs) seen.set(key, new Promise((resolve) => settle.set(key, resolve)));

  before(async () => {
    await ensureGoSource();
    assert.ok(fs.existsSync(command), 'npm run build comes first');
    void inParallel(
      2,
      runs.map(({ key, name, file, version }) => async () => {
        const recorded = version === '1.19' ? ['record', path.join(recordings, `${name}.nwr`)] : [];
        const run = [command, ...recorded, 'run', '--goroot', providedGo(version).root, file];
        const text = observe(process.execPath, run);
        settle.get(key)?.(text);
        await text.catch(() => undefined);
      }),
    );
  });

  for (const { key, name, version } of runs) {
    it(key, async () => {
      assert.equal(await seen.get(key), fs.readFileSync(expectedFile(name, version), 'utf8'));
    });
  }
});
