/** Which of the program's memory the kernel writes in a system call: what a recording must keep of it. From the man page of each call. */
import type { Memory } from './memory.ts';
import type { Architecture, Argument } from './numbers.ts';

export interface Region {
  address: number;
  length: number;
}

interface Finished {
  args: readonly Argument[];
  /** Not negative: the call succeeded. */
  result: number;
  /** The length at a place as the kernel found it. */
  lengthBefore: number;
  memory: Memory;
  architecture: Architecture;
}

type Outputs = (call: Finished) => Region[];

const at = ({ args }: Finished, index: number): number => Number(args[index] ?? 0);
const region = (address: number, length: number): Region[] =>
  address === 0 || length <= 0 ? [] : [{ address, length }];
const fixed =
  (index: number, length: number): Outputs =>
  (call) =>
    region(at(call, index), length);
/** As many bytes as the call says it has given. */
const returned =
  (index: number, size = 1): Outputs =>
  (call) =>
    region(at(call, index), call.result * size);
const none: Outputs = () => [];

/** An address whose length is overwritten; the kernel may name more than there was room for. */
const address =
  (index: number): Outputs =>
  (call) => {
    const length = at(call, index + 1);
    if (length === 0) return [];
    const size = new DataView(call.memory.copyFrom(length, 4).buffer).getInt32(0, true);
    return [...region(at(call, index), Math.min(size, call.lengthBefore)), ...region(length, 4)];
  };

/** struct iovec[], filled one after the other. */
function vectors(call: Finished, table: number, count: number): Region[] {
  const regions: Region[] = [];
  const data = new DataView(call.memory.copyFrom(table, 16 * count).buffer);
  let left = call.result;
  for (let i = 0; i < count && left > 0; i++) {
    const length = Math.min(left, Number(data.getBigUint64(16 * i + 8, true)));
    regions.push(...region(Number(data.getBigUint64(16 * i, true)), length));
    left -= length;
  }
  return regions;
}

/** struct msghdr: the buffers, the sender, control messages, and the lengths and flags in the structure itself. */
const message: Outputs = (call) => {
  const header = new DataView(call.memory.copyFrom(at(call, 1), 56).buffer);
  const pointer = (offset: number): number => Number(header.getBigUint64(offset, true));
  return [
    ...vectors(call, pointer(16), pointer(24)),
    ...region(pointer(0), Math.min(header.getUint32(8, true), call.lengthBefore)),
    ...region(pointer(32), pointer(40)),
    ...region(at(call, 1), 56),
  ];
};

/** struct stat is packed differently: stat(2), asm/stat.h. */
const status =
  (index: number): Outputs =>
  (call) =>
    region(at(call, index), call.architecture === 'x64' ? 144 : 128);

const [FIONREAD, TIOCGWINSZ, TCGETS, SIOCGIFINDEX] = [0x541b, 0x5413, 0x5401, 0x8933];
const control: Outputs = (call) => {
  const sizes: Record<number, number> = { [FIONREAD]: 4, 0x5411: 4, [TIOCGWINSZ]: 8, [TCGETS]: 44, [SIOCGIFINDEX]: 40 };
  return region(at(call, 2), sizes[at(call, 1)] ?? 0);
};

/** fd_sets, in whole words, and the time that is left. */
const sets: Outputs = (call) => {
  const size = 8 * Math.ceil(at(call, 0) / 64);
  return [1, 2, 3].flatMap((index) => region(at(call, index), size)).concat(region(at(call, 4), 16));
};

const F_GETLK = 5;
const F_GETOWN_EX = 16;

/** Calls that write nothing are here too: one that is missing cannot be recorded. */
const outputs: Readonly<Record<string, Outputs | undefined>> = {
  accept: address(1),
  accept4: address(1),
  getsockname: address(1),
  getpeername: address(1),
  getsockopt: address(3),
  recvfrom: (call) => [...region(at(call, 1), Math.min(call.result, at(call, 2))), ...address(4)(call)],
  recvmsg: message,
  read: returned(1),
  pread64: returned(1),
  readv: (call) => vectors(call, at(call, 1), at(call, 2)),
  preadv: (call) => vectors(call, at(call, 1), at(call, 2)),
  epoll_wait: (call) => region(at(call, 1), call.result * (call.architecture === 'x64' ? 12 : 16)),
  epoll_pwait: (call) => region(at(call, 1), call.result * (call.architecture === 'x64' ? 12 : 16)),
  epoll_pwait2: (call) => region(at(call, 1), call.result * (call.architecture === 'x64' ? 12 : 16)),
  poll: (call) => region(at(call, 0), 8 * at(call, 1)),
  ppoll: (call) => [...region(at(call, 0), 8 * at(call, 1)), ...region(at(call, 2), 16)],
  select: sets,
  pselect6: sets,
  pipe2: fixed(0, 8),
  socketpair: fixed(3, 8),
  sendfile: fixed(2, 8),
  splice: (call) => [...fixed(1, 8)(call), ...fixed(3, 8)(call)],
  copy_file_range: (call) => [...fixed(1, 8)(call), ...fixed(3, 8)(call)],
  fstat: status(1),
  stat: status(1),
  lstat: status(1),
  newfstatat: status(2),
  fstatat: status(2),
  statx: fixed(4, 256),
  readlinkat: returned(2),
  readlink: returned(1),
  getdents64: returned(1),
  getcwd: returned(0),
  getrandom: returned(0),
  uname: fixed(0, 390),
  prlimit64: fixed(3, 16),
  getrlimit: fixed(1, 16),
  sched_getaffinity: returned(2),
  clock_gettime: fixed(1, 16),
  gettimeofday: fixed(0, 16),
  rt_sigaction: fixed(2, 32),
  rt_sigprocmask: fixed(2, 8),
  sysinfo: fixed(0, 112),
  getrusage: fixed(1, 144),
  wait4: (call) => [...fixed(1, 4)(call), ...fixed(3, 144)(call)],
  getgroups: returned(1, 4),
  ioctl: control,
  fcntl: (call) =>
    at(call, 1) === F_GETLK ? region(at(call, 2), 32) : at(call, 1) === F_GETOWN_EX ? region(at(call, 2), 8) : [],
};

const silent = [
  'socket', 'bind', 'connect', 'listen', 'shutdown', 'setsockopt', 'sendto', 'sendmsg', 'sendmmsg', 'write', 'pwrite64', 'writev', 'pwritev', 'close', 'lseek',
  'dup', 'dup2', 'dup3', 'openat', 'open', 'unlinkat', 'unlink', 'mkdirat', 'mkdir', 'rmdir', 'renameat', 'renameat2', 'rename', 'linkat', 'symlinkat', 'faccessat', 'faccessat2', 'fchmod', 'fchmodat',
  'fchown', 'fchownat', 'ftruncate', 'truncate', 'fsync', 'fdatasync', 'utimensat', 'chdir', 'fchdir', 'umask', 'epoll_create', 'epoll_create1', 'epoll_ctl', 'eventfd2', 'signalfd4',
  'getpid', 'getppid', 'gettid', 'getuid', 'geteuid', 'getgid', 'getegid', 'getpgid', 'getpgrp', 'setpgid', 'sched_yield', 'kill', 'tgkill', 'nanosleep', 'clock_nanosleep', 'madvise', 'futex', 'exit_group', 'exit', 'memfd_create', 'flock', 'fallocate', 'inotify_init1', 'setrlimit', 'sethostname', 'setns', 'unshare', 'prctl', 'mlock', 'munlock',
]; // prettier-ignore
const known: Readonly<Record<string, Outputs | undefined>> = {
  ...Object.fromEntries(silent.map((name) => [name, none])),
  ...outputs,
};

/** What a call that succeeded has written; null when it is not known what the call writes. One that failed writes nothing that Go looks at. */
export function outputsOf(name: string, call: Finished): Region[] | null {
  const find = known[name];
  if (find === undefined) return null;
  return call.result < 0 ? [] : find(call);
}
