/** Type expressions (go/types/typexpr.go, struct.go, interface.go, union.go). */
import type { Expr, Field, Ident, InterfaceType, StructType } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { representable, toInt } from '../constant.ts';
import { Cause, unsatisfied } from '../implements.ts';
import { arrayOf, chanOf, instantiate, interfaceOf, lazyInterface, mapOf, nameKey, pointerTo, sliceOf, structOf, type Embedded, type Term } from '../intern.ts'; // prettier-ignore
import { comparable, isGeneric, isInteger, isUntyped, isValid, underlying } from '../predicates.ts';
import { bind, substitute } from '../substitute.ts';
import { unquoteString } from '../../syntax/escape.ts';
import type { Method, Type, TypeParameter, Var } from '../types.ts';
import { comparableType, invalidType } from '../universe.ts';
import { makeVar, type Checker } from './checker.ts';
import { funcType } from './declarations.ts';
import { expr, ident, use } from './expressions.ts';
import { AliasName } from './objects.ts';
import { Operand } from './operand.ts';
import { selector } from './selectors.ts';

/** The type that an expression denotes; generic types need their arguments. */
export function typ(c: Checker, e: Expr): Type {
  const type = typInternal(c, e);
  const alias = e.kind === 'Ident' || e.kind === 'SelectorExpr' ? aliasOf(e) : null;
  if (alias !== null && isValid(type)) {
    c.error(e, `cannot use generic type ${c.aliasText(alias)} without instantiation`);
    c.recordType(e, invalidType);
    return invalidType;
  }
  if (isGeneric(type)) {
    c.error(e, `cannot use generic type ${c.show(type)} without instantiation`);
    c.recordType(e, invalidType);
    return invalidType;
  }
  c.recordType(e, type);
  return type;
}

/** The type of a variable: no constraint interface (Checker.varType). */
export function varType(c: Checker, e: Expr): Type {
  const type = typ(c, e);
  validVarType(c, e, type);
  return type;
}

export function validVarType(c: Checker, e: Expr, type: Type): void {
  if (!c.pkg.own || type.kind === 'typeparam') return;
  c.verifyLater(() => {
    const under = underlying(type);
    if (under.kind !== 'interface' || (under.terms() === null && !under.comparable())) return;
    const why = under.comparable() ? 'interface is (or embeds) comparable' : 'interface contains type constraints';
    c.error(e, `cannot use type ${c.show(type)} outside a type constraint: ${why}`);
  });
}

function typInternal(c: Checker, e: Expr): Type {
  switch (e.kind) {
    case 'Ident':
    case 'SelectorExpr': {
      const x = new Operand();
      if (e.kind === 'Ident') ident(c, x, e, true);
      else selector(c, x, e, true);
      if (x.mode === 'type') return x.type;
      if (x.valid)
        c.error(x, x.mode === 'novalue' ? `${c.describe(x)} used as type` : `${c.describe(x)} is not a type`);
      return invalidType;
    }
    case 'IndexExpr':
      c.requires(18, e, 'type instantiation');
      return instantiatedType(c, e.x, e.indices);
    case 'ParenExpr':
      return typ(c, e.x);
    case 'ArrayType': {
      if (e.length === null) return sliceOf(varType(c, e.element));
      if (e.length === 'ellipsis') {
        c.error(e, 'invalid use of [...] array (outside a composite literal)');
        varType(c, e.element);
        return invalidType;
      }
      const length = arrayLength(c, e.length);
      const element = varType(c, e.element);
      return length < 0 ? invalidType : arrayOf(length, element);
    }
    case 'StructType':
      return structType(c, e);
    case 'StarExpr': {
      const element = varType(c, e.x);
      return isValid(element) ? pointerTo(element) : invalidType;
    }
    case 'FuncType': {
      c.openScope();
      const { signature } = funcType(c, e, null);
      c.closeScope();
      return signature;
    }
    case 'InterfaceType':
      return interfaceType(c, e);
    case 'MapType': {
      const key = varType(c, e.key);
      const element = varType(c, e.val);
      c.verifyLater(() => {
        if (!isValid(key) || comparable(key)) return;
        const why = key.kind === 'typeparam' ? ' (missing comparable constraint)' : '';
        c.error(e.key, `invalid map key type ${c.show(key)}${why}`);
      });
      return mapOf(key, element);
    }
    case 'ChanType':
      return chanOf(e.direction, varType(c, e.element));
    default:
      c.error(e, `${c.text(e)} is not a type`);
      use(c, [e]);
      return invalidType;
  }
}

function arrayLength(c: Checker, e: Expr): number {
  if (e.kind === 'Ident') {
    const object = c.lookup(e.name);
    if (object === undefined) {
      c.error(
        e,
        c.oldWords
          ? `undeclared name ${e.name} for array length`
          : `undefined array length ${e.name} or missing type constraint`,
      );
      return -1;
    }
    if (object.kind !== 'const') {
      c.error(e, `invalid array length ${e.name}`);
      return -1;
    }
  }
  const x = new Operand();
  expr(c, null, x, e);
  if (x.mode !== 'constant') {
    if (x.valid) c.error(x, `array length ${c.describe(x)} must be constant`);
    return -1;
  }
  if (x.value !== undefined && (isUntyped(x.type) || isInteger(x.type))) {
    const value = toInt(x.value);
    if (value !== null && value.value >= 0n && representable(value, 'int').error === null) return Number(value.value);
  }
  c.error(
    x,
    isInteger(x.type) ? `invalid array length ${c.describe(x)}` : `array length ${c.describe(x)} must be integer`,
  );
  return -1;
}

// ---- struct types

function structType(c: Checker, e: StructType): Type {
  const fields: Var[] = [];
  const tags: string[] = [];
  const seen = new Map<string, Var>();
  const add = (name: Ident, embedded: boolean, type: Type, tag: string): void => {
    const field = makeVar(name.name, c.pkg, name.pos, type, 'field');
    field.embedded = embedded;
    const key = nameKey(name.name, c.pkg);
    const other = name.name === '_' ? undefined : seen.get(key);
    if (other !== undefined) {
      c.error(name, `${name.name} redeclared${c.otherDeclaration(other)}`);
      return;
    }
    seen.set(key, field);
    if (!embedded) name.object = field;
    fields.push(field);
    tags.push(tag);
  };
  for (const field of e.fields) {
    const type = varType(c, field.typeExpr);
    const tag = field.tag === null ? '' : (unquoteString(field.tag.text) ?? '');
    for (const name of field.names) add(name, false, type, tag);
    if (field.names.length > 0) continue;
    const name = embeddedName(field.typeExpr);
    if (name === null) {
      c.error(field.typeExpr, `invalid embedded field type ${c.text(field.typeExpr)}`);
      continue;
    }
    add(name, true, type, tag);
    c.verifyLater(() => checkEmbedded(c, field, type));
  }
  return structOf(fields, tags);
}

function checkEmbedded(c: Checker, field: Field, type: Type): void {
  const pointer = type.kind === 'pointer';
  const base = pointer ? type.element : type;
  const under = underlying(base);
  const at = field.typeExpr;
  if (under.kind === 'basic' && under.name === 'unsafe.Pointer')
    c.error(at, 'embedded field type cannot be unsafe.Pointer');
  else if (under.kind === 'pointer') c.error(at, 'embedded field type cannot be a pointer');
  else if (base.kind === 'typeparam') c.error(at, 'embedded field type cannot be a (pointer to a) type parameter');
  else if (under.kind === 'interface' && pointer)
    c.error(at, 'embedded field type cannot be a pointer to an interface');
}

function embeddedName(e: Expr): Ident | null {
  switch (e.kind) {
    case 'Ident':
      return e;
    case 'StarExpr':
      return e.x.kind === 'StarExpr' ? null : embeddedName(e.x);
    case 'SelectorExpr':
      return e.sel;
    case 'IndexExpr':
      return embeddedName(e.x);
    default:
      return null;
  }
}

// ---- interface types

function interfaceType(c: Checker, e: InterfaceType): Type {
  const methods: Method[] = [];
  const seen = new Map<string, Ident>();
  for (const field of e.methods) {
    const name = field.names[0];
    if (name === undefined || field.typeExpr.kind !== 'FuncType') continue;
    if (name.name === '_') {
      c.error(name, 'methods must have a unique non-blank name');
      continue;
    }
    const other = seen.get(name.name);
    if (other !== undefined) {
      c.error(
        name,
        `duplicate method ${name.name}\n\t${c.place(other.pos)}: other declaration of ${c.since(23) ? 'method ' : ''}${name.name}`,
      );
      continue;
    }
    seen.set(name.name, name);
    const signature = typ(c, field.typeExpr);
    if (signature.kind === 'signature') methods.push({ name: name.name, pkg: c.pkg, signature });
  }
  const elements = e.methods.filter((field) => field.names.length === 0);
  if (elements.length === 0) return interfaceOf(methods);
  const generic = c.env.scope.allTypeParameters().length > 0;
  const there = c.here();
  const resolve = (): { methods: Method[]; embeddeds: Embedded[] } =>
    there(() => ({ methods, embeddeds: elements.map((field) => element(c, field.typeExpr)) }));
  const type = lazyInterface(resolve, generic);
  if (c.pkg.own) c.later(() => type.methods());
  return type;
}

/** An element of a constraint: a type, `~T`, or a union of such. */
function element(c: Checker, e: Expr): Embedded {
  if (e.kind !== 'BinaryExpr' && e.kind !== 'UnaryExpr') {
    const type = typ(c, e);
    if (isValid(type) && type.kind === 'typeparam') {
      c.error(e, 'term cannot be a type parameter');
      return invalidType;
    }
    return type;
  }
  const terms: Term[] = [];
  const add = (part: Expr): void => {
    if (part.kind === 'BinaryExpr' && part.op === '|') {
      add(part.x);
      add(part.y);
      return;
    }
    const tilde = part.kind === 'UnaryExpr' && part.op === '~';
    const type = typ(c, tilde ? part.x : part);
    c.recordType(part, type);
    if (isValid(type)) terms.push({ tilde, type });
    c.verifyLater(() => checkTerm(c, part, tilde, type));
  };
  add(e);
  return { kind: 'union', terms };
}

function checkTerm(c: Checker, e: Expr, tilde: boolean, type: Type): void {
  if (!isValid(type)) return;
  const under = underlying(type);
  if (tilde && under.kind === 'interface') c.error(e, `invalid use of ~ (${c.show(type)} is an interface)`);
  else if (tilde && under !== type)
    c.error(e, `invalid use of ~ (underlying type of ${c.show(type)} is ${c.show(under)})`);
  else if (under.kind === 'interface') {
    if (under.methods().length > 0)
      c.error(e, `cannot use ${c.show(type)} in union (${c.show(type)} contains methods)`);
    else if (type === comparableType) c.error(e, 'cannot use comparable in union');
    else if (under.comparable()) c.error(e, `cannot use ${c.show(type)} in union (${c.show(type)} embeds comparable)`);
  }
}

/** The constraint of a type parameter as written. */
export function bound(c: Checker, e: Expr): Type {
  const inner = unparen(e);
  if ((inner.kind === 'UnaryExpr' && inner.op === '~') || (inner.kind === 'BinaryExpr' && inner.op === '|')) {
    return interfaceOf([], [element(c, inner)]);
  }
  const type = typ(c, e);
  if (type.kind !== 'typeparam') return type;
  c.error(e, 'cannot use a type parameter as constraint');
  return invalidType;
}

// ---- instances

export function typeList(c: Checker, list: Expr[]): Type[] | null {
  const types = list.map((e) => varType(c, e));
  return types.every(isValid) ? types : null;
}

function instantiatedType(c: Checker, x: Expr, indices: Expr[]): Type {
  const origin = typInternal(c, x);
  const alias = aliasOf(x);
  const parameters: TypeParameter[] =
    alias?.typeParameters ?? (origin.kind === 'named' && origin.origin === null ? origin.typeParameters : []);
  c.recordType(x, origin);
  if (!isValid(origin)) return invalidType;
  if (parameters.length === 0) {
    c.error(
      x,
      `invalid operation: ${c.text(x)}[${indices.map(c.text).join(', ')}] (${c.show(origin)} is not a generic type)`,
    );
    return invalidType;
  }
  const list = typeList(c, indices);
  if (list === null) return invalidType;
  if (list.length !== parameters.length) {
    const qualifier = list.length < parameters.length ? 'not enough' : 'too many';
    const name = origin.kind === 'named' ? origin.object.name : c.text(x);
    c.error(
      x,
      !c.since(22)
        ? `got ${list.length} arguments but ${parameters.length} type parameters`
        : `${qualifier} type arguments for type ${name}: have ${list.length}, want ${parameters.length}`,
    );
    return invalidType;
  }
  c.verifyLater(() => {
    const cause = new Cause(c.qualifier);
    const failed = unsatisfied(parameters, list, cause);
    if (failed !== null) c.error(indices[failed] ?? x, c.cause(cause.text));
  });
  const named = x.kind === 'Ident' ? x : x.kind === 'SelectorExpr' ? x.sel : null;
  if (named !== null) named.typeArguments = list;
  if (alias !== null) return substitute(origin, bind(parameters, list));
  return origin.kind === 'named' ? instantiate(origin, list) : invalidType;
}

export function aliasOf(x: Expr): AliasName | null {
  const name = x.kind === 'SelectorExpr' ? x.sel : x;
  const object = name.kind === 'Ident' ? name.object : undefined;
  return object instanceof AliasName && object.typeParameters.length > 0 ? object : null;
}
