/** Calls and instantiations of functions (go/types/call.go). */
import type { CallExpr, Expr, IndexExpr } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { Cause, unsatisfied } from '../implements.ts';
import { infer } from '../infer.ts';
import { signatureOf, tupleOf } from '../intern.ts';
import { commonUnderlying, isInterface, isValid, underlying } from '../predicates.ts';
import { instantiateSignature } from '../substitute.ts';
import type { Signature, Type, TypeParameter } from '../types.ts';
import { assignment, typesSummary } from './assignments.ts';
import { builtinCall, builtinKind } from './builtins.ts';
import type { At, Checker } from './checker.ts';
import { conversion } from './conversions.ts';
import {
  exclude,
  expr,
  exprOrType,
  genericExpr,
  nonGeneric,
  rawExpr,
  singleValue,
  targetOf,
  use,
  type ExpressionKind,
  type Target,
} from './expressions.ts';
import { indexExpr } from './indexing.ts';
import { operand, Operand } from './operand.ts';
import { typeList } from './typeExpressions.ts';

/**
 * Instantiates the generic function x with the type arguments of `inst`, and those that `target` tells (Checker.funcInst). With `partly` an
 * incomplete list is left to the call that x is an argument of.
 */
export function funcInst(c: Checker, target: Target | null, x: Operand, inst: IndexExpr | null, partly = false): void {
  const signature = x.type as Signature;
  const list = inst === null ? [] : typeList(c, inst.indices);
  if (inst !== null) x.expr = inst;
  if (list === null) return x.invalidate();
  const parameters = signature.typeParameters;
  if (list.length > parameters.length) {
    c.error(inst?.indices[parameters.length] ?? x, `got ${list.length} type arguments but want ${parameters.length}`);
    return x.invalidate();
  }
  let args = list;
  if (list.length < parameters.length) {
    if (partly && c.since(21)) {
      x.typeArguments = list;
      return;
    }
    // Before Go 1.21 nothing is inferred from what a function is assigned to.
    if (!c.since(21)) target = null;
    const plain = signatureOf(signature.params, signature.results, signature.variadic);
    const found = infer({
      typeParameters: parameters,
      explicit: list,
      params: target === null ? [] : [plain],
      args: target === null ? [] : [{ type: target.signature, text: target.description }],
      qualifier: c.qualifier,
      reverse: true,
    });
    if (found.failure !== null) {
      const at: At = inst === null ? x : inst.x.end;
      c.error(at, inferMessage(c, found.failure.message, found.failure.parameter));
      return x.invalidate();
    }
    args = found.typeArguments;
  }
  x.become('value', instantiateHere(c, x.expr as Expr, signature, args, inst?.indices ?? []));
}

function inferMessage(c: Checker, message: string, parameter: TypeParameter | null): string {
  if (parameter === null) return message;
  return `${message} (${c.since(24) ? 'declared at ' : ''}${c.place(parameter.pos)})`;
}

/** Notes the type arguments at the function's name, and gives the signature they make. */
function instantiateHere(
  c: Checker,
  e: Expr,
  signature: Signature,
  typeArguments: Type[],
  written: Expr[],
  at: At = e,
): Signature {
  const name = calledName(e);
  if (name !== null) name.typeArguments = typeArguments;
  const parameters = signature.typeParameters;
  c.verifyLater(() => {
    const cause = new Cause(c.qualifier);
    const failed = unsatisfied(parameters, typeArguments, cause);
    if (failed !== null) c.error(written[failed] ?? at, c.cause(cause.text));
  });
  return instantiateSignature(signature, typeArguments);
}

function calledName(e: Expr): (Expr & { kind: 'Ident' }) | null {
  const inner = unparen(e);
  if (inner.kind === 'Ident') return inner;
  if (inner.kind === 'SelectorExpr') return inner.sel;
  return inner.kind === 'IndexExpr' ? calledName(inner.x) : null;
}

export function callExpr(c: Checker, x: Operand, call: CallExpr): ExpressionKind {
  let inst: IndexExpr | null = null;
  if (call.fun.kind === 'IndexExpr') {
    if (indexExpr(c, x, call.fun)) inst = call.fun;
    x.expr = call.fun;
    c.record(x);
  } else exprOrType(c, x, call.fun, true);

  if (!x.valid) {
    use(c, call.args);
    return 'statement';
  }
  if (x.mode === 'type') {
    typeConversion(c, x, call);
    return 'conversion';
  }
  if (x.mode === 'builtin') {
    const { builtin } = x;
    if (!builtinCall(c, x, call, builtin)) x.invalidate();
    const { mode } = x as Operand;
    if (mode !== 'invalid' && mode !== 'constant') c.hasCallOrReceive = true;
    if (mode === 'novalue') x.type = tupleOf([]);
    return builtinKind(builtin);
  }
  const { type: under, cause } = commonUnderlying(x.type, c.show);
  if (under?.kind !== 'signature') {
    const why = under === null ? cause : `${c.show(x.type)} is not a function`;
    const words = c.since(25) ? `cannot call ${c.describe(x)}: ${why}` : `cannot call non-function ${c.describe(x)}`;
    c.error(x, `invalid operation: ${words}`);
    use(c, call.args);
    x.invalidate();
    return 'statement';
  }
  let signature: Signature = under;
  let explicit: Type[] = [];
  if (inst !== null) {
    const list = typeList(c, inst.indices);
    if (list === null || list.length > signature.typeParameters.length) {
      if (list !== null) {
        const want = signature.typeParameters.length;
        c.error(inst.indices[want] as Expr, `got ${list.length} type arguments but want ${want}`);
      }
      use(c, call.args);
      x.invalidate();
      return 'statement';
    }
    explicit = list;
    if (list.length === signature.typeParameters.length) {
      signature = instantiateHere(c, inst, signature, list, inst.indices);
      explicit = [];
    }
  }
  const wasGeneric = under.typeParameters.length > 0;
  const args = argumentList(c, call.args);
  const final = checkArguments(c, call, signature, explicit, args, inst?.indices ?? []);
  if (final === null) {
    x.invalidate();
    return 'statement';
  }
  if (wasGeneric && final.typeParameters.length === 0) call.fun.type = final;
  const { results } = final;
  const [only] = results;
  if (final.typeParameters.length > 0) x.invalidate();
  else if (only === undefined) x.become('novalue', tupleOf([]));
  else x.become('value', results.length === 1 ? only : tupleOf(results));
  if (x.mode === 'value' && !isValid(x.type)) x.invalidate();
  c.hasCallOrReceive = true;
  return 'statement';
}

function typeConversion(c: Checker, x: Operand, call: CallExpr): void {
  nonGeneric(c, null, x);
  if (!x.valid) return;
  const { type } = x;
  x.invalidate();
  const [first] = call.args;
  if (first === undefined) {
    c.error(call, `missing argument in conversion to ${c.show(type)}`);
    return;
  }
  if (call.args.length > 1) {
    use(c, call.args);
    c.error(call.args.at(-1) as Expr, `too many arguments in conversion to ${c.show(type)}`);
    x.invalidate();
    return;
  }
  expr(c, c.since(27) ? targetOf(type, 'conversion') : null, x, first);
  if (!x.valid) return;
  const under = underlying(type);
  if (under.kind === 'interface' && isInterface(type) && (under.terms() !== null || under.comparable())) {
    c.error(
      call,
      `cannot use interface ${c.show(type)} in conversion (contains specific type constraints or is comparable)`,
    );
    x.invalidate();
  } else if (call.ellipsis) {
    c.error(first, `invalid use of ... in conversion to ${c.show(type)}`);
    x.invalidate();
  } else conversion(c, x, type);
}

/** The arguments of a call: values, generic functions among them; one call may give several. */
function argumentList(c: Checker, list: Expr[]): Operand[] {
  const [only] = list;
  if (list.length === 1 && only !== undefined && only.kind !== 'IndexExpr') {
    const x = new Operand();
    rawExpr(c, null, x, only, null, true);
    if (x.valid && x.type.kind === 'tuple' && x.mode === 'value')
      return x.type.types.map((type) => operand('value', type, only));
    // Again, but with the complaints about what is no value.
    if (x.mode === 'novalue' || x.mode === 'builtin' || x.mode === 'type') genericExpr(c, x, only, null);
    if (!c.since(21)) nonGeneric(c, null, x);
    return [x];
  }
  return list.map((e) => {
    const x = new Operand();
    if (e.kind === 'IndexExpr') indexedArgument(c, x, e);
    else if (c.since(21)) genericExpr(c, x, e, null);
    else expr(c, null, x, e);
    return x;
  });
}

/** Like genericExpr; a generic function may have some of its type arguments only. */
function indexedArgument(c: Checker, x: Operand, e: IndexExpr): void {
  if (indexExpr(c, x, e)) funcInst(c, null, x, e, true);
  x.expr = e;
  c.record(x);
  exclude(c, x, true);
  singleValue(c, x);
}

/** Matches arguments with parameters, infers type arguments; gives the signature, instantiated if all went well (Checker.arguments). */
export function checkArguments(
  c: Checker,
  call: CallExpr,
  signature: Signature,
  explicit: Type[],
  args: Operand[],
  written: Expr[],
): Signature | null {
  if (c.oldWords && args.some((arg) => !arg.valid)) return null;
  let params = signature.params;
  let count = params.length;
  const dots = call.ellipsis;
  if (signature.variadic) {
    if (dots) {
      if (call.args.length === 1 && args.length > 1) {
        c.error(call, `cannot use ... with ${args.length}-valued ${c.text(call.args[0] as Expr)}`);
        return signature;
      }
    } else if (args.length >= count - 1) {
      params = spread(params, args.length);
      count = args.length;
    } else count--;
  } else if (dots) {
    c.error(call, `cannot use ... in call to non-variadic ${c.text(call.fun)}`);
    return signature;
  }
  if (args.length !== count) {
    wrongCount(c, call, signature, args, count);
    return signature;
  }
  const parameters = signature.typeParameters;
  if (parameters.length > 0) c.requires(18, call, 'implicit function instantiation');
  let final = signature;
  const genericArgs = args.some(
    (arg) => arg.valid && arg.type.kind === 'signature' && arg.type.typeParameters.length > 0,
  );
  if (parameters.length > 0 || genericArgs) {
    if (args.some((arg) => !arg.valid)) return signature;
    const found = infer({
      typeParameters: parameters,
      explicit,
      params,
      args: args.map((arg) => ({
        type: arg.type,
        shown: () => c.showType(arg),
        text: c.text(arg.expr as Expr),
        explicit: arg.typeArguments,
      })),
      qualifier: c.qualifier,
      largestKind: c.since(21),
    });
    if (found.failure !== null) {
      const { argument, message, parameter } = found.failure;
      const at: At = argument === null ? call.fun.end : (args[argument] as Operand);
      const prefix = c.since(23) ? `in call to ${c.text(call.fun)}, ` : '';
      c.error(at, prefix + inferMessage(c, message, parameter));
      return signature;
    }
    if (parameters.length > 0) {
      final = instantiateHere(c, call.fun, signature, found.typeArguments, written, call.fun.end);
      params = signature.variadic && !dots ? spread(final.params, args.length) : final.params;
    }
    found.ofArguments.forEach((typeArguments, index) => {
      const arg = args[index];
      if (typeArguments === null || arg === undefined) return;
      const e = arg.expr as Expr;
      const indices = e.kind === 'IndexExpr' ? e.indices : [];
      arg.type = instantiateHere(c, e, arg.type as Signature, typeArguments, indices);
      c.record(arg);
    });
  }
  const context = `argument to ${c.text(call.fun)}`;
  args.forEach((arg, index) => assignment(c, arg, params[index] as Type, context));
  return final;
}

/** Parameter types, one an argument: the variadic one repeated. */
function spread(params: Type[], count: number): Type[] {
  const last = params.at(-1);
  const element = last?.kind === 'slice' ? last.element : last;
  const fixed = params.slice(0, -1);
  while (fixed.length < count && element !== undefined) fixed.push(element);
  return fixed;
}

function wrongCount(c: Checker, call: CallExpr, signature: Signature, args: Operand[], count: number): void {
  const tooMany = args.length > count;
  const at: At = tooMany ? (args[count] as Operand) : (args.at(-1) ?? call);
  const have = typesSummary(
    c,
    args.map((arg) => arg.type),
    false,
    call.ellipsis && c.since(24),
  );
  const want = typesSummary(c, signature.params, signature.variadic, false);
  c.error(
    at,
    `${tooMany ? 'too many' : 'not enough'} arguments in call to ${c.text(call.fun)}\n\thave ${have}\n\twant ${want}`,
  );
}
