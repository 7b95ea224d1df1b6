/**
 * A real Go process as a TraceSource. Its steps are its network system calls: it runs at its own speed between them, stops when one of them has
 * returned or where Go code begins, and the calls that were seen can be walked back through. What cannot be done says why.
 */
import { now } from '../../linux/index.ts';
import { fits, type CallFilter } from '../../process/callFilter.ts';
import { GoProcess } from '../../process/goProcess.ts';
import type { Line } from '../../process/pclntab.ts';
import type { GoroutineFacts, ProcessCall, ProcessStop } from '../../process/protocol.ts';
import { SocketAddresses } from '../../process/sockets.ts';
import type {
  BreakpointRequest, Cursor, Descriptor, Description, ExceptionFilter, FunctionBreakpointRequest, GoroutineState, Hit, Mark,
  Place, ResolvedBreakpoint, ResumeOptions, Scope, Sought, StackFrame, StepKind, Stop, StopReason, SystemCall, Timeline, TimelineRange,
  TraceEvents, TraceSource, Variable,
} from '../../trace/source.ts'; // prettier-ignore
import { CallHistory, isSought, type RecordedCall } from './callHistory.ts';
import { ProcessDescriptors } from './descriptors.ts';
import { Frames } from './frames.ts';
import { ProcessFiles, type FileOptions } from './files.ts';
import type { ExplainedLine } from './narration.ts';
import { commandLine, plumbingOf, shownPlace, sourceHashOf } from './outside.ts';
import { Stops } from './stops.ts';

export interface ProcessTraceOptions extends FileOptions {
  pid: number;
  /** Calls that are shown; all that are about the network when it says nothing. */
  filter: CallFilter;
  /** Calls that are kept. */
  historyCalls: number;
}

/** What views get at most: they draw each one. */
const [mostGoroutines, mostDescriptors] = [500, 500];
/** Between looks at a process that runs, in milliseconds; and how many times longer than a look takes. */
const [lookInterval, lookRest] = [400, 10];
const wanting = (what: string): Error => new Error(`${what} of a real process is not possible`);

/** Where the process stands. */
interface Standing {
  goid: number;
  lines: readonly Line[];
  /** Before one, not where a call has returned. */
  isAtInstruction: boolean;
  stop: Omit<Stop, 'cursor'>;
}

export class ProcessTrace implements TraceSource {
  readonly kind = 'process';
  readonly #process: GoProcess;
  readonly #files: ProcessFiles;
  readonly #options: ProcessTraceOptions;
  readonly #history: CallHistory;
  readonly #descriptors: ProcessDescriptors;
  readonly #sockets: SocketAddresses;
  readonly #stops: Stops;
  readonly #frames: Frames;
  readonly #listeners = new Map<keyof TraceEvents, Set<(body: never) => void>>();
  #isWatched = false;
  #standing: Standing | null = null;
  /** The step that is looked at; null: now. */
  #cursor: number | null = null;
  /** Ids of narrations by their lines. */
  #explained: ReadonlyMap<string, string> = new Map();
  #looking: NodeJS.Timeout | null = null;
  #isOver = false;

  private constructor(process: GoProcess, options: ProcessTraceOptions) {
    const { facts } = process;
    this.#process = process;
    this.#options = options;
    this.#files = new ProcessFiles(facts, options);
    this.#history = new CallHistory(options.historyCalls);
    this.#descriptors = new ProcessDescriptors(facts);
    this.#sockets = new SocketAddresses(facts.pid);
    this.#stops = new Stops(process, this.#files);
    this.#frames = new Frames(this.#files);
  }

  /** Attaches. @throws ProcessError when that cannot be */
  static async attach(options: ProcessTraceOptions): Promise<ProcessTrace> {
    let trace: ProcessTrace | null = null;
    const process = await GoProcess.begin(
      { target: { pid: options.pid }, all: false },
      {
        calls: (calls) => trace?.called(calls),
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
      const place = shownPlace(stack, this.#files);
      if (made.name === 'close') made.fds.forEach((fd) => this.#closed(fd));
      else if (made.errno === 0) made.fds.slice(-1).forEach((fd) => fd === made.result && this.#descriptors.made(fd, made.name, place)); // prettier-ignore
      if (!this.#isWatched || !fits(made, this.#options.filter, this.#sockets, () => stack)) continue;
      const { name, text, result, errno, errnoName, start, duration, fds } = made;
      const call = { step: this.#history.next, goid: made.goid ?? 0, place, name, text, result, errno, errnoName, start, duration, fds }; // prettier-ignore
      this.#history.push({ index: made.index, call, stack });
      this.#emit('systemCall', call);
    }
    if (this.#isWatched) this.#lookSoon();
  }

  #closed(fd: number): void {
    this.#sockets.closed(fd);
    this.#descriptors.closed(fd);
  }

  /** Of the process: it stands. */
  stopped({ ids, goid, lines, call }: ProcessStop): void {
    // Others may have returned while it was brought to a stand.
    const at = this.#history.find(({ index }) => index === call, this.#history.next, true);
    const last = this.#history.at(at)?.call ?? null;
    const { reason, description, breakpointIds } = this.#stops.reasonOf(ids, last);
    this.#stand({
      goid,
      lines,
      isAtInstruction: call === null,
      stop: this.#stopOf(reason, goid, lines, description, last?.text ?? '', breakpointIds),
    });
  }

  #stopOf(
    reason: StopReason,
    goid: number,
    lines: readonly Line[],
    description = '',
    text = '',
    breakpointIds: number[] = [],
  ): Standing['stop'] {
    return { reason, goid, description, text, breakpointIds, mark: this.#markAt(lines) };
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#cursor = null;
    this.#tellStop(standing.stop);
  }

  #tellStop(stop: Standing['stop']): void {
    this.#frames.forget();
    this.#emit('stopped', { ...stop, cursor: this.#cursorNow() });
  }

  /** Of the process: it has gone, or is not ours any more. */
  ended(status: number, message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#looking !== null) clearTimeout(this.#looking);
    this.#emit('exited', { status, message: message || `the process has ended with status ${status}` });
  }

  /** Of the innermost function that stands on a line which a walkthrough explains. */
  #markAt(lines: readonly Line[]): string | null {
    const plumbing = plumbingOf(lines);
    const shownFirst = [...lines.slice(plumbing), ...lines.slice(0, plumbing)];
    const places = this.#explained.size === 0 ? [] : shownFirst.map((line) => this.#files.place(line));
    return (
      places.map((place) => this.#explained.get(`${place?.file}:${place?.line}`)).find((id) => id !== undefined) ?? null
    );
  }

  /** While it runs, side views are told how things are after something happened, and not too often. */
  #lookSoon(): void {
    if (this.#looking !== null || this.#standing !== null || this.#isOver) return;
    const look = async (): Promise<void> => {
      const began = now();
      const [goroutines, descriptors] = await Promise.all([this.goroutines(), this.descriptors()]);
      if (this.#standing === null && !this.#isOver) this.#emit('looked', { cursor: this.#cursorNow(), goroutines, descriptors }); // prettier-ignore
      rest = Math.max(lookInterval, ((now() - began) / 1000) * lookRest);
    };
    let rest = lookInterval;
    const done = (): void => void (this.#looking = null);
    this.#looking = setTimeout(() => {
      look().then(() => (this.#looking = setTimeout(done, rest - lookInterval)).unref(), done);
    }, lookInterval);
    this.#looking.unref();
  }

  #emit<K extends keyof TraceEvents>(event: K, body: Parameters<TraceEvents[K]>[0]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (body: Parameters<TraceEvents[K]>[0]) => void)(body);
  }

  on<K extends keyof TraceEvents>(event: K, listener: TraceEvents[K]): { dispose(): void } {
    let all = this.#listeners.get(event);
    if (all === undefined) this.#listeners.set(event, (all = new Set()));
    const kept = all;
    kept.add(listener);
    return { dispose: () => void kept.delete(listener) };
  }

  // ---- what it is

  async describe(): Promise<Description> {
    const { pid, goVersion } = this.#process.facts;
    const { goroot, why } = this.#files;
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

  async sourceHash(): Promise<string> {
    return sourceHashOf(this.#files.goroot);
  }

  // ---- going on and stopping

  async watch(): Promise<void> {
    this.#isWatched = true;
  }

  async start(): Promise<void> {
    await this.watch();
  }

  async resume({ goid }: ResumeOptions): Promise<void> {
    if (this.#cursor !== null) {
      const found = this.#history.find((recorded) => this.#stops.wouldStop(recorded), this.#cursor, false);
      if (found >= 0) return this.#moveTo(found, 'breakpoint');
    }
    await this.#go(null, goid);
  }

  async step(kind: StepKind, { goid }: ResumeOptions): Promise<void> {
    if (kind === 'out') throw wanting('stepping out of a function');
    const filter: CallFilter = kind === 'over' ? { ...this.#options.filter, goids: [goid] } : this.#options.filter;
    if (this.#cursor !== null) {
      const found = this.#history.find(({ call }) => kind === 'in' || call.goid === goid, this.#cursor, false);
      return this.#moveTo(found >= 0 ? found : this.#history.next, 'step');
    }
    await this.#go(filter, goid);
  }

  /** Lets it go on from where it stands. */
  async #go(until: CallFilter | null, _goid: number): Promise<void> {
    this.#cursor = null;
    this.#standing = null;
    this.#frames.forget();
    this.#emit('continued', undefined as never);
    await this.#process.resume(until);
  }

  async pause(): Promise<void> {
    await this.#process.stop();
    // It may have come to a stop of its own just before.
    if (this.#standing !== null) return;
    const goid = this.#history.at(this.#history.next - 1)?.call.goid || 1;
    const lines = await this.#process.stack(goid).catch((): Line[] => []);
    this.#stand({ goid, lines, isAtInstruction: false, stop: this.#stopOf('pause', goid, lines) });
  }

  // ---- the past

  async stepBack({ goid, singleThread }: ResumeOptions): Promise<void> {
    const from = this.#cursor ?? this.#history.next;
    const found = this.#history.find(({ call }) => !singleThread || call.goid === goid, from, true);
    this.#moveTo(found >= 0 ? found : Math.min(from, this.#history.first), 'step');
  }

  async reverseContinue(): Promise<void> {
    const from = this.#cursor ?? this.#history.next;
    const found = this.#history.find((recorded) => this.#stops.wouldStop(recorded), from, true);
    this.#moveTo(found >= 0 ? found : this.#history.first, 'breakpoint');
  }

  async goTo(step: number): Promise<void> {
    const { first, next } = this.#history;
    if (step < first) throw new Error(`step ${step} is not kept any more: ${first} to ${next} are`);
    this.#moveTo(step, 'goto');
  }

  async seek(sought: Sought, backwards: boolean): Promise<void> {
    const from = this.#cursor ?? this.#history.next;
    const found = this.#history.find((recorded) => isSought(recorded, sought), from, backwards);
    if (found >= 0) return this.#moveTo(found, 'goto');
    if (backwards) throw new Error('no earlier call is one of these');
    const { goid, fd, call, errno } = sought;
    const until: CallFilter = {
      ...(goid === undefined ? {} : { goids: [goid] }),
      ...(fd === undefined ? {} : { fds: [fd] }),
      ...(call === undefined ? {} : { calls: [call] }),
      ...(errno === undefined ? {} : { errnos: [errno] }),
    };
    await this.#go(until, goid ?? 1);
  }

  /** To a recorded call; behind the last to where the process stands. */
  #moveTo(step: number, reason: StopReason): void {
    const recorded = this.#history.at(step);
    const standing = this.#standing;
    if (recorded === null) {
      if (standing === null) throw new Error('nothing has been recorded yet');
      this.#cursor = null;
      return this.#tellStop({ ...standing.stop, reason, breakpointIds: [] });
    }
    this.#cursor = step;
    const { call, stack } = recorded;
    this.#tellStop(this.#stopOf(reason, call.goid, stack, '', call.text));
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
    this.#listeners.clear();
  }

  async hold(): Promise<void> {
    throw wanting('holding one goroutine');
  }

  async release(): Promise<void> {
    throw wanting('holding one goroutine');
  }

  // ---- walkthroughs

  /** Lines that a walkthrough explains, as they were found in this source. */
  explain(lines: readonly ExplainedLine[]): void {
    this.#explained = new Map(lines.map(({ id, place }) => [`${place.file}:${place.line}`, id]));
  }

  async setMarks(marks: Mark[]): Promise<{ id: string; place: null; problem: string }[]> {
    return marks.map(({ id }) => ({ id, place: null, problem: 'a real process is not led along a walkthrough' }));
  }

  async runToMark(): Promise<void> {
    throw wanting('walking a walkthrough');
  }

  async backToMark(): Promise<void> {
    throw wanting('walking a walkthrough');
  }

  // ---- looking

  steps(): number {
    return this.#history.next;
  }

  async cursor(): Promise<Cursor> {
    return this.#cursorNow();
  }

  #cursorNow(): Cursor {
    const { first, next } = this.#history;
    return { step: this.#cursor ?? next, first, last: Math.max(first, next - 1), live: this.#cursor === null, dropped: first }; // prettier-ignore
  }

  async goroutines(): Promise<GoroutineState[]> {
    if (this.#cursor !== null) {
      const callers = [...this.#history.callers(this.#cursor)].sort(([a], [b]) => a - b);
      return callers.map(([goid, recorded]) => this.#stateThen(goid, recorded));
    }
    const facts = await this.#process.goroutines(mostGoroutines);
    const known = facts.map((each) => this.#stateNow(each));
    const standing = this.#standing;
    if (standing === null || known.some(({ goid }) => goid === standing.goid)) return known;
    const place = shownPlace(standing.lines, this.#files);
    const missing = { goid: standing.goid, status: standing.goid === 0 ? 'scheduler' : 'running', entry: '', place, function: standing.lines[0]?.function ?? '', held: false }; // prettier-ignore
    return [missing, ...known];
  }

  #stateNow({ goid, status, entry, top, since }: GoroutineFacts): GoroutineState {
    const minutes = since > 0 ? Math.floor((now() - since) / 60e6) : 0;
    const text = minutes >= 1 ? `${status}, ${minutes} minutes` : status;
    return { goid, status: text, entry, place: top === null ? null : this.#files.place(top), function: top?.function ?? '', held: false }; // prettier-ignore
  }

  #stateThen(goid: number, { call, stack }: RecordedCall): GoroutineState {
    const status = goid === 0 ? 'scheduler' : call.step === this.#cursor ? 'syscall' : `last seen: ${call.name}`;
    return { goid, status, entry: stack.at(-1)?.function ?? '', place: call.place, function: stack[0]?.function ?? '', held: false }; // prettier-ignore
  }

  async stack(goid: number): Promise<StackFrame[]> {
    if (this.#cursor !== null) {
      const recorded = this.#history.lastOf(goid, this.#cursor);
      return this.#frames.of(recorded?.stack ?? [], recorded?.call ?? null, false);
    }
    const isStanding = this.#standing?.goid === goid;
    const lines = isStanding ? this.#standing?.lines : await this.#process.stack(goid).catch((): Line[] => []);
    const { call = null } = this.#history.lastOf(goid, this.#history.next) ?? {};
    return this.#frames.of(lines ?? [], call, isStanding && this.#standing?.isAtInstruction === true);
  }

  async scopes(frameId: number): Promise<Scope[]> {
    return this.#frames.scopes(frameId);
  }

  async variables(reference: number): Promise<Variable[]> {
    return this.#frames.variables(reference, await this.descriptors());
  }

  async evaluate(): Promise<Variable> {
    throw wanting('evaluating expressions');
  }

  async completions(): Promise<string[]> {
    return [];
  }

  /** As they are now: how they were is not kept. */
  async descriptors(): Promise<Descriptor[]> {
    return this.#descriptors.list(mostDescriptors);
  }

  async systemCalls(fromStep = 0): Promise<SystemCall[]> {
    return this.#history.from(fromStep).map(({ call }) => call);
  }

  async search(text: string, limit: number): Promise<{ hits: Hit[]; complete: boolean }> {
    return this.#history.search(text, limit, this.#cursorNow().step);
  }

  async timeline(range: TimelineRange): Promise<Timeline> {
    return this.#history.timeline(range, this.#cursorNow());
  }

  // ---- stops

  async setBreakpoints(file: string, requests: BreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    return this.#stops.setLines(file, requests);
  }

  async setFunctionBreakpoints(requests: FunctionBreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    return this.#stops.setFunctions(requests);
  }

  async setExceptionFilters(filters: ExceptionFilter[]): Promise<void> {
    await this.#stops.setFilters(filters);
  }

  async breakpointLocations(file: string, line: number, endLine: number): Promise<Place[]> {
    const lines = await this.#process.linesBetween(this.#files.compiledName(file), line, endLine);
    return lines.map((at) => ({ file, line: at, column: 1, endLine: at, endColumn: 1 }));
  }

  async loadedSources(): Promise<{ file: string; path: string }[]> {
    const files = this.#history.from(0).flatMap(({ stack }) => stack.map(({ file }) => this.#files.nameOf(file)));
    return [...new Set(files)].map((file) => ({ file, path: this.#files.pathOf(file) }));
  }

  async source(file: string): Promise<{ text: string; path: string }> {
    return this.#files.read(file);
  }
}
