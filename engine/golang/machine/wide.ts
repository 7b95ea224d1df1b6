/**
 * Go's 64-bit integers, exact.
 *
 * A *wide* value is a number when it is a safe integer (|v| ≤ 2^53−1), else a bigint; each value has one form, so `===` and `<` work between
 * them. -0 never occurs. Every function takes and gives canonical values, wrapped to 64 bits as Go does (spec, "Integer overflow").
 * `Int` stands for int and int64, `Uint` for uint, uint64 and uintptr. The small functions are the fast path and are meant to be inlined;
 * what does not fit 53 bits goes to a slow one on bigints.
 */
import { panicDivide, panicShift } from './runtimeError.ts';

export type Wide = number | bigint;

const MAX = Number.MAX_SAFE_INTEGER;
const MIN = -MAX;
const TWO32 = 4294967296;

/** The canonical form of a bigint that is in range. */
function canonical(value: bigint): Wide {
  const n = Number(value);
  return n >= MIN && n <= MAX ? n : value;
}
/** Wraps to int64. */
export function canonInt(value: bigint): Wide {
  return canonical(BigInt.asIntN(64, value));
}
/** Wraps to uint64. */
export function canonUint(value: bigint): Wide {
  return canonical(BigInt.asUintN(64, value));
}

// ---- add, subtract, multiply

export function addInt(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const sum = x + y;
    if (sum <= MAX && sum >= MIN) return sum;
  }
  return addHalves(x, y);
}
export function subInt(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const difference = x - y;
    if (difference <= MAX && difference >= MIN) return difference;
  }
  return subHalves(x, y);
}
export function mulInt(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const product = x * y;
    if (product <= MAX && product >= MIN) return product + 0; // -0 + 0 is 0
  }
  return canonInt(BigInt(x) * BigInt(y));
}
export function addUint(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const sum = x + y;
    if (sum <= MAX) return sum;
  }
  return canonUint(BigInt(x) + BigInt(y));
}
export function subUint(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const difference = x - y;
    if (difference >= 0) return difference;
  }
  return canonUint(BigInt(x) - BigInt(y));
}
export function mulUint(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    const product = x * y;
    if (product <= MAX) return product;
  }
  return canonUint(BigInt(x) * BigInt(y));
}
export function negInt(x: Wide): Wide {
  return typeof x === 'number' ? 0 - x : canonInt(-x);
}
export function negUint(x: Wide): Wide {
  return x === 0 ? 0 : canonUint(-BigInt(x));
}

// By halves of 32 bits, in two's complement: no bigint is made but the result, if that is one.

function addHalves(x: Wide, y: Wide): Wide {
  const lo = (low(x) >>> 0) + (low(y) >>> 0);
  return signed((high(x) + high(y) + (lo >= TWO32 ? 1 : 0)) | 0, lo | 0);
}

function subHalves(x: Wide, y: Wide): Wide {
  const lo = (low(x) >>> 0) - (low(y) >>> 0);
  return signed((high(x) - high(y) - (lo < 0 ? 1 : 0)) | 0, lo | 0);
}

// ---- divide

export function quoInt(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    if (y === 0) panicDivide();
    // The division of two safe integers never rounds up to an integer that it does not reach.
    return Math.trunc(x / y) + 0;
  }
  return y === 0 ? panicDivide() : canonInt(BigInt(x) / BigInt(y));
}
export function remInt(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    if (y === 0) panicDivide();
    return x - Math.trunc(x / y) * y;
  }
  return y === 0 ? panicDivide() : canonInt(BigInt(x) % BigInt(y));
}
export function quoUint(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    if (y === 0) panicDivide();
    return Math.trunc(x / y);
  }
  return y === 0 ? panicDivide() : canonUint(BigInt(x) / BigInt(y));
}
export function remUint(x: Wide, y: Wide): Wide {
  if (typeof x === 'number' && typeof y === 'number') {
    if (y === 0) panicDivide();
    return x - Math.trunc(x / y) * y;
  }
  return y === 0 ? panicDivide() : canonUint(BigInt(x) % BigInt(y));
}

// ---- bits: by halves of 32 bits, in two's complement; a bigint comes and goes by memory, where V8 makes no other one of it

const isInt32 = (x: Wide): x is number => typeof x === 'number' && x === (x | 0);
const words = new Uint32Array(2);
const unsignedWords = new BigUint64Array(words.buffer);
const signedWords = new BigInt64Array(words.buffer);
// Linux runs little-endian on all machines that Go's source is executed for.
const low = (x: Wide): number => {
  if (typeof x === 'number') return x | 0; // exact on every safe integer
  unsignedWords[0] = x;
  return (words[0] as number) | 0;
};
const high = (x: Wide): number => {
  if (typeof x === 'number') return Math.floor(x / TWO32) | 0;
  unsignedWords[0] = x;
  return (words[1] as number) | 0;
};
const signed = (hi: number, lo: number): Wide => {
  const value = hi * TWO32 + (lo >>> 0);
  if (value <= MAX && value >= MIN) return value;
  words[0] = lo;
  words[1] = hi;
  return signedWords[0] as bigint;
};
const unsigned = (hi: number, lo: number): Wide => {
  const value = (hi >>> 0) * TWO32 + (lo >>> 0);
  if (value <= MAX) return value;
  words[0] = lo;
  words[1] = hi;
  return unsignedWords[0] as bigint;
};

export function andInt(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x & y;
  return signed(high(x) & high(y), low(x) & low(y));
}
export function orInt(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x | y;
  return signed(high(x) | high(y), low(x) | low(y));
}
export function xorInt(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x ^ y;
  return signed(high(x) ^ high(y), low(x) ^ low(y));
}
export function andNotInt(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x & ~y;
  return signed(high(x) & ~high(y), low(x) & ~low(y));
}
export function notInt(x: Wide): Wide {
  return subInt(-1, x);
}
export function andUint(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x & y;
  return unsigned(high(x) & high(y), low(x) & low(y));
}
export function orUint(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x | y;
  return unsigned(high(x) | high(y), low(x) | low(y));
}
export function xorUint(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x ^ y;
  return unsigned(high(x) ^ high(y), low(x) ^ low(y));
}
export function andNotUint(x: Wide, y: Wide): Wide {
  if (isInt32(x) && isInt32(y)) return x & ~y;
  return unsigned(high(x) & ~high(y), low(x) & ~low(y));
}
export function notUint(x: Wide): Wide {
  return unsigned(~high(x), ~low(x));
}

// ---- shifts: the count is any unsigned integer, or a signed one that must not be negative

/** Powers of two up to 2^63, exact as numbers. */
const power = Array.from({ length: 64 }, (_, i) => 2 ** i);

const shlHigh = (hi: number, lo: number, n: number): number =>
  n >= 32 ? lo << (n - 32) : n === 0 ? hi : (hi << n) | (lo >>> (32 - n));
const shlLow = (lo: number, n: number): number => (n >= 32 ? 0 : lo << n);
const shrLow = (hi: number, lo: number, n: number): number => (n === 0 ? lo : (lo >>> n) | (hi << (32 - n)));

export function shlInt(x: Wide, count: Wide): Wide {
  if (count >= 64) return 0;
  if (count < 0) panicShift();
  const n = count as number;
  if (typeof x === 'number') {
    const value = x * (power[n] as number);
    if (value <= MAX && value >= MIN) return value;
  }
  return signed(shlHigh(high(x), low(x), n), shlLow(low(x), n));
}
export function shrInt(x: Wide, count: Wide): Wide {
  if (count < 0) panicShift();
  if (typeof x === 'number') {
    if (isInt32(x)) return x >> (count > 31 ? 31 : (count as number));
    return count >= 64 ? (x < 0 ? -1 : 0) : Math.floor(x / (power[count as number] as number));
  }
  if (count >= 64) return x < 0n ? -1 : 0;
  const n = count as number;
  return n >= 32 ? high(x) >> (n - 32) : signed(high(x) >> n, shrLow(high(x), low(x), n));
}
export function shlUint(x: Wide, count: Wide): Wide {
  if (count >= 64) return 0;
  if (count < 0) panicShift();
  const n = count as number;
  if (typeof x === 'number') {
    const value = x * (power[n] as number);
    if (value <= MAX) return value;
  }
  return unsigned(shlHigh(high(x), low(x), n), shlLow(low(x), n));
}
export function shrUint(x: Wide, count: Wide): Wide {
  if (count >= 64) return 0;
  if (count < 0) panicShift();
  const n = count as number;
  if (typeof x === 'number') return Math.floor(x / (power[n] as number));
  return n >= 32 ? high(x) >>> (n - 32) : unsigned(high(x) >>> n, shrLow(high(x), low(x), n));
}

// ---- conversions between integers

export function toInt(x: Wide): Wide {
  return typeof x === 'number' ? x : signed(high(x), low(x));
}
export function toUint(x: Wide): Wide {
  return typeof x === 'number' && x >= 0 ? x : unsigned(high(x), low(x));
}
export function toInt32(x: Wide): number {
  return low(x);
}
export function toUint32(x: Wide): number {
  return low(x) >>> 0;
}
export function toInt16(x: Wide): number {
  return (low(x) << 16) >> 16;
}
export function toUint16(x: Wide): number {
  return low(x) & 65535;
}
export function toInt8(x: Wide): number {
  return (low(x) << 24) >> 24;
}
export function toUint8(x: Wide): number {
  return low(x) & 255;
}

// ---- floating point, where the value does not fit: as the compiled code of amd64 behaves (the spec leaves it open)

const TWO63 = 9223372036854775808;
const INDEFINITE = -9223372036854775808n;

/** CVTTSD2SQ: what does not fit becomes the smallest int64. */
export function floatToInt(x: number): Wide {
  const whole = Math.trunc(x);
  if (whole <= MAX && whole >= MIN) return whole + 0;
  return whole >= -TWO63 && whole < TWO63 ? canonical(BigInt(whole)) : INDEFINITE;
}
/** Below 2^63 as int64; from there the conversion of x−2^63 with the top bit set. */
export function floatToUint(x: number): Wide {
  if (x < TWO63) return toUint(floatToInt(x));
  return canonUint(BigInt(floatToInt(x - TWO63)) | INDEFINITE);
}
/** CVTTSD2SL: what does not fit becomes the smallest int32. */
export function floatToInt32(x: number): number {
  const whole = Math.trunc(x);
  return whole >= -2147483648 && whole <= 2147483647 ? whole | 0 : -2147483648;
}
/** By way of int64. */
export function floatToUint32(x: number): number {
  return toUint32(floatToInt(x));
}
export function floatToInt16(x: number): number {
  return (floatToInt32(x) << 16) >> 16;
}
export function floatToUint16(x: number): number {
  return floatToInt32(x) & 65535;
}
export function floatToInt8(x: number): number {
  return (floatToInt32(x) << 24) >> 24;
}
export function floatToUint8(x: number): number {
  return floatToInt32(x) & 255;
}
export function wideToFloat(x: Wide): number {
  return Number(x);
}
/** Rounded once: through a float64 it could be rounded twice, so that one is made odd where it is inexact. */
export function wideToFloat32(x: Wide): number {
  if (typeof x === 'number') return Math.fround(x);
  const magnitude = x < 0n ? -x : x;
  const sticky = (magnitude & 0xffffffn) === 0n ? 0n : 1n;
  const value = Number(((magnitude >> 24n) << 24n) | (sticky << 24n));
  return Math.fround(x < 0n ? -value : value);
}

// ---- 8 to 32 bits; the caller wraps the result to its type

export function quo32(x: number, y: number): number {
  if (y === 0) panicDivide();
  return Math.trunc(x / y);
}
export function rem32(x: number, y: number): number {
  if (y === 0) panicDivide();
  return x % y;
}
export function shl32(x: number, count: Wide): number {
  if (count >= 32) return 0;
  if (count < 0) panicShift();
  return x << (count as number);
}
export function shr32(x: number, count: Wide): number {
  if (count < 0) panicShift();
  return x >> (count > 31 ? 31 : (count as number));
}
export function ushr32(x: number, count: Wide): number {
  if (count >= 32) return 0;
  if (count < 0) panicShift();
  return x >>> (count as number);
}

/** Whether a word, given by its halves, has the bit. */
export function hasBit(lo: number, hi: number, bit: number): boolean {
  return bit < 64 && (((bit < 32 ? lo : hi) >>> (bit & 31)) & 1) !== 0;
}

// ---- min and max (spec, "Min and max")

export function min<V extends Wide | string>(first: V, ...rest: V[]): V {
  return rest.reduce((least, value) => (value < least ? value : least), first);
}
export function max<V extends Wide | string>(first: V, ...rest: V[]): V {
  return rest.reduce((most, value) => (value > most ? value : most), first);
}
export const minFloat = (...values: number[]): number => Math.min(...values);
export const maxFloat = (...values: number[]): number => Math.max(...values);
