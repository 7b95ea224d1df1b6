/** Syntax errors, reported and counted as cmd/compile does (internal/base/print.go). */
import type { Pos, SourceFile } from './ast.ts';
import type { FileSet } from './fileSet.ts';

export interface SyntaxError {
  pos: Pos;
  message: string;
}

/** The compiler gives up after so many errors. */
export const maximumErrors = 10;

/** All errors found in a file; `message` has a line `path:line:column: message` for each. */
export class SyntaxErrors extends Error {
  /** Sorted by position. */
  readonly list: readonly SyntaxError[];
  /**
   * The tree, when it is whole nevertheless: no message begins with "syntax error". The compiler then goes on and reports
   * what it finds wrong with types too.
   */
  readonly file: SourceFile | null;

  constructor(fileSet: FileSet, errors: readonly SyntaxError[], file: SourceFile | null = null) {
    const list = asReported(fileSet, errors);
    super(list.map((e) => `${fileSet.format(e.pos)}: ${e.message}`).join('\n'));
    this.name = 'SyntaxErrors';
    this.list = list;
    this.file = list.some((e) => e.message.startsWith('syntax error')) ? null : file;
  }
}

/** At most one syntax error a line, none twice, no more than the compiler prints, in order of position. */
function asReported(fileSet: FileSet, errors: readonly SyntaxError[]): SyntaxError[] {
  const kept: SyntaxError[] = [];
  let syntaxLine = 0;
  let other = '';
  for (const error of errors) {
    const line = fileSet.position(error.pos).line;
    if (error.message.startsWith('syntax error')) {
      if (line === syntaxLine) continue;
      syntaxLine = line;
    } else {
      const key = `${line} ${error.message}`;
      if (key === other) continue;
      other = key;
    }
    kept.push(error);
    if (kept.length >= maximumErrors) {
      kept.sort((a, b) => a.pos - b.pos);
      kept.push({ pos: error.pos, message: 'too many errors' });
      return kept;
    }
  }
  return kept.sort((a, b) => a.pos - b.pos);
}
