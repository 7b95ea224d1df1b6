/** What a walkthrough says to look at, as the parts of the picture that show it. */
import type { LookAt } from '../../engine/adapter/events.ts';
import type { Box, PlacedCard } from './layout.ts';
import { cardsOf, factsOf, type Picture } from './picture.ts';

/** A stop's words, and what they are about. */
export interface Pointed {
  readonly title: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  /** A view of walkthroughs/README.md. */
  readonly view: string;
  /** The descriptor that it is about, where that is known. */
  readonly fd: number | null;
}

/** The views that the picture shows, and not the narration alone. */
const shownViews = [
  'accept-queue', 'receive-queue', 'socket-options', 'descriptor', 'system-call', 'poll-desc', 'epoll', 'ready-list', 'fd-set', 'poll-array', 'rings', 'signals',
  'run-queue', 'goroutines', 'call-stack',
]; // prettier-ignore
/** Those that are about no descriptor, or say themselves about which one. */
const withoutDescriptor = ['fd-set', 'poll-array', 'run-queue', 'goroutines', 'call-stack'];
const withOwn = ['epoll', 'ready-list', 'rings', 'signals'];

export const isShownView = ({ view }: { view: string }): boolean => shownViews.includes(view);

/** Which expressions would say, in the frame of a stop, which descriptor it is about: the first that has a number does. */
export function descriptorExpressions({ view, expression }: LookAt): string[] {
  if (!isShownView({ view }) || withoutDescriptor.includes(view)) return [];
  const own = expression === undefined ? [] : view === 'poll-desc' ? [`${expression}.fd`] : [expression];
  if (withOwn.includes(view)) return own;
  return [...own, 'fd.pfd.Sysfd', 'fd.Sysfd', 'pd.fd', 's', 'fd'];
}

/**
 * The parts of a picture that are pointed at, by their ids: cards, facts, lists and `pollDesc FD`, in the order of the marks. What is about none of them
 * (a variable, a call without a descriptor) is in the frame of a goroutine: then its line is pointed at.
 */
export function pointedIds(picture: Picture, { marks }: Pointed, selected: number | null): string[] {
  const cards = cardsOf(picture);
  const known = new Set<string>();
  for (const card of cards) {
    known.add(card.id);
    for (const fact of factsOf(card)) known.add(fact.id);
    for (const strip of card.strips ?? []) known.add(strip.id);
    if (card.table) known.add(card.table.id);
    if (card.inner) known.add(card.id.replace('netFD', 'pollDesc'));
  }
  const withFact = (suffix: string): string[] => [...known].filter((id) => id.startsWith('fd ') && id.endsWith(suffix));
  const wanted = ({ view, fd }: Mark): string[] => {
    switch (view) {
      case 'accept-queue':
        return fd !== null && known.has(`fd ${fd} accept`) ? [`fd ${fd} accept`] : withFact(' accept');
      case 'receive-queue':
        return fd === null ? [] : [`fd ${fd} receive`];
      case 'socket-options':
      case 'descriptor':
      case 'system-call':
        return fd === null ? [] : [`socket ${fd}`];
      case 'poll-desc':
        return fd === null ? [] : [`pollDesc ${fd}`];
      case 'epoll':
        return [
          known.has(`epoll ${fd}`) ? `epoll ${fd}` : known.has('epoll') ? 'epoll' : (picture.instances[0]?.id ?? ''),
        ];
      case 'ready-list':
        return known.has(`epoll ${fd}`) ? [`epoll ${fd} ready list`, `epoll ${fd} lost`] : ['ready list'];
      case 'fd-set':
      case 'poll-array':
        return [`waits ${selected}`];
      case 'rings':
        return [`fd ${fd} submitted`, `fd ${fd} underWay`, `fd ${fd} completed`];
      case 'signals':
        return [`fd ${fd} pending`];
      case 'run-queue':
        return ['run queue'];
      case 'goroutines':
      case 'call-stack':
        return [selected === 0 ? 'scheduler' : `goroutine ${selected}`];
      default:
        return [];
    }
  };
  const ids = [...new Set(marks.flatMap(wanted))].filter((id) => known.has(id));
  if (ids.length > 0 || marks.length === 0) return ids;
  return [`goroutine ${selected} place`, `goroutine ${selected}`, 'scheduler']
    .filter((id) => known.has(id))
    .slice(0, 1);
}

/** Where the parts with these ids stand. */
export function boxesOf(cards: readonly PlacedCard[], ids: readonly string[]): (Box & { readonly id: string })[] {
  const wanted = new Set(ids);
  if (wanted.size === 0) return [];
  return cards.flatMap(({ x, y, card, face }) => {
    const parts: [string, Box | null][] = [
      [card.id, { ...face, x: 0, y: 0 }],
      [card.id.replace('netFD', 'pollDesc'), face.inner],
      // A frame around one must not cover the mark of the next.
      ...face.facts.map((one): [string, Box] => [one.fact.id, { ...one, width: one.width - 4 }]),
      ...face.strips.map((one): [string, Box] => [one.strip.id, one]),
    ];
    return parts.flatMap(([id, box]) => {
      if (box === null || !wanted.has(id)) return [];
      return [{ id, x: x + box.x, y: y + box.y, width: box.width, height: box.height }];
    });
  });
}
