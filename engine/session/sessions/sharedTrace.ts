/**
 * One trace for several clients. The first one controls it; the others see the same and may take control. Without clients the program runs at full
 * speed, unwatched.
 */
import type { Control } from '../../adapter/host.ts';
import type { ResolvedBreakpoint, Stop, TraceEvents, TraceSource } from '../../trace/source.ts';

/** A client's own end of the trace. */
export interface Seat {
  trace: TraceSource;
  control: Control;
}

const refusal = 'another client controls this session: take control first';

export class SharedTrace {
  readonly #source: TraceSource;
  readonly #clients: Client[] = [];
  #stopped: Stop | null = null;
  #breakpointFiles = new Set<string>();

  constructor(source: TraceSource) {
    this.#source = source;
    source.on('stopped', (stop) => (this.#stopped = stop));
    source.on('continued', () => (this.#stopped = null));
    source.on('exited', () => (this.#stopped = null));
  }

  get clients(): number {
    return this.#clients.length;
  }

  get source(): TraceSource {
    return this.#source;
  }

  /** Where the program stands, null while it runs. */
  get stopped(): Stop | null {
    return this.#stopped;
  }

  /** A seat for one more client; it sees the trace from `join` on. */
  join(): Seat {
    const client = new Client(this);
    this.#clients.push(client);
    this.#tellControl();
    return { trace: client.trace, control: client };
  }

  controls(client: Client): boolean {
    return this.#clients[0] === client;
  }

  async take(client: Client): Promise<void> {
    if (this.controls(client) || !this.#clients.includes(client)) return;
    await this.#forgetBreakpoints();
    this.#clients.splice(this.#clients.indexOf(client), 1);
    this.#clients.unshift(client);
    this.#tellControl();
  }

  async leave(client: Client): Promise<void> {
    const at = this.#clients.indexOf(client);
    if (at < 0) return;
    this.#clients.splice(at, 1);
    if (at === 0) await this.#forgetBreakpoints();
    if (this.#clients.length > 0) this.#tellControl();
    else await this.#source.detach().catch(() => undefined);
  }

  remember(file: string): void {
    this.#breakpointFiles.add(file);
  }

  /** They belong to the client that controls; the next one brings its own. */
  async #forgetBreakpoints(): Promise<void> {
    const files = [...this.#breakpointFiles];
    this.#breakpointFiles = new Set();
    await Promise.all([
      ...files.map((file) => this.#source.setBreakpoints(file, [])),
      this.#source.setFunctionBreakpoints([]),
      this.#source.setExceptionFilters([]),
    ]).catch(() => undefined); // The program may have ended.
  }

  #tellControl(): void {
    for (const client of this.#clients) client.tell();
  }
}

class Client implements Control {
  readonly trace: TraceSource;
  readonly #shared: SharedTrace;
  readonly #subscriptions = new Set<{ dispose(): void }>();
  readonly #stopListeners = new Set<TraceEvents['stopped']>();
  readonly #controlListeners = new Set<() => void>();

  constructor(shared: SharedTrace) {
    this.#shared = shared;
    this.trace = this.#makeTrace(shared.source);
  }

  get controls(): boolean {
    return this.#shared.controls(this);
  }

  get clients(): number {
    return this.#shared.clients;
  }

  async take(): Promise<void> {
    await this.#shared.take(this);
  }

  async watch(): Promise<void> {
    await this.#shared.source.watch();
  }

  join(): void {
    const { stopped } = this.#shared;
    if (stopped === null) return;
    for (const listener of this.#stopListeners) listener(stopped);
  }

  on(listener: () => void): { dispose(): void } {
    this.#controlListeners.add(listener);
    return { dispose: () => void this.#controlListeners.delete(listener) };
  }

  tell(): void {
    for (const listener of this.#controlListeners) listener();
  }

  /** The source itself, but for what only the client in control may ask. */
  #makeTrace(source: TraceSource): TraceSource {
    const followed = (requests: unknown[]): ResolvedBreakpoint[] =>
      requests.map((_, index) => ({ id: -1 - index, verified: false, place: null, message: refusal }));
    const leave = async (): Promise<void> => {
      for (const subscription of this.#subscriptions) subscription.dispose();
      this.#subscriptions.clear();
      await this.#shared.leave(this);
    };
    const overrides: Partial<TraceSource> = {
      on: (event, listener) => this.#listen(source, event, listener),
      detach: leave,
      dispose: leave,
      setBreakpoints: async (file, requests) => {
        if (!this.controls) return followed(requests);
        this.#shared.remember(file);
        return source.setBreakpoints(file, requests);
      },
      setFunctionBreakpoints: async (requests) =>
        this.controls ? source.setFunctionBreakpoints(requests) : followed(requests),
      setExceptionFilters: async (filters) => {
        if (this.controls) await source.setExceptionFilters(filters);
      },
    };
    for (const name of controlledMethods) {
      (overrides as Record<string, unknown>)[name] = async (...args: unknown[]) => {
        if (!this.controls) throw new Error(refusal);
        return (source as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args);
      };
    }
    return { ...source, ...overrides };
  }

  #listen<K extends keyof TraceEvents>(source: TraceSource, event: K, listener: TraceEvents[K]): { dispose(): void } {
    const subscription = source.on(event, listener);
    this.#subscriptions.add(subscription);
    if (event === 'stopped') this.#stopListeners.add(listener as TraceEvents['stopped']);
    return {
      dispose: () => {
        subscription.dispose();
        this.#subscriptions.delete(subscription);
        this.#stopListeners.delete(listener as TraceEvents['stopped']);
      },
    };
  }
}

const controlledMethods = [
  'resume',
  'step',
  'pause',
  'stepBack',
  'reverseContinue',
  'goTo',
  'seek',
  'terminate',
  'hold',
  'release',
  'setMarks',
  'runToMark',
  'backToMark',
] as const satisfies readonly (keyof TraceSource)[];
