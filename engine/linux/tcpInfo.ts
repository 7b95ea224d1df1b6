/** What TCP tells of a socket: struct tcp_info of tcp(7). */
import { nameOr, tcpStates } from './constants.ts';

/** The fields of struct tcp_info that a reader of Go's net can relate to. */
export interface TcpInfo {
  /** ESTABLISHED, LISTEN, SYN_SENT … */
  readonly state: string;
  /** Consecutive timeouts without an answer. */
  readonly retransmits: number;
  /** Keep-alive or zero-window probes without an answer. */
  readonly probes: number;
  /** Retransmission timeout, microseconds. */
  readonly rto: number;
  /** On a connection: segments in flight. On a listener: connections that wait to be accepted. */
  readonly unacked: number;
  /** On a connection: segments acknowledged out of order. On a listener: its backlog. */
  readonly sacked: number;
  /** Smoothed round trip time and its variation, microseconds. */
  readonly rtt: number;
  readonly rttVariation: number;
  /** Congestion window, in segments of `sendMaximumSegment` bytes. */
  readonly congestionWindow: number;
  readonly sendMaximumSegment: number;
  readonly totalRetransmits: number;
  readonly bytesAcked: number;
  readonly bytesReceived: number;
}

/** Reads struct tcp_info; older kernels give a shorter one, whose missing fields are 0. */
export function parseTcpInfo(bytes: Uint8Array): TcpInfo {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const uint8 = (at: number): number => (at < bytes.length ? data.getUint8(at) : 0);
  const uint32 = (at: number): number => (at + 4 <= bytes.length ? data.getUint32(at, true) : 0);
  const uint64 = (at: number): number => (at + 8 <= bytes.length ? Number(data.getBigUint64(at, true)) : 0);
  return {
    state: nameOr(tcpStates, uint8(0)),
    retransmits: uint8(2),
    probes: uint8(3),
    rto: uint32(8),
    sendMaximumSegment: uint32(16),
    unacked: uint32(24),
    sacked: uint32(28),
    rtt: uint32(68),
    rttVariation: uint32(72),
    congestionWindow: uint32(80),
    totalRetransmits: uint32(100),
    bytesAcked: uint64(120),
    bytesReceived: uint64(128),
  };
}
