/**
 * Where emitted code came from: the JavaScript stack, read back as Go's. Each unit of emitted code has a name of its own for V8 (`sourceURL`);
 * in its text stands a comment before each statement, with the function literal it belongs to (0: the function itself) and its offset in the file.
 * That costs nothing until somebody asks.
 */

import type { GoPanic } from '../machine/runtimeError.ts';

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
  /** The function that made it: its text is asked of it. */
  code: unknown;
}

/** A place in Go's source; of what the machine or a native does there is no file. */
export interface CodePlace {
  function: string;
  file: PlacedFile | null;
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
   * The Go functions on the JavaScript stack, innermost first, `limit` at most; the stack of a goroutine ends where the scheduler goes on
   * with it (`gogo`, `lookOnStack`). On top of it may be a native, where `isNative` knows its name. Beneath a deferred call that a panic makes (panic.ts, `panicking`) lies in Go what lay beneath the panic: that stack it has kept.
   */
  stack(limit: number, panic: GoPanic | null, isNative: (name: string) => boolean = () => false): CodePlace[] {
    const sites = callSites(limit * 4 + 50, () => new Error().stack);
    const places = this.read(sites, panic, limit);
    const top = sites.find((site) => this.isEmitted(site) || isNative(site.getFunctionName() ?? ''));
    const isOnTop = top !== undefined && !this.isEmitted(top);
    return isOnTop ? [{ function: top.getFunctionName() ?? '', file: null, pos: 0 }, ...places] : places;
  }

  private isEmitted(site: NodeJS.CallSite): boolean {
    const source = site.getScriptNameOrSourceURL() ?? '';
    return source.startsWith('go:') && (this.scripts.has(source) || /^go:\d+:/.test(source));
  }

  /** The Go functions that were on the stack where a panic was raised. */
  raised(limit: number, panic: GoPanic): CodePlace[] {
    return this.read(sitesOf(panic), panic.under, limit);
  }

  private read(from: NodeJS.CallSite[], panic: GoPanic | null, limit: number): CodePlace[] {
    const places: CodePlace[] = [];
    let [sites, under] = [from, panic];
    for (let i = 0; i < sites.length && places.length < limit; i++) {
      const site = sites[i] as NodeJS.CallSite;
      const source = site.getScriptNameOrSourceURL() ?? '';
      const unit = /^go:(\d+):/.exec(source);
      const script = this.scripts.get(source);
      if (unit !== null || script !== undefined) {
        const place =
          script === undefined ? this.place(this.units[Number(unit?.[1])] as Emitted, site) : placeIn(script, site);
        if (place !== null) places.push(place);
        continue;
      }
      const name = site.getFunctionName();
      if (name === 'gogo' || name === 'lookOnStack') break;
      if (under === null || name !== 'panicking') continue;
      places.push({ function: under.goexit ? 'runtime.Goexit' : 'runtime.gopanic', file: null, pos: 0 });
      [sites, under, i] = [sitesOf(under), under.under, -1];
    }
    return places;
  }

  private place({ file, names, code }: Emitted, site: NodeJS.CallSite): CodePlace | null {
    if (file === null) return null;
    const text = String(code);
    const before = text.slice(0, offsetOf(text, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0));
    return placeBehind(before, site, file, names);
  }
}

/** The calls of a stack, which `stack` gives once V8 is told how. A stack that V8 has made text of has none. */
function callSites(limit: number, stack: () => unknown): NodeJS.CallSite[] {
  const before = { prepareStackTrace: Error.prepareStackTrace, stackTraceLimit: Error.stackTraceLimit }; // eslint-disable-line @typescript-eslint/unbound-method
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_, sites) => sites;
    const sites = stack();
    return Array.isArray(sites) ? (sites as NodeJS.CallSite[]) : [];
  } finally {
    Object.assign(Error, before);
  }
}

/** The calls that a panic has kept. */
const sitesOf = (panic: GoPanic): NodeJS.CallSite[] => callSites(0, () => (panic.cause ?? panic).stack);

function placeIn(script: EmittedScript, site: NodeJS.CallSite): CodePlace | null {
  const offset = offsetOf(script.text, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
  const unit = script.unitAt(offset);
  if (unit?.file == null) return null;
  return placeBehind(script.text.slice(unit.start, offset), site, unit.file, unit.names);
}

/** The place that the last mark in `before` says, of the function that `site` is in. */
function placeBehind(before: string, site: NodeJS.CallSite, file: PlacedFile, names: string[]): CodePlace | null {
  // Functions that have no name (those before generator functions) go by one that V8 thinks of.
  const literal = /^go_.*\$(\d+)$/.exec(site.getFunctionName() ?? '');
  const number = Number(literal?.[1] ?? NaN);
  const name = names[number];
  if (name === undefined) return null;
  const mark = `/*${number}@`;
  const at = before.lastIndexOf(mark);
  return { function: name, file, pos: file.base + (at < 0 ? 0 : parseInt(before.slice(at + mark.length))) };
}

/** What Unit.evaluate writes before the expression. */
export const codeHead = '"use strict";return (';

/** The offset of a line (from 1) and column in a text. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = text.indexOf('\n', start) + 1;
  return start + column;
}
