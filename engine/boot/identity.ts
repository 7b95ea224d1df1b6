import { statSync } from 'node:fs';

/** What tells a bundle from another one of the same name, without reading it: bundles are made aside and renamed, and never changed in their place. */
export function identityOf(file: string): string {
  const { dev, ino, size, mtimeMs, ctimeMs } = statSync(file);
  return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
}
