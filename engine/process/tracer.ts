/** One real Go process under ptrace, on a thread of its own: its network system calls, each with its goroutine and Go stack, and where it stops. */
import { loadLinux, type Argument } from '../linux/index.ts';
import { OtherMemory } from '../linux/otherProcess.ts';
import { changeOf, Ptrace, PtraceError, type SyscallStop } from '../linux/ptrace.ts';
import { fits, type CallFilter } from './callFilter.ts';
import { CallReader, type Inside, type Known } from './callReader.ts';
import { CodePlaces, type CodePlace } from './codePlaces.ts';
import { CodeStops } from './codeStops.ts';
import { ProcessError } from './errors.ts';
import { FrameReader, withoutVariables } from './frameReader.ts';
import { Goroutines, type Goroutine } from './goroutines.ts';
import type { Line } from './pclntab.ts';
import type {
  CallBatch, CallStop, FoundPlace, FrameVariables, GoroutineFacts, PlaceStop, ProcessCall, ProcessFacts, ProcessStop, StackTold,
} from './protocol.ts'; // prettier-ignore
import { Recorder } from './recorder.ts';
import { SocketAddresses } from './sockets.ts';
import { loadBias, programOfProcess, refusal } from './target.ts';
import { ThreadTracer, type TracedThread } from './threadTracer.ts';
import { ThreadReader, type Running } from './threads.ts';
import type { TracingLoop } from './tracingLoop.ts';
import { Unwinder, type Stack } from './unwind.ts';

export interface Listener {
  /** What has returned, in the order in which it did, and the stacks that come for the first time. */
  calls(batches: CallBatch[], stacks: StackTold[]): void;
  stopped(stop: ProcessStop): void;
  ended(status: number, reason: 'exited' | 'killed' | 'exec'): void;
}

/** Where the process stands and why, before its stack is told. */
type Arrived = Pick<ProcessStop, 'ids' | 'call'> & { goid: number; stack: Stack };

/** Calls that are kept back at most. */
const mostKept = 1024;

export class Tracer {
  readonly #pid: number;
  readonly #ptrace: Ptrace;
  readonly #memory: OtherMemory;
  readonly #all: boolean;
  /** Who comes to a stop stands there alone: the others run on. */
  readonly #stopsAlone: boolean;
  readonly #listener: Listener;
  readonly #threads: ThreadTracer;
  readonly #known = new Map<number, Known>();
  readonly #sockets: SocketAddresses;
  readonly #codeStops: CodeStops;
  #inside: Inside | null = null;
  #reader: CallReader | null = null;
  /** Notes what comes again and again; null before the program begins. */
  #loop: TracingLoop | null = null;
  /** Notes it inside of the process; null where every call is a stop. */
  #recorder: Recorder | null = null;
  #goroutines: Goroutines | null = null;
  #places: CodePlaces | null = null;
  #variables: FrameReader | null = null;
  #callStops: CallStop[] = [];
  /** Calls at which steps end. */
  #until: CallFilter[] = [];
  #batches: CallBatch[] = [];
  /** How many calls they are. */
  #kept = 0;
  #stacks: StackTold[] = [];
  readonly #told = new Set<number>();
  /** A command that was started has not become its program yet. */
  awaitsExec: boolean;
  isOver = false;
  #isClosed = false;

  constructor(pid: number, options: { all: boolean; stopsAlone?: boolean; awaitsExec: boolean; listener: Listener }) {
    const linux = loadLinux();
    const { memory } = linux;
    this.#pid = pid;
    this.#ptrace = new Ptrace(memory);
    this.#memory = new OtherMemory(pid, memory);
    this.#sockets = new SocketAddresses(pid);
    this.#codeStops = new CodeStops(pid, this.#ptrace, this.#memory, linux);
    this.#all = options.all;
    this.#stopsAlone = options.stopsAlone ?? false;
    this.awaitsExec = options.awaitsExec;
    this.#listener = options.listener;
    this.#threads = new ThreadTracer(pid, this.#ptrace, {
      syscall: (thread) => this.#syscall(thread),
      trap: (thread) => this.#trap(thread),
      asked: (thread) => this.#asked(thread),
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
    if (this.awaitsExec) return;
    this.#threads.stopAll();
    this.#record();
    this.#threads.goAll();
  }

  /** Calls are noted without a stop from now on, where that can be. All threads stand. */
  #record(): void {
    const [reader, loop] = [this.#reader, this.#loop];
    if (reader === null || loop === null || this.#all) return;
    const { program, bias } = this.#loaded();
    const { table, layout } = program;
    const options = { pid: this.#pid, ptrace: this.#ptrace, memory: this.#memory, table, bias, layout };
    const recorder = Recorder.install({ ...options, kinds: reader.kinds }, [...this.#threads.threads.values()]);
    if (recorder === null) return;
    this.#recorder = recorder;
    this.#threads.everyCall = false;
    loop.recorder = recorder.shared;
    reader.network.learned = (fd, state) => recorder.setDescriptor(fd, state);
  }

  /** Every call is a stop again. All threads stand. */
  #stopRecording(): void {
    const recorder = this.#recorder;
    if (recorder === null) return;
    recorder.remove([...this.#threads.threads.values()], () => this.#fetch());
    this.#forgetRecorder();
  }

  #forgetRecorder(): void {
    this.#recorder = null;
    this.#threads.everyCall = true;
    if (this.#loop !== null) this.#loop.recorder = 0;
    if (this.#reader !== null) this.#reader.network.learned = null;
  }

  #load(): void {
    const program = programOfProcess(this.#pid);
    const bias = loadBias(this.#pid, program);
    const unwinder = new Unwinder(program.table, program.layout, this.#memory, bias);
    const inside = { program, bias, unwinder, reader: new ThreadReader(this.#memory, program.layout) };
    this.#inside = inside;
    this.#reader = new CallReader(this.#pid, this.#ptrace, this.#memory, inside, this.#all);
    this.#goroutines = new Goroutines(program, this.#memory, bias);
    this.#places = new CodePlaces(program.table);
    this.#loop = this.#reader.makeLoop(loadLinux());
  }

  facts(): ProcessFacts {
    const { build, minor, table } = this.#loaded().program;
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
      bias: this.#loaded().bias,
      changed: this.#recorder?.originals ?? [],
    };
  }

  #loaded(): Inside {
    if (this.#inside === null) throw new ProcessError('broken', 'the program has not begun');
    return this.#inside;
  }

  /** Handles what happens next; waits for it when it `blocks`, until a signal comes. False when nothing had happened. */
  step(blocks: boolean): boolean {
    if (this.#loop !== null && !this.stands) return this.#runLoop(this.#loop, blocks);
    const change = this.#ptrace.wait(blocks);
    if (change === null) return false;
    if (change === 'none') this.#over(0, 'exited');
    else this.#threads.handle(change);
    return true;
  }

  #runLoop(loop: TracingLoop, blocks: boolean): boolean {
    this.#lookClosely();
    const end = loop.run(blocks);
    const { count } = loop;
    if (count > 0) this.#noted(loop, count);
    if (end.kind === 'none') this.#over(0, 'exited');
    if (end.kind === 'changed') this.#threads.handle(changeOf(end.thread, end.status));
    return count > 0 || end.kind !== 'interrupted';
  }

  /** Calls are not only noted while one of them may be where to stop. */
  #lookClosely(): void {
    const closely = this.#callStops.length > 0 || this.#until.length > 0;
    if (this.#loop !== null) this.#loop.closely = closely;
    if (this.#recorder !== null) this.#recorder.closely = closely;
  }

  #noted(loop: TracingLoop, count: number): void {
    const { unwinder } = this.#loaded();
    const notes = loop.take((noted) => {
      const { stack, path } = unwinder.stackIn(noted);
      this.#tell(stack);
      return { id: stack.id, path };
    });
    this.#batches.push({ first: this.#reader?.countNoted(count) ?? 0, count, notes });
    this.#keep(count);
  }

  /** Takes what was noted inside of the process. */
  #fetch(): void {
    const loop = this.#loop;
    if (loop === null || this.#recorder === null) return;
    for (let end = loop.fetch(); ; end = loop.fetch()) {
      if (loop.count > 0) this.#noted(loop, loop.count);
      if (end.kind !== 'full') return;
    }
  }

  /** All threads do. */
  get stands(): boolean {
    return this.#threads.holding;
  }

  /** Stops all threads, wherever they are, until `resume` or `detach`. */
  pause(): void {
    if (this.stands) return;
    this.#threads.stopAll();
    const first = this.#anyStopped();
    if (first !== undefined) this.#codeStops.disarm(first.id);
    this.flush();
  }

  /** Goes on, to the end of a step where one is asked for: the process, or of threads that stand while others run `only` this one (0: all of them). */
  resume(until: CallFilter | null, only: number): void {
    const everybody = [...this.#threads.threads.values()];
    const going = this.stands ? everybody : everybody.filter(({ id, held }) => held && (only === 0 || id === only));
    if (going.length === 0) return;
    if (this.stands || only === 0) this.#until = [];
    if (until !== null) this.#until.push(until);
    // Before anybody goes on.
    this.#lookClosely();
    for (const thread of going) thread.held = false;
    if (this.stands || going.some((thread) => this.#codeStops.hasTold(thread))) this.#goBehind(going);
    else for (const thread of going) this.#threads.go(thread);
  }

  /** Nobody else moves while these go on behind the instructions before which they stand: who came by meanwhile would not stop there. */
  #goBehind(going: TracedThread[]): void {
    this.#betweenRuns(() => {
      for (const change of this.#codeStops.stepBehind(going)) this.#threads.handle(change);
    });
  }

  /** Does something while everybody stands and the code is as it was, and lets all go on that are not held. */
  #betweenRuns(act: () => void): void {
    this.pause();
    act();
    if (this.isOver) return;
    const first = this.#anyStopped();
    if (first !== undefined) this.#codeStops.arm(first.id);
    this.#threads.goAll();
  }

  /** Replaces all stops; the process is held for a moment when it runs. */
  setStops(calls: CallStop[], places: PlaceStop[]): void {
    this.#callStops = calls;
    this.#lookClosely();
    if (places.length === 0 && this.#codeStops.isEmpty) return;
    const set = (): void => {
      const { bias } = this.#loaded();
      // Who comes to such a place is not there, but in the recorder.
      if (places.some(({ addresses }) => addresses.some((each) => this.#recorder?.replaces(each + bias)))) {
        this.#stopRecording();
      }
      this.#codeStops.set(places, bias, this.#threads.threads);
    };
    if (this.stands) set();
    else this.#betweenRuns(set);
  }

  #anyStopped(): TracedThread | undefined {
    return [...this.#threads.threads.values()].find(({ stopped, listening }) => stopped && !listening);
  }

  /** Lets go of the process: it runs on as if nothing had been. */
  detach(): void {
    if (this.isOver) return;
    this.pause();
    for (const thread of this.#threads.threads.values()) {
      if (thread.stopped && !thread.listening) this.#codeStops.settle(thread);
    }
    this.#stopRecording();
    this.#threads.detachAll();
    this.flush();
    this.isOver = true;
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#inside?.program.close();
    this.#loop?.close();
    this.#loop = null;
  }

  /** Tells the calls that have been kept back, in the process too. */
  flush(): void {
    this.#fetch();
    this.#send();
  }

  #send(): void {
    if (this.#batches.length === 0) return;
    const [batches, stacks] = [this.#batches, this.#stacks];
    [this.#batches, this.#stacks, this.#kept] = [[], [], 0];
    this.#listener.calls(batches, stacks);
  }

  #keep(more: number): void {
    this.#kept += more;
    if (this.#kept >= mostKept) this.#send();
  }

  #tell(stack: Stack): void {
    if (this.#told.has(stack.id)) return;
    this.#told.add(stack.id);
    this.#stacks.push({ id: stack.id, lines: stack.lines() });
  }

  // ---- what threads do

  #syscall(thread: TracedThread): void {
    const stop = this.#ptrace.syscallStop(thread.id);
    const reader = this.#reader;
    if (stop === null || reader === null) return;
    const known = this.#knownOf(thread.id);
    const argument = (index: number): Argument => this.#ptrace.argument(index);
    const recorder = this.#recorder;
    const pc = recorder?.goPc(stop.pc) ?? stop.pc;
    // It is in Go's code again.
    if (known.inC && stop.kind === 'entry') known.inC = !this.#loaded().unwinder.isGo(pc);
    if (stop.kind === 'entry' && recorder?.notes(stop.pc) === true) known.call = null;
    else if (stop.kind === 'entry') known.call = reader.begin(thread.id, known, { ...stop, pc, argument });
    if (stop.kind === 'exit') {
      if (pc !== stop.pc) this.#ptrace.setPc(thread.id, pc);
      this.#exit(thread, { ...stop, pc }, reader, known);
    }
    thread.toCall = known.call !== null || known.inC;
    const where = stop.kind !== 'entry' ? 'outside' : known.call === null ? 'ignored' : 'closely';
    this.#loop?.handled(thread.id, where, known.go?.m ?? 0);
  }

  /** A thread lets us know by a signal that a call of its is to be looked at, or what it has noted to be fetched. */
  #asked(thread: TracedThread): boolean {
    const [asked, reader] = [this.#recorder?.asked(thread) ?? null, this.#reader];
    if (asked === null || reader === null) return false;
    const known = this.#knownOf(thread.id);
    if (asked === 'fetch') this.#fetch();
    else if (asked === 'look' || asked === 'C') {
      thread.toCall = true;
      known.inC ||= asked === 'C';
    } else {
      known.call = reader.begun(thread.id, known, asked, asked.start);
      this.#exit(thread, { ...asked, kind: 'exit' }, reader, known);
    }
    return true;
  }

  #exit(thread: TracedThread, stop: SyscallStop, reader: CallReader, known: Known): void {
    const noted = known.call === null ? this.#loop?.underWay(thread.id) : undefined;
    if (noted) known.call = reader.begun(thread.id, known, { ...noted, pc: stop.pc, sp: stop.sp }, noted.start);
    if (known.call === null) return;
    const { stack } = known.call;
    const call = reader.finish(thread.id, known.call, stop.result);
    known.call = null;
    this.#returned(call, stack);
    const ids = this.#stopsAt(call, stack);
    if (call.name === 'close') call.fds.forEach((fd) => this.#sockets.closed(fd));
    if (ids !== null) this.#stand(thread, { ids, call: call.index, goid: call.goid ?? 0, stack });
  }

  #returned(call: ProcessCall, stack: Stack): void {
    this.#tell(stack);
    const last = this.#batches.at(-1);
    if (last !== undefined && 'calls' in last) last.calls.push(call);
    else this.#batches.push({ calls: [call] });
    this.#keep(1);
  }

  /** Null: the process goes on. */
  #stopsAt(call: ProcessCall, stack: Stack): number[] | null {
    if (this.#callStops.length === 0 && this.#until.length === 0) return null;
    const isHit = (filter: CallFilter): boolean => fits(call, filter, this.#sockets, () => stack.lines());
    const ids = this.#callStops.filter(isHit).map(({ id }) => id);
    return ids.length > 0 || this.#until.some(isHit) ? ids : null;
  }

  #trap(thread: TracedThread): boolean {
    const registers = this.#ptrace.registers(thread.id);
    const ids = registers === null ? null : this.#codeStops.trapped(thread, registers.pc);
    if (registers === null || ids === null || this.#inside === null) return false;
    // While others stand it comes here again when it goes on, and is told of then.
    if (ids.length === 0 || this.stands) return true;
    this.#codeStops.told(thread, registers.pc, this.#stopsAlone);
    const running = this.#runningOf(thread.id);
    const stack = this.#inside.unwinder.stack(registers.pc - 1, registers.sp, running?.curg ?? 0, true);
    this.#stand(thread, { ids, call: null, goid: running?.goid ?? 0, stack });
    return true;
  }

  #stand(thread: TracedThread, { ids, call, goid, stack }: Arrived): void {
    if (this.#stopsAlone) {
      thread.held = true;
      this.#until = this.#until.filter(({ goids }) => goids?.includes(goid) === false);
      this.flush();
    } else {
      if (this.stands) return;
      this.#until = [];
      this.pause();
    }
    this.#listener.stopped({ ids, call, goid, thread: thread.id, lines: stack.lines() });
  }

  #knownOf(thread: number): Known {
    let known = this.#known.get(thread);
    if (known === undefined) this.#known.set(thread, (known = { go: null, call: null, inC: false }));
    return known;
  }

  // ---- the process's life

  #executed(): void {
    if (this.awaitsExec) {
      this.awaitsExec = false;
      this.#load();
      this.#record();
      return;
    }
    // Another program now: of its inside nothing is known, and its code is not what was changed.
    this.#codeStops.forget();
    this.#forgetRecorder();
    this.detach();
    this.#over(0, 'exec');
  }

  #ended(thread: number, how: { status: number } | { signal: number }): void {
    this.#known.delete(thread);
    this.#codeStops.gone(thread);
    this.#loop?.gone(thread);
    if (thread !== this.#pid) return;
    this.flush();
    if ('status' in how) this.#over(how.status, 'exited');
    else this.#over(128 + how.signal, 'killed');
  }

  #over(status: number, reason: 'exited' | 'killed' | 'exec'): void {
    if (this.isOver && reason !== 'exec') return;
    this.isOver = true;
    this.#close();
    this.#listener.ended(status, reason);
  }

  // ---- places to stop at

  functionPlace(name: string): FoundPlace | null {
    return this.#withBytes(this.#places?.ofFunction(name) ?? null);
  }

  linePlace(file: string, line: number): FoundPlace | null {
    return this.#withBytes(this.#places?.ofLine(file, line) ?? null);
  }

  linesBetween(file: string, from: number, to: number): number[] {
    return this.#places?.linesBetween(file, from, to) ?? [];
  }

  #withBytes(place: CodePlace | null): FoundPlace | null {
    if (place === null) return null;
    const { program } = this.#loaded();
    return { ...place, bytes: place.addresses.map((address) => ({ address, byte: program.codeByte(address) })) };
  }

  // ---- goroutines

  /** The goroutines that live, and where they are, the oldest `most` of them. Exact while the process stands. */
  goroutines(most: number): GoroutineFacts[] {
    const threads = this.#threadsByGoroutine();
    return (this.#goroutines?.list() ?? []).slice(0, most).map((goroutine) => {
      const { goid, state, startPc, since } = goroutine;
      const thread = threads.get(goid) ?? 0;
      const lines = this.#stackOf(goroutine, thread).lines();
      return {
        goid,
        status: state,
        entry: this.#inside?.unwinder.functionAt(startPc) ?? '',
        top: lines.find(({ function: name }) => !isPlumbing(name)) ?? null,
        thread,
        since: since / 1000,
      };
    });
  }

  /** The stack of a goroutine. */
  stackOf(goid: number): Line[] {
    const goroutine = this.#goroutines?.list().find((each) => each.goid === goid);
    if (goroutine === undefined) throw new ProcessError('broken', `there is no goroutine ${goid} any more`);
    return this.#stackOf(goroutine, this.#threadsByGoroutine().get(goid) ?? 0).lines();
  }

  /** What a function on a goroutine's stack has; the process stands, or the thread that runs the goroutine. */
  variablesOf({ goid, level, function: name }: { goid: number; level: number; function: string }): FrameVariables {
    const goroutine = this.#goroutines?.list().find((each) => each.goid === goid);
    if (goroutine === undefined) throw new ProcessError('broken', `there is no goroutine ${goid} any more`);
    const thread = this.#threadsByGoroutine().get(goid) ?? 0;
    if (!this.stands && this.#threads.threads.get(thread)?.held !== true)
      return withoutVariables('the process runs: variables are read while it stands');
    const { program, bias } = this.#loaded();
    this.#variables ??= new FrameReader(this.#pid, program, this.#memory, bias);
    const { pc, sp } = goroutine;
    const parked = { pc: pc - 1, sp, registers: null };
    const registers = thread === 0 ? null : this.#ptrace.registers(thread);
    // Its stack was told from where its thread is, or from where it left Go for the kernel.
    const standing = registers === null ? [] : [{ ...registers, registers: this.#ptrace.generalRegisters(thread) }];
    return this.#variables.variables([...standing, parked], level, name);
  }

  #stackOf({ isRunning, pc, sp }: Pick<Goroutine, 'isRunning' | 'pc' | 'sp'>, thread: number): Stack {
    const { unwinder } = this.#loaded();
    if (!isRunning) return unwinder.parked(pc, sp);
    const registers = this.#ptrace.registers(thread);
    if (registers === null) return unwinder.empty;
    const running = this.#runningOf(thread);
    const at = this.#recorder?.goPc(registers.pc) ?? registers.pc;
    return unwinder.stack(at, registers.sp, running?.curg ?? 0, this.#knownOf(thread).call === null);
  }

  /** What a stopped thread runs. */
  #runningOf(thread: number): Running | null {
    const known = this.#knownOf(thread);
    known.go ??= this.#reader?.threadOfGo(thread) ?? null;
    return known.go === null ? null : (this.#inside?.reader.running(known.go) ?? null);
  }

  #threadsByGoroutine(): Map<number, number> {
    const found = new Map<number, number>();
    for (const { id, stopped } of this.#threads.threads.values()) {
      const running = stopped ? this.#runningOf(id) : null;
      if (running !== null && running.goid !== 0) found.set(running.goid, id);
    }
    return found;
  }
}

/** Functions by which a goroutine parks or enters the kernel: what it is at is said by their caller. */
const isPlumbing = (name: string): boolean => /^(runtime\.gopark|runtime\.goparkunlock|runtime\.park_m)$/.test(name);
