/**
 * Channels (runtime/chan.go).
 *
 * A buffer of fixed size and two queues of waiting goroutines. At any time one of the queues is empty, but for a select that both sends and
 * receives. A sender that finds a receiver waiting hands the value over without the buffer; a receiver that finds a sender waiting with a full
 * buffer takes the oldest value and lets the sender's take its place. Whoever is woken finds in `param` the sudog that it was woken through.
 */
import { T } from '../../trace/tracer.ts';
import type { G, Steps } from './goroutine.ts';
import { panicPlain } from './runtimeError.ts';
import type { RType } from './rtype.ts';
import { driveNested, getg, goready, gopark } from './scheduler.ts';
import type { Wide } from './wide.ts';

/** A goroutine in a queue of a channel (runtime.sudog). */
export class Sudog {
  readonly g: G;
  readonly c: Chan;
  /** What it sends, or has received. */
  elem: unknown;
  /** In a select, where the first case to come wins. */
  readonly isSelect: boolean;
  /** Whether it was woken by a communication, not by a close. */
  success = false;
  next: Sudog | null = null;
  prev: Sudog | null = null;
  queued = false;

  constructor(g: G, c: Chan, elem: unknown, isSelect: boolean) {
    this.g = g;
    this.c = c;
    this.elem = elem;
    this.isSelect = isSelect;
  }
}

/** runtime.waitq */
export class WaitQueue {
  first: Sudog | null = null;
  last: Sudog | null = null;

  enqueue(sg: Sudog): void {
    sg.queued = true;
    sg.prev = this.last;
    sg.next = null;
    if (this.last === null) this.first = sg;
    else this.last.next = sg;
    this.last = sg;
  }

  /** The first that still waits; a select that another case has won is passed over. */
  dequeue(): Sudog | null {
    for (;;) {
      const sg = this.first;
      if (sg === null) return null;
      this.remove(sg);
      if (sg.isSelect) {
        if (sg.g.selectDone) continue;
        sg.g.selectDone = true;
      }
      return sg;
    }
  }

  remove(sg: Sudog): void {
    if (!sg.queued) return;
    sg.queued = false;
    if (sg.prev === null) this.first = sg.next;
    else sg.prev.next = sg.next;
    if (sg.next === null) this.last = sg.prev;
    else sg.next.prev = sg.prev;
    sg.next = null;
    sg.prev = null;
  }
}

/** runtime.hchan */
export class Chan {
  readonly elemtype: RType;
  /** Size of the circular buffer. */
  readonly dataqsiz: number;
  readonly buf: unknown[];
  qcount = 0;
  sendx = 0;
  recvx = 0;
  closed = false;
  /** It belongs to a timer, and seems to be unbuffered (since 1.23). */
  timer = false;
  readonly recvq = new WaitQueue();
  readonly sendq = new WaitQueue();

  constructor(elemtype: RType, size: number) {
    this.elemtype = elemtype;
    this.dataqsiz = size;
    this.buf = new Array<unknown>(size).fill(undefined);
  }
}

export function makeChan(elem: RType, size: Wide): Chan {
  if (typeof size !== 'number' || size < 0 || size > 0x7fffffff) return panicPlain('makechan: size out of range');
  return new Chan(elem, size);
}
export const chanlen = (c: Chan | null): number => (c === null || c.timer ? 0 : c.qcount);
export const chancap = (c: Chan | null): number => (c === null || c.timer ? 0 : c.dataqsiz);

function wake(sg: Sudog, success: boolean): void {
  sg.success = success;
  sg.g.param = sg;
  goready(sg.g);
}

/** What the last successful tryRecv received. */
export const received: { value: unknown; ok: boolean } = { value: undefined, ok: false };

/** Sends if that is possible at once (chansend with block false). */
export function trySend(c: Chan, value: unknown): boolean {
  if (c.closed) panicPlain('send on closed channel');
  const sg = c.recvq.dequeue();
  if (sg !== null) {
    sg.elem = value;
    wake(sg, true);
    return true;
  }
  if (c.qcount < c.dataqsiz) {
    if (T.on) writeBuffer(c, c.sendx);
    c.buf[c.sendx] = value;
    if (++c.sendx === c.dataqsiz) c.sendx = 0;
    c.qcount++;
    return true;
  }
  return false;
}

/** Receives into `received` if that is possible at once. */
export function tryRecv(c: Chan): boolean {
  if (c.closed && c.qcount === 0) {
    received.value = c.elemtype.zero();
    received.ok = false;
    return true;
  }
  const sg = c.sendq.dequeue();
  if (sg !== null) {
    if (c.dataqsiz === 0) {
      received.value = sg.elem;
    } else {
      // The queue is full: take its head, and put the sender's value at its tail, which is the same place.
      if (T.on) writeBuffer(c, c.recvx);
      received.value = c.buf[c.recvx];
      c.buf[c.recvx] = sg.elem;
      if (++c.recvx === c.dataqsiz) c.recvx = 0;
      c.sendx = c.recvx;
    }
    received.ok = true;
    wake(sg, true);
    return true;
  }
  if (c.qcount > 0) {
    if (T.on) writeBuffer(c, c.recvx);
    received.value = c.buf[c.recvx];
    received.ok = true;
    c.buf[c.recvx] = undefined;
    if (++c.recvx === c.dataqsiz) c.recvx = 0;
    c.qcount--;
    return true;
  }
  return false;
}

function writeBuffer(c: Chan, index: number): void {
  T.write(c.buf, index);
  T.write(c, 'qcount');
  T.write(c, 'sendx');
  T.write(c, 'recvx');
}

/** `c <- v` */
export function* chansend(c: Chan | null, value: unknown): Steps<void> {
  if (c === null) {
    for (;;) yield* gopark(null, null, 'chan send (nil chan)');
  }
  if (trySend(c, value)) return;
  const gp = getg();
  const sg = new Sudog(gp, c, value, false);
  c.sendq.enqueue(sg);
  yield* gopark(null, null, 'chan send');
  gp.param = null;
  if (!sg.success) panicPlain('send on closed channel');
}

/** Waits until a value or a close comes. */
function* receive(c: Chan | null): Steps<Sudog> {
  if (c === null) {
    for (;;) yield* gopark(null, null, 'chan receive (nil chan)');
  }
  const gp = getg();
  const sg = new Sudog(gp, c, undefined, false);
  c.recvq.enqueue(sg);
  yield* gopark(null, null, 'chan receive');
  gp.param = null;
  return sg;
}

/** `<-c` */
export function* chanrecv(c: Chan | null): Steps<unknown> {
  if (c !== null && tryRecv(c)) return received.value;
  return (yield* receive(c)).elem;
}

/** `v, ok := <-c` */
export function* chanrecvOk(c: Chan | null): Steps<[unknown, boolean]> {
  if (c !== null && tryRecv(c)) return [received.value, received.ok];
  const sg = yield* receive(c);
  return [sg.elem, sg.success];
}

export function chansendPlain(c: Chan | null, value: unknown): void {
  driveNested(chansend(c, value));
}
export function chanrecvPlain(c: Chan | null): unknown {
  return driveNested(chanrecv(c));
}
export function chanrecvOkPlain(c: Chan | null): [unknown, boolean] {
  return driveNested(chanrecvOk(c));
}

/** `close(c)` */
export function closechan(c: Chan | null): void {
  if (c === null) return panicPlain('close of nil channel');
  if (c.closed) panicPlain('close of closed channel');
  if (T.on) T.write(c, 'closed');
  c.closed = true;
  const waiting: Sudog[] = [];
  for (let sg = c.recvq.dequeue(); sg !== null; sg = c.recvq.dequeue()) {
    sg.elem = c.elemtype.zero();
    waiting.push(sg);
  }
  // Senders will panic.
  for (let sg = c.sendq.dequeue(); sg !== null; sg = c.sendq.dequeue()) waiting.push(sg);
  for (const sg of waiting) wake(sg, false);
}
