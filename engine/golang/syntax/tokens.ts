/** The tokens of Go, after cmd/compile/internal/syntax: operators are grouped, so that error messages come out alike. */

/** A token's number; not a union of literals, since the parser's current token changes under the compiler's eyes. */
export type Token = number;

export const EOF: Token = 1;
export const NAME: Token = 2;
export const LITERAL: Token = 3;
/** Any operator but `*` (which also makes types): see Scanner.op. */
export const OPERATOR: Token = 4;
export const ASSIGN_OP: Token = 5;
export const INC_OP: Token = 6;
export const ASSIGN: Token = 7;
export const DEFINE: Token = 8;
export const ARROW: Token = 9;
export const STAR: Token = 10;
export const LPAREN: Token = 11;
export const LBRACK: Token = 12;
export const LBRACE: Token = 13;
export const RPAREN: Token = 14;
export const RBRACK: Token = 15;
export const RBRACE: Token = 16;
export const COMMA: Token = 17;
export const SEMI: Token = 18;
export const COLON: Token = 19;
export const DOT: Token = 20;
export const ELLIPSIS: Token = 21;
export const BREAK: Token = 22;
export const CASE: Token = 23;
export const CHAN: Token = 24;
export const CONST: Token = 25;
export const CONTINUE: Token = 26;
export const DEFAULT: Token = 27;
export const DEFER: Token = 28;
export const ELSE: Token = 29;
export const FALLTHROUGH: Token = 30;
export const FOR: Token = 31;
export const FUNC: Token = 32;
export const GO: Token = 33;
export const GOTO: Token = 34;
export const IF: Token = 35;
export const IMPORT: Token = 36;
export const INTERFACE: Token = 37;
export const MAP: Token = 38;
export const PACKAGE: Token = 39;
export const RANGE: Token = 40;
export const RETURN: Token = 41;
export const SELECT: Token = 42;
export const STRUCT: Token = 43;
export const SWITCH: Token = 44;
export const TYPE: Token = 45;
export const VAR: Token = 46;

const spelling: readonly string[] = [
  '', 'EOF', 'name', 'literal', 'op', 'op=', 'opop', '=', ':=', '<-', '*', '(', '[', '{', ')', ']', '}', ',', ';', ':', '.', '...',
  'break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func', 'go', 'goto', 'if', 'import',
  'interface', 'map', 'package', 'range', 'return', 'select', 'struct', 'switch', 'type', 'var'
]; // prettier-ignore

export const keywords: ReadonlyMap<string, Token> = new Map(
  spelling.flatMap((word, token) => (token >= BREAK ? [[word, token] as const] : [])),
);

/** How a token is spelled. */
export function spell(token: Token): string {
  return spelling[token] ?? '';
}

/** How error messages name a token (tokstring). */
export function tokenName(token: Token): string {
  if (token === COMMA) return 'comma';
  if (token === SEMI) return 'semicolon or newline';
  return token >= BREAK ? `keyword ${spell(token)}` : spell(token);
}
