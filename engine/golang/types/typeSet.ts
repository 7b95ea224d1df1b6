/** Type sets of interfaces, after go/types/typeset.go, typeterm.go and termlist.go. */
import { identical, nameKey } from './intern.ts';
import { comparable, underlying } from './predicates.ts';
import type { Interface, Method, Type } from './types.ts';

/** `T` or `~T`. */
export interface Term {
  tilde: boolean;
  type: Type;
}
/** `A | ~B`, as an element of an interface; terms may be interfaces without methods. */
export interface Union {
  kind: 'union';
  terms: Term[];
}
export type Embedded = Type | Union;

export interface TypeSet {
  /** Sorted by `nameKey`. */
  methods: Method[];
  /** null: any type. */
  terms: Term[] | null;
  comparable: boolean;
}

/** Whether the two terms have no type in common (term.disjoint). */
function disjoint(x: Term, y: Term): boolean {
  return !identical(y.tilde ? underlying(x.type) : x.type, x.tilde ? underlying(y.type) : y.type);
}

/** Whether every type of x is one of y (term.subsetOf). */
export function termSubset(x: Term, y: Term): boolean {
  return !disjoint(x, y) && (!x.tilde || y.tilde);
}

/** Without the terms that others cover. */
function normalized(terms: Term[]): Term[] {
  return terms.filter(
    (term, index) =>
      !terms.some((other, at) => at !== index && termSubset(term, other) && (at < index || !termSubset(other, term))),
  );
}

function intersection(xs: Term[] | null, ys: Term[] | null): Term[] | null {
  if (xs === null) return ys;
  if (ys === null) return xs;
  const common = xs.flatMap((x) => ys.filter((y) => !disjoint(x, y)).map((y) => (x.tilde && !y.tilde ? y : x)));
  return normalized(common);
}

function setOfType(type: Type): TypeSet {
  const under = underlying(type);
  if (under.kind === 'interface') return setOf(under);
  if (under.kind === 'basic' && under.name === 'invalid') return { methods: [], terms: null, comparable: false };
  return { methods: [], terms: [{ tilde: false, type }], comparable: false };
}

export function setOf(type: Interface): TypeSet {
  return { methods: type.methods(), terms: type.terms(), comparable: type.comparable() };
}

function setOfUnion(union: Union): TypeSet {
  const terms: Term[] = [];
  for (const term of union.terms) {
    const under = underlying(term.type);
    if (under.kind !== 'interface') terms.push(term);
    else {
      const inner = under.terms();
      if (inner === null) return { methods: [], terms: null, comparable: false };
      terms.push(...inner);
    }
  }
  return { methods: [], terms: normalized(terms), comparable: false };
}

/** What an interface written with these methods and elements contains (computeInterfaceTypeSet). */
export function typeSetOf(methods: Method[], embeddeds: Embedded[]): TypeSet {
  const all = new Map<string, Method>();
  for (const method of methods) all.set(nameKey(method.name, method.pkg), method);
  let terms: Term[] | null = null;
  let strict = false;
  for (const embedded of embeddeds) {
    const set = embedded.kind === 'union' ? setOfUnion(embedded) : setOfType(embedded);
    for (const method of set.methods) {
      const key = nameKey(method.name, method.pkg);
      if (!all.has(key)) all.set(key, method);
    }
    terms = intersection(terms, set.terms);
    strict ||= set.comparable;
  }
  if (strict && terms !== null) {
    terms = terms.filter((term) => comparable(term.type, false));
    strict = false;
  }
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, method]) => method);
  return { methods: sorted, terms, comparable: strict };
}
