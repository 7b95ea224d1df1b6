/**
 * A run whose every step is written down beforehand. It is here for what the protocol must bear (orders, races, endings);
 * how real programs run is tested with real ones in test/adapter.
 */
import type {
  BreakpointRequest,
  Cursor,
  ExceptionFilter,
  FunctionBreakpointRequest,
  GoroutineState,
  Hit,
  Mark,
  Place,
  ResolvedBreakpoint,
  Scope,
  StackFrame,
  Stop,
  StopReason,
  Timeline,
  TimelineRange,
  TraceEvents,
  TraceSource,
  Variable,
} from '../../../engine/trace/source.ts';

export interface ScriptedStep {
  goid: number;
  line: number;
  /** The mark that this step is. */
  mark?: string;
  /** The step blocks in the kernel until `wake`. */
  waits?: boolean;
}

type Listeners = { [K in keyof TraceEvents]: Set<TraceEvents[K]> };

export const file = '/scripted/main.go';

export function placeAt(line: number): Place {
  return { file, line, column: 2, endLine: line, endColumn: 10 };
}

export class ScriptedTrace implements TraceSource {
  readonly kind = 'live';
  /** What was asked, in order: `step over 1`, `terminate`. */
  readonly asked: string[] = [];
  filters: ExceptionFilter[] = [];
  disposed = false;
  /** The next step is refused with this message. */
  refusal = '';
  /** Elements of the big slice. */
  readonly elements = 1000;
  readonly #steps: readonly ScriptedStep[];
  readonly #listeners: Listeners = {
    stopped: new Set(),
    continued: new Set(),
    waiting: new Set(),
    looked: new Set(),
    systemCall: new Set(),
    output: new Set(),
    goroutine: new Set(),
    breakpointChanged: new Set(),
    exited: new Set(),
    visited: new Set(),
  };
  #at = -1;
  #last = -1;
  #exited = false;
  #blocked = false;
  #lines = new Map<number, number>();
  #nextId = 100;

  constructor(steps: readonly ScriptedStep[]) {
    this.#steps = steps;
  }

  on<K extends keyof TraceEvents>(event: K, listener: TraceEvents[K]): { dispose(): void } {
    this.#listeners[event].add(listener);
    return { dispose: () => void this.#listeners[event].delete(listener) };
  }

  emit<K extends keyof TraceEvents>(event: K, ...body: Parameters<TraceEvents[K]>): void {
    for (const listener of this.#listeners[event]) (listener as (...args: Parameters<TraceEvents[K]>) => void)(...body);
  }

  async describe() {
    return { goVersion: '1.19', goroot: '/scripted/go', why: 'it is written down', program: file, arguments: [] };
  }

  async recorded(): Promise<null> {
    return null;
  }

  steps(): number {
    return this.#last + 1;
  }

  async sourceHash(): Promise<string> {
    return '0';
  }

  async watch(): Promise<void> {
    this.asked.push('watch');
  }

  async start({ stopOnEntry }: { stopOnEntry: boolean }): Promise<void> {
    this.asked.push(`start ${stopOnEntry ? 'and stop' : 'and run'}`);
    if (stopOnEntry) this.#arrive('entry', this.#forward());
    else this.#run(() => false);
  }

  async resume(): Promise<void> {
    this.#ask('resume');
    this.#run(() => false);
  }

  async step(kind: string, { goid, singleThread }: { goid: number; singleThread: boolean }): Promise<void> {
    this.#ask(`step ${kind} ${goid}${singleThread ? ' alone' : ''}`);
    this.#arrive('step', this.#forward());
  }

  async pause(): Promise<void> {
    this.asked.push('pause');
    this.#blocked = false;
    this.#later(() => this.#stop('pause'));
  }

  async stepBack(): Promise<void> {
    this.#ask('stepBack');
    this.#at = Math.max(0, this.#at - 1);
    this.#later(() => this.#stop('step'));
  }

  async reverseContinue(): Promise<void> {
    this.#ask('reverseContinue');
    this.#at = 0;
    this.#later(() => this.#stop('step'));
  }

  async goTo(step: number): Promise<void> {
    this.#ask(`goTo ${step}`);
    if (step > this.#last) throw new Error(`step ${step} is not in the history`);
    this.#at = step;
    this.#later(() => this.#stop('goto'));
  }

  async seek(): Promise<void> {
    this.#ask('seek');
    this.#later(() => this.#stop('goto'));
  }

  async search(): Promise<{ hits: Hit[]; complete: boolean }> {
    return { hits: [], complete: true };
  }

  async timeline({ from, to }: TimelineRange): Promise<Timeline> {
    return { cursor: await this.cursor(), from, to, bucket: 1, lanes: [], others: 0, wakes: [] };
  }

  async terminate(): Promise<void> {
    this.asked.push('terminate');
    this.#exit(143);
  }

  async detach(): Promise<void> {
    this.asked.push('detach');
  }

  async hold(goid: number): Promise<void> {
    this.asked.push(`hold ${goid}`);
  }

  async release(goid: number): Promise<void> {
    this.asked.push(`release ${goid}`);
  }

  async setMarks(marks: Mark[]) {
    return marks.map(({ id }) => ({ id, place: placeAt(1), problem: '' }));
  }

  async runToMark(): Promise<void> {
    this.#ask('runToMark');
    this.#run((step) => step.mark !== undefined);
  }

  async backToMark(): Promise<void> {
    this.#ask('backToMark');
    do this.#at--;
    while (this.#at > 0 && this.#steps[this.#at]?.mark === undefined);
    this.#at = Math.max(this.#at, 0);
    this.#later(() => this.#stop('mark'));
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor();
  }

  async goroutines(): Promise<GoroutineState[]> {
    const state = (goid: number, status: string, entry: string): GoroutineState => ({
      goid,
      status,
      entry,
      place: placeAt(this.#steps[this.#at]?.line ?? 1),
      function: entry,
      held: false,
    });
    return [state(0, 'scheduler', ''), state(1, 'running', 'main.main'), state(18, 'IO wait', 'main.serve')];
  }

  async stack(goid: number): Promise<StackFrame[]> {
    return Array.from({ length: 5 }, (_, depth) => ({
      id: 10 + depth,
      function: depth === 4 ? 'main.main' : `net.f${depth}`,
      place: placeAt((this.#steps[this.#at]?.line ?? 1) + depth),
      nature: goid === 0 ? 'mirrored' : 'executed',
    }));
  }

  async scopes(): Promise<Scope[]> {
    return [{ name: 'Locals', reference: 1, expensive: false }];
  }

  async variables(reference: number, start = 0, count = this.elements): Promise<Variable[]> {
    if (reference === 1) return [variable('buffer', '[]uint8 len: 1000', 2, this.elements), variable('n', '7', 0, 0)];
    const length = Math.max(0, Math.min(count, this.elements - start));
    return Array.from({ length }, (_, index) => variable(`[${start + index}]`, String(start + index), 0, 0));
  }

  async evaluate(expression: string): Promise<Variable> {
    if (expression === 'n') return variable('n', '7', 0, 0);
    throw new Error(`undefined: ${expression}`);
  }

  async completions(): Promise<string[]> {
    return ['Sysfd'];
  }

  async descriptors() {
    return [];
  }

  async systemCalls() {
    return [];
  }

  async setBreakpoints(_file: string, breakpoints: BreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    this.#lines = new Map(breakpoints.map(({ line }) => [line, this.#nextId++]));
    return [...this.#lines].map(([line, id]) => ({ id, verified: true, place: placeAt(line), message: '' }));
  }

  async setFunctionBreakpoints(breakpoints: FunctionBreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    return breakpoints.map(() => ({ id: this.#nextId++, verified: true, place: null, message: '' }));
  }

  async setExceptionFilters(filters: ExceptionFilter[]): Promise<void> {
    this.filters = filters;
  }

  async breakpointLocations(_file: string, line: number, endLine: number): Promise<Place[]> {
    return [line, endLine].map(placeAt);
  }

  async loadedSources() {
    return [{ file, path: file }];
  }

  async source() {
    return { text: 'package main\n', path: file };
  }

  async dispose(): Promise<void> {
    this.disposed = true;
  }

  /** The outside does what the program waits for. */
  wake(): void {
    this.#blocked = false;
    this.#run(() => false);
  }

  #ask(what: string): void {
    this.asked.push(what);
    if (this.refusal !== '') throw new Error(this.refusal);
  }

  /** Goes on to what is wanted, a breakpoint, a wait or the end. */
  #run(wanted: (step: ScriptedStep) => boolean): void {
    for (;;) {
      const step = this.#forward();
      if (step === undefined) return this.#exit(0);
      if (step.waits === true) {
        this.#blocked = true;
        return this.emit('waiting', { text: 'waits in epoll_pwait', hint: 'nc 127.0.0.1 40613', state: null });
      }
      if (this.#lines.has(step.line)) return this.#arrive('breakpoint', step);
      if (wanted(step)) return this.#arrive('mark', step);
    }
  }

  #forward(): ScriptedStep | undefined {
    this.#at++;
    this.#last = Math.max(this.#last, this.#at);
    return this.#steps[this.#at];
  }

  #arrive(reason: StopReason, step: ScriptedStep | undefined): void {
    if (step === undefined) this.#exit(0);
    else this.#later(() => this.#stop(reason));
  }

  #stop(reason: StopReason): void {
    const step = this.#steps[this.#at];
    if (this.#exited || this.#blocked || step === undefined) return;
    const id = this.#lines.get(step.line);
    const stop: Stop = {
      reason,
      goid: step.goid,
      description: '',
      text: '',
      breakpointIds: reason === 'breakpoint' && id !== undefined ? [id] : [],
      mark: step.mark ?? null,
      cursor: this.#cursor(),
    };
    this.emit('visited', { lines: { [file]: [step.line] } });
    this.emit('stopped', stop);
  }

  #cursor(): Cursor {
    return { step: this.#at, first: 0, last: this.#last, live: this.#at === this.#last, dropped: 0 };
  }

  #exit(status: number): void {
    if (this.#exited) return;
    this.#exited = true;
    this.emit('exited', { status, message: '' });
  }

  /** Stops come from another thread, some time after the request. */
  #later(tell: () => void): void {
    setImmediate(tell);
  }
}

function variable(name: string, value: string, reference: number, indexed: number): Variable {
  return {
    name,
    value,
    type: reference === 0 ? 'int' : '[]uint8',
    reference,
    indexed,
    named: 0,
    evaluateName: name,
    changed: false,
    nature: 'executed',
  };
}
