/**
 * The part of the tracer that the process waits for: a loop in machine code, on the tracer's own thread, that waits for a thread's stop, notes the
 * system call with what is on the stack, and lets the thread go on. JavaScript reads the notes when there are many, or nothing else comes; it handles
 * itself whatever is no such call. tracingLoop.c says what the bytes do and how they are made.
 */
import type { Linux } from '../linux/index.ts';
import { loadNative } from '../linux/native.ts';
import { wakeUpSignal } from '../linux/wakeUp.ts';

const machineCode = Buffer.from(
  'QVdBVkFVQVRVU0iJ+0iD7EhIjUQkPEiJdCQgSIlEJChIi0MwSDlDeA+DlgUAAEiLdCQoSItUJCBFMdJFMcBFMcm4PQAAAEiDz/8PBUiJRCQISIXAeVRI' +
    'g3wkCPy4BAAAAA+FYgUAAEiDe3AAD4RLBQAASIN7eAAPhUAFAAAx0kiLe2i43wAAADH2SIlTcEiJk6gAAABIiZOYAAAASI2TkAAAAA8F6RMFAAAPhA0F' +
    'AABIi0QkCItMJDxIgXwkCP//PwBIiYOAAAAASInISImLiAAAAH4KuAEAAADp6gQAAEiLUwhIi0wkCIssioXtdOY9f4UAAHXfSMHlB0gDaxCLRQCD+AN0' +
    'z4P4AQ+FlAMAAEiLQzhMi2N4TItrKEiJRCQQSIXAdbBIg30IAHSpTI2TsAAAAEUxwEUxyTHSuGUAAAC/DAAAAEiJzg8FSIXAeIZNaeQ4RwAAi0QkCEiN' +
    'VXBMi7tIAQAATIuzAAEAAE0B7EGJBCRIi0U4TInmSCnuSYlEJCBIjUVASInBSIs4SIl8BuhIg8AISDnCde9Ii0UQSIlMJBi/AQAAAEiNs5ABAABJiUQk' +
    'EP9TYEyLg7gAAABIaYOQAQAAAMqaO0gDg5gBAABNiXQkWEmJRCQYSIuDMAEAAE2JfCRoSYlEJGBNiUQkcEg7Q0APgtv+//9IO0NID4PR/v//SYtUJCBI' +
    'i0wkGLjwHwAASIH6/wEAAHcHSInQSMHgBEgDQxhFMe0PtngCQID/BXc2D7ZQAzH2TYX2SQ9J9oD6BXcESIs00UQPt0gEZotABjHSZkH38Q+3wEg58EgP' +
    'RvBJifVND6/pTIn4Qb4AEAAARYlsJAhIjbOgAQAAJf8PAABIx4OoAQAAwAAAAEyNk/ABAABJKca4AAgAAEyJq7gBAABIx4PIAQAAAAgAAEk5xkwPR/BJ' +
    'jUQkeEiJg6ABAABJjYQkOAEAAEiJg7ABAABJjYQkOAcAAEiJRCQYSImDwAEAAEiLQ1hIA0UITImDEAIAAEiJg/ABAABIi4NYAQAASMeD+AEAAAgAAABI' +
    'x4MIAgAACAAAAEiD6AhIiYMAAgAASMeDGAIAALAAAABAgP8FdwlIiwT5SIlEJBBIi0QkEEiLO0G4BgAAAEyJqygCAABMibswAgAARTHJugMAAABIiYMg' +
    'AgAAS40EN0iJg0ACAAC4AAgAAEwp8EyJszgCAABIiYNIAgAAuDYBAAAPBUwp6EgtwAAAAEw58A+MMv3//0mLTCRwSTmMJIAAAAAPhR/9//9Ii1NQSIt9' +
    'CEk5vBSIAAAAD4UJ/f//SYtUJHhIhdJ0CUg50Q+F9vz//02LrCSQAAAATSn9SYH9AEAAAA+H3vz//0w56HxURYlsJARI/0N4SIN7cAAPhYcBAABIx0Nw' +
    'AQAAAEUx0kUxwDH2SIt7aEUxyUjHg6gAAABAS0wASI2TkAAAAEjHg5gAAABAS0wAuN8AAAAPBelHAQAASItUJBhNie5JAcdIiztJKcZMibvwAQAAQbgB' +
    'AAAARTHJSAHCTImz+AEAALg2AQAASImToAEAALoBAAAATImzqAEAAA8FSTnGD4U3/P//6Vn///+FwA+F7AAAAEiLdCQITI1VIEUxwEUxybhlAAAAvw5C' +
    'AAC6WAAAAA8FSIXAD4gB/P//ikUgPAF0DTwCD4S5AAAA6e37//9Ii1U4uPAfAABIgfr/AQAAdwdIidBIweAESANDGA+2EIP6AnVLgHgBAHQlSItVQPfC' +
    'AADw/w+Fsvv//0iLSyCJ0ooUCoTSD4Sh+////sp1KEiDezgAD4WS+///D7ZACDwFdx5Ig3zFQAB0Ful9+////8oPhHX7///HRQACAAAA6zPHRQABAAAA' +
    'SI2zkAEAAL8BAAAA/1NgSGmDkAEAAADKmjtIA4OYAQAASIlFEOsFMcCJRQBIi3QkCEUx0kUxwEUxybhlAAAAvxgAAAAx0g8F6WP6//+4AwAAAOsFuAIA' +
    'AABIg8RIW11BXEFdQV5BX8M=',
  'base64',
);

/** How a call is noted. */
export interface CallKind {
  /** Only if its first argument is a descriptor that is asked for. */
  ofDescriptor: boolean;
  /** The argument that is a buffer, the one that says how long it is, or `result`; in `unit` bytes. At most `most` bytes are kept. */
  buffer?: { argument: number; length: number | 'result'; unit: number; most: number };
  /** The argument that must be 0: else the call is looked at closely. */
  zero?: number;
}

/** Where a thread is: outside, or in a call that is noted, ignored, or handled closely. */
export const whereabouts = { outside: 0, noted: 1, ignored: 2, closely: 3 } as const;
/** Whether a descriptor is one that is asked for. */
export const descriptorState = { unknown: 0, asked: 1, other: 2 } as const;
export const mostDescriptors = 1 << 20;

/** Why the loop ended: a thread stands, there is no room, nothing has come or a signal, no thread is left. */
export type LoopEnd = { kind: 'changed'; thread: number; status: number } | { kind: 'full' | 'interrupted' | 'none' };

/** A call that returned: good until the next is asked for. One object for all of them, for they come by tens of thousands a second. */
export class NotedCall {
  thread = 0;
  number = 0;
  result = 0;
  /** Microseconds of CLOCK_MONOTONIC. */
  start = 0;
  end = 0;
  pc = 0;
  sp = 0;
  /** 0: the scheduler's. */
  goid = 0;
  readonly bytes: Buffer;
  /** Where in `bytes` its buffer is, and the stack from `sp` on to its end. */
  bufferAt = 0;
  bufferLength = 0;
  stackAt = 0;
  stackLength = 0;
  #from = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  argument(index: number): number | bigint {
    return wordIn(this.bytes, this.#from + record.args + 8 * index);
  }

  /** Becomes the record at a place in `bytes`, which `words` are too. */
  read(from: number, words: Uint32Array, goidAt: number): this {
    const word = (at: number): number => {
      const index = (from + at) >>> 2;
      return (words[index] ?? 0) + (words[index + 1] ?? 0) * 2 ** 32;
    };
    this.#from = from;
    const [low, high] = [words[(from + record.result) >>> 2] ?? 0, words[(from + record.result + 4) >>> 2] ?? 0];
    this.result = low + (high | 0) * 2 ** 32;
    this.thread = words[(from + record.thread) >>> 2] ?? 0;
    this.number = word(record.number);
    this.start = word(record.start) / 1000;
    this.end = word(record.end) / 1000;
    this.pc = word(record.pc);
    this.sp = word(record.sp);
    this.goid = word(record.curg) === 0 ? 0 : word(record.goroutine + goidAt);
    this.bufferAt = from + record.buffer;
    this.bufferLength = words[(from + record.bufferLength) >>> 2] ?? 0;
    this.stackAt = from + record.stack;
    this.stackLength = words[(from + record.stackLength) >>> 2] ?? 0;
    return this;
  }
}

// The structures of tracingLoop.c, in bytes or 8 bytes.
const control = { pid: 0, slots: 1, threads: 2, kinds: 3, descriptors: 4, records: 5, capacity: 6, closely: 7, textFrom: 8, textTo: 9, machine: 10, curg: 11, clock: 12, timer: 13, armed: 14, count: 15, thread: 16, status: 17, words: 74 } as const; // prettier-ignore
const record = { thread: 0, stackLength: 4, bufferLength: 8, start: 16, end: 24, number: 32, args: 40, result: 88, pc: 96, sp: 104, curg: 120, goroutine: 136, buffer: 312, stack: 1848, size: 18232 } as const; // prettier-ignore
const slot = { state: 0, machine: 8, start: 16, info: 32, size: 128 } as const;
const infoArgs = 32;
const kindSize = 16;
const [ignored, closely, noted] = [0, 1, 2];
const [callNumbers, mostThreads, mostThreadIds] = [512, 16384, 1 << 22];
const ends = { 1: 'changed', 2: 'full', 3: 'interrupted', 4: 'none' } as const;
/** Calls that are noted before they are read: the process waits meanwhile. */
const capacity = 128;

// asm-generic/unistd.h, time.h, signal.h, mman-common.h, wait.h
const [timerCreate, timerDelete, CLOCK_MONOTONIC, SIGEV_THREAD_ID] = [222, 226, 1, 4];
const [PROT_READ_WRITE, PROT_READ_EXEC, MAP_PRIVATE_ANONYMOUS] = [3, 5, 0x22];
const [WALL, WNOTHREAD, WNOHANG] = [0x40000000, 0x20000000, 1];
const codeSize = 4096;

export interface LoopOptions {
  linux: Linux;
  pid: number;
  /** Of Go's code in the process. */
  text: { from: number; to: number };
  /** Where fields are in a g and an m. */
  fields: { goid: number; m: number; curg: number };
  /** By the call's number; `closely`: it is left to JavaScript. Calls that are not here are ignored. */
  kinds: ReadonlyMap<number, CallKind | 'closely'>;
  /** What is known of descriptors: kept by who handles calls closely. */
  descriptors: Uint8Array;
}

type Run = (control: number, options: number) => number;

/** The loop of one process. It must be made and run by the thread that traces. */
export class TracingLoop {
  readonly #linux: Linux;
  readonly #goid: number;
  readonly #run: Run;
  readonly #code: number;
  readonly #control: BigUint64Array;
  readonly #controlAt: number;
  readonly #slots: Uint32Array;
  readonly #threads: DataView;
  readonly #words: Uint32Array;
  readonly #noted: NotedCall;
  /** All of what the machine code uses. */
  readonly #kept: Uint8Array[];
  readonly #free: number[] = [];
  #used = 1;

  constructor({ linux, pid, text, fields, kinds, descriptors }: LoopOptions) {
    const { memory } = linux;
    this.#linux = linux;
    this.#goid = fields.goid;
    const [words, slots, threads, table, records] = [8 * control.words, 4 * mostThreadIds, slot.size * mostThreads, kindSize * callNumbers, record.size * capacity].map((size) => memory.allocate(size)) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]; // prettier-ignore
    this.#kept = [words, slots, threads, table, records, descriptors];
    this.#slots = new Uint32Array(slots.buffer);
    this.#threads = new DataView(threads.buffer);
    this.#words = new Uint32Array(records.buffer);
    this.#noted = new NotedCall(Buffer.from(records.buffer));
    for (const [number, kind] of kinds) table.set(kindBytes(kind), kindSize * number);
    const { koffi, libc } = loadNative();
    const clock = (libc.func('dlsym', 'uintptr_t', ['uintptr_t', 'str']) as (handle: number, name: string) => number)(0, 'clock_gettime'); // prettier-ignore
    this.#control = new BigUint64Array(words.buffer);
    this.#controlAt = memory.addressOf(words);
    this.#set('pid', pid);
    this.#set('slots', memory.addressOf(slots));
    this.#set('threads', memory.addressOf(threads));
    this.#set('kinds', memory.addressOf(table));
    this.#set('descriptors', memory.addressOf(descriptors));
    this.#set('records', memory.addressOf(records));
    this.#set('capacity', capacity);
    this.#set('textFrom', text.from);
    this.#set('textTo', text.to);
    this.#set('machine', fields.m);
    this.#set('curg', fields.curg);
    this.#set('clock', clock);
    this.#set('timer', this.#makeTimer());
    this.#code = this.#load();
    this.#run = koffi.decode(BigInt(this.#code), koffi.proto('long', ['uintptr_t', 'long'])) as Run;
  }

  #set(field: Exclude<keyof typeof control, 'words'>, value: number): void {
    this.#control[control[field]] = BigInt(value);
  }

  #makeTimer(): number {
    const event = new DataView(this.#linux.memory.allocate(64).buffer);
    event.setInt32(8, wakeUpSignal, true);
    event.setInt32(12, SIGEV_THREAD_ID, true);
    event.setInt32(16, this.#linux.threadId(), true);
    const id = new Int32Array(this.#linux.memory.allocate(8).buffer);
    const { memory } = this.#linux;
    this.#call(timerCreate, CLOCK_MONOTONIC, memory.addressOf(event), memory.addressOf(id));
    return id[0] ?? 0;
  }

  #load(): number {
    const number = (name: string): number => this.#linux.kernel.numbers.numberOf(name);
    const page = this.#call(number('mmap'), 0, codeSize, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    this.#linux.memory.copyTo(page, machineCode);
    this.#call(number('mprotect'), page, codeSize, PROT_READ_EXEC);
    return page;
  }

  #call(number: number, ...args: number[]): number {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const result = this.#linux.kernel.unwatchedSyscall(number, a, b, c, d, e, f);
    if (result === -1) throw new Error(`system call ${number}: errno ${this.#linux.kernel.errno}`);
    return result;
  }

  /** Every call that is not ignored is left to JavaScript, those under way too. */
  set closely(on: boolean) {
    this.#set('closely', on ? 1 : 0);
  }

  /** Runs until there is something to do, or, unless it `blocks`, nothing has come. What was noted before is gone. */
  run(blocks: boolean): LoopEnd {
    this.#set('count', 0);
    const kind = ends[this.#run(this.#controlAt, WALL | WNOTHREAD | (blocks ? 0 : WNOHANG)) as keyof typeof ends];
    if (kind !== 'changed') return { kind };
    return { kind, thread: Number(this.#control[control.thread]), status: Number(this.#control[control.status]) };
  }

  /** How many calls the last run has noted. */
  get count(): number {
    return Number(this.#control[control.count]);
  }

  /** One of them. */
  noted(index: number): NotedCall {
    return this.#noted.read(record.size * index, this.#words, this.#goid);
  }

  /** JavaScript has handled a thread's stop at a call: where the thread is now, and its m (0: not known). */
  handled(thread: number, where: keyof typeof whereabouts, machine: number): void {
    if (thread >= mostThreadIds) return;
    let at = this.#slots[thread] ?? 0;
    if (at === 0) {
      at = this.#free.pop() ?? (this.#used < mostThreads ? this.#used++ : 0);
      // No room: JavaScript goes on to handle it.
      if (at === 0) return;
      this.#slots[thread] = at;
    }
    this.#threads.setUint32(slot.size * at + slot.state, whereabouts[where], true);
    this.#threads.setBigUint64(slot.size * at + slot.machine, BigInt(machine), true);
  }

  gone(thread: number): void {
    const at = this.#slots[thread] ?? 0;
    if (at === 0) return;
    this.#slots[thread] = 0;
    this.#free.push(at);
  }

  /** The call that a thread is in, noted so far; null: none, or not noted. */
  underWay(thread: number): Pick<NotedCall, 'number' | 'start' | 'argument'> | null {
    const at = slot.size * (this.#slots[thread] ?? 0);
    if (at === 0 || this.#threads.getUint32(at + slot.state, true) !== whereabouts.noted) return null;
    const bytes = Buffer.from(this.#threads.buffer, at + slot.info, infoArgs + 8 * 6);
    return {
      number: bytes.readUInt32LE(infoArgs - 8),
      start: Number(this.#threads.getBigUint64(at + slot.start, true)) / 1000,
      argument: (index) => wordIn(bytes, infoArgs + 8 * index),
    };
  }

  close(): void {
    this.#call(timerDelete, Number(this.#control[control.timer]));
    this.#call(this.#linux.kernel.numbers.numberOf('munmap'), this.#code, codeSize);
    this.#kept.length = 0;
  }
}

/** What does not fit 53 bits stays exact. */
const wordIn = (bytes: Buffer, at: number): number | bigint =>
  bytes.readUInt32LE(at + 4) < 0x200000
    ? bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32
    : bytes.readBigUInt64LE(at);

function kindBytes(kind: CallKind | 'closely'): Uint8Array {
  const bytes = Buffer.alloc(kindSize);
  bytes[0] = ignored;
  if (kind === 'closely') {
    bytes[0] = closely;
    return bytes;
  }
  const { ofDescriptor, buffer, zero } = kind;
  bytes.set([noted, ofDescriptor ? 1 : 0, buffer?.argument ?? 255, buffer === undefined || buffer.length === 'result' ? 255 : buffer.length]); // prettier-ignore
  bytes.writeUInt16LE(buffer?.unit ?? 1, 4);
  bytes.writeUInt16LE(buffer?.most ?? 0, 6);
  bytes[8] = zero ?? 255;
  return bytes;
}
