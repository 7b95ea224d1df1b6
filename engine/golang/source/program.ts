import fs from 'node:fs';
import path from 'node:path';
import type { BuildContext } from './buildContext.ts';
import { SourceError } from './errors.ts';
import { findModule } from './goMod.ts';
import type { GoModule } from './goMod.ts';
import { readPackageFolder } from './packages.ts';
import type { SourceFile } from './packages.ts';

/** A person's own program: the files of its main package, and the module they are in. */
export interface GoProgram {
  /** The folder of the main package. */
  folder: string;
  files: SourceFile[];
  module: GoModule | null;
  /** The files were named, and not their folder. */
  isNamedByFiles: boolean;
}

/**
 * Opens what a person names: a folder (all files that are built there), or one or several files of one folder (these and no
 * others), as `go run` takes them. What is wrong is said in Go's words.
 */
export function openProgram(target: string | string[], context: BuildContext): GoProgram {
  const targets = [target].flat().map((name) => path.resolve(name));
  const [first] = targets;
  if (first === undefined) throw new SourceError('program', 'no Go files listed');
  const missing = targets.find((name) => !fs.existsSync(name));
  if (missing) throw new SourceError('missing', `${missing}: no such file or directory`);
  const isFolder = fs.statSync(first).isDirectory();
  const folder = isFolder ? first : path.dirname(first);
  if (!isFolder) checkNamedFiles(targets, folder);
  const only = isFolder ? {} : { only: targets.map((name) => path.basename(name)) };
  const module = findModule(folder);
  const found = readPackageFolder(folder, '', context, only);
  if (!found) throw new SourceError('program', `no Go files in ${folder}`);
  const { files, ignored } = found;
  if (files.length === 0) {
    const why = ignored.length > 0 ? `build constraints exclude all Go files in ${folder}` : `no Go files in ${folder}`;
    throw new SourceError('program', why);
  }
  checkOnePackage(files, folder);
  // Without a package clause the parser has more to say than this.
  if (files[0]?.package !== 'main' && files[0]?.package !== '') {
    throw new SourceError('program', `package ${files[0]?.package} is not a main package: ${folder}`);
  }
  return { folder, files, module, isNamedByFiles: !isFolder };
}

/** Go refuses a folder of several packages: `found packages main (a.go) and other (b.go) in /x`. */
export function checkOnePackage(files: SourceFile[], folder: string): void {
  const [first] = files;
  const other = files.find((file) => file.package !== '' && file.package !== first?.package);
  if (!first || !other || first.package === '') return;
  const name = (file: SourceFile) => `${file.package} (${path.basename(file.file)})`;
  throw new SourceError('program', `found packages ${name(first)} and ${name(other)} in ${folder}`);
}

function checkNamedFiles(targets: string[], folder: string): void {
  const elsewhere = targets.find((name) => path.dirname(name) !== folder);
  if (elsewhere)
    throw new SourceError(
      'program',
      `named files must all be in one directory; have ${folder} and ${path.dirname(elsewhere)}`,
    );
  const other = targets.find((name) => !name.endsWith('.go'));
  if (other) throw new SourceError('program', `named files must be .go files: ${other}`);
  const test = targets.find((name) => name.endsWith('_test.go'));
  if (test) throw new SourceError('program', `cannot run *_test.go files (${test})`);
}
