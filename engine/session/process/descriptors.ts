/** The network descriptors of a real process as the kernel shows them from outside: /proc and sock_diag. Nothing in the process is touched. */
import { loadLinux } from '../../linux/index.ts';
import { descriptorLinks, epollInterest, type DescriptorLink, type EpollInterest } from '../../linux/procfs.ts';
import { PollDescs } from '../../process/pollDescs.ts';
import type { ProcessFacts } from '../../process/protocol.ts';
import { socketTable, type SocketEntry } from '../../process/sockets.ts';
import type { Descriptor, Place } from '../../trace/source.ts';

export class ProcessDescriptors {
  readonly #pid: number;
  readonly #pollDescs: PollDescs;
  /** The statements that made descriptors while somebody watched. */
  readonly #makers = new Map<number, { name: string; place: Place | null }>();

  constructor({ pid, minor }: ProcessFacts) {
    this.#pid = pid;
    this.#pollDescs = new PollDescs(pid, minor);
  }

  /** A call made a descriptor; until it is closed. */
  made(fd: number, name: string, place: Place | null): void {
    this.#makers.set(fd, { name, place });
  }

  closed(fd: number): void {
    this.#makers.delete(fd);
  }

  /** Sockets, epoll instances and what wakes them; the `most` lowest. */
  list(most: number): Descriptor[] {
    let links: DescriptorLink[];
    try {
      links = descriptorLinks(this.#pid).filter(({ kind }) => kind !== 'file');
    } catch {
      // It has ended.
      return [];
    }
    const interest = new Map<number, EpollInterest>();
    for (const { fd } of links.filter(({ kind }) => kind === 'epoll')) {
      for (const item of epollInterest(fd, this.#pid)) interest.set(item.fd, item);
    }
    const wakers = new Set(
      links.filter(({ fd, kind }) => kind === 'pipe' && interest.has(fd)).map(({ inode }) => inode),
    );
    const shown = links.filter(({ kind, inode }) => kind !== 'pipe' || wakers.has(inode)).slice(0, most);
    const tcp = new Map(loadLinux().tcpSockets().map((socket) => [socket.inode, socket])); // prettier-ignore
    const sockets = socketTable(this.#pid);
    const listening = new Set(
      [...shown].flatMap(({ inode }) => (sockets.get(inode)?.state === 'LISTEN' ? [portOf(sockets.get(inode))] : [])),
    );
    return shown.map(({ fd, kind, inode }): Descriptor => {
      const entry = kind === 'socket' ? sockets.get(inode) : undefined;
      const seen = kind === 'socket' ? tcp.get(inode) : undefined;
      const maker = this.#makers.get(fd);
      const role = roleOf(kind, entry, maker?.name, listening);
      const isListener = role === 'listener';
      const item = interest.get(fd);
      const pollDesc = item === undefined || kind !== 'socket' ? null : this.#pollDescs.read(item.data);
      return {
        fd,
        kind,
        role,
        state: seen?.state ?? entry?.state ?? '',
        local: entry?.local ?? '',
        peer: isListener ? '' : (entry?.peer ?? ''),
        interest: item?.eventsText ?? '',
        receiveQueue: seen === undefined || isListener ? null : seen.receiveQueue,
        sendQueue: seen === undefined || isListener ? null : seen.sendQueue,
        acceptQueue: seen !== undefined && isListener ? seen.receiveQueue : null,
        backlog: seen !== undefined && isListener ? seen.sendQueue : null,
        made: maker?.place ?? null,
        segments:
          seen?.info == null || isListener ? null : { inFlight: seen.info.unacked, resent: seen.info.totalRetransmits },
        pollDesc,
      };
    });
  }
}

const portOf = (entry: SocketEntry | undefined): string => entry?.local.slice(entry.local.lastIndexOf(':')) ?? '';

/** What made it says it best; of what was there before, its addresses do. */
function roleOf(
  kind: string,
  entry: SocketEntry | undefined,
  maker: string | undefined,
  listening: Set<string>,
): string {
  if (kind === 'eventfd' || kind === 'pipe') return 'netpollBreak';
  if (kind !== 'socket') return kind;
  if (entry?.state === 'LISTEN') return 'listener';
  if (maker === 'accept4' || maker === 'accept') return 'accepted';
  if (maker === 'socketpair') return 'pair';
  if (maker === undefined && entry !== undefined && listening.has(portOf(entry))) return 'accepted';
  return entry === undefined || entry.peer === '' ? 'socket' : 'dialed';
}
