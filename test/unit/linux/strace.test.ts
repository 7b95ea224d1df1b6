import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every call the scenario makes, so that nothing Node does between them is taken for ours, nor one of ours lost. Not getpid: Node asks for it
 * at any moment, and one cannot be told from another.
 */
const calls =
  'epoll_create1,eventfd2,socket,bind,listen,getsockname,setsockopt,epoll_ctl,accept4,epoll_pwait,connect,getpeername,' +
  'getsockopt,recvfrom,sendto,writev,readv,shutdown,socketpair,sendmsg,recvmsg,fcntl,pipe2,openat,fstat,newfstatat,' +
  'faccessat,unlinkat,renameat,linkat,symlinkat,fchmod,ftruncate,fsync,fdatasync,chdir,fchdir,getrlimit,setrlimit,' +
  'sendfile,splice,uname,prlimit64,select,pselect6,poll,ppoll,rt_sigprocmask,signalfd4,read,write,close,io_uring_setup,io_uring_enter';

const makers = /^(epoll_create1|eventfd2|socket|accept4|openat|fcntl|signalfd4|io_uring_setup)\(.* = (\d+)/;

/** The descriptors that a call is about, or makes: its first argument, its result, the pair that it fills. */
function descriptorsOf(call: string): string[] {
  const first = /^\w+\((\d+)[,)]/.exec(call)?.[1];
  const made = makers.exec(call)?.[2];
  const pair = /^(?:pipe2|socketpair)\(.*\[(\d+), (\d+)\]/.exec(call)?.slice(1) ?? [];
  return [first, made, ...pair].filter((descriptor) => descriptor !== undefined);
}

/**
 * libuv wakes its own loop by adding 1 to an eventfd, at any moment. It is Node's when the scenario never had that descriptor: a write to one of
 * the scenario's own, which makes it by a call that is compared, is never left out.
 */
function isNodes(line: string, ours: readonly string[]): boolean {
  const descriptor = /^write\((\d+), "\\1(\\0){7}", 8\) = 8$/.exec(line)?.[1];
  if (descriptor === undefined) return false;
  return !ours.some((call) => descriptorsOf(call).includes(descriptor));
}

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
      const compared = theirs.slice(begin).filter((line) => !isNodes(line, ours));
      assert.deepStrictEqual(ours, compared.slice(0, ours.length));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
