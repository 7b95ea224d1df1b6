/** Timers of a P (runtime/time.go): a heap by `when`, run by the scheduler between goroutines. */
import type { P } from './goroutine.ts';

export class Timer {
  /** When it fires, on the program's clock. */
  when = 0;
  /** If not 0, it fires again each `period`. */
  period = 0;
  /** Runs on g0 and must not park. */
  f: (arg: unknown, seq: number) => void = () => undefined;
  arg: unknown = null;
  seq = 0;
  /** Its place in the heap; -1 when it is in none. */
  index = -1;
}

function swap(heap: Timer[], i: number, j: number): void {
  const a = heap[i] as Timer;
  const b = heap[j] as Timer;
  heap[i] = b;
  heap[j] = a;
  b.index = i;
  a.index = j;
}

const when = (heap: Timer[], i: number): number => (heap[i] as Timer).when;

function siftup(heap: Timer[], i: number): void {
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (when(heap, parent) <= when(heap, i)) return;
    swap(heap, i, parent);
    i = parent;
  }
}

function siftdown(heap: Timer[], i: number): void {
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) return;
    if (child + 1 < heap.length && when(heap, child + 1) < when(heap, child)) child++;
    if (when(heap, i) <= when(heap, child)) return;
    swap(heap, i, child);
    i = child;
  }
}

/** runtime.doaddtimer */
export function doaddtimer(pp: P, t: Timer): void {
  t.index = pp.timers.length;
  pp.timers.push(t);
  siftup(pp.timers, t.index);
}

/** runtime.dodeltimer: false if it was not waiting (any more). */
export function dodeltimer(pp: P, t: Timer): boolean {
  const { index } = t;
  if (index < 0) return false;
  const last = pp.timers.length - 1;
  if (index !== last) swap(pp.timers, index, last);
  pp.timers.pop();
  t.index = -1;
  if (index !== last) {
    siftup(pp.timers, index);
    siftdown(pp.timers, index);
  }
  return true;
}

/** runtime.runtimer: runs the first timer if it is due. Gives 0 if it ran, -1 if there is none, else when the first will be due. */
export function runtimer(pp: P, now: number): number {
  const t = pp.timers[0];
  if (t === undefined) return -1;
  if (t.when > now) return t.when;
  if (t.period > 0) {
    const next = t.when + t.period * (1 + Math.floor((now - t.when) / t.period));
    t.when = Math.min(next, Number.MAX_SAFE_INTEGER);
    siftdown(pp.timers, 0);
  } else {
    dodeltimer(pp, t);
  }
  t.f(t.arg, t.seq);
  return 0;
}
