/** Checks everything in a person's own package, in the order of the compiler (go/types/check.go, checkFiles). */
import { checkBranches } from '../../syntax/branches.ts';
import type { SourceFile, ValueSpec } from '../../syntax/ast.ts';
import { underlying } from '../predicates.ts';
import type { GoObject, TypeName } from '../types.ts';
import type { Checker } from './checker.ts';
import { checkArity } from './declarations.ts';
import { initOrder, type Dependency } from './initOrder.ts';
import { AliasName, DeclaredFunc } from './objects.ts';
import type { GoPackage } from './package.ts';
import { reportTypeCycles } from './typeCycles.ts';

export function checkWholePackage(pkg: GoPackage): void {
  const c = pkg.checker;
  const [firstFile] = pkg.files;
  if (firstFile === undefined) return;
  c.within(c.fileEnvironment(firstFile), () => {
    labels(c);
    redeclared(c);
    reportTypeCycles(c);
    const objects = pkg.declarations.map((each) => each.object());
    constantArity(c);
    for (const object of objects) if (object.kind === 'typename') checkType(c, object);
    for (const group of pkg.variables) {
      if (group.spec.typeExpr === null || group.spec.values.length > 0)
        checkArity(c, group.spec, group.spec.values, false, false);
    }
    for (const object of objects) resolve(object);
    for (const { object } of pkg.functions) resolve(object());
    c.processDelayed(0);
    for (const { object } of pkg.functions) {
      const func = object();
      if (func.kind === 'func') pkg.program.checkBody(func);
    }
    c.processDelayed(0);
    const { cycle } = initOrder(pkg);
    if (cycle !== null) reportCycle(c, cycle);
    unusedImports(c);
    if (pkg.name === 'main' && pkg.lookup('main') === undefined && pkg.program.errors.length === 0)
      pkg.program.report(pkg, firstFile.packageName.pos, 'function main is undeclared in the main package');
  });
}
function constantArity(c: Checker): void {
  for (const file of c.pkg.files)
    for (const decl of file.decls) {
      if (decl.kind !== 'GenDecl' || decl.token !== 'const') continue;
      let last: ValueSpec | null = null;
      for (const spec of decl.specs) {
        if (spec.kind !== 'ValueSpec') continue;
        if (spec.typeExpr !== null || spec.values.length > 0) last = spec;
        checkArity(c, spec, last?.values ?? [], true, last !== spec && last !== null);
      }
    }
}

function labels(c: Checker): void {
  for (const { object } of c.pkg.functions) {
    const func = object();
    const body = func instanceof DeclaredFunc ? func.decl.body() : null;
    if (body !== null)
      checkBranches(body, c.program.fileSet, (pos, message) =>
        c.program.report(c.pkg, pos, message.replace(/ at (\S+:\d+:\d+)$/, ' at ./$1')),
      );
  }
}

/** Names that are declared twice in the package, or by an import too. */
function redeclared(c: Checker): void {
  const first = new Map<string, GoObject>();
  for (const { name, ident, file, object } of c.pkg.declarations) {
    if (name === '_') continue;
    if (name === 'init') {
      c.error(ident, 'cannot declare init - must be func');
      continue;
    }
    if (name === 'main' && c.pkg.name === 'main' && object().kind !== 'func')
      c.error(ident, 'cannot declare main - must be func');
    const other = first.get(name);
    if (other !== undefined) c.error(ident, `${name} redeclared in this block${c.otherDeclaration(other)}`);
    else first.set(name, object());
    const imported = c.pkg.importsOf(file).names.find((each) => each.name === name);
    if (imported !== undefined) {
      c.error(
        ident,
        `${name} already declared through import of package ${imported.imported.name} (${JSON.stringify(imported.imported.path)})${c.otherDeclaration(imported)}`,
      );
    }
  }
  for (const file of c.pkg.files) {
    const names = new Map<string, GoObject>();
    for (const imported of c.pkg.importsOf(file).names) {
      if (imported.name === '_' || imported.name === '.') continue;
      const other = names.get(imported.name);
      if (other !== undefined)
        c.error(imported.pos, `${imported.name} redeclared in this block${c.otherDeclaration(other)}`);
      else names.set(imported.name, imported);
    }
  }
}

function checkType(c: Checker, object: TypeName): void {
  const { type } = object;
  if (type.kind !== 'named' || object.alias) return;
  type.underlying();
  const seen = new Map<string, GoObject>();
  for (const method of type.methods()) {
    const other = seen.get(method.name);
    if (other !== undefined)
      c.error(
        method.pos,
        c.oldWords
          ? `${object.name}.${method.name} redeclared in this block${c.otherDeclaration(other)}`
          : `method ${object.name}.${method.name} already declared at ${c.place(other.pos)}`,
      );
    else seen.set(method.name, method);
  }
  const under = type.underlying();
  if (under.kind !== 'struct') return;
  for (const field of under.fields) {
    const method = seen.get(field.name);
    if (method !== undefined && field.name !== '_')
      c.error(method.pos, `field and method with the same name ${field.name}${c.otherDeclaration(field)}`);
  }
}

/** Asks an object for everything it finds out on demand. */
function resolve(object: GoObject): void {
  if (object.kind === 'const' || object.kind === 'typename') void object.type;
  if (object instanceof AliasName) checkAlias(object);
  else if (object.kind === 'var') {
    void object.type;
    if (object.pkg?.own === true) (object.pkg as GoPackage).program.checkPackageVariable(object);
  } else if (object instanceof DeclaredFunc) checkFunc(object);
}

function checkAlias({ pkg, pos, typeParameters }: AliasName): void {
  const c = pkg.checker;
  if (typeParameters.length === 0 || c.since(24)) return;
  c.error(
    pos,
    c.since(23) ? 'generic type alias requires GOEXPERIMENT=aliastypeparams' : 'generic type cannot be alias',
  );
}

/** Whether a function is another name of one that stands elsewhere. */
const isLinkname = ({ directives }: SourceFile, name: string): boolean =>
  directives.some(({ text }) => new RegExp(`^//go:linkname\\s+${name}\\s`).test(text));

function checkFunc(func: DeclaredFunc): void {
  const c = func.pkg.checker;
  const { decl, parts } = func;
  if (decl.receiver === null && (func.name === 'init' || (func.name === 'main' && func.pkg.name === 'main'))) {
    if (decl.signature.typeParams.length > 0)
      c.error(decl.signature.typeParams[0]?.pos ?? 0, `func ${func.name} must have no type parameters`);
    if (parts.params.length + parts.results.length > 0)
      c.error(decl.name, `func ${func.name} must have no arguments and no return values`);
  }
  const [typeParameter] = decl.signature.typeParams;
  if (decl.receiver !== null && typeParameter !== undefined) {
    if (c.since(27)) c.requires(27, typeParameter.pos, 'generic method');
    else c.error(decl.name.end, 'syntax error: method must have no type parameters');
  }
  if (!decl.hasBody && !isLinkname(decl.file, func.name)) c.error(decl.name, 'missing function body');
  if (decl.receiver === null || parts.receiver === null) return;
  const type = parts.receiver.type.kind === 'pointer' ? parts.receiver.type.element : parts.receiver.type;
  const base = decl.receiver.typeExpr.kind === 'StarExpr' ? decl.receiver.typeExpr.x : decl.receiver.typeExpr;
  const at = !c.since(24) ? (decl.receiver.names[0] ?? decl.receiver).pos : base;
  const shown = base.kind === 'Ident' && c.since(23) ? base.name : c.show(type);
  if (type.kind === 'named') {
    if (type.object.pkg !== func.pkg) c.error(at, `cannot define new methods on non-local type ${c.show(type)}`);
    else {
      const under = underlying(type);
      if (under.kind === 'pointer' || under.kind === 'interface') {
        c.error(at, `invalid receiver type ${c.show(type)} (pointer or interface type)`);
      }
    }
  } else if (type.kind === 'basic') {
    if (type.name !== 'invalid') c.error(at, `cannot define new methods on non-local type ${shown}`);
  } else c.error(at, `invalid receiver type ${c.show(parts.receiver.type)}`);
}

function reportCycle(c: Checker, cycle: Dependency[]): void {
  const [first] = cycle as [Dependency];
  if (cycle.length === 1) {
    c.error(first.pos, `initialization cycle: ${first.name} refers to itself`);
    return;
  }
  const lines = cycle.map((each, index) => {
    const next = cycle[(index + 1) % cycle.length] as Dependency;
    const at = c.place(each.pos);
    return c.since(24) ? `\n\t${at}: ${each.name} refers to ${next.name}` : `\n\t${at}: ${each.name} refers to`;
  });
  const tail = c.since(24) ? '' : `\n\t${c.place(first.pos)}: ${first.name}`;
  c.error(
    first.pos,
    `${c.oldWords ? 'initialization loop for' : 'initialization cycle for'} ${first.name}${lines.join('')}${tail}`,
  );
}

function unusedImports(c: Checker): void {
  for (const file of c.pkg.files) {
    for (const imported of c.pkg.importsOf(file).names) {
      if (imported.used || imported.name === '_' || c.program.isFake(imported.imported)) continue;
      const { path } = imported.imported;
      const last = path.slice(path.lastIndexOf('/') + 1);
      const renamed = imported.name === '.' || imported.name === last ? '' : ` as ${imported.name}`;
      c.error(
        imported.pos,
        c.oldWords ? `imported and not used: "${path}"${renamed}` : `"${path}" imported${renamed} and not used`,
      );
    }
  }
}
