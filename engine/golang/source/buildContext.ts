import fs from 'node:fs';
import path from 'node:path';
import { shouldBuild } from './constraint.ts';
import type { GoVersion } from './version.ts';

export type Architecture = 'amd64' | 'arm64';

/** What decides which files belong to a package, after go/build.Context: Linux, no cgo, no race detector. */
export interface BuildContext {
  os: 'linux';
  architecture: Architecture | 'none';
  tags: ReadonlySet<string>;
}

/** GOARCH of this machine. */
export const ownArchitecture = (): Architecture => (process.arch === 'arm64' ? 'arm64' : 'amd64');

/** The context in which the Go of this version would build for Linux with CGO_ENABLED=0. */
export function buildContext(go: { src: string; version: GoVersion }, architecture = ownArchitecture()): BuildContext {
  const releases = Array.from({ length: go.version.minor }, (_, index) => `go1.${index + 1}`);
  const level = architecture === 'amd64' ? 'amd64.v1' : 'arm64.v8.0';
  const tags = new Set(['linux', 'unix', 'gc', architecture, level, ...releases, ...experiments(go.src)]);
  return { os: 'linux', architecture, tags };
}

/** Whether the fast paths of a package of the standard library are in assembly, and it has Go for all of them. */
export const isWrittenInAssembly = (importPath: string): boolean =>
  /^(crypto|vendor\/golang\.org\/x\/crypto)\/|^(math|math\/big|hash\/crc32|internal\/chacha8rand)$/.test(importPath);

/** The context of an architecture for which Go has no assembly: the files that do the same in Go. */
export function portable(context: BuildContext): BuildContext {
  const ofArchitecture = (tag: string): boolean => new RegExp(`^${context.architecture}\\b`).test(tag);
  const tags = [...context.tags].filter((tag) => !ofArchitecture(tag));
  return { ...context, architecture: 'none', tags: new Set([...tags, 'purego', 'math_big_pure_go']) };
}

/**
 * The experiments that are on by default, as tags: the fields of `baseline` in internal/buildcfg/exp.go. Those that depend on
 * the platform (`regabiSupported`, `dwarf5Supported`) are on for Linux on amd64 and arm64.
 */
function experiments(src: string): string[] {
  let text: string;
  try {
    text = fs.readFileSync(path.join(src, 'internal/buildcfg/exp.go'), 'latin1');
  } catch {
    return ['goexperiment.regabiwrappers', 'goexperiment.regabiargs'];
  }
  const baseline = /baseline := goexperiment\.Flags\{([^}]*)\}/.exec(text)?.[1] ?? '';
  const flags = baseline.matchAll(/^\s*(\w+):\s*(\w+),/gm);
  return [...flags].filter(([, , value]) => value !== 'false').map(([, name]) => `goexperiment.${name?.toLowerCase()}`);
}

// Past, present and future values of GOOS and GOARCH, as go/build recognises them in file names.
const knownSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
);
const knownArchitectures = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);

/** Whether a file's name allows it: `name_GOOS`, `name_GOARCH` and `name_GOOS_GOARCH` do so only for that system (go/build's goodOSArchFile). */
export function nameAllowed(name: string, context: { os: string; architecture: string }): boolean {
  const stem = name.replace(/\..*$/, '');
  const parts = stem.split('_').slice(1);
  if (parts.at(-1) === 'test') parts.pop();
  const last = parts.pop();
  if (last === undefined) return true;
  if (knownSystems.has(last)) return last === context.os;
  if (!knownArchitectures.has(last)) return true;
  const before = parts.pop();
  return last === context.architecture && (before === undefined || !knownSystems.has(before) || before === context.os);
}

/** Whether a file belongs to its package in this context, by its name and its build constraints (go/build's matchFile). */
export function fileMatches(name: string, text: string, context: BuildContext): boolean {
  return isGoFileName(name) && nameAllowed(name, context) && shouldBuild(text, context.tags);
}

/** Whether Go looks at a file of this name at all. */
export const isGoFileName = (name: string): boolean => name.endsWith('.go') && !/^[_.]/.test(name);
