/** Objects of a package that find out their types when first asked (go/types/object.go and the lazy half of decl.go). */
import type { FuncDecl, Ident, SourceFile, TypeSpec, ValueSpec } from '../../syntax/ast.ts';
import { makeInt, makeBool, type Constant } from '../constant.ts';
import { newNamed } from '../intern.ts';
import type { Const, Func, Signature, Type, TypeName, TypeParameter, Var } from '../types.ts';
import { invalidType } from '../universe.ts';
import {
  constDecl,
  declareTypeParameters,
  resolveFunc,
  rhsType,
  varInitializer,
  type ResolvedFunc,
} from './declarations.ts';
import { initVars } from './assignments.ts';
import type { GoPackage } from './package.ts';
import { Scope } from './scope.ts';
import { varType } from './typeExpressions.ts';

export class PackageConst implements Const {
  readonly kind = 'const';
  readonly name: string;
  readonly pkg: GoPackage;
  readonly pos: number;
  private resolved: { type: Type; value: Constant } | null = null;
  private busy = false;
  private readonly resolve: () => { type: Type; value: Constant };

  /** `from` is the spec whose type and values are repeated where `spec` has none. */
  constructor(pkg: GoPackage, ident: Ident, file: SourceFile, spec: ValueSpec, from: ValueSpec, index: number) {
    this.name = ident.name;
    this.pkg = pkg;
    this.pos = ident.pos;
    this.resolve = () => {
      const c = pkg.checker;
      const environment = { ...c.fileEnvironment(file), iota: makeInt(spec.iota) };
      return c.within(environment, () => constDecl(c, ident, from.typeExpr, from.values[index] ?? null, from !== spec));
    };
  }

  get type(): Type {
    return this.both().type;
  }
  get value(): Constant {
    return this.both().value;
  }
  private both(): { type: Type; value: Constant } {
    if (this.resolved !== null) return this.resolved;
    if (this.busy) {
      this.pkg.checker.error(this.pos, `initialization cycle or refers to itself: ${this.name}`);
      return (this.resolved = { type: invalidType, value: makeBool(false) });
    }
    this.busy = true;
    try {
      const found = this.resolve();
      return (this.resolved ??= found);
    } finally {
      this.busy = false;
    }
  }
}

/** The variables of one declaration `var a, b T = x, y`: a single call may initialise several. */
export class VarGroup {
  readonly pkg: GoPackage;
  readonly spec: ValueSpec;
  readonly file: SourceFile;
  private readonly vars: (PackageVar | undefined)[] = [];
  private declaredType: Type | null = null;
  private readonly types: (Type | null)[];
  private readonly state: ('new' | 'busy' | 'done')[];

  constructor(pkg: GoPackage, spec: ValueSpec, file: SourceFile) {
    this.pkg = pkg;
    this.spec = spec;
    this.file = file;
    this.types = spec.names.map(() => null);
    this.state = spec.names.map(() => 'new');
  }

  variable(index: number): PackageVar {
    let variable = this.vars[index];
    if (variable === undefined) {
      variable = new PackageVar(this, index);
      this.vars[index] = variable;
      (this.spec.names[index] as Ident).object = variable;
    }
    return variable;
  }
  all(): PackageVar[] {
    return this.spec.names.map((_, index) => this.variable(index));
  }

  typeOf(index: number): Type {
    if (this.spec.typeExpr !== null) return this.writtenType() ?? invalidType;
    const known = this.types[index];
    if (known !== null && known !== undefined) return known;
    this.check(index);
    return this.types[index] ?? invalidType;
  }

  private writtenType(): Type | null {
    const { typeExpr } = this.spec;
    if (typeExpr === null) return null;
    const c = this.pkg.checker;
    this.declaredType ??= c.within(c.fileEnvironment(this.file), () => varType(c, typeExpr));
    return this.declaredType;
  }

  /** Checks the initialiser of a variable, if there is one. */
  check(index: number): void {
    const { names, values } = this.spec;
    const c = this.pkg.checker;
    const single = values.length === 1 && names.length > 1;
    const at = single ? 0 : index;
    if (this.state[at] === 'done') return;
    if (this.state[at] === 'busy') {
      if (this.spec.typeExpr === null && this.types[index] === null) {
        const name = names[index] as Ident;
        c.within(c.fileEnvironment(this.file), () =>
          c.error(
            name,
            c.oldWords
              ? `initialization loop for ${name.name}\n\t${c.place(name.pos)}: ${name.name} refers to\n\t${c.place(name.pos)}: ${name.name}`
              : `initialization cycle: ${name.name} refers to itself`,
          ),
        );
        this.types[index] = invalidType;
      }
      return;
    }
    this.state[at] = 'busy';
    const from = c.delayedCount;
    const written = this.writtenType();
    c.within(c.fileEnvironment(this.file), () => {
      if (single) {
        const found = initVars(
          c,
          names.map((name) => ({ name: name.name, type: written })),
          values,
          null,
        );
        found.forEach((type, i) => (this.types[i] ??= type));
      } else {
        const value = values[index];
        this.types[index] ??=
          value === undefined ? (written ?? invalidType) : varInitializer(c, names[index] as Ident, written, value);
      }
    });
    this.state[at] = 'done';
    c.within(c.fileEnvironment(this.file), () => c.processDelayed(from));
  }
}

export class PackageVar implements Var {
  readonly kind = 'var';
  readonly role = 'package';
  readonly embedded = false;
  addressTaken = false;
  captured = false;
  readonly owner = null;
  readonly name: string;
  readonly pkg: GoPackage;
  readonly pos: number;
  readonly spec: ValueSpec;
  readonly specIndex: number;
  readonly file: SourceFile;
  readonly group: VarGroup;

  constructor(group: VarGroup, index: number) {
    const ident = group.spec.names[index] as Ident;
    this.group = group;
    this.name = ident.name;
    this.pkg = group.pkg;
    this.pos = ident.pos;
    this.spec = group.spec;
    this.specIndex = index;
    this.file = group.file;
  }

  get type(): Type {
    return this.group.typeOf(this.specIndex);
  }
}

/** The object of a package-level type declaration. */
export function makeTypeName(pkg: GoPackage, spec: TypeSpec, file: SourceFile): TypeName {
  const c = pkg.checker;
  const scope = new Scope(null);
  if (spec.alias) return new AliasName(pkg, spec, file);
  const object: TypeName = {
    kind: 'typename',
    name: spec.name.name,
    pkg,
    pos: spec.name.pos,
    type: invalidType,
    alias: false,
    local: 0,
    within: null,
  };
  const environment = c.fileEnvironment(file, scope);
  const typeParameters = c.within({ ...environment }, () => declareTypeParameters(c, spec.typeParams));
  newNamed(object, {
    underlying: () => c.within({ ...environment }, () => rhsType(c, spec.typeExpr)),
    methods: () => pkg.methodsOf(spec.name.name),
    typeParameters,
    onCycle: () => pkg.program.reportTypeCycle(object),
  });
  spec.name.object = object;
  return object;
}

/** `type A = T`: nothing but another name. */
export class AliasName implements TypeName {
  readonly kind = 'typename';
  readonly alias = true;
  readonly local = 0;
  readonly within = null;
  readonly name: string;
  readonly pkg: GoPackage;
  readonly pos: number;
  /** Of a generic alias (Go 1.24). */
  readonly typeParameters: TypeParameter[];
  private found: Type | null = null;
  private busy = false;
  private readonly resolve: () => Type;

  constructor(pkg: GoPackage, spec: TypeSpec, file: SourceFile) {
    this.name = spec.name.name;
    this.pkg = pkg;
    this.pos = spec.name.pos;
    const c = pkg.checker;
    const environment = c.fileEnvironment(file);
    this.typeParameters = c.within({ ...environment }, () => declareTypeParameters(c, spec.typeParams));
    this.resolve = () => c.within({ ...environment }, () => rhsType(c, spec.typeExpr));
  }

  get type(): Type {
    if (this.found !== null) return this.found;
    if (this.busy) {
      this.pkg.program.reportTypeCycle(this);
      return invalidType;
    }
    this.busy = true;
    try {
      return (this.found = this.resolve());
    } finally {
      this.busy = false;
    }
  }
}

export class DeclaredFunc implements Func {
  readonly kind = 'func';
  readonly origin = null;
  readonly typeArguments = [];
  readonly name: string;
  readonly pkg: GoPackage;
  readonly pos: number;
  readonly decl: FuncDecl;
  private resolved: ResolvedFunc | null = null;

  constructor(pkg: GoPackage, decl: FuncDecl) {
    this.name = decl.name.name;
    this.pkg = pkg;
    this.pos = decl.name.pos;
    this.decl = decl;
  }

  /** The parts of its signature, and the scope they are declared in. */
  get parts(): ResolvedFunc {
    if (this.resolved === null) {
      const c = this.pkg.checker;
      this.resolved = c.within(c.fileEnvironment(this.decl.file), () => resolveFunc(c, this.decl, this));
    }
    return this.resolved;
  }
  get signature(): Signature {
    return this.parts.signature;
  }
  get receiver(): Var | null {
    return this.parts.receiver;
  }
  get params(): Var[] {
    return this.parts.params;
  }
  get results(): Var[] {
    return this.parts.results;
  }
}
