/** The calls that a real process has made while it was watched: its history, in which a step is a call. */
import type { Line } from '../../process/pclntab.ts';
import type { Cursor, Hit, Sought, SystemCall, Timeline, TimelineLane, TimelineRange } from '../../trace/source.ts';

export interface RecordedCall {
  /** The tracer's number of it: it counts those that are not shown, too. */
  readonly index: number;
  readonly call: SystemCall;
  /** The functions that made it, the innermost first. */
  readonly stack: readonly Line[];
}

export class CallHistory {
  readonly #most: number;
  /** Those that are kept; the first is step `first`. */
  #calls: RecordedCall[] = [];
  #first = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(recorded: RecordedCall): void {
    this.#calls.push(recorded);
    // A quarter at a time: moving all for each would cost more than keeping them.
    if (this.#calls.length <= this.#most * 1.25) return;
    const dropped = this.#calls.length - this.#most;
    this.#calls = this.#calls.slice(dropped);
    this.#first += dropped;
  }

  get first(): number {
    return this.#first;
  }

  /** The number of the next step. */
  get next(): number {
    return this.#first + this.#calls.length;
  }

  at(step: number): RecordedCall | null {
    return this.#calls[step - this.#first] ?? null;
  }

  from(step: number): RecordedCall[] {
    return this.#calls.slice(Math.max(0, step - this.#first));
  }

  /** The last call of a goroutine up to a step. */
  lastOf(goid: number, step: number): RecordedCall | null {
    return this.at(this.find((each) => each.call.goid === goid, Math.min(step + 1, this.next), true));
  }

  /** The next step behind `from` that fits, or the last before it; -1 when there is none. */
  find(fits: (recorded: RecordedCall) => boolean, from: number, backwards: boolean): number {
    const way = backwards ? -1 : 1;
    for (let step = from + way; ; step += way) {
      const recorded = this.at(step);
      if (recorded === null) return -1;
      if (fits(recorded)) return step;
    }
  }

  /** The goroutines that called something up to a step, each with its last call. */
  callers(step: number): Map<number, RecordedCall> {
    const found = new Map<number, RecordedCall>();
    for (let at = Math.min(step, this.next - 1); at >= this.#first; at--) {
      const recorded = this.at(at);
      if (recorded !== null && !found.has(recorded.call.goid)) found.set(recorded.call.goid, recorded);
    }
    return found;
  }

  search(text: string, limit: number, near: number): { hits: Hit[]; complete: boolean } {
    const words = text.toLowerCase().split(/\s+/).filter((word) => word !== ''); // prettier-ignore
    if (words.length === 0) return { hits: [], complete: true };
    const found = this.#calls.filter((recorded) => {
      const subject = subjectOf(recorded);
      return words.every((word) => subject.includes(word));
    });
    const distance = ({ call }: RecordedCall): number => Math.abs(call.step - near);
    const nearest = found.length <= limit ? found : found.sort((a, b) => distance(a) - distance(b)).slice(0, limit);
    const hits = nearest.map(({ call: { step, goid, place, text: shown, name, errnoName } }) => ({
      step, goid, function: name, place, text: shown, errnoName,
    })); // prettier-ignore
    return { hits: hits.sort((a, b) => a.step - b.step), complete: found.length <= limit };
  }

  timeline({ from, to, buckets, lanes: most }: TimelineRange, cursor: Cursor): Timeline {
    const begin = Math.max(this.#first, Math.min(from, this.next));
    const end = Math.max(begin, Math.min(to, this.next));
    const bucket = Math.max(1, Math.ceil((end - begin) / Math.max(1, Math.min(buckets, 4000))));
    const byGoroutine = new Map<number, RecordedCall[]>();
    for (const recorded of this.#calls.slice(begin - this.#first, end - this.#first)) {
      const { goid } = recorded.call;
      const all = byGoroutine.get(goid);
      if (all === undefined) byGoroutine.set(goid, [recorded]);
      else all.push(recorded);
    }
    const shown = [...byGoroutine]
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, Math.max(1, Math.min(most, 200)));
    const lanes = shown.map(([goid, calls]) => laneOf(goid, calls, begin, bucket)).sort((a, b) => a.goid - b.goid);
    return { cursor, from: begin, to: end, bucket, lanes, others: byGoroutine.size - shown.length, wakes: [] };
  }
}

function subjectOf({ call, stack }: RecordedCall): string {
  const fds = call.fds.map((fd) => `fd${fd}`);
  const lines = stack.map(({ function: name, file, line }) => `${name} ${file}:${line}`);
  return [call.text, `goroutine g${call.goid}`, ...fds, ...lines].join(' ').toLowerCase();
}

/** A goroutine runs where it calls: what it does between its calls is not seen. */
function laneOf(goid: number, calls: readonly RecordedCall[], begin: number, bucket: number): TimelineLane {
  const byBucket = new Map<number, RecordedCall[]>();
  for (const recorded of calls) {
    const at = begin + Math.floor((recorded.call.step - begin) / bucket) * bucket;
    byBucket.set(at, [...(byBucket.get(at) ?? []), recorded]);
  }
  const entry = goid === 0 ? 'runtime.schedule' : (calls[0]?.stack.at(-1)?.function ?? '');
  return {
    goid,
    entry,
    runs: [...byBucket].map(([from, some]) => ({ from, to: from + bucket, share: some.length / bucket })),
    calls: [...byBucket.values()].flatMap((some) => {
      const shown = some.find(({ call }) => call.errno !== 0) ?? some[0];
      if (shown === undefined) return [];
      const { step, name, errnoName, text } = shown.call;
      return [{ step, count: some.length, failed: some.filter(({ call }) => call.errno !== 0).length, name, errnoName, text: text.slice(0, 200) }]; // prettier-ignore
    }),
    waits: [],
  };
}

/** Whether a call is one that is sought; a goroutine alone is sought at any of its calls. */
export function isSought({ call }: RecordedCall, { goid, fd, call: name, errno }: Sought): boolean {
  return (
    (goid === undefined || call.goid === goid) &&
    (fd === undefined || call.fds.includes(fd)) &&
    (name === undefined || call.name === name) &&
    (errno === undefined || (errno === 'any' ? call.errno !== 0 : call.errnoName === errno))
  );
}
