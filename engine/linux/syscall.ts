/** Every system call of the engine passes here, once. */
import { CallDecoder } from './decode.ts';
import type { Memory } from './memory.ts';
import type { Native } from './native.ts';
import { type Architecture, type Argument, CallNumbers } from './numbers.ts';
import { outputsOf } from './outputs.ts';
import { Rings } from './rings.ts';
import { type Before, isReadiness, nothingBefore } from './waitCalls.ts';
import { waitedFor, type WaitedFor } from './waitedFor.ts';

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
  /** Of select and poll: what was asked, and answered. */
  readonly waitedFor: WaitedFor | null;
}

/** What a call did: a tape keeps that, or gives it instead of the kernel. */
export interface CallAnswer {
  number: number;
  result: number;
  errno: number;
  /** Microseconds: when it began (CLOCK_MONOTONIC), and how long it took. */
  start: number;
  duration: number;
  /** The memory that the kernel wrote. */
  written: { address: number; bytes: Uint8Array }[];
  /** Why the answer cannot be given again. */
  problem?: string;
}

/** Between the program and the kernel: sees what the program's calls are answered, or answers them itself. */
export interface CallTape {
  call(number: number, make: () => CallAnswer): CallAnswer;
}

/** A call that another thread is to make. */
export interface BegunCall {
  readonly number: number;
  readonly args: readonly Argument[];
  readonly start: number;
  /** What the kernel is about to overwrite. */
  readonly lengthBefore: number;
  readonly before: Before;
  /** The error that it fails with on purpose; then nobody makes it. */
  readonly injected: number;
}

/** A call that another thread has made. */
interface FinishedElsewhere extends BegunCall {
  readonly result: number;
  readonly errno: number;
  readonly duration: number;
}

/** Who makes the calls: the C library, or nobody. */
export interface CallMaker {
  readonly architecture: Architecture;
  readonly call: RawSyscall;
  /** The error of the last call, which gave -1. */
  readonly errno: () => number;
  /** Nobody makes them. */
  readonly isRecording?: boolean;
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

  /** Nobody sees the calls of `rawSyscall` or answers them instead of the kernel. */
  get unwatched(): boolean {
    return this.rawSyscall === this.unwatchedSyscall;
  }

  /** The next call of `rawSyscall` does not go to the kernel, for it has been made already: `answer` gives its result. */
  answerNext(answer: RawSyscall, errno: number): void {
    this.rawSyscall = (...registers) => {
      this.chooseCall();
      this.errno = errno;
      return answer(...registers);
    };
  }

  /** The program's rings of io_uring. */
  readonly rings: Rings;

  private readonly decoder: CallDecoder;
  private readonly memory: Memory;
  private readonly architecture: Architecture;
  /** The call that another thread has made, if there is one. */
  private readonly untaped: RawSyscall;
  /** The program's calls, whoever watches them. */
  private programSyscall: RawSyscall;
  private currentTape: CallTape | null = null;
  /** When the call was made that a tape has answered last. */
  private replayed: { start: number; duration: number } | null = null;
  private currentWatcher: ((call: SyscallRecord) => void) | null = null;
  private currentInject: ((name: string, args: readonly Argument[]) => number) | null = null;
  /** What `end` is about. */
  private elsewhere: FinishedElsewhere | null = null;

  constructor({ architecture, call, errno, isRecording = false }: CallMaker, memory: Memory) {
    this.numbers = new CallNumbers(architecture);
    this.decoder = new CallDecoder(architecture, memory);
    this.rings = new Rings(memory, !isRecording);
    this.memory = memory;
    this.architecture = architecture;
    this.unwatchedSyscall = (number, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0) => {
      const result = call(number, a1, a2, a3, a4, a5, a6);
      this.errno = result === -1 ? errno() : 0;
      return result;
    };
    this.untaped = (...registers) => {
      if (this.elsewhere === null) return this.unwatchedSyscall(...registers);
      this.errno = this.elsewhere.errno;
      return this.elsewhere.result;
    };
    this.programSyscall = this.untaped;
    this.rawSyscall = this.unwatchedSyscall;
  }

  /** Put between the program and the kernel, to record or to replay. */
  set tape(tape: CallTape | null) {
    this.currentTape = tape;
    this.programSyscall = tape === null ? this.untaped : this.tapedSyscall(tape);
    this.chooseCall();
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

  /** Before another thread makes a call of the program's: what must be known of it by `end`. */
  begin(number: number, args: readonly Argument[]): BegunCall {
    const name = this.numbers.nameOf(number);
    const injected = this.currentInject?.(name, args) ?? 0;
    const before = this.decoder.before(name, args);
    this.rings.before(name, args);
    return { number, args, injected, start: now(), lengthBefore: this.decoder.lengthBefore(name, args), before };
  }

  /** What select or poll is asked that another thread makes; null for other calls. */
  askedBy({ number, args, before }: BegunCall): WaitedFor | null {
    return waitedFor(this.numbers.nameOf(number), args, before, this.memory, false);
  }

  /** The call has been made: it is watched, recorded (or answered from a recording) and answered as if this thread had made it, like `rawSyscall`. */
  end(begun: BegunCall, { result, errno }: { result: number; errno: number }): number {
    const { number, args, start, injected } = begun;
    const made = injected === 0 ? { result, errno } : { result: -1, errno: injected };
    this.elsewhere = { ...begun, ...made, duration: now() - start };
    try {
      return (this.unwatched ? this.untaped : this.rawSyscall)(
        number,
        ...(args as [Argument, Argument, Argument, Argument, Argument, Argument]),
      );
    } finally {
      this.elsewhere = null;
    }
  }

  private chooseCall(): void {
    const observed = this.currentWatcher !== null || this.currentInject !== null;
    if (observed) this.rawSyscall = this.observedSyscall;
    else this.rawSyscall = this.currentTape === null ? this.unwatchedSyscall : this.programSyscall;
  }

  private tapedSyscall(tape: CallTape): RawSyscall {
    return (number, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0) => {
      let made = false;
      const { result, errno, start, duration, written } = tape.call(number, () => {
        made = true;
        return this.answer(number, [a1, a2, a3, a4, a5, a6]);
      });
      if (!made) {
        this.replayed = { start, duration };
        for (const { address, bytes } of written) this.memory.copyTo(address, bytes);
      }
      this.errno = errno;
      return result;
    };
  }

  /** Makes a call and looks at what it has written. */
  private answer(number: number, args: [Argument, Argument, Argument, Argument, Argument, Argument]): CallAnswer {
    const name = this.numbers.nameOf(number);
    const { lengthBefore, start, result, errno, duration } = this.elsewhere ?? this.makeHere(name, number, args);
    const { memory, architecture } = this;
    if (result >= 0) this.rings.after(name, args, result);
    const ofRing = result < 0 ? undefined : this.rings.outputs(name, args, result);
    const regions =
      ofRing === undefined ? outputsOf(name, { args, result, lengthBefore, memory, architecture }) : ofRing;
    const written = (regions ?? []).map(({ address, length }) => ({
      address,
      bytes: memory.copyFrom(address, length),
    }));
    return {
      number, result, errno, start, duration, written,
      ...(regions === null ? { problem: `what ${name} writes cannot be recorded` } : {}),
    }; // prettier-ignore
  }

  private makeHere(
    name: string,
    number: number,
    args: [Argument, Argument, Argument, Argument, Argument, Argument],
  ): Omit<FinishedElsewhere, keyof BegunCall> & Pick<BegunCall, 'lengthBefore' | 'start'> {
    const lengthBefore = this.decoder.lengthBefore(name, args);
    const start = now();
    const result = this.unwatchedSyscall(number, ...args);
    return { lengthBefore, start, result, errno: this.errno, duration: now() - start };
  }

  private readonly observedSyscall: RawSyscall = (number, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0) => {
    const name = this.numbers.nameOf(number);
    const args: readonly Argument[] = [a1, a2, a3, a4, a5, a6];
    const { elsewhere } = this;
    const injected = elsewhere === null ? (this.currentInject?.(name, args) ?? 0) : elsewhere.injected;
    const watcher = this.currentWatcher;
    const lengthBefore = elsewhere?.lengthBefore ?? (watcher === null ? 0 : this.decoder.lengthBefore(name, args));
    const before = elsewhere?.before ?? (watcher === null ? nothingBefore : this.decoder.before(name, args));
    const begin = elsewhere?.start ?? now();
    let result = -1;
    if (injected === 0) result = this.programSyscall(number, a1, a2, a3, a4, a5, a6);
    else
      this.currentTape?.call(number, () => ({
        number,
        result,
        errno: injected,
        start: begin,
        duration: 0,
        written: [],
      }));
    const errno = injected === 0 ? this.errno : injected;
    if (watcher !== null) {
      const { start, duration } = this.replayed ?? { start: begin, duration: now() - begin };
      const used = args.slice(0, this.decoder.arity(name));
      const text = this.decoder.line({
        name,
        args: used,
        result,
        errno,
        lengthBefore,
        before,
        injected: injected !== 0,
      });
      const asked = isReadiness(name) ? waitedFor(name, args, before, this.memory, errno === 0) : null;
      watcher({ number, name, args: used, result, errno, start, duration, injected: injected !== 0, text, waitedFor: asked }); // prettier-ignore
    }
    // The watcher may have looked at the kernel itself.
    this.errno = errno;
    return result;
  };
}

/** Through syscall(2) of the C library. */
export function nativeCalls(native: Native): CallMaker {
  const registers = ['uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t', 'uintptr_t'];
  const call = native.libc.func('syscall', 'long', ['long', ...registers]) as RawSyscall;
  return { architecture: native.architecture, call, errno: errnoReader(native) };
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

/** Microseconds of CLOCK_MONOTONIC. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1000;
}
