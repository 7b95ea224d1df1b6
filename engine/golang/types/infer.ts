/** Finding the type arguments that are not written down, after go/types/infer.go. */
import { Cause, hasAllMethods } from './implements.ts';
import { newTypeParameter, partsOf } from './intern.ts';
import { coreType, defaultType, isUntyped, isUntypedNil, isValid, maxType } from './predicates.ts';
import { bind, instantiateSignature, substitute } from './substitute.ts';
import { typeParametersString, typeString, type Qualifier } from './typeString.ts';
import { assign, exact, inexact, Unifier } from './unify.ts';
import type { Type, TypeParameter } from './types.ts';

/** An argument of a call: its type (untyped for untyped constants) and its text for messages. */
export interface InferArgument {
  type: Type;
  text: string;
  /** The type as messages name it; without it, as it is. */
  shown?: () => string;
  /** Of a generic function: the type arguments that are written. */
  explicit?: Type[];
}
export interface InferRequest {
  typeParameters: TypeParameter[];
  /** The type arguments that are written: the first ones. */
  explicit?: Type[];
  /** Parameter types, one an argument (variadic ones repeated). */
  params: Type[];
  args: InferArgument[];
  qualifier?: Qualifier | undefined;
  /** For a generic function that is assigned to a func type: words the messages the other way round. */
  reverse?: boolean;
  /** Untyped constants of several kinds for one parameter: the largest kind wins (Go 1.21); before, all must have the same default type. */
  largestKind?: boolean;
}
export interface Inferred {
  typeArguments: Type[];
  /** For each argument that is a generic function: the type arguments found for it, else null. */
  ofArguments: (Type[] | null)[];
  failure: null;
}
export interface InferFailure {
  /** Where to report: at this argument, or null for the call. */
  argument: number | null;
  /** Which type parameter could not be inferred, when that is the failure; the compiler adds where it is declared. */
  parameter: TypeParameter | null;
  /** Without "in call to f, ". */
  message: string;
}

/**
 * The complete list of type arguments of a call (Checker.infer): from typed arguments, then from constraints, then from untyped
 * constants (the default type of the largest kind). Constraints still have to be verified: `unsatisfied` of implements.ts.
 */
export function infer(request: InferRequest): Inferred | { failure: InferFailure } {
  const { args, qualifier } = request;
  // A recursive call passes types made of the very parameters to be found: fresh ones keep them apart.
  const own = renamed(request.typeParameters);
  const unknown = [...own.parameters];
  const explicit = request.explicit ?? [];
  const known: (Type | undefined)[] = own.parameters.map((_, index) => explicit[index]);
  const ofArguments = args.map((arg) => {
    if (arg.type.kind !== 'signature' || arg.type.typeParameters.length === 0) return null;
    const fresh = renamed(arg.type.typeParameters);
    unknown.push(...fresh.parameters);
    known.push(...fresh.parameters.map((_, index) => arg.explicit?.[index]));
    const types = fresh.parameters.map((parameter, index) => arg.explicit?.[index] ?? parameter);
    return { parameters: fresh.parameters, type: instantiateSignature(arg.type, types) };
  });
  const params = request.params.map((param) =>
    substitute(substitute(param, own.bindings), new Map(explicit.map((type, index) => [own.parameters[index], type]))),
  );
  const found = solve(
    unknown,
    known,
    params,
    args.map((arg, index) => ({ ...arg, type: ofArguments[index]?.type ?? arg.type })),
    qualifier,
    request.reverse ?? false,
    request.largestKind ?? true,
  );
  if ('failure' in found) {
    const at = found.failure.parameter === null ? -1 : own.parameters.indexOf(found.failure.parameter);
    return { failure: { ...found.failure, parameter: request.typeParameters[at] ?? found.failure.parameter } };
  }
  const types = new Map(unknown.map((parameter, index) => [parameter, found.types[index]]));
  const all = (parameters: TypeParameter[]): Type[] => parameters.map((parameter) => types.get(parameter) as Type);
  return {
    typeArguments: all(own.parameters),
    ofArguments: ofArguments.map((each) => (each === null ? null : all(each.parameters))),
    failure: null,
  };
}

function renamed(parameters: TypeParameter[]): { parameters: TypeParameter[]; bindings: Map<TypeParameter, Type> } {
  const bindings = new Map<TypeParameter, Type>();
  const fresh = parameters.map((parameter) =>
    newTypeParameter(parameter.name, parameter.index, () => substitute(parameter.bound(), bindings), parameter.pos),
  );
  parameters.forEach((parameter, index) => bindings.set(parameter, fresh[index]));
  return { parameters: fresh, bindings };
}

function solve(
  parameters: TypeParameter[],
  known: (Type | undefined)[],
  params: Type[],
  args: InferArgument[],
  qualifier: Qualifier | undefined,
  reverse: boolean,
  largestKind: boolean,
): { types: Type[] } | { failure: InferFailure } {
  const show = (type: Type): string => typeString(type, qualifier);
  const unifier = new Unifier(parameters, known);
  const fail = (message: string, argument: number | null = null, parameter: TypeParameter | null = null) => ({
    failure: { argument, parameter, message },
  });

  const untyped: { parameter: TypeParameter; index: number }[] = [];
  for (const [index, arg] of args.entries()) {
    const param = params[index];
    if (param === undefined || !isValid(arg.type)) continue;
    if (!mentions(param, parameters) && !mentions(arg.type, parameters)) continue;
    if (!isUntyped(arg.type)) {
      if (!unifier.unify(param, arg.type, assign)) {
        return fail(mismatch(unifier, parameters, param, arg, show, reverse), index);
      }
    } else if (param.kind === 'typeparam' && !isUntypedNil(arg.type)) {
      untyped.push({ parameter: param, index });
    }
  }

  const unsatisfied = useConstraints(unifier, parameters, qualifier);
  if (unsatisfied !== null) return fail(unsatisfied);

  const largest = new Map<TypeParameter, Type>();
  for (const { parameter, index } of untyped) {
    if (unifier.at(parameter) !== null) continue;
    const type = args[index].type;
    const before = largest.get(parameter) ?? type;
    if (!largestKind && defaultType(before) !== defaultType(type)) {
      const [have, want] = [show(defaultType(type)), show(defaultType(before))];
      return fail(`default type ${have} of ${args[index].text} does not match inferred type ${want} for ${parameter.name}`, index); // prettier-ignore
    }
    const larger = maxType(before, type);
    if (larger === null) {
      return fail(`mismatched types ${show(before)} and ${show(type)} (cannot infer ${parameter.name})`, index);
    }
    largest.set(parameter, larger);
  }
  for (const [parameter, type] of largest) unifier.set(parameter, defaultType(type));

  const types = simplified(
    parameters,
    parameters.map((parameter) => unifier.at(parameter)),
  );
  const missing = types.findIndex((type) => type === null || mentions(type, parameters));
  const parameter = parameters[missing];
  if (parameter !== undefined) return fail(`cannot infer ${parameter.name}`, null, parameter);
  return { types: types.filter((type) => type !== null) };
}

function mismatch(
  unifier: Unifier,
  parameters: TypeParameter[],
  param: Type,
  arg: InferArgument,
  show: (type: Type) => string,
  reverse: boolean,
): string {
  const have = `type ${arg.shown?.() ?? show(arg.type)} of ${arg.text}`;
  const found = parameters.map((parameter) => unifier.at(parameter));
  if (found.every((type) => type === null)) {
    return `${have} does not match ${show(param)} (cannot infer ${typeParametersString(parameters)})`;
  }
  const bindings = new Map<TypeParameter, Type>();
  parameters.forEach((parameter, index) => bindings.set(parameter, found[index] ?? parameter));
  const inferred = substitute(param, bindings);
  if (inferred === param) return `${have} does not match ${show(param)}`;
  if (reverse) return `inferred type ${show(inferred)} for ${show(param)} does not match ${have}`;
  return `${have} does not match inferred type ${show(inferred)} for ${show(param)}`;
}

/** Unifies type parameters with their constraints' core types and methods as long as that tells something new. */
function useConstraints(
  unifier: Unifier,
  parameters: TypeParameter[],
  qualifier: Qualifier | undefined,
): string | null {
  for (;;) {
    const before = unifier.unknowns();
    for (const parameter of parameters) {
      const cause = new Cause(qualifier);
      const known = unifier.at(parameter);
      const core = coreTerm(parameter);
      const message = (): string => {
        const of = known === null ? '' : ` (type ${cause.show(known)})`;
        const why = cause.text === '' ? '' : ` ${cause.text}`;
        return `${parameter.name}${of} does not satisfy ${cause.show(parameter.bound())}${why}`;
      };
      if (core !== null) {
        if (known !== null) {
          if (!unifier.unify(known, core.type, inexact)) return message();
        } else if (core.single && !core.tilde) {
          unifier.set(parameter, core.type);
        }
      }
      if (known !== null && !mentions(known, parameters)) {
        const same = (x: Type, y: Type): boolean => unifier.unify(x, y, exact);
        if (!hasAllMethods(known, parameter.constraint(), true, cause, same)) return message();
      }
    }
    if (unifier.unknowns() === before) return null;
  }
}

/** The single type of a constraint, or the type all its types have in common. */
function coreTerm(parameter: TypeParameter): { type: Type; tilde: boolean; single: boolean } | null {
  const terms = parameter.constraint().terms() ?? [];
  const [first] = terms;
  if (first !== undefined && terms.length === 1) return { ...first, single: true };
  const type = coreType(parameter);
  return type === null ? null : { type, tilde: terms.some((term) => term.tilde), single: false };
}

/** Puts what was found for the parameters into what was found for others, until nothing changes. */
function simplified(parameters: TypeParameter[], found: (Type | null)[]): (Type | null)[] {
  const types = withoutCycles(parameters, found);
  for (let changed = true; changed;) {
    changed = false;
    const bindings = bind(
      parameters,
      types.map((type, index) => type ?? parameters[index]),
    );
    types.forEach((type, index) => {
      if (type === null) return;
      const simpler = substitute(type, bindings);
      if (simpler === type) return;
      types[index] = simpler;
      changed = true;
    });
  }
  return types;
}

/** A parameter whose type contains the parameter itself cannot be inferred (killCycles). */
function withoutCycles(parameters: TypeParameter[], found: (Type | null)[]): (Type | null)[] {
  const types = [...found];
  const path = new Set<Type>();
  const visit = (type: Type): void => {
    const index = type.kind === 'typeparam' ? parameters.indexOf(type) : -1;
    if (path.has(type)) {
      if (index >= 0) types[index] = null;
      return;
    }
    path.add(type);
    partsOf(type).forEach(visit);
    const inner = types[index];
    if (inner !== null && inner !== undefined) visit(inner);
    path.delete(type);
  };
  parameters.forEach(visit);
  return types;
}

/** Whether one of the type parameters occurs in the type (isParameterized). */
function mentions(type: Type, parameters: TypeParameter[], seen = new Set<Type>()): boolean {
  if (!type.generic || seen.has(type)) return false;
  seen.add(type);
  if (type.kind === 'typeparam') return parameters.includes(type);
  return partsOf(type).some((part) => mentions(part, parameters, seen));
}
