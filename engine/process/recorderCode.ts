/**
 * The code that notes calls inside of the process, on the threads that make them (recorder.c says what it does and how the bytes are made), and the
 * memory that it works with. For each system call of Go's that is recorded there is a piece of its own, to which Go's function jumps.
 */
import type { RuntimeLayout } from './layout.ts';
import { callNumbers, kindBytes, kindSize, mostDescriptors, type CallKind } from './tracingLoop.ts';

const machineCode = Buffer.from(
  '6bsAAAAPHwDpdQEAAA8fAIn5g+EPSGnJABAEAPBBD7qsCwAhEAAAcxbzkEiBwQAQBABIgfkAAEEAcuExyevdSY2MCwAhEABIiVlgSInLSIl7GEiJcyBI' +
    'iVMoTIlTMEyJQzhMiUtATIlrSEiJQ1BIiWNYZEiLBCX4////SIlDaEyJW3BMiWN4SI2j4A8AAEiJ3+iqAwAASIt7GEiLcyBIi1MoTItTMEyLQzhMi0tA' +
    'SItjWEiLQ1DHAwAAAABB/yQkSYnFifmD4Q9IackAEAQA8EEPuqwLACEQAABzFvOQSIHBABAEAEiB+QAAQQBy4THJ691JjYwLACEQAEiJy0iJexhIiXMg' +
    'SIlTKEyJUzBMiUM4TIlLQEyJa0hIiUNQSIljWGRIiwQl+P///0iJQ2hMiVtwTIljeEiNo+APAABIid/ozwEAAInBSIt7GEiLcyBIi1MoTItTMEyLQzhM' +
    'i0tASItjWEyJ6EmJ20iLW2BBxwMAAAAAhcl0BUH/ZCQIQf9kJBAxyUk7RMtAdAz/wYP5GHLyQf9kJBCJ+YPhD0hpyQAQBADwQQ+6rAsAIRAAAHMW85BI' +
    'gcEAEAQASIH5AABBAHLhMcnr3UmNjAsAIRAASIlZYEiJy0iJexhIiXMgSIlTKEyJUzBMiUM4TIlLQEyJa0hIiUNQSIljWGRIiwQl+P///0iJQ2hMiVtw' +
    'TIljeEiNo+APAABIid/o7QAAAEiLexhIi3MgSItTKEyLUzBMi0M4TItLQEiLY1hIi0NQSYnbSItbYEHHAwAAAABB/2QkEDHSQVRFMdJJifRTRTHASIn7' +
    'uLoAAABIiddIidYPBUmJwbgnAAAADwW6HAAAAEiJx02J4kmJ2LjqAAAATInODwVbQVzDSItHCEiJ+kiJx0gB8IHn//8DAEgB/kiB/gAABAB2MUiLchC5' +
    'AAAEAEgp+Ugp8DH2SAHISD0AAAQAdzdIjYQ6ABAAADH2iQiJcARIAUoI6xFIi0oQMfZIKchIPQAABAB3EUiLQggl//8DAEiNtAIAEAAASInww74EAAAA' +
    '6Tz///9Ii0dwSIt3SEmJ+brwHwAASI2IAAEAAEiB/v8BAAB3B0iJ8kjB4gRIAdFJi1FoD7YxSIP+AnUzgHkBAHQ7SYtxGIH+//8PAA+HzwAAAIn2QIq0' +
    'MAAhAABAhPYPhLwAAABA/s50E+m/AAAASIX2D4WpAAAA6bEAAABIgzgAD4WaAAAAD7ZJCID5BXcMSYN8yRgAD4WFAAAASIH6/w8AAHZ8SYtxWEg7MnJz' +
    'SItKCEg5znNqSCnxSIH5AEAAAHdeSItICEiLDBFIgfn/DwAAdk1Ii3AYSIM8FgB1C0iLQBBIgzwIAHU3SY2xgAAAAEUx0kUxwDHSuOQAAAC/AQAAAA8F' +
    'SWmBgAAAAADKmjtJA4GIAAAASYlBYLgBAAAAw74BAAAATInP6BP+//8xwMNBV0FWQVVBVFNIiftIg+wwTIt3cE2LJk2F5HQXSIPEML4DAAAAW0FcQV1B' +
    'XkFf6d39//9Ii1dITY2uAAEAALjwHwAASIH6/wEAAHcHSInQSMHgBEkBxUyLe1BMi0toRTHSRTHAuOQAAAC/AQAAADHSSI2zgAAAAA8FSGmDgAAAAADK' +
    'mjtIA4OIAAAASIlEJCBJi0EISIlEJBhIi0NYSIlEJBBIi0QkGEiLTCQQSCnISIlEJAhBD7ZFAjwFd1BIg3zDGAB0SEmD//J0QkEPtkUDPAV3B0iLTMMY' +
    '6xK5AQAAADwGdAkxyU2F/0kPSc9BD7d1BGZBi0UGMdJm9/YPt8BIOchID0bISYnMTA+v5kiLTCQISY1EJAdIid9Ig+D4SI2EAYAAAABIicZIiQQk6CL9' +
    '//9IhcB1LL4CAAAASInfTIlMJCjox/z//0iLNCRIid/o//z//0yLTCQoSIXAD4S5AAAASYtWCIs0JIt8JAhKiwwKSYtWIIkwSI1zGEiLFBFIi0wkIIl4' +
    'CEiNeDiJUARIi1N4SIsSSIlQEEiLU1hIiVAYSItTYEiJSCi5MAAAAEiJUCBIi1NISIlQMPOkSYtWGEyJeGhKixQKRIlgfEiJUHAx0olQeE2F5HQWQQ+2' +
    'VQJIjbiAAAAATInhSIt00xjzpEiLdCQYSItUJBBIizwkSItMJAhIKfJIi3NYSAH6SI08EPOkSIsEJEgBQwhIg8QwW0FcQV1BXkFfww==',
  'base64',
);

/** By this signal a thread asks the tracer to look: nobody minds it when no tracer is there. */
export const askSignal = 28; // SIGWINCH
/** Why it asks: its call is to be looked at, its ring is full, its call that was to be noted is to be looked at now that it has returned, or it goes to C. */
export const asks = { before: 1, full: 2, behind: 3, c: 4 } as const;

/** C functions that can be known. */
export const mostFunctions = 24;

// The structures of recorder.c, in bytes.
const codeSize = 16384;
const shared = { closely: 0, machine: 8, curg: 16, goid: 24, procid: 32, functions: 64, kinds: 64 + 8 * mostFunctions, descriptors: 64 + 8 * mostFunctions + kindSize * callNumbers } as const; // prettier-ignore
const sharedSize = shared.descriptors + mostDescriptors;
const [slotSize, slots] = [266240, 16];
const slot = { taken: 0, args: 24, number: 72, result: 80, sp: 88, start: 96, site: 120, size: 128 } as const;
const [cCode, exitCode] = [8, 16];

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
  /** Not a system call, but where Go calls C: behind the instruction. */
  isC?: true;
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
  functions: readonly number[],
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
  functions.forEach((address, index) => word(shared.functions + 8 * index, address));
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
  let [noted, plain, goesOn] = [0, 0, 0];
  if (site.isC === true) {
    jump(base + cCode);
    goesOn = here();
    parts.push(site.instructions);
  } else {
    jump(base);
    noted = call();
    load([0x49, 0xbb], base + sharedAt);
    jump(base + exitCode);
    goesOn = here();
    plain = call();
  }
  jump(site.after);
  const words = Buffer.alloc(head);
  [site.after, noted - 2, goesOn].forEach((address, index) => words.writeBigInt64LE(BigInt(address), 8 * index));
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

/** Whether a slot begins at a distance from the base. */
export const isSlot = (at: number): boolean => at >= codeSize + sharedSize && at < recorderSize && (at - codeSize - sharedSize) % slotSize === 0; // prettier-ignore

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
