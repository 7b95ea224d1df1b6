/**
 * The scheduler (runtime/proc.go): who runs next.
 *
 * A goroutine gives the processor away by a bare `yield`, having said in `m.mcall` what is to be done then: park_m, goschedImpl. Whoever parks has
 * made sure that somebody will `goready` it. The loop is Go's `schedule`: findRunnable looks at the timers, the local run queue, the global one,
 * and the network (runtime.netpoll, which is Go's own source and comes in by `hooks`); then the goroutine is executed until it yields.
 * sysmon does not run; the duties that a program could miss are done here: to poll a network that is never found idle and to end a time slice that
 * is inherited for ever by `sysmonsWork`, to preempt a goroutine that computes without parking by `preempt`, which the loops of a person's own
 * packages call every so many turns.
 */
import { T, type Frame } from '../../trace/tracer.ts';
import { clock, nanotime } from './clock.ts';
import {
  casgstatus,
  G,
  M,
  Sched,
  type FuncValue,
  type GoStatement,
  type MCall,
  type P,
  type Steps,
} from './goroutine.ts';
import { giveBack, memoryMark } from './mapped.ts';
import { forgetHandle } from './memory.ts';
import { mirrorStep, steps, type MirrorStep } from './mirror.ts';
import { globrunqget, runqget, runqput } from './runq.ts';
import { parked, rest } from './parked.ts';
import { Exit, GoPanic, panicNil } from './runtimeError.ts';
import { systemCalls, type CallInProgress } from './systemCall.ts';
import type { Wide } from './wide.ts';
import { doaddtimer, dodeltimer, runtimer, type Timer } from './timer.ts';

/** The network poller: runtime/netpoll.go and netpoll_epoll.go, executed. */
export interface SchedulerHooks {
  /** runtime.netpoll: the goroutines whose descriptors are ready, in the order of Go's gList (first to run first). */
  netpoll(delay: number): G[];
  netpollinited(): boolean;
  netpollWaiters(): number;
  netpollGenericInit(): void;
}

/** How a program dies (traceback.ts): prints what Go prints; the program then exits with status 2. */
export interface Dying {
  fatalpanic(panic: GoPanic, gp: G): void;
  fatalerror(message: string, running: G | null): void;
  fatalsignal(name: string, running: G | null): void;
  /** Makes a Go panic of an exception, or gives null if it is none. */
  asPanic(error: unknown): GoPanic | null;
}

const noNetwork: SchedulerHooks = {
  netpoll: () => [],
  netpollinited: () => false,
  netpollWaiters: () => 0,
  netpollGenericInit: () => undefined,
};

const silent: Dying = {
  fatalpanic: () => undefined,
  fatalerror: () => undefined,
  fatalsignal: () => undefined,
  asPanic: (error) => (error instanceof GoPanic ? error : null),
};

let m = new M();
let sched = new Sched();
/** The goroutine whose code runs: getg(). */
let g: G = m.g0;
/** Goroutines that were found runnable but wait beneath the JavaScript stack of a nested one. */
let beneath: G[] = [];
let sliceStart = 0;

export const getg = (): G => g;
export const allgs = (): G[] => [...sched.allgs];

function at(step: MirrorStep): void {
  mirrorStep(m.g0, step);
}

// ---- frames

// ---- park and ready

/**
 * Puts the current goroutine into a waiting state. If `unlockf` says false it is resumed at once. The reason is a text of waitReasonStrings.
 */
export function* gopark(
  unlockf: ((gp: G, lock: unknown) => unknown) | null,
  lock: unknown,
  reason: string,
): Steps<void> {
  const gp = g;
  const { frame } = gp;
  if (T.on) {
    mirrorStep(gp, steps.gopark.acquirem);
    mirrorStep(gp, steps.gopark.status);
  }
  if (gp.atomicstatus !== '_Grunning') throwFatal('gopark: bad g status');
  if (T.on) mirrorStep(gp, steps.gopark.waitlock);
  m.waitlock = lock;
  if (T.on) mirrorStep(gp, steps.gopark.waitunlockf);
  m.waitunlockf = unlockf;
  if (T.on) mirrorStep(gp, steps.gopark.waitreason);
  gp.waitreason = reason;
  if (T.on) mirrorStep(gp, steps.gopark.mcall);
  m.mcall = park_m;
  do yield;
  while (isLookedAt());
  gp.frame = frame;
}

/** gopark without its steps, for natives that yield by themselves: `beginPark(…); yield`. */
export function beginPark(unlockf: (gp: G, lock: unknown) => unknown, lock: unknown, reason: string): void {
  m.waitlock = lock;
  m.waitunlockf = unlockf;
  g.waitreason = reason;
  m.mcall = park_m;
}

/** Lets a parked goroutine run until it parks again, now, whatever runs. */
export function runParked(gp: G): void {
  const outer = g;
  const { curg } = m;
  const { frame } = m.g0;
  casgstatus(gp, '_Gwaiting', '_Grunnable');
  const next = execute(gp, true);
  if (next !== null) runqput(m.p, sched, next, false);
  g = outer;
  m.curg = curg;
  m.g0.frame = frame;
}

/** On g0: the goroutine is parked. Gives it back if it must go on. */
const park_m: MCall = (gp) => {
  if (T.on) at(steps.park_m.casgstatus);
  casgstatus(gp, '_Grunning', '_Gwaiting');
  if (T.on) at(steps.park_m.dropg);
  m.curg = null;
  const fn = m.waitunlockf;
  if (T.on) at(steps.park_m.waitunlockf);
  if (fn !== null) {
    if (T.on) at(steps.park_m.commit);
    const ok = fn(gp, m.waitlock);
    m.waitunlockf = null;
    m.waitlock = null;
    if (ok !== true) {
      casgstatus(gp, '_Gwaiting', '_Grunnable');
      if (T.on) at(steps.park_m.execute);
      return gp;
    }
  }
  if (T.on) at(steps.park_m.schedule);
  return null;
};

/** Marks a parked goroutine runnable; it runs next. */
export function goready(gp: G): void {
  ready(gp, true);
}

export function ready(gp: G, next: boolean): void {
  const { frame } = g;
  if (T.on) mirrorStep(g, steps.ready.casgstatus);
  if (gp.atomicstatus !== '_Gwaiting') throwFatal('bad g->status in ready');
  casgstatus(gp, '_Gwaiting', '_Grunnable');
  if (T.on) mirrorStep(g, steps.ready.runqput);
  runqput(m.p, sched, gp, next);
  if (T.on) mirrorStep(g, steps.ready.wakep);
  g.frame = frame;
}

/** Yields the processor: the goroutine goes to the end of the global queue. */
export function* Gosched(): Steps<void> {
  m.mcall = goschedImpl;
  do yield;
  while (isLookedAt());
}

const goschedImpl: MCall = (gp) => {
  if (T.on) at(steps.goschedImpl.casgstatus);
  casgstatus(gp, '_Grunning', '_Grunnable');
  m.curg = null;
  if (T.on) at(steps.goschedImpl.globrunqput);
  sched.runq.push(gp);
  if (T.on) at(steps.goschedImpl.schedule);
  return null;
};

// ---- system calls that block

/** The running goroutine makes a system call, on another thread; gives back when that has returned. */
export function* callElsewhere(call: CallInProgress): Steps<void> {
  const gp = g;
  const { frame } = gp;
  if (T.on) mirrorStep(gp, steps.reentersyscall.casgstatus);
  casgstatus(gp, '_Grunning', '_Gsyscall');
  gp.frame = frame;
  if (systemCalls.begin(gp, call)) {
    if (T.on) mirrorStep(gp, steps.exitsyscall.casgstatus);
    casgstatus(gp, '_Gsyscall', '_Grunning');
  } else {
    m.mcall = retake;
    do yield;
    while (isLookedAt());
    systemCalls.end(gp);
  }
  gp.frame = frame;
}

/** sysmon finds a processor whose goroutine is in a system call, and hands it to another thread. */
const retake: MCall = () => {
  if (T.on) {
    at(steps.retake.handoffp);
    at(steps.handoffp.startm);
    m.g0.frame = null;
  }
  m.curg = null;
  return null;
};

/** Makes the goroutines runnable whose calls have returned: their threads find no processor to go on with (exitsyscall0, exitsyscallNoP). */
function exitsyscalls(): void {
  for (let gp = systemCalls.take(); gp !== null; gp = systemCalls.any ? systemCalls.take() : null) {
    if (T.on) at(steps.exitsyscallNoP.casgstatus);
    casgstatus(gp, '_Gsyscall', '_Grunnable');
    if (T.on) at(steps.exitsyscallNoP.globrunqput);
    sched.runq.push(gp);
  }
}

// ---- preemption

/** Turns of loops that the running goroutine has left until `preempt` looks at the clock. */
export const slice = { left: 0 };
const firstTurns = 256;
const mostTurns = 65_536;
/** As many turns as take about this long: looking costs nothing then, and is not late. */
const lookInterval = 2_000_000;
let turns = firstTurns;
let lookedAt = 0;

/** Whether the running goroutine has had its time. */
function sliceIsOver(length: number): boolean {
  const now = nanotime();
  if (sliceStart === 0) sliceStart = lookedAt = now;
  const passed = now - lookedAt;
  lookedAt = now;
  turns =
    passed < lookInterval ? Math.min(turns * 2, mostTurns) : Math.max(1, Math.floor((turns * lookInterval) / passed));
  slice.left = turns;
  return g !== m.g0 && now - sliceStart > length;
}

/** In a loop that has used its turns: gives the processor away at the end of a time slice (sysmon's retake and gopreempt_m). */
export function* preempt(): Steps<void> {
  if (!sliceIsOver(sysmonInterval)) return;
  m.mcall = preemptImpl;
  do yield;
  while (isLookedAt());
}

/** The same in a plain function. It has a longer slice: whoever runs now runs on top of it, and it can go on when that one parks. */
export function preemptPlain(): void {
  if (!sliceIsOver(10 * sysmonInterval)) return;
  driveNested(giveAway());
}

function* giveAway(): Steps<void> {
  m.mcall = preemptImpl;
  yield;
}

const preemptImpl: MCall = (gp) => {
  // sysmon polls the network first, and then takes the processor away.
  sysmonsWork(m.p);
  const next = goschedImpl(gp);
  scheduler.afterPreemption();
  return next;
};

// ---- start and end

/** The go statement; `site` is where it stands, if its function has no frame. */
export function newproc(fn: FuncValue | null, args: unknown[], site: GoStatement | null = null): G {
  if (fn === null) throwFatal('go of nil func value');
  const { frame } = g;
  if (T.on) mirrorStep(g, steps.newproc.newproc1);
  const gp = newproc1(fn, args);
  gp.createdAt = site;
  if (T.on) mirrorStep(g, steps.newproc.runqput);
  runqput(m.p, sched, gp, true);
  g.frame = frame;
  return gp;
}

function newproc1(fn: FuncValue, args: unknown[]): G {
  const gp = new G(++sched.goidgen, fn, args, g);
  casgstatus(gp, '_Gidle', '_Grunnable');
  sched.allgs.add(gp);
  return gp;
}

/** runtime.Goexit: the deferred calls run, then the goroutine ends. */
export function goexit(): never {
  const panic = new GoPanic(null);
  panic.goexit = true;
  throw panic;
}

function goexit0(gp: G): void {
  if (T.on) at(steps.goexit0.casgstatus);
  casgstatus(gp, '_Grunning', '_Gdead');
  gp.frame = null;
  gp.iterator = null;
  sched.allgs.delete(gp);
  forgetHandle(gp);
  m.curg = null;
  if (T.on) at(steps.goexit0.schedule);
}

/** Ends the program (os.Exit): no deferred call runs. */
export function exit(status: number): never {
  throw new Exit(status);
}

/** runtime.throw and runtime.fatal: an error that cannot be recovered. */
export function throwFatal(message: string): never {
  scheduler.beforeTracebacks();
  scheduler.dying.fatalerror(message, g === m.g0 ? null : g);
  throw new Exit(2);
}

/** A signal that ends a program as a throw does (runtime/signal_unix.go, fatalsignal). `name` as sigtable has it: `SIGQUIT: quit`. */
export function dieOfSignal(name: string): never {
  scheduler.beforeTracebacks();
  scheduler.dying.fatalsignal(name, g === m.g0 ? null : g);
  throw new Exit(2);
}

// ---- execute

/** Runs a goroutine until it yields; then does what it asked for. Gives the goroutine to go on with at once, or null. */
function execute(gp: G, inherit: boolean): G | null {
  if (T.on) at(steps.execute.curg);
  m.curg = gp;
  if (T.on) at(steps.execute.casgstatus);
  casgstatus(gp, '_Grunnable', '_Grunning');
  if (T.on) at(steps.execute.schedtick);
  if (!inherit) {
    m.p.schedtick++;
    sliceStart = 0;
  }
  slice.left = turns = firstTurns;
  if (T.on) at(steps.execute.gogo);
  g = gp;
  const done = gogo(gp);
  g = m.g0;
  m.g0.frame = null;
  if (done) {
    if (gp === mainGoroutine && !exitingMain) throw new Exit(0);
    goexit0(gp);
    return null;
  }
  return mcall(gp);
}

function mcall(gp: G): G | null {
  const fn = m.mcall;
  if (fn === null) throw new Error(`goroutine ${gp.goid} yielded without parking`);
  m.mcall = null;
  return fn(gp);
}

/** Whether main has called Goexit: then its end is not the program's. */
let exitingMain = false;
let mainGoroutine: G | null = null;

/** Goes on with a goroutine's JavaScript stack. True when its function has returned. */
function gogo(gp: G): boolean {
  try {
    if (gp.iterator !== null) return gp.iterator.next().done === true;
    const start = gp.start as (...args: unknown[]) => unknown;
    if (start(...gp.args) !== parked) return true;
    gp.iterator = rest();
    return false;
  } catch (error) {
    const panic = scheduler.dying.asPanic(error);
    if (panic === null) throw error;
    if (panic.goexit) {
      if (gp === mainGoroutine) exitingMain = true;
      return true;
    }
    scheduler.dying.fatalpanic(panic, gp);
    throw new Exit(2);
  }
}

// ---- looking at who waits

/** Called on the stack of a goroutine that is looked at. */
let onlooker: (() => void) | null = null;

/** Asked by who has yielded and goes on: it was only for somebody to look. */
function isLookedAt(): boolean {
  onlooker?.();
  return onlooker !== null;
}

/**
 * Calls `look` where a goroutine waits, with all its JavaScript functions on the stack: its generators are resumed for that moment. False where that
 * cannot be: it has not begun, others run on top of it, or it is parked in a shortcut.
 */
export function lookOnStack(gp: G, look: () => void): boolean {
  if (gp.iterator === null || gp.nested > 0 || gp.inShortcut || gp.atomicstatus === '_Grunning') return false;
  const outer = g;
  const { frame } = gp;
  [g, onlooker] = [gp, look];
  try {
    gp.iterator.next();
  } finally {
    [g, onlooker] = [outer, null];
    gp.frame = frame;
  }
  return true;
}

// ---- schedule

/** One round of scheduling: finds a runnable goroutine. It never returns without one. */
function schedule(): G {
  if (T.on) at(steps.schedule.findRunnable);
  const gp = findRunnable();
  if (T.on) at(steps.schedule.execute);
  return gp;
}

const sysmonInterval = 10_000_000;

/** What sysmon would do: every 10 ms poll the network, and end a time slice that goroutines inherit from each other. */
function sysmonsWork(pp: P): void {
  const now = nanotime();
  if (sliceStart === 0) sliceStart = now;
  if (pp.runnext !== null && now - sliceStart > sysmonInterval) {
    const gp = pp.runnext;
    pp.runnext = null;
    runqput(pp, sched, gp, false);
    sliceStart = 0;
  }
  const { hooks } = scheduler;
  if (hooks.netpollinited() && hooks.netpollWaiters() > 0 && now - sched.lastpoll > sysmonInterval) {
    // A thread of its own in Go: nobody has called it.
    const { frame } = m.g0;
    m.g0.frame = null;
    if (T.on) at(steps.sysmon.lastpoll);
    sched.lastpoll = now;
    if (T.on) at(steps.sysmon.netpoll);
    const list = poll(0);
    if (T.on && list.length > 0) at(steps.sysmon.inject);
    injectglist(list, null);
    polled = [];
    m.g0.frame = frame;
  }
}

let polls = 0;
/** What the last poll gave and is on no queue yet, but for those that have been made runnable. */
let polled: G[] = [];

/** Who waits for the processor, for those who look: the next first. */
export function queues(): { runnext: G | null; runq: G[]; globrunq: G[]; polled: G[] } {
  const { runnext, runq, runqhead, runqtail } = m.p;
  const local = Array.from({ length: runqtail - runqhead }, (_, i) => runq[(runqhead + i) % runq.length]);
  return {
    runnext,
    runq: local.filter((gp) => gp != null),
    globrunq: [...sched.runq],
    polled: polled.filter((gp) => gp.atomicstatus === '_Gwaiting'),
  };
}

/**
 * Polls the network. The array that netpoll has the kernel write its events to is free again afterwards, as a stack frame would be; not while
 * somebody may want to look back at it, nor in the first polls, during which functions are compiled and may make lasting variables.
 */
function poll(delay: number): G[] {
  const mark = memoryMark();
  const list = scheduler.hooks.netpoll(delay);
  polled = list;
  if (++polls > 100 && !T.on && clock.tape === null) giveBack(mark);
  return list;
}

let ticks = 0;
let inheritTime = false;

function findRunnable(): G {
  const pp = m.p;
  const { hooks } = scheduler;
  for (;;) {
    inheritTime = false;
    if ((++ticks & 255) === 0) sysmonsWork(pp);
    if (systemCalls.any) exitsyscalls();
    if (T.on) at(steps.findRunnable.checkTimers);
    const pollUntil = pp.timers.length > 0 ? checkTimers(pp) : 0;

    // Check the global queue once in a while: two goroutines could keep the local one busy for ever.
    if (T.on) at(steps.findRunnable.fairness);
    if (pp.schedtick % 61 === 0 && sched.runq.length > 0) return globrunqget(pp, sched, 1) as G;

    if (T.on) at(steps.findRunnable.runqget);
    // Who runs next goes on in the time slice of the one that readied it.
    inheritTime = pp.runnext !== null;
    const local = runqget(pp);
    if (local !== null) return local;

    if (T.on) at(steps.findRunnable.globrunq);
    if (sched.runq.length > 0) return globrunqget(pp, sched, 0) as G;

    if (T.on) at(steps.findRunnable.pollNow);
    if (hooks.netpollinited() && hooks.netpollWaiters() > 0 && sched.lastpoll !== 0) {
      if (T.on) at(steps.findRunnable.netpollNow);
      const gp = takeFirst(poll(0), steps.findRunnable.pop, steps.findRunnable.inject, steps.findRunnable.casgstatus);
      if (gp !== null) return gp;
    }

    // There is nothing to do: block in the network until something happens or the next timer is due.
    if (T.on) at(steps.findRunnable.pollUntil);
    if (hooks.netpollinited() && (hooks.netpollWaiters() > 0 || pollUntil !== 0)) {
      sched.lastpoll = 0;
      sched.pollUntil = pollUntil;
      const delay = pollUntil === 0 ? -1 : Math.max(0, pollUntil - nanotime());
      if (T.on) at(steps.findRunnable.netpollBlock);
      const list = systemCalls.any ? pollBesideCalls(delay) : poll(delay);
      sched.pollUntil = 0;
      sched.lastpoll = nanotime();
      const { popBlocked, injectBlocked, casgstatusBlocked } = steps.findRunnable;
      const gp = takeFirst(list, popBlocked, injectBlocked, casgstatusBlocked);
      if (gp !== null) return gp;
      continue;
    }
    if (T.on) at(steps.findRunnable.stopm);
    stopm(pollUntil);
  }
}

/** Blocks in the network, and is woken when a system call has returned. */
function pollBesideCalls(delay: number): G[] {
  scheduler.wakeNetPollerAfterCalls(true);
  const list = poll(systemCalls.peek() === 0 ? delay : 0);
  scheduler.wakeNetPollerAfterCalls(false);
  return list;
}

/** The first of the goroutines that the network has readied; the others go to the run queue. */
function takeFirst(list: G[], pop: MirrorStep, inject: MirrorStep, makeRunnable: MirrorStep): G | null {
  const gp = list[0];
  if (gp === undefined) return null;
  if (T.on) at(pop);
  if (T.on) at(inject);
  injectglist(list.slice(1));
  if (T.on) at(makeRunnable);
  casgstatus(gp, '_Gwaiting', '_Grunnable');
  polled = [];
  return gp;
}

/** Makes the goroutines of a list runnable and puts them on the run queue of a processor; on the global one where there is none, as sysmon has none. */
export function injectglist(list: G[], pp: P | null = m.p): void {
  if (list.length === 0) return;
  for (const gp of list) {
    if (T.on) at(steps.injectglist.casgstatus);
    casgstatus(gp, '_Gwaiting', '_Grunnable');
  }
  if (pp === null) {
    if (T.on) at(steps.injectglist.globrunqputbatch);
    sched.runq.push(...list);
    return;
  }
  if (T.on) at(steps.injectglist.runqputbatch);
  for (const gp of list) runqput(pp, sched, gp, false);
}

/** Runs the timers that are due. Gives when the next one will be, 0 if there is none. */
function checkTimers(pp: P): number {
  const now = nanotime();
  for (;;) {
    const next = runtimer(pp, now);
    if (next !== 0) return next < 0 ? 0 : next;
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Nothing to run and no network to wait for: sleeps until the next timer; without one the program is dead. */
function stopm(pollUntil: number): void {
  if (pollUntil !== 0) {
    scheduler.sleep(Math.max(0, pollUntil - nanotime()) / 1e6);
    return;
  }
  if (systemCalls.any) {
    scheduler.sleepUntilCallReturns();
    return;
  }
  if (scheduler.idle !== null && [...sched.allgs].some((gp) => gp.held)) {
    scheduler.idle();
    return;
  }
  checkdead();
}

function checkdead(): never {
  if (beneath.length > 0 || [...sched.allgs].some((gp) => gp.nested > 0 && gp.atomicstatus === '_Grunnable')) {
    throw new Error('a plain function waits for a goroutine that waits beneath it');
  }
  if (sched.allgs.size === 0) {
    throwFatal('no goroutines (main called runtime.Goexit) - deadlock!');
  }
  throwFatal('all goroutines are asleep - deadlock!');
}

/** Runs goroutines until `until` is to run (or for ever: the program's end is thrown). */
function mstart(until: G | null): void {
  for (;;) {
    let gp: G | null = schedule();
    let inherit = inheritTime;
    while (gp !== null) {
      if (gp === until) return;
      if (gp.nested > 0) {
        beneath.push(gp);
        break;
      }
      gp = execute(gp, inherit);
      inherit = true;
    }
  }
}

// ---- plain functions that park after all

/** Runs a generator to its end from a plain function. */
export function driveNested<Result>(iterator: Iterator<undefined, Result, undefined>): Result {
  for (;;) {
    const result = iterator.next();
    if (result.done === true) return result.value;
    runOthers();
  }
}

/** Runs what is left of a function that has parked to its end, from a plain one. */
export function driveRest(): unknown {
  const steps = rest();
  runOthers();
  return driveNested(steps);
}

/**
 * A plain function waits: the other goroutines run on top of its stack until its own is to run again; one that waits beneath cannot run before
 * this has returned. On g0 (timers, netpoll) nothing may park.
 */
function runOthers(): void {
  const gp = g;
  if (gp === m.g0) throw new Error('a function parked on g0');
  const outer = beneath;
  beneath = [];
  gp.nested++;
  g = m.g0;
  m.g0.frame = null;
  if (mcall(gp) !== gp) mstart(gp);
  gp.nested--;
  for (const waiting of beneath) runqput(m.p, sched, waiting, false);
  beneath = outer;
  m.curg = gp;
  casgstatus(gp, '_Grunnable', '_Grunning');
  g = gp;
}

/** Calls a func value from a plain function. */
export function callPlain(f: FuncValue | null, ...args: unknown[]): unknown {
  if (f === null) return panicNil();
  const result = (f as (...values: unknown[]) => unknown)(...args);
  return result === parked ? driveRest() : result;
}

// ---- holding a goroutine

/** Asked for by a step: the goroutine waits here until `release`, while the others go on. */
export function* hold(_frame: Frame): Steps<void> {
  const gp = g;
  gp.held = true;
  const reason = gp.waitreason;
  gp.waitreason = 'held';
  m.mcall = holdImpl;
  do yield;
  while (isLookedAt());
  gp.waitreason = reason;
}
const holdImpl: MCall = (gp) => {
  casgstatus(gp, '_Grunning', '_Gwaiting');
  m.curg = null;
  return null;
};

/** Lets a held goroutine go on. */
export function release(gp: G): void {
  if (!gp.held) return;
  gp.held = false;
  casgstatus(gp, '_Gwaiting', '_Grunnable');
  runqput(m.p, sched, gp, false);
}

// ---- timers

/** Starts a timer. */
export function addTimer(t: Timer): void {
  if (t.index >= 0) dodeltimer(m.p, t);
  // Timers rely on the network poller, so it is made now.
  scheduler.hooks.netpollGenericInit();
  doaddtimer(m.p, t);
}

/** Stops a timer; false if it had fired or was not started. */
export function deleteTimer(t: Timer): boolean {
  return dodeltimer(m.p, t);
}

/** Changes a timer and starts it (again); whether it was waiting. */
export function modifyTimer(t: Timer, when: Wide, period: Wide, f: Timer['f'], arg: unknown, seq: number): boolean {
  const pending = dodeltimer(m.p, t);
  // Beyond 2^53 ns, 104 days from now, one time is as good as another.
  t.when = Math.min(Number(when), Number.MAX_SAFE_INTEGER);
  t.period = Math.min(Number(period), Number.MAX_SAFE_INTEGER);
  t.f = f;
  t.arg = arg;
  t.seq = seq;
  addTimer(t);
  wakeNetPoller();
  return pending;
}

/** A thread that sleeps in the poller must hear of an earlier timer. Here the only thread is the one that sets it: nobody sleeps. */
function wakeNetPoller(): void {
  if (!T.on) return;
  const { frame } = g;
  mirrorStep(g, steps.wakeNetPoller.lastpoll);
  mirrorStep(g, steps.wakeNetPoller.wakep);
  g.frame = frame;
}

// ---- the program

export const scheduler = {
  hooks: noNetwork,
  dying: silent,
  /** Called on g0 when a goroutine that computes without parking has been preempted: who watches may look in. */
  afterPreemption: (): void => undefined,
  /** Called before the stacks of all goroutines are printed. */
  beforeTracebacks: (): void => undefined,
  /** Nothing can run but a goroutine is held: must return when one may have been released. Null: that is a deadlock. */
  idle: null as (() => void) | null,
  /** Whether a thread whose system call returns is to wake the network poller, which is about to block. */
  wakeNetPollerAfterCalls: (_wake: boolean): void => undefined,
  /** No goroutine can run before a system call returns: must return when one has, or earlier. */
  sleepUntilCallReturns: (): void => undefined,
  /** Sleeps for some milliseconds, or shorter. */
  sleep: (milliseconds: number): void => {
    Atomics.wait(sleeper, 0, 0, milliseconds);
  },

  /** Runs a program: `main` is goroutine 1. Gives the exit status. */
  run(main: FuncValue, ...args: unknown[]): number {
    mainGoroutine = new G(1, main, args, null);
    exitingMain = false;
    sched.allgs.add(mainGoroutine);
    casgstatus(mainGoroutine, '_Gidle', '_Grunnable');
    runqput(m.p, sched, mainGoroutine, false);
    try {
      mstart(null);
    } catch (error) {
      if (error instanceof Exit) return error.status;
      throw error;
    } finally {
      g = m.g0;
    }
    return 0;
  },

  release,

  /** Forgets all goroutines and timers: for the next program in the same process. */
  reset(): void {
    m = new M();
    sched = new Sched();
    g = m.g0;
    beneath = [];
    mainGoroutine = null;
    systemCalls.reset();
  },

  /** The scheduler's own goroutine: its frames are g0's. */
  get g0(): G {
    return m.g0;
  },
  /** How many goroutines wait to run. */
  get runqsize(): number {
    return m.p.runqtail - m.p.runqhead + sched.runq.length + (m.p.runnext === null ? 0 : 1);
  },
};
