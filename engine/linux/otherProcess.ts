/** The memory of another process: process_vm_readv(2) and process_vm_writev(2), which ask for the same rights as ptrace. */
import { ForeignMemory, UnreadableMemory } from './foreignMemory.ts';
import type { Memory } from './memory.ts';
import { loadNative } from './native.ts';

type Transfer = (pid: number, local: number, count: number, remote: number, remotes: number, flags: number) => number;

const page = 4096;
/** UIO_MAXIOV */
const mostParts = 1024;

export class OtherMemory extends ForeignMemory {
  readonly #pid: number;
  readonly #readv: Transfer;
  readonly #writev: Transfer;
  /** Vectors: an address and a length each; one of ours, then those of the other process. */
  readonly #vectors: Uint32Array;
  readonly #vectorsAt: number;

  constructor(pid: number, own: Memory) {
    super(own);
    this.#pid = pid;
    const sizes = ['uintptr_t', 'unsigned long', 'uintptr_t', 'unsigned long', 'unsigned long'];
    this.#readv = loadNative().libc.func('process_vm_readv', 'long', ['int', ...sizes]);
    this.#writev = loadNative().libc.func('process_vm_writev', 'long', ['int', ...sizes]);
    const vectors = own.allocate(16 * (1 + mostParts));
    this.#vectorsAt = own.addressOf(vectors);
    this.#vectors = new Uint32Array(vectors.buffer);
  }

  /** Copies what lies at an address to ours, and says how much could be read. */
  readInto(bytes: Uint8Array, address: number, length = bytes.length): number {
    this.#vector(1, address, length);
    return this.#read(bytes, length, 1);
  }

  /** Copies parts that lie apart to ours, one behind the other, in one call; says how much could be read: it ends where something is not there. */
  readParts(bytes: Uint8Array, parts: readonly { address: number; length: number }[]): number {
    let total = 0;
    for (let at = 0; at < parts.length; at += mostParts) {
      const some = parts.slice(at, at + mostParts);
      let length = 0;
      for (const [index, part] of some.entries()) {
        this.#vector(index + 1, part.address, part.length);
        length += part.length;
      }
      const read = this.#read(bytes.subarray(total), length, some.length);
      total += read;
      if (read < length) break;
    }
    return total;
  }

  /** Writes bytes of ours (`allocate`) where the process may write itself. False where it may not. */
  write(address: number, bytes: Uint8Array): boolean {
    this.#vector(1, address, bytes.length);
    this.#vector(0, this.own.addressOf(bytes), bytes.length);
    return this.#writev(this.#pid, this.#vectorsAt, 1, this.#vectorsAt + 16, 1, 0) === bytes.length;
  }

  #vector(index: number, address: number, length: number): void {
    this.#vectors[4 * index] = address % 2 ** 32;
    this.#vectors[4 * index + 1] = Math.floor(address / 2 ** 32);
    this.#vectors[4 * index + 2] = length;
  }

  #read(bytes: Uint8Array, length: number, parts: number): number {
    this.#vector(0, this.own.addressOf(bytes), length);
    return Math.max(0, this.#readv(this.#pid, this.#vectorsAt, 1, this.#vectorsAt + 16, parts, 0));
  }

  /** @throws UnreadableMemory */
  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.own.allocate(length);
    if (length > 0 && this.readInto(bytes, address) < length) {
      throw new UnreadableMemory(`0x${address.toString(16)} of process ${this.#pid} cannot be read`);
    }
    return bytes;
  }

  stringAt(address: number, limit = 4096): Uint8Array<ArrayBuffer> {
    const bytes = this.own.allocate(limit);
    let read = 0;
    // To the end of a page at a time: the next may not be there.
    while (read < limit) {
      const wanted = Math.min(limit - read, page - ((address + read) % page));
      const part = bytes.subarray(read, read + wanted);
      if (this.readInto(part, address + read) < wanted) {
        throw new UnreadableMemory(`0x${address.toString(16)} of process ${this.#pid} cannot be read`);
      }
      const end = part.indexOf(0);
      if (end >= 0) return bytes.subarray(0, read + end);
      read += wanted;
    }
    return bytes;
  }
}
