/** Conversions between kinds (reflect/value.go, convertOp and the functions it chooses from). */
import type { Machine } from '../machine/index.ts';
import type { Complex } from '../machine/complex.ts';
import type { Kind, RType, Wide } from '../machine/rtype.ts';
import type { Slice } from '../machine/slice.ts';
import { identicalUnderlying, isComplex, isFloat, isSigned, isUnsigned, type TypeObjects } from './reflectTypes.ts';
import type { GoValue, Values } from './reflectValues.ts';

const isInteger = (kind: Kind): boolean => isSigned(kind) || isUnsigned(kind);
const isText = (type: RType): boolean =>
  type.kind === 'slice' && (type.element.kind === 'uint8' || type.element.kind === 'int32');

/** An integer as it stands in a variable of a kind. */
export function wrap(M: Machine, kind: Kind, x: Wide): Wide {
  switch (kind) {
    case 'int8':
      return M.toInt8(x);
    case 'int16':
      return M.toInt16(x);
    case 'int32':
      return M.toInt32(x);
    case 'uint8':
      return M.toUint8(x);
    case 'uint16':
      return M.toUint16(x);
    case 'uint32':
      return M.toUint32(x);
    case 'int':
    case 'int64':
      return M.toInt(x);
    default:
      return M.toUint(x);
  }
}

/** A float or complex number likewise. */
export const round = (kind: Kind, x: number): number => (kind === 'float32' ? Math.fround(x) : x);

/** reflect.convertOp: whether values of one type can be converted to another. */
export function convertible(types: TypeObjects, to: RType, from: RType): boolean {
  return conversion(types, to, from) !== null || types.implements(from, to);
}

type Conversion = (M: Machine, value: unknown) => unknown;

const unchanged: Conversion = (_, value) => value;

function conversion(types: TypeObjects, to: RType, from: RType): Conversion | null {
  const basic = convertBasic(to.kind, from.kind);
  if (basic !== null) return basic;
  if (from.kind === 'string' && isText(to)) {
    return to.element.kind === 'uint8'
      ? (M, value) => M.stringToBytes(value as string)
      : (M, value) => M.stringToRunes(value as string);
  }
  if (to.kind === 'string' && isText(from)) {
    return from.element.kind === 'uint8'
      ? (M, value) => M.bytesToString(value as Slice)
      : (M, value) => M.runesToString(value as Slice);
  }
  if (from.kind === 'slice') {
    if (to.kind === 'pointer' && to.element.kind === 'array' && to.element.element === from.element) {
      return (M, value) =>
        M.sliceToArrayPointer(checked(types, value as Slice, to.element, 'pointer to array'), to.element);
    }
    if (to.kind === 'array' && to.element === from.element && types.hasAbi) {
      return (M, value) => M.sliceToArray(checked(types, value as Slice, to, 'array'), to);
    }
  }
  if (types.specialChannel(to, from)) return unchanged;
  if (identicalUnderlying(to, from, false)) return to.kind === 'struct' ? (_, value) => to.cloneFrom(value) : unchanged;
  const pointers = to.kind === 'pointer' && from.kind === 'pointer' && to.name === '' && from.name === '';
  return pointers && identicalUnderlying(to.element, from.element, false) ? unchanged : null;
}

function convertBasic(to: Kind, from: Kind): Conversion | null {
  if (isInteger(from)) {
    if (isInteger(to)) return (M, value) => wrap(M, to, value as Wide);
    if (to === 'float32') return (M, value) => M.wideToFloat32(value as Wide);
    if (to === 'float64') return (M, value) => M.wideToFloat(value as Wide);
    return to === 'string' ? (M, value) => M.runeToString(value as Wide) : null;
  }
  if (isFloat(from)) {
    if (isSigned(to)) return (M, value) => wrap(M, to, M.floatToInt(value as number));
    if (isUnsigned(to)) return (M, value) => wrap(M, to, M.floatToUint(value as number));
    return isFloat(to) ? (_, value) => round(to, value as number) : null;
  }
  if (!isComplex(from) || !isComplex(to)) return null;
  return (M, value) => (to === 'complex64' ? M.toComplex64(value as Complex) : value);
}

function checked(types: TypeObjects, s: Slice, array: RType, what: string): Slice {
  if (s.length < array.length) {
    types.panic(`reflect: cannot convert slice with length ${s.length} to ${what} with length ${array.length}`);
  }
  return s;
}

/** Value.Convert */
export function convert(values: Values, value: GoValue, to: RType): GoValue {
  const { types } = values;
  const from = values.dynamicType(value);
  const flags = values.readOnly(value);
  const convertValue = conversion(types, to, from);
  if (convertValue !== null) return values.of(to, convertValue(values.context.M, values.own(value)), flags);
  if (types.implements(from, to)) return values.of(to, values.pack(value), flags);
  return types.panic(`reflect.Value.Convert: value of type ${from.string} cannot be converted to type ${to.string}`);
}
