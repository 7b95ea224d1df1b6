/**
 * System calls that block (runtime/proc.go: entersyscall, retake, exitsyscall).
 *
 * In Go a goroutine that makes a system call is `_Gsyscall`, and keeps its thread (M); when the call takes longer than a tick of sysmon, 20 µs, its
 * processor (P) is handed to another thread, so that other goroutines go on. Here another thread makes the call: it is waited for as long as sysmon
 * would, then the goroutine gives the processor away, and is put on the global run queue when the call has returned (exitsyscall0).
 *
 * Which call has returned comes from outside of the program: it is asked for at fixed points only, and passes the tape.
 */
import type { WaitedFor } from '../../trace/source.ts';
import type { G } from './goroutine.ts';

/** A call that another thread makes. */
export interface CallInProgress {
  /** For those who look: read, epoll_wait. */
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  /** Of select and poll: what is asked. */
  waitedFor(): Omit<WaitedFor, 'step'> | null;
  finished(): boolean;
}

interface Waiting {
  readonly id: number;
  readonly gp: G;
  readonly call: CallInProgress;
}

/** Milliseconds; sysmon looks every 20 µs while something goes on. */
const tick = 0.02;

class SystemCalls {
  #nextId = 1;
  #waiting: Waiting[] = [];
  /** Those that have returned, and whose goroutines have not gone on. */
  readonly #returned = new Map<G, CallInProgress>();
  /** What comes from outside: recorded, or from a recording. */
  tape: { number(kind: 'outside', make: () => number): number } | null = null;

  /** What is not known inside of the program. */
  outside(make: () => number): number {
    return this.tape === null ? make() : this.tape.number('outside', make);
  }

  /** Whether a goroutine's call has not returned. */
  get any(): boolean {
    return this.#waiting.length > 0;
  }

  /** The goroutines whose calls have not returned, and what they call. */
  get all(): { gp: G; call: CallInProgress }[] {
    return this.#waiting.map(({ gp, call }) => ({ gp, call }));
  }

  /** What has returned, of goroutines that wait for the processor now. */
  get returned(): ReadonlyMap<G, CallInProgress> {
    return this.#returned;
  }

  /** A goroutine goes on behind its call. */
  end(gp: G): void {
    this.#returned.delete(gp);
  }

  /** Adds a call; true when it has returned within a tick, and is no more waited for. */
  begin(gp: G, call: CallInProgress): boolean {
    const id = this.#nextId++;
    const quick = this.outside(() => (returnsWithin(call, tick) ? id : 0)) === id;
    if (!quick) this.#waiting.push({ id, gp, call });
    return quick;
  }

  /** The goroutine of a call that has returned, which is no more waited for; null when none has. */
  take(): G | null {
    const id = this.peek();
    const found = this.#waiting.findIndex((waiting) => waiting.id === id);
    if (found < 0) return null;
    const { gp, call } = this.#waiting.splice(found, 1)[0] as Waiting;
    this.#returned.set(gp, call);
    return gp;
  }

  /** The number of a call that has returned; 0 when none has. */
  peek(): number {
    return this.outside(() => this.#waiting.find(({ call }) => call.finished())?.id ?? 0);
  }

  reset(): void {
    this.#waiting = [];
    this.#returned.clear();
  }
}

export const systemCalls = new SystemCalls();

/** Spins: a thread that sleeps wakes up later than this. */
function returnsWithin(call: CallInProgress, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  while (!call.finished()) if (performance.now() > end) return call.finished();
  return true;
}
