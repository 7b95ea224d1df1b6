/** Index and slice expressions (go/types/index.go). */
import type { Expr, IndexExpr, SliceExpr } from '../../syntax/ast.ts';
import { constantString, representable, sign } from '../constant.ts';
import { identical, sliceOf } from '../intern.ts';
import { allInteger, everyUnderlying, isString, isUntyped, isValid, typesOf, underlying } from '../predicates.ts';
import type { Type } from '../types.ts';
import { basic, byteType } from '../universe.ts';
import { assignment } from './assignments.ts';
import { markAddressTaken } from './captures.ts';
import type { Checker } from './checker.ts';
import { expr, exprOrType, genericExpr, nonGeneric, use } from './expressions.ts';
import { Operand } from './operand.ts';
import { varType } from './typeExpressions.ts';
import { convertUntyped } from './untyped.ts';

/** Checks `x[i]`; true when it is the instantiation of a generic function, which is left to the caller. */
export function indexExpr(c: Checker, x: Operand, e: IndexExpr): boolean {
  exprOrType(c, x, e.x, true);
  if (!x.valid) {
    use(c, e.indices);
    return false;
  }
  if (x.mode === 'type') {
    const type = varType(c, e);
    if (isValid(type)) x.become('type', type);
    else x.invalidate();
    return false;
  }
  if (x.mode === 'value') {
    const under = underlying(x.type);
    if (under.kind === 'signature' && under.typeParameters.length > 0) return true;
  }
  nonGeneric(c, null, x);
  if (!x.valid) return false;
  const found = indexed(x);
  const fail = (): false => {
    x.invalidate();
    return false;
  };
  if (found === null) {
    c.error(e.x.end, `${c.since(25) ? '' : 'invalid operation: '}cannot index ${c.describe(x)}`);
    use(c, e.indices);
    return fail();
  }
  if (e.indices.length > 1) c.error(e.indices[1] as Expr, 'invalid operation: more than one index');
  const [at] = e.indices as [Expr];
  if (found.key !== null) {
    const key = new Operand();
    genericExpr(c, key, at, null);
    assignment(c, key, found.key, 'map index');
    x.become('mapindex', found.element);
    return false;
  }
  x.become(found.mode, found.element);
  index(c, at, found.length);
  return false;
}

interface Indexed {
  mode: 'variable' | 'value';
  element: Type;
  /** For a map. */
  key: Type | null;
  /** Of an array or constant string, else -1. */
  length: number;
}

function indexed(x: Operand): Indexed | null {
  if (x.type.kind !== 'typeparam') return indexedOf(x, underlying(x.type));
  let common: Indexed | null = null;
  const ok = everyUnderlying(x.type, (under) => {
    const each = under === null ? null : indexedOf(x, under);
    if (each === null) return false;
    if (common === null) {
      common = each;
      return true;
    }
    const sameKey = common.key === null ? each.key === null : each.key !== null && identical(common.key, each.key);
    if (!sameKey || !identical(common.element, each.element)) return false;
    if (each.mode === 'value') common.mode = 'value';
    if (each.length >= 0 && (common.length < 0 || each.length < common.length)) common.length = each.length;
    return true;
  });
  return ok ? common : null;
}

function indexedOf(x: Operand, under: Type): Indexed | null {
  switch (under.kind) {
    case 'basic':
      if (!isString(under)) return null;
      return {
        mode: 'value',
        element: byteType,
        key: null,
        length: x.constant?.kind === 'string' ? x.constant.value.length : -1,
      };
    case 'array':
      return {
        mode: x.mode === 'variable' ? 'variable' : 'value',
        element: under.element,
        key: null,
        length: under.length,
      };
    case 'pointer': {
      const array = underlying(under.element);
      return array.kind === 'array'
        ? { mode: 'variable', element: array.element, key: null, length: array.length }
        : null;
    }
    case 'slice':
      return { mode: 'variable', element: under.element, key: null, length: -1 };
    case 'map':
      return { mode: 'value', element: under.element, key: under.key, length: -1 };
    default:
      return null;
  }
}

/** Checks an index; gives its value when constant, else -1, and a null type when it is invalid. `limit` is the first index out of bounds, or -1. */
export function index(c: Checker, e: Expr, limit: number): { type: Type | null; value: number } {
  const x = new Operand();
  expr(c, null, x, e);
  if (!isValidIndex(c, x, 'index', false)) return { type: null, value: -1 };
  if (x.constant?.kind !== 'int') return { type: x.type, value: -1 };
  const value = Number(x.constant.value);
  if (limit >= 0 && value >= limit) {
    c.error(x, `invalid argument: index ${constantString(x.constant)} out of bounds [0:${limit}]`);
    return { type: null, value: -1 };
  }
  return { type: x.type, value };
}

export function isValidIndex(c: Checker, x: Operand, what: string, allowNegative: boolean): boolean {
  if (!x.valid) return false;
  convertUntyped(c, x, basic.int);
  if (!x.valid) return false;
  if (!allInteger(x.type)) {
    c.error(x, `invalid argument: ${what} ${c.describe(x)} must be integer`);
    return false;
  }
  if (x.constant === undefined) return true;
  if (!allowNegative && sign(x.constant) < 0) {
    c.error(x, `invalid argument: ${what} ${c.describe(x)} must not be negative`);
    return false;
  }
  if (representable(x.constant, 'int').error !== null) {
    c.error(x, `invalid argument: ${what} ${c.describe(x)} overflows int`);
    return false;
  }
  return true;
}

export function sliceExpr(c: Checker, x: Operand, e: SliceExpr): void {
  expr(c, null, x, e.x);
  if (!x.valid) {
    use(
      c,
      [e.low, e.high, e.max].filter((part) => part !== null),
    );
    return;
  }
  const fail = (at: Operand | Expr, message: string): void => {
    c.error(at, message);
    x.invalidate();
  };
  const under = slicedType(x.type);
  if (under === null) return fail(x, `cannot slice ${c.describe(x)}: no specific type in ${c.show(x.type)}`);
  let length = -1;
  if (isString(under)) {
    if (e.max !== null) return fail(e.max, 'invalid operation: 3-index slice of string');
    if (x.constant?.kind === 'string') length = x.constant.value.length;
    const type = isUntyped(x.type) ? basic.string : x.type;
    if (isUntyped(x.type)) convertUntyped(c, x, basic.string);
    x.become('value', type);
  } else if (under.kind === 'array') {
    if (x.mode !== 'variable') return fail(x, `invalid operation: ${c.describe(x)} (slice of unaddressable value)`);
    length = under.length;
    markAddressTaken(e.x);
    x.become('value', sliceOf(under.element));
  } else if (under.kind === 'pointer' && underlying(under.element).kind === 'array') {
    const array = underlying(under.element);
    if (array.kind === 'array') {
      length = array.length;
      x.become('value', sliceOf(array.element));
    }
  } else if (under.kind === 'slice') x.become('value', x.type);
  else return fail(x, `cannot slice ${c.describe(x)}`);

  const bounds = [e.low, e.high, e.max].map((part, i) => {
    if (part !== null) return index(c, part, length >= 0 ? length + 1 : -1).value;
    return i === 0 ? 0 : length;
  });
  for (const [i, low] of bounds.entries()) {
    const j = bounds.findIndex((high, k) => k > i && high >= 0 && high < low);
    if (low <= 0 || j < 0) continue;
    c.error([e.low, e.high, e.max][j] ?? e, `invalid slice indices: ${bounds[j]} < ${low}`);
    break;
  }
}

/** What is sliced: of a type parameter, the one underlying type, strings counting as byte slices unless all are strings. */
function slicedType(type: Type): Type | null {
  const unders = typesOf(type)?.map(underlying) ?? [];
  if (unders.length === 0) return null;
  if (unders.some(isString)) {
    const bytes = unders.every(
      (under) => isString(under) || (under.kind === 'slice' && underlying(under.element) === byteType),
    );
    return bytes ? basic.string : null;
  }
  const [first] = unders as [Type];
  return unders.every((under) => identical(under, first)) ? first : null;
}
