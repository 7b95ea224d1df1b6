import fs from 'node:fs';
import path from 'node:path';
import type { BuildContext } from './buildContext.ts';
import { SourceError } from './errors.ts';
import { findModule, folderInModule } from './goMod.ts';
import type { GoModule } from './goMod.ts';
import { readHeader } from './header.ts';
import type { LocatedGo } from './locate.ts';
import { readPackageFolder } from './packages.ts';
import type { PackageFolder, SourceFile } from './packages.ts';
import { testMain } from './testMain.ts';

/** A package whose tests are to run. */
export interface TestedPackage {
  /** `net`, `example.com/m/sub`; the folder's name where there is no module. */
  importPath: string;
  folder: string;
  /** The module that a person's own package is in; null for Go's own packages. */
  module: GoModule | null;
}

/**
 * Finds the package that a person names: a folder (`./sub`, an absolute path), else an import path of the standard library or of the module of
 * the working folder.
 */
export function findTested(target: string, go: LocatedGo): TestedPackage {
  if (/^\.{0,2}\//.test(target) || target === '.' || target === '..') return ofFolder(path.resolve(target), go);
  const module = findModule('.');
  const own = module === null ? null : folderInModule(module, target);
  if (own !== null && fs.existsSync(own)) return { importPath: target, folder: own, module };
  const folder = path.join(go.src, target);
  if (!fs.existsSync(folder)) {
    const library = go.version.minor < 21 ? 'GOROOT' : 'std';
    throw new SourceError(
      'missing',
      `package ${target} is not in ${library} (${folder}); a folder is named as ./${target}`,
    );
  }
  return { importPath: target, folder, module: null };
}

function ofFolder(folder: string, go: LocatedGo): TestedPackage {
  if (!fs.existsSync(folder)) throw new SourceError('missing', `${folder}: no such file or directory`);
  const real = fs.realpathSync(folder);
  const below = path.relative(fs.realpathSync(go.src), real);
  if (!below.startsWith('..') && !path.isAbsolute(below)) return { importPath: below, folder, module: null };
  // Without go.mod the folder is a module of its own.
  const module = findModule(folder) ?? {
    path: path.basename(folder),
    root: folder,
    go: go.version,
    godebug: [],
    requires: [],
    replaces: [],
  };
  return { importPath: path.posix.join(module.path, path.relative(module.root, folder)), folder, module };
}

/** The test files of a package; null when it has none. */
export function readTested(tested: TestedPackage, context: BuildContext): PackageFolder | null {
  const found = readPackageFolder(tested.folder, '', context, { tests: true });
  if (found === null) throw new SourceError('program', `no Go files in ${tested.folder}`);
  return found.testFiles.length + found.externalTestFiles.length > 0 ? found : null;
}

/** The generated main package of a package's tests. */
export function testProgram(tested: TestedPackage, context: BuildContext): SourceFile[] {
  const found = readTested(tested, context);
  if (found === null) throw new SourceError('program', `no test files in ${tested.folder}`);
  const text = testMain(tested.importPath, tested.module?.path ?? 'std', found);
  return [{ path: '_testmain.go', file: '_testmain.go', text, ...readHeader(text) }];
}
