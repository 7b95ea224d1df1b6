import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { newestFirst, parseVersion } from './version.ts';

/** Where people and distributions keep Go, newest release first within one place. */
export function usualPlaces(home: string, filesystem = '/'): string[] {
  const at = (place: string): string => path.join(filesystem, place);
  return [
    at('usr/local/go'),
    at('usr/lib/go'),
    ...releases(at('usr/lib'), /^go-?\d/),
    ...releases(at('usr/share'), /^go-\d/),
    at('usr/lib/golang'),
    ...releases(path.join(home, 'sdk'), /^go\d/),
    ...releases(path.join(home, 'go/sdk'), /^go\d/),
    ...releases(path.join(home, 'go/pkg/mod/golang.org'), /^toolchain@.*-go\d/),
  ].filter((place) => fs.existsSync(place));
}

/** The versions of a folder that holds a copy a version: `go/1.19`, `go/1.27`. */
export const copiesIn = (folder: string): string[] => releases(folder, /^\d+\.\d+/);

function releases(folder: string, pattern: RegExp): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return [];
  }
  const version = (name: string) => parseVersion(name.replace(/^.*?(\d+\.\d+)/, '$1').replace(/\.linux-.*$/, ''));
  return names
    .flatMap((name) => {
      const release = pattern.test(name) ? version(name) : null;
      return release ? [{ name, release }] : [];
    })
    .sort((a, b) => newestFirst(a.release, b.release))
    .map(({ name }) => path.join(folder, name));
}

/** What `go env GOROOT` says, when there is a go on the PATH. GOTOOLCHAIN keeps it from downloading another one. */
export function goEnvRoot(environment: NodeJS.ProcessEnv): string | null {
  const onPath = (environment['PATH'] ?? '').split(path.delimiter).some((folder) => {
    return folder !== '' && fs.existsSync(path.join(folder, 'go'));
  });
  if (!onPath) return null;
  const { status, stdout } = spawnSync('go', ['env', 'GOROOT'], {
    env: { ...environment, GOTOOLCHAIN: 'local' },
    encoding: 'utf8',
    timeout: 5000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}
