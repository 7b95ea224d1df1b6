// Where things are: shared by the tools and the test runners.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Absolute path of a file of the project. */
export const inProject = (...parts) => path.join(root, ...parts);

/** The manifest, which is also the extension's. */
export const readManifest = () => JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8'));

/** What is downloaded once and outlives the checkout: VS Code's server, native modules of other machines. */
export const cacheFolder = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'netwalk');

/** Every file under a folder, or none when it does not exist. */
export function filesUnder(folder, wanted = () => true) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** The first of these commands found in PATH, as an absolute path. */
export function commandInPath(...names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => path.join(folder, name)).find((file) => isExecutable(file));
    if (found) return found;
  }
  return undefined;
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
