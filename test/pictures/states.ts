/** What the picture must be able to show, as the engine tells it: each from its first page to what has changed in it. */
import type { Descriptor, GoroutineState } from '../../engine/trace/source.ts';
import type { LiveModel } from '../../extension/live/content.ts';
import {
  connection,
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
  'connections-1000': { now: model([g0, main, server, ...readers], [...base, waiting, ...many], { selected: 105 }) },
}; // prettier-ignore
