import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../../engine/golang/source/index.ts';
import { expectedFile, inParallel, observe, programs } from './programs.mjs';

const command = path.resolve(import.meta.dirname, '../../../dist/netwalk.js');

/** Programs that are not compared for now, each with the reason; they show as pending. */
const notCompared: Readonly<Record<string, string>> = {
  defer_builtin_forms:
    'a deferred copy, and other built-ins that defer takes only as statements, stop with their place',
  slices_alias: 'shows capacities that the compiler chooses for slices on the stack (Go 1.27)',
  strings_basic: 'shows the capacity of a []byte(string) that the compiler puts on the stack',
  uncaught_again: 'its recording lacks what the panic printed',
  uncaught_nested: 'its recording lacks what the panic printed',
  uncaught_nilmap: 'it is not recorded yet',
  uncaught_repanic: 'its recording lacks what the panic printed',
  uncaught_string: 'its recording lacks what the panic printed',
};

/**
 * Programs about the language: each prints, ends and fails on the engine as it did with Go (record.mjs). All are started beforehand, two at a
 * time; the tests wait for what they saw.
 */
describe('the language', function () {
  this.timeout(300_000);
  const seen = new Map<string, Promise<string>>();
  const settle = new Map<string, (text: string | Promise<string>) => void>();
  const runs = programs().flatMap(({ name, file, versions }) =>
    versions.map((version) => ({ key: `${name}, Go ${version}`, name, file, version })),
  );
  for (const { key } of runs) seen.set(key, new Promise((resolve) => settle.set(key, resolve)));

  before(async () => {
    await ensureGoSource();
    assert.ok(fs.existsSync(command), 'npm run build comes first');
    void inParallel(
      2,
      runs.map(({ key, file, version }) => async () => {
        const text = observe(process.execPath, [command, 'run', '--goroot', providedGo(version).root, file]);
        settle.get(key)?.(text);
        await text.catch(() => undefined);
      }),
    );
  });

  for (const { key, name, version } of runs) {
    it(key, async function () {
      if (notCompared[name] !== undefined) this.skip();
      assert.equal(await seen.get(key), fs.readFileSync(expectedFile(name, version), 'utf8'));
    });
  }
});
