/** Settings of GODEBUG that a program is built with: what the go command puts into it (cmd/go/internal/load, defaultGODEBUG). */
import fs from 'node:fs';
import path from 'node:path';
import type { LocatedGo } from './locate.ts';
import type { GoProgram } from './program.ts';
import { parseVersion } from './version.ts';

/**
 * By name. A program of an older `go` line than the Go that builds it keeps what has changed since as it was (internal/godebugs); `godebug` lines of
 * go.mod and `//go:debug` lines of package main come on top. Before Go 1.21 there are none.
 */
export function builtGodebug(go: LocatedGo, program: GoProgram | null): Map<string, string> {
  if (program === null || go.version.minor < 21) return new Map();
  const { module } = program;
  const said = new Map([...(module?.godebug ?? []), ...program.files.flatMap(({ text }) => debugLines(text))]);
  const language = said.get('default')?.replace(/^go/, '');
  said.delete('default');
  const minor = language === undefined ? (module ? (module.go?.minor ?? 16) : go.version.minor) : parseVersion(language)?.minor; // prettier-ignore
  const before = minor === undefined || minor >= go.version.minor ? [] : changedSince(minor, go);
  return new Map([...before, ...said]);
}

/** `//go:debug key=value` above the package clause. */
function debugLines(text: string): [string, string][] {
  const head = text.slice(0, Math.max(0, text.search(/^package\s/m)));
  return [...head.matchAll(/^\/\/go:debug[ \t]+([^=\s]+)=(\S*)[ \t\r]*$/gm)].map(([, key = '', value = '']) => [
    key,
    value,
  ]);
}

/** What a later version does otherwise, with the value that keeps it as it was. */
function changedSince(minor: number, { src }: LocatedGo): [string, string][] {
  const table = fs.readFileSync(path.join(src, 'internal/godebugs/table.go'), 'utf8');
  const rows = [...table.matchAll(/\{Name: "(\w+)",.*?\bChanged: (\d+),.*?\bOld: "(.*?)"/g)];
  return rows.flatMap(([, name = '', changed, old = '']) => (minor < Number(changed) ? [[name, old]] : []));
}
