/**
 * Slices (runtime/slice.go): a header over an array, immutable; growth follows growslice with Go's size classes, since capacities can be seen.
 *
 * Values given to append are stored as they are: the caller gives fresh structs and arrays. What is copied from another slice is cloned.
 */
import { T } from '../../trace/tracer.ts';
import { panicNil, panicRuntime } from './runtimeError.ts';
import { allocate, piece, structAt } from './mapped.ts';
import { release } from './release.ts';
import type { RType } from './rtype.ts';
import { roundupsize } from './sizeclasses.ts';
import type { GoArray, TypedArray } from './values.ts';
import type { Wide } from './wide.ts';

export class Slice {
  /** Null for the nil slice only. */
  readonly array: GoArray;
  readonly offset: number;
  readonly length: number;
  readonly capacity: number;

  constructor(array: GoArray, offset: number, length: number, capacity: number) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.capacity = capacity;
  }
}

/** The nil slice of every type. */
export const nilSlice = new Slice(null as unknown as GoArray, 0, 0, 0);

/** A slice of a whole array. */
export function sliceOf(array: GoArray): Slice {
  return new Slice(array, 0, array.length, array.length);
}

// ---- arrays

const isAggregate = (elem: RType): boolean => elem.kind === 'struct' || elem.kind === 'array';

type ArrayMaker = (length: number) => GoArray;

/** What makes zeroed arrays of an element type. */
function makerOf(elem: RType): ArrayMaker {
  switch (elem.kind) {
    case 'uint8':
      return (length) => new Uint8Array(length);
    case 'int8':
      return (length) => new Int8Array(length);
    case 'uint16':
      return (length) => new Uint16Array(length);
    case 'int16':
      return (length) => new Int16Array(length);
    case 'uint32':
      return (length) => new Uint32Array(length);
    case 'int32':
      return (length) => new Int32Array(length);
    case 'float32':
      return (length) => new Float32Array(length);
    case 'float64':
      return (length) => new Float64Array(length);
    default:
      if (elem.mapped) return (length) => placeInMemory(elem, new Array<unknown>(length));
      if (isAggregate(elem)) return (length) => zeroes(elem, length);
      return (length) => filled(length, elem.zero());
  }
}

function filled(length: number, value: unknown): unknown[] {
  const array = new Array<unknown>(length);
  // Array.prototype.fill goes through V8's runtime.
  for (let i = 0; i < length; i++) array[i] = value;
  return array;
}

function zeroes(elem: RType, length: number): unknown[] {
  const array = new Array<unknown>(length);
  for (let i = 0; i < length; i++) array[i] = elem.zero();
  return array;
}

/** A zeroed array. */
export function newArray(elem: RType, length: number): GoArray {
  return (elem.arrayMaker ??= makerOf(elem))(length);
}

/** Fills an array with zeroed structs that lie one behind the other, as the kernel reads a list of them. */
function placeInMemory(elem: RType, array: unknown[]): unknown[] {
  allocate(elem.size * array.length);
  const { view, offset } = piece;
  for (let i = 0; i < array.length; i++) array[i] = structAt(elem, view, offset + i * elem.size);
  return array;
}

/** An array literal with gaps. */
export function arrayWith(elem: RType, length: number, elements: [number, unknown][]): GoArray {
  const array = newArray(elem, length) as unknown[];
  if (elem.mapped) for (const [i, value] of elements) elem.assign(array[i], value);
  else for (const [i, value] of elements) array[i] = value;
  return array;
}

const maxLength = 0x7fffffff;

export function makeSlice(elem: RType, length: Wide, capacity: Wide = length): Slice {
  if (typeof length !== 'number' || length < 0 || length > maxLength) panicRuntime('makeslice: len out of range');
  if (typeof capacity !== 'number' || capacity < length || capacity > maxLength)
    panicRuntime('makeslice: cap out of range');
  return new Slice(newArray(elem, capacity), 0, length, capacity);
}

// ---- append

/** runtime.nextslicecap and the rounding after it. */
function newCapacity(elem: RType, needed: number, old: number): number {
  let capacity = old;
  if (needed > old * 2) capacity = needed;
  else if (old < 256) capacity = old * 2;
  else while (capacity < needed) capacity += Math.floor((capacity + 3 * 256) / 4);
  const { size } = elem;
  return size === 0 ? needed : Math.floor(roundupsize(capacity * size, elem) / size);
}

/** runtime.growslice: a slice of the same elements with room for `needed`. */
function growslice(elem: RType, s: Slice, needed: number): Slice {
  const capacity = newCapacity(elem, needed, s.capacity);
  const { array, offset, length } = s;
  if (array === null) return new Slice(newArray(elem, capacity), 0, 0, capacity);
  if (ArrayBuffer.isView(array)) {
    const grown = newArray(elem, capacity) as TypedArray;
    copyNumbers(grown, 0, array, offset, length);
    return new Slice(grown, 0, length, capacity);
  }
  const grown = new Array<unknown>(capacity);
  if (elem.mapped) {
    placeInMemory(elem, grown);
    for (let i = 0; i < length; i++) elem.assign(grown[i], array[offset + i]);
    return new Slice(grown, 0, length, capacity);
  }
  const aggregate = isAggregate(elem);
  // The old array may still be used through other slices: structs are variables of their own in each.
  if (aggregate) for (let i = 0; i < length; i++) grown[i] = elem.clone(array[offset + i]);
  else for (let i = 0; i < length; i++) grown[i] = array[offset + i];
  if (aggregate) for (let i = length; i < capacity; i++) grown[i] = elem.zero();
  else if (length < capacity) grown.fill(elem.zero(), length);
  return new Slice(grown, 0, length, capacity);
}

/** Stores an element given by the caller: into the struct or array that is there, or in its place. */
function put(elem: RType, array: GoArray, i: number, value: unknown): void {
  if (isAggregate(elem)) {
    elem.assign(array[i], value);
  } else {
    if (T.on) T.write(array, i);
    (array as unknown[])[i] = value;
  }
}

export function append1(elem: RType, s: Slice, value: unknown): Slice {
  const length = s.length + 1;
  const target = length > s.capacity ? growslice(elem, s, length) : s;
  put(elem, target.array, target.offset + s.length, value);
  return new Slice(target.array, target.offset, length, target.capacity);
}

export function append(elem: RType, s: Slice, values: unknown[]): Slice {
  const length = s.length + values.length;
  const target = length > s.capacity ? growslice(elem, s, length) : s;
  for (let i = 0; i < values.length; i++) put(elem, target.array, target.offset + s.length + i, values[i]);
  return new Slice(target.array, target.offset, length, target.capacity);
}

export function appendSlice(elem: RType, s: Slice, t: Slice): Slice {
  if (t.length === 0) return s;
  const length = s.length + t.length;
  const target = length > s.capacity ? growslice(elem, s, length) : s;
  copyElements(target.array, target.offset + s.length, t.array, t.offset, t.length, isAggregate(elem) ? elem : null);
  return new Slice(target.array, target.offset, length, target.capacity);
}

export function appendString(elem: RType, s: Slice, text: string): Slice {
  if (text.length === 0) return s;
  const length = s.length + text.length;
  const target = length > s.capacity ? growslice(elem, s, length) : s;
  copyBytes(target.array, target.offset + s.length, text, text.length);
  return new Slice(target.array, target.offset, length, target.capacity);
}

// ---- copy

function copyElements(to: GoArray, at: number, from: GoArray, start: number, n: number, aggregate: RType | null): void {
  if (aggregate !== null) {
    const forward = to !== from || at <= start;
    for (let k = 0; k < n; k++) {
      const i = forward ? k : n - 1 - k;
      aggregate.assign(to[at + i], from[start + i]);
    }
    return;
  }
  if (T.on) T.writeElements(to, at, n);
  if (ArrayBuffer.isView(to) && ArrayBuffer.isView(from)) copyNumbers(to, at, from, start, n);
  else if (to !== from || at <= start) {
    for (let i = 0; i < n; i++) (to as unknown[])[at + i] = from[start + i];
  } else {
    for (let i = n - 1; i >= 0; i--) (to as unknown[])[at + i] = from[start + i];
  }
}

/** Up to as many a loop is done before V8 has made a view of them. */
const few = 64;

function copyNumbers(to: TypedArray, at: number, from: TypedArray, start: number, n: number): void {
  if (to === from) to.copyWithin(at, start, start + n);
  else if (n > few) to.set((start === 0 && n === from.length ? from : from.subarray(start, start + n)) as never, at);
  else for (let i = 0; i < n; i++) to[at + i] = from[start + i] as number;
}

function copyBytes(to: GoArray, at: number, text: string, n: number): void {
  if (T.on) T.writeElements(to, at, n);
  for (let i = 0; i < n; i++) to[at + i] = text.charCodeAt(i);
}

/** `copy(dst, src)`. The element type tells structs, which are copied, from pointers to them. */
export function copy(to: Slice, from: Slice, elem: RType): number {
  const n = Math.min(to.length, from.length);
  if (n === 0) return 0;
  copyElements(to.array, to.offset, from.array, from.offset, n, isAggregate(elem) ? elem : null);
  return n;
}

export function copyString(to: Slice, text: string): number {
  const n = Math.min(to.length, text.length);
  if (n > 0) copyBytes(to.array, to.offset, text, n);
  return n;
}

/** `clear(s)` */
export function clearSlice(s: Slice, elem: RType): void {
  if (s.length === 0) return;
  for (let i = 0; i < s.length; i++) put(elem, s.array, s.offset + i, elem.zero());
}

// ---- index and slice expressions

export function panicIndex(index: Wide, length: number): never {
  if (index < 0) panicRuntime(`index out of range [${index}]`, 'boundsError');
  panicRuntime(`index out of range [${index}] with length ${length}`, 'boundsError');
}

/** The byte of a string. */
export function stringIndex(s: string, i: Wide): number {
  if (i >= 0 && i < s.length) return s.charCodeAt(i as number);
  return panicIndex(i, s.length);
}

/** `s[i]` */
export function index(s: Slice, i: Wide): unknown {
  if (i >= 0 && i < s.length) return s.array[s.offset + (i as number)];
  return panicIndex(i, s.length);
}

/** Panics as the first check that Go makes fails (runtime.panicSlice…); `of`: what the outermost bound is measured against. */
function panicSlice(low: Wide, high: Wide, max: Wide | undefined, limit: number, of: 'length' | 'capacity'): never {
  const bounds = (text: string): never => panicRuntime(`slice bounds out of range ${text}`, 'boundsError');
  if (max !== undefined) {
    if (max < 0) bounds(`[::${max}]`);
    if (max > limit) bounds(`[::${max}] with ${of} ${limit}`);
    if (high < 0) bounds(`[:${high}:]`);
    if (high > max) bounds(`[:${high}:${max}]`);
    if (low < 0) bounds(`[${low}::]`);
    return bounds(`[${low}:${high}:]`);
  }
  if (high < 0) bounds(`[:${high}]`);
  if (high > limit) bounds(`[:${high}] with ${of} ${limit}`);
  if (low < 0) bounds(`[${low}:]`);
  return bounds(`[${low}:${high}]`);
}

/** `s[low:high:max]` */
export function sliceSlice(s: Slice, low: Wide = 0, high: Wide = s.length, max?: Wide): Slice {
  const limit = max ?? s.capacity;
  if (low >= 0 && low <= high && high <= limit && limit <= s.capacity) {
    if (s.array === null) return s;
    return new Slice(
      s.array,
      s.offset + (low as number),
      (high as number) - (low as number),
      (limit as number) - (low as number),
    );
  }
  return panicSlice(low, high, max, s.capacity, 'capacity');
}

/** Slices an array or a pointer to one. */
export function sliceArray(array: GoArray | null, low: Wide = 0, high?: Wide, max?: Wide): Slice {
  if (array === null) return panicNil();
  const { length } = array;
  const end = high ?? length;
  const limit = max ?? length;
  if (low >= 0 && low <= end && end <= limit && limit <= length) {
    return new Slice(array, low as number, (end as number) - (low as number), (limit as number) - (low as number));
  }
  return panicSlice(low, end, max, length, 'length');
}

export function sliceString(s: string, low: Wide = 0, high: Wide = s.length): string {
  if (low >= 0 && low <= high && high <= s.length) return s.substring(low as number, high as number);
  return panicSlice(low, high, undefined, s.length, 'length');
}

/** `s[low:high] == text`, without the string that is sliced: so parsers look for a word. */
export function isSlice(s: string, low: Wide = 0, high: Wide = s.length, text: string): boolean {
  if (!(low >= 0 && low <= high && high <= s.length)) return panicSlice(low, high, undefined, s.length, 'length');
  if ((high as number) - (low as number) !== text.length) return false;
  for (let i = 0; i < text.length; i++) {
    if (s.charCodeAt((low as number) + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}

// ---- conversions to arrays

function checkConversion(s: Slice, length: number): void {
  if (s.length >= length) return;
  const target = release.convertsToArrays ? 'array or pointer to array' : 'pointer to array';
  panicRuntime(`cannot convert slice with length ${s.length} to ${target} with length ${length}`, 'boundsError');
}

/** `[4]int(s)`: a copy. */
export function sliceToArray(s: Slice, type: RType): GoArray {
  checkConversion(s, type.length);
  if (type.length === 0) return newArray(type.element, 0);
  return type.clone(windowOf(s, type)) as GoArray;
}

/** `(*[4]int)(s)`: the elements themselves. */
export function sliceToArrayPointer(s: Slice, type: RType): GoArray | null {
  checkConversion(s, type.length);
  if (s.array === null) return null;
  return windowOf(s, type);
}

const windows = new WeakMap<object, Map<number, GoArray>>();

/** The part of a slice's array as an array that shares its elements. */
function windowOf(s: Slice, type: RType): GoArray {
  const { array, offset } = s;
  const { length } = type;
  if (offset === 0 && array.length === length) return array;
  if (ArrayBuffer.isView(array)) return array.subarray(offset, offset + length);
  let known = windows.get(array);
  if (known === undefined) windows.set(array, (known = new Map<number, GoArray>()));
  const key = offset * 0x100000 + length;
  let window = known.get(key);
  if (window === undefined) {
    window = new Array<unknown>(length);
    for (let i = 0; i < length; i++) {
      Object.defineProperty(window, i, {
        enumerable: true,
        get: () => array[offset + i],
        set: (value: unknown) => ((array as unknown[])[offset + i] = value),
      });
    }
    known.set(key, window);
  }
  return window;
}
