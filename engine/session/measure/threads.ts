/**
 * A thread for each connection, blocked in read(2), against one thread that waits in epoll: many connections, all active. What is counted is the CPU
 * time of the whole process for each message, since the threads' part is not the measuring thread's.
 */
import { readFileSync } from 'node:fs';
import type { CallThread, Linux } from '../../linux/index.ts';
import { Descriptors } from './waits.ts';

export interface ThreadPoint {
  /** Connections, each with a message in every round. */
  count: number;
  /** CPU microseconds of a message: read by a thread of its own, less what telling that thread to read costs here; or found by epoll and read. */
  threads: number;
  epoll: number;
  /** Bytes of memory that a blocked thread takes in user space and as its kernel's stack. */
  memory: number;
}

// socketpair(2), clock_gettime(2)
const [AF_UNIX, SOCK_STREAM_CLOEXEC] = [1, 0x80001];
const CLOCK_PROCESS_CPUTIME_ID = 2;
const rounds = 5;

/** Pairs of sockets, and threads where they are wanted; all of it is gone after `dispose`. */
class Connections {
  readonly near: number[] = [];
  readonly far: number[] = [];
  private readonly linux: Linux;
  private readonly byte: Uint8Array;
  private readonly pair: Int32Array;
  private readonly time: BigInt64Array;

  constructor(linux: Linux, count: number) {
    this.linux = linux;
    this.byte = linux.memory.allocate(8);
    this.pair = new Int32Array(linux.memory.allocate(8).buffer);
    this.time = new BigInt64Array(linux.memory.allocate(16).buffer);
    try {
      for (let i = 0; i < count; i++) {
        this.call('socketpair', AF_UNIX, SOCK_STREAM_CLOEXEC, 0, linux.memory.addressOf(this.pair));
        this.near.push(this.pair[0] ?? -1);
        this.far.push(this.pair[1] ?? -1);
      }
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  dispose(): void {
    for (const fd of [...this.near, ...this.far]) this.call('close', fd);
    this.near.length = this.far.length = 0;
  }

  /** A message on every connection. */
  send(): void {
    for (const fd of this.far) this.call('write', fd, this.linux.memory.addressOf(this.byte), 1);
  }

  read(fd: number): void {
    this.call('read', fd, this.linux.memory.addressOf(this.byte), 8);
  }

  /** Microseconds of CPU time of all threads of the process. */
  now(): number {
    this.call('clock_gettime', CLOCK_PROCESS_CPUTIME_ID, this.linux.memory.addressOf(this.time));
    return Number(this.time[0]) * 1e6 + Number(this.time[1]) / 1000;
  }

  private call(name: string, ...[a1, a2, a3, a4]: number[]): number {
    const { kernel } = this.linux;
    const result = kernel.unwatchedSyscall(kernel.numbers.numberOf(name), a1, a2, a3, a4);
    if (result === -1) throw new Error(`${name}: errno ${kernel.errno}`);
    return result;
  }
}

/** Null where there are no threads to be had. */
export async function measureThreads(linux: Linux, count: number): Promise<ThreadPoint | null> {
  const all = linux.threads;
  if (all === null) return null;
  const connections = new Connections(linux, count);
  const threads: CallThread[] = [];
  try {
    const before = residentMemory();
    for (let i = 0; i < count; i++) threads.push(all.take());
    const memory = (residentMemory() - before) / count + kernelStack;
    const buffers = threads.map(() => linux.memory.allocate(8));
    const read = linux.kernel.numbers.numberOf('read');
    const nothing = linux.kernel.numbers.numberOf('getppid');
    const handOver = (): void => threads.forEach((thread) => thread.start(nothing, [], null));
    const wait = (): void =>
      threads.forEach((thread, i) => {
        thread.start(
          read,
          [connections.near[i] ?? -1, linux.memory.addressOf(buffers[i] as Uint8Array), 8],
          buffers[i],
        );
      });
    const best = { threads: Infinity, handing: Infinity, epoll: Infinity };
    for (let round = 0; round < rounds; round++) {
      let begin = connections.now();
      handOver();
      await finished(threads);
      best.handing = Math.min(best.handing, connections.now() - begin);
      begin = connections.now();
      wait();
      connections.send();
      await finished(threads);
      best.threads = Math.min(best.threads, connections.now() - begin);
    }
    const waits = new Descriptors(linux, 0);
    try {
      const epoll = waits.epoll();
      for (const fd of connections.near) waits.register(epoll, fd);
      const ready = waits.epollWaiter(epoll, count);
      for (let round = 0; round < rounds; round++) {
        const begin = connections.now();
        connections.send();
        ready();
        for (const fd of connections.near) connections.read(fd);
        best.epoll = Math.min(best.epoll, connections.now() - begin);
      }
    } finally {
      waits.dispose();
    }
    return { count, threads: Math.max(0, best.threads - best.handing) / count, epoll: best.epoll / count, memory };
  } finally {
    all.end();
    connections.dispose();
  }
}

/** Looks every millisecond, so that the looking costs next to nothing; others run meanwhile. */
async function finished(threads: readonly CallThread[]): Promise<void> {
  while (!threads.every((thread) => thread.finished)) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** THREAD_SIZE on x86-64 and arm64. */
const kernelStack = 16_384;

/** Bytes: VmRSS of /proc/self/status. */
function residentMemory(): number {
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}
