/** Function and composite literals (go/types/literals.go). */
import type { CompositeLit, Expr, FuncLit } from '../../syntax/ast.ts';
import type { Constant } from '../constant.ts';
import { arrayOf, identical, isExported } from '../intern.ts';
import { lookup } from '../lookup.ts';
import { commonUnderlying, isInterface, isValid } from '../predicates.ts';
import type { ArrayT, MapT, Struct, Type, Var } from '../types.ts';
import { invalidType } from '../universe.ts';
import { assignment } from './assignments.ts';
import type { Checker } from './checker.ts';
import { funcType } from './declarations.ts';
import { genericExpr, use } from './expressions.ts';
import { index } from './indexing.ts';
import { Operand } from './operand.ts';
import { lookupError } from './selectors.ts';
import { funcBody } from './statements.ts';
import { typ, varType } from './typeExpressions.ts';

/** The body is checked when the statement around it is. */
export function funcLit(c: Checker, x: Operand, e: FuncLit): void {
  c.openScope();
  const parts = funcType(c, e.signature, e);
  const environment = { ...c.env, results: parts.results, owner: e, scope: parts.scope };
  c.closeScope();
  c.later(() => c.within({ ...environment }, () => funcBody(c, e.body, parts.results)));
  x.become('value', parts.signature);
}

export function compositeLit(c: Checker, x: Operand, e: CompositeLit, hint: Type | null): void {
  let type: Type;
  let base: Type;
  let openArray: Type | null = null; // the element type of [...]T
  if (e.typeExpr !== null) {
    if (e.typeExpr.kind === 'ArrayType' && e.typeExpr.length === 'ellipsis') {
      openArray = varType(c, e.typeExpr.element);
      type = base = openArray;
    } else type = base = typ(c, e.typeExpr);
  } else if (hint !== null) {
    type = base = hint;
    const under = commonUnderlying(base).type;
    if (under?.kind === 'pointer') base = under.element;
  } else {
    c.error(e, 'invalid composite literal type: missing type');
    type = base = invalidType;
  }
  if (openArray !== null) {
    const length = indexedElements(c, e.elements, openArray, -1);
    type = arrayOf(length, openArray);
    if (e.typeExpr !== null) c.recordType(e.typeExpr, type);
    x.become('value', type);
    return;
  }
  const under = isValid(base) ? commonUnderlying(base).type : invalidType;
  switch (under?.kind) {
    case 'struct':
      structElements(c, e, under, base);
      break;
    case 'array':
      indexedElements(c, e.elements, (under as ArrayT).element, (under as ArrayT).length);
      break;
    case 'slice':
      indexedElements(c, e.elements, under.element, -1);
      break;
    case 'map':
      mapElements(c, e, under);
      break;
    default:
      use(
        c,
        e.elements.map((element) => (element.kind === 'KeyValueExpr' ? element.val : element)),
      );
      if (under === null || isValid(under)) {
        const qualifier = e.typeExpr === null ? ' element' : '';
        c.error(
          e,
          `invalid composite literal${qualifier} type ${c.show(type)}${under === null ? ' (no common underlying type)' : ''}`,
        );
      }
      x.invalidate();
      return;
  }
  x.become('value', type);
}

function structElements(c: Checker, e: CompositeLit, struct: Struct, base: Type): void {
  const [first] = e.elements;
  if (first === undefined) return;
  if (first.kind === 'KeyValueExpr') keyedFields(c, e.elements, struct, base);
  else positionalFields(c, e, struct, base);
}

function keyedFields(c: Checker, elements: Expr[], struct: Struct, base: Type): void {
  const visited = new Set<Var>();
  for (const element of elements) {
    if (element.kind !== 'KeyValueExpr') {
      c.error(element, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    const { key } = element;
    const x = new Operand();
    const field = key.kind === 'Ident' ? fieldOf(c, struct, base, key.name, key) : null;
    genericExpr(c, x, element.val, field?.type ?? null);
    element.type = x.type;
    element.mode = 'value';
    if (key.kind !== 'Ident') {
      c.error(element, `invalid field name ${c.text(key)} in struct literal`);
      continue;
    }
    if (field === null) continue;
    key.object = field;
    key.type = field.type;
    key.mode = 'variable';
    assignment(c, x, field.type, 'struct literal');
    if (visited.has(field))
      c.error(c.since(23) ? element : key.end, `duplicate field name ${field.name} in struct literal`);
    visited.add(field);
  }
}

function fieldOf(c: Checker, struct: Struct, base: Type, name: string, at: Expr): Var | null {
  const own = struct.fields.find((field) => field.name === name && (isExported(name) || field.pkg === c.pkg));
  if (own !== undefined) return own;
  const { selection } = lookup(struct, false, c.pkg, name);
  if (selection?.object.kind === 'var' && c.allows(27) && !selection.indirect) return selection.object;
  if (selection?.object.kind === 'var' && c.since(27)) {
    const path = selection.path.map((step) => step.field.name).join('.');
    if (selection.indirect) c.error(at, `invalid implicit pointer indirection to reach ${name}`);
    else
      c.error(at, `use of promoted field ${path} in struct literal of type ${c.show(base)} requires go1.27 or later`);
    return null;
  }
  c.error(at, lookupError(c, base, name, true));
  return null;
}

function positionalFields(c: Checker, e: CompositeLit, struct: Struct, base: Type): void {
  for (const [i, element] of e.elements.entries()) {
    if (element.kind === 'KeyValueExpr') {
      c.error(element, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    const field = struct.fields[i];
    const x = new Operand();
    genericExpr(c, x, element, null);
    if (field === undefined) {
      c.error(x, `too many values in ${literalText(c, e, base)}`);
      return;
    }
    if (!isExported(field.name) && field.pkg !== c.pkg) {
      c.error(x, `implicit assignment to unexported field ${field.name} in struct literal of type ${c.show(base)}`);
      continue;
    }
    assignment(c, x, field.type, 'struct literal');
  }
  if (e.elements.length >= struct.fields.length) return;
  c.error(e.rbrace, `too few values in ${literalText(c, e, base)}`);
}
function literalText(c: Checker, e: CompositeLit, base: Type): string {
  return c.oldWords ? c.text(e) : `struct literal of type ${c.show(base)}`;
}

function mapElements(c: Checker, e: CompositeLit, map: MapT): void {
  const visited = new Map<string, Type[]>();
  for (const element of e.elements) {
    if (element.kind !== 'KeyValueExpr') {
      c.error(element, 'missing key in map literal');
      continue;
    }
    const key = new Operand();
    genericExpr(c, key, element.key, map.key);
    assignment(c, key, map.key, 'map literal');
    if (key.constant !== undefined && c.pkg.own) {
      const name = constantKey(key.constant);
      const before = visited.get(name) ?? [];
      if (before.some((type) => !isInterface(map.key) || identical(type, key.type))) {
        c.error(key, `duplicate key ${c.text(element.key)} in map literal`);
      }
      visited.set(name, [...before, key.type]);
    }
    const x = new Operand();
    genericExpr(c, x, element.val, map.element);
    assignment(c, x, map.element, 'map literal');
    element.type = map.element;
    element.mode = 'value';
  }
}

/** A key that is the same for equal constants. */
export function constantKey(value: Constant): string {
  switch (value.kind) {
    case 'float':
      return value.den === 1n ? `int ${value.num}` : `float ${value.num}/${value.den}`;
    case 'complex':
      return `complex ${value.re.num}/${value.re.den} ${value.im.num}/${value.im.den}`;
    default:
      return `${value.kind} ${value.value}`;
  }
}

/** Elements of an array or slice; gives the length that they make (Checker.indexedElts). */
function indexedElements(c: Checker, elements: Expr[], type: Type, length: number): number {
  const visited = new Set<number>();
  let at = 0;
  let max = 0;
  for (const element of elements) {
    let valid = false;
    let value = element;
    if (element.kind === 'KeyValueExpr') {
      const found = index(c, element.key, length);
      if (found.type !== null) {
        if (found.value >= 0) {
          at = found.value;
          valid = true;
        } else c.error(element, `index ${c.text(element.key)} must be integer constant`);
      }
      value = element.val;
      element.type = type;
      element.mode = 'value';
    } else if (length >= 0 && at >= length) c.error(element, `index ${at} is out of bounds (>= ${length})`);
    else valid = true;
    if (valid) {
      if (visited.has(at)) c.error(element, `duplicate index ${at} in array or slice literal`);
      visited.add(at);
    }
    at++;
    if (at > max) max = at;
    const x = new Operand();
    genericExpr(c, x, value, type);
    assignment(c, x, type, 'array or slice literal');
  }
  return max;
}
