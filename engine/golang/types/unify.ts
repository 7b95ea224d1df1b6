/** Making two types identical by choosing type arguments, after go/types/unify.go. */
import { identical, nameKey, sameName } from './intern.ts';
import { lookupFieldOrMethod } from './lookup.ts';
import { commonUnderlying, isInterface, underlying } from './predicates.ts';
import type { Interface, Method, Named, Type, TypeParameter } from './types.ts';

/**
 * `exact`: types must be identical; otherwise channel directions may differ and a defined type matches its underlying literal.
 * `assign`: so at the top only, as in assignments; element types must match exactly.
 */
export interface Mode {
  exact: boolean;
  assign: boolean;
}
export const exact: Mode = { exact: true, assign: false };
export const inexact: Mode = { exact: false, assign: false };
export const assign: Mode = { exact: false, assign: true };

/** Type parameters that were unified with each other share a handle. */
interface Handle {
  type: Type | null;
}

const depthLimit = 100;

export class Unifier {
  private readonly handles = new Map<TypeParameter, Handle>();
  private depth = 0;

  constructor(parameters: TypeParameter[], known: (Type | undefined)[]) {
    parameters.forEach((parameter, index) => this.handles.set(parameter, { type: known[index] ?? null }));
  }

  /** The type found for a parameter so far. */
  at(parameter: TypeParameter): Type | null {
    return this.handle(parameter).type;
  }
  set(parameter: TypeParameter, type: Type): void {
    this.handle(parameter).type = type;
  }
  unknowns(): number {
    return [...this.handles.values()].filter((handle) => handle.type === null).length;
  }

  private handle(parameter: TypeParameter): Handle {
    const handle = this.handles.get(parameter);
    if (handle === undefined) throw new Error(`type parameter ${parameter.name} is not being inferred`);
    return handle;
  }
  private bound(type: Type): TypeParameter | null {
    return type.kind === 'typeparam' && this.handles.has(type) ? type : null;
  }

  unify(x: Type, y: Type, mode: Mode): boolean {
    if (identical(x, y)) return true;
    if (this.depth > depthLimit) return false;
    this.depth++;
    try {
      return this.unifyDifferent(x, y, mode);
    } finally {
      this.depth--;
    }
  }

  private unifyDifferent(x: Type, y: Type, mode: Mode): boolean {
    // Defined types to the right, type parameters to be inferred to the left.
    if (x.kind === 'named' || this.bound(y) !== null) [x, y] = [y, x];
    if (!mode.exact && y.kind === 'named' && x.kind !== 'named' && x.kind !== 'typeparam' && !isInterface(x)) {
      y = y.underlying();
      if (identical(x, y)) return true;
    }
    const left = this.bound(x);
    const right = this.bound(y);
    if (left !== null && right !== null) return this.join(left, right) || this.unifyFound(left, right, mode);
    if (left !== null) return this.bind(left, y, mode);

    if (!mode.exact) {
      const first = isInterface(x) ? (underlying(x) as Interface) : null;
      const second = isInterface(y) ? (underlying(y) as Interface) : null;
      if (first !== null && second !== null) return this.unifyShared(first, second);
      if (second !== null) return this.unifyMethods(second, x);
      if (first !== null) return this.unifyMethods(first, y);
    }
    if (y.kind === 'typeparam') [x, y] = [y, x];
    return this.unifyStructure(x, y, mode);
  }

  private unifyFound(x: TypeParameter, y: TypeParameter, mode: Mode): boolean {
    const [found, other] = [this.at(x), this.at(y)];
    return found !== null && other !== null && this.unify(found, other, mode);
  }

  /** From now on both stand for the same type; false when both have one already. */
  private join(x: TypeParameter, y: TypeParameter): boolean {
    const [left, right] = [this.handle(x), this.handle(y)];
    if (left === right) return true;
    if (left.type !== null && right.type !== null) return false;
    const [kept, dropped] = left.type !== null ? [left, right] : [right, left];
    for (const [parameter, handle] of this.handles) if (handle === dropped) this.handles.set(parameter, kept);
    return true;
  }

  private bind(parameter: TypeParameter, type: Type, mode: Mode): boolean {
    const known = this.at(parameter);
    if (known === null) {
      this.set(parameter, type);
      return true;
    }
    if (!this.unify(known, type, mode)) return false;
    const interfaces = [known, type].filter(isInterface);
    if (interfaces.length === 1) return false;
    if (interfaces.length === 2) {
      if (known.kind === 'named' && type.kind === 'named') return identical(known, type);
      const count = (each: Type): number => (underlying(each) as Interface).methods().length;
      if (count(known) !== count(type)) return false;
    }
    if (mode.exact || known.kind === 'named') return true;
    // Of two matching types keep the defined one, or the channel with a direction.
    const under = underlying(type);
    if (type.kind === 'named' || (under.kind === 'chan' && under.direction !== 'both')) this.set(parameter, type);
    return true;
  }

  /** Two interfaces match inexactly if all methods of the smaller are in the larger. */
  private unifyShared(x: Interface, y: Interface): boolean {
    if (!sameTerms(x, y)) return false;
    const [few, many] = x.methods().length <= y.methods().length ? [x, y] : [y, x];
    const known = new Map(many.methods().map((method) => [nameKey(method.name, method.pkg), method]));
    return few.methods().every((method) => {
      const other = known.get(nameKey(method.name, method.pkg));
      return other !== undefined && this.unify(method.signature, other.signature, exact);
    });
  }

  private unifyMethods(wanted: Interface, type: Type): boolean {
    return wanted.methods().every((method) => {
      const object = lookupFieldOrMethod(type, false, method.pkg, method.name)?.object;
      return object?.kind === 'func' && this.unify(method.signature, object.signature, exact);
    });
  }

  private unifyAll(xs: Type[], ys: Type[], mode: Mode): boolean {
    return xs.length === ys.length && xs.every((x, index) => this.unify(x, ys[index], mode));
  }

  private unifyStructure(x: Type, y: Type, mode: Mode): boolean {
    const inner: Mode = mode.assign ? { ...mode, exact: true } : mode;
    if (x.kind === 'typeparam') {
      const common = commonUnderlying(x).type;
      return common !== null && this.unify(common, y, assign);
    }
    if (x.kind === 'named') return y.kind === 'named' && this.unifyNamed(x, y, mode);
    if (x.kind === 'pointer' || x.kind === 'slice') {
      return y.kind === x.kind && this.unify(x.element, y.element, inner);
    }
    if (x.kind === 'array')
      return y.kind === 'array' && x.length === y.length && this.unify(x.element, y.element, inner);
    if (x.kind === 'map') {
      return y.kind === 'map' && this.unify(x.key, y.key, inner) && this.unify(x.element, y.element, inner);
    }
    if (x.kind === 'chan') {
      const directions = y.kind === 'chan' && (!mode.exact || x.direction === y.direction);
      return directions && this.unify(x.element, y.element, inner);
    }
    if (x.kind === 'signature') {
      return (
        y.kind === 'signature' &&
        x.variadic === y.variadic &&
        this.unifyAll(x.params, y.params, inner) &&
        this.unifyAll(x.results, y.results, inner)
      );
    }
    if (x.kind === 'tuple') return y.kind === 'tuple' && this.unifyAll(x.types, y.types, mode);
    if (x.kind === 'struct') {
      if (y.kind !== 'struct' || x.fields.length !== y.fields.length) return false;
      return x.fields.every((field, index) => {
        const other = y.fields[index];
        return (
          other !== undefined &&
          field.embedded === other.embedded &&
          x.tags[index] === y.tags[index] &&
          sameName(field, other.name, other.pkg) &&
          this.unify(field.type, other.type, inner)
        );
      });
    }
    if (x.kind === 'interface') {
      if (y.kind !== 'interface' || !sameTerms(x, y)) return false;
      const others = y.methods();
      const matches = (method: Method, other: Method | undefined): boolean =>
        other !== undefined &&
        sameName(method, other.name, other.pkg) &&
        this.unify(method.signature, other.signature, exact);
      return x.methods().length === others.length && x.methods().every((method, at) => matches(method, others[at]));
    }
    return false;
  }

  private unifyNamed(x: Named, y: Named, mode: Mode): boolean {
    return x.origin !== null && x.origin === y.origin && this.unifyAll(x.typeArguments, y.typeArguments, mode);
  }
}

function sameTerms(x: Interface, y: Interface): boolean {
  if (x.comparable() !== y.comparable()) return false;
  const [xs, ys] = [x.terms(), y.terms()];
  if (xs === null || ys === null) return xs === ys;
  const within = (terms: typeof xs, others: typeof ys): boolean =>
    terms.every((term) => others.some((other) => term.tilde === other.tilde && identical(term.type, other.type)));
  return within(xs, ys) && within(ys, xs);
}
