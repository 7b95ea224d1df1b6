/** What is measured, in which order, and what comes of it. */
import os from 'node:os';
import { errnoName, type Linux } from '../../linux/index.ts';
import type { Language } from '../walkthroughFormat.ts';
import { askKernel, type KernelFacts } from './facts.ts';
import { measurePhrases } from './phrases.ts';
import { measureThreads, type ThreadPoint } from './threads.ts';
import { Descriptors, setSize, waitNames, type WaitName } from './waits.ts';

export interface Point {
  /** one-ready: one of `count` is ready; all-ready: all are. */
  what: 'one-ready' | 'all-ready';
  call: WaitName;
  /** Descriptors that are waited for. */
  count: number;
  /** CPU time of one wait. */
  microseconds: number;
}

export interface Measurement {
  machine: string;
  kernel: string;
  points: Point[];
  /** Each in CPU microseconds: adding a descriptor to epoll and removing it; an event with its write and wait, level with the read that it needs. */
  registering: number | null;
  level: number | null;
  edge: number | null;
  /** A thread for each connection against one epoll, all connections active. */
  threads: ThreadPoint[];
  /** What the kernel answers; null when it was not asked any more. */
  facts: KernelFacts | null;
  /** Why something was left out. */
  notes: string[];
  /** Somebody ended it before its time. */
  cancelled: boolean;
}

export interface MeasureOptions {
  linux: Linux;
  /** Milliseconds for one round of one number. */
  round: number;
  /** At most so many descriptors. */
  limit: number;
  /** That in which `progress` tells what is measured, and the machine is described. */
  language: Language;
  progress: (done: number, all: number, what: string) => void;
  isCancelled: () => boolean;
}

/** Connections with a message each, for threads and epoll. */
const activeCounts = [100, 1000];
const counts = [10, 30, 100, 300, 1000, 3000, 10000];
/** Descriptors that the process needs for itself. */
const reserve = 64;

/** How many descriptors may be made: what RLIMIT_NOFILE leaves. */
export function descriptorRoom(linux: Linux): number {
  const limits = new BigUint64Array(linux.memory.allocate(16).buffer);
  const { kernel, memory } = linux;
  kernel.unwatchedSyscall(kernel.numbers.numberOf('prlimit64'), 0, 7, 0, memory.addressOf(limits));
  return Math.max(0, Number(limits[0]) - linux.processDescriptors().length - reserve);
}

/** Measures for some seconds; between two numbers it lets others run, so that it can be cancelled. */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { linux, round, language, progress, isCancelled } = options;
  const say = measurePhrases[language];
  const [cpu] = os.cpus();
  const result: Measurement = {
    machine: `${cpu?.model.trim() ?? process.arch}, ${say.processors(os.availableParallelism())}`,
    kernel: `${os.type()} ${os.release()}`,
    points: [],
    registering: null,
    level: null,
    edge: null,
    threads: [],
    facts: null,
    notes: [],
    cancelled: false,
  };
  const room = Math.min(options.limit, descriptorRoom(linux));
  const usable = counts.filter((count) => count <= room);
  if (usable.length < counts.length) result.notes.push(`descriptors: ${room} at most`);
  const jobs = [...usable.flatMap((count) => (['one-ready', 'all-ready'] as const).map((what) => ({ count, what })))];
  const active = activeCounts.filter((count) => 2 * count <= room);
  const all = jobs.length * waitNames.length + 3 + active.length;
  let done = 0;
  const goesOn = async (what: string): Promise<boolean> => {
    progress(done++, all, what);
    await new Promise((resolve) => setImmediate(resolve));
    result.cancelled ||= isCancelled();
    return !result.cancelled;
  };

  for (const { count, what } of jobs) {
    const descriptors = new Descriptors(linux, count);
    try {
      const ready = what === 'all-ready' ? descriptors.fds : descriptors.fds.slice(-1);
      for (const fd of ready) descriptors.setReady(fd, true);
      for (const call of waitNames) {
        if (!(await goesOn(say.waiting(call, ready.length, count)))) return result;
        if (call === 'select' && Math.max(...descriptors.fds) >= setSize) continue;
        const wait = descriptors.waiter(call);
        if (wait() !== ready.length) throw new Error(`${call} does not find ${ready.length} of ${count} ready`);
        result.points.push({ what, call, count, microseconds: descriptors.cost(wait, round) });
      }
    } finally {
      descriptors.dispose();
    }
  }

  const descriptors = new Descriptors(linux, 2);
  try {
    const [plain = -1, onEdge = -1] = descriptors.fds;
    const epoll = descriptors.epoll();
    if (!(await goesOn(say.toRegister))) return result;
    result.registering = descriptors.cost(
      () => (descriptors.register(epoll, plain), descriptors.remove(epoll, plain)),
      round,
    );
    if (!(await goesOn(say.level))) return result;
    descriptors.register(epoll, plain);
    const wait = descriptors.epollWaiter(epoll, 2);
    result.level = descriptors.cost(() => {
      descriptors.setReady(plain, true);
      wait();
      descriptors.setReady(plain, false);
    }, round);
    descriptors.remove(epoll, plain);
    if (!(await goesOn(say.edge))) return result;
    descriptors.register(epoll, onEdge, true);
    result.edge = descriptors.cost(() => {
      descriptors.setReady(onEdge, true);
      wait();
    }, round);
  } finally {
    descriptors.dispose();
  }
  for (const count of active) {
    if (!(await goesOn(say.threads(count)))) return result;
    const point = await measureThreads(linux, count);
    if (point !== null) result.threads.push(point);
  }
  result.facts = askKernel(linux, errnoName);
  progress(all, all, '');
  return result;
}
