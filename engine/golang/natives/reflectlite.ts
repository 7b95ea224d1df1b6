/** internal/reflectlite (type.go, value.go): the part of reflect that errors, sort, sync and context use. */
import type { Chan } from '../machine/channel.ts';
import type { GoMap } from '../machine/map.ts';
import type { RType } from '../machine/rtype.ts';
import type { Iface } from '../machine/runtimeError.ts';
import type { Slice } from '../machine/slice.ts';
import type { GoArray } from '../machine/values.ts';
import type { Native, NativeTable } from './native.ts';
import { swapper } from './reflectSwapper.ts';
import { nameOf, packageOf } from './reflectTypes.ts';
import { flagRO, type GoValue, type Values } from './reflectValues.ts';

/** rtype since 1.21. */
interface LiteType {
  Type: object | null;
}

export function reflectliteNatives(values: Values): NativeTable {
  const { types, context } = values;
  const { M } = context;

  /** A reflectlite.Type: *rtype before 1.21; since then an interface around the struct rtype. */
  const give = (type: RType | null): object | null => {
    if (type === null) return null;
    if (!types.hasAbi) return types.lite(type);
    const rtype = context.type('internal/reflectlite', 'rtype');
    return rtype.box(rtype.make(types.abi(type)));
  };
  /** The type behind a receiver of a method of rtype. */
  const receiver = (t: object): RType => types.of(types.hasAbi ? (t as LiteType).Type : t);
  /** The type behind a reflectlite.Type. */
  const argument = (t: Iface): RType => {
    if (t === null) return M.panicNil();
    return types.hasAbi ? receiver(context.type('internal/reflectlite', 'rtype').unbox(t) as object) : receiver(t);
  };
  const relation =
    (name: string, f: (type: RType, other: RType) => boolean): Native =>
    (t: object, u: Iface) =>
      u === null ? types.panic(`reflect: nil type passed to Type.${name}`) : f(receiver(t), argument(u));

  const typeMethods: NativeTable = {
    String: (t: object) => receiver(t).string,
    Name: (t: object) => nameOf(receiver(t)),
    PkgPath: (t: object) => packageOf(receiver(t)),
    Elem: (t: object) => give(receiver(t).elem) ?? types.panic('reflect: Elem of invalid type'),
    Key: (t: object) => give(receiver(t).key) ?? types.panic('reflect: Key of non-map type'),
    Len: (t: object) => receiver(t).length,
    NumField: (t: object) => receiver(t).fields.length,
    NumIn: (t: object) => receiver(t).params.length,
    NumOut: (t: object) => receiver(t).results.length,
    In: (t: object, i: number) => give(receiver(t).params[i] ?? null),
    Out: (t: object, i: number) => give(receiver(t).results[i] ?? null),
    NumMethod: (t: object) => types.methods(receiver(t)).length,
    Comparable: (t: object) => receiver(t).comparable,
    Implements: relation('Implements', (type, other) => {
      if (other.kind !== 'interface') types.panic('reflect: non-interface type passed to Type.Implements');
      return types.implements(type, other);
    }),
    AssignableTo: relation('AssignableTo', (type, other) => types.assignable(other, type)),
  };

  const valueMethods: NativeTable = {
    Elem: (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.Elem', 'interface', 'pointer');
      const inner = values.get(v) as object | null;
      if (inner === null) return values.invalid();
      const type = values.typeOf(v);
      if (type.kind === 'interface') return values.unpack(inner, values.readOnly(v));
      return values.pointee(type.element, inner, v.flag & flagRO);
    },
    IsNil: (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.IsNil', 'chan', 'func', 'map', 'pointer', 'slice', 'interface', 'unsafe.Pointer');
      return values.kind(v) === 'slice' ? (values.get(v) as Slice).array === null : values.get(v) === null;
    },
    Len: (v: GoValue) => {
      const found = values.get(v);
      switch (values.kind(v)) {
        case 'array':
          return (found as GoArray).length;
        case 'chan':
          return M.chanlen(found as Chan | null);
        case 'map':
          return M.mapLen(found as GoMap | null);
        case 'slice':
          return (found as Slice).length;
        case 'string':
          return (found as string).length;
        default:
          return values.wrongKind('reflect.Value.Len', v);
      }
    },
    Set: (v: GoValue, x: GoValue) => {
      values.mustBeAssignable(v, 'reflect.Set');
      values.mustBeExported(x, 'reflect.Set');
      values.store(v, values.assignTo('reflect.Set', x, values.typeOf(v)));
    },
    Type: (v: GoValue) => (v.flag === 0 ? values.wrongKind('reflect.Value.Type', v) : give(values.typeOf(v))),
    numMethod: (v: GoValue) => {
      if (v.flag === 0) return values.wrongKind('reflect.Value.NumMethod', v);
      return types.methods(values.typeOf(v)).length;
    },
  };

  const table: NativeTable = {
    'internal/reflectlite.TypeOf': (i: Iface) => give(M.typeOf(i)),
    'internal/reflectlite.ValueOf': (i: Iface) => values.unpack(i),
    'internal/reflectlite.valueInterface': (v: GoValue) => values.pack(v),
    'internal/reflectlite.Swapper': swapper(values),
  };
  const rtype = types.hasAbi ? 'rtype' : '(*rtype)';
  for (const [name, native] of Object.entries(typeMethods)) table[`internal/reflectlite.${rtype}.${name}`] = native;
  for (const [name, native] of Object.entries(valueMethods)) table[`internal/reflectlite.Value.${name}`] = native;
  return table;
}
