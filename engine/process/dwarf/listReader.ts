/** Reads a list of DWARF 5 from where it begins: its entries' kinds, and what belongs to them (2.6.2, 2.17.3). */
import { leb, type Entries, type Unit } from './entries.ts';

export class ListReader {
  readonly #entries: Entries;
  readonly #unit: Unit;
  readonly #bytes: Buffer;
  #at: number;

  constructor(entries: Entries, unit: Unit, bytes: Buffer, start: number) {
    this.#entries = entries;
    this.#unit = unit;
    this.#bytes = bytes;
    this.#at = start;
  }

  /** The kind of the next entry; undefined behind the section. */
  kind(): number | undefined {
    return this.#bytes[this.#at++];
  }

  number(): number {
    const [value, next] = leb(this.#bytes, this.#at, false);
    this.#at = next;
    return value;
  }

  address(): number {
    this.#at += 8;
    return Number(this.#bytes.readBigUInt64LE(this.#at - 8));
  }

  /** An address that the entry names by its number. */
  indexed(): number {
    return this.#entries.address(this.number(), this.#unit);
  }

  take(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
