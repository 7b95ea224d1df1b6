/**
 * Run-time type descriptors (runtime/type.go, internal/abi/type.go).
 *
 * One RType stands for one type: identical types are one object (types.ts interns them), so `===` is type identity. A named type learns its
 * underlying type when that is first needed; recursive types need nothing more. The operations (zero, clone, equal…) are made when one of them
 * is first called (operations.ts) and are own properties from the start, so that call sites stay monomorphic.
 */
import type { Iface } from './runtimeError.ts';
import { complete } from './operations.ts';
import { alignOf, sizeOf } from './layout.ts';
import { methodSetOf } from './methods.ts';
import type { GoArray } from './values.ts';
import type { Wide } from './wide.ts';

export type BasicName =
  | 'bool' | 'int' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'uintptr'
  | 'float32' | 'float64' | 'complex64' | 'complex128' | 'string' | 'unsafe.Pointer'; // prettier-ignore
/** reflect.Kind, spelled as Go prints it (pointer for ptr). */
export type Kind = BasicName | 'array' | 'chan' | 'func' | 'interface' | 'map' | 'pointer' | 'slice' | 'struct';
export type Direction = 'both' | 'send' | 'recv';

export interface Field {
  name: string;
  /** The property that holds it. */
  property: string;
  type: RType;
  embedded: boolean;
  tag: string;
  exported: boolean;
  /** Of an unexported name. */
  pkgPath: string;
}

/** The holder of a function (ABI.md, "Functions"). */
export interface Holder {
  f: (...args: never[]) => unknown;
}

/** A method in a method set. */
export interface Method {
  name: string;
  /** Name, or `pkgpath.name` of an unexported one. */
  property: string;
  exported: boolean;
  pointerReceiver: boolean;
  /** Pointers to the type have not got it: a method that reflect.StructOf promotes. */
  valueOnly?: boolean;
  /** Its func type, without the receiver. */
  type: () => RType;
  holder: () => Holder;
}

/** Methods, or who makes them when they are first needed. */
export type MethodSource = readonly Method[] | (() => MethodSource);

/** A method that an interface asks for. */
export interface InterfaceMethod {
  name: string;
  property: string;
  exported: boolean;
  type: RType;
}

/** What a type is made of; what does not apply is empty. */
export interface Shape {
  kind: Kind;
  elem: RType | null;
  key: RType | null;
  length: number;
  fields: Field[];
  methods: InterfaceMethod[];
  params: RType[];
  results: RType[];
  variadic: boolean;
  direction: Direction;
}

/** The class of a struct type. */
export type StructClass = new (...fields: unknown[]) => object;
/** The class that holds values of a type in interfaces. */
export type BoxClass = new (value: unknown) => Box;
export interface Box {
  v: unknown;
  readonly $type: RType;
}

let nextId = 1;

// Before its first use an operation is one of these: they make all operations of the type, then do what was asked.
function firstZero(this: RType): unknown {
  complete(this);
  return this.zero();
}
function firstMake(this: RType, ...values: unknown[]): object {
  complete(this);
  return this.make(...values);
}
function firstClone(this: RType, value: unknown): unknown {
  complete(this);
  return this.clone(value);
}
function firstCloneFrom(this: RType, value: unknown): unknown {
  complete(this);
  return this.cloneFrom(value);
}
function firstAssign(this: RType, target: unknown, source: unknown): void {
  complete(this);
  this.assign(target, source);
}
function firstEqual(this: RType, x: unknown, y: unknown): boolean {
  complete(this);
  return this.equal(x, y);
}
function firstHashKey(this: RType, value: unknown): unknown {
  complete(this);
  return this.hashKey(value);
}
function firstBox(this: RType, value: unknown): Iface {
  complete(this);
  return this.box(value);
}
function firstUnbox(this: RType, value: object): unknown {
  complete(this);
  return this.unbox(value);
}

export class RType {
  readonly id = nextId++;
  /** As reflect prints it: `*net.TCPConn`. */
  readonly string: string;
  /** Of a named (or basic) type: `TCPConn`. */
  readonly name: string;
  readonly pkgPath: string;
  /** Whether it was declared (`type T …`), predeclared types not counted. */
  readonly named: boolean;
  /** Its struct objects keep their fields in memory, laid out as Go does (mapped.ts). */
  readonly mapped: boolean;
  shape: Shape | null;
  /** Gives a named type's underlying type. */
  resolve: (() => RType) | null;
  completed = false;

  /** A new zero value. */
  zero: () => unknown = firstZero;
  /** A new struct from the values of its fields, in order; nested structs and arrays must be fresh. */
  make: (...values: unknown[]) => object = firstMake;
  /** A copy of a struct or array; any other value itself. */
  clone: (value: unknown) => unknown = firstClone;
  /** A copy of a struct or array of another type with the same fields. */
  cloneFrom: (value: unknown) => unknown = firstCloneFrom;
  /** Copies a struct or array into another one of the type. */
  assign: (target: unknown, source: unknown) => void = firstAssign;
  /** Go's ==; panics where a dynamic type cannot be compared. */
  equal: (x: unknown, y: unknown) => boolean = firstEqual;
  /** A key for a JavaScript Map that is the same for equal values. */
  hashKey: (value: unknown) => unknown = firstHashKey;
  /** The value in an interface. */
  box: (value: unknown) => Iface = firstBox;
  /** The value out of a non-nil interface that holds this type; structs and arrays are copied. */
  unbox: (value: object) => unknown = firstUnbox;

  /** Set by methods.ts. */
  declaredMethods: MethodSource = [];
  methodMap: Map<string, Method> | null = null;
  classOfStruct: StructClass | null = null;
  classOfBox: BoxClass | null = null;
  pointerTo: RType | null = null;
  /** Set by slice.ts. */
  arrayMaker: ((length: number) => GoArray) | null = null;
  private layout: { size: number; align: number } | null = null;

  constructor(string: string, name: string, pkgPath: string, shape: Shape | null, named: boolean, mapped: boolean) {
    this.string = string;
    this.name = name;
    this.pkgPath = pkgPath;
    this.shape = shape;
    this.named = named;
    this.mapped = mapped;
    this.resolve = null;
  }

  /** Says a named type's underlying type. */
  complete(underlying: RType): void {
    this.shape = underlying.structure;
    this.resolve = null;
  }

  /** The shape, resolved. */
  get structure(): Shape {
    if (this.shape === null) {
      if (this.resolve === null) throw new Error(`type ${this.string} is used before it is complete`);
      this.complete(this.resolve());
    }
    return this.shape as unknown as Shape;
  }

  /** Says which methods the type has: the method set of a pointer to it. */
  setMethods(methods: MethodSource): void {
    this.declaredMethods = methods;
    this.methodMap = null;
  }

  get kind(): Kind {
    const { shape } = this;
    return shape === null ? this.structure.kind : shape.kind;
  }
  get elem(): RType | null {
    return this.structure.elem;
  }
  get key(): RType | null {
    return this.structure.key;
  }
  get length(): number {
    return this.structure.length;
  }
  get fields(): Field[] {
    return this.structure.fields;
  }
  /** Of an interface type: what it asks for. */
  get methods(): InterfaceMethod[] {
    return this.structure.methods;
  }
  get params(): RType[] {
    return this.structure.params;
  }
  get results(): RType[] {
    return this.structure.results;
  }
  get variadic(): boolean {
    return this.structure.variadic;
  }
  get direction(): Direction {
    return this.structure.direction;
  }
  get size(): number {
    this.layout ??= { size: sizeOf(this), align: alignOf(this) };
    return this.layout.size;
  }
  get align(): number {
    this.layout ??= { size: sizeOf(this), align: alignOf(this) };
    return this.layout.align;
  }
  /** Whether values can be compared (interfaces can, though comparing them may panic). */
  get comparable(): boolean {
    const { kind, elem, fields } = this.structure;
    if (kind === 'slice' || kind === 'map' || kind === 'func') return false;
    if (kind === 'array') return elem !== null && elem.comparable;
    return kind !== 'struct' || fields.every((field) => field.type.comparable);
  }
  get structClass(): StructClass {
    if (this.classOfStruct === null) complete(this);
    return this.classOfStruct as unknown as StructClass;
  }
  get boxClass(): BoxClass {
    if (this.classOfBox === null) complete(this);
    return this.classOfBox as unknown as BoxClass;
  }
  /** The methods of a value of this type, by property. */
  methodSet(): Map<string, Method> {
    return (this.methodMap ??= methodSetOf(this));
  }
  /** The one element type of a pointer, slice, array, map or channel. */
  get element(): RType {
    const elem = this.structure.elem;
    if (elem === null) throw new Error(`type ${this.string} has no element type`);
    return elem;
  }
}

/** A number's kind that may need a bigint. */
export const isWideKind = (kind: Kind): boolean =>
  kind === 'int' || kind === 'int64' || kind === 'uint' || kind === 'uint64' || kind === 'uintptr';
export const isAggregateKind = (kind: Kind): boolean => kind === 'struct' || kind === 'array';

export type { Wide };
