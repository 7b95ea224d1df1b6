import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { nameAllowed } from './buildContext.ts';
import type { BuildContext } from './buildContext.ts';
import { goFileNames } from './packages.ts';
import type { LookedFile, SourceFile } from './packages.ts';
import { reading } from './reading.ts';

/** What a package consisted of: equal exactly when a build would read the same files with the same content. */
export interface Fingerprint {
  /** The files that the build looked into, by name. */
  names: string[];
  /** Which of them belong to the package: index into `names`, package name, imports. */
  used: { at: number; package: string; imports: string[] }[];
  /** SHA-256 of names and contents, in order. */
  hash: string;
  /** Sizes and times of the folder and the files: where these are the same, nothing is read. null: they changed while they were read. */
  stamp: string | null;
}

/** The files of a folder that a build looks into: the name allows them. */
function namesIn(folder: string, context: BuildContext): string[] {
  const names = goFileNames(folder) ?? [];
  return names.filter((name) => !name.endsWith('_test.go') && nameAllowed(name, context));
}

function hashOf(names: readonly string[], contents: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  names.forEach((name, i) => {
    const content = contents[i] ?? '';
    hash.update(`${name}\n${content.length}\n`);
    if (typeof content === 'string') hash.update(content, 'latin1');
    else hash.update(content);
  });
  return hash.digest('base64');
}

/**
 * What the file system says of a folder, so of which files there are, and of some files in it; null when one is gone, or changed since `settled`
 * (milliseconds since 1970). Every start asks this of some thousand files.
 */
export function stampOf(folder: string, names: readonly string[], settled = Infinity): string | null {
  let text = '';
  for (const name of ['.', ...names]) {
    const status = fs.statSync(`${folder}/${name}`, { throwIfNoEntry: false });
    if (status === undefined || status.ctimeMs >= settled) return null;
    text += `${name}\n${status.size} ${status.mtimeMs} ${status.ctimeMs}\n`;
  }
  return createHash('sha256').update(text).digest('base64');
}

/** Before this process had read anything. A file system's clock may be some milliseconds behind. */
const began = Date.now() - performance.now() - 50;

/** The fingerprint of a package: all files that were looked into, and those of them that it consists of. */
export function fingerprintOf(looked: readonly LookedFile[], files: readonly SourceFile[]): Fingerprint {
  const names = looked.map(({ name }) => name);
  const used = files.map((file) => {
    return { at: names.indexOf(path.basename(file.file)), package: file.package, imports: file.imports };
  });
  return {
    names,
    used,
    hash: hashOf(
      names,
      looked.map(({ text }) => text),
    ),
    stamp: files[0] === undefined ? null : stampOf(path.dirname(files[0].file), names, began),
  };
}

function readAll(folder: string, names: readonly string[]): Buffer[] | null {
  try {
    return names.map((name) => reading(() => fs.readFileSync(path.join(folder, name))));
  } catch {
    return null;
  }
}

/** The files of a package if its folder is what it was when the fingerprint was taken; else null. Nothing is parsed. */
export function filesBehind(
  fingerprint: Fingerprint,
  folder: string,
  prefix: string,
  context: BuildContext,
): SourceFile[] | null {
  const { names, used, hash, stamp } = fingerprint;
  if (stamp === null || stampOf(folder, names) !== stamp) {
    const found = namesIn(folder, context);
    if (found.length !== names.length || found.some((name, i) => name !== names[i])) return null;
    const contents = readAll(folder, names);
    if (contents === null || hashOf(names, contents) !== hash) return null;
  }
  return used.map(({ at, package: name, imports }) => {
    const base = names[at] ?? '';
    return new UnreadFile(prefix + base, `${folder}/${base}`, name, imports);
  });
}

/** A file that is read when somebody wants to see its text. */
class UnreadFile implements SourceFile {
  readonly path: string;
  readonly file: string;
  readonly package: string;
  readonly imports: string[];
  private content: string | null = null;

  constructor(name: string, file: string, packageName: string, imports: string[]) {
    this.path = name;
    this.file = file;
    this.package = packageName;
    this.imports = imports;
  }

  get text(): string {
    return (this.content ??= reading(() => fs.readFileSync(this.file, 'latin1')));
  }
}
