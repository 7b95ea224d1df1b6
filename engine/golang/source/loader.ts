import fs from 'node:fs';
import path from 'node:path';
import { buildContext, isWrittenInAssembly, ownArchitecture, portable } from './buildContext.ts';
import type { Architecture, BuildContext } from './buildContext.ts';
import { filesBehind, fingerprintOf } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import { hashFiles } from './hash.ts';
import type { LocatedGo } from './locate.ts';
import { folderInModule } from './goMod.ts';
import type { GoModule } from './goMod.ts';
import { Modules } from './modules.ts';
import { goFileNames, readPackageFolder } from './packages.ts';
import type { LookedFile, PackageFolder, SourceFile } from './packages.ts';
import { checkOnePackage, openProgram } from './program.ts';
import type { GoProgram } from './program.ts';
import { testProgram } from './test.ts';
import type { TestedPackage } from './test.ts';
import type { GoVersion } from './version.ts';

export interface LoaderOptions {
  /** A person's own folder or files: package `main`, the packages of its module, and those of the modules that it requires. */
  program?: string | string[] | undefined;
  architecture?: Architecture | undefined;
  /** Packages that are loaded together with their `_test.go` files; `net_test` is then the external test package of `net`. */
  tests?: string[] | undefined;
  /** Instead of a program: the main package that runs the tests of this package. */
  tested?: TestedPackage | undefined;
}

/** The import path of a person's main package, as in Go's own symbol names. */
export const mainPath = 'main';

/** Gives the files of packages by import path: Go's own, those of a person's module and of modules it requires. Reads; judges nothing. */
export class SourceLoader {
  readonly go: LocatedGo;
  readonly context: BuildContext;
  readonly program: GoProgram | null;
  private readonly tests: ReadonlySet<string>;
  private readonly tested: TestedPackage | null;
  private readonly modules: Modules | null;
  private readonly ownFolders = new Map<string, OwnFolder | null>();
  private readonly importPaths = new Map<string, string>();
  private readonly loaded = new Map<string, SourceFile[] | null>();
  private readonly realPaths = new Map<string, string>();
  private readonly looked = new Map<string, LookedFile[]>();
  private readonly adopted = new Map<string, Fingerprint>();
  private readonly existing = new Map<string, boolean>();

  constructor(go: LocatedGo, options: LoaderOptions = {}) {
    this.go = go;
    this.context = buildContext(go, options.architecture ?? ownArchitecture());
    this.tested = options.tested ?? null;
    this.program = options.program === undefined ? null : openProgram(options.program, this.context);
    if (this.tested)
      this.program = { ...this.tested, files: testProgram(this.tested, this.context), isNamedByFiles: false };
    const module = this.program?.module ?? null;
    this.modules = module === null ? null : new Modules(module);
    this.tests = new Set(this.tested ? [this.tested.importPath] : options.tests);
  }

  /** The files of a package as `go list` orders them; null when there is no such package, or when `fromPackage` may not see it. */
  files(importPath: string, fromPackage?: string): SourceFile[] | null {
    const resolved = fromPackage === undefined ? importPath : this.resolveImport(importPath, fromPackage);
    if (resolved === null) return null;
    let files = this.loaded.get(resolved);
    if (files === undefined) {
      files = this.read(resolved);
      this.loaded.set(resolved, files);
    }
    return files;
  }

  /**
   * The package that an import means: the standard library's `golang.org/x/…` are in its vendor folder. Null when there is no
   * such package or its `internal` hides it; `importProblem` says which.
   */
  resolveImport(importPath: string, fromPackage: string): string | null {
    if (importPath === 'unsafe') return importPath;
    if (this.tested && fromPackage === mainPath) return this.isPackage(importPath) ? importPath : null;
    const vendored = `vendor/${importPath}`;
    if (this.isStandard(fromPackage) && this.isPackage(vendored)) return vendored;
    const found = this.isPackage(importPath) && importPath !== mainPath && !importPath.startsWith('vendor/');
    return found && this.internalAllowed(importPath, fromPackage) ? importPath : null;
  }

  /** What Go says of an import that does not resolve. */
  importProblem(importPath: string, fromPackage: string): string {
    if (this.isPackage(importPath) && !this.internalAllowed(importPath, fromPackage)) {
      return `use of internal package ${importPath} not allowed`;
    }
    const isOwn = this.program?.module && folderInModule(this.program.module, importPath) !== null;
    if (isOwn || importPath.split('/')[0]?.includes('.')) {
      return (
        this.modules?.problem(importPath) ??
        `no required module provides package ${importPath}: go.mod file not found in current directory or any parent directory; see 'go help modules'`
      );
    }
    const library = this.go.version.minor < 21 ? 'GOROOT' : 'std';
    const remark =
      this.go.origin === 'bundled'
        ? '; the copy that comes with Netwalk has not all packages: install Go to have them'
        : '';
    return `package ${importPath} is not in ${library} (${path.join(this.go.src, importPath)})${remark}`;
  }

  /** Whether a package belongs to Go's standard library; else it is the person's own, or of a module that theirs requires. */
  isStandard(importPath: string): boolean {
    return this.ownFolder(importPath) === null;
  }

  /** The version of the language that a package is written in: the `go` line of its module, else that of Go itself. */
  languageVersion(importPath: string): GoVersion {
    const module = this.ownFolder(importPath)?.module ?? null;
    if (!module || (this.tested && importPath === mainPath)) return this.go.version;
    return module.go ?? { major: 1, minor: 16, patch: 0, text: '1.16' };
  }

  /** How a file is named in `SourceFile.path`, for any absolute name it is reached by; null when it is no file of ours. */
  pathOf(file: string): string | null {
    const below = belowFolder(this.go.src, file);
    if (below !== null) return below;
    const folder = path.dirname(file);
    const own = this.program?.folder;
    if (own !== undefined && (folder === own || realpath(folder) === realpath(own))) return path.basename(file);
    const module = this.program?.module;
    if (!module) return null;
    const inModule = belowFolder(module.root, file);
    return inModule === null ? (this.packageOf(file) === null ? null : file) : path.join(module.root, inModule);
  }

  /** The package that a file belongs to, by its `SourceFile.path`; null when it is in none that was loaded. */
  packageOf(name: string): string | null {
    if (!name.includes('/')) return mainPath;
    if (!path.isAbsolute(name)) return path.dirname(name);
    const folder = path.dirname(name);
    const loaded = this.importPaths.get(folder);
    if (loaded !== undefined) return loaded;
    const module = this.program?.module;
    const below = module ? path.relative(module.root, folder) : '..';
    return module && !below.startsWith('..') ? path.posix.join(module.path, below) : null;
  }

  /** Where a file is on disk that has been loaded, by its `SourceFile.path`. */
  realPath(name: string): string {
    let file = this.realPaths.get(name);
    if (file === undefined) {
      const lists = [this.program?.files ?? [], ...[...this.loaded.values()].map((files) => files ?? [])];
      file = lists.flatMap((files) => files.find((source) => source.path === name) ?? [])[0]?.file;
      this.realPaths.set(name, (file ??= path.join(this.go.src, name)));
    }
    return file;
  }

  /** A hash of the sources of these packages, and of what decides which files they have. */
  hash(importPaths: Iterable<string>): string {
    const sorted = [...importPaths].sort();
    const tags = { path: 'tags', text: [...this.context.tags].sort().join(' ') };
    return hashFiles([tags, ...sorted.flatMap((importPath) => this.files(importPath) ?? [])]);
  }

  /** What a package that has been read consists of; null when that is not for its folder to say. */
  fingerprint(importPath: string): Fingerprint | null {
    const adopted = this.adopted.get(importPath);
    if (adopted !== undefined) return adopted;
    const files = this.files(importPath);
    const looked = this.looked.get(importPath);
    return files === null || looked === undefined ? null : fingerprintOf(looked, files);
  }

  /** Takes the files of a package from its folder without looking into them, if they are those of the fingerprint. */
  adopt(importPath: string, fingerprint: Fingerprint): boolean {
    if (importPath === mainPath || this.tests.size > 0) return false;
    const { folder, prefix } = this.place(importPath);
    const files = filesBehind(fingerprint, folder, prefix, this.contextOf(importPath));
    if (files === null) return false;
    this.adopted.set(importPath, fingerprint);
    this.loaded.set(importPath, files);
    return true;
  }

  private contextOf(importPath: string): BuildContext {
    const plain = this.isStandard(importPath) && isWrittenInAssembly(importPath);
    return plain ? portable(this.context) : this.context;
  }

  private read(importPath: string): SourceFile[] | null {
    if (importPath === mainPath && this.program) return this.program.files;
    const external = this.externalTestOf(importPath);
    const { folder, prefix } = this.place(external ?? importPath);
    const withTests = this.tests.has(external ?? importPath);
    const context = this.contextOf(external ?? importPath);
    const found = readPackageFolder(folder, prefix, context, { tests: withTests });
    if (!found) return null;
    if (this.tests.size === 0) this.looked.set(importPath, found.looked);
    const files = chosenFiles(found, external !== null);
    checkOnePackage(files, folder);
    return files.length > 0 ? files : null;
  }

  private place(importPath: string): { folder: string; prefix: string } {
    const own = this.ownFolder(importPath);
    // Names in several folders of one's own must not be those of Go's files.
    if (own !== null) return { folder: own.folder, prefix: importPath === mainPath ? '' : `${own.folder}/` };
    return { folder: path.join(this.go.src, importPath), prefix: `${importPath}/` };
  }

  private ownFolder(importPath: string): OwnFolder | null {
    let own = this.ownFolders.get(importPath);
    if (own === undefined) {
      own = this.findOwnFolder(this.externalTestOf(importPath) ?? importPath);
      this.ownFolders.set(importPath, own);
      if (own !== null) this.importPaths.set(own.folder, importPath);
    }
    return own;
  }

  /** As Go looks for it: what the standard library has, nobody else can. */
  private findOwnFolder(importPath: string): OwnFolder | null {
    if (!this.program || this.tested?.module === null) return null;
    const { module, folder: mainFolder } = this.program;
    if (importPath === mainPath) return { folder: mainFolder, module };
    if (module === null) return null;
    const folder = folderInModule(module, importPath);
    if (folder !== null && !isOtherModule(module, folder)) return { folder, module };
    if (!isImportPath(importPath) || isVendored(importPath) || fs.existsSync(path.join(this.go.src, importPath)))
      return null;
    return this.modules?.find(importPath) ?? null;
  }

  private isPackage(importPath: string): boolean {
    let known = this.existing.get(importPath);
    if (known === undefined) {
      known = isImportPath(importPath) && this.hasGoFiles(importPath);
      this.existing.set(importPath, known);
    }
    return known;
  }

  private hasGoFiles(importPath: string): boolean {
    return this.externalTestOf(importPath) !== null || (goFileNames(this.place(importPath).folder)?.length ?? 0) > 0;
  }

  private externalTestOf(importPath: string): string | null {
    const tested = importPath.replace(/_test$/, '');
    return tested !== importPath && this.tests.has(tested) ? tested : null;
  }

  /** `internal` may be imported from the tree that it is the root of ("Internal Directories" in `go help packages`). */
  private internalAllowed(importPath: string, fromPackage: string): boolean {
    const parts = `/${importPath}/`;
    const at = parts.lastIndexOf('/internal/');
    if (at < 0) return true;
    if (this.isStandard(importPath) && !this.isStandard(fromPackage)) return false;
    const parent = parts.slice(1, Math.max(1, at));
    const from = fromPackage === mainPath ? this.mainImportPath() : (this.externalTestOf(fromPackage) ?? fromPackage);
    return parent === '' || from === parent || from.startsWith(`${parent}/`);
  }

  /** What the go command calls a package: the main package by its place in its module, or `command-line-arguments` when files were named. */
  displayPath(importPath: string): string {
    if (importPath !== mainPath || !this.program) return importPath;
    return this.program.isNamedByFiles ? 'command-line-arguments' : this.mainImportPath();
  }

  /** The main package by its place in its module: `example.com/m/cmd/server`. */
  private mainImportPath(): string {
    const { module, folder } = this.program ?? { module: null, folder: '' };
    return module ? path.posix.join(module.path, path.relative(module.root, folder)) : mainPath;
  }
}

/** A folder outside the standard library, and the module that it is in. */
interface OwnFolder {
  folder: string;
  module: GoModule | null;
}

/** Whether a folder of a module is in another module within: one with a go.mod of its own. */
function isOtherModule(module: GoModule, folder: string): boolean {
  for (let each = folder; each !== module.root; each = path.dirname(each)) {
    if (fs.existsSync(path.join(each, 'go.mod'))) return true;
  }
  return false;
}

const isVendored = (importPath: string): boolean => importPath.startsWith('vendor/');

function chosenFiles(found: PackageFolder, external: boolean): SourceFile[] {
  return external ? found.externalTestFiles : [...found.files, ...found.testFiles];
}

/** No absolute, relative or otherwise odd path may lead out of the source. */
const isImportPath = (text: string): boolean =>
  /^[\w.~+-]+(\/[\w.~+-]+)*$/.test(text) && !/(^|\/)\.{1,2}(\/|$)/.test(text);

function belowFolder(root: string, file: string): string | null {
  return relativeWithin(root, file) ?? relativeWithin(realpath(root), realpath(file));
}

function relativeWithin(folder: string, name: string): string | null {
  const below = path.relative(folder, name);
  return below !== '' && !below.startsWith('..') && !path.isAbsolute(below) ? below : null;
}

function realpath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
