/** What Netwalk does not do is said: by name before anything runs, or, for TLS, by an error where the program looks at errors. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource } from '../../../engine/golang/source/index.ts';

const folder = fileURLToPath(new URL('unsupported', import.meta.url));
const runner = fileURLToPath(new URL('runProgram.ts', import.meta.url));

function run(program: string, version: string): { status: number | null; stdout: string; stderr: string } {
  const command = ['--import', 'tsx', runner, version, path.join(folder, program)];
  return spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 290_000 });
}

describe('natives: what is not supported', function () {
  this.timeout(300_000);
  before(() => ensureGoSource(['1.19', '1.27']));

  it('is refused by name before running', () => {
    const { status, stdout, stderr } = run('processes', '1.27');
    assert.deepEqual([status, stdout], [1, '']);
    assert.deepEqual(stderr.trimEnd().split('\n'), [
      'package os/exec is not supported by Netwalk: it starts other programs',
      'os.StartProcess is not supported by Netwalk: it starts other programs',
    ]);
  });

  for (const version of ['1.19', '1.27']) {
    it(`is an error where it is TLS, Go ${version}`, () => {
      const { status, stdout, stderr } = run('https', version);
      assert.equal(`${stderr}${status}`, '0');
      const message = 'netwalk: TLS (https) is not supported: use http';
      assert.deepEqual(stdout.trimEnd().split('\n'), [message, message, `true ${message}`, message]);
    });
  }
});
