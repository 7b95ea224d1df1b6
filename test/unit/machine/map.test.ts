import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { any, field, float64, int, named, panicText, string, types } from './goTypes.ts';

describe('maps', () => {
  it('get, set, delete, len', () => {
    const type = types.map(string, int);
    const m = M.mapLiteral(type, [['a', 1]]);
    M.mapSet(m, 'b', 2);
    M.mapSet(m, 'a', 3);
    assert.deepEqual([M.mapGet(m, 'a', type), M.mapGet(m, 'x', type), M.mapLen(m)], [3, 0, 2]);
    assert.deepEqual(M.mapGetOk(m, 'b', type), [2, true]);
    M.mapDelete(m, 'a');
    assert.deepEqual(M.mapGetOk(m, 'a', type), [0, false]);
    M.mapClear(m);
    assert.equal(M.mapLen(m), 0);
  });

  it('a nil map reads as empty and cannot be written', () => {
    const type = types.map(string, types.slice(int));
    assert.equal(M.mapGet(null, 'a', type), M.nilSlice);
    assert.equal(M.mapLen(null), 0);
    M.mapDelete(null, 'a');
    assert.deepEqual([...M.mapEntries(null)], []);
    assert.equal(panicText(() => M.mapSet(null, 'a', 1)), 'assignment to entry in nil map'); // prettier-ignore
  });

  it('keys are equal as == says', () => {
    const P = named('P', types.struct([field('x', int), field('s', string)]));
    const byStruct = M.makeMap(types.map(P, int));
    M.mapSet(byStruct, P.make(1, 'a'), 5);
    assert.equal(M.mapGet(byStruct, P.make(1, 'a'), byStruct.type), 5);
    assert.equal(M.mapGet(byStruct, P.make(1, 'b'), byStruct.type), 0);

    const byAny = M.makeMap(types.map(any, int));
    const pointer = P.make(1, 'a');
    const keys = [null, int.box(1), types.basic('int8').box(1), string.box('1'), P.box(P.make(1, 'a')), types.pointer(P).box(pointer), types.pointer(P).box(null), int.box(2n ** 60n)]; // prettier-ignore
    keys.forEach((key, i) => M.mapSet(byAny, key, i));
    assert.equal(M.mapLen(byAny), keys.length);
    const again = [null, int.box(1), types.basic('int8').box(1), string.box('1'), P.box(P.make(1, 'a')), pointer, types.pointer(P).box(null), int.box(2n ** 60n)]; // prettier-ignore
    assert.deepEqual(again.map((key) => M.mapGet(byAny, key, byAny.type)), again.map((_, i) => i)); // prettier-ignore

    const ab = types.array(string, 2);
    const byArray = M.makeMap(types.map(ab, int));
    M.mapSet(byArray, ['a', 'bc'], 1);
    assert.deepEqual(M.mapGetOk(byArray, ['ab', 'c'], byArray.type), [0, false]);
  });

  it('NaN is a new key each time, 0 and -0 are one', () => {
    for (const [key, box] of [
      [float64, (v: number) => v],
      [any, (v: number) => float64.box(v)],
    ] as const) {
      // prettier-ignore
      const m = M.makeMap(types.map(key, int));
      M.mapSet(m, box(NaN), 1);
      M.mapSet(m, box(NaN), 2);
      assert.equal(M.mapLen(m), 2);
      assert.deepEqual(M.mapGetOk(m, box(NaN), m.type), [0, false]);
      M.mapSet(m, box(0), 3);
      M.mapSet(m, box(-0), 4);
      assert.equal(M.mapLen(m), 3);
    }
  });

  it('a key that cannot be hashed panics, in an empty map too', () => {
    const type = types.map(any, int);
    const key = types.slice(int).box(M.nilSlice);
    for (const m of [null, M.makeMap(type)]) {
      assert.equal(panicText(() => M.mapGet(m, key, type)), 'runtime error: hash of unhashable type []int'); // prettier-ignore
    }
  });

  it('may change while a loop goes over it', () => {
    const m = M.makeMap(types.map(int, int));
    for (let i = 0; i < 5; i++) M.mapSet(m, i, i);
    const seen: unknown[] = [];
    for (const { key, value } of M.mapEntries(m)) {
      seen.push(value);
      if (key === 0) M.mapDelete(m, 1);
      if (key === 2) M.mapSet(m, 3, 30);
    }
    assert.deepEqual(seen, [0, 2, 30, 4]);
  });
});
