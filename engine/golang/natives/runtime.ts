/**
 * The runtime under netpoll.go and netpoll_epoll.go, which are executed: what they ask of the scheduler, locks, timers and allocator is the
 * machine's (runtime/proc.go, lock_futex.go, time.go, malloc.go in Go).
 */
import type { G } from '../machine/goroutine.ts';
import type { Timer } from '../machine/timer.ts';
import { waitReasonText } from '../machine/waitReason.ts';
import { godebug } from './library.ts';
import type { NativeContext, NativeTable } from './native.ts';

type TimerFunction = (arg: unknown, seq: number, delta: number) => unknown;
type UnlockFunction = ((gp: G, lock: unknown) => boolean) | null;

/** Memory from persistentalloc: objects are made in it when an address in it is used as one. */
class PersistentMemory {
  private readonly objects = new Map<number, object>();
  private readonly offset: number;
  private readonly whole: PersistentMemory | null;

  constructor(whole: PersistentMemory | null = null, offset = 0) {
    this.whole = whole;
    this.offset = offset;
  }

  at(offset: number): PersistentMemory {
    return new PersistentMemory(this.whole ?? this, this.offset + offset);
  }

  /** The object of type `element` here (machine/memory.ts asks). */
  asPointerTo(element: { zero(): unknown }): object {
    const objects = (this.whole ?? this).objects;
    let object = objects.get(this.offset);
    if (object === undefined) objects.set(this.offset, (object = element.zero() as object));
    return object;
  }
}

export function runtimeNatives(context: NativeContext): NativeTable {
  const { M, kernel } = context;
  const none = (): void => undefined;
  const timers = new WeakMap<object, Timer>();
  const timerOf = (owner: object): Timer => {
    let timer = timers.get(owner);
    if (timer === undefined) timers.set(owner, (timer = new M.Timer()));
    return timer;
  };
  interface DeadlineTimer {
    f: TimerFunction | null;
    arg: unknown;
    seq: number;
    when: number;
    period: number;
  }
  const plain = (f: TimerFunction) => (arg: unknown, seq: number) => {
    M.callPlain(f as never, arg, seq, 0);
  };
  const modify = (
    t: DeadlineTimer,
    when: number,
    period: number,
    f: TimerFunction,
    arg: unknown,
    seq: number,
  ): boolean => M.modifyTimer(timerOf(t), when, period, plain(f), arg, seq);

  /** The runtime's own calls give -errno. */
  const call = (name: string, ...args: (number | bigint)[]): number => {
    const result = kernel.rawSyscall(kernel.numbers.numberOf(name) ?? -1, ...args);
    M.memory.syncAfterCall();
    return kernel.errno === 0 ? result : -kernel.errno;
  };
  const address = (p: unknown): number | bigint => M.addressOf(p as never);
  const reasonText = (reason: unknown): string => waitReasonText(reason, context.minor);

  // Go's own struct, whose fields nobody can see: its text is kept beside it.
  const assertionTexts = new WeakMap<object, string>();
  M.runtimeErrors.assertion = (text) => {
    const error = context.type('runtime', 'TypeAssertionError').zero() as object;
    assertionTexts.set(error, text);
    return error;
  };
  if (context.minor >= 21) {
    M.runtimeErrors.nilArgument = () =>
      godebug(context, 'panicnil') === '1' ? null : (context.type('runtime', 'PanicNilError').zero() as object);
  }

  return {
    'runtime.(*TypeAssertionError).Error': (error: object) => assertionTexts.get(error) ?? '',
    'runtime.gopark': function* (unlockf: UnlockFunction, lock: unknown, reason: unknown) {
      yield* M.gopark(unlockf as never, lock as never, reasonText(reason));
    },
    'runtime.goready': (gp: G) => M.goready(gp),
    'runtime.Gosched': function* () {
      yield* M.Gosched();
    },
    'runtime.getg': () => M.getg(),
    'runtime.lock': none,
    'runtime.unlock': none,
    'runtime.lockInit': none,
    'runtime.lockWithRank': none,
    'runtime.nanotime': () => M.nanotime(),
    'runtime.noescape': (p: unknown) => p,
    'runtime.KeepAlive': none,
    // The runtime reads the environment before package syscall does, in a copy of its own.
    'runtime.gogetenv': (key: string) => M.utf8(context.environment[M.fromUtf8(key)] ?? ''),
    'runtime.NumCPU': () => 1,
    'runtime.GOMAXPROCS': () => 1,
    'runtime.NumGoroutine': () => M.allgs().length,
    'runtime.Goexit': () => M.goexit(),
    'runtime.throw': (message: string) => M.throwFatal(message),
    'runtime.fatal': (message: string) => M.throwFatal(message),
    'runtime.cheaprand': () => M.random32(),
    'runtime.fastrand': () => M.random32(),
    'runtime.fastrandn': (n: number) => M.randomBelow(n),
    'runtime.fastrandu': () => random64(M),
    'runtime.fastrand64': () => random64(M),
    'runtime.rand': () => random64(M),
    'runtime.cheaprandn': (n: number) => M.randomBelow(n),
    // netpoll's pollDescs lie in memory that is never freed.
    'runtime.persistentalloc': () => new PersistentMemory(),
    'runtime.add': (p: PersistentMemory, offset: number) => p.at(offset),
    // An interface that holds the pollDesc itself (netpoll.go, makeArg).
    'runtime.(*pollDesc).makeArg': (pd: object) => pd,
    'runtime.(*gList).push': (list: { head: number }, gp: G) => {
      gp.schedlink = list.head === 0 ? null : (M.pointerAt(list.head) as unknown as G);
      list.head = M.addressOf(gp as never) as number;
    },
    'runtime.resettimer': (t: DeadlineTimer, when: number) => modify(t, when, 0, t.f as TimerFunction, t.arg, t.seq),
    'runtime.modtimer': modify,
    'runtime.deltimer': (t: DeadlineTimer) => M.deleteTimer(timerOf(t)),
    'runtime.(*timer).init': (t: DeadlineTimer, f: TimerFunction | null, arg: unknown) => {
      t.f = f;
      t.arg = arg;
    },
    'runtime.(*timer).modify': (
      t: DeadlineTimer,
      when: number,
      period: number,
      f: TimerFunction | null,
      arg: unknown,
      seq: number,
    ) => modify(t, when, period, f ?? (t.f as TimerFunction), arg, seq),
    'runtime.(*timer).reset': (t: DeadlineTimer, when: number, period: number) =>
      modify(t, when, period, t.f as TimerFunction, t.arg, t.seq),
    'runtime.(*timer).stop': (t: DeadlineTimer) => M.deleteTimer(timerOf(t)),
    'runtime.epollcreate': (size: number) => call('epoll_create', size),
    'runtime.epollcreate1': (flags: number) => call('epoll_create1', flags),
    'runtime.epollctl': (epfd: number, op: number, fd: number, event: unknown) =>
      call('epoll_ctl', epfd, op, fd, address(event)),
    'runtime.epollwait': (epfd: number, events: unknown, count: number, timeout: number) =>
      call('epoll_pwait', epfd, address(events), count, timeout, 0, 0),
    'runtime.closeonexec': (fd: number) => call('fcntl', fd, 2, 1),
    'runtime.nonblockingPipe': () => {
      const pair = new Int32Array(new ArrayBuffer(8));
      const error = call('pipe2', M.memory.addressOfBuffer(pair.buffer), 0o2004000);
      return [pair[0] ?? -1, pair[1] ?? -1, error];
    },
    'runtime.read': (fd: number, p: unknown, n: number) => call('read', fd, address(p), n),
    'runtime.write': (fd: number | bigint, p: unknown, n: number) => call('write', fd, address(p), n),
    'runtime.write1': (fd: number | bigint, p: unknown, n: number) => call('write', fd, address(p), n),
    'runtime.closefd': (fd: number) => call('close', fd),
  };
}

function random64(M: NativeContext['M']): number | bigint {
  const half = (): bigint => BigInt(M.random32());
  return M.canonUint((half() << 32n) | half());
}
