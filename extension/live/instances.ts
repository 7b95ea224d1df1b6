/** The epoll instances: the one of Go's netpoller, and those that the program has made itself. */
import type { Descriptor, Watch } from '../../engine/trace/source.ts';
import { shortEvents, type Telling } from './facts.ts';
import type { Card, Chip, Edge, Strip } from './picture.ts';

/** No page has room for more items of a list. */
const mostChips = 120;
/** With more instances, or callbacks, than these there would be no overview. */
const [mostInstances, mostCallbacks] = [12, 8];

export const listed = <T>(all: readonly T[], chip: (one: T) => Chip): Pick<Strip, 'chips' | 'more'> => ({
  chips: all.slice(0, mostChips).map(chip),
  more: Math.max(0, all.length - mostChips),
});

/** The instance of Go's netpoller, which is the one that netpollBreak wakes; and the others, by their numbers. */
export function instancesOf(descriptors: readonly Descriptor[]): { netpoll: Descriptor | null; own: Descriptor[] } {
  const all = descriptors.filter(({ role }) => role === 'epoll');
  const wakers = new Set(descriptors.filter(({ role }) => role === 'netpollBreak').map(({ fd }) => fd));
  const isNetpolls = ({ watches }: Descriptor): boolean =>
    watches === undefined || watches.some(({ fd }) => wakers.has(fd));
  // It is made before it watches anything.
  const made = all.filter(({ made: place }) => place?.file.startsWith('runtime/'));
  const netpoll = made[0] ?? all.find(isNetpolls) ?? null;
  return { netpoll, own: all.filter((one) => one !== netpoll) };
}

/** What an instance watches; where that is not told for each, whatever is watched. */
export function watchesOf({ watches }: Descriptor, descriptors: readonly Descriptor[]): readonly Watch[] {
  if (watches !== undefined) return watches;
  const watched = descriptors.filter(({ interest }) => interest !== '');
  return watched.map(({ fd, interest, ready }) => ({ fd, events: interest, ready: ready ?? '', state: '' }));
}

/** The card of an instance; of Go's own, `epoll`, the lists are known by their names alone. */
export function instanceCard(
  instance: Descriptor,
  descriptors: readonly Descriptor[],
  isOwn: boolean,
  { t, pid }: Telling,
): Card {
  const { fd } = instance;
  const watches = watchesOf(instance, descriptors);
  const hasOthers = descriptors.some(({ role, fd: other }) => role === 'epoll' && other !== fd);
  const id = (name: string): string => (isOwn ? `epoll ${fd} ${name}` : name);
  const command = pid === null ? '' : `cat /proc/${pid}/fdinfo/${fd}`;
  const chip = (list: string, watch: Watch, events: string, mark = ''): Chip => ({
    id: `${id(list)} ${watch.fd}`,
    text: [watch.fd, shortEvents(events), mark].filter((part) => part !== '').join(' '),
    spoken: [t('descriptor {0}', watch.fd), shortEvents(events), mark].filter((part) => part !== '').join(' '),
  });
  const interest = (watch: Watch): Chip =>
    isOwn ? chip('interest', watch, watch.events, watch.state === 'disabled' ? t('(disabled)') : '') : chip('interest', watch, ''); // prettier-ignore
  const ready = (watch: Watch): Chip => chip('ready', watch, watch.ready, watch.state === 'put back' ? '↺' : '');
  const strips: Strip[] = [
    {
      id: id('interest list'),
      label: t('interest list'),
      source: 'observed',
      how: t('What the instance watches, as its fdinfo shows it. The kernel keeps it as a red-black tree.'),
      command,
      empty: t('empty'),
      ...listed(watches, interest),
    },
    {
      id: id('ready list'),
      label: t('ready list'),
      source: 'inferred',
      how: isOwn
        ? t('The kernel does not show it. The callback of a descriptor (ep_poll_callback) puts it there when something arrives. By level it stays while something is there, and is put back (↺) after it was told; by edge (ET) it is gone when it was told.')
        : t('The kernel does not show it. A descriptor should be on it when something is possible that epoll_pwait has not told since it became possible (edge triggered).'), // prettier-ignore
      command: '',
      empty: t('empty'),
      ...listed(watches.filter((watch) => watch.ready !== '' || watch.state === 'put back'), ready),
    },
  ]; // prettier-ignore
  const lost = watches.filter(({ state }) => state === 'told');
  if (isOwn && lost.length > 0) {
    strips.push({
      id: id('lost'),
      label: t('told, still unread'),
      source: 'inferred',
      how: t('Something lies in the receive queue, and the descriptor is not on the ready list: its edge has been told. The next wait says nothing of it, unless more arrives.'),
      command: '',
      empty: '',
      ...listed(lost, (watch) => chip('lost', watch, '')),
    }); // prettier-ignore
  }
  return {
    id: isOwn ? `epoll ${fd}` : 'epoll',
    title: `fd ${fd}`,
    detail: isOwn ? t('epoll of the program') : hasOthers ? t("epoll, Go's netpoller") : 'epoll',
    lines: [],
    strips,
    target: { descriptor: fd },
  };
}

/** Cards of the instances that the program has made itself; of too many the first ones. */
export function ownCards(own: readonly Descriptor[], descriptors: readonly Descriptor[], telling: Telling): Card[] {
  const cards = own.slice(0, mostInstances).map((one) => instanceCard(one, descriptors, true, telling));
  const more = own.length - cards.length;
  const { t } = telling;
  if (more <= 0) return cards;
  return [...cards, { id: 'epoll more', title: t('{0} more epoll instances', more), detail: '', lines: [], count: more }];
} // prettier-ignore

/** From each socket whose callback has put it on the ready list of an instance of the program's own. */
export function callbackEdges(
  own: readonly Descriptor[],
  descriptors: readonly Descriptor[],
  cardOf: (fd: number) => string | undefined,
  { t }: Telling,
): Edge[] {
  return own
    .flatMap((instance) =>
      watchesOf(instance, descriptors).flatMap(({ fd, ready }): Edge[] => {
        const card = cardOf(fd);
        if (ready === '' || card === undefined) return [];
        const to = { card: `epoll ${instance.fd}`, fact: `epoll ${instance.fd} ready list` };
        const spoken = t('the callback of descriptor {0} has put it on the ready list of {1}', fd, instance.fd);
        return [{ id: `callback ${fd} ${instance.fd}`, kind: 'callback', from: { card }, to, spoken }];
      }),
    )
    .slice(0, mostCallbacks);
}
