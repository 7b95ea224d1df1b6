import assert from 'node:assert/strict';
import type { G } from '../../../engine/golang/machine/goroutine.ts';
import { M } from '../../../engine/golang/machine/index.ts';
import { T, type Frame, type FunctionInfo } from '../../../engine/trace/tracer.ts';
import { int } from './goTypes.ts';
import { go, logOf, plain, run } from './program.ts';

const { hooks: noNetwork } = M.scheduler;
const info = (name: string): FunctionInfo => ({ id: 0, name, file: 'main.go', pos: 0, end: 0, isGenerator: true, steps: [], locals: [] }); // prettier-ignore
const frame = (fn: FunctionInfo): Frame => ({ fn, caller: null, g: null, pc: 0, shownPc: 0 });

describe('the scheduler', () => {
  afterEach(() => {
    M.scheduler.hooks = noNetwork;
    M.scheduler.idle = null;
    T.on = false;
  });

  it('runs next what a goroutine started last, then the others in order', () => {
    const logged = logOf(function* (log) {
      for (const name of ['a', 'b', 'c'])
        M.newproc(
          plain(() => log(name)),
          [],
        );
      yield* M.Gosched();
      log('main');
      yield* M.Gosched();
    });
    assert.deepEqual(logged, ['c', 'a', 'b', 'main']);
  });

  it('numbers goroutines as Go usually does', () => {
    const logged = logOf(function* (log) {
      log(M.getg().goid);
      M.newproc(plain(() => log(M.getg().goid)), []); // prettier-ignore
      yield* M.Gosched();
    });
    assert.deepEqual(logged, [1, 18]);
  });

  it('keeps more goroutines than a local queue holds', () => {
    const logged = logOf(function* (log) {
      for (let i = 0; i < 1000; i++) M.newproc(plain(log as never), [i]);
      for (let i = 0; i < 20; i++) yield* M.Gosched();
    });
    assert.deepEqual(new Set(logged), new Set(Array.from({ length: 1000 }, (_, i) => i)));
  });

  it('the end of main is the end of the program, whoever still runs', () => {
    const { status, printed } = run(function* () {
      M.newproc(go(function* () { for (;;) yield* M.Gosched(); }), []); // prettier-ignore
      yield* M.Gosched();
    });
    assert.deepEqual({ status, printed }, { status: 0, printed: '' });
  });

  it('exit ends it at once, past deferred calls', () => {
    const { status } = run(function* () {
      const D = M.newDefers(null);
      try {
        D.push(
          plain(() => assert.fail('a deferred call ran')),
          [],
        );
        M.exit(3);
      } catch (error) {
        D.panic(error);
      }
      yield* M.finish(D.run());
    });
    assert.equal(status, 3);
  });

  it('gopark resumes at once where unlockf says false', () => {
    const logged = logOf(function* (log) {
      yield* M.gopark((gp, lock) => { log([(gp as G).goid, lock]); return false; }, 'lock', 'test'); // prettier-ignore
      log('on');
    });
    assert.deepEqual(logged, [[1, 'lock'], 'on']);
  });

  it('a deadlock is Go’s fatal error, with the goroutines', () => {
    const { status, printed } = run(function* () {
      const F = frame(info('main.main'));
      M.getg().frame = F;
      const c = M.makeChan(int, 0);
      M.newproc(go(function* () { yield* M.selectgo([], true); }), []); // prettier-ignore
      yield* M.chanrecv(c);
    });
    assert.equal(status, 2);
    assert.equal(
      printed,
      'fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t?\n\n' +
        'goroutine 18 [select (no cases)]:\ncreated by main.main in goroutine 1\n\t?\n',
    );
  });

  it('main calling Goexit leaves the others running, then is a deadlock of its own kind', () => {
    let ran = false;
    const { status, printed } = run(function* () {
      M.newproc(
        plain(() => (ran = true)),
        [],
      );
      M.goexit();
    });
    assert.ok(ran);
    assert.equal(status, 2);
    assert.match(printed, /^fatal error: no goroutines \(main called runtime.Goexit\) - deadlock!/);
  });

  it('timers run in the order of their times, on the program’s clock', () => {
    const logged = logOf(function* (log) {
      const gp = M.getg();
      const start = M.nanotime();
      for (const ms of [6, 2, 4]) {
        const t = new M.Timer();
        t.when = start + ms * 1e6;
        t.f = () => {
          log(ms);
          assert.ok(M.nanotime() >= t.when);
          if (ms === 6) M.goready(gp);
        };
        M.addTimer(t);
        if (ms === 4) log(M.deleteTimer(t));
        if (ms === 2) log(M.modifyTimer(t, start + 1e6, 0, t.f, null, 0));
      }
      yield* M.gopark(null, null, 'sleep');
    });
    assert.deepEqual(logged, [true, true, 2, 6]);
  });

  it('the clock stands still while the program is stopped', () => {
    const before = M.nanotime();
    M.clock.stop();
    const stopped = M.nanotime();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    assert.equal(M.nanotime(), stopped);
    M.clock.resume();
    const passed = M.nanotime() - before;
    assert.ok(passed < 15e6, `${passed} ns passed`);
  });

  it('asks the network: without waiting first, then until something happens', () => {
    const delays: number[] = [];
    let waiter: G | null = null;
    M.scheduler.hooks = {
      netpollinited: () => true,
      netpollWaiters: () => (waiter === null ? 0 : 1),
      netpollGenericInit: () => undefined,
      netpoll: (delay) => {
        delays.push(delay);
        if (delay === 0 || waiter === null) return [];
        const ready = [waiter];
        waiter = null;
        return ready;
      },
    };
    const logged = logOf(function* (log) {
      waiter = M.getg();
      yield* M.gopark(null, null, 'IO wait');
      log('ready');
    });
    assert.deepEqual(logged, ['ready']);
    assert.deepEqual(delays, [0, -1]);
  });

  it('two goroutines that keep waking each other do not starve a third', () => {
    const logged = logOf(function* (log) {
      const [a, b] = [M.makeChan(int, 0), M.makeChan(int, 0)];
      let stop = false;
      M.newproc(plain(() => { stop = true; log('third'); }), []); // prettier-ignore
      M.newproc(go(function* () { for (;;) yield* M.chansend(b, yield* M.chanrecv(a)); }), []); // prettier-ignore
      for (let i = 0; !stop && i < 1e6; i++) {
        yield* M.chansend(a, i);
        yield* M.chanrecv(b);
      }
    });
    assert.deepEqual(logged, ['third']);
  });
});

describe('a plain function that parks after all', () => {
  it('lets the others run on top of its stack', () => {
    const logged = logOf(function* (log) {
      const c = M.makeChan(int, 0);
      M.newproc(go(function* () { log('other'); yield* M.chansend(c, 5); log('sent'); }), []); // prettier-ignore
      log(M.chanrecvPlain(c));
      yield* M.Gosched();
    });
    assert.deepEqual(logged, ['other', 'sent', 5]);
  });

  it('works while another waits so too', () => {
    const logged = logOf(function* (log) {
      const [a, b] = [M.makeChan(int, 0), M.makeChan(int, 0)];
      M.newproc(plain(() => { log(M.chanrecvPlain(b)); M.chansendPlain(a, 1); }), []); // prettier-ignore
      M.newproc(go(function* () { yield* M.Gosched(); yield* M.chansend(b, 2); }), []); // prettier-ignore
      log(M.chanrecvPlain(a));
      yield* M.Gosched();
    });
    assert.deepEqual(logged, [2, 1]);
  });

  it('says so where two such wait for each other', () => {
    assert.throws(
      () =>
        logOf(function* () {
          const [a, b] = [M.makeChan(int, 0), M.makeChan(int, 0)];
          M.newproc(plain(() => { M.chansendPlain(a, 1); M.chansendPlain(b, 2); }), []); // prettier-ignore
          M.chanrecvPlain(a);
          yield* M.chanrecv(b);
        }),
      /a plain function waits for a goroutine that waits beneath it/,
    );
  });
});

describe('holding a goroutine', () => {
  it('the others go on until it is released', () => {
    const logged = logOf(function* (log) {
      let held: G | null = null;
      M.newproc(
        go(function* () {
          held = M.getg();
          yield* M.hold(frame(info('main.f')));
          log('released');
        }),
        [],
      );
      yield* M.Gosched();
      log('main goes on');
      const c = M.makeChan(int, 0);
      M.newproc(go(function* () { yield* M.chansend(c, 1); }), []); // prettier-ignore
      yield* M.chanrecv(c);
      M.release(held as unknown as G);
      yield* M.Gosched();
    });
    assert.deepEqual(logged, ['main goes on', 'released']);
  });

  it('is no deadlock: the scheduler waits for the release', () => {
    const logged = logOf(function* (log) {
      const gp = M.getg();
      M.scheduler.idle = () => {
        log('idle');
        M.release(gp);
      };
      yield* M.hold(frame(info('main.main')));
      log('on');
    });
    assert.deepEqual(logged, ['idle', 'on']);
  });
});
