/**
 * The headers of slices and strings as structs (internal/unsafeheader, reflect.SliceHeader, reflect.StringHeader): what Go's older code makes
 * of a pointer to a slice or string. A header reads the variable, and writing to it makes the variable anew.
 */
import type { RType } from './rtype.ts';
import { Slice, nilSlice } from './slice.ts';
import { bytesToString, stringToBytes } from './strings.ts';
import { ElementPointer, elementPointer, type Pointer } from './values.ts';

const packages = new Set(['internal/unsafeheader', 'reflect']);
const names = new Set(['Slice', 'String', 'SliceHeader', 'StringHeader']);

export const isHeader = (elem: RType): boolean => packages.has(elem.pkgPath) && names.has(elem.name);

/** The header, as a struct of type `elem`, of the slice or string that `pointer` points to. */
export function headerOf(pointer: Pointer, elem: RType): object {
  const header = Object.create(elem.structClass.prototype as object) as object;
  const isString = typeof pointer.v === 'string';
  const written: { data: object | null; length: number; capacity: number } = { data: null, length: 0, capacity: 0 };
  const current = (): Slice => (isString ? stringToBytes(pointer.v as string) : (pointer.v as Slice));
  const rebuild = (): void => {
    const { data, length, capacity } = written;
    // Until all fields are there, the variable is what they say so far: nothing.
    if (!(data instanceof ElementPointer)) return;
    const slice = length === 0 && capacity === 0 ? nilSlice : new Slice(data.array, data.index, length, capacity);
    pointer.v = isString ? bytesToString(new Slice(data.array, data.index, length, length)) : slice;
  };
  const property = (name: string, get: () => unknown, set: (value: unknown) => void): void => {
    Object.defineProperty(header, name, {
      enumerable: true,
      get,
      set: (value) => {
        set(value);
        rebuild();
      },
    });
  };
  const data = (): object | null => {
    const slice = current();
    return slice.array === null || slice.capacity === 0 ? null : elementPointer(slice.array, slice.offset);
  };
  property('Data', data, (value) => {
    if (typeof value !== 'object') throw new Error(`${elem.string}: an address is no data here`);
    written.data = value;
  });
  property(
    'Len',
    () => current().length,
    (value) => (written.length = Number(value)),
  );
  if (!isString)
    property(
      'Cap',
      () => current().capacity,
      (value) => (written.capacity = Number(value)),
    );
  return header;
}
