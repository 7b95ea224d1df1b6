/** The sections of an executable's debug information, as they were before they were compressed: elf(5), SHF_COMPRESSED and .zdebug_. */
import fs from 'node:fs';
import { inflateSync } from 'node:zlib';

const names = ['info', 'abbrev', 'loc', 'loclists', 'ranges', 'rnglists', 'addr', 'str', 'line_str'] as const;
export type SectionName = (typeof names)[number];

const [headerSize, compressedFlag, compressedHeader, zdebugHeader] = [64, 0x800, 24, 12];

/** Those that are there; empty for a program that was built without (-ldflags=-w), or whose section headers were taken away. */
export function debugSections(file: string): Map<SectionName, Buffer> {
  const fd = fs.openSync(file, 'r');
  try {
    const read = (offset: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, fs.readSync(fd, bytes, 0, length, offset));
    };
    const elf = read(0, headerSize);
    const [at, size, count, namesAt] = [Number(elf.readBigUInt64LE(40)), elf.readUInt16LE(58), elf.readUInt16LE(60), elf.readUInt16LE(62)]; // prettier-ignore
    const found = new Map<SectionName, Buffer>();
    if (at === 0 || count === 0) return found;
    const headers = read(at, size * count);
    const section = (index: number): { name: number; flags: number; offset: number; length: number } => ({
      name: headers.readUInt32LE(index * size),
      flags: Number(headers.readBigUInt64LE(index * size + 8)),
      offset: Number(headers.readBigUInt64LE(index * size + 24)),
      length: Number(headers.readBigUInt64LE(index * size + 32)),
    });
    const texts = section(namesAt);
    const text = read(texts.offset, texts.length);
    for (let index = 0; index < count; index++) {
      const { name, flags, offset, length } = section(index);
      const full = text.toString('latin1', name, text.indexOf(0, name));
      const known = names.find((each) => full === `.debug_${each}` || full === `.zdebug_${each}`);
      if (known === undefined) continue;
      const bytes = read(offset, length);
      if ((flags & compressedFlag) !== 0) found.set(known, inflateSync(bytes.subarray(compressedHeader)));
      else found.set(known, full.startsWith('.z') ? inflateSync(bytes.subarray(zdebugHeader)) : bytes);
    }
    return found;
  } finally {
    fs.closeSync(fd);
  }
}
