/** What select and poll were asked of each descriptor, and what they have answered: what a picture is drawn from. */
import type { Memory } from './memory.ts';
import type { Argument } from './numbers.ts';
import { int32 } from './values.ts';
import { bitsIn, pollDescriptors, pollEventNames, setSize, type Before } from './waitCalls.ts';

/** One bit of a set, or one entry of an array. */
export interface WaitEntry {
  /** Negative: an entry of poll that is passed over. */
  readonly fd: number;
  /** `POLLIN|POLLOUT`; of select the sets that have its bit, `read|write|except`. */
  readonly asked: string;
  /** The same, of what was there afterwards; null: nothing yet. */
  readonly answered: string | null;
}

/** One call of select or poll. */
export interface WaitedFor {
  readonly name: string;
  /** Of select the first argument: so many bits are looked at. Of poll the length of the array. */
  readonly count: number;
  /** Of select those with a bit, by ascending number; of poll all, in their order. The first ones, where there are very many. */
  readonly entries: WaitEntry[];
}

/** More than these nobody looks at. */
const mostEntries = 1024;

const sets = [
  [1, 'read'],
  [2, 'write'],
  [3, 'except'],
] as const;

/** Of a call that has succeeded when `isAnswered`; null for all other calls. Reads the program's memory. */
export function waitedFor(
  name: string,
  args: readonly Argument[],
  before: Before,
  memory: Memory,
  isAnswered: boolean,
): WaitedFor | null {
  if (name === 'poll' || name === 'ppoll') {
    const entries = pollDescriptors(args, memory, mostEntries).map(({ fd, events, revents }): WaitEntry => ({
      fd,
      asked: pollEventNames(events),
      answered: isAnswered ? pollEventNames(revents) : null,
    }));
    return { name, count: Number(args[1] ?? 0), entries };
  }
  if (name !== 'select' && name !== 'pselect6') return null;
  const count = Math.max(0, int32(args[0] ?? 0));
  const asked = namesByDescriptor(count, (index) => before.get(index));
  const answered = namesByDescriptor(count, (index) => {
    const address = Number(args[index] ?? 0);
    return address === 0 || !isAnswered ? undefined : memory.copyFrom(address, setSize(args[0]));
  });
  const entries = [...asked].sort(([a], [b]) => a - b).slice(0, mostEntries).map(([fd, names]): WaitEntry => ({
    fd, asked: names, answered: isAnswered ? (answered.get(fd) ?? '') : null,
  })); // prettier-ignore
  return { name, count, entries };
}

function namesByDescriptor(count: number, setAt: (index: number) => Uint8Array | undefined): Map<number, string> {
  const names = new Map<number, string>();
  for (const [index, name] of sets) {
    const set = setAt(index);
    if (set === undefined) continue;
    for (const fd of bitsIn(set, count)) names.set(fd, names.has(fd) ? `${names.get(fd) ?? ''}|${name}` : name);
  }
  return names;
}
