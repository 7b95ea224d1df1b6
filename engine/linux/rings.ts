/**
 * io_uring(7): rings that the kernel and a program share.
 *
 * The kernel alone says where a ring is mapped, and a program's memory lies in buffers; so the program has a copy. The kernel looks at what is
 * submitted only in io_uring_enter: before it, what belongs to the program is copied to the ring, after it, what belongs to the kernel is copied back.
 * Of that a recording keeps what was written, and a program that is played again sees just what it saw.
 */
import type { Memory } from './memory.ts';
import type { Argument } from './numbers.ts';

/** Memory that the kernel has written. */
interface Region {
  address: number;
  length: number;
}

// linux/io_uring.h
const submissionSize = 64;
const completionSize = 16;
const [IORING_OFF_SQ_RING, IORING_OFF_CQ_RING, IORING_OFF_SQES] = [0, 0x8000000, 0x10000000];
const IORING_SETUP_SQE128_CQE32 = 0xc00;
const parametersSize = 120;
/** Operations that write to an address of the program, `length` bytes at most: READ, RECV. */
const writing = new Set([22, 27]);
/** Operations that write nothing: NOP, FSYNC, POLL_*, TIMEOUT*, ASYNC_CANCEL, CONNECT, CLOSE, WRITE, SEND. */
const silent = new Set([0, 3, 6, 7, 11, 12, 14, 16, 19, 23, 26]);

/** Something that the kernel is asked to do. */
export interface RingEntry {
  /** The program's name for it, user_data in decimal. */
  readonly name: string;
  /** `READ`, or the operation's number. */
  readonly operation: string;
  readonly fd: number;
}

/** Something that is done. */
export interface RingResult {
  /** Where it stands in the ring, counted from its beginning. */
  readonly position: number;
  readonly name: string;
  /** What the system call would give: a negative errno when it failed. */
  readonly result: number;
}

/** Both rings of an io_uring. */
export interface RingState {
  /** Written by the program, and not taken by the kernel. */
  readonly submitted: readonly RingEntry[];
  /** Taken by the kernel, and not done. */
  readonly underWay: readonly RingEntry[];
  /** Done, and not taken by the program. */
  readonly completed: readonly RingResult[];
}

const operations: Readonly<Record<number, string>> = {
  0: 'NOP', 1: 'READV', 2: 'WRITEV', 6: 'POLL_ADD', 11: 'TIMEOUT', 13: 'ACCEPT', 16: 'CONNECT', 19: 'CLOSE', 22: 'READ', 23: 'WRITE', 26: 'SEND', 27: 'RECV',
}; // prettier-ignore

interface Mapping extends Region {
  /** Where the program's copy lies. */
  copy: number;
}

interface Ring {
  /** Where its numbers lie in the mapping: struct io_sqring_offsets and io_cqring_offsets. */
  at: { head: number; tail: number; mask: number; array: number; entries: number };
  completions: { head: number; tail: number; mask: number; list: number };
  /** By mmap's offset. */
  mappings: Map<number, Mapping>;
  /** Where an operation that has not been completed will write, by its user_data. */
  open: Map<bigint, Region>;
  /** What has been taken from the ring and was not done when somebody looked, by its name; and how many have been taken. */
  underWay: Map<string, RingEntry>;
  taken: number;
  /** It has been asked for something of which it is not known what it writes. */
  isUnknown: boolean;
}

export class Rings {
  readonly #memory: Memory;
  /** Whether there is a kernel, and not a recording. */
  readonly #isLive: boolean;
  readonly #rings = new Map<number, Ring>();
  #copy = 0;

  constructor(memory: Memory, isLive: boolean) {
    this.#memory = memory;
    this.#isLive = isLive;
  }

  has(fd: number): boolean {
    return this.#rings.has(fd);
  }

  /** Where the program's copy of the ring lies that is mapped next. */
  prepare(copy: number): void {
    this.#copy = copy;
  }

  /** Where the kernel has the mapping of which the program has the copy; null when it has none there. */
  mappingOf(copy: number): number | null {
    for (const { mappings } of this.#rings.values())
      for (const mapping of mappings.values()) if (mapping.copy === copy) return mapping.address;
    return null;
  }

  /** Before io_uring_enter: gives the kernel what belongs to the program. */
  before(name: string, args: readonly Argument[]): void {
    if (!this.#isLive || name !== 'io_uring_enter') return;
    const ring = this.#rings.get(Number(args[0]));
    if (ring === undefined) return;
    for (const { mapping, offset, length } of owned(ring)) {
      this.#memory.copyTo(mapping.address + offset, this.#memory.copyFrom(mapping.copy + offset, length));
    }
  }

  /** After a call that has succeeded, as often as anybody likes: gives the program what belongs to the kernel. */
  after(name: string, args: readonly Argument[], result: number): void {
    switch (name) {
      case 'io_uring_setup':
        if (!this.#rings.has(result)) this.#setUp(Number(args[1]), result);
        return;
      case 'mmap': {
        const ring = this.#rings.get(Number(args[4]) | 0);
        if (ring === undefined) return;
        const mapping = { address: result, length: Number(args[1]), copy: this.#copy };
        ring.mappings.set(Number(args[5]), mapping);
        if (this.#isLive) this.#memory.copyTo(mapping.copy, this.#memory.copyFrom(mapping.address, mapping.length));
        return;
      }
      case 'io_uring_enter': {
        const ring = this.#rings.get(Number(args[0]));
        if (this.#isLive) this.#takeBack(ring);
        if (ring !== undefined) this.#follow(ring);
        return;
      }
      case 'close':
        this.#rings.delete(Number(args[0]));
    }
  }

  /** What a call on a ring has written, after `after`; null when that is not known, undefined when the call is about something else. */
  outputs(name: string, args: readonly Argument[], result: number): Region[] | null | undefined {
    if (name === 'io_uring_setup') return [{ address: Number(args[1]), length: parametersSize }];
    if (name === 'io_uring_enter') return this.#entered(this.#rings.get(Number(args[0])), result);
    if (name !== 'mmap') return undefined;
    const fd = Number(args[4]) | 0;
    // Of memory that is nobody's nothing has to be kept; what a file contains comes from outside, but may end before the mapping does.
    if (fd < 0) return [];
    const mapping = this.#rings.get(fd)?.mappings.get(Number(args[5]));
    return mapping === undefined ? null : [{ address: mapping.copy, length: mapping.length }];
  }

  /**
   * What stands in the rings of a descriptor; null when it has none that are mapped. What the program has written is read from its copy, what the kernel
   * has from its own memory: it may have done something since the program has asked last. In a recording that is what `shown` says.
   */
  state(fd: number, shown?: RingState | null): RingState | null {
    const ring = this.#rings.get(fd);
    const queue = ring?.mappings.get(IORING_OFF_SQ_RING);
    const entries = ring?.mappings.get(IORING_OFF_SQES);
    if (!ring || !queue || !entries) return null;
    this.#follow(ring);
    const completions = ring.mappings.get(IORING_OFF_CQ_RING) ?? queue;
    const head = this.#word(completions, ring.completions.head);
    const isAhead = ({ position }: RingResult): boolean => ((position - head) | 0) >= 0;
    const completed = shown?.completed.filter(isAhead) ?? this.#results(ring, completions, this.#isLive);
    const done = new Set(completed.map(({ name }) => name));
    const underWay = shown?.underWay ?? [...ring.underWay.values()];
    const submitted: RingEntry[] = [];
    const tail = this.#word(queue, ring.at.tail);
    for (let at = ring.taken; at !== tail; at = (at + 1) >>> 0) submitted.push(this.#entry(ring, queue, entries, at));
    return { submitted, underWay: underWay.filter(({ name }) => !done.has(name)), completed };
  }

  /** Notes what the kernel has taken, and what it has done, as far as the program's copy says. */
  #follow(ring: Ring): void {
    const queue = ring.mappings.get(IORING_OFF_SQ_RING);
    const entries = ring.mappings.get(IORING_OFF_SQES);
    if (!queue || !entries) return;
    const head = this.#word(queue, ring.at.head);
    for (; ring.taken !== head; ring.taken = (ring.taken + 1) >>> 0) {
      const entry = this.#entry(ring, queue, entries, ring.taken);
      ring.underWay.set(entry.name, entry);
    }
    for (const { name } of this.#results(ring, ring.mappings.get(IORING_OFF_CQ_RING) ?? queue, false))
      ring.underWay.delete(name);
  }

  #entry(ring: Ring, queue: Mapping, entries: Mapping, at: number): RingEntry {
    const index = this.#word(queue, ring.at.array + 4 * (at & this.#word(queue, ring.at.mask)));
    const data = this.#view(entries.copy + submissionSize * index, submissionSize);
    const operation = data.getUint8(0);
    return {
      name: String(data.getBigUint64(32, true)),
      operation: operations[operation] ?? String(operation),
      fd: data.getInt32(4, true),
    };
  }

  /** What is done and not taken; `ofKernel`: also what the program's copy does not have yet. */
  #results(ring: Ring, mapping: Mapping, ofKernel: boolean): RingResult[] {
    const { head, tail, mask, list } = ring.completions;
    const own = this.#view(mapping.copy, mapping.length);
    const data = ofKernel ? this.#view(mapping.address, mapping.length) : own;
    const results: RingResult[] = [];
    for (let at = own.getUint32(head, true); at !== data.getUint32(tail, true); at = (at + 1) >>> 0) {
      const place = list + completionSize * (at & data.getUint32(mask, true));
      results.push({
        position: at,
        name: String(data.getBigUint64(place, true)),
        result: data.getInt32(place + 8, true),
      });
    }
    return results;
  }

  #setUp(address: number, fd: number): void {
    const data = this.#view(address, parametersSize);
    const at = (offset: number): number => data.getUint32(offset, true);
    this.#rings.set(fd, {
      at: { head: at(40), tail: at(44), mask: at(48), array: at(64), entries: at(0) },
      completions: { head: at(80), tail: at(84), mask: at(88), list: at(100) },
      mappings: new Map(),
      open: new Map(),
      underWay: new Map(),
      taken: 0,
      isUnknown: (at(8) & IORING_SETUP_SQE128_CQE32) !== 0,
    });
  }

  /** Copies the rings, but for what the program may have written since. */
  #takeBack(ring: Ring | undefined): void {
    if (ring === undefined) return;
    const kept = owned(ring).map(({ mapping, offset, length }) => ({
      address: mapping.copy + offset,
      bytes: this.#memory.copyFrom(mapping.copy + offset, length),
    }));
    for (const [offset, { address, length, copy }] of ring.mappings)
      if (offset !== IORING_OFF_SQES) this.#memory.copyTo(copy, this.#memory.copyFrom(address, length));
    for (const { address, bytes } of kept) this.#memory.copyTo(address, bytes);
  }

  #entered(ring: Ring | undefined, submitted: number): Region[] | null {
    const queue = ring?.mappings.get(IORING_OFF_SQ_RING);
    const entries = ring?.mappings.get(IORING_OFF_SQES);
    if (!ring || !queue || !entries) return null;
    const completions = ring.mappings.get(IORING_OFF_CQ_RING) ?? queue;
    const head = this.#word(queue, ring.at.head);
    const mask = this.#word(queue, ring.at.mask);
    for (let i = head - submitted; i < head; i++) {
      this.#submit(ring, entries.copy + submissionSize * this.#word(queue, ring.at.array + 4 * (i & mask)));
    }
    if (ring.isUnknown) return null;
    return [queue, completions]
      .map(({ copy, length }) => ({ address: copy, length }))
      .concat(this.#completed(ring, completions));
  }

  #submit(ring: Ring, address: number): void {
    const data = this.#view(address, submissionSize);
    const operation = data.getUint8(0);
    if (writing.has(operation)) {
      const region = { address: Number(data.getBigUint64(16, true)), length: data.getUint32(24, true) };
      ring.open.set(data.getBigUint64(32, true), region);
    } else if (!silent.has(operation)) ring.isUnknown = true;
  }

  #completed(ring: Ring, { copy, length }: Mapping): Region[] {
    const data = this.#view(copy, length);
    const { head, tail, mask, list } = ring.completions;
    const regions: Region[] = [];
    const last = data.getUint32(tail, true);
    for (let i = data.getUint32(head, true); i !== last; i = (i + 1) >>> 0) {
      const at = list + completionSize * (i & data.getUint32(mask, true));
      const user = data.getBigUint64(at, true);
      const result = data.getInt32(at + 8, true);
      const open = ring.open.get(user);
      ring.open.delete(user);
      if (open !== undefined && result > 0)
        regions.push({ address: open.address, length: Math.min(result, open.length) });
    }
    return regions;
  }

  #word({ copy }: Mapping, offset: number): number {
    return this.#view(copy + offset, 4).getUint32(0, true);
  }

  #view(address: number, length: number): DataView {
    return new DataView(this.#memory.copyFrom(address, length).buffer);
  }
}

/** What the program writes: its end of each ring, which entries are submitted, and the entries. */
function owned(ring: Ring): { mapping: Mapping; offset: number; length: number }[] {
  const queue = ring.mappings.get(IORING_OFF_SQ_RING);
  const entries = ring.mappings.get(IORING_OFF_SQES);
  if (queue === undefined || entries === undefined) return [];
  return [
    { mapping: entries, offset: 0, length: entries.length },
    { mapping: queue, offset: ring.at.array, length: 4 * ring.at.entries },
    { mapping: queue, offset: ring.at.tail, length: 4 },
    { mapping: ring.mappings.get(IORING_OFF_CQ_RING) ?? queue, offset: ring.completions.head, length: 4 },
  ];
}
