/** The state of checking one package: where we are, what is put off until later, and how errors are reported (go/types/check.go). */
import { exprString } from '../../syntax/exprString.ts';
import * as nodes from '../../syntax/nodes.ts';
import type { Expr, Field, Ident, Pos, SourceFile, Stmt } from '../../syntax/ast.ts';
import type { Constant } from '../constant.ts';
import { isValid } from '../predicates.ts';
import type { Program } from '../program.ts';
import { relativeTo, signatureString, typeParameterList, typeString, type Qualifier } from '../typeString.ts';
import type { Func, GoObject, Type, TypeParameter, Var } from '../types.ts';
import { universe } from '../universe.ts';
import { operandString, Operand } from './operand.ts';
import type { GoPackage } from './package.ts';
import { Scope } from './scope.ts';

/** Where in the source the checker is. */
export interface Environment {
  scope: Scope;
  file: SourceFile;
  /** In a constant declaration. */
  iota: Constant | null;
  /** Where to report errors of an expression that is written elsewhere (a repeated constant expression), or 0. */
  errorPos: Pos;
  /** Results of the function whose body it is. */
  results: Var[] | null;
  /** The function (Func or FuncLit) whose body it is. */
  owner: object | null;
  /** The declared function whose body it is, or within whose body it is. */
  declared: Func | null;
}

/** Built-in functions that came later. */
const sinceMinor: Partial<Record<string, number>> = { clear: 21, max: 21, min: 21 };

export type At = Pos | Operand | Expr | Stmt;

export class Checker {
  readonly program: Program;
  readonly pkg: GoPackage;
  readonly qualifier: Qualifier;
  env!: Environment;
  /** Whether the expression checked last contained a call or a receive operation: then len of an array is not constant. */
  hasCallOrReceive = false;
  /** Untyped operands of non-constant shifts, which must become integers. */
  readonly shifted = new Set<Expr>();
  /** Local variables and whether they are used: only kept for a person's own packages. */
  readonly locals: Var[] = [];
  readonly used =
    new Set<Var>(); /** Whether an initialisation failed since this was reset: Go 1.19 then does not ask whether its variables are used. */
  initFailed = false;
  private delayed: (() => void)[] = [];

  constructor(program: Program, pkg: GoPackage) {
    this.program = program;
    this.pkg = pkg;
    this.qualifier = relativeTo(pkg);
  }

  /** Whether the language version of the file is at least 1.`minor`. */
  allows(minor: number): boolean {
    return this.program.languageMinorOf(this.env.file, this.pkg) >= minor;
  }

  // ---- environment

  /** Runs `body` in another environment. */
  within<T>(environment: Environment, body: () => T): T {
    const outer = this.env;
    this.env = environment;
    const hasCall = this.hasCallOrReceive;
    try {
      return body();
    } finally {
      this.env = outer;
      this.hasCallOrReceive = hasCall;
    }
  }
  /** The environment of declarations in a file. */
  fileEnvironment(file: SourceFile, scope = new Scope(null)): Environment {
    return { scope, file, iota: null, errorPos: 0, results: null, owner: null, declared: null };
  }
  /** A function that runs something later as if it was here. */
  here(): <T>(body: () => T) => T {
    const environment = { ...this.env };
    return (body) => this.within({ ...environment }, body);
  }
  openScope(): void {
    this.env.scope = new Scope(this.env.scope);
  }
  closeScope(): void {
    this.env.scope = this.env.scope.parent as Scope;
  }

  /** Puts something off until the statement (or declaration) is checked. */
  later(action: () => void): void {
    this.delayed.push(action);
  }
  /** Puts off a check that only matters where errors are reported. */
  verifyLater(action: () => void): void {
    if (this.pkg.own) this.later(this.here().bind(null, action));
  }
  get delayedCount(): number {
    return this.delayed.length;
  }
  /** Does what was put off since there were `from` such things. */
  processDelayed(from: number): void {
    for (let i = from; i < this.delayed.length; i++) this.delayed[i]?.();
    if (this.delayed.length > from) this.delayed.length = from;
  }

  // ---- names

  /** The object that a name means here. */
  lookup(name: string): GoObject | undefined {
    const declared = this.env.scope.find(name) ?? this.pkg.lookup(name) ?? this.pkg.lookupImport(this.env.file, name);
    if (declared !== undefined) return declared;
    const predeclared = universe.get(name);
    return predeclared?.kind === 'builtin' && (sinceMinor[name] ?? 0) > this.pkg.compilerMinor
      ? undefined
      : predeclared;
  }

  /** Declares a local object; gives back false, and reports, if its scope has one of that name already. */
  declare(scope: Scope, ident: Ident | null, object: GoObject): void {
    if (object.name !== '_') {
      const other = scope.insert(object);
      if (other !== null) {
        this.error(object.pos, `${object.name} redeclared in this block${this.otherDeclaration(other)}`);
        return;
      }
      if (this.pkg.own && object.kind === 'var' && object.role === 'local') {
        this.locals.push(object);
        if (this.oldWords && !isValid(object.type)) this.used.add(object);
      }
    }
    if (ident !== null) ident.object = object;
  }

  newVar(ident: Ident, type: Type, role: Var['role'] = 'local'): Var {
    const variable = makeVar(ident.name, this.pkg, ident.pos, type, role);
    variable.owner = this.env.owner;
    return variable;
  }

  // ---- results

  /** Writes what is known of an operand onto its expression. */
  record(x: Operand): void {
    const { expr } = x;
    if (expr === null) return;
    expr.mode = x.mode;
    expr.type = x.type;
    expr.value = x.mode === 'constant' ? x.value : undefined;
  }
  recordType(expr: Expr, type: Type): void {
    expr.mode = 'type';
    expr.type = type;
  }

  // ---- errors

  error(at: At, message: string): void {
    const pos = this.env?.errorPos ? this.env.errorPos : positionOf(at);
    const hint = / requires go1\.\d+ or later$/.test(message) ? this.versionHint() : '';
    this.program.report(this.pkg, pos, message + hint);
  }
  private versionHint(): string {
    const declared = this.program.declaredMinor(this.env.file);
    return this.since(22) && declared !== null && declared === this.program.languageMinorOf(this.env.file, this.pkg)
      ? ` (file declares //go:build go1.${declared})`
      : ` (-lang was set to go1.${this.pkg.languageMinor}; check go.mod)`;
  }
  otherDeclaration(object: GoObject): string {
    return object.pos === 0 ? '' : `\n\t${this.place(object.pos)}: other declaration of ${object.name}`;
  }
  /** A position within a message. */
  place(pos: Pos): string {
    return this.program.place(pos);
  }
  /** Whether the compiler whose words are used is at least that of Go 1.`minor`: messages change. */
  since(minor: number): boolean {
    return this.pkg.compilerMinor >= minor;
  }
  /** Whether messages are worded as by the compiler of Go 1.19. */
  get oldWords(): boolean {
    return !this.since(20);
  }
  /** `as T value`, in the words of the compiler's version. */
  asType(type: Type): string {
    return this.oldWords ? `as type ${this.show(type)}` : `as ${this.show(type)} value`;
  }
  /** Explanations of missing methods in the words of the compiler's version. */
  cause(text: string): string {
    if (!this.oldWords) return text;
    return text
      .replace(/\(missing method (\S+)\)/, '(missing $1 method)')
      .replace(/\(method (\S+) has pointer receiver\)/, '($1 method has pointer receiver)')
      .replace(/\(wrong type for method (\S+)\)/, '(wrong type for $1 method)')
      .replace('does not satisfy', 'does not implement');
  }
  show = (type: Type): string => typeString(type, this.qualifier);
  describe(x: Operand): string {
    const named = namedSignature(x, this.qualifier);
    const show = named === null ? this.show : (type: Type): string => (type === x.type ? named : this.show(type));
    return operandString(x, show, this.since(24));
  }
  /** A generic alias with its parameters: `A[T any]`. */
  aliasText({ name, typeParameters }: { name: string; typeParameters: TypeParameter[] }): string {
    return name + typeParameterList(typeParameters, this.qualifier);
  }
  /** The type of an operand; of a declared function with the names of its parameters. */
  showType(x: Operand): string {
    return namedSignature(x, this.qualifier) ?? this.show(x.type);
  }
  text = (expr: Expr): string => exprString(expr);
  /** Whether the language has something since 1.`minor`; reports when not. */
  requires(minor: number, at: At, what: string): boolean {
    if (this.allows(minor)) return true;

    this.error(at, `${what} requires go1.${minor} or later`);
    return false;
  }
}

function namedSignature(x: Operand, qualifier: Qualifier): string | null {
  if (x.type.kind !== 'signature') return null;
  const { params: types, results: resultTypes, variadic, typeParameters } = x.type;
  const whole = x.expr?.kind === 'IndexExpr' ? x.expr.x : x.expr;
  const name = whole?.kind === 'SelectorExpr' ? whole.sel : whole;
  if (name?.kind === 'Ident' && name.object?.kind === 'func') {
    // The receiver of a method expression has no name.
    const unnamed = types.length - name.object.params.length;
    const named = (vars: Var[], all: Type[], from: number): Var[] =>
      all.map((type, i) => makeVar(vars[i - from]?.name ?? '', null, 0, type, 'param'));
    const params = named(name.object.params, types, unnamed);
    const text = signatureString(params, named(name.object.results, resultTypes, 0), variadic, qualifier);
    return `func${typeParameterList(typeParameters, qualifier)}${text.slice('func'.length)}`;
  }
  if (typeParameters.length > 0) return null;
  if (name?.kind !== 'FuncLit') return null;
  const vars = (fields: Field[]): Var[] =>
    fields.flatMap((field) => field.names.map((each) => each.object).filter((object) => object?.kind === 'var'));
  const [params, results] = [vars(name.signature.params), vars(name.signature.results)];
  const all =
    params.length === x.type.params.length && (results.length === x.type.results.length || results.length === 0);
  if (!all) return null;
  const unnamed = results.length > 0 ? results : x.type.results.map((type) => makeVar('', null, 0, type, 'result'));
  return signatureString(params, unnamed, x.type.variadic, qualifier);
}

function positionOf(at: At): Pos {
  if (typeof at === 'number') return at;
  if (at instanceof Operand) return at.expr === null ? 0 : startOf(at.expr);
  return startOf(at);
}
/** Where the compiler says that something starts (syntax.StartPos): a slice expression does at its bracket. */
function startOf(node: Expr | Stmt): Pos {
  switch (node.kind) {
    case 'SliceExpr':
      return node.x.end;
    case 'SelectorExpr':
    case 'IndexExpr':
    case 'TypeAssertExpr':
    case 'BinaryExpr':
      return startOf(node.x);
    case 'CallExpr':
      return startOf(node.fun);
    case 'KeyValueExpr':
      return startOf(node.key);
    default:
      return node.pos;
  }
}

export function makeVar(name: string, pkg: GoPackage | null, pos: Pos, type: Type, role: Var['role']): Var {
  return {
    kind: 'var', name, pkg, pos, type, role, embedded: false, addressTaken: false, captured: false, owner: null, spec: null, specIndex: 0, file: null,
  }; // prettier-ignore
}

/** A made-up name, for operands that are written nowhere. */
export function phantom(pos: Pos, text: string): Ident {
  return nodes.ident(pos, pos, text);
}
