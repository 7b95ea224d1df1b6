/** The facts about goroutines and descriptors, each with where it comes from and the command that shows it outside. */
import type { Descriptor, GoroutineState, PollDeadline, PollSemaphore } from '../../engine/trace/source.ts';
import { placeText, type Translate } from '../words.ts';
import type { Fact } from './picture.ts';

/** What makes facts: the language, and the process in whose /proc folder they can be checked (null: it runs no more). */
export interface Telling {
  readonly t: Translate;
  readonly pid: number | null;
  /** By descriptor: the epoll instances that watch it. Empty before there are any. */
  readonly watchers: ReadonlyMap<number, readonly number[]>;
}

/** Who watches which descriptor; where an instance does not say it, whatever is watched. */
export function watchersOf(descriptors: readonly Descriptor[]): Map<number, number[]> {
  const watchers = new Map<number, number[]>();
  for (const { fd: epfd, role, watches } of descriptors) {
    if (role !== 'epoll') continue;
    watchers.set(epfd, watchers.get(epfd) ?? []);
    const watched = watches ?? descriptors.filter(({ interest }) => interest !== '');
    for (const { fd } of watched) watchers.set(fd, [...(watchers.get(fd) ?? []), epfd]);
  }
  return watchers;
}

const portOf = (address: string): string => address.slice(address.lastIndexOf(':') + 1);

/** What `ss` is asked to show one socket. */
function filterOf({ local, peer }: Descriptor): string {
  const parts = [`sport = :${portOf(local)}`, ...(peer === '' ? [] : [`dport = :${portOf(peer)}`])];
  return `'${parts.join(' and ')}'`;
}

const hasPort = ({ local }: Descriptor): boolean => /:\d+$/.test(local);

/** `EPOLLIN|EPOLLRDHUP|EPOLLET` as `IN RDHUP ET`. */
export const shortEvents = (events: string): string => events.replaceAll('EPOLL', '').replaceAll('|', ' ');

/** State and place of a goroutine. */
export function goroutineFacts(goroutine: GoroutineState, { t, pid }: Telling): Fact[][] {
  const { goid, status, held, place, woken, inCall } = goroutine;
  const id = `goroutine ${goid}`;
  const mirrored = t("Netwalk's own scheduler, on the lines of runtime/proc.go.");
  const lines: Fact[][] = [
    [{ id: `${id} state`, label: t('state'), value: held && status !== 'held' ? `${status}, ${t('held')}` : status, source: 'mirrored', how: mirrored, command: '' }],
  ]; // prettier-ignore
  if (inCall) {
    const how = inCall.hasReturned
      ? t('The kernel is done with the call. The thread has no processor (P) yet, so the goroutine is made runnable.')
      : t(
          'A thread of its own is in this call, in the kernel, and has not come back: the first phase, waiting, is inside of it.',
        );
    const command = pid === null ? '' : `cat /proc/${pid}/task/*/syscall`;
    const call = inCall.fd < 0 ? inCall.name : `${inCall.name}(${inCall.fd})`;
    const label = inCall.hasReturned ? t('woken from') : t('waits in');
    lines.push([{ id: `${id} call`, label, value: call, source: 'observed', how, command, key: `${label} ${call}` }]);
  }
  if (goroutine.function !== '') {
    const how = t("Go's own source: the line that you see is the line that runs.");
    lines.push(
      [{ id: `${id} function`, label: t('in'), value: goroutine.function, source: 'executed', how, command: '' }],
      [{ id: `${id} place`, label: t('at'), value: place === null ? '' : placeText(place), source: 'executed', how, command: '' }],
    ); // prettier-ignore
  }
  if (woken) {
    const value = t('{0}, step {1}', woken.by === 0 ? 'g0' : `G${woken.by}`, woken.step);
    lines.push([{ id: `${id} woken`, label: t('made runnable by'), value, source: 'mirrored', how: mirrored, command: '' }]); // prettier-ignore
  }
  return lines;
}

/** rg, wg, rd and wd of a pollDesc, in two lines. */
export function pollDescFacts({ fd, pollDesc }: Descriptor, { t }: Telling): Fact[][] {
  if (!pollDesc) return [];
  const { rg, wg, rd, wd } = pollDesc;
  return [
    [semaphoreFact(fd, 'rg', rg, t), semaphoreFact(fd, 'wg', wg, t)],
    [deadlineFact(fd, 'rd', rd, t), deadlineFact(fd, 'wd', wd, t)],
  ];
}

function semaphoreFact(fd: number, label: 'rg' | 'wg', { holds, goid }: PollSemaphore, t: Translate): Fact {
  const what = label === 'rg' ? t('reading') : t('writing');
  const meanings = {
    nil: t('nil: nobody waits for {0}, and nothing was reported.', what),
    ready: t('pdReady: netpoll has reported that {0} is possible; the next one who wants to wait goes on at once.', what),
    wait: t('pdWait: a goroutine is about to park for {0}.', what),
    goroutine: t('The address of goroutine {0}, which is parked for {1}.', goid, what),
  }; // prettier-ignore
  return {
    id: `fd ${fd} ${label}`,
    label,
    value: holds === 'goroutine' ? `G${goid}` : holds,
    source: 'executed',
    how: `${meanings[holds]} ${t('Read from runtime.pollDesc in the memory of the program.')}`,
    command: '',
    variable: `pollDesc(${fd}).${label}`,
    ...(holds === 'goroutine' ? { token: goid } : {}),
  };
}

function deadlineFact(fd: number, label: 'rd' | 'wd', { state, at, left }: PollDeadline, t: Translate): Fact {
  const values = {
    none: t('none'),
    expired: t('expired'),
    set: left === null ? t('set') : t('in {0}', secondsText(left)),
  };
  const which = label === 'rd' ? t('The read deadline.') : t('The write deadline.');
  const raw = t("In runtime.pollDesc: {0}, in nanoseconds of the program's clock, which stands still while it is stopped.", state === 'expired' ? -1 : at); // prettier-ignore
  return {
    id: `fd ${fd} ${label}`,
    label,
    value: values[state],
    source: 'executed',
    how: `${which} ${raw}`,
    command: '',
    variable: `pollDesc(${fd}).${label}`,
    key: `${state} ${at}`,
  };
}

/** `4.8 s`, `120 ms`. */
function secondsText(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** Sysfd of a poll.FD. */
export function pollFdFacts({ fd, netFD }: Descriptor, { t, pid }: Telling): Fact[][] {
  const how = t('Read from internal/poll.FD in the memory of the program.');
  const sysfd: Fact = {
    id: `fd ${fd} Sysfd`,
    label: 'Sysfd',
    value: `${fd}`,
    source: 'executed',
    how,
    command: pid === null ? '' : `ls -l /proc/${pid}/fd/${fd}`,
    variable: netFD ? `netFD(${fd}).pfd.Sysfd` : `pollFD(${fd}).Sysfd`,
  };
  if (netFD?.isConnected !== true) return [[sysfd]];
  const connected = t('Set by net.(*netFD).connect alone: a connection that was accepted does not have it.');
  return [[sysfd, { id: `fd ${fd} isConnected`, label: 'isConnected', value: 'true', source: 'executed', how: connected, command: '', variable: `netFD(${fd}).isConnected` }]]; // prettier-ignore
}

/** What the kernel holds for a socket. */
export function socketFacts(descriptor: Descriptor, telling: Telling): Fact[][] {
  const { fd, local, peer } = descriptor;
  const { t } = telling;
  const filter = filterOf(descriptor);
  const isListener = descriptor.role === 'listener';
  const show = !hasPort(descriptor) ? '' : isListener ? `ss -tlnp ${filter}` : `ss -tmi ${filter}`;
  const make = (name: string, label: string, value: string, how: string, more: Partial<Fact> = {}): Fact => ({
    id: `fd ${fd} ${name}`, label, value, source: 'observed', how, command: show, ...more,
  }); // prettier-ignore
  const lines: Fact[][] = [];
  if (local !== '') lines.push([make('local', t('local'), local, t('getsockname of the descriptor.'))]);
  if (peer !== '') lines.push([make('peer', t('peer'), peer, t('getpeername of the descriptor.'))]);
  lines.push(...queueFacts(descriptor, telling, make));
  lines.push(...interestFacts(descriptor, telling, make));
  return lines;
}

type Make = (name: string, label: string, value: string, how: string, more?: Partial<Fact>) => Fact;

function queueFacts(descriptor: Descriptor, { t }: Telling, make: Make): Fact[][] {
  const { acceptQueue, backlog, synQueue, receiveQueue, sendQueue, segments } = descriptor;
  const filter = filterOf(descriptor);
  const lines: Fact[][] = [];
  if (acceptQueue !== null) {
    const how = t(
      'TCP_INFO of the listener: so many connections are established and wait for accept4; behind the stroke the backlog.',
    );
    const full = backlog ? { fill: Math.min(1, acceptQueue / backlog) } : {};
    lines.push([make('accept', t('accept queue'), backlog === null ? `${acceptQueue}` : `${acceptQueue} / ${backlog}`, how, full)]); // prettier-ignore
  }
  if (synQueue != null) {
    const how = t('sock_diag: handshakes under way to this address (SYN_RECV).');
    lines.push([make('syn', t('SYN queue'), `${synQueue}`, how, { command: `ss -tan state syn-recv ${filter}` })]);
  }
  if (receiveQueue !== null && sendQueue !== null) {
    const received = t('SIOCINQ: bytes that have arrived and wait to be read.');
    const sent = t('SIOCOUTQ: bytes that were written and that the peer has not acknowledged.');
    const fill = (bytes: number): Partial<Fact> => ({ fill: bytes === 0 ? 0 : Math.min(1, Math.log2(bytes) / 22) });
    lines.push([
      make('receive', t('receive'), `${receiveQueue} B`, received, fill(receiveQueue)),
      make('send', t('send'), `${sendQueue} B`, sent, fill(sendQueue)),
    ]);
  }
  if (segments && segments.inFlight + segments.resent > 0) {
    const how = t('TCP_INFO: segments that are on their way, and those that had to be sent again.');
    const value = t('{0}, {1} sent again', segments.inFlight, segments.resent);
    lines.push([make('segments', t('in flight'), value, how)]);
  }
  return lines;
}

function interestFacts({ fd, interest, kind }: Descriptor, { t, pid, watchers }: Telling, make: Make): Fact[][] {
  // Neither a signalfd nor a ring is what the pictures of epoll are about.
  if (watchers.size === 0 || (kind === 'file' && interest === '')) return [];
  const instances = watchers.get(fd) ?? [];
  const command = pid === null || instances.length === 0 ? '' : `cat /proc/${pid}/fdinfo/${instances[0]}`;
  const how = t('The interest list of the epoll instance, as its fdinfo shows it.');
  const watched = instances.length > 1 ? t('{0}, in {1} instances', shortEvents(interest), instances.length) : shortEvents(interest); // prettier-ignore
  return [[make('interest', 'epoll', interest === '' ? t('not watched') : watched, how, { command })]];
}
