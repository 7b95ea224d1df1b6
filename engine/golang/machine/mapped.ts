/**
 * Values that lie in memory as Go lays them out: what the kernel reads and writes, and what Go's source reinterprets with unsafe.
 *
 * A mapped struct is a view: `$view` (a DataView of the whole buffer) and `$offset`; its fields are accessors. Structs and arrays inside it are
 * views of the same buffer. Fresh ones are cut from a chunk, so that making one costs no ArrayBuffer and its address is known quickly.
 */
import { addressOf, keepStored, objectAt, toUnsafePointer } from './memory.ts';
import { offsetsOf, roundUp } from './layout.ts';
import type { RType, StructClass } from './rtype.ts';
import type { GoArray, TypedArray } from './values.ts';
import { canonInt, canonUint, type Wide } from './wide.ts';

export interface MappedStruct {
  readonly $view: DataView;
  readonly $offset: number;
}

// ---- fresh memory

const chunkSize = 1 << 16;

/** A zeroed piece of memory: after `allocate`, `piece.view` and `piece.offset` say where. */
export const piece = { view: new DataView(new ArrayBuffer(0)), offset: 0 };

/** Cuts pieces from chunks; a chunk lives as long as a view of it. */
class Region {
  chunk = new DataView(new ArrayBuffer(chunkSize));
  used = 0;

  allocate(size: number): void {
    const length = roundUp(Math.max(size, 1), 8);
    if (length > chunkSize / 4) {
      piece.view = new DataView(new ArrayBuffer(length));
      piece.offset = 0;
      return;
    }
    if (this.used + length > chunkSize) {
      this.chunk = new DataView(new ArrayBuffer(chunkSize));
      this.used = 0;
    }
    piece.view = this.chunk;
    piece.offset = this.used;
    this.used += length;
  }
}

const fresh = new Region();
const lasting = new Region();

/** Memory for a new struct or array. */
export function allocate(size: number): void {
  fresh.allocate(size);
}
/** Memory for a variable that was elsewhere before: never given back. */
export function allocateLasting(size: number): void {
  lasting.allocate(size);
}

/** Where fresh memory begins now. With `giveBack` all that was made since is free again: only where nobody can have kept it. */
export const memoryMark = (): { chunk: DataView; used: number } => ({ chunk: fresh.chunk, used: fresh.used });
export function giveBack(mark: { chunk: DataView; used: number }): void {
  if (mark.chunk !== fresh.chunk || mark.used === fresh.used) return;
  new Uint8Array(mark.chunk.buffer, mark.used, fresh.used - mark.used).fill(0);
  fresh.used = mark.used;
}

const views = new WeakMap<ArrayBufferLike, DataView>();
export function viewOf(buffer: ArrayBufferLike): DataView {
  let view = views.get(buffer);
  if (view === undefined) views.set(buffer, (view = new DataView(buffer)));
  return view;
}

/** Whether values of the type can lie in memory: numbers, pointers, and structs and arrays of them. */
export function mappable(type: RType): boolean {
  switch (type.kind) {
    case 'struct':
      return type.fields.every((field) => mappable(field.type));
    case 'array':
      return mappable(type.element);
    case 'string':
    case 'slice':
    case 'map':
    case 'chan':
    case 'func':
    case 'interface':
    case 'complex64':
    case 'complex128':
      return false;
    default:
      return true;
  }
}

// ---- pointers in memory: the address is there, and beside it we keep the object, which an address alone would not keep alive

const pointersIn = new WeakMap<ArrayBufferLike, Map<number, { address: Wide; pointer: unknown }>>();

function storePointer(view: DataView, offset: number, pointer: unknown): void {
  const address = addressOf(pointer as object | null);
  storeWide(view, offset, address);
  keepStored(pointer as object | null, address);
  let pointers = pointersIn.get(view.buffer);
  if (pointers === undefined)
    pointersIn.set(view.buffer, (pointers = new Map<number, { address: Wide; pointer: unknown }>()));
  if (pointer === null) pointers.delete(offset);
  else pointers.set(offset, { address, pointer });
}

function loadPointer(view: DataView, offset: number): unknown {
  const address = loadUint(view, offset);
  if (address === 0) return null;
  const kept = pointersIn.get(view.buffer)?.get(offset);
  return kept?.address === address ? kept.pointer : objectAt(address);
}

// ---- loading and storing

const TWO32 = 4294967296;

/** A 64-bit integer as two halves, without a bigint where it is small. */
function loadInt(view: DataView, offset: number): Wide {
  const value = view.getInt32(offset + 4, true) * TWO32 + view.getUint32(offset, true);
  return Number.isSafeInteger(value) ? value : canonInt(view.getBigInt64(offset, true));
}
function loadUint(view: DataView, offset: number): Wide {
  const value = view.getUint32(offset + 4, true) * TWO32 + view.getUint32(offset, true);
  return Number.isSafeInteger(value) ? value : canonUint(view.getBigUint64(offset, true));
}
function storeWide(view: DataView, offset: number, value: Wide): void {
  if (typeof value === 'bigint') {
    view.setBigUint64(offset, BigInt.asUintN(64, value), true);
  } else {
    view.setUint32(offset, value >>> 0, true);
    view.setInt32(offset + 4, Math.floor(value / TWO32) | 0, true);
  }
}

/** The value of a type at a place; a struct or array is a view. */
export function load(view: DataView, offset: number, type: RType): unknown {
  switch (type.kind) {
    case 'bool':
      return view.getUint8(offset) !== 0;
    case 'int8':
      return view.getInt8(offset);
    case 'uint8':
      return view.getUint8(offset);
    case 'int16':
      return view.getInt16(offset, true);
    case 'uint16':
      return view.getUint16(offset, true);
    case 'int32':
      return view.getInt32(offset, true);
    case 'uint32':
      return view.getUint32(offset, true);
    case 'float32':
      return view.getFloat32(offset, true);
    case 'float64':
      return view.getFloat64(offset, true);
    case 'int':
    case 'int64':
      return loadInt(view, offset);
    case 'uint':
    case 'uint64':
    case 'uintptr':
      return loadUint(view, offset);
    case 'struct':
      return structAt(type, view, offset);
    case 'array':
      return arrayAt(type, view, offset);
    case 'pointer':
    case 'unsafe.Pointer':
      return loadPointer(view, offset);
    default:
      throw new Error(`a ${type.string} cannot lie in memory`);
  }
}

export function store(view: DataView, offset: number, type: RType, value: unknown): void {
  switch (type.kind) {
    case 'bool':
      return view.setUint8(offset, value === true ? 1 : 0);
    case 'int8':
    case 'uint8':
      return view.setUint8(offset, value as number);
    case 'int16':
    case 'uint16':
      return view.setUint16(offset, value as number, true);
    case 'int32':
    case 'uint32':
      return view.setUint32(offset, value as number, true);
    case 'float32':
      return view.setFloat32(offset, value as number, true);
    case 'float64':
      return view.setFloat64(offset, value as number, true);
    case 'int':
    case 'int64':
    case 'uint':
    case 'uint64':
    case 'uintptr':
      return storeWide(view, offset, value as Wide);
    case 'struct':
    case 'array':
      return type.assign(load(view, offset, type), value);
    case 'pointer':
      return storePointer(view, offset, toUnsafePointer(value as object | null, type.element));
    case 'unsafe.Pointer':
      return storePointer(view, offset, value);
    default:
      throw new Error(`a ${type.string} cannot lie in memory`);
  }
}

// ---- arrays

type TypedArrayClass = new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray;
const typedArrays: Partial<Record<string, TypedArrayClass>> = {
  uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array, float64: Float64Array,
}; // prettier-ignore

/** An array in memory that no typed array can be: elements are accessors, and views among them are made when first touched. */
export interface MappedArray extends MappedStruct {
  readonly length: number;
  readonly $array: RType;
  $elements: unknown[] | null;
}
export const isMappedArray = (array: object): array is MappedArray => '$elements' in array;

const arrayPrototypes = new Map<RType, object>();

function arrayPrototype(type: RType): object {
  let prototype = arrayPrototypes.get(type);
  if (prototype === undefined) {
    prototype = Object.create(Array.prototype) as object;
    const elem = type.element;
    const aggregate = elem.kind === 'struct' || elem.kind === 'array';
    for (let i = 0; i < type.length; i++) {
      const at = i * elem.size;
      Object.defineProperty(prototype, i, {
        get(this: MappedArray) {
          if (!aggregate) return load(this.$view, this.$offset + at, elem);
          this.$elements ??= [];
          return (this.$elements[i] ??= load(this.$view, this.$offset + at, elem));
        },
        set(this: MappedArray, value: unknown) {
          store(this.$view, this.$offset + at, elem, value);
        },
      });
    }
    Object.defineProperty(prototype, 'length', { value: type.length });
    Object.defineProperty(prototype, '$array', { value: type });
    arrayPrototypes.set(type, prototype);
  }
  return prototype;
}

/** A view of an array type at a place. */
export function arrayAt(type: RType, view: DataView, offset: number): GoArray {
  const elem = type.element;
  const typed = typedArrays[elem.kind];
  if (typed !== undefined && offset % elem.size === 0) return new typed(view.buffer, offset, type.length);
  const array = Object.create(arrayPrototype(type)) as Record<string, unknown>;
  array['$view'] = view;
  array['$offset'] = offset;
  array['$elements'] = null;
  return array as unknown as GoArray;
}

/** A fresh zeroed array in memory. */
export function newMappedArray(type: RType): GoArray {
  allocate(type.size);
  return arrayAt(type, piece.view, piece.offset);
}

// ---- structs

export const isMappedStruct = (value: object): value is MappedStruct => '$view' in value;

/** Makes the class of a mapped struct type: `new` takes field values; `structAt` makes a view. */
export function mappedClass(type: RType): StructClass {
  const offsets = offsetsOf(type);
  const { size, fields } = type;
  class View {
    readonly $view: DataView;
    readonly $offset: number;
    /** Views of the structs and arrays inside, made when first touched. */
    $inner: unknown[] | null;

    constructor(...values: unknown[]) {
      allocate(size);
      this.$view = piece.view;
      this.$offset = piece.offset;
      this.$inner = null;
      for (let i = 0; i < values.length; i++) {
        const field = fields[i];
        if (field !== undefined) store(this.$view, this.$offset + (offsets[i] ?? 0), field.type, values[i]);
      }
    }
  }
  fields.forEach((field, i) => {
    const at = offsets[i] ?? 0;
    const fieldType = field.type;
    const aggregate = fieldType.kind === 'struct' || fieldType.kind === 'array';
    Object.defineProperty(View.prototype, field.property, {
      enumerable: true,
      get(this: View) {
        if (!aggregate) return load(this.$view, this.$offset + at, fieldType);
        this.$inner ??= [];
        return (this.$inner[i] ??= load(this.$view, this.$offset + at, fieldType));
      },
      set(this: View, value: unknown) {
        store(this.$view, this.$offset + at, fieldType, value);
      },
    });
  });
  return View;
}

/** Classes of views of types whose own class is not mapped; they inherit from it, methods and all. */
const viewClasses = new Map<RType, StructClass>();

/** A view of a struct type at a place, whether its own class is mapped or not. */
export function structAt(type: RType, view: DataView, offset: number): object {
  let View = type.structClass;
  if (!type.mapped) {
    let viewClass = viewClasses.get(type);
    if (viewClass === undefined) {
      viewClass = mappedClass(type);
      Object.setPrototypeOf(viewClass.prototype, View.prototype as object);
      Object.defineProperty(viewClass.prototype, 'constructor', { value: View });
      viewClasses.set(type, viewClass);
    }
    View = viewClass;
  }
  const struct = Object.create(View.prototype as object) as Record<string, unknown>;
  struct['$view'] = view;
  struct['$offset'] = offset;
  struct['$inner'] = null;
  return struct;
}
