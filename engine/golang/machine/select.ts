/** select (runtime/select.go): looks at the cases in random order for one that can go on; else waits on all of them. */
import { received, Sudog, tryRecv, trySend, type Chan } from './channel.ts';
import type { Steps } from './goroutine.ts';
import { random32 } from './random.ts';
import { panicPlain } from './runtimeError.ts';
import { driveNested, getg, gopark } from './scheduler.ts';

/** Channel, whether it sends, and what. */
export type SelectCase = [channel: Chan | null, isSend: boolean, value?: unknown];
/** Index of the case that went on (-1: default), what was received, and whether by a send. */
export type Selected = [index: number, value: unknown, ok: boolean];

export const selectOrder = {
  /** A number from 0 to 1; put another source here to make a run repeatable. */
  random: (): number => random32() / 4294967296,
};

/** Numbers 0 to n-1 in random order. */
function pollorder(n: number): number[] {
  const order: number[] = [];
  for (let i = 0; i < n; i++) {
    const j = Math.floor(selectOrder.random() * (i + 1));
    order[i] = order[j] ?? i;
    order[j] = i;
  }
  return order;
}

const none: Selected = [-1, undefined, false];

/** A case that can go on at once, or null. */
function selectNow(cases: SelectCase[], order: number[]): Selected | null {
  for (const i of order) {
    const [c, isSend, value] = cases[i] as SelectCase;
    if (c === null) continue;
    if (isSend) {
      if (trySend(c, value)) return [i, undefined, false];
    } else if (tryRecv(c)) return [i, received.value, received.ok];
  }
  return null;
}

/** `block` is false with a default case. */
export function* selectgo(cases: SelectCase[], block: boolean): Steps<Selected> {
  const order = pollorder(cases.length);
  const now = selectNow(cases, order);
  if (now !== null) return now;
  if (!block) return none;
  if (cases.length === 0) {
    for (;;) yield* gopark(null, null, 'select (no cases)');
  }
  const gp = getg();
  gp.selectDone = false;
  gp.param = null;
  const waiting: { sg: Sudog; index: number }[] = [];
  for (let i = 0; i < cases.length; i++) {
    const [c, isSend, value] = cases[i] as SelectCase;
    if (c === null) continue;
    const sg = new Sudog(gp, c, value, true);
    waiting.push({ sg, index: i });
    (isSend ? c.sendq : c.recvq).enqueue(sg);
  }
  yield* gopark(null, null, 'select');
  const woken = gp.param as Sudog;
  gp.param = null;
  let won = -1;
  for (const { sg, index } of waiting) {
    if (sg === woken) won = index;
    else (cases[index]?.[1] === true ? sg.c.sendq : sg.c.recvq).remove(sg);
  }
  if (cases[won]?.[1] === true) {
    if (!woken.success) panicPlain('send on closed channel');
    return [won, undefined, false];
  }
  return [won, woken.elem, woken.success];
}

export function selectgoPlain(cases: SelectCase[], block: boolean): Selected {
  return driveNested(selectgo(cases, block));
}
