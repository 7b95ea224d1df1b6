/** Strings as bytes (runtime/string.go, runtime/utf8.go): each char code of a JavaScript string is one byte of the Go string. */
import { Slice } from './slice.ts';
import type { TypedArray } from './values.ts';
import type { Wide } from './wide.ts';

const runeError = 0xfffd;

export function stringToBytes(s: string): Slice {
  const { length } = s;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = s.charCodeAt(i);
  return new Slice(bytes, 0, length, length);
}

export function bytesToString(s: Slice): string {
  const { array, offset, length } = s;
  if (length === 0) return '';
  if (!(array instanceof Uint8Array)) {
    // Bytes of a struct or array in memory that has no typed array.
    return Array.from({ length }, (_, i) => String.fromCharCode(array[offset + i] as number)).join('');
  }
  if (length > 24) return Buffer.from(array.buffer, array.byteOffset + offset, length).toString('latin1');
  let text = '';
  let i = offset;
  // By fours: each `+=` makes a string.
  for (; i + 4 <= offset + length; i += 4) {
    const [a, b, c, d] = [array[i], array[i + 1], array[i + 2], array[i + 3]] as [number, number, number, number];
    text += String.fromCharCode(a, b, c, d);
  }
  for (; i < offset + length; i++) text += String.fromCharCode(array[i] as number);
  return text;
}

/** utf8.DecodeRuneInString at byte `i`, as `rune * 8 + width`; invalid bytes are RuneError of width 1. */
export function decodeRune(s: string, i: number): number {
  const b0 = s.charCodeAt(i);
  if (b0 < 0x80) return b0 * 8 + 1;
  const invalid = runeError * 8 + 1;
  if (b0 < 0xc2 || b0 > 0xf4) return invalid;
  // A continuation byte, less its mark; negative if there is none.
  const rest = (at: number): number => {
    const b = s.charCodeAt(at);
    return (b & 0xc0) === 0x80 ? b & 0x3f : -1;
  };
  const b1 = rest(i + 1);
  if (b1 < 0) return invalid;
  if (b0 < 0xe0) return (((b0 & 0x1f) << 6) | b1) * 8 + 2;
  const b2 = rest(i + 2);
  if (b0 < 0xf0) {
    const rune = ((b0 & 0x0f) << 12) | (b1 << 6) | b2;
    return b2 < 0 || rune < 0x800 || (rune >= 0xd800 && rune <= 0xdfff) ? invalid : rune * 8 + 3;
  }
  const b3 = b2 < 0 ? -1 : rest(i + 3);
  if (b3 < 0) return invalid;
  const rune = ((b0 & 0x07) << 18) | (b1 << 12) | (b2 << 6) | b3;
  return rune < 0x10000 || rune > 0x10ffff ? invalid : rune * 8 + 4;
}

/** The UTF-8 bytes of a rune; what is no rune gives U+FFFD. */
export function runeToString(rune: Wide): string {
  let r = typeof rune === 'number' ? rune : runeError;
  if (r < 0 || r > 0x10ffff || (r >= 0xd800 && r <= 0xdfff)) r = runeError;
  if (r < 0x80) return String.fromCharCode(r);
  const tail = (shift: number): number => 0x80 | ((r >> shift) & 0x3f);
  if (r < 0x800) return String.fromCharCode(0xc0 | (r >> 6), tail(0));
  if (r < 0x10000) return String.fromCharCode(0xe0 | (r >> 12), tail(6), tail(0));
  return String.fromCharCode(0xf0 | (r >> 18), tail(12), tail(6), tail(0));
}

export function stringToRunes(s: string): Slice {
  const runes: number[] = [];
  for (let i = 0; i < s.length;) {
    const decoded = decodeRune(s, i);
    runes.push(decoded >> 3);
    i += decoded & 7;
  }
  return new Slice(Int32Array.from(runes), 0, runes.length, runes.length);
}

export function runesToString(s: Slice): string {
  let text = '';
  for (let i = 0; i < s.length; i++) text += runeToString((s.array as TypedArray)[s.offset + i] as number);
  return text;
}

/** The byte string of a JavaScript string. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The JavaScript string of a byte string. */
export function fromUtf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
