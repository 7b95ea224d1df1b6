/** The sockets of a process with their addresses, as /proc tells them: in the process's own network, which may be a container's. */
import { readFileSync } from 'node:fs';
import { descriptorLink, descriptorLinks } from '../linux/procfs.ts';
import { formatIPv6 } from '../linux/sockaddr.ts';

export interface SocketEntry {
  /** `tcp`, `tcp6`, `udp`, `udp6`, `unix`. */
  network: string;
  /** `LISTEN`, `ESTABLISHED`; '' where there are none. */
  state: string;
  /** `127.0.0.1:8080`, `[::1]:8080`, a path; '' for none. */
  local: string;
  peer: string;
}

/** include/net/tcp_states.h */
const tcpStates = 'ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING'.split(' '); // prettier-ignore
const acceptsConnections = 0x10000; // __SO_ACCEPTCON

/** All sockets in the network of a process, by inode. */
export function socketTable(pid: number): Map<number, SocketEntry> {
  const found = new Map<number, SocketEntry>();
  for (const network of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const fields of linesOf(pid, network)) {
      const [, local = '', peer = '', state = ''] = fields;
      const entry = {
        network,
        state: network.startsWith('tcp') ? (tcpStates[parseInt(state, 16) - 1] ?? '') : '',
        local: addressText(local),
        peer: addressText(peer),
      };
      found.set(Number(fields[9]), entry);
    }
  }
  for (const fields of linesOf(pid, 'unix')) {
    const listens = (parseInt(fields[3] ?? '', 16) & acceptsConnections) !== 0;
    found.set(Number(fields[6]), { network: 'unix', state: listens ? 'LISTEN' : '', local: fields[7] ?? '', peer: '' });
  }
  return found;
}

function linesOf(pid: number, network: string): string[][] {
  try {
    const lines = readFileSync(`/proc/${pid}/net/${network}`, 'utf8').split('\n').slice(1);
    return lines.filter((line) => line !== '').map((line) => line.trim().split(/\s+/));
  } catch {
    return [];
  }
}

/** `0100007F:1F90` is 127.0.0.1:8080: words of the processor's order; no address and no port are nothing. */
function addressText(text: string): string {
  const [hex = '', port = ''] = text.split(':');
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 4) {
    const word = parseInt(hex.slice(2 * at, 2 * at + 8), 16);
    for (let byte = 0; byte < 4; byte++) bytes[at + byte] = (word >>> (8 * byte)) & 0xff;
  }
  const number = parseInt(port, 16);
  if (number === 0 && bytes.every((byte) => byte === 0)) return '';
  return bytes.length === 4 ? `${bytes.join('.')}:${number}` : `[${formatIPv6(bytes)}]:${number}`;
}

/** The sockets that a process has open, by descriptor. */
export function socketsOf(pid: number): Map<number, SocketEntry> {
  const table = socketTable(pid);
  const links = descriptorLinks(pid).filter(({ kind }) => kind === 'socket');
  return new Map(
    links.flatMap(({ fd, inode }) => {
      const entry = table.get(inode);
      return entry === undefined ? [] : [[fd, entry] as const];
    }),
  );
}

/** Addresses of descriptors of a process that runs; looked up once, until the descriptor is closed. */
export class SocketAddresses {
  readonly #pid: number;
  readonly #known = new Map<number, SocketEntry | null>();

  constructor(pid: number) {
    this.#pid = pid;
  }

  of(fd: number): SocketEntry | null {
    const known = this.#known.get(fd);
    // Its peer comes with its connection.
    if (known !== undefined && (known?.peer !== '' || known.state === 'LISTEN')) return known;
    const link = descriptorLink(fd, this.#pid);
    const found = link?.kind === 'socket' ? (socketTable(this.#pid).get(link.inode) ?? null) : null;
    this.#known.set(fd, found);
    return found;
  }

  closed(fd: number): void {
    this.#known.delete(fd);
  }

  /** Any may have been closed. */
  forget(): void {
    this.#known.clear();
  }
}
