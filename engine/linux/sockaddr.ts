/** Socket addresses as the kernel lays them out (struct sockaddr_in, sockaddr_in6, sockaddr_un, sockaddr_nl). */
import { addressFamilies, nameOr } from './constants.ts';
import { quote } from './quote.ts';

/** A socket address taken apart. */
export interface SocketAddress {
  readonly family: number;
  readonly familyName: string;
  /** IP address, or path of a Unix socket ('@…' in the abstract namespace). */
  readonly host: string;
  readonly port: number;
  /** sin6_scope_id: the interface of a link-local address. */
  readonly scope: number;
  /** As Go and ss print it: '127.0.0.1:80', '[::1]:80', '/run/a.sock'. */
  readonly text: string;
}

/** Takes a socket address apart; null when the kernel gave none. */
export function parseSocketAddress(bytes: Uint8Array): SocketAddress | null {
  if (bytes.length < 2) return null;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = data.getUint16(0, true);
  const familyName = nameOr(addressFamilies, family);
  if (family === 2 && bytes.length >= 8) {
    const host = bytes.subarray(4, 8).join('.');
    const port = data.getUint16(2);
    return { family, familyName, host, port, scope: 0, text: `${host}:${port}` };
  }
  if (family === 10 && bytes.length >= 24) {
    const host = formatIPv6(bytes.subarray(8, 24));
    const port = data.getUint16(2);
    const scope = bytes.length >= 28 ? data.getUint32(24, true) : 0;
    return { family, familyName, host, port, scope, text: `[${host}${scope === 0 ? '' : `%${scope}`}]:${port}` };
  }
  if (family === 1) {
    const path = bytes.subarray(2);
    const abstract = path.length > 0 && path[0] === 0;
    const end = path.indexOf(0);
    const name = abstract ? path.subarray(1) : end < 0 ? path : path.subarray(0, end);
    const host = (abstract ? '@' : '') + Buffer.from(name).toString('utf8');
    return { family, familyName, host, port: 0, scope: 0, text: host };
  }
  return { family, familyName, host: '', port: 0, scope: 0, text: familyName };
}

/** The text of an IPv6 address, as inet_ntop(3) writes it (RFC 5952). */
export function formatIPv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  const [start, length] = longestZeroRun(groups);
  const mapped = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const tail = mapped ? bytes.subarray(12, 16).join('.') : '';
  const shown = mapped ? groups.slice(0, 6) : groups;
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(shown);
  const after = [hex(shown.slice(start + length)), tail].filter((part) => part !== '').join(':');
  return `${hex(shown.slice(0, start))}::${after}`;
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [-1, 0];
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best[1]) best = [start, index + 1 - start];
  });
  return best;
}

/** A socket address as strace prints it. */
export function straceSocketAddress(bytes: Uint8Array): string {
  const address = parseSocketAddress(bytes);
  if (address === null) return quote(bytes);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = `sa_family=${address.familyName}`;
  // Cut short by a buffer that was too small.
  const cut = address.host === '' && address.family !== 1;
  if (cut && address.family !== 16) return `{${family}, sa_data=${quote(bytes.subarray(2))}}`;
  switch (address.family) {
    case 2:
      return `{${family}, sin_port=htons(${address.port}), sin_addr=inet_addr("${address.host}")}`;
    case 10:
      return (
        `{${family}, sin6_port=htons(${address.port}), sin6_flowinfo=htonl(${data.getUint32(4)}), ` +
        `inet_pton(AF_INET6, "${address.host}", &sin6_addr), sin6_scope_id=${address.scope}}`
      );
    case 1: {
      const path = bytes.subarray(2);
      if (path.length === 0) return `{${family}}`;
      if (path[0] === 0) return `{${family}, sun_path=@${quote(path.subarray(1), path.length)}}`;
      return `{${family}, sun_path=${quote(Buffer.from(address.host), path.length)}}`;
    }
    case 16: {
      if (bytes.length < 12) return `{${family}}`;
      const groups = data.getUint32(8, true).toString(16).padStart(8, '0');
      return `{${family}, nl_pid=${data.getUint32(4, true)}, nl_groups=${groups === '00000000' ? '00000000' : `0x${groups}`}}`;
    }
    default:
      return `{${family}, sa_data=${quote(bytes.subarray(2))}}`;
  }
}
