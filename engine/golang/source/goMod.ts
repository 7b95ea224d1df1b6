import fs from 'node:fs';
import path from 'node:path';
import { SourceError } from './errors.ts';
import { parseVersion } from './version.ts';
import type { GoVersion } from './version.ts';

/** A module: what its go.mod says, as far as running a program needs it. */
export interface GoModule {
  /** The module path: the import path of the package in `root`. */
  path: string;
  /** The folder of go.mod. */
  root: string;
  /** The `go` line: the version of the language. Null when go.mod has none (Go then takes 1.16). */
  go: GoVersion | null;
  /** The `godebug` lines: settings of GODEBUG, by name. */
  godebug: [name: string, value: string][];
  requires: Requirement[];
  replaces: Replacement[];
}

export interface Requirement {
  path: string;
  version: string;
}

/** `replace path [of] => by [version]`; without a version `by` is a folder. */
export interface Replacement {
  path: string;
  of: string | null;
  by: string;
  version: string | null;
}

/** The module that a folder belongs to: the nearest go.mod above; null when there is none. */
export function findModule(folder: string): GoModule | null {
  for (let root = path.resolve(folder); ; root = path.dirname(root)) {
    const module = readModule(root);
    if (module !== null || root === path.dirname(root)) return module;
  }
}

/** The module whose go.mod lies in a folder. */
export function readModule(root: string): GoModule | null {
  const file = path.join(root, 'go.mod');
  return fs.existsSync(file) ? parseModule(root, fs.readFileSync(file, 'utf8')) : null;
}

/** Reads go.mod (Go Modules Reference, "go.mod files"). */
export function parseModule(root: string, text: string): GoModule {
  const directives = directivesOf(text);
  const argument = (verb: string): string | undefined => directives.find(([first]) => first === verb)?.[1];
  const modulePath = argument('module');
  if (!modulePath) throw new SourceError('program', `${path.join(root, 'go.mod')}: no module declaration in go.mod`);
  const go = argument('go');
  return {
    path: modulePath,
    root,
    go: go ? parseVersion(go) : null,
    godebug: directives.flatMap(([verb, setting = '']): GoModule['godebug'] => {
      const [name, value] = setting.split('=');
      return verb === 'godebug' && name && value !== undefined ? [[name, value]] : [];
    }),
    requires: directives.flatMap(([verb, name, version]) =>
      verb === 'require' && name && version ? [{ path: name, version }] : [],
    ),
    replaces: directives.flatMap(([verb, ...words]) => {
      const arrow = words.indexOf('=>');
      const [name, by] = [words[0], words[arrow + 1]];
      if (verb !== 'replace' || arrow < 1 || !name || !by) return [];
      return [{ path: name, of: arrow > 1 ? (words[1] ?? null) : null, by, version: words[arrow + 2] ?? null }];
    }),
  };
}

/** The lines as words, the verb of a block before each of its lines. */
function directivesOf(text: string): string[][] {
  const directives: string[][] = [];
  let block: string | null = null;
  for (const line of text.split('\n')) {
    const words = (line.replace(/\/\/.*$/, '').match(/"[^"]*"|`[^`]*`|[()]|[^\s()]+/g) ?? []).map((word) =>
      word.replace(/^(["`])(.*)\1$/, '$2'),
    );
    const [first] = words;
    if (first === undefined) continue;
    if (block !== null) {
      if (first === ')') block = null;
      else directives.push([block, ...words]);
    } else if (words[1] === '(') block = first;
    else directives.push(words);
  }
  return directives;
}

/** The folder of a package of this module; null when the import path is not of this module. */
export function folderInModule(module: GoModule, importPath: string): string | null {
  if (importPath === module.path) return module.root;
  if (!importPath.startsWith(`${module.path}/`)) return null;
  return path.join(module.root, importPath.slice(module.path.length + 1));
}
