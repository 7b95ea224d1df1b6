/**
 * A TraceSource whose steps are the system calls of a real process: those that were seen can be walked to and fro, each with its stack. Where
 * it stands behind the last of them, and whether anything goes on from there, is up to who extends it. What cannot be done says why.
 */
import type { CallFilter } from '../../process/callFilter.ts';
import type { Line } from '../../process/pclntab.ts';
import type { FrameVariables, GoroutineFacts } from '../../process/protocol.ts';
import type {
  BreakpointRequest, Cursor, Descriptor, Description, ExceptionFilter, FunctionBreakpointRequest, GoroutineState, Hit, Mark,
  Place, ResolvedBreakpoint, ResumeOptions, Scope, Sought, StackFrame, StepKind, Stop, StopReason, SystemCall, Timeline, TimelineRange,
  TraceEvents, TraceSource, Variable,
} from '../../trace/source.ts'; // prettier-ignore
import { CallHistory, isSought, type RecordedCall } from './callHistory.ts';
import { Frames, type Level } from './frames.ts';
import type { ProcessFiles } from './files.ts';
import type { ExplainedLine } from './narration.ts';
import { plumbingOf, sourceHashOf } from './outside.ts';
import type { Stops } from './stops.ts';

export const wanting = (what: string): Error => new Error(`${what} of a real process is not possible`);

/** Where it, or one of its goroutines, stands behind the last call. */
export interface Standing {
  goid: number;
  lines: readonly Line[];
  /** Before one, not where a call has returned. */
  isAtInstruction: boolean;
  stop: Omit<Stop, 'cursor'>;
}

export abstract class CallTrace implements TraceSource {
  abstract readonly kind: TraceSource['kind'];
  protected readonly files: ProcessFiles;
  protected readonly history: CallHistory;
  protected readonly stops: Stops;
  protected readonly frames: Frames;
  /** Of several goroutines that stand alone the one that was told of last. */
  protected standing: Standing | null = null;
  /** The step that is looked at; null: behind the last. */
  protected at: number | null = null;
  readonly #listeners = new Map<keyof TraceEvents, Set<(body: never) => void>>();
  /** Ids of narrations by their lines. */
  #explained: ReadonlyMap<string, string> = new Map();

  constructor(files: ProcessFiles, stops: Stops, historyCalls: number) {
    this.files = files;
    this.stops = stops;
    this.history = new CallHistory(historyCalls);
    this.frames = new Frames(files);
  }

  // ---- what is told

  protected emit<K extends keyof TraceEvents>(event: K, body: Parameters<TraceEvents[K]>[0]): void {
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

  protected stopOf(
    reason: StopReason,
    goid: number,
    lines: readonly Line[],
    description = '',
    text = '',
    breakpointIds: number[] = [],
  ): Standing['stop'] {
    return { reason, goid, description, text, breakpointIds, mark: this.markAt(lines) };
  }

  /** It stands, behind the last call. */
  protected stand(standing: Standing): void {
    this.standing = standing;
    this.at = null;
    this.tellStop(standing.stop);
  }

  protected tellStop(stop: Standing['stop']): void {
    this.frames.forget(stop.alone === true ? stop.goid : null);
    this.emit('stopped', { ...stop, cursor: this.cursorNow() });
  }

  /** Lines that a walkthrough explains, as they were found in this source. */
  explain(lines: readonly ExplainedLine[]): void {
    this.#explained = new Map(lines.map(({ id, place }) => [`${place.file}:${place.line}`, id]));
  }

  /** Of the innermost function that stands on a line which a walkthrough explains. */
  protected markAt(lines: readonly Line[]): string | null {
    const plumbing = plumbingOf(lines);
    const shownFirst = [...lines.slice(plumbing), ...lines.slice(0, plumbing)];
    const places = this.#explained.size === 0 ? [] : shownFirst.map((line) => this.files.place(line));
    return (
      places.map((place) => this.#explained.get(`${place?.file}:${place?.line}`)).find((id) => id !== undefined) ?? null
    );
  }

  // ---- what it is

  abstract describe(): Promise<Description>;
  abstract recorded(): ReturnType<TraceSource['recorded']>;

  async sourceHash(): Promise<string> {
    return sourceHashOf(this.files.goroot);
  }

  // ---- going on and back

  abstract watch(): Promise<void>;
  abstract start(options: { stopOnEntry: boolean }): Promise<void>;
  abstract pause(): Promise<void>;
  abstract terminate(): Promise<void>;
  abstract detach(): Promise<void>;
  abstract dispose(): Promise<void>;
  /** From behind the last call, where there is anything: to the next call that fits, or with null as far as it goes. `goid` is who is meant, null: all. */
  protected abstract goOn(until: CallFilter | null, goid: number | null): Promise<void>;

  async resume(options: ResumeOptions): Promise<void> {
    if (this.at !== null) {
      const found = this.history.find((recorded) => this.stops.wouldStop(recorded), this.at, false);
      if (found >= 0) return this.moveTo(found, 'breakpoint');
    }
    await this.goOn(null, options.goid);
  }

  async step(kind: StepKind, options: ResumeOptions): Promise<void> {
    if (kind === 'out') throw wanting('stepping out of a function');
    const goid = kind === 'over' ? options.goid : null;
    if (this.at !== null) {
      const found = this.history.find(({ call }) => goid === null || call.goid === goid, this.at, false);
      return this.moveTo(found >= 0 ? found : this.history.next, 'step');
    }
    await this.goOn(goid === null ? {} : { goids: [goid] }, options.goid);
  }

  async stepBack({ goid, singleThread }: ResumeOptions): Promise<void> {
    const from = this.at ?? this.history.next;
    const found = this.history.find(({ call }) => !singleThread || call.goid === goid, from, true);
    this.moveTo(found >= 0 ? found : Math.min(from, this.history.first), 'step');
  }

  async reverseContinue(): Promise<void> {
    const from = this.at ?? this.history.next;
    const found = this.history.find((recorded) => this.stops.wouldStop(recorded), from, true);
    this.moveTo(found >= 0 ? found : this.history.first, 'breakpoint');
  }

  async goTo(step: number): Promise<void> {
    const { first, next } = this.history;
    if (step < first) throw new Error(`step ${step} is not kept any more: ${first} to ${next} are`);
    this.moveTo(step, 'goto');
  }

  async seek(sought: Sought, backwards: boolean): Promise<void> {
    const from = this.at ?? this.history.next;
    const found = this.history.find((recorded) => isSought(recorded, sought), from, backwards);
    if (found >= 0) return this.moveTo(found, 'goto');
    if (backwards) throw new Error('no earlier call is one of these');
    const { goid, fd, call, errno } = sought;
    const until: CallFilter = {
      ...(goid === undefined ? {} : { goids: [goid] }),
      ...(fd === undefined ? {} : { fds: [fd] }),
      ...(call === undefined ? {} : { calls: [call] }),
      ...(errno === undefined ? {} : { errnos: [errno] }),
    };
    await this.goOn(until, null);
  }

  /** To a recorded call; behind the last to where it stands. */
  protected moveTo(step: number, reason: StopReason): void {
    const recorded = this.history.at(step);
    const standing = this.standing;
    if (recorded === null) {
      if (standing === null) throw new Error('nothing has been recorded yet');
      this.at = null;
      return this.tellStop({ ...standing.stop, reason, breakpointIds: [] });
    }
    this.at = step;
    const { call, stack } = recorded;
    this.tellStop(this.stopOf(reason, call.goid, stack, '', call.text));
  }

  async hold(): Promise<void> {
    throw wanting('holding one goroutine');
  }

  async release(_goid: number): Promise<void> {
    throw wanting('holding one goroutine');
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
    return this.history.next;
  }

  async cursor(): Promise<Cursor> {
    return this.cursorNow();
  }

  protected cursorNow(): Cursor {
    const { first, next } = this.history;
    return { step: this.at ?? next, first, last: Math.max(first, next - 1), live: this.at === null, dropped: first }; // prettier-ignore
  }

  abstract goroutines(): Promise<GoroutineState[]>;
  abstract descriptors(): Promise<Descriptor[]>;

  /** As their calls up to a step show them. */
  protected goroutinesAt(step: number): GoroutineState[] {
    const callers = [...this.history.callers(step)].sort(([a], [b]) => a - b);
    return callers.map(([goid, recorded]) => this.#stateThen(goid, recorded));
  }

  #stateThen(goid: number, { call, stack }: RecordedCall): GoroutineState {
    const status = goid === 0 ? 'scheduler' : call.step === this.at ? 'syscall' : `last seen: ${call.name}`;
    return { goid, status, entry: stack.at(-1)?.function ?? '', place: call.place, function: stack[0]?.function ?? '', held: false }; // prettier-ignore
  }

  /** As a view shows what was read of a goroutine at a moment of CLOCK_MONOTONIC, in microseconds. */
  protected goroutineState({ goid, status, entry, top, since }: GoroutineFacts, at: number): GoroutineState {
    const minutes = since > 0 ? Math.floor((at - since) / 60e6) : 0;
    const text = minutes >= 1 ? `${status}, ${minutes} minutes` : status;
    return { goid, status: text, entry, place: top === null ? null : this.files.place(top), function: top?.function ?? '', held: false }; // prettier-ignore
  }

  abstract stack(goid: number): Promise<StackFrame[]>;

  /** Of a goroutine's last call up to a step. */
  protected stackAt(goid: number, step: number): StackFrame[] {
    const recorded = this.history.lastOf(goid, step);
    return this.frames.of(goid, recorded?.stack ?? [], recorded?.call ?? null);
  }

  /** Of a function on a stack that `frames` was told of with its goroutine. */
  protected abstract variablesOf(level: Level): Promise<FrameVariables>;

  async scopes(frameId: number): Promise<Scope[]> {
    return this.frames.scopes(frameId, (level) => this.variablesOf(level));
  }

  async variables(reference: number): Promise<Variable[]> {
    return this.frames.variables(reference, () => this.descriptors());
  }

  async evaluate(): Promise<Variable> {
    throw wanting('evaluating expressions');
  }

  async completions(): Promise<string[]> {
    return [];
  }

  async systemCalls(fromStep = 0): Promise<SystemCall[]> {
    return this.history.from(fromStep).map(({ call }) => call);
  }

  async search(text: string, limit: number): Promise<{ hits: Hit[]; complete: boolean }> {
    return this.history.search(text, limit, this.cursorNow().step);
  }

  async timeline(range: TimelineRange): Promise<Timeline> {
    return this.history.timeline(range, this.cursorNow());
  }

  // ---- stops

  async setBreakpoints(file: string, requests: BreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    return this.stops.setLines(file, requests);
  }

  async setFunctionBreakpoints(requests: FunctionBreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    return this.stops.setFunctions(requests);
  }

  async setExceptionFilters(filters: ExceptionFilter[]): Promise<void> {
    await this.stops.setFilters(filters);
  }

  supportsFilter(filter: ExceptionFilter['filter']): boolean {
    return filter === 'errno' || filter === 'eagain';
  }

  async breakpointLocations(file: string, line: number, endLine: number): Promise<Place[]> {
    const lines = await this.stops.linesBetween(file, line, endLine);
    return lines.map((at) => ({ file, line: at, column: 1, endLine: at, endColumn: 1 }));
  }

  async loadedSources(): Promise<{ file: string; path: string }[]> {
    const files = this.history.from(0).flatMap(({ stack }) => stack.map(({ file }) => this.files.nameOf(file)));
    return [...new Set(files)].map((file) => ({ file, path: this.files.pathOf(file) }));
  }

  async source(file: string): Promise<{ text: string; path: string }> {
    return this.files.read(file);
  }
}
