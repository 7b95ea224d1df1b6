/** All natives: functions supplied instead of compiling Go's, each file saying why. */
import { assemblyNatives } from './assembly.ts';
import { callersNatives } from './callers.ts';
import { collectorNatives } from './collector.ts';
import { coroutineNatives } from './coroutine.ts';
import { atomicNatives } from './atomic.ts';
import { builderNatives, bytealgNatives } from './bytealg.ts';
import { libraryNatives, uniqueNatives } from './library.ts';
import type { Native, NativeContext } from './native.ts';
import { reflectNatives } from './reflect.ts';
import { runtimeNatives } from './runtime.ts';
import { signalNatives } from './signal.ts';
import { adjustMutex, syncNatives } from './sync.ts';
import { syncMapNatives } from './syncmap.ts';
import { syscallNatives } from './syscall.ts';
import { timeNatives } from './time.ts';
import { tlsNatives } from './tls.ts';

export type { NativeContext } from './native.ts';

/** The natives for the context's version of Go, by qualified name. */
export function collectNatives(context: NativeContext): Map<string, Native> {
  const sync = syncNatives(context);
  adjustMutex(sync, context.minor);
  const tables = [
    atomicNatives(context),
    sync,
    syscallNatives(context),
    timeNatives(context),
    bytealgNatives(context),
    builderNatives(context),
    libraryNatives(context),
    assemblyNatives(context),
    coroutineNatives(context),
    uniqueNatives(context),
    reflectNatives(context),
    syncMapNatives(context),
    signalNatives(context),
    tlsNatives(context),
    runtimeNatives(context),
    callersNatives(context),
    collectorNatives(context),
  ];
  tables.unshift({
    'internal/reflectlite.TypeOf': () => ({
      Elem() {
        return this;
      },
    }),
  });
  return new Map(tables.flatMap((table) => Object.entries(table)));
}
