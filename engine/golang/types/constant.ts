/**
 * Exact constants, after go/constant. Values are immutable; ints are bigints, floats are reduced rationals of two bigints.
 */
import type { BasicLit, BinaryOp } from '../syntax/ast.ts';
import { unquoteRune, unquoteString } from '../syntax/escape.ts';
import * as rationals from './rational.ts';
import { bitLength, rational, toFloat32, toFloat64, type Rational } from './rational.ts';
import type { BasicKind } from './types.ts';

export { bitLength, toFloat32, toFloat64, type Rational };
export { constantString } from './constantString.ts';

export interface BoolConstant {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface StringConstant {
  readonly kind: 'string';
  /** A byte string: each char code is a byte. */
  readonly value: string;
}
export interface IntConstant {
  readonly kind: 'int';
  readonly value: bigint;
}
export interface FloatConstant extends Rational {
  readonly kind: 'float';
}
export interface ComplexConstant {
  readonly kind: 'complex';
  readonly re: Rational;
  readonly im: Rational;
}
export type Constant = BoolConstant | StringConstant | IntConstant | FloatConstant | ComplexConstant;

export function makeBool(value: boolean): BoolConstant {
  return { kind: 'bool', value };
}
export function makeString(value: string): StringConstant {
  return { kind: 'string', value };
}
export function makeInt(value: bigint | number): IntConstant {
  return { kind: 'int', value: BigInt(value) };
}
/** An exact float from a finite JavaScript number. */
export function makeFloat(value: number): FloatConstant {
  return float(rationals.fromNumber(value));
}
/** From two real constants. */
export function makeComplex(re: Constant, im: Constant): ComplexConstant {
  return { kind: 'complex', re: realPart(re), im: realPart(im) };
}

function float(x: Rational): FloatConstant {
  return { kind: 'float', num: x.num, den: x.den };
}

// ---- literals

/** The value of a literal as written (constant.MakeFromLiteral); null when it is malformed or beyond all limits. A CHAR gives an int. */
export function fromLiteral(token: BasicLit['token'], text: string): Constant | null {
  switch (token) {
    case 'INT': {
      const value = integerLiteral(text);
      return value === null ? null : makeInt(value);
    }
    case 'FLOAT': {
      const value = floatLiteral(text);
      return value === null ? null : float(value);
    }
    case 'IMAG': {
      const value = floatLiteral(text.slice(0, -1));
      return value === null ? null : { kind: 'complex', re: rational(0n), im: value };
    }
    case 'CHAR': {
      const value = unquoteRune(text);
      return value === null ? null : makeInt(value);
    }
    case 'STRING': {
      const value = unquoteString(text);
      return value === null ? null : makeString(value);
    }
  }
}

function integerLiteral(text: string): bigint | null {
  const digits = text.replaceAll('_', '').replace(/^0(?=[0-9])/, '0o'); // 017 is octal
  try {
    return BigInt(digits);
  } catch {
    return null;
  }
}

/** Exponents beyond this are given up: Go's limit is far above, but no computer would want to hold the fraction. */
const maximumExponent = 100_000;

function floatLiteral(text: string): Rational | null {
  const plain = text.replaceAll('_', '');
  const decimal = /^([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(plain);
  if (decimal !== null) return scaled(decimal[1] ?? '', decimal[2] ?? '', decimal[3], 10n, 10n, 1);
  const hexadecimal = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?[0-9]+))?$/.exec(plain);
  if (hexadecimal !== null) return scaled(hexadecimal[1] ?? '', hexadecimal[2] ?? '', hexadecimal[3], 16n, 2n, 4);
  const integer = integerLiteral(plain); // the 0b11 of 0b11i
  return integer === null ? null : rational(integer);
}

/** `whole.fraction` in a base, times power ** exponent; a digit of the fraction is worth `digitWeight` powers. */
function scaled(
  whole: string,
  fraction: string,
  exponent: string | undefined,
  base: bigint,
  power: bigint,
  digitWeight: number,
): Rational | null {
  if (whole + fraction === '') return null;
  const mantissa = BigInt((base === 16n ? '0x' : '') + whole + fraction);
  const shift = Number(exponent ?? '0') - fraction.length * digitWeight;
  if (mantissa === 0n || shift < -maximumExponent) return rational(0n);
  if (shift > maximumExponent) return null;
  const factor = power ** BigInt(Math.abs(shift));
  return shift < 0 ? rational(mantissa, factor) : rational(mantissa * factor);
}

// ---- kinds

/** The constant as an int if it is one in value, else null (constant.ToInt). */
export function toInt(x: Constant): IntConstant | null {
  switch (x.kind) {
    case 'int':
      return x;
    case 'float':
      return x.den === 1n ? makeInt(x.num) : null;
    case 'complex':
      return x.im.num === 0n && x.re.den === 1n ? makeInt(x.re.num) : null;
    default:
      return null;
  }
}

/** The constant as a float if it is a real number, else null (constant.ToFloat). */
export function toFloat(x: Constant): FloatConstant | null {
  switch (x.kind) {
    case 'int':
      return float(rational(x.value));
    case 'float':
      return x;
    case 'complex':
      return x.im.num === 0n ? float(x.re) : null;
    default:
      return null;
  }
}

/** The constant as a complex number if it is a number, else null (constant.ToComplex). */
export function toComplex(x: Constant): ComplexConstant | null {
  if (x.kind === 'complex') return x;
  const re = toFloat(x);
  return re === null ? null : { kind: 'complex', re, im: rational(0n) };
}

/** The real part of a number; of anything else 0. */
export function realPart(x: Constant): FloatConstant {
  return float(toComplex(x)?.re ?? rational(0n));
}

/** The imaginary part of a number; of anything else 0. */
export function imaginaryPart(x: Constant): FloatConstant {
  return float(toComplex(x)?.im ?? rational(0n));
}

/** -1, 0 or 1; for complex numbers 0 or 1 (constant.Sign). */
export function sign(x: Constant): number {
  switch (x.kind) {
    case 'int':
      return x.value < 0n ? -1 : x.value > 0n ? 1 : 0;
    case 'float':
      return x.num < 0n ? -1 : x.num > 0n ? 1 : 0;
    case 'complex':
      return x.re.num === 0n && x.im.num === 0n ? 0 : 1;
    default:
      return 1;
  }
}

// ---- operations

/** `+x -x ^x !x`; for `^` on an unsigned type give its size in bits. The operator must fit the kind. */
export function unary(op: '+' | '-' | '^' | '!', x: Constant, unsignedBits?: number): Constant {
  if (op === '+') return x;
  if (op === '!' && x.kind === 'bool') return makeBool(!x.value);
  if (op === '^' && x.kind === 'int') {
    return makeInt(unsignedBits === undefined ? ~x.value : BigInt.asUintN(unsignedBits, ~x.value));
  }
  if (op === '-' && x.kind === 'int') return makeInt(-x.value);
  if (op === '-' && x.kind === 'float') return float(rationals.negate(x));
  if (op === '-' && x.kind === 'complex') {
    return { kind: 'complex', re: rationals.negate(x.re), im: rationals.negate(x.im) };
  }
  throw new TypeError(`no constant operation ${op} on ${x.kind}`);
}

/**
 * Any binary operator but shifts and comparisons, after making the kinds alike (constant.BinaryOp); null for a division by zero.
 * `/` truncates when both are ints, unless `integerDivision` says otherwise. The operator must fit the kinds.
 */
export function binary(x: Constant, op: BinaryOp, y: Constant, integerDivision?: boolean): Constant | null {
  if (x.kind === 'bool' && y.kind === 'bool') {
    if (op === '&&') return makeBool(x.value && y.value);
    if (op === '||') return makeBool(x.value || y.value);
  } else if (x.kind === 'string' && y.kind === 'string') {
    if (op === '+') return makeString(x.value + y.value);
  } else if (x.kind === 'int' && y.kind === 'int' && (op !== '/' || integerDivision !== false)) {
    const value = integerOperation(x.value, op, y.value);
    if (value !== undefined) return value === null ? null : makeInt(value);
  } else if (x.kind === 'complex' || y.kind === 'complex') {
    const [a, b] = [toComplex(x), toComplex(y)];
    if (a !== null && b !== null) return complexOperation(a, op, b);
  } else {
    const [a, b] = [toFloat(x), toFloat(y)];
    if (a !== null && b !== null) {
      const value = floatOperation(a, op, b);
      return value === null ? null : float(value);
    }
  }
  throw new TypeError(`no constant operation ${x.kind} ${op} ${y.kind}`);
}

function integerOperation(x: bigint, op: BinaryOp, y: bigint): bigint | null | undefined {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return y === 0n ? null : x / y;
    case '%':
      return y === 0n ? null : x % y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '^':
      return x ^ y;
    case '&^':
      return x & ~y;
    default:
      return undefined;
  }
}

function floatOperation(x: Rational, op: BinaryOp, y: Rational): Rational | null {
  switch (op) {
    case '+':
      return rationals.add(x, y);
    case '-':
      return rationals.subtract(x, y);
    case '*':
      return rationals.multiply(x, y);
    case '/':
      return y.num === 0n ? null : rationals.divide(x, y);
    default:
      throw new TypeError(`no constant operation ${op} on floats`);
  }
}

function complexOperation(x: ComplexConstant, op: BinaryOp, y: ComplexConstant): ComplexConstant | null {
  const { add, subtract, multiply, divide } = rationals;
  const complex = (re: Rational, im: Rational): ComplexConstant => ({ kind: 'complex', re, im });
  switch (op) {
    case '+':
      return complex(add(x.re, y.re), add(x.im, y.im));
    case '-':
      return complex(subtract(x.re, y.re), subtract(x.im, y.im));
    case '*':
      return complex(
        subtract(multiply(x.re, y.re), multiply(x.im, y.im)),
        add(multiply(x.im, y.re), multiply(x.re, y.im)),
      );
    case '/': {
      const square = add(multiply(y.re, y.re), multiply(y.im, y.im));
      if (square.num === 0n) return null;
      const re = add(multiply(x.re, y.re), multiply(x.im, y.im));
      const im = subtract(multiply(x.im, y.re), multiply(x.re, y.im));
      return complex(divide(re, square), divide(im, square));
    }
    default:
      throw new TypeError(`no constant operation ${op} on complex numbers`);
  }
}

/** `x << count` or `x >> count`; the checker limits the count. */
export function shift(x: IntConstant, op: '<<' | '>>', count: number): IntConstant {
  return makeInt(op === '<<' ? x.value << BigInt(count) : x.value >> BigInt(count));
}

/** Compares constants of kinds that match (constant.Compare). */
export function compare(x: Constant, op: '==' | '!=' | '<' | '<=' | '>' | '>=', y: Constant): boolean {
  const order = orderOf(x, y);
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function orderOf(x: Constant, y: Constant): number {
  if (x.kind === 'bool' && y.kind === 'bool') return x.value === y.value ? 0 : 1;
  if ((x.kind === 'string' && y.kind === 'string') || (x.kind === 'int' && y.kind === 'int')) {
    return x.value < y.value ? -1 : x.value > y.value ? 1 : 0;
  }
  const [a, b] = [toComplex(x), toComplex(y)];
  if (a === null || b === null) throw new TypeError(`no comparison of ${x.kind} and ${y.kind}`);
  return rationals.compareRationals(a.re, b.re) || (rationals.compareRationals(a.im, b.im) === 0 ? 0 : 1);
}

// ---- types

/** Why a constant is no value of a type: 'overflows' (too large), 'truncated' (not an integer), 'mismatch' (a string as a number). */
export type RepresentableError = 'overflows' | 'truncated' | 'mismatch';

/** Bits of the integer types, negative for signed ones, on 64-bit machines. */
const integerBits: Partial<Record<BasicKind, number>> = {
  int: -64, int8: -8, int16: -16, int32: -32, int64: -64, uint: 64, uint8: 8, uint16: 16, uint32: 32, uint64: 64, uintptr: 64,
}; // prettier-ignore

/**
 * The constant as a value of a basic type, or why it is none (types2, representableConst and representation): an int for integer
 * types, a float for float types (rounded to the type's precision), a complex for complex types.
 */
export function representable(
  x: Constant,
  kind: BasicKind,
): { value: Constant; error: null } | { value: null; error: RepresentableError } {
  const value = represent(x, kind);
  if (value !== null) return { value, error: null };
  const numeric = x.kind !== 'bool' && x.kind !== 'string';
  if (!numeric || !isNumericKind(kind)) return { value: null, error: 'mismatch' };
  return { value: null, error: isIntegerKind(kind) && x.kind !== 'int' ? 'truncated' : 'overflows' };
}

function represent(x: Constant, kind: BasicKind): Constant | null {
  switch (kind) {
    case 'bool':
    case 'untyped bool':
      return x.kind === 'bool' ? x : null;
    case 'string':
    case 'untyped string':
      return x.kind === 'string' ? x : null;
    case 'untyped int':
    case 'untyped rune':
      return toInt(x);
    case 'untyped float':
      return toFloat(x);
    case 'untyped complex':
      return toComplex(x);
    case 'float32':
    case 'float64': {
      const value = toFloat(x);
      const rounded = value === null ? null : round(value, kind);
      return rounded === null ? null : float(rounded);
    }
    case 'complex64':
    case 'complex128': {
      const value = toComplex(x);
      if (value === null) return null;
      const part = kind === 'complex64' ? 'float32' : 'float64';
      const [re, im] = [round(value.re, part), round(value.im, part)];
      return re === null || im === null ? null : { kind: 'complex', re, im };
    }
    default: {
      const bits = integerBits[kind];
      const value = bits === undefined ? null : toInt(x);
      if (bits === undefined || value === null) return null;
      const fits =
        bits < 0
          ? BigInt.asIntN(-bits, value.value) === value.value
          : BigInt.asUintN(bits, value.value) === value.value;
      return fits ? value : null;
    }
  }
}

function round(x: Rational, kind: 'float32' | 'float64'): Rational | null {
  const value = kind === 'float32' ? toFloat32(x) : toFloat64(x);
  return Number.isFinite(value) ? rationals.fromNumber(value) : null;
}

function isIntegerKind(kind: BasicKind): boolean {
  return integerBits[kind] !== undefined || kind === 'untyped int' || kind === 'untyped rune';
}

function isNumericKind(kind: BasicKind): boolean {
  return isIntegerKind(kind) || /float|complex/.test(kind);
}
