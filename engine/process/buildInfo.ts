/** What Go's linker wrote into an executable of how it was built: debug/buildinfo. */
import type { ElfFile } from './elf.ts';

export interface BuildInfo {
  /** As runtime.Version gives it: `go1.19.8`, `go1.27.4 X:nocoverageredesign`. */
  version: string;
  /** The package that was built: `example.org/server`, `command-line-arguments`; '' when it is not said. */
  path: string;
  /** Settings by name: `-trimpath`, `CGO_ENABLED`, `GOARCH`. */
  settings: ReadonlyMap<string, string>;
}

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const headerSize = 32;
const stringsInline = 2;
/** The linker surrounds the module's text by 16 bytes to find it by. */
const sentinel = 16;

/** Reads the build information; null where there is none, as in what is no Go program. Go before 1.18 kept it otherwise: its version is then ''. */
export function readBuildInfo(elf: ElfFile): BuildInfo | null {
  for (const address of elf.find(magic, 16, (segment) => !segment.executable)) {
    const header = elf.read(address, headerSize);
    if (header.length < headerSize) continue;
    if (((header[15] ?? 0) & stringsInline) === 0) return { version: '', path: '', settings: new Map() };
    const [version, next] = stringAt(elf, address + headerSize);
    const [text] = stringAt(elf, next);
    const lines = text.length > 2 * sentinel ? text.slice(sentinel, -sentinel).split('\n') : [];
    return { version, path: pathIn(lines), settings: settingsIn(lines) };
  }
  return null;
}

/** A string behind its length as a varint, and where it ends. */
function stringAt(elf: ElfFile, address: number): [text: string, end: number] {
  const prefix = elf.read(address, 10);
  let [length, bytes] = [0, 0];
  for (const byte of prefix) {
    length += (byte & 0x7f) * 2 ** (7 * bytes++);
    if (byte < 0x80) break;
  }
  const text = elf.read(address + bytes, Math.min(length, 1 << 24));
  return [text.toString('latin1'), address + bytes + length];
}

const pathIn = (lines: readonly string[]): string => lines.find((line) => line.startsWith('path\t'))?.slice(5) ?? '';

function settingsIn(lines: readonly string[]): Map<string, string> {
  const settings = lines.filter((line) => line.startsWith('build\t')).map((line) => line.slice(6));
  return new Map(settings.map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]));
}
