/** Splits Go source into tokens, inserting semicolons; after cmd/compile/internal/syntax/scanner.go, whose error messages it gives. */
import type { BasicLit } from './ast.ts';
import { escapeAt, isHexDigit } from './escape.ts';
import * as t from './tokens.ts';
import { decodeRune, describeRune } from './utf8.ts';

/** Character classes of bytes: 1 letter or _, 2 digit, 4 blank (not a newline), 8 part of a UTF-8 sequence. */
const classes = new Uint8Array(256);
for (let c = 0; c < 256; c++) {
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) classes[c] = 1;
  else if (c >= 48 && c <= 57) classes[c] = 2;
  else if (c === 32 || c === 9 || c === 13) classes[c] = 4;
  else if (c >= 128) classes[c] = 8;
}

const NEWLINE = 10;
const UNDERSCORE = 95;
/** In a group of variables it is indented. */
const EMBED = '//go:embed';
const DIRECTIVE = /^(?:\/\/go:|\/\/(?: |\t)*\+build(?![^ \t\r\n]))/;

/** Precedences of binary operators. */
const precedence = { or: 1, and: 2, compare: 3, add: 4, multiply: 5 } as const;

export abstract class Scanner {
  readonly text: string;
  /** Offset of the next byte to read. */
  protected offset: number;
  /** The current token, its first offset and the one behind it. */
  protected tok: t.Token = 0;
  protected start = 0;
  /** Behind the token before the current one. */
  protected prevEnd = 0;
  /** The name, the literal as written, or 'semicolon', 'newline' or 'EOF' for a semicolon. */
  protected lit = '';
  protected litKind: BasicLit['token'] = 'INT';
  /** The operator of OPERATOR, ASSIGN_OP, INC_OP (without the doubled or '=' part) and STAR. */
  protected op = '';
  protected prec = 0;
  /** Comments kept: directives that begin a line. */
  protected readonly directives: { offset: number; text: string }[] = [];
  /** Whether a newline here ends a statement. */
  private nlsemi = false;

  constructor(text: string, offset = 0) {
    this.text = text;
    this.offset = offset;
    if (offset === 0 && text.startsWith('\xef\xbb\xbf')) this.offset = 3; // byte order mark
  }

  /** Reports an error at an offset of the text. */
  protected abstract errorAt(offset: number, message: string): void;

  /** Reads the next token. */
  protected next(): void {
    const text = this.text;
    const nlsemi = this.nlsemi;
    this.nlsemi = false;
    this.prevEnd = this.offset;
    let i = this.offset;
    for (;;) {
      let c = text.charCodeAt(i);
      while (classes[c] === 4 || (c === NEWLINE && !nlsemi)) c = text.charCodeAt(++i);
      this.start = i;
      const kind = classes[c]; // undefined for NaN, at the end
      if (kind === 1 || (kind === 8 && this.identifierCharacter(i, true) > 0)) {
        this.identifier(i);
        return;
      }
      if (kind === 2) {
        this.offset = i;
        this.number(false);
        return;
      }
      if (c === 47 /* / */) {
        const second = text.charCodeAt(i + 1);
        if (second === 47) {
          i = this.lineComment(i);
          continue;
        }
        if (second === 42 /* * */) {
          const end = this.fullComment(i);
          const newline = text.indexOf('\n', i);
          if (nlsemi && newline >= 0 && newline < end) {
            this.offset = end;
            this.tok = t.SEMI;
            this.lit = 'newline';
            return;
          }
          i = end;
          continue;
        }
      }
      this.offset = i + 1;
      if (this.punctuation(c)) return;
      if (i >= text.length) {
        this.offset = i;
        this.tok = nlsemi ? t.SEMI : t.EOF;
        this.lit = 'EOF';
        return;
      }
      this.offset = i;
      const [rune, width] = decodeRune(text, i);
      this.errorAt(i, `invalid character ${describeRune(rune)}`);
      i += width;
    }
  }

  /** Reads a token that starts with `c`, the byte before `offset`; false if there is none. */
  private punctuation(c: number): boolean {
    switch (c) {
      case NEWLINE:
        this.tok = t.SEMI;
        this.lit = 'newline';
        return true;
      case 34 /* " */:
        return this.string();
      case 96 /* ` */:
        return this.rawString();
      case 39 /* ' */:
        return this.rune();
      case 40:
        return this.simple(t.LPAREN);
      case 91:
        return this.simple(t.LBRACK);
      case 123:
        return this.simple(t.LBRACE);
      case 44:
        return this.simple(t.COMMA);
      case 59:
        this.tok = t.SEMI;
        this.lit = 'semicolon';
        return true;
      case 41:
        return this.closing(t.RPAREN);
      case 93:
        return this.closing(t.RBRACK);
      case 125:
        return this.closing(t.RBRACE);
      case 58 /* : */:
        return this.simple(this.follows(61) ? t.DEFINE : t.COLON);
      case 46 /* . */: {
        const next = this.text.charCodeAt(this.offset);
        if (classes[next] === 2) {
          this.number(true);
          return true;
        }
        if (next === 46 && this.text.charCodeAt(this.offset + 1) === 46) {
          this.offset += 2;
          return this.simple(t.ELLIPSIS);
        }
        return this.simple(t.DOT);
      }
      case 43 /* + */:
        return this.follows(43) ? this.increment('+') : this.operator('+', precedence.add);
      case 45 /* - */:
        return this.follows(45) ? this.increment('-') : this.operator('-', precedence.add);
      case 42 /* * */:
        this.operator('*', precedence.multiply);
        if (this.tok === t.OPERATOR) this.tok = t.STAR;
        return true;
      case 47 /* / */:
        return this.operator('/', precedence.multiply);
      case 37 /* % */:
        return this.operator('%', precedence.multiply);
      case 38 /* & */:
        if (this.follows(38)) return this.plainOperator('&&', precedence.and);
        return this.operator(this.follows(94) ? '&^' : '&', precedence.multiply);
      case 124 /* | */:
        if (this.follows(124)) return this.plainOperator('||', precedence.or);
        return this.operator('|', precedence.add);
      case 94 /* ^ */:
        return this.operator('^', precedence.add);
      case 60 /* < */:
        if (this.follows(61)) return this.plainOperator('<=', precedence.compare);
        if (this.follows(60)) return this.operator('<<', precedence.multiply);
        if (this.follows(45)) return this.simple(t.ARROW);
        return this.plainOperator('<', precedence.compare);
      case 62 /* > */:
        if (this.follows(61)) return this.plainOperator('>=', precedence.compare);
        if (this.follows(62)) return this.operator('>>', precedence.multiply);
        return this.plainOperator('>', precedence.compare);
      case 61 /* = */:
        return this.follows(61) ? this.plainOperator('==', precedence.compare) : this.simple(t.ASSIGN);
      case 33 /* ! */:
        return this.follows(61) ? this.plainOperator('!=', precedence.compare) : this.plainOperator('!', 0);
      case 126 /* ~ */:
        return this.plainOperator('~', 0);
      default:
        return false;
    }
  }

  private follows(c: number): boolean {
    if (this.text.charCodeAt(this.offset) !== c) return false;
    this.offset++;
    return true;
  }

  private simple(token: t.Token): true {
    this.tok = token;
    return true;
  }

  private closing(token: t.Token): true {
    this.tok = token;
    this.nlsemi = true;
    return true;
  }

  private increment(op: string): true {
    this.op = op;
    this.prec = precedence.add;
    return this.closing(t.INC_OP);
  }

  private plainOperator(op: string, prec: number): true {
    this.op = op;
    this.prec = prec;
    this.tok = t.OPERATOR;
    return true;
  }

  /** An operator that may be followed by '='. */
  private operator(op: string, prec: number): true {
    this.op = op;
    this.prec = prec;
    this.tok = this.follows(61) ? t.ASSIGN_OP : t.OPERATOR;
    return true;
  }

  private identifier(start: number): void {
    const text = this.text;
    let i = start;
    let ascii = true;
    for (;;) {
      const kind = classes[text.charCodeAt(i)];
      if (kind === 1 || kind === 2) i++;
      else if (kind === 8) {
        ascii = false;
        this.offset = i;
        i += this.identifierCharacter(i, i === start);
      } else break;
    }
    this.offset = i;
    const word = text.slice(start, i);
    if (ascii && i - start >= 2 && i - start <= 11) {
      const keyword = t.keywords.get(word);
      if (keyword !== undefined) {
        this.tok = keyword;
        this.nlsemi =
          keyword === t.BREAK || keyword === t.CONTINUE || keyword === t.FALLTHROUGH || keyword === t.RETURN;
        return;
      }
    }
    this.nlsemi = true;
    this.tok = t.NAME;
    this.lit = word;
  }

  /** Bytes of a non-ASCII character of an identifier; complains about one that is none (atIdentChar). */
  private identifierCharacter(offset: number, first: boolean): number {
    const [rune, width] = decodeRune(this.text, offset);
    const character = String.fromCodePoint(rune);
    if (/\p{Nd}/u.test(character)) {
      if (first) this.errorAt(offset, `identifier cannot begin with digit ${describeRune(rune)}`);
    } else if (!/\p{L}/u.test(character)) {
      this.errorAt(offset, `invalid character ${describeRune(rune)} in identifier`);
    }
    return width;
  }

  /** Skips the comment at `start`, keeping it when it is a directive; returns the offset of the newline behind it. */
  private lineComment(start: number): number {
    const newline = this.text.indexOf('\n', start);
    const end = newline < 0 ? this.text.length : newline;
    if (start === 0 || this.text.charCodeAt(start - 1) === NEWLINE) {
      const c = this.text.charCodeAt(start + 2);
      if (c === 103 || c === 32 || c === 43 || c === 9) {
        const comment = this.text.slice(start, end);
        if (DIRECTIVE.test(comment)) this.directives.push({ offset: start, text: comment.trimEnd() });
      }
    } else if (this.text.startsWith(EMBED, start) && this.isFirstOnLine(start)) {
      this.directives.push({ offset: start, text: this.text.slice(start, end).trimEnd() });
    }
    return end;
  }

  private isFirstOnLine(offset: number): boolean {
    return this.text.slice(this.text.lastIndexOf('\n', offset) + 1, offset).trim() === '';
  }

  private fullComment(start: number): number {
    const end = this.text.indexOf('*/', start + 2);
    if (end >= 0) return end + 2;
    this.errorAt(start, 'comment not terminated');
    return this.text.length;
  }

  private literal(kind: BasicLit['token']): true {
    this.nlsemi = true;
    this.tok = t.LITERAL;
    this.litKind = kind;
    this.lit = this.text.slice(this.start, this.offset);
    return true;
  }

  private string(): true {
    const text = this.text;
    let i = this.offset;
    for (;;) {
      const c = text.charCodeAt(i);
      if (c === 34) {
        this.offset = i + 1;
        break;
      }
      if (c === 92) {
        i = this.escape(i + 1, 34);
      } else if (c === NEWLINE) {
        this.errorAt(i, 'newline in string');
        this.offset = i;
        break;
      } else if (i >= text.length) {
        this.errorAt(this.start, 'string not terminated');
        this.offset = i;
        break;
      } else i++;
    }
    return this.literal('STRING');
  }

  private rawString(): true {
    const end = this.text.indexOf('`', this.offset);
    if (end < 0) this.errorAt(this.start, 'string not terminated');
    this.offset = end < 0 ? this.text.length : end + 1;
    return this.literal('STRING');
  }

  private rune(): true {
    const text = this.text;
    let i = this.offset;
    let ok = true;
    for (let count = 0; ; count++) {
      const c = text.charCodeAt(i);
      if (c === 39) {
        if (ok && count === 0) this.errorAt(i, "empty rune literal or unescaped '");
        else if (ok && count !== 1) this.errorAt(this.start, 'more than one character in rune literal');
        i++;
        break;
      }
      if (c === 92) {
        const errors = this.escapeErrors;
        i = this.escape(i + 1, 39);
        if (this.escapeErrors !== errors) ok = false;
      } else if (c === NEWLINE) {
        if (ok) this.errorAt(i, 'newline in rune literal');
        break;
      } else if (i >= text.length) {
        if (ok) this.errorAt(this.start, 'rune literal not terminated');
        break;
      } else i += decodeRune(text, i)[1];
    }
    this.offset = i;
    return this.literal('CHAR');
  }

  private escapeErrors = 0;

  /** Checks the escape behind a backslash and returns the offset behind it. */
  private escape(offset: number, quote: number): number {
    const escape = escapeAt(this.text, offset, quote);
    if (escape.error !== null) {
      this.escapeErrors++;
      this.errorAt(escape.end, escape.error);
    }
    return escape.end;
  }

  /** Goes on behind a block that was skipped: as if its closing brace had been read. */
  protected resumeBehindBlock(offset: number): void {
    this.offset = offset;
    this.nlsemi = true;
    this.next();
  }

  /** A number; with `seenPoint` the leading '.' is read already. */
  private number(seenPoint: boolean): void {
    const text = this.text;
    let ok = true;
    let kind: BasicLit['token'] = 'INT';
    let base = 10;
    let prefix = '';
    let digits = 0; // bit 0: a digit was there, bit 1: a '_'
    this.invalidDigit = -1;
    const fail = (offset: number, message: string): void => {
      if (ok) this.errorAt(offset, message);
      ok = false;
    };
    if (!seenPoint) {
      if (text.charCodeAt(this.offset) === 48) {
        this.offset++;
        prefix = (text[this.offset] ?? '').toLowerCase();
        if (prefix === 'x') base = 16;
        else if (prefix === 'o') base = 8;
        else if (prefix === 'b') base = 2;
        else {
          prefix = '0';
          base = 8;
          digits = 1;
        }
        if (prefix !== '0') this.offset++;
      }
      digits |= this.digits(base);
      if (text.charCodeAt(this.offset) === 46) {
        if (prefix === 'o' || prefix === 'b') fail(this.offset, `invalid radix point in ${baseName(base)} literal`);
        this.offset++;
        seenPoint = true;
      }
    }
    if (seenPoint) {
      kind = 'FLOAT';
      digits |= this.digits(base);
    }
    if ((digits & 1) === 0) fail(this.offset, `${baseName(base)} literal has no digits`);
    const letter = text[this.offset] ?? '';
    const exponent = letter.toLowerCase();
    if (exponent === 'e' || exponent === 'p') {
      if (exponent === 'e' && prefix !== '' && prefix !== '0') {
        fail(this.offset, `'${letter}' exponent requires decimal mantissa`);
      } else if (exponent === 'p' && prefix !== 'x') {
        fail(this.offset, `'${letter}' exponent requires hexadecimal mantissa`);
      }
      this.offset++;
      kind = 'FLOAT';
      const signCode = text.charCodeAt(this.offset);
      if (signCode === 43 || signCode === 45) this.offset++;
      const invalid = this.invalidDigit;
      digits = this.digits(10) | (digits & 2);
      this.invalidDigit = invalid;
      if ((digits & 1) === 0) fail(this.offset, 'exponent has no digits');
    } else if (prefix === 'x' && kind === 'FLOAT') {
      fail(this.offset, "hexadecimal mantissa requires a 'p' exponent");
    }
    if (text.charCodeAt(this.offset) === 105 /* i */) {
      kind = 'IMAG';
      this.offset++;
    }
    this.literal(kind);
    if (kind === 'INT' && this.invalidDigit >= 0) {
      const digit = text[this.invalidDigit] ?? '';
      fail(this.invalidDigit, `invalid digit '${digit}' in ${baseName(base)} literal`);
    }
    if ((digits & 2) !== 0) {
      const separator = invalidSeparator(this.lit);
      if (separator >= 0) fail(this.start + separator, "'_' must separate successive digits");
    }
  }

  /** Offset of the first digit that the base does not have. */
  private invalidDigit = -1;

  private digits(base: number): number {
    let seen = 0;
    for (; ; this.offset++) {
      const c = this.text.charCodeAt(this.offset);
      if (c === UNDERSCORE) seen |= 2;
      else if (classes[c] === 2) {
        seen |= 1;
        if (c >= 48 + base && this.invalidDigit < 0) this.invalidDigit = this.offset;
      } else if (base === 16 && isHexDigit(c)) seen |= 1;
      else return seen;
    }
  }
}

function baseName(base: number): string {
  return base === 2 ? 'binary' : base === 8 ? 'octal' : base === 10 ? 'decimal' : 'hexadecimal';
}

/** Index of the first '_' of a number that does not stand between digits, or -1. */
function invalidSeparator(literal: string): number {
  const hex = /^0x/i.test(literal);
  let i = /^0[xob]/i.test(literal) ? 2 : 0;
  let previous = i === 2 ? '0' : '.'; // a prefix counts as a digit
  for (; i < literal.length; i++) {
    const c = literal[i];
    if (c === '_') {
      if (previous !== '0') return i;
      previous = '_';
    } else if ((c >= '0' && c <= '9') || (hex && isHexDigit(c.charCodeAt(0)))) previous = '0';
    else if (previous === '_') return i - 1;
    else previous = '.';
  }
  return previous === '_' ? literal.length - 1 : -1;
}
