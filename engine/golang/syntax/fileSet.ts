/** Positions of all files as single numbers, after go/token's FileSet. */
import type { Pos } from './ast.ts';

/** A place in a file; line and column count from 1, columns in bytes. */
export interface Position {
  path: string;
  line: number;
  column: number;
}

interface FileEntry {
  path: string;
  /** Null until somebody wants to see a file that was only announced. */
  text: string | null;
  read: (() => string) | null;
  length: number;
  base: Pos;
  /** Offsets of the first byte of each line; made when first asked for. */
  lines: Int32Array | null;
}

export class FileSet {
  readonly #files: FileEntry[] = [];
  readonly #byPath = new Map<string, FileEntry>();
  #next = 1;

  /** Adds a file and returns the position of its first byte. A file may be added again (an edited text): its old positions stay valid. */
  addFile(path: string, text: string): Pos {
    const known = this.#byPath.get(path);
    if (known?.text === null && known.length === text.length) {
      known.text = text;
      return known.base;
    }
    return this.#add({ path, text, read: null, length: text.length, base: 0, lines: null });
  }

  /** Announces a file that is not read yet: its positions are known, its text is asked for when a line is. */
  announceFile(path: string, length: number, read: () => string): Pos {
    return this.#add({ path, text: null, read, length, base: 0, lines: null });
  }

  #add(entry: FileEntry): Pos {
    entry.base = this.#next;
    this.#files.push(entry);
    this.#byPath.set(entry.path, entry);
    this.#next += entry.length + 1; // the end of the file is a position too
    return entry.base;
  }

  /** Where a position is; line 0 of an empty path when it is none. */
  position(pos: Pos): Position {
    const file = this.#fileAt(pos);
    if (file === null) return { path: '', line: 0, column: 0 };
    const offset = pos - file.base;
    const lines = linesOf(file);
    const line = lastAtMost(lines, offset);
    return { path: file.path, line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  }

  /** The position of a line's column, or 0 when there is no such file or line. */
  posAt(path: string, line: number, column = 1): Pos {
    const file = this.#byPath.get(path);
    if (file === undefined) return 0;
    const start = linesOf(file)[line - 1];
    return start === undefined ? 0 : Math.min(file.base + start + column - 1, file.base + file.length);
  }

  /** The position of a byte offset, or 0 when there is no such file. */
  posOfOffset(path: string, offset: number): Pos {
    const file = this.#byPath.get(path);
    return file === undefined || offset < 0 || offset > file.length ? 0 : file.base + offset;
  }

  /** The text of a file that was added. */
  text(path: string): string | undefined {
    const file = this.#byPath.get(path);
    return file === undefined ? undefined : textOf(file);
  }

  /** How many lines a file has; 0 when there is no such file. */
  lineCount(path: string): number {
    const file = this.#byPath.get(path);
    return file === undefined ? 0 : linesOf(file).length;
  }

  /** `path:line:column`, as the compiler prints positions. */
  format(pos: Pos): string {
    const { path, line, column } = this.position(pos);
    return `${path}:${line}:${column}`;
  }

  #fileAt(pos: Pos): FileEntry | null {
    let low = 0;
    let high = this.#files.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#files[middle].base <= pos) low = middle + 1;
      else high = middle;
    }
    const file = this.#files[low - 1];
    return file !== undefined && pos <= file.base + file.length ? file : null;
  }
}

/** Keeps `text` null: the parser has not added the file yet, and will. */
const textOf = (file: FileEntry): string => file.text ?? file.read?.() ?? '';

function linesOf(file: FileEntry): Int32Array {
  if (file.lines === null) {
    const text = textOf(file);
    const starts = [0];
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
    file.lines = Int32Array.from(starts);
  }
  return file.lines;
}

/** Index of the last element that is not above `value`, in an ascending list that starts with 0. */
function lastAtMost(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
