/** Assignability in context, assignments and initialisations (go/types/assignments.go). */
import type { Expr, Ident, Pos } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { Cause } from '../implements.ts';
import { defaultType, isInterface, isNumeric, isUntyped, isUntypedNil, isValid, underlying } from '../predicates.ts';
import { assignableTo } from '../relations.ts';
import type { Type, Var } from '../types.ts';
import { invalidType } from '../universe.ts';
import type { At, Checker } from './checker.ts';
import { expr, multiExpr, nonGeneric, singleValue, targetOf, use } from './expressions.ts';
import { Operand } from './operand.ts';
import { implicitTypeAndValue, settle } from './untyped.ts';

/** Converts x to `type` if it is assignable, else reports; a null type is the blank identifier's (Checker.assignment). */
export function assignment(c: Checker, x: Operand, type: Type | null, context: string): void {
  singleValue(c, x);
  if (!x.valid) return;
  if (x.mode === 'novalue' || x.mode === 'builtin' || x.mode === 'type') {
    c.error(x, `cannot assign ${c.describe(x)} to ${type === null ? '_' : c.show(type)} in ${context}`);
    x.invalidate();
    return;
  }
  if (isUntyped(x.type)) {
    let target = type;
    if (x.isNil && type === null) {
      c.error(x, `use of untyped nil in ${context}`);
      x.invalidate();
      return;
    }
    if (!x.isNil && (type === null || isInterface(type))) target = defaultType(x.type);
    const wanted = target as Type;
    const found = implicitTypeAndValue(x, wanted);
    if (found.failure !== null) {
      let message = `cannot use ${c.describe(x)} as ${c.show(wanted)} value in ${context}`;
      if (found.failure === 'truncated') message += ' (truncated)';
      else if (found.failure === 'overflows') message += ' (overflows)';
      c.error(x, message);
      x.invalidate();
      return;
    }
    settle(c, x, found.type, found.value);
  }
  nonGeneric(c, c.since(27) ? targetOf(type, context) : null, x);
  if (!x.valid || type === null) return;
  const cause = new Cause(c.qualifier);
  if (assignableTo(x.type, type, x.constant, cause)) return;
  const why = cause.text === '' ? '' : `:${c.oldWords ? '\n\t' : ' '}${c.cause(cause.text)}`;
  c.error(x, `cannot use ${c.describe(x)} ${c.asType(type)} in ${context}${why}`);
  x.invalidate();
}

/** Checks `lhs = x` in a declaration and gives the variable's type: the written one, or else that of x. */
export function initVar(c: Checker, type: Type | null, x: Operand, context: string): Type {
  if (!x.valid || !isValid(x.type) || (type !== null && !isValid(type))) {
    x.invalidate();
    c.initFailed = true;
    return type ?? invalidType;
  }
  let wanted = type;
  if (wanted === null) {
    if (isUntypedNil(x.type)) {
      c.error(x, `use of untyped nil in ${context}`);
      x.invalidate();
      return invalidType;
    }
    wanted = defaultType(x.type);
  }
  assignment(c, x, wanted, context);
  if (!x.valid) c.initFailed = true;
  // What is declared from a wrong value keeps its type: other uses of the variable are fine.
  return nonGenericType(wanted, x);
}

function nonGenericType(wanted: Type, x: Operand): Type {
  // A generic function that was instantiated by the assignment has its final type now.
  return x.valid && wanted.kind === 'signature' && wanted.typeParameters.length > 0 ? x.type : wanted;
}

/** A variable on the left of an initialisation: type null when it has none yet. */
export interface Left {
  name: string;
  type: Type | null;
}

/** Checks `lhs… = rhs…` in a declaration or return statement, and gives the types of the variables (Checker.initVars). */
export function initVars(c: Checker, lhs: Left[], rhs: Expr[], returnPos: Pos | null): Type[] {
  const context = returnPos !== null ? 'return statement' : lhs.length > 1 ? 'multiple assignment' : 'assignment';
  const [first] = rhs;
  const single = rhs.length === 1 && first !== undefined;
  const isCall = single && unparen(first).kind === 'CallExpr';
  if (lhs.length === rhs.length && !isCall) {
    return lhs.map((left, index) => {
      const x = new Operand();
      expr(c, targetOf(left.type, left.name || 'result variable'), x, rhs[index] as Expr);
      return initVar(c, left.type, x, context);
    });
  }
  const unknown = (): Type[] => lhs.map((left) => left.type ?? invalidType);
  if (!single) {
    if (!use(c, rhs)) return unknown();
    if (returnPos === null) assignError(c, rhs, lhs.length, rhs.length);
    else {
      const values = rhs.map((e) => {
        const x = new Operand();
        expr(c, null, x, e);
        return x;
      });
      returnError(c, returnPos, lhs, values);
    }
    return unknown();
  }
  const { list, commaOk } = multiExpr(c, first, lhs.length === 2 && returnPos === null);
  if (list.length === lhs.length) {
    const types = lhs.map((left, index) => initVar(c, left.type, list[index] as Operand, context));
    if (commaOk) markCommaOk(first);
    return types;
  }
  if (list[0]?.valid) {
    if (returnPos !== null) returnError(c, returnPos, lhs, list);
    else assignError(c, rhs, lhs.length, list.length);
  }
  return unknown();
}

/** Two values are wanted of an expression that may give one or two. */
function markCommaOk(e: Expr): void {
  const inner = unparen(e);
  if (inner.mode === 'mapindex' || inner.mode === 'commaok') e.mode = 'commaok';
}

function assignError(c: Checker, rhs: Expr[], left: number, right: number): void {
  const [first] = rhs as [Expr];
  const vars = measure(left, 'variable');
  const values = measure(right, 'value');
  const call = unparen(first);
  if (rhs.length === 1 && call.kind === 'CallExpr') {
    c.error(first, `assignment mismatch: ${vars} but ${c.text(call.fun)} returns ${values}`);
  } else c.error(first, `assignment mismatch: ${vars} but ${values}`);
}

export function measure(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function returnError(c: Checker, pos: Pos, lhs: Left[], values: Operand[]): void {
  let at: At = pos;
  let qualifier = 'not enough';
  const last = values.at(-1);
  if (values.length > lhs.length) {
    at = values[lhs.length] as Operand;
    qualifier = 'too many';
  } else if (last !== undefined) at = last;
  const have = typesSummary(
    c,
    values.map((x) => x.type),
    false,
    false,
  );
  const want = typesSummary(
    c,
    lhs.map((left) => left.type ?? invalidType),
    false,
    false,
  );
  c.error(at, `${qualifier} return values\n\thave ${have}\n\twant ${want}`);
}

/** `(number, string, ...int)`. */
export function typesSummary(c: Checker, types: Type[], variadic: boolean, dots: boolean): string {
  const texts = types.map((type, index) => {
    const last = index === types.length - 1;
    let text: string;
    if (!isValid(type)) text = 'unknown type';
    else if (isUntyped(type)) text = isNumeric(type) ? 'number' : type.name.replace('untyped ', '');
    else text = c.show(last && variadic && type.kind === 'slice' ? type.element : type);
    if (last && variadic) return `...${text}`;
    return last && dots ? `${text}...` : text;
  });
  return `(${texts.join(', ')})`;
}

// ---- assignments

/** The type of what is assigned to, null for the blank identifier, invalid when nothing can be assigned to it (Checker.lhsVar). */
function leftType(c: Checker, e: Expr): Type | null {
  const inner = unparen(e);
  if (inner.kind === 'Ident' && inner.name === '_') {
    inner.object = undefined;
    return null;
  }
  // To assign to a variable is not to use it.
  const object = inner.kind === 'Ident' ? c.lookup(inner.name) : undefined;
  const wasUsed = object?.kind !== 'var' || c.used.has(object);
  const x = new Operand();
  expr(c, null, x, e);
  if (object?.kind === 'var' && !wasUsed) c.used.delete(object);
  if (!x.valid) return invalidType;
  if (x.mode === 'variable' || x.mode === 'mapindex') return x.type;
  if (x.expr?.kind === 'SelectorExpr' && x.expr.x.mode === 'mapindex') {
    c.error(x, `cannot assign to struct field ${c.text(x.expr)} in map`);
  } else if (c.oldWords) c.error(x, `cannot assign to ${c.describe(x)}`);
  else c.error(x, `cannot assign to ${c.text(e)} (neither addressable nor a map index expression)`);
  return invalidType;
}

/** Checks `lhs = rhs`, or `lhs = x` when the value is checked already (Checker.assignVar). */
export function assignVar(c: Checker, lhs: Expr, rhs: Expr | null, value: Operand | null, context: string): void {
  const type = leftType(c, lhs);
  if (type !== null && !isValid(type)) {
    if (value !== null) value.invalidate();
    else if (rhs !== null) use(c, [rhs]);
    return;
  }
  let x = value;
  if (x === null) {
    x = new Operand();
    const isFunc = type !== null && underlying(type).kind === 'signature';
    expr(c, isFunc ? targetOf(type, c.text(lhs)) : null, x, rhs as Expr);
  }
  assignment(c, x, type, type === null && context === 'assignment' ? 'assignment to _ identifier' : context);
}

export function assignVars(c: Checker, lhs: Expr[], rhs: Expr[]): void {
  const context = lhs.length > 1 ? 'multiple assignment' : 'assignment';
  const [first] = rhs;
  const single = rhs.length === 1 && first !== undefined;
  const isCall = single && unparen(first).kind === 'CallExpr';
  if (lhs.length === rhs.length && !isCall) {
    lhs.forEach((left, index) => assignVar(c, left, rhs[index] as Expr, null, context));
    return;
  }
  if (!single) {
    const left = use(c, lhs, true);
    const right = use(c, rhs);
    if (left && right) assignError(c, rhs, lhs.length, rhs.length);
    return;
  }
  const { list, commaOk } = multiExpr(c, first, lhs.length === 2);
  if (list.length === lhs.length) {
    lhs.forEach((left, index) => assignVar(c, left, null, list[index] as Operand, context));
    if (commaOk) markCommaOk(first);
    return;
  }
  if (list[0]?.valid) assignError(c, rhs, lhs.length, list.length);
  use(c, lhs, true);
}

/** `lhs… := rhs…`: names that the scope has already are assigned to. */
export function shortVarDecl(c: Checker, pos: Pos, lhs: Expr[], rhs: Expr[]): void {
  const from = c.delayedCount;
  const { scope } = c.env;
  const seen = new Set<string>();
  const left: Left[] = [];
  const fresh: { ident: Ident; index: number }[] = [];
  let failed = false;
  lhs.forEach((e, index) => {
    left.push({ name: '_', type: null });
    const fail = (message: string): void => {
      c.error(e, message);
      failed = true;
    };
    if (e.kind !== 'Ident') {
      use(c, [e], true);
      return fail(`non-name ${c.text(e)} on left side of :=`);
    }
    if (e.name !== '_' && seen.has(e.name)) return fail(`${e.name} repeated on left side of :=`);
    seen.add(e.name);
    const known = e.name === '_' ? undefined : scope.own(e.name);
    if (known === undefined) {
      fresh.push({ ident: e, index });
      left[index] = { name: e.name, type: null };
      return;
    }
    e.object = known;
    if (known.kind !== 'var') return fail(`cannot assign to ${c.text(e)}`);
    e.type = known.type;
    e.mode = 'variable';
    left[index] = { name: e.name, type: known.type };
  });
  c.initFailed = false;
  const types = initVars(c, left, rhs, null);
  const excused = c.oldWords && c.initFailed;
  c.processDelayed(from);
  const variables = fresh.map(({ ident, index }): { ident: Ident; variable: Var } => {
    const variable = c.newVar(ident, types[index] ?? invalidType);
    if (excused) c.used.add(variable);
    ident.object = variable;
    ident.type = variable.type;
    ident.mode = 'variable';
    return { ident, variable };
  });
  if (fresh.every(({ ident }) => ident.name === '_') && !failed) c.error(pos, 'no new variables on left side of :=');
  for (const { ident, variable } of variables) c.declare(scope, ident, variable);
}
