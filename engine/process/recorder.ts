/**
 * Notes the calls of a process without stopping it: code of ours that is put into it, around the system calls of Go's own functions, writes them into
 * memory of the process, from where the tracer's loop fetches them. It is there only while the process is watched; threads that are in it when it is taken
 * away are put where they would be without it. If the engine is killed it does no harm: the guard puts Go's code back, and what is left is memory.
 */
import { readFileSync } from 'node:fs';
import type { OtherMemory } from '../linux/otherProcess.ts';
import { register, type Ptrace } from '../linux/ptrace.ts';
import { functionsOfC, sitesOf } from './callSites.ts';
import type { RuntimeLayout } from './layout.ts';
import type { PcTable } from './pclntab.ts';
import {
  askSignal, asks, closelyAt, descriptorsAt, isSlot, jumpFrom, recorderBytes, recorderCodeSize, recorderSize, sharedAt, slotCall, slotHead,
  type SitePiece,
} from './recorderCode.ts'; // prettier-ignore
import { callIn, stepOn } from './steppedCall.ts';
import type { TracedThread } from './threadTracer.ts';
import type { CallKind } from './tracingLoop.ts';

// asm-generic/mman.h, asm/unistd_64.h
const [PROT_READ_WRITE, PROT_READ_EXEC, MAP_FLAGS] = [3, 5, 0x2 | 0x20 | 0x4000 | 0x100000]; // private, anonymous, no reserve, fixed, no replacing
const [mmap, mprotect, munmap, tgkill] = [9, 10, 11, 234];
/** How far from Go's code it may be: less than a jump can go. */
const farthest = 0x60000000;
/** From what lies next to it: there a heap may grow. */
const distance = 1 << 24;
/** Instructions that a thread in the recorder may need to leave it. */
const mostSteps = 1 << 20;

export interface RecorderOptions {
  pid: number;
  ptrace: Ptrace;
  memory: OtherMemory;
  table: PcTable;
  bias: number;
  layout: RuntimeLayout;
  kinds: ReadonlyMap<number, CallKind | 'closely'>;
}

/** A call that was to be noted, and has returned. */
export interface ReturnedCall {
  number: number;
  pc: number;
  sp: number;
  result: number;
  /** In microseconds of CLOCK_MONOTONIC. */
  start: number;
  argument(index: number): number | bigint;
}

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #base: number;
  readonly #pieces: readonly SitePiece[];
  readonly #word: Uint8Array;
  #closely = false;

  private constructor(options: RecorderOptions, base: number, pieces: readonly SitePiece[]) {
    this.#options = options;
    this.#base = base;
    this.#pieces = pieces;
    this.#word = options.memory.allocate(8);
  }

  /** Puts it into a process, all of whose threads stand; null where that cannot be: then every call is a stop. */
  static install(options: RecorderOptions, threads: readonly TracedThread[]): Recorder | null {
    const { pid, memory, ptrace, table } = options;
    const maker = callerOf(threads);
    const all = [...table.functions()];
    const functions = functionsOfC(all);
    const sites = sitesOf(all, options)?.filter(({ isC }) => isC === undefined || functions?.length !== 0) ?? null;
    if (maker === undefined || sites === null || functions === null || !isPlain(pid, threads)) return null;
    // Nobody may come back to the middle of a jump.
    const within = (pc: number): boolean =>
      sites.some(({ at, instructions: { length } }) => pc > at && pc < at + length);
    if (threads.some(({ id }) => within(ptrace.registers(id)?.pc ?? 0))) return null;
    const first = sites.find(({ isC }) => isC === undefined);
    const place = first === undefined ? null : placeNear(pid, first.at);
    if (first === undefined || place === null) return null;
    const call = (number: number, ...args: number[]): number => callIn(ptrace, maker, first.after - 2, number, args);
    const base = call(mmap, place, recorderSize, PROT_READ_WRITE, MAP_FLAGS, -1, 0);
    if (base !== place) {
      // An old kernel takes the address for a wish.
      if (base > 0) call(munmap, base, recorderSize);
      return null;
    }
    const { bytes, pieces } = recorderBytes(
      base,
      sites,
      options.layout,
      options.kinds,
      functions.map((address) => address + options.bias),
    );
    if (!memory.write(base, bytes) || call(mprotect, base, recorderCodeSize, PROT_READ_EXEC) !== 0) {
      call(munmap, base, recorderSize);
      return null;
    }
    const made = new Recorder(options, base, pieces);
    for (const { at, instructions, from } of pieces) {
      const jump = jumpFrom(at, from);
      made.#writeCode(maker, at, Buffer.concat([jump], instructions.length));
    }
    return made;
  }

  /** Where in the process the tracer's loop finds what was noted. */
  get shared(): number {
    return this.#base + sharedAt;
  }

  /** What Go's code has where the recorder has changed it. */
  get originals(): { address: number; byte: number }[] {
    return this.#pieces.flatMap(({ at, instructions }) =>
      [...instructions].map((byte, index) => ({ address: at + index, byte })),
    );
  }

  /** Every call that is not ignored is to be looked at, those under way too. */
  set closely(on: boolean) {
    if (on === this.#closely) return;
    this.#closely = on;
    this.#word.fill(0);
    this.#word[0] = on ? 1 : 0;
    this.#options.memory.write(this.#base + closelyAt, this.#word);
  }

  /** What is known of a descriptor (`descriptorState`). */
  setDescriptor(fd: number, state: number): void {
    this.#word[0] = state;
    this.#options.memory.write(this.#base + descriptorsAt + fd, this.#word.subarray(0, 1));
  }

  /** Whether an instruction of Go's is not executed where it is, while this is here. */
  replaces(address: number): boolean {
    return this.#pieces.some(({ at, after }) => address >= at && address < after);
  }

  /** Whether the call before an address is noted here. */
  notes(pc: number): boolean {
    return this.#pieces.some(({ noted }) => noted === pc);
  }

  #covers(pc: number): boolean {
    return pc >= this.#base && pc < this.#base + recorderCodeSize;
  }

  /** Where in Go's code a thread would be that is at a call here: behind it. Other places are left as they are. */
  goPc(pc: number): number {
    if (!this.#covers(pc)) return pc;
    return this.#pieces.find(({ noted, plain }) => pc === noted || pc === plain)?.after ?? pc;
  }

  /**
   * A thread got `askSignal`. Null: not from here. 'look': it is to be looked at at its call, which comes now. 'fetch': its ring is full. 'C': it goes to C code, all of whose calls are to be looked at. Else its call,
   * which has returned, and it stands behind it in Go's code.
   */
  asked(thread: TracedThread): 'look' | 'fetch' | 'C' | ReturnedCall | null {
    const { ptrace, memory } = this.#options;
    const registers = ptrace.allRegisters(thread.id);
    if (registers === null || !this.#covers(Number(registers[register.rip]))) return null;
    // Others may send the signal too, and at any time.
    if (Number(registers[register.numberOfCall]) !== tgkill) return null;
    const slotAt = Number(registers[register.r8]);
    if (!isSlot(slotAt - this.#base)) return null;
    const why = Number(registers[register.r10]);
    if (why === asks.before) return 'look';
    if (why === asks.full) return 'fetch';
    if (why === asks.c) return 'C';
    if (why !== asks.behind) return null;
    const call = slotCall(Buffer.from(memory.copyFrom(slotAt, slotHead.size).buffer), this.#base);
    const piece = this.#pieces.find(({ from }) => from - this.#base - call.site === 24);
    if (piece === undefined) throw new Error('a call comes from nowhere');
    const kept = ['rdi', 'rsi', 'rdx', 'r10', 'r8', 'r9'] as const;
    kept.forEach((name, index) => (registers[register[name]] = call.args[index] ?? 0n));
    registers[register.rax] = call.result;
    registers[register.rsp] = call.sp;
    registers[register.rip] = BigInt(piece.after);
    registers[register.numberOfCall] = -1n;
    ptrace.setAllRegisters(thread.id, registers);
    this.#word.fill(0);
    memory.write(slotAt + slotHead.taken, this.#word.subarray(0, 4));
    return {
      number: call.number,
      pc: piece.after,
      sp: Number(call.sp),
      result: Number(BigInt.asIntN(64, call.result)),
      start: call.start / 1000,
      argument: (index) => {
        const value = call.args[index] ?? 0n;
        return value < 2n ** 53n ? Number(value) : value;
      },
    };
  }

  /** Takes it away; what it has noted is to be fetched by `last`. All threads stand. */
  remove(threads: readonly TracedThread[], last: () => void): void {
    const standing = threads.filter(({ stopped, listening }) => stopped && !listening);
    const [any] = standing;
    if (any === undefined) return;
    for (const { at, instructions } of this.#pieces) this.#writeCode(any, at, instructions);
    for (const thread of standing) this.#lead(thread);
    last();
    const maker = callerOf(standing);
    const site = this.#pieces.find(({ isC }) => isC === undefined);
    // Where nobody can do that, it stays, and is no more than memory.
    if (maker === undefined || site === undefined || threads.length > standing.length) return;
    callIn(this.#options.ptrace, maker, site.after - 2, munmap, [this.#base, recorderSize]);
  }

  /** Leads a thread out of it, to where it would be in Go's code. */
  #lead(thread: TracedThread): void {
    const { ptrace } = this.#options;
    let mask: bigint | null = null;
    for (let step = 0; step < mostSteps; step++) {
      const pc = ptrace.registers(thread.id)?.pc ?? 0;
      if (!this.#covers(pc)) break;
      const isAt = (address: number): boolean => address === pc || address === pc + 2;
      const piece = this.#pieces.find(({ noted, plain }) => isAt(noted) || isAt(plain));
      if (piece !== undefined) {
        const isBefore = piece.noted !== pc && piece.plain !== pc;
        ptrace.setPc(thread.id, piece.after - (isBefore ? 2 : 0));
        break;
      }
      mask ??= ptrace.signalMask(thread.id);
      if (!stepOn(ptrace, thread)) return;
    }
    if (mask !== null) ptrace.setSignalMask(thread.id, mask);
  }

  /** All other threads stand: nobody sees a part of it. */
  #writeCode(thread: TracedThread, address: number, bytes: Buffer): void {
    const { memory, ptrace } = this.#options;
    const word = Buffer.from(memory.copyFrom(address, 8));
    bytes.copy(word);
    ptrace.writeCode(thread.id, address, word.readBigUInt64LE(0));
  }
}

/** A thread that can make a call for us: one that does not stand at the beginning of its own. */
const callerOf = (threads: readonly TracedThread[]): TracedThread | undefined =>
  threads.find(({ stopped, listening, atCall }) => stopped && !listening && !atCall);

/** Its threads have the numbers that it knows itself, all of its calls are allowed, and it gets the signal. */
function isPlain(pid: number, threads: readonly TracedThread[]): boolean {
  try {
    for (const { id } of threads) {
      const status = readFileSync(`/proc/${pid}/task/${id}/status`, 'utf8');
      const field = (name: string): string[] => (new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '').split(/\s+/); // prettier-ignore
      if (field('NSpid').length !== 1 || field('Seccomp')[0] !== '0') return false;
      if ((BigInt(`0x${field('SigBlk')[0] || '0'}`) >> BigInt(askSignal - 1)) & 1n) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** An address around which there is room. */
function placeNear(pid: number, code: number): number | null {
  const size = Math.ceil(recorderSize / 4096) * 4096;
  let end = 0;
  let best: number | null = null;
  for (const line of [...readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n'), 'ffffffffffff-ffffffffffff ']) {
    const found = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line);
    if (found === null) continue;
    const from = parseInt(found[1] ?? '', 16);
    const place = Math.max(end, code - farthest, 0) + distance;
    const at = Math.ceil(place / 4096) * 4096;
    if (at + size + distance <= from && Math.abs(at - code) < farthest) {
      if (best === null || Math.abs(at - code) < Math.abs(best - code)) best = at;
    }
    end = parseInt(found[2] ?? '', 16);
  }
  return best;
}
