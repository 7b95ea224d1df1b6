/** Text for a terminal: lines of a width, source excerpts, and what markdown's marks become. */
import path from 'node:path';
import type { Hit, Place } from '../trace/source.ts';
import { goroutineText } from '../adapter/words.ts';

/** Wraps paragraphs; list items keep their indentation, and Chinese may break anywhere. */
export function wrap(markdown: string, width: number): string {
  return markdown
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  const indent = /^\s*(?:[-*] (?:\[[ x]\] )?|\d+\. )?/.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  let used = columns(indent);
  let space = '';
  for (const piece of pieces(line.slice(indent.length))) {
    if (piece.trim() === '') {
      space = piece;
      continue;
    }
    if (used + columns(space + piece) > width && current.trim() !== '') {
      lines.push(current);
      current = ' '.repeat(columns(indent));
      used = columns(indent);
      space = '';
    }
    current += space + piece;
    used += columns(space + piece);
    space = '';
  }
  return [...lines, current].join('\n');
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
/** Marks that never begin a line. */
const closing = '，。；：？！、）」』”’》';

/** Words, spaces, and single wide characters (with the closing mark behind them). */
function pieces(text: string): string[] {
  const found = text.match(new RegExp(`\\s+|${wide.source}[${closing}]*|(?:(?!${wide.source})\\S)+[${closing}]*`, 'g'));
  return found ?? [];
}

/** How many columns a terminal gives a text. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += wide.test(character) ? 2 : 1;
  return sum;
}

/** Lines around a place, the executing ones marked. */
export function excerpt(source: string, { line, endLine }: Place, around = 3): { text: string; marked: boolean }[] {
  const lines = source.split('\n');
  const first = Math.max(1, line - around);
  // A statement may be a whole block: its first lines are enough.
  const lastMarked = Math.min(endLine, line + 4);
  const last = Math.min(lines.length, lastMarked + around);
  const digits = String(last).length;
  return lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    const marked = number >= line && number <= lastMarked;
    return {
      text: `${marked ? '▶' : ' '} ${String(number).padStart(digits)} │ ${text.replaceAll('\t', '    ')}`,
      marked,
    };
  });
}

/** A step that a search found, in a line. */
export function hitText({ step, goid, function: name, place, text }: Hit): string {
  const what = text === '' ? name : `→ ${text}`;
  const where =
    place === null ? '' : `${path.isAbsolute(place.file) ? path.basename(place.file) : place.file}:${place.line}`;
  return [`step ${step}`, goroutineText(goid), what, where].filter((part) => part !== '').join('  ');
}
