/** Expressions, top down (go/types/expr.go): each gets its mode, type and value written onto it. */
import type { Expr, Ident, UnaryExpr } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { fromLiteral, unary as constantUnary } from '../constant.ts';
import { assertableTo, Cause } from '../implements.ts';
import { identical, pointerTo } from '../intern.ts';
import { allBoolean, allInteger, allNumeric, commonUnderlying, everyUnderlying, isGeneric, isUnsigned, isValid, underlying } from '../predicates.ts'; // prettier-ignore
import { sizeOf } from '../sizes.ts';
import type { GoObject, Signature, Type, Var } from '../types.ts';
import { basic, invalidType } from '../universe.ts';
import { binary } from './binary.ts';
import { callExpr, funcInst } from './calls.ts';
import { markAddressTaken } from './captures.ts';
import { phantom, type Checker } from './checker.ts';
import { indexExpr, sliceExpr } from './indexing.ts';
import { compositeLit, funcLit } from './literals.ts';
import { operand, Operand } from './operand.ts';
import { selector } from './selectors.ts';
import { typ, validVarType, varType } from './typeExpressions.ts';
import { overflow } from './untyped.ts';

/** What an expression is as a statement: only calls and receives may stand alone. */
export type ExpressionKind = 'conversion' | 'expression' | 'statement';

/** A func type that a generic function is assigned to: its type arguments are inferred from it. */
export interface Target {
  signature: Signature;
  description: string;
}
export function targetOf(type: Type | null, description: string): Target | null {
  const under = type === null ? null : commonUnderlying(type).type;
  return under?.kind === 'signature' ? { signature: under, description } : null;
}

/** A single value. */
export function expr(c: Checker, target: Target | null, x: Operand, e: Expr): void {
  rawExpr(c, target, x, e, null, false);
  exclude(c, x, true);
  singleValue(c, x);
}

/** Like expr, but may be a generic function; `hint` is the type of a composite literal without one. */
export function genericExpr(c: Checker, x: Operand, e: Expr, hint: Type | null): void {
  rawExpr(c, null, x, e, hint, true);
  exclude(c, x, true);
  singleValue(c, x);
}

export function exprOrType(c: Checker, x: Operand, e: Expr, allowGeneric: boolean): void {
  rawExpr(c, null, x, e, null, allowGeneric);
  if (x.mode === 'novalue') {
    c.error(x, `${c.describe(x)} used as value or type`);
    x.invalidate();
  }
  singleValue(c, x);
}

/** The values of an expression: several for a call; with `allowCommaOk` two for `v, ok`. */
export function multiExpr(c: Checker, e: Expr, allowCommaOk: boolean): { list: Operand[]; commaOk: boolean } {
  const x = new Operand();
  rawExpr(c, null, x, e, null, false);
  exclude(c, x, true);
  if (x.valid && x.type.kind === 'tuple') {
    const list = x.type.types.map((type, index) =>
      operand('value', type, phantom(e.pos, nth(index + 1, 'function result'))),
    );
    return { list, commaOk: false };
  }
  if (allowCommaOk && (x.mode === 'mapindex' || x.mode === 'commaok')) {
    const ok = operand('value', basic['untyped bool'], phantom(e.pos, 'ok value of (comma, ok) expression'));
    return { list: [x, ok], commaOk: true };
  }
  return { list: [x], commaOk: false };
}

function nth(n: number, what: string): string {
  return `${n}${['th', 'st', 'nd', 'rd'][n] ?? 'th'} ${what}`;
}

/** Checks a value and everything below it. */
export function rawExpr(
  c: Checker,
  target: Target | null,
  x: Operand,
  e: Expr,
  hint: Type | null,
  allowGeneric: boolean,
): ExpressionKind {
  x.become('invalid', invalidType);
  const kind = exprInternal(c, target, x, e, hint);
  x.expr = e;
  if (!allowGeneric) nonGeneric(c, target, x);
  c.record(x);
  return kind;
}

export function nonGeneric(c: Checker, target: Target | null, x: Operand): void {
  if (!x.valid || x.mode === 'novalue') return;
  let what = '';
  if (isGeneric(x.type)) what = 'type';
  else if (x.type.kind === 'signature' && x.type.typeParameters.length > 0 && x.mode !== 'builtin') {
    if (target !== null && c.since(21)) {
      funcInst(c, target, x, null);
      return;
    }
    what = 'function';
  }
  if (what === '') return;
  c.error(x, `cannot use generic ${what} ${c.text(x.expr as Expr)} without instantiation`);
  x.become('invalid', invalidType);
}

export function exclude(c: Checker, x: Operand, types: boolean): void {
  if (x.mode === 'novalue') c.error(x, `${c.describe(x)} used as value`);
  else if (x.mode === 'builtin') c.error(x, `${c.describe(x)} must be called`);
  else if (x.mode === 'type' && types) c.error(x, `${c.describe(x)} is not an expression`);
  else return;
  x.invalidate();
}

export function singleValue(c: Checker, x: Operand): void {
  if (x.mode !== 'value' || x.type.kind !== 'tuple') return;
  c.error(x, `multiple-value ${c.describe(x)} in single-value context`);
  x.invalidate();
}

function exprInternal(c: Checker, target: Target | null, x: Operand, e: Expr, hint: Type | null): ExpressionKind {
  x.expr = e;
  switch (e.kind) {
    case 'Ident':
      ident(c, x, e, false);
      return 'expression';
    case 'BasicLit': {
      const value = fromLiteral(e.token, e.text);
      if (value === null) {
        c.error(e, `malformed constant: ${e.text}`);
        return 'statement';
      }
      x.becomeConstant(literalTypes[e.token], value);
      overflow(c, x);
      return 'expression';
    }
    case 'FuncLit':
      funcLit(c, x, e);
      return 'expression';
    case 'CompositeLit':
      compositeLit(c, x, e, hint);
      return 'expression';
    case 'ParenExpr':
      return rawExpr(c, null, x, e.x, null, false);
    case 'SelectorExpr':
      selector(c, x, e, false);
      return 'expression';
    case 'IndexExpr':
      if (indexExpr(c, x, e)) funcInst(c, target, x, e);
      return 'expression';
    case 'SliceExpr':
      sliceExpr(c, x, e);
      return 'expression';
    case 'TypeAssertExpr': {
      expr(c, null, x, e.x);
      if (!x.valid) return 'statement';
      if (e.typeExpr === null) {
        c.error(e, 'invalid syntax tree: use of .(type) outside type switch');
        x.invalidate();
        return 'statement';
      }
      if (x.type.kind === 'typeparam') {
        c.error(x, `invalid operation: cannot use type assertion on type parameter value ${c.describe(x)}`);
        x.invalidate();
        return 'statement';
      }
      if (underlying(x.type).kind !== 'interface') {
        c.error(x, `invalid operation: ${c.describe(x)} is not an interface`);
        x.invalidate();
        return 'statement';
      }
      const type = varType(c, e.typeExpr);
      if (!isValid(type)) {
        x.invalidate();
        return 'statement';
      }
      typeAssertion(c, e, x, type, false);
      x.become('commaok', type);
      return 'expression';
    }
    case 'CallExpr':
      return callExpr(c, x, e);
    case 'StarExpr':
      starExpr(c, x, e.x);
      return 'expression';
    case 'UnaryExpr':
      unary(c, x, e);
      return x.valid && e.op !== '<-' ? 'expression' : 'statement';
    case 'BinaryExpr':
      binary(c, x, e, e.x, e.y, e.op);
      return x.valid ? 'expression' : 'statement';
    case 'KeyValueExpr':
      c.error(e, 'no key:value expected');
      return 'statement';
    case 'Ellipsis':
      c.error(e, 'invalid use of ...');
      return 'statement';
    default:
      x.become('type', typ(c, e));
      if (!isValid(x.type)) x.invalidate();
      return 'expression';
  }
}

const literalTypes = {
  INT: basic['untyped int'],
  FLOAT: basic['untyped float'],
  IMAG: basic['untyped complex'],
  CHAR: basic['untyped rune'],
  STRING: basic['untyped string'],
};

/** A name (Checker.ident). */
export function ident(c: Checker, x: Operand, e: Ident, wantType: boolean): void {
  x.invalidate();
  x.expr = e;
  const object = c.lookup(e.name);
  if (object === undefined) {
    if (e.name === '_') c.error(e, 'cannot use _ as value or type');
    else c.error(e, `undefined: ${e.name}`);
    return;
  }
  if (object.pkg === null && (e.name === 'any' || e.name === 'comparable') && !c.allows(18)) {
    c.requires(18, e, `predeclared ${e.name}`);
    return;
  }
  e.object = object;
  if (wantType && object.kind !== 'typename') {
    const kind = kindOf(c, object, e);
    c.error(e, `${object.name} ${kind === '' ? '' : `(${kind}) `}is not a type`);
    if (object.kind === 'var') useVar(c, object);
    return;
  }
  objectOperand(c, x, e, object);
}
/** What an object is, in the words of the compiler's version (objectKind). */
function kindOf(c: Checker, object: GoObject, e: Ident): string {
  if (!c.since(26)) {
    if (c.since(23)) return '';
    const x = new Operand();
    objectOperand(c, x, e, object);
    x.expr = null;
    return c.describe(x);
  }
  switch (object.kind) {
    case 'pkgname':
      return 'package name';
    case 'const':
      return 'constant';
    case 'var':
      return varKinds[object.role];
    case 'func':
      return object.receiver === null ? 'function' : 'method';
    case 'builtin':
      return 'built-in function';
    case 'nil':
      return 'untyped nil';
    default:
      return object.kind;
  }
}
const varKinds = {
  package: 'package-level variable',
  local: 'local variable',
  receiver: 'receiver',
  param: 'parameter',
  result: 'result variable',
  field: 'struct field',
};

/** What a use of an object is as an operand. */
export function objectOperand(c: Checker, x: Operand, e: Ident, object: GoObject): void {
  switch (object.kind) {
    case 'pkgname':
      c.error(e, `use of package ${object.name} not in selector`);
      return;
    case 'const': {
      const { type } = object;
      if (!isValid(type)) return;
      if (object.name === 'iota' && object.pkg === null) {
        if (c.env.iota === null) {
          c.error(e, 'cannot use iota outside constant declaration');
          return;
        }
        x.becomeConstant(type, c.env.iota);
      } else x.becomeConstant(type, object.value);
      return;
    }
    case 'typename':
      if (isValid(object.type)) x.become('type', object.type);
      return;
    case 'var':
      useVar(c, object);
      if (isValid(object.type)) x.become('variable', object.type);
      return;
    case 'func':
      x.become('value', object.signature);
      return;
    case 'builtin':
      x.become('builtin', invalidType);
      x.builtin = object.name;
      return;
    case 'nil':
      x.become('nil', basic['untyped nil']);
      return;
    case 'label':
      return;
  }
}

function useVar(c: Checker, variable: Var): void {
  if (c.pkg.own) c.used.add(variable);
  if (variable.owner !== c.env.owner && variable.role !== 'package' && variable.role !== 'field')
    variable.captured = true;
}

function starExpr(c: Checker, x: Operand, inner: Expr): void {
  exprOrType(c, x, inner, false);
  if (!x.valid) return;
  if (x.mode === 'type') {
    validVarType(c, inner, x.type);
    x.become('type', pointerTo(x.type));
    return;
  }
  if (x.isNil) {
    c.error(x, `invalid operation: cannot indirect ${c.describe(x)}`);
    x.invalidate();
    return;
  }
  let base: Type | null = null;
  const ok = everyUnderlying(x.type, (under) => {
    if (under?.kind !== 'pointer') {
      c.error(x, `invalid operation: cannot indirect ${c.describe(x)}`);
      return false;
    }
    if (base !== null && !identical(under.element, base)) {
      c.error(x, `invalid operation: pointers of ${c.describe(x)} must have identical base types`);
      return false;
    }
    base = under.element;
    return true;
  });
  if (ok && base !== null) x.become('variable', base);
  else x.invalidate();
}

const unaryPredicates = { '+': allNumeric, '-': allNumeric, '^': allInteger, '!': allBoolean };

function unary(c: Checker, x: Operand, e: UnaryExpr): void {
  expr(c, null, x, e.x);
  if (!x.valid) return;
  if (e.op === '&') {
    if (unparen(e.x).kind !== 'CompositeLit' && x.mode !== 'variable') {
      c.error(x, `invalid operation: cannot take address of ${c.describe(x)}`);
      x.invalidate();
      return;
    }
    markAddressTaken(e.x);
    x.become('value', pointerTo(x.type));
    return;
  }
  if (e.op === '<-') {
    const element = channelElement(c, x, x, true);
    if (element === null) x.invalidate();
    else x.become('commaok', element);
    c.hasCallOrReceive = true;
    return;
  }
  const op = e.op === '~' ? '^' : e.op;
  if (e.op === '~') c.error(e, 'cannot use ~ outside of interface or type constraint (use ^ for bitwise complement)');
  if (!unaryPredicates[op](x.type)) {
    c.error(x, `invalid operation: operator ${op} not defined on ${c.describe(x)}`);
    x.invalidate();
    return;
  }
  if (x.mode === 'constant' && x.value !== undefined) {
    const bits = isUnsigned(x.type) ? sizeOf(x.type) * 8 : undefined;
    x.value = constantUnary(op, x.value, bits);
    x.expr = e;
    overflow(c, x);
    return;
  }
  x.mode = 'value';
}

/** The element type of a channel that is received from or sent to; reports when it is none. */
export function channelElement(c: Checker, at: Operand | number, x: Operand, receive: boolean): Type | null {
  const { type: under, cause } = commonUnderlying(x.type, c.show);
  const verb = receive ? 'receive from' : 'send to';
  const type = c.since(25) ? `${c.show(x.type)} ` : '';
  const fail = (what: string): null => {
    c.error(at, `invalid operation: cannot ${verb} ${what}`);
    return null;
  };
  if (under === null) return fail(`${c.describe(x)}: ${cause}`);
  if (under.kind !== 'chan') return fail(`non-channel ${type}${c.describe(x)}`);
  if (receive && under.direction === 'send') return fail(`send-only channel ${type}${c.describe(x)}`);
  if (!receive && under.direction === 'recv') return fail(`receive-only channel ${type}${c.describe(x)}`);
  return under.element;
}

/** Reports an assertion that can never hold (Checker.typeAssertion). */
export function typeAssertion(c: Checker, e: Expr, x: Operand, type: Type, typeSwitch: boolean): void {
  const cause = new Cause(c.qualifier);
  if (assertableTo(x.type, type, cause)) return;
  if (typeSwitch) {
    c.error(
      e,
      `impossible type switch case: ${c.text(e)}\n\t${c.describe(x)} cannot have dynamic type ${c.show(type)} ${c.cause(cause.text)}`,
    );
  } else {
    c.error(
      e,
      `impossible type assertion: ${c.text(e)}\n\t${c.show(type)} does not implement ${c.show(x.type)} ${c.cause(cause.text)}`,
    );
  }
}

/** Checks expressions whose values do not matter, so that what they use counts as used; whether all are valid. */
export function use(c: Checker, list: Expr[], leftSide = false): boolean {
  let ok = true;
  for (const e of list) {
    const x = new Operand();
    const inner = unparen(e);
    if (inner.kind === 'Ident') {
      if (inner.name === '_') continue;
      const object = leftSide ? c.lookup(inner.name) : undefined;
      const wasUsed = object?.kind !== 'var' || c.used.has(object);
      exprOrType(c, x, inner, true);
      if (object?.kind === 'var' && !wasUsed) c.used.delete(object);
    } else rawExpr(c, null, x, e, null, true);
    ok &&= x.valid;
  }
  return ok;
}
