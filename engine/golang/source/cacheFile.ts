import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Files that only save time: whatever is wrong with one, it is as if it were not there. Each begins with a line that says what it is and has the hash of
 * what follows, so that half a file, or a damaged one, is never used; and they lie in a folder that nobody else can write to.
 */
const headOf = (kind: string, body: Uint8Array): string =>
  `netwalk ${kind} ${createHash('sha256').update(body).digest('base64')}\n`;

/** What was written under this name and kind; null when that is not to be had. */
export function readCacheFile(file: string, kind: string): Buffer | null {
  let bytes: Buffer;
  try {
    if (!isPrivate(path.dirname(file))) return null;
    bytes = fs.readFileSync(file);
  } catch {
    return null;
  }
  const body = bytes.subarray(bytes.indexOf('\n') + 1);
  const head = headOf(kind, body);
  return bytes.toString('latin1', 0, head.length) === head ? body : null;
}

/** Makes a file of that name, in one step: whoever reads at the same time sees the old or the new one. */
export function writeCacheFile(file: string, kind: string, body: Uint8Array, capacity = 100e6): void {
  const folder = path.dirname(file);
  const aside = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(folder)) return;
    fs.writeFileSync(aside, Buffer.concat([Buffer.from(headOf(kind, body)), body]), { mode: 0o600 });
    fs.renameSync(aside, file);
    removeOldest(folder, file, capacity);
  } catch {
    // A full disk, or a home without a place for it: the next start takes longer, no more.
    remove(aside);
  }
}

function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // It never came to be.
  }
}

function isPrivate(folder: string): boolean {
  const { uid, mode } = fs.statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Keeps a folder below `capacity` bytes; what was not written for the longest time goes first. */
function removeOldest(folder: string, kept: string, capacity: number): void {
  const files = fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, stat: fs.statSync(file, { throwIfNoEntry: false }) }))
    .sort((a, b) => (b.stat?.mtimeMs ?? 0) - (a.stat?.mtimeMs ?? 0));
  let total = 0;
  for (const { file, stat } of files) {
    total += stat?.size ?? 0;
    if (total > capacity && file !== kept) fs.rmSync(file, { force: true });
  }
}
