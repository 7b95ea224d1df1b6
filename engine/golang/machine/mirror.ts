/**
 * Which lines of runtime/proc.go the scheduler stands for.
 *
 * The functions of scheduler.ts do what Go's functions of the same names do, and say so step by step: `at(steps.park_m.dropg)`. Here each step is
 * tied to a statement of Go's source, by function and syntax; who has the source turns that into positions (`install`) before anybody watches.
 * The frames on g0 follow from the steps: a step of a function that is on the stack returns to it, of any other calls it.
 */
import { T, type Frame, type FunctionInfo } from '../../trace/tracer.ts';
import type { G } from './goroutine.ts';

/** A statement of Go's source as walkthroughs name it. */
export interface MirrorAnchor {
  file: string;
  func: string;
  /** `call dropg`, `if fn`, `return 2`, `func`. The first that resolves is taken, for versions differ. */
  statements: string[];
}

export interface MirroredFunction {
  /** As tracebacks name it. */
  name: string;
  file: string;
  func: string;
  anchors: MirrorAnchor[];
  /** Null while nobody has installed it: its steps are not shown. */
  info: FunctionInfo | null;
}

export interface MirrorStep {
  fn: MirroredFunction;
  pc: number;
}

export const mirrored: MirroredFunction[] = [];

function mirror<Name extends string>(
  func: string,
  statements: Record<Name, string | string[]>,
  file = 'runtime/proc.go',
): Record<Name, MirrorStep> {
  const fn: MirroredFunction = { name: `runtime.${func}`, file, func, anchors: [], info: null };
  mirrored.push(fn);
  const steps: Partial<Record<Name, MirrorStep>> = {};
  for (const name of Object.keys(statements) as Name[]) {
    const statement = statements[name];
    steps[name] = { fn, pc: fn.anchors.length };
    fn.anchors.push({ file, func, statements: Array.isArray(statement) ? statement : [statement] });
  }
  return steps as Record<Name, MirrorStep>;
}

export const steps = {
  gopark: mirror('gopark', {
    acquirem: 'call acquirem',
    status: 'call readgstatus',
    waitlock: 'assign mp.waitlock',
    waitunlockf: 'assign mp.waitunlockf',
    waitreason: 'assign gp.waitreason',
    mcall: 'call mcall',
  }),
  park_m: mirror('park_m', {
    casgstatus: 'call casgstatus',
    dropg: 'call dropg',
    waitunlockf: 'if fn',
    commit: 'call fn',
    notok: 'if ok',
    execute: 'call execute',
    schedule: 'call schedule',
  }),
  schedule: mirror('schedule', {
    findRunnable: 'call findRunnable',
    execute: ['call execute'],
  }),
  findRunnable: mirror('findRunnable', {
    checkTimers: ['call checkTimers', 'call pp.timers.check'],
    fairness: 'if pp.schedtick',
    runqget: 'call runqget',
    globrunq: ['if sched.runqsize', 'if sched.runq.empty'],
    pollNow: 'if netpollinited',
    netpollNow: 'call netpoll',
    pop: 'call list.pop',
    inject: 'call injectglist',
    casgstatus: 'call casgstatus',
    pollUntil: 'if netpollinited',
    netpollBlock: 'call netpoll',
    stopm: 'call stopm',
  }),
  execute: mirror('execute', {
    curg: 'assign mp.curg',
    casgstatus: 'call casgstatus',
    schedtick: 'if inheritTime',
    gogo: 'call gogo',
  }),
  injectglist: mirror('injectglist', {
    casgstatus: 'call casgstatus',
    runqputbatch: 'call runqputbatch',
  }),
  ready: mirror('ready', {
    casgstatus: 'call casgstatus',
    runqput: 'call runqput',
    wakep: 'call wakep',
  }),
  newproc: mirror('newproc', {
    newproc1: 'call newproc1',
    runqput: 'call runqput',
  }),
  goschedImpl: mirror('goschedImpl', {
    casgstatus: 'call casgstatus',
    globrunqput: 'call globrunqput',
    schedule: 'call schedule',
  }),
  goexit0: mirror('goexit0', {
    casgstatus: ['call casgstatus', 'call gdestroy'],
    schedule: 'call schedule',
  }),
};

/** The second of two statements that read the same. */
const second = new Set(['pollUntil', 'netpollBlock']);
/** Which occurrence of its statement a step is, from 1. */
export function occurrence(step: MirrorStep): number {
  return step.fn.func === 'findRunnable' && second.has(stepName(step)) ? 2 : 1;
}
function stepName(step: MirrorStep): string {
  for (const functionSteps of Object.values(steps)) {
    for (const [name, candidate] of Object.entries(functionSteps)) if (candidate === step) return name;
  }
  return '';
}

/** Gives the mirrored functions their places: `make` finds the anchors in the source in use and makes the function's info, or null. */
export function installMirror(make: (fn: MirroredFunction) => FunctionInfo | null): void {
  for (const fn of mirrored) fn.info = make(fn);
}

class MirrorFrame implements Frame {
  readonly fn: FunctionInfo;
  caller: Frame | null;
  readonly g: G;
  pc = 0;

  constructor(fn: FunctionInfo, caller: Frame | null, g: G) {
    this.fn = fn;
    this.caller = caller;
    this.g = g;
  }
}

/** A step of a mirrored function on the stack of `gp`; asked only while somebody watches. */
export function mirrorStep(gp: G, step: MirrorStep): void {
  const { info } = step.fn;
  if (info === null || info.steps[step.pc] === undefined) return;
  let frame = gp.frame;
  while (frame !== null && frame.fn !== info) frame = frame.caller;
  frame ??= new MirrorFrame(info, gp.frame, gp);
  frame.pc = step.pc;
  gp.frame = frame;
  T.step(frame);
}
