/** Conversions `T(x)` (go/types/conversions.go). */
import { encodeRune } from '../../syntax/utf8.ts';
import { constantString, representable, type Constant } from '../constant.ts';
import { Cause } from '../implements.ts';
import { identical } from '../intern.ts';
import { allString, defaultType, everyUnderlying, isBytesOrRunes, isConstType, isInteger, isInterface, isString, isUntyped, underlying } from '../predicates.ts'; // prettier-ignore
import { convertibleTo } from '../relations.ts';
import type { Type } from '../types.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';
import { updateExprType } from './untyped.ts';

export function conversion(c: Checker, x: Operand, type: Type): void {
  const constant = x.constant;
  const isConstant = x.mode === 'constant' && constant !== undefined;
  const cause = new Cause(c.qualifier);
  const original = x.type;
  let ok = false;
  if (isConstant && isConstType(type)) {
    const value = convertedConstant(x, constant, type);
    ok = value !== null;
    if (value !== null) x.value = value;
    else if (isInteger(x.type) && isInteger(type)) {
      c.error(
        x,
        !c.since(22)
          ? `cannot convert ${c.describe(x)} to type ${c.show(type)}`
          : `constant ${constantString(constant)} overflows ${c.show(type)}`,
      );
      x.invalidate();
      return;
    }
  } else if (isConstant && type.kind === 'typeparam') {
    ok = everyUnderlying(type, (under) => {
      if (under === null) {
        cause.text = `${c.show(type)} does not contain specific types`;
        return false;
      }
      if (isString(x.type) && isBytesOrRunes(under)) return true;
      if (convertedConstant(x, constant, under) !== null) return true;
      cause.text =
        isInteger(x.type) && isInteger(under)
          ? `constant ${constantString(constant)} overflows ${c.show(under)} (in ${c.show(type)})`
          : `cannot convert ${c.describe(x)} to type ${c.show(under)} (in ${c.show(type)})`;
      return false;
    });
    x.mode = 'value';
  } else if (needsSliceToArray(x.type, type) && !c.allows(20)) {
    if (!c.oldWords)
      cause.text = `conversion of ${c.since(23) ? 'slice to array' : 'slices to arrays'} requires go1.20 or later`;
  } else if (convertibleTo(x.type, type, cause)) {
    ok = true;
    x.mode = 'value';
  }
  if (!ok) {
    const why = cause.text === '' ? '' : `: ${cause.text}`;
    c.error(x, `cannot convert ${c.describe(x)} to type ${c.show(type)}${why}`);
    x.invalidate();
    return;
  }
  if (isUntyped(original) && x.expr !== null) {
    let final = type;
    if (original.name === 'untyped nil') final = type;
    else if (isInterface(type) || (isConstant && !isConstType(type))) final = defaultType(original);
    else if (x.mode === 'constant' && isInteger(original) && allString(type)) final = defaultType(original);
    updateExprType(c, x.expr, final, true);
  }
  x.type = type;
  if (x.mode !== 'constant') x.value = undefined;
}
function needsSliceToArray(from: Type, to: Type): boolean {
  const [slice, array] = [underlying(from), underlying(to)];
  return slice.kind === 'slice' && array.kind === 'array' && identical(slice.element, array.element);
}

/** The constant as a value of a basic type; integers become strings of one character. */
function convertedConstant(x: Operand, value: Constant, type: Type): Constant | null {
  const under = underlying(type);
  if (under.kind !== 'basic') return null;
  const found = representable(value, under.name);
  if (found.error === null) return found.value;
  if (!isInteger(x.type) || !isString(under) || value.kind !== 'int') return null;
  const valid = value.value >= 0n && value.value <= 0x10ffffn && !(value.value >= 0xd800n && value.value < 0xe000n);
  return { kind: 'string', value: encodeRune(valid ? Number(value.value) : 0xfffd) };
}
