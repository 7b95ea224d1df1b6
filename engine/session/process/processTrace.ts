/** A real Go process that runs, as a trace: at its own speed between its network system calls, and stopped when one of them has returned or where Go code begins. */
import { now } from '../../linux/index.ts';
import { fits, type CallFilter } from '../../process/callFilter.ts';
import { GoProcess } from '../../process/goProcess.ts';
import type { Line } from '../../process/pclntab.ts';
import type { FrameVariables, ProcessCall, ProcessStop } from '../../process/protocol.ts';
import { SocketAddresses } from '../../process/sockets.ts';
import type { Descriptor, Description, GoroutineState, StackFrame, StopReason } from '../../trace/source.ts';
import { CallTrace, type Standing } from './callTrace.ts';
import { ProcessDescriptors } from './descriptors.ts';
import { ProcessFiles, type FileOptions } from './files.ts';
import type { Level } from './frames.ts';
import { Looking } from './looking.ts';
import { StandingAlone, type StandingThread } from './standingAlone.ts';
import { commandLine, shownPlace } from './outside.ts';
import { Stops } from './stops.ts';

export interface ProcessTraceOptions extends FileOptions {
  pid: number;
  /** Calls that are shown; all that are about the network when it says nothing. */
  filter: CallFilter;
  /** Calls that are kept. */
  historyCalls: number;
  /** A thread that comes to a stop stands alone: the others run on. */
  stopsAlone: boolean;
}

/** What views get at most: they draw each one. */
export const [mostGoroutines, mostDescriptors] = [500, 500];

export class ProcessTrace extends CallTrace {
  readonly kind = 'process';
  readonly #process: GoProcess;
  readonly #options: ProcessTraceOptions;
  readonly #descriptors: ProcessDescriptors;
  readonly #sockets: SocketAddresses;
  readonly #alone = new StandingAlone();
  readonly #looking = new Looking(() => this.#look());
  #isWatched = false;
  #isOver = false;

  private constructor(process: GoProcess, options: ProcessTraceOptions) {
    const { facts } = process;
    const files = new ProcessFiles(facts, options);
    super(files, new Stops(process, files), options.historyCalls);
    this.#process = process;
    this.#options = options;
    this.#descriptors = new ProcessDescriptors(facts);
    this.#sockets = new SocketAddresses(facts.pid);
  }

  /** Attaches. @throws ProcessError when that cannot be */
  static async attach(options: ProcessTraceOptions): Promise<ProcessTrace> {
    let trace: ProcessTrace | null = null;
    const process = await GoProcess.begin(
      { target: { pid: options.pid }, all: false, stopsAlone: options.stopsAlone },
      {
        calls: (calls) => trace?.called(calls),
        dropped: (count) => trace?.dropped(count),
        stopped: (stop) => trace?.stopped(stop),
        ended: (status, reason) => trace?.ended(status, reason === 'exec' ? 'the process executes another program now: it is let go of' : ''), // prettier-ignore
        failed: (error) => trace?.ended(1, error.message),
      },
    );
    return (trace = new ProcessTrace(process, options));
  }

  // ---- what happens

  /** Of the process: calls have returned. */
  called(calls: readonly ProcessCall[]): void {
    for (const made of calls) {
      const stack = this.#process.stackOf(made);
      const place = shownPlace(stack, this.files);
      if (made.name === 'close') made.fds.forEach((fd) => this.#closed(fd));
      else if (made.errno === 0) made.fds.slice(-1).forEach((fd) => fd === made.result && this.#descriptors.made(fd, made.name, place)); // prettier-ignore
      if (!this.#isWatched || !fits(made, this.#options.filter, this.#sockets, () => stack)) continue;
      const { name, text, result, errno, errnoName, start, duration, fds } = made;
      const call = { step: this.history.next, goid: made.goid ?? 0, place, name, text, result, errno, errnoName, start, duration, fds }; // prettier-ignore
      this.history.push({ index: made.index, call, stack });
      this.emit('systemCall', call);
    }
    if (this.#isWatched && this.#runs) this.#looking.soon();
  }

  /** Of the process: more calls have returned than there was time for. */
  dropped(count: number): void {
    this.#sockets.forget();
    if (this.#isWatched) this.emit('output', { category: 'important', text: `${count} steps dropped: the program was faster than what it does was read\n` }); // prettier-ignore
  }

  #closed(fd: number): void {
    this.#sockets.closed(fd);
    this.#descriptors.closed(fd);
  }

  /** Of the process: it stands, or one of its threads. */
  stopped({ ids, goid, lines, call, thread }: ProcessStop): void {
    // Others may have returned while it was brought to a stand.
    const at = this.history.find(({ index }) => index === call, this.history.next, true);
    const last = this.history.at(at)?.call ?? null;
    const { reason, description, breakpointIds } = this.stops.reasonOf(ids, last);
    const stop = this.stopOf(reason, goid, lines, description, last?.text ?? '', breakpointIds);
    const standing = { goid, lines, isAtInstruction: call === null, stop, thread };
    if (!this.#options.stopsAlone) return this.stand(standing);
    this.#standAlone(standing);
  }

  #standAlone(standing: StandingThread): void {
    standing.stop.alone = true;
    if (!this.#alone.add(standing)) return;
    if (this.at === null) this.stand(standing);
    else this.#tellAlone();
  }

  /** In the present again: who stands there. */
  #tellAlone(): void {
    for (const standing of this.#alone.all()) this.stand(standing);
  }

  /** Not all threads stand. */
  get #runs(): boolean {
    return this.standing === null || this.standing.stop.alone === true;
  }

  /** Of the process: it has gone, or is not ours any more. */
  ended(status: number, message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#looking.end();
    this.emit('exited', { status, message: message || `the process has ended with status ${status}` });
  }

  /** While it runs, side views are told how things are. */
  async #look(): Promise<void> {
    const [goroutines, descriptors] = await Promise.all([this.goroutines(), this.descriptors()]);
    if (!this.#runs || this.at !== null || this.#isOver) return;
    this.emit('looked', { cursor: this.cursorNow(), goroutines, descriptors, goid: this.standing?.goid ?? 0 });
  }

  // ---- what it is

  async describe(): Promise<Description> {
    const { pid, goVersion } = this.#process.facts;
    const { goroot, why } = this.files;
    const [program = '', ...args] = commandLine(pid);
    return {
      goVersion: /^\d+\.\d+(\.\d+)?/.exec(goVersion)?.[0] ?? goVersion,
      goroot,
      why,
      program,
      arguments: args,
      pid,
    };
  }

  async recorded(): Promise<null> {
    return null;
  }

  // ---- going on and stopping

  async watch(): Promise<void> {
    this.#isWatched = true;
    await this.stops.begin();
  }

  async start(): Promise<void> {
    await this.watch();
  }

  protected async goOn(until: CallFilter | null, goid: number | null): Promise<void> {
    const wanted = until === null ? null : { ...this.#options.filter, ...until };
    if (this.#alone.size > 0 && goid !== null) return this.#goOnAlone(wanted, goid);
    this.at = null;
    this.standing = null;
    this.#alone.clear();
    this.frames.forget(null);
    this.emit('continued', undefined);
    await this.#process.resume(wanted);
  }

  /** The others stay as they are. Steps are to calls of the same goroutine: others make theirs anyway. */
  async #goOnAlone(until: CallFilter | null, goid: number): Promise<void> {
    const standing = this.#alone.of(goid);
    const next = standing === undefined ? null : this.#alone.remove(goid);
    this.standing = this.#alone.all().at(-1) ?? null;
    this.frames.forget(goid);
    if (this.at !== null) {
      this.at = null;
      this.#tellAlone();
    } else if (next !== null) this.stand(next);
    if (standing !== undefined) await this.#process.resume(until && { ...until, goids: [goid] }, standing.thread);
  }

  /** Lets one that stands alone go on. */
  override async release(goid: number): Promise<void> {
    if (this.#alone.of(goid) === undefined) throw new Error(`goroutine ${goid} does not stand alone`);
    this.emit('continued', goid);
    await this.#goOnAlone(null, goid);
  }

  /** Behind the last call several may stand. */
  protected override moveTo(step: number, reason: StopReason): void {
    if (this.#alone.size === 0 || this.history.at(step) !== null) return super.moveTo(step, reason);
    this.at = null;
    this.#tellAlone();
  }

  async pause(): Promise<void> {
    await this.#process.stop();
    // It may have come to a stop of its own just before.
    if (!this.#runs) return;
    this.#alone.clear();
    const goid = this.history.at(this.history.next - 1)?.call.goid || 1;
    const lines = await this.#process.stack(goid).catch((): Line[] => []);
    this.stand({ goid, lines, isAtInstruction: false, stop: this.stopOf('pause', goid, lines) });
  }

  async terminate(): Promise<void> {
    await this.detach();
    process.kill(this.#process.facts.pid, 'SIGTERM');
  }

  async detach(): Promise<void> {
    await this.#process.detach();
    this.ended(0, 'the process runs on');
  }

  async dispose(): Promise<void> {
    await this.detach();
  }

  // ---- looking

  async goroutines(): Promise<GoroutineState[]> {
    if (this.at !== null) return this.goroutinesAt(this.at);
    const facts = await this.#process.goroutines(mostGoroutines);
    const isHeld = (goid: number): boolean => this.#alone.of(goid) !== undefined;
    const known = facts.map((each) => ({ ...this.goroutineState(each, now()), held: isHeld(each.goid) }));
    const standing = this.#alone.size > 0 ? this.#alone.all() : this.standing === null ? [] : [this.standing];
    const missing = standing.filter((each) => known.every(({ goid }) => goid !== each.goid));
    return [...missing.map((each) => this.#stateOf(each)), ...known];
  }

  /** Of one that is not in the list of goroutines. */
  #stateOf({ goid, lines }: Standing): GoroutineState {
    const [place, status] = [shownPlace(lines, this.files), goid === 0 ? 'scheduler' : 'running'];
    return { goid, status, entry: '', place, function: lines[0]?.function ?? '', held: this.#alone.size > 0 };
  }

  async stack(goid: number): Promise<StackFrame[]> {
    if (this.at !== null) return this.stackAt(goid, this.at);
    const standing = this.#alone.of(goid) ?? (this.standing?.goid === goid ? this.standing : null);
    const lines = standing?.lines ?? (await this.#process.stack(goid).catch((): Line[] => []));
    const { call = null } = this.history.lastOf(goid, this.history.next) ?? {};
    const isAtInstruction = standing?.isAtInstruction === true;
    return this.frames.of(goid, lines, call, { isAtInstruction, isReadable: standing !== null || !this.#runs });
  }

  protected async variablesOf({ goid, level, function: name }: Level): Promise<FrameVariables> {
    return this.#process.variables(goid, level, name);
  }

  /** As they are now: how they were is not kept. */
  async descriptors(): Promise<Descriptor[]> {
    return this.#descriptors.list(mostDescriptors);
  }
}
