/**
 * The tape: everything that comes into a program from outside, in the order in which it comes. That is what its system calls answer and write, what
 * its clock says, and where its buffers lie. All else follows from Go's source: a run that gets the same again does the same again, step by step. So
 * a recording is short, costs nothing per step, and replaying it is executing the same source without a kernel.
 */
import { Decoder, Encoder } from './codec.ts';
import { RecordingError } from './file.ts';

/** A piece of the program's memory that a call wrote. */
export interface Written {
  address: number;
  bytes: Uint8Array;
}

/** What a system call did to the program. */
export interface Answer {
  number: number;
  result: number;
  errno: number;
  /** Microseconds: when it began (CLOCK_MONOTONIC), and how long it took. */
  start: number;
  duration: number;
  written: Written[];
  /** Why the answer cannot be given again. */
  problem?: string;
}

/** Between the program and what is outside of it; either asks and keeps, or gives what was kept. */
export interface Tape {
  call(number: number, make: () => Answer): Answer;
  /** A number that comes from outside: nanoseconds, an address. */
  number(kind: NumberKind, make: () => number): number;
  /** The program has a buffer at an address. */
  placed(buffer: ArrayBufferLike, address: number): void;
  /** What goes on inside `look` belongs to somebody who looks at the program, not to the program. */
  aside<T>(look: () => T): T;
}

/** `outside`: what is found out about calls of other threads and about descriptors. */
export type NumberKind = 'nanotime' | 'walltime' | 'address' | 'outside';

/** What the records of a tape begin with. */
const mark = {
  call: 1,
  nanotime: 2,
  walltime: 3,
  address: 4,
  snapshot: 5,
  held: 6,
  released: 7,
  end: 8,
  outside: 9,
} as const;
const kinds: Readonly<Record<NumberKind, number>> = {
  nanotime: mark.nanotime,
  walltime: mark.walltime,
  address: mark.address,
  outside: mark.outside,
};

const blockSize = 64 * 1024;
const ENOSYS = 38;

/** Knows who asks: the program, or somebody who looks at it. */
class Attention {
  #looks = 0;

  protected get isAside(): boolean {
    return this.#looks > 0;
  }

  aside<T>(look: () => T): T {
    this.#looks++;
    try {
      return look();
    } finally {
      this.#looks--;
    }
  }
}

/** Records: hands over blocks as they fill up. */
export class Recorder extends Attention implements Tape {
  readonly #out = new Encoder();
  readonly #block: (bytes: Uint8Array) => void;
  readonly #last: Record<NumberKind, number> = { nanotime: 0, walltime: 0, address: 0, outside: 0 };
  readonly #onProblem: (problem: string) => void;
  #time = 0;
  #stopped = false;

  /** `block` gets what fits together; the bytes are its own only until it returns. `onProblem` is told what cannot be recorded. */
  constructor(block: (bytes: Uint8Array) => void, onProblem: (problem: string) => void) {
    super();
    this.#block = block;
    this.#onProblem = onProblem;
  }

  call(_number: number, make: () => Answer): Answer {
    const answer = make();
    if (this.isAside || this.#stopped) return answer;
    if (answer.problem !== undefined) this.#onProblem(answer.problem);
    const start = Math.round(answer.start);
    const out = this.#out;
    out.byte(mark.call);
    out.unsigned(answer.number);
    out.signed(answer.result);
    out.unsigned(answer.errno);
    out.signed(start - this.#time);
    out.unsigned(Math.round(answer.duration * 10));
    this.#time = start;
    out.unsigned(answer.written.length);
    for (const { address, bytes } of answer.written) {
      out.unsigned(address);
      out.bytes(bytes);
    }
    this.#full();
    return answer;
  }

  number(kind: NumberKind, make: () => number): number {
    const value = make();
    if (this.isAside || this.#stopped) return value;
    this.#out.byte(kinds[kind]);
    this.#out.signed(value - this.#last[kind]);
    this.#last[kind] = value;
    this.#full();
    return value;
  }

  placed(): void {
    // It is in the kernel's own memory map.
  }

  /** What the kernel shows at this moment. */
  snapshot(what: unknown): void {
    this.#mark(mark.snapshot);
    this.#out.bytes(Buffer.from(JSON.stringify(what)));
    this.#full();
  }

  /** Somebody held or released a goroutine, when so many steps had been made. */
  held(goid: number, held: boolean, steps: number): void {
    this.#mark(held ? mark.held : mark.released);
    this.#out.unsigned(goid);
    this.#out.unsigned(steps);
  }

  /** The program has ended. */
  end(status: number): void {
    this.#mark(mark.end);
    this.#out.unsigned(status);
    this.flush();
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#out.length > 0 && !this.#stopped) this.#block(this.#out.take());
  }

  get pending(): number {
    return this.#out.length;
  }

  /** Nothing more is kept. */
  stop(): void {
    this.#stopped = true;
  }

  #mark(kind: number): void {
    this.#out.byte(kind);
  }

  #full(): void {
    if (this.#out.length >= blockSize) this.flush();
  }
}

/** What somebody did to the program while it was recorded. */
export interface Held {
  goid: number;
  held: boolean;
  /** How many steps had been made. */
  steps: number;
}

export interface Overview {
  held: Held[];
  /** How the program ended; null: the recording was cut off. */
  status: number | null;
  calls: number;
  /** From the beginning of the first call to the end of the last. */
  microseconds: number;
}

/** Reads through a whole tape. @throws RangeError for what is none */
export function overview(blocks: Uint8Array[]): Overview {
  const found: Held[] = [];
  let status: number | null = null;
  let calls = 0;
  let start = 0;
  let [first, last] = [Infinity, 0];
  for (const block of blocks) {
    const input = new Decoder(block);
    while (!input.atEnd) {
      const kind = input.byte();
      if (kind === mark.call) {
        calls++;
        for (let fields = 3; fields > 0; fields--) input.unsigned();
        start += input.signed();
        first = Math.min(first, start);
        last = Math.max(last, start + input.unsigned() / 10);
        for (let left = input.unsigned(); left > 0; left--) {
          input.unsigned();
          input.bytes();
        }
      } else if (kind === mark.snapshot) input.bytes();
      else if (kind === mark.held || kind === mark.released) {
        found.push({ goid: input.unsigned(), held: kind === mark.held, steps: input.unsigned() });
      } else {
        const value = input.unsigned();
        if (kind === mark.end) status = value;
      }
    }
  }
  return { held: found, status, calls, microseconds: calls === 0 ? 0 : last - first };
}

/** Plays a recording back. */
export class Player extends Attention implements Tape {
  readonly #blocks: Uint8Array[];
  readonly #last: Record<NumberKind, number> = { nanotime: 0, walltime: 0, address: 0, outside: 0 };
  #at = 0;
  #in = new Decoder(new Uint8Array(0));
  #time = 0;
  #calls = 0;
  /** Told of snapshots as they come, with the number of calls that were made before. */
  onSnapshot: (snapshot: unknown, calls: number) => void = () => undefined;
  /** The recording has come to its end before the program has: it was cut off, or recording stopped. */
  onEnd: () => never = () => {
    throw new RecordingError('the recording ends here');
  };
  readonly placed: (buffer: ArrayBufferLike, address: number) => void;

  /** `placed` is told where the program's buffers are to lie. */
  constructor(blocks: Uint8Array[], placed: (buffer: ArrayBufferLike, address: number) => void) {
    super();
    this.#blocks = blocks;
    this.placed = placed;
  }

  get calls(): number {
    return this.#calls;
  }

  call(number: number): Answer {
    // Who only looks makes no calls that anything depends on.
    if (this.isAside) return { number, result: -1, errno: ENOSYS, start: 0, duration: 0, written: [] };
    this.#expect(mark.call, `system call ${number}`);
    const input = this.#in;
    const recorded = input.unsigned();
    if (recorded !== number) this.#differs(`system call ${number}`, `system call ${recorded}`);
    const answer: Answer = {
      number,
      result: input.signed(),
      errno: input.unsigned(),
      start: (this.#time += input.signed()),
      duration: input.unsigned() / 10,
      written: [],
    };
    for (let left = input.unsigned(); left > 0; left--) {
      answer.written.push({ address: input.unsigned(), bytes: input.bytes() });
    }
    this.#calls++;
    this.#lookBehind();
    return answer;
  }

  /** What the kernel showed behind a call is shown before anything else is asked for: there may be a stop. */
  #lookBehind(): void {
    while (this.#hasMore() && this.#in.next === mark.snapshot) {
      this.#in.byte();
      this.#look();
    }
  }

  #look(): void {
    this.onSnapshot(JSON.parse(Buffer.from(this.#in.bytes()).toString('utf8')), this.#calls);
  }

  /** Goes on to the next block where one ends; false behind the last. */
  #hasMore(): boolean {
    while (this.#in.atEnd) {
      const block = this.#blocks[this.#at++];
      if (block === undefined) return false;
      this.#in = new Decoder(block);
    }
    return true;
  }

  number(kind: NumberKind, make: () => number): number {
    if (this.isAside) return kind === 'address' || kind === 'outside' ? make() : this.#last[kind];
    this.#expect(kinds[kind], kind);
    return (this.#last[kind] += this.#in.signed());
  }

  /** Goes over what is no answer, to the record that is asked for. */
  #expect(wanted: number, what: string): void {
    for (;;) {
      if (!this.#hasMore()) return this.onEnd();
      const found = this.#in.byte();
      if (found === wanted) return;
      if (found === mark.snapshot) {
        this.#look();
      } else if (found === mark.held || found === mark.released) {
        this.#in.unsigned();
        this.#in.unsigned();
      } else if (found === mark.end) {
        this.onEnd();
      } else {
        this.#differs(what, Object.entries(mark).find(([, value]) => value === found)?.[0] ?? `record ${found}`);
      }
    }
  }

  #differs(asked: string, recorded: string): never {
    throw new RecordingError(
      `the program asks for ${asked}, but was given ${recorded} when it was recorded: it is not the same program, Go source or Netwalk`,
    );
  }
}
