/**
 * Stops at instructions of a process: int3 in its code while it runs. While all of it stands its code is as it was, and so it goes on unharmed when
 * this engine is killed meanwhile; while it runs a guard of its own process puts the code back then (guard.ts). A thread that stands alone before an
 * int3 has SIGSTOP waiting for it: should the kernel let go of it, the whole process stops, before that int3, until the guard is done.
 */
import { readFileSync } from 'node:fs';
import type { Linux } from '../linux/index.ts';
import type { OtherMemory } from '../linux/otherProcess.ts';
import type { Ptrace, ThreadChange } from '../linux/ptrace.ts';
import type { PlaceStop } from './protocol.ts';
import { othersThanTrap } from './steppedCall.ts';
import type { TracedThread } from './threadTracer.ts';

const int3 = 0xccn;
/** The bytes of the instruction that makes a system call. */
const syscallInstruction = 0x050f;
const [SIGTRAP, SIGSTOP] = [5, 19];

export class CodeStops {
  readonly #pid: number;
  readonly #ptrace: Ptrace;
  readonly #memory: OtherMemory;
  readonly #linux: Linux;
  readonly #word: Buffer;
  /** By their addresses in the process. */
  #stops = new Map<number, number[]>();
  /** The 8 bytes at each address where int3 is now. */
  readonly #armed = new Map<number, bigint>();
  /** Where int3 has ever been: a thread may have come there just before it was taken away. */
  readonly #ever = new Set<number>();
  /** Threads that stand where they have been told to stand: they go on behind it. */
  readonly #told = new Map<number, number>();
  /** Those of them for which SIGSTOP waits. */
  readonly #secured = new Set<number>();

  constructor(pid: number, ptrace: Ptrace, memory: OtherMemory, linux: Linux) {
    this.#pid = pid;
    this.#ptrace = ptrace;
    this.#memory = memory;
    this.#linux = linux;
    this.#word = Buffer.from(linux.memory.allocate(8).buffer);
  }

  /** Replaces all. The process stands. `bias` is added to the addresses that the program was linked for. */
  set(places: readonly PlaceStop[], bias: number, threads: ReadonlyMap<number, TracedThread>): void {
    this.#stops = new Map();
    for (const { id, addresses } of places) {
      for (const address of addresses) {
        this.#stops.set(address + bias, [...(this.#stops.get(address + bias) ?? []), id]);
      }
    }
    // The guard has nothing to do at its place any more, and would not let it go on.
    for (const id of this.#secured) {
      const thread = threads.get(id);
      if (thread !== undefined && !this.#stops.has(this.#told.get(id) ?? 0)) this.#takeBackSignal(thread);
    }
  }

  get isEmpty(): boolean {
    return this.#stops.size === 0;
  }

  /**
   * A thread got SIGTRAP. Null: not by us. Else the numbers of the stops it came to, and it stands before the instruction; none where the stop was
   * taken away meanwhile.
   */
  trapped(thread: TracedThread, pc: number): number[] | null {
    const at = pc - 1;
    if (!this.#ever.has(at)) return null;
    this.#ptrace.setPc(thread.id, at);
    return this.#stops.get(at) ?? [];
  }

  /** The thread's stop is told to the person; `alone`: others run on. */
  told(thread: TracedThread, pc: number, alone: boolean): void {
    this.#told.set(thread.id, pc - 1);
    if (!alone) return;
    const { kernel } = this.#linux;
    kernel.unwatchedSyscall(kernel.numbers.numberOf('tgkill'), this.#pid, thread.id, SIGSTOP);
    this.#secured.add(thread.id);
  }

  /** Whether a thread stands where it has been told to stand. */
  hasTold(thread: TracedThread): boolean {
    return this.#told.has(thread.id);
  }

  /** Puts int3 in place, by a thread that stands. */
  arm(thread: number): void {
    for (const address of this.#stops.keys()) {
      if (this.#armed.has(address) || this.#memory.readInto(this.#word, address) < 8) continue;
      const word = this.#word.readBigUInt64LE(0);
      this.#armed.set(address, word);
      this.#ever.add(address);
      this.#ptrace.writeCode(thread, address, (word & ~0xffn) | int3);
    }
  }

  /** Puts the code back. */
  disarm(thread: number): void {
    // The last first: two may lie in one word.
    for (const [address, word] of [...this.#armed].reverse()) this.#ptrace.writeCode(thread, address, word);
    this.#armed.clear();
  }

  gone(thread: number): void {
    this.#told.delete(thread);
    this.#secured.delete(thread);
  }

  /** The process has other code now, which is not ours to put back. */
  forget(): void {
    this.#stops.clear();
    this.#armed.clear();
    this.#ever.clear();
    this.#told.clear();
    this.#secured.clear();
  }

  /** A thread that is let go of may have come to an int3 that it has not told of yet: it would get the SIGTRAP. */
  settle(thread: TracedThread): void {
    if (this.#secured.has(thread.id)) return this.#takeBackSignal(thread);
    const pc = this.#ptrace.registers(thread.id)?.pc ?? 0;
    if (!this.#ever.has(pc - 1) || !this.#isPending(thread, SIGTRAP)) return;
    this.#stepOne(thread);
    this.#ptrace.setPc(thread.id, pc - 1);
  }

  /**
   * Of these threads those that were told of go one instruction on, alone, while the code is as it was. Gives what came of it beside that: the entry
   * of a system call, which may last.
   */
  stepBehind(threads: Iterable<TracedThread>): ThreadChange[] {
    const changes: ThreadChange[] = [];
    for (const thread of threads) {
      const at = this.#told.get(thread.id);
      this.#told.delete(thread.id);
      if (at === undefined || this.#ptrace.registers(thread.id)?.pc !== at) continue;
      const change = this.#stepOne(thread);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  /** Signals wait meanwhile. What came instead of the end of the step. */
  #stepOne(thread: TracedThread): ThreadChange | null {
    const { id } = thread;
    const mask = this.#ptrace.signalMask(id);
    const pc = this.#ptrace.registers(id)?.pc ?? 0;
    const isCall = this.#memory.readInto(this.#word, pc) === 8 && this.#word.readUInt16LE(0) === syscallInstruction;
    if (mask === null || !this.#ptrace.setSignalMask(id, othersThanTrap)) return null;
    for (;;) {
      if (!(isCall ? this.#ptrace.toSyscall(id, 0) : this.#ptrace.singleStep(id))) return null;
      const change = this.#ptrace.waitFor(id);
      if (change === 'none') return null;
      if (change.kind === 'exited' || change.kind === 'killed') return change;
      if (change.kind === 'syscall' || (change.kind === 'signal' && change.signal === SIGTRAP)) {
        this.#ptrace.setSignalMask(id, mask);
        return isCall ? change : null;
      }
      // What cannot be blocked: its own, or somebody else's, which it gets when it goes on.
      if (change.kind === 'signal' && !this.#secured.delete(id)) thread.pendingSignal = change.signal;
    }
  }

  /** SIGSTOP comes before the thread executes anything. */
  #takeBackSignal(thread: TracedThread): void {
    this.#secured.delete(thread.id);
    if (!this.#isPending(thread, SIGSTOP)) return;
    if (this.#ptrace.singleStep(thread.id)) this.#ptrace.waitFor(thread.id);
  }

  /** Whether a thread is about to get a signal that was sent to it alone. */
  #isPending(thread: TracedThread, signal: number): boolean {
    try {
      const status = readFileSync(`/proc/${this.#pid}/task/${thread.id}/status`, 'utf8');
      const pending = /^SigPnd:\s+([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
      return ((BigInt(`0x${pending}`) >> BigInt(signal - 1)) & 1n) === 1n;
    } catch {
      return false;
    }
  }
}
