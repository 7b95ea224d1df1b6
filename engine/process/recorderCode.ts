/**
 * The code that notes calls inside of the process, on the threads that make them (recorder.c says what it does and how the bytes are made), and the
 * memory that it works with. For each system call of Go's that is recorded there is a piece of its own, to which Go's function jumps.
 */
import type { RuntimeLayout } from './layout.ts';
import { callNumbers, kindBytes, kindSize, mostDescriptors, type CallKind } from './tracingLoop.ts';

const machineCode = Buffer.from(
  '6bMAAAAPHwCJ+YPhD0hpyQAQBADwQQ+6rAtAIBAAAHMW85BIgcEAEAQASIH5AABBAHLhMcnr3UmNjAtAIBAASIlZYEiJy0iJexhIiXMgSIlTKEyJUzBM' +
    'iUM4TIlLQEyJa0hIiUNQSIljWGRIiwQl+P///0iJQ2hMiVtwTIljeEiNo+APAABIid/ozwIAAEiLexhIi3MgSItTKEyLUzBMi0M4TItLQEiLY1hIi0NQ' +
    'xwMAAAAAQf8kJEmJxYn5g+EPSGnJABAEAPBBD7qsC0AgEAAAcxbzkEiBwQAQBABIgfkAAEEAcuExyevdSY2MC0AgEABIictIiXsYSIlzIEiJUyhMiVMw' +
    'TIlDOEyJS0BMiWtISIlDUEiJY1hkSIsEJfj///9IiUNoTIlbcEyJY3hIjaPgDwAASInf6PcAAACJwUiLexhIi3MgSItTKEyLUzBMi0M4TItLQEiLY1hM' +
    'iehJidtIi1tgQccDAAAAAIXJdAVB/2QkCEH/ZCQQMdJBVEUx0kmJ9FNFMcBIifu4ugAAAEiJ10iJ1g8FSYnBuCcAAAAPBbocAAAASInHTYniSYnYuOoA' +
    'AABMic4PBVtBXMNIi0cISIn6SInHSAHwgef//wMASAH+SIH+AAAEAHYxSItyELkAAAQASCn5SCnwMfZIAchIPQAABAB3N0iNhDoAEAAAMfaJCIlwBEgB' +
    'SgjrEUiLShAx9kgpyEg9AAAEAHcRSItCCCX//wMASI20AgAQAABIifDDSItHcEiLd0hJifm68B8AAEiNSEBIgf7/AQAAdwdIifJIweIESAHRSYtRaA+2' +
    'MUiD/gJ1M4B5AQB0O0mLcRiB/v//DwAPh88AAACJ9kCKtDBAIAAAQIT2D4S8AAAAQP7OdBPpvwAAAEiF9g+FqQAAAOmxAAAASIM4AA+FmgAAAA+2SQiA' +
    '+QV3DEmDfMkYAA+FhQAAAEiB+v8PAAB2fEmLcVhIOzJyc0iLSghIOc5zakgp8UiB+QBAAAB3XkiLSAhIiwwRSIH5/w8AAHZNSItwGEiDPBYAdQtIi0AQ' +
    'SIM8CAB1N0mNsYAAAABFMdJFMcAx0rjkAAAAvwEAAAAPBUlpgYAAAAAAypo7SQOBiAAAAEmJQWC4AQAAAMO+AQAAAEyJz+gg/v//McDDQVdBVkFVQVRT' +
    'SIn7SIPsMEyLd3BNiyZNheR0F0iDxDC+AwAAAFtBXEFdQV5BX+nq/f//SItXSE2NbkC48B8AAEiB+v8BAAB3B0iJ0EjB4ARJAcVMi3tQTItLaEUx0kUx' +
    'wLjkAAAAvwEAAAAx0kiNs4AAAAAPBUhpg4AAAAAAypo7SAODiAAAAEiJRCQgSYtBCEiJRCQYSItDWEiJRCQQSItEJBhIi0wkEEgpyEGAfQIFSIlEJAh3' +
    'PUmD//J0N0EPtkUDMfZNhf9JD0n3PAV3BUiLdMMYQQ+3TQRmQYtFBjHSZvfxD7fASDnwSA9G8EmJ9EwPr+FIi0wkCEmNRCQHSInfSIPg+EiNhAGAAAAA' +
    'SInGSIkEJOhH/f//SIXAdSy+AgAAAEiJ30yJTCQo6Oz8//9IizQkSInf6CT9//9Mi0wkKEiFwA+EuQAAAEmLVgiLDCRIjXg4SI1zGIkISosMCkmLViBI' +
    'ixQRi0wkCIlQBEiLU3iJSAhIi0wkIEiLEkiJUBBIi1NYSIlQGEiLU2BIiUgouTAAAABIiVAgSItTSEiJUDDzpEmLVhhMiXhoSosUCkSJYHxIiVBwMdKJ' +
    'UHhNheR0FkEPtlUCSI24gAAAAEyJ4UiLdNMY86RIi3wkGEiLVCQQSIsMJEiLc1hIKfpIAcpIi0wkCEiNPBDzpEiLBCRIAUMISIPEMFtBXEFdQV5BX8M=',
  'base64',
);

/** By this signal a thread asks the tracer to look: nobody minds it when no tracer is there. */
export const askSignal = 28; // SIGWINCH
/** Why it asks: its call is to be looked at, its ring is full, its call that was to be noted is to be looked at now that it has returned. */
export const asks = { before: 1, full: 2, behind: 3 } as const;

// The structures of recorder.c, in bytes.
const codeSize = 16384;
const shared = { closely: 0, machine: 8, curg: 16, goid: 24, procid: 32, kinds: 64, descriptors: 64 + kindSize * callNumbers } as const; // prettier-ignore
const sharedSize = shared.descriptors + mostDescriptors;
const [slotSize, slots] = [266240, 16];
const slot = { taken: 0, args: 24, number: 72, result: 80, sp: 88, start: 96, site: 120, size: 128 } as const;
const exitCode = 8;

/** Of all of it. */
export const recorderSize = codeSize + sharedSize + slotSize * slots;
/** The part of it that is code. */
export const recorderCodeSize = codeSize;
export const sharedAt = codeSize;
export const closelyAt = sharedAt + shared.closely;
export const descriptorsAt = sharedAt + shared.descriptors;

/** A system call in Go's code: the instructions in front of it give way to a jump. */
export interface CallSite {
  /** The first of them. */
  at: number;
  /** Their bytes. */
  instructions: Buffer;
  /** Behind the system call. */
  after: number;
}

/** A site's piece of code: the addresses behind its two system calls, the one that is noted and the one that is not. */
export interface SitePiece extends CallSite {
  /** Its first instruction. */
  from: number;
  noted: number;
  plain: number;
}

/** What is written to `base`: code, and with it what the code knows of the process and of calls. */
export function recorderBytes(
  base: number,
  sites: readonly CallSite[],
  { g, m }: RuntimeLayout,
  kinds: ReadonlyMap<number, CallKind | 'closely'>,
): { bytes: Buffer; pieces: SitePiece[] } {
  const bytes = Buffer.alloc(codeSize + shared.descriptors);
  machineCode.copy(bytes);
  const pieces: SitePiece[] = [];
  let end = roundedUp(machineCode.length);
  for (const site of sites) {
    const [piece, code] = pieceOf(site, base, end);
    code.copy(bytes, end);
    end += code.length;
    pieces.push(piece);
  }
  if (end > codeSize) throw new Error(`${sites.length} system calls are too many to record`);
  const word = (at: number, value: number): unknown => bytes.writeBigUInt64LE(BigInt(value), sharedAt + at);
  word(shared.machine, g.m);
  word(shared.curg, m.curg);
  word(shared.goid, g.goid);
  word(shared.procid, m.procid);
  for (const [number, kind] of kinds) bytes.set(kindBytes(kind), sharedAt + shared.kinds + kindSize * number);
  return { bytes, pieces };
}

const roundedUp = (length: number): number => Math.ceil(length / 8) * 8;

/** The piece of a site, which lies at a distance from the base: a word says where the call ends in Go's code, then come the piece's two calls. */
function pieceOf(site: CallSite, base: number, distance: number): [SitePiece, Buffer] {
  const head = 24;
  const parts: Buffer[] = [];
  const here = (): number => base + distance + head + parts.reduce((sum, { length }) => sum + length, 0);
  const load = (opcode: [number, number], value: number): void => {
    const bytes = Buffer.from([...opcode, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.writeBigUInt64LE(BigInt(value), 2);
    parts.push(bytes);
  };
  const call = (): number => parts.push(Buffer.from([0x0f, 0x05])) && here();
  const jump = (to: number): unknown => parts.push(jumpFrom(here(), to));
  parts.push(site.instructions);
  load([0x49, 0xbb], base + sharedAt); // r11
  load([0x49, 0xbc], base + distance); // r12
  jump(base);
  const noted = call();
  load([0x49, 0xbb], base + sharedAt);
  jump(base + exitCode);
  const plain = call();
  jump(site.after);
  const words = Buffer.alloc(head);
  [site.after, noted - 2, plain - 2].forEach((address, index) => words.writeBigUInt64LE(BigInt(address), 8 * index));
  const code = Buffer.concat([words, ...parts]);
  return [{ ...site, from: base + distance + head, noted, plain }, Buffer.concat([code], roundedUp(code.length))];
}

/** JMP rel32 */
export function jumpFrom(from: number, to: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0xe9;
  bytes.writeInt32LE(to - from - bytes.length, 1);
  return bytes;
}

/** A call as the thread that made it has it in its slot. */
export interface SlotCall {
  number: number;
  args: bigint[];
  result: bigint;
  sp: bigint;
  /** In nanoseconds of CLOCK_MONOTONIC. */
  start: number;
  /** The distance of its site's piece. */
  site: number;
}

export const slotHead = { size: slot.size, taken: slot.taken } as const;

export function slotCall(bytes: Buffer, base: number): SlotCall {
  return {
    number: Number(bytes.readBigUInt64LE(slot.number)),
    args: Array.from({ length: 6 }, (_, index) => bytes.readBigUInt64LE(slot.args + 8 * index)),
    result: bytes.readBigUInt64LE(slot.result),
    sp: bytes.readBigUInt64LE(slot.sp),
    start: Number(bytes.readBigUInt64LE(slot.start)),
    site: Number(bytes.readBigUInt64LE(slot.site)) - base,
  };
}
