/**
 * mmap(2) for a program: what it maps lies in a buffer of ours, so that its slices and pointers are views of it like those of any other memory. The
 * mapping is put over a part of the buffer (MAP_FIXED); the address that it would have had by itself nobody has asked for. The rings of io_uring are
 * where the kernel wants them, and the buffer has a copy (linux/rings.ts).
 */
import type { Argument } from '../../linux/index.ts';
import type { NativeContext } from './native.ts';

// mmap(2)
const [PROT_READ_WRITE, MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS] = [3, 2, 0x10, 0x20];
const pageSize = 4096;

/** Of this thread: buffers over which something is mapped must not be let go. */
const kept: ArrayBufferLike[] = [];

export class Mappings {
  private readonly context: NativeContext;
  private readonly mmap: number;
  private readonly munmap: number;

  constructor(context: NativeContext) {
    this.context = context;
    this.mmap = context.kernel.numbers.numberOf('mmap');
    this.munmap = context.kernel.numbers.numberOf('munmap');
  }

  /** Whether a call maps or unmaps. */
  concerns(number: number): boolean {
    return number === this.mmap || number === this.munmap;
  }

  /** Makes the call that has the same effect for the program; gives its result, -1 with the reason in the kernel's errno. */
  call(number: number, args: readonly Argument[]): number {
    const { kernel } = this.context;
    const [address = 0, length = 0, protection = 0, flags = 0, fd = 0, offset = 0] = args;
    if (number === this.munmap) {
      const ring = kernel.rings.mappingOf(Number(address));
      if (ring !== null) return kernel.rawSyscall(number, ring, length);
      // The buffer needs memory there.
      const ordinary = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
      return Math.min(kernel.rawSyscall(this.mmap, address, length, PROT_READ_WRITE, ordinary, -1, 0), 0);
    }
    if (kernel.rings.has(Number(fd) | 0)) {
      const copy = this.place(Number(length));
      kernel.rings.prepare(copy);
      const result = kernel.rawSyscall(number, 0, length, protection, flags, fd, offset);
      if (result !== -1) kernel.rings.after('mmap', args, result);
      return result === -1 ? -1 : copy;
    }
    const isFixed = (Number(flags) & MAP_FIXED) !== 0;
    const place = isFixed ? address : this.place(Number(length));
    return kernel.rawSyscall(number, place, length, protection, Number(flags) | MAP_FIXED, fd, offset);
  }

  /** The first page of a buffer with room for so many bytes of whole pages. */
  private place(length: number): number {
    const { M } = this.context;
    const buffer = new ArrayBuffer(Math.ceil(length / pageSize) * pageSize + 2 * pageSize);
    if (kept.push(buffer) === 1) process.once('exit', () => this.giveBack());
    M.keepMapping(buffer);
    return firstPage(M.memory.addressOfBuffer(buffer));
  }

  /** The thread ends, and its buffers go back to the heap: they must be ordinary memory. */
  private giveBack(): void {
    const { kernel, memory } = this.context;
    const ordinary = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
    for (const buffer of kept) {
      const length = buffer.byteLength - 2 * pageSize;
      kernel.unwatchedSyscall(this.mmap, firstPage(memory.addressOf(buffer)), length, PROT_READ_WRITE, ordinary, -1, 0);
    }
  }
}

/** The first whole page behind the buffer's first byte. */
const firstPage = (address: number): number => Math.ceil((address + 1) / pageSize) * pageSize;
