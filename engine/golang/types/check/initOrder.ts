/**
 * The order in which a package's variables are initialised (Go spec, "Package initialization"; go/types/initorder.go): again and again
 * the first declared one that waits for no other. A variable waits for those that its initialiser mentions, directly or through the
 * functions it mentions. The bodies of those functions have to be checked to know; only those: other functions stay unchecked.
 */
import type { Expr, Node } from '../../syntax/ast.ts';
import { walk } from '../../syntax/walk.ts';
import type { Var } from '../types.ts';
import type { GoPackage } from './package.ts';
import { DeclaredFunc, PackageVar, type VarGroup } from './objects.ts';

export interface Initializer {
  lhs: Var[];
  rhs: Expr;
}
export type Dependency = PackageVar | DeclaredFunc;

export interface InitOrder {
  order: Initializer[];
  /** Objects that wait for each other in a circle, if there are: each mentions the next. */
  cycle: Dependency[] | null;
}

export function initOrder(pkg: GoPackage): InitOrder {
  const references = new References(pkg);
  const initializers = pkg.variables.flatMap(initializersOf);
  const indexOf = new Map<Var, number>();
  initializers.forEach((each, index) => each.lhs.forEach((variable) => indexOf.set(variable, index)));

  const waiting = initializers.map(() => 0);
  const dependants: number[][] = initializers.map(() => []);
  initializers.forEach((initializer, index) => {
    const before = new Set<number>();
    for (const variable of references.variablesOf(initializer)) {
      const at = indexOf.get(variable);
      if (at !== undefined) before.add(at);
    }
    waiting[index] = before.size;
    for (const at of before) dependants[at]?.push(index);
  });

  const order: Initializer[] = [];
  const done = initializers.map(() => false);
  for (let index = 0; index < initializers.length;) {
    if (done[index] === true || waiting[index] !== 0) {
      index++;
      continue;
    }
    done[index] = true;
    order.push(initializers[index] as Initializer);
    let next = index + 1;
    for (const dependant of dependants[index] ?? []) {
      waiting[dependant] = (waiting[dependant] ?? 0) - 1;
      next = Math.min(next, dependant);
    }
    index = next;
  }
  const stuck = initializers.findIndex((_, index) => done[index] !== true);
  return { order, cycle: stuck < 0 ? null : references.cycleFrom(initializers, done) };
}

function initializersOf(group: VarGroup): Initializer[] {
  const { names, values } = group.spec;
  const [first] = values;
  if (first === undefined) return [];
  if (values.length === 1 && names.length > 1) return [{ lhs: group.all(), rhs: first }];
  return values.slice(0, names.length).map((rhs, index) => ({ lhs: [group.variable(index)], rhs }));
}

/** Finds the variables and functions of the package that code mentions. */
class References {
  private readonly pkg: GoPackage;
  private readonly ofFunctions = new Map<DeclaredFunc, Set<Dependency>>();
  private readonly ofVariables = new Map<Var, Set<Dependency>>();

  constructor(pkg: GoPackage) {
    this.pkg = pkg;
  }

  /** All variables that an initialiser waits for. */
  variablesOf({ lhs, rhs }: Initializer): Set<PackageVar> {
    const variables = new Set<PackageVar>();
    if (isPlain(rhs)) return variables;
    for (const variable of lhs) if (variable instanceof PackageVar) variable.group.check(variable.specIndex);
    const direct = this.within(rhs);
    for (const variable of lhs) this.ofVariables.set(variable, direct);
    const seen = new Set<Dependency>();
    const visit = (dependency: Dependency): void => {
      if (seen.has(dependency)) return;
      seen.add(dependency);
      if (dependency.kind === 'var') variables.add(dependency);
      else for (const next of this.ofFunction(dependency)) visit(next);
    };
    for (const dependency of direct) visit(dependency);
    return variables;
  }

  private ofFunction(func: DeclaredFunc): Set<Dependency> {
    let found = this.ofFunctions.get(func);
    if (found === undefined) {
      this.pkg.program.checkBody(func);
      const body = func.decl.body();
      found = body === null ? new Set() : this.within(body);
      this.ofFunctions.set(func, found);
    }
    return found;
  }

  private within(node: Node): Set<Dependency> {
    const found = new Set<Dependency>();
    walk(node, (part) => {
      if (part.kind !== 'Ident' || part.object === undefined) return;
      const object = part.object.kind === 'func' ? (part.object.origin ?? part.object) : part.object;
      if ((object instanceof PackageVar || object instanceof DeclaredFunc) && object.pkg === this.pkg)
        found.add(object);
    });
    return found;
  }

  /** A circle among what is left. */
  cycleFrom(initializers: Initializer[], done: boolean[]): Dependency[] | null {
    for (const [index, { lhs }] of initializers.entries()) {
      const [start] = lhs;
      if (done[index] === true || !(start instanceof PackageVar)) continue;
      const path = this.path(start, start, new Set());
      if (path !== null) return path;
    }
    return null;
  }

  private path(from: Dependency, to: Dependency, seen: Set<Dependency>): Dependency[] | null {
    if (seen.has(from)) return null;
    seen.add(from);
    const next = from.kind === 'var' ? (this.ofVariables.get(from) ?? new Set<Dependency>()) : this.ofFunction(from);
    for (const dependency of [...next].sort((a, b) => a.pos - b.pos)) {
      if (dependency === to) return [from];
      const rest = this.path(dependency, to, seen);
      if (rest !== null) return [from, ...rest];
    }
    return null;
  }
}

/** An expression that by its form mentions nothing that could be initialised: most tables of constants. */
function isPlain(e: Expr): boolean {
  switch (e.kind) {
    case 'BasicLit':
      return true;
    case 'CompositeLit':
      return e.elements.every(isPlain);
    case 'KeyValueExpr':
      return e.key.kind === 'Ident' || isPlain(e.key) ? isPlain(e.val) : false;
    case 'ParenExpr':
      return isPlain(e.x);
    case 'UnaryExpr':
      return e.op !== '<-' && isPlain(e.x);
    default:
      return false;
  }
}
