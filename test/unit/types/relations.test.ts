import assert from 'node:assert/strict';
import { makeFloat, makeInt, makeString } from '../../../engine/golang/types/constant.ts';
import { Cause } from '../../../engine/golang/types/implements.ts';
import { arrayOf, chanOf, interfaceOf, mapOf, newTypeParameter, pointerTo, signatureOf, sliceOf, structOf } from '../../../engine/golang/types/intern.ts'; // prettier-ignore
import {
  assignableTo, comparable, convertibleTo, coreString, coreType, defaultType, hasNil, identicalIgnoringTags, implicitType, incomparable, isInteger,
  isUntyped, maxType,
} from '../../../engine/golang/types/relations.ts'; // prettier-ignore
import { alignOf, offsetsOf, sizeOf } from '../../../engine/golang/types/sizes.ts';
import { relativeTo } from '../../../engine/golang/types/typeString.ts';
import { anyType, basic, errorType } from '../../../engine/golang/types/universe.ts';
import type { Type } from '../../../engine/golang/types/types.ts';
import { field, main, named } from './build.ts';

const oneOf = (name: string, ...types: Type[]) =>
  newTypeParameter(name, 0, () =>
    interfaceOf([], [{ kind: 'union', terms: types.map((type) => ({ tilde: true, type })) }]),
  );
const duration = named('Duration', () => basic.int64);

describe('assignability', () => {
  it('follows the spec for typed values', () => {
    assert.ok(assignableTo(basic.int, basic.int));
    assert.ok(!assignableTo(basic.int, basic.int64));
    assert.ok(!assignableTo(basic.int64, duration));
    const bytes = named('Bytes', () => sliceOf(basic.uint8));
    assert.ok(assignableTo(sliceOf(basic.uint8), bytes) && assignableTo(bytes, sliceOf(basic.uint8)));
    assert.ok(!assignableTo(named('Other', () => sliceOf(basic.uint8)), bytes)); // prettier-ignore
    assert.ok(assignableTo(chanOf('both', basic.int), chanOf('recv', basic.int)));
    assert.ok(!assignableTo(chanOf('recv', basic.int), chanOf('both', basic.int)));
    assert.ok(assignableTo(errorType, anyType));
    const cause = new Cause(relativeTo(main));
    assert.ok(!assignableTo(anyType, errorType, undefined, cause));
    assert.equal(cause.text, 'any does not implement error (missing method Error)');
    assert.ok(!assignableTo(anyType, basic.int, undefined, cause));
    assert.equal(cause.text, 'need type assertion');
  });

  it('follows the spec for untyped values', () => {
    const integer = basic['untyped int'];
    assert.ok(assignableTo(integer, duration, makeInt(5n)));
    assert.ok(assignableTo(integer, basic.float64, makeInt(5n)));
    assert.ok(assignableTo(basic['untyped float'], basic.int, makeFloat(2)));
    assert.ok(!assignableTo(basic['untyped float'], basic.int, makeFloat(2.5)));
    assert.ok(!assignableTo(integer, basic.uint8, makeInt(256n)));
    assert.ok(!assignableTo(integer, basic.string, makeInt(1n)));
    assert.ok(!assignableTo(basic['untyped string'], sliceOf(basic.uint8), makeString('x')));
    assert.ok(assignableTo(basic['untyped string'], anyType, makeString('x')));
    assert.ok(!assignableTo(basic['untyped string'], errorType, makeString('x')));
    assert.ok(assignableTo(basic['untyped bool'], named('Flag', () => basic.bool))); // prettier-ignore
    for (const type of [pointerTo(basic.int), errorType, mapOf(basic.int, basic.int), basic['unsafe.Pointer']]) {
      assert.ok(assignableTo(basic['untyped nil'], type));
    }
    assert.ok(!assignableTo(basic['untyped nil'], basic.string));
    assert.ok(!assignableTo(basic['untyped nil'], structOf([])));
    assert.equal(implicitType(integer, anyType, makeInt(1n)), basic.int);
    assert.equal(implicitType(integer, basic['untyped float']), basic['untyped float']);
  });

  it('looks into type parameters', () => {
    const t = oneOf('T', basic.int, basic.uint8);
    assert.ok(assignableTo(basic['untyped int'], t, makeInt(200n)));
    assert.ok(!assignableTo(basic['untyped int'], t, makeInt(300n)));
    assert.ok(!assignableTo(basic.int, t));
    const s = oneOf('S', sliceOf(basic.int));
    assert.ok(assignableTo(sliceOf(basic.int), s) && assignableTo(s, sliceOf(basic.int)));
    assert.ok(assignableTo(t, anyType));
  });
});

describe('conversions', () => {
  it('follows the spec', () => {
    assert.ok(convertibleTo(basic.int, basic.float32) && convertibleTo(basic.float64, duration));
    assert.ok(!convertibleTo(basic.bool, basic.int));
    assert.ok(!convertibleTo(basic.float64, basic.complex128));
    assert.ok(convertibleTo(basic.int, basic.string) && !convertibleTo(basic.string, basic.int));
    assert.ok(convertibleTo(sliceOf(basic.int32), basic.string) && convertibleTo(basic.string, sliceOf(basic.uint8)));
    assert.ok(!convertibleTo(sliceOf(basic.int), basic.string));
    const tagged = structOf([field('x', basic.int)], ['tag']);
    const plain = structOf([field('x', basic.int)]);
    assert.ok(identicalIgnoringTags(sliceOf(tagged), sliceOf(plain)) && !identicalIgnoringTags(plain, structOf([])));
    assert.ok(convertibleTo(tagged, named('Plain', () => plain))); // prettier-ignore
    assert.ok(convertibleTo(pointerTo(tagged), pointerTo(named('Plain', () => plain)))); // prettier-ignore
    assert.ok(convertibleTo(sliceOf(basic.int), arrayOf(4, basic.int)));
    assert.ok(convertibleTo(sliceOf(basic.int), pointerTo(arrayOf(4, basic.int))));
    assert.ok(!convertibleTo(sliceOf(basic.int), arrayOf(4, basic.uint)));
    assert.ok(!convertibleTo(arrayOf(4, basic.int), sliceOf(basic.int)));
    assert.ok(convertibleTo(basic['unsafe.Pointer'], pointerTo(plain)));
    assert.ok(
      convertibleTo(basic.uintptr, basic['unsafe.Pointer']) && !convertibleTo(basic.int, basic['unsafe.Pointer']),
    );
  });

  it('explains a type parameter that does not fit', () => {
    const cause = new Cause(relativeTo(main));
    const t = oneOf('T', basic.int, basic.string);
    assert.ok(!convertibleTo(t, basic.int, cause));
    assert.equal(cause.text, 'cannot convert string (in T) to type int');
    assert.ok(convertibleTo(oneOf('N', basic.int, basic.float64), basic.int));
  });
});

describe('properties of types', () => {
  it('knows what can be compared', () => {
    for (const type of [
      basic.int,
      pointerTo(anyType),
      anyType,
      chanOf('both', basic.int),
      structOf([field('a', basic.string)]),
    ]) {
      assert.ok(comparable(type));
    }
    for (const type of [sliceOf(basic.int), mapOf(basic.int, basic.int), signatureOf([], [])])
      assert.ok(!comparable(type));
    assert.ok(!comparable(anyType, false) && !comparable(arrayOf(2, sliceOf(basic.int))));
    assert.equal(
      incomparable(structOf([field('s', sliceOf(basic.int))]), true, () => '[]int'),
      'struct containing []int cannot be compared',
    );
    assert.ok(comparable(oneOf('T', basic.int)) && !comparable(oneOf('T', sliceOf(basic.int))));
  });

  it('finds core types', () => {
    assert.equal(coreType(duration), basic.int64);
    assert.equal(coreType(oneOf('T', basic.int, basic.string)), null);
    assert.equal(coreType(oneOf('T', sliceOf(basic.int), named('S', () => sliceOf(basic.int)))), sliceOf(basic.int)); // prettier-ignore
    assert.equal(coreType(oneOf('C', chanOf('both', basic.int), chanOf('send', basic.int))), chanOf('send', basic.int));
    assert.equal(coreType(oneOf('C', chanOf('recv', basic.int), chanOf('send', basic.int))), null);
    assert.equal(coreString(oneOf('B', sliceOf(basic.uint8), basic.string)), basic.string);
    assert.equal(coreType(newTypeParameter('A', 0, () => anyType)), null);
  });

  it('knows the kinds of basic types', () => {
    assert.ok(isInteger(duration) && isInteger(basic['untyped rune']) && !isInteger(basic.float64));
    assert.ok(isUntyped(basic['untyped nil']) && !isUntyped(basic.string));
    assert.equal(defaultType(basic['untyped rune']), basic.int32);
    assert.equal(maxType(basic['untyped float'], basic['untyped rune']), basic['untyped float']);
    assert.equal(maxType(basic['untyped string'], basic['untyped int']), null);
    assert.ok(hasNil(errorType) && !hasNil(basic.string) && !hasNil(oneOf('T', basic.int)));
  });
});

describe('sizes', () => {
  it('are those of gc on 64 bits', () => {
    const sizes: [Type, number, number][] = [
      [basic.bool, 1, 1],
      [basic.int, 8, 8],
      [basic.string, 16, 8],
      [sliceOf(basic.int), 24, 8],
      [errorType, 16, 8],
      [basic.complex128, 16, 8],
      [basic.complex64, 8, 4],
      [arrayOf(3, basic.uint16), 6, 2],
      [structOf([]), 0, 1],
      [structOf([field('a', basic.uint8), field('b', basic.uint32), field('c', basic.uint8)]), 12, 4],
      [structOf([field('a', basic.uint32), field('b', structOf([]))]), 8, 4],
    ];
    for (const [type, size, alignment] of sizes) assert.deepEqual([sizeOf(type), alignOf(type)], [size, alignment]);
    // struct epoll_event as package syscall declares it.
    const event = structOf([field('Events', basic.uint32), field('Fd', basic.int32), field('Pad', basic.int32)]);
    assert.deepEqual([sizeOf(event), offsetsOf(event)], [12, [0, 4, 8]]);
  });
});
