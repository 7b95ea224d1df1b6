/**
 * Stops at instructions of a process: int3 in its code while it runs. While it stands its code is as it was, and so it goes on unharmed when this
 * engine is killed meanwhile; while it runs a guard of its own process puts the code back then (guard.ts).
 */
import { readFileSync } from 'node:fs';
import type { OtherMemory } from '../linux/otherProcess.ts';
import type { Ptrace } from '../linux/ptrace.ts';
import type { PlaceStop } from './protocol.ts';
import type { TracedThread } from './threadTracer.ts';

const int3 = 0xccn;
const SIGTRAP = 5;

export class CodeStops {
  readonly #ptrace: Ptrace;
  readonly #memory: OtherMemory;
  readonly #word: Buffer;
  /** By their addresses in the process. */
  #stops = new Map<number, number[]>();
  /** The 8 bytes at each address where int3 is now. */
  readonly #armed = new Map<number, bigint>();
  /** Where int3 has ever been: a thread may have come there just before it was taken away. */
  readonly #ever = new Set<number>();
  /** Threads that stand where they have been told to stand: they go on behind it. */
  readonly #told = new Map<number, number>();

  constructor(ptrace: Ptrace, memory: OtherMemory) {
    this.#ptrace = ptrace;
    this.#memory = memory;
    this.#word = Buffer.from(memory.allocate(8).buffer);
  }

  /** Replaces all. The process stands. `bias` is added to the addresses that the program was linked for. */
  set(places: readonly PlaceStop[], bias: number): void {
    this.#stops = new Map();
    for (const { id, addresses } of places) {
      for (const address of addresses) {
        this.#stops.set(address + bias, [...(this.#stops.get(address + bias) ?? []), id]);
      }
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

  /** The thread's stop is told to the person. */
  told(thread: TracedThread, pc: number): void {
    this.#told.set(thread.id, pc - 1);
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

  /** A thread that is let go of may have come to an int3 that it has not told of yet: it would get the SIGTRAP. */
  settle(thread: TracedThread, pid: number): void {
    const pc = this.#ptrace.registers(thread.id)?.pc ?? 0;
    if (!this.#ever.has(pc - 1) || !hasTrapPending(pid, thread.id)) return;
    this.#stepOne(thread);
    this.#ptrace.setPc(thread.id, pc - 1);
  }

  /** Those that were told of go one instruction on, alone, while the code is as it was. */
  stepBehind(threads: Map<number, TracedThread>): void {
    for (const [id, at] of this.#told) {
      const thread = threads.get(id);
      if (thread !== undefined && this.#ptrace.registers(id)?.pc === at) this.#stepOne(thread);
    }
    this.#told.clear();
  }

  #stepOne(thread: TracedThread): void {
    for (let steps = 0; steps < 100; steps++) {
      if (!this.#ptrace.singleStep(thread.id)) return;
      let change: ReturnType<Ptrace['wait']>;
      do change = this.#ptrace.wait(true, thread.id);
      while (change === null);
      // It was killed: whoever waits next hears of its process.
      if (change === 'none' || change.kind === 'exited' || change.kind === 'killed') return;
      if (change.kind === 'signal' && change.signal === SIGTRAP) return;
      // It gets the signal when it goes on.
      if (change.kind === 'signal') thread.pendingSignal = change.signal;
    }
  }
}

/** Whether a thread is about to get SIGTRAP. */
function hasTrapPending(pid: number, thread: number): boolean {
  try {
    const pending = /^SigPnd:\s+([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'));
    return ((parseInt(pending?.[1]?.slice(-4) ?? '0', 16) >> (SIGTRAP - 1)) & 1) === 1;
  } catch {
    return false;
  }
}
