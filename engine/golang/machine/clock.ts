/**
 * The program's clock (runtime/time_nofake.go): it stands still while the program is stopped, so that deadlines do not expire under the reader's
 * eyes. Nanoseconds since the program's start are exact numbers.
 */

const toNanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6);

class Clock {
  /** Time spent stopped so far. */
  private skipped = 0;
  private stoppedAt = 0;
  private readonly startedAt = performance.now();
  stopped = false;

  /** runtime.nanotime: never 0, and never goes back. */
  nanotime(): number {
    const now = this.stopped ? this.stoppedAt : performance.now();
    return toNanoseconds(now - this.startedAt - this.skipped) + 1;
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.stoppedAt = performance.now();
  }

  resume(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.skipped += performance.now() - this.stoppedAt;
  }
}

export const clock = new Clock();

export function nanotime(): number {
  return clock.nanotime();
}

/** runtime.walltime: seconds and nanoseconds since 1970. The wall's clock does not stop. */
export function walltime(): [number, number] {
  const milliseconds = performance.timeOrigin + performance.now();
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * 1e6))];
}
