/** What the kernel holds for a descriptor of this process. Looking changes nothing: SO_ERROR, say, is never read. */
import { addressFamilies, internetProtocols, nameOr, netlinkProtocols, socketTypes } from './constants.ts';
import type { Memory } from './memory.ts';
import { type DescriptorLink, descriptorLink, signalState, type SignalState } from './procfs.ts';
import type { RingState } from './rings.ts';
import { parseSocketAddress } from './sockaddr.ts';
import type { Kernel } from './syscall.ts';
import { parseTcpInfo, type TcpInfo } from './tcpInfo.ts';
import { formatOpenFlags } from './values.ts';
import { isArchitecture } from './numbers.ts';

/** A listener's queue of connections whose handshake is done. */
export interface AcceptQueue {
  readonly length: number;
  readonly backlog: number;
}

/** The socket behind a descriptor. */
export interface SocketState {
  readonly family: string;
  readonly type: string;
  readonly protocol: string;
  readonly local: string | null;
  readonly peer: string | null;
  readonly listening: boolean;
  /** Bytes that wait to be read (SIOCINQ); null where the kernel does not say. */
  readonly receiveQueue: number | null;
  /** Bytes not yet sent or not yet acknowledged (SIOCOUTQ). */
  readonly sendQueue: number | null;
  /** TCP only. */
  readonly tcp: TcpInfo | null;
  /** Listening TCP only. */
  readonly acceptQueue: AcceptQueue | null;
  /** Options by name, as far as the socket has them: SO_REUSEADDR, TCP_NODELAY, IPV6_V6ONLY … */
  readonly options: Readonly<Record<string, number>>;
}

/** A descriptor of this process. */
export interface Descriptor extends DescriptorLink {
  /** O_RDWR|O_NONBLOCK … */
  readonly flags: string;
  readonly nonblocking: boolean;
  readonly closeOnExec: boolean;
  readonly socket: SocketState | null;
  /** Of a signalfd. */
  readonly signals?: SignalState | null;
  /** Of io_uring. */
  readonly ring?: RingState | null;
}

const [F_GETFD, F_GETFL, O_NONBLOCK] = [1, 3, 0o4000];
const [SIOCINQ, SIOCOUTQ] = [0x541b, 0x5411];
const [SOL_SOCKET, SOL_TCP, SOL_IPV6] = [1, 6, 41];
const [SO_TYPE, SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN, TCP_INFO] = [3, 30, 38, 39, 11];

interface Option {
  readonly name: string;
  readonly level: number;
  readonly number: number;
}

const shownOptions: readonly Option[] = [
  { name: 'SO_REUSEADDR', level: SOL_SOCKET, number: 2 },
  { name: 'SO_REUSEPORT', level: SOL_SOCKET, number: 15 },
  { name: 'SO_BROADCAST', level: SOL_SOCKET, number: 6 },
  { name: 'SO_KEEPALIVE', level: SOL_SOCKET, number: 9 },
  { name: 'SO_SNDBUF', level: SOL_SOCKET, number: 7 },
  { name: 'SO_RCVBUF', level: SOL_SOCKET, number: 8 },
  { name: 'TCP_NODELAY', level: SOL_TCP, number: 1 },
  { name: 'TCP_KEEPIDLE', level: SOL_TCP, number: 4 },
  { name: 'TCP_KEEPINTVL', level: SOL_TCP, number: 5 },
  { name: 'TCP_KEEPCNT', level: SOL_TCP, number: 6 },
  { name: 'IPV6_V6ONLY', level: SOL_IPV6, number: 26 },
];

/** Reads sockets through calls that nobody records. */
export class SocketReader {
  private readonly kernel: Kernel;
  private readonly memory: Memory;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly data: DataView;
  private readonly length: DataView;

  constructor(kernel: Kernel, memory: Memory) {
    this.kernel = kernel;
    this.memory = memory;
    this.bytes = memory.allocate(256);
    this.data = new DataView(this.bytes.buffer);
    this.length = new DataView(memory.allocate(4).buffer);
  }

  /** What the kernel holds for a descriptor; null when it is not open. */
  describe(fd: number): Descriptor | null {
    const link = descriptorLink(fd);
    if (link === null) return null;
    const flags = this.call('fcntl', fd, F_GETFL);
    const architecture = isArchitecture(process.arch) ? process.arch : 'x64';
    return {
      ...link,
      flags: flags < 0 ? '' : formatOpenFlags(flags, architecture),
      nonblocking: flags > 0 && (flags & O_NONBLOCK) !== 0,
      closeOnExec: this.call('fcntl', fd, F_GETFD) === 1,
      socket: link.kind === 'socket' ? this.socketState(fd) : null,
      ...(link.target === 'anon_inode:[signalfd]' ? { signals: signalState(fd) } : {}),
      ...(link.target === 'anon_inode:[io_uring]' ? { ring: this.kernel.rings.state(fd) } : {}),
    };
  }

  private socketState(fd: number): SocketState {
    const family = nameOr(addressFamilies, this.option(fd, SOL_SOCKET, SO_DOMAIN) ?? 0);
    const protocol = this.option(fd, SOL_SOCKET, SO_PROTOCOL) ?? 0;
    const listening = this.option(fd, SOL_SOCKET, SO_ACCEPTCONN) === 1;
    const tcp = this.tcpInfo(fd);
    const options: Record<string, number> = {};
    for (const { name, level, number } of shownOptions) {
      const value = this.option(fd, level, number);
      if (value !== null) options[name] = value;
    }
    return {
      family,
      type: nameOr(socketTypes, this.option(fd, SOL_SOCKET, SO_TYPE) ?? 0),
      protocol: protocolName(family, protocol),
      local: this.address(fd, 'getsockname'),
      peer: this.address(fd, 'getpeername'),
      listening,
      receiveQueue: listening ? null : this.queue(fd, SIOCINQ),
      sendQueue: listening ? null : this.queue(fd, SIOCOUTQ),
      tcp,
      acceptQueue: listening && tcp !== null ? { length: tcp.unacked, backlog: tcp.sacked } : null,
      options,
    };
  }

  private call(name: string, a1: number, a2 = 0, a3 = 0, a4 = 0, a5 = 0): number {
    return this.kernel.unwatchedSyscall(this.kernel.numbers.numberOf(name), a1, a2, a3, a4, a5);
  }

  /** Calls with the scratch buffer and its length; how many bytes came back, or -1. */
  private fetch(name: 'getsockopt' | 'getsockname' | 'getpeername', fd: number, ...where: number[]): number {
    const room = name === 'getsockopt' && where[1] !== TCP_INFO ? 4 : this.bytes.length;
    this.bytes.fill(0);
    this.length.setInt32(0, room, true);
    const args = [...where, this.memory.addressOf(this.bytes), this.memory.addressOf(this.length)];
    const [a2 = 0, a3 = 0, a4 = 0, a5 = 0] = args;
    return this.call(name, fd, a2, a3, a4, a5) < 0 ? -1 : Math.min(this.length.getInt32(0, true), room);
  }

  private option(fd: number, level: number, number: number): number | null {
    return this.fetch('getsockopt', fd, level, number) === 4 ? this.data.getInt32(0, true) : null;
  }

  private tcpInfo(fd: number): TcpInfo | null {
    const length = this.fetch('getsockopt', fd, SOL_TCP, TCP_INFO);
    return length < 104 ? null : parseTcpInfo(this.bytes.slice(0, length));
  }

  private address(fd: number, name: 'getsockname' | 'getpeername'): string | null {
    const length = this.fetch(name, fd);
    return length < 2 ? null : (parseSocketAddress(this.bytes.subarray(0, length))?.text ?? null);
  }

  private queue(fd: number, request: number): number | null {
    return this.call('ioctl', fd, request, this.memory.addressOf(this.bytes)) < 0 ? null : this.data.getInt32(0, true);
  }
}

function protocolName(family: string, protocol: number): string {
  if (family === 'AF_INET' || family === 'AF_INET6') return nameOr(internetProtocols, protocol);
  return family === 'AF_NETLINK' ? nameOr(netlinkProtocols, protocol) : String(protocol);
}
