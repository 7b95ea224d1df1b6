/**
 * What Go's collector does besides freeing memory (runtime/mgc.go, mfinal.go, sync/pool.go): runtime.GC empties the pools, and what nobody holds any
 * more has its finalizer and cleanups run. JavaScript's collector tells nothing while a program runs, so this much is seen: an object that leaves a
 * pool is held by nobody, since Put gives it away.
 */
import type { FuncValue } from '../machine/goroutine.ts';
import type { NativeContext, NativeTable } from './native.ts';

interface Pool {
  New: FuncValue | null;
}

interface Cleanup {
  f: FuncValue;
  args: unknown[];
}

export function collectorNatives(context: NativeContext): NativeTable {
  const { M } = context;
  /** As in sync/pool.go: what survives one collection in a pool is its victim at the next. */
  let primary = new Map<Pool, object[]>();
  let victims = new Map<Pool, object[]>();
  const finalizers = new WeakMap<object, Cleanup>();
  const cleanups = new WeakMap<object, Map<number, Cleanup>>();
  /** What a cleanup belongs to, by its id. */
  const owners = new Map<number, WeakRef<object>>();
  let lastId = 0;

  const poolCleanup = (): void => {
    const dropped = [...victims.values()].flat();
    victims = primary;
    primary = new Map();
    for (const object of dropped) {
      const finalizer = finalizers.get(object);
      const calls = [...(finalizer === undefined ? [] : [finalizer]), ...(cleanups.get(object)?.values() ?? [])];
      for (const { f, args } of calls) M.newproc(f, args);
      finalizers.delete(object);
      cleanups.delete(object);
    }
  };

  return {
    'sync.runtime_registerPoolCleanup': () => undefined,
    'sync.(*Pool).Get': function* (pool: Pool) {
      const kept = primary.get(pool)?.pop() ?? victims.get(pool)?.pop();
      if (kept !== undefined) return kept;
      if (pool.New === null) return null;
      const made: unknown = (pool.New as () => unknown)();
      return pool.New.isGenerator === true ? yield* made as Generator<void, unknown, void> : made;
    },
    'sync.(*Pool).Put': (pool: Pool, x: object | null) => {
      if (x === null) return;
      const kept = primary.get(pool);
      if (kept === undefined) primary.set(pool, [x]);
      else kept.push(x);
    },
    'runtime.GC': function* () {
      poolCleanup();
      // Whatever it set going has its turn.
      yield* M.Gosched();
    },
    // Allocations are not counted: testing.AllocsPerRun gives 0.
    'runtime.ReadMemStats': (stats: Record<string, number>) => {
      const { heapTotal, heapUsed, rss } = process.memoryUsage();
      stats.Alloc = stats.TotalAlloc = stats.HeapAlloc = stats.HeapInuse = heapUsed;
      stats.HeapSys = heapTotal;
      stats.Sys = rss;
    },
    'runtime.SetFinalizer': (object: object | null, finalizer: { v?: unknown } | null) => {
      if (object === null) return;
      if (finalizer === null) finalizers.delete(object);
      else finalizers.set(object, { f: (finalizer.v ?? finalizer) as FuncValue, args: [object] });
    },
    'runtime.AddCleanup': () => (object: object, f: FuncValue, argument: unknown) => {
      const handle = context.type('runtime', 'Cleanup').zero() as { id: number };
      handle.id = ++lastId;
      const known = cleanups.get(object) ?? new Map<number, Cleanup>();
      known.set(handle.id, { f, args: [argument] });
      cleanups.set(object, known);
      owners.set(handle.id, new WeakRef(object));
      return handle;
    },
    'runtime.Cleanup.Stop': ({ id }: { id: number }) => {
      const owner = owners.get(id)?.deref();
      owners.delete(id);
      if (owner !== undefined) cleanups.get(owner)?.delete(id);
    },
  };
}
