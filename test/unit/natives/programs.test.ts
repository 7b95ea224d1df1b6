/**
 * Go programs print what they print under Go's own tool chain: about values (reflect, fmt, errors, sort, sync.Map, encoding/json), and servers and clients
 * as people write them, which talk to themselves over loopback. output.txt, or VERSION.txt where the releases differ, was recorded there.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource } from '../../../engine/golang/source/index.ts';

const folder = fileURLToPath(new URL('programs', import.meta.url));
const runner = fileURLToPath(new URL('runProgram.ts', import.meta.url));
const versions = ['1.19', '1.27'];

function expected(program: string, version: string): string {
  const own = path.join(folder, program, `${version}.txt`);
  return fs.readFileSync(fs.existsSync(own) ? own : path.join(folder, program, 'output.txt'), 'utf8');
}

describe('natives: programs print what Go prints', function () {
  this.timeout(300_000);
  before(() => ensureGoSource(versions));

  for (const version of versions) {
    for (const program of fs.readdirSync(folder)) {
      it(`${program}, Go ${version}`, () => {
        // The program's own thread has a far bigger stack; the main thread may have 8 MB.
        const command = ['--stack-size=6000', '--import', 'tsx', runner, version, path.join(folder, program)];
        const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 290_000 });
        assert.equal(`${stderr}${status}`, '0');
        assert.deepEqual(stdout.split('\n'), expected(program, version).split('\n'));
      });
    }
  }
});
