/** select(2), poll(2) and signals in the words of strace: what is asked of the kernel, and what it has put in the same place. */
import { flagNames, nameTable } from './constants.ts';
import type { Memory } from './memory.ts';
import type { Argument } from './numbers.ts';
import { int, int32, pointer, type ArgumentDecoder, type Decoding } from './values.ts';

/** What lies at arguments before the kernel overwrites it, by the argument's index. */
export type Before = ReadonlyMap<number, Uint8Array>;
export const nothingBefore: Before = new Map();

const timeSize = 16;
const pollfdSize = 8;
/** strace shows no more elements of an array. */
const shownElements = 32;

/** The index of the timeout, and the first and last set. */
const overwritten: Readonly<Record<string, { time: number; sets: readonly number[] }>> = {
  select: { time: 4, sets: [1, 2, 3] },
  pselect6: { time: 4, sets: [1, 2, 3] },
  ppoll: { time: 2, sets: [] },
};

/** Bytes of a set of so many bits, in whole words. */
export const setSize = (count: Argument | undefined): number =>
  Math.min(8 * Math.ceil(Math.max(0, int32(count ?? 0)) / 64), 8192);

/** Copies what a call is about to overwrite and strace shows. */
export function copyBefore(name: string, args: readonly Argument[], memory: Memory): Before {
  const places = overwritten[name];
  if (places === undefined) return nothingBefore;
  const before = new Map<number, Uint8Array>();
  const copy = (index: number, size: number): void => {
    const address = Number(args[index] ?? 0);
    if (address !== 0) before.set(index, memory.copyFrom(address, size));
  };
  for (const index of places.sets) copy(index, setSize(args[0]));
  copy(places.time, timeSize);
  return before;
}

/** The bits that are set, of the first `count`. */
export function bitsIn(set: Uint8Array, count: number): number[] {
  const found: number[] = [];
  for (let fd = 0; fd < count; fd++) if (((set[fd >> 3] ?? 0) & (1 << (fd & 7))) !== 0) found.push(fd);
  return found;
}

/** fd_set: a bit a descriptor. */
const descriptorsIn = (set: Uint8Array, count: number): string => `[${bitsIn(set, count).join(' ')}]`;

export const descriptorSet: ArgumentDecoder = (address, call, index) => {
  const before = call.before.get(index);
  return before === undefined ? pointer(address, call, index) : descriptorsIn(before, int32(call.args[0] ?? 0));
};

const time =
  (fraction: string): ArgumentDecoder =>
  (address, call, index) => {
    const before = call.before.get(index);
    return before === undefined ? pointer(address, call, index) : timeText(before, fraction);
  };
export const timeval = time('tv_usec');
export const timespec = time('tv_nsec');

function timeText(bytes: Uint8Array, fraction: string): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, timeSize);
  return `{tv_sec=${view.getBigInt64(0, true)}, ${fraction}=${view.getBigInt64(8, true)}}`;
}

const pollEvents = nameTable(
  'POLL???',
  `
  POLLIN 0x1 POLLPRI 0x2 POLLOUT 0x4 POLLRDNORM 0x40 POLLWRNORM 0x100 POLLRDBAND 0x80 POLLWRBAND 0x200 POLLERR 0x8 POLLHUP 0x10
  POLLNVAL 0x20 POLLMSG 0x400 POLLREMOVE 0x1000 POLLRDHUP 0x2000
`,
);

export interface PollDescriptor {
  fd: number;
  events: number;
  revents: number;
}

/** The array of poll and ppoll, as it is in memory; no more than `most` of it. */
export function pollDescriptors(args: readonly Argument[], memory: Memory, most = Infinity): PollDescriptor[] {
  const address = Number(args[0] ?? 0);
  const count = Math.min(Number(args[1] ?? 0), most);
  if (address === 0 || count === 0) return [];
  const view = new DataView(memory.copyFrom(address, pollfdSize * count).buffer);
  return Array.from({ length: count }, (_, i) => ({
    fd: view.getInt32(pollfdSize * i, true),
    events: view.getUint16(pollfdSize * i + 4, true),
    revents: view.getUint16(pollfdSize * i + 6, true),
  }));
}

/** `POLLIN|POLLHUP`, `0` is ''. */
export const pollEventNames = (events: number): string => (events === 0 ? '' : flagNames(pollEvents, events));

function list(elements: readonly string[]): string {
  return `[${elements.slice(0, shownElements).join(', ')}${elements.length > shownElements ? ', ...' : ''}]`;
}

/** struct pollfd[], as it was given: its length is the next argument. */
export const pollArray: ArgumentDecoder = (address, call, index) =>
  Number(address) === 0
    ? pointer(address, call, index)
    : list(
        pollDescriptors(call.args, call.memory).map(({ fd, events }) =>
          fd < 0 ? `{fd=${fd}}` : `{fd=${fd}, events=${flagNames(pollEvents, events)}}`,
        ),
      );

/** pselect6's last argument: a signal mask and its length. */
export const maskAndSize: ArgumentDecoder = (address, call, index) => {
  if (Number(address) === 0) return pointer(address, call, index);
  const view = new DataView(call.memory.copyFrom(Number(address), 16).buffer);
  const mask = signalSet(view.getBigUint64(0, true), call, index);
  return `{sigmask=${mask}, sigsetsize=${view.getBigUint64(8, true)}}`;
};

/** What strace says of the result beyond its number: which descriptors are ready, and how much time was left. */
export function readiness(name: string, call: Decoding): string {
  const { args, result, errno } = call;
  if (errno !== 0) return '';
  if (result === 0) return ' (Timeout)';
  const parts: string[] = [];
  if (name === 'poll' || name === 'ppoll') {
    const ready = pollDescriptors(args, call.memory).filter(({ revents }) => revents !== 0);
    parts.push(list(ready.map(({ fd, revents }) => `{fd=${fd}, revents=${flagNames(pollEvents, revents)}}`)));
  } else {
    const count = int32(args[0] ?? 0);
    for (const [index, word] of [[1, 'in'], [2, 'out'], [3, 'except']] as const) {
      const address = Number(args[index] ?? 0);
      const set = address === 0 ? '[]' : descriptorsIn(call.memory.copyFrom(address, setSize(count)), count);
      if (set !== '[]') parts.push(`${word} ${set}`);
    }
  } // prettier-ignore
  const place = overwritten[name];
  if (place !== undefined && call.before.has(place.time)) {
    const left = call.memory.copyFrom(Number(args[place.time]), timeSize);
    parts.push(`left ${timeText(left, name === 'select' ? 'tv_usec' : 'tv_nsec')}`);
  }
  return ` (${parts.join(', ')})`;
}

export const isReadiness = (name: string): boolean => name === 'poll' || overwritten[name] !== undefined;

// Signals

const signalNames =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** SIGIO; real-time signals by their distance from the first, 32 for the kernel. */
export const signal: ArgumentDecoder = (value, call, index) => {
  const number = int32(value);
  if (number === 0) return '0';
  const name = shortSignal(number);
  return name === null ? int(value, call, index) : `SIG${name}`;
};

/** `IO`, `RT_8`; null for what is no signal. */
export function shortSignal(number: number): string | null {
  if (number === 32) return 'RTMIN';
  if (number > 32 && number <= 64) return `RT_${number - 32}`;
  return signalNames[number - 1] ?? null;
}

/** A signal set of 8 bytes. */
export const signalSet: ArgumentDecoder = (address, call, index) => {
  if (Number(address) === 0 || call.errno === 14) return pointer(address, call, index);
  const set = new DataView(call.memory.copyFrom(Number(address), 8).buffer).getBigUint64(0, true);
  const names: string[] = [];
  const all = 2n ** 64n - 1n;
  // What is nearly everything is said by what is missing.
  const inverted = countBits(set) > 48;
  const shown = inverted ? set ^ all : set;
  for (let number = 1; number <= 64; number++) {
    if (((shown >> BigInt(number - 1)) & 1n) !== 0n) names.push(shortSignal(number) ?? String(number));
  }
  return `${inverted ? '~' : ''}[${names.join(' ')}]`;
};

function countBits(set: bigint): number {
  let count = 0;
  for (let rest = set; rest !== 0n; rest &= rest - 1n) count++;
  return count;
}

const ownerTypes = nameTable('F_OWNER_???', 'F_OWNER_TID 0 F_OWNER_PID 1 F_OWNER_PGRP 2');

/** struct f_owner_ex. */
export const owner: ArgumentDecoder = (address, call, index) => {
  if (Number(address) === 0 || call.errno === 14) return pointer(address, call, index);
  const view = new DataView(call.memory.copyFrom(Number(address), 8).buffer);
  return `{type=${ownerTypes.names.get(view.getInt32(0, true)) ?? view.getInt32(0, true)}, pid=${view.getInt32(4, true)}}`;
};

export const signalfdFlags = nameTable('SFD_???', 'SFD_CLOEXEC 0x80000 SFD_NONBLOCK 0x800');
export const maskHows = nameTable('SIG_???', 'SIG_BLOCK 0 SIG_UNBLOCK 1 SIG_SETMASK 2');
