/** The memory that was copied when a call was noted: its buffer, at the address where it was. */
import { ForeignMemory, UnreadableMemory } from '../linux/foreignMemory.ts';

export class NotedMemory extends ForeignMemory {
  #bytes: Uint8Array = new Uint8Array();
  #from = 0;
  #length = 0;
  #address = 0;

  /** From now on a part of these bytes lies at an address, and nothing anywhere else. */
  has(bytes: Uint8Array, from: number, length: number, address: number): void {
    this.#bytes = bytes;
    this.#from = from;
    this.#length = length;
    this.#address = address;
  }

  /** @throws UnreadableMemory */
  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer> {
    const at = address - this.#address;
    if (at < 0 || at + length > this.#length) {
      throw new UnreadableMemory(`0x${address.toString(16)} was not noted`);
    }
    const copy = new Uint8Array(length);
    for (let index = 0; index < length; index++) copy[index] = this.#bytes[this.#from + at + index] ?? 0;
    return copy;
  }

  stringAt(address: number): never {
    throw new UnreadableMemory(`0x${address.toString(16)} was not noted`);
  }
}
