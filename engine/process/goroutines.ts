/** All goroutines of a process: runtime.allgs, found without a symbol, and what each of them is and waits for. */
import type { OtherMemory } from '../linux/otherProcess.ts';
import { wordAt } from './elf.ts';
import type { GoProgram } from './goProgram.ts';
import { isDead, isRunning, stateText, waitReasons } from './waiting.ts';

/** A goroutine as its g says. */
export interface Goroutine {
  readonly g: number;
  readonly goid: number;
  readonly state: string;
  readonly isRunning: boolean;
  /** Where it goes on: in a system call where it entered it, else where it parked. */
  readonly pc: number;
  readonly sp: number;
  /** The function that `go` started. */
  readonly startPc: number;
  /** Nanoseconds of CLOCK_MONOTONIC; 0: not known. */
  readonly since: number;
}

/** A slice header with room for pointers. */
interface Slice {
  readonly at: number;
  readonly length: number;
}

/** Bytes of a g that are read: up to the last field that is looked at. */
const gSize = 328;
const [leastAddress, mostAddress] = [0x10000, 2 ** 47];
const mostGoroutines = 10_000_000;

export class Goroutines {
  readonly #program: GoProgram;
  readonly #memory: OtherMemory;
  readonly #bias: number;
  readonly #reasons: string[];
  /** Where runtime.allgs is. */
  #allgs = 0;

  constructor(program: GoProgram, memory: OtherMemory, bias: number) {
    this.#program = program;
    this.#memory = memory;
    this.#bias = bias;
    this.#reasons = waitReasons(program.minor);
  }

  /** Those that live, by their numbers. The process should stand; what changes meanwhile is told as it was read. */
  list(): Goroutine[] {
    const all = this.#allgsNow();
    if (all === null) return [];
    const pointers = this.#bytes(all.length * 8);
    this.#memory.readInto(pointers, all.at);
    const parts = Array.from({ length: all.length }, (_, index) => ({
      address: wordAt(pointers, 8 * index),
      length: gSize,
    }));
    const bytes = this.#bytes(parts.length * gSize);
    const read = Math.floor(this.#memory.readParts(bytes, parts) / gSize);
    const found: Goroutine[] = [];
    for (let index = 0; index < read; index++) {
      const goroutine = this.#goroutine(parts[index]?.address ?? 0, bytes.subarray(index * gSize, (index + 1) * gSize));
      if (goroutine !== null) found.push(goroutine);
    }
    return found.sort((a, b) => a.goid - b.goid);
  }

  #goroutine(g: number, bytes: Buffer): Goroutine | null {
    const fields = this.#program.layout.g;
    const status = bytes.readUInt32LE(fields.status);
    const [goid, syscallSp] = [wordAt(bytes, fields.goid), wordAt(bytes, fields.syscallSp)];
    if (goid === 0 || isDead(status)) return null;
    const inSyscall = syscallSp !== 0;
    return {
      g,
      goid,
      state: stateText(status, bytes[fields.waitReason] ?? 0, this.#reasons),
      isRunning: isRunning(status),
      pc: wordAt(bytes, inSyscall ? fields.syscallPc : fields.schedPc),
      sp: inSyscall ? syscallSp : wordAt(bytes, fields.schedSp),
      startPc: wordAt(bytes, fields.startPc),
      since: wordAt(bytes, fields.waitSince),
    };
  }

  /** The slice as it is now; looked for once, then read. */
  #allgsNow(): Slice | null {
    if (this.#allgs === 0) this.#allgs = this.#find();
    if (this.#allgs === 0) return null;
    const header = this.#bytes(24);
    return this.#memory.readInto(header, this.#allgs) === 24 ? sliceAt(header, 0) : null;
  }

  /**
   * Executables without symbols do not say where runtime.allgs is. It is the one slice among the package variables whose first element is goroutine
   * 1 and whose others are goroutines too.
   */
  #find(): number {
    for (const { from, to } of this.#program.zeroed) {
      const bytes = this.#bytes(to - from);
      const read = this.#memory.readInto(bytes, from + this.#bias);
      for (let at = 0; at + 24 <= read; at += 8) {
        const slice = sliceAt(bytes, at);
        if (slice !== null && this.#isAllgs(slice)) return from + this.#bias + at;
      }
    }
    return 0;
  }

  #isAllgs({ at, length }: Slice): boolean {
    const some = Math.min(length, 8);
    const pointers = this.#bytes(8 * some);
    if (this.#memory.readInto(pointers, at) < pointers.length) return false;
    const { goid, m, stackLow, stackHigh, status } = this.#program.layout.g;
    for (let index = 0; index < some; index++) {
      const g = wordAt(pointers, 8 * index);
      if (g < leastAddress || g > mostAddress || g % 8 !== 0) return false;
      const bytes = this.#bytes(gSize);
      if (this.#memory.readInto(bytes, g) < gSize) return false;
      if (index === 0 && wordAt(bytes, goid) !== 1) return false;
      if (wordAt(bytes, stackLow) > wordAt(bytes, stackHigh) || wordAt(bytes, m) % 8 !== 0) return false;
      if ((bytes.readUInt32LE(status) & ~0x1000) > 11) return false;
    }
    return true;
  }

  #bytes(length: number): Buffer {
    return Buffer.from(this.#memory.allocate(length).buffer);
  }
}

/** {pointer, length, capacity}, where that is possible. */
function sliceAt(bytes: Buffer, at: number): Slice | null {
  const pointer = wordAt(bytes, at);
  if (pointer < leastAddress || pointer > mostAddress || pointer % 8 !== 0) return null;
  const [length, capacity] = [wordAt(bytes, at + 8), wordAt(bytes, at + 16)];
  return length > 0 && length <= capacity && capacity <= mostGoroutines ? { at: pointer, length } : null;
}
