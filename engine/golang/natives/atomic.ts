/**
 * sync/atomic and the runtime's internal/runtime/atomic (runtime/internal/atomic before 1.23): assembly in Go.
 * One thread runs all goroutines, so an atomic operation is a plain one; it is still a write that can be taken back.
 */
import { store, type NativeContext, type NativeTable, type Place } from './native.ts';

type Wide = number | bigint;

function swap(place: Place, key: string, value: unknown): unknown {
  const old = place[key];
  store(place, key, value);
  return old;
}

function compareAndSwap(place: Place, key: string, old: unknown, value: unknown): boolean {
  if (place[key] !== old) return false;
  store(place, key, value);
  return true;
}

/** How a kind adds, ands and ors, wrapping to its size. */
interface Arithmetic {
  add(x: unknown, y: unknown): unknown;
  and(x: unknown, y: unknown): unknown;
  or(x: unknown, y: unknown): unknown;
}

function arithmetics({ M }: NativeContext): Record<'Int32' | 'Uint32' | 'Int64' | 'Uint64', Arithmetic> {
  const small = (wrap: (n: number) => number): Arithmetic => ({
    add: (x, y) => wrap((x as number) + (y as number)),
    and: (x, y) => wrap((x as number) & (y as number)),
    or: (x, y) => wrap((x as number) | (y as number)),
  });
  return {
    Int32: small((n) => n | 0),
    Uint32: small((n) => n >>> 0),
    Int64: {
      add: (x, y) => M.addInt(x as Wide, y as Wide),
      and: (x, y) => M.andInt(x as Wide, y as Wide),
      or: (x, y) => M.orInt(x as Wide, y as Wide),
    },
    Uint64: {
      add: (x, y) => M.addUint(x as Wide, y as Wide),
      and: (x, y) => M.andUint(x as Wide, y as Wide),
      or: (x, y) => M.orUint(x as Wide, y as Wide),
    },
  };
}

/** The functions `LoadInt32(addr *int32)`…: a pointer to a scalar has its value in `v`. */
function functions(context: NativeContext): NativeTable {
  const table: NativeTable = {};
  const kinds = arithmetics(context);
  const named = { ...kinds, Uintptr: kinds.Uint64, Pointer: kinds.Uint64 };
  for (const [name, arithmetic] of Object.entries(named)) {
    table[`sync/atomic.Load${name}`] = (p: Place) => p.v;
    table[`sync/atomic.Store${name}`] = (p: Place, value: unknown) => store(p, 'v', value);
    table[`sync/atomic.Swap${name}`] = (p: Place, value: unknown) => swap(p, 'v', value);
    table[`sync/atomic.CompareAndSwap${name}`] = (p: Place, old: unknown, value: unknown) =>
      compareAndSwap(p, 'v', old, value);
    if (name === 'Pointer') continue;
    table[`sync/atomic.Add${name}`] = (p: Place, delta: unknown) => (store(p, 'v', arithmetic.add(p.v, delta)), p.v);
    table[`sync/atomic.And${name}`] = (p: Place, mask: unknown) => swap(p, 'v', arithmetic.and(p.v, mask));
    table[`sync/atomic.Or${name}`] = (p: Place, mask: unknown) => swap(p, 'v', arithmetic.or(p.v, mask));
  }
  return table;
}

/** The methods of a struct that wraps one value in `field`. */
function methods(type: string, field: string, arithmetic: Arithmetic | null): NativeTable {
  const table: NativeTable = {};
  const load = (x: Place): unknown => x[field];
  const set = (x: Place, value: unknown): void => store(x, field, value);
  const cas = (x: Place, old: unknown, value: unknown): boolean => compareAndSwap(x, field, old, value);
  table[`${type}.Load`] = load;
  table[`${type}.LoadAcquire`] = load;
  table[`${type}.Store`] = set;
  table[`${type}.StoreRelease`] = set;
  table[`${type}.StoreNoWB`] = set;
  table[`${type}.Swap`] = (x: Place, value: unknown) => swap(x, field, value);
  table[`${type}.CompareAndSwap`] = cas;
  table[`${type}.CompareAndSwapRelease`] = cas;
  table[`${type}.CompareAndSwapNoWB`] = cas;
  if (arithmetic === null) return table;
  table[`${type}.Add`] = (x: Place, delta: unknown) => (store(x, field, arithmetic.add(x[field], delta)), x[field]);
  table[`${type}.And`] = (x: Place, mask: unknown) => swap(x, field, arithmetic.and(x[field], mask));
  table[`${type}.Or`] = (x: Place, mask: unknown) => swap(x, field, arithmetic.or(x[field], mask));
  return table;
}

/** A native of a generic type is a maker that is given the type arguments first. */
function generic(table: NativeTable): NativeTable {
  return Object.fromEntries(Object.entries(table).map(([name, native]) => [name, () => native]));
}

/** runtime/internal/atomic's functions on pointers; Xadd gives the new value, Xchg the old one. */
function runtimeFunctions(pkg: string, context: NativeContext): NativeTable {
  const kinds = arithmetics(context);
  const table: NativeTable = {};
  for (const s of ['', '64', '8', 'uintptr', 'int32', 'int64', 'p', 'Acq', 'Acq64', 'Acquintptr', 'uint'])
    table[`${pkg}.Load${s}`] = (p: Place) => p.v;
  for (const s of ['', '64', '8', 'uintptr', 'int32', 'int64', 'pNoWB', 'Rel', 'Rel64', 'Reluintptr']) {
    table[`${pkg}.Store${s}`] = (p: Place, value: unknown) => store(p, 'v', value);
  }
  for (const s of ['', '64', 'uintptr', 'int32', 'int64', 'p1', 'Rel', 'Relp1']) {
    table[`${pkg}.Cas${s}`] = (p: Place, old: unknown, value: unknown) => compareAndSwap(p, 'v', old, value);
  }
  table[`${pkg}.Casp1`] =
    table[`${pkg}.Casp1`] ?? ((p: Place, old: unknown, value: unknown) => compareAndSwap(p, 'v', old, value));
  const adders: [string, Arithmetic][] = [['', kinds.Uint32], ['int32', kinds.Int32], ['64', kinds.Uint64], ['int64', kinds.Int64], ['uintptr', kinds.Uint64]]; // prettier-ignore
  for (const [s, arithmetic] of adders) {
    table[`${pkg}.Xadd${s}`] = (p: Place, delta: unknown) => (store(p, 'v', arithmetic.add(p.v, delta)), p.v);
    table[`${pkg}.Xchg${s}`] = (p: Place, value: unknown) => swap(p, 'v', value);
  }
  table[`${pkg}.And`] = (p: Place, mask: unknown) => store(p, 'v', kinds.Uint32.and(p.v, mask));
  table[`${pkg}.Or`] = (p: Place, mask: unknown) => store(p, 'v', kinds.Uint32.or(p.v, mask));
  return table;
}

/** atomic.Value: holds an interface value; the types of all values must agree. */
function value({ M }: NativeContext): NativeTable {
  const check = (x: Place, given: unknown, verb: string): void => {
    if (given === null) M.gopanic(M.types.basic('string').box(`sync/atomic: ${verb} of nil value into Value`));
    if (x.v !== null && M.typeOf(x.v as never) !== M.typeOf(given as never)) {
      M.gopanic(M.types.basic('string').box(`sync/atomic: ${verb} of inconsistently typed value into Value`));
    }
  };
  return {
    'sync/atomic.(*Value).Load': (x: Place) => x.v,
    'sync/atomic.(*Value).Store': (x: Place, given: unknown) => (check(x, given, 'store'), store(x, 'v', given)),
    'sync/atomic.(*Value).Swap': (x: Place, given: unknown) => (check(x, given, 'swap'), swap(x, 'v', given)),
    'sync/atomic.(*Value).CompareAndSwap': (x: Place, old: unknown, given: unknown) => {
      check(x, given, 'compare and swap');
      if (!M.equalInterface(x.v as never, old as never)) return false;
      store(x, 'v', given);
      return true;
    },
  };
}

export function atomicNatives(context: NativeContext): NativeTable {
  const kinds = arithmetics(context);
  const table: NativeTable = { ...functions(context), ...value(context) };
  const wrapped: [string, Arithmetic | null][] = [
    ['Int32', kinds.Int32], ['Uint32', kinds.Uint32], ['Int64', kinds.Int64], ['Uint64', kinds.Uint64], ['Uintptr', kinds.Uint64],
  ]; // prettier-ignore
  for (const [name, arithmetic] of wrapped) {
    Object.assign(table, methods(`sync/atomic.(*${name})`, 'v', arithmetic));
    for (const pkg of ['runtime/internal/atomic', 'internal/runtime/atomic']) {
      Object.assign(table, methods(`${pkg}.(*${name})`, 'value', arithmetic));
    }
  }
  Object.assign(table, generic(methods('sync/atomic.(*Pointer)', 'v', null)));
  for (const pkg of ['runtime/internal/atomic', 'internal/runtime/atomic']) {
    Object.assign(
      table,
      methods(`${pkg}.(*UnsafePointer)`, 'value', null),
      methods(`${pkg}.(*Uint8)`, 'value', kinds.Uint32),
    );
    Object.assign(table, runtimeFunctions(pkg, context));
  }
  return table;
}
