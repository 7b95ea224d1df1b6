/** Which system calls are about the network: those about sockets and epoll, and whatever is done with such a descriptor. */
import type { CallNumbers } from '../linux/numbers.ts';
import { descriptorLink, descriptorLinks, epollInterest } from '../linux/procfs.ts';
import { shownBytes } from '../linux/quote.ts';
import { descriptorState, mostDescriptors, type CallKind } from './tracingLoop.ts';

const always = new Set(
  `socket socketpair bind connect listen accept accept4 getsockname getpeername setsockopt getsockopt sendto recvfrom sendmsg recvmsg
   sendmmsg recvmmsg shutdown epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2`.split(
    /\s+/,
  ),
);
/** About the network when their first or second descriptor is. */
const byDescriptor = new Set('read write readv writev close fcntl ioctl dup dup3 fstat sendfile splice'.split(' '));
const withSecond = new Set(['sendfile', 'splice']);

// What comes again and again, and needs no more than its registers and one buffer.
const bytes = { unit: 1, most: shownBytes } as const;
const read: CallKind = { ofDescriptor: true, buffer: { argument: 1, length: 'result', ...bytes } };
const write: CallKind = { ofDescriptor: true, buffer: { argument: 1, length: 2, ...bytes } };
/** Bytes of a socket's option: more has none that is put into words. */
const mostOption = 256;
const wait: CallKind = { ofDescriptor: false, buffer: { argument: 1, length: 'result', unit: 12, most: 12 * 128 } };
const often: Readonly<Record<string, CallKind>> = {
  read,
  write,
  // Without an address.
  recvfrom: { ...read, ofDescriptor: false, zero: 5 },
  sendto: { ...write, ofDescriptor: false, zero: 4 },
  setsockopt: { ofDescriptor: false, buffer: { argument: 3, length: 4, unit: 1, most: mostOption } },
  epoll_ctl: { ofDescriptor: false, buffer: { argument: 3, length: 'one', unit: 12, most: 12 } },
  epoll_wait: wait,
  epoll_pwait: wait,
  epoll_pwait2: wait,
};
const oftenOfAll = 'futex nanosleep sched_yield madvise getpid tgkill'.split(' ');

/** The argument of a call that is noted whose bytes are with it. */
export const notedBuffer = (name: string): number => often[name]?.buffer?.argument ?? 1;

/** How each call is noted, by its number: those about the network, or all of them. Calls that are not here are not asked for. */
export function callKinds(numbers: CallNumbers, all: boolean): Map<number, CallKind | 'closely'> {
  const kinds = new Map<number, CallKind | 'closely'>();
  const closely = all ? [...Array(512).keys()] : [...always, ...byDescriptor].map((name) => numbers.numberOf(name));
  for (const number of closely) kinds.set(number, 'closely');
  for (const [name, kind] of Object.entries(often)) {
    kinds.set(numbers.numberOf(name), { ...kind, ofDescriptor: kind.ofDescriptor && !all });
  }
  if (all) for (const name of oftenOfAll) kinds.set(numbers.numberOf(name), { ofDescriptor: false });
  return kinds;
}

/** The descriptors of a process, as far as they were asked for. */
export class NetworkCalls {
  readonly #pid: number;
  /** By the descriptor: its `descriptorState`. */
  readonly known: Uint8Array;
  /** Is told what becomes known. */
  learned: ((fd: number, state: number) => void) | null = null;

  constructor(pid: number, known: Uint8Array) {
    this.#pid = pid;
    this.known = known;
  }

  /** Whether a call that begins is about the network; `descriptor` gives an argument as one. */
  isNetwork(name: string, descriptor: (argument: number) => number): boolean {
    if (always.has(name)) return true;
    if (!byDescriptor.has(name)) return false;
    const first = descriptor(0);
    const found = this.#knows(first) || (withSecond.has(name) && this.#knows(descriptor(name === 'splice' ? 2 : 1)));
    if (name === 'close') this.made(first);
    if (name === 'dup3') this.made(descriptor(1));
    return found;
  }

  #knows(fd: number): boolean {
    if (this.known[fd] === descriptorState.asked) return true;
    if (this.known[fd] === descriptorState.other) return false;
    const found = this.#ask(fd);
    this.#learn(fd, found ? descriptorState.asked : descriptorState.other);
    return found;
  }

  /** A call gave the process a descriptor: what was known of that number is no more. */
  made(fd: number): void {
    this.#learn(fd, descriptorState.unknown);
  }

  /** The same of a socket. */
  madeSocket(fd: number): void {
    this.#learn(fd, descriptorState.asked);
  }

  #learn(fd: number, state: number): void {
    if (fd < 0 || fd >= mostDescriptors || this.known[fd] === state) return;
    this.known[fd] = state;
    this.learned?.(fd, state);
  }

  /** Sockets, epoll, and what wakes it: an eventfd, or until Go 1.22 a pipe. */
  #ask(fd: number): boolean {
    const link = descriptorLink(fd, this.#pid);
    if (link === null) return false;
    return link.kind === 'pipe' ? this.#wakesEpoll(link.inode) : link.kind !== 'file';
  }

  #wakesEpoll(inode: number): boolean {
    return descriptorLinks(this.#pid)
      .filter(({ kind }) => kind === 'epoll')
      .flatMap(({ fd }) => epollInterest(fd, this.#pid))
      .some(({ fd }) => descriptorLink(fd, this.#pid)?.inode === inode);
  }
}
