/** Which calls give a program descriptors, and which are given some. */
import type { Argument } from './numbers.ts';
import { int32 } from './values.ts';

/** The result is the descriptor. */
const one = new Set(
  `socket accept accept4 epoll_create epoll_create1 eventfd2 signalfd4 timerfd_create inotify_init1 memfd_create io_uring_setup
   open openat dup dup2 dup3`.split(/\s+/),
);

const copies = new Set(['dup', 'dup2', 'dup3', 'fcntl']);
/** Our own are from here on, out of the way of those that the program is given: it counts them from 3. */
export const firstOwnDescriptor = 500;

/** fcntl(2) */
export const F_DUPFD_CLOEXEC = 1030;
const F_DUPFD = 0;
/** Whether an fcntl makes another number of its descriptor. */
export const isCopying = (command: number): boolean => command === F_DUPFD || command === F_DUPFD_CLOEXEC;

/** Two are written where this argument points to. */
export const pairArgument: Readonly<Record<string, number | undefined>> = { pipe2: 0, socketpair: 3 };

/** What is to be known of a call that succeeded. */
interface SucceededCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly result: number;
}

/** The descriptors that a call made; `pair` gives the 8 bytes that it wrote, of a call in `pairArgument`. */
export function descriptorsMade({ name, args, result }: SucceededCall, pair: () => Uint8Array): number[] {
  if (one.has(name)) return [result];
  if (name === 'fcntl') return isCopying(int32(args[1] ?? -1)) ? [result] : [];
  if (pairArgument[name] === undefined) return [];
  const { buffer, byteOffset } = pair();
  const written = new DataView(buffer, byteOffset, 8);
  return [written.getInt32(0, true), written.getInt32(4, true)];
}

/** The descriptor of which a call has made another number. */
export function copiedFrom({ name, args }: SucceededCall): number | null {
  return copies.has(name) ? int32(args[0] ?? -1) : null;
}

/** Where descriptors stand among a call's arguments, when not first and alone. */
const places: Readonly<Record<string, readonly number[] | undefined>> = {
  epoll_ctl: [0, 2],
  dup2: [0, 1],
  dup3: [0, 1],
  sendfile: [0, 1],
  splice: [0, 2],
  copy_file_range: [0, 2],
};

const givenFirst = new Set(
  `read write readv writev pread64 pwrite64 close fcntl ioctl lseek fstat ftruncate fsync fdatasync fchmod fchown fchdir flock
   getdents64 dup bind listen connect accept accept4 shutdown getsockname getpeername getsockopt setsockopt sendto recvfrom
   sendmsg recvmsg sendmmsg recvmmsg epoll_wait epoll_pwait epoll_pwait2`.split(/\s+/),
);

/** The descriptors among the arguments of a call, each once. */
export function descriptorsGiven(name: string, args: readonly Argument[]): number[] {
  const given: number[] = [];
  for (const place of places[name] ?? (givenFirst.has(name) ? first : none)) {
    const fd = int32(args[place] ?? -1);
    if (fd >= 0 && !given.includes(fd)) given.push(fd);
  }
  return given;
}

const first = [0];
const none: number[] = [];
