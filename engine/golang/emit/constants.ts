/** Constant values as JavaScript literals (representation in machine/ABI.md). */
import { toComplex, toFloat, toFloat32, toFloat64, toInt, type Constant } from '../types/constant.ts';
import type { BasicKind } from '../types/types.ts';
import { isComplex, isFloat } from './numbers.ts';

export function constantText(value: Constant, kind: BasicKind): string {
  if (value.kind === 'bool') return String(value.value);
  if (value.kind === 'string') return stringText(value.value);
  if (isComplex(kind)) {
    const complex = toComplex(value);
    if (complex === null) throw new Error('constant is not complex');
    return `new M.Complex(${floatText(toFloat64(complex.re))}, ${floatText(toFloat64(complex.im))})`;
  }
  if (isFloat(kind)) {
    const float = toFloat(value);
    if (float === null) throw new Error('constant is not real');
    return floatText(kind === 'float32' ? toFloat32(float) : toFloat64(float));
  }
  const integer = toInt(value);
  if (integer === null) {
    const float = toFloat(value);
    return float === null ? '0' : floatText(toFloat64(float));
  }
  return integerText(integer.value);
}

/** An integer: a number literal when it is safe, else a bigint literal. Negative ones stand in parentheses. */
function integerText(value: bigint): string {
  const safe = value >= -9007199254740991n && value <= 9007199254740991n;
  const text = safe ? String(value) : `${value}n`;
  return value < 0n ? `(${text})` : text;
}

function floatText(value: number): string {
  if (Object.is(value, -0)) return '0';
  return value < 0 ? `(${value})` : String(value);
}

/** A byte string as a JavaScript literal of printable ASCII. */
export function stringText(bytes: string): string {
  let text = '"';
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    const char = bytes.charAt(i);
    if (char === '"' || char === '\\') text += `\\${char}`;
    else if (code >= 0x20 && code < 0x7f) text += char;
    else text += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}
