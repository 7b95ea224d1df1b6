/** How types relate: assignability and conversion, after go/types/operand.go, conversions.go and expr.go. */
import { identical, mapParts, structOf } from './intern.ts';
import { implementsType, type Cause } from './implements.ts';
import * as predicates from './predicates.ts';
import { defaultType, everyTerm, hasName, hasNil, isBytesOrRunes, isComplex, isInteger, isIntegerOrFloat, isInterface, isPointerToInterface, isString, isUnsafePointer, isUntyped, isUntypedNil, isValid, maxType, underlying } from './predicates.ts'; // prettier-ignore
import { representable, type Constant } from './constant.ts';
import type { Type } from './types.ts';

export * from './predicates.ts';

/** The type with all struct tags outside named types removed. */
function withoutTags(type: Type): Type {
  if (type.kind === 'named') return type;
  const plain = mapParts(type, withoutTags);
  return plain.kind === 'struct' && plain.tags.some((tag) => tag !== '') ? structOf(plain.fields) : plain;
}

/** Type identity without regard to struct tags (IdenticalIgnoreTags). */
export function identicalIgnoringTags(a: Type, b: Type): boolean {
  return identical(a, b) || identical(withoutTags(a), withoutTags(b));
}

/**
 * The type an untyped operand takes where `target` is wanted, or null when it cannot (implicitTypeAndValue):
 * the target; the default type for an interface; the larger type when the target is untyped, too.
 * `value` is the operand's when it is a constant.
 */
export function implicitType(from: Type, target: Type, value?: Constant): Type | null {
  if (!isUntyped(from) || !isValid(target)) return from;
  if (isUntypedNil(from)) return hasNil(target) ? target : null;
  if (isUntyped(target)) return maxType(from, target);
  if (target.kind === 'typeparam') {
    const fits = everyTerm(target, (term) => term !== null && implicitType(from, underlying(term), value) !== null);
    return fits ? target : null;
  }
  const under = underlying(target);
  if (under.kind === 'interface') {
    const empty = under.methods().length === 0 && under.terms() === null && !under.comparable();
    return empty ? defaultType(from) : null;
  }
  if (under.kind !== 'basic') return null;
  if (value !== undefined)
    return kindsAgree(from, under) && representable(value, under.name).error === null ? target : null;
  return kindsAgree(from, under) ? target : null;
}

/** Untyped bools go to booleans, numbers to numbers, strings to strings. */
function kindsAgree(from: Type, to: Type): boolean {
  const { isBoolean, isNumeric } = predicates;
  return (isBoolean(from) && isBoolean(to)) || (isNumeric(from) && isNumeric(to)) || (isString(from) && isString(to));
}

/**
 * Whether a value of type `from` can be assigned to a variable of type `to` (operand.assignableTo); `value` when it is an
 * untyped constant. `cause.text` may say more when not.
 */
export function assignableTo(from: Type, to: Type, value?: Constant, cause?: Cause): boolean {
  if (!isValid(from) || !isValid(to) || identical(from, to)) return true;
  const fromParameter = from.kind === 'typeparam' ? from : null;
  const toParameter = to.kind === 'typeparam' ? to : null;
  if (isUntyped(from)) {
    if (toParameter !== null) {
      return everyTerm(toParameter, (term) => term !== null && implicitType(from, term, value) !== null);
    }
    return implicitType(from, to, value) !== null;
  }
  const fromUnder = underlying(from);
  const toUnder = underlying(to);
  const oneUnnamed = !hasName(from) || !hasName(to);
  const concrete = fromParameter === null && toParameter === null;
  if (concrete && oneUnnamed && identical(fromUnder, toUnder)) return true;
  if (isInterface(to) || isPointerToInterface(to)) {
    if (implementsType(from, to, false, cause)) return true;
    if (fromParameter === null) return false;
    if (cause) cause.text = '';
  }
  if (isInterface(from) && implementsType(to, from, false)) {
    if (cause) cause.text = 'need type assertion';
    return false;
  }
  if (fromUnder.kind === 'chan' && fromUnder.direction === 'both' && toUnder.kind === 'chan') {
    if (identical(fromUnder.element, toUnder.element)) return oneUnnamed;
  }
  if (concrete) return false;
  const explain = explainer(cause);
  if (!hasName(from) && toParameter !== null) {
    return everyTerm(toParameter, (term) => {
      if (term === null) return false;
      return (
        assignableTo(from, term, value, cause) ||
        explain((show) => `cannot assign ${show(from)} to ${show(term)} (in ${show(to)})`)
      );
    });
  }
  if (fromParameter !== null && !hasName(to)) {
    return everyTerm(fromParameter, (term) => {
      if (term === null) return false;
      return (
        assignableTo(term, to, value, cause) ||
        explain((show) => `cannot assign ${show(term)} (in ${show(from)}) to ${show(to)}`)
      );
    });
  }
  return false;
}

/** Puts a line before the text of a cause; always false, to be used behind `||`. */
function explainer(cause: Cause | undefined): (line: (show: (type: Type) => string) => string) => false {
  return (line) => {
    if (cause) cause.text = line(cause.show) + (cause.text === '' ? '' : `\n\t${cause.text}`);
    return false;
  };
}

/** Whether `to(x)` is valid for a non-constant x of type `from` (operand.convertibleTo). */
export function convertibleTo(from: Type, to: Type, cause?: Cause): boolean {
  if (assignableTo(from, to, undefined, cause)) return true;
  const fromUnder = underlying(from);
  const toUnder = underlying(to);
  if (from.kind !== 'typeparam' && to.kind !== 'typeparam') {
    if (identicalIgnoringTags(fromUnder, toUnder)) return true;
    if (from.kind === 'pointer' && to.kind === 'pointer') {
      const [a, b] = [from.element, to.element];
      const bases = a.kind !== 'typeparam' && b.kind !== 'typeparam';
      if (bases && identicalIgnoringTags(underlying(a), underlying(b))) return true;
    }
    if (isIntegerOrFloat(fromUnder) && isIntegerOrFloat(toUnder)) return true;
    if (isComplex(fromUnder) && isComplex(toUnder)) return true;
    if ((isInteger(fromUnder) || isBytesOrRunes(fromUnder)) && isString(toUnder)) return true;
    if (isString(fromUnder) && isBytesOrRunes(toUnder)) return true;
    if (isUnsafePointer(to)) return isAddress(fromUnder);
    if (isUnsafePointer(from)) return isAddress(toUnder);
    if (fromUnder.kind === 'slice') {
      const array = toUnder.kind === 'pointer' ? underlying(toUnder.element) : toUnder;
      if (array.kind === 'array' && identical(fromUnder.element, array.element)) return true;
    }
    return false;
  }
  const explain = explainer(cause);
  const named = (part: Type, whole: Type, show: (type: Type) => string): string =>
    part === whole ? show(whole) : `${show(part)} (in ${show(whole)})`;
  const parts = (type: Type, test: (part: Type) => boolean): boolean =>
    type.kind === 'typeparam' ? everyTerm(type, (term) => term !== null && test(term)) : test(type);
  return parts(from, (fromPart) =>
    parts(
      to,
      (toPart) =>
        convertibleTo(fromPart, toPart, cause) ||
        explain((show) => `cannot convert ${named(fromPart, from, show)} to type ${named(toPart, to, show)}`),
    ),
  );
}

function isAddress(under: Type): boolean {
  return under.kind === 'pointer' || (under.kind === 'basic' && under.name === 'uintptr');
}
