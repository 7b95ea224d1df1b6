/** Where a variable is at an instruction: location lists and expressions of debug information (DWARF 5, 2.6), as far as Go's compiler writes them. */
import { leb, type Entries, type Unit, type Value } from './entries.ts';
import { ListReader } from './listReader.ts';

/** A part of a variable, of so many bytes (0: all of it). */
export type Piece = { size: number } & (
  { in: 'memory'; address: number } | { in: 'register'; register: number } | { in: 'nothing' }
);

/** Null: it is nowhere at this instruction; the compiler has left it out. */
export function piecesOf(
  entries: Entries,
  unit: Unit,
  location: Value | undefined,
  pc: number,
  cfa: number,
): Piece[] | null {
  if (location === undefined || typeof location === 'string') return null;
  const expression = typeof location === 'number' ? listed(entries, unit, location, pc) : location;
  return expression === null || expression.length === 0 ? null : evaluate(expression, cfa);
}

/** The expression that a list has for an instruction. */
function listed(entries: Entries, unit: Unit, at: number, pc: number): Buffer | null {
  return unit.version >= 5 ? listed5(entries, unit, at, pc) : listed4(entries, unit, at, pc);
}

function listed4({ sections }: Entries, { lowPc }: Unit, start: number, pc: number): Buffer | null {
  const bytes = sections.get('loc');
  if (bytes === undefined) return null;
  let base = lowPc;
  for (let at = start; at + 16 <= bytes.length;) {
    const [from, to] = [bytes.readBigUInt64LE(at), bytes.readBigUInt64LE(at + 8)];
    at += 16;
    if (from === 0n && to === 0n) return null;
    if (from === 0xffffffffffffffffn) {
      base = Number(to);
      continue;
    }
    const length = bytes.readUInt16LE(at);
    if (pc >= base + Number(from) && pc < base + Number(to)) return bytes.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
  return null;
}

/** DW_LLE: kinds of entries of a list. */
const kind = { end: 0, baseByIndex: 1, startEndByIndex: 2, startLengthByIndex: 3, offsets: 4, always: 5, base: 6, startEnd: 7, startLength: 8 } as const; // prettier-ignore

function listed5(entries: Entries, unit: Unit, start: number, pc: number): Buffer | null {
  const bytes = entries.sections.get('loclists');
  if (bytes === undefined) return null;
  const list = new ListReader(entries, unit, bytes, start);
  let base = unit.lowPc;
  for (let what = list.kind(); what !== undefined; what = list.kind()) {
    if (what === kind.end) return null;
    if (what === kind.baseByIndex) base = list.indexed();
    else if (what === kind.base) base = list.address();
    else {
      let [from, to] = [0, Infinity];
      if (what === kind.offsets) [from, to] = [base + list.number(), base + list.number()];
      else if (what === kind.startEnd) [from, to] = [list.address(), list.address()];
      else if (what === kind.startEndByIndex) [from, to] = [list.indexed(), list.indexed()];
      else if (what === kind.startLength || what === kind.startLengthByIndex) {
        from = what === kind.startLength ? list.address() : list.indexed();
        to = from + list.number();
      } else if (what !== kind.always) return null;
      const expression = list.take(list.number());
      if (pc >= from && pc < to) return expression;
    }
  }
  return null;
}

/** DW_OP */
const operation = {
  addr: 0x03,
  plusUconst: 0x23,
  reg0: 0x50,
  reg31: 0x6f,
  fbreg: 0x91,
  piece: 0x93,
  callFrameCfa: 0x9c,
} as const;

/** Of a variable of a function, whose frame base is its call frame; null for an operation that is not known. */
export function evaluate(expression: Buffer, cfa: number): Piece[] | null {
  const pieces: Piece[] = [];
  let place: Piece = { in: 'nothing', size: 0 };
  let isOpen = false;
  for (let at = 0; at < expression.length;) {
    const what = expression[at++] ?? 0;
    if (what >= operation.reg0 && what <= operation.reg31)
      place = { in: 'register', register: what - operation.reg0, size: 0 }; // prettier-ignore
    else if (what === operation.callFrameCfa) place = { in: 'memory', address: cfa, size: 0 };
    else if (what === operation.fbreg) {
      const [offset, next] = leb(expression, at, true);
      place = { in: 'memory', address: cfa + offset, size: 0 };
      at = next;
    } else if (what === operation.plusUconst) {
      const [more, next] = leb(expression, at, false);
      if (place.in !== 'memory') return null;
      place = { in: 'memory', address: place.address + more, size: 0 };
      at = next;
    } else if (what === operation.piece) {
      const [size, next] = leb(expression, at, false);
      pieces.push({ ...place, size });
      place = { in: 'nothing', size: 0 };
      at = next;
      isOpen = false;
      continue;
    } else return null;
    isOpen = true;
  }
  if (isOpen) pieces.push(place);
  return pieces;
}
