import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { selectOrder } from '../../../engine/golang/machine/select.ts';
import { int } from './goTypes.ts';
import { go, logOf, run } from './program.ts';

describe('channels', () => {
  it('hand values over in order, buffered or not', () => {
    for (const size of [0, 1, 3]) {
      const logged = logOf(function* (log) {
        const c = M.makeChan(int, size);
        M.newproc(
          go(function* () {
            for (let i = 0; i < 10; i++) yield* M.chansend(c, i);
            M.closechan(c);
          }),
          [],
        );
        for (;;) {
          const [v, ok] = yield* M.chanrecvOk(c);
          log(v);
          if (!ok) break;
        }
      });
      assert.deepEqual(logged, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
    }
  });

  it('a waiting sender takes the place of the value received from a full buffer', () => {
    const logged = logOf(function* (log) {
      const c = M.makeChan(int, 2);
      yield* M.chansend(c, 1);
      yield* M.chansend(c, 2);
      M.newproc(
        go(function* () {
          yield* M.chansend(c, 3);
          log('sent');
        }),
        [],
      );
      yield* M.Gosched();
      log(M.chanlen(c));
      log(yield* M.chanrecv(c));
      log(M.chanlen(c));
      yield* M.Gosched();
      log(yield* M.chanrecv(c));
      log(yield* M.chanrecv(c));
    });
    assert.deepEqual(logged, [2, 1, 2, 'sent', 2, 3]);
  });

  it('what was sent before a close is still received', () => {
    const logged = logOf(function* (log) {
      const c = M.makeChan(int, 1);
      yield* M.chansend(c, 7);
      M.closechan(c);
      log(yield* M.chanrecvOk(c));
      log(yield* M.chanrecvOk(c));
    });
    assert.deepEqual(logged, [
      [7, true],
      [0, false],
    ]);
  });

  it('misuse panics with Go’s words', () => {
    const panics: [string, () => Generator<undefined, unknown, void>][] = [
      ['send on closed channel', function* () { const c = M.makeChan(int, 1); M.closechan(c); yield* M.chansend(c, 1); }],
      ['close of closed channel', function* () { const c = M.makeChan(int, 0); M.closechan(c); M.closechan(c); }],
      ['close of nil channel', function* () { M.closechan(null); }],
      ['makechan: size out of range', function* () { M.makeChan(int, -1); }],
    ]; // prettier-ignore
    for (const [text, main] of panics) {
      const { status, printed } = run(main);
      assert.equal(status, 2);
      assert.match(printed, new RegExp(`^panic: ${text}\n`));
    }
  });

  it('a sender that waits when the channel is closed panics', () => {
    const { status, printed } = run(function* () {
      const c = M.makeChan(int, 0);
      M.newproc(
        go(function* () {
          yield* M.chansend(c, 1);
        }),
        [],
      );
      yield* M.Gosched();
      M.closechan(c);
      yield* M.Gosched();
    });
    assert.equal(status, 2);
    assert.match(printed, /^panic: send on closed channel\n\ngoroutine 18 \[running\]/);
  });
});

describe('select', () => {
  it('takes the case that is ready, else the default', () => {
    const logged = logOf(function* (log) {
      const [a, b] = [M.makeChan(int, 1), M.makeChan(int, 1)];
      log(yield* M.selectgo([[a, false], [b, false]], false)); // prettier-ignore
      yield* M.chansend(b, 5);
      log(yield* M.selectgo([[a, false], [b, false]], true)); // prettier-ignore
      log((yield* M.selectgo([[a, true, 3], [b, false]], true))[0]); // prettier-ignore
      log(yield* M.chanrecv(a));
    });
    assert.deepEqual(logged, [[-1, undefined, false], [1, 5, true], 0, 3]);
  });

  it('chooses at random among ready cases', () => {
    const chosen = new Set(
      logOf(function* (log) {
        for (let i = 0; i < 100; i++) {
          const [a, b] = [M.makeChan(int, 1), M.makeChan(int, 1)];
          yield* M.chansend(a, 1);
          yield* M.chansend(b, 1);
          log((yield* M.selectgo([[a, false], [b, false]], true))[0]); // prettier-ignore
        }
      }),
    );
    assert.deepEqual([...chosen].sort(), [0, 1]);
  });

  it('can be made repeatable', () => {
    const { random } = selectOrder;
    selectOrder.random = () => 0;
    try {
      const logged = logOf(function* (log) {
        const ready = [M.makeChan(int, 1), M.makeChan(int, 1), M.makeChan(int, 1)];
        for (const c of ready) yield* M.chansend(c, 1);
        log((yield* M.selectgo(ready.map((c) => [c, false]), true))[0]); // prettier-ignore
      });
      assert.deepEqual(logged, [2]);
    } finally {
      selectOrder.random = random;
    }
  });

  it('waits on all, is woken by one, and leaves the other queues', () => {
    const logged = logOf(function* (log) {
      const [a, b, done] = [M.makeChan(int, 0), M.makeChan(int, 0), M.makeChan(int, 0)];
      M.newproc(
        go(function* () {
          for (let i = 0; i < 2; i++) log(yield* M.selectgo([[a, false], [b, true, 9], [null, false]], true)); // prettier-ignore
          M.closechan(done);
        }),
        [],
      );
      yield* M.Gosched();
      yield* M.chansend(a, 4);
      log(yield* M.chanrecv(b));
      yield* M.chanrecvOk(done);
      log([a.recvq.first, b.sendq.first]);
    });
    assert.deepEqual(logged, [[0, 4, true], [1, undefined, false], 9, [null, null]]);
  });

  it('a close wakes it with the zero value', () => {
    const logged = logOf(function* (log) {
      const c = M.makeChan(int, 0);
      M.newproc(
        go(function* () {
          yield* M.Gosched();
          M.closechan(c);
        }),
        [],
      );
      log(yield* M.selectgo([[c, false]], true));
    });
    assert.deepEqual(logged, [[0, 0, false]]);
  });
});
