/** What select and poll were asked, and what they have answered: bits before and after, and the array. */
import type { GoroutineState, WaitedFor } from '../../engine/trace/source.ts';
import type { Telling } from './facts.ts';
import type { Bits, Card, Edge, Fact, Table } from './picture.ts';

/** More bits and entries than these are not drawn. */
const [mostBits, mostEntries] = [256, 24];

/** The sets of select, as select(2) calls them. */
const sets = { read: 'readfds', write: 'writefds', except: 'exceptfds' } as const;

const isSelect = ({ name }: WaitedFor): boolean => name === 'select' || name === 'pselect6';

const has = (names: string | null, name: string): boolean => names?.split('|').includes(name) === true;

const shortPoll = (events: string): string => events.replaceAll('POLL', '').replaceAll('|', ' ');

/** A card for the last select or poll of each goroutine that has made one. */
export function waitCards(goroutines: readonly GoroutineState[], telling: Telling): Card[] {
  return goroutines.flatMap((one) => (one.waitedFor ? [waitCard(one, one.waitedFor, telling)] : []));
}

/** Whether it has not returned. */
const isInIt = ({ inCall, waitedFor }: GoroutineState): boolean => inCall != null && inCall.name === waitedFor?.name;

function waitCard(goroutine: GoroutineState, waited: WaitedFor, telling: Telling): Card {
  const { t } = telling;
  const id = `waits ${goroutine.goid}`;
  const how = t('It stands in the memory of the program, where the kernel reads it and writes its answer.');
  const fact = (name: string, label: string, value: string): Fact => ({
    id: `${id} ${name}`, label, value, source: 'executed', how, command: '', key: `${value} ${waited.step}`,
  }); // prettier-ignore
  const ready = waited.entries.filter(({ answered }) => answered).length;
  const answer = isInIt(goroutine) ? t('none yet: it waits') : t('{0} ready', ready);
  return {
    id,
    title: waited.name,
    detail: `G${goroutine.goid}`,
    lines: [
      isSelect(waited)
        ? [fact('count', t('looks at'), t('bits 0 to {0}', waited.count - 1))]
        : [fact('count', t('looks at'), t('{0} entries', waited.count))],
      [fact('answer', t('answer'), answer)],
    ],
    ...(isSelect(waited) ? { bits: bitsOf(id, waited, telling) } : { table: tableOf(id, waited, telling) }),
    target: { goroutine: goroutine.goid },
  };
}

/** Before and after, of each set that was given. */
function bitsOf(id: string, { count, entries }: WaitedFor, { t }: Telling): Bits[] {
  const given = (['read', 'write', 'except'] as const).filter((set) => entries.some(({ asked }) => has(asked, set)));
  const [before, after] = [
    t('The set as it was handed over: bit N stands for descriptor N.'),
    t('The same memory after the call: the kernel has written its answer over the question. Crossed bits were asked for, and are gone.'),
  ]; // prettier-ignore
  const shown = Math.min(count, mostBits);
  return given.flatMap((set): Bits[] => {
    const asked = new Set(entries.filter((one) => has(one.asked, set)).map(({ fd }) => fd));
    const answered = entries.every((one) => one.answered === null)
      ? null
      : new Set(entries.filter((one) => has(one.answered, set)).map(({ fd }) => fd));
    const row = (name: string, label: string, how: string, isSet: Set<number>, wasSet: Set<number>): Bits => ({
      id: `${id} ${set} ${name}`,
      label: `${sets[set]}, ${label}`,
      source: 'executed',
      how,
      command: '',
      value: [...isSet].join(' ') || t('empty'),
      bits: Array.from({ length: shown }, (_, fd) => (isSet.has(fd) ? 'set' : wasSet.has(fd) ? 'gone' : 'clear')),
      more: count - shown,
    });
    return [
      row('asked', t('asked'), before, asked, asked),
      ...(answered === null ? [] : [row('answered', t('what remains'), after, answered, asked)]),
    ];
  });
}

function tableOf(id: string, { entries }: WaitedFor, { t }: Telling): Table {
  const shown = entries.slice(0, mostEntries);
  return {
    id: `${id} array`,
    label: 'struct pollfd[]',
    source: 'executed',
    how: t('One entry for each descriptor: events is asked, and stays; revents is answered. A negative descriptor is passed over.'), // prettier-ignore
    command: '',
    heads: ['fd', 'events', 'revents'],
    rows: shown.map(({ fd, asked, answered }, index) => ({
      id: `${id} array ${index}`,
      cells: [`${fd}`, shortPoll(asked) || '0', answered === null ? '?' : shortPoll(answered) || '0'],
      isOn: !!answered,
      isOff: fd < 0,
    })),
    more: entries.length - shown.length,
  };
}

/** From who waits to what it waits with, and from there to what is asked about. */
export function waitEdges(
  goroutines: readonly GoroutineState[],
  cardOf: { goroutine(goid: number): string | undefined; descriptor(fd: number): string | undefined },
  { t }: Telling,
): Edge[] {
  const edges: Edge[] = [];
  for (const goroutine of goroutines) {
    const { goid, waitedFor, inCall } = goroutine;
    const from = cardOf.goroutine(goid);
    if (from === undefined) continue;
    const at = `waits ${goid}`;
    if (waitedFor) {
      if (isInIt(goroutine)) edges.push(edge('waits', from, at, t('goroutine {0} waits in {1}', goid, waitedFor.name)));
      for (const { fd, answered } of waitedFor.entries.slice(0, mostEntries)) {
        const socket = answered === '' ? undefined : cardOf.descriptor(fd);
        if (socket !== undefined) edges.push(edge('asks', at, socket, ''));
      }
    }
    const socket = inCall && inCall.fd >= 0 ? cardOf.descriptor(inCall.fd) : undefined;
    if (!inCall || socket === undefined) continue;
    const { name, fd, hasReturned } = inCall;
    edges.push(
      hasReturned
        ? edge('waits', socket, from, t('goroutine {0} is woken from {1} of descriptor {2}', goid, name, fd))
        : edge('waits', from, socket, t('goroutine {0} is in {1} of descriptor {2}', goid, name, fd)),
    );
  }
  return edges;
}

const edge = (kind: Edge['kind'], from: string, to: string, spoken: string): Edge => ({
  id: `${kind} ${from} ${to}`,
  kind,
  from: { card: from },
  to: { card: to },
  spoken,
});
