/** Memory by its address: where our buffers lie, and what lies at an address. */
import type { Native } from './native.ts';

/**
 * Addresses for the kernel.
 *
 * V8 keeps the bytes of a typed array up to 64 bytes inside its moving heap until somebody asks for its `.buffer`;
 * from then on, and for every `new ArrayBuffer`, they lie outside and stay where they are. `addressOf` asks.
 * The caller keeps the buffer referenced as long as the kernel may use the address.
 */
export class Memory {
  private readonly native: Native;
  private readonly addresses = new WeakMap<ArrayBufferLike, number>();
  private readonly memcpyOut: (to: Uint8Array, from: number, length: number) => void;
  private readonly memcpyIn: (to: number, from: Uint8Array, length: number) => void;
  private readonly strnlen: (address: number, limit: number) => number;

  constructor(native: Native) {
    this.native = native;
    this.memcpyOut = native.libc.func('memcpy', 'void', ['void *', 'uintptr_t', 'size_t']);
    this.memcpyIn = native.libc.func('memcpy', 'void', ['uintptr_t', 'void *', 'size_t']);
    this.strnlen = native.libc.func('strnlen', 'int', ['uintptr_t', 'size_t']);
  }

  /** Where the first byte of a buffer or of a view lies. Stable for the buffer's life. */
  addressOf(memory: ArrayBufferLike | ArrayBufferView): number {
    return ArrayBuffer.isView(memory) ? this.baseOf(memory.buffer) + memory.byteOffset : this.baseOf(memory);
  }

  private baseOf(buffer: ArrayBufferLike): number {
    let address = this.addresses.get(buffer);
    if (address === undefined) {
      address = Number(this.native.koffi.address(new Uint8Array(buffer)));
      this.addresses.set(buffer, address);
    }
    return address;
  }

  /** New zeroed memory that never moves. */
  allocate(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(new ArrayBuffer(length));
  }

  /** A copy of what lies at an address. The address must be readable: nobody checks. */
  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.allocate(length);
    if (length > 0) this.memcpyOut(bytes, address, length);
    return bytes;
  }

  /** Writes bytes to an address. */
  copyTo(address: number, bytes: Uint8Array): void {
    if (bytes.length > 0) this.memcpyIn(address, bytes, bytes.length);
  }

  /** The memory at an address itself, not a copy (koffi.view, 1 µs): for mappings and rings. */
  bytesAt(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.native.koffi.view(address, length));
  }

  /** The C string at an address, of at most `limit` bytes. */
  stringAt(address: number, limit = 4096): Uint8Array<ArrayBuffer> {
    return this.copyFrom(address, this.strnlen(address, limit));
  }
}
