/** The descriptors of a program: which there are, what made them, and what the kernel and the program hold for each. */
import {
  copiedFrom,
  descriptorsMade,
  pairArgument,
  type Descriptor as KernelDescriptor,
  type EpollInterest,
  type Linux,
  type SyscallRecord,
} from '../../linux/index.ts';
import type { View } from '../../trace/history.ts';
import type { Descriptor, SystemCall } from '../../trace/source.ts';
import type { Polling } from './polling.ts';

/** A call that was made while nobody watched. */
const unseenCall: SystemCall = {
  step: -1, goid: 0, place: null, name: '', text: '', result: 0, errno: 0, errnoName: '', start: 0, duration: 0, fds: [],
}; // prettier-ignore

export class Descriptors {
  private readonly linux: Linux;
  private readonly polling: Polling;
  /** Which statement made a descriptor. */
  private readonly makers = new Map<number, SystemCall>();

  constructor(linux: Linux, polling: Polling) {
    this.linux = linux;
    this.polling = polling;
  }

  /** A system call of the program has returned; the descriptors that it made are added to `call`. */
  called(record: SyscallRecord, call: SystemCall): void {
    const { name, args, errno } = record;
    if (errno !== 0) return;
    const pair = (): Uint8Array => this.linux.memory.copyFrom(Number(args[pairArgument[name] ?? 0]), 8);
    const original = this.makers.get(copiedFrom(record) ?? -1);
    for (const fd of descriptorsMade(record, pair)) {
      call.fds.push(fd);
      // Another number of a socket plays the same part.
      this.makers.set(fd, original === undefined ? call : { ...call, name: original.name });
    }
    if (name === 'close') this.makers.delete(Number(args[0]));
  }

  /** Those of a program that ran unwatched: what its epoll instance watches. `wake` is what wakes that, 0 when it has none. */
  find(epfd: number, wake: number): void {
    const watched = this.linux.epollInterest(epfd).map(({ fd }) => fd);
    const sockets = watched.map((fd) => ({ fd, socket: this.linux.describeDescriptor(fd)?.socket ?? null }));
    const port = (address: string | null | undefined): string => address?.slice(address.lastIndexOf(':')) ?? '';
    const listening = new Set(
      sockets.filter(({ socket }) => socket?.listening).map(({ socket }) => port(socket?.local)),
    );
    const remember = (fd: number, name: string): void => {
      if (!this.makers.has(fd)) this.makers.set(fd, { ...unseenCall, name, result: fd });
    };
    remember(epfd, 'epoll_create1');
    if (wake > 0) remember(wake, 'eventfd2');
    for (const { fd, socket } of sockets) {
      if (socket === null) remember(fd, 'eventfd2');
      else remember(fd, !socket.listening && listening.has(port(socket.local)) ? 'accept4' : 'socket');
    }
  }

  /** All that are open, by their numbers: what the program holds through `view`, deadlines by the clock. `waitedAt`: the epoll instances in which a wait has not returned. */
  list(view: View, now: number | null, waitedAt: ReadonlySet<number>): Descriptor[] {
    const instances = new Map<number, EpollInterest[]>();
    const found: Descriptor[] = [];
    for (const [fd, maker] of [...this.makers].sort(([a], [b]) => a - b)) {
      const d = this.linux.describeDescriptor(fd);
      // Not there any more; or, in a recording, not yet.
      if (d === null) continue;
      if (d.kind === 'epoll') instances.set(fd, this.linux.epollInterest(fd));
      found.push(described(d, maker));
    }
    const watches = this.polling.watches(found, instances, waitedAt);
    const watched = new Map([...watches.values()].reverse().flatMap((all) => all.map((watch) => [watch.fd, watch])));
    const handshakes = found.some(({ role }) => role === 'listener') ? this.linux.handshakes() : null;
    return found.map((d) => {
      const watch = watched.get(d.fd);
      const own = watches.get(d.fd);
      const synQueue = d.role === 'listener' && handshakes !== null ? handshakes.filter((at) => at === d.local).length : null; // prettier-ignore
      return {
        ...d,
        interest: watch?.events ?? '',
        synQueue,
        ready: watch?.ready ?? '',
        ...(own === undefined ? {} : { watches: own }),
        ...this.polling.describe(d, view, now),
      };
    });
  }
}

/** What the kernel says of a descriptor. */
function described({ fd, kind, socket, signals, ring }: KernelDescriptor, maker: SystemCall): Descriptor {
  const tcp = socket?.tcp ?? null;
  const isListening = socket?.listening ?? false;
  return {
    fd,
    kind,
    role: ring ? 'rings' : signals ? 'signals' : roleOf(kind, isListening, maker, socket?.peer ?? null),
    state: tcp?.state ?? '',
    local: socket?.local ?? '',
    peer: socket?.peer ?? '',
    interest: '',
    receiveQueue: socket?.receiveQueue ?? null,
    sendQueue: socket?.sendQueue ?? null,
    acceptQueue: socket?.acceptQueue?.length ?? null,
    backlog: socket?.acceptQueue?.backlog ?? null,
    made: maker.place,
    segments: tcp === null || isListening ? null : { inFlight: tcp.unacked, resent: tcp.totalRetransmits },
    ...(ring ? { rings: ring } : {}),
    ...(signals ? { signals } : {}),
  };
}

function roleOf(kind: string, listening: boolean, { name, place }: SystemCall, peer: string | null): string {
  const wakes = name === 'eventfd2' || name === 'pipe2';
  if (wakes && place?.file.startsWith('runtime/') !== false) return 'netpollBreak';
  if (name === 'socketpair') return 'pair';
  if (listening) return 'listener';
  if (name === 'accept4' || name === 'accept') return 'accepted';
  if (kind === 'socket') return peer === null ? 'socket' : 'dialed';
  return kind;
}
