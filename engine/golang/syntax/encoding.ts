/** Checks that a file is text in UTF-8, as the compiler does while it reads (cmd/compile/internal/syntax/source.go, nextch). */
import { decodeRune } from './utf8.ts';

export function checkEncoding(text: string, report: (offset: number, message: string) => void): void {
  const suspicious = /[\0\x80-\xff]/g;
  for (let match = suspicious.exec(text); match !== null; match = suspicious.exec(text)) {
    const offset = match.index;
    const [rune, width] = decodeRune(text, offset);
    if (rune === 0) report(offset, 'invalid NUL character');
    else if (rune === 0xfffd && width === 1) report(offset, 'invalid UTF-8 encoding');
    else if (rune === 0xfeff && offset > 0) report(offset, 'invalid BOM in the middle of the file');
    suspicious.lastIndex = offset + width;
  }
}
