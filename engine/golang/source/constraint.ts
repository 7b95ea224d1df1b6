/** Build constraints, after go/build/constraint: an expression over tags. */
export type Constraint = (tags: ReadonlySet<string>) => boolean;

/** What an expression over tags means. */
interface Meaning<T> {
  tag(name: string): T;
  not(operand: T): T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
}

const fulfilled: Meaning<Constraint> = {
  tag: (name) => (tags) => tags.has(name),
  not: (operand) => (tags) => !operand(tags),
  and: (a, b) => (tags) => a(tags) && b(tags),
  or: (a, b) => (tags) => a(tags) || b(tags),
};

/** The minor versions of Go that an expression implies, and that its opposite does; -1 for none. */
const implied: Meaning<{ holds: number; fails: number }> = {
  tag: (name) => ({ holds: name === 'go1' ? 0 : Number(/^go1\.(\d+)$/.exec(name)?.[1] ?? -1), fails: -1 }),
  not: ({ holds, fails }) => ({ holds: fails, fails: holds }),
  and: (a, b) => ({ holds: Math.max(a.holds, b.holds), fails: Math.min(a.fails, b.fails) }),
  or: (a, b) => ({ holds: Math.min(a.holds, b.holds), fails: Math.max(a.fails, b.fails) }),
};

/** Parses what stands behind `//go:build`; throws a SyntaxError with Go's words. */
export function parseGoBuild(text: string): Constraint {
  return parse(text, fulfilled);
}

/** The minor version of Go without which what stands behind `//go:build` cannot hold; null for none (constraint.GoVersion). */
export function impliedMinor(text: string): number | null {
  try {
    const { holds } = parse(text, implied);
    return holds < 0 ? null : holds;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function parse<T>(text: string, meaning: Meaning<T>): T {
  const tokens = text.match(/\|\||&&|[!()]|[\p{L}\p{Nd}_.]+|\S/gu) ?? [];
  let next = 0;

  const either = (): T => {
    let left = both();
    while (tokens[next] === '||') {
      next++;
      left = meaning.or(left, both());
    }
    return left;
  };
  const both = (): T => {
    let left = not();
    while (tokens[next] === '&&') {
      next++;
      left = meaning.and(left, not());
    }
    return left;
  };
  const not = (): T => {
    if (tokens[next] !== '!') return atom();
    if (tokens[++next] === '!') throw new SyntaxError('double negation not allowed');
    return meaning.not(not());
  };
  const atom = (): T => {
    const token = tokens[next++];
    if (token === undefined) throw new SyntaxError('unexpected end of expression');
    if (token === '(') {
      const inner = either();
      if (tokens[next++] !== ')') throw new SyntaxError('missing close paren');
      return inner;
    }
    if (!/^[\p{L}\p{Nd}_.]+$/u.test(token)) throw new SyntaxError(`unexpected token ${token}`);
    return meaning.tag(token);
  };

  const whole = either();
  if (next < tokens.length) throw new SyntaxError(`unexpected token ${tokens[next]}`);
  return whole;
}

/** Parses what stands behind `// +build`: a space is OR, a comma AND. */
export function parsePlusBuild(text: string): Constraint {
  const clauses = text
    .trim()
    .split(/\s+/)
    .map((clause) => clause.split(','));
  const holds = (term: string, tags: ReadonlySet<string>) => {
    return term.startsWith('!') ? !term.startsWith('!!') && !tags.has(term.slice(1)) : tags.has(term);
  };
  return (tags) => clauses.some((terms) => terms.every((term) => holds(term, tags)));
}

/**
 * Whether the comments at the head of a file allow it to be built (go/build's shouldBuild): a `//go:build` line decides;
 * without one, all `// +build` lines do that stand before a blank line.
 */
export function shouldBuild(text: string, tags: ReadonlySet<string>): boolean {
  const { goBuild, leading } = scanHeader(text);
  if (goBuild !== null) return parseGoBuild(goBuild)(tags);
  const lines = leading.match(/^[ \t]*\/\/[ \t]*\+build(?:[ \t].*)?$/gm) ?? [];
  return lines.every((line) => parsePlusBuild(line.replace(/^.*?\+build/, ''))(tags));
}

/** The first `//go:build` line among the comments before the package clause, and the run of `//` comments up to the last blank line. */
function scanHeader(text: string): { goBuild: string | null; leading: string } {
  let goBuild: string | null = null;
  let leadingEnd = 0;
  let onlyLineComments = true;
  let inBlock = false;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    let line = text.slice(at, next).trim();
    if (line === '' && onlyLineComments) leadingEnd = next;
    if (line !== '' && !line.startsWith('//')) onlyLineComments = false;
    if (!inBlock && goBuild === null) goBuild = /^\/\/go:build[ \t]+(.*)$/.exec(line)?.[1] ?? null;
    while (line !== '') {
      if (inBlock) {
        const close = line.indexOf('*/');
        if (close < 0) break;
        inBlock = false;
        line = line.slice(close + 2).trim();
      } else if (line.startsWith('//')) {
        break;
      } else if (line.startsWith('/*')) {
        inBlock = true;
        line = line.slice(2);
      } else {
        return { goBuild, leading: text.slice(0, leadingEnd) };
      }
    }
    at = next;
  }
  return { goBuild, leading: text.slice(0, leadingEnd) };
}
