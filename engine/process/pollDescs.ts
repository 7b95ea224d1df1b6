/** The pollDesc behind a descriptor that the runtime's epoll instance watches: the kernel gives back, as the descriptor's data, where it is. */
import { OtherMemory } from '../linux/otherProcess.ts';
import { loadLinux, now } from '../linux/index.ts';
import type { PollDeadline, PollDesc, PollSemaphore } from '../trace/source.ts';
import { wordAt } from './elf.ts';
import { layouts, type RuntimeLayout } from './layout.ts';

const [pdNil, pdReady, pdWait] = [0, 1, 2];
const size = 288;
/** Since 1.21 the data is a taggedPointer: the address without its last bits in front of a tag (runtime/tagptr_64bit.go). Null before. */
const taggedPointer = (minor: number): { tagBits: bigint; lowBits: bigint } | null =>
  minor >= 25 ? { tagBits: 24n, lowBits: 9n } : minor >= 21 ? { tagBits: 19n, lowBits: 3n } : null;

export class PollDescs {
  readonly #memory: OtherMemory;
  readonly #layout: RuntimeLayout | undefined;
  readonly #tagged: ReturnType<typeof taggedPointer>;
  readonly #bytes: Buffer;
  readonly #word: Buffer;

  /** Reads a process that need not stand: what changes meanwhile is told as it was read. */
  constructor(pid: number, minor: number) {
    const { memory } = loadLinux();
    this.#memory = new OtherMemory(pid, memory);
    this.#layout = layouts[minor];
    this.#tagged = taggedPointer(minor);
    this.#bytes = Buffer.from(memory.allocate(size).buffer);
    this.#word = Buffer.from(memory.allocate(8).buffer);
  }

  /** Of the data as fdinfo writes it; null where none is. */
  read(data: string): PollDesc | null {
    const at = this.#addressIn(BigInt(data));
    if (this.#layout === undefined || at < 4096 || at % 8 !== 0) return null;
    if (this.#memory.readInto(this.#bytes, at) < size) return null;
    const { rg, wg, closing, rd, wd } = this.#layout.pollDesc;
    return {
      rg: this.#semaphore(wordAt(this.#bytes, rg)),
      wg: this.#semaphore(wordAt(this.#bytes, wg)),
      rd: deadline(this.#bytes.readBigInt64LE(rd)),
      wd: deadline(this.#bytes.readBigInt64LE(wd)),
      closing: this.#bytes[closing] === 1,
    };
  }

  #addressIn(data: bigint): number {
    const tagged = this.#tagged;
    return Number(tagged === null ? data : (data >> tagged.tagBits) << tagged.lowBits);
  }

  /** pdNil, pdReady, pdWait, or the g that is parked there. */
  #semaphore(value: number): PollSemaphore {
    if (value === pdNil) return { holds: 'nil', goid: 0 };
    if (value === pdReady) return { holds: 'ready', goid: 0 };
    if (value === pdWait) return { holds: 'wait', goid: 0 };
    const goidAt = value + (this.#layout?.g.goid ?? 0);
    const goid = this.#memory.readInto(this.#word, goidAt) === 8 ? wordAt(this.#word, 0) : 0;
    return { holds: 'goroutine', goid };
  }
}

/** The runtime's clock is CLOCK_MONOTONIC. */
function deadline(at: bigint): PollDeadline {
  if (at < 0n) return { state: 'expired', at: 0, left: null };
  if (at === 0n) return { state: 'none', at: 0, left: null };
  return { state: 'set', at: Number(at), left: Math.max(0, Number(at) - now() * 1000) };
}
