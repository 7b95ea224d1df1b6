/** System calls in the words of strace: what each call's arguments are, and the whole line. */
import {
  accessModes,
  addressFamilies,
  atFlags,
  descriptorFlags,
  epollFlags,
  epollOperations,
  eventfdFlags,
  fcntlCommands,
  flagNames,
  messageFlags,
  optionLevels,
  resourceLimits,
  shutdownHows,
  socketFlags,
  spliceFlags,
} from './constants.ts';
import { isCopying } from './descriptors.ts';
import { errnoMessage, errnoName } from './errno.ts';
import type { Memory } from './memory.ts';
import { messageIn, messageOut, vectorIn, vectorOut } from './message.ts';
import type { Architecture, Argument } from './numbers.ts';
import * as value from './values.ts';
import type { ArgumentDecoder, Decoding } from './values.ts';
import { mapFlags, memoryProtections, ringEnterFlags, ringParameters } from './ringCalls.ts';
import * as wait from './waitCalls.ts';

const { int, unsigned, long, hex, pointer, directory, path } = value;

const accessMode: ArgumentDecoder = (mode) => flagNames(accessModes, value.int32(mode), 'F_OK');
const levelName = value.named(optionLevels);
const messageFlag = value.flags(messageFlags);
const signalSet: ArgumentDecoder = pointer;

/** The arguments of each call that the engine or a Go program makes, in the order of the kernel's registers. */
const signatures: Readonly<Record<string, readonly ArgumentDecoder[]>> = {
  // sockets
  socket: [value.named(addressFamilies), value.socketType, value.protocol],
  socketpair: [value.named(addressFamilies), value.socketType, value.protocol, value.intPair],
  bind: [int, value.addressIn, int],
  connect: [int, value.addressIn, int],
  listen: [int, int],
  accept: [int, value.addressOut, value.lengthInOut],
  accept4: [int, value.addressOut, value.lengthInOut, value.flags(socketFlags)],
  getsockname: [int, value.addressOut, value.lengthInOut],
  getpeername: [int, value.addressOut, value.lengthInOut],
  setsockopt: [int, levelName, value.optionName, value.optionIn, int],
  getsockopt: [int, levelName, value.optionName, value.optionOut, value.lengthInOut],
  sendto: [int, value.sent, unsigned, messageFlag, value.addressIn, int],
  recvfrom: [int, value.received, unsigned, messageFlag, value.addressOut, value.lengthInOut],
  sendmsg: [int, messageIn, messageFlag],
  recvmsg: [int, messageOut, messageFlag],
  shutdown: [int, value.named(shutdownHows)],
  // epoll, and what wakes it
  epoll_create: [int],
  epoll_create1: [value.flags(epollFlags)],
  epoll_ctl: [int, value.named(epollOperations), int, value.epollEvent],
  epoll_wait: [int, value.epollReady, int, int],
  epoll_pwait: [int, value.epollReady, int, int, signalSet, unsigned],
  epoll_pwait2: [int, value.epollReady, int, pointer, signalSet, unsigned],
  select: [int, wait.descriptorSet, wait.descriptorSet, wait.descriptorSet, wait.timeval],
  pselect6: [int, wait.descriptorSet, wait.descriptorSet, wait.descriptorSet, wait.timespec, wait.maskAndSize],
  poll: [wait.pollArray, unsigned, int],
  ppoll: [wait.pollArray, unsigned, wait.timespec, wait.signalSet, unsigned],
  signalfd4: [int, wait.signalSet, unsigned, value.flags(wait.signalfdFlags)],
  rt_sigprocmask: [value.named(wait.maskHows), wait.signalSet, wait.signalSet, unsigned],
  eventfd2: [int, value.flags(eventfdFlags)],
  pipe2: [value.intPair, (flags) => pipeFlags(value.int32(flags))],
  // reading and writing
  read: [int, value.received, unsigned],
  write: [int, value.sent, unsigned],
  pread64: [int, value.received, unsigned, long],
  pwrite64: [int, value.sent, unsigned, long],
  readv: [int, vectorOut, int],
  writev: [int, vectorIn, int],
  sendfile: [int, int, value.offset, unsigned],
  splice: [int, pointer, int, pointer, unsigned, value.flags(spliceFlags)],
  close: [int],
  lseek: [int, long, int],
  // descriptors and files
  fcntl: [int, value.named(fcntlCommands), fcntlArgument],
  dup: [int],
  dup3: [int, int, value.openMode],
  ioctl: [int, hex, pointer],
  openat: [directory, path, value.openMode, value.octal],
  fstat: [int, value.status],
  newfstatat: [directory, path, value.status, value.flags(atFlags)],
  unlinkat: [directory, path, value.flags(atFlags)],
  faccessat: [directory, path, accessMode],
  faccessat2: [directory, path, accessMode, value.flags(atFlags)],
  readlinkat: [directory, path, value.received, unsigned],
  mkdirat: [directory, path, value.octal],
  renameat: [directory, path, directory, path],
  linkat: [directory, path, directory, path, value.flags(atFlags)],
  symlinkat: [path, directory, path],
  fchmod: [int, value.octal],
  ftruncate: [int, long],
  fsync: [int],
  fdatasync: [int],
  chdir: [path],
  fchdir: [int],
  getdents64: [int, pointer, unsigned],
  getcwd: [value.received, unsigned],
  // the process
  uname: [value.systemName],
  prlimit64: [int, value.named(resourceLimits), value.resourceLimitIn, value.resourceLimitOut],
  getrlimit: [value.named(resourceLimits), value.resourceLimitOut],
  setrlimit: [value.named(resourceLimits), value.resourceLimitIn],
  getpid: [],
  getppid: [],
  gettid: [],
  getuid: [],
  geteuid: [],
  getgid: [],
  getegid: [],
  sched_yield: [],
  kill: [int, int],
  tgkill: [int, int, int],
  nanosleep: [pointer, pointer],
  getrandom: [value.received, unsigned, hex],
  futex: [pointer, hex, int, pointer, pointer, int],
  // memory, and the rings in it
  mmap: [pointer, unsigned, value.flags(memoryProtections), mapFlags, int, hex],
  munmap: [pointer, unsigned],
  io_uring_setup: [unsigned, ringParameters],
  io_uring_enter: [int, unsigned, unsigned, value.flags(ringEnterFlags), signalSet, unsigned],
};

/** Where the kernel overwrites a length (or an offset) that it first reads: argument, bytes from there, size. */
const overwritten: Readonly<Record<string, readonly [argument: number, at: number, size: 4 | 8]>> = {
  accept: [2, 0, 4],
  accept4: [2, 0, 4],
  getsockname: [2, 0, 4],
  getpeername: [2, 0, 4],
  getsockopt: [4, 0, 4],
  recvfrom: [5, 0, 4],
  recvmsg: [1, 8, 4],
  sendfile: [2, 0, 8],
};

const [F_SETSIG, F_SETOWN_EX, F_GETOWN_EX] = [10, 15, 16];
const [F_GETFD, F_SETFD, F_GETFL, F_SETFL] = [1, 2, 3, 4];
const withoutArgument = new Set([
  'F_GETFD',
  'F_GETFL',
  'F_GETOWN',
  'F_GETSIG',
  'F_GETLEASE',
  'F_GETPIPE_SZ',
  'F_GET_SEALS',
]);

function fcntlArgument(argument: Argument, call: Decoding): string {
  const command = value.int32(call.args[1] ?? 0);
  if (command === F_SETFD) return flagNames(descriptorFlags, value.int32(argument));
  if (command === F_SETFL) return value.formatOpenFlags(value.int32(argument), call.architecture);
  if (command === F_SETSIG) return wait.signal(argument, call, 2);
  if (command === F_SETOWN_EX || command === F_GETOWN_EX) return wait.owner(argument, call, 2);
  if (isCopying(command)) return int(argument, call, 2);
  return hex(argument, call, 2);
}

/** pipe2 names its flags as open(2) does, without an access mode. */
function pipeFlags(flags: number): string {
  return flags === 0 ? '0' : value.formatOpenFlags(flags, 'x64').replace('O_RDONLY|', '');
}

/** A call that returned. */
export interface FinishedCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly result: number;
  readonly errno: number;
  readonly lengthBefore: number;
  readonly before?: wait.Before;
  readonly injected: boolean;
}

const unknownArguments: readonly ArgumentDecoder[] = [hex, hex, hex, hex, hex, hex];
const O_CREAT = 0o100;
const O_TMPFILE = 0o20000000;

/** Puts system calls into words. It reads the program's memory, so it must be asked before that is used again. */
export class CallDecoder {
  private readonly architecture: Architecture;
  private readonly memory: Memory;

  constructor(architecture: Architecture, memory: Memory) {
    this.architecture = architecture;
    this.memory = memory;
  }

  /** How many registers a call uses. */
  arity(name: string): number {
    return (signatures[name] ?? unknownArguments).length;
  }

  /** The length that the kernel is about to overwrite; 0 for calls that overwrite none. */
  lengthBefore(name: string, args: readonly Argument[]): number {
    const place = overwritten[name];
    const address = place === undefined ? 0 : Number(args[place[0]] ?? 0);
    if (place === undefined || address === 0) return 0;
    const data = new DataView(this.memory.copyFrom(address + place[1], place[2]).buffer);
    return place[2] === 4 ? data.getInt32(0, true) : Number(data.getBigInt64(0, true));
  }

  /** What lies where the kernel is about to write, of what is shown. */
  before(name: string, args: readonly Argument[]): wait.Before {
    return wait.copyBefore(name, args, this.memory);
  }

  /** The line strace prints for a call. */
  line(call: FinishedCall): string {
    const { name, args, result, errno, lengthBefore, before = wait.nothingBefore } = call;
    // Named one by one: copying an object of many shapes takes longer than all the decoding.
    const { architecture, memory } = this;
    const decoding: Decoding = { architecture, memory, args, result, errno, lengthBefore, before };
    const shown = this.shownArguments(call).map((decode, index) => decode(args[index] ?? 0, decoding, index));
    const ready = wait.isReadiness(name) ? wait.readiness(name, decoding) : '';
    return `${name}(${shown.join(', ')}) = ${this.outcome(call)}${ready}`;
  }

  /** Some calls have an argument only sometimes. */
  private shownArguments({ name, args }: FinishedCall): readonly ArgumentDecoder[] {
    const signature = signatures[name] ?? unknownArguments;
    if (name === 'openat' && (value.int32(args[2] ?? 0) & (O_CREAT | O_TMPFILE)) === 0) return signature.slice(0, 3);
    if (name === 'fcntl') {
      const command = fcntlCommands.names.get(value.int32(args[1] ?? 0)) ?? '';
      return withoutArgument.has(command) ? signature.slice(0, 2) : signature;
    }
    return signature;
  }

  private outcome({ name, args, result, errno, injected }: FinishedCall): string {
    if (errno !== 0) return `-1 ${errnoName(errno)} (${errnoMessage(errno)})${injected ? ' (INJECTED)' : ''}`;
    const command = name === 'fcntl' ? value.int32(args[1] ?? 0) : -1;
    if (command === F_GETFL) {
      return `0x${result.toString(16)} (flags ${value.formatOpenFlags(result, this.architecture)})`;
    }
    if (command === F_GETFD && result !== 0) {
      return `0x${result.toString(16)} (flags ${flagNames(descriptorFlags, result)})`;
    }
    return (signatures[name] === undefined || name === 'mmap') && result > 0xffff
      ? `0x${result.toString(16)}`
      : String(result);
  }
}
