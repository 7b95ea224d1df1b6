import { stopsIn, type CatalogueStop } from './catalogue.ts';
import { Signal } from './signal.ts';

/** How far a person came in one walkthrough. */
export interface WalkthroughProgress {
  /** Stops seen, by id. */
  readonly seen: readonly string[];
  /** The stops that the Go version last walked has; empty before the first walk. */
  readonly stops: readonly string[];
  /** Where the person was last. */
  readonly stop: string;
  readonly index: number;
  readonly count: number;
  /** When, in milliseconds since 1970. */
  readonly when: number;
}

/** Where progress is kept: `ExtensionContext.globalState`. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'progress';

/** Progress in all walkthroughs, kept over sessions. */
export class Progress {
  readonly changed = new Signal<void>();
  readonly #memory: Memory;
  readonly #now: () => number;

  constructor(memory: Memory, now: () => number = Date.now) {
    this.#memory = memory;
    this.#now = now;
  }

  of(walkthrough: string): WalkthroughProgress | undefined {
    return this.#all()[walkthrough];
  }

  /** The walkthrough to resume: the one walked last which is not at its end. */
  get latest(): { walkthrough: string; progress: WalkthroughProgress } | undefined {
    return Object.entries(this.#all())
      .map(([walkthrough, progress]) => ({ walkthrough, progress }))
      .filter(({ progress }) => progress.index > 0 && progress.index < progress.count - 1)
      .sort((left, right) => right.progress.when - left.progress.when)[0];
  }

  /** The person stands at a stop. */
  async reached(at: { walkthrough: string; stop: string; index: number; count: number }): Promise<void> {
    const before = this.of(at.walkthrough);
    await this.#put(at.walkthrough, {
      seen: [...new Set([...(before?.seen ?? []), at.stop])],
      stops: before?.stops ?? [],
      stop: at.stop,
      index: at.index,
      count: at.count,
      when: this.#now(),
    });
  }

  /** The stops which the walkthrough has in the version of Go that runs. */
  async has(walkthrough: string, stops: readonly string[]): Promise<void> {
    const before = this.of(walkthrough);
    if (before && before.stops.join() === stops.join()) return;
    const fresh = { seen: [], stop: '', index: 0, count: stops.length, when: this.#now() };
    await this.#put(walkthrough, { ...(before ?? fresh), stops });
  }

  async forget(): Promise<void> {
    await this.#memory.update(key, {});
    this.changed.fire();
  }

  #all(): Readonly<Record<string, WalkthroughProgress>> {
    return this.#memory.get<Record<string, WalkthroughProgress>>(key) ?? {};
  }

  async #put(walkthrough: string, progress: WalkthroughProgress): Promise<void> {
    await this.#memory.update(key, { ...this.#all(), [walkthrough]: progress });
    this.changed.fire();
  }
}

/** Those of some stops that a person meets: as the last walk had them; before the first one, as the version of Go has them that would run. */
export function metOf(
  stops: readonly CatalogueStop[],
  progress: WalkthroughProgress | undefined,
  goVersion: string,
): CatalogueStop[] {
  const has = new Set(progress?.stops ?? []);
  return has.size === 0 ? stopsIn(stops, goVersion) : stops.filter(({ id }) => has.has(id));
}
