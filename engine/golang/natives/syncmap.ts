/**
 * sync.Map (sync/map.go; since 1.24 sync/hashtriemap.go on internal/sync.HashTrieMap): Go's is made for threads and, since 1.24, hashes through
 * unsafe. On one thread a map serves.
 */
import type { GoMap } from '../machine/map.ts';
import type { RType } from '../machine/rtype.ts';
import { mayPark, type NativeContext, type NativeTable } from './native.ts';
import type { GoFunction } from './reflectValues.ts';

type Yield = GoFunction;

/** The methods, for keys and values of given types. */
function mapMethods({ M }: NativeContext, mapsOf: WeakMap<object, GoMap>, key: RType, value: RType): NativeTable {
  const type = M.types.map(key, value);
  const of = (owner: object): GoMap => {
    let map = mapsOf.get(owner);
    if (map === undefined) mapsOf.set(owner, (map = M.makeMap(type)));
    return map;
  };
  const load = (owner: object, k: unknown): [unknown, boolean] => {
    const [found, ok] = M.mapGetOk(of(owner), k, type);
    return [value.clone(found), ok];
  };
  const swap = (owner: object, k: unknown, v: unknown): [unknown, boolean] => {
    const previous = load(owner, k);
    M.mapSet(of(owner), k, v);
    return previous;
  };
  const loadAndDelete = (owner: object, k: unknown): [unknown, boolean] => {
    const previous = load(owner, k);
    M.mapDelete(of(owner), k);
    return previous;
  };
  /** Whether the value under a key is `old`. */
  const holds = (owner: object, k: unknown, old: unknown): boolean => {
    const [found, ok] = load(owner, k);
    return ok && value.equal(found, old);
  };
  function* range(owner: object, f: Yield): Generator<undefined, void, void> {
    for (const entry of M.mapEntries(of(owner))) {
      if ((yield* M.finish(f(key.clone(entry.key), value.clone(entry.value)))) !== true) return;
    }
  }
  return {
    Load: load,
    Store: (owner: object, k: unknown, v: unknown) => {
      M.mapSet(of(owner), k, v);
    },
    LoadOrStore: (owner: object, k: unknown, v: unknown) => {
      const found = load(owner, k);
      if (found[1]) return found;
      M.mapSet(of(owner), k, v);
      return [value.clone(v), false];
    },
    LoadAndDelete: loadAndDelete,
    Delete: (owner: object, k: unknown) => {
      M.mapDelete(of(owner), k);
    },
    Swap: swap,
    CompareAndSwap: (owner: object, k: unknown, old: unknown, v: unknown) => {
      if (!holds(owner, k, old)) return false;
      M.mapSet(of(owner), k, v);
      return true;
    },
    CompareAndDelete: (owner: object, k: unknown, old: unknown) => {
      if (!holds(owner, k, old)) return false;
      M.mapDelete(of(owner), k);
      return true;
    },
    Clear: (owner: object) => {
      M.mapClear(of(owner));
    },
    Range: range,
    All: (owner: object) => M.starting((f: Yield) => range(owner, f)),
  };
}

export function syncMapNatives(context: NativeContext): NativeTable {
  const mapsOf = new WeakMap<object, GoMap>();
  const any = context.M.types.interface([]);
  const table: NativeTable = {};
  const ofAny = mapMethods(context, mapsOf, any, any);
  delete ofAny.All;
  for (const [name, native] of Object.entries(ofAny)) table[`sync.(*Map).${name}`] = native;

  // Generic: each instance is made from its types.
  const instances = new Map<RType, Map<RType, NativeTable>>();
  const instance = (key: RType, value: RType): NativeTable => {
    let ofKey = instances.get(key);
    if (ofKey === undefined) instances.set(key, (ofKey = new Map<RType, NativeTable>()));
    let made = ofKey.get(value);
    if (made === undefined) ofKey.set(value, (made = mapMethods(context, mapsOf, key, value)));
    return made;
  };
  for (const name of [...Object.keys(ofAny), 'All']) {
    const maker = (key: RType, value: RType): unknown => instance(key, value)[name];
    for (const pkg of ['internal/sync', 'internal/concurrent']) {
      table[`${pkg}.(*HashTrieMap).${name}`] = name === 'Range' ? mayPark(maker.bind(null)) : maker;
    }
  }
  return table;
}
