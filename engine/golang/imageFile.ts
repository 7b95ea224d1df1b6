/**
 * Images (emit/image) as files. A file is used only if nothing that it was made from has changed: this engine, the Go source (every file of every package,
 * by content), and for the person's own part the program. It carries a hash of itself, for a damaged one must never reach V8.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import type { ImageData } from './emit/image/format.ts';
import { scriptName, type StoredImage } from './emit/image/restored.ts';
import type { Linker } from './emit/linker.ts';
import type { Fingerprint } from './source/fingerprint.ts';
import { hashFiles, mainPath, type SourceLoader } from './source/index.ts';

const magic = 'netwalk image 1';

interface Contents {
  data: ImageData;
  starts: number[];
  /** What was read of each package but main. */
  packages: Record<string, Fingerprint>;
  /** What was read of main, and its module. */
  main: string;
}

/** The name of the file for a program: by the engine, the Go, and the packages that the program imports. */
export function imageName(engine: string, loader: SourceLoader, stepInto: readonly string[]): string {
  const { go, context, program } = loader;
  const imports = [...new Set((program?.files ?? []).flatMap((file) => file.imports))].sort();
  const tags = [...context.tags].sort();
  const versions = [process.version, process.versions.v8, process.arch];
  const key = JSON.stringify([magic, engine, versions, go.src, go.version.text, tags, [...stepInto].sort(), imports]);
  return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.image`;
}

/** Reads an image; null when there is none, when it is damaged, or when Go's source is no longer what it was made from. */
export function readImage(file: string, loader: SourceLoader): StoredImage | null {
  const sections = readSections(file);
  if (sections === null) return null;
  const { data, starts, packages, main } = JSON.parse(sections.contents.toString('latin1')) as Contents;
  let ownHolds = main === hashOfMain(loader);
  for (const [importPath, fingerprint] of Object.entries(packages)) {
    const holds = loader.adopt(importPath, fingerprint);
    if (holds) continue;
    if (loader.isStandard(importPath)) return null;
    ownHolds = false;
  }
  const script = sections.script.toString('latin1');
  const compiled = new vm.Script(script, { filename: scriptName, cachedData: sections.code });
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
  const contents: Contents = { data, starts, packages, main: hashOfMain(loader) };
  const sections = [
    Buffer.from(JSON.stringify(contents), 'latin1'),
    Buffer.from(script, 'latin1'),
    new vm.Script(script, { filename: scriptName }).createCachedData(),
  ];
  const body = Buffer.concat(sections);
  const head = [magic, hashOf(body), ...sections.map(({ length }) => String(length))].join(' ');
  return Buffer.concat([Buffer.from(`${head}\n`), body]);
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

function hashOfMain({ program }: SourceLoader): string {
  const module = JSON.stringify(program?.module ?? null);
  return hashFiles([{ path: 'module', text: module }, ...(program?.files ?? [])]);
}

function readSections(file: string): { contents: Buffer; script: Buffer; code: Buffer } | null {
  let bytes: Buffer;
  try {
    if (!isPrivate(path.dirname(file))) return null;
    bytes = fs.readFileSync(file);
  } catch {
    return null;
  }
  const end = bytes.indexOf('\n');
  const head = bytes.toString('latin1', 0, Math.max(0, Math.min(end, 200)));
  if (!head.startsWith(`${magic} `)) return null;
  const [hash, ...lengths] = head.slice(magic.length + 1).split(' ');
  const body = bytes.subarray(end + 1);
  if (hash !== hashOf(body)) return null;
  const [contents = 0, script = 0] = lengths.map(Number);
  return {
    contents: body.subarray(0, contents),
    script: body.subarray(contents, contents + script),
    code: body.subarray(contents + script),
  };
}

/** Code is taken only from a folder that nobody else can write to. */
export function isPrivate(folder: string): boolean {
  const { uid, mode } = fs.statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}
