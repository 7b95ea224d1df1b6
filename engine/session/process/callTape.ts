/** What a recording of a real process holds (docs/recording.md): its calls with their stacks, how things looked between them, and its end. */
import type { Line } from '../../process/pclntab.ts';
import type { GoroutineFacts, ProcessCall } from '../../process/protocol.ts';
import { Decoder, Encoder } from '../../trace/recording/codec.ts';
import type { Descriptor } from '../../trace/source.ts';

/** How the process looked from outside, at `now` of CLOCK_MONOTONIC in microseconds. */
export interface Look {
  now: number;
  goroutines: GoroutineFacts[];
  descriptors: Descriptor[];
}

/** `let go`: it ran on, unseen. */
export type EndReason = 'let go' | 'exited' | 'killed' | 'exec';

/** What was read, in its order; `step` of a look is the number of calls before it. */
export interface TapedCalls {
  calls: { call: Omit<ProcessCall, 'stack'>; stack: readonly Line[] }[];
  looks: { step: number; look: Look }[];
  /** Null: it was cut off. */
  end: { status: number; reason: EndReason } | null;
}

const record = { stack: 1, call: 2, look: 3, end: 4 } as const;
const reasons: readonly EndReason[] = ['let go', 'exited', 'killed', 'exec'];
/** Bytes that make a block. */
const blockSize = 65536;
const [onSystemStack, inlined] = [1, 1];

export class CallRecorder {
  readonly #encoder = new Encoder();
  readonly #write: (block: Uint8Array) => void;
  /** Numbers in the file, from 1 on, by the tracer's. */
  readonly #stacks = new Map<number, number>();
  #calls = 0;
  #start = 0;

  /** `write` gets blocks; the bytes are its own only until it returns. */
  constructor(write: (block: Uint8Array) => void) {
    this.#write = write;
  }

  get calls(): number {
    return this.#calls;
  }

  call(made: ProcessCall, stack: () => readonly Line[]): void {
    const number = this.#stackOf(made.stack, stack);
    const out = this.#encoder;
    out.byte(record.call);
    out.unsigned(number);
    out.unsigned(made.index);
    out.unsigned(made.thread);
    // 0: a thread that is not Go's.
    out.unsigned(made.goid === null ? 0 : made.goid + 1);
    out.byte(made.onSystemStack ? onSystemStack : 0);
    for (const text of [made.name, made.text, made.errnoName]) this.#text(text);
    out.signed(made.result);
    out.unsigned(made.errno);
    const start = Math.round(made.start);
    out.signed(start - this.#start);
    this.#start = start;
    out.unsigned(Math.max(0, Math.round(made.duration * 10)));
    out.unsigned(made.fds.length);
    for (const fd of made.fds) out.signed(fd);
    this.#calls++;
    if (out.length >= blockSize) this.flush();
  }

  look(look: Look): void {
    this.#encoder.byte(record.look);
    this.#text(JSON.stringify(look));
    this.flush();
  }

  end(status: number, reason: EndReason): void {
    this.#encoder.byte(record.end);
    this.#encoder.unsigned(status);
    this.#encoder.byte(reasons.indexOf(reason));
    this.flush();
  }

  flush(): void {
    if (this.#encoder.length > 0) this.#write(this.#encoder.take());
  }

  /** Each is written once, before the first call that has it. */
  #stackOf(id: number, stack: () => readonly Line[]): number {
    const known = this.#stacks.get(id);
    if (known !== undefined) return known;
    const number = this.#stacks.size + 1;
    this.#stacks.set(id, number);
    const lines = stack();
    this.#encoder.byte(record.stack);
    this.#encoder.unsigned(lines.length);
    for (const line of lines) {
      this.#text(line.function);
      this.#text(line.file);
      this.#encoder.unsigned(Math.max(0, line.line));
      this.#encoder.byte(line.inlined ? inlined : 0);
    }
    return number;
  }

  #text(text: string): void {
    this.#encoder.bytes(Buffer.from(text));
  }
}

/** Reads the blocks of a file. @throws RangeError for what is none of these */
export function readCalls(blocks: readonly Uint8Array[]): TapedCalls {
  const taped: TapedCalls = { calls: [], looks: [], end: null };
  const stacks: Line[][] = [];
  let start = 0;
  for (const block of blocks) {
    const input = new Decoder(block);
    const text = (): string => Buffer.from(input.bytes()).toString();
    while (!input.atEnd) {
      const kind = input.byte();
      if (kind === record.stack) stacks.push(Array.from({ length: input.unsigned() }, () => lineIn(input, text)));
      else if (kind === record.call) {
        const stack = stacks[input.unsigned() - 1] ?? [];
        const [index, thread, who] = [input.unsigned(), input.unsigned(), input.unsigned()];
        const isOnSystemStack = input.byte() === onSystemStack;
        const [name, shown, errnoName] = [text(), text(), text()];
        const [result, errno] = [input.signed(), input.unsigned()];
        start += input.signed();
        const duration = input.unsigned() / 10;
        const fds = Array.from({ length: input.unsigned() }, () => input.signed());
        const goid = who === 0 ? null : who - 1;
        const call = { index, thread, goid, onSystemStack: isOnSystemStack, name, text: shown, result, errno, errnoName, start, duration, fds }; // prettier-ignore
        taped.calls.push({ call, stack });
      } else if (kind === record.look) {
        taped.looks.push({ step: taped.calls.length, look: JSON.parse(text()) as Look });
      } else if (kind === record.end) {
        taped.end = { status: input.unsigned(), reason: reasons[input.byte()] ?? 'let go' };
      } else throw new RangeError(`there is no record of kind ${kind}`);
    }
  }
  return taped;
}

function lineIn(input: Decoder, text: () => string): Line {
  const [name, file] = [text(), text()];
  return { function: name, file, line: input.unsigned(), inlined: input.byte() === inlined };
}
