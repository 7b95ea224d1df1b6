/** The machine as emitted code receives it: the object `M` (ABI.md). */
import * as channel from './channel.ts';
import { clock, nanotime } from './clock.ts';
import { random32, randomBelow, seedRandom } from './random.ts';
import * as complexNumbers from './complex.ts';
import { casgstatus, G } from './goroutine.ts';
import * as interfaces from './interfaces.ts';
import * as maps from './map.ts';
import * as memory from './memory.ts';
import * as panics from './panic.ts';
import * as parking from './parked.ts';
import { panicRangeState } from './rangeState.ts';
import { output, print, println } from './print.ts';
import { installMirror } from './mirror.ts';
import { release as goRelease } from './release.ts';
import * as runtimeError from './runtimeError.ts';
import * as scheduling from './scheduler.ts';
import * as selects from './select.ts';
import * as slices from './slice.ts';
import * as strings from './strings.ts';
import { systemCalls } from './systemCall.ts';
import { Timer } from './timer.ts';
import {
  callLines,
  goroutineText,
  traceback,
  setTraceback,
  setTracebackEnvironment,
  isRangeBody,
  tracebackLimit,
} from './traceback.ts';
import { types } from './types.ts';
import * as values from './values.ts';
import * as wide from './wide.ts';

/** An object of many properties becomes a dictionary; one that lookups pass through as a prototype becomes a fast one again. */
function fast<Gathered extends object>(gathered: Gathered): Gathered {
  const heir = Object.create(gathered) as Record<string, unknown>;
  // Often enough for the lookup to be cached: that is when V8 does it.
  for (let i = 0; i < 200; i++) void heir['lookup'];
  return gathered;
}

export const M = fast({
  ...wide,
  ...complexNumbers,
  ...values,
  ...memory,
  ...slices,
  ...strings,
  ...interfaces,
  implements: interfaces.implementsInterface,
  ...maps,
  ...channel,
  ...selects,
  ...runtimeError,
  ...panics,
  ...parking,
  panicRangeState,
  ...scheduling,
  types,
  Timer,
  G,
  casgstatus,
  clock,
  random32,
  randomBelow,
  seedRandom,
  nanotime,
  callLines,
  goroutineText,
  isRangeBody,
  tracebackLimit,
  traceback,
  setTraceback,
  setTracebackEnvironment,
  installMirror,
  systemCalls,
  /** Which release of Go the machine behaves as. */
  goRelease,
  output,
  print,
  println,
});

export type Machine = typeof M;
export type { RType } from './rtype.ts';
