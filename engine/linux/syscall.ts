/** Every system call of the engine passes here, once. */
import { CallDecoder } from './decode.ts';
import type { Memory } from './memory.ts';
import type { Native } from './native.ts';
import { type Argument, CallNumbers } from './numbers.ts';

/** One system call as it happened. */
export interface SyscallRecord {
  readonly number: number;
  readonly name: string;
  readonly args: readonly Argument[];
  /** What the kernel returned, or -1. */
  readonly result: number;
  /** 0 when it succeeded. */
  readonly errno: number;
  /** Microseconds of CLOCK_MONOTONIC, the clock of all threads, when it began. */
  readonly start: number;
  /** Microseconds that it took. */
  readonly duration: number;
  /** The kernel was never asked: `inject` answered. */
  readonly injected: boolean;
  /** The line that strace prints: call, arguments, result. */
  readonly text: string;
}

/** Raw system call by number, with up to six registers. */
export type RawSyscall = (
  number: number,
  a1?: Argument,
  a2?: Argument,
  a3?: Argument,
  a4?: Argument,
  a5?: Argument,
  a6?: Argument,
) => number;

/**
 * Raw system calls by number, as Go's syscall.RawSyscall6 (internal/runtime/syscall.Syscall6) makes them: through
 * syscall(2) with all six registers, never through a wrapper of the C library, so strace sees what Go would do.
 *
 * Nobody watching costs nothing: a watcher or an injection swaps `rawSyscall` for another function. So call it as
 * `kernel.rawSyscall(…)` and do not keep the function.
 */
export class Kernel {
  readonly numbers: CallNumbers;
  /** The error of the last `rawSyscall`; 0 when it succeeded. One Kernel belongs to one thread. */
  errno = 0;
  /** Makes the call. Returns its result, or -1 with the reason in `errno`. Buffers must stay referenced meanwhile. */
  rawSyscall: RawSyscall;

  /** The same call, never recorded and never failed on purpose: for looking at the kernel without being seen. */
  readonly unwatchedSyscall: RawSyscall;

  private readonly decoder: CallDecoder;
  private currentWatcher: ((call: SyscallRecord) => void) | null = null;
  private currentInject: ((name: string, args: readonly Argument[]) => number) | null = null;

  constructor(native: Native, memory: Memory) {
    this.numbers = new CallNumbers(native.architecture);
    this.decoder = new CallDecoder(native.architecture, memory);
    const registers = ['uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t'];
    const call = native.libc.func('syscall', 'long', ['long', ...registers]) as RawSyscall;
    const readErrno = errnoReader(native);
    this.unwatchedSyscall = (number, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0) => {
      const result = call(number, a1, a2, a3, a4, a5, a6);
      this.errno = result === -1 ? readErrno() : 0;
      return result;
    };
    this.rawSyscall = this.unwatchedSyscall;
  }

  /** Is told each call after it returned. */
  get watcher(): ((call: SyscallRecord) => void) | null {
    return this.currentWatcher;
  }

  set watcher(watcher: ((call: SyscallRecord) => void) | null) {
    this.currentWatcher = watcher;
    this.chooseCall();
  }

  /** Asked before each call: an errno other than 0 becomes the answer and the kernel is left alone. */
  get inject(): ((name: string, args: readonly Argument[]) => number) | null {
    return this.currentInject;
  }

  set inject(inject: ((name: string, args: readonly Argument[]) => number) | null) {
    this.currentInject = inject;
    this.chooseCall();
  }

  private chooseCall(): void {
    const observed = this.currentWatcher !== null || this.currentInject !== null;
    this.rawSyscall = observed ? this.observedSyscall : this.unwatchedSyscall;
  }

  private readonly observedSyscall: RawSyscall = (number, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0) => {
    const name = this.numbers.nameOf(number);
    const args: readonly Argument[] = [a1, a2, a3, a4, a5, a6];
    const injected = this.currentInject?.(name, args) ?? 0;
    const watcher = this.currentWatcher;
    const lengthBefore = watcher === null ? 0 : this.decoder.lengthBefore(name, args);
    const start = now();
    let result = -1;
    if (injected === 0) result = this.unwatchedSyscall(number, a1, a2, a3, a4, a5, a6);
    const errno = injected === 0 ? this.errno : injected;
    if (watcher !== null) {
      const duration = now() - start;
      const used = args.slice(0, this.decoder.arity(name));
      const text = this.decoder.line({ name, args: used, result, errno, lengthBefore, injected: injected !== 0 });
      watcher({ number, name, args: used, result, errno, start, duration, injected: injected !== 0, text });
    }
    // The watcher may have looked at the kernel itself.
    this.errno = errno;
    return result;
  };
}

/** errno lies in the thread's own memory: 5 ns through a view of it; where views are forbidden, koffi's own copy. */
function errnoReader(native: Native): () => number {
  const location = native.libc.func('__errno_location', 'void *', [])() as unknown;
  try {
    const cell = new Int32Array(native.koffi.view(location, 4));
    return () => cell[0] ?? 0;
  } catch {
    return () => native.koffi.errno();
  }
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1000;
}
