/** Which statements have run: the trail that a person sees. */
import type { FunctionInfo } from '../../trace/tracer.ts';
import type { Places } from './places.ts';

export class Trail {
  /** By function, which statements have run. */
  private readonly seen: Uint8Array[] = [];
  /** Those that have since it was last told: function, pc, function, pc… */
  private fresh: (FunctionInfo | number)[] = [];

  visit(fn: FunctionInfo, pc: number): void {
    const seen = (this.seen[fn.id] ??= new Uint8Array(fn.steps.length));
    if (seen[pc] !== 0) return;
    seen[pc] = 1;
    this.fresh.push(fn, pc);
  }

  /** What has run until now is not told. */
  forget(): void {
    this.fresh = [];
  }

  /** Lines by file that ran for the first time since this was last asked; null when none did. */
  take(places: Places): Record<string, number[]> | null {
    if (this.fresh.length === 0) return null;
    const lines: Record<string, number[]> = {};
    for (let i = 0; i < this.fresh.length; i += 2) {
      const place = places.stepPlace(this.fresh[i] as FunctionInfo, this.fresh[i + 1] as number);
      if (place !== null) (lines[place.file] ??= []).push(place.line);
    }
    this.fresh = [];
    return lines;
  }
}
