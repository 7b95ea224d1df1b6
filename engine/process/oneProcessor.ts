/**
 * Keeps a thread on the processor where it is, most of the time. A tracer sleeps and is woken at each stop of what it traces; the kernel then often
 * puts it on another processor, and each thread that it lets go on has to be woken there by an interrupt. Now and then it may move, for where it is may have
 * become crowded.
 */
import type { Linux } from '../linux/index.ts';

/** Milliseconds of each. */
const [held, free] = [500, 20];
/** For 4096 processors. */
const maskSize = 512;

export class OneProcessor {
  readonly #linux: Linux;
  readonly #all: Uint8Array;
  readonly #one: Uint8Array;
  readonly #where: Uint32Array;
  #isHeld = false;
  #until = 0;

  /** Of the thread that makes it, which stays free at first. */
  constructor(linux: Linux) {
    this.#linux = linux;
    const { memory } = linux;
    [this.#all, this.#one] = [memory.allocate(maskSize), memory.allocate(maskSize)];
    this.#where = new Uint32Array(memory.allocate(8).buffer);
    this.#call('sched_getaffinity', 0, maskSize, memory.addressOf(this.#all));
  }

  /** Holds the thread, or lets it move, where it is time for that; `now` in milliseconds. */
  stay(now = performance.now()): void {
    if (now < this.#until) return;
    this.#until = now + (this.#isHeld ? free : held);
    if (this.#isHeld) this.release();
    else this.#hold();
  }

  /** It may move. */
  release(): void {
    if (this.#isHeld) this.#allow(this.#all);
    this.#isHeld = false;
  }

  #hold(): void {
    if (this.#call('getcpu', this.#linux.memory.addressOf(this.#where), 0, 0) !== 0) return;
    const processor = this.#where[0] ?? 0;
    this.#one.fill(0);
    this.#one[processor >> 3] = 1 << (processor & 7);
    this.#isHeld = this.#allow(this.#one);
  }

  /** False where that is forbidden: then it is as the kernel likes. */
  #allow(processors: Uint8Array): boolean {
    return this.#call('sched_setaffinity', 0, maskSize, this.#linux.memory.addressOf(processors)) === 0;
  }

  #call(name: string, ...args: [number, number, number]): number {
    const { kernel } = this.#linux;
    return kernel.unwatchedSyscall(kernel.numbers.numberOf(name), ...args);
  }
}
