import fs from 'node:fs';
import path from 'node:path';
import type { Architecture } from './buildContext.ts';
import { SourceLoader } from './loader.ts';
import type { LocatedGo } from './locate.ts';

/** What programs in the walkthroughs import; the .vsix carries these packages and all that they import in turn. */
export const bundledPackages =
  'bufio bytes context errors flag fmt io log net os runtime sort strconv strings sync sync/atomic time'.split(' ');

/** Read to find out version and build tags; no package of the closure. */
const alongside = ['VERSION', 'LICENSE', 'src/internal/buildcfg/exp.go'];

/** Every package that these import, directly or not, and they themselves, in order of discovery. */
export function importClosure(loader: SourceLoader, roots: string[]): string[] {
  const closure = new Set(roots);
  for (const importPath of closure) {
    for (const imported of (loader.files(importPath) ?? []).flatMap((file) => file.imports)) {
      const resolved = loader.resolveImport(imported, importPath);
      if (resolved !== null && resolved !== 'unsafe') closure.add(resolved);
    }
  }
  return [...closure];
}

/** The files of a provided copy that the .vsix for these architectures carries, below its root, in order. */
export function bundleList(go: LocatedGo, architectures: Architecture[] = ['amd64', 'arm64']): string[] {
  const names = new Set(alongside);
  for (const architecture of architectures) {
    const loader = new SourceLoader(go, { architecture });
    for (const importPath of importClosure(loader, bundledPackages)) {
      for (const file of loader.files(importPath) ?? []) names.add(`src/${file.path}`);
    }
  }
  return [...names].sort();
}

/** Copies the files of `bundleList` to where the .vsix has them: `go/1.19/src/…`. */
export function writeBundle(go: LocatedGo, folder: string, architectures?: Architecture[]): string[] {
  const names = bundleList(go, architectures);
  for (const name of names) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.copyFileSync(path.join(go.root, name), file);
  }
  return names;
}
