/** Giving untyped operands their type, and constants that fit it (go/types/const.go and the conversions in expr.go). */
import type { Expr } from '../../syntax/ast.ts';
import { bitLength, representable as represent, type Constant, type RepresentableError } from '../constant.ts';
import { allInteger, defaultType, everyTerm, hasNil, isBoolean, isNumeric, isString, isUntyped, isUntypedNil, isValid, maxType, underlying } from '../predicates.ts'; // prettier-ignore
import type { Basic, Type } from '../types.ts';
import type { Checker } from './checker.ts';
import { operand, type Operand } from './operand.ts';

type Failure = RepresentableError | 'conversion';

interface Implicit {
  type: Type;
  value: Constant | undefined;
  failure: Failure | null;
}

/** The type, and for a constant the value, that an untyped operand takes where `target` is wanted (implicitTypeAndValue). */
export function implicitTypeAndValue(x: Operand, target: Type): Implicit {
  const found = (type: Type, value?: Constant): Implicit => ({ type, value, failure: null });
  const failed = (failure: Failure = 'conversion'): Implicit => ({ type: target, value: undefined, failure });
  if (!x.valid || !isUntyped(x.type) || !isValid(target)) return found(x.type);
  if (isUntypedNil(x.type)) {
    if (isUntyped(target)) return isUntypedNil(target) ? found(target) : failed();
    return hasNil(target) ? found(target) : failed();
  }
  if (isUntyped(target)) {
    const larger = maxType(x.type, target);
    return larger === null ? failed() : found(larger);
  }
  if (target.kind === 'typeparam') {
    const fits = everyTerm(
      target,
      (term) => term !== null && implicitTypeAndValue(x, underlying(term)).failure === null,
    );
    return fits ? found(target) : failed();
  }
  const under = underlying(target);
  if (under.kind === 'interface') {
    return under.methods().length === 0 && under.terms() === null && !under.comparable()
      ? found(defaultType(x.type))
      : failed();
  }
  if (under.kind !== 'basic') return failed();
  if (x.mode === 'constant' && x.value !== undefined) {
    const { value, error } = represented(x, under);
    return error === null ? found(target, value) : failed(error);
  }
  const fits =
    (isBoolean(x.type) && isBoolean(under)) ||
    (isNumeric(x.type) && isNumeric(under)) ||
    (isString(x.type) && isString(under));
  return fits ? found(target) : failed();
}

function represented(
  x: Operand,
  under: Basic,
): { value: Constant; error: null } | { value: undefined; error: RepresentableError } {
  const { value, error } = represent(x.value as Constant, under.name);
  if (error === null) return { value, error };
  if (!isNumeric(x.type) || !isNumeric(under)) return { value: undefined, error: 'mismatch' };
  return { value: undefined, error };
}

/** Converts a constant to a basic type, or reports why it cannot be. */
export function representable(c: Checker, x: Operand, target: Basic): void {
  const { value, error } = represented(x, target);
  if (error === null) x.value = value;
  else invalidConversion(c, error, x, target);
}

function invalidConversion(c: Checker, failure: Failure, x: Operand, target: Type): void {
  const [what, type] = [c.describe(x), c.show(target)];
  if (failure === 'truncated') c.error(x, `${what} truncated to ${type}`);
  else if (failure === 'overflows') c.error(x, `${overflowing(c, x)} overflows ${type}`);
  else c.error(x, `cannot convert ${what} to ${c.oldWords ? '' : 'type '}${type}`);
  x.invalidate();
}

/** cmd/compile's words for a constant that does not fit (types2, representation and opName). */
function overflowing(c: Checker, x: Operand): string {
  return c.describe(x);
}

/** Gives an untyped operand the type that `target` makes of it (convertUntyped). */
export function convertUntyped(c: Checker, x: Operand, target: Type): void {
  const { type, value, failure } = implicitTypeAndValue(x, target);
  if (failure !== null) {
    invalidConversion(c, failure, x, target.kind === 'typeparam' ? target : underlying(target));
    return;
  }
  settle(c, x, type, value);
}

/** Takes over what implicitTypeAndValue found, in the tree too. */
export function settle(c: Checker, x: Operand, type: Type, value: Constant | undefined): void {
  if (value !== undefined) {
    x.value = value;
    if (x.expr !== null && x.expr.type !== undefined && isUntyped(x.expr.type)) x.expr.value = value;
  }
  if (type === x.type) return;
  x.type = type;
  if (x.expr !== null) updateExprType(c, x.expr, type, false);
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Writes the final type of an untyped expression down into the tree (updateExprType). */
export function updateExprType(c: Checker, e: Expr, type: Type, final: boolean): void {
  if (e.type === undefined || !isUntyped(e.type)) return;
  switch (e.kind) {
    case 'ParenExpr':
      updateExprType(c, e.x, type, final);
      break;
    case 'UnaryExpr':
      if (e.value === undefined) updateExprType(c, e.x, type, final);
      break;
    case 'BinaryExpr':
      if (e.value !== undefined || comparisons.has(e.op)) break;
      updateExprType(c, e.x, type, final);
      if (e.op !== '<<' && e.op !== '>>') updateExprType(c, e.y, type, final);
      break;
    case 'Ident':
    case 'BasicLit':
    case 'SelectorExpr':
    case 'CallExpr':
      break;
    default:
      return;
  }
  const old = e.type;
  e.type = type;
  if (!final && isUntyped(type)) return;
  if (c.shifted.delete(e) && !allInteger(type)) {
    c.error(e, `invalid operation: shifted operand ${c.text(e)} (type ${c.show(type)}) must be integer`);
    return;
  }
  if (e.value !== undefined && !isUntyped(type)) {
    const x = operand('constant', old, e, e.value);
    convertUntyped(c, x, type);
    if (x.valid) e.value = x.value;
  }
}

const unaryNames: Partial<Record<string, string>> = { '^': 'bitwise complement ' };
const binaryNames: Partial<Record<string, string>> = {
  '+': 'addition ', '-': 'subtraction ', '^': 'bitwise XOR ', '*': 'multiplication ', '<<': 'shift ',
}; // prettier-ignore

/** Reports a constant that does not fit its type, or is too large for an untyped one (Checker.overflow). */
export function overflow(c: Checker, x: Operand): void {
  if (x.value === undefined) return;
  if (!isUntyped(x.type)) {
    const under = underlying(x.type);
    if (under.kind !== 'basic') return;
    const { value, error } = represented(x, under);
    if (error === null) x.value = value;
    else {
      // cmd/compile says it shorter for the result of an operation.
      const literal = x.expr?.kind === 'BasicLit';
      const text = literal ? c.describe(x) : c.describe(x);
      c.error(
        x,
        error === 'truncated' ? `${text} truncated to ${c.show(x.type)}` : `${text} overflows ${c.show(x.type)}`,
      );
      x.invalidate();
    }
    return;
  }
  if (x.value.kind === 'int' && bitLength(x.value.value) > 512) {
    const e = x.expr;
    const name = e?.kind === 'UnaryExpr' ? unaryNames[e.op] : e?.kind === 'BinaryExpr' ? binaryNames[e.op] : undefined;
    c.error(e?.kind === 'BinaryExpr' ? e.opPos : x, `constant ${name ?? ''}overflow`);
    x.invalidate();
  }
}
