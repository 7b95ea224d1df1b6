/** A Go executable: its version, how it was built, and the tables that make frames of addresses. */
import { readBuildInfo, type BuildInfo } from './buildInfo.ts';
import { ElfFile } from './elf.ts';
import { ProcessError } from './errors.ts';
import { layouts, moduleLayout, supportedReleases, typesField, type RuntimeLayout } from './layout.ts';
import { PcTable, readHeader, tableMagics } from './pclntab.ts';

export interface GoProgram {
  readonly build: BuildInfo;
  /** The minor release: 27 of go1.27.4. */
  readonly minor: number;
  readonly layout: RuntimeLayout;
  readonly table: PcTable;
  /** Stretches of memory where package variables lie that begin as zero, at the addresses the program was linked for. */
  readonly zeroed: readonly { from: number; to: number }[];
  /** The address of the first byte that is loaded. */
  readonly base: number;
  /** Where the runtime's descriptions of types begin. */
  readonly types: number;
  /** What the file has at an address of the code. */
  codeByte(address: number): number;
  /** Closes the file: it is asked for inlined functions as they are met. */
  close(): void;
}

/**
 * Reads an executable file; /proc/PID/exe is one, even when the file was deleted.
 * @throws ProcessError when it is no Go program, or one of a release or processor that is not known
 */
export function readGoProgram(file: string): GoProgram {
  const elf = new ElfFile(file);
  try {
    return programOf(elf);
  } catch (error) {
    elf.close();
    throw error;
  }
}

function programOf(elf: ElfFile): GoProgram {
  const build = readBuildInfo(elf);
  if (build === null) throw new ProcessError('not Go', 'there is no Go in it');
  const minor = minorOf(build.version);
  const layout = layouts[minor];
  if (layout === undefined) {
    const which = build.version === '' ? 'Go before 1.18' : build.version;
    throw new ProcessError(
      'version',
      `it was built with ${which}; Netwalk knows the inside of ${supportedReleases}. Build the program with one of these`,
    );
  }
  const found = findTable(elf);
  if (found === null) throw new ProcessError('not Go', 'its table of Go functions was not found');
  const at = (field: keyof typeof moduleLayout): number => elf.pointer(found.moduleData + moduleLayout[field]);
  const gofunc = elf.pointer(found.moduleData + layout.gofunc);
  return {
    build,
    minor,
    layout,
    table: new PcTable({
      bytes: found.bytes,
      text: at('text'),
      textEnd: at('etext'),
      functionData: (offset, length) => elf.read(gofunc + offset, length),
    }),
    zeroed: [
      { from: at('bss'), to: at('ebss') },
      { from: at('noptrbss'), to: at('enoptrbss') },
    ],
    base: Math.min(...elf.segments.map(({ address }) => address)),
    types: elf.pointer(found.moduleData + typesField(minor)),
    codeByte: (address) => elf.read(address, 1)[0] ?? 0,
    close: () => elf.close(),
  };
}

/** 27 of `go1.27.4`, `go1.27rc1`, `devel go1.27-…`; -1 of what is none. */
export function minorOf(version: string): number {
  const found = /\bgo1\.(\d+)/.exec(version);
  return found === null ? -1 : Number(found[1]);
}

/** The table's bytes and where the runtime's moduledata is: the one place that begins with a pointer to the table and points into it twice more. */
function findTable(elf: ElfFile): { bytes: Buffer; moduleData: number } | null {
  for (const magic of tableMagics) {
    for (const address of elf.find(magic, 8, () => true)) {
      const header = readHeader(elf.read(address, 72));
      if (header === null) continue;
      for (const moduleData of elf.pointersTo(address)) {
        if (elf.pointer(moduleData + moduleLayout.funcnametab) !== address + header.names) continue;
        if (elf.pointer(moduleData + moduleLayout.pclntable) !== address + header.table) continue;
        return { bytes: elf.read(address, tableLength(elf, address, moduleData)), moduleData };
      }
    }
  }
  return null;
}

/** pclntable is the table's last part; the moduledata says how long it is. */
function tableLength(elf: ElfFile, address: number, moduleData: number): number {
  const last = elf.pointer(moduleData + moduleLayout.pclntable);
  return last - address + elf.pointer(moduleData + moduleLayout.pclntable + 8);
}
