/** From the state that the engine tells to the picture: pure, and the same for the same state. */
import type { CustomEvents } from '../../engine/adapter/events.ts';
import type { Descriptor, GoroutineState } from '../../engine/trace/source.ts';
import type { Translate } from '../words.ts';
import { beyondCards, beyondEdges, type FarEnd } from './ends.ts';
import type { Pointed } from './pointing.ts';
import { goroutineFacts, pollDescFacts, pollFdFacts, socketFacts, watchersOf, type Telling } from './facts.ts';
import { connectionKey, goroutineKey, grouped, ranges, type Group } from './groups.ts';
import { callbackEdges, instanceCard, instancesOf, listed, ownCards } from './instances.ts';
import { stripsOf } from './rings.ts';
import { waitCards, waitEdges } from './waits.ts';
import type { Card, Chip, Edge, Fact, Picture, Row, Source, Strip } from './picture.ts';

/** What a picture is made of. */
export interface LiveModel {
  readonly state: CustomEvents['netwalk/state'];
  /** The goroutine that is selected in the Call Stack. */
  readonly selected: number | null;
  /** The process that runs the program; null for a recording. */
  readonly pid: number | null;
  readonly isRecording: boolean;
  /** The other ends of connections, in other sessions. */
  readonly ends?: readonly FarEnd[];
  /** What the walkthrough says to look at. */
  readonly pointed?: Pointed | null;
}

export const roles = (t: Translate): Record<string, string> => ({
  listener: t('listener'),
  accepted: t('accepted'),
  dialed: t('dialed'),
  pair: t('one of a pair'),
  socket: t('socket'),
  file: t('file'),
  rings: t('io_uring'),
  signals: t('signalfd'),
});

/** What the picture of a state shows. */
export function pictureOf({ state, selected, pid, isRecording, ends = [] }: LiveModel, t: Translate): Picture {
  const { cursor, goroutines, descriptors } = state;
  const { netpoll, own } = instancesOf(descriptors);
  const wakeups = descriptors.filter(({ role }) => role === 'netpollBreak');
  const others = descriptors.filter(({ role }) => role !== 'epoll' && role !== 'netpollBreak');
  const telling: Telling = { t, pid, watchers: watchersOf(descriptors) };

  const rows = new Map<Descriptor, Row>();
  const withEnds = new Set(ends.map(({ fd }) => fd));
  const rowGroups = grouped(
    others,
    connectionKey,
    (one) => one.role === 'listener' || isWaitedFor(one, selected) || withEnds.has(one.fd),
  );
  const shownRows = rowGroups.map((group) => {
    const row = rowOf(group, ends, telling);
    for (const member of group.members) rows.set(member, row);
    return row;
  });

  const cards = new Map<number, Card>();
  const isApart = ({ goid, status }: GoroutineState): boolean => goid === selected || status === 'running';
  const goroutineCards = grouped(goroutines.filter(({ goid }) => goid !== 0), goroutineKey, isApart).map((group) => {
    const card = goroutineCard(group, selected, telling);
    for (const { goid } of group.members) cards.set(goid, card);
    return card;
  }); // prettier-ignore
  const scheduler = schedulerCard(goroutines, selected, telling);
  cards.set(0, scheduler);

  return {
    step: cursor.step,
    notices: noticesOf(cursor.live, isRecording, cursor.step, t),
    scheduler,
    netpoll: netpollCard(goroutines, telling),
    epoll: netpoll && instanceCard(netpoll, descriptors, false, telling),
    instances: ownCards(own, descriptors, telling),
    waits: waitCards(goroutines, telling),
    goroutines: goroutineCards,
    rows: shownRows,
    wakeups: wakeups.length === 0 ? null : wakeupCard(wakeups, telling),
    edges: [
      ...edgesOf(state, rows, cards, t),
      ...shownRows.flatMap(beyondEdges),
      ...waitEdges(goroutines, { goroutine: (goid) => cards.get(goid)?.id, descriptor: cardOf }, telling),
      ...callbackEdges(own, descriptors, cardOf, telling),
    ],
  };

  function cardOf(fd: number): string | undefined {
    if (fd === netpoll?.fd) return 'epoll';
    if (own.some((one) => one.fd === fd)) return `epoll ${fd}`;
    const found = descriptors.find((one) => one.fd === fd);
    return found && rows.get(found)?.kernel.id;
  }
}

function noticesOf(live: boolean, isRecording: boolean, step: number, t: Translate): string[] {
  if (live) return isRecording ? [t('A recording: everything is as it was then.')] : [];
  return isRecording
    ? [t('Everything as it was at step {0}.', step)]
    : [t("Go's values as they were at step {0}; the kernel's as they are now.", step)];
}

const semaphores = ['rg', 'wg'] as const;

/** Whether a goroutine is parked at a pollDesc. */
const isWaitedFor = ({ pollDesc }: Descriptor, goid: number | null): boolean =>
  semaphores.some((name) => pollDesc?.[name].holds === 'goroutine' && pollDesc[name].goid === goid);

// ---- goroutines

function goroutineCard({ key, members }: Group<GoroutineState>, selected: number | null, telling: Telling): Card {
  const [first] = members as [GoroutineState];
  const lines = goroutineFacts(first, telling);
  if (members.length === 1) {
    return {
      id: `goroutine ${first.goid}`,
      title: `G${first.goid}`,
      detail: first.entry,
      lines,
      target: { goroutine: first.goid },
      isSelected: first.goid === selected,
    };
  }
  const numbers = ranges(members.map(({ goid }) => goid));
  return {
    id: `goroutines ${key}`,
    title: telling.t('{0} goroutines', members.length),
    detail: first.entry,
    lines: [[plain(`goroutines ${key} numbers`, telling.t('numbers'), numbers, lines)], ...lines.slice(0, 2)].map(
      (line) => line.map((fact) => ({ ...fact, id: `goroutines ${key} ${fact.label}` })),
    ),
    count: members.length,
  };
}

/** A fact like the first of others, in all but its text. */
function plain(id: string, label: string, value: string, like: readonly (readonly Fact[])[]): Fact {
  return { id, label, value, source: like[0]?.[0]?.source ?? 'executed', how: '', command: '' };
}

const chipOf = ({ goid, entry }: GoroutineState, list: string, t: Translate): Chip => ({
  id: `${list} G${goid}`,
  text: `G${goid}`,
  spoken: `${t('goroutine {0}', goid)} ${entry}`,
});

function schedulerCard(goroutines: readonly GoroutineState[], selected: number | null, telling: Telling): Card {
  const { t } = telling;
  const how = t("Netwalk's own scheduler, on the lines of runtime/proc.go.");
  const g0 = goroutines.find(({ goid }) => goid === 0);
  const knows = goroutines.some(({ queued }) => queued !== undefined);
  const order = ['runnext', 'runq', 'global'];
  const waiting = goroutines
    .filter(({ queued }) => queued && order.includes(queued.list))
    .sort((a, b) => place(a) - place(b));
  const running = goroutines.filter(({ status, goid }) => goid !== 0 && status === 'running');
  const strip = (id: string, label: string, all: readonly GoroutineState[], empty: string): Strip => ({
    id, label, source: 'mirrored', how, command: '', empty, ...listed(all, (one) => chipOf(one, id, t)),
  }); // prettier-ignore
  return {
    id: 'scheduler',
    title: t('scheduler'),
    detail: 'g0',
    lines: g0 ? goroutineFacts(g0, telling).slice(1, 3) : [],
    strips: [
      strip('running', t('runs'), running, 'g0'),
      strip('run queue', t('run queue'), waiting, knows ? t('empty') : t('not known in the past')),
    ],
    target: { goroutine: 0 },
    isSelected: selected === 0,
  };

  function place({ queued }: GoroutineState): number {
    return order.indexOf(queued?.list ?? '') * 1e6 + (queued?.position ?? 0);
  }
}

function netpollCard(goroutines: readonly GoroutineState[], { t }: Telling): Card {
  const list = goroutines
    .filter(({ queued }) => queued?.list === 'netpoll')
    .sort((a, b) => (a.queued?.position ?? 0) - (b.queued?.position ?? 0));
  const how = t('The list of goroutines that runtime.netpoll makes of the events that epoll_pwait gave; then they are put on the run queue.'); // prettier-ignore
  return {
    id: 'netpoll',
    title: 'runtime.netpoll',
    detail: '',
    lines: [],
    strips: [
      { id: 'netpoll list', label: 'toRun', source: 'executed', how, command: '', empty: t('empty'), ...listed(list, (one) => chipOf(one, 'netpoll list', t)) },
    ],
    target: { goroutine: 0 },
  }; // prettier-ignore
}

// ---- descriptors

function rowOf(group: Group<Descriptor>, ends: readonly FarEnd[], telling: Telling): Row {
  const [first] = group.members as [Descriptor];
  const { t } = telling;
  const { fd, netFD, pollDesc, role, state } = first;
  if (group.members.length > 1) return { go: null, kernel: groupCard(group, telling), beyond: [] };
  const kernel: Card = {
    id: `socket ${fd}`,
    title: `fd ${fd}`,
    detail: [roles(t)[role] ?? role, state].filter((part) => part !== '').join(' · '),
    lines: socketFacts(first, telling),
    ...stripsOf(first, telling),
    target: { descriptor: fd },
  };
  const beyond = ends.filter((end) => end.fd === fd).flatMap((end) => beyondCards(end, first, telling));
  if (netFD === undefined) return { go: null, kernel, beyond };
  const go: Card = {
    id: `netFD ${fd}`,
    title: netFD ? 'netFD' : 'poll.FD',
    detail: netFD ? netFD.net : '',
    lines: pollFdFacts(first, telling),
    ...(pollDesc ? { inner: { title: 'pollDesc', lines: pollDescFacts(first, telling) } } : {}),
    target: { descriptor: fd },
  };
  return { go, kernel, beyond };
}

function groupCard({ key, members }: Group<Descriptor>, { t }: Telling): Card {
  const [first] = members as [Descriptor];
  const sum = (of: (one: Descriptor) => number | null): number => members.reduce((all, one) => all + (of(one) ?? 0), 0);
  const how = t('Descriptors in the same state are shown together; the view Descriptors lists them all.');
  const fact = (name: string, label: string, value: string, source: Source = 'observed'): Fact => ({
    id: `descriptors ${key} ${name}`,
    label,
    value,
    source,
    how,
    command: source === 'observed' ? 'ss -tn' : '',
  });
  const { rg, wg } = first.pollDesc ?? {};
  return {
    id: `descriptors ${key}`,
    title: t('{0} descriptors', members.length),
    detail: [roles(t)[first.role] ?? first.role, first.state].filter((part) => part !== '').join(' · '),
    lines: [
      [fact('numbers', 'fd', ranges(members.map(({ fd }) => fd)))],
      ...(rg && wg ? [[fact('rg', 'rg', rg.holds, 'executed'), fact('wg', 'wg', wg.holds, 'executed')]] : []),
      [
        fact('receive', t('receive'), `${sum(({ receiveQueue }) => receiveQueue)} B`),
        fact('send', t('send'), `${sum(({ sendQueue }) => sendQueue)} B`),
      ],
    ],
    count: members.length,
  };
}

function wakeupCard(all: readonly Descriptor[], { t, pid }: Telling): Card {
  const [first] = all as [Descriptor];
  const how = t('What netpollBreak writes to, to have epoll_pwait return: a pipe up to Go 1.22, an eventfd since.');
  return {
    id: 'wakeups',
    title: `fd ${all.map(({ fd }) => fd).join(', ')}`,
    detail: 'netpollBreak',
    lines: [
      [
        {
          id: 'wakeups kind',
          label: t('kind'),
          value: first.kind,
          source: 'observed',
          how,
          command: pid === null ? '' : `ls -l /proc/${pid}/fd/${first.fd}`,
        },
      ],
    ],
    target: { descriptor: first.fd },
  };
}

// ---- who with whom

function edgesOf(
  { goroutines, descriptors }: CustomEvents['netwalk/state'],
  rows: ReadonlyMap<Descriptor, Row>,
  cards: ReadonlyMap<number, Card>,
  t: Translate,
): Edge[] {
  const edges = new Map<string, Edge>();
  const add = (kind: Edge['kind'], name: string, from: Edge['from'], to: Edge['to'], spoken: () => string): void => {
    const id = `${kind} ${name}`;
    if (!edges.has(id)) edges.set(id, { id, kind, from, to, spoken: spoken() });
  };
  const byEnds = new Map<string, Map<string, Descriptor>>();
  for (const one of descriptors) {
    if (one.peer === '') continue;
    const known = byEnds.get(one.local) ?? new Map<string, Descriptor>();
    byEnds.set(one.local, known.set(one.peer, one));
  }
  /** Which goroutines' cards a row has a line to already: thousands in a group have the same. */
  const joined = new Map<Row, Set<Card>>();
  for (const descriptor of descriptors) {
    const row = rows.get(descriptor);
    if (!row) continue;
    const { fd, local, peer } = descriptor;
    if (row.go) add('is', `${fd}`, { card: row.go.id }, { card: row.kernel.id }, () => '');
    for (const name of semaphores) {
      const { holds, goid } = descriptor.pollDesc?.[name] ?? { holds: 'nil', goid: 0 };
      const card = holds === 'goroutine' ? cards.get(goid) : undefined;
      if (!card || (!row.go && joined.get(row)?.has(card))) continue;
      joined.set(row, (joined.get(row) ?? new Set()).add(card));
      const to: Edge['to'] = row.go ? { card: row.go.id, fact: `fd ${fd} ${name}` } : { card: row.kernel.id };
      add('waits', `${card.id} ${to.fact ?? to.card}`, { card: card.id }, to, () =>
        card.count === undefined ? t('goroutine {0} waits for descriptor {1} ({2})', goid, fd, name) : '',
      );
    }
    const other = peer === '' ? undefined : byEnds.get(peer)?.get(local);
    const otherRow = other && rows.get(other);
    if (!other || !otherRow || other.fd <= fd || otherRow === row) continue;
    const [near, far] = [row.kernel.id, otherRow.kernel.id];
    add('peer', `${near} ${far}`, { card: near }, { card: far }, () =>
      t('descriptors {0} and {1} are the two ends of one connection', fd, other.fd),
    );
  }
  for (const { goid, woken } of goroutines) {
    const [from, to] = [woken && cards.get(woken.by), cards.get(goid)];
    if (!woken || !from || !to || from === to || goid === 0) continue;
    const by = woken.by === 0 ? 'g0' : `G${woken.by}`;
    add('woke', `${from.id} ${to.id} ${woken.step}`, { card: from.id }, { card: to.id }, () =>
      t('{0} made goroutine {1} runnable', by, goid),
    );
  }
  return [...edges.values()];
}
