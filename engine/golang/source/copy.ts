import fs from 'node:fs';
import path from 'node:path';
import { isGoFileName, nameAllowed } from './buildContext.ts';

/** Raised whenever what is kept changes: copies of an older recipe are made anew. */
export const copyRecipe = 4;

/** Packages whose own tests are kept, with their data: the engine is judged by them. */
const tested = new Set(
  (
    'bufio bytes cmp container/heap container/list container/ring context encoding/binary encoding/hex errors fmt internal/poll ' +
    'io iter maps math/bits net net/http net/netip net/textproto net/url os path slices sort strconv strings sync sync/atomic text/tabwriter ' +
    'time unicode/utf8 unique'
  ).split(' '),
);

/** Commands, and packages whose files are in part only made when Go is built. */
const leftOut = new Set(['cmd', 'go/build', 'go/importer', 'go/internal/srcimporter', 'time/tzdata']);

/**
 * Whether a folder or file below `src` is kept in a copy: all packages of the standard library as they are built for Linux on
 * amd64 and arm64; no commands, no assembly, and tests of few packages.
 */
export function kept(name: string, isFolder: boolean): boolean {
  const testdata = /^(.*?)\/?\btestdata(\/|$)/.exec(name);
  // What several packages' tests read is beside the packages.
  if (testdata) return testdata[1] === '' || tested.has(testdata[1] ?? '');
  const base = path.posix.basename(name);
  if (isFolder) return !leftOut.has(name) && !/^[._]/.test(base);
  const system = (architecture: string) => nameAllowed(base, { os: 'linux', architecture });
  return (
    isGoFileName(base) &&
    (system('amd64') || system('arm64')) &&
    (!base.endsWith('_test.go') || tested.has(path.posix.dirname(name)))
  );
}

/** Copies what is kept of one `src` folder into another. `move` takes the files away from where they were. */
export function copyKept(from: string, to: string, how: 'copy' | 'move', below = ''): void {
  fs.mkdirSync(path.join(to, below), { recursive: true });
  for (const entry of fs.readdirSync(path.join(from, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (!kept(name, entry.isDirectory())) continue;
    if (entry.isDirectory()) copyKept(from, to, how, name);
    else if (how === 'move') fs.renameSync(path.join(from, name), path.join(to, name));
    else fs.copyFileSync(path.join(from, name), path.join(to, name));
  }
  if (fs.readdirSync(path.join(to, below)).length === 0) fs.rmdirSync(path.join(to, below));
}

/** Go's licence as Debian's `copyright` file states it for Go's own files (DEP 5: the stand-alone License paragraph). */
export function licenseFromCopyright(copyright: string): string | null {
  const paragraph = /^License: Go\n((?: .*\n)+)/m.exec(copyright)?.[1];
  return paragraph ? paragraph.replace(/^ /gm, '').replace(/^\.$/gm, '') : null;
}
