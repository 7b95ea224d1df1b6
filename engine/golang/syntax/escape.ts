/** Escapes in string and rune literals, and the values of such literals as byte strings. */
import { decodeRune, describeRune, encodeRune } from './utf8.ts';

export interface Escape {
  /** The character or byte; -1 with an error. */
  value: number;
  /** Whether the value is one byte (\x, octal) rather than a character. */
  byte: boolean;
  /** Offset behind the escape; where the error is, if there is one. */
  end: number;
  error: string | null;
}

const simple: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

export function isHexDigit(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

/** The escape whose backslash stands before `offset`, in a literal closed by `quote` (scanner.go, escape). */
export function escapeAt(text: string, offset: number, quote: number): Escape {
  const c = text.charCodeAt(offset);
  const known = c === quote ? quote : simple[text[offset] ?? ''];
  if (known !== undefined) return { value: known, byte: false, end: offset + 1, error: null };
  let length = 3;
  let base = 8;
  let i = offset;
  if (c === 120 || c === 117 || c === 85) {
    length = c === 120 ? 2 : c === 117 ? 4 : 8;
    base = 16;
    i++;
  } else if (!(c >= 48 && c <= 55)) {
    const error = offset >= text.length ? null : 'unknown escape';
    return { value: -1, byte: false, end: offset, error };
  }
  let value = 0;
  for (let n = 0; n < length; n++, i++) {
    if (i >= text.length) return { value: -1, byte: false, end: i, error: null };
    const digit = isHexDigit(text.charCodeAt(i)) ? parseInt(text[i], 16) : 99;
    if (digit >= base) {
      const name = base === 8 ? 'octal' : 'hexadecimal';
      const error = `invalid character ${quoteRune(decodeRune(text, i)[0])} in ${name} escape`;
      return { value: -1, byte: false, end: i, error };
    }
    value = value * base + digit;
  }
  const byte = base === 8 || length === 2;
  let error: string | null = null;
  if (base === 8 && value > 255) error = `octal escape value ${value} > 255`;
  else if (!byte && (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))) {
    error = `escape is invalid Unicode code point ${describeRune(value)}`;
  }
  return { value: error === null ? value : -1, byte, end: i, error };
}

/** A character as Go's %q prints it. */
export function quoteRune(rune: number): string {
  if (rune === 39) return "'\\''";
  if (rune === 92) return "'\\\\'";
  const control: Record<number, string> = { 7: '\\a', 8: '\\b', 12: '\\f', 10: '\\n', 13: '\\r', 9: '\\t', 11: '\\v' };
  if (control[rune] !== undefined) return `'${control[rune]}'`;
  if (rune < 32 || rune === 127) return `'\\x${rune.toString(16).padStart(2, '0')}'`;
  return `'${encodeRune(rune)}'`;
}

/** The value of a string literal as written, as a byte string; null when it is malformed. Carriage returns drop out of raw strings. */
export function unquoteString(literal: string): string | null {
  const quote = literal.charCodeAt(0);
  if (literal.length < 2 || literal.charCodeAt(literal.length - 1) !== quote) return null;
  const inner = literal.slice(1, -1);
  if (quote === 96) return inner.includes('`') ? null : inner.replaceAll('\r', '');
  if (quote !== 34) return null;
  if (!inner.includes('\\')) return inner.includes('"') || inner.includes('\n') ? null : inner;
  let value = '';
  for (let i = 0; i < inner.length;) {
    const backslash = inner.indexOf('\\', i);
    if (backslash < 0) return value + inner.slice(i);
    const escape = escapeAt(inner, backslash + 1, 34);
    if (escape.value < 0) return null;
    value += inner.slice(i, backslash) + (escape.byte ? String.fromCharCode(escape.value) : encodeRune(escape.value));
    i = escape.end;
  }
  return value;
}

/** The value of a rune literal as written; null when it is malformed. */
export function unquoteRune(literal: string): number | null {
  if (literal.length < 3 || literal[0] !== "'" || literal[literal.length - 1] !== "'") return null;
  const inner = literal.slice(1, -1);
  if (inner[0] === '\\') {
    const escape = escapeAt(inner, 1, 39);
    return escape.value < 0 || escape.end !== inner.length ? null : escape.value;
  }
  const [rune, width] = decodeRune(inner, 0);
  return width === inner.length ? rune : null;
}
