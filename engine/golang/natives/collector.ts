/**
 * What Go's collector does besides freeing memory (runtime/mgc.go, mfinal.go, sync/pool.go): runtime.GC empties the pools, and what nobody holds any
 * more has its finalizer and cleanups run. JavaScript's collector tells nothing while a program runs, so this much is seen: an object that leaves a
 * pool is held by nobody, since Put gives it away.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FuncValue } from '../machine/goroutine.ts';
import { mayPark, type NativeContext, type NativeTable } from './native.ts';

interface Pool {
  New: FuncValue | null;
}

/** What a pool keeps of its one P: what was put first, and a stack (sync/pool.go, poolLocal). */
interface Kept {
  own: object | null;
  shared: object[];
}

/** The newest of a P's own is taken first, of others the oldest. */
function take(kept: Kept | undefined, from: 'pop' | 'shift'): object | undefined {
  if (kept === undefined) return undefined;
  const { own } = kept;
  if (own === null) return kept.shared[from]();
  kept.own = null;
  return own;
}

/** V8 before 12 knows no other full collection than the ordinary one, and takes any argument for the wish to collect only what is young. */
const lastResort =
  parseInt(process.versions.v8) < 12 ? [] : [{ type: 'major', execution: 'sync', flavor: 'last-resort' }];

/** Has JavaScript's collector take all that nobody holds, and give back what it can: what is left moves together, for a page goes back only as a whole. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (...how: object[]) => void;
  setFlagsFromString('--compact-on-every-full-gc');
  gc(...lastResort);
  setFlagsFromString('--no-compact-on-every-full-gc');
}

interface Cleanup {
  f: FuncValue;
  args: unknown[];
}

export function collectorNatives(context: NativeContext): NativeTable {
  const { M } = context;
  /** As in sync/pool.go: what survives one collection in a pool is its victim at the next. */
  let primary = new Map<Pool, Kept>();
  let victims = new Map<Pool, Kept>();
  const finalizers = new WeakMap<object, Cleanup>();
  const cleanups = new WeakMap<object, Map<number, Cleanup>>();
  /** What a cleanup belongs to, by its id. */
  const owners = new Map<number, WeakRef<object>>();
  let lastId = 0;
  /** Kept to be given back: nothing depends on them here. */
  const settings: Record<string, number | bigint> = {
    gcPercent: 100,
    memoryLimit: 0x7fff_ffff_ffff_ffffn,
    maxStack: 1_000_000_000,
    maxThreads: 10_000,
  };
  const replaced = (name: string, value: number | bigint): number | bigint => {
    const before = settings[name] as number | bigint;
    settings[name] = value;
    return before;
  };

  const panicNilPool = (): never =>
    context.minor >= 26 ? M.gopanic(M.types.basic('string').box('nil Pool')) : M.panicNil();

  const poolCleanup = (): void => {
    const dropped = [...victims.values()].flatMap(({ own, shared }) => (own === null ? shared : [own, ...shared]));
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
    // There is one P, and nobody takes it away.
    'sync.runtime_procPin': () => 0,
    'sync.runtime_procUnpin': () => undefined,
    'sync.(*Pool).Get': mayPark((pool: Pool | null) => {
      if (pool === null) return panicNilPool();
      const kept = take(primary.get(pool), 'pop') ?? take(victims.get(pool), 'shift');
      if (kept !== undefined) return kept;
      if (pool.New === null) return null;
      return (pool.New as () => unknown)();
    }),
    'sync.(*Pool).Put': (pool: Pool | null, x: object | null) => {
      if (x === null) return;
      if (pool === null) return panicNilPool();
      const kept = primary.get(pool);
      if (kept === undefined) primary.set(pool, { own: x, shared: [] });
      else if (kept.own === null) kept.own = x;
      else kept.shared.push(x);
    },
    'runtime/debug.setGCPercent': (percent: number) => replaced('gcPercent', percent < 0 ? -1 : percent),
    'runtime/debug.setMemoryLimit': (limit: number | bigint) =>
      limit < 0 ? settings.memoryLimit : replaced('memoryLimit', limit),
    'runtime/debug.setMaxStack': (bytes: number) => replaced('maxStack', bytes),
    'runtime/debug.setMaxThreads': (count: number) => replaced('maxThreads', count),
    'runtime/debug.setPanicOnFault': () => false,
    'runtime/debug.freeOSMemory': () => {
      poolCleanup();
      collect();
    },
    'runtime/debug.SetTraceback': (level: string) => M.setTraceback(level),
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
    // A weak pointer holds what it points to, for nobody could tell when to let it go.
    'weak.runtime_registerWeakPointer': (p: unknown) => p,
    'weak.runtime_makeStrongFromWeak': (p: unknown) => p,
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
