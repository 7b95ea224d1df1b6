import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const module = (name: string): string =>
  fileURLToPath(new URL(`../../../engine/golang/source/${name}`, import.meta.url));

/** What a process writes that may have few descriptors, and takes all of them. */
function withoutDescriptors(body: string): string {
  const script = `
    const fs = require('node:fs');
    const { keepSpare } = require('${module('reading.ts')}');
    const { readPackageFolder } = require('${module('packages.ts')}');
    const taken = [];
    const takeAll = () => { for (;;) try { taken.push(fs.openSync('/dev/null')); } catch { return; } };
    ${body}`;
  const node = [process.execPath, '--import', 'tsx', '-e', script];
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -n 100; exec "$@"', 'sh', ...node], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.trim();
}

describe("reading Go's source while a program runs", function () {
  this.timeout(60_000);
  const folder = fileURLToPath(new URL('../language/programs', import.meta.url));
  const read = `readPackageFolder('${folder}', '', null)`;

  it('goes on when the program has taken every descriptor, again and again', () => {
    const body = `keepSpare(); takeAll(); console.log(${read}.files.length > 100, ${read}.files.length > 100);`;
    assert.equal(withoutDescriptors(body), 'true true');
  });

  it('leaves the program none more than there were', () => {
    const body = `keepSpare(); takeAll(); ${read}; const before = taken.length; takeAll(); console.log(taken.length - before);`;
    assert.equal(withoutDescriptors(body), '0');
  });
});
