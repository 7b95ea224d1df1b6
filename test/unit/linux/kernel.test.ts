import assert from 'node:assert';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errnoMessage, errnoName, errnoNumber, errnos } from '../../../engine/linux/errno.ts';
import { CallNumbers } from '../../../engine/linux/numbers.ts';
import type { SyscallRecord } from '../../../engine/linux/syscall.ts';
import { at, bytesOf, call, kernel, linux, memory, must, SOCK_STREAM } from './calls.ts';

describe('system calls', () => {
  afterEach(() => {
    kernel.watcher = null;
    kernel.inject = null;
  });

  it('return a result, or -1 and the reason, and clear the reason again', () => {
    assert.strictEqual(call('close', 999_999), -1);
    assert.strictEqual(kernel.errno, errnoNumber('EBADF'));
    assert.strictEqual(must('getpid'), process.pid);
    assert.strictEqual(kernel.errno, 0);
    assert.strictEqual(call('socket', 2, 1, 262_144), -1);
    assert.strictEqual(kernel.errno, errnoNumber('EINVAL'));
    assert.strictEqual(call('read', 0, 8, -1), -1);
    assert.strictEqual(kernel.errno, errnoNumber('EFAULT'));
    assert.strictEqual(call('fcntl', 999_999, 3), -1);
    assert.strictEqual(kernel.errno, errnoNumber('EBADF'));
  });

  it('take a negative number, its two’s complement as a bigint, and 32 bits of it alike', () => {
    const relative = at(bytesOf('package.json\0'));
    for (const directory of [-100, -100n, (1n << 64n) - 100n, 2 ** 32 - 100]) {
      const fd = call('openat', directory, relative, 0x80000);
      assert.ok(fd >= 0, `${directory}: ${errnoName(kernel.errno)}`);
      must('close', fd);
    }
    assert.strictEqual(call('openat', -101, relative, 0x80000), -1);
    assert.strictEqual(errnoName(kernel.errno), 'EBADF');
  });

  it('carry all six registers', () => {
    const address = call('mmap', 0, 8192, 3, 0x22, -1, 0);
    assert.ok(address > 0xffff_ffff, `mapped at ${address}`);
    memory.copyTo(address + 4096, bytesOf('at an address'));
    assert.strictEqual(Buffer.from(memory.copyFrom(address + 4099, 7)).toString(), 'an addr'.slice(0, 7));
    memory.bytesAt(address, 8)[3] = 7;
    assert.deepStrictEqual([...memory.copyFrom(address, 5)], [0, 0, 0, 7, 0]);
    must('munmap', address, 8192);
  });

  it('are recorded while somebody watches, with clock and text', () => {
    const seen: SyscallRecord[] = [];
    must('getpid');
    kernel.watcher = (record) => {
      seen.push(record);
      kernel.unwatchedSyscall(kernel.numbers.numberOf('getppid'));
    };
    const before = Number(process.hrtime.bigint()) / 1000;
    const fd = must('socket', 2, SOCK_STREAM, 0);
    must('close', fd);
    assert.strictEqual(call('close', fd), -1);
    assert.strictEqual(errnoName(kernel.errno), 'EBADF', 'a watcher that makes calls itself changes no errno');
    kernel.watcher = null;
    must('getpid');
    assert.deepStrictEqual(
      seen.map(({ text }) => text),
      [
        `socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = ${fd}`,
        `close(${fd}) = 0`,
        `close(${fd}) = -1 EBADF (Bad file descriptor)`,
      ],
    );
    const [first] = seen;
    assert.ok(first !== undefined);
    assert.deepStrictEqual(first.args, [2, SOCK_STREAM, 0]);
    assert.ok(first.start >= before && first.duration > 0 && first.duration < 1e6);
    assert.strictEqual(seen[2]?.errno, errnoNumber('EBADF'));
  });

  it('fail on purpose without the kernel hearing of it', () => {
    const seen: string[] = [];
    kernel.watcher = ({ text }) => seen.push(text);
    kernel.inject = (name) => (name === 'socket' ? (errnoNumber('EMFILE') ?? 0) : 0);
    const open = linux.processDescriptors().length;
    assert.strictEqual(call('socket', 2, 1, 0), -1);
    assert.strictEqual(errnoName(kernel.errno), 'EMFILE');
    assert.strictEqual(linux.processDescriptors().length, open);
    assert.deepStrictEqual(seen, [
      'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = -1 EMFILE (Too many open files) (INJECTED)',
    ]);
    kernel.watcher = null;
    assert.strictEqual(call('socket', 2, 1, 0), -1, 'also when nobody watches');
    kernel.inject = null;
    must('close', must('socket', 2, 1, 0));
  });

  it('know their numbers on both architectures', () => {
    const x64 = new CallNumbers('x64');
    const arm64 = new CallNumbers('arm64');
    // Go's zsysnum_linux_amd64.go and zsysnum_linux_arm64.go.
    const known: Record<string, [number, number]> = {
      read: [0, 63],
      socket: [41, 198],
      accept4: [288, 242],
      epoll_pwait: [281, 22],
      epoll_ctl: [233, 21],
      eventfd2: [290, 19],
      fcntl: [72, 25],
      newfstatat: [262, 79],
      prlimit64: [302, 261],
      io_uring_setup: [425, 425],
    };
    for (const [name, [intel, arm]] of Object.entries(known)) {
      assert.deepStrictEqual([x64.numberOf(name), arm64.numberOf(name)], [intel, arm], name);
      assert.deepStrictEqual([x64.nameOf(intel), arm64.nameOf(arm)], [name, name]);
    }
    assert.strictEqual(arm64.has('epoll_wait'), false);
    assert.throws(() => arm64.numberOf('epoll_wait'), /epoll_wait/);
    assert.strictEqual(x64.nameOf(499), 'syscall_0x1f3');
  });

  it('name every error as the C library does', () => {
    assert.strictEqual(errnos.length, 131);
    assert.strictEqual(errnoMessage(11), 'Resource temporarily unavailable');
    assert.strictEqual(errnoNumber('EWOULDBLOCK'), 11);
    assert.strictEqual(errnoName(4000), 'errno_4000');
  });

  it('tell the thread, and keep each thread’s errors apart', async () => {
    assert.strictEqual(linux.threadId(), process.pid, 'the main thread has the number of the process');
    const script = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'otherThread.ts'))});`;
    const worker = new Worker(script, { eval: true });
    const finished = once(worker, 'message') as Promise<[{ thread: number; wrong: number }]>;
    let wrong = 0;
    for (let round = 0; round < 100; round++) {
      for (let index = 0; index < 1000; index++) if (call('close', 999_999) !== -1 || kernel.errno !== 9) wrong++;
      await new Promise(setImmediate);
    }
    const [other] = await finished;
    await worker.terminate();
    assert.notStrictEqual(other.thread, process.pid);
    assert.deepStrictEqual([wrong, other.wrong], [0, 0]);
  });
});

describe('memory', () => {
  it('does not move, small arrays included', () => {
    const small = new Uint8Array([1, 2, 3, 4, 5]);
    const address = memory.addressOf(small);
    const garbage: unknown[] = [];
    for (let index = 0; index < 300_000; index++) garbage.push(new Uint8Array(16));
    small[4] = 42;
    assert.deepStrictEqual([...memory.copyFrom(address, 5)], [1, 2, 3, 4, 42]);
    assert.strictEqual(memory.addressOf(small), address);
    assert.strictEqual(garbage.length, 300_000);
  });

  it('is addressed through views, slices and shared buffers', () => {
    const bytes = memory.allocate(64);
    assert.strictEqual(memory.addressOf(bytes.subarray(10)), memory.addressOf(bytes) + 10);
    assert.strictEqual(memory.addressOf(new Int32Array(bytes.buffer, 8, 2)), memory.addressOf(bytes.buffer) + 8);
    const shared = new Uint8Array(new SharedArrayBuffer(32));
    shared[31] = 9;
    assert.deepStrictEqual([...memory.copyFrom(memory.addressOf(shared) + 31, 1)], [9]);
    assert.deepStrictEqual([...memory.stringAt(at(bytesOf('abc\0def')))], [97, 98, 99]);
  });
});
