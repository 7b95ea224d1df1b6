import fs from 'node:fs';
import path from 'node:path';
import { lineOfMain } from './mainFunction.ts';

/**
 * What to run for a Go file with a func main: its folder when other files there belong to the same program, the file alone when
 * it is the only one of package main, or one of several programs that lie side by side.
 */
export function programOf(file: string): string {
  const folder = path.dirname(file);
  const others = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && name !== path.basename(file))
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
    .filter((text) => /^package\s+main\b/m.test(text) && !/^\/\/go:build\s+ignore\b/m.test(text));
  return others.length > 0 && others.every((text) => lineOfMain(text) === undefined) ? folder : file;
}
