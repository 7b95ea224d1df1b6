import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { release } from '../../../engine/golang/machine/release.ts';
import type { Slice } from '../../../engine/golang/machine/slice.ts';
import type { RType } from '../../../engine/golang/machine/types.ts';
import { byte, field, int, named, panicText, string, types } from './goTypes.ts';

const list = (s: Slice): unknown[] => Array.from(s.array.slice(s.offset, s.offset + s.length) as unknown[]);
const ints = (...values: number[]): Slice => M.sliceOf(values);

/** The capacities that a slice goes through as it grows by one. */
function capacities(elem: RType, n: number): number[] {
  const seen: number[] = [];
  let s = M.nilSlice;
  for (let i = 0; i < n; i++) {
    s = M.append1(elem, s, elem.zero());
    if (seen.at(-1) !== s.capacity) seen.push(s.capacity);
  }
  return seen;
}

describe('slices', () => {
  afterEach(() => {
    release.minor = 27;
  });

  // The expected numbers and texts are what `go run` printed, with 1.19 and 1.27.
  it('grow as growslice does', () => {
    release.minor = 19;
    assert.deepEqual(capacities(int, 3000), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3408]);
    assert.deepEqual(capacities(byte, 5000), [8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048, 3072, 4096, 5376]);
    assert.deepEqual(capacities(types.array(byte, 3), 600), [2, 5, 10, 21, 42, 85, 170, 341, 682]);
    const S = named('S', types.struct([field('a', int), field('b', int), field('c', string)]));
    assert.deepEqual(capacities(S, 600), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 852]);
    release.minor = 27;
    assert.deepEqual(capacities(S, 600).slice(4), [16, 35, 71, 151, 303, 575, 1023]);
    assert.deepEqual(capacities(types.pointer(int), 3000).slice(6), [64, 143, 287, 607, 1023, 1535, 2303, 3071]);
    assert.equal(M.append(int, M.nilSlice, [1, 2, 3, 4, 5]).capacity, 6);
    assert.equal(M.append(int, ints(1, 2), [3, 4, 5, 6, 7]).capacity, 8);
    assert.equal(M.appendString(byte, M.stringToBytes('hello'), ' world and more').capacity, 24);
  });

  it('are typed arrays of numbers from the first append on', () => {
    assert.ok(M.append1(byte, M.nilSlice, 1).array instanceof Uint8Array);
    assert.ok(M.appendString(byte, M.nilSlice, 'ab').array instanceof Uint8Array);
    assert.ok(M.appendSlice(types.basic('int32'), M.nilSlice, M.stringToRunes('ab')).array instanceof Int32Array);
  });

  it('append within capacity shares the array, beyond it does not', () => {
    const s = M.makeSlice(int, 2, 4);
    const t = M.append1(int, s, 7);
    assert.equal(t.array, s.array);
    assert.deepEqual(list(M.sliceSlice(s, 0, 3)), [0, 0, 7]);
    const u = M.appendSlice(int, t, ints(8, 9));
    assert.notEqual(u.array, t.array);
    assert.deepEqual(list(u), [0, 0, 7, 8, 9]);
    assert.equal(M.appendSlice(int, s, M.nilSlice), s);
  });

  it('structs are variables of their own in each array', () => {
    const S = named('Point', types.struct([field('x', int)]));
    const first = M.append1(S, M.nilSlice, S.make(1));
    const pointer = first.array[0] as { x: number };
    const second = M.append1(S, first, S.make(2));
    pointer.x = 9;
    assert.deepEqual(list(second).map((p) => (p as { x: number }).x), [1, 2]); // prettier-ignore
    const target = M.makeSlice(S, 2);
    M.copy(target, second, S);
    (second.array[0] as { x: number }).x = 5;
    assert.equal((target.array[0] as { x: number }).x, 1);
  });

  it('copy overlaps safely', () => {
    const s = ints(1, 2, 3, 4, 5);
    assert.equal(M.copy(M.sliceSlice(s, 1), s, int), 4);
    assert.deepEqual(list(s), [1, 1, 2, 3, 4]);
    const bytes = M.stringToBytes('abcdef');
    M.copy(M.sliceSlice(bytes, 2), bytes, byte);
    assert.equal(M.bytesToString(bytes), 'ababcd');
    assert.equal(M.copyString(bytes, 'xyz'), 3);
    assert.equal(M.bytesToString(bytes), 'xyzbcd');
  });

  it('the nil slice stays nil when sliced, an empty one is not nil', () => {
    assert.equal(M.sliceSlice(M.nilSlice, 0, 0).array, null);
    assert.notEqual(M.makeSlice(int, 0).array, null);
  });

  it('bounds errors say what Go says', () => {
    const s = M.makeSlice(int, 3, 5);
    const array = [0, 0, 0, 0];
    const text = 'hello';
    const bounds = (f: () => unknown): string => panicText(f).replace('runtime error: ', '');
    assert.equal(bounds(() => M.index(s, 6)), 'index out of range [6] with length 3'); // prettier-ignore
    assert.equal(bounds(() => M.index(s, -1)), 'index out of range [-1]'); // prettier-ignore
    assert.equal(bounds(() => M.stringIndex(text, 6)), 'index out of range [6] with length 5'); // prettier-ignore
    const out = 'slice bounds out of range';
    const cases: [() => unknown, string][] = [
      [() => M.sliceSlice(s, undefined, 6), '[:6] with capacity 5'],
      [() => M.sliceSlice(s, 6), '[6:3]'],
      [() => M.sliceSlice(s, 4), '[4:3]'],
      [() => M.sliceSlice(s, 4, 2), '[4:2]'],
      [() => M.sliceSlice(s, -1), '[-1:]'],
      [() => M.sliceSlice(s, undefined, -1), '[:-1]'],
      [() => M.sliceSlice(s, 1, 2, 6), '[::6] with capacity 5'],
      [() => M.sliceSlice(s, 1, 5, 4), '[:5:4]'],
      [() => M.sliceSlice(s, 4, 3, 4), '[4:3:]'],
      [() => M.sliceString(text, 6), '[6:5]'],
      [() => M.sliceString(text, undefined, 6), '[:6] with length 5'],
      [() => M.sliceString(text, 4, 2), '[4:2]'],
      [() => M.sliceArray(array, undefined, 6), '[:6] with length 4'],
      [() => M.sliceArray(array, 6), '[6:4]'],
      [() => M.sliceArray(array, 1, 2, 6), '[::6] with length 4'],
    ];
    for (const [f, range] of cases) assert.equal(bounds(f), `${out} ${range}`);
    assert.equal(bounds(() => M.makeSlice(int, -1)), 'makeslice: len out of range'); // prettier-ignore
    assert.equal(bounds(() => M.makeSlice(int, 2, 1)), 'makeslice: cap out of range'); // prettier-ignore
    const toArray = 'cannot convert slice with length 3 to array or pointer to array with length 4';
    assert.equal(bounds(() => M.sliceToArrayPointer(s, types.array(int, 4))), toArray); // prettier-ignore
    assert.equal(panicText(() => M.sliceArray(null)), 'runtime error: invalid memory address or nil pointer dereference'); // prettier-ignore
  });

  it('convert to arrays: a copy, or the elements themselves', () => {
    for (const s of [ints(1, 2, 3, 4), M.stringToBytes('abcd')]) {
      const type = types.array(s.array instanceof Uint8Array ? byte : int, 2);
      const part = M.sliceSlice(s, 1, 3);
      const copied = M.sliceToArray(part, type);
      const pointer = M.sliceToArrayPointer(part, type) as number[];
      pointer[0] = 100;
      assert.equal(s.array[1], 100);
      assert.notEqual(copied[0], 100);
      assert.equal(pointer.length, 2);
    }
  });
});
