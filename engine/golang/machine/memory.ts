/**
 * unsafe (package unsafe, runtime/unsafe.go): addresses and reinterpretation.
 *
 * What lies in a buffer (mapped structs, typed arrays) has its real address. Any other object gets a handle: a made-up address, a multiple of 512
 * so that tagged pointers keep their low bits, under which it can be found again. A scalar variable whose address is really needed
 * (a system call, another view of its bits) moves into memory and stays there: its property becomes an accessor.
 */
import {
  allocateLasting,
  arrayAt,
  isMappedArray,
  isMappedStruct,
  load,
  piece,
  store,
  structAt,
  viewOf,
} from './mapped.ts';
import { headerOf, isHeader } from './headers.ts';
import { offsetsOf } from './layout.ts';
import type { RType } from './rtype.ts';
import { panicRuntime } from './runtimeError.ts';
import { Slice, nilSlice } from './slice.ts';
import { bytesToString, stringToBytes } from './strings.ts';
import {
  Cell,
  ElementPointer,
  FieldPointer,
  elementPointer,
  fieldPointer,
  type GoArray,
  type Pointer,
} from './values.ts';
import { addUint, toUint, type Wide } from './wide.ts';

export const memory: {
  /** Put here at start-up by who has the native module. */
  addressOfBuffer: (buffer: ArrayBufferLike) => number;
  /** Foreign memory (mmap) as a buffer, if it can be had. */
  bufferAt: (address: number, length: number) => ArrayBuffer | null;
  /** After a system call: nothing to do, since what it wrote to is memory that the variables read. */
  syncAfterCall: () => void;
} = {
  addressOfBuffer: () => {
    throw new Error('memory.addressOfBuffer is not set');
  },
  bufferAt: () => null,
  syncAfterCall: () => undefined,
};

/** A pointer into a buffer that no other kind of pointer describes. */
export class MappedPointer implements Pointer {
  readonly view: DataView;
  readonly offset: number;
  type: RType;

  constructor(view: DataView, offset: number, type: RType) {
    this.view = view;
    this.offset = offset;
    this.type = type;
  }
  get v(): unknown {
    return load(this.view, this.offset, this.type);
  }
  set v(value: unknown) {
    store(this.view, this.offset, this.type, value);
  }
}

/** Something of a native's that becomes a Go object when it is used as a pointer to a type. */
interface Untyped {
  asPointerTo(elem: RType): object;
}
const isUntyped = (pointer: object): pointer is Untyped => 'asPointerTo' in pointer;

/** An unsafe.Pointer that is only an address. */
export class RawPointer {
  readonly address: Wide;

  constructor(address: Wide) {
    this.address = address;
  }
}

const mappedPointers = new WeakMap<ArrayBufferLike, Map<string, MappedPointer>>();
function mappedPointer(view: DataView, offset: number, type: RType): MappedPointer {
  let pointers = mappedPointers.get(view.buffer);
  if (pointers === undefined) mappedPointers.set(view.buffer, (pointers = new Map<string, MappedPointer>()));
  const key = `${offset}:${type.id}`;
  let pointer = pointers.get(key);
  if (pointer === undefined) pointers.set(key, (pointer = new MappedPointer(view, offset, type)));
  return pointer;
}

// ---- handles

/** Handles are multiples of this. */
export const handleStep = 512;
const firstHandle = 0xc000000000;
const handles = new WeakMap<object, number>();
/** By handle. What has one stays: a weak reference would not help, for the program is one job that ends with it. */
const objects: (object | null)[] = [];
const freeHandles: number[] = [];

function handleOf(object: object): number {
  let handle = handles.get(object);
  if (handle === undefined) {
    handle = freeHandles.pop() ?? firstHandle + objects.length * handleStep;
    handles.set(object, handle);
    objects[(handle - firstHandle) / handleStep] = object;
  }
  return handle;
}

function handled(address: Wide): object | null {
  if (typeof address !== 'number') return null;
  const index = (address - firstHandle) / handleStep;
  return index >= 0 && index < objects.length ? (objects[index] ?? null) : null;
}

/** The object's end: its handle leads nowhere any more, and may be given to another. */
export function forgetHandle(object: object): void {
  const handle = handles.get(object);
  if (handle === undefined) return;
  handles.delete(object);
  objects[(handle - firstHandle) / handleStep] = null;
  freeHandles.push(handle);
}

/** The object whose handle an address is, a pointer to the byte there where it is in memory that was just asked for, or a RawPointer. */
export function objectAt(address: Wide): object {
  return (
    handled(address) ??
    movedPointers.get(address) ??
    storedPointers.get(address) ??
    within(lately, address) ??
    within(mappings, address) ??
    new RawPointer(address)
  );
}

// ---- addresses that are calculated with: `unsafe.Pointer(uintptr(unsafe.Pointer(h)) + n)`, always at once

const remembered = 16;
const lately: ArrayBufferLike[] = [];
let latest = -1;

function remember(buffer: ArrayBufferLike): void {
  if (lately[latest] === buffer) return;
  latest = (latest + 1) % remembered;
  lately[latest] = buffer;
}

/** The buffers whose addresses were asked for last: a call that is about to be made is given them. */
export function rememberedBuffers(): readonly ArrayBufferLike[] {
  return [...lately];
}

/** Memory that a program has mapped: an address in it may be one that the kernel has given. */
const mappings: ArrayBufferLike[] = [];
export function keepMapping(buffer: ArrayBufferLike): void {
  mappings.push(buffer);
}

/** A pointer to a byte of one of the buffers. */
function within(buffers: readonly ArrayBufferLike[], address: Wide): object | null {
  if (typeof address !== 'number') return null;
  for (const buffer of buffers) {
    const offset = address - memory.addressOfBuffer(buffer);
    if (offset >= 0 && offset < buffer.byteLength) return byteAt(buffer, offset);
  }
  return null;
}

function byteAt(buffer: ArrayBufferLike, offset: number): object {
  return toUnsafePointer(elementPointer(bytesOf(buffer), offset), arrayType.byte()) as object;
}

// ---- where things lie

interface Place {
  view: DataView;
  offset: number;
}

const numericKinds = new Set<string>([
  'bool', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'float32', 'float64',
]); // prettier-ignore
const isAggregate = (type: RType): boolean => type.kind === 'struct' || type.kind === 'array';

const movedPlaces = new WeakMap<object, Map<string | number, Place>>();
/**
 * By address, the pointer to a variable that was moved to memory: made of its address it is the same pointer. Only the latest: an address that is a
 * number keeps nothing alive, and is used at once.
 */
const movedPointers = new Map<Wide, Pointer>();
const latestMoved = 256;
/** Those that were stored in memory as pointers: the kernel may give such an address back at any time (epoll_event.data). */
const storedPointers = new Map<Wide, Pointer>();

/** A pointer is stored in memory, as its address. */
export function keepStored(pointer: object | null, address: Wide): void {
  const isMoved =
    pointer instanceof Cell
      ? movedPlaces.has(pointer)
      : pointer instanceof FieldPointer
        ? movedPlaces.get(pointer.object)?.has(pointer.key)
        : pointer instanceof ElementPointer && movedPlaces.get(pointer.array)?.has(pointer.index);
  if (isMoved) storedPointers.set(address, pointer as Pointer);
}

function rememberMoved(address: number, pointer: Pointer): void {
  movedPointers.set(address, pointer);
  for (const oldest of movedPointers.keys()) {
    if (movedPointers.size <= latestMoved) break;
    movedPointers.delete(oldest);
  }
}

/** Makes a property of an object an accessor to a place in memory, which starts with its value. */
function moveToMemory(object: object, key: string | number, type: RType): Place {
  allocateLasting(type.size);
  const place = { view: piece.view, offset: piece.offset };
  store(place.view, place.offset, type, (object as Record<string | number, unknown>)[key]);
  Object.defineProperty(object, key, {
    configurable: true,
    enumerable: true,
    get: () => load(place.view, place.offset, type),
    set: (value: unknown) => store(place.view, place.offset, type, value),
  });
  let moved = movedPlaces.get(object);
  if (moved === undefined) movedPlaces.set(object, (moved = new Map<string | number, Place>()));
  moved.set(key, place);
  return place;
}

/** Where a pointer's variable lies in memory; null if it is an object without memory. With `move` a scalar is put there. */
function placeOf(pointer: object, move: boolean): Place | null {
  if (isMappedStruct(pointer)) return { view: pointer.$view, offset: pointer.$offset };
  if (ArrayBuffer.isView(pointer)) return { view: viewOf(pointer.buffer), offset: pointer.byteOffset };
  if (pointer instanceof MappedPointer) return { view: pointer.view, offset: pointer.offset };
  if (pointer instanceof ElementPointer) {
    const { array, index } = pointer;
    if (ArrayBuffer.isView(array)) {
      return { view: viewOf(array.buffer), offset: array.byteOffset + index * array.BYTES_PER_ELEMENT };
    }
    if (isMappedArray(array)) return { view: array.$view, offset: array.$offset + index * array.$array.element.size };
    return scalarPlace(pointer, array, index, move);
  }
  if (pointer instanceof FieldPointer) {
    const { object, key } = pointer;
    if (isMappedStruct(object)) {
      const type = (object as unknown as { $type: RType }).$type.element;
      const offset = offsetsOf(type)[type.fields.findIndex((field) => field.property === key)] ?? 0;
      return { view: object.$view, offset: object.$offset + offset };
    }
    return scalarPlace(pointer, object, key, move);
  }
  return pointer instanceof Cell ? scalarPlace(pointer, pointer, 'v', move) : null;
}

function scalarPlace(pointer: Pointer, object: object, key: string | number, move: boolean): Place | null {
  const moved = movedPlaces.get(object)?.get(key);
  if (moved !== undefined) return moved;
  const { type } = pointer;
  if (!move || type === null || !numericKinds.has(type.kind)) return null;
  const place = moveToMemory(object, key, type);
  rememberMoved(memory.addressOfBuffer(place.view.buffer) + place.offset, pointer);
  return place;
}

/** A pointer to a type at a place. */
function pointerTo(place: Place, elem: RType): object {
  if (elem.kind === 'struct') return structAt(elem, place.view, place.offset);
  if (elem.kind === 'array') return arrayAt(elem, place.view, place.offset);
  return mappedPointer(place.view, place.offset, elem);
}

// ---- unsafe.Pointer

const isScalarPointer = (pointer: object): pointer is Pointer =>
  pointer instanceof Cell ||
  pointer instanceof FieldPointer ||
  pointer instanceof ElementPointer ||
  pointer instanceof MappedPointer;

/** `unsafe.Pointer(p)`: the pointer itself; a scalar's remembers its type. */
export function toUnsafePointer(pointer: object | null, elem: RType): object | null {
  if (pointer !== null && isScalarPointer(pointer)) pointer.type ??= elem;
  return pointer;
}

/** `uintptr(u)` */
export function addressOf(pointer: object | null): Wide {
  if (pointer === null) return 0;
  if (pointer instanceof RawPointer) return pointer.address;
  const place = placeOf(pointer, true);
  if (place === null) return handleOf(originals.get(pointer) ?? pointer);
  remember(place.view.buffer);
  return memory.addressOfBuffer(place.view.buffer) + place.offset;
}

/** `unsafe.Pointer(address)` */
export function pointerAt(address: Wide): object | null {
  return address === 0 ? null : objectAt(address);
}

/** `(*T)(u)`: the pointer as one to the type `elem`. */
export function fromUnsafePointer(pointer: object | null, elem: RType): object | null {
  if (pointer === null) return null;
  if (pointer instanceof RawPointer) {
    const found = handled(pointer.address);
    if (found !== null) return fromUnsafePointer(found, elem);
    const buffer = memory.bufferAt(Number(pointer.address), elem.size);
    if (buffer === null) throw new Error(`nothing of ours lies at address 0x${pointer.address.toString(16)}`);
    return pointerTo({ view: viewOf(buffer), offset: 0 }, elem);
  }
  if (isScalarPointer(pointer)) {
    const from = pointer.type;
    if (isHeader(elem)) return headerOf(pointer, elem);
    if (
      from === null ||
      from === elem ||
      (from.kind === elem.kind && !isAggregate(elem)) ||
      !numericKinds.has(from.kind)
    ) {
      return pointer;
    }
    const place = placeOf(pointer, true);
    return place === null ? pointer : pointerTo(place, elem);
  }
  if (elem.kind === 'struct' && pointer.constructor === elem.structClass) return pointer;
  if (isUntyped(pointer)) return pointer.asPointerTo(elem);
  const place = placeOf(pointer, false);
  if (place === null) return reach(pointer, elem);
  return isThatArray(pointer, elem) ? pointer : pointerTo(place, elem);
}

/** Whether an array in memory already is of the type. */
function isThatArray(pointer: object, elem: RType): boolean {
  if (elem.kind !== 'array') return false;
  if (isMappedArray(pointer)) return pointer.$array === elem;
  if (!ArrayBuffer.isView(pointer) || pointer.byteLength !== elem.size) return false;
  return pointer.constructor === (elem.zero() as object).constructor;
}

// ---- structs without memory, seen as structs of other types

const aliases = new WeakMap<object, Map<RType, object>>();
/** Of an alias, the struct itself. */
const originals = new WeakMap<object, object>();

/** Whether each field of one struct type lies where the other has one of the same kind. */
function startsAs(type: RType, elem: RType): boolean {
  return elem.fields.every((field, i) => {
    const own = type.fields[i]?.type;
    return own !== undefined && own.kind === field.type.kind && own.size === field.type.size;
  });
}

/** A struct object of type `elem` whose fields are those of `object`, whatever their names. */
function aliasOf(object: object, type: RType, elem: RType): object {
  let known = aliases.get(object);
  if (known === undefined) aliases.set(object, (known = new Map<RType, object>()));
  let alias = known.get(elem);
  if (alias === undefined) {
    alias = Object.create(elem.structClass.prototype as object) as object;
    const fields = object as Record<string, unknown>;
    elem.fields.forEach(({ property }, i) => {
      const own = type.fields[i]?.property ?? property;
      Object.defineProperty(alias, property, {
        enumerable: true,
        get: () => fields[own],
        set: (value: unknown) => (fields[own] = value),
      });
    });
    known.set(elem, alias);
    originals.set(alias, object);
  }
  return alias;
}

/** A pointer to a struct without memory, seen as another type: what lies at its start, if that is of the type. */
function reach(pointer: object, elem: RType): object {
  let object = originals.get(pointer) ?? pointer;
  let type = (object as { $type?: RType }).$type?.elem ?? null;
  if (type === elem) return object;
  if (type?.kind === 'struct' && elem.kind === 'struct' && startsAs(type, elem)) return aliasOf(object, type, elem);
  while (type !== null && type.kind === 'struct') {
    const field = type.fields.find((candidate) => candidate.type.size > 0);
    if (field === undefined) break;
    if (!isAggregate(field.type)) {
      if (field.type !== elem && field.type.kind !== elem.kind) break;
      return toUnsafePointer(fieldPointer(object, field.property), field.type) as object;
    }
    object = (object as Record<string, unknown>)[field.property] as object;
    if (field.type === elem) return object;
    type = field.type;
  }
  return pointer;
}

/** `unsafe.Add(u, n)` */
export function unsafeAdd(pointer: object | null, n: Wide): object | null {
  if (n === 0) return pointer;
  if (pointer instanceof ElementPointer && !ArrayBuffer.isView(pointer.array) && pointer.type !== null) {
    const target = elementPointer(pointer.array, pointer.index + Number(n) / pointer.type.size);
    return toUnsafePointer(target, pointer.type);
  }
  const place = pointer === null ? null : placeOf(pointer, true);
  if (place !== null && typeof n === 'number') {
    const offset = place.offset + n;
    if (offset >= 0 && offset < place.view.byteLength) return byteAt(place.view.buffer, offset);
  }
  return pointerAt(addUint(addressOf(pointer), toUint(n)));
}

const wholeBytes = new WeakMap<ArrayBufferLike, Uint8Array>();
function bytesOf(buffer: ArrayBufferLike): Uint8Array {
  let bytes = wholeBytes.get(buffer);
  if (bytes === undefined) wholeBytes.set(buffer, (bytes = new Uint8Array(buffer)));
  return bytes;
}

// ---- slices and strings of memory

const notLoaded = (): never => {
  throw new Error('types.ts is not loaded');
};
/** Set by types.ts: the array type of an element type and a length, and the type of a byte. */
export const arrayType: { of: (elem: RType, length: number) => RType; byte: () => RType } = {
  of: notLoaded,
  byte: notLoaded,
};

function checkedLength(n: Wide, what: string): number {
  if (typeof n !== 'number' || n < 0 || n > 0x7fffffff) return panicRuntime(`${what}: len out of range`);
  return n;
}

/** Structs and arrays whose place in an array unsafe.SliceData was asked for: an object does not know where it lies. */
const elementPlaces = new WeakMap<object, { array: GoArray; index: number }>();

/** `unsafe.Slice(p, n)` */
export function unsafeSlice(pointer: object | null, n: Wide, elem: RType): Slice {
  const length = checkedLength(n, 'unsafe.Slice');
  if (pointer === null) return length === 0 ? nilSlice : panicRuntime('unsafe.Slice: ptr is nil and len is not zero');
  if (pointer instanceof ElementPointer && (pointer.type ?? elem).kind === elem.kind) {
    return new Slice(pointer.array, pointer.index, length, length);
  }
  const place = placeOf(pointer, true);
  if (place !== null) {
    if (elem.kind === 'uint8') return new Slice(bytesOf(place.view.buffer), place.offset, length, length);
    return new Slice(arrayAt(arrayType.of(elem, length), place.view, place.offset), 0, length, length);
  }
  const known = elementPlaces.get(pointer);
  if (known !== undefined) return new Slice(known.array, known.index, length, length);
  if (length > 1) throw new Error(`unsafe.Slice of ${elem.string} without memory`);
  return new Slice([isScalarPointer(pointer) ? pointer.v : pointer], 0, length, length);
}

/** `unsafe.SliceData(s)` */
export function unsafeSliceData(s: Slice, elem: RType): object | null {
  if (s.array === null) return null;
  if (isAggregate(elem)) {
    if (s.capacity === 0) return new Cell(null);
    const first = s.array[s.offset] as object;
    elementPlaces.set(first, { array: s.array, index: s.offset });
    return first;
  }
  return toUnsafePointer(elementPointer(s.array, s.offset), elem);
}

/** `unsafe.String(p, n)` */
export function unsafeString(pointer: object | null, n: Wide): string {
  const length = checkedLength(n, 'unsafe.String');
  if (length === 0) return '';
  if (pointer === null) return panicRuntime('unsafe.String: ptr is nil and len is not zero');
  if (pointer instanceof ElementPointer) return bytesToString(new Slice(pointer.array, pointer.index, length, length));
  const place = placeOf(pointer, true);
  if (place === null) throw new Error('unsafe.String without memory');
  return bytesToString(new Slice(bytesOf(place.view.buffer), place.offset, length, length));
}

/** `unsafe.StringData(s)`: the bytes must not be changed, so a copy serves. */
export function unsafeStringData(s: string): ElementPointer | null {
  return s === '' ? null : elementPointer(stringToBytes(s).array, 0);
}
