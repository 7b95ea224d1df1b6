/** Where the recorder stops: from what `go tool objdump` says of a program built with `-N -l`. */
import path from 'node:path';
import { isCompared } from '../activations.ts';

/** An instruction with which a function or the code of another line begins. */
export interface Point {
  address: number;
  isEntry: boolean;
  /** Below Go's `src`, or the base name of a file of the program. */
  file: string;
  line: number;
  /** The function in Go's symbol table. */
  func: string;
}

/** The functions whose code is looked at. What other packages take of the compared files by linkname is in these as well. */
export const symbols = '^(main|net|internal/poll|runtime)\\.';

interface Instruction {
  file: string;
  line: number;
  address: number;
  text: string;
}

/** The points of a disassembly, in the order of their addresses. */
export function pointsIn(disassembly: string): Point[] {
  const rows = disassembly.split('\n');
  const targets = jumpTargets(rows);
  const points: Point[] = [];
  let func: { name: string; file: string; entryLine: number } | null = null;
  let before: number | null = null;
  let isFirst = false;
  for (const row of rows) {
    const [, name, source] = /^TEXT (\S+)\(SB\) (.*)$/.exec(row) ?? [];
    if (name !== undefined && source !== undefined) {
      const file = fileOf(source, name);
      func = isCompared(file) ? { name, file, entryLine: 0 } : null;
      isFirst = true;
      before = null;
      continue;
    }
    const at = func === null ? null : instruction(row);
    if (func === null || at === null) continue;
    if (isFirst) {
      func.entryLine = at.line;
      points.push({ address: at.address, isEntry: true, file: func.file, line: at.line, func: func.name });
    } else if (at.text.includes('runtime.morestack')) {
      // It jumps back to the entry, and is of no statement.
      before = null;
      continue;
    } else if (isOnlyJump(at, targets)) {
      continue;
    } else if ((at.line !== before || targets.has(at.address)) && at.line !== func.entryLine) {
      // Inlined code has lines of other files.
      const isOwn = at.file === path.posix.basename(func.file);
      if (isOwn) points.push({ address: at.address, isEntry: false, file: func.file, line: at.line, func: func.name });
    }
    isFirst = false;
    before = at.line;
  }
  return points;
}

function fileOf(source: string, func: string): string {
  if (func.startsWith('main.')) return path.posix.basename(source);
  return source.replace(/^.*?\/src\//, '');
}

function instruction(row: string): Instruction | null {
  const [, file, line, address, text] = /^\s+(\S+):(\d+)\s+0x([0-9a-f]+)\s+\S+\s+(.*)$/.exec(row) ?? [];
  if (file === undefined || line === undefined || address === undefined) return null;
  return { file, line: Number(line), address: Number.parseInt(address, 16), text: text ?? '' };
}

/** Where branches join, the compiler leaves jumps that it gives to the line of the last of them, whichever was executed. */
function isOnlyJump({ address, text }: Instruction, targets: ReadonlySet<number>): boolean {
  return text.startsWith('JMP ') && targets.has(address);
}

/** A loop comes back to code that no change of line shows. */
function jumpTargets(rows: string[]): Set<number> {
  const targets = new Set<number>();
  for (const row of rows) {
    const target = /\sJ\w+\s+0x([0-9a-f]+)\s*$/.exec(row)?.[1];
    if (target !== undefined) targets.add(Number.parseInt(target, 16));
  }
  return targets;
}
