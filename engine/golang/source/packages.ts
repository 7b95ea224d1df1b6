import fs from 'node:fs';
import path from 'node:path';
import { isGoFileName, nameAllowed } from './buildContext.ts';
import type { BuildContext } from './buildContext.ts';
import { shouldBuild } from './constraint.ts';
import { SourceError } from './errors.ts';
import { readHeader } from './header.ts';
import { reading } from './reading.ts';

/** A file of a package. */
export interface SourceFile {
  /** How Go's users name it: `net/dial.go` for the standard library; `main.go` in a person's main package, else the absolute name. */
  path: string;
  /** The absolute file name. */
  file: string;
  /** The content as a byte string: each char code is a byte. */
  text: string;
  /** The name in its package clause. */
  package: string;
  /** What it imports, as written. */
  imports: string[];
}

/** The files of one folder that are built, each list in the order of `go list`. */
export interface PackageFolder {
  /** GoFiles: without tests and without files that need cgo. */
  files: SourceFile[];
  /** TestGoFiles: `_test.go` files of the package itself. */
  testFiles: SourceFile[];
  /** XTestGoFiles: `_test.go` files of the package `name_test` beside it. */
  externalTestFiles: SourceFile[];
  /** Go files that are there, but not built in this context. */
  ignored: string[];
  /** Every file that was looked into, built or not. */
  looked: LookedFile[];
}

export interface LookedFile {
  name: string;
  text: string;
}

/**
 * Reads a folder as `go list` does; null when there is no such folder or no Go file in it.
 * `prefix` goes before each file's name in `path`; test files are only read on request.
 */
export function readPackageFolder(
  folder: string,
  prefix: string,
  context: BuildContext,
  options: { tests?: boolean; only?: string[] } = {},
): PackageFolder | null {
  const names = options.only ?? goFileNames(folder);
  if (names === null || names.length === 0) return null;
  const found: PackageFolder = { files: [], testFiles: [], externalTestFiles: [], ignored: [], looked: [] };
  for (const name of names) {
    const isTest = name.endsWith('_test.go');
    if (isTest && options.tests !== true) continue;
    // As for `go run gen.go`, a file that is named by the person is built whatever its name and constraints say.
    const constraints = options.only ? null : context;
    const allowed = !constraints || nameAllowed(name, context);
    const text = allowed ? readText(path.join(folder, name)) : null;
    if (text !== null) found.looked.push({ name, text });
    const file = text === null ? null : sourceFile(folder, name, prefix, text, constraints);
    if (!file) found.ignored.push(name);
    else if (!isTest) found.files.push(file);
    else if (file.package.endsWith('_test')) found.externalTestFiles.push(file);
    else found.testFiles.push(file);
  }
  return found;
}

/** The Go files of a folder by name, in order; null when the folder cannot be read. */
export function goFileNames(folder: string): string[] | null {
  try {
    return reading(() => fs.readdirSync(folder))
      .filter(isGoFileName)
      .sort();
  } catch {
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return reading(() => fs.readFileSync(file, 'latin1'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return null;
    throw new SourceError('broken', `${file} cannot be read: ${(error as Error).message}`);
  }
}

function sourceFile(
  folder: string,
  name: string,
  prefix: string,
  text: string,
  context: BuildContext | null,
): SourceFile | null {
  const file = path.join(folder, name);
  try {
    if (context && !shouldBuild(text, context.tags)) return null;
  } catch (error) {
    throw new SourceError('program', `${file}: parsing //go:build line: ${(error as Error).message}`);
  }
  const header = readHeader(text);
  // `package documentation` is never built, `import "C"` needs cgo.
  if (header.package === 'documentation' || header.imports.includes('C')) return null;
  return { path: prefix + name, file, text, package: header.package, imports: header.imports };
}
