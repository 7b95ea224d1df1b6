/**
 * The program's clock (runtime/time_nofake.go): it stands still while the program is stopped, so that deadlines do not expire under the reader's
 * eyes. Nanoseconds since the program's start are exact numbers.
 */

// Looked up once: `performance` is a property with an accessor.
const { performance: timer } = globalThis;
const { timeOrigin } = timer;

/** Since 1970. The wall's clock does not stop. */
const wallMicroseconds = (now: number): number => Math.round((timeOrigin + now) * 1000);
const toNanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6);

interface TimeTape {
  number(kind: 'nanotime' | 'walltime', make: () => number): number;
}

class Clock {
  /** Time spent stopped so far. */
  private skipped = 0;
  private stoppedAt = 0;
  private readonly startedAt = timer.now();
  stopped = false;
  /** Where time is recorded, or comes from a recording. */
  tape: TimeTape | null = null;

  /** runtime.nanotime: never 0, and never goes back. */
  nanotime(): number {
    return this.tape === null ? this.read() : this.tape.number('nanotime', () => this.read());
  }

  private read(): number {
    return this.at(timer.now());
  }

  /** What the clock says when the timer says `now`. */
  private at(now: number): number {
    return toNanoseconds((this.stopped ? this.stoppedAt : now) - this.startedAt - this.skipped) + 1;
  }

  /** time.now: seconds and nanoseconds of the wall's clock, and nanotime. */
  now(): [number, number, number] {
    const now = timer.now();
    const { tape } = this;
    const microseconds = tape === null ? wallMicroseconds(now) : tape.number('walltime', () => wallMicroseconds(now));
    const seconds = Math.floor(microseconds / 1e6);
    const mono = tape === null ? this.at(now) : tape.number('nanotime', () => this.at(now));
    return [seconds, (microseconds - seconds * 1e6) * 1000, mono];
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.stoppedAt = timer.now();
  }

  resume(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.skipped += timer.now() - this.stoppedAt;
  }
}

export const clock = new Clock();

export function nanotime(): number {
  return clock.nanotime();
}
