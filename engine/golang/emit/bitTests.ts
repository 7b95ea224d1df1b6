/**
 * Whether a 64-bit word has one of some bits, `(uint64(1)<<c)&mask | (uint64(1)<<(c-64))&(mask>>64) != 0`: so the library asks whether a byte is in a set,
 * for each byte of a header (net/textproto, validHeaderFieldByte). The words themselves would be bigints.
 */
import type { Expr } from '../syntax/ast.ts';
import { toInt } from '../types/constant.ts';
import { emit, typeOf } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { isSmallInteger, isWide } from './numbers.ts';
import { unparen } from './parking.ts';
import { basicKind } from './typeQueries.ts';

const constant = (e: Expr): bigint | null => (e.value === undefined ? null : (toInt(e.value)?.value ?? null));

/** `x != 0` as a condition where x is made of bits and constants; null for other words. */
export function hasBits(f: FunctionEmitter, x: Expr): string | null {
  const e = unparen(x);
  if (e.kind !== 'BinaryExpr' || e.value !== undefined || !isWide(basicKind(typeOf(f, e)) ?? 'bool')) return null;
  if (e.op === '|') {
    const parts = [hasBits(f, e.x), hasBits(f, e.y)];
    return parts.includes(null) ? null : `(${parts.join(' || ')})`;
  }
  if (e.op !== '&' && e.op !== '&^') return null;
  const mask = constant(e.y);
  const count = oneBit(f, e.x);
  if (mask === null || count === null) return null;
  const word = BigInt.asUintN(64, e.op === '&' ? mask : ~mask);
  return `M.hasBit(${BigInt.asIntN(32, word)}, ${BigInt.asIntN(32, word >> 32n)}, ${emit(f, count)})`;
}

/** The count of `1<<count`, where that can be read at any time, and never panics. */
function oneBit(f: FunctionEmitter, x: Expr): Expr | null {
  const e = unparen(x);
  return e.kind === 'BinaryExpr' && e.op === '<<' && constant(e.x) === 1n && isCount(f, e.y) ? e.y : null;
}

function isCount(f: FunctionEmitter, x: Expr): boolean {
  const e = unparen(x);
  const kind = basicKind(typeOf(f, e)) ?? 'bool';
  if (!isSmallInteger(kind) || !kind.startsWith('u')) return false;
  if (e.kind === 'Ident') return e.object?.kind === 'var';
  return e.kind === 'BinaryExpr' && (e.op === '+' || e.op === '-') && isCount(f, e.x) && constant(e.y) !== null;
}

export const isZero = (e: Expr): boolean => constant(e) === 0n;
