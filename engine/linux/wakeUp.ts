/** Getting a thread out of a call that blocks in the kernel: a signal that does nothing but interrupt. */
import type { Memory } from './memory.ts';
import { loadNative } from './native.ts';
import type { Kernel } from './syscall.ts';

/** A real-time signal, whose default would end the process: nobody else uses it. */
export const wakeUpSignal = 50;
const [handlerAt, flagsAt, size] = [0, 136, 152];

/**
 * Sets the signal's handler in this process, without SA_RESTART: blocking calls end with EINTR. A handler must be a C function; getpid does nothing
 * that a handler must not, and ignores its argument.
 */
export function prepareWakeUp(memory: Memory): void {
  const { libc } = loadNative();
  const lookUp = libc.func('dlsym', 'uintptr_t', ['uintptr_t', 'str']) as (handle: number, name: string) => number;
  const action = memory.allocate(size);
  const fields = new DataView(action.buffer);
  fields.setBigUint64(handlerAt, BigInt(lookUp(0, 'getpid')), true);
  fields.setInt32(flagsAt, 0, true);
  const sigaction = libc.func('sigaction', 'int', ['int', 'uintptr_t', 'uintptr_t']);
  if (sigaction(wakeUpSignal, memory.addressOf(action), 0) !== 0) throw new Error('sigaction failed');
}

/** Interrupts a thread of this process; one that is not yet in its call must be asked again. */
export function wakeUpThread(kernel: Kernel, thread: number): void {
  kernel.unwatchedSyscall(kernel.numbers.numberOf('tgkill'), process.pid, thread, wakeUpSignal);
}
