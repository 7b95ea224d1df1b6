import assert from 'node:assert/strict';
import {
  arrayOf,
  instantiate,
  newTypeParameter,
  pointerTo,
  sliceOf,
  structOf,
} from '../../../engine/golang/types/intern.ts';
import { anyType, basic } from '../../../engine/golang/types/universe.ts';
import { recursion } from '../../../engine/golang/types/validType.ts';
import type { Named } from '../../../engine/golang/types/types.ts';
import { field, named } from './build.ts';

describe('types of infinite size', () => {
  it('are found, with the way around', () => {
    const self: Named = named('T', (t) => structOf([field('a', basic.int), field('next', arrayOf(2, t))]));
    assert.deepEqual(recursion(self), [self]);
    const a: Named = named('A', () => structOf([field('b', b)]));
    const b: Named = named('B', () => structOf([field('a', a)]));
    assert.deepEqual(recursion(a), [a, b]);
    const t = newTypeParameter('T', 0, () => anyType);
    const box = named('Box', () => structOf([field('value', t)]), [], { typeParameters: [t] });
    const inside: Named = named('Inside', (it) => structOf([field('box', instantiate(box, [it]))]));
    assert.deepEqual(recursion(inside), [inside, box]);
  });

  it('are not those with pointers or slices between, nor those that only contain such a type', () => {
    assert.equal(recursion(named('T', (t) => structOf([field('p', pointerTo(t)), field('s', sliceOf(t))]))), null);
    const self: Named = named('T', (t) => structOf([field('next', t)]));
    assert.equal(recursion(named('U', () => structOf([field('t', self)]))), null);
  });
});
