/** Exact fractions of bigints, and their rounding to binary floating point (math/big's Rat and Float, as far as constants need them). */

/** A reduced fraction; `den` is positive. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

/** Fractions with more bits than this are rounded to `precision` bits (go/constant: maxExp, prec). */
const exactBits = 4096;
const precision = 512;

/** Number of bits of the absolute value. */
export function bitLength(x: bigint): number {
  if (x < 0n) x = -x;
  if (x <= 0xffffffffn) return x === 0n ? 0 : 32 - Math.clz32(Number(x));
  const digits = x.toString(16);
  return digits.length * 4 - (Math.clz32(parseInt(digits.charAt(0), 16)) - 28);
}

/** The reduced fraction num/den; `den` must not be 0. */
export function rational(num: bigint, den = 1n): Rational {
  if (den < 0n) [num, den] = [-num, -den];
  if (den !== 1n) {
    const divisor = greatestCommonDivisor(num < 0n ? -num : num, den);
    if (divisor !== 1n) [num, den] = [num / divisor, den / divisor];
  }
  return bitLength(num) < exactBits && bitLength(den) < exactBits ? { num, den } : rounded(num, den);
}

/** Rounded so that a long computation does not grow without bounds. */
function rounded(num: bigint, den: bigint): Rational {
  if (num === 0n) return { num, den: 1n };
  const unit = bitLength(num) - bitLength(den) - precision;
  const mantissa = unit < 0 ? divideToEven(num << BigInt(-unit), den) : divideToEven(num, den << BigInt(unit));
  if (unit >= 0) return { num: mantissa << BigInt(unit), den: 1n };
  let zeros = 0; // of the mantissa: they shorten the fraction
  while (zeros < -unit && (mantissa >> BigInt(zeros)) % 2n === 0n) zeros++;
  return { num: mantissa >> BigInt(zeros), den: 1n << BigInt(-unit - zeros) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** num/den as the nearest integer, ties to even; den is positive. */
function divideToEven(num: bigint, den: bigint): bigint {
  if (num < 0n) return -divideToEven(-num, den);
  const quotient = num / den;
  const twice = (num - quotient * den) * 2n;
  return twice > den || (twice === den && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

export function add(x: Rational, y: Rational): Rational {
  return rational(x.num * y.den + y.num * x.den, x.den * y.den);
}
export function subtract(x: Rational, y: Rational): Rational {
  return rational(x.num * y.den - y.num * x.den, x.den * y.den);
}
export function multiply(x: Rational, y: Rational): Rational {
  return rational(x.num * y.num, x.den * y.den);
}
/** y must not be 0. */
export function divide(x: Rational, y: Rational): Rational {
  return rational(x.num * y.den, x.den * y.num);
}
export function negate(x: Rational): Rational {
  return { num: -x.num, den: x.den };
}
/** Negative, 0 or positive. */
export function compareRationals(x: Rational, y: Rational): number {
  const difference = x.num * y.den - y.num * x.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Nearest float64, ties to even; ±Infinity when too large. */
export function toFloat64(x: Rational): number {
  return toFloat(x, 53, -1074, Infinity);
}
/** Nearest float32, ties to even; ±Infinity when too large. */
export function toFloat32(x: Rational): number {
  return toFloat(x, 24, -149, 2 ** 128);
}

function toFloat(x: Rational, mantissaBits: number, leastUnit: number, limit: number): number {
  if (x.num === 0n) return 0;
  const negative = x.num < 0n;
  const num = negative ? -x.num : x.num;
  // the value lies in [2**exponent, 2**(exponent + 1))
  let exponent = bitLength(num) - bitLength(x.den);
  if (exponent >= 0 ? num < x.den << BigInt(exponent) : num << BigInt(-exponent) < x.den) exponent--;
  if (exponent > 1024) return negative ? -Infinity : Infinity;
  const unit = Math.max(exponent - mantissaBits + 1, leastUnit);
  const mantissa = unit < 0 ? divideToEven(num << BigInt(-unit), x.den) : divideToEven(num, x.den << BigInt(unit));
  const magnitude = scale(Number(mantissa), unit);
  const value = magnitude >= limit ? Infinity : magnitude;
  return negative ? -value : value;
}

/** x * 2**unit; in two steps where 2**unit alone would be no number. */
function scale(x: number, unit: number): number {
  return unit > 971 ? x * 2 ** 971 * 2 ** (unit - 971) : x * 2 ** unit;
}

/** A finite number as the fraction that it is. */
export function fromNumber(value: number): Rational {
  let den = 1n;
  while (!Number.isInteger(value)) {
    value *= 2 ** 32;
    den <<= 32n;
  }
  return rational(BigInt(value), den);
}
