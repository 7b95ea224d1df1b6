/** Single arguments of system calls, as strace prints them. */
import { errnoName } from './errno.ts';
import {
  accessModeNames,
  addressFamilies,
  epollEvents,
  fileTypes,
  flagNames,
  internetProtocols,
  ipOptions,
  ipv6Options,
  nameOr,
  type NameTable,
  netlinkProtocols,
  openFlags,
  socketFlags,
  socketOptions,
  socketTypes,
  tcpOptions,
} from './constants.ts';
import type { Memory } from './memory.ts';
import type { Architecture, Argument } from './numbers.ts';
import { quote, shownBytes } from './quote.ts';
import { formatIPv6, straceSocketAddress } from './sockaddr.ts';

/** A call that returned, with what is needed to read its arguments. */
export interface Decoding {
  readonly architecture: Architecture;
  readonly memory: Memory;
  readonly args: readonly Argument[];
  readonly result: number;
  readonly errno: number;
  /** A length that the kernel overwrote, as it was before. */
  readonly lengthBefore: number;
  /** What else it overwrote, by the argument's index. */
  readonly before: ReadonlyMap<number, Uint8Array>;
}

/** Prints one argument of a call. */
export type ArgumentDecoder = (value: Argument, call: Decoding, index: number) => string;

const EFAULT = 14;

/** The low 32 bits with sign, as the kernel takes an int. */
export const int32 = (value: Argument): number =>
  typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0;
const unsigned64 = (value: Argument): bigint => BigInt.asUintN(64, BigInt(value));

export const int: ArgumentDecoder = (value) => String(int32(value));
/** Most arguments are small and not negative: for them no bigint is made. */
const isPlain = (value: Argument): value is number => typeof value === 'number' && value >= 0;
export const unsigned: ArgumentDecoder = (value) => String(isPlain(value) ? value : unsigned64(value));
export const long: ArgumentDecoder = (value) => String(BigInt.asIntN(64, BigInt(value)));
const hexText = (value: Argument): string => `0x${(isPlain(value) ? value : unsigned64(value)).toString(16)}`;
const isZero = (value: Argument): boolean => value === 0 || value === 0n;
export const hex: ArgumentDecoder = (value) => (isZero(value) ? '0' : hexText(value));
export const pointer: ArgumentDecoder = (value) => (isZero(value) ? 'NULL' : hexText(value));
export const octal: ArgumentDecoder = (value) => formatMode(int32(value));
export const directory: ArgumentDecoder = (value) => (int32(value) === -100 ? 'AT_FDCWD' : int(value, nothing, 0));
const nothing = {} as Decoding;

const formatMode = (mode: number): string => `0${mode.toString(8).padStart(3, '0')}`;

export const named =
  (table: NameTable): ArgumentDecoder =>
  (value) =>
    nameOr(table, int32(value));
export const flags =
  (table: NameTable): ArgumentDecoder =>
  (value) =>
    flagNames(table, int32(value));

/** What lies at a pointer; the pointer itself where it is NULL or nobody may read there. */
const input =
  (decode: (address: number, call: Decoding, index: number) => string): ArgumentDecoder =>
  (value, call, index) =>
    Number(value) === 0 || call.errno === EFAULT ? pointer(value, call, index) : decode(Number(value), call, index);

/** What the kernel wrote at a pointer; the pointer itself where it wrote nothing. */
const output = (decode: (address: number, call: Decoding, index: number) => string): ArgumentDecoder => {
  const read = input(decode);
  return (value, call, index) => (call.errno === 0 ? read(value, call, index) : pointer(value, call, index));
};

const uint32At = (call: Decoding, address: number): number =>
  new DataView(call.memory.copyFrom(address, 4).buffer).getUint32(0, true);
const int32At = (call: Decoding, address: number): number => uint32At(call, address) | 0;
const uint64At = (call: Decoding, address: number): bigint =>
  new DataView(call.memory.copyFrom(address, 8).buffer).getBigUint64(0, true);

function quoteAt(call: Decoding, address: number, length: number): string {
  return quote(call.memory.copyFrom(address, Math.min(length, shownBytes)), shownBytes, length);
}

/** A path name. */
export const path: ArgumentDecoder = input((address, call) => quote(call.memory.stringAt(address), 4096));
/** Bytes to send; their number is the next argument. */
export const sent: ArgumentDecoder = input((address, call, index) =>
  quoteAt(call, address, Number(call.args[index + 1] ?? 0)),
);
/** Bytes received; their number is the result. */
export const received: ArgumentDecoder = output((address, call) => quoteAt(call, address, call.result));
export const intPair: ArgumentDecoder = output(
  (address, call) => `[${int32At(call, address)}, ${int32At(call, address + 4)}]`,
);
/** sendfile's offset, before and after. */
export const offset: ArgumentDecoder = input((address, call) => {
  const after = String(BigInt.asIntN(64, uint64At(call, address)));
  const before = String(call.lengthBefore);
  return call.errno !== 0 || before === after ? `[${after}]` : `[${before}] => [${after}]`;
});

// Sockets

/** socket(2), type. */
export const socketType: ArgumentDecoder = (value) => {
  const rest = int32(value) & ~0xf;
  return nameOr(socketTypes, int32(value) & 0xf) + (rest === 0 ? '' : `|${flagNames(socketFlags, rest)}`);
};

/** socket(2), protocol: its names depend on the family. */
export const protocol: ArgumentDecoder = (value, call) => {
  const family = addressFamilies.names.get(int32(call.args[0] ?? 0));
  if (family === 'AF_INET' || family === 'AF_INET6') return nameOr(internetProtocols, int32(value));
  return family === 'AF_NETLINK' ? nameOr(netlinkProtocols, int32(value)) : String(int32(value));
};

/** An address given to the kernel; its length is the next argument. */
export const addressIn: ArgumentDecoder = input((address, call, index) =>
  straceSocketAddress(call.memory.copyFrom(address, Math.min(Number(call.args[index + 1] ?? 0), 128))),
);

/** An address from the kernel; a pointer to its length is the next argument. */
export const addressOut: ArgumentDecoder = output((address, call, index) => {
  const lengthAddress = Number(call.args[index + 1] ?? 0);
  if (lengthAddress === 0) return pointer(address, call, index);
  const length = Math.min(uint32At(call, lengthAddress), call.lengthBefore);
  return length === 0 ? pointer(address, call, index) : straceSocketAddress(call.memory.copyFrom(address, length));
});

/** The length beside `addressOut` and `optionOut`: `[112 => 16]` where the kernel changed it. */
export const lengthInOut: ArgumentDecoder = input((address, call) => {
  const after = int32At(call, address);
  return call.errno !== 0 || after === call.lengthBefore
    ? `[${call.lengthBefore}]`
    : `[${call.lengthBefore} => ${after}]`;
});

const optionTables: Readonly<Record<number, NameTable>> = {
  0: ipOptions,
  1: socketOptions,
  6: tcpOptions,
  41: ipv6Options,
};

/** setsockopt(2), the option's name within its level. */
export const optionName: ArgumentDecoder = (value, call) => {
  const table = optionTables[int32(call.args[1] ?? 0)];
  return table === undefined ? String(int32(value)) : nameOr(table, int32(value));
};

export const optionIn: ArgumentDecoder = input((address, call) => optionAt(call, address, int32(call.args[4] ?? 0)));
export const optionOut: ArgumentDecoder = output((address, call) =>
  optionAt(call, address, int32At(call, Number(call.args[4] ?? 0))),
);

function optionAt(call: Decoding, address: number, length: number): string {
  const name = optionTables[int32(call.args[1] ?? 0)]?.names.get(int32(call.args[2] ?? 0));
  if (length < 0) return pointer(address, call, 3);
  const bytes = call.memory.copyFrom(address, Math.min(length, 256));
  const data = new DataView(bytes.buffer);
  if (name === 'SO_ERROR' && length === 4) {
    const error = data.getInt32(0, true);
    return `[${error === 0 ? '0' : errnoName(error)}]`;
  }
  if (name === 'SO_LINGER' && length === 8) {
    return `{l_onoff=${data.getInt32(0, true)}, l_linger=${data.getInt32(4, true)}}`;
  }
  if (name === 'SO_PEERCRED' && length === 12) {
    return `{pid=${data.getInt32(0, true)}, uid=${data.getUint32(4, true)}, gid=${data.getUint32(8, true)}}`;
  }
  if ((name === 'IP_ADD_MEMBERSHIP' || name === 'IP_DROP_MEMBERSHIP') && length >= 8) {
    const group = bytes.subarray(0, 4).join('.');
    return `{imr_multiaddr=inet_addr("${group}"), imr_interface=inet_addr("${bytes.subarray(4, 8).join('.')}")}`;
  }
  if ((name === 'IPV6_ADD_MEMBERSHIP' || name === 'IPV6_DROP_MEMBERSHIP') && length >= 20) {
    const group = `inet_pton(AF_INET6, "${formatIPv6(bytes.subarray(0, 16))}", &ipv6mr_multiaddr)`;
    return `{${group}, ipv6mr_interface=${data.getUint32(16, true)}}`;
  }
  return length === 4 ? `[${data.getInt32(0, true)}]` : quote(bytes, shownBytes, length);
}

// epoll

/** struct epoll_event is packed on x86-64 only. */
export const epollEventLayout: Readonly<Record<Architecture, { readonly size: number; readonly data: number }>> = {
  x64: { size: 12, data: 4 },
  arm64: { size: 16, data: 8 },
};

/** struct epoll_event: what is watched for or has happened, and the data that was given with the descriptor. */
export interface EpollEvent {
  events: number;
  data: bigint;
}

/** An array of struct epoll_event. */
export function readEpollEvents(
  architecture: Architecture,
  memory: Memory,
  address: number,
  count: number,
): EpollEvent[] {
  const layout = epollEventLayout[architecture];
  const bytes = new DataView(memory.copyFrom(address, count * layout.size).buffer);
  return Array.from({ length: count }, (_, index) => ({
    events: bytes.getUint32(index * layout.size, true),
    data: bytes.getBigUint64(index * layout.size + layout.data, true),
  }));
}

const epollEventText = ({ events, data }: EpollEvent): string =>
  `{events=${flagNames(epollEvents, events)}, data={u32=${BigInt.asUintN(32, data)}, u64=${data}}}`;

const EPOLL_CTL_DEL = 2;

/** epoll_ctl(2), event: not read for EPOLL_CTL_DEL. */
export const epollEvent: ArgumentDecoder = (value, call, index) =>
  int32(call.args[1] ?? 0) === EPOLL_CTL_DEL ? pointer(value, call, index) : epollEventIn(value, call, index);
const epollEventIn = input((address, { architecture, memory }) =>
  readEpollEvents(architecture, memory, address, 1).map(epollEventText).join(),
);

/** epoll_wait(2), events: as many as the result says. */
export const epollReady: ArgumentDecoder = output((address, { architecture, memory, result }) => {
  const events = readEpollEvents(architecture, memory, address, result);
  return `[${events.map(epollEventText).join(', ')}]`;
});

// Files

/** open(2), flags with their access mode. */
export const openMode: ArgumentDecoder = (value, call) => formatOpenFlags(int32(value), call.architecture);

/** `O_RDWR|O_NONBLOCK`. */
export function formatOpenFlags(value: number, architecture: Architecture): string {
  const rest = value & ~3;
  const more = rest === 0 ? '' : `|${flagNames(openFlags[architecture], rest)}`;
  return nameOr(accessModeNames, value & 3) + more;
}

const statLayout: Readonly<Record<Architecture, { readonly mode: number; readonly device: number }>> = {
  x64: { mode: 24, device: 40 },
  arm64: { mode: 16, device: 32 },
};

/** fstat(2), shortened as strace does. */
export const status: ArgumentDecoder = output((address, call) => {
  const layout = statLayout[call.architecture];
  const data = new DataView(call.memory.copyFrom(address, 56).buffer);
  const mode = data.getUint32(layout.mode, true);
  const type = nameOr(fileTypes, mode & 0o170000);
  const special = [
    [0o4000, 'S_ISUID'],
    [0o2000, 'S_ISGID'],
    [0o1000, 'S_ISVTX'],
  ] as const;
  const extra = special.filter(([bit]) => (mode & bit) !== 0).map(([, name]) => `|${name}`);
  const shownMode = `${type}${extra.join('')}|${formatMode(mode & 0o777)}`;
  if (type !== 'S_IFCHR' && type !== 'S_IFBLK') {
    return `{st_mode=${shownMode}, st_size=${data.getBigInt64(48, true)}, ...}`;
  }
  const device = data.getUint32(layout.device, true);
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  return `{st_mode=${shownMode}, st_rdev=makedev(0x${((device >>> 8) & 0xfff).toString(16)}, ${minor === 0 ? '0' : `0x${minor.toString(16)}`}), ...}`;
});

/** uname(2), shortened as strace does. */
export const systemName: ArgumentDecoder = output((address, call) => {
  const field = (index: number): string => quote(call.memory.stringAt(address + 65 * index, 65), 65);
  return `{sysname=${field(0)}, nodename=${field(1)}, ...}`;
});

const resourceLimitAt = (address: number, call: Decoding): string =>
  `{rlim_cur=${limitText(uint64At(call, address))}, rlim_max=${limitText(uint64At(call, address + 8))}}`;

function limitText(value: bigint): string {
  if (value === 0xffff_ffff_ffff_ffffn) return 'RLIM64_INFINITY';
  return value > 1024n && value % 1024n === 0n ? `${value / 1024n}*1024` : String(value);
}

export const resourceLimitIn: ArgumentDecoder = input(resourceLimitAt);
export const resourceLimitOut: ArgumentDecoder = output(resourceLimitAt);
