/**
 * A DNS server for the programs about names (RFC 1035, over UDP and TCP): what it answers, and how badly, is decided by the name that is asked for.
 * Every question is remembered, so that a test can compare what was asked.
 */
import dgram from 'node:dgram';
import net from 'node:net';
import {
  decode,
  encode,
  type Answer,
  type DecodedPacket,
  type Packet,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { zone } from './zone.ts';

type Transport = 'udp' | 'tcp';
const [FORMERR, SERVFAIL, NXDOMAIN, REFUSED] = [1, 2, 3, 5];
const rcodes: Readonly<Record<string, number>> = { formerr: FORMERR, servfail: SERVFAIL, refused: REFUSED };
const RECURSION_AVAILABLE = 1 << 7;
const AUTHORITATIVE = 1 << 10;

export class Server {
  /** `udp 127.0.0.1 A a.example.test`: how often it was asked. */
  readonly asked = new Map<string, number>();
  private readonly closers: (() => void)[] = [];

  /** Listens on port 53 of an address. */
  async listen(address: string): Promise<void> {
    const udp = dgram.createSocket('udp4');
    udp.on('message', (message, from) => {
      for (const reply of this.replies(message, 'udp', address)) udp.send(reply, from.port, from.address);
    });
    await new Promise<void>((resolve, reject) => {
      udp.on('error', reject);
      udp.bind(53, address, resolve);
    });
    this.closers.push(() => udp.close());
    const tcp = net.createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (data) => {
        // Go writes the length and the message at once.
        for (const reply of this.replies(data.subarray(2), 'tcp', address)) socket.write(reply);
      });
    });
    await new Promise<void>((resolve, reject) => {
      tcp.on('error', reject);
      tcp.listen(53, address, resolve);
    });
    this.closers.push(() => tcp.close());
  }

  close(): void {
    for (const close of this.closers) close();
  }

  /** What is sent back to one message: one packet, several, or none. */
  private replies(message: Buffer, transport: Transport, address: string): Buffer[] {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return [];
    const key = `${transport} ${address} ${question.type} ${question.name}`;
    const times = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, times);
    const packets = answer(query, transport, address, times);
    return packets.map((packet) => {
      if (Buffer.isBuffer(packet)) return packet;
      return transport === 'tcp' ? streamEncode(packet) : encode(packet);
    });
  }
}

/** The way in which a name is answered is its first label: `truncated.example.test`. */
function answer(query: DecodedPacket, transport: Transport, address: string, times: number): (Packet | Buffer)[] {
  const question = query.questions?.[0];
  if (question === undefined) return [];
  const [way = ''] = question.name.split('.');
  const good = response(query, records(question.name.toLowerCase(), question.type));
  const rcode = rcodes[way];
  if (rcode !== undefined) return [{ ...good, flags: (good.flags ?? 0) | rcode }];
  switch (way) {
    case 'never':
      return [];
    case 'second':
      return times === 1 ? [] : [good];
    case 'half':
      // One server of two is silent.
      return address === '127.0.0.1' ? [] : [good];
    case 'sick':
      return address === '127.0.0.1' ? [{ ...good, flags: (good.flags ?? 0) | SERVFAIL, answers: [] }] : [good];
    case 'truncated':
      return transport === 'tcp' ? [good] : [{ ...good, answers: [], flags: (good.flags ?? 0) | TRUNCATED_RESPONSE }];
    case 'truncatedalways':
      return [{ ...good, answers: [], flags: (good.flags ?? 0) | TRUNCATED_RESPONSE }];
    case 'wrongid':
      // A forged answer comes before the true one.
      return [{ ...lie(good), id: ((query.id ?? 0) + 1) & 0xffff }, good];
    case 'wrongname':
      return [{ ...lie(good), questions: [{ ...question, name: 'other.example.test' }] }, good];
    case 'wrongidonly':
      return [{ ...good, id: ((query.id ?? 0) + 1) & 0xffff }];
    case 'garbage':
      return [Buffer.from('this is no DNS message at all, but long enough to have a header')];
    case 'short':
      return [Buffer.from([1, 2, 3])];
    case 'cut': {
      const whole = encode(good);
      return [whole.subarray(0, whole.length - 3)];
    }
    default:
      return [good];
  }
}

function lie(packet: Packet): Packet {
  return { ...packet, answers: [{ type: 'A', name: packet.questions?.[0]?.name ?? '', ttl: 1, data: '192.0.2.66' }] };
}

function response(query: DecodedPacket, found: Answer[] | null): Packet {
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE | RECURSION_AVAILABLE | (found === null ? NXDOMAIN : 0),
    questions: query.questions ?? [],
    answers: found ?? [],
  };
}

/** The records of a name, behind its aliases; null for a name that does not exist. */
function records(name: string, type: string, depth = 0): Answer[] | null {
  const own = zone.get(name);
  if (own === undefined) return null;
  const alias = own.find((record) => record.type === 'CNAME');
  if (alias?.type === 'CNAME' && type !== 'CNAME' && depth < 8) {
    return [alias, ...(records(alias.data, type, depth + 1) ?? [])];
  }
  return own.filter((record) => record.type === type);
}
