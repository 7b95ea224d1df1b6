/** A live program as a TraceSource: the main thread's end. The program runs in a worker thread and may block in the kernel. */
import { existsSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { takeThread } from '../../boot/thread.ts';
import { storeImage } from '../../golang/imageFile.ts';
import { cacheFolder } from '../../golang/source/project.ts';
import type { TraceEvents, TraceSource } from '../../trace/source.ts';
import {
  CompileError,
  control,
  heard,
  state,
  wakeThread,
  type FromWorker,
  type LiveOptions,
  type Method,
  type Request,
} from './protocol.ts';
import { Signals } from './signals.ts';

export { CompileError, type LiveOptions } from './protocol.ts';

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const methods: readonly Method[] = [
  'describe', 'recorded', 'sourceHash', 'watch', 'start', 'resume', 'step', 'pause', 'stepBack', 'reverseContinue', 'goTo', 'seek', 'terminate', 'detach', 'hold', 'release', 'setMarks', 'runToMark',
  'backToMark', 'cursor', 'goroutines', 'stack', 'scopes', 'variables', 'evaluate', 'completions', 'descriptors', 'systemCalls', 'search', 'timeline', 'setBreakpoints',
  'setFunctionBreakpoints', 'setExceptionFilters', 'breakpointLocations', 'loadedSources', 'source',
]; // prettier-ignore

/** Loads and checks the program in a thread of its own. @throws CompileError, SourceError's and NativeUnavailable's messages as Error */
export async function startLive(options: LiveOptions): Promise<TraceSource> {
  const thread = new ProgramThread();
  const images = options.images === undefined ? path.join(cacheFolder(), '../images') : options.images;
  await thread.load({ ...options, images });
  const source: Record<string, unknown> = {
    kind: options.replay === undefined ? 'live' : 'recording',
    on: (event: keyof TraceEvents, listener: (body: unknown) => void) => thread.on(event, listener),
    steps: () => thread.steps,
    dispose: () => thread.dispose(),
  };
  for (const method of methods) source[method] = (...args: unknown[]) => thread.call(method, args);
  return source as unknown as TraceSource;
}

/** The bundle of the worker stands beside this one; in a run from source, in dist/. */
function workerPath(): string {
  const beside = path.join(__dirname, 'worker.js');
  return existsSync(beside) ? beside : path.resolve(__dirname, '../../../dist/worker.js');
}

class ProgramThread {
  private readonly worker: Worker;
  private readonly shared: Int32Array;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Set<(body: unknown) => void>>();
  private readonly signals = new Signals((name) => this.dieOfSignal(name));
  private readonly gone: Promise<void>;
  private nextId = 1;
  private loaded = false;
  private exited = false;

  constructor() {
    const { worker, shared } = takeThread(workerPath());
    this.worker = worker;
    this.shared = shared;
    shared[control.breakDescriptor] = -1;
    for (const stream of [this.worker.stdout, this.worker.stderr])
      stream.on('data', (text: Buffer) => writeSync(2, text));
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error: Error) => this.fail(error));
    this.gone = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.exited = true;
        this.signals.dispose();
        this.fail(new Error('the program has ended'));
        resolve();
      });
    });
  }

  get steps(): number {
    return (this.shared[control.steps] ?? 0) >>> 0;
  }

  on(event: string, listener: (body: unknown) => void): { dispose(): void } {
    let listeners = this.listeners.get(event);
    if (listeners === undefined) this.listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    this.tellHeard();
    return {
      dispose: () => {
        listeners.delete(listener);
        this.tellHeard();
      },
    };
  }

  private tellHeard(): void {
    const bits = Object.entries(heard).filter(([event]) => (this.listeners.get(event)?.size ?? 0) > 0);
    Atomics.store(this.shared, control.heard, bits.reduce((all, [, bit]) => all | bit, 0)); // prettier-ignore
  }

  async load(options: LiveOptions): Promise<void> {
    await this.call('load', [options]);
    this.loaded = true;
  }

  async call(method: string, args: unknown[]): Promise<unknown> {
    if (this.exited) throw new Error('the program has ended');
    const id = this.nextId++;
    const reply = new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }));
    this.worker.postMessage({ id, method, args } satisfies Request);
    this.ring();
    return reply;
  }

  /** Makes the program's thread look at its messages, wherever it is: at its next step, in its stop, or out of the kernel. */
  private ring(): void {
    Atomics.store(this.shared, control.doorbell, 1);
    Atomics.notify(this.shared, control.doorbell);
    if (Atomics.load(this.shared, control.state) === state.blocked) wakeThread(this.shared);
  }

  private receive(message: FromWorker): void {
    if ('image' in message) {
      storeImage(message.image.file, message.image.bytes);
      return;
    }
    if ('signal' in message) {
      this.signals.follow(message);
      return;
    }
    if ('event' in message) {
      for (const listener of this.listeners.get(message.event) ?? []) listener(message.body);
      return;
    }
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.problems !== undefined) pending?.reject(new CompileError(message.problems));
    else if (message.error !== undefined) pending?.reject(new Error(message.error));
    else pending?.resolve(message.result);
  }

  /** As a real program that does not listen to the signal: it says what its goroutines do, and its status is 2. */
  private dieOfSignal(name: string): void {
    if (!this.loaded) {
      this.fail(new Error(`${name}\nThe program was still being loaded.`));
      void this.worker.terminate();
      return;
    }
    this.call('dieOfSignal', [name]).catch(() => undefined);
    const patience = setTimeout(() => {
      if (this.exited) return;
      const exited: FromWorker = { event: 'exited', body: { status: 2, message: `${name}\nThe program computes where it cannot be looked at.` } }; // prettier-ignore
      this.receive(exited);
      void this.worker.terminate();
    }, 1500);
    void this.gone.then(() => clearTimeout(patience));
  }

  private fail(error: Error): void {
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }

  async dispose(): Promise<void> {
    if (!this.exited) {
      this.call('terminate', []).catch(() => undefined);
      const patience = setTimeout(() => {
        // A thread that computes without end can be stopped so; one in the kernel has been woken.
        if (Atomics.load(this.shared, control.state) !== state.blocked) void this.worker.terminate();
      }, 1500);
      await this.gone;
      clearTimeout(patience);
    }
    this.listeners.clear();
  }
}
