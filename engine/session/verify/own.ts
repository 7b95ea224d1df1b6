/** Takes out of the engine's trace what it opens for itself while a program runs (linux/callThreads.ts, natives/signal.ts). */
import { firstOwnDescriptor } from '../../linux/descriptors.ts';
import type { TracedCall } from './strace.ts';

/** The calls without those on descriptors that are moved out of the program's way as soon as they are made, and without their making. */
export function withoutOwn(calls: readonly TracedCall[]): TracedCall[] {
  const left: (TracedCall | null)[] = [...calls];
  /** The call that made a descriptor which is open. */
  const makers = new Map<string, number>();
  const moved = new Set<string>();
  const own = new Set<string>();
  calls.forEach((call, i) => {
    const { name, args } = call;
    const [first = '', second = '', third = ''] = args.split(/,\s*/);
    const result = call.result.split(' ')[0] ?? '';
    if (name === 'fcntl' && second.includes('F_DUPFD_CLOEXEC') && Number(third) === firstOwnDescriptor) {
      left[makers.get(first) ?? i] = left[i] = null;
      moved.add(first);
      own.add(result);
    } else if (own.has(first) || (name === 'epoll_ctl' && own.has(third))) {
      left[i] = null;
      if (name === 'close') own.delete(first);
    } else if (name === 'close' && moved.delete(first)) left[i] = null;
    else if (name === 'eventfd2') makers.set(result, i);
    else if (name === 'pipe2') for (const [fd] of args.matchAll(/\d+(?=[,\]])/g)) makers.set(fd, i);
  });
  return left.filter((call) => call !== null);
}
