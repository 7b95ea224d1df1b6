/** A real Go process that is watched: the main thread's end. The tracer has a thread of its own, for it blocks in the kernel. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { loadLinux } from '../linux/index.ts';
import { prepareWakeUp, wakeUpThread } from '../linux/wakeUp.ts';
import type { CallFilter } from './callFilter.ts';
import { ProcessError } from './errors.ts';
import { Guard } from './guard.ts';
import { NoteReader } from './notes.ts';
import { unpack } from './packedCalls.ts';
import type { Line } from './pclntab.ts';
import {
  shared, type Answer, type FromTracer, type GoroutineFacts, type ProcessCall, type ProcessFacts, type CallStop, type FoundPlace, type FrameVariables, type PlaceStop, type ProcessStop, type Request, type TracerOptions,
} from './protocol.ts'; // prettier-ignore

/** What happens to the process; each event has one listener a `GoProcess`. */
export interface ProcessEvents {
  /** Calls that returned, in the order in which they did. */
  calls(calls: ProcessCall[]): void;
  /** So many calls more than were told have returned, up to those that were told last: nobody took them in time. */
  dropped?(count: number): void;
  /** It, or with `stopsAlone` the thread, stands, until it is let go on; what was called before has been told. */
  stopped?(stop: ProcessStop): void;
  /** It has ended, with a status as shells give it, or executes another program. */
  ended(status: number, reason: 'exited' | 'killed' | 'exec'): void;
  /** Our own fault: the thread is gone, and so the process is let go of by the kernel. */
  failed(error: Error): void;
}

interface Pending {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** How often a thread is woken that was about to block when it was. */
const patience = 2;

/** The bundle of the tracer stands beside this one; in a run from source, in dist/. */
function workerPath(): string {
  const beside = path.join(__dirname, 'tracer.js');
  return existsSync(beside) ? beside : path.resolve(__dirname, '../../dist/tracer.js');
}

export class GoProcess {
  readonly facts: ProcessFacts;
  readonly #thread: TracerThread;
  readonly #guard: Guard;
  #guarded: FoundPlace['bytes'] = [];

  private constructor(facts: ProcessFacts, thread: TracerThread) {
    this.facts = facts;
    this.#guard = new Guard(facts.pid);
    this.#guard.keep(facts.changed);
    this.#thread = thread;
  }

  /**
   * Attaches to a Go process, or starts a command and watches it from its beginning.
   * @throws ProcessError when that cannot be, NativeUnavailable where there is no Linux
   */
  static async begin(options: TracerOptions, events: ProcessEvents): Promise<GoProcess> {
    let guard: Guard | null = null;
    const thread = new TracerThread(options, {
      calls: (calls) => events.calls(calls),
      dropped: (count) => events.dropped?.(count),
      stopped: (stop) => events.stopped?.(stop),
      ended: (status, reason) => {
        // What is there now is not what was changed.
        guard?.keep([]);
        events.ended(status, reason);
      },
      failed: (error) => {
        void guard?.close();
        events.failed(error);
      },
    });
    const made = new GoProcess(await thread.attached, thread);
    guard = made.#guard;
    return made;
  }

  /** The functions of a call's stack, the innermost first. */
  stackOf(call: ProcessCall): readonly Line[] {
    return this.#thread.stacks.get(call.stack) ?? [];
  }

  /** Lets go of it: it runs on as if nothing had been. Also when it has ended. */
  async detach(): Promise<void> {
    if (!this.#thread.isOver) await this.#thread.ask({ kind: 'detach' }).catch(() => null);
    await this.#thread.gone;
    this.#guard.keep([]);
    await this.#guard.close();
  }

  /** Stops it, wherever its threads are, until it is let go of or goes on. */
  async stop(): Promise<void> {
    await this.#thread.ask({ kind: 'stop' });
  }

  /** Goes on; with `until` it stops when such a call has returned. Of threads that stand while others run only this one (0: all of them). */
  async resume(until: CallFilter | null, thread = 0): Promise<void> {
    await this.#thread.ask({ kind: 'resume', until, thread });
  }

  /** Replaces all places and calls to stop at. */
  async setStops(calls: CallStop[], places: { id: number; place: FoundPlace }[]): Promise<void> {
    const { bias, changed } = this.facts;
    const bytes = places.flatMap(({ place }) => place.bytes);
    // The guard knows more rather than less at every moment.
    const keep = (some: FoundPlace['bytes']): void =>
      this.#guard.keep([...changed, ...some.map(({ address, byte }) => ({ address: address + bias, byte }))]);
    keep([...this.#guarded, ...bytes]);
    this.#guarded = bytes;
    const stops = places.map(({ id, place }): PlaceStop => ({ id, addresses: place.addresses }));
    await this.#thread.ask({ kind: 'stops', calls, places: stops });
    keep(bytes);
  }

  /** Where a function begins; null when the program has no such function, or only inlined. */
  async functionPlace(name: string): Promise<FoundPlace | null> {
    const answer = await this.#thread.ask({ kind: 'function', name });
    return answer !== null && 'place' in answer ? answer.place : null;
  }

  /** Where a line begins, or the next that has code; `file` as the compiler wrote it. */
  async linePlace(file: string, line: number): Promise<FoundPlace | null> {
    const answer = await this.#thread.ask({ kind: 'line', file, line });
    return answer !== null && 'place' in answer ? answer.place : null;
  }

  /** The lines of a file that have code. */
  async linesBetween(file: string, from: number, to: number): Promise<number[]> {
    const answer = await this.#thread.ask({ kind: 'lines', file, from, to });
    return answer !== null && 'numbers' in answer ? answer.numbers : [];
  }

  /** The goroutines that live, by their numbers; the oldest `most`. Exact while the process stands. */
  async goroutines(most = 1e9): Promise<GoroutineFacts[]> {
    const answer = await this.#thread.ask({ kind: 'goroutines', most });
    return answer !== null && 'goroutines' in answer ? answer.goroutines : [];
  }

  /** What the function of that name has on a goroutine's stack, `level` lines below the innermost, while the process stands. */
  async variables(goid: number, level: number, name: string): Promise<FrameVariables> {
    const answer = await this.#thread.ask({ kind: 'variables', goid, level, function: name });
    return answer !== null && 'variables' in answer ? answer.variables : { parameters: [], locals: [], problem: '' };
  }

  /** The stack of a goroutine, the innermost function first. */
  async stack(goid: number): Promise<Line[]> {
    const answer = await this.#thread.ask({ kind: 'stack', goid });
    return answer !== null && 'lines' in answer ? answer.lines : [];
  }
}

class TracerThread {
  readonly attached: Promise<ProcessFacts>;
  readonly gone: Promise<void>;
  readonly stacks = new Map<number, Line[]>();
  isOver = false;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #words = new Int32Array(new SharedArrayBuffer(4 * shared.count));
  readonly #notes = new NoteReader(loadLinux().memory);
  readonly #pending = new Map<number, Pending>();
  readonly #events: ProcessEvents;
  #nextId = 1;
  #isAttached = false;
  #waking: NodeJS.Timeout | null = null;

  constructor(options: TracerOptions, events: ProcessEvents) {
    this.#events = events;
    prepareWakeUp(loadLinux().memory);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // The pending answers and the worker keep Node alive, not this.
    port1.unref();
    this.#worker = new Worker(workerPath(), {
      workerData: { options, words: this.#words, port: port2 },
      transferList: [port2],
    });
    this.gone = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.attached = new Promise((resolve, reject) => {
      const failed = (error: Error): void => {
        // Who waits for the beginning hears it there.
        this.isOver ||= !this.#isAttached;
        reject(error);
        this.#fail(error);
      };
      this.#worker.on('message', (message: FromTracer) => {
        if (message.kind === 'attached') {
          this.#isAttached = true;
          resolve(message.facts);
        } else if (message.kind === 'failed') {
          const { problem } = message;
          failed(problem === null ? new Error(message.message) : new ProcessError(problem, message.message));
        } else this.#receive(message);
        if (message.kind === 'ended') reject(new ProcessError('ended', endedText(message.status)));
      });
      this.#worker.once('error', failed);
    });
    this.attached.catch(() => undefined);
    void this.gone.then(() => this.#fail(new ProcessError('ended', 'the process is not traced any more')));
  }

  #receive(message: FromTracer): void {
    if (message.kind === 'calls') {
      for (const { id, lines } of message.stacks) this.stacks.set(id, lines);
      const calls = message.batches.flatMap((batch) => ('notes' in batch ? this.#notes.read(batch) : unpack(batch)));
      if (calls.length > 0) this.#events.calls(calls);
      Atomics.add(this.#words, shared.taken, 1);
      this.#tellDropped();
    }
    if (message.kind === 'stopped') this.#events.stopped?.(message.stop);
    if (message.kind === 'ended') {
      this.isOver = true;
      this.#events.ended(message.status, message.reason);
    }
    if (message.kind === 'detached') this.isOver = true;
    if (message.kind === 'answer') {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error !== null) pending?.reject(new Error(message.error));
      else pending?.resolve(message.answer);
    }
  }

  /** Behind all that was sent before calls were dropped. */
  #tellDropped(): void {
    const [sent, taken] = [shared.sent, shared.taken].map((at) => Atomics.load(this.#words, at));
    if (sent !== taken) return;
    const dropped = Atomics.exchange(this.#words, shared.dropped, 0);
    if (dropped > 0) this.#events.dropped?.(dropped);
  }

  /** Asks the tracer, which may be blocked in the kernel. */
  async ask(request: Request): Promise<Answer> {
    if (this.isOver) throw new ProcessError('ended', 'the process is not traced any more');
    const id = this.#nextId++;
    const answer = new Promise<Answer>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#port.postMessage({ id, request });
    Atomics.add(this.#words, shared.asked, 1);
    Atomics.notify(this.#words, shared.asked);
    this.#wake();
    return answer;
  }

  /** A signal that comes just before the thread blocks is lost: it is sent again until the thread has heard. */
  #wake(): void {
    if (this.#waking !== null) clearTimeout(this.#waking);
    this.#waking = null;
    const [thread, asked, heard] = [shared.tracerThread, shared.asked, shared.heard].map((at) => Atomics.load(this.#words, at)); // prettier-ignore
    if (this.isOver || asked === heard) return;
    if (thread !== undefined && thread !== 0) wakeUpThread(loadLinux().kernel, thread);
    this.#waking = setTimeout(() => this.#wake(), patience);
  }

  #fail(error: Error): void {
    if (this.#waking !== null) clearTimeout(this.#waking);
    const wasOver = this.isOver;
    this.isOver = true;
    this.#port.close();
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
    if (!wasOver) this.#events.failed(error);
  }
}

const endedText = (status: number): string => `the program ended with status ${status} before it could be watched`;
