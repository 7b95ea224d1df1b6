/** Types that contain themselves (Go spec, "Type declarations"; go/types/cycles.go and decl.go, cycleError). */
import type { Expr, TypeSpec } from '../../syntax/ast.ts';
import type { GoObject, Named, Type } from '../types.ts';
import type { Checker } from './checker.ts';

/** Reports the package-level types whose declarations lead back to themselves other than through pointers and the like. */
export function reportTypeCycles(c: Checker): void {
  const specs = new Map<string, TypeSpec>();
  for (const file of c.pkg.files) {
    for (const decl of file.decls) {
      if (decl.kind !== 'GenDecl') continue;
      for (const spec of decl.specs)
        if (spec.kind === 'TypeSpec' && !specs.has(spec.name.name)) specs.set(spec.name.name, spec);
    }
  }
  const done = new Set<string>();
  const visit = (name: string, path: string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) {
      const cycle = path.slice(at).map((each) => c.pkg.lookup(each) as GoObject);
      c.program.report(c.pkg, ...cycleError(c, cycle));
      return;
    }
    const spec = specs.get(name);
    if (spec === undefined || done.has(name)) return;
    const parameters = new Set(spec.typeParams.flatMap((field) => field.names.map((each) => each.name)));
    for (const next of contained(spec.typeExpr)) if (!parameters.has(next)) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of specs.keys()) visit(name, []);
}

/** The names of types that are parts of a value of the type, or that an interface embeds. */
function contained(e: Expr): string[] {
  switch (e.kind) {
    case 'Ident':
      return [e.name];
    case 'ParenExpr':
    case 'IndexExpr':
    case 'UnaryExpr':
      return contained(e.x);
    case 'BinaryExpr':
      return [...contained(e.x), ...contained(e.y)];
    case 'ArrayType':
      return e.length === null ? [] : contained(e.element);
    case 'StructType':
      return e.fields.flatMap((field) => contained(field.typeExpr));
    case 'InterfaceType':
      return e.methods.flatMap((field) => (field.names.length === 0 ? contained(field.typeExpr) : []));
    default:
      return [];
  }
}

/** Where and how a circle of types is reported: it starts with the first in the source. */
export function cycleError(c: Checker, cycle: GoObject[]): [pos: number, message: string] {
  const start = cycle.reduce(
    (first, object, index) => (object.pos < (cycle[first] as GoObject).pos ? index : first),
    0,
  );
  const objects = [...cycle.slice(start), ...cycle.slice(0, start)];
  const [first] = objects as [GoObject];
  if (objects.length === 1 && !c.oldWords) return [first.pos, `invalid recursive type: ${first.name} refers to itself`];
  const lines = objects.map((object, index) => {
    const next = objects[(index + 1) % objects.length] as GoObject;
    return `\n\t${c.place(object.pos)}: ${object.name} ${c.since(24) ? `refers to ${next.name}` : 'refers to'}`;
  });
  if (!c.since(24)) lines.push(`\n\t${c.place(first.pos)}: ${first.name}`);
  return [first.pos, `invalid recursive type ${first.name}${lines.join('')}`];
}

/** The defined types that contain each other as values, starting with `named`, or null: for types declared in functions. */
export function typeCycle(named: Named): Named[] | null {
  const visit = (type: Type, path: Named[]): Named[] | null => {
    if (type.kind === 'array') return visit(type.element, path);
    if (type.kind === 'struct') {
      for (const field of type.fields) {
        const found = visit(field.type, path);
        if (found !== null) return found;
      }
      return null;
    }
    if (type.kind !== 'named') return null;
    const base = type.origin ?? type;
    if (base === named && path.length > 0) return path;
    if (path.includes(base)) return null;
    return visit(type.underlying(), [...path, base]);
  };
  return visit(named, []);
}
