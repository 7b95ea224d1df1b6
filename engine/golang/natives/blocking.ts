/**
 * System calls that may block: they are made by a thread of their own, so that the other goroutines go on (machine/systemCall.ts); all others are made
 * in place. A goroutine that has locked itself to its thread (runtime.LockOSThread) has one for all its calls: signal masks, signalfd and gettid are a thread's.
 *
 * Whether a call on a descriptor blocks is known from the calls that have made the descriptor: the kernel is not asked.
 */
import type { Argument, CallThread } from '../../linux/index.ts';
import { isCopying } from '../../linux/descriptors.ts';
import type { G } from '../machine/goroutine.ts';
import type { CallInProgress } from '../machine/systemCall.ts';
import type { NativeContext } from './native.ts';

/** What is known of a descriptor. */
interface Known {
  nonblocking: boolean;
  /** Whether it was opened by a name, outside of /dev: a file takes its time, but waits for nobody. (A named pipe would.) */
  isFile: boolean;
}

// fcntl(2), open(2), stat(2), socket(2), poll(2), flock(2), futex(2)
const [F_SETFL, F_SETLKW, F_OFD_SETLKW] = [4, 7, 38];
const O_NONBLOCK = 0o4000;
const MSG_DONTWAIT = 0x40;
const LOCK_NB = 4;
const FIONBIO = 0x5421;
const FUTEX_CMD_MASK = 127;
const waitingFutex = new Set([0, 6, 9, 11, 13]); // WAIT, LOCK_PI, WAIT_BITSET, WAIT_REQUEUE_PI, LOCK_PI2
const EINVAL = 22;

const onDescriptor = new Set(['read', 'readv', 'write', 'writev', 'connect', 'accept', 'accept4']);
/** With the index of their flags. */
const withFlags: Readonly<Record<string, number>> = { recvfrom: 3, recvmsg: 2, sendto: 3, sendmsg: 2 };
/** With the index of their timeout, a number of milliseconds. */
const withMilliseconds: Readonly<Record<string, number>> = { poll: 2, epoll_wait: 3, epoll_pwait: 3 };
/** With the index of the address of their timeout: two zeroes do not block. */
const withTime: Readonly<Record<string, number>> = {
  select: 4,
  pselect6: 4,
  ppoll: 2,
  epoll_pwait2: 3,
  rt_sigtimedwait: 2,
};
const always = new Set(['nanosleep', 'clock_nanosleep', 'wait4', 'waitid', 'pause', 'rt_sigsuspend', 'msgrcv']);

const int = (value: Argument | undefined): number => Number(BigInt.asIntN(32, BigInt(value ?? 0)));

/** Knows which calls may block. */
class Descriptors {
  private readonly context: NativeContext;
  private readonly known = new Map<number, Known>();
  /** By number. */
  private readonly names: (string | undefined)[] = [];

  constructor(context: NativeContext) {
    this.context = context;
  }

  nameOf(number: number): string {
    return (this.names[number] ??= this.context.kernel.numbers.nameOf(number));
  }

  /** A call that the program has made, and that has succeeded. */
  made(number: number, args: readonly Argument[], result: number): void {
    const name = this.nameOf(number);
    const make = (flags: number, fd = result, isFile = false): void =>
      void this.known.set(fd, { nonblocking: (flags & O_NONBLOCK) !== 0, isFile });
    switch (name) {
      case 'socket':
        return make(int(args[1]));
      case 'accept4':
        return make(int(args[3]));
      case 'accept':
        return make(0);
      case 'eventfd2':
      case 'timerfd_create':
        return make(int(args[1]));
      case 'signalfd4':
        return make(int(args[3]));
      case 'inotify_init1':
        return make(int(args[0]));
      case 'pipe2':
      case 'socketpair': {
        const [at, flags] = name === 'pipe2' ? [args[0], args[1]] : [args[3], args[1]];
        const pair = new DataView(this.context.memory.copyFrom(Number(at), 8).buffer);
        make(int(flags), pair.getInt32(0, true));
        make(int(flags), pair.getInt32(4, true));
        return;
      }
      case 'open':
      case 'openat':
        return make(int(args[name === 'open' ? 1 : 2]), result, !this.isDevice(args[name === 'open' ? 0 : 1]));
      case 'dup':
      case 'dup2':
      case 'dup3':
        return this.copy(int(args[0]), result);
      case 'fcntl':
        return this.controlled(int(args[0]), int(args[1]), int(args[2]), result);
      case 'ioctl':
        if (int(args[1]) === FIONBIO) {
          const on = new DataView(this.context.memory.copyFrom(Number(args[2]), 4).buffer).getInt32(0, true);
          this.setNonblocking(int(args[0]), on !== 0);
        }
        return;
      case 'io_uring_setup':
      case 'io_uring_enter':
        return this.context.kernel.rings.after(name, args, result);
      case 'close':
        this.context.kernel.rings.after(name, args, result);
        return void this.known.delete(int(args[0]));
    }
  }

  controlled(fd: number, command: number, argument: number, result: number): void {
    if (command === F_SETFL) this.setNonblocking(fd, (argument & O_NONBLOCK) !== 0);
    else if (isCopying(command)) this.copy(fd, result);
  }

  private setNonblocking(fd: number, nonblocking: boolean): void {
    this.known.set(fd, { isFile: false, ...this.known.get(fd), nonblocking });
  }

  private copy(from: number, to: number): void {
    const known = this.known.get(from);
    if (known === undefined) this.known.delete(to);
    else this.known.set(to, { ...known });
  }

  /** Whether a call may block for longer than the kernel takes to do something. */
  mayBlock(number: number, args: readonly Argument[]): boolean {
    const name = this.nameOf(number);
    const fd = int(args[0]);
    if (onDescriptor.has(name)) return !this.isStandardOutput(name, fd) && this.blocks(fd);
    const flags = withFlags[name];
    if (flags !== undefined) return (int(args[flags]) & MSG_DONTWAIT) === 0 && this.blocks(fd);
    const milliseconds = withMilliseconds[name];
    if (milliseconds !== undefined) return int(args[milliseconds]) !== 0;
    const time = withTime[name];
    if (time !== undefined) return !this.isNow(Number(args[time] ?? 0));
    if (name === 'futex') return waitingFutex.has(int(args[1]) & FUTEX_CMD_MASK);
    if (name === 'fcntl') return int(args[1]) === F_SETLKW || int(args[1]) === F_OFD_SETLKW;
    if (name === 'flock') return (int(args[1]) & LOCK_NB) === 0;
    if (name === 'io_uring_enter') return int(args[2]) > 0;
    return always.has(name);
  }

  /** What is printed is taken at once, or by somebody whom the program would wait for anyway. */
  private isStandardOutput(name: string, fd: number): boolean {
    return (fd === 1 || fd === 2) && name.startsWith('write');
  }

  private blocks(fd: number): boolean {
    const known = this.known.get(fd);
    if (known === undefined) return true;
    if (known.nonblocking) return false;
    return !known.isFile;
  }

  private isDevice(path: Argument | undefined): boolean {
    return Buffer.from(this.context.memory.stringAt(Number(path)))
      .toString('latin1')
      .startsWith('/dev/');
  }

  /** A timespec or timeval of nothing. */
  private isNow(address: number): boolean {
    if (address === 0) return false;
    return this.context.memory.copyFrom(address, 16).every((byte) => byte === 0);
  }
}

export interface BlockingCalls {
  /** A call has been made in place and has succeeded. */
  made(number: number, args: readonly Argument[], result: number): void;
  /** fcntl, which does not come as a call by number. */
  controlled(fd: number, command: number, argument: number, result: number): void;
  /** Whether a call of the running goroutine is for another thread. */
  isElsewhere(number: number, args: readonly Argument[]): boolean;
  /** Makes it there. Where the goroutine has not said that it is about to make a system call, nobody else runs meanwhile. */
  make: (number: number, args: readonly Argument[]) => Generator<undefined, number, void>;
  /** The same without letting others run. */
  makeAtOnce(number: number, args: readonly Argument[]): number;
  lock(gp: G): void;
  unlock(gp: G): void;
}

interface Started extends Pick<CallInProgress, 'waitedFor' | 'finished'> {
  /** Gives the result of a call that has returned. */
  finish(): number;
}

export function blockingCalls(context: NativeContext): BlockingCalls {
  const { M, kernel, threads } = context;
  const descriptors = new Descriptors(context);
  const locked = new WeakMap<G, CallThread>();

  const take = (gp: G): CallThread | null => {
    if (threads === null) return null;
    const own = gp.lockedExt > 0 ? locked.get(gp) : undefined;
    const thread = own ?? threads.take();
    if (gp.lockedExt > 0) locked.set(gp, thread);
    return thread;
  };
  const give = (gp: G, thread: CallThread | null): void => {
    if (thread !== null && gp.lockedExt === 0) threads?.give(thread);
  };
  /** Starts a call. */
  const start = (gp: G, number: number, args: readonly Argument[]): Started => {
    const begun = kernel.begin(number, args);
    const thread = begun.injected === 0 ? take(gp) : null;
    thread?.start(number, args, M.rememberedBuffers());
    return {
      waitedFor: () => kernel.askedBy(begun),
      finished: () => thread?.finished !== false,
      finish: () => {
        const result = kernel.end(begun, thread?.answer ?? { result: -1, errno: EINVAL });
        const { errno } = kernel;
        give(gp, thread);
        if (errno === 0) descriptors.made(number, args, result);
        kernel.errno = errno;
        return result;
      },
    };
  };

  return {
    made: (number, args, result) => descriptors.made(number, args, result),
    controlled: (fd, command, argument, result) => descriptors.controlled(fd, command, argument, result),
    isElsewhere: (number, args) => {
      const gp = M.getg();
      return gp.lockedExt > 0 || (gp.inSyscall && descriptors.mayBlock(number, args));
    },
    make: function* (this: void, number, args) {
      const gp = M.getg();
      const call = start(gp, number, args);
      yield* M.callElsewhere({ name: descriptors.nameOf(number), args, ...call });
      return call.finish();
    },
    makeAtOnce(number, args) {
      const call = start(M.getg(), number, args);
      while (!call.finished()) threads?.pass();
      return call.finish();
    },
    lock: (gp) => void gp.lockedExt++,
    unlock: (gp) => {
      if (gp.lockedExt === 0 || --gp.lockedExt > 0) return;
      const thread = locked.get(gp);
      locked.delete(gp);
      if (thread !== undefined) threads?.give(thread);
    },
  };
}
