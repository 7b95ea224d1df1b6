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
  /** `call dropg`, `if fn`, `return 2`, in the words of several releases: the first that resolves is it. */
  statements: string[];
  occurrence?: number;
}

export interface MirroredFunction {
  /** As tracebacks name it. */
  name: string;
  file: string;
  func: string;
  /** What it was called in earlier releases, which have a function of that name and not this one. */
  formerly: string | null;
  /** One a step. */
  anchors: MirrorAnchor[];
  /** Null while nobody has installed it: its steps are not shown. */
  info: FunctionInfo | null;
}

export interface MirrorStep {
  fn: MirroredFunction;
  pc: number;
}

export const mirrored: MirroredFunction[] = [];

/** A statement, or its words in several releases, or which of several that read the same. */
type StepAnchor = string | string[] | { statements: string[]; occurrence: number };

/** Names the steps of a function. */
function mirror<Name extends string>(
  func: string,
  anchors: Record<Name, StepAnchor>,
  formerly: string | null = null,
): Record<Name, MirrorStep> {
  const file = 'runtime/proc.go';
  const fn: MirroredFunction = { name: `runtime.${func}`, file, func, formerly, anchors: [], info: null };
  mirrored.push(fn);
  const named: Partial<Record<Name, MirrorStep>> = {};
  for (const name of Object.keys(anchors) as Name[]) {
    const anchor = anchors[name];
    named[name] = { fn, pc: fn.anchors.length };
    if (typeof anchor === 'string') fn.anchors.push({ file, func, statements: [anchor] });
    else if (Array.isArray(anchor)) fn.anchors.push({ file, func, statements: anchor });
    else fn.anchors.push({ file, func, ...anchor });
  }
  return named as Record<Name, MirrorStep>;
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
    execute: 'call execute',
    schedule: 'call schedule',
  }),
  schedule: mirror('schedule', {
    findRunnable: 'call findRunnable',
    execute: { statements: ['call execute'], occurrence: 2 },
  }),
  findRunnable: mirror('findRunnable', {
    checkTimers: ['call checkTimers', 'call timers.check'],
    fairness: ['if schedtick'],
    runqget: 'call runqget',
    globrunq: { statements: ['if runqsize', 'if runq'], occurrence: 2 },
    pollNow: 'if netpollinited',
    netpollNow: 'call netpoll',
    pop: 'call list.pop',
    inject: 'call injectglist',
    casgstatus: { statements: ['call casgstatus'], occurrence: 2 },
    pollUntil: { statements: ['if netpollinited'], occurrence: 2 },
    netpollBlock: { statements: ['call netpoll'], occurrence: 2 },
    popBlocked: { statements: ['call list.pop'], occurrence: 2 },
    injectBlocked: { statements: ['call injectglist'], occurrence: 3 },
    casgstatusBlocked: { statements: ['call casgstatus'], occurrence: 6 },
    stopm: { statements: ['call stopm'], occurrence: 2 },
  }),
  execute: mirror('execute', {
    curg: ['assign mp.curg', 'assign m.curg'],
    casgstatus: 'call casgstatus',
    schedtick: 'if inheritTime',
    gogo: 'call gogo',
  }),
  injectglist: mirror('injectglist', {
    casgstatus: 'call casgstatus',
    globrunqputbatch: 'call globrunqputbatch',
    runqputbatch: 'call runqputbatch',
  }),
  sysmon: mirror('sysmon', {
    lastpoll: 'if lastpoll',
    netpoll: 'call netpoll',
    inject: 'call injectglist',
  }),
  ready: mirror('ready', {
    casgstatus: 'call casgstatus',
    runqput: 'call runqput',
    wakep: 'call wakep',
  }),
  wakeNetPoller: mirror('wakeNetPoller', {
    lastpoll: 'if lastpoll',
    wakep: 'call wakep',
  }),
  reentersyscall: mirror('reentersyscall', {
    casgstatus: 'call casgstatus',
  }),
  retake: mirror('retake', {
    handoffp: 'call handoffp',
  }),
  handoffp: mirror('handoffp', {
    startm: 'call startm',
  }),
  exitsyscall: mirror('exitsyscall', {
    casgstatus: 'call casgstatus',
  }),
  exitsyscallNoP: mirror(
    'exitsyscallNoP',
    {
      casgstatus: 'call casgstatus',
      globrunqput: 'call globrunqput',
    },
    'exitsyscall0',
  ),
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

/** Gives the mirrored functions their places: `make` finds the anchors in the source in use and makes the function's info, or null. */
export function installMirror(make: (fn: MirroredFunction) => FunctionInfo | null): void {
  for (const fn of mirrored) fn.info = make(fn);
}

class MirrorFrame implements Frame {
  readonly fn: FunctionInfo;
  caller: Frame | null;
  readonly g: G;
  pc = 0;
  shownPc = 0;

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
