import { createHash } from 'node:crypto';
import type { SourceFile } from './packages.ts';

/** A hash of file names and contents, in order: equal exactly when the same source was read. */
export function hashFiles(files: Iterable<Pick<SourceFile, 'path' | 'text'>>): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\n${text.length}\n`, 'utf8').update(text, 'latin1');
  return hash.digest('hex');
}
