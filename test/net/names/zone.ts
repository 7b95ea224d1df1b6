/** What the server knows; addresses are those of documentation (RFC 5737, RFC 3849), but for some of the loopback. */
import type { Answer } from 'dns-packet';

const ttl = 60;
const a = (name: string, data: string): Answer => ({ type: 'A', name, ttl, data });
const aaaa = (name: string, data: string): Answer => ({ type: 'AAAA', name, ttl, data });
const cname = (name: string, data: string): Answer => ({ type: 'CNAME', name, ttl, data });

/** Names that are answered in all the ways of server.ts. */
const ways = [
  'never', 'second', 'half', 'sick', 'truncated', 'truncatedalways', 'wrongid', 'wrongname', 'wrongidonly', 'garbage', 'short', 'cut', 'formerr', 'servfail',
  'refused',
]; // prettier-ignore

const many = Array.from({ length: 60 }, (_, i) => a('truncated.example.test', `192.0.2.${i + 1}`));

const all: Answer[] = [
  ...ways.map((way) => a(`${way}.example.test`, '192.0.2.1')),
  ...many,
  a('both.example.test', '192.0.2.7'),
  aaaa('both.example.test', '2001:db8::7'),
  a('four.example.test', '192.0.2.4'),
  aaaa('six.example.test', '2001:db8::6'),
  cname('alias.example.test', 'alias2.example.test'),
  cname('alias2.example.test', 'both.example.test'),
  cname('dangling.example.test', 'nowhere.example.test'),
  cname('circle.example.test', 'circle2.example.test'),
  cname('circle2.example.test', 'circle.example.test'),
  { type: 'TXT', name: 'nodata.example.test', ttl, data: 'no address here' },
  // Loopback addresses: connections to them end somewhere.
  a('local.example.test', '127.0.0.1'),
  aaaa('local.example.test', '::1'),
  a('localfour.example.test', '127.0.0.1'),
  a('several.example.test', '127.0.0.5'),
  a('several.example.test', '127.0.0.6'),
  a('several.example.test', '127.0.0.7'),
  // For the search list.
  a('host.one.test', '192.0.2.11'),
  a('host.two.test', '192.0.2.12'),
  a('only.two.test', '192.0.2.22'),
  a('a.dotted.one.test', '192.0.2.33'),
  { type: 'MX', name: 'mail.example.test', ttl, data: { preference: 20, exchange: 'second.mail.test' } },
  { type: 'MX', name: 'mail.example.test', ttl, data: { preference: 10, exchange: 'first.mail.test' } },
  { type: 'MX', name: 'mail.example.test', ttl, data: { preference: 30, exchange: 'third.mail.test' } },
  { type: 'NS', name: 'zone.example.test', ttl, data: 'ns1.example.test' },
  { type: 'TXT', name: 'text.example.test', ttl, data: ['one ', 'text'] },
  { type: 'TXT', name: 'text.example.test', ttl, data: 'another' },
  {
    type: 'SRV',
    name: '_http._tcp.example.test',
    ttl,
    data: { priority: 2, weight: 0, port: 8082, target: 'later.example.test' },
  },
  {
    type: 'SRV',
    name: '_http._tcp.example.test',
    ttl,
    data: { priority: 1, weight: 5, port: 8081, target: 'first.example.test' },
  },
  { type: 'PTR', name: '7.2.0.192.in-addr.arpa', ttl, data: 'both.example.test' },
  { type: 'PTR', name: '7.2.0.192.in-addr.arpa', ttl, data: 'alias.example.test' },
  {
    type: 'PTR',
    name: '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    ttl,
    data: 'both.example.test',
  },
];

/** The records of each name. */
export const zone: ReadonlyMap<string, readonly Answer[]> = grouped(all);

function grouped(records: readonly Answer[]): Map<string, Answer[]> {
  const groups = new Map<string, Answer[]>();
  for (const record of records) groups.set(record.name, [...(groups.get(record.name) ?? []), record]);
  return groups;
}
