/** Two columns for a terminal: what real Go called, and what Netwalk called. */
import { columns } from '../terminalText.ts';
import type { Row, Section } from './compare.ts';
import type { VerifyPhrases } from './phrases.ts';

export interface TableOptions {
  /** Heads of the two columns. */
  heads: [left: string, right: string];
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  phrases: VerifyPhrases;
}

/** Everything, differences marked with `≠`, and with `~` what depends on timing. */
export function table(sections: readonly Section[], { heads, width, colour, phrases }: TableOptions): string {
  const half = Math.max(30, Math.floor((width - 5) / 2));
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (left: string, mark: string, right: string): string => `${pad(left, half)} ${mark} ${right}`.trimEnd();
  const print = ({ left, right, kind }: Row): string[] => {
    const mark = { equal: '│', different: '≠', timing: '~' }[kind];
    const [l, r] = [cut(left ?? '', half), cut(right ?? '', half)];
    const rows = Array.from({ length: Math.max(l.length, r.length) }, (_, i) => line(l[i] ?? '', mark, r[i] ?? ''));
    return rows.map((text) => (kind === 'different' ? paint('31', text) : kind === 'timing' ? paint('2', text) : text));
  };
  return [
    paint('1', line(heads[0], '│', heads[1])),
    ...sections.flatMap(({ descriptor, rows }) => [
      '',
      paint('1', `── ${phrases.descriptor(descriptor)}`),
      ...rows.flatMap(print),
    ]),
  ].join('\n');
}

/** A text in pieces that fit, the later ones indented. */
function cut(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== '';) {
    const indent = pieces.length === 0 ? '' : '    ';
    const room = width - indent.length;
    const space = rest.length <= room ? rest.length : rest.lastIndexOf(' ', room);
    const end = space > room / 2 ? space : room;
    pieces.push(indent + rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return pieces;
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));
