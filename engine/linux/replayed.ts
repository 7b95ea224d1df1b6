/** Linux for a recording: its calls are answered from a tape, its memory is only ours, and what the kernel showed is what was recorded. No native part is needed. */
import type { Linux } from './index.ts';
import type { Memory } from './memory.ts';
import type { Architecture } from './numbers.ts';
import type { DescriptorLink, EpollInterest } from './procfs.ts';
import type { Descriptor } from './socket.ts';
import { Kernel } from './syscall.ts';
import { readEpollEvents } from './values.ts';

/** What the kernel showed of the program's descriptors at one moment. */
export interface KernelSnapshot {
  descriptors: Descriptor[];
  /** Of each epoll instance, by its descriptor. */
  interest: Record<number, EpollInterest[]>;
}

export interface ReplayedLinux extends Linux {
  /** Puts a buffer of the program at the address that it had. */
  place(buffer: ArrayBufferLike, address: number): void;
  /** What is shown from now on. */
  show(snapshot: KernelSnapshot): void;
}

const ENOSYS = 38;

export function replayedLinux(architecture: Architecture): ReplayedLinux {
  const memory = new PlacedMemory();
  const kernel = new Kernel({ architecture, call: () => -1, errno: () => ENOSYS, isRecording: true }, memory);
  let shown: KernelSnapshot = { descriptors: [], interest: {} };
  return {
    isLive: false,
    kernel,
    memory,
    threads: null,
    place: (buffer, address) => memory.place(buffer, address),
    show: (snapshot) => (shown = snapshot),
    threadId: () => 0,
    describeDescriptor: (fd) => {
      const found = shown.descriptors.find((descriptor) => descriptor.fd === fd);
      return found?.ring ? { ...found, ring: kernel.rings.state(fd, found.ring) } : (found ?? null);
    },
    epollInterest: (fd) => shown.interest[fd] ?? [],
    epollEvents: (address, count) => readEpollEvents(architecture, memory, address, count),
    processDescriptors: (): DescriptorLink[] => shown.descriptors,
    tcpSockets: () => [],
    handshakes: () => null,
  };
}

interface Placed {
  address: number;
  length: number;
  /** The program lets go of buffers, and others then lie where they lay. */
  buffer: WeakRef<ArrayBufferLike>;
}

/** Buffers at the addresses that they had when the program ran; any other where no process has memory. */
class PlacedMemory implements Memory {
  readonly #addresses = new WeakMap<ArrayBufferLike, number>();
  /** By ascending address, none over another. */
  #placed: Placed[] = [];
  #next = 2 ** 48;

  place(buffer: ArrayBufferLike, address: number): void {
    this.#addresses.set(buffer, address);
    const end = address + buffer.byteLength;
    const from = this.#indexBehind(address - 1);
    let first = from;
    const before = this.#placed[from - 1];
    if (before !== undefined && before.address + before.length > address) first--;
    let last = from;
    while ((this.#placed[last]?.address ?? Infinity) < end) last++;
    this.#placed.splice(first, last - first, { address, length: buffer.byteLength, buffer: new WeakRef(buffer) });
  }

  addressOf(memory: ArrayBufferLike | ArrayBufferView): number {
    const buffer = ArrayBuffer.isView(memory) ? memory.buffer : memory;
    let address = this.#addresses.get(buffer);
    if (address === undefined) {
      address = this.#next;
      this.#next += buffer.byteLength + 16;
      this.place(buffer, address);
    }
    return ArrayBuffer.isView(memory) ? address + memory.byteOffset : address;
  }

  allocate(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(length);
  }

  /** Zeroes where nothing of ours lies any more. */
  copyFrom(address: number, length: number): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(length);
    const found = this.#at(address);
    if (found !== null) copy.set(found.subarray(0, length));
    return copy;
  }

  copyTo(address: number, bytes: Uint8Array): void {
    this.#at(address)?.set(bytes);
  }

  bytesAt(): Uint8Array<ArrayBuffer> {
    throw new Error('a recording has no memory but that of the program');
  }

  stringAt(address: number, limit = 4096): Uint8Array<ArrayBuffer> {
    const found = this.#at(address)?.subarray(0, limit) ?? new Uint8Array(0);
    const end = found.indexOf(0);
    return new Uint8Array(end < 0 ? found : found.subarray(0, end));
  }

  /** The memory from an address to the end of its buffer. */
  #at(address: number): Uint8Array | null {
    const placed = this.#placed[this.#indexBehind(address) - 1];
    const buffer = placed?.buffer.deref();
    if (placed === undefined || buffer === undefined || address >= placed.address + placed.length) return null;
    return new Uint8Array(buffer, address - placed.address);
  }

  /** Of the first buffer that begins behind an address. */
  #indexBehind(address: number): number {
    let low = 0;
    let high = this.#placed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#placed[middle]?.address ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
