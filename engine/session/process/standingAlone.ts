/** Goroutines whose threads stand while others run, each at a stop of its own. */
import type { Standing } from './callTrace.ts';

export interface StandingThread extends Standing {
  /** The kernel's number of the thread. */
  thread: number;
}

export class StandingAlone {
  readonly #by = new Map<number, StandingThread>();
  /** Threads of the scheduler have one number, 0: they are told of one behind the other. */
  #later: StandingThread[] = [];

  get size(): number {
    return this.#by.size;
  }

  /** The one that came last is the last. */
  all(): StandingThread[] {
    return [...this.#by.values()];
  }

  of(goid: number): StandingThread | undefined {
    return this.#by.get(goid);
  }

  /** Whether it is told of now. */
  add(standing: StandingThread): boolean {
    const isNew = !this.#by.has(standing.goid);
    if (isNew) this.#by.set(standing.goid, standing);
    else this.#later.push(standing);
    return isNew;
  }

  /** One goes on. Gives the one that is told of in its place, if there is one. */
  remove(goid: number): StandingThread | null {
    this.#by.delete(goid);
    const next = this.#later.find((each) => each.goid === goid) ?? null;
    if (next === null) return null;
    this.#later = this.#later.filter((each) => each !== next);
    this.#by.set(goid, next);
    return next;
  }

  clear(): void {
    this.#by.clear();
    this.#later = [];
  }
}
