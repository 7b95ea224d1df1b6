/** Whose system call a thread makes: from the thread's registers to the goroutine, as the runtime's own getg does. */
import type { OtherMemory } from '../linux/otherProcess.ts';
import { wordAt } from './elf.ts';
import type { RuntimeLayout } from './layout.ts';

/** What a thread of a Go process runs. */
export interface Running {
  /** The goroutine whose stack the thread is on; of g0 and gsignal the machine's own. */
  readonly g: number;
  /** The person's goroutine that the machine runs; 0 while its scheduler looks for one. */
  readonly curg: number;
  /** Go's number of it; 0 for the scheduler. */
  readonly goid: number;
  /** On the machine's own stack, g0, whoever it works for. */
  readonly onSystemStack: boolean;
}

/** Go keeps g in the thread's own memory, 8 bytes below where %fs points (runtime.tlsg on Linux). */
const gBelowFs = 8;

/** A thread's unchanging part: where its g is kept, and its machine. */
export interface ThreadOfGo {
  readonly gAt: number;
  m: number;
  g0: number;
}

export class ThreadReader {
  readonly #memory: OtherMemory;
  readonly #layout: RuntimeLayout;
  readonly #buffer: Buffer;

  constructor(memory: OtherMemory, layout: RuntimeLayout) {
    this.#memory = memory;
    this.#layout = layout;
    this.#buffer = Buffer.from(memory.allocate(64).buffer);
  }

  /** Where the thread keeps its g. */
  static threadOf(fsBase: number): ThreadOfGo {
    return { gAt: fsBase - gBelowFs, m: 0, g0: 0 };
  }

  /** What a thread runs; null for one that Go did not make, or has not set up yet. `g` when it has been read already. */
  running(thread: ThreadOfGo, g = this.word(thread.gAt)): Running | null {
    if (g < 4096 || g % 8 !== 0) return null;
    const { g: inG, m: inM } = this.#layout;
    const read = this.#memory.readParts(this.#buffer, [
      { address: g + inG.m, length: 8 },
      { address: g + inG.goid, length: 8 },
      { address: (thread.m === 0 ? g : thread.m) + inM.curg, length: 8 },
    ]);
    if (read < 24) return null;
    const [m, goid] = [wordAt(this.#buffer, 0), wordAt(this.#buffer, 8)];
    let curg = wordAt(this.#buffer, 16);
    if (m !== thread.m || thread.m === 0) {
      if (m < 4096 || m % 8 !== 0) return null;
      const [g0, gsignal] = [this.word(m + inM.g0), this.word(m + inM.gsignal)];
      curg = this.word(m + inM.curg);
      // A machine knows its goroutines: anything else is no g.
      if (g !== g0 && g !== gsignal && g !== curg) return null;
      thread.m = m;
      thread.g0 = g0;
    }
    if (g === curg) return { g, curg, goid, onSystemStack: false };
    return { g, curg, goid: curg === 0 ? 0 : this.word(curg + inG.goid), onSystemStack: true };
  }

  /** A word of the process's memory; 0 where there is none. */
  word(address: number): number {
    const part = this.#buffer.subarray(56, 64);
    return this.#memory.readInto(part, address) === 8 ? wordAt(part, 0) : 0;
  }
}
