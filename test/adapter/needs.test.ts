/** What a machine forbids is said before anything starts. strace makes the kernel refuse, as io_uring_disabled or a container would. */
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { inProject } from '../../extension/tools/project.mjs';

const netwalk = inProject('dist/netwalk.js');
const refusing = (errno: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(
    'strace',
    ['-f', '-o', '/dev/null', '-e', 'trace=io_uring_setup', '-e', `inject=io_uring_setup:error=${errno}`]
      .concat(process.execPath, netwalk)
      .concat(args),
    { encoding: 'utf8' },
  );

describe('a machine that forbids io_uring', function () {
  this.timeout(60_000);

  before(function () {
    if (spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0) return;
    console.log('      skipped: strace is not installed, or may not trace');
    this.skip();
  });

  it('is told of before the walkthrough starts', () => {
    const { status, stdout, stderr } = refusing('EPERM', 'walk', 'io-uring');
    assert.equal(stdout, '');
    assert.match(stderr, /^netwalk: this walkthrough needs io_uring, and io_uring_setup answers EPERM: /);
    assert.equal(status, 1);
  });

  it('is told apart from a kernel that does not have it, for the extension too', () => {
    const { stdout } = refusing('ENOSYS', 'needs', 'io-uring');
    const refusal = JSON.parse(stdout) as { need: string; errno: string };
    assert.deepEqual([refusal.need, refusal.errno], ['io_uring', 'ENOSYS']);
    assert.equal(refusing('EPERM', 'needs', 'epoll').stdout, 'null\n');
  });
});
