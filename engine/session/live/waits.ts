/** Who waits in which system call, and what select and poll were asked last. */
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import type { CallInProgress } from '../../golang/machine/systemCall.ts';
import { descriptorsGiven, type SyscallRecord } from '../../linux/index.ts';
import type { GoroutineState, SystemCall, WaitedFor } from '../../trace/source.ts';

/** The oldest are let go. */
const maximum = 1000;

export const callsInProgress = (): Map<G, CallInProgress> =>
  new Map(M.systemCalls.all.map(({ gp, call }) => [gp, call]));

export class Waits {
  private readonly past: { goid: number; waitedFor: WaitedFor }[] = [];

  /** A system call of the program has returned. */
  called({ waitedFor, errno }: SyscallRecord, { goid, step }: SystemCall): void {
    if (waitedFor === null || errno !== 0) return;
    this.past.push({ goid, waitedFor: { ...waitedFor, step } });
    if (this.past.length > maximum) this.past.shift();
  }

  /** What is known of a goroutine at a step; where it is in a call now, while the program is `live`; a recording does not know when the kernel was done (`asksKernel` is false). */
  of(g: G, step: number, live: boolean, asksKernel: boolean): Pick<GoroutineState, 'inCall' | 'waitedFor'> {
    const before = this.past.findLast((one) => one.goid === g.goid && one.waitedFor.step <= step)?.waitedFor ?? null;
    if (!live) return { waitedFor: before };
    const returned = M.systemCalls.returned.get(g);
    const call = returned ?? callsInProgress().get(g);
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
}
