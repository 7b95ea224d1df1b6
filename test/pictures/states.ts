/** What the picture must be able to show, as the engine tells it: each from its first page to what has changed in it. */
import type { Descriptor, GoroutineState, Watch } from '../../engine/trace/source.ts';
import type { LiveModel } from '../../extension/live/content.ts';
import {
  connection,
  descriptor,
  epoll,
  goroutine,
  listener,
  model,
  nil,
  parked,
  pollDesc,
  server,
  wakeup,
} from '../unit/extension/liveData.ts';

const g0 = goroutine(0, { status: 'scheduler', entry: 'runtime.schedule', function: 'runtime.netpoll', place: { file: 'runtime/netpoll_epoll.go', line: 116, column: 2, endLine: 116, endColumn: 40 } }); // prettier-ignore
const main = goroutine(1, { status: 'IO wait', function: 'runtime.gopark' });
const base = [epoll, wakeup];
const idle: Descriptor = { ...listener, acceptQueue: 0, ready: '', pollDesc: pollDesc() };
const waiting: Descriptor = { ...idle, pollDesc: pollDesc({ rg: parked(18) }) };
const dialed = connection(7, 5000, 4000);
const accepted = connection(8, 4000, 5000, { role: 'accepted' });

// The models of I/O: what select and poll were asked, and epoll instances that the program has made.
const pair = (fd: number, receiveQueue = 0, more: Partial<Descriptor> = {}): Descriptor =>
  descriptor(fd, { role: 'pair', interest: '', receiveQueue, sendQueue: 0, ...more });
const asker = goroutine(1, { function: 'main.run' });
const asked = {
  name: 'select',
  step: 90,
  count: 25,
  entries: [
    { fd: 22, asked: 'read', answered: null },
    { fd: 24, asked: 'read', answered: null },
  ],
};
const selected = {
  ...asked,
  step: 99,
  entries: [
    { fd: 22, asked: 'read', answered: '' },
    { fd: 24, asked: 'read', answered: 'read' },
  ],
};
const polled = {
  name: 'ppoll',
  step: 99,
  count: 3,
  entries: [
    { fd: 22, asked: 'POLLIN', answered: '' },
    { fd: 24, asked: 'POLLIN', answered: 'POLLIN|POLLHUP' },
    { fd: -1, asked: 'POLLIN', answered: '' },
  ],
};
const instance = (fd: number, watches: Watch[]): Descriptor =>
  descriptor(fd, { kind: 'epoll', role: 'epoll', interest: '', watches });
const watch = (fd: number, events: string, ready = '', state: Watch['state'] = ''): Watch => ({
  fd,
  events,
  ready,
  state,
});
const knocked = (interest: string): Descriptor =>
  descriptor(22, {
    role: 'listener',
    state: 'LISTEN',
    local: '127.0.0.1:4000',
    interest,
    acceptQueue: 1,
    backlog: 16,
    synQueue: 0,
  });
const worker = (goid: number, fd: number, hasReturned: boolean): GoroutineState =>
  goroutine(goid, {
    status: hasReturned ? 'runnable' : 'syscall',
    entry: 'main.wait',
    function: 'syscall.Syscall6',
    inCall: { name: 'epoll_wait', fd, hasReturned },
  });
const withFds = (...all: Descriptor[]): Descriptor[] => [
  ...all,
  { ...epoll, fd: 30, watches: [watch(31, 'EPOLLIN')] },
  { ...wakeup, fd: 31 },
];
const herd = (events: string, told: readonly number[]): LiveModel =>
  model(
    [asker, ...[0, 1, 2, 3].map((at) => worker(18 + at, 23 + at, told.includes(23 + at)))],
    withFds(
      knocked(events),
      ...[23, 24, 25, 26].map((fd) => instance(fd, [watch(22, events, told.includes(fd) ? 'EPOLLIN' : '')])),
    ),
  );

/** The state before, and the one to be seen; so what is new is marked. */
export interface Scene {
  readonly before?: LiveModel;
  readonly now: LiveModel;
}

const many = Array.from({ length: 1000 }, (_, index) =>
  connection(10 + index, 4000, 6000 + index, { role: 'accepted', pollDesc: pollDesc({ rg: parked(100 + index) }) }),
);
const readers = many.map((_, index): GoroutineState =>
  goroutine(100 + index, { status: 'IO wait', entry: 'main.handle', function: 'runtime.gopark' }),
);

export const scenes: Readonly<Record<string, Scene>> = {
  'listener-idle': { now: model([g0, goroutine(1)], [...base, idle]) },
  'accept-parked': {
    before: model([g0, main, { ...server, status: 'running' }], [...base, idle], { selected: 18 }),
    now: model([g0, main, server], [...base, waiting], { selected: 18 }),
  },
  'connection-established': {
    before: model([g0, { ...main, status: 'IO wait' }, server], [...base, waiting, { ...dialed, state: 'SYN_SENT', pollDesc: pollDesc({ wg: parked(1) }) }]), // prettier-ignore
    now: model(
      [g0, goroutine(1), { ...server, status: 'runnable', queued: { list: 'runq', position: 0 }, woken: { by: 0, step: 99 } }],
      [...base, { ...waiting, pollDesc: pollDesc({ rg: nil }) }, { ...dialed, ready: 'EPOLLOUT' }, accepted],
    ), // prettier-ignore
  },
  'write-blocked': {
    before: model([g0, goroutine(1), server], [...base, waiting, dialed, accepted]),
    now: model([g0, main, server], [
      ...base, waiting,
      { ...dialed, sendQueue: 2_565_408, segments: { inFlight: 39, resent: 0 }, pollDesc: pollDesc({ wg: parked(1) }) },
      { ...accepted, receiveQueue: 65_483, ready: 'EPOLLIN|EPOLLOUT' },
    ]),
  },
  'deadline-expired': {
    before: model([g0, main, server], [...base, waiting, { ...dialed, pollDesc: pollDesc({ rg: parked(1), rd: { state: 'set', at: 9e9, left: 1.2e9 } }) }]),
    now: model(
      [g0, { ...main, status: 'runnable', queued: { list: 'runnext', position: 0 }, woken: { by: 0, step: 99 } }, server],
      [...base, waiting, { ...dialed, pollDesc: pollDesc({ rd: { state: 'expired', at: 0, left: null } }) }],
    ),
  },
  'select-waits': { now: model([{ ...asker, status: 'syscall', inCall: { name: 'select', fd: -1, hasReturned: false }, waitedFor: asked }], [pair(22), pair(23), pair(24), pair(25)]) },
  'select-after': {
    before: model([{ ...asker, waitedFor: asked }], withFds(pair(22), pair(23), pair(24), pair(25))),
    now: model([{ ...asker, waitedFor: selected }], withFds(pair(22), pair(23), pair(24, 17), pair(25))),
  },
  'poll-after': { now: model([{ ...asker, waitedFor: polled }], withFds(pair(22), pair(23), pair(24, 17), pair(25))) },
  'lost-edge': {
    before: model([asker], [instance(22, [watch(23, 'EPOLLIN|EPOLLET', 'EPOLLIN')]), pair(23, 2048, { interest: 'EPOLLIN|EPOLLET' }), pair(24)]),
    now: model([asker], [instance(22, [watch(23, 'EPOLLIN|EPOLLET', '', 'told')]), pair(23, 1024, { interest: 'EPOLLIN|EPOLLET' }), pair(24)]),
  },
  'level-put-back': { now: model([asker], [instance(22, [watch(23, 'EPOLLIN', '', 'put back'), watch(25, 'EPOLLONESHOT', '', 'disabled')]), pair(23, 0, { interest: 'EPOLLIN' }), pair(25, 1)]) },
  'herd-all': { now: herd('EPOLLIN', [23, 24, 25, 26]) },
  'herd-exclusive': { now: herd('EPOLLIN|EPOLLEXCLUSIVE', [23]) },
  rings: {
    now: model([asker], withFds(
      descriptor(22, { kind: 'file', role: 'rings', interest: '', rings: { submitted: [{ name: '2', operation: 'READ', fd: 27 }], underWay: [{ name: '0', operation: 'READ', fd: 23 }], completed: [{ name: '1', result: 17 }] } }),
      descriptor(29, { kind: 'file', role: 'signals', interest: '', signals: { mask: ['RT_8'], pending: [{ thread: 1324, signals: ['RT_8'] }] } }),
      pair(23), pair(25),
    )),
  },
  'connections-1000': { now: model([g0, main, server, ...readers], [...base, waiting, ...many], { selected: 105 }) },
}; // prettier-ignore
