/** System calls of a process, from a thread's stops at their entry and exit: decoded, with the goroutine and its stack. */
import { CallDecoder } from '../linux/decode.ts';
import { descriptorsGiven, descriptorsMade, errnoName, now, pairArgument, type Argument } from '../linux/index.ts';
import { CallNumbers } from '../linux/numbers.ts';
import { UnreadableMemory, type OtherMemory } from '../linux/otherProcess.ts';
import type { Ptrace } from '../linux/ptrace.ts';
import { NetworkCalls } from './calls.ts';
import type { GoProgram } from './goProgram.ts';
import type { ProcessCall } from './protocol.ts';
import { ThreadReader, type Running, type ThreadOfGo } from './threads.ts';
import type { Unwinder } from './unwind.ts';
import type { Stack } from './unwind.ts';

/** A call that has not returned. */
export interface Begun {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly lengthBefore: number;
  readonly before: ReturnType<CallDecoder['before']>;
  readonly start: number;
  readonly running: Running | null;
  readonly stack: Stack;
}

/** What is known of a thread beside what ptrace needs. */
export interface Known {
  go: ThreadOfGo | null;
  call: Begun | null;
}

/** Results that the kernel keeps to itself: the call is interrupted, and is made again or answered EINTR. */
const [restartFirst, restartLast] = [-516, -512];
const EINTR = 4;
const restartNames: Readonly<Record<number, string>> = {
  [-512]: 'ERESTARTSYS (To be restarted if SA_RESTART is set)',
  [-513]: 'ERESTARTNOINTR (To be restarted)',
  [-514]: 'ERESTARTNOHAND (To be restarted if no handler)',
  [-516]: 'ERESTART_RESTARTBLOCK (Interrupted by signal)',
};

/** Of the program that the process executes. */
export interface Inside {
  readonly program: GoProgram;
  readonly bias: number;
  readonly unwinder: Unwinder;
  readonly reader: ThreadReader;
}

export class CallReader {
  readonly #ptrace: Ptrace;
  readonly #memory: OtherMemory;
  readonly #inside: Inside;
  readonly #decoder: CallDecoder;
  readonly #numbers = new CallNumbers('x64');
  readonly #network: NetworkCalls;
  readonly #all: boolean;
  #count = 0;

  constructor(pid: number, ptrace: Ptrace, memory: OtherMemory, inside: Inside, all: boolean) {
    this.#ptrace = ptrace;
    this.#memory = memory;
    this.#inside = inside;
    this.#decoder = new CallDecoder('x64', memory);
    this.#network = new NetworkCalls(pid);
    this.#all = all;
  }

  /** At a call's entry, behind `syscallStop`; null for a call that is not asked for. */
  begin(thread: number, known: Known, stop: { number: number; pc: number; sp: number }): Begun | null {
    const name = this.#numbers.nameOf(stop.number);
    const descriptor = (index: number): number => Number(this.#ptrace.argument(index)) | 0;
    if (!this.#all && !this.#network.isNetwork(name, descriptor)) return null;
    const start = now();
    const args = Array.from({ length: this.#decoder.arity(name) }, (_, index) => this.#ptrace.argument(index));
    const { running, stack } = this.#where(thread, known, stop);
    let [lengthBefore, before]: [number, Begun['before']] = [0, new Map()];
    try {
      lengthBefore = this.#decoder.lengthBefore(name, args);
      before = this.#decoder.before(name, args);
    } catch (error) {
      if (!(error instanceof UnreadableMemory)) throw error;
    }
    return { name, args, lengthBefore, before, start, running, stack };
  }

  /** Whose call it is, and its Go stack; of a C function that Go called, from where Go called it. */
  #where(
    thread: number,
    known: Known,
    { pc, sp }: { pc: number; sp: number },
  ): { running: Running | null; stack: Stack } {
    const { unwinder, reader, program } = this.#inside;
    known.go ??= this.threadOfGo(thread);
    const g = unwinder.prepare(sp, known.go?.gAt ?? 0);
    const running = known.go === null ? null : reader.running(known.go, g);
    // Before Go sets a thread up, its %fs is another's, or none.
    if (running === null) known.go = null;
    if (unwinder.isGo(pc)) return { running, stack: unwinder.stack(pc, sp, running?.curg ?? 0) };
    if (running === null || running.curg === 0) return { running, stack: unwinder.empty };
    const { syscallPc, syscallSp } = program.layout.g;
    const [fromPc, fromSp] = [reader.word(running.curg + syscallPc), reader.word(running.curg + syscallSp)];
    return { running, stack: fromSp === 0 ? unwinder.empty : unwinder.parked(fromPc, fromSp) };
  }

  /** Where a thread keeps its g; null before Go has set it up. */
  threadOfGo(thread: number): ThreadOfGo | null {
    const registers = this.#ptrace.registers(thread);
    return registers === null || registers.fsBase === 0 ? null : ThreadReader.threadOf(registers.fsBase);
  }

  /** At its exit. */
  finish(thread: number, call: Begun, returned: number): ProcessCall {
    const { name, args, lengthBefore, before, start, running, stack } = call;
    const isRestart = returned >= restartFirst && returned <= restartLast;
    // Whatever comes of it then, the kernel has written nothing.
    const errno = isRestart ? EINTR : returned < 0 && returned > -4096 ? -returned : 0;
    const result = errno === 0 ? returned : -1;
    const fds = descriptorsGiven(name, args);
    let text: string;
    try {
      text = this.#decoder.line({ name, args, result, errno, lengthBefore, before, injected: false });
      if (isRestart) text = text.replace(/ = -1 EINTR .*$/, ` = ? ${restartNames[returned] ?? returned}`);
      if (errno === 0) {
        const pair = (): Uint8Array => this.#memory.copyFrom(Number(args[pairArgument[name] ?? 0]), 8);
        for (const fd of descriptorsMade({ name, args, result }, pair)) {
          this.#network.made(fd);
          fds.push(fd);
        }
      }
    } catch (error) {
      if (!(error instanceof UnreadableMemory)) throw error;
      const outcome = errno === 0 ? String(result) : `-1 ${errnoName(errno)}`;
      text = `${name}(${args.map((arg) => `0x${BigInt.asUintN(64, BigInt(arg)).toString(16)}`).join(', ')}) = ${outcome}`;
    }
    return {
      index: this.#count++,
      thread,
      goid: running?.goid ?? null,
      onSystemStack: running?.onSystemStack ?? false,
      name,
      text,
      result,
      errno,
      errnoName: errno === 0 ? '' : errnoName(errno),
      start,
      duration: now() - start,
      fds,
      stack: stack.id,
    };
  }
}
