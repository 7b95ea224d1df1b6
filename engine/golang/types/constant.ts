/**
 * Exact constants, after go/constant. Values are immutable; ints are bigints, floats are reduced rationals of two bigints.
 */
import type { BasicLit, BinaryOp } from '../syntax/ast.ts';
import type { BasicKind } from './types.ts';

/** A reduced fraction; `den` is positive. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}
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

export declare function makeBool(value: boolean): BoolConstant;
export declare function makeString(value: string): StringConstant;
export declare function makeInt(value: bigint | number): IntConstant;
/** An exact float from a finite JavaScript number. */
export declare function makeFloat(value: number): FloatConstant;
/** The value of a literal as written (constant.MakeFromLiteral); null when it is malformed or beyond all limits. CHAR gives an int. */
export declare function fromLiteral(token: BasicLit['token'], text: string): Constant | null;

/** `+x -x ^x !x`; for `^` on an unsigned type give its size in bits. */
export declare function unary(op: '+' | '-' | '^' | '!', x: Constant, unsignedBits?: number): Constant;
/** Any binary operator but shifts and comparisons; null for a division by zero. `/` truncates when both are ints, unless `integerDivision` says otherwise. */
export declare function binary(x: Constant, op: BinaryOp, y: Constant, integerDivision?: boolean): Constant | null;
export declare function shift(x: IntConstant, op: '<<' | '>>', count: number): IntConstant;
export declare function compare(x: Constant, op: '==' | '!=' | '<' | '<=' | '>' | '>=', y: Constant): boolean;

/** Conversions between numeric kinds that lose nothing, else null (constant.ToInt, ToFloat, ToComplex). */
export declare function toInt(x: Constant): IntConstant | null;
export declare function toFloat(x: Constant): FloatConstant | null;
export declare function toComplex(x: Constant): ComplexConstant | null;
export declare function realPart(x: Constant): FloatConstant;
export declare function imaginaryPart(x: Constant): FloatConstant;
export declare function makeComplex(re: Constant, im: Constant): ComplexConstant;

/** Why a constant is no value of a type: 'overflows' (too large), 'truncated' (not an integer), 'mismatch' (a string as a number). */
export type RepresentableError = 'overflows' | 'truncated' | 'mismatch';
/** The constant as a value of a basic type, rounded (floats) and with the kind of that type, or why not (types2 representableConst). */
export declare function representable(
  x: Constant,
  kind: BasicKind,
): { value: Constant; error: null } | { value: null; error: RepresentableError };

/** Nearest float64 / float32 (ties to even); ±Infinity when too large. */
export declare function toFloat64(x: Rational): number;
export declare function toFloat32(x: Rational): number;
/** Number of bits of the absolute value (constant.BitLen); Go limits untyped ints to 512. */
export declare function bitLength(x: bigint): number;
/** -1, 0 or 1; for complex 0 or 1. */
export declare function sign(x: Constant): number;
/** As go/constant prints it in error messages: strings quoted and shortened to 72 characters, floats with %.6g. */
export declare function constantString(x: Constant): string;
