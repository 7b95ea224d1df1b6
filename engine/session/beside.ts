/** The same statement in two versions of Go: where it is in the source of each. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Side } from '../adapter/events.ts';
import { resolveAnchor } from '../golang/source/anchors.ts';
import { locateGo, SourceError } from '../golang/source/index.ts';
import { FileSet } from '../golang/syntax/fileSet.ts';
import { parseFile } from '../golang/syntax/parser.ts';
import { inRange, type Stop } from './walkthroughFormat.ts';

/** The sides of a stop that has two; null if it has none, or if the source of one of them is not there. */
export function sidesOf(stop: Stop): Side[] | null {
  const sides = stop.beside?.map((version) => sideOf(stop, version)) ?? [];
  return sides.length === 0 || sides.includes(null) ? null : sides.filter((side) => side !== null);
}

function sideOf({ anchors }: Stop, version: string): Side | null {
  const anchor = anchors.find((candidate) => inRange(version, candidate));
  if (anchor === undefined) return null;
  try {
    const file = path.join(locateGo({ version }).src, anchor.file);
    const text = readFileSync(file, 'latin1');
    const syntax = parseFile(new FileSet(), anchor.file, text);
    const place = resolveAnchor(anchor, syntax);
    if ('error' in place) return null;
    const endLine = place.line + text.slice(place.pos - syntax.base, place.end - syntax.base).split('\n').length - 1;
    return { goVersion: version, function: anchor.func, file, line: place.line, endLine };
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}
