/**
 * Maps (runtime/map.go). A key's hashKey finds its entry in a JavaScript Map. Entries may be added and deleted while a loop is under way, as in Go.
 *
 * Go leaves the order of iteration open and varies it. So do the loops of a person's own packages: each follows insertion, beginning anywhere
 * (random.ts, whose seed a recording keeps). Those of the standard library follow insertion, so that what it does is the same each time.
 */
import { T } from '../../trace/tracer.ts';
import { randomBelow } from './random.ts';
import { GoPanic, runtimeErrors } from './runtimeError.ts';
import type { RType } from './rtype.ts';

export interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

export class GoMap {
  readonly type: RType;
  readonly entries = new Map<unknown, Entry>();
  /** How often entries were taken out. */
  deletions = 0;

  constructor(type: RType) {
    this.type = type;
  }
}

const keyOf = (type: RType): RType => type.key as RType;

export function makeMap(type: RType): GoMap {
  return new GoMap(type);
}

export function mapLiteral(type: RType, pairs: [unknown, unknown][]): GoMap {
  const map = new GoMap(type);
  for (const [key, value] of pairs) map.entries.set(keyOf(type).hashKey(key), { key, value });
  return map;
}

/** `m[k]` */
export function mapGet(map: GoMap | null, key: unknown, type: RType): unknown {
  const entry = find(map, key, type);
  return entry === undefined ? type.element.zero() : entry.value;
}

/** `v, ok := m[k]` */
export function mapGetOk(map: GoMap | null, key: unknown, type: RType): [unknown, boolean] {
  const entry = find(map, key, type);
  return entry === undefined ? [type.element.zero(), false] : [entry.value, true];
}

function find(map: GoMap | null, key: unknown, type: RType): Entry | undefined {
  // A key that cannot be hashed panics even in an empty map.
  const hash = keyOf(type).hashKey(key);
  return map?.entries.get(hash);
}

/** `m[k] = v` */
export function mapSet(map: GoMap | null, key: unknown, value: unknown): void {
  if (map === null) throw new GoPanic(runtimeErrors.make('plainError', 'assignment to entry in nil map'));
  const hash = keyOf(map.type).hashKey(key);
  if (T.on) T.writeMap(map.entries, hash);
  const old = map.entries.get(hash);
  // Assigning to an entry keeps its key (0 and -0 are equal, and differ).
  map.entries.set(hash, { key: old === undefined ? key : old.key, value });
}

export function mapDelete(map: GoMap | null, key: unknown): void {
  if (map === null) return;
  const hash = keyOf(map.type).hashKey(key);
  if (T.on) T.writeMap(map.entries, hash);
  map.deletions++;
  map.entries.delete(hash);
}

export function mapClear(map: GoMap | null): void {
  if (map === null) return;
  if (T.on) for (const hash of map.entries.keys()) T.writeMap(map.entries, hash);
  map.deletions++;
  map.entries.clear();
}

export function mapLen(map: GoMap | null): number {
  return map === null ? 0 : map.entries.size;
}

const noEntries: Entry[] = [];

/** A loop begins at one of this many entries: to pass over them costs little. */
const mostSkipped = 64;

/** The entries, for a loop of a person's own: beginning anywhere. */
export function mapRange(map: GoMap | null): Iterable<Entry> {
  if (map === null) return noEntries;
  const { size } = map.entries;
  const skip = size < 2 ? 0 : randomBelow(Math.min(size, mostSkipped));
  return skip === 0 ? map.entries.values() : entriesFrom(map, skip);
}

function* entriesFrom(map: GoMap, skip: number): Generator<Entry, void, void> {
  const { deletions } = map;
  const late = new Set<unknown>();
  for (const [hash, entry] of map.entries) {
    if (late.size < skip && map.deletions === deletions) {
      late.add(hash);
      continue;
    }
    // What was taken out and put in again stands at the end now, and comes once.
    if (map.deletions !== deletions) late.delete(hash);
    yield entry;
  }
  for (const hash of late) {
    const entry = map.entries.get(hash);
    if (entry !== undefined) yield entry;
  }
}

/** The entries, for range: each is looked at when its turn comes. */
export function mapEntries(map: GoMap | null): Iterable<Entry> {
  return map === null ? noEntries : map.entries.values();
}
