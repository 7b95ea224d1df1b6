/** What all parts of the parser share: positions, expected tokens, errors and how to go on after one (cmd/compile/internal/syntax/parser.go). */
import type { Ident, Pos } from './ast.ts';
import type { SyntaxError } from './errors.ts';
import * as nodes from './nodes.ts';
import { Scanner } from './scanner.ts';
import * as t from './tokens.ts';

/** Keywords that begin a statement: good places to go on after an error within a function. */
const statementKeywords: readonly t.Token[] = [
  t.BREAK, t.CONST, t.CONTINUE, t.DEFER, t.FALLTHROUGH, t.FOR, t.GO, t.GOTO, t.IF, t.RETURN, t.SELECT, t.SWITCH, t.TYPE, t.VAR
]; // prettier-ignore

export abstract class ParserBase extends Scanner {
  /** All errors so far, in the order in which they were found. */
  readonly errors: SyntaxError[] = [];
  /** Position of the text's first byte. */
  protected readonly base: Pos;
  /** How deep in functions we are; only errors care. */
  protected functionLevel = 0;
  /** Below 0 in the header of a control clause, where `{` begins the block and not a composite literal. */
  protected expressionLevel = 0;

  constructor(text: string, base: Pos, offset = 0) {
    super(text, offset);
    this.base = base;
  }

  /** Position of the current token. */
  protected pos(): Pos {
    return this.base + this.start;
  }

  /** Position behind the token before the current one. */
  protected endPos(): Pos {
    return this.base + this.prevEnd;
  }

  protected got(token: t.Token): boolean {
    if (this.tok !== token) return false;
    this.next();
    return true;
  }

  protected want(token: t.Token): void {
    if (this.tok === token) this.next();
    else {
      this.syntaxError(`expected ${t.tokenName(token)}`);
      this.advance();
    }
  }

  /** Like got(ASSIGN), but takes := too and complains. */
  protected gotAssign(): boolean {
    if (this.tok === t.DEFINE) this.syntaxError('expected =');
    else if (this.tok !== t.ASSIGN) return false;
    this.next();
    return true;
  }

  protected override errorAt(offset: number, message: string): void {
    this.errors.push({ pos: this.base + offset, message });
  }

  protected error(message: string, pos = this.pos()): void {
    this.errors.push({ pos, message });
  }

  /** Reports a syntax error; a message "expected …", "in …", "at …" or "after …" is completed with the token found instead. */
  protected syntaxError(message: string, pos = this.pos()): void {
    if (this.tok === t.EOF && this.errors.length > 0) return; // a follow-up error says nothing
    if (message.startsWith('in ') || message.startsWith('at ') || message.startsWith('after ')) message = ` ${message}`;
    else if (message.startsWith('expected ')) message = `, ${message}`;
    else {
      this.error(`syntax error: ${message}`, pos);
      return;
    }
    this.error(`syntax error: unexpected ${this.found()}${message}`, pos);
  }

  /** The current token as error messages name it. */
  private found(): string {
    switch (this.tok) {
      case t.NAME:
        return `name ${this.lit}`;
      case t.SEMI:
        return this.lit;
      case t.LITERAL:
        return `literal ${this.lit}`;
      case t.OPERATOR:
        return this.op;
      case t.ASSIGN_OP:
        return `${this.op}=`;
      case t.INC_OP:
        return this.op + this.op;
      default:
        return t.tokenName(this.tok);
    }
  }

  /** Skips to one of the tokens (within functions also to the beginning of a statement); without any, skips one token. */
  protected advance(...follow: t.Token[]): void {
    if (follow.length === 0) {
      if (this.tok !== t.EOF) this.next();
      return;
    }
    while (this.tok !== t.EOF && !follow.includes(this.tok)) {
      if (this.functionLevel > 0 && statementKeywords.includes(this.tok)) return;
      this.next();
    }
  }

  /**
   * Reads what stands between the elements of a list, or nothing before its end. False: the list is broken off.
   * Used as `while (inList(close)) { element; if (!this.separator(…)) return …; } this.want(close)`.
   */
  protected separator(context: string, separator: t.Token, close: t.Token): boolean {
    if (this.tok === separator) {
      this.next();
      return true;
    }
    if (this.tok === close) return true;
    this.syntaxError(`in ${context}; possibly missing ${t.tokenName(separator)} or ${t.tokenName(close)}`);
    this.advance(t.RPAREN, t.RBRACK, t.RBRACE);
    return this.tok === close;
  }

  protected inList(close: t.Token): boolean {
    return this.tok !== t.EOF && this.tok !== close;
  }

  protected name(): Ident {
    if (this.tok === t.NAME) {
      const name = nodes.ident(this.pos(), this.base + this.offset, this.lit);
      this.next();
      return name;
    }
    const missing = this.bad();
    this.syntaxError('expected name');
    this.advance();
    return missing;
  }

  /** Stands where an expression is missing; there is an error then, so nobody sees it. */
  protected bad(pos = this.pos()): Ident {
    return nodes.ident(pos, pos, '_');
  }

  protected nameList(first: Ident): Ident[] {
    const names = [first];
    while (this.got(t.COMMA)) names.push(this.name());
    return names;
  }
}
