/** Putting types in the place of type parameters, after go/types/subst.go and instantiate.go. */
import { instantiate, isResolved, lazyInterface, mapParts, onDemand } from './intern.ts';
import type { Func, Named, Signature, Type, TypeParameter, Var } from './types.ts';

export type Bindings = ReadonlyMap<TypeParameter, Type>;

/** The type with each bound type parameter replaced. */
export function substitute(type: Type, bindings: Bindings): Type {
  if (!type.generic || bindings.size === 0) return type;
  const change = (part: Type): Type => substitute(part, bindings);
  switch (type.kind) {
    case 'typeparam':
      return bindings.get(type) ?? type;
    case 'named': {
      if (type.origin !== null || type.outerParameters.length === 0) return mapParts(type, change);
      // A type declared in a generic function becomes an instance when one of that function's parameters is bound.
      const outer = type.outerParameters.map(change);
      return outer.every((argument, index) => argument === type.outerParameters[index])
        ? type
        : instantiate(type, outer);
    }
    case 'interface': {
      if (isResolved(type)) return mapParts(type, change);
      const generic = [...bindings.values()].some((bound) => bound.generic);
      return lazyInterface(() => ({ methods: [], embeddeds: [mapParts(type, change)] }), generic);
    }
    default:
      return mapParts(type, change);
  }
}

function substituteVar(variable: Var, bindings: Bindings): Var {
  const type = substitute(variable.type, bindings);
  return type === variable.type ? variable : { ...variable, type };
}

/** A function made from `origin`: everything is substituted when asked for. */
function derived(origin: Func, typeArguments: Type[], bindings: Bindings, dropParameters: boolean): Func {
  const signature = onDemand((): Signature => {
    const from = origin.signature;
    const plain = dropParameters ? { ...from, typeParameters: [] } : from;
    return mapParts(plain, (part) => substitute(part, bindings)) as Signature;
  });
  const receiver = onDemand(() => (origin.receiver === null ? null : substituteVar(origin.receiver, bindings)));
  const params = onDemand(() => origin.params.map((param) => substituteVar(param, bindings)));
  const results = onDemand(() => origin.results.map((result) => substituteVar(result, bindings)));
  return {
    kind: 'func',
    name: origin.name,
    pkg: origin.pkg,
    pos: origin.pos,
    decl: origin.decl,
    origin,
    typeArguments,
    get signature() {
      return signature();
    },
    get receiver() {
      return receiver();
    },
    get params() {
      return params();
    },
    get results() {
      return results();
    },
  };
}

/** The Named behind a receiver's type: T of T and of *T. */
export function receiverBase(receiver: Var): Named | null {
  const type = receiver.type.kind === 'pointer' ? receiver.type.element : receiver.type;
  return type.kind === 'named' ? type : null;
}

/** What the type parameters that `method`'s receiver names stand for in `instance`. */
export function receiverBindings(method: Func, instance: Named): Bindings {
  const bindings = new Map<TypeParameter, Type>();
  const named = method.receiver === null ? null : receiverBase(method.receiver);
  // The receiver of a declaration is an instance with its own type parameters, or (in some resolvers) the generic type itself.
  const parameters = named === null ? [] : named.origin === null ? named.typeParameters : named.typeArguments;
  parameters.forEach((parameter, index) => {
    const argument = instance.typeArguments[index];
    if (parameter.kind === 'typeparam' && argument !== undefined) bindings.set(parameter, argument);
  });
  return bindings;
}

/** The method of an instance, made from the method of its generic type. */
export function instanceMethod(method: Func, instance: Named): Func {
  const bindings = onDemand(() => receiverBindings(method, instance));
  const lazily: Bindings = {
    get size() {
      return bindings().size;
    },
    get: (parameter) => bindings().get(parameter),
    has: (parameter) => bindings().has(parameter),
    forEach: (visit) => bindings().forEach(visit),
    entries: () => bindings().entries(),
    keys: () => bindings().keys(),
    values: () => bindings().values(),
    [Symbol.iterator]: () => bindings()[Symbol.iterator](),
  };
  return derived(method, instance.typeArguments, lazily, false);
}

const functionInstances = new WeakMap<Func, Map<string, Func>>();

/** A generic function with its type arguments; the same arguments give the same object. */
export function instantiateFunction(func: Func, typeArguments: Type[]): Func {
  let instances = functionInstances.get(func);
  if (instances === undefined) functionInstances.set(func, (instances = new Map<string, Func>()));
  const key = typeArguments.map((type) => type.id).join();
  let instance = instances.get(key);
  if (instance === undefined) {
    const bindings = bind(func.signature.typeParameters, typeArguments);
    instances.set(key, (instance = derived(func, typeArguments, bindings, true)));
  }
  return instance;
}

/** A generic signature with its type arguments. */
export function instantiateSignature(signature: Signature, typeArguments: Type[]): Signature {
  const bindings = bind(signature.typeParameters, typeArguments);
  return mapParts({ ...signature, typeParameters: [] }, (part) => substitute(part, bindings)) as Signature;
}

export function bind(parameters: TypeParameter[], typeArguments: Type[]): Map<TypeParameter, Type> {
  return new Map(parameters.map((parameter, index) => [parameter, typeArguments[index] ?? parameter]));
}
