/** Memory by its address: where our buffers lie, and what lies at an address. */
import type { Native } from './native.ts';

export interface Memory {
  /** Where the first byte of a buffer or of a view lies. Stable for the buffer's life. */
  addressOf(memory: ArrayBufferLike | ArrayBufferView): number;
  /** New zeroed memory that never moves. */
  allocate(length: number): Uint8Array<ArrayBuffer>;
  /** A copy of what lies at an address. The address must be readable: nobody checks. */
  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer>;
  /** Writes bytes to an address. */
  copyTo(address: number, bytes: Uint8Array): void;
  /** The memory at an address itself, not a copy: for mappings and rings. */
  bytesAt(address: number, length: number): Uint8Array<ArrayBuffer>;
  /** The C string at an address, of at most `limit` bytes. */
  stringAt(address: number, limit?: number): Uint8Array<ArrayBuffer>;
}

/** A buffer remembers where it lies: looking in a table of all buffers takes longer the more there are. */
type Addressed = ArrayBufferLike & { $address?: number };

/**
 * Addresses for the kernel.
 *
 * V8 keeps the bytes of a typed array up to 64 bytes inside its moving heap until somebody asks for its `.buffer`;
 * from then on, and for every `new ArrayBuffer`, they lie outside and stay where they are. `addressOf` asks.
 * The caller keeps the buffer referenced as long as the kernel may use the address.
 */
export class NativeMemory implements Memory {
  private readonly native: Native;
  private readonly memcpyOut: (to: Uint8Array, from: number, length: number) => void;
  private readonly memcpyIn: (to: number, from: Uint8Array, length: number) => void;
  private readonly strnlen: (address: number, limit: number) => number;

  constructor(native: Native) {
    this.native = native;
    this.memcpyOut = native.libc.func('memcpy', 'void', ['void *', 'uintptr_t', 'size_t']);
    this.memcpyIn = native.libc.func('memcpy', 'void', ['uintptr_t', 'void *', 'size_t']);
    this.strnlen = native.libc.func('strnlen', 'int', ['uintptr_t', 'size_t']);
  }

  addressOf(memory: ArrayBufferLike | ArrayBufferView): number {
    return ArrayBuffer.isView(memory) ? this.baseOf(memory.buffer) + memory.byteOffset : this.baseOf(memory);
  }

  private baseOf(buffer: ArrayBufferLike): number {
    const known = buffer as Addressed;
    return (known.$address ??= Number(this.native.koffi.address(new Uint8Array(buffer))));
  }

  allocate(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(new ArrayBuffer(length));
  }

  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.allocate(length);
    if (length > 0) this.memcpyOut(bytes, address, length);
    return bytes;
  }

  copyTo(address: number, bytes: Uint8Array): void {
    if (bytes.length > 0) this.memcpyIn(address, bytes, bytes.length);
  }

  /** koffi.view, 1 µs. */
  bytesAt(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.native.koffi.view(address, length));
  }

  stringAt(address: number, limit = 4096): Uint8Array<ArrayBuffer> {
    return this.copyFrom(address, this.strnlen(address, limit));
  }
}
