/** The clock and timers of package time (time/sleep.go, runtime/time.go): the machine's own heap of timers, whose clock stands still while the program is stopped. */
import type { Timer } from '../machine/timer.ts';
import { godebug } from './library.ts';
import type { NativeContext, NativeTable } from './native.ts';

/** time.runtimeTimer before 1.23. */
interface RuntimeTimer {
  when: number;
  period: number;
  f: TimerFunction;
  arg: unknown;
  seq: number;
}
type TimerFunction = (arg: unknown, seq: number, delta: number) => unknown;

export function timeNatives(context: NativeContext): NativeTable {
  const { M } = context;
  const timers = new WeakMap<object, Timer>();
  const timerOf = (owner: object): Timer => {
    let timer = timers.get(owner);
    if (timer === undefined) timers.set(owner, (timer = new M.Timer()));
    return timer;
  };
  /** Timer functions run on the scheduler: they send without blocking or start a goroutine. */
  const plain = (f: TimerFunction) => (arg: unknown, seq: number) => {
    M.callPlain(f as never, arg, seq, 0);
  };
  const now = (): [number, number, number] => M.clock.now();

  const table: NativeTable = {
    'time.now': now,
    'time.runtimeNow': now,
    'time.runtimeNano': () => M.nanotime(),
    'time.runtimeIsBubbled': () => false,
    'internal/poll.runtimeNano': () => M.nanotime(),
    'time.Sleep': function* (duration: number) {
      if (duration <= 0) return;
      const g = M.getg();
      const timer = new M.Timer();
      timer.when = saturated(M.nanotime(), duration);
      timer.f = () => M.goready(g);
      // On g0, where resetForSleep runs (runtime/time.go): the first timer makes the network poller there.
      const resetForSleep = (): boolean => {
        M.addTimer(timer);
        return true;
      };
      yield* M.gopark(resetForSleep, null, 'sleep');
    },
    'time.syncTimer': (channel: { timer: boolean }) => {
      channel.timer = godebug(context, 'asynctimerchan') !== '1';
      return null;
    },
  };

  if (context.minor < 23) {
    const start = (owner: RuntimeTimer): void => {
      M.modifyTimer(timerOf(owner), owner.when, owner.period, plain(owner.f), owner.arg, owner.seq);
    };
    table['time.startTimer'] = start;
    table['time.stopTimer'] = (owner: RuntimeTimer) => M.deleteTimer(timerOf(owner));
    table['time.resetTimer'] = (owner: RuntimeTimer, when: number) => {
      owner.when = when;
      return M.modifyTimer(timerOf(owner), when, owner.period, plain(owner.f), owner.arg, owner.seq);
    };
    table['time.modTimer'] = (
      owner: RuntimeTimer,
      when: number,
      period: number,
      f: TimerFunction,
      arg: unknown,
      seq: number,
    ) => {
      M.modifyTimer(timerOf(owner), when, period, plain(f), arg, seq);
    };
    return table;
  }

  /** Since 1.23 a channel timer is as if unbuffered: stopping or resetting it drops a value that nobody received. */
  interface GoTimer {
    C: { qcount: number } | null;
  }
  const details = new WeakMap<object, { f: TimerFunction; arg: unknown; channel: unknown }>();
  const drain = (owner: GoTimer): boolean => {
    const channel = owner.C;
    if (channel === null || channel.qcount === 0) return false;
    M.tryRecv(channel as never);
    return true;
  };
  table['time.newTimer'] = (when: number, period: number, f: TimerFunction, arg: unknown) => {
    const owner = context.type('time', 'Timer').zero() as GoTimer & { initTimer: boolean };
    owner.initTimer = true;
    details.set(owner, { f, arg, channel: null });
    M.modifyTimer(timerOf(owner), when, period, plain(f), arg, 0);
    return owner;
  };
  table['time.stopTimer'] = (owner: GoTimer) => {
    const pending = M.deleteTimer(timerOf(owner));
    return drain(owner) || pending;
  };
  table['time.resetTimer'] = (owner: GoTimer, when: number, period: number) => {
    const detail = details.get(owner);
    if (detail === undefined) return false;
    const pending = M.modifyTimer(timerOf(owner), when, period, plain(detail.f), detail.arg, 0);
    return drain(owner) || pending;
  };
  return table;
}

/** A time that is not beyond int64. */
function saturated(now: number, duration: number | bigint): number {
  const when = now + Number(duration);
  return Math.min(when, Number.MAX_SAFE_INTEGER);
}
