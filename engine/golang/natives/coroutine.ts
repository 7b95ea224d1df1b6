/** Coroutines (runtime/coro.go), on which iter.Pull stands: two goroutines of which one runs at a time, each handing over to the other. */
import type { G } from '../machine/goroutine.ts';
import type { Native, NativeContext, NativeTable } from './native.ts';

interface Coroutine {
  f: Native;
  started: boolean;
  /** Whoever handed over last. */
  waiting: G | null;
}

export function coroutineNatives({ M }: NativeContext): NativeTable {
  const wake = (c: Coroutine): void => {
    const next = c.waiting;
    c.waiting = null;
    if (next !== null) M.goready(next);
  };
  /** corostart and coroexit */
  const body = M.starting(function* (c: Coroutine) {
    yield* M.finish(c.f(c));
    wake(c);
  });
  return {
    'iter.newcoro': (f: Coroutine['f']): Coroutine => ({ f, started: false, waiting: null }),
    'iter.coroswitch': function* (c: Coroutine) {
      if (c.started) wake(c);
      else {
        c.started = true;
        M.newproc(body, [c]);
      }
      c.waiting = M.getg();
      yield* M.gopark(null, null, 'coroutine');
    },
  };
}
