/** Entries of debug information, DWARF 4 and 5, as far as Go's compiler writes them: units, functions with what they have, types. Read as they are asked for. */
import { debugSections, type SectionName } from './sections.ts';

export const tag = {
  array: 0x01, formalParameter: 0x05, lexicalBlock: 0x0b, pointer: 0x0f, structure: 0x13, subroutine: 0x15, typedef: 0x16, inlinedCall: 0x1d, subrange: 0x21,
  base: 0x24, subprogram: 0x2e, variable: 0x34, member: 0x0d,
} as const; // prettier-ignore
export const attribute = {
  location: 0x02, name: 0x03, byteSize: 0x0b, lowPc: 0x11, highPc: 0x12, upperBound: 0x2f, abstractOrigin: 0x31, count: 0x37, memberLocation: 0x38,
  encoding: 0x3e, type: 0x49, variableParameter: 0x4b, ranges: 0x55, addrBase: 0x73, loclistsBase: 0x8c, goKind: 0x2900,
} as const; // prettier-ignore

/** A number is an address, an offset or a constant; bytes are an expression. */
export type Value = number | string | Buffer;

export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly version: number;
  readonly abbreviations: number;
  /** Its first entry. */
  readonly first: number;
  readonly lowPc: number;
  readonly addrBase: number;
}

export interface Entry {
  readonly offset: number;
  /** 0: the end of a list of children. */
  readonly tag: number;
  readonly hasChildren: boolean;
  /** Where the entry behind it begins: its first child, if it has any. */
  readonly next: number;
  readonly values: ReadonlyMap<number, Value>;
}

interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly { name: number; form: number; constant: number }[];
}

/** An integer of seven bits a byte, the lowest first. */
export function leb(bytes: Buffer, at: number, signed: boolean): [value: number, next: number] {
  let [value, scale, next] = [0, 1, at];
  for (;;) {
    const byte = bytes[next++] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte >= 0x80) continue;
    return [signed && (byte & 0x40) !== 0 ? value - scale : value, next];
  }
}

export class Entries {
  readonly sections: ReadonlyMap<SectionName, Buffer>;
  readonly #info: Buffer;
  readonly #abbreviations = new Map<number, Map<number, Abbreviation>>();
  #units: Unit[] | null = null;
  readonly #functions = new Map<Unit, Map<number, number>>();

  /** Null when the executable has no debug information. */
  static of(file: string): Entries | null {
    const sections = debugSections(file);
    return sections.has('info') && sections.has('abbrev') ? new Entries(sections) : null;
  }

  private constructor(sections: ReadonlyMap<SectionName, Buffer>) {
    this.sections = sections;
    this.#info = sections.get('info') as Buffer;
  }

  /** The function that begins at an address, in a unit that has it. */
  functionAt(entry: number, has: (unit: Unit) => boolean): { unit: Unit; entry: Entry } | null {
    for (const unit of this.units().filter(has)) {
      const offset = this.#functionsOf(unit).get(entry);
      if (offset !== undefined) return { unit, entry: this.at(offset, unit) };
    }
    return null;
  }

  units(): Unit[] {
    if (this.#units !== null) return this.#units;
    const units: Unit[] = [];
    for (let start = 0; start + 11 <= this.#info.length;) {
      const unit = this.#unitAt(start);
      units.push(unit);
      start = unit.end;
    }
    return (this.#units = units);
  }

  /** The unit in which an offset lies. */
  unitOf(offset: number): Unit {
    const found = this.units().find(({ start, end }) => offset >= start && offset < end);
    if (found === undefined) throw new RangeError(`no unit of the debug information holds ${offset}`);
    return found;
  }

  #unitAt(start: number): Unit {
    const info = this.#info;
    const end = start + 4 + info.readUInt32LE(start);
    const version = info.readUInt16LE(start + 4);
    const isNew = version >= 5;
    const abbreviations = info.readUInt32LE(start + (isNew ? 8 : 6));
    const bare = {
      start,
      end,
      version,
      abbreviations,
      first: start + (isNew ? 12 : 11),
      lowPc: 0,
      addrBase: 8,
    };
    const { values } = this.at(bare.first, bare);
    const number = (which: number, other: number): number => {
      const value = values.get(which);
      return typeof value === 'number' ? value : other;
    };
    return {
      ...bare,
      lowPc: number(attribute.lowPc, 0),
      addrBase: number(attribute.addrBase, 8),
    };
  }

  #functionsOf(unit: Unit): Map<number, number> {
    const known = this.#functions.get(unit);
    if (known !== undefined) return known;
    const found = new Map<number, number>();
    this.#functions.set(unit, found);
    for (let at = this.at(unit.first, unit).next; at < unit.end;) {
      const entry = this.at(at, unit);
      const lowPc = entry.values.get(attribute.lowPc);
      if (entry.tag === tag.subprogram && typeof lowPc === 'number') found.set(lowPc, entry.offset);
      at = entry.next;
    }
    return found;
  }

  /** The entries below one, not those below these. */
  *children(parent: Entry, unit: Unit): Generator<Entry> {
    if (!parent.hasChildren) return;
    let depth = 0;
    for (let at = parent.next; at < unit.end;) {
      const entry = this.at(at, unit);
      at = entry.next;
      if (entry.tag === 0) {
        if (depth-- === 0) return;
        continue;
      }
      if (depth === 0) yield entry;
      if (entry.hasChildren) depth++;
    }
  }

  at(offset: number, unit: Unit): Entry {
    const [code, first] = leb(this.#info, offset, false);
    if (code === 0) return { offset, tag: 0, hasChildren: false, next: first, values: new Map() };
    const abbreviation = this.#abbreviation(unit.abbreviations, code);
    const values = new Map<number, Value>();
    let at = first;
    for (const { name, form, constant } of abbreviation.attributes) {
      const [value, next] = this.#value(form, at, unit, constant);
      values.set(name, value);
      at = next;
    }
    return { offset, tag: abbreviation.tag, hasChildren: abbreviation.hasChildren, next: at, values };
  }

  #abbreviation(table: number, code: number): Abbreviation {
    let known = this.#abbreviations.get(table);
    if (known === undefined) this.#abbreviations.set(table, (known = this.#readAbbreviations(table)));
    const found = known.get(code);
    if (found === undefined) throw new RangeError(`no abbreviation ${code} of the debug information`);
    return found;
  }

  #readAbbreviations(table: number): Map<number, Abbreviation> {
    const bytes = this.sections.get('abbrev') as Buffer;
    const found = new Map<number, Abbreviation>();
    let at = table;
    const next = (signed = false): number => {
      const [value, behind] = leb(bytes, at, signed);
      at = behind;
      return value;
    };
    for (let code = next(); code !== 0; code = next()) {
      const kind = next();
      const hasChildren = bytes[at++] === 1;
      const attributes: { name: number; form: number; constant: number }[] = [];
      for (;;) {
        const [name, form] = [next(), next()];
        const constant = form === 0x21 ? next(true) : 0;
        if (name === 0 && form === 0) break;
        attributes.push({ name, form, constant });
      }
      found.set(code, { tag: kind, hasChildren, attributes });
    }
    return found;
  }

  /** DWARF 5, 7.5.5: a value in its form, and where the next begins. */
  #value(form: number, at: number, unit: Unit, constant: number): [Value, number] {
    const info = this.#info;
    const block = (length: number, from: number): [Buffer, number] => [info.subarray(from, from + length), from + length];
    const text = (bytes: Buffer | undefined, from: number): string =>
      bytes === undefined ? '' : bytes.toString('utf8', from, bytes.indexOf(0, from));
    switch (form) {
      case 0x01: case 0x07: case 0x14: case 0x20: // addr, data8, ref8
        return [Number(info.readBigUInt64LE(at)), at + 8];
      case 0x0b: case 0x0c: case 0x11: // data1, flag, ref1
        return [(info[at] ?? 0) + (form === 0x11 ? unit.start : 0), at + 1];
      case 0x05: case 0x12: // data2, ref2
        return [info.readUInt16LE(at) + (form === 0x12 ? unit.start : 0), at + 2];
      case 0x06: case 0x10: case 0x17: // data4, ref_addr, sec_offset
        return [info.readUInt32LE(at), at + 4];
      case 0x13: // ref4
        return [info.readUInt32LE(at) + unit.start, at + 4];
      case 0x0d: // sdata
        return leb(info, at, true);
      case 0x0f: case 0x15: case 0x1a: case 0x22: case 0x23: { // udata, ref_udata, strx, loclistx, rnglistx
        const [value, next] = leb(info, at, false);
        return [value + (form === 0x15 ? unit.start : 0), next];
      }
      case 0x08: { // string
        const end = info.indexOf(0, at);
        return [info.toString('utf8', at, end), end + 1];
      }
      case 0x0e: // strp
        return [text(this.sections.get('str'), info.readUInt32LE(at)), at + 4];
      case 0x1f: // line_strp
        return [text(this.sections.get('line_str'), info.readUInt32LE(at)), at + 4];
      case 0x0a: // block1
        return block(info[at] ?? 0, at + 1);
      case 0x03: // block2
        return block(info.readUInt16LE(at), at + 2);
      case 0x04: // block4
        return block(info.readUInt32LE(at), at + 4);
      case 0x09: case 0x18: { // block, exprloc
        const [length, from] = leb(info, at, false);
        return block(length, from);
      }
      case 0x19: // flag_present
        return [1, at];
      case 0x1b: { // addrx
        const [index, next] = leb(info, at, false);
        return [this.address(index, unit), next];
      }
      case 0x1e: // data16
        return block(16, at);
      case 0x21: // implicit_const
        return [constant, at];
      default:
        throw new RangeError(`form 0x${form.toString(16)} of debug information is not known`);
    }
  } // prettier-ignore

  /** An address by its number in .debug_addr. */
  address(index: number, { addrBase }: Unit): number {
    const bytes = this.sections.get('addr');
    const at = addrBase + 8 * index;
    return bytes === undefined || at + 8 > bytes.length ? 0 : Number(bytes.readBigUInt64LE(at));
  }
}
