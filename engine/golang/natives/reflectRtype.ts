/** reflect.Type and the functions that make types (reflect/type.go): what Go reads from type data in memory is asked of the descriptor. */
import type { Direction, Field, Kind, RType } from '../machine/rtype.ts';
import type { Slice } from '../machine/slice.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { Native, NativeTable } from './native.ts';
import { convertible } from './reflectConvert.ts';
import { structOf } from './reflectStructOf.ts';
import { nameOf, packageOf } from './reflectTypes.ts';
import type { GoFunction, Values } from './reflectValues.ts';

/** reflect.ChanDir */
const directions: Record<Direction, number> = { recv: 1, send: 2, both: 3 };

export function rtypeNatives(values: Values): NativeTable {
  const { types, context } = values;
  const { M } = context;
  const of = (t: object | null): RType => types.of(t);
  const give = (type: RType | null): object | null => (type === null ? null : types.reflect(type));
  /** A method that only types of some kinds have. */
  const only =
    (name: string, what: string, kinds: Kind[], f: (type: RType, ...args: never[]) => unknown): Native =>
    (t: object, ...args: never[]) => {
      const type = of(t);
      if (!kinds.includes(type.kind)) types.panic(`reflect: ${name} of ${what} type ${type.string}`);
      return f(type, ...args);
    };
  const at = (all: RType[], i: number): object =>
    i >= 0 && i < all.length ? types.reflect(all[i] as RType) : (M.panicIndex(i, all.length) as never);
  const noField = (): unknown[] => [context.type('reflect', 'StructField').zero(), false];

  /** reflect.Method */
  const method = (type: RType, i: number): object => {
    const shown = types.methods(type)[i];
    const made = context.type('reflect', 'Method');
    if (shown === undefined) {
      if (type.kind === 'interface') return made.zero() as object;
      return types.panic('reflect: Method index out of range');
    }
    const { name, property, exported, type: signature } = shown;
    const pkgPath = exported ? '' : property.slice(0, -name.length - 1);
    if (type.kind === 'interface') return made.make(name, pkgPath, types.reflect(signature), values.invalid(), i);
    const full = M.types.func([type, ...signature.params], signature.results, signature.variadic);
    const call = (receiver: unknown, ...args: unknown[]): unknown => {
      const i = type.box(receiver) as Record<string, GoFunction>;
      return (i[property] as GoFunction).apply(i, args);
    };
    return made.make(name, '', types.reflect(full), values.of(full, call), i);
  };
  const methodByName = (t: object, name: string): unknown[] => {
    const i = types.methods(of(t)).findIndex((shown) => shown.name === name);
    return i < 0 ? [context.type('reflect', 'Method').zero(), false] : [method(of(t), i), true];
  };

  /** structType.FieldByNameFunc: breadth first; two fields of one depth hide each other. */
  const fieldByName = (type: RType, match: (name: string) => boolean): unknown[] => {
    interface Scan {
      type: RType;
      index: number[];
      many: boolean;
    }
    const visited = new Set<RType>();
    for (let current: Scan[] = [{ type, index: [], many: false }]; current.length > 0;) {
      const next = new Map<RType, Scan>();
      let found: { type: RType; index: number[] } | null = null;
      for (const scan of current) {
        if (visited.has(scan.type)) continue;
        visited.add(scan.type);
        for (const [i, field] of scan.type.fields.entries()) {
          if (match(field.name)) {
            if (scan.many || found !== null) return noField();
            found = { type: scan.type, index: [...scan.index, i] };
            continue;
          }
          const inner = embeddedStruct(field);
          if (found !== null || inner === null) continue;
          const known = next.get(inner);
          if (known === undefined) next.set(inner, { type: inner, index: [...scan.index, i], many: scan.many });
          else known.many = true;
        }
      }
      if (found !== null) {
        const field = types.structField(found.type, found.index.at(-1) ?? 0) as { Index: Slice };
        field.Index = M.sliceOf(found.index);
        return [field, true];
      }
      current = [...next.values()];
    }
    return noField();
  };

  const structOnly = (name: string, f: (type: RType, ...args: never[]) => unknown): Native =>
    only(name, 'non-struct', ['struct'], f);
  const funcOnly = (name: string, f: (type: RType, ...args: never[]) => unknown): Native =>
    only(name, 'non-func', ['func'], f);
  const relation =
    (name: string, f: (type: RType, other: RType) => boolean): Native =>
    (t: object, u: object | null) => {
      if (u === null) return types.panic(`reflect: nil type passed to Type.${name}`);
      return f(of(t), of(u));
    };
  const pointerTo = (t: object): object => types.reflect(M.types.pointer(of(t)));

  const typeMethods: NativeTable = {
    String: (t: object) => of(t).string,
    Name: (t: object) => nameOf(of(t)),
    PkgPath: (t: object) => packageOf(of(t)),
    hasName: (t: object) => of(t).name !== '',
    Elem: only('Elem', 'invalid', ['array', 'chan', 'map', 'pointer', 'slice'], (type) => give(type.elem)),
    Key: only('Key', 'non-map', ['map'], (type) => give(type.key)),
    Len: only('Len', 'non-array', ['array'], (type) => type.length),
    ChanDir: only('ChanDir', 'non-chan', ['chan'], (type) => directions[type.direction]),
    Bits: (t: object) => {
      const { kind, size, string } = of(t);
      if (!/^(u?int|float|complex)/.test(kind)) types.panic(`reflect: Bits of non-arithmetic Type ${string}`);
      return size * 8;
    },
    NumField: structOnly('NumField', (type) => type.fields.length),
    Field: structOnly('Field', (type, i: number) => types.structField(type, i)),
    FieldByIndex: structOnly('FieldByIndex', (type, index: Slice) => {
      let field: object | null = null;
      let current = type;
      for (const i of numbersOf(index)) {
        if (field !== null && current.kind === 'pointer' && current.element.kind === 'struct')
          current = current.element;
        field = types.structField(current, i);
        current = (current.fields[i] as Field).type;
      }
      return field ?? context.type('reflect', 'StructField').zero();
    }),
    FieldByName: structOnly('FieldByName', (type, name: string) =>
      fieldByName(type, (candidate) => candidate === name),
    ),
    FieldByNameFunc: structOnly('FieldByNameFunc', (type, match: GoFunction) =>
      fieldByName(type, (name) => M.callPlain(match as never, name) === true),
    ),
    NumIn: funcOnly('NumIn', (type) => type.params.length),
    NumOut: funcOnly('NumOut', (type) => type.results.length),
    In: funcOnly('In', (type, i: number) => at(type.params, i)),
    Out: funcOnly('Out', (type, i: number) => at(type.results, i)),
    IsVariadic: funcOnly('IsVariadic', (type) => type.variadic),
    NumMethod: (t: object) => types.methods(of(t)).length,
    Method: (t: object, i: number) => method(of(t), i),
    MethodByName: methodByName,
    Implements: relation('Implements', (type, other) => {
      if (other.kind !== 'interface') types.panic('reflect: non-interface type passed to Type.Implements');
      return types.implements(type, other);
    }),
    AssignableTo: relation('AssignableTo', (type, other) => types.assignable(other, type)),
    ConvertibleTo: relation('ConvertibleTo', (type, other) => convertible(types, other, type)),
    Comparable: (t: object) => of(t).comparable,
    CanSeq: (t: object) => canRange(of(t), 1),
    CanSeq2: (t: object) => canRange(of(t), 2),
  };
  const table: NativeTable = {
    'reflect.TypeOf': (i: Iface) => give(M.typeOf(i)),
    'reflect.TypeFor': (type: RType) => () => types.reflect(type),
    'reflect.rtypeOf': (i: Iface) => types.abi(M.typeOf(i) as RType),
    'reflect.toType': (t: object | null) => (t === null ? null : types.reflect(of(t))),
    'reflect.toRType': (t: object | null) => (t === null ? null : types.reflect(of(t))),
    'reflect.stringFor': (t: object) => of(t).string,
    'reflect.nameFor': (t: object) => nameOf(of(t)),
    'reflect.pkgPathFor': (t: object) => packageOf(of(t)),
    'reflect.canRangeFunc': (t: object, count: number) => of(t).kind === 'func' && canRange(of(t), count),
    'reflect.PointerTo': pointerTo,
    'reflect.PtrTo': pointerTo,
    'reflect.SliceOf': (t: object) => types.reflect(M.types.slice(of(t))),
    'reflect.ArrayOf': (length: number, t: object) => {
      if (length < 0) types.panic('reflect: negative length passed to ArrayOf');
      return types.reflect(M.types.array(of(t), length));
    },
    'reflect.MapOf': (key: object, elem: object) => {
      if (!of(key).comparable) types.panic(`reflect.MapOf: invalid key type ${of(key).string}`);
      return types.reflect(M.types.map(of(key), of(elem)));
    },
    'reflect.ChanOf': (direction: number, t: object) => {
      const found = (Object.keys(directions) as Direction[]).find((name) => directions[name] === direction);
      if (found === undefined) return types.panic('reflect.ChanOf: invalid dir');
      return types.reflect(M.types.chan(of(t), found));
    },
    'reflect.FuncOf': (params: Slice, results: Slice, variadic: boolean) => {
      const [inputs, outputs] = [
        itemsOf(params).map((t) => of(t as object)),
        itemsOf(results).map((t) => of(t as object)),
      ];
      if (variadic && inputs.at(-1)?.kind !== 'slice') {
        types.panic('reflect.FuncOf: last arg of variadic func must be slice');
      }
      return types.reflect(M.types.func(inputs, outputs, variadic));
    },
    'reflect.StructOf': structOf(values),
  };
  for (const [name, native] of Object.entries(typeMethods)) table[`reflect.(*rtype).${name}`] = native;
  return table;
}

const embeddedStruct = ({ embedded, type }: Field): RType | null => {
  if (!embedded) return null;
  const inner = type.kind === 'pointer' ? type.element : type;
  return inner.kind === 'struct' ? inner : null;
};

/** The elements of a slice. */
export const itemsOf = ({ array, offset, length }: Slice): unknown[] =>
  array === null ? [] : Array.from({ length }, (_, i) => array[offset + i]);
export const numbersOf = (s: Slice): number[] => itemsOf(s) as number[];

/** Whether a range statement with `count` variables takes values of a type (reflect/type.go, CanSeq). */
function canRange(type: RType, count: number): boolean {
  switch (type.kind) {
    case 'array':
    case 'slice':
    case 'string':
    case 'map':
      return true;
    case 'pointer':
      return type.element.kind === 'array';
    case 'chan':
      return count === 1 && type.direction !== 'send';
    case 'func': {
      const yields = type.params[0];
      if (type.params.length !== 1 || type.results.length > 0 || yields?.kind !== 'func') return false;
      return yields.params.length === count && yields.results.length === 1 && yields.results[0]?.kind === 'bool';
    }
    default:
      return count === 1 && /^u?int/.test(type.kind);
  }
}
