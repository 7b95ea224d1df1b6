/** Tells a client what happens in a trace, as DAP events and those of events.ts. */
import type { Place, Stop, SystemCall, TraceEvents, TraceSource } from '../trace/source.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { CustomEvents, Narration } from './events.ts';
import type { ProgramOutput } from './host.ts';
import type { Sources } from './sources.ts';
import { stoppedBody } from './stops.ts';
import { goroutineText, wordsFor } from './words.ts';

/** How many system calls a client is told of that comes in the middle. */
const recentCalls = 200;

export interface Listener {
  /** Sends an event to the client. */
  send(event: string, body: object): void;
  stopped(stop: Stop): void;
  /** Only this goroutine, where one is named. */
  continued(goid?: number): void;
  /** Several share the run: whether this client controls it, and how many there are. */
  control(controls: boolean, clients: number): void;
  exited(status: number): void;
}

export class Telling {
  readonly #trace: TraceSource;
  readonly #sources: Sources;
  readonly #breakpoints: Breakpoints;
  /** By the stop's id; null when no walkthrough is told. */
  readonly #narrations: ReadonlyMap<string, Narration> | null;
  readonly #listener: Listener;
  readonly #subscriptions: { dispose(): void }[];
  /** Files to lines that were seen to run since the last stop. */
  #trail = new Map<string, Set<number>>();
  #waitingFor = '';
  #stops = 0;
  /** What was called meanwhile is among the calls that `present` tells. */
  #awaitsPresent: boolean;

  constructor(
    trace: TraceSource,
    sources: Sources,
    breakpoints: Breakpoints,
    narrations: ReadonlyMap<string, Narration> | null,
    written: ProgramOutput | null,
    /** The client comes in the middle: `present` follows. */
    isLate: boolean,
    listener: Listener,
  ) {
    this.#awaitsPresent = isLate;
    this.#trace = trace;
    this.#sources = sources;
    this.#breakpoints = breakpoints;
    this.#narrations = narrations;
    this.#listener = listener;
    this.#subscriptions = [
      ...(written === null ? [] : [written.on((category, text) => this.output(category, text, null))]),
      trace.on('stopped', (stop) => {
        written?.drain();
        listener.stopped(stop);
      }),
      trace.on('continued', (goid) => {
        this.#waitingFor = '';
        listener.continued(goid);
      }),
      trace.on('waiting', (info) => this.#waiting(info)),
      trace.on('looked', (state) => this.#custom('netwalk/state', state)),
      trace.on('systemCall', (call) => {
        if (!this.#awaitsPresent) this.#systemCall(call);
      }),
      trace.on('visited', (event) => this.#visited(event)),
      trace.on('output', (data) => this.output(data.category, data.text, data.place ?? null)),
      trace.on('goroutine', (event) => this.#goroutine(event)),
      trace.on('breakpointChanged', (breakpoint) =>
        listener.send('breakpoint', { reason: 'changed', breakpoint: breakpoints.toClient(breakpoint, sources) }),
      ),
      trace.on('exited', ({ status, message }) => {
        written?.drain();
        if (message !== '') this.output('console', ensureNewline(message), null);
        listener.exited(status);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#stops++;
  }

  /** The stop itself first: what side views show follows as soon as it is known. */
  stop(stop: Stop): void {
    const narration = stop.mark === null ? null : (this.#narrations?.get(stop.mark) ?? null);
    this.#tellStop(stop, narration);
    if (this.#narrations !== null) this.#custom('netwalk/narration', { narration });
    void this.#tellState(stop);
  }

  /** DAP has no event for another selection: VS Code selects the thread that a `stopped` names, also where nothing has run since the one before. */
  select(stop: Stop): void {
    this.#tellStop({ ...stop, reason: 'pause', description: '', text: '', breakpointIds: [] }, null);
  }

  #tellStop(stop: Stop, narration: Narration | null): void {
    const breakpointIds = stop.breakpointIds.map((id) => this.#breakpoints.idOf(id));
    this.#listener.send(
      'stopped',
      stoppedBody({ ...stop, breakpointIds }, narration?.title ?? null, wordsFor(this.#sources.client.locale)),
    );
  }

  /** What a client that comes in the middle sees at once: the recent system calls, and how things are. */
  async present(): Promise<void> {
    const calls = await this.#trace.systemCalls();
    this.#awaitsPresent = false;
    for (const call of calls.slice(-recentCalls)) this.#systemCall(call);
    await this.#tellRunning();
  }

  /** Side views while the program runs; nothing when it stands or ends meanwhile. */
  async #tellRunning(): Promise<void> {
    const number = this.#stops;
    try {
      const [cursor, goroutines, descriptors] = await Promise.all([
        this.#trace.cursor(),
        this.#trace.goroutines(),
        this.#trace.descriptors(),
      ]);
      if (number === this.#stops) this.#custom('netwalk/state', { cursor, goroutines, descriptors, goid: 0 });
    } catch {
      // It ended meanwhile.
    }
  }

  async state(stop: Stop): Promise<CustomEvents['netwalk/state']> {
    const [goroutines, descriptors] = await Promise.all([this.#trace.goroutines(), this.#trace.descriptors()]);
    return { cursor: stop.cursor, goroutines, descriptors, goid: stop.goid };
  }

  /** DAP: output, with a link to its line. */
  output(category: string, text: string, place: Place | null): void {
    const link = place === null ? {} : { source: this.#sources.sourceOf(place.file), ...lineOf(place, this.#sources) };
    this.#listener.send('output', { category, output: text, ...link });
  }

  async #tellState(stop: Stop): Promise<void> {
    const number = ++this.#stops;
    try {
      const state = await this.state(stop);
      if (number !== this.#stops) return;
      this.#custom('netwalk/state', state);
      this.#tellTrail();
    } catch {
      // It went on or ended meanwhile: the next stop tells its own.
    }
  }

  #tellTrail(): void {
    if (this.#trail.size === 0) return;
    const lines = Object.fromEntries(
      [...this.#trail].map(([file, visited]) => [file, [...visited].sort((a, b) => a - b)]),
    );
    this.#trail = new Map();
    this.#custom('netwalk/trail', { lines });
  }

  #waiting({ text, hint, state }: Parameters<TraceEvents['waiting']>[0]): void {
    const message = hint === '' ? text : `${text}: ${hint}`;
    if (state !== null) this.#custom('netwalk/state', { ...state, goid: 0 });
    this.#custom('netwalk/waiting', { text, hint });
    if (message !== this.#waitingFor) this.output('console', `${message}\n`, null);
    this.#waitingFor = message;
  }

  #systemCall(call: SystemCall): void {
    // The step's number is for `goto` in the same console.
    this.output(
      'console',
      `→ ${call.text}  ${Math.round(call.duration)} µs  (${goroutineText(call.goid)}, step ${call.step})\n`,
      call.place,
    );
    this.#custom('netwalk/systemCall', call);
  }

  #goroutine({ goid, kind }: Parameters<TraceEvents['goroutine']>[0]): void {
    if (kind === 'started' || kind === 'exited') this.#listener.send('thread', { reason: kind, threadId: goid });
  }

  #visited({ lines }: Parameters<TraceEvents['visited']>[0]): void {
    for (const [file, visited] of Object.entries(lines)) {
      const known = this.#trail.get(file) ?? new Set();
      for (const line of visited) known.add(line);
      this.#trail.set(file, known);
    }
  }

  #custom<K extends keyof CustomEvents>(event: K, body: CustomEvents[K]): void {
    this.#listener.send(event, body);
  }
}

const ensureNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

const lineOf = (place: Place, sources: Sources): { line: number; column: number } => {
  const { line, column } = sources.position(place);
  return { line, column };
};
