/** Whether a type implements an interface or satisfies a constraint, and why not: go/types/lookup.go and instantiate.go. */
import { identical, isExported } from './intern.ts';
import { interfaceMethod, lookup } from './lookup.ts';
import { incomparable, isPointerToInterface, isValid, underlying } from './predicates.ts';
import { bind, substitute } from './substitute.ts';
import { termSubset } from './typeSet.ts';
import { functionString, termsString, typeString, type Qualifier } from './typeString.ts';
import type { Func, Interface, Method, Type, TypeParameter } from './types.ts';

/** Where an explanation is put; types in it are shown with the qualifier. */
export class Cause {
  text = '';
  readonly qualifier: Qualifier | undefined;

  constructor(qualifier?: Qualifier) {
    this.qualifier = qualifier;
  }

  readonly show = (type: Type): string => typeString(type, this.qualifier);
}

export interface MissingMethod {
  method: Method;
  reason:
    | 'missing' | 'wrong name' | 'unexported' | 'wrong type' | 'ambiguous' | 'pointer receiver' | 'field'; // prettier-ignore
  /** For a wrong name or type: the method there is. */
  found: Func | null;
}

/**
 * The first method of `wanted` that `type` lacks, or null (Checker.missingMethod). With `static` false, an interface may lack methods
 * (its dynamic type may have them), but not have different ones.
 */
export function missingMethod(
  type: Type,
  wanted: Interface,
  isStatic: boolean,
  equivalent: (a: Type, b: Type) => boolean = identical,
): MissingMethod | null {
  const under = underlying(type);
  for (const method of wanted.methods()) {
    if (under.kind === 'interface') {
      const own = under.methods().find((each) => sameMethod(each, method));
      if (own === undefined) {
        if (isStatic) return { method, reason: 'missing', found: null };
      } else if (!equivalent(own.signature, method.signature)) {
        return { method, reason: 'wrong type', found: interfaceMethod(own, type) };
      }
      continue;
    }
    const { selection, failure } = lookup(type, false, method.pkg, method.name);
    if (selection !== null) {
      if (selection.object.kind !== 'func') return { method, reason: 'field', found: null };
      if (!equivalent(selection.object.signature, method.signature)) {
        return { method, reason: 'wrong type', found: selection.object };
      }
    } else if (failure === 'missing') {
      const alike = lookup(type, false, method.pkg, method.name, true).selection?.object;
      if (alike?.kind !== 'func') return { method, reason: 'missing', found: null };
      return { method, reason: alike.name === method.name ? 'unexported' : 'wrong name', found: alike };
    } else if (failure !== null) {
      return { method, reason: failure, found: null };
    }
  }
  return null;
}

function sameMethod(a: Method, b: Method): boolean {
  return a.name === b.name && (a.pkg === b.pkg || isExported(a.name));
}

/** The explanation in parentheses that the compiler gives, e.g. `(missing method Close)`, with have and want lines for a wrong type. */
export function missingMethodText(missing: MissingMethod, type: Type, wanted: Type, cause: Cause): string {
  const { method, reason, found } = missing;
  const haveAndWant = (): string =>
    `\n\t\thave ${functionString(found?.name ?? '', (found ?? method).signature, cause.qualifier)}` +
    `\n\t\twant ${functionString(method.name, method.signature, cause.qualifier)}`;
  switch (reason) {
    case 'missing':
      if (isPointerToInterface(type)) return `(${pointerToInterfaceText(type, cause)})`;
      if (isPointerToInterface(wanted)) return `(${pointerToInterfaceText(wanted, cause)})`;
      return `(missing method ${method.name})`;
    case 'wrong name':
      return `(missing method ${method.name})${haveAndWant()}`;
    case 'unexported':
      return `(unexported method ${method.name})`;
    case 'wrong type':
      return `(wrong type for method ${method.name})${haveAndWant()}`;
    case 'ambiguous':
      return `(ambiguous selector ${cause.show(type)}.${method.name})`;
    case 'pointer receiver':
      return `(method ${method.name} has pointer receiver)`;
    case 'field':
      return `(${cause.show(type)}.${method.name} is a field, not a method)`;
  }
}

export function pointerToInterfaceText(type: Type, cause: Cause): string {
  const under = underlying(type);
  return under.kind === 'pointer' && under.element.kind === 'typeparam'
    ? `type ${cause.show(type)} is pointer to type parameter, not type parameter`
    : `type ${cause.show(type)} is pointer to interface, not interface`;
}

/** Whether an embedded field is of an invalid type: then nobody knows which methods there are. */
function embedsInvalid(type: Type, seen = new Set<Type>()): boolean {
  const under = underlying(type);
  const struct = under.kind === 'pointer' ? underlying(under.element) : under;
  if (struct.kind !== 'struct' || seen.has(struct)) return false;
  seen.add(struct);
  return struct.fields.some((field) => field.embedded && (!isValid(field.type) || embedsInvalid(field.type, seen)));
}

/** Whether the type has all methods of the interface `wanted`, else `cause` says which it lacks (hasAllMethods). */
export function hasAllMethods(
  type: Type,
  wanted: Type,
  isStatic: boolean,
  cause?: Cause,
  equivalent: (a: Type, b: Type) => boolean = identical,
): boolean {
  const under = underlying(wanted);
  if (under.kind !== 'interface' || !isValid(type)) return true;
  const missing = missingMethod(type, under, isStatic, equivalent);
  if (missing === null || embedsInvalid(type)) return true;
  if (cause) cause.text = missingMethodText(missing, type, wanted, cause);
  return false;
}

/** Whether `type` implements the interface `wanted` or, with `constraint`, satisfies it (Checker.implements). */
export function implementsType(type: Type, wanted: Type, constraint: boolean, cause?: Cause): boolean {
  const under = underlying(type);
  const wantedUnder = underlying(wanted);
  if (!isValid(under) || !isValid(wantedUnder)) return true;
  if (under.kind === 'pointer' && !isValid(underlying(under.element))) return true;
  const verb = constraint ? 'satisfy' : 'implement';
  const fail = (text: (show: Cause['show']) => string): false => {
    if (cause) cause.text = text(cause.show);
    return false;
  };
  if (wantedUnder.kind !== 'interface') {
    return fail((show) => {
      const pointer = isPointerToInterface(wanted) && cause ? pointerToInterfaceText(wanted, cause) : null;
      return `${show(type)} does not ${verb} ${show(wanted)} (${pointer ?? `${show(wanted)} is not an interface`})`;
    });
  }
  const terms = wantedUnder.terms();
  if (terms === null && !wantedUnder.comparable() && wantedUnder.methods().length === 0) return true;
  const ownTerms = under.kind === 'interface' ? under.terms() : null;
  if (ownTerms?.length === 0) return true;
  if (terms?.length === 0) return fail((show) => `cannot ${verb} ${show(wanted)} (empty type set)`);
  if (!hasAllMethods(type, wanted, true, cause)) {
    return fail((show) => `${show(type)} does not ${verb} ${show(wanted)} ${cause?.text ?? ''}`);
  }
  if (terms !== null) {
    const name = (show: Cause['show']): string => `${show(type)} does not ${verb} ${show(wanted)}`;
    if (under.kind === 'interface') {
      // Each type that the interface (or type parameter) stands for must be in the set.
      const inSet = ownTerms?.every((own) => terms.some((term) => termSubset(own, term))) ?? false;
      if (!inSet) return fail(name);
    } else if (!terms.some((term) => termSubset({ tilde: false, type }, term))) {
      return fail((show) => {
        const alternative = terms.find(
          (term) => !term.tilde && term.type === underlying(term.type) && identical(under, term.type),
        );
        if (alternative !== undefined) {
          return `${name(show)} (possibly missing ~ for ${show(alternative.type)} in ${show(wanted)})`;
        }
        return `${name(show)} (${show(type)} missing in ${termsString(terms, cause?.qualifier)})`;
      });
    }
  }
  const comparables =
    wantedUnder.comparable() || (terms?.every((term) => incomparable(term.type, false) === null) ?? false);
  if (!comparables || incomparable(type, false) === null) return true;
  // Ordinary interfaces satisfy comparable since Go 1.20, but do not implement it.
  if (constraint && incomparable(type, true) === null) return true;
  return fail((show) => `${show(type)} does not ${verb} comparable`);
}

/** Whether a value of interface type `from` may hold a `to` (Checker.assertableTo). */
export function assertableTo(from: Type, to: Type, cause?: Cause): boolean {
  return underlying(to).kind === 'interface' || hasAllMethods(to, from, false, cause);
}

/** The first type argument that does not satisfy its constraint, or null (Checker.verify); `cause` says why. */
export function unsatisfied(parameters: TypeParameter[], typeArguments: Type[], cause?: Cause): number | null {
  const bindings = bind(parameters, typeArguments);
  for (const [index, parameter] of parameters.entries()) {
    const argument = typeArguments[index];
    // `[T int]` stands for `[T interface{ int }]`.
    const bound = underlying(parameter.bound()).kind === 'interface' ? parameter.bound() : parameter.constraint();
    if (argument !== undefined && !implementsType(argument, substitute(bound, bindings), true, cause)) return index;
  }
  return null;
}
