/**
 * An ELF executable of x86-64, as far as Go's tables need it: what lies at an address before the program is loaded (elf(5)). It reads the file in
 * pieces, never whole: a server may be hundreds of megabytes. The packages for ELF read all of it and know no relocations, so this is our own.
 */
import fs from 'node:fs';
import { ProcessError } from './errors.ts';

/** A stretch of the program's memory that comes from the file; sizes in bytes. */
export interface Segment {
  readonly address: number;
  readonly size: number;
  /** What stands in the file; the rest is zero. */
  readonly fileSize: number;
  readonly offset: number;
  readonly executable: boolean;
}

const [ptLoad, ptDynamic] = [1, 2];
const [dtNull, dtRela, dtRelaSize] = [0, 7, 8];
const relative = 8; // R_X86_64_RELATIVE
const relocationSize = 24;
const [etExec, etDyn] = [2, 3];
const machineX64 = 62;

export class ElfFile {
  readonly segments: readonly Segment[];
  readonly #fd: number;
  readonly #dynamic: { address: number; size: number } | null;
  #relocated: Map<number, number> | null = null;

  /** Opens an executable. @throws ProcessError for what is none of Linux on x86-64 */
  constructor(file: string) {
    this.#fd = fs.openSync(file, 'r');
    try {
      const { segments, dynamic } = this.#programHeaders();
      this.segments = segments;
      this.#dynamic = dynamic;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    fs.closeSync(this.#fd);
  }

  #programHeaders(): { segments: Segment[]; dynamic: { address: number; size: number } | null } {
    const header = this.#readFile(0, 64);
    const isElf = header.length === 64 && header.readUInt32BE(0) === 0x7f454c46;
    if (!isElf) throw new ProcessError('not Go', 'it is no ELF executable');
    const [bits, order, kind, machine] = [header[4], header[5], header.readUInt16LE(16), header.readUInt16LE(18)];
    if (bits !== 2 || order !== 1 || machine !== machineX64) {
      throw new ProcessError('architecture', 'it was built for another processor than x86-64 (GOARCH=amd64)');
    }
    if (kind !== etExec && kind !== etDyn) throw new ProcessError('not Go', 'it is no executable');
    const [size, count] = [header.readUInt16LE(54), header.readUInt16LE(56)];
    const table = this.#readFile(Number(header.readBigUInt64LE(32)), size * count);
    const segments: Segment[] = [];
    let dynamic: { address: number; size: number } | null = null;
    for (let at = 0; at + 56 <= table.length; at += size) {
      const word = (offset: number): number => Number(table.readBigUInt64LE(at + offset));
      const type = table.readUInt32LE(at);
      if (type === ptDynamic) dynamic = { address: word(16), size: word(32) };
      if (type !== ptLoad) continue;
      const executable = (table.readUInt32LE(at + 4) & 1) !== 0;
      segments.push({ address: word(16), size: word(40), fileSize: word(32), offset: word(8), executable });
    }
    return { segments, dynamic };
  }

  #readFile(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let read = 0;
    while (read < length) {
      const got = fs.readSync(this.#fd, bytes, read, length - read, offset + read);
      if (got === 0) break;
      read += got;
    }
    return bytes.subarray(0, read);
  }

  /** What the file has for an address; shorter where the file ends, empty where nothing is loaded. Relocations are not applied. */
  read(address: number, length: number): Buffer {
    const segment = this.segments.find((each) => address >= each.address && address < each.address + each.fileSize);
    if (segment === undefined) return Buffer.alloc(0);
    const at = address - segment.address;
    return this.#readFile(segment.offset + at, Math.min(length, segment.fileSize - at));
  }

  /** The pointer that lies at an address once the program is loaded at the addresses it was linked for. */
  pointer(address: number): number {
    const relocated = this.#relocations().get(address);
    if (relocated !== undefined) return relocated;
    const bytes = this.read(address, 8);
    return bytes.length < 8 ? 0 : Number(bytes.readBigUInt64LE(0));
  }

  /** Where such a pointer to `target` lies, in no particular order; only at multiples of 8. */
  *pointersTo(target: number): Generator<number> {
    for (const [address, value] of this.#relocations()) if (value === target) yield address;
    const wanted = Buffer.alloc(8);
    wanted.writeBigUInt64LE(BigInt(target));
    yield* this.find(wanted, 8, (segment) => !segment.executable);
  }

  /** Where these bytes lie, at multiples of `alignment`. */
  *find(wanted: Buffer, alignment: number, where: (segment: Segment) => boolean): Generator<number> {
    const piece = 1 << 20;
    for (const segment of this.segments.filter(where)) {
      for (let at = 0; at < segment.fileSize; at += piece) {
        const bytes = this.read(segment.address + at, piece + wanted.length - 1);
        for (let found = bytes.indexOf(wanted); found >= 0; found = bytes.indexOf(wanted, found + 1)) {
          if (found < piece && (segment.address + at + found) % alignment === 0) yield segment.address + at + found;
        }
      }
    }
  }

  /** A position-independent executable has its pointers in a table (DT_RELA) instead of in place. */
  #relocations(): Map<number, number> {
    if (this.#relocated !== null) return this.#relocated;
    const found = new Map<number, number>();
    this.#relocated = found;
    if (this.#dynamic === null) return found;
    const entries = this.read(this.#dynamic.address, this.#dynamic.size);
    let [table, size] = [0, 0];
    for (let at = 0; at + 16 <= entries.length; at += 16) {
      const [tag, value] = [Number(entries.readBigInt64LE(at)), Number(entries.readBigUInt64LE(at + 8))];
      if (tag === dtNull) break;
      if (tag === dtRela) table = value;
      if (tag === dtRelaSize) size = value;
    }
    const bytes = this.read(table, size);
    for (let at = 0; at + relocationSize <= bytes.length; at += relocationSize) {
      if (bytes.readUInt32LE(at + 8) !== relative) continue;
      found.set(wordAt(bytes, at), wordAt(bytes, at + 16));
    }
    return found;
  }
}

/** An address: 64 bits of which no more than 53 are used. */
export function wordAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
