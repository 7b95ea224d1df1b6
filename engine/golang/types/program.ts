/** All packages of a program, loaded and type-checked as far as somebody asks (after go/types' Checker and go/build's importing). */
import { impliedMinor } from '../source/constraint.ts';
import type { ImportSpec, Pos, SourceFile } from '../syntax/ast.ts';
import { SyntaxErrors } from '../syntax/errors.ts';
import type { FileSet } from '../syntax/fileSet.ts';
import { parseFile } from '../syntax/parser.ts';
import { DeclaredFunc, PackageVar } from './check/objects.ts';
import { initOrder, type Initializer } from './check/initOrder.ts';
import { checkWholePackage } from './check/own.ts';
import { GoPackage } from './check/package.ts';
import { cycleError, typeCycle } from './check/typeCycles.ts';
import { funcBody } from './check/statements.ts';
import type { Func, GoError, Named, Package, TypeName, Var } from './types.ts';
import { unsafeScope } from './universe.ts';

/** What gives the sources; SourceLoader does. Only `files` is needed. */
export interface Loader {
  files(importPath: string, fromPackage?: string): { path: string; text: string }[] | null;
  /** The path of the package that an import means, or null. */
  resolveImport?(importPath: string, fromPackage: string): string | null;
  /** What Go says of an import that does not resolve. */
  importProblem?(importPath: string, fromPackage: string): string;
  /** What the go command calls a package: the main package by its place in its module. */
  displayPath?(importPath: string): string;
  /** Packages that are not are policed: all their errors are reported. */
  isStandard?(importPath: string): boolean;
  /** The language version of a package: its module's. */
  languageVersion?(importPath: string): { minor: number };
}

export interface ProgramOptions {
  loader: Loader;
  fileSet: FileSet;
  goVersion: { minor: number };
}

export class Program {
  readonly fileSet: FileSet;
  readonly goVersion: { minor: number };
  /** What is wrong with a person's own packages, in the order found. */
  readonly errors: GoError[] = [];
  private readonly errorsOf = new Map<GoPackage, GoError[]>();
  private readonly loader: Loader;
  private readonly packages = new Map<string, Package>();
  private readonly syntaxErrors = new Map<Package, GoError[]>();
  private readonly fakes = new Set<Package>();
  private readonly checked = new Set<Func>();
  private readonly files: SourceFile[] = [];
  private readonly declaredMinors = new WeakMap<SourceFile, number | null>();
  private localTypes = 0;

  constructor(options: ProgramOptions) {
    this.loader = options.loader;
    this.fileSet = options.fileSet;
    this.goVersion = options.goVersion;
  }

  // ---- packages

  /** The package at an import path, as `fromPackage` sees it. Throws when there is none. */
  load(path: string, fromPackage?: string): Package {
    const found = this.find(path, fromPackage);
    if (found === null) throw new Error(`package ${path} is not there`);
    return found;
  }

  /** The package at an import path, as `fromPackage` sees it; null when there is none. */
  find(path: string, fromPackage?: string): Package | null {
    const resolved = fromPackage === undefined ? path : this.resolve(path, fromPackage);
    if (resolved === null) return null;
    const known = this.packages.get(resolved);
    if (known !== undefined) return known;
    const made = this.make(resolved);
    if (made !== null) this.packages.set(resolved, made);
    return made;
  }

  /** The path of the package that an import means, without loading it. */
  importPath(spec: ImportSpec, from: Package): string {
    return this.resolve(spec.path, from.path) ?? spec.path;
  }

  private resolve(path: string, fromPackage: string): string | null {
    if (path === 'unsafe') return path;
    if (this.loader.resolveImport !== undefined) return this.loader.resolveImport(path, fromPackage);
    return path.startsWith('golang.org/x/') ? `vendor/${path}` : path;
  }

  private make(path: string): Package | null {
    if (path === 'unsafe') return unsafePackage();
    const sources = this.loader.files(path);
    if (sources === null || sources.length === 0) return null;
    const own = this.loader.isStandard?.(path) === false;
    const errors: GoError[] = [];
    const files: SourceFile[] = [];
    for (const source of sources) {
      try {
        files.push(parseFile(this.fileSet, source.path, source.text, { eager: own }));
      } catch (error) {
        if (!own || !(error instanceof SyntaxErrors)) throw error;
        errors.push(...error.list);
        if (error.file !== null) files.push(error.file);
      }
    }
    this.files.push(...files);
    // An old compiler does not know the language of a module that asks for a newer one.
    const languageMinor = Math.min(this.loader.languageVersion?.(path).minor ?? Infinity, this.goVersion.minor);
    const pkg = new GoPackage(this, path, files, { own, languageMinor, compilerMinor: this.goVersion.minor });
    if (errors.length > 0) this.syntaxErrors.set(pkg, errors);
    return pkg;
  }

  /** The package of an import declaration; where there is none, an empty one, and an error. */
  importFrom(pkg: GoPackage, spec: ImportSpec): Package {
    try {
      return this.load(spec.path, pkg.path);
    } catch (error) {
      if (!pkg.own || error instanceof SyntaxErrors) throw error;
      const problem = this.loader.importProblem?.(spec.path, pkg.path) ?? `could not import ${spec.path}`;
      this.report(pkg, spec.pos, problem, 'import');
      const fake = new GoPackage(this, spec.path, [], {
        own: false,
        languageMinor: pkg.languageMinor,
        compilerMinor: pkg.compilerMinor,
      });
      this.fakes.add(fake);
      this.packages.set(spec.path, fake);
      return fake;
    }
  }

  /** All packages that have been loaded. */
  loaded(): Package[] {
    return [...this.packages.values()].filter((pkg) => pkg.path !== 'unsafe' && !this.fakes.has(pkg));
  }

  /** Whether a package stands for one that could not be loaded. */
  isFake(pkg: Package): boolean {
    return this.fakes.has(pkg);
  }

  /** The file that a position is in. */
  fileOf(pos: Pos): SourceFile {
    const { path } = this.fileSet.position(pos);
    const file = this.files.findLast(
      (each) => each.path === path && pos >= each.base && pos <= each.base + each.text.length,
    );
    if (file === undefined) throw new Error(`no file at position ${pos}`);
    return file;
  }

  /** Whether each iteration of a `for` has its own variables (Go 1.22), by the language version of the file. */
  loopVarPerIteration(file: SourceFile): boolean {
    return this.languageMinorOf(file, this.packageOf(file)) >= 22;
  }

  /** The language version of a file: its `//go:build` line may set another than its package's, since Go 1.21 (types2.(*Checker).initFiles). */
  languageMinorOf(file: SourceFile, pkg: GoPackage): number {
    const compiler = this.goVersion.minor;
    const declared = compiler < 21 ? null : this.declaredMinor(file);
    if (declared === null) return pkg.languageMinor;
    if (compiler >= 23) return Math.max(declared, 21);
    return declared > pkg.languageMinor || pkg.languageMinor >= 21 ? declared : pkg.languageMinor;
  }

  /** What a file's `//go:build` line implies; null for none. */
  declaredMinor(file: SourceFile): number | null {
    let minor = this.declaredMinors.get(file);
    if (minor === undefined) {
      const line = file.directives.findLast(
        ({ pos, text }) => pos < file.packageName.pos && /^\/\/go:build\s/.test(text),
      );
      minor = line === undefined ? null : impliedMinor(line.text.slice('//go:build'.length));
      this.declaredMinors.set(file, minor);
    }
    return minor;
  }

  private packageOf(file: SourceFile): GoPackage {
    for (const pkg of this.packages.values()) if (pkg instanceof GoPackage && pkg.files.includes(file)) return pkg;
    throw new Error(`${file.path} is in no package`);
  }

  // ---- checking on demand

  /** Checks the body of a function, writing what it finds into the tree. An instance is checked as what it was made from. */
  checkBody(func: Func): void {
    const origin = originOf(func);
    if (this.checked.has(origin)) return;
    this.checked.add(origin);
    if (!(origin instanceof DeclaredFunc)) throw new Error(`${func.name} has no declaration`);
    const body = origin.decl.body();
    if (body === null) return;
    const c = origin.pkg.checker;
    const { scope, results } = origin.parts;
    const environment = { ...c.fileEnvironment(origin.decl.file), scope, results, owner: origin, declared: origin };
    const from = c.delayedCount;
    c.within(environment, () => {
      funcBody(c, body, results);
      c.processDelayed(from);
    });
  }

  /** Checks the initialiser of a package variable. */
  checkPackageVariable(variable: Var): void {
    if (variable instanceof PackageVar) variable.group.check(variable.specIndex);
  }

  /** The initialisers of a package's variables in the order in which they run. All are checked. */
  initOrder(pkg: Package): Initializer[] {
    if (!(pkg instanceof GoPackage)) return [];
    const { order } = initOrder(pkg);
    for (const { lhs } of order) for (const variable of lhs) this.checkPackageVariable(variable);
    return order;
  }

  /** The functions called `init`, in source order. */
  initFunctions(pkg: Package): Func[] {
    return pkg instanceof GoPackage ? pkg.initFunctions() : [];
  }

  /** Checks everything in a person's own package; the errors that the compiler would print, sorted, ten at most. */
  checkOwn(pkg: Package): GoError[] {
    if (!(pkg instanceof GoPackage)) return [];
    const syntax = this.syntaxErrors.get(pkg) ?? [];
    if (syntax.some((error) => error.message.startsWith('syntax error'))) {
      return reported(
        this.fileSet,
        syntax.map(({ pos, message }) => ({ pos, message: syntaxWords(message, pkg.compilerMinor) })),
      );
    }
    for (const imported of pkg.imports())
      if (this.isFake(imported)) return reported(this.fileSet, this.errorsOf.get(pkg) ?? []);
    checkWholePackage(pkg);
    return reported(this.fileSet, [...syntax, ...(this.errorsOf.get(pkg) ?? [])]);
  }

  /**
   * Checks a person's whole program: first where all imports lead, then the own packages that `pkg` imports, then itself. The errors of the first
   * that has any, as `go build` stops there.
   */
  checkProgram(pkg: Package): GoError[] {
    const inOrder = new Set<GoPackage>();
    const errors: GoError[] = [];
    const visit = (each: Package, way: Package[]): void => {
      if (!(each instanceof GoPackage) || !each.own || inOrder.has(each)) return;
      for (const file of each.files) {
        for (const spec of file.imports) {
          const imported = this.importFrom(each, spec);
          const inner = [...way, each];
          if (!inner.includes(imported)) visit(imported, inner);
          else if (errors.length === 0) {
            errors.push({ pos: spec.pos, message: this.importCycle([...inner, imported]), kind: 'cycle' });
          }
        }
      }
      inOrder.add(each);
    };
    visit(pkg, []);
    const missing = this.errors.filter(({ kind }) => kind === 'import');
    if (errors.length + missing.length > 0) return errors.length > 0 ? errors : reported(this.fileSet, missing);
    for (const each of inOrder) {
      const found = this.checkOwn(each);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The way of imports that leads back, in the words of the go command; since 1.24 it names the files. */
  private importCycle(way: Package[]): string {
    const name = (pkg: Package): string => this.loader.displayPath?.(pkg.path) ?? pkg.path;
    const steps = way.slice(1).map((pkg, index) => {
      const from = way[index] as Package;
      const file = from.files.find(({ imports }) => imports.some((spec) => this.importPath(spec, from) === pkg.path));
      const by = this.goVersion.minor >= 24 && file ? ` from ${file.path.slice(file.path.lastIndexOf('/') + 1)}` : '';
      return `\n\timports ${name(pkg)}${by}`;
    });
    return `package ${name(way[0] as Package)}${steps.join('')}: import cycle not allowed`;
  }

  // ---- for the checker

  report(pkg: GoPackage, pos: Pos, message: string, kind?: GoError['kind']): void {
    if (!pkg.own) throw new Error(`${this.fileSet.format(pos)}: ${message}`);
    // One wrong thing leads to others that are not worth a message.
    if (this.errors.length > 0 && /invalid operand|invalid type/.test(message)) return;
    const error: GoError = kind === undefined ? { pos, message } : { pos, message, kind };
    this.errors.push(error);
    const own = this.errorsOf.get(pkg);
    if (own === undefined) this.errorsOf.set(pkg, [error]);
    else own.push(error);
  }

  /** A type whose declaration asks for itself. In a person's own package reportTypeCycles finds them all beforehand. */
  reportTypeCycle(object: TypeName): void {
    if (!(object.pkg instanceof GoPackage) || (object.pkg.own && object.local === 0)) return;
    this.report(object.pkg, ...cycleError(object.pkg.checker, [object]));
  }

  /** Reports a type declared in a function that contains itself. */
  checkTypeCycle(named: Named): void {
    const cycle = typeCycle(named);
    if (cycle === null || !(named.object.pkg instanceof GoPackage)) return;
    const objects = cycle.map((each) => each.object);
    this.report(named.object.pkg, ...cycleError(named.object.pkg.checker, objects));
  }

  /** A position as it stands within messages: `./main.go:5:2`. */
  place(pos: Pos): string {
    const place = this.fileSet.format(pos);
    return place.startsWith('/') ? place : `./${place}`;
  }

  unusedText(pkg: GoPackage, name: string): string {
    if (pkg.compilerMinor >= 23) return `declared and not used: ${name}`;
    return `${name} declared ${pkg.compilerMinor >= 20 ? 'and' : 'but'} not used`;
  }

  /** Whether a function's body has been checked. */
  isChecked(func: Func): boolean {
    return this.checked.has(originOf(func));
  }

  nextLocalType(): number {
    return ++this.localTypes;
  }
}

function originOf(func: Func): Func {
  let origin = func;
  while (origin.origin !== null) origin = origin.origin;
  return origin;
}

/** The parser's message in the words of Go 1.`minor`. */
function syntaxWords(message: string, minor: number): string {
  let words = minor >= 24 ? message : message.replace('unexpected keyword ', 'unexpected ');
  if (minor < 23) words = words.replace('unexpected name ', 'unexpected ');
  return minor >= 20 ? words : words.replace(', expected ', ', expecting ');
}

const maximumErrors = 10;

/** Names and literals in messages are byte strings, as in the source: this makes text of them. */
function decoded(error: GoError): GoError {
  const { message } = error;
  if (!/^[\x00-\xff]*$/.test(message)) return error;
  return { ...error, message: new TextDecoder().decode(Uint8Array.from(message, (char) => char.charCodeAt(0))) };
}

/** As cmd/compile prints errors: sorted, one of a kind a line, no more than ten. */
function reported(fileSet: FileSet, errors: GoError[]): GoError[] {
  const kept: GoError[] = [];
  const seen = new Set<string>();
  for (const error of errors) {
    const { path, line } = fileSet.position(error.pos);
    const key = `${path}:${line} ${error.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(error);
    if (kept.length === maximumErrors) break;
  }
  const last = kept.at(-1)?.pos ?? 0;
  kept.sort((a, b) => a.pos - b.pos);
  if (kept.length === maximumErrors) kept.push({ pos: last, message: 'too many errors' });
  return kept.map(decoded);
}

function unsafePackage(): Package {
  return {
    path: 'unsafe',
    name: 'unsafe',
    files: [],
    own: false,
    imports: () => [],
    lookup: (name) => unsafeScope.get(name),
    names: () => [...unsafeScope.keys()],
  };
}
