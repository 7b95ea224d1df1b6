/** States to draw, as the engine tells them. */
import type { Descriptor, GoroutineState, PollDesc, PollSemaphore } from '../../../engine/trace/source.ts';
import type { LiveModel } from '../../../extension/live/content.ts';
import { cardsOf, factsOf, type Picture } from '../../../extension/live/picture.ts';
import type { View } from '../../../extension/live/layout.ts';

export const nil: PollSemaphore = { holds: 'nil', goid: 0 };
export const parked = (goid: number): PollSemaphore => ({ holds: 'goroutine', goid });

export const pollDesc = (more: Partial<PollDesc> = {}): PollDesc => ({
  rg: nil,
  wg: nil,
  rd: { state: 'none', at: 0, left: null },
  wd: { state: 'none', at: 0, left: null },
  closing: false,
  ...more,
});

export const descriptor = (fd: number, more: Partial<Descriptor>): Descriptor => ({
  fd,
  kind: 'socket',
  role: 'socket',
  state: '',
  local: '',
  peer: '',
  interest: 'EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLET',
  receiveQueue: null,
  sendQueue: null,
  acceptQueue: null,
  backlog: null,
  made: null,
  ...more,
});

export const listener = descriptor(6, {
  role: 'listener',
  state: 'LISTEN',
  local: '127.0.0.1:4000',
  acceptQueue: 1,
  backlog: 128,
  synQueue: 0,
  ready: 'EPOLLIN',
  netFD: { net: 'tcp', isConnected: false },
  pollDesc: pollDesc({ rg: parked(18) }),
});

export const connection = (fd: number, local: number, peer: number, more: Partial<Descriptor> = {}): Descriptor =>
  descriptor(fd, {
    role: 'dialed',
    state: 'ESTABLISHED',
    local: `127.0.0.1:${local}`,
    peer: `127.0.0.1:${peer}`,
    receiveQueue: 0,
    sendQueue: 0,
    ready: '',
    netFD: { net: 'tcp', isConnected: true },
    pollDesc: pollDesc(),
    ...more,
  });

export const epoll = descriptor(4, { kind: 'epoll', role: 'epoll', interest: '' });
export const wakeup = descriptor(5, { kind: 'eventfd', role: 'netpollBreak', interest: 'EPOLLIN' });

export const goroutine = (goid: number, more: Partial<GoroutineState> = {}): GoroutineState => ({
  goid,
  status: 'running',
  entry: 'main.main',
  place: { file: 'net/dial.go', line: 10, column: 1, endLine: 10, endColumn: 5 },
  function: 'net.Dial',
  held: false,
  queued: null,
  woken: null,
  ...more,
});

export const server = goroutine(18, { status: 'IO wait', entry: 'main.serve', function: 'runtime.gopark' });

export const model = (
  goroutines: GoroutineState[],
  descriptors: Descriptor[],
  more: Partial<LiveModel> = {},
): LiveModel => ({
  state: { cursor: { step: 100, first: 0, last: 100, live: true, dropped: 0 }, goroutines, descriptors, goid: 1 },
  selected: 1,
  pid: 42,
  isRecording: false,
  ...more,
});

/** A picture as lines: `*` is changed, `+` is new. */
export function textOf(picture: Picture): string[] {
  return [
    ...cardsOf(picture).map((card) => {
      const facts = factsOf(card).map(({ label, value, isChanged }) => `${isChanged ? '*' : ''}${label} ${value}`);
      const strips = (card.strips ?? []).map(({ label, chips }) => `${label} [${chips.map(({ text, isChanged }) => `${isChanged ? '*' : ''}${text}`).join(', ')}]`); // prettier-ignore
      return `${card.isNew ? '+' : ''}${[card.title, card.detail].join(' ').trim()}: ${[...facts, ...strips].join('; ')}`;
    }),
    ...picture.edges.map(({ kind, from, to, isChanged }) => `${isChanged ? '*' : ''}${kind}: ${from.card} → ${to.fact ?? to.card}`), // prettier-ignore
  ];
}

/** Where the cards of a view stand. */
export const placesOf = ({ cards }: View): string[] =>
  cards.map(({ card, x, y, width, height }) => `${card.id}: ${x},${y} ${width}×${height}`);
