/**
 * The part of the tracer that the process waits for: a loop in machine code, on the tracer's own thread, that waits for a thread's stop, notes the
 * system call with the number of the stack it comes from, and lets the thread go on. JavaScript takes the notes when there are many, or nothing else
 * comes; it says which stack is which, and handles itself whatever is no such call. tracingLoop.c says what the bytes do and how they are made.
 */
import type { Linux } from '../linux/index.ts';
import { loadNative } from '../linux/native.ts';
import { wakeUpSignal } from '../linux/wakeUp.ts';
import { note, wordIn } from './notes.ts';

const machineCode = Buffer.from(
  'QVdBVkFVQVRVU0iJ+0iB7JgAAABIg78YAgAAAEiJdCRgdC1Ig78oAgAAAHUFSP/GdR5Iid/oOQgAAEiLgygCAABI99hIGcBIg8AD6RQHAABIjYQkhAAA' +
    'AEiJRCR4SIuDmAAAAEgFgEYAAEg5QzAPgusGAABIg7sYAgAAAHQUSIN7eAB1Db4BAAAASInf6OQGAABIi3QkeEiLVCRgRTHSRTHARTHJuD0AAABIg8//' +
    'DwVIg7sYAgAAAEiJBCR0QEiFwA+EkQYAAEiJ3+ikBwAASIM8JAB4L0iLBCSLjCSEAAAASIE8JP//PwBIiYOoAAAASInISImLsAAAAH5W62NIgzwkAHlG' +
    'SIM8JPy4BAAAAA+FTwYAAEiDe3gAD4Q4BgAASIO7oAAAAAAPhSoGAABIg7sYAgAAAA+FHAYAADH2SInf6DAGAADpDQYAAHWJ6QYGAABIi1MISIsMJIss' +
    'ioXtdQq4AQAAAOn5BQAAPX+FAAB170iDuxgCAAAAdeVIweUHSANrEItFAIP4A3TVg/gBD4WrBAAASItDKEiLUzhIiUQkaEiLg5gAAABIiUQkcEiF0nWu' +
    'SIN9CAB0p0yNk9gAAABFMcBFMclIic64ZQAAAL8MAAAADwVIhcB4hkiLg1gBAABMi7twAQAASIlEJCBIi4MoAQAASIlEJDhIi4PgAAAASIlEJChIi0Qk' +
    'IEg7Q0APgkz///9IO0NID4NC////SItFOEiJRCQwuPAfAABIgXwkMP8BAAB3CUiLRCQwSMHgBEgDQxhIjU1AMdIPtnACSIlMJBhIiVQkCECA/gV3WUAP' +
    'ttZIiwzRSIXJdCwPtlADgPoFdwtIi0wkGEiLDNHrGLkBAAAAgPoGdA4xyUiDfCQ4AEgPSUwkOA+3eARmi0AGMdJm9/cPt8BIOchID0fBSA+vx0iJRCQI' +
    'SItEJChI0egl8D8AAEgDg4gAAABJicVIi0QkKEk7RQB1Ek2LZQgxwE0p/EmB/ABAAAB2IEyJ+EG8ABAAACX/DwAASSnEuAAIAABJOcRMD0fgTCngSItM' +
    'JChMi7OQAAAAMdJIx4PgAQAAsAAAAEiJi9gBAABAgP4FdwlIi0wkGEiLFPFIi0wkCEiD+AFIiZPoAQAAS40UJ0UZwEiJkwgCAABIiztMjZPYAQAASY2U' +
    'DLAAAABBg8AESImDEAIAAEiNs8gBAABIAdBIiYvwAQAATWPARTHJSImD0AEAALoBAAAAuDYBAABMibv4AQAATImjAAIAAEyJs8gBAAAPBUiLTCQISCnI' +
    'SI2IUP///0iJTCQQTDnhD4yP/f//SYt+CEiLQ2BJiw5IiXwkSEmLPAZIi0UISIl8JFhIi3tQSTkEPg+FZP3//0k5zw+CW/3//0iLTCRISTnPD4NN/f//' +
    'SYnMTSn8SYH8AEAAAA+HOv3//0iDfCRYAHVZSANDWEiLO0G4AQAAAEjHg+ABAAAIAAAASImD2AEAAEiNhCSIAAAASImDyAEAALg2AQAASMeD0AEAAAgA' +
    'AAAPBUiD+AgPhej8//9Ig7wkiAAAAAAPhdn8//9Ii0wkCEmNhrAAAABIiUQkUEgByEiJRCRASItEJChJiUUASItEJEhJiUUITDlkJBAPjCQBAABIi0Qk' +
    'cEyLbCRoTYngSIu7gAAAAEiLTCRASQHFiwQkSItUJDBIi3QkIEGJRQTo8wIAAEiNs7gBAAC/AQAAAEGJRXhIi0UQSYlFIP9TaEiLdCQYSY19OLowAAAA' +
    'SGmDuAEAAADKmjtIA4PAAQAASYlFKEiLRCQwSYlFMOiJAgAASItEJDhNiX0YSY29gAAAAEiLVCQISIt0JFBJiUVoSItEJCBJiUUQSItEJFhJiUVwi0Qk' +
    'CEGJRXwxwEGDfXgATA9F4ItEJAiDwAdFiWUIg+D4Ro2EIIAAAABFiUUA6CcCAABMicBIi3QkQEyJ4kwp4EmNfAUA6A8CAABMAYOYAAAASP+DoAAAAEiD' +
    'e3gAD4VjAQAAvgEAAABIid/omQEAAOlRAQAASItEJBBNieZIi0wkEEUxyUiLO0G4AQAAALoBAAAASSnGTAH4SImD2AEAAEiLRCRATImz4AEAAEyNLAhM' +
    'ibPQAQAAuDYBAABMiavIAQAADwVJOcYPhSb7///pfv7//4XAD4XrAAAASIs0JEyNVSBFMcBFMcm4ZQAAAL8OQgAAulgAAAAPBUiFwA+I8fr//4pFIDwB' +
    'dA08Ag+EuQAAAOnd+v//SItVOLjwHwAASIH6/wEAAHcHSInQSMHgBEgDQxgPthCD+gJ1S4B4AQB0JUiLVUD3wgAA8P8PhaL6//9Ii0sgidKKFAqE0g+E' +
    'kfr///7KdShIg3s4AA+Fgvr//w+2QAg8BXceSIN8xUAAdBbpbfr////KD4Rl+v//x0UAAgAAAOszx0UAAQAAAEiNs7gBAAC/AQAAAP9TaEhpg7gBAAAA' +
    'ypo7SAODwAEAAEiJRRDrBTHAiUUASIs0JEUx0kUxwEUxybhlAAAAvxgAAAAx0g8F6QX5//+4AwAAAOsFuAIAAABIgcSYAAAAW11BXEFdQV5BX8NIY8ZI' +
    'jZe4AAAASIlHeDHAhfZ0F0iDvzACAAAzSBnASCWAtaL6SAUA4fUFSImH0AAAAEUx0kUxwEUxyUiJh8AAAAAx9kiLf3C43wAAAA8Fw0iDwgcxwEjB6gNI' +
    'OcJ0DUiLDMZIiQzHSP/A6+7DSInwSYn5SInPSMHoAkgB0IPgP0hpwIAfAABMAchMjZiAHwAASDswdQeLSAiFyXUOSAXwAwAATDnYdekxwMNVU4tYDEiN' +
    'UBBFMclBOdl0PEyLEkmNaghJOehyGEiDwhBIi2r4SjksF3UKQf/B69xIOzB0DUgF8AMAAEw52HXw6wmLSAiFyXTs67cxyYnIW13DQVcxyUFWQVVBVFVT' +
    'SIn7SIHsyAQAAEyLpxgCAABIiY8oAgAASI2EJMACAABIiQQkSY2UJAghEABJjYwkCCFRAEiJEEiBwgAQBABIg8AQSMdA+BAAAABIOdF15UiLO0yLFCRB' +
    'uBAAAABFMclIjYQkQAEAAEyNrCTAAQAAugEAAABIx4QkSAEAAAABAABIiUQkELg2AQAASIt0JBBMiawkQAEAAA8FSD0AAQAAD4X/AgAASI1EJEBMi4sg' +
    'AgAAMdIx7UiJRCQYRTH2SY28JAAxEABBugAABABJi3RVCEmLRFUATInRTY0EKUyLfCQYSCnwgeb//wMASCnxTokEOkg5wUgPR8hIAcVNjQQpTImEFMAA' +
    'AABIhcl0HU1jxkgB/kH/xknB4ARKibQEwAIAAEqJjATIAgAASDnBcx1JY/ZIKchB/8ZIweYESIm8NMACAABIiYQ0yAIAAEiDwghIgccAEAQASIH6gAAA' +
    'AA+FaP///0iLgzACAABIhe11M0iNUAFIg/gyD5fBSIP6MkiJkzACAAAPl8A4wQ+EFAIAAL4BAAAASInf6Fr9///pAgIAADHSSImTMAIAAEiD+DJ2Db4B' +
    'AAAASInf6Dn9//9Ii4MgAgAASIs7TWPGRTHJSImsJEgBAABMixQkugEAAABIjbQkQAEAAEiJhCRAAQAAuDYBAAAPBUg5xQ+FpQEAAEyNvCTAAAAAMcBB' +
    'g87/TYsEx4nGSI18JEBIixTHTDnCczCDegQAdQuLCkgBykiJFMfr4UGD/v90FkljzkiLTMxASIt5KEg5eihED0L26wNBifZI/8BIg/gQdbNBg/7/D4S6' +
    'AAAASWPGTIuTmAAAAEiLbMRAi0UAiUQkIEiJRCQITAHQSDlDMHMQSMeDKAIAAAEAAADphgAAAESLRQhIi0wkCEyJVCQoSIu7gAAAAEiLVTBMKcFIi3UQ' +
    'RIlEJCRIAenon/z//0yLVCQohcCJRXh0FItEJCBEi1wkJEQp2IlFADHAiUUIRItFAEiLeyhIie5NY85MAddMicLoSfz//0iLRCQITAGDmAAAAEj/g6AA' +
    'AABIAcVKiWzMQOnp/v//SIuLIAIAAEmBxBAhEAAxwEiLdCQYSYtURQhIi3wkEEgDFAZIizQkSCnKSYsMB0yJJEZJgcQAEAQASIkUB0jHREYICAAAAEiD' +
    'wAhIPYAAAAB1vkiLRCQQSI10JDBIiztFMclMixQkQbgQAAAAugEAAABIx0QkOIAAAABIiUQkMLg3AQAADwVIgcTIBAAAW11BXEFdQV5BX8M=',
  'base64',
);

/** How a call is noted. */
export interface CallKind {
  /** Only if its first argument is a descriptor that is asked for. */
  ofDescriptor: boolean;
  /** The argument that is a buffer (0: there is none), the one that says how long it is, or `result`, or 'one'; in `unit` bytes. At most `most` bytes are kept. */
  buffer?: { argument: number; length: number | 'result' | 'one'; unit: number; most: number };
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

// The structures of tracingLoop.c, in bytes or 8 bytes.
const control = { pid: 0, slots: 1, threads: 2, kinds: 3, descriptors: 4, notes: 5, capacity: 6, closely: 7, textFrom: 8, textTo: 9, machine: 10, curg: 11, goid: 12, clock: 13, timer: 14, armed: 15, known: 16, ends: 17, scratch: 18, length: 19, count: 20, thread: 21, status: 22, recorder: 67, rings: 68, words: 71 } as const; // prettier-ignore
const known = { pc: 0, id: 8, steps: 12, step: 16, size: 1008, ways: 8, buckets: 64, mostSteps: 62 } as const;
const [endsSize, scratchSize] = [16 * 1024, 32768];
const slot = { state: 0, machine: 8, start: 16, info: 32, size: 128 } as const;
const infoArgs = 32;
export const kindSize = 16;
const [ignored, closely, noted] = [0, 1, 2];
export const callNumbers = 512;
const [mostThreads, mostThreadIds] = [16384, 1 << 22];
const ends = { 1: 'changed', 2: 'full', 3: 'interrupted', 4: 'none' } as const;
/** Room for all that a recorder has. */
const ringsSize = 16 * 262144;
/** To fetch what it has, in the place of wait4's options. */
const fetchOnly = -1;
/** Bytes of notes before they are taken: the process waits meanwhile. */
const capacity = 1 << 18;

// asm-generic/unistd.h, time.h, signal.h, mman-common.h, wait.h
const [timerCreate, timerDelete, CLOCK_MONOTONIC, SIGEV_THREAD_ID] = [222, 226, 1, 4];
const [PROT_READ_WRITE, PROT_READ_EXEC, MAP_PRIVATE_ANONYMOUS] = [3, 5, 0x22];
const [WALL, WNOTHREAD, WNOHANG] = [0x40000000, 0x20000000, 1];
const codeSize = 4096;

/** A stack whose bytes from the stack pointer `sp` on to its end are here, behind a call at `pc`. */
export interface NotedStack {
  bytes: Buffer;
  at: number;
  length: number;
  pc: number;
  sp: number;
}

/** Which it is (not 0), and by what it is known: where a return address lies from `sp` on, and which, for each of them. */
export interface MetStack {
  id: number;
  path: readonly number[];
}

/** A call that has begun: when, in microseconds of CLOCK_MONOTONIC. */
export interface CallUnderWay {
  number: number;
  start: number;
  argument(index: number): number | bigint;
}

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

type Room = Uint8Array<ArrayBuffer>;
type Run = (control: number, options: number) => number;

/** The loop of one process. It must be made and run by the thread that traces. */
export class TracingLoop {
  readonly #linux: Linux;
  readonly #run: Run;
  readonly #code: number;
  readonly #control: BigUint64Array;
  readonly #controlAt: number;
  readonly #slots: Uint32Array;
  readonly #threads: DataView;
  readonly #notes: Buffer;
  readonly #noteWords: Uint32Array;
  readonly #known: DataView;
  /** Which of a bucket's stacks is forgotten next. */
  readonly #ways = new Uint8Array(known.buckets);
  /** All of what the machine code uses. */
  readonly #kept: Uint8Array[];
  readonly #free: number[] = [];
  #used = 1;
  #rings: Uint8Array | null = null;

  constructor({ linux, pid, text, fields, kinds, descriptors }: LoopOptions) {
    const { memory } = linux;
    this.#linux = linux;
    const sizes = [8 * control.words, 4 * mostThreadIds, slot.size * mostThreads, kindSize * callNumbers, capacity, known.size * known.ways * known.buckets, endsSize, scratchSize]; // prettier-ignore
    const kept = sizes.map((size) => memory.allocate(size));
    const [words, slots, threads, table, notes, stacks, stackEnds, scratch] = kept as [Room, Room, Room, Room, Room, Room, Room, Room]; // prettier-ignore
    this.#kept = [...kept, descriptors];
    this.#slots = new Uint32Array(slots.buffer);
    this.#threads = new DataView(threads.buffer);
    this.#notes = Buffer.from(notes.buffer);
    this.#noteWords = new Uint32Array(notes.buffer);
    this.#known = new DataView(stacks.buffer);
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
    this.#set('notes', memory.addressOf(notes));
    this.#set('known', memory.addressOf(stacks));
    this.#set('ends', memory.addressOf(stackEnds));
    this.#set('scratch', memory.addressOf(scratch));
    this.#set('capacity', capacity);
    this.#set('textFrom', text.from);
    this.#set('textTo', text.to);
    this.#set('machine', fields.m);
    this.#set('curg', fields.curg);
    this.#set('goid', fields.goid);
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

  /** From now on calls are noted by this recorder of the process (its shared part's address; 0: by no one), and each stop ends a run. */
  set recorder(address: number) {
    if (address !== 0 && this.#rings === null) {
      this.#rings = this.#linux.memory.allocate(ringsSize);
      this.#set('rings', this.#linux.memory.addressOf(this.#rings));
    }
    this.#set('recorder', address);
  }

  /** Takes what the recorder has noted, as a run does; 'full' when there may be more. */
  fetch(): LoopEnd {
    return this.#end(fetchOnly);
  }

  /** Runs until there is something to do, or, unless it `blocks`, nothing has come. What was noted before is gone. */
  run(blocks: boolean): LoopEnd {
    return this.#end(WALL | WNOTHREAD | (blocks ? 0 : WNOHANG));
  }

  #end(options: number): LoopEnd {
    this.#set('count', 0);
    this.#set('length', 0);
    const kind = ends[this.#run(this.#controlAt, options) as keyof typeof ends];
    if (kind !== 'changed') return { kind };
    return { kind, thread: Number(this.#control[control.thread]), status: Number(this.#control[control.status]) };
  }

  /** How many calls the last run has noted. */
  get count(): number {
    return Number(this.#control[control.count]);
  }

  /** Them, as `NoteReader` reads them; `meet` says of one whose stack is not known which it is. */
  take(meet: (noted: NotedStack) => MetStack): Uint8Array<ArrayBuffer> {
    const words = this.#noteWords;
    const length = Number(this.#control[control.length]);
    const taken = new Uint8Array(length);
    let [from, to] = [0, 0];
    const copy = (end: number): void => {
      taken.set(this.#notes.subarray(from, end), to);
      to += end - from;
    };
    for (let at = 0; at < length;) {
      const word = (field: number): number => words[(at + field) >>> 2] ?? 0;
      const [size, stackLength] = [word(note.size), word(note.stackLength)];
      if (stackLength > 0) {
        const stackAt = at + size - stackLength;
        const [pc, sp] = [word(note.pc) + word(note.pc + 4) * 2 ** 32, word(note.sp) + word(note.sp + 4) * 2 ** 32];
        const met = meet({ bytes: this.#notes, at: stackAt, length: stackLength, pc, sp });
        words[(at + note.stack) >>> 2] = met.id;
        words[(at + note.size) >>> 2] = size - stackLength;
        this.#learn(met, pc, word(note.number));
        copy(stackAt);
        from = at + size;
      }
      at += size;
    }
    copy(length);
    return to === length ? taken : taken.slice(0, to);
  }

  /** From now on the loop knows a stack where it comes again. */
  #learn({ id, path }: MetStack, pc: number, number: number): void {
    const steps = path.length / 2;
    if (steps === 0 || steps > known.mostSteps) return;
    const bucket = (Math.floor(pc / 4) + number) % known.buckets;
    const place = (way: number): number => known.size * (bucket * known.ways + way);
    for (let way = 0; way < known.ways; way++) if (this.#known.getUint32(place(way) + known.id, true) === id) return;
    const way = this.#ways[bucket] ?? 0;
    this.#ways[bucket] = (way + 1) % known.ways;
    const at = place(way);
    this.#known.setBigUint64(at + known.pc, BigInt(pc), true);
    this.#known.setUint32(at + known.id, id, true);
    this.#known.setUint32(at + known.steps, steps, true);
    path.forEach((word, index) => this.#known.setBigUint64(at + known.step + 8 * index, BigInt(word), true));
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
  underWay(thread: number): CallUnderWay | null {
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

/** `struct kind` of tracingLoop.c. */
export function kindBytes(kind: CallKind | 'closely'): Uint8Array {
  const bytes = Buffer.alloc(kindSize);
  bytes[0] = ignored;
  if (kind === 'closely') {
    bytes[0] = closely;
    return bytes;
  }
  const { ofDescriptor, buffer, zero } = kind;
  const length = typeof buffer?.length === 'number' ? buffer.length : buffer?.length === 'one' ? 6 : 255;
  bytes.set([noted, ofDescriptor ? 1 : 0, buffer?.argument ?? 255, length]);
  bytes.writeUInt16LE(buffer?.unit ?? 1, 4);
  bytes.writeUInt16LE(buffer?.most ?? 0, 6);
  bytes[8] = zero ?? 255;
  return bytes;
}
