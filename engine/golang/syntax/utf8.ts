/** Characters in byte strings (each char code a byte of UTF-8). */

/** The character at an offset of a byte string and how many bytes it takes; U+FFFD of one byte when it is no UTF-8. */
export function decodeRune(text: string, offset: number): [rune: number, width: number] {
  const first = text.charCodeAt(offset);
  if (first < 0x80) return [first, 1];
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let rune = first & (0xff >> (width + 1));
  for (let i = 1; i < width; i++) {
    const c = text.charCodeAt(offset + i);
    if ((c & 0xc0) !== 0x80) return [0xfffd, 1];
    rune = (rune << 6) | (c & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][width];
  if (first < 0xc2 || first > 0xf4 || rune < least || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) {
    return [0xfffd, 1];
  }
  return [rune, width];
}

/** As Go's %#U prints a character: `U+201C '“'`; the character as a byte string. */
export function describeRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  if (rune < 32 || (rune >= 127 && rune < 160)) return code;
  return `${code} '${encodeRune(rune)}'`;
}

/** A character as UTF-8 bytes, in a byte string. */
export function encodeRune(rune: number): string {
  if (rune < 0x80) return String.fromCharCode(rune);
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), 0x80 | (rune & 63));
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), 0x80 | ((rune >> 6) & 63), 0x80 | (rune & 63));
  return String.fromCharCode(
    0xf0 | (rune >> 18),
    0x80 | ((rune >> 12) & 63),
    0x80 | ((rune >> 6) & 63),
    0x80 | (rune & 63),
  );
}
