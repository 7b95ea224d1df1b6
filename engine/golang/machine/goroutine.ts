/**
 * G, M and P (runtime/runtime2.go): a goroutine, the one thread that runs them, and the processor with its run queue.
 *
 * A goroutine's stack is a JavaScript iterator, since its functions that may park are generators; `frame` heads the Go frames for those who watch.
 * There is one M and one P: one JavaScript thread, GOMAXPROCS=1.
 */
import { T, type Frame } from '../../trace/tracer.ts';
import type { GoPanic } from './runtimeError.ts';
import type { Timer } from './timer.ts';

export type GStatus = '_Gidle' | '_Grunnable' | '_Grunning' | '_Gsyscall' | '_Gwaiting' | '_Gdead';

/** A func value: what it gives may be that it has parked (parked.ts). */
export interface FuncValue {
  (...args: never[]): unknown;
  usesRecover?: boolean;
  /** As tracebacks name it: `main.main.func1`. */
  goName?: string;
}

/** What a generator function gives: yields nothing, returns the results. */
export type Steps<Result> = Generator<undefined, Result, void>;

/** A go statement: the function that it is in, the file, the offset there. */
export type GoStatement = readonly [name: string, file: string, offset: number];

export class G {
  readonly goid: number;
  atomicstatus: GStatus = '_Gidle';
  /** Why it waits, in Go's words (waitReasonStrings). */
  waitreason = '';
  /** The innermost Go frame. */
  frame: Frame | null = null;
  /** The JavaScript stack; null before its first run. */
  iterator: Iterator<undefined, unknown, undefined> | null = null;
  /** What the go statement called. */
  readonly start: FuncValue | null;
  readonly args: unknown[];
  /** Where the go statement stands (its frame as it was then), and who ran it. */
  readonly createdBy: Frame | null;
  /** The go statement, where `createdBy` is but the innermost frame around it. */
  createdAt: GoStatement | null = null;
  /** A number: a goroutine keeps none of its ancestors alive. */
  readonly parentGoid: number;
  /** What the one who wakes it hands over (a sudog for channels). */
  param: unknown = null;
  /** In select: whether a case has won already. */
  selectDone = false;
  /** The next one in a gList. */
  schedlink: G | null = null;
  /** More than 0 while a plain function of it waits beneath the JavaScript stack (driveNested). */
  nested = 0;
  /** Its handle (memory.ts), once somebody has asked; 0 before. */
  address = 0;
  /** The innermost panic whose deferred calls are running. */
  panicking: GoPanic | null = null;
  /** It is parked in a shortcut (natives/shortcuts.ts) and not in Go's own code. */
  inShortcut = false;
  /** Kept from running by who watches (`hold`). */
  held = false;
  /** Between entersyscall and exitsyscall. */
  inSyscall = false;
  /** How often it has locked itself to its thread (LockOSThread). */
  lockedExt = 0;

  constructor(goid: number, start: FuncValue | null, args: unknown[], parent: G | null) {
    this.goid = goid;
    this.start = start;
    this.args = args;
    this.parentGoid = parent?.goid ?? 0;
    const frame = parent?.frame ?? null;
    this.createdBy = frame === null ? null : { fn: frame.fn, caller: null, g: null, pc: frame.pc, shownPc: frame.pc };
  }
}

/** The length of a P's ring of runnable goroutines. */
export const runqLength = 256;

export class P {
  /** The goroutine that the running one has just readied: it runs next, in the same time slice. */
  runnext: G | null = null;
  runqhead = 0;
  runqtail = 0;
  readonly runq = new Array<G | null>(runqLength).fill(null);
  schedtick = 0;
  /** A heap by `when` (timer.ts). */
  readonly timers: Timer[] = [];
}

/** What a goroutine asks to be done on g0 once it has given the processor away (runtime.mcall). Gives the goroutine to go on with at once, or null. */
export type MCall = (gp: G) => G | null;

export class M {
  readonly g0 = new G(0, null, [], null);
  curg: G | null = null;
  readonly p = new P();
  waitunlockf: ((gp: G, lock: unknown) => unknown) | null = null;
  waitlock: unknown = null;
  mcall: MCall | null = null;
}

/** The scheduler's state that is not a P's (runtime.schedt). */
export class Sched {
  /** The global run queue. */
  readonly runq: G[] = [];
  /** When the network was last polled; 0 while a poll blocks. */
  lastpoll = 1;
  /** Until when that poll sleeps. */
  pollUntil = 0;
  /** main is 1. Real Go's own goroutines and its batches of 16 take the numbers before 18, usually. */
  goidgen = 17;
  readonly allgs = new Set<G>();
}

/** Changes a goroutine's state, which must be `from`. */
export function casgstatus(gp: G, from: GStatus, to: GStatus): void {
  if (gp.atomicstatus !== from) throw new Error(`casgstatus: goroutine ${gp.goid} is ${gp.atomicstatus}, not ${from}`);
  gp.atomicstatus = to;
  if (T.on) T.goroutine({ g: gp, status: to, reason: to === '_Gwaiting' ? gp.waitreason : '' });
}
