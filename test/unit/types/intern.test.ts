import assert from 'node:assert/strict';
import {
  arrayOf, canonical, chanOf, identical, instantiate, interfaceOf, lazyInterface, mapOf, newTypeParameter, pointerTo, signatureOf, sliceOf,
  structOf, tupleOf,
} from '../../../engine/golang/types/intern.ts'; // prettier-ignore
import { bind, instantiateFunction, substitute } from '../../../engine/golang/types/substitute.ts';
import { anyType, basic, errorMethod, errorType, universe } from '../../../engine/golang/types/universe.ts';
import type { Type } from '../../../engine/golang/types/types.ts';
import { embed, field, func, main, named, net } from './build.ts';

const method = (name: string, params: Type[] = [], pkg = main) => ({ name, pkg, signature: signatureOf(params, []) });

describe('interning of types', () => {
  it('gives one object for identical composite types', () => {
    for (const make of [
      () => pointerTo(basic.int),
      () => sliceOf(pointerTo(basic.string)),
      () => arrayOf(3, basic.bool),
      () => mapOf(basic.string, sliceOf(basic.int)),
      () => chanOf('send', basic.int),
      () => tupleOf([basic.int, errorType]),
      () => signatureOf([basic.int, sliceOf(basic.string)], [errorType], true),
      () => structOf([field('x', basic.int), embed('error', errorType)], ['json:"x"', '']),
      () => interfaceOf([method('B', [basic.int]), method('A')]),
    ] as (() => Type)[]) {
      assert.equal(make(), make());
    }
    assert.notEqual(chanOf('send', basic.int), chanOf('recv', basic.int));
    assert.notEqual(signatureOf([sliceOf(basic.int)], [], true), signatureOf([sliceOf(basic.int)], []));
    assert.notEqual(arrayOf(3, basic.int), arrayOf(4, basic.int));
  });

  it('tells structs apart by names, tags, embedding and the package of unexported names', () => {
    const one = structOf([field('x', basic.int)]);
    assert.notEqual(one, structOf([field('y', basic.int)]));
    assert.notEqual(one, structOf([field('x', basic.int)], ['tag']));
    assert.notEqual(one, structOf([field('x', basic.int, net)]));
    assert.equal(structOf([field('X', basic.int)]), structOf([field('X', basic.int, net)]));
    assert.notEqual(structOf([field('int', basic.int)]), structOf([embed('int', basic.int)]));
  });

  it('tells interfaces apart by their methods and types, in any order', () => {
    assert.equal(interfaceOf([method('A'), method('B')]), interfaceOf([method('B'), method('A')]));
    assert.notEqual(interfaceOf([method('a')]), interfaceOf([method('a', [], net)]));
    assert.equal(interfaceOf([]), anyType);
    assert.equal(interfaceOf([], [errorType]), interfaceOf([errorMethod]));
    const union = (...types: Type[]) =>
      interfaceOf([], [{ kind: 'union', terms: types.map((type) => ({ tilde: false, type })) }]);
    assert.equal(union(basic.int, basic.string), union(basic.string, basic.int, basic.int));
    assert.deepEqual(interfaceOf([], [union(basic.int, basic.string), union(basic.int)]).terms(), [
      { tilde: false, type: basic.int },
    ]);
  });

  it('keeps ~int of ~int | int and intersects with defined types', () => {
    const mine = named('Mine', () => basic.int);
    const wide = { kind: 'union' as const, terms: [{ tilde: true, type: basic.int }, { tilde: false, type: basic.int }] }; // prettier-ignore
    assert.deepEqual(interfaceOf([], [wide]).terms(), [{ tilde: true, type: basic.int }]);
    assert.deepEqual(interfaceOf([], [wide, mine]).terms(), [{ tilde: false, type: mine }]);
    assert.deepEqual(interfaceOf([], [mine, basic.int]).terms(), []);
  });

  it('makes an interface before its contents are known, and compares it later', () => {
    let asked = 0;
    const lazy = lazyInterface(() => {
      asked++;
      return { methods: [method('Close')], embeddeds: [errorType] };
    });
    const types = [pointerTo(lazy), signatureOf([], [mapOf(basic.int, lazy)])];
    assert.equal(asked, 0);
    const eager = interfaceOf([method('Close'), errorMethod]);
    assert.ok(identical(lazy, eager));
    assert.equal(asked, 1);
    assert.notEqual(types[0], pointerTo(eager));
    assert.ok(identical(types[0], pointerTo(eager)));
    assert.equal(canonical(types[1] as Type), signatureOf([], [mapOf(basic.int, eager)]));
    assert.ok(!identical(lazy, anyType));
  });

  it('resolves defined types on demand, also circular ones', () => {
    const node = named('Node', (self) => structOf([field('next', pointerTo(self))]));
    const under = node.underlying();
    assert.equal(under.kind === 'struct' && under.fields[0]?.type, pointerTo(node));
    assert.notEqual(named('Node', () => basic.int), named('Node', () => basic.int)); // prettier-ignore
    const a = named('A', () => b);
    const b = named('B', () => basic.string);
    assert.equal(a.underlying(), basic.string);
    const x = named('X', () => y);
    const y = named('Y', () => x);
    assert.equal(x.underlying(), basic.invalid);
  });

  it('knows the predeclared names', () => {
    assert.equal(universe.get('byte')?.kind, 'typename');
    assert.equal(universe.get('error')?.kind === 'typename' && universe.get('error')?.name, 'error');
    assert.equal(universe.get('append')?.kind, 'builtin');
    assert.equal(universe.get('Pointer'), undefined);
    assert.equal(errorType.underlying(), interfaceOf([errorMethod]));
  });
});

describe('instances and substitution', () => {
  const t = newTypeParameter('T', 0, () => anyType);
  const list = named(
    'List',
    (self) => structOf([field('next', pointerTo(instantiate(self, [t]))), field('value', t)]),
    [{ name: 'Push', signature: signatureOf([t], []), receiver: (self) => pointerTo(instantiate(self, [t])) }],
    { typeParameters: [t] },
  );

  it('makes one object an instance, with fields and methods substituted', () => {
    const ints = instantiate(list, [basic.int]);
    assert.equal(ints, instantiate(list, [basic.int]));
    assert.notEqual(ints, instantiate(list, [basic.string]));
    assert.ok(!ints.generic && instantiate(list, [t]).generic);
    const under = ints.underlying();
    assert.deepEqual(under.kind === 'struct' && under.fields.map((each) => each.type), [pointerTo(ints), basic.int]);
    const [push] = ints.methods();
    assert.equal(push?.signature, signatureOf([basic.int], []));
    assert.equal(push?.receiver?.type, pointerTo(ints));
    assert.equal(push?.origin, list.methods()[0]);
    assert.deepEqual(push?.typeArguments, [basic.int]);
    assert.equal(push?.params[0]?.type, basic.int);
    assert.equal(ints.methods()[0], push);
  });

  it('substitutes through every kind of type', () => {
    const bindings = bind([t], [basic.string]);
    const composite = (of: Type): Type =>
      signatureOf(
        [mapOf(of, sliceOf(of)), chanOf('recv', arrayOf(2, of)), interfaceOf([method('M', [of])])],
        [structOf([field('a', of)]), instantiate(list, [pointerTo(of)])],
      );
    assert.equal(substitute(composite(t), bindings), composite(basic.string));
    assert.equal(substitute(errorType, bindings), errorType);
    const constraint = (of: Type): Type => interfaceOf([], [{ kind: 'union', terms: [{ tilde: true, type: sliceOf(of) }] }]); // prettier-ignore
    assert.equal(substitute(constraint(t), bindings), constraint(basic.string));
  });

  it('substitutes in an interface that is not resolved yet', () => {
    const lazy = lazyInterface(() => ({ methods: [method('M', [t])], embeddeds: [errorType] }), true);
    const made = substitute(sliceOf(lazy), bind([t], [basic.int]));
    assert.ok(identical(made, sliceOf(interfaceOf([method('M', [basic.int]), errorMethod]))));
    assert.ok(!made.generic);
  });

  it('makes instances of a type declared inside a generic function', () => {
    const local = named('local', () => structOf([field('value', t)]), [], { outerParameters: [t] });
    assert.ok(local.generic);
    const made = substitute(pointerTo(local), bind([t], [basic.int]));
    assert.ok(made.kind === 'pointer' && made.element.kind === 'named');
    const under = made.element.underlying();
    assert.equal(under.kind === 'struct' && under.fields[0]?.type, basic.int);
    assert.equal(made, substitute(pointerTo(local), bind([t], [basic.int])));
  });

  it('instantiates generic functions once for the same arguments', () => {
    const max = func('Max', signatureOf([t, t], [t], false, [t]));
    const made = instantiateFunction(max, [basic.int]);
    assert.equal(made, instantiateFunction(max, [basic.int]));
    assert.equal(made.signature, signatureOf([basic.int, basic.int], [basic.int]));
    assert.equal(made.origin, max);
    assert.equal(made.params[1]?.type, basic.int);
  });
});
