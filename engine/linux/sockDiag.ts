/** Every TCP socket of the network namespace at once: sock_diag(7), as ss(8) asks. */
import { nameOr, tcpStates } from './constants.ts';
import type { Memory } from './memory.ts';
import { formatIPv6 } from './sockaddr.ts';
import type { Kernel } from './syscall.ts';
import { parseTcpInfo, type TcpInfo } from './tcpInfo.ts';

/** One TCP socket, also of another process, also one that nobody accepted yet. */
export interface TcpSocket {
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly state: string;
  readonly local: string;
  readonly peer: string;
  /** Bytes to read; on a listener the connections that wait to be accepted. */
  readonly receiveQueue: number;
  /** Bytes not acknowledged; on a listener its backlog. */
  readonly sendQueue: number;
  /** 0 for a connection that is no descriptor yet, or no longer. */
  readonly inode: number;
  readonly uid: number;
  /** Which timer runs, and in how many milliseconds it fires. */
  readonly timer: 'none' | 'retransmit' | 'keepalive' | 'timewait' | 'probe';
  readonly timerExpires: number;
  readonly retransmits: number;
  readonly info: TcpInfo | null;
}

const [AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG] = [16, 3 | 0x80000, 4];
const [SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST_DUMP] = [20, 0x301];
const [NLMSG_ERROR, NLMSG_DONE] = [2, 3];
const [IPPROTO_TCP, INET_DIAG_INFO] = [6, 2];
const headerLength = 16;
const timers = ['none', 'retransmit', 'keepalive', 'timewait', 'probe'] as const;

/** Which states to list: bits by the number of the state. */
export const everyState = 0xffffffff;
/** TCP_SYN_RECV, and TCP_NEW_SYN_RECV, which the kernel shows as the former. */
export const synReceived = (1 << 3) | (1 << 12);

/** All TCP sockets, both families, in some of the states. Empty where the kernel has no sock_diag. */
export function tcpSockets(kernel: Kernel, memory: Memory, states = everyState): TcpSocket[] {
  const call = (name: string, ...args: number[]): number =>
    kernel.unwatchedSyscall(kernel.numbers.numberOf(name), ...(args as [number, number, number]));
  const socket = call('socket', AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
  if (socket < 0) return [];
  try {
    const found: TcpSocket[] = [];
    const answer = memory.allocate(64 * 1024);
    for (const family of [2, 10]) {
      const request = dumpRequest(memory, family, states);
      if (call('sendto', socket, memory.addressOf(request), request.length, 0, 0, 0) < 0) return found;
      for (let more = true; more;) {
        const length = call('recvfrom', socket, memory.addressOf(answer), answer.length, 0, 0, 0);
        more = length > 0 && readMessages(answer.subarray(0, length), found);
      }
    }
    return found;
  } finally {
    call('close', socket);
  }
}

/** struct nlmsghdr and struct inet_diag_req_v2, with TCP_INFO. */
function dumpRequest(memory: Memory, family: number, states: number): Uint8Array {
  const bytes = memory.allocate(headerLength + 56);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, bytes.length, true);
  data.setUint16(4, SOCK_DIAG_BY_FAMILY, true);
  data.setUint16(6, NLM_F_REQUEST_DUMP, true);
  data.setUint8(headerLength, family);
  data.setUint8(headerLength + 1, IPPROTO_TCP);
  data.setUint8(headerLength + 2, 1 << (INET_DIAG_INFO - 1));
  data.setUint32(headerLength + 4, states, true);
  return bytes;
}

/** Adds the sockets of one answer; false when it was the last. */
function readMessages(bytes: Uint8Array, found: TcpSocket[]): boolean {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + headerLength <= bytes.length;) {
    const length = data.getUint32(at, true);
    const type = data.getUint16(at + 4, true);
    if (type === NLMSG_DONE || type === NLMSG_ERROR || length < headerLength) return false;
    if (type === SOCK_DIAG_BY_FAMILY) found.push(readSocket(bytes.subarray(at + headerLength, at + length)));
    at += (length + 3) & ~3;
  }
  return true;
}

/** struct inet_diag_msg and the attributes after it. */
function readSocket(bytes: Uint8Array): TcpSocket {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = data.getUint8(0) === 2 ? 'AF_INET' : 'AF_INET6';
  const address = (at: number, port: number): string =>
    family === 'AF_INET'
      ? `${bytes.subarray(at, at + 4).join('.')}:${port}`
      : `[${formatIPv6(bytes.subarray(at, at + 16))}]:${port}`;
  let info: TcpInfo | null = null;
  for (let at = 72; at + 4 <= bytes.length;) {
    const length = data.getUint16(at, true);
    if (length < 4) break;
    if (data.getUint16(at + 2, true) === INET_DIAG_INFO) info = parseTcpInfo(bytes.subarray(at + 4, at + length));
    at += (length + 3) & ~3;
  }
  return {
    family,
    state: nameOr(tcpStates, data.getUint8(1)),
    timer: timers[data.getUint8(2)] ?? 'none',
    retransmits: data.getUint8(3),
    local: address(8, data.getUint16(4)),
    peer: address(24, data.getUint16(6)),
    timerExpires: data.getUint32(52, true),
    receiveQueue: data.getUint32(56, true),
    sendQueue: data.getUint32(60, true),
    uid: data.getUint32(64, true),
    inode: data.getUint32(68, true),
    info,
  };
}
