/** Values in the memory of a process by their types in the debug information, as Go writes them; pointers and interfaces are followed a little way. */
import { errnoName } from '../../linux/index.ts';
import { UnreadableMemory } from '../../linux/foreignMemory.ts';
import type { OtherMemory } from '../../linux/otherProcess.ts';
import { wordAt } from '../elf.ts';
import { attribute, tag, type Entries, type Entry } from './entries.ts';

/** Plain data. */
export interface ShownValue {
  name: string;
  /** As Go writes it: `*net.netFD`. */
  type: string;
  value: string;
  children: ShownValue[];
}

/** Bytes of a value, and of each whether it is there. */
export interface Bytes {
  readonly bytes: Buffer;
  readonly known: Uint8Array;
}

export const optimizedOut = 'optimized out';
/** reflect.Kind */
const kind = { slice: 23, string: 24, map: 21, channel: 18, func: 19 } as const;
const encoding = { boolean: 2, float: 4, signed: 5, unsigned: 7, character: 8 } as const;
const [mostFollowed, mostDepth, mostElements, mostText] = [2, 12, 16, 64];
/** DW_AT_go_runtime_type: where the runtime's own description of a type is, from the first of them on. */
const runtimeType = 0x2904;

export class Values {
  readonly #entries: Entries;
  readonly #memory: OtherMemory;
  /** Where the runtime's descriptions of types begin in the process. */
  readonly #types: number;
  #byRuntimeType: Map<number, number> | null = null;

  constructor(entries: Entries, memory: OtherMemory, types: number) {
    this.#entries = entries;
    this.#memory = memory;
    this.#types = types;
  }

  /** Bytes of a value of a type. */
  sizeOf(type: number): number {
    const entry = this.#bare(type);
    if (entry.tag === tag.pointer || entry.tag === tag.subroutine) return 8;
    const size = entry.values.get(attribute.byteSize);
    return typeof size === 'number' ? size : 8;
  }

  shown(name: string, type: number, from: Bytes, followed = 0, depth = 0): ShownValue {
    const bare = this.#bare(type);
    const shown: ShownValue = { name, type: this.#name(type), value: '', children: [] };
    if (from.known.every((is) => is === 0)) return { ...shown, value: optimizedOut };
    const word = (at: number): number | null => (isKnown(from, at, 8) ? wordAt(from.bytes, at) : null);
    const goKind = bare.values.get(attribute.goKind);
    try {
      if (bare.tag === tag.base) return { ...shown, value: isKnown(from, 0, from.bytes.length) ? scalar(bare, shown.type, from.bytes) : optimizedOut }; // prettier-ignore
      if (goKind === kind.string) return { ...shown, value: this.#text(word(0), word(8)) };
      if (goKind === kind.slice) return this.#slice(shown, bare, word, followed, depth);
      if (/^runtime\.[ie]face$/.test(nameOf(bare))) return this.#interface(shown, bare, word, followed, depth);
      if (goKind === kind.map || goKind === kind.channel || goKind === kind.func)
        return { ...shown, value: hex(word(0)) };
      if (bare.tag === tag.pointer) return this.#pointer(shown, bare, word(0), followed, depth);
      if (bare.tag === tag.structure) return this.#struct(shown, bare, from, followed, depth);
      if (bare.tag === tag.array) return this.#array(shown, bare, from, followed, depth);
      return { ...shown, value: hex(word(0)) };
    } catch (error) {
      if (!(error instanceof UnreadableMemory)) throw error;
      return { ...shown, value: `unreadable: ${error.message}` };
    }
  }

  /** What lies in memory as a value of a type. */
  at(name: string, type: number, address: number, followed: number, depth: number): ShownValue {
    const bytes = Buffer.from(this.#memory.copyFrom(address, this.sizeOf(type)).buffer);
    return this.shown(name, type, { bytes, known: new Uint8Array(bytes.length).fill(1) }, followed, depth);
  }

  #text(at: number | null, length: number | null): string {
    if (at === null || length === null) return length === null ? optimizedOut : `${length} bytes, ${optimizedOut}`;
    const bytes = Buffer.from(this.#memory.copyFrom(at, Math.min(length, mostText)));
    return JSON.stringify(bytes.toString('utf8')) + (length > mostText ? `… ${length} bytes` : '');
  }

  #slice(
    shown: ShownValue,
    bare: Entry,
    word: (at: number) => number | null,
    followed: number,
    depth: number,
  ): ShownValue {
    const [at, length, capacity] = [word(0), word(8), word(16)];
    const sizes = `len ${length ?? optimizedOut}, cap ${capacity ?? optimizedOut}`;
    if (at === null || length === null) return { ...shown, value: sizes };
    if (/^\[\](uint8|byte)$/.test(shown.type)) return { ...shown, value: `${sizes}, ${this.#text(at, length)}` };
    const array = this.#fields(bare).find((field) => nameOf(field) === 'array');
    const element = array === undefined ? undefined : typeOf(this.#bare(typeOf(array) ?? 0));
    if (element === undefined || depth >= mostDepth) return { ...shown, value: sizes };
    const size = this.sizeOf(element);
    const count = Math.min(length, mostElements);
    const children = Array.from({ length: count }, (_, index) => this.at(`[${index}]`, element, at + index * size, followed, depth + 1)); // prettier-ignore
    return { ...shown, value: sizes, children };
  }

  /** Its dynamic type and what it holds; of pointers the interface is the pointer itself. */
  #interface(
    shown: ShownValue,
    bare: Entry,
    word: (at: number) => number | null,
    followed: number,
    depth: number,
  ): ShownValue {
    const [first, data] = [word(0), word(8)];
    if (first === null) return { ...shown, value: optimizedOut };
    if (first === 0) return { ...shown, value: 'nil' };
    const described = nameOf(bare) === 'runtime.eface' ? first : this.#word(first + 8);
    const type = this.#typeAt(described - this.#types);
    if (type === undefined || data === null) return { ...shown, value: data === null ? optimizedOut : `of another type, ${hex(data)}` }; // prettier-ignore
    const { tag: what, values } = this.#bare(type);
    const isDirect = what === tag.pointer || [kind.map, kind.channel, kind.func].some((each) => each === values.get(attribute.goKind)); // prettier-ignore
    const held = isDirect ? this.shown('data', type, wordBytes(data), followed, depth + 1) : this.at('data', type, data, followed, depth + 1); // prettier-ignore
    return { ...shown, value: `${held.type} ${held.value}`, children: held.children };
  }

  #pointer(shown: ShownValue, bare: Entry, address: number | null, followed: number, depth: number): ShownValue {
    const target = typeOf(bare);
    const value = hex(address);
    if (address === null || address === 0 || target === undefined || followed >= mostFollowed || depth >= mostDepth) return { ...shown, value }; // prettier-ignore
    const inside = this.at('*', target, address, followed + 1, depth + 1);
    return inside.children.length > 0 ? { ...shown, value: `${value} ${inside.value}`, children: inside.children } : { ...shown, value, children: [inside] }; // prettier-ignore
  }

  #struct(shown: ShownValue, bare: Entry, from: Bytes, followed: number, depth: number): ShownValue {
    if (depth >= mostDepth) return { ...shown, value: '{…}' };
    const children = this.#fields(bare).map((field) => {
      const type = typeOf(field) ?? 0;
      const at = Number(field.values.get(attribute.memberLocation) ?? 0);
      return this.shown(nameOf(field), type, slice(from, at, this.sizeOf(type)), followed, depth + 1);
    });
    return { ...shown, value: summary(children), children };
  }

  #array(shown: ShownValue, bare: Entry, from: Bytes, followed: number, depth: number): ShownValue {
    const element = typeOf(bare);
    if (element === undefined || depth >= mostDepth) return { ...shown, value: '[…]' };
    const size = Math.max(1, this.sizeOf(element));
    const count = Math.min(Math.floor(from.bytes.length / size), mostElements);
    const children = Array.from({ length: count }, (_, index) => this.shown(`[${index}]`, element, slice(from, index * size, size), followed, depth + 1)); // prettier-ignore
    return { ...shown, value: `[${Math.floor(from.bytes.length / size)}]`, children };
  }

  #fields(structure: Entry): Entry[] {
    const unit = this.#entries.unitOf(structure.offset);
    return [...this.#entries.children(structure, unit)].filter((entry) => entry.tag === tag.member);
  }

  #entry(offset: number): Entry {
    return this.#entries.at(offset, this.#entries.unitOf(offset));
  }

  /** Behind all names. */
  #bare(offset: number): Entry {
    let entry = this.#entry(offset);
    for (let names = 0; entry.tag === tag.typedef && names < 10; names++) entry = this.#entry(typeOf(entry) ?? offset);
    return entry;
  }

  #name(offset: number): string {
    return offset === 0 ? '' : nameOf(this.#entry(offset));
  }

  #word(address: number): number {
    return wordAt(Buffer.from(this.#memory.copyFrom(address, 8)), 0);
  }

  /** The type of a description of the runtime's. All types are read when the first is asked for. */
  #typeAt(described: number): number | undefined {
    if (this.#byRuntimeType === null) {
      this.#byRuntimeType = new Map();
      for (const unit of this.#entries.units()) {
        for (const entry of this.#entries.children(this.#entries.at(unit.first, unit), unit)) {
          const at = entry.values.get(runtimeType);
          // A name and what it stands for have the same: the name comes behind.
          if (typeof at === 'number' && at !== 0) this.#byRuntimeType.set(at, entry.offset);
        }
      }
    }
    return this.#byRuntimeType.get(described);
  }
}

const nameOf = ({ values }: Entry): string => String(values.get(attribute.name) ?? '');

function typeOf({ values }: Entry): number | undefined {
  const type = values.get(attribute.type);
  return typeof type === 'number' ? type : undefined;
}

const hex = (word: number | null): string =>
  word === null ? optimizedOut : word === 0 ? 'nil' : `0x${word.toString(16)}`;

function isKnown({ known }: Bytes, at: number, length: number): boolean {
  return at + length <= known.length && known.subarray(at, at + length).every((is) => is === 1);
}

const slice = ({ bytes, known }: Bytes, at: number, length: number): Bytes => ({
  bytes: bytes.subarray(at, at + length),
  known: known.subarray(at, at + length),
});

function wordBytes(word: number): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(word));
  return { bytes, known: new Uint8Array(8).fill(1) };
}

function scalar({ values }: Entry, type: string, bytes: Buffer): string {
  const how = values.get(attribute.encoding);
  if (how === encoding.boolean) return String(bytes[0] === 1);
  if (how === encoding.float) return String(bytes.length === 4 ? bytes.readFloatLE(0) : bytes.readDoubleLE(0));
  if (how === encoding.signed) return String(bytes.length === 8 ? bytes.readBigInt64LE(0) : bytes.readIntLE(0, bytes.length)); // prettier-ignore
  if (how !== encoding.unsigned && how !== encoding.character) return `0x${bytes.toString('hex')}`;
  const number = bytes.length === 8 ? bytes.readBigUInt64LE(0) : bytes.readUIntLE(0, bytes.length);
  const name = type === 'syscall.Errno' ? errnoName(Number(number)) : '';
  return name === '' ? String(number) : `${number} (${name})`;
}

/** `{Sysfd: 7, IsStream: true, …}` */
function summary(children: readonly ShownValue[]): string {
  let text = '';
  for (const { name, value, children: inside } of children) {
    const part = `${text === '' ? '' : ', '}${name}: ${inside.length > 0 ? '…' : value}`;
    if (text.length + part.length > 80) return `{${text}, …}`;
    text += part;
  }
  return `{${text}}`;
}
