/** What /proc tells of a process's descriptors; see proc(5). Read-only, by Node's own file calls. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { epollEvents, flagNames } from './constants.ts';
import { shortSignal } from './waitCalls.ts';

/** Whose descriptors: this process's, or another's by its id. */
export type Process = 'self' | number;

/** What an open descriptor leads to. */
export interface DescriptorLink {
  readonly fd: number;
  readonly kind: 'socket' | 'epoll' | 'eventfd' | 'pipe' | 'file';
  /** Inode of a socket or pipe: the number that ss -e and /proc/net/tcp show. 0 for the others. */
  readonly inode: number;
  /** The link's text: 'socket:[1234]', 'anon_inode:[eventpoll]', '/etc/hosts'. */
  readonly target: string;
}

/** One descriptor that an epoll instance watches. */
export interface EpollInterest {
  readonly fd: number;
  readonly events: number;
  /** EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLET; the kernel itself adds EPOLLERR|EPOLLHUP, which are left out here. */
  readonly eventsText: string;
  /** The user's 64 bits in hex, as Go prints pointers: 0x7f… */
  readonly data: string;
}

/** What a signalfd is for, and which of that have been sent to a thread and wait to be taken. */
export interface SignalState {
  /** `RT_8`, `IO`. */
  readonly mask: readonly string[];
  readonly pending: readonly { readonly thread: number; readonly signals: readonly string[] }[];
}

/** What a descriptor leads to; null when it is not open. */
export function descriptorLink(fd: number, process: Process = 'self'): DescriptorLink | null {
  let target: string;
  try {
    target = readlinkSync(`/proc/${process}/fd/${fd}`);
  } catch {
    return null;
  }
  const numbered = /^(socket|pipe):\[(\d+)\]$/.exec(target);
  const inode = numbered === null ? 0 : Number(numbered[2]);
  return { fd, kind: kindOf(target), inode, target };
}

function kindOf(target: string): DescriptorLink['kind'] {
  if (target.startsWith('socket:')) return 'socket';
  if (target.startsWith('pipe:')) return 'pipe';
  if (target === 'anon_inode:[eventpoll]') return 'epoll';
  return target.startsWith('anon_inode:[eventfd') ? 'eventfd' : 'file';
}

/** Every open descriptor, by ascending number. */
export function descriptorLinks(process: Process = 'self'): DescriptorLink[] {
  const numbers = readdirSync(`/proc/${process}/fd`).map(Number);
  numbers.sort((a, b) => a - b);
  // The directory itself was open while it was listed: that one is gone.
  return numbers.map((fd) => descriptorLink(fd, process)).filter((link) => link !== null);
}

/**
 * What an epoll instance watches, from its fdinfo; empty for anything else. In the order of the kernel's red-black
 * tree, which compares the address of the open file, then the descriptor. The ready list is not told.
 */
export function epollInterest(fd: number, process: Process = 'self'): EpollInterest[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${process}/fdinfo/${fd}`, 'utf8');
  } catch {
    return [];
  }
  const line = /^tfd:\s*(\d+)\s+events:\s*([0-9a-f]+)\s+data:\s*([0-9a-f]+)/gm;
  return [...text.matchAll(line)].map((match) => {
    const events = (parseInt(match[2] ?? '', 16) & ~0x18) >>> 0;
    const data = `0x${(match[3] ?? '').replace(/^0+(?=.)/, '')}`;
    return { fd: Number(match[1]), events, eventsText: flagNames(epollEvents, events), data };
  });
}

/** The signals of a signalfd (fdinfo), and those that are pending, of each thread (status: SigPnd, and ShdPnd for all); null for anything else. */
export function signalState(fd: number, process: Process = 'self'): SignalState | null {
  try {
    const mask = maskIn(readFileSync(`/proc/${process}/fdinfo/${fd}`, 'utf8'), 'sigmask');
    if (mask === 0n) return null;
    const pending = readdirSync(`/proc/${process}/task`).flatMap((thread) => {
      const status = readFileSync(`/proc/${process}/task/${thread}/status`, 'utf8');
      const sent = (maskIn(status, 'SigPnd') | maskIn(status, 'ShdPnd')) & mask;
      return sent === 0n ? [] : [{ thread: Number(thread), signals: signalNames(sent) }];
    });
    return { mask: signalNames(mask), pending };
  } catch {
    return null;
  }
}

const maskIn = (text: string, name: string): bigint =>
  BigInt(`0x${new RegExp(`^${name}:\\s*([0-9a-f]+)`, 'm').exec(text)?.[1] ?? '0'}`);

/** The lowest bit is signal 1. */
function signalNames(set: bigint): string[] {
  const names: string[] = [];
  for (let number = 1; number <= 64; number++)
    if (((set >> BigInt(number - 1)) & 1n) !== 0n) names.push(shortSignal(number) ?? String(number));
  return names;
}
