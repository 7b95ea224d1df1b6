/**
 * Shortcuts: a short hand-made path behind Read, Write and the deadlines of net's connections, behind netpoll and the lock of a mutex that nobody holds,
 * for a program that nobody watches.
 *
 * - They are taken only while no tracer listens and system calls are neither watched nor answered by somebody else, on a descriptor in its
 *   usual state: pollable, not closing, no deadline past, its lock free.
 * - They make the system calls that Go's own code would make: the same ones, in the same order, with the same arguments.
 * - What they cannot finish (end of file, errors, part of a write, the poller's own descriptor) they leave to Go's own code, which is given
 *   the answer that the kernel has already given (Kernel.answerNext).
 * - fdMutex, pollDesc and netpollWaiters are left as Go's own code leaves them (internal/poll/fd_mutex.go, runtime/netpoll.go), so that
 *   Close, deadlines and other goroutines find what they expect.
 * - A goroutine that is parked here can be handed over: woken though nobody has made it ready (Execution.handOver), it enters Go's own Read,
 *   which is given EAGAIN again and parks. Who is about to watch asks for that first.
 *
 * NETWALK_SHORTCUTS=off in the environment forces Go's own code.
 */
import { T } from '../../trace/tracer.ts';
import type { G } from '../machine/goroutine.ts';
import { handleStep } from '../machine/memory.ts';
import type { Slice } from '../machine/slice.ts';
import type { Native, NativeContext } from './native.ts';

/** An atomic integer. */
interface Atomic {
  value: number;
}

/** runtime.pollDesc */
interface PollDesc {
  /** Absent in Go 1.19. */
  fdseq: Atomic;
  atomicInfo: Atomic;
  rg: Atomic;
  wg: Atomic;
  /** When the deadlines are; 0 without one. */
  rd: number | bigint;
  wd: number | bigint;
}

/** internal/poll.FD */
interface FD {
  fdmu: { state: number | bigint };
  Sysfd: number;
  pd: { runtimeCtx: number };
}

/** time.Time */
interface Time {
  wall: number | bigint;
  ext: number | bigint;
}

/** net.conn */
interface Conn {
  fd: { pfd: FD } | null;
}

type Steps = Generator<undefined, unknown, void>;

export interface Shortcuts {
  /** By the qualified name of the Go function that they stand before. */
  functions: Map<string, (own: () => Native) => Native>;
  /** runtime.netpoll: the goroutines that are ready, first first; null where Go's own must run, and answers for itself. */
  netpoll(delay: number): G[] | null;
}

// fd_mutex.go
const mutexClosed = 1;
const mutexRLock = 2;
const mutexWLock = 4;
const mutexRef = 8;
/** All of a lock that one reader holds and nobody waits for. */
const onlyRead = mutexRLock + mutexRef;

// netpoll.go
const pdNil = 0;
const pdReady = 1;
const pdWait = 2;
/** pollClosing, pollEventErr, pollExpiredReadDeadline, pollExpiredWriteDeadline */
const pollUnusual = 15;
const pollClosing = 1;
const pollEventErr = 2;

const EAGAIN = 11;
const EPOLLIN = 1;
const EPOLLOUT = 4;
const EPOLLERR = 8;
const EPOLLHUP = 16;
const EPOLLRDHUP = 0x2000;
const maxEvents = 128;
/** fd_unix.go, maxRW: a longer stream read is cut. */
const maxRW = 1 << 30;

export function makeShortcuts(context: NativeContext): Shortcuts {
  const functions: Shortcuts['functions'] = new Map();
  if (process.env['NETWALK_SHORTCUTS'] === 'off') return { functions, netpoll: () => null };
  functions.set('net.(*conn).Read', (own) => shortRead(context, own));
  functions.set('net.(*conn).Write', (own) => shortWrite(context, own));
  functions.set('net.(*conn).SetDeadline', (own) => shortDeadline(context, own, 'rw'));
  functions.set('net.(*conn).SetReadDeadline', (own) => shortDeadline(context, own, 'r'));
  functions.set('net.(*conn).SetWriteDeadline', (own) => shortDeadline(context, own, 'w'));
  functions.set('sync.(*Mutex).Lock', shortLock);
  return { functions, netpoll: shortNetpoll(context) };
}

/** The poll descriptor where the shortcut may be taken, whose lock has none of the bits `lock`, and it none of `unusual`; else null. */
function usual({ M, kernel }: NativeContext, fd: FD, lock: number, unusual = pollUnusual): PollDesc | null {
  if (T.on || !kernel.unwatched) return null;
  const { state } = fd.fdmu;
  if (typeof state !== 'number' || (state & lock) !== 0) return null;
  const { runtimeCtx } = fd.pd;
  if (runtimeCtx === 0) return null;
  const pd = M.pointerAt(runtimeCtx) as unknown as PollDesc;
  return (pd.atomicInfo.value & unusual) === 0 ? pd : null;
}

/** Whether a connection and a buffer are such that Read and Write go straight to the system call. */
function plain(c: Conn | null, p: Slice): c is Conn & { fd: { pfd: FD } } {
  return c !== null && c.fd !== null && p.length > 0 && p.length <= maxRW;
}

function addressOf({ memory }: NativeContext, p: Slice): number {
  const array = p.array as Uint8Array;
  return memory.addressOf(array.buffer) + array.byteOffset + p.offset;
}

// ---- Read: net.(*conn).Read, net.(*netFD).Read, internal/poll.(*FD).Read

function shortRead(context: NativeContext, own: () => Native): Native {
  const { M, kernel } = context;
  const number = kernel.numbers.numberOf('read');
  const waiters = waitersOf(context);
  const commit = blockCommit(M, waiters);
  const read = (fd: FD, pd: PollDesc, p: Slice): number => {
    pd.rg.value = pdNil;
    return kernel.unwatchedSyscall(number, fd.Sysfd, addressOf(context, p), p.length);
  };
  /** Go's own Read, whose first call the kernel has answered. */
  const answered = (c: Conn, p: Slice, result: number, errno: number): unknown => {
    kernel.answerNext(() => result, errno);
    return own()(c, p);
  };

  /** Parks until there is something to read, as pollDesc.waitRead does: gives what woke it. More than pdReady: what it was can only be said by Go's own code. */
  function* wait(fd: FD, pd: PollDesc): Generator<undefined, number, void> {
    const gp = M.getg();
    const { frame } = gp;
    (fd.fdmu.state as number) += onlyRead;
    let woken: number;
    do {
      pd.rg.value = pdWait;
      gp.inShortcut = true;
      M.beginPark(commit, pd.rg, 'IO wait');
      yield;
      gp.inShortcut = false;
      woken = pd.rg.value;
      pd.rg.value = pdNil;
      // A deadline that has woken us may have been moved since.
    } while (woken === pdNil && (pd.atomicInfo.value & pollUnusual) === 0);
    gp.frame = frame;
    const { state } = fd.fdmu;
    if (state === onlyRead) fd.fdmu.state = 0;
    // Closed meanwhile: the last one to leave closes the descriptor.
    else yield* M.finish(context.method('internal/poll', 'FD', 'readUnlock')(fd));
    return woken;
  }

  function* waitAndRead(c: Conn, fd: FD, pd: PollDesc, p: Slice): Steps {
    for (;;) {
      const woken = yield* wait(fd, pd);
      if (woken > pdReady) {
        waiters().value--;
        return yield* M.finish(answered(c, p, -1, EAGAIN));
      }
      const lock = mutexClosed | mutexRLock;
      if (usual(context, fd, lock) === null) {
        // A deadline that has passed since it was told of data comes too late.
        const isFirst = woken === pdReady && usual(context, fd, lock, pollClosing) !== null;
        const n = isFirst ? read(fd, pd, p) : -1;
        return n > 0 ? [n, null] : yield* M.finish(own()(c, p));
      }
      const n = read(fd, pd, p);
      if (n > 0) return [n, null];
      if (kernel.errno !== EAGAIN) return yield* M.finish(answered(c, p, n, kernel.errno));
    }
  }

  return (c: Conn | null, p: Slice) => {
    if (!plain(c, p)) return own()(c, p);
    const fd = c.fd.pfd;
    const pd = usual(context, fd, mutexClosed | mutexRLock);
    if (pd === null) return own()(c, p);
    const n = read(fd, pd, p);
    if (n > 0) return [n, null];
    return kernel.errno === EAGAIN ? M.start(waitAndRead(c, fd, pd, p)) : answered(c, p, n, kernel.errno);
  };
}

/** The variable netpollWaiters: an atomic one since Go 1.20. */
function waitersOf(context: NativeContext): () => Atomic {
  let waiters: Atomic | null = null;
  return () => {
    if (waiters !== null) return waiters;
    const cell = context.variable('runtime', 'netpollWaiters');
    return (waiters = typeof cell.v === 'number' ? new AtomicCell(cell as { v: number }) : (cell.v as Atomic));
  };
}

class AtomicCell implements Atomic {
  private readonly cell: { v: number };

  constructor(cell: { v: number }) {
    this.cell = cell;
  }
  get value(): number {
    return this.cell.v;
  }
  set value(n: number) {
    this.cell.v = n;
  }
}

/** runtime.netpollblockcommit */
function blockCommit(M: NativeContext['M'], waiters: () => Atomic): (gp: G, rg: unknown) => boolean {
  return (gp, rg) => {
    const place = rg as Atomic;
    if (place.value !== pdWait) return false;
    if (gp.address === 0) gp.address = M.addressOf(gp) as number;
    place.value = gp.address;
    waiters().value++;
    return true;
  };
}

// ---- Write: net.(*conn).Write, net.(*netFD).Write, internal/poll.(*FD).Write

function shortWrite(context: NativeContext, own: () => Native): Native {
  const { kernel } = context;
  const number = kernel.numbers.numberOf('write');
  return (c: Conn | null, p: Slice) => {
    if (!plain(c, p)) return own()(c, p);
    const fd = c.fd.pfd;
    const pd = usual(context, fd, mutexClosed | mutexWLock);
    if (pd === null) return own()(c, p);
    pd.wg.value = pdNil;
    const n = kernel.unwatchedSyscall(number, fd.Sysfd, addressOf(context, p), p.length);
    if (n === p.length) return [n, null];
    kernel.answerNext(() => n, kernel.errno);
    return own()(c, p);
  };
}

// ---- SetDeadline and its like: net.(*conn).SetReadDeadline … runtime.poll_runtime_pollSetDeadline

/** Seconds from the year 1, where time.Time begins, to 1970 (unixToInternal). */
const untilUnix = 62_135_596_800;

/**
 * No deadline, or one that has long passed (net/http sets that to end a read, and takes it away again, with each request): what there is to calculate
 * is done without 64 bits. Of a time that has passed the poller knows no more than that.
 */
function shortDeadline(context: NativeContext, own: () => Native, mode: 'r' | 'w' | 'rw'): Native {
  const number = mode === 'rw' ? 'r'.charCodeAt(0) + 'w'.charCodeAt(0) : mode.charCodeAt(0);
  const isWithout = (pd: PollDesc): boolean => (mode === 'w' || pd.rd === 0) && (mode === 'r' || pd.wd === 0);
  const yesterday = Math.floor(Date.now() / 1000) - 86_400 + untilUnix;
  /** Whether a time has no reading of the monotonic clock and is not of these days. */
  const hasPassed = ({ wall, ext }: Time): boolean => wall < 2 ** 30 && ext < yesterday;
  let setDeadline: Native | null = null;
  return (c: Conn | null, t: Time) => {
    const isNone = t.wall === 0 && t.ext === 0;
    if (c === null || c.fd === null || !(isNone || hasPassed(t))) return own()(c, t);
    const { pfd } = c.fd;
    const pd = usual(context, pfd, mutexClosed, pollClosing);
    if (pd === null) return own()(c, t);
    if (isNone && isWithout(pd)) return null;
    setDeadline ??= context.call('internal/poll', 'runtime_pollSetDeadline');
    setDeadline(pfd.pd.runtimeCtx, isNone ? 0 : -1, number);
    return null;
  };
}

// ---- sync.(*Mutex).Lock, which since Go 1.24 wraps that of internal/sync

/** What Go's compiler does where Lock is called: the rest is for a mutex that is held. */
const shortLock =
  (own: () => Native): Native =>
  (m: { mu: { state: number } } | null) => {
    if (T.on || m === null || m.mu.state !== 0) return own()(m);
    m.mu.state = 1;
    return undefined;
  };

// ---- netpoll (runtime/netpoll_epoll.go)

function shortNetpoll(context: NativeContext): Shortcuts['netpoll'] {
  const { M, kernel, memory, minor } = context;
  const number = kernel.numbers.numberOf('epoll_pwait');
  const waiters = waitersOf(context);
  // epoll_event is packed on x86-64 only.
  const words = process.arch === 'x64' ? 3 : 4;
  const events = new Uint32Array(new ArrayBuffer(maxEvents * words * 4));
  const address = memory.addressOf(events);
  let epfd: { v: unknown } | null = null;
  let tagBits = 0;
  let tagMask = 0;
  /** What the upper half of a tagged pointer counts. */
  let upper = 0;

  const descriptorOf = (event: number): PollDesc => {
    const low = events[event + words - 2] as number;
    const high = events[event + words - 1] as number;
    return M.pointerAt((high * upper + (low >>> tagBits)) * handleStep) as unknown as PollDesc;
  };
  const tagOf = (event: number): number => ((events[event + words - 2] as number) & tagMask) >>> 0;
  /** Whether an event is of a descriptor that is open, and says nothing but that it is ready. */
  const isPlain = (event: number): boolean => {
    const pd = descriptorOf(event) as PollDesc | null;
    if (pd?.rg === undefined || events[event] === EPOLLERR) return false;
    return (pd.atomicInfo.value & pollEventErr) === 0;
  };

  return (delay) => {
    if (T.on || !kernel.unwatched) return null;
    epfd ??= context.variable('runtime', 'epfd');
    if (epfd.v === -1) return null;
    if (tagBits === 0) {
      tagBits = tagBitsOf(context);
      [tagMask, upper] = [2 ** tagBits - 1, 2 ** (32 - tagBits)];
    }
    const n = kernel.unwatchedSyscall(number, epfd.v as number, address, maxEvents, milliseconds(delay), 0, 0);
    let allPlain = n >= 0;
    for (let i = 0; i < n; i++) allPlain &&= isPlain(i * words);
    if (!allPlain) {
      const written = new Uint8Array(events.buffer, 0, Math.max(n, 0) * words * 4);
      const errno = kernel.errno;
      kernel.answerNext((_number, _epfd, to) => (memory.copyTo(Number(to), written), n), errno);
      return null;
    }
    const goroutines: G[] = [];
    // From the last to the first: gList is a stack.
    for (let i = n - 1; i >= 0; i--) {
      const event = i * words;
      const pd = descriptorOf(event);
      if (minor >= 20 && pd.fdseq.value !== tagOf(event)) continue;
      const bits = events[event] as number;
      if ((bits & (EPOLLOUT | EPOLLHUP | EPOLLERR)) !== 0) unblock(M, pd.wg, goroutines);
      if ((bits & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) !== 0) unblock(M, pd.rg, goroutines);
    }
    if (minor >= 22) waiters().value -= goroutines.length;
    return goroutines;
  };
}

/** runtime.netpollunblock with ioready */
function unblock(M: NativeContext['M'], place: Atomic, goroutines: G[]): void {
  const { value } = place;
  place.value = pdReady;
  if (value > pdWait) goroutines.push(M.pointerAt(value) as unknown as G);
}

function milliseconds(delay: number): number {
  if (delay < 0) return -1;
  if (delay === 0) return 0;
  if (delay < 1e6) return 1;
  return delay < 1e15 ? Math.floor(delay / 1e6) : 1e9;
}

/**
 * How many bits of an event's data are no part of the handle: its low bits, which are zero, and those by which Go's taggedPointerPack has moved it.
 */
function tagBitsOf(context: NativeContext): number {
  const { M, minor } = context;
  const bits = Math.log2(handleStep);
  if (minor < 20) return bits;
  const some = M.getg();
  const packed = context.call('runtime', 'taggedPointerPack')(some, 0) as number | bigint;
  return bits + packed.toString(2).length - M.addressOf(some).toString(2).length;
}
