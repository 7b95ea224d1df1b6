/**
 * reflect.Value (reflect/value.go, internal/reflectlite/value.go) as natives make and read it.
 *
 * It stays Go's struct of type, pointer and flag, so that the methods that only look at flags run from source. Where Go keeps a raw pointer to the
 * data, the pointer field holds a slot: an object whose `v` is the value. Of an addressable variable that is no struct or array, the slot is the
 * pointer to it.
 */
import { T } from '../../trace/tracer.ts';
import type { Kind, RType } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { NativeContext } from './native.ts';
import { isAggregate, kindNumber, type ShownMethod, type TypeObjects } from './reflectTypes.ts';

export interface Slot {
  v: unknown;
}

/** The fields of Go's struct; the first has another name before 1.21. */
export interface GoValue {
  typ?: object | null;
  typ_?: object | null;
  ptr: Slot | null;
  flag: number;
}

/** A func value, or a JavaScript function of a native. */
export type GoFunction = (...args: unknown[]) => unknown;

export const flagKindMask = 31;
export const flagStickyRO = 1 << 5;
export const flagEmbedRO = 1 << 6;
export const flagIndir = 1 << 7;
export const flagAddr = 1 << 8;
export const flagMethod = 1 << 9;
export const flagMethodShift = 10;
export const flagRO = flagStickyRO | flagEmbedRO;

export class Values {
  readonly context: NativeContext;
  readonly types: TypeObjects;
  readonly pkg: 'reflect' | 'internal/reflectlite';
  private valueType: RType | null = null;

  constructor(context: NativeContext, types: TypeObjects, pkg: 'reflect' | 'internal/reflectlite') {
    this.context = context;
    this.types = types;
    this.pkg = pkg;
  }

  // ---- making

  /** What a Value's first field holds. */
  private typeObject(type: RType): object {
    if (this.types.hasAbi) return this.types.abi(type);
    return this.pkg === 'reflect' ? this.types.reflect(type) : this.types.lite(type);
  }

  private raw(typeObject: object | null, slot: Slot | null, flag: number): GoValue {
    this.valueType ??= this.context.type(this.pkg, 'Value');
    return this.valueType.make(typeObject, slot, flag) as GoValue;
  }

  /** Value{} */
  invalid(): GoValue {
    return this.raw(null, null, 0);
  }

  /** A value over a slot; flags besides the kind are given. */
  over(type: RType, slot: Slot, flags: number): GoValue {
    return this.raw(this.typeObject(type), slot, flags | flagIndir | kindNumber(type.kind));
  }

  /** A value that is not addressable. */
  of(type: RType, value: unknown, flags = 0): GoValue {
    return this.over(type, { v: value }, flags);
  }

  /** unpackEface */
  unpack(i: Iface, flags = 0): GoValue {
    if (i === null) return this.invalid();
    const type = this.context.M.typeOf(i) as RType;
    return this.of(type, i instanceof type.boxClass ? i.v : i, flags);
  }

  /** The variable that a non-nil pointer points to. */
  pointee(type: RType, pointer: object, flags: number): GoValue {
    return this.over(type, isAggregate(type) ? { v: pointer } : (pointer as Slot), flags | flagAddr);
  }

  // ---- reading

  /** The type; of a method value the receiver's. */
  typeOf(value: GoValue): RType {
    return this.types.of(value.typ_ ?? value.typ ?? null);
  }

  kind(value: GoValue): Kind | null {
    if (value.flag === 0) return null;
    return (value.flag & flagMethod) === 0 ? this.typeOf(value).kind : 'func';
  }

  get(value: GoValue): unknown {
    return value.ptr?.v;
  }

  /** The value, a struct or array copied: fit to be stored elsewhere. */
  own(value: GoValue): unknown {
    if ((value.flag & flagMethod) !== 0) return this.methodFunction(value);
    return this.typeOf(value).clone(this.get(value));
  }

  /** packEface: the value as an `any`. */
  pack(value: GoValue): Iface {
    if ((value.flag & flagMethod) !== 0) return this.method(value).type.box(this.methodFunction(value));
    if (this.kind(value) === 'interface') return this.get(value) as Iface;
    // What is not addressable never changes: the interface may share it.
    return this.typeOf(value).box((value.flag & flagAddr) === 0 ? this.get(value) : this.own(value));
  }

  /** The flag of what is reached through a value that came from an unexported field. */
  readOnly(value: GoValue): number {
    return (value.flag & flagRO) === 0 ? 0 : flagStickyRO;
  }

  /** A pointer that a value of kind pointer, map, chan, func, unsafe.Pointer or slice is. */
  pointer(value: GoValue): object | null {
    const { M } = this.context;
    if ((value.flag & flagMethod) !== 0) return this.methodFunction(value);
    if (this.kind(value) === 'string') {
      const text = this.get(value) as string;
      return M.unsafeStringData(text);
    }
    if (this.kind(value) !== 'slice') return this.get(value) as object | null;
    const { array, offset, capacity } = this.get(value) as InstanceType<typeof M.Slice>;
    if (array === null) return null;
    if (!isAggregate(this.typeOf(value).element)) return M.elementPointer(array, offset);
    return capacity > 0 ? (array[offset] as object) : array;
  }

  // ---- methods of a value

  method(value: GoValue): ShownMethod {
    return this.types.methods(this.typeOf(value))[value.flag >> flagMethodShift] as ShownMethod;
  }

  /** makeMethodValue: the method bound to its receiver. */
  methodFunction(value: GoValue): GoFunction {
    const { M } = this.context;
    const method = this.method(value);
    const receiver = this.over(this.typeOf(value), value.ptr as Slot, value.flag & flagAddr);
    const i = this.pack(receiver);
    if (i === null) return this.types.panic('reflect: reflect.Value.Call of method on nil interface value');
    return M.methodValue(i, method.property) as unknown as GoFunction;
  }

  // ---- writing

  store(value: GoValue, stored: unknown): void {
    const type = this.typeOf(value);
    const slot = value.ptr as Slot;
    if (isAggregate(type)) {
      type.assign(slot.v, stored);
      return;
    }
    if (T.on && slot instanceof this.context.M.Cell) T.write(slot, 'v');
    slot.v = stored;
  }

  /** Value.assignTo: the value as one of another type, fit to be stored. */
  assignTo(where: string, value: GoValue, to: RType): unknown {
    const { types } = this;
    const from = this.dynamicType(value);
    if (types.directlyAssignable(to, from)) return this.own(value);
    if (types.implements(from, to)) return this.pack(value);
    return types.panic(`${where}: value of type ${from.string} is not assignable to type ${to.string}`);
  }

  /** Value.Type */
  dynamicType(value: GoValue): RType {
    return (value.flag & flagMethod) === 0 ? this.typeOf(value) : this.method(value).type;
  }

  // ---- what must be so

  /** Panics with a *ValueError. */
  wrongKind(method: string, value: GoValue): never {
    const kind = this.kind(value);
    const name = this.pkg === 'reflect' ? method : method.replace('reflect.', 'reflectlite.');
    const made = this.context.type(this.pkg, 'ValueError').make(name, kind === null ? 0 : kindNumber(kind));
    return this.context.M.gopanic(made as Iface);
  }

  mustBe(value: GoValue, method: string, ...kinds: Kind[]): void {
    const kind = this.kind(value);
    if (kind === null || !kinds.includes(kind)) this.wrongKind(method, value);
  }

  mustBeExported(value: GoValue, method: string): void {
    if (value.flag === 0) this.wrongKind(method, value);
    if ((value.flag & flagRO) !== 0) this.types.panic(`reflect: ${method} using value obtained using unexported field`);
  }

  mustBeAssignable(value: GoValue, method: string): void {
    this.mustBeExported(value, method);
    if ((value.flag & flagAddr) === 0) this.types.panic(`reflect: ${method} using unaddressable value`);
  }
}
