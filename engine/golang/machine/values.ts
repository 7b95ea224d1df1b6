/**
 * Pointers (ABI.md, "Values").
 *
 * A pointer to anything but a struct or an array is an object with an accessor `v`. Two pointers to the same variable are one object: FieldPointer
 * and ElementPointer are interned by what they point into.
 */
import { T } from '../../trace/tracer.ts';
import { panicNil } from './runtimeError.ts';
import type { RType } from './rtype.ts';

/** A pointer that is no struct and no array. */
export interface Pointer {
  v: unknown;
  /** The element type, once the pointer has become an unsafe.Pointer (memory.ts). */
  type: RType | null;
}

/** A variable whose address is taken or that a closure captures; it is its own pointer. */
export class Cell<V = unknown> implements Pointer {
  v: V;
  type: RType | null = null;

  constructor(v: V) {
    this.v = v;
  }
}

type Properties = Record<string | number, unknown>;

/** `&object.field` */
export class FieldPointer implements Pointer {
  readonly object: object;
  readonly key: string;
  type: RType | null = null;

  constructor(object: object, key: string) {
    this.object = object;
    this.key = key;
  }
  get v(): unknown {
    return (this.object as Properties)[this.key];
  }
  set v(value: unknown) {
    if (T.on) T.write(this.object, this.key);
    (this.object as Properties)[this.key] = value;
  }
}

export type TypedArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array; // prettier-ignore
/** An array as slices see it. */
export type GoArray = unknown[] | TypedArray;

/** `&array[index]` */
export class ElementPointer implements Pointer {
  readonly array: GoArray;
  readonly index: number;
  type: RType | null = null;

  constructor(array: GoArray, index: number) {
    this.array = array;
    this.index = index;
  }
  get v(): unknown {
    return this.array[this.index];
  }
  set v(value: unknown) {
    if (T.on) T.write(this.array, this.index);
    (this.array as unknown[])[this.index] = value;
  }
}

/** Of most objects there is a pointer to one field at most. */
const fieldPointers = new WeakMap<object, FieldPointer | Map<string, FieldPointer>>();
const elementPointers = new WeakMap<object, Map<number, ElementPointer>>();

export function fieldPointer(object: object | null, key: string): FieldPointer {
  if (object === null) return panicNil();
  const known = fieldPointers.get(object);
  if (known instanceof FieldPointer && known.key === key) return known;
  if (known instanceof Map) {
    const found = known.get(key);
    if (found !== undefined) return found;
  }
  const pointer = new FieldPointer(object, key);
  if (known === undefined) fieldPointers.set(object, pointer);
  else if (known instanceof Map) known.set(key, pointer);
  else fieldPointers.set(object, new Map([[known.key, known], [key, pointer]])); // prettier-ignore
  return pointer;
}

export function elementPointer(array: GoArray | null, index: number): ElementPointer {
  if (array === null) return panicNil();
  // Views of the same memory are told apart by their buffer, not by their object.
  const isView = ArrayBuffer.isView(array);
  const base: object = isView ? array.buffer : array;
  const place = isView ? (array.byteOffset + index * array.BYTES_PER_ELEMENT) * 16 + array.BYTES_PER_ELEMENT : index;
  let pointers = elementPointers.get(base);
  if (pointers === undefined) elementPointers.set(base, (pointers = new Map<number, ElementPointer>()));
  let pointer = pointers.get(place);
  if (pointer === undefined) pointers.set(place, (pointer = new ElementPointer(array, index)));
  return pointer;
}

/** The pointer itself, if it is not nil. */
export function notNil<P>(pointer: P): P {
  return pointer ?? panicNil();
}
