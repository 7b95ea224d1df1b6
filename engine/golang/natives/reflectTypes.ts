/**
 * Type descriptors as Go objects: *abi.Type and *reflect.rtype (internal/abi/type.go, reflect/type.go).
 *
 * Go's own are read-only data whose tails reflect reads through unsafe; here each stands for one RType, and the few fields that Go's source still
 * reads directly are filled in. One object per type, so that comparing types compares pointers, as in Go.
 */
import { offsetsOf } from '../machine/layout.ts';
import type { Field, Kind, RType } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { NativeContext } from './native.ts';

/** reflect.Kind's numbers. */
const kinds: Kind[] = [
  'bool', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr', 'float32', 'float64', 'complex64',
  'complex128', 'array', 'chan', 'func', 'interface', 'map', 'pointer', 'slice', 'string', 'struct', 'unsafe.Pointer',
]; // prettier-ignore
const numbers = new Map(kinds.map((kind, i) => [kind, i + 1]));
export const kindNumber = (kind: Kind): number => numbers.get(kind) ?? 0;

export const isAggregate = (type: RType): boolean => type.kind === 'struct' || type.kind === 'array';
/** Its name is Pointer and its package unsafe, in reflect's eyes. */
export const nameOf = (type: RType): string => (type.name === 'unsafe.Pointer' ? 'Pointer' : type.name);
export const packageOf = (type: RType): string => (type.name === 'unsafe.Pointer' ? 'unsafe' : type.pkgPath);
export const isSigned = (kind: Kind): boolean => /^int(8|16|32|64)?$/.test(kind);
export const isUnsigned = (kind: Kind): boolean => /^uint(8|16|32|64|ptr)?$/.test(kind);
export const isFloat = (kind: Kind): boolean => kind === 'float32' || kind === 'float64';
export const isComplex = (kind: Kind): boolean => kind === 'complex64' || kind === 'complex128';

/** A method that reflect shows: exported ones, or all of an interface type. */
export interface ShownMethod {
  name: string;
  property: string;
  exported: boolean;
  type: RType;
}

export class TypeObjects {
  private readonly context: NativeContext;
  private readonly abiObjects = new Map<RType, object>();
  private readonly reflectObjects = new Map<RType, object>();
  private readonly liteObjects = new Map<RType, object>();
  private readonly types = new WeakMap<object, RType>();
  private readonly shown = new WeakMap<RType, ShownMethod[]>();
  /** Since 1.21 internal/abi declares the descriptor; before, reflect and reflectlite each did. */
  readonly hasAbi: boolean;

  constructor(context: NativeContext) {
    this.context = context;
    this.hasAbi = context.minor >= 21;
  }

  /** The type that an object of one of the methods below stands for. */
  of(object: object | null): RType {
    if (object === null) return this.context.M.panicNil();
    const type = this.types.get(object);
    if (type === undefined) throw new Error('a type that reflect did not make');
    return type;
  }

  /** *abi.Type */
  abi(type: RType): object {
    return this.remember(this.abiObjects, type, () => this.filled(this.context.type('internal/abi', 'Type'), type));
  }

  /** *reflect.rtype, which is a reflect.Type. */
  reflect(type: RType): object {
    return this.remember(this.reflectObjects, type, () => {
      const rtype = this.context.type('reflect', 'rtype');
      return this.hasAbi ? rtype.make(this.abi(type)) : this.filled(rtype, type);
    });
  }

  /** internal/reflectlite's *rtype before 1.21; since then its rtype is a struct around *abi.Type. */
  lite(type: RType): object {
    if (this.hasAbi) return this.abi(type);
    return this.remember(this.liteObjects, type, () =>
      this.filled(this.context.type('internal/reflectlite', 'rtype'), type),
    );
  }

  private remember(known: Map<RType, object>, type: RType, make: () => object): object {
    let object = known.get(type);
    if (object === undefined) {
      object = make();
      known.set(type, object);
      this.types.set(object, type);
    }
    return object;
  }

  /** A descriptor with the fields that Go's source reads directly. */
  private filled(descriptor: RType, type: RType): object {
    const named = type.named || type.name !== '' ? 4 : 0;
    const values: Record<string, unknown> = this.hasAbi
      ? { Size_: type.size, PtrBytes: pointerBytes(type), Hash: type.id, TFlag: named, Align_: type.align, FieldAlign_: type.align, Kind_: kindNumber(type.kind) }
      : { size: type.size, ptrdata: pointerBytes(type), hash: type.id, tflag: named, align: type.align, fieldAlign: type.align, kind: kindNumber(type.kind) }; // prettier-ignore
    return Object.assign(descriptor.zero() as object, values);
  }

  /** The methods of a type, sorted by name. */
  methods(type: RType): ShownMethod[] {
    let list = this.shown.get(type);
    if (list === undefined) {
      list =
        type.kind === 'interface'
          ? type.methods.map(({ name, property, exported, type: signature }) => ({
              name,
              property,
              exported,
              type: signature,
            }))
          : [...type.methodSet().values()]
              .filter((method) => method.exported)
              .map(({ name, property, exported, type: signature }) => ({ name, property, exported, type: signature() }))
              .sort((a, b) => (a.name < b.name ? -1 : 1));
      this.shown.set(type, list);
    }
    return list;
  }

  /** reflect.StructField of the i-th field. */
  structField(type: RType, i: number): object {
    const { M } = this.context;
    const field = type.fields[i];
    if (field === undefined) return this.panic('reflect: Field index out of bounds');
    const { name, pkgPath, exported, type: fieldType, tag, embedded } = field;
    const offset = offsetsOf(type)[i];
    const made = [name, exported ? '' : pkgPath, this.reflect(fieldType), tag, offset, M.sliceOf([i]), embedded];
    return this.context.type('reflect', 'StructField').make(...made);
  }

  /** Panics with a string, as reflect does. */
  panic(text: string): never {
    const { M } = this.context;
    return M.gopanic(M.types.basic('string').box(text) as Iface);
  }

  /** reflect.directlyAssignable */
  directlyAssignable(to: RType, from: RType): boolean {
    if (to === from) return true;
    if ((to.name !== '' && from.name !== '') || to.kind !== from.kind) return false;
    return this.specialChannel(to, from) || identicalUnderlying(to, from, true);
  }

  /** reflect.specialChannelAssignability */
  specialChannel(to: RType, from: RType): boolean {
    if (to.kind !== 'chan' || from.kind !== 'chan' || from.direction !== 'both') return false;
    return (to.name === '' || from.name === '') && to.elem === from.elem;
  }

  implements(type: RType, target: RType): boolean {
    return target.kind === 'interface' && this.context.M.implements(type, target);
  }

  assignable(to: RType, from: RType): boolean {
    return this.directlyAssignable(to, from) || this.implements(from, to);
  }
}

/** abi.Type.PtrBytes as far as anybody asks: whether there are pointers. */
function pointerBytes(type: RType): number {
  if (type.kind === 'array') return type.length > 0 ? pointerBytes(type.element) : 0;
  if (type.kind === 'struct') return type.fields.some((field) => pointerBytes(field.type) > 0) ? type.size : 0;
  return numbers.has(type.kind) && kindNumber(type.kind) <= kindNumber('complex128') ? 0 : 8;
}

/** reflect.haveIdenticalType */
function identical(x: RType, y: RType, tags: boolean): boolean {
  if (tags || x === y) return x === y;
  return x.name === y.name && x.kind === y.kind && x.pkgPath === y.pkgPath && identicalUnderlying(x, y, false);
}

/** reflect.haveIdenticalUnderlyingType */
export function identicalUnderlying(x: RType, y: RType, tags: boolean): boolean {
  if (x === y) return true;
  if (x.kind !== y.kind) return false;
  const all = (a: RType[], b: RType[]): boolean =>
    a.length === b.length && a.every((type, i) => identical(type, b[i] as RType, tags));
  switch (x.kind) {
    case 'array':
      return x.length === y.length && identical(x.element, y.element, tags);
    case 'chan':
      return x.direction === y.direction && identical(x.element, y.element, tags);
    case 'func':
      return x.variadic === y.variadic && all(x.params, y.params) && all(x.results, y.results);
    case 'interface':
      return x.methods.length === 0 && y.methods.length === 0;
    case 'map':
      return identical(x.key as RType, y.key as RType, tags) && identical(x.element, y.element, tags);
    case 'pointer':
    case 'slice':
      return identical(x.element, y.element, tags);
    case 'struct':
      return (
        x.fields.length === y.fields.length &&
        x.fields.every((field, i) => sameField(field, y.fields[i] as Field, tags))
      );
    default:
      return true;
  }
}

function sameField(x: Field, y: Field, tags: boolean): boolean {
  if (x.name !== y.name || x.embedded !== y.embedded || (!x.exported && x.pkgPath !== y.pkgPath)) return false;
  return identical(x.type, y.type, tags) && (!tags || x.tag === y.tag);
}
