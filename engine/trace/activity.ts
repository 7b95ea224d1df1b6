/**
 * Who ran when, told for any stretch of the history at a cost that does not grow with its steps: the steps are counted in blocks, blocks of blocks
 * and so on, when somebody first asks. The program itself pays nothing for it.
 */
import type { History } from './history.ts';
import type { Goroutine } from './tracer.ts';

/** How many steps each had. */
export type Counts = ReadonlyMap<Goroutine, number>;

/** Stands for the scheduler, whichever of its frames a step has. */
export const scheduler: Goroutine = { goid: 0, frame: null };

/** Steps of the smallest block, and how many blocks are in the next larger one. */
const smallest = 64;
const factor = 8;

export class Activity {
  private readonly history: History;
  /** By size, the blocks that are complete, by their number. */
  private readonly levels: Map<number, Counts>[] = [];

  constructor(history: History) {
    this.history = history;
  }

  /** The narrowest bucket that is made of whole blocks, of at least so many steps. */
  static bucket(steps: number): number {
    const wanted = Math.max(1, Math.ceil(steps));
    if (wanted <= smallest) return wanted;
    let block = smallest;
    while (block * factor < wanted) block *= factor;
    return Math.ceil(wanted / block) * block;
  }

  /** What lies behind the oldest step is forgotten. */
  prune(): void {
    this.levels.forEach((blocks, level) => {
      const size = sizeOf(level);
      for (const number of blocks.keys()) if ((number + 1) * size <= this.history.first) blocks.delete(number);
    });
  }

  /** Who ran in steps from…to (exclusive): a bucket that begins at a multiple of itself. */
  in(from: number, to: number): Counts {
    const size = to - from;
    if (size < smallest) return this.counted(from, to);
    let level = 0;
    while (sizeOf(level + 1) <= size && size % sizeOf(level + 1) === 0) level++;
    const block = sizeOf(level);
    const counts = new Map<Goroutine, number>();
    for (let at = from; at < to; at += block) add(counts, this.block(level, at / block));
    return counts;
  }

  private block(level: number, number: number): Counts {
    const size = sizeOf(level);
    const from = number * size;
    const { first, next } = this.history;
    if (from >= next || from + size <= first) return new Map();
    const known = this.levels[level]?.get(number);
    if (known !== undefined && from >= first) return known;
    let counts: Counts;
    if (level === 0) counts = this.counted(from, from + size);
    else {
      const sum = new Map<Goroutine, number>();
      for (let part = 0; part < factor; part++) add(sum, this.block(level - 1, number * factor + part));
      counts = sum;
    }
    if (from >= first && from + size <= next) (this.levels[level] ??= new Map<number, Counts>()).set(number, counts);
    return counts;
  }

  private counted(from: number, to: number): Counts {
    const counts = new Map<Goroutine, number>();
    const { first, next } = this.history;
    for (let step = Math.max(from, first); step < Math.min(to, next); step++) {
      const g = this.history.goroutineAt(step);
      const who = g === null || g.goid === 0 ? scheduler : g;
      counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    return counts;
  }
}

const sizeOf = (level: number): number => smallest * factor ** level;

function add(sum: Map<Goroutine, number>, counts: Counts): void {
  for (const [g, steps] of counts) sum.set(g, (sum.get(g) ?? 0) + steps);
}
