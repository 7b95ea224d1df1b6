/** The methods of reflect.Value that change variables (reflect/value.go). */
import type { Complex } from '../machine/complex.ts';
import type { GoMap } from '../machine/map.ts';
import type { Kind, RType, Wide } from '../machine/rtype.ts';
import type { Slice } from '../machine/slice.ts';
import type { Native, NativeTable } from './native.ts';
import { round, wrap } from './reflectConvert.ts';
import { isComplex, isFloat, isSigned, isUnsigned } from './reflectTypes.ts';
import type { GoValue, Values } from './reflectValues.ts';

export function writingNatives(values: Values): NativeTable {
  const { types, context } = values;
  const { M } = context;

  /** Setters of one group of kinds; `fit` makes the value one of the kind. */
  const setter =
    (name: string, ofKind: (kind: Kind) => boolean, fit: (kind: Kind, x: never) => unknown): Native =>
    (v: GoValue, x: never) => {
      values.mustBeAssignable(v, `reflect.Value.${name}`);
      const kind = values.kind(v);
      if (kind === null || !ofKind(kind)) return values.wrongKind(`reflect.Value.${name}`, v);
      values.store(v, fit(kind, x));
      return undefined;
    };
  const same = (_kind: Kind, x: unknown): unknown => x;
  const integer = (kind: Kind, x: Wide): unknown => wrap(M, kind, x);

  const sliceOf = (v: GoValue, name: string): Slice => {
    values.mustBeAssignable(v, name);
    values.mustBe(v, name, 'slice');
    return values.get(v) as Slice;
  };
  const text = (v: GoValue, name: string, elem: Kind, what: string): void => {
    sliceOf(v, name);
    if (values.typeOf(v).element.kind !== elem) types.panic(`${name} of non-${what} slice`);
  };

  const methods: NativeTable = {
    Set: (v: GoValue, x: GoValue) => {
      values.mustBeAssignable(v, 'reflect.Set');
      values.mustBeExported(x, 'reflect.Set');
      values.store(v, values.assignTo('reflect.Set', x, values.typeOf(v)));
    },
    SetZero: (v: GoValue) => {
      values.mustBeAssignable(v, 'reflect.Value.SetZero');
      values.store(v, values.typeOf(v).zero());
    },
    SetBool: setter('SetBool', (kind) => kind === 'bool', same),
    SetString: setter('SetString', (kind) => kind === 'string', same),
    SetInt: setter('SetInt', isSigned, integer),
    SetUint: setter('SetUint', isUnsigned, integer),
    SetFloat: setter('SetFloat', isFloat, round),
    SetComplex: setter('SetComplex', isComplex, (kind, x: Complex) => (kind === 'complex64' ? M.toComplex64(x) : x)),
    SetPointer: setter('SetPointer', (kind) => kind === 'unsafe.Pointer', same),
    SetBytes: (v: GoValue, x: Slice) => {
      text(v, 'reflect.Value.SetBytes', 'uint8', 'byte');
      values.store(v, x);
    },
    setRunes: (v: GoValue, x: Slice) => {
      text(v, 'reflect.Value.setRunes', 'int32', 'rune');
      values.store(v, x);
    },
    SetLen: (v: GoValue, n: number) => {
      const { array, offset, capacity } = sliceOf(v, 'reflect.Value.SetLen');
      if (n < 0 || n > capacity) types.panic('reflect: slice length out of range in SetLen');
      if (array !== null) values.store(v, new M.Slice(array, offset, n, capacity));
    },
    SetCap: (v: GoValue, n: number) => {
      const { array, offset, length, capacity } = sliceOf(v, 'reflect.Value.SetCap');
      if (n < length || n > capacity) types.panic('reflect: slice capacity out of range in SetCap');
      if (array !== null) values.store(v, new M.Slice(array, offset, length, n));
    },
    Grow: (v: GoValue, n: number) => {
      const s = sliceOf(v, 'reflect.Value.Grow');
      if (n < 0) types.panic('reflect.Value.Grow: negative len');
      if (s.length + n > s.capacity) values.store(v, grown(values.typeOf(v).element, s, n));
    },
    Clear: (v: GoValue) => {
      values.mustBe(v, 'reflect.Value.Clear', 'slice', 'map');
      if (values.kind(v) === 'map') M.mapClear(values.get(v) as GoMap | null);
      else M.clearSlice(values.get(v) as Slice, values.typeOf(v).element);
    },
    SetMapIndex: (v: GoValue, key: GoValue, elem: GoValue) => {
      const name = 'reflect.Value.SetMapIndex';
      values.mustBe(v, name, 'map');
      values.mustBeExported(v, name);
      values.mustBeExported(key, name);
      const type = values.typeOf(v);
      const map = values.get(v) as GoMap | null;
      const k = values.assignTo(name, key, type.key as RType);
      if (elem.flag === 0) {
        M.mapDelete(map, k);
        return;
      }
      values.mustBeExported(elem, name);
      M.mapSet(map, k, values.assignTo(name, elem, type.element));
    },
  };

  /** A slice with room for n more elements. */
  const grown = (elem: RType, s: Slice, n: number): Slice => {
    const zeros = Array.from({ length: n }, () => elem.zero());
    const { array, offset, capacity } = M.append(elem, s, zeros);
    return new M.Slice(array, offset, s.length, capacity);
  };

  const append = (s: GoValue, added: unknown[]): GoValue => {
    const type = values.typeOf(s);
    return values.of(type, M.append(type.element, values.get(s) as Slice, added));
  };
  const mustBeSlice = (v: GoValue, name: string): void => {
    values.mustBe(v, name, 'slice');
    values.mustBeExported(v, name);
  };
  const whole = (v: GoValue): Slice =>
    values.kind(v) === 'array' ? M.sliceArray(values.get(v) as never) : (values.get(v) as Slice);
  const sameElements = (name: string, x: RType, y: RType): void => {
    if (x !== y) types.panic(`${name}: ${x.string} != ${y.string}`);
  };

  const table: NativeTable = {
    'reflect.Append': (s: GoValue, added: Slice) => {
      mustBeSlice(s, 'reflect.Append');
      const { element } = values.typeOf(s);
      const list = Array.from({ length: added.length }, (_, i) => added.array[added.offset + i] as GoValue);
      return append(
        s,
        list.map((v) => {
          values.mustBeExported(v, 'reflect.Append');
          return values.assignTo('reflect.Set', v, element);
        }),
      );
    },
    'reflect.AppendSlice': (s: GoValue, t: GoValue) => {
      mustBeSlice(s, 'reflect.AppendSlice');
      mustBeSlice(t, 'reflect.AppendSlice');
      const type = values.typeOf(s);
      sameElements('reflect.AppendSlice', type, values.typeOf(t));
      return values.of(type, M.appendSlice(type.element, values.get(s) as Slice, values.get(t) as Slice));
    },
    'reflect.Copy': (dst: GoValue, src: GoValue) => {
      values.mustBe(dst, 'reflect.Copy', 'array', 'slice');
      if (values.kind(dst) === 'array') values.mustBeAssignable(dst, 'reflect.Copy');
      values.mustBeExported(dst, 'reflect.Copy');
      const { element } = values.typeOf(dst);
      if (values.kind(src) === 'string' && element.kind === 'uint8')
        return M.copyString(whole(dst), values.get(src) as string);
      values.mustBe(src, 'reflect.Copy', 'array', 'slice');
      values.mustBeExported(src, 'reflect.Copy');
      sameElements('reflect.Copy', element, values.typeOf(src).element);
      return M.copy(whole(dst), whole(src), element);
    },
  };
  for (const [name, native] of Object.entries(methods)) table[`reflect.Value.${name}`] = native;
  return table;
}
