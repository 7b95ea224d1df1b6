/**
 * Go's table of functions and lines (.gopclntab), which every Go executable has, stripped or not: of an address its function, file and line, the
 * functions inlined there, and how far the stack pointer is from the return address. The format: runtime/symtab.go, runtime/runtime2.go (_func),
 * internal/abi/symtab.go. Addresses are those the program was linked for.
 */
import { wordAt } from './elf.ts';

/** A function at a place, for a person. */
export interface Line {
  /** As Go names it: `net.(*netFD).accept`, `main.main.func1`. */
  readonly function: string;
  /** As the compiler wrote it: an absolute path or, with -trimpath, `net/fd_unix.go`. */
  readonly file: string;
  readonly line: number;
  /** The compiler put it into its caller, which is the next. */
  readonly inlined: boolean;
}

/** Instructions [from, to) of one line. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly file: string;
  readonly line: number;
  readonly inlined: number;
}

/** What holds up to an address. */
interface Value {
  readonly to: number;
  readonly value: number;
}

/** A function's own record. */
interface FunctionRecord {
  readonly entry: number;
  readonly name: string;
  readonly pcsp: number;
  readonly pcfile: number;
  readonly pcln: number;
  readonly unit: number;
  /** Where the table of inlined calls is found by pc, and where that table is; 0 without one. */
  readonly inlineIndex: number;
  readonly inlineTree: number;
}

export interface PcTableParts {
  /** The whole table, from its header on. */
  readonly bytes: Buffer;
  /** First address of Go's functions, and the first behind them. */
  readonly text: number;
  readonly textEnd: number;
  /** Reads functions' data: 16 or 20 bytes at a distance from its beginning (moduledata.gofunc). */
  readonly functionData: (offset: number, length: number) => Buffer;
}

/** Numbers that tell the format: 1.19 and before, 1.20 and since. */
const [magic118, magic120] = [0xfffffff0, 0xfffffff1];
const headerSize = 72;
const inlineIndexTable = 2; // PCDATA_InlTreeIndex
const inlineTreeTable = 3; // FUNCDATA_InlTree
const none = 0xffffffff;

/** Where the parts of the table lie within it. */
interface Header {
  readonly magic: number;
  readonly functions: number;
  readonly names: number;
  readonly units: number;
  readonly files: number;
  readonly values: number;
  readonly table: number;
}

/** Reads the header of a table; null when these bytes are none. */
export function readHeader(bytes: Buffer): Header | null {
  if (bytes.length < headerSize) return null;
  const magic = bytes.readUInt32LE(0);
  const known = magic === magic118 || magic === magic120;
  // The instructions' alignment of amd64, and the size of a pointer.
  if (!known || bytes[6] !== 1 || bytes[7] !== 8) return null;
  const functions = wordAt(bytes, 8);
  const [names, units, files, values, table] = [32, 40, 48, 56, 64].map((at) => wordAt(bytes, at));
  if (names === undefined || units === undefined || files === undefined || values === undefined) return null;
  if (
    table === undefined ||
    !(functions > 0 && names < units && units <= files && files <= values && values <= table)
  ) {
    return null;
  }
  return { magic, functions, names, units, files, values, table };
}

/** The first bytes of every table, for those who look for one. */
export const tableMagics = [magic118, magic120].map((magic) => {
  const bytes = Buffer.from([0, 0, 0, 0, 0, 0, 1, 8]);
  bytes.writeUInt32LE(magic);
  return bytes;
});

export class PcTable {
  readonly text: number;
  readonly textEnd: number;
  readonly #bytes: Buffer;
  readonly #header: Header;
  readonly #functionData: PcTableParts['functionData'];
  readonly #records = new Map<number, FunctionRecord>();
  readonly #strings = new Map<number, string>();
  /** 40 bytes until 1.19; then a start line more. */
  readonly #recordSize: number;

  constructor({ bytes, text, textEnd, functionData }: PcTableParts) {
    const header = readHeader(bytes);
    if (header === null) throw new Error('these bytes are no table of Go functions');
    this.#bytes = bytes;
    this.#header = header;
    this.text = text;
    this.textEnd = textEnd;
    this.#functionData = functionData;
    this.#recordSize = header.magic === magic118 ? 40 : 44;
  }

  /** Whether Go's compiler made the instruction at an address. */
  covers(pc: number): boolean {
    return pc >= this.text && pc < this.textEnd;
  }

  /** The name and first address of the function around an address; null outside Go's functions. */
  functionAt(pc: number): { name: string; entry: number } | null {
    return this.#find(pc);
  }

  /** First addresses of functions by their name; of inlined ones where they were not. */
  *functions(): Generator<{ name: string; entry: number }> {
    for (let index = 0; index < this.#header.functions; index++) {
      const { name, entry } = this.#record(index);
      yield { name, entry };
    }
  }

  /** The functions at an address, the innermost first, each in its caller; empty outside Go's functions. */
  lines(pc: number): Line[] {
    const record = this.#find(pc);
    if (record === null) return [];
    const lines: Line[] = [];
    for (let at = pc; ;) {
      const file = this.#file(record, this.#value(record.pcfile, record.entry, at));
      const line = this.#value(record.pcln, record.entry, at) ?? 0;
      const index = record.inlineTree === 0 ? -1 : (this.#value(record.inlineIndex, record.entry, at) ?? -1);
      if (index < 0) {
        lines.push({ function: record.name, file, line, inlined: false });
        return lines;
      }
      const { name, parent } = this.#inlinedCall(record.inlineTree - 1, index);
      lines.push({ function: name, file, line, inlined: true });
      at = record.entry + parent;
    }
  }

  /** Bytes from the stack pointer to the return address of the function around an address; null where it is not known. */
  stackDepth(pc: number): number | null {
    const record = this.#find(pc);
    return record === null ? null : this.#value(record.pcsp, record.entry, pc);
  }

  /** The first instruction behind a function's prologue, which may ask for a larger stack and begin anew; its entry where it has none. */
  afterPrologue(entry: number): number {
    const record = this.#find(entry);
    const [first, second] = record === null ? [] : this.#values(record.pcsp, record.entry);
    return first === undefined || second === undefined || first.value !== 0 ? entry : first.to;
  }

  /** Stretches of the function at an address, each from one line: of its own body (`inlined` -1), or of the inlined call of that number. */
  stretches(entry: number): Stretch[] {
    const record = this.#find(entry);
    if (record === null) return [];
    const lines = this.#values(record.pcln, record.entry);
    const files = this.#values(record.pcfile, record.entry);
    const calls = record.inlineTree === 0 ? [] : this.#values(record.inlineIndex, record.entry);
    const ends = [...new Set([...lines, ...files, ...calls].map(({ to }) => to))].sort((a, b) => a - b);
    const at = (values: readonly Value[], pc: number): number => values.find(({ to }) => pc < to)?.value ?? -1;
    let from = record.entry;
    return ends.map((to) => {
      const file = this.#file(record, at(files, from));
      const stretch = { from, to, file, line: at(lines, from), inlined: at(calls, from) };
      from = to;
      return stretch;
    });
  }

  #find(pc: number): FunctionRecord | null {
    if (!this.covers(pc)) return null;
    const wanted = pc - this.text;
    let [low, high] = [0, this.#header.functions];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#bytes.readUInt32LE(this.#header.table + 8 * middle) <= wanted) low = middle;
      else high = middle;
    }
    return this.#record(low);
  }

  #record(index: number): FunctionRecord {
    const known = this.#records.get(index);
    if (known !== undefined) return known;
    const entry = this.#header.table + 8 * index;
    const at = this.#header.table + this.#bytes.readUInt32LE(entry + 4);
    const field = (offset: number): number => this.#bytes.readUInt32LE(at + offset);
    const [tables, data] = [field(28), this.#bytes[at + this.#recordSize - 1] ?? 0];
    const behind = at + this.#recordSize;
    const inlineIndex = tables > inlineIndexTable ? this.#bytes.readUInt32LE(behind + 4 * inlineIndexTable) : 0;
    const tree = data > inlineTreeTable ? this.#bytes.readUInt32LE(behind + 4 * (tables + inlineTreeTable)) : none;
    const record: FunctionRecord = {
      entry: this.text + this.#bytes.readUInt32LE(entry),
      name: this.#string(this.#header.names + this.#bytes.readInt32LE(at + 4)),
      pcsp: field(16),
      pcfile: field(20),
      pcln: field(24),
      unit: field(32),
      inlineIndex,
      // One more, so that 0 is none.
      inlineTree: tree === none || inlineIndex === 0 ? 0 : tree + 1,
    };
    this.#records.set(index, record);
    return record;
  }

  /** runtime.inlinedCall: {parent, funcID, file, line, func, parentPc} until 1.19, then {funcID, nameOff, parentPc, startLine}. */
  #inlinedCall(tree: number, index: number): { name: string; parent: number } {
    const [size, nameAt] = this.#header.magic === magic118 ? [20, 12] : [16, 4];
    const call = this.#functionData(tree + size * index, size);
    const name = this.#string(this.#header.names + call.readInt32LE(nameAt));
    return { name, parent: call.readInt32LE(nameAt + 4) };
  }

  #file(record: FunctionRecord, index: number | null): string {
    if (index === null || index < 0) return '?';
    const offset = this.#bytes.readUInt32LE(this.#header.units + 4 * (record.unit + index));
    return offset === none ? '?' : this.#string(this.#header.files + offset);
  }

  #value(offset: number, entry: number, pc: number): number | null {
    for (const { to, value } of this.#eachValue(offset, entry)) if (pc < to) return value;
    return null;
  }

  #values(offset: number, entry: number): Value[] {
    return [...this.#eachValue(offset, entry)];
  }

  /** A table from pcs to values: pairs of a value's change (zigzag) and a pc's, both varints, until a change of 0. */
  *#eachValue(offset: number, entry: number): Generator<Value> {
    if (offset === 0) return;
    let at = this.#header.values + offset;
    const varint = (): number => {
      let [value, shift] = [0, 0];
      for (;;) {
        const byte = this.#bytes[at++] ?? 0;
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
        shift += 7;
      }
    };
    let [value, address] = [-1, entry];
    for (let first = true; ; first = false) {
      const change = varint();
      if (change === 0 && !first) return;
      value += change % 2 === 1 ? -(change + 1) / 2 : change / 2;
      address += varint();
      yield { to: address, value };
    }
  }

  #string(at: number): string {
    let text = this.#strings.get(at);
    if (text === undefined) {
      text = this.#bytes.toString('utf8', at, this.#bytes.indexOf(0, at));
      this.#strings.set(at, text);
    }
    return text;
  }
}
