/** The methods of reflect.Value that look (reflect/value.go): in Go they read memory through unsafe. */
import type { Complex } from '../machine/complex.ts';
import type { GoMap, Entry } from '../machine/map.ts';
import type { Chan } from '../machine/channel.ts';
import type { Kind, RType, Wide } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { Slice } from '../machine/slice.ts';
import type { GoArray } from '../machine/values.ts';
import type { Native, NativeTable } from './native.ts';
import { convert } from './reflectConvert.ts';
import { numbersOf } from './reflectRtype.ts';
import { isAggregate, isComplex, isFloat, isSigned, isUnsigned } from './reflectTypes.ts';
import { flagAddr, flagEmbedRO, flagMethod, flagMethodShift, flagRO, flagStickyRO, type GoValue, type Slot, type Values } from './reflectValues.ts'; // prettier-ignore

const pointerLike: Kind[] = ['chan', 'func', 'map', 'pointer', 'slice', 'unsafe.Pointer'];

export function readingNatives(values: Values): NativeTable {
  const { types, context } = values;
  const { M } = context;

  /** Numbers and the like of one group of kinds. */
  const scalar =
    (name: string, ofKind: (kind: Kind) => boolean): Native =>
    (v: GoValue) => {
      const kind = values.kind(v);
      return kind !== null && ofKind(kind) ? values.get(v) : values.wrongKind(`reflect.Value.${name}`, v);
    };

  const field = (v: GoValue, i: number): GoValue => {
    values.mustBe(v, 'reflect.Value.Field', 'struct');
    const found = values.typeOf(v).fields[i];
    if (found === undefined) return types.panic('reflect: Field index out of range');
    const { type, property, exported, embedded } = found;
    const struct = values.get(v) as Record<string, unknown>;
    const flags = (v.flag & (flagStickyRO | flagAddr)) | (exported ? 0 : embedded ? flagEmbedRO : flagStickyRO);
    if ((v.flag & flagAddr) === 0 || isAggregate(type)) return values.over(type, { v: struct[property] }, flags);
    return values.over(type, M.fieldPointer(struct, property), flags);
  };

  const fieldByIndex = (v: GoValue, index: Slice): GoValue => {
    if (index.length === 1) return field(v, numbersOf(index)[0] as number);
    values.mustBe(v, 'reflect.Value.FieldByIndex', 'struct');
    let current = v;
    for (const [depth, i] of numbersOf(index).entries()) {
      const type = values.typeOf(current);
      if (depth > 0 && type.kind === 'pointer' && type.element.kind === 'struct') {
        if (values.get(current) === null) types.panic('reflect: indirection through nil pointer to embedded struct');
        current = element(current);
      }
      current = field(current, i);
    }
    return current;
  };

  /** Value.Elem */
  const element = (v: GoValue): GoValue => {
    values.mustBe(v, 'reflect.Value.Elem', 'interface', 'pointer');
    const inner = values.get(v) as object | null;
    if (inner === null) return values.invalid();
    const type = values.typeOf(v);
    if (type.kind === 'interface') return values.unpack(inner, values.readOnly(v));
    return values.pointee(type.element, inner, v.flag & flagRO);
  };

  const elementOf = (v: GoValue, array: GoArray, i: number, flags: number): GoValue => {
    const type = values.typeOf(v).element;
    const all = flags | values.readOnly(v);
    if ((flags & flagAddr) === 0 || isAggregate(type)) return values.over(type, { v: array[i] }, all);
    return values.over(type, M.elementPointer(array, i), all);
  };
  const index = (v: GoValue, i: Wide): GoValue => {
    const n = Number(i);
    const within = (length: number, what: string): void => {
      if (n < 0 || n >= length) types.panic(`reflect: ${what} index out of range`);
    };
    const found = values.get(v);
    switch (values.kind(v)) {
      case 'array':
        within((found as GoArray).length, 'array');
        return elementOf(v, found as GoArray, n, v.flag & flagAddr);
      case 'slice':
        within((found as Slice).length, 'slice');
        return elementOf(v, (found as Slice).array, (found as Slice).offset + n, flagAddr);
      case 'string':
        within((found as string).length, 'string');
        return values.of(M.types.basic('uint8'), (found as string).charCodeAt(n), values.readOnly(v));
      default:
        return values.wrongKind('reflect.Value.Index', v);
    }
  };

  const measure =
    (name: 'Len' | 'Cap'): Native =>
    (v: GoValue) => {
      const found = values.get(v);
      const kind = values.kind(v);
      if (kind === 'slice') return name === 'Len' ? (found as Slice).length : (found as Slice).capacity;
      if (kind === 'chan') return name === 'Len' ? M.chanlen(found as Chan | null) : M.chancap(found as Chan | null);
      if (kind === 'array') return values.typeOf(v).length;
      if (kind === 'string' && name === 'Len') return (found as string).length;
      if (kind === 'map' && name === 'Len') return M.mapLen(found as GoMap | null);
      if (kind === 'pointer' && context.minor >= 20) {
        const { element: pointed } = values.typeOf(v);
        if (pointed.kind === 'array') return pointed.length;
        types.panic(`reflect: call of reflect.Value.${name} on ptr to non-array Value`);
      }
      return values.wrongKind(`reflect.Value.${name}`, v);
    };

  const isNil = (v: GoValue): boolean => {
    if ((v.flag & flagMethod) !== 0) return false;
    values.mustBe(v, 'reflect.Value.IsNil', ...pointerLike, 'interface');
    return values.kind(v) === 'slice' ? (values.get(v) as Slice).array === null : values.get(v) === null;
  };

  /** Before 1.22 a negative zero was not zero. */
  const isZeroFloat = (x: number): boolean => (context.minor >= 22 ? x === 0 : Object.is(x, 0));
  const isZero = (type: RType, value: unknown): boolean => {
    switch (type.kind) {
      case 'array':
        return Array.from(value as GoArray).every((item) => isZero(type.element, item));
      case 'struct':
        return type.fields.every(
          (f) => f.name === '_' || isZero(f.type, (value as Record<string, unknown>)[f.property]),
        );
      case 'slice':
        return (value as Slice).array === null;
      case 'complex64':
      case 'complex128':
        return isZeroFloat((value as Complex).re) && isZeroFloat((value as Complex).im);
      case 'float32':
      case 'float64':
        return isZeroFloat(value as number);
      default:
        return value === type.zero();
    }
  };

  const comparable = (type: RType, value: unknown): boolean => {
    if (type.kind === 'interface') {
      const dynamic = M.typeOf(value as Iface);
      return dynamic === null || comparable(dynamic, dynamic.unbox(value as object));
    }
    if (type.kind === 'array') return Array.from(value as GoArray).every((item) => comparable(type.element, item));
    if (type.kind !== 'struct') return type.comparable;
    return type.fields.every((f) => comparable(f.type, (value as Record<string, unknown>)[f.property]));
  };
  const inside = (v: GoValue): GoValue => (values.kind(v) === 'interface' ? element(v) : v);

  const bytes = (v: GoValue): Slice => {
    const kind = values.kind(v);
    if (kind !== 'slice' && kind !== 'array') return values.wrongKind('reflect.Value.Bytes', v);
    if (kind === 'array' && !types.hasAbi) return values.wrongKind('reflect.Value.Bytes', v);
    if (values.typeOf(v).element.kind !== 'uint8') types.panic(`reflect.Value.Bytes of non-byte ${kind}`);
    if (kind === 'slice') return values.get(v) as Slice;
    if ((v.flag & flagAddr) === 0) types.panic('reflect.Value.Bytes of unaddressable byte array');
    return M.sliceArray(values.get(v) as GoArray);
  };

  const slice = (v: GoValue, low: number, high: number, max: number | undefined, name: string): GoValue => {
    const type = values.typeOf(v);
    const found = values.get(v);
    const flags = values.readOnly(v);
    const kind = values.kind(v);
    if (kind === 'string' && max === undefined) {
      const text = found as string;
      if (low < 0 || high < low || high > text.length) types.panic(`${name}: string slice index out of bounds`);
      return values.of(type, text.slice(low, high), flags);
    }
    if (kind !== 'array' && kind !== 'slice') return values.wrongKind(name, v);
    if (kind === 'array' && (v.flag & flagAddr) === 0) types.panic(`${name}: slice of unaddressable array`);
    const capacity = kind === 'array' ? type.length : (found as Slice).capacity;
    const end = max ?? capacity;
    if (low < 0 || high < low || high > end || end > capacity) types.panic(`${name}: slice index out of bounds`);
    if (kind === 'array')
      return values.of(M.types.slice(type.element), M.sliceArray(found as GoArray, low, high, max), flags);
    return values.of(type, M.sliceSlice(found as Slice, low, high, max), flags);
  };

  const pointer = (v: GoValue, name: string): object | null => {
    const string = context.minor >= 23 && values.kind(v) === 'string';
    if (!string) values.mustBe(v, `reflect.Value.${name}`, ...pointerLike);
    return values.pointer(v);
  };
  const address = (v: GoValue): object => {
    if ((v.flag & flagAddr) === 0) types.panic('reflect.Value.UnsafeAddr of unaddressable value');
    return isAggregate(values.typeOf(v)) ? (values.get(v) as object) : (v.ptr as Slot);
  };

  const numMethod = (v: GoValue): number => {
    if (v.flag === 0) return values.wrongKind('reflect.Value.NumMethod', v);
    return (v.flag & flagMethod) === 0 ? types.methods(values.typeOf(v)).length : 0;
  };
  const method = (v: GoValue, i: number): GoValue => {
    if (v.flag === 0) return values.wrongKind('reflect.Value.Method', v);
    const type = values.typeOf(v);
    if ((v.flag & flagMethod) !== 0 || i < 0 || i >= types.methods(type).length) {
      types.panic('reflect: Method index out of range');
    }
    if (type.kind === 'interface' && values.get(v) === null) types.panic('reflect: Method on nil interface value');
    const made = values.over(type, v.ptr as Slot, values.readOnly(v) | (v.flag & flagAddr));
    made.flag = (made.flag & ~31) | 19 | flagMethod | (i << flagMethodShift);
    return made;
  };

  const mapIndex = (v: GoValue, key: GoValue): GoValue => {
    values.mustBe(v, 'reflect.Value.MapIndex', 'map');
    const type = values.typeOf(v);
    const [found, ok] = M.mapGetOk(
      values.get(v) as GoMap | null,
      values.assignTo('reflect.Value.MapIndex', key, type.key as RType),
      type,
    );
    return ok ? values.of(type.element, found, values.readOnly(v) | values.readOnly(key)) : values.invalid();
  };

  const canInterface = (v: GoValue, what: string): void => {
    if (v.flag === 0) values.wrongKind(what, v);
    if ((v.flag & flagRO) !== 0) types.panic(`${what}: cannot return value obtained from unexported field or method`);
  };

  const methods: NativeTable = {
    Bool: scalar('Bool', (kind) => kind === 'bool'),
    Int: scalar('Int', isSigned),
    Uint: scalar('Uint', isUnsigned),
    Float: scalar('Float', isFloat),
    Complex: scalar('Complex', isComplex),
    String: (v: GoValue) => {
      if (values.kind(v) === 'string') return values.get(v);
      return v.flag === 0 ? '<invalid Value>' : `<${values.dynamicType(v).string} Value>`;
    },
    Bytes: bytes,
    Len: measure('Len'),
    Cap: measure('Cap'),
    Type: (v: GoValue) =>
      v.flag === 0 ? values.wrongKind('reflect.Value.Type', v) : types.reflect(values.dynamicType(v)),
    abiType: (v: GoValue) => types.abi(values.dynamicType(v)),
    Elem: element,
    Field: field,
    FieldByIndex: fieldByIndex,
    NumField: (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.NumField', 'struct');
      return values.typeOf(v).fields.length;
    },
    Index: index,
    Interface: (v: GoValue) => {
      canInterface(v, 'reflect.Value.Interface');
      return values.pack(v);
    },
    IsNil: isNil,
    IsZero: (v: GoValue) =>
      v.flag === 0 ? values.wrongKind('reflect.Value.IsZero', v) : isZero(values.typeOf(v), values.get(v)),
    Comparable: (v: GoValue) =>
      v.flag !== 0 && (v.flag & flagMethod) === 0 && comparable(values.typeOf(v), values.get(v)),
    Equal: (x: GoValue, y: GoValue) => {
      const [a, b] = [inside(x), inside(y)];
      if (a.flag === 0 || b.flag === 0) return a.flag === b.flag;
      const type = values.dynamicType(a);
      if (type !== values.dynamicType(b)) return false;
      if (!type.comparable) types.panic(`reflect.Value.Equal: values of type ${type.string} are not comparable`);
      return type.equal(values.get(a), values.get(b));
    },
    Slice: (v: GoValue, low: number, high: number) => slice(v, low, high, undefined, 'reflect.Value.Slice'),
    Slice3: (v: GoValue, low: number, high: number, max: number) => slice(v, low, high, max, 'reflect.Value.Slice3'),
    Pointer: (v: GoValue) => M.addressOf(pointer(v, 'Pointer')),
    UnsafePointer: (v: GoValue) => pointer(v, 'UnsafePointer'),
    pointer: (v: GoValue) => values.pointer(v),
    UnsafeAddr: (v: GoValue) => M.addressOf(address(v)),
    Addr: (v: GoValue) => {
      if ((v.flag & flagAddr) === 0) types.panic('reflect.Value.Addr of unaddressable value');
      return values.of(M.types.pointer(values.typeOf(v)), address(v), v.flag & flagRO);
    },
    NumMethod: numMethod,
    Method: method,
    MethodByName: (v: GoValue, name: string) => {
      if (v.flag === 0) return values.wrongKind('reflect.Value.MethodByName', v);
      const i = (v.flag & flagMethod) === 0 ? types.methods(values.typeOf(v)).findIndex((m) => m.name === name) : -1;
      return i < 0 ? values.invalid() : method(v, i);
    },
    MapIndex: mapIndex,
    MapKeys: (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.MapKeys', 'map');
      const key = values.typeOf(v).key as RType;
      const entries = [...M.mapEntries(values.get(v) as GoMap | null)];
      return M.sliceOf(entries.map((entry) => values.of(key, entry.key, values.readOnly(v))));
    },
    Convert: (v: GoValue, to: object) => convert(values, v, types.of(to)),
  };

  // ---- iterating over maps

  interface MapIter {
    m: GoValue;
  }
  const cursors = new WeakMap<MapIter, { rest: Iterator<Entry>; entry: Entry | null; done: boolean }>();
  const entryOf = (iter: MapIter, what: string): Entry => {
    const cursor = cursors.get(iter);
    if (cursor === undefined) return types.panic(`${what} called before Next`);
    return cursor.entry ?? types.panic(`${what} called on exhausted iterator`);
  };
  /** The iterator is at a map's start. */
  const reset = (iter: MapIter, v: GoValue): void => {
    if (v.flag !== 0) values.mustBe(v, 'reflect.MapIter.Reset', 'map');
    context.type('reflect', 'Value').assign(iter.m, v);
    cursors.delete(iter);
  };
  const part = (iter: MapIter, what: 'Key' | 'Value', name: string): [RType, unknown, number] => {
    const entry = entryOf(iter, name);
    const type = values.typeOf(iter.m);
    const flags = values.readOnly(iter.m);
    return what === 'Key' ? [type.key as RType, entry.key, flags] : [type.element, entry.value, flags];
  };
  const setPart =
    (what: 'Key' | 'Value'): Native =>
    (v: GoValue, iter: MapIter) => {
      const name = `reflect.Value.SetIter${what}`;
      const [type, value, flags] = part(iter, what, `reflect: Value.SetIter${what}`);
      values.mustBeAssignable(v, name);
      const source = values.of(type, value, flags);
      values.mustBeExported(source, name);
      values.store(v, values.assignTo(`reflect.MapIter.Set${what}`, source, values.typeOf(v)));
    };

  const table: NativeTable = {
    'reflect.ValueOf': (i: Iface) => values.unpack(i),
    'reflect.unpackEface': (i: Iface) => values.unpack(i),
    'reflect.packEface': (v: GoValue) => values.pack(v),
    'reflect.valueInterface': (v: GoValue, safe: boolean) => {
      if (safe) canInterface(v, 'reflect.Value.Interface');
      return values.pack(v);
    },
    'reflect.TypeAssert': (type: RType) => (v: GoValue) => {
      canInterface(v, 'reflect.TypeAssert');
      return M.typeAssertOk(values.pack(v), type);
    },
    'reflect.Value.MapRange': (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.MapRange', 'map');
      const iter = context.type('reflect', 'MapIter').zero() as MapIter;
      reset(iter, v);
      return iter;
    },
    'reflect.(*MapIter).Reset': reset,
    'reflect.(*MapIter).Next': (iter: MapIter) => {
      if (iter.m.flag === 0)
        types.panic('MapIter.Next called on an iterator that does not have an associated map Value');
      let cursor = cursors.get(iter);
      if (cursor === undefined) {
        const rest = M.mapEntries(values.get(iter.m) as GoMap | null)[Symbol.iterator]();
        cursors.set(iter, (cursor = { rest, entry: null, done: false }));
      } else if (cursor.done) types.panic('MapIter.Next called on exhausted iterator');
      const step = cursor.rest.next();
      cursor.done = step.done === true;
      cursor.entry = step.done === true ? null : step.value;
      return !cursor.done;
    },
    'reflect.(*MapIter).Key': (iter: MapIter) => values.of(...part(iter, 'Key', 'MapIter.Key')),
    'reflect.(*MapIter).Value': (iter: MapIter) => values.of(...part(iter, 'Value', 'MapIter.Value')),
    'reflect.Value.SetIterKey': setPart('Key'),
    'reflect.Value.SetIterValue': setPart('Value'),
  };
  for (const [name, native] of Object.entries(methods)) table[`reflect.Value.${name}`] = native;
  return table;
}
