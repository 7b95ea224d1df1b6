import type { Stop } from './walkthroughFormat.ts';

/** A stop and the place where it is met, as the caller names places (a resolved statement). */
export interface PlacedStop<Place> {
  readonly stop: Stop;
  readonly place: Place;
}

/**
 * Which stop an executed statement is, by the rule of walkthroughs/README.md: the next one, or, while those in front may be
 * skipped, one behind them; `visit` counts from the moment the stop before was met.
 */
export class StopCursor<Place> {
  readonly #stops: readonly PlacedStop<Place>[];
  #next = 0;
  /** Visits since the last stop was met, by the number of the stop; only what stands within reach is counted. */
  #visits = new Map<number, number>();

  constructor(stops: readonly PlacedStop<Place>[]) {
    this.#stops = stops;
  }

  /** The number of the stop that comes next; the number of stops when all are behind. */
  get next(): number {
    return this.#next;
  }

  /** Goes on before the stop of this number, for example after a step back. */
  moveTo(next: number): void {
    this.#next = next;
    this.#visits = new Map();
  }

  /** The places at which a stop could be met now: nothing else needs to be reported to `visit`. */
  places(): Place[] {
    return this.#reachable().map(([, { place }]) => place);
  }

  /** Tells that a goroutine (by its name in the walkthrough, or `g0`) is about to execute a place; the stop that is met, if any. */
  visit(place: Place, goroutine: string | undefined): Stop | undefined {
    for (const [number, candidate] of this.#reachable()) {
      const { stop } = candidate;
      if (candidate.place !== place || (stop.goroutine !== undefined && stop.goroutine !== goroutine)) continue;
      const visits = (this.#visits.get(number) ?? 0) + 1;
      this.#visits.set(number, visits);
      if (visits < stop.visit) continue;
      this.moveTo(number + 1);
      return stop;
    }
    return undefined;
  }

  /** With their numbers: up to the first that may not be skipped, and the landmarks behind it. */
  #reachable(): [number: number, stop: PlacedStop<Place>][] {
    const last = this.#stops.findIndex(({ stop }, index) => index >= this.#next && !stop.mayBeSkipped);
    const numbered = [...this.#stops.entries()].slice(this.#next);
    return numbered.filter(([number, { stop }]) => last < 0 || number <= last || stop.isLandmark === true);
  }
}
