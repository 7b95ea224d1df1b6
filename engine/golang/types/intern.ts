/**
 * Making types. Identical types (Go spec, "Type identity") are one object: every composite type is looked up by a key made of its parts' ids.
 *
 * One exception: the contents of an interface that embeds others may not be known yet when it is written down inside a declaration
 * that is still being resolved. `lazyInterface` makes such a type at once; `canonical` gives, once everything is resolved, the one object
 * that stands for it (and for types composed of it), and `identical` compares by that.
 */
import { typeSetOf, type Embedded, type Term, type TypeSet } from './typeSet.ts';
import { instanceMethod, substitute } from './substitute.ts';
import type {
  ArrayT, Basic, BasicKind, Chan, Func, Interface, MapT, Method, Named, Package, Pointer, Signature, Slice, Struct, Tuple, Type, TypeName, TypeParameter, Var,
} from './types.ts'; // prettier-ignore

export type { Embedded, Term } from './typeSet.ts';

let lastId = 0;
const table = new Map<string, Type>();
/** Types that contain a lazy interface: see `canonical`. */
const unsettled = new Set<Type>();

/** The type kept under `key`, or the one `make` builds from a new id; `parts` are the types it is composed of. */
function intern<T extends Type>(key: string, parts: Type[], make: (id: number, generic: boolean) => T): T {
  const known = table.get(key);
  if (known !== undefined) return known as T;
  const made = make(
    ++lastId,
    parts.some((part) => part.generic),
  );
  if (parts.some((part) => unsettled.has(part))) unsettled.add(made);
  table.set(key, made);
  return made;
}

const ids = (types: Type[]): string => types.map((type) => type.id).join(',');

/** Whether a name is visible in other packages: it starts with an upper-case letter (token.IsExported). Names are byte strings, like all source text. */
export function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first < 0x80) return first >= 0x41 && first <= 0x5a;
  const bytes = Uint8Array.from([...name.slice(0, 4)], (char) => char.charCodeAt(0) & 0xff);
  const [letter] = new TextDecoder().decode(bytes);
  return letter !== undefined && /^\p{Lu}/u.test(letter);
}

const packageIds = new WeakMap<Package, number>();
let lastPackageId = 0;

/** What tells names apart (types2 Id): exported names are the same everywhere, others only within their package. */
export function nameKey(name: string, pkg: Package | null): string {
  if (pkg === null || isExported(name)) return name;
  let id = packageIds.get(pkg);
  if (id === undefined) packageIds.set(pkg, (id = ++lastPackageId));
  return `${name}@${id}`;
}

/** Whether two declared names are the same name (types2 object.sameId). */
export function sameName(a: { name: string; pkg: Package | null }, name: string, pkg: Package | null): boolean {
  return a.name === name && (isExported(name) || a.pkg === pkg);
}

/** The one Basic of a kind; use `basic` of universe.ts. */
export function basicOf(name: BasicKind): Basic {
  return intern(`basic ${name}`, [], (id, generic): Basic => ({ kind: 'basic', id, generic, name }));
}
export function pointerTo(element: Type): Pointer {
  return intern(`*${element.id}`, [element], (id, generic): Pointer => ({ kind: 'pointer', id, generic, element }));
}
export function sliceOf(element: Type): Slice {
  return intern(`[]${element.id}`, [element], (id, generic): Slice => ({ kind: 'slice', id, generic, element }));
}
export function arrayOf(length: number, element: Type): ArrayT {
  return intern(`[${length}]${element.id}`, [element], (id, generic): ArrayT => {
    return { kind: 'array', id, generic, length, element };
  });
}
export function mapOf(key: Type, element: Type): MapT {
  return intern(`map ${key.id} ${element.id}`, [key, element], (id, generic): MapT => {
    return { kind: 'map', id, generic, key, element };
  });
}
export function chanOf(direction: Chan['direction'], element: Type): Chan {
  return intern(`chan ${direction} ${element.id}`, [element], (id, generic): Chan => {
    return { kind: 'chan', id, generic, direction, element };
  });
}
/** Fields with the same names, types, tags and embeddedness give the same type; unexported names count with their package. */
export function structOf(fields: Var[], tags: string[] = fields.map(() => '')): Struct {
  const part = (field: Var, index: number): string =>
    JSON.stringify([nameKey(field.name, field.pkg), field.embedded ? 1 : 0, field.type.id, tags[index]]);
  return intern(
    `struct ${fields.map(part).join()}`,
    fields.map((field) => field.type),
    (id, generic): Struct => ({ kind: 'struct', id, generic, fields, tags }),
  );
}
export function tupleOf(types: Type[]): Tuple {
  return intern(`tuple ${ids(types)}`, types, (id, generic): Tuple => ({ kind: 'tuple', id, generic, types }));
}
/** With `variadic` the last parameter is a slice (or, for `append` only, a string). */
export function signatureOf(
  params: Type[],
  results: Type[],
  variadic = false,
  typeParameters: TypeParameter[] = [],
): Signature {
  return intern(
    `func [${ids(typeParameters)}] ${ids(params)}${variadic ? '...' : ''} ${ids(results)}`,
    [...params, ...results, ...typeParameters],
    (id, generic): Signature => ({ kind: 'signature', id, generic, params, results, variadic, typeParameters }),
  );
}

/** An interface whose embedded types are resolved already. */
export function interfaceOf(methods: Method[], embeddeds: Embedded[] = []): Interface {
  return interfaceWith(typeSetOf(methods, embeddeds));
}

/** The interface with these very methods (sorted), terms and flag. */
export function interfaceWith(set: TypeSet): Interface {
  const methodKey = (method: Method): string => `${nameKey(method.name, method.pkg)} ${method.signature.id}`;
  const termKey = (term: Term): string => `${term.tilde ? '~' : ''}${term.type.id}`;
  const terms = set.terms === null ? '' : `|${set.terms.map(termKey).sort().join('|')}`;
  return intern(
    `interface ${set.methods.map(methodKey).join()} ${set.comparable ? 'comparable' : ''}${terms}`,
    [...set.methods.map((method) => method.signature), ...(set.terms ?? []).map((term) => term.type)],
    (id, generic): Interface => ({
      kind: 'interface',
      id,
      generic,
      methods: () => set.methods,
      terms: () => set.terms,
      comparable: () => set.comparable,
    }),
  );
}

const typeSets = new WeakMap<Interface, () => TypeSet>();
const resolvedSets = new WeakSet<Interface>();

/**
 * An interface whose methods and embedded types are found when first asked for. Needed where it embeds something;
 * say `generic` when type parameters may occur in it.
 */
export function lazyInterface(resolve: () => { methods: Method[]; embeddeds: Embedded[] }, generic = false): Interface {
  let set: TypeSet | null = null;
  const complete = (): TypeSet => {
    if (set !== null) return set;
    set = { methods: [], terms: null, comparable: false }; // seen by an interface that embeds itself
    const { methods, embeddeds } = resolve();
    set = typeSetOf(methods, embeddeds);
    resolvedSets.add(made);
    return set;
  };
  const made: Interface = {
    kind: 'interface',
    id: ++lastId,
    generic,
    methods: () => complete().methods,
    terms: () => complete().terms,
    comparable: () => complete().comparable,
  };
  typeSets.set(made, complete);
  unsettled.add(made);
  return made;
}

/** Whether the contents of an interface can be asked for without resolving anything. */
export function isResolved(type: Interface): boolean {
  return !typeSets.has(type) || resolvedSets.has(type);
}

const canonicals = new Map<Type, Type>();

/** The one object for all types identical to `type`. Resolves the interfaces in it: not for use while declarations are being resolved. */
export function canonical(type: Type): Type {
  if (!unsettled.has(type)) return type;
  const known = canonicals.get(type);
  if (known !== undefined) return known;
  const made = mapParts(type, canonical);
  canonicals.set(type, made);
  return made;
}

/** The type with every type it is directly composed of replaced by `change` of it. */
export function mapParts(type: Type, change: (part: Type) => Type): Type {
  const all = (types: Type[]): Type[] => types.map(change);
  const changeSignature = (signature: Signature): Signature => change(signature) as Signature;
  switch (type.kind) {
    case 'basic':
    case 'typeparam':
      return type;
    case 'named':
      return type.origin === null ? type : instantiate(type.origin, all(type.typeArguments));
    case 'pointer':
      return pointerTo(change(type.element));
    case 'slice':
      return sliceOf(change(type.element));
    case 'array':
      return arrayOf(type.length, change(type.element));
    case 'map':
      return mapOf(change(type.key), change(type.element));
    case 'chan':
      return chanOf(type.direction, change(type.element));
    case 'struct':
      return structOf(
        type.fields.map((field) => {
          const changed = change(field.type);
          return changed === field.type ? field : { ...field, type: changed };
        }),
        type.tags,
      );
    case 'tuple':
      return tupleOf(all(type.types));
    case 'signature':
      return signatureOf(all(type.params), all(type.results), type.variadic, type.typeParameters);
    case 'interface':
      return interfaceWith({
        methods: type.methods().map((method) => ({ ...method, signature: changeSignature(method.signature) })),
        terms: type.terms()?.map((term) => ({ tilde: term.tilde, type: change(term.type) })) ?? null,
        comparable: type.comparable(),
      });
  }
}

/** The types that a type is directly composed of. */
export function partsOf(type: Type): Type[] {
  switch (type.kind) {
    case 'basic':
    case 'typeparam':
      return [];
    case 'named':
      return type.typeArguments;
    case 'pointer':
    case 'slice':
    case 'array':
    case 'chan':
      return [type.element];
    case 'map':
      return [type.key, type.element];
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'tuple':
      return type.types;
    case 'signature':
      return [...type.params, ...type.results];
    case 'interface':
      return [...type.methods().map((method) => method.signature), ...(type.terms() ?? []).map((term) => term.type)];
  }
}

/** Go spec, "Type identity". */
export function identical(a: Type, b: Type): boolean {
  return a === b || ((unsettled.has(a) || unsettled.has(b)) && canonical(a) === canonical(b));
}

/**
 * A defined type; becomes the type of `object`. `underlying` may give a Named (`type A B`): it is followed.
 * When types are defined by each other in a circle, `onCycle` is called and the underlying type is invalid.
 */
export function newNamed(
  object: TypeName,
  parts: {
    underlying: () => Type;
    methods?: () => Func[];
    typeParameters?: TypeParameter[];
    outerParameters?: TypeParameter[];
    onCycle?: () => void;
  },
): Named {
  const { typeParameters = [], outerParameters = [] } = parts;
  const named: Named = {
    kind: 'named',
    id: ++lastId,
    generic: typeParameters.length > 0 || outerParameters.length > 0,
    object,
    origin: null,
    typeArguments: [],
    typeParameters,
    outerParameters,
    underlying: onDemand(
      () => {
        const type = parts.underlying();
        return type.kind === 'named' ? type.underlying() : type;
      },
      () => {
        parts.onCycle?.();
        return basicOf('invalid');
      },
    ),
    methods: onDemand(parts.methods ?? (() => [])),
  };
  object.type = named;
  return named;
}

/** A function that computes once; `again` answers when it is called while computing. */
export function onDemand<T>(compute: () => T, again?: () => T): () => T {
  let state: 'new' | 'busy' | 'done' = 'new';
  let value: T;
  return () => {
    if (state === 'done') return value;
    if (state === 'busy') {
      if (again === undefined) throw new Error('asked for while it is being resolved');
      return again();
    }
    state = 'busy';
    try {
      value = compute();
      state = 'done';
    } finally {
      if (state !== 'done') state = 'new';
    }
    return value;
  };
}

/** The instance of a generic type with these arguments (Go spec, "Instantiations"); constraints are not checked here. */
export function instantiate(origin: Named, typeArguments: Type[]): Named {
  const parameters = origin.typeParameters.length > 0 ? origin.typeParameters : origin.outerParameters;
  return intern(`instance ${origin.id} ${ids(typeArguments)}`, typeArguments, (id, generic): Named => {
    const bindings = new Map(parameters.map((parameter, index) => [parameter, typeArguments[index] ?? parameter]));
    const instance: Named = {
      kind: 'named',
      id,
      generic,
      object: origin.object,
      origin,
      typeArguments,
      typeParameters: [],
      outerParameters: [],
      underlying: onDemand(
        () => substitute(origin.underlying(), bindings),
        () => basicOf('invalid'),
      ),
      methods: onDemand(() => origin.methods().map((method) => instanceMethod(method, instance))),
    };
    return instance;
  });
}

/** A type parameter; a bound that is no interface (`[T ~int]`) is to be wrapped by the caller: `interfaceOf([], [bound])`. */
export function newTypeParameter(name: string, index: number, bound: () => Type, pos = 0): TypeParameter {
  const once = onDemand(bound, () => interfaceOf([]));
  return {
    kind: 'typeparam',
    id: ++lastId,
    generic: true,
    name,
    index,
    pos,
    bound: once,
    constraint: () => {
      const type = once();
      const under = type.kind === 'named' ? type.underlying() : type;
      return under.kind === 'interface' ? under : interfaceOf([], [type]);
    },
  };
}
