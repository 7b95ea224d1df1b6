/**
 * The recording file (docs/recording.md): a line of JSON that says what it is, then blocks. Each block has its length and checksum, and is compressed
 * by itself, so that a file that ends anywhere is good up to its last whole block.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { messageOf } from '../messageOf.ts';

export const formatName = 'netwalk-recording';
/** A run that is executed again; a real process's calls, which are looked at. */
export const formatVersion = 1;
export const processFormatVersion = 2;

interface CommonHeader {
  format: typeof formatName;
  /** Netwalk's version. */
  engine: string;
  goVersion: string;
  /** `x64` or `arm64`: what the kernel's structures look like. */
  architecture: string;
  /** Milliseconds since 1970. */
  made: number;
  /** `Linux 6.1.0`. */
  system: string;
}

/** Of a run. */
export interface Header extends CommonHeader {
  version: typeof formatVersion;
  /** SHA-256 of the source of net, internal/poll and runtime, hexadecimal. */
  sourceHash: string;
  /** Of what was run: a walkthrough, a session's own program (`listen`), or files. */
  program: { walkthrough: string } | { session: string } | { files: { name: string; sha256: string }[] };
  args: string[];
  env: Record<string, string>;
  stepInto: string[];
  /** Where the random numbers of the run begin. */
  seed: number;
}

/** Of a real process. */
export interface ProcessHeader extends CommonHeader {
  version: typeof processFormatVersion;
  process: {
    pid: number;
    /** Its executable, and what it was started with. */
    program: string;
    args: string[];
    /** The package that was built. */
    path: string;
    /** Where the runtime's source was when it was built; `runtime` with -trimpath. */
    runtimeFolder: string;
  };
}

export const isOfProcess = (header: Header | ProcessHeader): header is ProcessHeader =>
  header.version === processFormatVersion;

/** What is no recording, or none that can be read; the message is for the person. */
export class RecordingError extends Error {}

const blockHeader = 8;
/** A block is at most this long before it is compressed; a bigger length in a file is damage. */
export const longestBlock = 4 * 1024 * 1024;

/** Writes a file block by block. @throws Error of the file system: ENOSPC when the disk is full */
export class RecordingWriter {
  readonly #fd: number;

  constructor(file: string, header: Header | ProcessHeader) {
    this.#fd = openSync(file, 'w', 0o600);
    this.#write(Buffer.from(`${JSON.stringify(header)}\n`));
  }

  block(bytes: Uint8Array): void {
    const compressed = deflateRawSync(bytes, { level: 1 });
    const block = Buffer.alloc(blockHeader + compressed.length);
    block.writeUInt32LE(compressed.length, 0);
    block.writeUInt32LE(crc32(compressed), 4);
    compressed.copy(block, blockHeader);
    this.#write(block);
  }

  close(): void {
    try {
      fsyncSync(this.#fd);
    } catch {
      // A pipe or a device has nothing to bring to a disk.
    }
    closeSync(this.#fd);
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
  }
}

export interface Recording {
  header: Header | ProcessHeader;
  /** What the whole blocks hold. */
  blocks: Uint8Array[];
  /** Bytes behind the last whole block: it was cut off, by a crash perhaps. */
  lost: number;
}

/** Reads a file as far as it is whole. @throws RecordingError */
export function readRecording(file: string): Recording {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new RecordingError(`cannot read ${file}: ${messageOf(error)}`);
  }
  const end = bytes.indexOf(10);
  const header = parseHeader(file, bytes.toString('utf8', 0, Math.max(end, 0)));
  const blocks: Uint8Array[] = [];
  let at = end + 1;
  while (at + blockHeader <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const compressed = bytes.subarray(at + blockHeader, at + blockHeader + length);
    if (length > longestBlock || compressed.length < length || crc32(compressed) !== bytes.readUInt32LE(at + 4)) break;
    blocks.push(inflateRawSync(compressed, { maxOutputLength: longestBlock * 2 }));
    at += blockHeader + length;
  }
  return { header, blocks, lost: bytes.length - at };
}

function parseHeader(file: string, line: string): Header | ProcessHeader {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RecordingError(`${file} is no recording of Netwalk's, or its beginning is lost`);
  }
  const header = value as Partial<Header | ProcessHeader> | null;
  if (typeof header !== 'object' || header?.format !== formatName) {
    throw new RecordingError(`${file} is no recording of Netwalk's`);
  }
  if (header.version !== formatVersion && header.version !== processFormatVersion) {
    throw new RecordingError(`${file} has version ${String(header.version)} of the format, and this Netwalk reads ${formatVersion} and ${processFormatVersion}: use the Netwalk ${String(header.engine)} that made it`); // prettier-ignore
  }
  const { program, process }: { program?: unknown; process?: unknown } = header;
  const what = header.version === formatVersion ? program : process;
  if (typeof what !== 'object' || what === null) throw new RecordingError(`${file} does not say what was recorded: its beginning is damaged`); // prettier-ignore
  return header as Header | ProcessHeader;
}
