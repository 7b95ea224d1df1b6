/** Modules that a person's module requires: in its vendor folder, or in Go's module cache (Go Modules Reference). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseModule, readModule, type GoModule, type Replacement, type Requirement } from './goMod.ts';
import { goFileNames } from './packages.ts';
import { compareSemver } from './semver.ts';

/** A package of somebody else's module. */
export interface ModulePackage {
  folder: string;
  module: GoModule;
}

/** Since this version go.mod lists all modules that the packages of its own need (lazy loading). */
const listsAll = 17;

export class Modules {
  private readonly main: GoModule;
  private readonly cache: string;
  private readonly vendor: string | null;
  private selected: Map<string, Requirement> | null = null;
  private readonly opened = new Map<string, GoModule | null>();

  constructor(main: GoModule, environment: NodeJS.ProcessEnv = process.env) {
    this.main = main;
    this.cache = moduleCache(environment);
    const vendor = path.join(main.root, 'vendor');
    const vendors = (main.go?.minor ?? 16) >= 14 && fs.existsSync(path.join(vendor, 'modules.txt'));
    this.vendor = vendors ? vendor : null;
  }

  /** The package of an import path, or null when no module that is there has it. */
  find(importPath: string): ModulePackage | null {
    if (this.vendor !== null) return this.inVendor(this.vendor, importPath);
    for (const required of this.candidates(importPath)) {
      const module = this.open(required);
      const folder = module && path.join(module.root, importPath.slice(required.path.length));
      if (module && folder && hasGoFiles(folder)) return { folder, module };
    }
    return null;
  }

  /** What Go says when `find` has found nothing. */
  problem(importPath: string): string {
    if (this.vendor !== null) {
      return `cannot find module providing package ${importPath}: import lookup disabled by -mod=vendor\n\t(Go version in go.mod is at least 1.14 and vendor directory exists.)`;
    }
    const absent = this.candidates(importPath).find((required) => this.open(required) === null);
    if (absent) {
      const what = `${absent.path}@${absent.version}`;
      return `${what}: module is not in the module cache (${this.folderOf(absent)}); to download it:\n\tgo mod download ${absent.path}`;
    }
    return `no required module provides package ${importPath}; to add it:\n\tgo get ${importPath}`;
  }

  /** Required modules whose path begins the import path, the longest first. */
  private candidates(importPath: string): Requirement[] {
    this.selected ??= this.select();
    return [...this.selected.values()]
      .filter(({ path: modulePath }) => importPath === modulePath || importPath.startsWith(`${modulePath}/`))
      .sort((a, b) => b.path.length - a.path.length);
  }

  /** Minimal version selection: of each module the highest version that anybody requires. */
  private select(): Map<string, Requirement> {
    const selected = new Map<string, Requirement>();
    const waiting = [...this.main.requires];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const known = selected.get(next.path);
      if (known !== undefined && compareSemver(known.version, next.version) >= 0) continue;
      selected.set(next.path, next);
      if ((this.main.go?.minor ?? 16) < listsAll) waiting.push(...(this.open(next)?.requires ?? []));
    }
    return selected;
  }

  private open(required: Requirement): GoModule | null {
    const key = `${required.path}@${required.version}`;
    let module = this.opened.get(key);
    if (module === undefined) {
      const root = this.folderOf(required);
      // A module from before modules has no go.mod.
      module = fs.existsSync(root)
        ? { ...(readModule(root) ?? parseModule(root, `module ${required.path}`)), path: required.path }
        : null;
      this.opened.set(key, module);
    }
    return module;
  }

  private folderOf({ path: modulePath, version }: Requirement): string {
    const replaced = this.replacement(modulePath, version);
    if (replaced === undefined) return cached(this.cache, modulePath, version);
    if (replaced.version === null) return path.resolve(this.main.root, replaced.by);
    return cached(this.cache, replaced.by, replaced.version);
  }

  private replacement(modulePath: string, version: string): Replacement | undefined {
    const fitting = this.main.replaces.filter((replace) => replace.path === modulePath);
    return fitting.find((replace) => replace.of === version) ?? fitting.find((replace) => replace.of === null);
  }

  private inVendor(vendor: string, importPath: string): ModulePackage | null {
    const folder = path.join(vendor, importPath);
    if (!hasGoFiles(folder)) return null;
    // vendor/modules.txt: `# module version`, `## explicit; go 1.17`, then the packages.
    const text = fs.readFileSync(path.join(vendor, 'modules.txt'), 'utf8');
    const part = text.split(/^# /m).find((each) => each.split('\n').includes(importPath)) ?? '';
    const go = /^## .*\bgo (\S+)/m.exec(part)?.[1];
    const modulePath = part.split(' ')[0] ?? importPath;
    return { folder, module: parseModule(vendor, `module ${modulePath}\n${go === undefined ? '' : `go ${go}\n`}`) };
  }
}

/** GOMODCACHE, by default GOPATH/pkg/mod (`go help environment`). */
export function moduleCache(environment: NodeJS.ProcessEnv): string {
  const named = environment['GOMODCACHE'];
  if (named) return named;
  const [gopath] = (environment['GOPATH'] ?? '').split(path.delimiter);
  return path.join(gopath || path.join(environment['HOME'] ?? os.homedir(), 'go'), 'pkg/mod');
}

/** A capital letter is an exclamation mark and the small one, for file systems that do not tell them apart. */
const escaped = (text: string): string => text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

const cached = (cache: string, modulePath: string, version: string): string =>
  path.join(cache, `${escaped(modulePath)}@${escaped(version)}`);

const hasGoFiles = (folder: string): boolean => (goFileNames(folder)?.length ?? 0) > 0;
