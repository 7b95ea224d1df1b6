/** Source files of the running program: where positions and functions are, what statements a file has. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution } from '../../golang/execution.ts';
import { findAgain, functionName, resolveAnchor, statementsIn } from '../../golang/source/anchors.ts';
import { mainPath, type SourceLoader } from '../../golang/source/index.ts';
import type { FuncDecl, SourceFile } from '../../golang/syntax/ast.ts';
import { FileSet, type Position } from '../../golang/syntax/fileSet.ts';
import { parseFile } from '../../golang/syntax/parser.ts';
import type { Mark, Place } from '../../trace/source.ts';
import { offsetWithin, type Frame, type FunctionInfo, type Step } from '../../trace/tracer.ts';

export class Places {
  private readonly execution: Execution;
  private readonly loader: SourceLoader;
  private readonly files = new Map<string, SourceFile | null>();
  private readonly outerNames = new Map<string, string>();
  private readonly stepPlaces = new WeakMap<FunctionInfo, Place[]>();

  constructor(execution: Execution, loader: SourceLoader) {
    this.execution = execution;
    this.loader = loader;
  }

  /** The place of [pos, end). */
  place(pos: number, end: number): Place {
    const { fileSet } = this.execution;
    const from = fileSet.position(pos);
    const to = fileSet.position(Math.max(pos, end - 1));
    return {
      file: from.path,
      line: from.line,
      column: this.unitsBefore(from) + 1,
      endLine: to.line,
      endColumn: this.unitsBefore({ ...to, column: to.column + 1 }) + 1,
    };
  }

  /** The column of a position as editors count it: in UTF-16 code units, from 1. Go's own count bytes. */
  editorColumn(pos: number): number {
    return this.unitsBefore(this.execution.fileSet.position(pos)) + 1;
  }

  /** The code units of a line before a column that counts bytes. */
  private unitsBefore({ path: file, line, column }: Position): number {
    const { fileSet } = this.execution;
    const text = fileSet.text(file);
    if (text === undefined) return column - 1;
    const start = fileSet.posAt(file, line) - fileSet.posAt(file, 1);
    let units = 0;
    for (let at = start; at < start + column - 1; at++) {
      const byte = text.charCodeAt(at);
      // UTF-8: what continues a character adds nothing, and one of four bytes is two units.
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  }

  /** Looked up once for each step: system calls are made at a few, very often. */
  stepPlace(info: FunctionInfo, pc: number): Place | null {
    const step: Step | undefined = info.steps[pc];
    if (step === undefined) return null;
    let known = this.stepPlaces.get(info);
    if (known === undefined) this.stepPlaces.set(info, (known = []));
    return (known[pc] ??= this.place(step.pos, step.end));
  }

  /** The line where a frame stands, within a statement of several lines too, as Go's tracebacks give it: `path:line`. */
  frameLine(frame: Frame): string {
    const step = frame.fn.steps[frame.pc];
    if (step === undefined) return '?';
    const { path: file, line } = this.execution.fileSet.position(step.pos + offsetWithin(frame));
    return `${this.realPath(file)}:${line}`;
  }

  lineOf(pos: number): number {
    return this.execution.fileSet.position(pos).line;
  }

  /** The name by which files are known here: `net/dial.go` below GOROOT/src, `main.go` in a person's main package, else the absolute name. */
  known(file: string): string {
    return path.isAbsolute(file) ? (this.loader.pathOf(file) ?? file) : file;
  }

  private packageOf(file: string): string {
    return this.loader.packageOf(file) ?? mainPath;
  }

  /** The name by which files are known outside: a person's own by its absolute path. */
  outerName(file: string): string {
    let name = this.outerNames.get(file);
    if (name === undefined) {
      const real = this.realPath(file);
      name = real.startsWith(this.loader.go.src + path.sep) ? this.known(real) : real;
      this.outerNames.set(file, name);
    }
    return name;
  }

  /** Where a file is on disk. */
  realPath(file: string): string {
    if (path.isAbsolute(file)) return file;
    const own = this.loader.files(this.packageOf(file))?.find((source) => source.path === file);
    return own?.file ?? path.join(this.loader.go.src, file);
  }

  text(file: string): string {
    return readFileSync(this.realPath(file), 'utf8');
  }

  /** The tree of a file, loaded with its package when need be. */
  file(name: string): SourceFile | null {
    const known = this.known(name);
    let file = this.files.get(known);
    if (file === undefined) {
      const pkg = this.packageOf(known);
      const loaded = this.loader.files(pkg) === null ? null : this.execution.program.load(pkg);
      file =
        loaded?.files.find(
          (candidate: SourceFile) => candidate.path === known || path.basename(candidate.path) === known,
        ) ?? null;
      this.files.set(known, file);
    }
    return file;
  }

  /** The lines of a file on which the program can stop: starts of statements, of functions, and closing braces. */
  stops(file: SourceFile): Place[] {
    const places: Place[] = [];
    for (const decl of file.decls) {
      if (decl.kind !== 'FuncDecl' || !decl.hasBody) continue;
      places.push(this.place(decl.pos, decl.bodyPos + 1));
      const body = decl.body();
      if (body === null) continue;
      for (const statement of statementsIn(body.list)) places.push(this.place(statement.pos, statement.end));
      places.push(this.place(body.rbrace, body.rbrace + 1));
    }
    return places;
  }

  /** The nearest place to stop at or behind a line (and column), within the same function where there is one. */
  nearest(file: SourceFile, line: number, column = 0): Place | null {
    const decl = file.decls.find(
      (d): d is FuncDecl => d.kind === 'FuncDecl' && this.lineOf(d.pos) <= line && line <= this.lineOf(d.end - 1),
    );
    const behind = this.stops(file).filter(
      (place) => place.line >= line && (decl === undefined || place.line <= this.lineOf(decl.end - 1)),
    );
    const onLine = behind.filter((place) => place.line === line && place.column >= column);
    const isBefore = (a: Place, b: Place): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);
    return (onLine.length > 0 ? onLine : behind).reduce<Place | null>(
      (best, place) => (best === null || isBefore(place, best) ? place : best),
      null,
    );
  }

  /** Where a mark's anchor is in this source, or why nowhere. */
  anchor({ anchor: mark, original }: Pick<Mark, 'anchor' | 'original'>): Place | string {
    const { restored, recorder } = this.execution.linker;
    const key = JSON.stringify([mark.file, mark.func, mark.statement, mark.occurrence, original]);
    const known = restored?.anchor(key);
    if (known !== undefined) return this.place(known.pos, known.end);
    const file = this.file(mark.file);
    if (file === null) return `${mark.file}: no such file`;
    const found =
      original === undefined
        ? resolveAnchor(mark, file)
        : findAgain(mark, parseFile(new FileSet(), mark.file, original), file);
    if ('error' in found) return found.error;
    recorder.anchor(key, { file: file.path, pos: found.pos, end: found.end });
    return this.place(found.pos, found.end);
  }

  functionNames(file: SourceFile): string[] {
    return file.decls.flatMap((decl) => (decl.kind === 'FuncDecl' ? [functionName(decl)] : []));
  }
}
