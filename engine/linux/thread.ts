/** Which thread this is. */
import type { Kernel } from './syscall.ts';

/** The kernel's number of the calling thread, gettid(2): what strace -f and /proc/PID/task show. */
export function threadId(kernel: Kernel): number {
  return kernel.unwatchedSyscall(kernel.numbers.numberOf('gettid'));
}
