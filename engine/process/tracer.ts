/** One real Go process under ptrace, on a thread of its own: its network system calls, each with its goroutine and Go stack. */
import { CallDecoder } from '../linux/decode.ts';
import {
  descriptorsGiven,
  descriptorsMade,
  errnoName,
  loadLinux,
  now,
  pairArgument,
  type Argument,
  type Linux,
} from '../linux/index.ts';
import { CallNumbers } from '../linux/numbers.ts';
import { OtherMemory, UnreadableMemory } from '../linux/otherProcess.ts';
import { Ptrace, PtraceError } from '../linux/ptrace.ts';
import { NetworkCalls } from './calls.ts';
import { ProcessError } from './errors.ts';
import { Goroutines } from './goroutines.ts';
import type { GoProgram } from './goProgram.ts';
import type { Line } from './pclntab.ts';
import type { GoroutineFacts, ProcessCall, ProcessFacts, StackTold } from './protocol.ts';
import { loadBias, programOfProcess, refusal } from './target.ts';
import { ThreadTracer, type TracedThread } from './threadTracer.ts';
import { ThreadReader, type Running, type ThreadOfGo } from './threads.ts';
import { Unwinder, type Stack } from './unwind.ts';

/** A call that has not returned. */
interface Begun {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly lengthBefore: number;
  readonly before: ReturnType<CallDecoder['before']>;
  readonly start: number;
  readonly running: Running | null;
  readonly stack: Stack;
}

/** What is known of a thread beside what ptrace needs. */
interface Known {
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

export interface Listener {
  calls(calls: ProcessCall[], stacks: StackTold[]): void;
  ended(status: number, reason: 'exited' | 'killed' | 'exec'): void;
}

export class Tracer {
  readonly #pid: number;
  readonly #linux: Linux;
  readonly #ptrace: Ptrace;
  readonly #memory: OtherMemory;
  readonly #decoder: CallDecoder;
  readonly #numbers = new CallNumbers('x64');
  readonly #all: boolean;
  readonly #listener: Listener;
  readonly #threads: ThreadTracer;
  readonly #known = new Map<number, Known>();
  readonly #network: NetworkCalls;
  #program: GoProgram | null = null;
  #unwinder: Unwinder | null = null;
  #reader: ThreadReader | null = null;
  #goroutines: Goroutines | null = null;
  #calls: ProcessCall[] = [];
  readonly #told = new Set<number>();
  #count = 0;
  /** A command that was started has not become its program yet. */
  awaitsExec: boolean;
  isOver = false;

  constructor(pid: number, options: { all: boolean; awaitsExec: boolean; listener: Listener }) {
    this.#pid = pid;
    this.#linux = loadLinux();
    this.#ptrace = new Ptrace(this.#linux.memory);
    this.#memory = new OtherMemory(pid, this.#linux.memory);
    this.#decoder = new CallDecoder('x64', this.#memory);
    this.#network = new NetworkCalls(pid);
    this.#all = options.all;
    this.awaitsExec = options.awaitsExec;
    this.#listener = options.listener;
    this.#threads = new ThreadTracer(pid, this.#ptrace, {
      syscall: (thread) => this.#syscall(thread),
      exec: () => this.#executed(),
      ended: (thread, how) => this.#ended(thread, how),
    });
  }

  /** Attaches; the process runs on, watched. @throws ProcessError */
  attach(): void {
    if (!this.awaitsExec) this.#load();
    try {
      this.#threads.seizeAll();
    } catch (error) {
      this.#threads.detachAll();
      throw error instanceof PtraceError && error.errno !== 'ENOSYS' ? refusal(this.#pid) : error;
    }
  }

  #load(): void {
    const program = programOfProcess(this.#pid);
    const bias = loadBias(this.#pid, program);
    this.#program = program;
    this.#unwinder = new Unwinder(program.table, program.layout, this.#memory, bias);
    this.#reader = new ThreadReader(this.#memory, program.layout);
    this.#goroutines = new Goroutines(program, this.#memory, bias);
  }

  facts(): ProcessFacts {
    const { build, minor, table } = this.#loaded();
    const [start] = [...table.functions()].filter(({ name }) => name === 'runtime.main');
    const file = start === undefined ? '' : (table.lines(start.entry)[0]?.file ?? '');
    return {
      pid: this.#pid,
      goVersion: build.version.replace(/^go/, ''),
      minor,
      path: build.path,
      trimpath: build.settings.get('-trimpath') === 'true',
      runtimeFolder: file.replace(/\/[^/]*$/, ''),
      threads: this.#threads.threads.size,
    };
  }

  #loaded(): GoProgram {
    if (this.#program === null) throw new ProcessError('broken', 'the program has not begun');
    return this.#program;
  }

  /** Handles what happens next; waits for it when it `blocks`, until a signal comes. False when nothing had happened. */
  step(blocks: boolean): boolean {
    const change = this.#ptrace.wait(blocks);
    if (change === null) return false;
    if (change === 'none') {
      this.#over(0, 'exited');
      return true;
    }
    this.#threads.handle(change);
    return true;
  }

  get stands(): boolean {
    return this.#threads.holding;
  }

  /** Stops, wherever the threads are, until `detach`. */
  pause(): void {
    if (this.stands) return;
    this.#threads.stopAll();
    this.flush();
  }

  /** Lets go of the process: it runs on as if nothing had been. */
  detach(): void {
    this.#threads.detachAll();
    this.flush();
    this.isOver = true;
    this.#program?.close();
  }

  /** Tells the calls that have been kept back. */
  flush(): void {
    if (this.#calls.length === 0) return;
    const calls = this.#calls;
    this.#calls = [];
    const stacks = calls.flatMap(({ stack }) => this.#tellStack(stack));
    this.#listener.calls(calls, stacks);
  }

  readonly #stackById = new Map<number, Stack>();

  #tellStack(id: number): StackTold[] {
    if (this.#told.has(id)) return [];
    this.#told.add(id);
    const stack = this.#stackById.get(id);
    this.#stackById.delete(id);
    return [{ id, lines: stack?.lines() ?? [] }];
  }

  // ---- system calls

  #syscall(thread: TracedThread): void {
    const stop = this.#ptrace.syscallStop(thread.id);
    if (stop === null || this.#unwinder === null) return;
    const known = this.#knownOf(thread.id);
    if (stop.kind === 'entry') known.call = this.#begin(thread.id, known, stop);
    if (stop.kind === 'exit' && known.call !== null) {
      const { call } = known;
      known.call = null;
      this.#finish(thread, call, stop.result);
    }
  }

  #knownOf(thread: number): Known {
    let known = this.#known.get(thread);
    if (known === undefined) this.#known.set(thread, (known = { go: null, call: null }));
    return known;
  }

  #begin(thread: number, known: Known, stop: { number: number; pc: number; sp: number }): Begun | null {
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
    const [unwinder, reader] = [this.#unwinder, this.#reader];
    if (unwinder === null || reader === null) throw new Error('unreachable');
    known.go ??= this.#threadOfGo(thread);
    const g = unwinder.prepare(sp, known.go?.gAt ?? 0);
    const running = known.go === null ? null : reader.running(known.go, g);
    // Before Go sets a thread up, its %fs is another's, or none.
    if (running === null) known.go = null;
    if (unwinder.isGo(pc)) return { running, stack: unwinder.stack(pc, sp, running?.curg ?? 0) };
    if (running === null || running.curg === 0) return { running, stack: unwinder.empty };
    const { syscallPc, syscallSp } = this.#loaded().layout.g;
    const [fromPc, fromSp] = [reader.word(running.curg + syscallPc), reader.word(running.curg + syscallSp)];
    return { running, stack: fromSp === 0 ? unwinder.empty : unwinder.parked(fromPc, fromSp) };
  }

  #threadOfGo(thread: number): ThreadOfGo | null {
    const registers = this.#ptrace.registers(thread);
    return registers === null || registers.fsBase === 0 ? null : ThreadReader.threadOf(registers.fsBase);
  }

  #finish(thread: TracedThread, call: Begun, returned: number): void {
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
    if (!this.#told.has(stack.id)) this.#stackById.set(stack.id, stack);
    const told: ProcessCall = {
      index: this.#count++,
      thread: thread.id,
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
    this.#calls.push(told);
    if (this.#calls.length >= 256) this.flush();
  }

  // ---- the process's life

  #executed(): void {
    if (this.awaitsExec) {
      this.awaitsExec = false;
      this.#load();
      return;
    }
    // Another program now: of its inside nothing is known.
    this.detach();
    this.#over(0, 'exec');
  }

  #ended(thread: number, how: { status: number } | { signal: number }): void {
    this.#known.delete(thread);
    if (thread !== this.#pid) return;
    this.flush();
    if ('status' in how) this.#over(how.status, 'exited');
    else this.#over(128 + how.signal, 'killed');
  }

  #over(status: number, reason: 'exited' | 'killed' | 'exec'): void {
    if (this.isOver && reason !== 'exec') return;
    this.isOver = true;
    this.#program?.close();
    this.#listener.ended(status, reason);
  }

  // ---- goroutines

  /** The goroutines that live, and where they are. The process should stand. */
  goroutines(): GoroutineFacts[] {
    const threads = this.#threadsByGoroutine();
    return (this.#goroutines?.list() ?? []).map((goroutine) => {
      const { goid, state, startPc, since } = goroutine;
      const thread = threads.get(goid) ?? 0;
      const top =
        this.#stackOf(goroutine, thread)
          .lines()
          .find(({ function: name }) => !isPlumbing(name)) ?? null;
      return {
        goid,
        status: state,
        entry: this.#unwinder?.functionAt(startPc) ?? '',
        top,
        thread,
        since: since / 1000,
      };
    });
  }

  /** The stack of a goroutine, or of the scheduler's threads for 0. */
  stackOf(goid: number): Line[] {
    const goroutine = this.#goroutines?.list().find((each) => each.goid === goid);
    if (goroutine === undefined) throw new ProcessError('broken', `there is no goroutine ${goid} any more`);
    return this.#stackOf(goroutine, this.#threadsByGoroutine().get(goid) ?? 0).lines();
  }

  #stackOf({ isRunning, pc, sp }: { isRunning: boolean; pc: number; sp: number }, thread: number): Stack {
    const unwinder = this.#unwinder;
    if (unwinder === null) throw new Error('unreachable');
    if (!isRunning) return unwinder.parked(pc, sp);
    const registers = this.#ptrace.registers(thread);
    if (registers === null) return unwinder.empty;
    const known = this.#knownOf(thread);
    const running = known.go === null ? null : (this.#reader?.running(known.go) ?? null);
    return unwinder.stack(registers.pc, registers.sp, running?.curg ?? 0, known.call === null);
  }

  #threadsByGoroutine(): Map<number, number> {
    const found = new Map<number, number>();
    for (const { id, stopped } of this.#threads.threads.values()) {
      if (!stopped) continue;
      const known = this.#knownOf(id);
      known.go ??= this.#threadOfGo(id);
      const running = known.go === null ? null : (this.#reader?.running(known.go) ?? null);
      if (running !== null && running.goid !== 0) found.set(running.goid, id);
    }
    return found;
  }
}

/** Functions by which a goroutine parks or enters the kernel: what it is at is said by their caller. */
const isPlumbing = (name: string): boolean => /^(runtime\.gopark|runtime\.goparkunlock|runtime\.park_m)$/.test(name);
