/** An identifier in a text; line and column from 0. */
export interface Identifier {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** Strings, runes and comments first, so that words inside them are no identifiers; fields behind a dot neither. */
const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`?|\/\/.*|\/\*.*?(?:\*\/|$)|\.?[\p{L}_][\p{L}\p{N}_]*/gu;

/**
 * The identifiers of Go's text between two lines (both included), each name once a line.
 * It looks at the function that ends in `last`: from its `func` on, when that is below `first`.
 */
export function identifiersIn(lines: readonly string[], first: number, last: number): Identifier[] {
  let start = last;
  while (start > first && !/^func\b/.test(lines[start] ?? '')) start--;
  const found: Identifier[] = [];
  for (let line = start; line <= last; line++) {
    const seen = new Set<string>();
    for (const match of (lines[line] ?? '').matchAll(token)) {
      const [name] = match;
      if (!/^[\p{L}_]/u.test(name) || seen.has(name)) continue;
      seen.add(name);
      found.push({ name, line, column: match.index });
    }
  }
  return found;
}
