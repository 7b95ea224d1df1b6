/** A system call that a thread makes for us, by steps of single instructions: it knows nothing of it. */
import { register, type Ptrace } from '../linux/ptrace.ts';
import type { TracedThread } from './threadTracer.ts';

const SIGTRAP = 5;
/** All that can be blocked, but for what tells that a step is made. */
export const othersThanTrap = 0xffffffffffffffffn ^ (1n << BigInt(SIGTRAP - 1));

/** Has a thread that stands make a system call, and stand as it did. @returns what the kernel says, below 0 for an errno */
export function callIn(
  ptrace: Ptrace,
  thread: TracedThread,
  instruction: number,
  number: number,
  args: readonly number[],
): number {
  const registers = ptrace.allRegisters(thread.id);
  const mask = ptrace.signalMask(thread.id);
  if (registers === null || mask === null) return -1;
  const others = registers.slice();
  const names = ['rdi', 'rsi', 'rdx', 'r10', 'r8', 'r9'] as const;
  names.forEach((name, index) => (others[register[name]] = BigInt(args[index] ?? 0)));
  others[register.rax] = BigInt(number);
  // It may have been in a call, which begins again when it goes on.
  others[register.numberOfCall] = -1n;
  others[register.rip] = BigInt(instruction);
  ptrace.setAllRegisters(thread.id, others);
  let result = -1;
  while (stepOn(ptrace, thread)) {
    const after = ptrace.allRegisters(thread.id);
    if (after === null) return -1;
    // The first step may end where it began: at the end of a call that it was in.
    if (Number(after[register.rip]) === instruction) continue;
    result = Number(BigInt.asIntN(64, after[register.rax] ?? 0n));
    break;
  }
  ptrace.setAllRegisters(thread.id, registers);
  ptrace.setSignalMask(thread.id, mask);
  return result;
}

/** One instruction; signals wait meanwhile. False when the thread has gone. */
export function stepOn(ptrace: Ptrace, thread: TracedThread): boolean {
  if (!ptrace.setSignalMask(thread.id, othersThanTrap)) return false;
  for (;;) {
    if (!ptrace.singleStep(thread.id)) return false;
    const change = ptrace.waitFor(thread.id);
    if (change === 'none' || change.kind === 'exited' || change.kind === 'killed') return false;
    if (change.kind === 'signal' && change.signal === SIGTRAP) return true;
    if (change.kind === 'signal') thread.pendingSignal = change.signal;
  }
}
