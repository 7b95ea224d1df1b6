/** What kind of type something is, after go/types/predicates.go and under.go. The `is…` ones do not look inside a type parameter, the `all…` ones do. */
import { basicOf, identical } from './intern.ts';
import type { ArrayT, Basic, BasicKind, Chan, Interface, MapT, Pointer, Signature, Slice, Struct, Tuple, Type, TypeParameter } from './types.ts'; // prettier-ignore

export type Underlying = Basic | Pointer | Slice | ArrayT | MapT | Chan | Struct | Tuple | Signature | Interface;

/** The underlying type; of a type parameter its constraint's interface, as in go/types. */
export function underlying(type: Type): Underlying {
  if (type.kind === 'typeparam') return type.constraint();
  return (type.kind === 'named' ? type.underlying() : type) as Underlying;
}

const integers: readonly BasicKind[] = ['int', 'int8', 'int16', 'int32', 'int64', 'untyped int', 'untyped rune'];
const unsigneds: readonly BasicKind[] = ['uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr'];
const sets = {
  boolean: new Set<BasicKind>(['bool', 'untyped bool']),
  integer: new Set<BasicKind>([...integers, ...unsigneds]),
  unsigned: new Set<BasicKind>(unsigneds),
  float: new Set<BasicKind>(['float32', 'float64', 'untyped float']),
  complex: new Set<BasicKind>(['complex64', 'complex128', 'untyped complex']),
  string: new Set<BasicKind>(['string', 'untyped string']),
};
type Info = keyof typeof sets;

const is =
  (...infos: Info[]) =>
  (type: Type): boolean => {
    const under = underlying(type);
    return under.kind === 'basic' && infos.some((info) => sets[info].has(under.name));
  };
const all = (test: (type: Type) => boolean) => (type: Type) =>
  type.kind === 'typeparam' ? everyTerm(type, (term) => term !== null && test(term)) : test(type);

export const isBoolean = is('boolean');
export const isInteger = is('integer');
export const isUnsigned = is('unsigned');
export const isFloat = is('float');
export const isComplex = is('complex');
export const isNumeric = is('integer', 'float', 'complex');
export const isString = is('string');
export const isIntegerOrFloat = is('integer', 'float');
export const isConstType = is('boolean', 'integer', 'float', 'complex', 'string');
export const allBoolean = all(isBoolean);
export const allInteger = all(isInteger);
export const allUnsigned = all(isUnsigned);
export const allNumeric = all(isNumeric);
export const allString = all(isString);
/** Whether `<` and the like apply. */
export const allOrdered = all(is('integer', 'float', 'string'));
export const allNumericOrString = all(is('integer', 'float', 'complex', 'string'));

/** Calls `test` for each specific type of a type parameter's type set, or once with null when there is none (TypeParam.is). */
export function everyTerm(parameter: TypeParameter, test: (type: Type | null) => boolean): boolean {
  const terms = parameter.constraint().terms();
  return terms === null ? test(null) : terms.every((term) => test(term.type));
}

/** The types that values of `type` may have: the terms of a type parameter (null: no specific ones), or the type itself. */
export function typesOf(type: Type): Type[] | null {
  if (type.kind !== 'typeparam') return [type];
  return (
    type
      .constraint()
      .terms()
      ?.map((term) => term.type) ?? null
  );
}

/** Whether `test` holds for the underlying type of each of `typesOf(type)`; null when there are no specific types (underIs). */
export function everyUnderlying(type: Type, test: (under: Underlying | null) => boolean): boolean {
  return typesOf(type)?.every((each) => test(underlying(each))) ?? test(null);
}

export function isValid(type: Type): boolean {
  return !(type.kind === 'basic' && type.name === 'invalid');
}
export function isUntyped(type: Type): type is Basic {
  return type.kind === 'basic' && type.name.startsWith('untyped ');
}
export function isUntypedNumeric(type: Type): boolean {
  return isUntyped(type) && isNumeric(type);
}
export function isUntypedNil(type: Type): boolean {
  return type.kind === 'basic' && type.name === 'untyped nil';
}
export function isTypeParameter(type: Type): type is TypeParameter {
  return type.kind === 'typeparam';
}
/** An interface, but no type parameter. */
export function isInterface(type: Type): boolean {
  return type.kind !== 'typeparam' && underlying(type).kind === 'interface';
}
/** A generic type without arguments: not allowed as the type of anything. */
export function isGeneric(type: Type): boolean {
  return type.kind === 'named' && type.origin === null && type.typeParameters.length > 0;
}
export function isUnsafePointer(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'basic' && under.name === 'unsafe.Pointer';
}
export function isBytesOrRunes(type: Type): boolean {
  const under = underlying(type);
  if (under.kind !== 'slice') return false;
  const element = underlying(under.element);
  return element.kind === 'basic' && (element.name === 'uint8' || element.name === 'int32');
}
export function isPointerToInterface(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'pointer' && underlying(under.element).kind === 'interface';
}
/** Predeclared types, defined types and type parameters have a name. */
export function hasName(type: Type): boolean {
  return type.kind === 'basic' || type.kind === 'named' || type.kind === 'typeparam';
}

/** The type that an untyped value gets where nothing says another (Default); other types unchanged. */
export function defaultType(type: Type): Type {
  if (type.kind !== 'basic') return type;
  switch (type.name) {
    case 'untyped bool':
      return basicOf('bool');
    case 'untyped int':
      return basicOf('int');
    case 'untyped rune':
      return basicOf('int32');
    case 'untyped float':
      return basicOf('float64');
    case 'untyped complex':
      return basicOf('complex128');
    case 'untyped string':
      return basicOf('string');
    default:
      return type;
  }
}

const numericOrder: BasicKind[] = ['untyped int', 'untyped rune', 'untyped float', 'untyped complex'];

/** The "larger" of two untyped types: later in integer, rune, float, complex; null when they do not mix (maxType). */
export function maxType(x: Type, y: Type): Type | null {
  if (x === y) return x;
  if (!isUntypedNumeric(x) || !isUntypedNumeric(y)) return null;
  return numericOrder.indexOf((x as Basic).name) > numericOrder.indexOf((y as Basic).name) ? x : y;
}

/** Whether nil is a value of the type (hasNil). */
export function hasNil(type: Type): boolean {
  if (type.kind === 'typeparam') return everyTerm(type, (term) => term !== null && hasNil(term));
  const under = underlying(type);
  if (under.kind === 'basic') return under.name === 'unsafe.Pointer' || under.name === 'untyped nil';
  return !['struct', 'array', 'tuple'].includes(under.kind);
}

/**
 * Why values of the type cannot be compared, or null when they can (comparableType). With `dynamic`, interfaces are comparable
 * though it may panic; else only if all their types are. `''` says no more than that they cannot.
 */
export function incomparable(
  type: Type,
  dynamic: boolean,
  show: (type: Type) => string = () => '',
  seen = new Set<Type>(),
): string | null {
  if (seen.has(type)) return null;
  seen.add(type);
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return under.name === 'untyped nil' ? '' : null;
    case 'pointer':
    case 'chan':
      return null;
    case 'struct': {
      const field = under.fields.find((each) => incomparable(each.type, dynamic, show, seen) !== null);
      return field === undefined ? null : `struct containing ${show(field.type)} cannot be compared`;
    }
    case 'array':
      return incomparable(under.element, dynamic, show, seen) === null ? null : `${show(type)} cannot be compared`;
    case 'interface': {
      if (dynamic && type.kind !== 'typeparam') return null;
      const terms = under.terms();
      if (terms === null) return under.comparable() ? null : 'incomparable types in type set';
      if (terms.length === 0) return 'empty type set';
      return terms.every((term) => incomparable(term.type, false, show, seen) === null)
        ? null
        : 'incomparable types in type set';
    }
    default:
      return '';
  }
}

/** Whether `==` applies (Go spec, "Comparison operators"). */
export function comparable(type: Type, dynamic = true): boolean {
  return incomparable(type, dynamic) === null;
}

/**
 * The underlying type that all types of a type parameter's set share, with channels of compatible directions taken together
 * (commonUnder; Go's "core type" before 1.25); of any other type its underlying type. `cause` says why there is none.
 */
export function commonUnderlying(
  type: Type,
  show: (type: Type) => string = () => '',
): { type: Underlying; cause: null } | { type: null; cause: string } {
  const types = typesOf(type);
  let common: { type: Type; under: Underlying } | null = null;
  for (const each of types ?? []) {
    const under = underlying(each);
    if (common === null) {
      common = { type: each, under };
    } else if (common.under.kind === 'chan' && under.kind === 'chan') {
      const pair = `channels ${show(common.type)} and ${show(each)}`;
      if (!identical(common.under.element, under.element))
        return { type: null, cause: `${pair} have different element types` };
      if (common.under.direction === under.direction) continue;
      if (common.under.direction === 'both') common = { type: each, under };
      else if (under.direction !== 'both') return { type: null, cause: `${pair} have conflicting directions` };
    } else if (!identical(common.under, under)) {
      return { type: null, cause: `${show(common.type)} and ${show(each)} have different underlying types` };
    }
  }
  return common === null ? { type: null, cause: 'no specific type' } : { type: common.under, cause: null };
}

/** `commonUnderlying` without the reasons. */
export function coreType(type: Type): Underlying | null {
  return commonUnderlying(type).type;
}

/** Like `coreType`, but strings and byte slices mix, as string (coreString: for append, copy, slicing and indexing). */
export function coreString(type: Type): Underlying | null {
  const types = typesOf(type);
  if (types === null || types.length === 0) return null;
  const unders = types.map(underlying);
  const mixes = unders.some(isString) && unders.every((under) => isString(under) || (isBytesOrRunes(under) && under.kind === 'slice' && underlying(under.element) === basicOf('uint8'))); // prettier-ignore
  if (mixes) return type.kind === 'typeparam' ? basicOf('string') : (unders[0] ?? null);
  return coreType(type);
}
