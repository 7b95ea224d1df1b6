/** Who waits in which system call, and what select and poll were asked last. */
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import type { CallInProgress } from '../../golang/machine/systemCall.ts';
import { descriptorsGiven, type SyscallRecord } from '../../linux/index.ts';
import { callBehind, type Doing } from '../../trace/moments.ts';
import type { GoroutineState, SystemCall, WaitedFor } from '../../trace/source.ts';

/** The oldest are let go. */
const maximum = 1000;

const callInProgress = (g: G): CallInProgress | undefined => M.systemCalls.all.find(({ gp }) => gp === g)?.call;

export const isEpollWait = (name: string): boolean => name.startsWith('epoll_');

export class Waits {
  private readonly past: { goid: number; waitedFor: WaitedFor }[] = [];

  /** A system call of the program has returned. */
  called({ waitedFor, errno }: SyscallRecord, { goid, step }: SystemCall): void {
    if (waitedFor === null || errno !== 0) return;
    this.past.push({ goid, waitedFor: { ...waitedFor, step } });
    if (this.past.length > maximum) this.past.shift();
  }

  /** Where a goroutine is in a call now, and what it has asked last; a recording does not know when the kernel was done (`asksKernel` is false). */
  now(g: G, step: number, asksKernel: boolean): Pick<GoroutineState, 'inCall' | 'waitedFor'> {
    const before = this.before(g, step);
    const returned = M.systemCalls.returned.get(g);
    const call = returned ?? callInProgress(g);
    if (call === undefined) return { inCall: null, waitedFor: before };
    const asked = call.waitedFor();
    return {
      inCall: {
        name: call.name,
        fd: descriptorsGiven(call.name, call.args)[0] ?? -1,
        hasReturned: call === returned || (asksKernel && call.finished()),
      },
      waitedFor: asked === null ? before : { ...asked, step },
    };
  }

  /** The same at a step of the past: what it did then, and the calls that have been recorded tell which one it was in. */
  then(
    g: G,
    step: number,
    { call }: Doing,
    calls: readonly SystemCall[],
  ): Pick<GoroutineState, 'inCall' | 'waitedFor'> {
    const waitedFor = this.before(g, step);
    if (call === null) return { inCall: null, waitedFor };
    const hasReturned = call.returned !== null;
    const recorded = callBehind(calls, g, call.from, call.returned ?? call.from);
    if (recorded === undefined) {
      // It is in it until now.
      const now = this.now(g, step, false);
      return now.inCall ? { ...now, inCall: { ...now.inCall, hasReturned } } : now;
    }
    if (recorded.step < step) return { inCall: null, waitedFor };
    const { name, fds } = recorded;
    const asked = this.past.find((one) => one.goid === g.goid && one.waitedFor.step === recorded.step)?.waitedFor;
    const unanswered = asked?.entries.map((entry) => ({ ...entry, answered: null }));
    return {
      inCall: { name, fd: fds[0] ?? -1, hasReturned },
      waitedFor: asked && unanswered ? { ...asked, step, entries: unanswered } : waitedFor,
    };
  }

  /** The epoll instances in which a wait has not returned now. */
  waitedAt(asksKernel: boolean): Set<number> {
    const waiting = M.systemCalls.all.filter(({ call }) => isEpollWait(call.name) && !(asksKernel && call.finished()));
    return new Set(waiting.map(({ call }) => Number(call.args[0])));
  }

  private before({ goid }: G, step: number): WaitedFor | null {
    return this.past.findLast((one) => one.goid === goid && one.waitedFor.step <= step)?.waitedFor ?? null;
  }
}
