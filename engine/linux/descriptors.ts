/** Which calls give a program descriptors, and which are given some. */
import type { Argument } from './numbers.ts';
import { int32 } from './values.ts';

/** The result is the descriptor. */
const one = new Set([
  'socket',
  'accept',
  'accept4',
  'epoll_create',
  'epoll_create1',
  'eventfd2',
  'signalfd4',
  'openat',
  'dup',
  'dup3',
]);

/** Two are written where this argument points to. */
export const pairArgument: Readonly<Record<string, number | undefined>> = { pipe2: 0, socketpair: 3 };

/** The descriptors that a call made which succeeded; `pair` gives the 8 bytes that it wrote, of a call in `pairArgument`. */
export function descriptorsMade(name: string, result: number, pair: () => Uint8Array): number[] {
  if (one.has(name)) return [result];
  if (pairArgument[name] === undefined) return [];
  const { buffer, byteOffset } = pair();
  const written = new DataView(buffer, byteOffset, 8);
  return [written.getInt32(0, true), written.getInt32(4, true)];
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
