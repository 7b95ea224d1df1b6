/** Both ends of a connection that are sessions of this window: which belong together, what is between them, and the far one's socket. */
import type { Descriptor } from '../../engine/trace/source.ts';
import type { Translate } from '../words.ts';
import { socketFacts, type Telling } from './facts.ts';
import type { Card, Edge, Fact, Row } from './picture.ts';

/** Another session as far as it is known: its name, its process (null: a recording), and what it had at its last stop. */
export interface OtherSession {
  readonly name: string;
  readonly pid: number | null;
  readonly descriptors: readonly Descriptor[];
}

/** What is at the other end of a descriptor of ours. */
export interface FarEnd {
  readonly fd: number;
  readonly session: string;
  readonly pid: number | null;
  readonly other: Descriptor;
}

/** So many connections of one listener are shown that nobody has accepted. */
const mostWaiting = 3;
/** With more other ends than these there would be no overview. */
const mostEnds = 12;

/** Finds the other ends by their addresses: a socket's peer, or the listener that is to accept it. The first ones, where there are many. */
export function farEnds(mine: readonly Descriptor[], sessions: readonly OtherSession[]): FarEnd[] {
  const found: FarEnd[] = [];
  const own = new Set(mine.map(({ local, peer }) => `${local} ${peer}`));
  for (const { name, pid, descriptors } of sessions) {
    const byEnds = new Map(descriptors.map((one) => [`${one.local} ${one.peer}`, one]));
    const listeners = descriptors.filter(({ role }) => role === 'listener');
    const add = ({ fd }: Descriptor, other: Descriptor): number => found.push({ fd, session: name, pid, other });
    for (const one of mine) {
      if (one.role === 'listener') {
        const isKnocking = (other: Descriptor): boolean =>
          isReached(other.peer, one) && !own.has(`${other.peer} ${other.local}`);
        for (const other of firstOf(descriptors, isKnocking, mostWaiting)) add(one, other);
      } else if (one.peer !== '') {
        const other = byEnds.get(`${one.peer} ${one.local}`) ?? listeners.find((listener) => isReached(one.peer, listener)); // prettier-ignore
        if (other) add(one, other);
      }
      if (found.length >= mostEnds) return found.slice(0, mostEnds);
    }
  }
  return found;
}

function firstOf<T>(all: readonly T[], isWanted: (one: T) => boolean, count: number): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (found.length >= count) break;
    if (isWanted(one)) found.push(one);
  }
  return found;
}

/** Whether who dials an address comes to a listener; `[::]:80` is every address. */
function isReached(dialed: string, { local }: Descriptor): boolean {
  if (dialed === '' || local === '') return false;
  return dialed === local || (/^(\[::\]|0\.0\.0\.0):/.test(local) && portOf(dialed) === portOf(local));
}

const portOf = (address: string): string => address.slice(address.lastIndexOf(':') + 1);

/** What is between two ends, from the near one's side. */
function segmentText(near: Descriptor, far: Descriptor, t: Translate): string {
  const [dialer, other] = near.role === 'listener' ? [far, near] : [near, far];
  if (dialer.state === 'SYN_SENT') return other.role === 'listener' ? t('SYN, on its way to be accepted') : 'SYN';
  if (other.role === 'listener') return t('established, in the accept queue');
  const closing = ['FIN_WAIT1', 'FIN_WAIT2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'];
  const [out, back] = [near, far].map(({ state }) => closing.includes(state));
  if (out && back) return 'FIN ⇄';
  if (out || far.state === 'CLOSE_WAIT') return 'FIN →';
  if (back || near.state === 'CLOSE_WAIT') return 'FIN ←';
  return t('established');
}

/** Two cards below a socket: what is between, and the socket there. */
export function beyondCards({ session, pid, other }: FarEnd, near: Descriptor, { t }: Telling): Card[] {
  const id = `${near.fd} ${session} ${other.fd}`;
  const how = t('Bytes that one end has written and the other has not acknowledged: SIOCOUTQ of both sockets.');
  const fact = (name: string, label: string, bytes: number | null): Fact => ({
    id: `wire ${id} ${name}`, label, value: `${bytes ?? 0} B`, source: 'observed', how, command: 'ss -tmi',
  }); // prettier-ignore
  const isConnection = near.sendQueue !== null && other.sendQueue !== null;
  const wire: Card = {
    id: `wire ${id}`,
    title: '⇅',
    detail: segmentText(near, other, t),
    lines: isConnection ? [[fact('out', '→', near.sendQueue), fact('back', '←', other.sendQueue)]] : [],
  };
  const facts = socketFacts(other, { t, pid, watchers: new Map() });
  const far: Card = {
    id: `far ${id}`,
    title: `fd ${other.fd}`,
    detail: `${session}${pid === null ? '' : ` (${pid})`} · ${other.state}`,
    lines: facts.map((line) => line.map((one) => ({ ...one, id: `far ${session} ${one.id}` }))),
  };
  return [wire, far];
}

/** From a socket over what is between to the other one. */
export function beyondEdges({ kernel, beyond }: Row): Edge[] {
  return beyond.map((card, index): Edge => {
    const from = index % 2 === 0 ? kernel : (beyond[index - 1] as Card);
    return { id: `peer ${card.id}`, kind: 'peer', from: { card: from.id }, to: { card: card.id }, spoken: '' };
  });
}
