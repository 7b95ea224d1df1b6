import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout or of the installed extension: the nearest one above this file with a package.json. */
export function projectFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}

/** Where copies of Go's source come along: `go/1.19` in the .vsix, `.cache/go/1.19` in a clone. */
export function defaultBundledFolders(project = projectFolder()): string[] {
  return [path.join(project, 'go'), path.join(project, '.cache/go')];
}

/** Netwalk's folder below the person's cache folder (XDG Base Directory Specification). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['XDG_CACHE_HOME'];
  return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache'), 'netwalk/go');
}
