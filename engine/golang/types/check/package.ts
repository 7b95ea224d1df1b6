/** A package: its files, imports, and the objects it declares, made when first asked for (go/types/resolver.go). */
import type { FuncDecl, GenDecl, Ident, ImportSpec, SourceFile, ValueSpec } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { isExported } from '../intern.ts';
import type { Program } from '../program.ts';
import type { Func, GoObject, Named, Package, PackageName } from '../types.ts';
import { Checker } from './checker.ts';
import { DeclaredFunc, makeTypeName, PackageConst, VarGroup } from './objects.ts';

/** A declaration whose object may not be made yet. */
export interface Declared {
  name: string;
  ident: Ident;
  file: SourceFile;
  readonly object: () => GoObject;
}

export class GoPackage implements Package {
  readonly path: string;
  readonly name: string;
  readonly files: SourceFile[];
  readonly own: boolean;
  readonly checker: Checker;
  /** The language version of its code, and the version of the Go whose compiler it would meet: minor numbers. */
  readonly languageMinor: number;
  readonly compilerMinor: number;
  readonly program: Program;
  /** Variables by declaration, in source order. */
  readonly variables: VarGroup[] = [];
  /** All functions and methods by declaration, in source order, `init` and `_` included. */
  readonly functions: Declared[] = [];
  /** Everything with a name but methods, in source order. */
  readonly declarations: Declared[] = [];
  private readonly byName = new Map<string, Declared>();
  private readonly methodsByBase = new Map<string, DeclaredFunc[]>();
  private readonly fileImports = new Map<SourceFile, FileImports>();
  private imported: Package[] | null = null;
  private aliasesMerged = false;

  constructor(
    program: Program,
    path: string,
    files: SourceFile[],
    options: { own: boolean; languageMinor: number; compilerMinor: number },
  ) {
    this.program = program;
    this.path = path;
    this.files = files;
    this.name = files[0]?.packageName.name ?? '';
    this.own = options.own;
    this.languageMinor = options.languageMinor;
    this.compilerMinor = options.compilerMinor;
    this.checker = new Checker(program, this);
    for (const file of files)
      for (const decl of file.decls) {
        if (decl.kind === 'FuncDecl') this.collectFunc(decl);
        else this.collect(decl, file);
      }
  }

  // ---- declarations

  private add(ident: Ident, file: SourceFile, make: () => GoObject): Declared {
    let object: GoObject | null = null;
    const declared = { name: ident.name, ident, file, object: () => (ident.object = object ??= make()) };
    this.declarations.push(declared);
    if (ident.name !== '_' && !this.byName.has(ident.name)) this.byName.set(ident.name, declared);
    return declared;
  }

  private collect(decl: GenDecl, file: SourceFile): void {
    if (decl.token === 'import') return;
    let last: ValueSpec | null = null;
    for (const spec of decl.specs) {
      if (spec.kind === 'TypeSpec') this.add(spec.name, file, () => makeTypeName(this, spec, file));
      else if (spec.kind === 'ValueSpec' && decl.token === 'const') {
        if (spec.typeExpr !== null || spec.values.length > 0) last = spec;
        const from: ValueSpec = last ?? spec;
        spec.names.forEach((ident, index) => {
          this.add(ident, file, () => new PackageConst(this, ident, file, spec, from, index));
        });
      } else if (spec.kind === 'ValueSpec') {
        const group = new VarGroup(this, spec, file);
        this.variables.push(group);
        spec.names.forEach((ident, index) => this.add(ident, file, () => group.variable(index)));
      }
    }
  }

  private collectFunc(decl: FuncDecl): void {
    const { name, file } = decl;
    const base = decl.receiver === null ? null : receiverBaseName(decl);
    const make = (): DeclaredFunc => new DeclaredFunc(this, decl);
    if (decl.receiver !== null) {
      const method = make();
      name.object = method;
      this.functions.push({ name: name.name, ident: name, file, object: () => method });
      if (base === null || name.name === '_') return;
      const methods = this.methodsByBase.get(base);
      if (methods === undefined) this.methodsByBase.set(base, [method]);
      else methods.push(method);
    } else if (name.name === 'init' || name.name === '_') {
      let made: DeclaredFunc | null = null;
      this.functions.push({ name: name.name, ident: name, file, object: () => (name.object = made ??= make()) });
    } else this.functions.push(this.add(name, file, make));
  }

  lookup(name: string): GoObject | undefined {
    return this.byName.get(name)?.object();
  }
  declared(name: string): Declared | undefined {
    return this.byName.get(name);
  }
  names(): string[] {
    return [...this.byName.keys()];
  }
  initFunctions(): Func[] {
    return this.functions.filter((each) => each.name === 'init').map((each) => each.object() as Func);
  }

  /** The methods declared with a receiver of this type, under whatever alias. */
  methodsOf(name: string): Func[] {
    if (!this.aliasesMerged) {
      this.aliasesMerged = true;
      for (const [base, methods] of [...this.methodsByBase]) {
        const object = this.aliasedBase(base);
        if (object === null || object === base) continue;
        this.methodsByBase.set(object, [...(this.methodsByBase.get(object) ?? []), ...methods]);
      }
    }
    return this.methodsByBase.get(name) ?? [];
  }

  /** The type that a receiver's name stands for, itself unless it is an alias (resolveBaseTypeName). */
  private aliasedBase(name: string): string | null {
    const object = this.lookup(name);
    if (object?.kind !== 'typename' || !object.alias) return name;
    const type = object.type.kind === 'pointer' ? object.type.element : object.type;
    return type.kind === 'named' && (type as Named).object.pkg === this ? type.object.name : null;
  }

  // ---- imports

  imports(): Package[] {
    if (this.imported === null) {
      const found = new Set<Package>();
      for (const file of this.files) {
        for (const spec of file.imports) found.add(this.program.importFrom(this, spec));
      }
      this.imported = [...found];
    }
    return this.imported;
  }

  /** What a file's imports declare under a name. */
  lookupImport(file: SourceFile, name: string): GoObject | undefined {
    return this.importsOf(file).lookup(name);
  }
  importsOf(file: SourceFile): FileImports {
    let imports = this.fileImports.get(file);
    if (imports === undefined) this.fileImports.set(file, (imports = new FileImports(this, file)));
    return imports;
  }
}

/** The file scope: package names, and the exported names of packages imported with a dot. Packages are loaded as names ask for them. */
export class FileImports {
  readonly names: PackageName[] = [];
  private readonly found = new Map<string, GoObject | undefined>();
  private readonly bySpec: { spec: ImportSpec; name: PackageName }[];

  constructor(pkg: GoPackage, file: SourceFile) {
    this.bySpec = file.imports.map((spec) => ({ spec, name: packageName(pkg, spec) }));
    this.names = this.bySpec.map((each) => each.name);
  }

  lookup(name: string): GoObject | undefined {
    if (this.found.has(name)) return this.found.get(name);
    const object = this.search(name);
    this.found.set(name, object);
    return object;
  }

  private search(name: string): GoObject | undefined {
    for (const { spec, name: object } of this.bySpec) {
      if (spec.name !== null ? spec.name.name === name : mayBeNamed(spec.path, name) && object.name === name)
        return object;
    }
    for (const { spec, name: object } of this.bySpec) {
      if (spec.name?.name !== '.' || !isExported(name)) continue;
      const found = object.imported.lookup(name);
      if (found === undefined) continue;
      object.used = true;
      return found;
    }
    return undefined;
  }
}

/** Whether the package at a path may be called so, as far as one can tell without loading it. */
function mayBeNamed(path: string, name: string): boolean {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === name || /^v\d+$|[-.]/.test(last);
}

function packageName(pkg: GoPackage, spec: ImportSpec): PackageName {
  let imported: Package | null = null;
  const load = (): Package => (imported ??= pkg.program.importFrom(pkg, spec));
  return {
    kind: 'pkgname',
    pkg,
    pos: spec.pos,
    used: false,
    get name() {
      return spec.name?.name ?? load().name;
    },
    get imported() {
      return load();
    },
  };
}

/** The name of the type that a method is declared for. */
export function receiverBaseName(decl: FuncDecl): string | null {
  if (decl.receiver === null) return null;
  let type = unparen(decl.receiver.typeExpr);
  if (type.kind === 'StarExpr') type = unparen(type.x);
  if (type.kind === 'IndexExpr') type = type.x;
  return type.kind === 'Ident' ? type.name : null;
}
