/** Bytes as strace quotes them. */

const shortEscapes: Readonly<Record<number, string>> = {
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x22: '\\"',
  0x5c: '\\\\',
};

/** How many bytes strace shows unless told otherwise (its option -s). */
export const shownBytes = 32;

/** Bytes that stand for themselves. */
const plain = /^[ !#-[\]-~]*$/;

/** Quotes at most `limit` bytes; more end in `...`. `length` is the real length where `bytes` is only its beginning. */
export function quote(bytes: Uint8Array, limit = shownBytes, length = bytes.length): string {
  const shown = Math.min(bytes.length, limit);
  const end = `"${length > shown ? '...' : ''}`;
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, shown).toString('latin1');
  if (plain.test(latin)) return `"${latin}${end}`;
  let text = '"';
  for (let index = 0; index < shown; index++) {
    const byte = bytes[index] ?? 0;
    const next = index + 1 < shown ? (bytes[index + 1] ?? 0) : 0;
    const short = shortEscapes[byte];
    if (short !== undefined) text += short;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    // An octal escape is as short as it can be, unless a digit follows.
    else text += `\\${byte.toString(8).padStart(next >= 0x30 && next <= 0x37 ? 3 : 1, '0')}`;
  }
  return text + end;
}
