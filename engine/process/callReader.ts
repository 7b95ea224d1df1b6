/** System calls of a process, from a thread's stops at their entry and exit: decoded, with the goroutine and its stack. */
import { CallDecoder } from '../linux/decode.ts';
import {
  descriptorsGiven,
  descriptorsMade,
  errnoName,
  now,
  pairArgument,
  type Argument,
  type Linux,
} from '../linux/index.ts';
import { nothingBefore } from '../linux/waitCalls.ts';
import { CallNumbers } from '../linux/numbers.ts';
import { UnreadableMemory } from '../linux/foreignMemory.ts';
import type { OtherMemory } from '../linux/otherProcess.ts';
import type { Ptrace } from '../linux/ptrace.ts';
import { callText, outcomeOf } from './callText.ts';
import { callKinds, NetworkCalls } from './calls.ts';
import type { GoProgram } from './goProgram.ts';
import type { ProcessCall } from './protocol.ts';
import { ThreadReader, type Running, type ThreadOfGo } from './threads.ts';
import { mostDescriptors, TracingLoop, type CallKind } from './tracingLoop.ts';
import type { Stack, Unwinder } from './unwind.ts';

const socketMakers = new Set(['socket', 'socketpair', 'accept', 'accept4']);

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

/** A call's registers, and from where it is made. */
interface Entry {
  number: number;
  pc: number;
  sp: number;
  argument(index: number): Argument;
}

/** What is known of a thread beside what ptrace needs. */
export interface Known {
  go: ThreadOfGo | null;
  call: Begun | null;
  /** It executes a C function, as far as is known. */
  inC: boolean;
}

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
  readonly network: NetworkCalls;
  readonly kinds: ReadonlyMap<number, CallKind | 'closely'>;
  readonly #pid: number;
  readonly #all: boolean;
  #count = 0;

  constructor(pid: number, ptrace: Ptrace, memory: OtherMemory, inside: Inside, all: boolean) {
    this.#ptrace = ptrace;
    this.#memory = memory;
    this.#inside = inside;
    this.#decoder = new CallDecoder('x64', memory);
    this.network = new NetworkCalls(pid, memory.allocate(mostDescriptors));
    this.kinds = callKinds(this.#numbers, all);
    this.#pid = pid;
    this.#all = all;
  }

  /** The loop that notes what this reads. */
  makeLoop(linux: Linux): TracingLoop {
    const { program, bias } = this.#inside;
    const { text, textEnd } = program.table;
    return new TracingLoop({
      linux,
      pid: this.#pid,
      text: { from: text + bias, to: textEnd + bias },
      fields: { goid: program.layout.g.goid, m: program.layout.g.m, curg: program.layout.m.curg },
      kinds: this.kinds,
      descriptors: this.network.known,
    });
  }

  /** At a call's entry; null for a call that is not asked for. */
  begin(thread: number, known: Known, entry: Entry): Begun | null {
    const name = this.#numbers.nameOf(entry.number);
    const descriptor = (index: number): number => Number(entry.argument(index)) | 0;
    if (!this.#all && !this.network.isNetwork(name, descriptor)) return null;
    return this.begun(thread, known, entry, now());
  }

  /** Of a call that is asked for and has begun, before it returns. */
  begun(thread: number, known: Known, entry: Entry, start: number): Begun {
    const name = this.#numbers.nameOf(entry.number);
    const args = this.#args(name, entry);
    const { running, stack } = this.#where(thread, known, entry);
    let [lengthBefore, before]: [number, Begun['before']] = [0, nothingBefore];
    try {
      lengthBefore = this.#decoder.lengthBefore(name, args);
      before = this.#decoder.before(name, args);
    } catch (error) {
      if (!(error instanceof UnreadableMemory)) throw error;
    }
    return { name, args, lengthBefore, before, start, running, stack };
  }

  #args(name: string, entry: Pick<Entry, 'argument'>): Argument[] {
    const args: Argument[] = [];
    const arity = this.#decoder.arity(name);
    for (let index = 0; index < arity; index++) args.push(entry.argument(index));
    return args;
  }

  /** Numbers for calls that were noted: the first of so many. */
  countNoted(count: number): number {
    this.#count += count;
    return this.#count - count;
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
    const { running, start } = call;
    const { goid = null, onSystemStack = false } = running ?? {};
    const end = now();
    const { name, args, stack } = call;
    const { result, errno } = outcomeOf(returned);
    const fds = descriptorsGiven(name, args);
    const text = callText(this.#decoder, call, returned);
    if (errno === 0) {
      for (const fd of this.#made({ name, args, result })) {
        if (socketMakers.has(name)) this.network.madeSocket(fd);
        else this.network.made(fd);
        fds.push(fd);
      }
    }
    return {
      index: this.#count++,
      thread,
      goid,
      onSystemStack,
      name,
      text,
      result,
      errno,
      errnoName: errno === 0 ? '' : errnoName(errno),
      start,
      duration: end - start,
      fds,
      stack: stack.id,
    };
  }

  #made(call: { name: string; args: readonly Argument[]; result: number }): number[] {
    const pair = (): Uint8Array => this.#memory.copyFrom(Number(call.args[pairArgument[call.name] ?? 0]), 8);
    try {
      return [...descriptorsMade(call, pair)];
    } catch (error) {
      if (error instanceof UnreadableMemory) return [];
      throw error;
    }
  }
}
