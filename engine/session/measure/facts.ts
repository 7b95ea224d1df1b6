/** What the kernel answers to questions that articles answer differently: each is asked here and now. */
import type { Linux } from '../../linux/index.ts';
import { Descriptors, setSize } from './waits.ts';

export interface KernelFacts {
  /** The error of mmap(2) of an epoll instance; null if it can be mapped. */
  epollMapping: string | null;
  /** How many descriptors select found ready with a set of twice the usual size, one ready beyond the usual; null where the limit allows none so high. */
  selectBeyond: number | null;
  /** The error of epoll_ctl(2) for a regular file; null if it can be watched. */
  epollFile: string | null;
}

// fcntl(2), mmap(2)
const [F_DUPFD_CLOEXEC, PROT_READ, MAP_SHARED] = [1030, 1, 1];

export function askKernel(linux: Linux, errnoName: (errno: number) => string): KernelFacts {
  const { kernel, memory } = linux;
  const call = (name: string, ...[a1, a2, a3, a4, a5, a6]: number[]): number =>
    kernel.unwatchedSyscall(kernel.numbers.numberOf(name), a1, a2, a3, a4, a5, a6);
  const failure = (result: number): string | null => (result === -1 ? errnoName(kernel.errno) : null);
  const descriptors = new Descriptors(linux, 1);
  try {
    const [fd = -1] = descriptors.fds;
    const epoll = descriptors.epoll();
    const mapped = call('mmap', 0, 4096, PROT_READ, MAP_SHARED, epoll, 0);
    const epollMapping = failure(mapped);
    if (mapped !== -1) call('munmap', mapped, 4096);

    descriptors.setReady(fd, true);
    const high = call('fcntl', fd, F_DUPFD_CLOEXEC, setSize + 100);
    let selectBeyond: number | null = null;
    if (high !== -1) {
      const set = memory.allocate(2 * (setSize / 8));
      set[high >> 3] = 1 << (high & 7);
      const none = memory.allocate(16);
      selectBeyond = call('pselect6', high + 1, memory.addressOf(set), 0, 0, memory.addressOf(none), 0);
      call('close', high);
    }

    const name = Buffer.from(`${process.execPath}\0`);
    const path = memory.allocate(name.length);
    path.set(name);
    const file = call('openat', -100, memory.addressOf(path), 0o2000000, 0);
    const event = memory.allocate(16);
    event[0] = 1;
    const epollFile = failure(call('epoll_ctl', epoll, 1, file, memory.addressOf(event)));
    if (file !== -1) call('close', file);
    return { epollMapping, selectBeyond, epollFile };
  } finally {
    descriptors.dispose();
  }
}
