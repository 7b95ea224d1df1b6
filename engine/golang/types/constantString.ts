/** Constants as error messages show them (go/constant, Value.String). */
import { encodeRune, decodeRune } from '../syntax/utf8.ts';
import type { Constant } from './constant.ts';
import { bitLength, toFloat64, type Rational } from './rational.ts';

const maximumLength = 72;

/** Strings quoted and shortened to 72 characters (a byte string), numbers in decimal with six digits at most. */
export function constantString(x: Constant): string {
  switch (x.kind) {
    case 'bool':
      return String(x.value);
    case 'string':
      return shorten(quote(x.value));
    case 'int':
      return x.value.toString();
    case 'float':
      return floatString(x);
    case 'complex':
      return `(${floatString(x.re)} + ${floatString(x.im)}i)`;
  }
}

function shorten(quoted: string): string {
  const offsets: number[] = []; // of characters
  for (let i = 0; i < quoted.length; i += decodeRune(quoted, i)[1]) offsets.push(i);
  return offsets.length > maximumLength ? `${quoted.slice(0, offsets[maximumLength - 3])}...` : quoted;
}

const escapes: Record<number, string> = {
  7: '\\a', 8: '\\b', 12: '\\f', 10: '\\n', 13: '\\r', 9: '\\t', 11: '\\v', 34: '\\"', 92: '\\\\',
}; // prettier-ignore

/** A byte string as a Go string literal (strconv.Quote). */
export function quote(text: string): string {
  let quoted = '"';
  for (let i = 0; i < text.length;) {
    const [rune, width] = decodeRune(text, i);
    if (rune === 0xfffd && width === 1) quoted += `\\x${hex(text.charCodeAt(i), 2)}`;
    else if (escapes[rune] !== undefined) quoted += escapes[rune];
    else if (rune === 32 || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(rune))) quoted += encodeRune(rune);
    else if (rune < 32 || rune === 127) quoted += `\\x${hex(rune, 2)}`;
    else quoted += rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
    i += width;
  }
  return `${quoted}"`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function floatString(x: Rational): string {
  const value = toFloat64(x);
  if (Number.isFinite(value) && (value === 0) === (x.num === 0n)) {
    const short = formatG(value, 6);
    return x.den !== 1n && !short.includes('.') ? formatG(value) : short;
  }
  // beyond float64: x = mantissa * 2**exponent with 0.5 <= |mantissa| < 1, and a decimal exponent made from that
  let exponent = bitLength(x.num) - bitLength(x.den);
  let scaled =
    exponent < 0 ? { num: x.num << BigInt(-exponent), den: x.den } : { num: x.num, den: x.den << BigInt(exponent) };
  if (bitLength(scaled.num / scaled.den) > 0) {
    exponent++;
    scaled = { num: scaled.num, den: scaled.den * 2n };
  }
  const logarithm = exponent * Math.log10(2);
  let decimal = Math.trunc(logarithm);
  let mantissa = toFloat64(scaled) * 10 ** (logarithm - decimal);
  if (Math.abs(mantissa) < 1 - 0.5e-6) {
    mantissa *= 10;
    decimal--;
  } else if (Math.abs(mantissa) >= 10) {
    mantissa /= 10;
    decimal++;
  }
  return `${formatG(mantissa, 6)}e${decimal < 0 ? '-' : '+'}${Math.abs(decimal)}`;
}

/** Go's %.6g, or %g (shortest) without a number of digits. */
function formatG(value: number, digits?: number): string {
  const [mantissa = '', power = '0'] = value.toExponential(digits === undefined ? undefined : digits - 1).split('e');
  const exponent = Number(power);
  const significant = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -4 || exponent >= 6) {
    return `${significant}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const places = Math.max(0, significant.replace(/[-.]/g, '').length - 1 - exponent);
  return digits === undefined ? value.toString() : Number(value.toPrecision(digits)).toFixed(places);
}
