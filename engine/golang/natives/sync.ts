/**
 * What package sync asks of the runtime (sync/runtime.go, runtime/sema.go), and its mutex, whose spinning means nothing on one thread.
 */
import { T } from '../../trace/tracer.ts';
import type { G } from '../machine/goroutine.ts';
import { store, type NativeContext, type NativeTable, type Place } from './native.ts';

/** Locked is 1; each goroutine that waits adds a waiter (sync/mutex.go). */
interface MutexState {
  state: number;
}
const waiter = 8;

/** Tickets that were given out, and those that have been woken (runtime/sema.go). Both wrap around. */
interface NotifyList {
  wait: number;
  notify: number;
}

/** A store by itself: a key that is not in the text costs V8 a lookup. */
function setState(m: MutexState, state: number): void {
  if (T.on) T.write(m, 'state');
  m.state = state;
}

interface Waiters {
  queue: G[];
}

/** One goroutine of a notifyList (runtime/sema.go): its ticket says whether a Signal that came before it counts. */
interface Sleeper {
  ticket: number;
  g: G;
}

export function syncNatives({ M, minor }: NativeContext): NativeTable {
  /** Before 1.20 every wait for a semaphore had one reason. */
  const reasonOf = (reason: string): string => (minor >= 20 ? reason : 'semacquire');
  const semaphores = new WeakMap<object, Waiters>();
  const waitersOf = (key: object): Waiters => {
    let waiters = semaphores.get(key);
    if (waiters === undefined) semaphores.set(key, (waiters = { queue: [] }));
    return waiters;
  };

  function* semacquire(place: Place, lifo: unknown, reason: string): Generator<void, void, void> {
    if ((place.v as number) > 0) {
      place.v = (place.v as number) - 1;
      return;
    }
    const { queue } = waitersOf(place);
    if (lifo === true) queue.unshift(M.getg());
    else queue.push(M.getg());
    yield* M.gopark(null, null, reasonOf(reason));
  }
  /** A waiter is handed the unit directly: the count never rises above what nobody waits for. */
  const semrelease = (place: Place): void => {
    const next = waitersOf(place).queue.shift();
    if (next === undefined) place.v = (place.v as number) + 1;
    else M.goready(next);
  };

  function* lock(m: MutexState): Generator<void, void, void> {
    if (m.state === 0) {
      setState(m, 1);
      return;
    }
    setState(m, m.state + waiter);
    waitersOf(m).queue.push(M.getg());
    yield* M.gopark(null, null, reasonOf('sync.Mutex.Lock'));
  }
  const unlock = (m: MutexState): void => {
    if (m.state === 0) M.throwFatal('sync: unlock of unlocked mutex');
    // The one that has waited longest has it then.
    const next = m.state === 1 ? undefined : waitersOf(m).queue.shift();
    setState(m, next === undefined ? 0 : m.state - waiter);
    if (next !== undefined) M.goready(next);
  };
  const tryLock = (m: MutexState): boolean => {
    if (m.state !== 0) return false;
    setState(m, 1);
    return true;
  };

  const sleepers = new WeakMap<object, { all: Sleeper[] }>();
  const sleepersOf = (list: object): { all: Sleeper[] } => {
    let found = sleepers.get(list);
    if (found === undefined) sleepers.set(list, (found = { all: [] }));
    return found;
  };
  const condNumbers = new WeakMap<object, number>();
  let condCount = 0;

  const table: NativeTable = {
    'sync.runtime_Semacquire': function* (p: Place) {
      yield* semacquire(p, false, 'semacquire');
    },
    'sync.runtime_SemacquireWaitGroup': function* (p: Place) {
      yield* semacquire(p, false, 'sync.WaitGroup.Wait');
    },
    'sync.runtime_SemacquireMutex': function* (p: Place, lifo: boolean) {
      yield* semacquire(p, lifo, 'sync.Mutex.Lock');
    },
    'sync.runtime_SemacquireRWMutexR': function* (p: Place, lifo: boolean) {
      yield* semacquire(p, lifo, 'sync.RWMutex.RLock');
    },
    'sync.runtime_SemacquireRWMutex': function* (p: Place, lifo: boolean) {
      yield* semacquire(p, lifo, 'sync.RWMutex.Lock');
    },
    'sync.runtime_Semrelease': semrelease,
    'internal/sync.runtime_SemacquireMutex': function* (p: Place, lifo: boolean) {
      yield* semacquire(p, lifo, 'sync.Mutex.Lock');
    },
    'internal/sync.runtime_Semrelease': semrelease,
    'internal/poll.runtime_Semacquire': function* (p: Place) {
      yield* semacquire(p, false, 'semacquire');
    },
    'internal/poll.runtime_Semrelease': semrelease,
    'sync.runtime_notifyListCheck': () => undefined,
    'sync.runtime_notifyListAdd': (list: NotifyList) => {
      const ticket = list.wait;
      store(list, 'wait', (ticket + 1) >>> 0);
      return ticket;
    },
    'sync.runtime_notifyListWait': function* (list: NotifyList, ticket: number) {
      if (((ticket - list.notify) | 0) < 0) return;
      sleepersOf(list).all.push({ ticket, g: M.getg() });
      yield* M.gopark(null, null, 'sync.Cond.Wait');
    },
    'sync.runtime_notifyListNotifyAll': (list: NotifyList) => {
      if (list.wait === list.notify) return;
      store(list, 'notify', list.wait);
      const waiting = sleepersOf(list);
      const { all } = waiting;
      waiting.all = [];
      for (const sleeper of all) M.goready(sleeper.g);
    },
    'sync.runtime_notifyListNotifyOne': (list: NotifyList) => {
      if (list.wait === list.notify) return;
      const ticket = list.notify;
      store(list, 'notify', (ticket + 1) >>> 0);
      const { all } = sleepersOf(list);
      const index = all.findIndex((sleeper) => sleeper.ticket === ticket);
      const [sleeper] = index < 0 ? [] : all.splice(index, 1);
      if (sleeper !== undefined) M.goready(sleeper.g);
    },
    // A Cond keeps its own address, and sees that it is not where it was; here each place has a number.
    'sync.(*copyChecker).check': (checker: Place) => {
      let number = condNumbers.get(checker);
      if (number === undefined) condNumbers.set(checker, (number = ++condCount));
      if (checker.v === 0) checker.v = number;
      else if (checker.v !== number) M.gopanic(M.types.basic('string').box('sync.Cond is copied'));
    },
    'sync.fatal': (message: string) => M.throwFatal(message),
    'sync.throw': (message: string) => M.throwFatal(message),
    'internal/sync.fatal': (message: string) => M.throwFatal(message),
    'internal/sync.throw': (message: string) => M.throwFatal(message),
  };
  for (const type of ['sync.(*Mutex)', 'internal/sync.(*Mutex)']) {
    table[`${type}.Lock`] = lock;
    table[`${type}.Unlock`] = unlock;
    table[`${type}.TryLock`] = tryLock;
  }
  return table;
}

/** Since 1.24 sync.Mutex wraps internal/sync.Mutex: its own methods run from source. */
export function adjustMutex(table: NativeTable, minor: number): void {
  if (minor < 24) return;
  for (const method of ['Lock', 'Unlock', 'TryLock']) delete table[`sync.(*Mutex).${method}`];
}
