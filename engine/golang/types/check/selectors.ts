/** Selectors `x.f` and qualified names `pkg.Name` (go/types/call.go, Checker.selector). */
import type { SelectorExpr } from '../../syntax/ast.ts';
import { isExported, signatureOf } from '../intern.ts';
import { Cause, pointerToInterfaceText } from '../implements.ts';
import { hasPointerReceiver, lookup } from '../lookup.ts';
import { isPointerToInterface, isValid, underlying } from '../predicates.ts';
import type { Func, PackageName, Type, Var } from '../types.ts';
import { markAddressTaken } from './captures.ts';
import type { Checker } from './checker.ts';
import { exprOrType, objectOperand } from './expressions.ts';
import type { Operand } from './operand.ts';

export function selector(c: Checker, x: Operand, e: SelectorExpr, wantType: boolean): void {
  const name = e.sel.name;
  if (e.x.kind === 'Ident') {
    const object = c.lookup(e.x.name);
    if (object?.kind === 'pkgname') {
      e.x.object = object;
      e.x.mode = 'package';
      qualified(c, x, e, object);
      return;
    }
  }
  exprOrType(c, x, e.x, false);
  if (!x.valid) return;
  if (x.mode === 'builtin') {
    c.error(e, `invalid use of ${c.describe(x)} in selector expression`);
    x.invalidate();
    return;
  }
  if (wantType) {
    c.error(e.sel, `${c.text(e)} is not a type`);
    x.invalidate();
    return;
  }
  if (name === '_') {
    c.error(e.sel, 'cannot refer to blank field or method');
    x.invalidate();
    return;
  }
  const isType = x.mode === 'type';
  const { selection, failure } = x.isNil
    ? { selection: null, failure: 'missing' as const }
    : lookup(x.type, x.mode === 'variable', c.pkg, name);
  if (selection === null) {
    if (isValid(underlying(x.type)) || x.isNil) c.error(e.sel, failureText(c, x, e, failure));
    x.invalidate();
    return;
  }
  const { object } = selection;
  e.sel.object = object;
  if (object.kind === 'var') {
    if (isType) {
      c.error(e.x, `operand for field selector ${name} must be value of type ${c.show(x.type)}`);
      x.invalidate();
      return;
    }
    e.selection = selection;
    x.become(x.mode === 'variable' || selection.indirect ? 'variable' : 'value', object.type);
    e.sel.type = x.type;
    e.sel.mode = x.mode;
    if (!isValid(x.type)) x.invalidate();
    return;
  }
  const signature = object.signature;
  if (isType) {
    e.selection = { ...selection, kind: 'methodExpr' };
    const params = [x.type, ...signature.params];
    x.become('value', signatureOf(params, signature.results, signature.variadic, signature.typeParameters));
  } else {
    e.selection = selection;
    if (!selection.indirect && x.mode === 'variable' && hasPointerReceiver(object)) markAddressTaken(e.x);
    x.become('value', signature);
  }
  e.sel.type = x.type;
  e.sel.mode = 'value';
}

function qualified(c: Checker, x: Operand, e: SelectorExpr, pkgname: PackageName): void {
  pkgname.used = true;
  x.invalidate();
  const { imported } = pkgname;
  const name = e.sel.name;
  const object = imported.lookup(name);
  if (object === undefined) {
    if (c.program.isFake(imported)) return;
    const alike = c.since(25)
      ? imported.names().find((other) => isExported(other) && other.toLowerCase() === name.toLowerCase())
      : undefined;
    c.error(e.sel, `undefined: ${c.text(e)}${alike === undefined ? '' : ` (but have ${alike})`}`);
    return;
  }
  if (!isExported(name)) {
    if (c.since(20)) c.error(e.sel, `name ${name} not exported by package ${imported.name}`);
    else c.error(e.sel, `${name} not exported by package ${imported.name}`);
  }
  e.sel.object = object;
  objectOperand(c, x, e.sel, object);
  e.sel.type = x.type;
  e.sel.mode = x.mode;
  e.sel.value = x.mode === 'constant' ? x.value : undefined;
}

function failureText(c: Checker, x: Operand, e: SelectorExpr, failure: string | null): string {
  const name = e.sel.name;
  const text = c.text(e.x);
  const type = x.isNil ? 'untyped nil' : c.show(x.type);
  if (failure === 'ambiguous') return `ambiguous selector ${text}.${name}`;
  if (failure === 'pointer receiver') {
    return x.mode === 'type' && !c.oldWords
      ? `invalid method expression ${type}.${name} (needs pointer receiver (*${type}).${name})`
      : `cannot call pointer method ${name} on ${type}`;
  }
  const why = isPointerToInterface(x.type)
    ? pointerToInterfaceText(x.type, new Cause(c.qualifier))
    : lookupError(c, x.type, name, false);
  return `${text}.${name} undefined (${why})`;
}

/** Why a type has no such field or method, with a hint if it has one of a similar name (Checker.lookupError). */
export function lookupError(c: Checker, type: Type, name: string, inLiteral: boolean): string {
  const shown = c.show(type);
  const alike = lookup(type, true, c.pkg, name, true).selection?.object ?? null;
  const promoted = inLiteral && alike?.name === name && (isExported(name) || alike.pkg === c.pkg);
  const spelling = alike === null || promoted ? 'missing' : likeness(c, alike, name);
  const other = alike?.name ?? '';
  if (!c.since(23)) {
    const quote = c.oldWords ? "'" : '';
    if (inLiteral) return `unknown field ${quote}${name}${quote} in struct literal of type ${shown}`;
    const changed =
      lookup(type, true, c.pkg, capitalized(name)).selection === null ? '' : `, but does have ${capitalized(name)}`;
    return `type ${shown} has no field or method ${name}${changed}`;
  }
  const what = alike?.kind === 'func' ? 'method' : 'field';
  if (spelling === 'inaccessible') {
    return inLiteral
      ? `cannot refer to unexported field ${other} in struct literal of type ${shown}`
      : `cannot refer to unexported ${what} ${other}`;
  }
  const problem = inLiteral
    ? `unknown field ${name} in struct literal of type ${shown}`
    : `type ${shown} has no field or method ${name}`;
  if (spelling === 'missing') return problem;
  const unexported = spelling === 'unexported' ? 'unexported ' : '';
  return `${problem}, but does have ${unexported}${inLiteral ? '' : `${what} `}${other}`;
}

function likeness(
  c: Checker,
  alike: Var | Func,
  name: string,
): 'missing' | 'misspelled' | 'unexported' | 'inaccessible' {
  const sameTail = name.slice(1) === alike.name.slice(1);
  if (alike.pkg === c.pkg) return 'misspelled';
  if (isExported(name)) return isExported(alike.name) ? 'misspelled' : sameTail ? 'unexported' : 'missing';
  if (isExported(alike.name)) return sameTail ? 'misspelled' : 'missing';
  return name === alike.name ? 'inaccessible' : 'missing';
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
