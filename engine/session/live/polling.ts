/**
 * What Go's netpoller and scheduler hold, for who looks: read from the program's own objects, through a view, so as they are now or as they were.
 *
 * A netFD says nowhere that it exists. It is seen on the stack of who gives its descriptor to the netpoller (epoll_ctl with EPOLL_CTL_ADD beneath
 * netFD.init), or, when nobody watched then, on the stacks of those who use it. Field names are those of internal/poll and runtime/netpoll.go since 1.19.
 */
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import type { RType } from '../../golang/machine/rtype.ts';
import type { EpollInterest, Linux, SyscallRecord } from '../../linux/index.ts';
import type { View } from '../../trace/history.ts';
import type {
  Descriptor,
  GoroutineState,
  NetFD,
  PollDeadline,
  PollDesc,
  PollSemaphore,
  Watch,
} from '../../trace/source.ts';
import type { Frame, LocalInfo } from '../../trace/tracer.ts';

const [EPOLL_CTL_ADD, EPOLL_CTL_MOD] = [1, 3];
const EAGAIN = 11;
const [EPOLLIN, EPOLLOUT, EPOLLRDHUP] = [1, 4, 0x2000];
/** What says how an event is told, and not which: EPOLLET, EPOLLONESHOT, EPOLLWAKEUP, EPOLLEXCLUSIVE. */
const [EPOLLET, ways] = [0x80000000, 0xf0000000];

const readers = new Set(['accept', 'accept4', 'read', 'readv', 'recvfrom', 'recvmsg']);
const writers = new Set(['write', 'writev', 'sendto', 'sendmsg', 'sendfile', 'splice']);

/** The objects behind a descriptor; `type` is that of a pointer to the first of them that there is. */
interface Known {
  type: RType;
  netFD: object | null;
  /** internal/poll.FD */
  pollFD: object;
}

export class Polling {
  private readonly linux: Linux;
  private readonly known = new Map<number, Known>();
  /** Events that an epoll instance has told, by its number and the data that came with the descriptor: edge triggered, they are not told again. */
  private readonly told = new Map<string, number>();
  /** What the last wait has told, in the same way: triggered by level, it is put back on the ready list and looked at anew. */
  private readonly toldLast = new Map<number, Set<string>>();
  /** Of which events a call found nothing left (EAGAIN), by descriptor: they are told anew. */
  private readonly emptied = new Map<number, number>();
  /** How much was there to be read at the last look. */
  private readonly arrived = new Map<number, number>();
  /** Who made a goroutine runnable last. */
  private readonly wakers = new WeakMap<G, { by: number; step: number }>();

  constructor(linux: Linux) {
    this.linux = linux;
  }

  /** A system call of the program was made; `frame` is the innermost one of who made it. */
  called({ name, args, result, errno }: SyscallRecord, frame: Frame | null): void {
    const fd = Number(args[0]);
    if (name === 'epoll_ctl' && errno === 0) this.controlled(args, frame);
    else if (name.startsWith('epoll_') && name.includes('wait') && errno === 0)
      this.wereTold(fd, Number(args[1]), result);
    else if (name === 'close') this.forget(fd);
    else if (errno === 0 && readers.has(name)) this.taken(fd, name.startsWith('accept') ? 1 : result);
    else if (errno === EAGAIN && readers.has(name)) this.tellAgain(fd, EPOLLIN | EPOLLRDHUP);
    else if (errno === EAGAIN && writers.has(name)) this.tellAgain(fd, EPOLLOUT);
  }

  /** A goroutine was made runnable at a step. */
  readied(gp: G, step: number): void {
    this.wakers.set(gp, { by: M.getg().goid, step });
  }

  /** Of a program that ran unwatched: what its goroutines' frames hold. */
  find(): void {
    for (const gp of M.allgs()) {
      for (let frame = gp.frame; frame !== null; frame = frame.caller) this.findIn(frame);
    }
  }

  private findIn(frame: Frame): void {
    for (const local of frame.fn.locals) {
      const type = (local.type as () => RType)();
      const name = type.string;
      if (name !== '*net.netFD' && name !== '*poll.FD') continue;
      const value = valueOf(frame, local);
      if (!isObject(value)) continue;
      const netFD = name === '*net.netFD' ? value : null;
      const pollFD = netFD === null ? value : (netFD as { pfd: object }).pfd;
      const fd = Number((pollFD as { Sysfd: unknown }).Sysfd);
      if (this.known.get(fd)?.netFD == null) this.known.set(fd, { type, netFD, pollFD });
    }
  }

  // ---- system calls

  private forget(fd: number): void {
    for (const known of [this.known, this.emptied, this.arrived, this.toldLast]) known.delete(fd);
  }

  private controlled(args: SyscallRecord['args'], frame: Frame | null): void {
    const [epfd, operation, fd, event] = [0, 1, 2, 3].map((index) => Number(args[index]));
    if (operation !== EPOLL_CTL_ADD && operation !== EPOLL_CTL_MOD) return;
    // Both look whether there is something.
    for (const { data } of event ? this.linux.epollEvents(event, 1) : []) {
      const key = keyOf(epfd ?? -1, dataText(data));
      this.told.delete(key);
      this.toldLast.get(epfd ?? -1)?.delete(key);
    }
    if (operation === EPOLL_CTL_MOD) return;
    const isOf = (pollFD: unknown): pollFD is object =>
      isObject(pollFD) && (pollFD as { Sysfd?: unknown }).Sysfd === fd;
    for (let at = frame; at !== null; at = at.caller) {
      const { name } = at.fn;
      const object = name === 'internal/poll.(*FD).Init' || name.startsWith('net.(*netFD).') ? receiver(at) : null;
      if (object === null) continue;
      const { type, value } = object;
      const { pfd } = value as { pfd?: unknown };
      if (isOf(value)) this.known.set(fd, { type, netFD: null, pollFD: value });
      else if (isOf(pfd)) {
        this.known.set(fd, { type, netFD: value, pollFD: pfd });
        return;
      }
    }
  }

  private wereTold(epfd: number, address: number, count: number): void {
    const last = new Set<string>();
    this.toldLast.set(epfd, last);
    if (count <= 0) return;
    for (const { events, data } of this.linux.epollEvents(address, count)) {
      const key = keyOf(epfd, dataText(data));
      this.told.set(key, (this.told.get(key) ?? 0) | events);
      last.add(key);
    }
  }

  /** What has been read is not there any more; so what comes behind it is seen as more. */
  private taken(fd: number, count: number): void {
    const arrived = this.arrived.get(fd);
    if (arrived !== undefined) this.arrived.set(fd, Math.max(0, arrived - count));
  }

  private tellAgain(fd: number, events: number): void {
    this.emptied.set(fd, (this.emptied.get(fd) ?? 0) | events);
    if ((events & EPOLLIN) !== 0) this.arrived.delete(fd);
  }

  // ---- looking

  /** What the program's objects say of a descriptor. */
  describe({ fd }: Descriptor, view: View, now: number | null): Pick<Descriptor, 'netFD' | 'pollDesc'> {
    const known = this.known.get(fd);
    if (known === undefined) return {};
    const pollDesc = pollDescAt(known.pollFD, view);
    return {
      netFD: known.netFD === null ? null : netFDOf(known.netFD, view),
      pollDesc: pollDesc === null ? null : pollDescOf(pollDesc, view, now),
    };
  }

  /** What each epoll instance watches, by its descriptor. Where a wait has not returned its ready list must be empty: `waitedAt` are those instances. */
  watches(
    descriptors: readonly Descriptor[],
    instances: ReadonlyMap<number, readonly EpollInterest[]>,
    waitedAt: ReadonlySet<number>,
  ): Map<number, Watch[]> {
    const known = new Map(descriptors.map((one) => [one.fd, one]));
    const edges = new Map(descriptors.map((one) => [one.fd, this.edgeOf(one)]));
    return new Map(
      [...instances].map(([epfd, items]) => [
        epfd,
        items.map((item) => {
          const key = keyOf(epfd, item.data);
          const told = (this.told.get(key) ?? 0) & ~(edges.get(item.fd) ?? 0);
          this.told.set(key, told);
          const isListed = !waitedAt.has(epfd);
          return watchOf(
            item,
            possible(known.get(item.fd)),
            told,
            isListed,
            known.get(item.fd)?.kind === 'socket' && this.toldLast.get(epfd)?.has(key) === true,
          );
        }),
      ]),
    );
  }

  /** The objects behind a descriptor, for who looks into them: its netFD, or the poll.FD of a file; and its pollDesc. */
  objects(fd: number, view: View): { type: RType; object: object; isNetFD: boolean; pollDesc: object | null } | null {
    const known = this.known.get(fd);
    if (known === undefined) return null;
    const { type, netFD, pollFD } = known;
    return { type, object: netFD ?? pollFD, isNetFD: netFD !== null, pollDesc: pollDescAt(pollFD, view) };
  }

  /** The events of which there has been a new edge since the last look. */
  private edgeOf({ fd, acceptQueue, receiveQueue }: Descriptor): number {
    const arrived = acceptQueue ?? receiveQueue ?? 0;
    // More than before is a new edge.
    const isMore = arrived > (this.arrived.get(fd) ?? arrived);
    const edge = (this.emptied.get(fd) ?? 0) | (isMore ? EPOLLIN : 0);
    this.emptied.delete(fd);
    this.arrived.set(fd, arrived);
    return edge;
  }

  /** Where goroutines wait for the processor, by their numbers. Only of now: the scheduler keeps no past. */
  queued(): Map<number, NonNullable<GoroutineState['queued']>> {
    const { runnext, runq, globrunq, polled } = M.queues();
    const places = new Map<number, NonNullable<GoroutineState['queued']>>();
    const put = (list: 'runnext' | 'runq' | 'global' | 'netpoll', all: readonly G[]): void =>
      all.forEach(({ goid }, position) => places.set(goid, { list, position }));
    put('runnext', runnext === null ? [] : [runnext]);
    put('runq', runq);
    put('global', globrunq);
    put('netpoll', polled.length > 0 ? polled : toRun());
    return places;
  }

  woken(gp: G, step: number): GoroutineState['woken'] {
    const waker = this.wakers.get(gp) ?? null;
    // What was done before anybody watched has no step.
    return waker === null || waker.step < 0 || waker.step > step ? null : waker;
  }
}

/** The list that runtime.netpoll is making: its local `toRun`. */
function toRun(): G[] {
  for (let frame = M.getg().goid === 0 ? M.getg().frame : null; frame !== null; frame = frame.caller) {
    if (frame.fn.name !== 'runtime.netpoll') continue;
    const list = valueOf(
      frame,
      frame.fn.locals.find(({ name }) => name === 'toRun'),
    );
    const found: G[] = [];
    let gp = isObject(list) ? (M.pointerAt((list as { head: number }).head) as G | null) : null;
    for (; gp !== null; gp = gp.schedlink) found.push(gp);
    return found;
  }
  return [];
}

/** The runtime.pollDesc to which an internal/poll.FD's pollDesc leads. */
function pollDescAt(pollFD: object, view: View): object | null {
  const pd = view.get(pollFD, 'pd');
  const context = isObject(pd) ? Number(view.get(pd, 'runtimeCtx')) : 0;
  return context === 0 ? null : M.pointerAt(context);
}

function netFDOf(netFD: object, view: View): NetFD {
  const net = view.get(netFD, 'net');
  return { net: typeof net === 'string' ? net : '', isConnected: view.get(netFD, 'isConnected') === true };
}

function pollDescOf(pd: object, view: View, now: number | null): PollDesc {
  return {
    rg: semaphore(view.get(pd, 'rg'), view),
    wg: semaphore(view.get(pd, 'wg'), view),
    rd: deadline(Number(view.get(pd, 'rd')), now),
    wd: deadline(Number(view.get(pd, 'wd')), now),
    closing: view.get(pd, 'closing') === true,
  };
}

/** An atomic.Uintptr: pdNil, pdReady, pdWait, or the address of a g. */
function semaphore(atomic: unknown, view: View): PollSemaphore {
  const value = Number(isObject(atomic) ? view.get(atomic, 'value') : atomic);
  if (value === 0) return { holds: 'nil', goid: 0 };
  if (value === 1) return { holds: 'ready', goid: 0 };
  if (value === 2) return { holds: 'wait', goid: 0 };
  return { holds: 'goroutine', goid: (M.pointerAt(value) as G | null)?.goid ?? 0 };
}

function deadline(at: number, now: number | null): PollDeadline {
  if (at < 0) return { state: 'expired', at: 0, left: null };
  if (at === 0) return { state: 'none', at: 0, left: null };
  return { state: 'set', at, left: now === null ? null : Math.max(0, at - now) };
}

/** What a method's receiver points to. */
const receiver = (frame: Frame): { type: RType; value: object } | null => {
  const local = frame.fn.locals.find(({ argument }) => argument);
  const value = valueOf(frame, local);
  return local !== undefined && isObject(value) ? { type: (local.type as () => RType)(), value } : null;
};

/** A local variable as it is now. */
function valueOf(frame: Frame, local: LocalInfo | undefined): unknown {
  if (local === undefined) return undefined;
  const raw = (frame as unknown as Record<string, unknown>)[local.property];
  return local.cell && isObject(raw) ? (raw as { v: unknown }).v : raw;
}

/** What is possible with a descriptor now. */
function possible(descriptor: Descriptor | undefined): number {
  if (descriptor === undefined) return 0;
  const { state, acceptQueue, receiveQueue, sendQueue, role } = descriptor;
  const ended = state === 'CLOSE_WAIT' || state === 'CLOSE' || state === 'LAST_ACK';
  const canWrite = role !== 'listener' && (state === 'ESTABLISHED' || state === 'CLOSE_WAIT') && sendQueue === 0;
  return ((acceptQueue ?? receiveQueue ?? 0) > 0 || ended ? EPOLLIN : 0) | (canWrite ? EPOLLOUT : 0);
}

function watchOf(
  { fd, events, eventsText }: EpollInterest,
  all: number,
  told: number,
  isListed: boolean,
  wasLast: boolean,
): Watch {
  const wanted = all & events;
  const isEdge = (events & EPOLLET) !== 0;
  const ready = isListed ? (isEdge ? wanted & ~told : wanted) : 0;
  const text = [ready & EPOLLIN ? 'EPOLLIN' : '', ready & EPOLLOUT ? 'EPOLLOUT' : ''].filter(Boolean).join('|');
  const isDisabled = (events & ~ways) === 0;
  const isLost = isEdge && (wanted & told & EPOLLIN) !== 0;
  const isPutBack = isListed && !isEdge && wasLast && ready === 0;
  return {
    fd,
    events: eventsText,
    ready: text,
    state: isDisabled ? 'disabled' : isLost ? 'told' : isPutBack ? 'put back' : '',
  };
}

const keyOf = (epfd: number, data: string): string => `${epfd} ${data}`;

/** As fdinfo writes it. */
const dataText = (data: bigint): string => `0x${data.toString(16)}`;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
