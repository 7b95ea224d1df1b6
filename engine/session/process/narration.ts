/** What the walkthroughs say of lines of Go's source, for a real process that stands on one of them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Walk } from '../../adapter/host.ts';
import type { Narration } from '../../adapter/events.ts';
import { resolveAnchor } from '../../golang/source/anchors.ts';
import type { SourceFile } from '../../golang/syntax/ast.ts';
import { FileSet } from '../../golang/syntax/fileSet.ts';
import { parseFile } from '../../golang/syntax/parser.ts';
import type { Place } from '../../trace/source.ts';
import { languageOf, narrations } from '../walk.ts';
import { stopsOf, type StopOfVersion, type Walkthrough } from '../walkthroughFormat.ts';

/** A line that is explained; of several explanations the first in the order of the walkthroughs. */
export interface ExplainedLine {
  id: string;
  place: Place;
}

/** Finds the stops of all walkthroughs in the source of a version; those in the walkthroughs' own programs are none of it. */
export function explainedLines(
  walkthroughs: readonly Walkthrough[],
  goroot: string,
  goVersion: string,
): { lines: ExplainedLine[]; walk: Walk } {
  const files = new Files(goroot);
  const lines = new Map<string, ExplainedLine>();
  const told = walkthroughs.map((walkthrough) => {
    const stops = stopsOf(walkthrough, goVersion);
    const places = new Map<string, Place>();
    for (const stop of stops) {
      const place = files.placeOf(stop);
      if (place === null) continue;
      places.set(stop.id, place);
      const key = `${place.file}:${place.line}`;
      if (!lines.has(key)) lines.set(key, { id: idOf(walkthrough, stop.id), place });
    }
    return { walkthrough, stops, places };
  });
  const all = (locale: string): Narration[] =>
    told.flatMap(({ walkthrough, stops, places }) =>
      narrations(walkthrough, stops, places, languageOf(locale))
        .filter(({ place }) => place !== null)
        .map((narration) => ({ ...narration, stop: idOf(walkthrough, narration.stop) })),
    );
  return { lines: [...lines.values()], walk: { narrations: all, problems: [], isAside: true } };
}

const idOf = ({ id }: Walkthrough, stop: string): string => `${id}/${stop}`;

/** Files of Go's source, parsed when one is asked for. */
class Files {
  readonly #goroot: string;
  readonly #fileSet = new FileSet();
  readonly #files = new Map<string, SourceFile | null>();

  constructor(goroot: string) {
    this.#goroot = goroot;
  }

  placeOf({ anchor }: StopOfVersion): Place | null {
    const file = this.#file(anchor.file);
    const found = file === null ? null : resolveAnchor(anchor, file);
    if (found === null || 'error' in found) return null;
    return { file: anchor.file, line: found.line, column: 1, endLine: found.line, endColumn: 1 };
  }

  #file(name: string): SourceFile | null {
    let file = this.#files.get(name);
    if (file === undefined) {
      const real = path.join(this.#goroot, 'src', name);
      // A program of ours is beside its walkthrough, not there.
      file =
        name.includes('/') && existsSync(real) ? parseFile(this.#fileSet, name, readFileSync(real, 'latin1')) : null;
      this.#files.set(name, file);
    }
    return file;
  }
}
