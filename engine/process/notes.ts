/** What the tracing loop notes of a call (`struct note` of tracingLoop.c), and the calls that are read from notes. */
import { CallDecoder } from '../linux/decode.ts';
import { descriptorsGiven, errnoName, type Argument } from '../linux/index.ts';
import type { Memory } from '../linux/memory.ts';
import { CallNumbers } from '../linux/numbers.ts';
import { nothingBefore } from '../linux/waitCalls.ts';
import { notedBuffer } from './calls.ts';
import { callText, outcomeOf } from './callText.ts';
import { NotedMemory } from './notedMemory.ts';
import type { NotedCalls, ProcessCall } from './protocol.ts';

/** Where fields are in a note; behind them its buffer. Its size is a multiple of 8. From `number` on it is what the call was, not when. */
export const note = { size: 0, thread: 4, stackLength: 8, pc: 16, sp: 24, start: 32, end: 40, number: 48, args: 56, result: 104, goid: 112, stack: 120, bufferLength: 124, buffer: 128 } as const; // prettier-ignore

/** A word; what does not fit 53 bits stays exact. */
export const wordIn = (bytes: Buffer, at: number): number | bigint =>
  bytes.readUInt32LE(at + 4) < 0x200000
    ? bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32
    : bytes.readBigUInt64LE(at);

/** Puts calls into words that were noted while they were made. */
class Words {
  readonly #numbers = new CallNumbers('x64');
  readonly #memory: NotedMemory;
  readonly #decoder: CallDecoder;

  constructor(memory: Memory) {
    this.#memory = new NotedMemory(memory);
    this.#decoder = new CallDecoder('x64', this.#memory);
  }

  nameOf(number: number): string {
    return this.#numbers.nameOf(number);
  }

  args(name: string, bytes: Buffer, at: number): Argument[] {
    const args: Argument[] = [];
    const arity = this.#decoder.arity(name);
    for (let index = 0; index < arity; index++) args.push(wordIn(bytes, at + note.args + 8 * index));
    return args;
  }

  text(name: string, returned: number, bytes: Buffer, at: number): string {
    const args = this.args(name, bytes, at);
    this.#memory.has(
      bytes,
      at + note.buffer,
      bytes.readUInt32LE(at + note.bufferLength),
      Number(args[notedBuffer(name)] ?? 0),
    );
    return callText(this.#decoder, { name, args, lengthBefore: 0, before: nothingBefore }, returned);
  }
}

/** A call that is put into words when somebody reads them: there are tens of thousands a second. */
class NotedCall implements ProcessCall {
  readonly index: number;
  readonly thread: number;
  readonly goid: number;
  readonly name: string;
  readonly result: number;
  readonly errno: number;
  readonly start: number;
  readonly duration: number;
  readonly stack: number;
  readonly #words: Words;
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #returned: number;
  #text: string | null = null;
  #fds: number[] | null = null;

  constructor(index: number, words: Words, bytes: Buffer, numbers: Uint32Array, at: number) {
    const low = (field: number): number => numbers[(at + field) >>> 2] ?? 0;
    const whole = (field: number): number => low(field) + low(field + 4) * 2 ** 32;
    this.#words = words;
    this.#bytes = bytes;
    this.#at = at;
    this.#returned = low(note.result) + (low(note.result + 4) | 0) * 2 ** 32;
    const { result, errno } = outcomeOf(this.#returned);
    this.index = index;
    this.thread = low(note.thread);
    this.goid = whole(note.goid);
    this.name = words.nameOf(low(note.number));
    this.result = result;
    this.errno = errno;
    this.start = whole(note.start) / 1000;
    this.duration = whole(note.end) / 1000 - this.start;
    this.stack = low(note.stack);
  }

  /** What a goroutine has done on g0's stack is not noted. */
  get onSystemStack(): boolean {
    return this.goid === 0;
  }

  get errnoName(): string {
    return this.errno === 0 ? '' : errnoName(this.errno);
  }

  get text(): string {
    return (this.#text ??= this.#words.text(this.name, this.#returned, this.#bytes, this.#at));
  }

  get content(): string {
    const end = this.#at + note.buffer + this.#bytes.readUInt32LE(this.#at + note.bufferLength);
    return this.#bytes.toString('latin1', this.#at + note.number, end);
  }

  get fds(): number[] {
    return (this.#fds ??= descriptorsGiven(this.name, this.#words.args(this.name, this.#bytes, this.#at)));
  }
}

export class NoteReader {
  readonly #words: Words;

  constructor(memory: Memory) {
    this.#words = new Words(memory);
  }

  /** The calls of some notes, as `TracingLoop.take` gives them. */
  read({ notes, first }: NotedCalls): ProcessCall[] {
    const bytes = Buffer.from(notes.buffer, notes.byteOffset, notes.length);
    const numbers = new Uint32Array(notes.buffer, notes.byteOffset, notes.length >>> 2);
    const calls: ProcessCall[] = [];
    for (let at = 0; at < notes.length; at += numbers[(at + note.size) >>> 2] || notes.length) {
      calls.push(new NotedCall(first + calls.length, this.#words, bytes, numbers, at));
    }
    return calls;
  }
}
