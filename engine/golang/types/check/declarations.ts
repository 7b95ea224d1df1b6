/** Declarations of constants, variables, types and functions (go/types/decl.go and signature.go). */
import type { Expr, Field, FuncDecl, FuncType, GenDecl, Ident, TypeSpec, ValueSpec } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { makeBool, makeInt, type Constant } from '../constant.ts';
import { instantiate, newNamed, newTypeParameter, pointerTo, signatureOf, sliceOf } from '../intern.ts';
import { isConstType, isGeneric, isValid } from '../predicates.ts';
import { substitute } from '../substitute.ts';
import type { Const, Named, Signature, Type, TypeName, TypeParameter, Var } from '../types.ts';
import { invalidType } from '../universe.ts';
import { assignment, initVar, initVars } from './assignments.ts';
import { makeVar, type Checker } from './checker.ts';
import { expr, targetOf } from './expressions.ts';
import { Operand } from './operand.ts';
import { Scope } from './scope.ts';
import { aliasOf, bound, typ, varType } from './typeExpressions.ts';

// ---- constants and variables

/** The type and value of a constant; `init` may be written elsewhere (`inherited`). */
export function constDecl(
  c: Checker,
  ident: Ident,
  typeExpr: Expr | null,
  init: Expr | null,
  inherited: boolean,
): { type: Type; value: Constant } {
  const failed = { type: invalidType, value: makeBool(false) };
  let type: Type | null = null;
  if (typeExpr !== null) {
    type = typ(c, typeExpr);
    if (!isConstType(type)) {
      if (isValid(type)) c.error(typeExpr, `invalid constant type ${c.show(type)}`);
      return failed;
    }
  }
  if (init === null) return failed;
  if (inherited) c.env.errorPos = ident.pos;
  const x = new Operand();
  expr(c, null, x, init);
  if (!x.valid) return failed;
  if (x.mode !== 'constant') {
    c.error(x, `${c.describe(x)} is not constant`);
    return failed;
  }
  type ??= x.type;
  assignment(c, x, type, 'constant declaration');
  c.env.errorPos = 0;
  return x.valid && x.value !== undefined ? { type, value: x.value } : failed;
}

/** Checks the initialiser of a variable that stands alone, and gives the variable's type. */
export function varInitializer(c: Checker, ident: Ident, type: Type | null, value: Expr): Type {
  const x = new Operand();
  expr(c, targetOf(type, ident.name), x, value);
  return initVar(c, type, x, 'variable declaration');
}

/** Reports more or fewer values than names (Checker.arity). */
export function checkArity(c: Checker, spec: ValueSpec, values: Expr[], constant: boolean, inherited: boolean): void {
  const [names, count] = [spec.names.length, values.length];
  if (names < count) {
    const extra = values[names] as Expr;
    if (inherited) c.error(spec.pos, `extra init expr at ${c.place(extra.pos)}`);
    else c.error(extra, `extra init expr ${c.text(extra)}`);
  } else if (names > count && (constant || count !== 1)) {
    const name = spec.names[count] as Ident;
    c.error(name, `missing init expr for ${name.name}`);
  }
}

/** A declaration within a function (Checker.declStmt). */
export function declStmt(c: Checker, decl: GenDecl): void {
  let last: ValueSpec | null = null;
  for (const spec of decl.specs) {
    if (spec.kind === 'TypeSpec') localType(c, spec);
    else if (spec.kind === 'ValueSpec' && decl.token === 'const') {
      if (spec.typeExpr !== null || spec.values.length > 0) last = spec;
      localConstants(c, spec, last ?? spec);
    } else if (spec.kind === 'ValueSpec') localVariables(c, spec);
  }
}

function localConstants(c: Checker, spec: ValueSpec, from: ValueSpec): void {
  const inherited = from !== spec;
  const outer = c.env.iota;
  const objects = spec.names.map((ident, index): Const => {
    c.env.iota = makeInt(spec.iota);
    const { type, value } = constDecl(c, ident, from.typeExpr, from.values[index] ?? null, inherited);
    c.env.errorPos = 0;
    return { kind: 'const', name: ident.name, pkg: c.pkg, pos: ident.pos, type, value };
  });
  c.env.iota = outer;
  checkArity(c, spec, from.values, true, inherited);
  spec.names.forEach((ident, index) => {
    ident.object = objects[index];
    c.declare(c.env.scope, ident, objects[index] as Const);
  });
}

function localVariables(c: Checker, spec: ValueSpec): void {
  const { names, values, typeExpr } = spec;
  const from = c.delayedCount;
  const written = typeExpr === null ? null : varType(c, typeExpr);
  let types: Type[];
  c.initFailed = false;
  if (values.length === 0) types = names.map(() => written ?? invalidType);
  else if (values.length === 1 && names.length > 1) {
    types = initVars(
      c,
      names.map((ident) => ({ name: ident.name, type: written })),
      values,
      null,
    );
  } else {
    types = names.map((ident, index) => {
      const value = values[index];
      return value === undefined ? (written ?? invalidType) : varInitializer(c, ident, written, value);
    });
  }
  if (typeExpr === null || values.length > 0) checkArity(c, spec, values, false, false);
  const excused = c.oldWords && c.initFailed;
  c.processDelayed(from);
  names.forEach((ident, index) => {
    const variable = c.newVar(ident, types[index] ?? invalidType);
    if (excused) c.used.add(variable);
    ident.object = variable;
    c.declare(c.env.scope, ident, variable);
  });
}

// ---- types

/** The type that a type declaration gives a name to. */
export function rhsType(c: Checker, typeExpr: Expr): Type {
  const type = typ(c, typeExpr);
  if (type.kind === 'typeparam') {
    c.error(typeExpr, 'cannot use a type parameter as RHS in type declaration');
    return invalidType;
  }
  return type;
}

function localType(c: Checker, spec: TypeSpec): void {
  const outerParameters = c.env.scope.allTypeParameters();
  const object: TypeName = {
    kind: 'typename', name: spec.name.name, pkg: c.pkg, pos: spec.name.pos, type: invalidType, alias: spec.alias, local: c.program.nextLocalType(), within: c.env.declared,
  }; // prettier-ignore
  spec.name.object = object;
  if (spec.alias) {
    object.type = rhsType(c, spec.typeExpr);
    c.declare(c.env.scope, spec.name, object);
    return;
  }
  c.declare(c.env.scope, spec.name, object);
  c.openScope();
  const typeParameters = declareTypeParameters(c, spec.typeParams);
  const there = c.here();
  c.closeScope();
  const named = newNamed(object, {
    underlying: () => there(() => rhsType(c, spec.typeExpr)),
    typeParameters,
    outerParameters: typeParameters.length > 0 ? [] : outerParameters,
    onCycle: () => c.program.reportTypeCycle(object),
  });
  named.underlying(); // names that are declared further down do not count
  c.verifyLater(() => c.program.checkTypeCycle(named));
}

/** Declares type parameters in the current scope; their constraints are found when asked for. */
export function declareTypeParameters(c: Checker, fields: Field[]): TypeParameter[] {
  const parameters: TypeParameter[] = [];
  if (fields.length === 0) return parameters;
  const { scope } = c.env;
  const there = c.here();
  if (c.pkg.own) c.requires(18, fields[0]?.names[0] ?? 0, 'type parameter');
  for (const field of fields) {
    let constraint: Type | null = null;
    const once = (): Type => (constraint ??= there(() => bound(c, field.typeExpr)));
    for (const ident of field.names) {
      const parameter = newTypeParameter(ident.name, parameters.length, once, ident.pos);
      parameters.push(parameter);
      declareTypeParameter(c, scope, ident, parameter);
    }
  }
  if (c.pkg.own) c.later(() => parameters.forEach((parameter) => parameter.constraint()));
  return parameters;
}

function declareTypeParameter(c: Checker, scope: Scope, ident: Ident, parameter: TypeParameter): void {
  scope.typeParameters.push(parameter);
  const object: TypeName = {
    kind: 'typename',
    name: ident.name,
    pkg: c.pkg,
    pos: ident.pos,
    type: parameter,
    alias: false,
    local: 0,
    within: null,
  };
  c.recordType(ident, parameter);
  ident.object = object;
  c.declare(scope, ident, object);
}

// ---- functions

export interface ResolvedFunc {
  receiver: Var | null;
  params: Var[];
  results: Var[];
  signature: Signature;
  /** Where type parameters, parameters and results are declared: the outermost scope of the body. */
  scope: Scope;
}

/** The signature of a function or method; its variables belong to `owner`. */
export function resolveFunc(c: Checker, decl: FuncDecl, owner: object | null): ResolvedFunc {
  const receiver = decl.receiver === null ? null : receiverOf(c, decl.receiver);
  const parts = funcType(c, decl.signature, owner, receiver, decl.receiver?.names[0] ?? null);
  return parts;
}

/** A function type; its type parameters are declared in the current scope (which the caller opened), its parameters in one within. */
export function funcType(
  c: Checker,
  type: FuncType,
  owner: object | null,
  receiver: Var | null = null,
  receiverName: Ident | null = null,
): ResolvedFunc {
  const typeParameters = declareTypeParameters(c, type.typeParams);
  const scope = new Scope(c.env.scope); // constraints, which are looked at later, do not see parameters
  const params = collectParams(c, 'param', type.params, owner);
  const results = collectParams(c, 'result', type.results, owner);
  if (receiver !== null) {
    receiver.owner = owner;
    if (receiverName !== null && receiver.name !== '') declareVar(c, scope, receiverName, receiver);
  }
  declareAll(c, scope, type.params, params.vars);
  declareAll(c, scope, type.results, results.vars);
  const signature = signatureOf(
    params.vars.map((each) => each.type),
    results.vars.map((each) => each.type),
    params.variadic,
    typeParameters,
  );
  c.recordType(type, signature);
  return { receiver, params: params.vars, results: results.vars, signature, scope };
}

function collectParams(
  c: Checker,
  role: 'param' | 'result',
  fields: Field[],
  owner: object | null,
): { vars: Var[]; variadic: boolean } {
  const vars: Var[] = [];
  let variadic = false;
  for (const field of fields) {
    const { typeExpr } = field;
    let type: Type;
    if (typeExpr.kind === 'Ellipsis') {
      variadic = true;
      type = sliceOf(varType(c, typeExpr.element));
      c.recordType(typeExpr, type);
    } else type = varType(c, typeExpr);
    const add = (name: string, pos: number): void => {
      const variable = makeVar(name, c.pkg, pos, type, role);
      variable.owner = owner;
      vars.push(variable);
    };
    if (field.names.length === 0) add('', field.pos);
    for (const ident of field.names) add(ident.name, ident.pos);
  }
  return { vars, variadic };
}

function declareAll(c: Checker, scope: Scope, fields: Field[], vars: Var[]): void {
  let index = 0;
  for (const field of fields) {
    if (field.names.length === 0) index++;
    for (const ident of field.names) declareVar(c, scope, ident, vars[index++] as Var);
  }
}

function declareVar(c: Checker, scope: Scope, ident: Ident, variable: Var): void {
  ident.object = variable;
  c.declare(scope, ident, variable);
}

/** The receiver of a method; the type parameters that it names are declared (Checker.collectRecv). */
function receiverOf(c: Checker, field: Field): Var {
  const ident = field.names[0];
  const variable = (type: Type): Var => makeVar(ident?.name ?? '', c.pkg, ident?.pos ?? field.pos, type, 'receiver');
  const whole = unparen(field.typeExpr);
  const inner = whole.kind === 'StarExpr' ? unparen(whole.x) : whole;
  if (inner.kind !== 'IndexExpr') return variable(varType(c, field.typeExpr));
  const base = genericBase(c, inner.x);
  const names = inner.indices.filter((index) => index.kind === 'Ident');
  const parameters: TypeParameter[] = [];
  const bindings = new Map<TypeParameter, Type>();
  names.forEach((name, index) => {
    const original = base?.typeParameters[index];
    const constraint = (): Type => (original === undefined ? invalidType : substitute(original.bound(), bindings));
    const parameter = newTypeParameter(name.name, index, constraint, name.pos);
    parameters.push(parameter);
    if (original !== undefined) bindings.set(original, parameter);
    declareTypeParameter(c, c.env.scope, name, parameter);
  });
  if (base === null) return variable(invalidType);
  if (parameters.length !== base.typeParameters.length) {
    const got = parameters.length === 1 ? '1 type parameter' : `${parameters.length} type parameters`;
    const [have, want] = [parameters.length, base.typeParameters.length];
    if (!c.since(22)) c.error(inner.x, `got ${have} arguments but ${want} type parameters`);
    else if (c.since(24)) c.error(inner.x, `receiver declares ${got}, but receiver base type declares ${want}`);
    else
      c.error(
        inner.x,
        `${have > want ? 'too many' : 'not enough'} type arguments for type ${base.object.name}: have ${have}, want ${want}`,
      );
    return variable(invalidType);
  }
  const type = instantiate(base, parameters);
  c.recordType(inner, type);
  if (whole.kind !== 'StarExpr') return variable(type);
  c.recordType(whole, pointerTo(type));
  c.recordType(field.typeExpr, pointerTo(type));
  return variable(pointerTo(type));
}

function genericBase(c: Checker, base: Expr): Named | null {
  const object = base.kind === 'Ident' ? c.lookup(base.name) : undefined;
  if (base.kind !== 'Ident' || object?.kind !== 'typename') {
    c.error(base, `${c.text(base)} is not a generic type`);
    return null;
  }
  base.object = object;
  c.recordType(base, object.type);
  const alias = aliasOf(base);
  if (alias !== null) {
    if (c.since(24)) c.error(base, `cannot define new methods on generic alias type ${c.aliasText(alias)}`);
    return null;
  }
  if (object.type.kind === 'named' && isGeneric(object.type)) return object.type;
  c.error(base, `${c.show(object.type)} is not a generic type`);
  return null;
}
