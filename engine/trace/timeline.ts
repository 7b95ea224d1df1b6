/** The timeline of a run: lanes of goroutines, their system calls and waits, and who woke whom, for a picture of limited width. */
import { Activity, type Counts } from './activity.ts';
import type { History } from './history.ts';
import { callBehind, firstFrom, type Moment, type Moments } from './moments.ts';
import type { Cursor, SystemCall, Timeline, TimelineLane, TimelineRange, TimelineWake } from './source.ts';
import type { Goroutine } from './tracer.ts';

interface Wait {
  g: Goroutine;
  from: number;
  to: number;
  reason: string;
  inCall: boolean;
}

/** What a picture can be asked for at most. */
const maximumBuckets = 4000;
const maximumLanes = 200;
/** Calls are told with so much of their text. */
const maximumText = 200;

export class Timelines {
  private readonly history: History;
  private readonly activity: Activity;
  private readonly moments: Moments;

  constructor(history: History, moments: Moments) {
    this.history = history;
    this.moments = moments;
    this.activity = new Activity(history);
  }

  /** It begins anew, as the history does. */
  forget(): void {
    this.activity.prune();
  }

  /** `calls` in the order in which they were made; `entryOf` names what a goroutine was started with. */
  timeline(
    range: TimelineRange,
    cursor: Cursor,
    calls: readonly SystemCall[],
    entryOf: (g: Goroutine) => string,
  ): Timeline {
    const { history, activity } = this;
    activity.prune();
    const begin = Math.max(history.first, Math.min(range.from, history.next));
    const end = Math.max(begin, Math.min(range.to, history.next));
    const buckets = Math.max(1, Math.min(range.buckets, maximumBuckets));
    const bucket = Activity.bucket((end - begin) / buckets);
    const from = Math.floor(begin / bucket) * bucket;
    const to = Math.ceil(end / bucket) * bucket;
    const drawn = new Drawn(from, to, bucket, history);
    for (let at = from; at < to; at += bucket) drawn.ran(at, activity.in(at, at + bucket));
    for (const wait of this.waits(from, to)) drawn.waited(wait, wait.inCall ? callOf(calls, wait) : null);
    for (let at = firstFrom(calls, from); at < calls.length; at++) {
      const call = calls[at] as SystemCall;
      if (call.step >= to) break;
      drawn.called(call);
    }
    const { lanes, others } = drawn.lanes(Math.max(1, Math.min(range.lanes, maximumLanes)), entryOf);
    const shown = new Set(lanes.map(({ goid }) => goid));
    return { cursor, from, to, bucket, lanes, others, wakes: this.wakes(from, to, bucket, shown) };
  }

  private waits(from: number, to: number): Wait[] {
    const waits: Wait[] = [];
    const parked = new Map<Goroutine, Moment>();
    for (const moment of this.moments.all) {
      const { g, kind, step } = moment;
      if (kind === 'runs' || kind === 'yielded') continue;
      // Parked behind a step, and ready behind one: it waits in between.
      if (kind === 'parked') parked.set(g, moment);
      else {
        const since = parked.get(g);
        parked.delete(g);
        if (since !== undefined && step > from && since.step < to) {
          waits.push({ g, from: since.step + 1, to: step + 1, reason: since.reason, inCall: since.inCall });
        }
      }
    }
    for (const { g, step, reason, inCall } of parked.values()) {
      if (step < to) waits.push({ g, from: step + 1, to: Infinity, reason, inCall });
    }
    return waits;
  }

  /** One for each goroutine and bucket, and of too many some. */
  private wakes(from: number, to: number, bucket: number, shown: ReadonlySet<number>): TimelineWake[] {
    const wakes: TimelineWake[] = [];
    const told = new Map<number, number>();
    for (const { step, g, by, kind } of this.moments.all) {
      if (step < from || step >= to || (kind !== 'ready' && kind !== 'started')) continue;
      if (!shown.has(g.goid) || !shown.has(by.goid)) continue;
      const at = Math.floor(step / bucket);
      if (told.get(g.goid) === at) continue;
      told.set(g.goid, at);
      wakes.push({ step, by: by.goid, goid: g.goid, kind });
    }
    const stride = Math.ceil(wakes.length / (2 * ((to - from) / bucket)));
    return stride <= 1 ? wakes : wakes.filter((_wake, index) => index % stride === 0);
  }
}

/** Calls that move data between the kernel and the program. */
const copying = new Set(
  'read readv pread64 recvfrom recvmsg write writev pwrite64 sendto sendmsg sendfile splice'.split(' '),
);

type Lane = Omit<TimelineLane, 'goid' | 'entry'>;

/** Fills the lanes, bucket by bucket. */
class Drawn {
  private readonly byGoroutine = new Map<Goroutine, Lane & { steps: number }>();
  private readonly byNumber = new Map<number, Lane>();
  private readonly from: number;
  private readonly to: number;
  private readonly bucket: number;
  private readonly history: History;

  constructor(from: number, to: number, bucket: number, history: History) {
    this.from = from;
    this.to = to;
    this.bucket = bucket;
    this.history = history;
  }

  ran(at: number, counts: Counts): void {
    const begin = Math.max(at, this.history.first);
    const end = Math.min(at + this.bucket, this.history.next);
    for (const [g, steps] of counts) {
      const lane = this.lane(g);
      lane.steps += steps;
      // In quarters: neighbours that look the same are one.
      const share = Math.min(1, Math.ceil((4 * steps) / (end - begin)) / 4);
      const last = lane.runs.at(-1);
      if (last !== undefined && last.to === begin && last.share === share) last.to = end;
      else lane.runs.push({ from: begin, to: end, share });
    }
  }

  /** `call`: the name of the system call in which it waited, where there is one. */
  waited({ g, from, to, reason, inCall }: Wait, call: string | null): void {
    const begin = Math.max(from, this.from);
    const end = Math.min(to, this.to, this.history.next);
    // The rest has no room, and is seen as a bucket in which it ran in part.
    if (end - begin >= this.bucket) {
      const isForData = inCall || reason === 'IO wait';
      this.lane(g).waits.push({ from: begin, to: end, reason: call ?? reason, ...(isForData ? { isForData } : {}) });
    }
  }

  called({ step, goid, name, errnoName, text, result }: SystemCall): void {
    const lane = this.byNumber.get(goid);
    if (lane === undefined) return;
    const failed = errnoName === '' ? 0 : 1;
    const copies = result > 0 && copying.has(name) ? 1 : 0;
    const call = { step, count: 1, failed, copies, name, errnoName, text: text.slice(0, maximumText) };
    const last = lane.calls.at(-1);
    if (last === undefined || Math.floor(last.step / this.bucket) !== Math.floor(step / this.bucket)) {
      lane.calls.push(call);
      return;
    }
    const all = copies + (last.copies ?? 0);
    if (failed > last.failed) Object.assign(last, { ...call, count: last.count });
    else last.failed += failed;
    last.copies = all;
    last.count++;
  }

  lanes(limit: number, entryOf: (g: Goroutine) => string): { lanes: TimelineLane[]; others: number } {
    const all = [...this.byGoroutine].sort(
      ([a, { steps: x }], [b, { steps: y }]) => Number(a.goid !== 0) - Number(b.goid !== 0) || y - x,
    );
    const shown = all.slice(0, limit).sort(([a], [b]) => a.goid - b.goid);
    return {
      lanes: shown.map(([g, { runs, calls, waits }]) => ({ goid: g.goid, entry: entryOf(g), runs, calls, waits })),
      others: all.length - shown.length,
    };
  }

  private lane(g: Goroutine): Lane & { steps: number } {
    let lane = this.byGoroutine.get(g);
    if (lane === undefined) {
      lane = { steps: 0, runs: [], calls: [], waits: [] };
      this.byGoroutine.set(g, lane);
      this.byNumber.set(g.goid, lane);
    }
    return lane;
  }
}

/** The name of the call in which a goroutine waited; of one that has not returned nothing is known. */
function callOf(calls: readonly SystemCall[], { g, from, to }: Wait): string {
  return (to === Infinity ? undefined : callBehind(calls, g, from - 1, to - 1)?.name) ?? 'system call';
}
