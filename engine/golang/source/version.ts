import fs from 'node:fs';
import path from 'node:path';

/** A release of Go: `{ major: 1, minor: 19, patch: 8, text: '1.19.8' }`. */
export interface GoVersion {
  major: number;
  minor: number;
  patch: number;
  /** As Go's VERSION file has it, without the `go` in front: `1.19.8`, `1.27rc1`. */
  text: string;
}

/** The oldest minor release whose source the engine executes. */
export const oldestMinor = 19;

/** Reads `1.19`, `go1.19.8`, `go1.27rc1` or `devel go1.28-f00d`; null when it names no version. */
export function parseVersion(text: string): GoVersion | null {
  const match = /(?:^|\bgo)(\d+)\.(\d+)(?:\.(\d+))?((?:rc|beta|alpha)\d+)?(?![\w.])/.exec(text.trim());
  if (!match) return null;
  const [found, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch ?? 0), text: found.replace(/^go/, '') };
}

/** Whether a version answers a request: `1.19` is answered by any 1.19.x, `1.19.8` by that one only. */
export function answers(version: GoVersion, asked: string): boolean {
  const wanted = parseVersion(asked);
  if (!wanted) return false;
  const { major, minor, text } = version;
  return (
    major === wanted.major && minor === wanted.minor && (wanted.text === `${major}.${minor}` || wanted.text === text)
  );
}

/** Orders versions, the newest first. */
export const newestFirst = (a: GoVersion, b: GoVersion): number =>
  b.major - a.major || b.minor - a.minor || b.patch - a.patch;

/**
 * The version of the Go at `root`: its VERSION file or, where a distribution keeps that elsewhere, what `cmd/dist` wrote into
 * internal/buildcfg; at last the release that internal/goversion says the source is on the way to.
 */
export function readVersion(root: string): GoVersion | null {
  const declared = firstMatch(path.join(root, 'VERSION'), /^.*\bgo\d.*$/m);
  if (declared) return parseVersion(declared);
  const built = firstMatch(path.join(root, 'src/internal/buildcfg/zbootstrap.go'), /^const version = `(.*)`$/m);
  if (built) return parseVersion(built);
  const minor = firstMatch(path.join(root, 'src/internal/goversion/goversion.go'), /^const Version = (\d+)$/m);
  return minor ? parseVersion(`1.${minor}`) : null;
}

function firstMatch(file: string, pattern: RegExp): string | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'latin1');
  } catch {
    return null;
  }
  const match = pattern.exec(text);
  return match ? (match[1] ?? match[0]) : null;
}
