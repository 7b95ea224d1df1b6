/** Many connections in one card: those that are in the same state stand together. */
import type { Descriptor, GoroutineState } from '../../engine/trace/source.ts';

/** So many are shown one by one; of more, those alike are grouped. */
export const groupedAbove = 50;
/** Fewer than these are not worth a group. */
const smallest = 4;

/** Things that are alike, the first of them to speak for all; or a single one. */
export interface Group<T> {
  /** Names what they have in common; '' for a single thing. */
  readonly key: string;
  readonly members: readonly T[];
}

/** Groups what has the same key (never ''), in the order of the first members; what `isApart` stays single. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string, isApart: (one: T) => boolean): Group<T>[] {
  if (all.length <= groupedAbove) return all.map((one) => ({ key: '', members: [one] }));
  const inOrder: { readonly key: string; readonly members: T[] }[] = [];
  const byKey = new Map<string, T[]>();
  for (const one of all) {
    const key = isApart(one) ? '' : keyOf(one);
    const known = key === '' ? undefined : byKey.get(key);
    if (known) {
      known.push(one);
      continue;
    }
    const members = [one];
    inOrder.push({ key, members });
    if (key !== '') byKey.set(key, members);
  }
  return inOrder.flatMap(({ key, members }): Group<T>[] =>
    members.length >= smallest ? [{ key, members }] : members.map((one) => ({ key: '', members: [one] })),
  );
}

/** Connections are alike that have the same role and TCP state, and the same going on in their pollDesc. */
export function connectionKey({ role, state, pollDesc, ready, receiveQueue, sendQueue }: Descriptor): string {
  // One text, and no list: ten thousand connections have one each at every step.
  let key = role;
  if (state !== '') key += ` · ${state}`;
  if (pollDesc) key += ` · rg ${pollDesc.rg.holds}, wg ${pollDesc.wg.holds}`;
  if (ready) key += ` · ${ready}`;
  if (receiveQueue) key += ' · receive';
  if (sendQueue) key += ' · send';
  return key;
}

/** Goroutines are alike that began with the same function and wait for the same in the same one. */
export const goroutineKey = ({ entry, status, function: name }: GoroutineState): string => `${entry} · ${status} · ${name}`; // prettier-ignore

/** `8–12, 15`: ascending numbers in ranges, the first ones in full. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  const texts = parts.slice(0, 3).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return [...texts, ...(parts.length > 3 ? ['…'] : [])].join(', ');
}
