import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../golang/source/project.ts';

/** Netwalk's version. */
export function engineVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectFolder(), 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
