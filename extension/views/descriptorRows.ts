import type { Descriptor, PollDesc, PollSemaphore } from '../../engine/trace/source.ts';
import type { Translate } from '../words.ts';

/** One fact about a descriptor, as a row below it. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What the kernel says about a descriptor; what does not apply is left out. */
export function factsOf(descriptor: Descriptor, t: Translate): Fact[] {
  const { local, peer, interest, receiveQueue, sendQueue, acceptQueue, backlog, synQueue, ready, pollDesc } =
    descriptor;
  const bytes = (count: number | null): string => (count === null ? '' : t('{0} bytes', count));
  const accept =
    acceptQueue === null ? '' : backlog === null ? `${acceptQueue}` : t('{0} of {1}', acceptQueue, backlog);
  return [
    { name: t('local address'), value: local },
    { name: t('peer'), value: peer },
    { name: t('epoll interest'), value: interest },
    { name: t('accept queue'), value: accept },
    { name: t('receive queue'), value: bytes(receiveQueue) },
    { name: t('send queue'), value: bytes(sendQueue) },
    { name: t('SYN queue'), value: synQueue == null ? '' : `${synQueue}` },
    { name: t('ready list (inferred)'), value: ready ?? '' },
    { name: 'pollDesc', value: pollDesc ? pollDescText(pollDesc, t) : '' },
  ].filter(({ value }) => value !== '');
}

/** `rg goroutine 18, wg nil`, and the deadlines that it has. */
function pollDescText({ rg, wg, rd, wd }: PollDesc, t: Translate): string {
  const semaphore = ({ holds, goid }: PollSemaphore): string => (holds === 'goroutine' ? `goroutine ${goid}` : holds);
  const states = { none: '', set: t('set'), expired: t('expired') };
  const deadlines = { rd: states[rd.state], wd: states[wd.state] };
  return [
    `rg ${semaphore(rg)}`,
    `wg ${semaphore(wg)}`,
    ...Object.entries(deadlines).flatMap(([name, state]) => (state === '' ? [] : [`${name} ${state}`])),
  ].join(', ');
}

/** What stands beside the number and role: `LISTEN 127.0.0.1:40613`, `ESTABLISHED 127.0.0.1:40613 ← 127.0.0.1:5123`. */
export function summaryOf({ state, local, peer, kind, role }: Descriptor): string {
  const addresses = peer === '' ? local : `${local} ⇄ ${peer}`;
  const text = [state, addresses].filter((part) => part !== '').join(' ');
  return text === '' && kind !== role ? kind : text;
}

const icons: Record<string, string> = {
  listener: 'radio-tower',
  accepted: 'sign-in',
  dialed: 'sign-out',
  pair: 'plug',
  socket: 'plug',
  epoll: 'eye',
  netpollBreak: 'bell',
};

/** Name of the product icon for a role. */
export const iconOf = ({ role }: Descriptor): string => icons[role] ?? 'file';
