/** Two traces side by side, descriptor by descriptor. */
import type { CallsOf } from './descriptors.ts';

/** A call on either side; `timing`: one side found something ready that the other had to wait for, which is no difference between them. */
export interface Row {
  left: string | null;
  right: string | null;
  kind: 'equal' | 'different' | 'timing';
}

export interface Section {
  /** The descriptor by its role: `lsn1`, `dial1`, `EP`. */
  descriptor: string;
  rows: Row[];
}

/** Aligns the calls on each descriptor. */
export function compare(left: CallsOf, right: CallsOf): Section[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((descriptor) => ({
    descriptor,
    rows: align(left.get(descriptor) ?? [], right.get(descriptor) ?? []),
  }));
}

/** How many rows differ. */
export const differences = (sections: readonly Section[]): number =>
  sections.flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'different').length;

/** A call that would have blocked: whether it came to that depends on who was first. */
export const wouldBlock = (call: string): boolean => / = -1 EAGAIN$/.test(call);

/** The longest common subsequence; what is left over between two equal calls stands side by side. */
function align(left: readonly string[], right: readonly string[]): Row[] {
  const common = lengths(left, right);
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  let pending: { left: string[]; right: string[] } = { left: [], right: [] };
  const flush = (): void => {
    rows.push(...besides(pending.left, pending.right));
    pending = { left: [], right: [] };
  };
  while (i < left.length || j < right.length) {
    const [l, r] = [left[i], right[j]];
    if (l !== undefined && l === r) {
      flush();
      rows.push({ left: l, right: r, kind: 'equal' });
      i++;
      j++;
    } else if (l !== undefined && (r === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      pending.left.push(l);
      i++;
    } else if (r !== undefined) {
      pending.right.push(r);
      j++;
    }
  }
  flush();
  return rows;
}

const at = (table: readonly Int32Array[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** `table[i][j]`: how much the rests from i and from j have in common. */
function lengths(left: readonly string[], right: readonly string[]): Int32Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Int32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      (table[i] as Int32Array)[j] =
        left[i] === right[j] ? 1 + at(table, i + 1, j + 1) : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function besides(left: readonly string[], right: readonly string[]): Row[] {
  const timing = (call: string): Row[] => (wouldBlock(call) ? [{ left: null, right: null, kind: 'timing' }] : []);
  const rows: Row[] = [
    ...left.flatMap((call) => timing(call).map((row) => ({ ...row, left: call }))),
    ...right.flatMap((call) => timing(call).map((row) => ({ ...row, right: call }))),
  ];
  const [l, r] = [left, right].map((calls) => calls.filter((call) => !wouldBlock(call))) as [string[], string[]];
  for (let k = 0; k < Math.max(l.length, r.length); k++) {
    rows.push({ left: l[k] ?? null, right: r[k] ?? null, kind: 'different' });
  }
  return rows;
}
