import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { any, byte, field, float64, int, interfaceOf, methods, named, panicText, string, types } from './goTypes.ts';

const text = types.func([], [string]);

describe('types', () => {
  it('identical types are one', () => {
    assert.equal(types.slice(int), types.slice(int));
    assert.equal(types.func([int], [string]), types.func([int], [string]));
    assert.notEqual(types.func([types.slice(int)], [], true), types.func([types.slice(int)], []));
    assert.equal(types.struct([field('a', int)]), types.struct([field('a', int)]));
    assert.notEqual(types.struct([field('a', int)]), types.struct([field('a', int, { tag: 'x' })]));
    assert.notEqual(named('A', int), named('A', int));
  });

  it('print as reflect prints them', () => {
    assert.equal(types.map(string, types.slice(types.pointer(int))).string, 'map[string][]*int');
    assert.equal(types.func([int, types.slice(string)], [int, any], true).string, 'func(int, ...string) (int, interface {})'); // prettier-ignore
    assert.equal(types.chan(types.chan(int, 'recv'), 'both').string, 'chan (<-chan int)');
    assert.equal(types.struct([field('A', int, { tag: 'json:"a"' })]).string, 'struct { A int "json:\\"a\\"" }');
    assert.equal(interfaceOf({ String: text }).string, 'interface { String() string }');
  });

  it('have the sizes and alignments of amd64', () => {
    const u32 = types.basic('uint32');
    const sizes: [ReturnType<typeof types.slice>, number][] = [
      [types.struct([field('a', byte), field('b', int), field('c', byte)]), 24],
      [types.struct([field('a', u32), field('b', types.array(byte, 8))]), 12],
      [types.struct([field('a', int), field('b', types.struct([]))]), 16],
      [types.array(types.struct([field('a', types.basic('uint16')), field('b', byte)]), 3), 12],
      [string, 16],
      [types.slice(int), 24],
      [any, 16],
    ];
    for (const [type, size] of sizes) assert.equal(type.size, size, type.string);
  });

  it('a struct is made, copied, assigned and compared by value', () => {
    const inner = named('Inner', types.struct([field('x', int), field('y', types.array(int, 2))]));
    const outer = named('Outer', types.struct([field('name', string), field('in', inner), field('_', int, { property: '_2' })])); // prettier-ignore
    interface Outer {
      name: string;
      in: { x: number; y: number[] };
      _2: number;
    }
    const a = outer.make('a', inner.make(1, [2, 3]), 4) as Outer;
    const b = outer.clone(a) as Outer;
    assert.ok(outer.equal(a, b));
    b._2 = 9; // blank fields are not compared
    assert.ok(outer.equal(a, b));
    b.in.y[1] = 5;
    assert.ok(!outer.equal(a, b));
    const target = outer.zero() as Outer;
    const { in: place } = target;
    outer.assign(target, b);
    assert.equal(target.in, place);
    assert.deepEqual(place.y, [2, 5]);
    assert.notEqual(outer.hashKey(a), outer.hashKey(b));
    assert.equal(outer.hashKey(b), outer.hashKey(target));
    assert.deepEqual(Object.keys(target), ['name', 'in', '_2']);
  });

  it('a type may contain itself', () => {
    const node = types.named({ name: 'Node', string: 'main.Node', pkgPath: 'main' });
    node.complete(types.struct([field('next', types.pointer(node)), field('all', types.slice(node))]));
    const n = node.zero() as { next: unknown; all: unknown };
    assert.equal(n.next, null);
    assert.equal(n.all, M.nilSlice);
  });

  it('comparing what cannot be compared panics', () => {
    const boxed = (): object => types.slice(int).box(M.sliceOf([1])) as object;
    assert.equal(panicText(() => M.equalInterface(boxed(), boxed())), 'runtime error: comparing uncomparable type []int'); // prettier-ignore
    const S = types.struct([field('f', any)]);
    assert.ok(S.comparable && !types.struct([field('f', types.slice(int))]).comparable);
    assert.equal(panicText(() => S.equal(S.make(boxed()), S.make(boxed()))), 'runtime error: comparing uncomparable type []int'); // prettier-ignore
    assert.equal(
      panicText(() => M.hashInterface(boxed())),
      'runtime error: hash of unhashable type []int',
    );
  });
});

describe('interface values', () => {
  const T = named('T', types.struct([field('n', int)]));
  methods(T, [
    { name: 'Get', results: [int], f: (t: { n: number }) => t.n },
    { name: 'Change', f: (t: { n: number }) => (t.n = 100) },
    { name: 'Set', pointerReceiver: true, params: [int], f: (t: { n: number }, n: number) => (t.n = n) },
  ]);
  const PT = types.pointer(T);
  const getter = interfaceOf({ Get: types.func([], [int]) });
  const setter = interfaceOf({ Get: types.func([], [int]), Set: types.func([int], []) });
  type Methods = Record<string, (...args: unknown[]) => unknown>;

  it('a pointer to a struct stands for itself and has all methods', () => {
    const t = T.make(1) as { n: number };
    const i = PT.box(t);
    assert.equal(i, t);
    assert.equal(M.typeOf(i), PT);
    (i as unknown as Methods)['Set']?.(7);
    assert.equal((i as unknown as Methods)['Get']?.(), 7);
    (i as unknown as Methods)['Change']?.(); // a value receiver: a copy is changed
    assert.equal(t.n, 7);
    assert.equal(M.typeAssert(i, PT), t);
  });

  it('a struct value is copied in and out, and has the value methods only', () => {
    const t = T.make(1) as { n: number };
    const i = T.box(T.clone(t)) as unknown as Methods;
    assert.equal(i['Get']?.(), 1);
    i['Change']?.();
    assert.equal(i['Get']?.(), 1);
    assert.equal(i['Set'], undefined);
    const out = M.typeAssert(i, T) as { n: number };
    out.n = 5;
    assert.equal(i['Get']?.(), 1);
    assert.ok(M.implements(T, getter) && !M.implements(T, setter) && M.implements(PT, setter));
  });

  it('a nil pointer in an interface is not nil, and keeps its type', () => {
    const i = PT.box(null) as unknown as Methods;
    assert.notEqual(i, null);
    assert.equal(M.typeOf(i), PT);
    assert.equal(M.typeAssert(i, PT), null);
    assert.ok(M.equalInterface(i, PT.box(null)) && !M.equalInterface(i, null));
    assert.equal(panicText(() => i['Get']?.()), 'value method main.T.Get called using nil *T pointer'); // prettier-ignore
  });

  it('pointers to other things are boxed', () => {
    const N = named('N', int);
    methods(N, [
      { name: 'Get', results: [int], f: (n: number) => n },
      { name: 'Set', pointerReceiver: true, params: [int], f: (p: { v: number }, n: number) => (p.v = n) },
    ]);
    const cell = new M.Cell(3);
    const i = types.pointer(N).box(cell) as unknown as Methods;
    i['Set']?.(8);
    assert.equal(i['Get']?.(), 8);
    assert.ok(M.equalInterface(i, types.pointer(N).box(cell)));
    assert.equal((N.box(4) as unknown as Methods)['Get']?.(), 4);
  });

  it('equal values of one type are equal; of two types never', () => {
    const N = named('N', int);
    assert.ok(M.equalInterface(int.box(3), int.box(3)) && !M.equalInterface(int.box(3), N.box(3)));
    assert.ok(!M.equalInterface(float64.box(NaN), float64.box(NaN)));
    assert.ok(M.equalInterface(T.box(T.make(3)), T.box(T.make(3))));
  });

  it('methods are told apart by signature', () => {
    const one = interfaceOf({ Unwrap: types.func([], [any]) });
    const many = interfaceOf({ Unwrap: types.func([], [types.slice(any)]) });
    const E = named('E', types.struct([]));
    methods(E, [{ name: 'Unwrap', results: [any], f: () => null }]);
    assert.ok(M.implements(E, one) && !M.implements(E, many));
  });

  // What `go run` printed.
  it('failed assertions say what Go says', () => {
    const I = types.named({ name: 'I', string: 'main.I', pkgPath: 'main', resolve: () => interfaceOf({ M: text, N: text }) }); // prettier-ignore
    const P = named('P', types.struct([]));
    methods(P, [{ name: 'M', results: [string], f: () => '' }]);
    const conversion = (f: () => unknown): string => panicText(f).replace('interface conversion: ', '');
    assert.equal(conversion(() => M.typeAssert(string.box('x'), int, any)), 'interface {} is string, not int'); // prettier-ignore
    assert.equal(conversion(() => M.typeAssert(null, int, any)), 'interface {} is nil, not int'); // prettier-ignore
    assert.equal(conversion(() => M.typeAssert(string.box('x'), I, any)), 'string is not main.I: missing method M'); // prettier-ignore
    assert.equal(conversion(() => M.typeAssert(P.box(P.zero()), I, any)), 'main.P is not main.I: missing method N'); // prettier-ignore
    assert.equal(conversion(() => M.typeAssert(null, I, any)), 'interface is nil, not main.I'); // prettier-ignore
    assert.deepEqual(M.typeAssertOk(string.box('x'), int), [0, false]);
    assert.deepEqual(M.typeAssertOk(string.box('x'), string), ['x', true]);
  });
});
