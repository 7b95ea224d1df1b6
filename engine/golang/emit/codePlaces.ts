/**
 * Where emitted code came from: the JavaScript stack, read back as Go's. Each unit of emitted code has a name of its own for V8 (`sourceURL`);
 * in its text stands a comment before each statement, with the function literal it belongs to (0: the function itself) and its offset in the file.
 * That costs nothing until somebody asks.
 */

/** As much of a source file as a place needs. */
export interface PlacedFile {
  path: string;
  base: number;
}

/** A unit of emitted code. */
export interface Emitted {
  /** The file that its offsets are in; null for code that is nowhere in Go's source (wrappers). */
  file: PlacedFile | null;
  /** Go's names of the function and of the literals in it. */
  names: string[];
  /** The compiled function: its text is asked of it. */
  code: unknown;
}

/** A place in Go's source. */
export interface CodePlace {
  function: string;
  file: PlacedFile;
  /** The position of the statement, in the file set. */
  pos: number;
}

/** Units that were compiled together, in one script of a name of its own. */
export interface EmittedScript {
  text: string;
  /** The unit at an offset in the text, and where it begins. */
  unitAt(offset: number): { start: number; names: string[]; file: PlacedFile | null } | null;
}

export const marker = (literal: number, offset: number): string => `/*${literal}@${offset}*/`;

export class CodePlaces {
  private readonly units: Emitted[] = [];
  private readonly scripts = new Map<string, EmittedScript>();

  /** Gives the unit its name for V8. */
  add(unit: Emitted, label: string): string {
    this.units.push(unit);
    return `go:${this.units.length - 1}:${encodeURI(label)}`;
  }

  addScript(name: string, script: EmittedScript): void {
    this.scripts.set(name, script);
  }

  /**
   * The Go functions on the JavaScript stack, innermost first, `limit` at most; the stack of the running goroutine ends where the scheduler goes on
   * with it (`gogo`).
   */
  stack(limit: number): CodePlace[] {
    const before = { prepareStackTrace: Error.prepareStackTrace, stackTraceLimit: Error.stackTraceLimit }; // eslint-disable-line @typescript-eslint/unbound-method
    let sites: NodeJS.CallSite[];
    try {
      Error.stackTraceLimit = limit * 4 + 50;
      Error.prepareStackTrace = (_, callSites) => callSites;
      sites = new Error().stack as unknown as NodeJS.CallSite[];
    } finally {
      Object.assign(Error, before);
    }
    const places: CodePlace[] = [];
    for (const site of sites) {
      const source = site.getScriptNameOrSourceURL() ?? '';
      const unit = /^go:(\d+):/.exec(source);
      const script = this.scripts.get(source);
      if (unit === null && script === undefined) {
        if (site.getFunctionName() === 'gogo') break;
        continue;
      }
      const place =
        script === undefined ? this.place(this.units[Number(unit?.[1])] as Emitted, site) : placeIn(script, site);
      if (place !== null && places.push(place) === limit) break;
    }
    return places;
  }

  private place({ file, names, code }: Emitted, site: NodeJS.CallSite): CodePlace | null {
    if (file === null) return null;
    const text = String(code);
    const line = (site.getLineNumber() ?? 0) - headLines;
    const before = text.slice(
      0,
      offsetOf(text, line, site.getColumnNumber() ?? 0) - (line === 1 ? codeHead.length : 0),
    );
    return placeBehind(before, site, file, names);
  }
}

function placeIn(script: EmittedScript, site: NodeJS.CallSite): CodePlace | null {
  const offset = offsetOf(script.text, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
  const unit = script.unitAt(offset);
  if (unit?.file == null) return null;
  return placeBehind(script.text.slice(unit.start, offset), site, unit.file, unit.names);
}

/** The place that the last mark in `before` says, of the function that `site` is in. */
function placeBehind(before: string, site: NodeJS.CallSite, file: PlacedFile, names: string[]): CodePlace | null {
  const literal = /\$(\d+)$/.exec(site.getFunctionName() ?? '');
  const number = Number(literal?.[1] ?? NaN);
  const name = names[number];
  if (name === undefined) return null;
  const mark = `/*${number}@`;
  const at = before.lastIndexOf(mark);
  return { function: name, file, pos: file.base + (at < 0 ? 0 : parseInt(before.slice(at + mark.length))) };
}

/** Lines that `new Function` puts before its text: parameters and the opening brace. */
const headLines = 2;

/** A function's own text stands behind what Unit.evaluate writes before it, on the first line. */
export const codeHead = '"use strict";return (';

/** The offset of a line (from 1) and column in a text. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = text.indexOf('\n', start) + 1;
  return start + column;
}
