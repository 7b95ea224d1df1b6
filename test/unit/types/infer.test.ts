import assert from 'node:assert/strict';
import { infer, type InferRequest } from '../../../engine/golang/types/infer.ts';
import { chanOf, instantiate, interfaceOf, mapOf, newTypeParameter, pointerTo, signatureOf, sliceOf } from '../../../engine/golang/types/intern.ts'; // prettier-ignore
import { anyType, basic, comparableType, errorType } from '../../../engine/golang/types/universe.ts';
import { relativeTo } from '../../../engine/golang/types/typeString.ts';
import type { Type, TypeParameter } from '../../../engine/golang/types/types.ts';
import { main, named } from './build.ts';

const any = (name: string, index = 0): TypeParameter => newTypeParameter(name, index, () => anyType);
const tilde = (name: string, index: number, type: () => Type): TypeParameter =>
  newTypeParameter(name, index, () => interfaceOf([], [{ kind: 'union', terms: [{ tilde: true, type: type() }] }]));
const call = (typeParameters: TypeParameter[], params: Type[], args: Type[], more: Partial<InferRequest> = {}) =>
  infer({ typeParameters, params, args: args.map((type, at) => ({ type, text: `x${at}` })), qualifier: relativeTo(main), ...more }); // prettier-ignore
const found = (...request: Parameters<typeof call>): Type[] => {
  const result = call(...request);
  assert.equal(result.failure?.message, undefined);
  return result.failure === null ? result.typeArguments : [];
};
const failure = (...request: Parameters<typeof call>): [string, number | null] => {
  const result = call(...request);
  assert.ok(result.failure !== null);
  return [result.failure.message, result.failure.argument];
};

describe('type inference', () => {
  const t = any('T');
  const u = any('U', 1);

  it('takes types from arguments', () => {
    assert.deepEqual(found([t], [t], [basic.string]), [basic.string]);
    assert.deepEqual(found([t, u], [sliceOf(t), signatureOf([t], [u])], [sliceOf(basic.int), signatureOf([basic.int], [errorType])]), [basic.int, errorType]); // prettier-ignore
    assert.deepEqual(found([t, u], [mapOf(t, pointerTo(u))], [mapOf(basic.string, pointerTo(basic.int))]), [basic.string, basic.int]); // prettier-ignore
    const bytes = named('Bytes', () => sliceOf(basic.uint8));
    assert.deepEqual(found([t], [sliceOf(t)], [bytes]), [basic.uint8]);
    assert.deepEqual(found([t], [chanOf('recv', t)], [chanOf('both', basic.int)]), [basic.int]);
    assert.deepEqual(found([t, u], [t, u], [basic.int, basic.bool], { explicit: [basic.int] }), [
      basic.int,
      basic.bool,
    ]);
  });

  it('takes types of instances apart', () => {
    const list = named('List', () => sliceOf(t), [], { typeParameters: [t] });
    assert.deepEqual(found([u], [pointerTo(instantiate(list, [u]))], [pointerTo(instantiate(list, [basic.int]))]), [basic.int]); // prettier-ignore
  });

  it('takes types from constraints', () => {
    // func Sort[S ~[]E, E any](x S)
    const e = any('E', 1);
    const s = tilde('S', 0, () => sliceOf(e));
    const names = named('Names', () => sliceOf(basic.string));
    assert.deepEqual(found([s, e], [s], [names]), [names, basic.string]);
    // func New[T any, P interface{ *T }]()
    const p = newTypeParameter('P', 1, () => interfaceOf([], [pointerTo(t)]));
    assert.deepEqual(found([t, p], [], [], { explicit: [basic.int] }), [basic.int, pointerTo(basic.int)]);
    assert.deepEqual(failure([s, e], [s], [basic.int]), ['S (type int) does not satisfy ~[]E', null]);
  });

  it('takes types from the methods of a constraint', () => {
    const source = newTypeParameter('S', 0, () =>
      interfaceOf([{ name: 'Next', pkg: null, signature: signatureOf([], [u]) }]),
    );
    const lines = named('Lines', () => basic.int, [{ name: 'Next', signature: signatureOf([], [basic.string]) }]);
    assert.deepEqual(found([source, u], [source], [lines]), [lines, basic.string]);
  });

  it('takes the default of the largest untyped kind', () => {
    assert.deepEqual(found([t], [t, t], [basic['untyped int'], basic['untyped float']]), [basic.float64]);
    assert.deepEqual(found([t], [t, t], [basic['untyped int'], basic.uint8]), [basic.uint8]);
    assert.deepEqual(failure([t], [t, t], [basic['untyped int'], basic['untyped string']]), [
      'mismatched types untyped int and untyped string (cannot infer T)',
      1,
    ]);
  });

  it('says what does not match', () => {
    assert.deepEqual(failure([t], [t, t], [basic.int, basic.string]), [
      'type string of x1 does not match inferred type int for T',
      1,
    ]);
    assert.deepEqual(failure([t], [sliceOf(t)], [basic.int]), [
      'type int of x0 does not match []T (cannot infer T)',
      0,
    ]);
    assert.deepEqual(failure([t, u], [t], [basic.int]), ['cannot infer U', null]);
    assert.deepEqual(failure([t], [t], [basic['untyped nil']]), ['cannot infer T', null]);
  });

  it('keeps a recursive call apart from its own parameters', () => {
    assert.deepEqual(found([t], [t], [sliceOf(t)]), [sliceOf(t)]);
    assert.deepEqual(found([t, u], [t, u], [u, t]), [u, t]);
  });

  it('infers for generic functions passed as arguments', () => {
    // func Map[T, U any]([]T, func(T) U), called with a generic func[K comparable](K) []K
    const k = newTypeParameter('K', 0, () => comparableType);
    const generic = signatureOf([k], [sliceOf(k)], false, [k]);
    const result = call([t, u], [sliceOf(t), signatureOf([t], [u])], [sliceOf(basic.int), generic]);
    assert.ok(result.failure === null);
    assert.deepEqual(result.typeArguments, [basic.int, sliceOf(basic.int)]);
    assert.deepEqual(result.ofArguments, [null, [basic.int]]);
  });

  it('gives up on a type that contains itself', () => {
    const a = newTypeParameter('A', 0, () => interfaceOf([], [pointerTo(a)]));
    assert.deepEqual(failure([a], [], []), ['cannot infer A', null]);
  });
});
