import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every call the scenario makes, so that nothing Node does between them is taken for ours, nor one of ours lost. */
const calls =
  'epoll_create1,eventfd2,socket,bind,listen,getsockname,setsockopt,epoll_ctl,accept4,epoll_pwait,connect,getpeername,' +
  'getsockopt,recvfrom,sendto,writev,readv,shutdown,socketpair,sendmsg,recvmsg,fcntl,pipe2,openat,fstat,newfstatat,' +
  'faccessat,unlinkat,sendfile,splice,uname,prlimit64,read,write,close';

describe('decoding beside strace', function () {
  this.timeout(60_000);

  before(function () {
    const strace = spawnSync('strace', ['-V']);
    const attached = spawnSync('strace', ['-o', '/dev/null', 'true']);
    if (strace.error !== undefined || attached.status !== 0) {
      console.log('      strace is not installed or may not trace here: decoding is not compared');
      this.skip();
    }
  });

  it('says every call of a TCP, UDP, Unix and file scenario as strace does, in the same order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strace-'));
    try {
      const output = join(folder, 'strace.txt');
      const scenario = join(__dirname, 'straceScenario.ts');
      const command = ['-o', output, '-e', `trace=${calls}`, '-e', 'signal=none', process.execPath, '--import', 'tsx'];
      const ours = JSON.parse(execFileSync('strace', [...command, scenario], { encoding: 'utf8' })) as string[];
      const theirs = readFileSync(output, 'utf8')
        .split('\n')
        .map((line) => line.replace(/\)\s+= /, ') = '));
      // Node opened its own things before; the scenario begins with its epoll instance.
      const begin = theirs.lastIndexOf(ours[0] ?? '');
      assert.ok(begin >= 0, `strace saw no ${ours[0]}`);
      assert.ok(ours.length > 100, `${ours.length} calls`);
      assert.deepStrictEqual(ours, theirs.slice(begin, begin + ours.length));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
