import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import type { Defers } from '../../../engine/golang/machine/panic.ts';
import { release } from '../../../engine/golang/machine/release.ts';
import type { Iface } from '../../../engine/golang/machine/runtimeError.ts';
import { field, float64, int, methods, named, string, types } from './goTypes.ts';
import { go, logOf, plain, run } from './program.ts';

/** A Go function with deferred calls, as emit writes it. */
function* deferring(body: (D: Defers) => Generator<undefined, unknown, void>): Generator<undefined, void, void> {
  const D = M.newDefers(null);
  try {
    yield* body(D);
  } catch (error) {
    D.panic(error);
  }
  yield* M.finish(D.run());
}

/** `func() { then(recover()) }` */
const recovering = (then: (value: Iface) => void): ReturnType<typeof plain> =>
  plain(() => {
    const recoverable = M.takeRecoverable();
    then(M.gorecover(recoverable));
  }, true);

const boxed = (text: string): Iface => string.box(text);
const valueOf = (i: Iface): unknown => (i as { v: unknown } | null)?.v;
const panics = (text: string): ReturnType<typeof plain> => plain(() => M.gopanic(boxed(text)));

describe('deferred calls', () => {
  it('run last first, with the arguments they were given', () => {
    const logged = logOf((log) =>
      deferring(function* (D) {
        for (const n of [1, 2, 3]) D.push(plain(log as never), [n]);
        log('body');
      }),
    );
    assert.deepEqual(logged, ['body', 3, 2, 1]);
  });

  it('may park', () => {
    const logged = logOf((log) =>
      deferring(function* (D) {
        D.push(go(function* () { yield* M.Gosched(); log('deferred'); }), []); // prettier-ignore
        M.newproc(
          plain(() => log('other')),
          [],
        );
      }),
    );
    assert.deepEqual(logged, ['other', 'deferred']);
  });

  it('a nil func panics when it is its turn', () => {
    const { status, printed } = run(() => deferring(function* (D) { D.push(null, []); })); // prettier-ignore
    assert.equal(status, 2);
    assert.match(printed, /invalid memory address or nil pointer dereference\n\[signal SIGSEGV/);
  });
});

describe('recover', () => {
  it('ends a panic and gives its value', () => {
    const logged = logOf(function* (log) {
      yield* deferring(function* (D) {
        D.push(
          recovering((value) => log(valueOf(value))),
          [],
        );
        M.gopanic(boxed('a'));
      });
      log('after');
    });
    assert.deepEqual(logged, ['a', 'after']);
  });

  it('gives nil without a panic, and the second time', () => {
    const logged = logOf((log) =>
      deferring(function* (D) {
        D.push(
          recovering((value) => log(value)),
          [],
        );
        D.push(
          recovering((value) => log(valueOf(value))),
          [],
        );
        D.push(panics('a'), []);
        log(M.gorecover(M.takeRecoverable()));
      }),
    );
    assert.deepEqual(logged, [null, 'a', null]);
  });

  it('works only in a function that was deferred itself', () => {
    const { status, printed } = run(() =>
      deferring(function* (D) {
        const helper = recovering(() => undefined);
        D.push(
          plain(() => (helper as () => void)()),
          [],
        ); // one call too deep
        M.gopanic(boxed('a'));
      }),
    );
    assert.equal(status, 2);
    assert.match(printed, /^panic: a\n/);
  });

  it('a panic in a deferred call replaces the one under way', () => {
    const logged = logOf((log) =>
      deferring(function* (D) {
        D.push(
          recovering((value) => log(valueOf(value))),
          [],
        );
        D.push(panics('b'), []);
        M.gopanic(boxed('a'));
      }),
    );
    assert.deepEqual(logged, ['b']);
  });

  it('sees run-time errors, and null dereferences of emitted code, as runtime.Error', () => {
    const logged = logOf((log) =>
      deferring(function* (D) {
        D.push(
          recovering((value) => log((value as { Error: () => string } | null)?.Error())),
          [],
        );
        log((null as unknown as { x: number }).x);
      }),
    );
    assert.deepEqual(logged, ['runtime error: invalid memory address or nil pointer dereference']);
  });

  it('does not stop a Goexit, which runs deferred calls', () => {
    const logged = logOf(function* (log) {
      M.newproc(
        go(() =>
          deferring(function* (D) {
            D.push(
              recovering((value) => log(value)),
              [],
            );
            M.goexit();
          }),
        ),
        [],
      );
      yield* M.Gosched();
      log('main');
    });
    assert.deepEqual(logged, [null, 'main']);
  });

  it('errors of the engine are no panics', () => {
    assert.throws(
      () => run(() => deferring(function* (D) { D.push(recovering(() => assert.fail()), []); throw new Error('a bug'); })), // prettier-ignore
      /a bug/,
    );
  });
});

describe('a panic that nobody recovers', () => {
  const dying = (value: () => Iface): string => run(function* () { M.gopanic(value()); }).printed.split('\n\n')[0] ?? ''; // prettier-ignore

  afterEach(() => {
    release.minor = 27;
  });

  it('prints values as Go does', () => {
    const E = named('E', types.struct([field('s', string)]));
    methods(E, [{ name: 'Error', results: [string], f: (e: { s: string }) => `E: ${e.s}` }]);
    assert.equal(dying(() => boxed('a\nb')), 'panic: a\n\tb'); // prettier-ignore
    assert.equal(dying(() => int.box(-5)), 'panic: -5'); // prettier-ignore
    assert.equal(dying(() => named('my', int).box(3)), 'panic: main.my(3)'); // prettier-ignore
    assert.equal(dying(() => named('text', string).box('x')), 'panic: main.text("x")'); // prettier-ignore
    assert.equal(dying(() => E.box(E.make('bad'))), 'panic: E: bad'); // prettier-ignore
    assert.match(dying(() => types.struct([]).box(types.struct([]).zero())), /^panic: \(struct \{\}\) 0x[0-9a-f]+$/); // prettier-ignore
    release.minor = 19;
    assert.equal(dying(() => float64.box(1.5)), 'panic: +1.500000e+000'); // prettier-ignore
  });

  it('prints the panics that led to it, and which were recovered', () => {
    const program = () =>
      deferring(function* (D) {
        D.push(panics('c'), []);
        D.push(
          recovering(() => M.gopanic(boxed('b'))),
          [],
        );
        M.gopanic(boxed('a'));
      });
    assert.match(run(program).printed, /^panic: a \[recovered\]\n\tpanic: b\n\tpanic: c\n\ngoroutine 1 \[running\]:\n/);
  });

  it('prints a value that was panicked with again once, since 1.25', () => {
    const program = () =>
      deferring(function* (D) {
        D.push(
          recovering((value) => M.gopanic(value)),
          [],
        );
        M.gopanic(boxed('a'));
      });
    assert.match(run(program).printed, /^panic: a \[recovered, repanicked\]\n\ngoroutine/);
    release.minor = 19;
    assert.match(run(program).printed, /^panic: a \[recovered\]\n\tpanic: a\n\ngoroutine/);
  });

  it('an endless recursion is Go’s stack overflow', () => {
    const { status, printed } = run(function* () {
      const recurse = (n: number): number => recurse(n + 1) + 1;
      recurse(0);
    });
    assert.equal(status, 2);
    assert.match(printed, /^runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n/);
  });
});

describe('func values', () => {
  it('bind receivers', () => {
    const holder = { f: (...args: unknown[]) => args };
    assert.deepEqual((M.boundValue(holder, 1) as (...args: unknown[]) => unknown)(2, 3), [1, 2, 3]);
    const T = named('T', types.struct([field('n', int)]));
    methods(T, [{ name: 'Add', params: [int], results: [int], f: (t: { n: number }, m: number) => t.n + m }]);
    const add = M.methodValue(T.box(T.make(5)), 'Add') as unknown as (m: number) => number;
    assert.equal(add(2), 7);
    const expression = M.interfaceMethodExpression('Add') as unknown as (i: Iface, m: number) => number;
    assert.equal(expression(T.box(T.make(1)), 2), 3);
  });
});
