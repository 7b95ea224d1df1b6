import fs from 'node:fs';
import path from 'node:path';
import { SourceError } from './errors.ts';
import { parseVersion } from './version.ts';
import type { GoVersion } from './version.ts';

/** A person's own module: what its go.mod says, as far as running one module needs it. */
export interface GoModule {
  /** The module path: the import path of the package in `root`. */
  path: string;
  /** The folder of go.mod. */
  root: string;
  /** The `go` line: the version of the language. Null when go.mod has none (Go then takes 1.16). */
  go: GoVersion | null;
}

/** The module that a folder belongs to: the nearest go.mod above; null when there is none. */
export function findModule(folder: string): GoModule | null {
  for (let root = path.resolve(folder); ; root = path.dirname(root)) {
    const file = path.join(root, 'go.mod');
    if (fs.existsSync(file)) return parseModule(root, fs.readFileSync(file, 'utf8'));
    if (root === path.dirname(root)) return null;
  }
}

/** Reads go.mod's `module` and `go` lines (Go Modules Reference, "go.mod files"). */
export function parseModule(root: string, text: string): GoModule {
  const lines = text.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim());
  const argument = (verb: string): string | null => {
    const line = lines.find((candidate) => candidate.startsWith(`${verb} `));
    return line
      ? line
          .slice(verb.length)
          .trim()
          .replace(/^["`](.*)["`]$/, '$1')
      : null;
  };
  const modulePath = argument('module');
  if (!modulePath) throw new SourceError('program', `${path.join(root, 'go.mod')}: no module declaration in go.mod`);
  const go = argument('go');
  return { path: modulePath, root, go: go ? parseVersion(go) : null };
}

/** The folder of a package of this module; null when the import path is not of this module. */
export function folderInModule(module: GoModule, importPath: string): string | null {
  if (importPath === module.path) return module.root;
  if (!importPath.startsWith(`${module.path}/`)) return null;
  return path.join(module.root, importPath.slice(module.path.length + 1));
}
