/** Where images of linked programs are kept: a folder of the person's own, written by the main thread, bounded in size. */
import fs from 'node:fs';
import path from 'node:path';
import { isPrivate } from '../../golang/imageFile.ts';
import { cacheFolder } from '../../golang/source/project.ts';

/** Bytes that the folder may hold; the images that were not written for the longest time go first. */
const capacity = 100e6;

/** `$XDG_CACHE_HOME/netwalk/images`. */
export const usualImageFolder = (): string => path.join(cacheFolder(), '../images');

/** Puts an image in its place: nobody ever sees half of it. That it cannot be kept is no fault of the program. */
export function storeImage(file: string, bytes: Uint8Array): void {
  const folder = path.dirname(file);
  const aside = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(folder)) return;
    fs.writeFileSync(aside, bytes, { mode: 0o600 });
    fs.renameSync(aside, file);
    removeOldest(folder, file);
  } catch {
    fs.rmSync(aside, { force: true });
  }
}

function removeOldest(folder: string, kept: string): void {
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
