/** Waits for one of many descriptors by select, poll and epoll, and what each costs: the thread's CPU time (clock_gettime(2)), so that others on the machine disturb little. */
import type { Linux } from '../../linux/index.ts';

export const waitNames = ['select', 'poll', 'epoll'] as const;
export type WaitName = (typeof waitNames)[number];

// eventfd2(2), epoll_ctl(2), poll(2), clock_gettime(2)
const EFD_NONBLOCK_CLOEXEC = 0o2004000;
const [EPOLL_CTL_ADD, EPOLL_CTL_DEL] = [1, 2];
const [EPOLLIN, EPOLLET] = [1, 0x80000000];
const POLLIN = 1;
const CLOCK_THREAD_CPUTIME_ID = 3;
/** FD_SETSIZE: how many descriptors a set of the usual size has room for. */
export const setSize = 1024;

/** Descriptors of which some are ready, and the calls that wait for them. Dispose of it: it closes what it has opened. */
export class Descriptors {
  readonly fds: number[] = [];
  private readonly linux: Linux;
  private readonly eventSize = process.arch === 'x64' ? 12 : 16;
  private readonly event: Uint8Array;
  private readonly word: Uint8Array;
  private readonly time: BigInt64Array;
  private readonly opened: number[] = [];

  /** @throws Error when the system gives no more descriptors; then none is left open */
  constructor(linux: Linux, count: number) {
    this.linux = linux;
    this.event = linux.memory.allocate(16);
    this.word = linux.memory.allocate(8);
    this.time = new BigInt64Array(linux.memory.allocate(16).buffer);
    try {
      for (let i = 0; i < count; i++) this.fds.push(this.open('eventfd2', 0, EFD_NONBLOCK_CLOEXEC));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  dispose(): void {
    for (const fd of this.opened) this.call('close', fd);
    this.opened.length = this.fds.length = 0;
  }

  /** Makes a descriptor ready, or not any more. */
  setReady(fd: number, ready: boolean): void {
    this.word.fill(0);
    this.word[0] = 1;
    this.call(ready ? 'write' : 'read', fd, this.linux.memory.addressOf(this.word), 8);
  }

  /** One wait of each kind, to be made again and again; it gives how many were ready. @throws Error where a set has no room */
  waiter(name: WaitName): () => number {
    const { memory, kernel } = this.linux;
    const count = this.fds.length;
    const call = kernel.unwatchedSyscall;
    if (name === 'select') {
      const highest = Math.max(...this.fds);
      if (highest >= setSize) throw new Error(`descriptor ${highest} has no place in a set of ${setSize}`);
      const asked = memory.allocate(setSize / 8);
      for (const fd of this.fds) asked[fd >> 3] = (asked[fd >> 3] ?? 0) | (1 << (fd & 7));
      const set = memory.allocate(setSize / 8);
      const none = memory.allocate(16);
      const [number, address, timeout] = [
        kernel.numbers.numberOf('pselect6'),
        memory.addressOf(set),
        memory.addressOf(none),
      ];
      return () => (set.set(asked), call(number, highest + 1, address, 0, 0, timeout, 0));
    }
    if (name === 'poll') {
      const array = new DataView(memory.allocate(8 * count).buffer);
      this.fds.forEach((fd, i) => (array.setInt32(8 * i, fd, true), array.setInt16(8 * i + 4, POLLIN, true)));
      const none = memory.allocate(16);
      const [number, address, timeout] = [
        kernel.numbers.numberOf('ppoll'),
        memory.addressOf(array.buffer),
        memory.addressOf(none),
      ];
      return () => (void array, call(number, address, count, timeout, 0, 8));
    }
    const epoll = this.epoll();
    for (const fd of this.fds) this.register(epoll, fd);
    return this.epollWaiter(epoll, count);
  }

  epoll(): number {
    return this.open('epoll_create1', 0x80000);
  }

  register(epoll: number, fd: number, edge = false): void {
    const view = new DataView(this.event.buffer);
    view.setUint32(0, edge ? (EPOLLIN | EPOLLET) >>> 0 : EPOLLIN, true);
    view.setInt32(this.eventSize - 8, fd, true);
    this.must('epoll_ctl', epoll, EPOLL_CTL_ADD, fd, this.linux.memory.addressOf(this.event));
  }

  remove(epoll: number, fd: number): void {
    this.must('epoll_ctl', epoll, EPOLL_CTL_DEL, fd, 0);
  }

  epollWaiter(epoll: number, count: number): () => number {
    const { memory, kernel } = this.linux;
    const events = memory.allocate(this.eventSize * count);
    const [number, address] = [kernel.numbers.numberOf('epoll_pwait'), memory.addressOf(events)];
    const call = kernel.unwatchedSyscall;
    return () => (void events, call(number, epoll, address, count, 0, 0, 0));
  }

  /** Microseconds of CPU time that `act` takes, the least of several rounds of about `milliseconds` each. */
  cost(act: () => void, milliseconds: number): number {
    let times = 1;
    let spent = 0;
    for (;;) {
      spent = this.spent(act, times);
      if (spent > (milliseconds * 1000) / 4 || times > 1e6) break;
      times *= 4;
    }
    let least = spent / times;
    for (let round = 0; round < 3; round++) least = Math.min(least, this.spent(act, times) / times);
    return least;
  }

  private spent(act: () => void, times: number): number {
    const begin = this.now();
    for (let i = 0; i < times; i++) act();
    return this.now() - begin;
  }

  /** Microseconds of this thread's CPU time. */
  private now(): number {
    this.must('clock_gettime', CLOCK_THREAD_CPUTIME_ID, this.linux.memory.addressOf(this.time));
    return Number(this.time[0]) * 1e6 + Number(this.time[1]) / 1000;
  }

  private open(name: string, ...args: number[]): number {
    const fd = this.must(name, ...args);
    this.opened.push(fd);
    return fd;
  }

  private must(name: string, ...args: number[]): number {
    const result = this.call(name, ...args);
    if (result === -1) throw new Error(`${name}: errno ${this.linux.kernel.errno}`);
    return result;
  }

  private call(name: string, ...args: number[]): number {
    const { kernel } = this.linux;
    const [a1, a2, a3, a4, a5, a6] = args;
    return kernel.unwatchedSyscall(kernel.numbers.numberOf(name), a1, a2, a3, a4, a5, a6);
  }
}
