/** Memory that is not ours: a decoder of system calls reads it like our own, and nobody writes to it. */
import type { Memory } from './memory.ts';

/** Nothing is mapped there, the process has ended, or it was not noted. */
export class UnreadableMemory extends Error {
  override readonly name = 'UnreadableMemory';
}

/** As `Memory`, for what is only read; buffers are our own. */
export abstract class ForeignMemory implements Memory {
  protected readonly own: Memory;

  constructor(own: Memory) {
    this.own = own;
  }

  abstract copyFrom(address: number, length: number): Uint8Array<ArrayBuffer>;
  abstract stringAt(address: number, limit?: number): Uint8Array<ArrayBuffer>;

  addressOf(memory: ArrayBufferLike | ArrayBufferView): number {
    return this.own.addressOf(memory);
  }

  allocate(length: number): Uint8Array<ArrayBuffer> {
    return this.own.allocate(length);
  }

  copyTo(): never {
    throw new Error('memory that is not ours is only read');
  }

  bytesAt(): never {
    throw new Error('memory that is not ours is only read');
  }
}
