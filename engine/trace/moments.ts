/** What happened to goroutines behind which step: so what each of them did at any step is known, and in which system call it was. */
import { scheduler } from './activity.ts';
import type { History } from './history.ts';
import type { SystemCall } from './source.ts';
import type { Goroutine, GoroutineEvent } from './tracer.ts';

/** Something that happened to a goroutine behind a step. */
export interface Moment {
  step: number;
  g: Goroutine;
  /** `yielded`: made itself runnable. */
  kind: 'parked' | 'started' | 'ready' | 'yielded' | 'runs' | 'exited';
  /** Who did it. */
  by: Goroutine;
  reason: string;
  /** It waits in a system call. */
  inCall: boolean;
}

/** What a goroutine did at a step. */
export interface Doing {
  /** As tracebacks show it; null: it was not there, yet or any more. */
  status: string | null;
  /** The system call that it waited in last: behind which step that began, and behind which one it had returned. */
  call: { from: number; returned: number | null } | null;
}

/** More moments than this are not kept: the oldest go. */
const maximum = 80_000;

export class Moments {
  private readonly history: History;
  private moments: Moment[] = [];

  constructor(history: History) {
    this.history = history;
  }

  get all(): readonly Moment[] {
    return this.moments;
  }

  /** A goroutine changed its state while `by` ran. */
  happened({ g, status, reason }: GoroutineEvent, by: Goroutine): void {
    const { moments } = this;
    const kind = kindOf(status, g, by);
    if (kind === null) return;
    const last = moments.at(-1);
    // A call that has returned before anybody else could run: nothing was waited for.
    if (kind === 'runs' && last?.inCall === true && last.g === g) moments.pop();
    else {
      const inCall = status === '_Gsyscall';
      moments.push({ step: this.history.last, g, kind, by: by.goid === 0 ? scheduler : by, reason, inCall });
    }
    if (moments.length > maximum) this.moments = moments.slice(maximum / 4);
  }

  /** It begins anew, as the history does. */
  forget(): void {
    this.moments = [];
  }

  /** What was done at a step by each goroutine of which something is known. */
  at(step: number): Map<Goroutine, Doing> {
    const doing = new Map<Goroutine, Doing>();
    for (const { g, kind, step: behind, reason, inCall } of this.moments) {
      const before = doing.get(g);
      if (behind >= step) {
        // The first that is known of it says what it did until then.
        if (before === undefined) doing.set(g, { status: statusBefore[kind], call: null });
        continue;
      }
      let call = before?.call ?? null;
      if (kind === 'parked') call = inCall ? { from: behind, returned: null } : null;
      else if (call?.returned === null) call = { ...call, returned: behind };
      doing.set(g, { status: inCall ? 'syscall' : kind === 'parked' ? reason || 'waiting' : statuses[kind], call });
    }
    return doing;
  }
}

const statuses = { parked: 'waiting', started: 'runnable', ready: 'runnable', yielded: 'runnable', runs: 'running', exited: null } as const; // prettier-ignore
const statusBefore = { parked: 'running', started: null, ready: 'waiting', yielded: 'running', runs: 'runnable', exited: 'running' } as const; // prettier-ignore

function kindOf(status: string, g: Goroutine, by: Goroutine): Moment['kind'] | null {
  switch (status) {
    case '_Gwaiting':
    case '_Gsyscall':
      return 'parked';
    case '_Gdead':
      return 'exited';
    case '_Grunning':
      return 'runs';
    case '_Grunnable':
      return g === by ? 'yielded' : g.frame === null ? 'started' : 'ready';
    default:
      return null;
  }
}

/** The call that a goroutine began to wait in behind a step: its first one that was recorded since. Undefined: it has not been recorded. */
export function callBehind(
  calls: readonly SystemCall[],
  { goid }: Goroutine,
  from: number,
  returned = from,
): SystemCall | undefined {
  for (let at = firstFrom(calls, returned); at < calls.length; at++) {
    const call = calls[at] as SystemCall;
    if (call.goid === goid && call.step >= from) return call;
  }
  return undefined;
}

/** The index of the first call at or behind a step. */
export function firstFrom(calls: readonly SystemCall[], step: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
