/**
 * Images (emit/image) as files. A file is used only if nothing that it was made from has changed: this engine, the Go source (every file of every package,
 * by content), and for the person's own part the program. It carries a hash of itself, for a damaged one must never reach V8.
 */
import { createHash } from 'node:crypto';
import vm from 'node:vm';
import type { ImageData } from './emit/image/format.ts';
import { scriptName, type StoredImage } from './emit/image/restored.ts';
import type { Linker } from './emit/linker.ts';
import { readCacheFile, writeCacheFile } from './source/cacheFile.ts';
import type { Fingerprint } from './source/fingerprint.ts';
import { hashFiles, mainPath, type SourceLoader } from './source/index.ts';

/** Two lengths, the contents as JSON, the script, what V8 made of it. The number counts changes of the format. */
const kind = 'image-2';

interface Contents {
  data: ImageData;
  starts: number[];
  /** What was read of each package but main. */
  packages: Record<string, Fingerprint>;
  /** What was read of main, and its module. */
  main: string;
}

/** The name of the file for a program: by the engine, the Go, and the packages that the program imports. */
export function imageName(
  engine: string,
  loader: SourceLoader,
  how: { watchable: boolean; stepInto: readonly string[] },
): string {
  const { go, context, program } = loader;
  const imports = [...new Set((program?.files ?? []).flatMap((file) => file.imports))].sort();
  const tags = [...context.tags].sort();
  const versions = [process.version, process.versions.v8, process.arch];
  const key = JSON.stringify([
    kind,
    engine,
    versions,
    go.src,
    go.version.text,
    tags,
    how.watchable && [...how.stepInto].sort(),
    imports,
  ]);
  return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.image`;
}

/** Reads an image; null when there is none, when it is damaged, or when Go's source is no longer what it was made from. */
export function readImage(file: string, loader: SourceLoader): StoredImage | null {
  const bytes = readCacheFile(file, kind);
  if (bytes === null) return null;
  const [contentsAt, scriptAt, codeAt] = [
    8,
    8 + bytes.readUInt32LE(0),
    8 + bytes.readUInt32LE(0) + bytes.readUInt32LE(4),
  ];
  const { data, starts, packages, main } = JSON.parse(bytes.toString('utf8', contentsAt, scriptAt)) as Contents;
  let ownHolds = main === hashOfMain(loader);
  for (const [importPath, fingerprint] of Object.entries(packages)) {
    const holds = loader.adopt(importPath, fingerprint);
    if (holds) continue;
    if (loader.isStandard(importPath)) return null;
    ownHolds = false;
  }
  const script = bytes.toString('latin1', scriptAt, codeAt);
  const compiled = new vm.Script(script, { filename: scriptName, cachedData: bytes.subarray(codeAt) });
  return { data, script, starts, parts: compiled.runInThisContext() as unknown[], ownHolds };
}

/** The bytes of the image of what a linker linked; null when a source cannot be told. */
export function packImage(linker: Linker, loader: SourceLoader): Buffer | null {
  const { data, parts } = linker.image();
  const packages: Contents['packages'] = {};
  for (const importPath of new Set(data.files.map(([, , pkg]) => pkg))) {
    if (importPath === mainPath) continue;
    const fingerprint = loader.fingerprint(importPath);
    if (fingerprint === null) return null;
    packages[importPath] = fingerprint;
  }
  const starts: number[] = [];
  let at = 1;
  for (const part of parts) {
    starts.push(at);
    at += part.length + 1;
  }
  const script = `[${parts.join(',')}]`;
  if (!/^[\0-\xff]*$/.test(script)) return null;
  const contents: Contents = { data, starts, packages, main: hashOfMain(loader) };
  const lengths = Buffer.alloc(8);
  const text = Buffer.from(JSON.stringify(contents));
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(script.length, 4);
  const code = new vm.Script(script, { filename: scriptName }).createCachedData();
  return Buffer.concat([lengths, text, Buffer.from(script, 'latin1'), code]);
}

/** Puts an image in its place. */
export const storeImage = (file: string, bytes: Uint8Array): void => writeCacheFile(file, kind, bytes);

function hashOfMain({ program }: SourceLoader): string {
  const module = JSON.stringify(program?.module ?? null);
  return hashFiles([{ path: 'module', text: module }, ...(program?.files ?? [])]);
}
