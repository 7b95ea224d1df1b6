/** Which instructions an entry is about: one stretch of them, or a list (DWARF 4 and 5, 2.17). */
import { attribute, type Entries, type Entry, type Unit } from './entries.ts';
import { ListReader } from './listReader.ts';

/** Whether an instruction is one of an entry's; one that does not say which is taken to be around all. */
export function surrounds(entries: Entries, unit: Unit, { values }: Entry, pc: number): boolean {
  const [low, high, list] = [attribute.lowPc, attribute.highPc, attribute.ranges].map((each) => values.get(each));
  // The end, or how far it is: the smaller is the distance.
  if (typeof low === 'number' && typeof high === 'number') return pc >= low && pc < (high < low ? low + high : high);
  if (typeof list !== 'number') return true;
  const stretches = unit.version >= 5 ? listed5(entries, unit, list) : listed4(entries, unit, list);
  for (const [from, to] of stretches) if (pc >= from && pc < to) return true;
  return false;
}

function* listed4({ sections }: Entries, { lowPc }: Unit, start: number): Generator<[from: number, to: number]> {
  const bytes = sections.get('ranges');
  let base = lowPc;
  for (let at = start; bytes !== undefined && at + 16 <= bytes.length; at += 16) {
    const [from, to] = [bytes.readBigUInt64LE(at), bytes.readBigUInt64LE(at + 8)];
    if (from === 0n && to === 0n) return;
    if (from === 0xffffffffffffffffn) base = Number(to);
    else yield [base + Number(from), base + Number(to)];
  }
}

/** DW_RLE: kinds of entries of a list. */
const kind = { baseByIndex: 1, startEndByIndex: 2, startLengthByIndex: 3, offsets: 4, base: 5, startEnd: 6, startLength: 7 } as const; // prettier-ignore

function* listed5(entries: Entries, unit: Unit, start: number): Generator<[from: number, to: number]> {
  const bytes = entries.sections.get('rnglists');
  if (bytes === undefined) return;
  const list = new ListReader(entries, unit, bytes, start);
  let base = unit.lowPc;
  for (let what = list.kind(); what !== undefined; what = list.kind()) {
    if (what === kind.baseByIndex) base = list.indexed();
    else if (what === kind.base) base = list.address();
    else if (what === kind.offsets) yield [base + list.number(), base + list.number()];
    else if (what === kind.startEndByIndex) yield [list.indexed(), list.indexed()];
    else if (what === kind.startEnd) yield [list.address(), list.address()];
    else if (what === kind.startLength || what === kind.startLengthByIndex) {
      const from = what === kind.startLength ? list.address() : list.indexed();
      yield [from, from + list.number()];
    } else return;
  }
}
