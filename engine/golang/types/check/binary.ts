/** Binary operations, shifts and comparisons (go/types/expr.go). */
import type { BinaryExpr, BinaryOp, Expr } from '../../syntax/ast.ts';
import { binary as constantBinary, compare, shift as constantShift, sign, toInt } from '../constant.ts';
import { identical } from '../intern.ts';
import { allBoolean, allInteger, allNumeric, allNumericOrString, allOrdered, allString, allUnsigned, comparable, defaultType, hasNil, incomparable, isInteger, isInterface, isUntyped, isValid, underlying } from '../predicates.ts'; // prettier-ignore
import { assignableTo } from '../relations.ts';
import { compositeKind } from '../typeString.ts';
import type { Type } from '../types.ts';
import { basic } from '../universe.ts';
import type { Checker } from './checker.ts';
import { expr } from './expressions.ts';
import { Operand } from './operand.ts';
import { convertUntyped, overflow, representable, updateExprType } from './untyped.ts';

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
const comparisons: ReadonlySet<BinaryOp> = new Set<BinaryOp>(['==', '!=', '<', '<=', '>', '>=']);

const predicates: Partial<Record<BinaryOp, (type: Type) => boolean>> = {
  '+': allNumericOrString,
  '-': allNumeric,
  '*': allNumeric,
  '/': allNumeric,
  '%': allInteger,
  '&': allInteger,
  '|': allInteger,
  '^': allInteger,
  '&^': allInteger,
  '&&': allBoolean,
  '||': allBoolean,
};

/** `e` is null for the operation of an assignment `x op= y`. */
export function binary(c: Checker, x: Operand, e: BinaryExpr | null, left: Expr, right: Expr, op: BinaryOp): void {
  const y = new Operand();
  expr(c, null, x, left);
  expr(c, null, y, right);
  if (!x.valid) return;
  if (!y.valid) {
    x.invalidate();
    x.expr = y.expr;
    return;
  }
  if (op === '<<' || op === '>>') {
    shift(c, x, y, e, op);
    return;
  }
  if (!matchTypes(c, x, y)) return;
  if (comparisons.has(op)) {
    comparison(c, x, y, op as Comparison, false);
    return;
  }
  if (!identical(x.type, y.type)) {
    mismatch(c, x, y, e, left, right, op);
    return;
  }
  if (predicates[op]?.(x.type) !== true) {
    c.error(x, `invalid operation: operator ${op} not defined on ${c.describe(x)}`);
    x.invalidate();
    return;
  }
  const zero = y.constant !== undefined && sign(y.constant) === 0;
  if ((op === '/' || op === '%') && zero && (x.mode === 'constant' || allInteger(x.type))) {
    c.error(y, 'invalid operation: division by zero');
    x.invalidate();
    return;
  }
  if (x.constant !== undefined && y.constant !== undefined) {
    const value = constantBinary(x.constant, op, y.constant, op === '/' ? isInteger(x.type) : undefined);
    if (value === null) {
      c.error(y, 'invalid operation: division by zero');
      x.invalidate();
      return;
    }
    x.value = value;
    x.expr = e;
    overflow(c, x);
    return;
  }
  x.mode = 'value';
  x.value = undefined;
}

function mismatch(
  c: Checker,
  x: Operand,
  y: Operand,
  e: BinaryExpr | null,
  left: Expr,
  right: Expr,
  op: BinaryOp,
): void {
  if (isValid(x.type) && isValid(y.type)) {
    const text = e === null ? `${c.text(left)} ${op}= ${c.text(right)}` : c.text(e);
    c.error(x, `invalid operation: ${text} (mismatched types ${c.showType(x)} and ${c.showType(y)})`);
  }
  x.invalidate();
}

/** Converts an untyped operand to the type of the other one, when they may match; false when the conversion fails (matchBinaryOperands). */
export function matchTypes(c: Checker, x: Operand, y: Operand): boolean {
  if (!mayConvert(c, x, y)) return true;
  convertUntyped(c, x, y.type);
  if (!x.valid) return false;
  convertUntyped(c, y, x.type);
  if (y.valid) return true;
  x.invalidate();
  return false;
}

function mayConvert(c: Checker, x: Operand, y: Operand): boolean {
  if (!isUntyped(x.type) && !isUntyped(y.type)) return false;
  if (
    c.since(26) &&
    allNumeric(x.type) !== allNumeric(y.type) &&
    !isInterface(x.type) &&
    !isInterface(y.type) &&
    !x.isNil &&
    !y.isNil
  )
    return false;
  if (isInterface(x.type) || isInterface(y.type)) return true;
  if (allBoolean(x.type) !== allBoolean(y.type)) return false;
  if (allString(x.type) !== allString(y.type)) return false;
  if (x.isNil) return hasNil(y.type);
  if (y.isNil) return hasNil(x.type);
  return underlying(x.type).kind !== 'pointer' && underlying(y.type).kind !== 'pointer';
}

/** Checks a comparison of operands whose types were matched; in a switch, x is the case and y the tag. */
export function comparison(c: Checker, x: Operand, y: Operand, op: Comparison, switchCase: boolean): void {
  if (!isValid(x.type) || !isValid(y.type)) {
    x.invalidate();
    return;
  }
  if (switchCase) op = '==';
  const fail = (at: Operand, cause: string): void => {
    const text = `${c.text(x.expr as Expr)} ${op} ${c.text(y.expr as Expr)}`;
    if (switchCase) {
      c.error(x, `invalid case ${c.text(x.expr as Expr)} in switch on ${c.text(y.expr as Expr)} (${cause})`);
    } else c.error(at, `invalid operation: ${text} (${cause})`);
    x.invalidate();
  };
  const undefinedOn = (at: Operand): void => {
    if (x.type.kind === 'typeparam' || y.type.kind === 'typeparam') {
      const on = x.type.kind === 'typeparam' ? at : y;
      fail(
        on,
        `type parameter ${c.show(on.type)} ${c.since(24) ? 'cannot use operator' : 'is not comparable with'} ${op}`,
      );
    } else fail(at, `operator ${op} not defined on ${compositeKind(at.type) || c.show(at.type)}`);
  };
  if (!assignableTo(x.type, y.type, x.constant) && !assignableTo(y.type, x.type, y.constant)) {
    fail(y, `mismatched types ${c.showType(x)} and ${c.showType(y)}`);
    return;
  }
  if (op === '==' || op === '!=') {
    if (x.isNil || y.isNil) {
      if (!hasNil(x.isNil ? y.type : x.type)) return undefinedOn(y);
    } else {
      const bad = !comparable(x.type) ? x : !comparable(y.type) ? y : null;
      if (bad !== null) {
        const cause = incomparableCause(c, bad.type);
        return cause === '' ? undefinedOn(bad) : fail(bad, cause);
      }
    }
  } else if (!allOrdered(x.type)) return undefinedOn(x);
  else if (!allOrdered(y.type)) return undefinedOn(y);
  if (x.constant !== undefined && y.constant !== undefined) {
    x.becomeConstant(basic['untyped bool'], { kind: 'bool', value: compare(x.constant, op, y.constant) });
    return;
  }
  if (x.expr !== null) updateExprType(c, x.expr, defaultType(x.type), true);
  if (y.expr !== null) updateExprType(c, y.expr, defaultType(y.type), true);
  x.become('value', basic['untyped bool']);
}

function incomparableCause(c: Checker, type: Type): string {
  if (['slice', 'signature', 'map'].includes(underlying(type).kind))
    return `${compositeKind(type)} can only be compared to nil`;
  return incomparable(type, true, c.show) ?? '';
}

function shift(c: Checker, x: Operand, y: Operand, e: BinaryExpr | null, op: '<<' | '>>'): void {
  const fail = (at: Operand, message: string): void => {
    c.error(at, message);
    x.invalidate();
  };
  const value = x.constant === undefined ? null : toInt(x.constant);
  if (!allInteger(x.type) && !(isUntyped(x.type) && value !== null)) {
    return fail(x, `invalid operation: shifted operand ${c.describe(x)} must be integer`);
  }
  const count = y.constant === undefined ? null : toInt(y.constant);
  if (y.mode === 'constant') {
    if (count !== null && sign(count) < 0) return fail(y, `invalid operation: negative shift count ${c.describe(y)}`);
    if (isUntyped(y.type)) {
      representable(c, y, basic.uint);
      if (!y.valid) return x.invalidate();
    } else if (!allInteger(y.type)) return fail(y, `invalid operation: shift count ${c.describe(y)} must be integer`);
  } else if (allInteger(y.type)) {
    if (!allUnsigned(y.type) && !c.requires(13, y, `invalid operation: signed shift count ${c.describe(y)}`))
      return x.invalidate();
    if (isUntyped(y.type)) convertUntyped(c, y, basic.uint);
  } else if (isUntyped(y.type)) {
    convertUntyped(c, y, basic.uint);
    if (!y.valid) return x.invalidate();
  } else return fail(y, `invalid operation: shift count ${c.describe(y)} must be integer`);

  if (x.mode === 'constant') {
    if (y.mode === 'constant') {
      if (count === null || count.value > 1074n || value === null)
        return fail(y, `invalid operation: invalid shift count ${c.describe(y)}`);
      const type = isInteger(x.type) ? x.type : basic['untyped int'];
      if (y.expr !== null) updateExprType(c, y.expr, basic.uint, true);
      x.becomeConstant(type, constantShift(value, op, Number(count.value)));
      x.expr = e;
      overflow(c, x);
      return;
    }
    if (isUntyped(x.type)) {
      // The type of the operand is what it would be without the shift: known only further up.
      if (x.expr !== null) c.shifted.add(x.expr);
      x.mode = 'value';
      x.value = undefined;
      return;
    }
  }
  if (y.mode === 'constant' && y.expr !== null) updateExprType(c, y.expr, basic.uint, true);
  if (!allInteger(x.type)) return fail(x, `invalid operation: shifted operand ${c.describe(x)} must be integer`);
  x.mode = 'value';
  x.value = undefined;
}
