/** Run queues (runtime/proc.go): each P has `runnext` and a ring of its own, and there is a global queue behind it. */
import { runqLength, type G, type P, type Sched } from './goroutine.ts';

/** Puts a goroutine on the local run queue; with `next` it runs next, and who was to run next goes to the queue's end. */
export function runqput(pp: P, sched: Sched, gp: G, next: boolean): void {
  let tail: G = gp;
  if (next) {
    const old = pp.runnext;
    pp.runnext = gp;
    if (old === null) return;
    tail = old;
  }
  if (pp.runqtail - pp.runqhead < runqLength) {
    pp.runq[pp.runqtail++ % runqLength] = tail;
    return;
  }
  runqputslow(pp, sched, tail);
}

/** Moves half of a full local queue to the global one. */
function runqputslow(pp: P, sched: Sched, gp: G): void {
  for (let n = runqLength / 2; n > 0; n--) sched.runq.push(pp.runq[pp.runqhead++ % runqLength] as G);
  sched.runq.push(gp);
}

/** Takes the next goroutine of the local queue. */
export function runqget(pp: P): G | null {
  const next = pp.runnext;
  if (next !== null) {
    pp.runnext = null;
    return next;
  }
  if (pp.runqtail === pp.runqhead) return null;
  const slot = pp.runqhead++ % runqLength;
  const gp = pp.runq[slot] as G;
  pp.runq[slot] = null;
  return gp;
}

/** Takes goroutines from the global queue: gives the first, and up to `max` in all go to the local queue (0: a fair share). */
export function globrunqget(pp: P, sched: Sched, max: number): G | null {
  const gp = sched.runq.shift();
  if (gp === undefined) return null;
  const share = max > 0 ? max : Math.min(sched.runq.length + 1, runqLength / 2);
  for (let n = share - 1; n > 0 && sched.runq.length > 0; n--) runqput(pp, sched, sched.runq.shift() as G, false);
  return gp;
}
