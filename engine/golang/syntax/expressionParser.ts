/** Parses expressions. */
import type { BinaryOp, BlockStmt, ChanType, CompositeLit, Expr, UnaryExpr } from './ast.ts';
import { exprString } from './exprString.ts';
import * as nodes from './nodes.ts';
import * as t from './tokens.ts';
import { TypeParser } from './typeParser.ts';

export abstract class ExpressionParser extends TypeParser {
  protected abstract funcBody(): BlockStmt;

  protected expr(): Expr {
    return this.binaryExpr(null, 0);
  }

  protected exprList(): Expr[] {
    const list = [this.expr()];
    while (this.got(t.COMMA)) list.push(this.expr());
    return list;
  }

  /** A binary expression whose operators bind stronger than `precedence`; its first operand may be read already. */
  protected binaryExpr(first: Expr | null, precedence: number): Expr {
    let x = first ?? this.unaryExpr();
    while ((this.tok === t.OPERATOR || this.tok === t.STAR) && this.prec > precedence) {
      const opPos = this.pos();
      const op = this.op as BinaryOp;
      const own = this.prec;
      this.next();
      x = nodes.binaryExpr(op, opPos, x, this.binaryExpr(null, own));
    }
    return x;
  }

  private unaryExpr(): Expr {
    const pos = this.pos();
    switch (this.tok) {
      case t.STAR:
        this.next();
        return nodes.starExpr(pos, this.unaryExpr());
      case t.OPERATOR: {
        const op = this.op;
        if (op === '+' || op === '-' || op === '!' || op === '^' || op === '&' || op === '~') {
          this.next();
          return nodes.unaryExpr(pos, op satisfies UnaryExpr['op'], this.unaryExpr());
        }
        break;
      }
      case t.ARROW: {
        this.next();
        // only behind the operand it shows whether this is a receive or a channel type
        const x = this.unaryExpr();
        if (x.kind !== 'ChanType') return nodes.unaryExpr(pos, '<-', x);
        this.receiveOnly(x);
        x.pos = pos;
        return x;
      }
    }
    return this.primaryExpr(null);
  }

  /** Gives `<-` before a channel type to that type: `<-(chan E)` is `(<-chan E)`, `<-(chan<- E)` is `(<-chan (<-E))`. */
  private receiveOnly(type: ChanType): void {
    let element: Expr = type;
    let direction: ChanType['direction'] = 'send';
    while (direction === 'send') {
      if (element.kind !== 'ChanType') {
        this.syntaxError(`unexpected ${exprString(element)}, expected chan`);
        return;
      }
      direction = element.direction;
      if (direction === 'recv') this.syntaxError('unexpected <-, expected chan');
      element.direction = 'recv';
      element = element.element;
    }
  }

  private operand(): Expr {
    const pos = this.pos();
    switch (this.tok) {
      case t.NAME:
        return this.name();
      case t.LITERAL:
        return this.literalOrNull() as Expr;
      case t.LPAREN: {
        this.next();
        this.expressionLevel++;
        const x = this.expr();
        this.expressionLevel--;
        this.want(t.RPAREN);
        return nodes.parenExpr(pos, this.endPos(), x);
      }
      case t.FUNC: {
        this.next();
        const signature = this.funcType(pos, 'function type');
        if (this.tok !== t.LBRACE) return signature;
        this.expressionLevel++;
        const body = this.funcBody();
        this.expressionLevel--;
        return nodes.funcLit(pos, signature, body);
      }
      case t.LBRACK:
      case t.CHAN:
      case t.MAP:
      case t.STRUCT:
      case t.INTERFACE:
        return this.type();
      default: {
        const bad = this.bad();
        this.syntaxError('expected expression');
        this.advance(t.RPAREN, t.RBRACK, t.RBRACE);
        return bad;
      }
    }
  }

  /** An operand with all selectors, indices, calls and literal values behind it. */
  protected primaryExpr(first: Expr | null): Expr {
    let x = first ?? this.operand();
    for (;;) {
      switch (this.tok) {
        case t.DOT:
          this.next();
          if (this.tok === t.NAME) x = nodes.selectorExpr(x, this.name());
          else if (this.tok === t.LPAREN) {
            this.next();
            const type = this.got(t.TYPE) ? null : this.type();
            this.want(t.RPAREN);
            x = nodes.typeAssertExpr(this.endPos(), x, type);
          } else {
            this.syntaxError('expected name or (');
            this.advance(t.SEMI, t.RPAREN);
          }
          break;
        case t.LBRACK:
          x = this.index(x);
          break;
        case t.LPAREN:
          x = this.call(x);
          break;
        case t.LBRACE: {
          const type = nodes.unparen(x);
          if (!this.mayHaveLiteralValue(type)) return x;
          if (type !== x) this.syntaxError('cannot parenthesize type in composite literal');
          x = this.literalValue(x);
          break;
        }
        default:
          return x;
      }
    }
  }

  /** Whether `{` behind the expression begins a composite literal, not a block. */
  private mayHaveLiteralValue(x: Expr): boolean {
    switch (x.kind) {
      case 'Ident':
      case 'SelectorExpr':
        return this.expressionLevel >= 0;
      case 'IndexExpr':
        return this.expressionLevel >= 0 && !isValue(x);
      case 'ArrayType':
      case 'StructType':
      case 'MapType':
        return true;
      default:
        return false;
    }
  }

  private index(x: Expr): Expr {
    this.next();
    let low: Expr | null = null;
    if (this.tok !== t.COLON) {
      let list: Expr[];
      let comma = false;
      if (this.tok === t.RBRACK) {
        this.syntaxError('expected operand');
        list = [this.bad()];
      } else ({ list, comma } = this.typeList(false));
      if (comma || this.tok === t.RBRACK) {
        this.want(t.RBRACK);
        return nodes.indexExpr(this.endPos(), x, list);
      }
      low = list[0];
    }
    if (!this.got(t.COLON)) {
      this.syntaxError('expected comma, : or ]');
      this.advance(t.COMMA, t.COLON, t.RBRACK);
    }
    this.expressionLevel++;
    let high: Expr | null = null;
    let max: Expr | null = null;
    if (this.tok !== t.COLON && this.tok !== t.RBRACK) high = this.expr();
    if (this.tok === t.COLON) {
      if (high === null) {
        this.error('middle index required in 3-index slice');
        high = this.bad();
      }
      this.next();
      if (this.tok === t.RBRACK) {
        this.error('final index required in 3-index slice');
        max = this.bad();
      } else max = this.expr();
    }
    this.expressionLevel--;
    this.want(t.RBRACK);
    return nodes.sliceExpr(this.endPos(), x, low, high, max);
  }

  private call(fun: Expr): Expr {
    this.next();
    this.expressionLevel++;
    const args: Expr[] = [];
    let dots = false;
    let whole = true;
    while (whole && !dots && this.inList(t.RPAREN)) {
      args.push(this.expr());
      dots = this.got(t.ELLIPSIS);
      whole = this.separator('argument list', t.COMMA, t.RPAREN);
    }
    const rparen = this.pos();
    if (whole) this.want(t.RPAREN);
    this.expressionLevel--;
    return nodes.callExpr(fun, args, dots, rparen, this.endPos());
  }

  /** `{ … }` of a composite literal, with its type or without (within another one). */
  private literalValue(type: Expr | null): CompositeLit {
    const pos = type === null ? this.pos() : type.pos;
    this.expressionLevel++;
    this.want(t.LBRACE);
    const elements: Expr[] = [];
    let whole = true;
    while (whole && this.inList(t.RBRACE)) {
      let element = this.element();
      if (this.got(t.COLON)) element = nodes.keyValueExpr(element, this.element());
      elements.push(element);
      whole = this.separator('composite literal', t.COMMA, t.RBRACE);
    }
    const rbrace = this.pos();
    if (whole) this.want(t.RBRACE);
    this.expressionLevel--;
    return nodes.compositeLit(pos, this.endPos(), type, elements, rbrace);
  }

  private element(): Expr {
    return this.tok === t.LBRACE ? this.literalValue(null) : this.expr();
  }
}

/** Whether the expression can by its form only be a value, not a type. */
function isValue(x: Expr): boolean {
  switch (x.kind) {
    case 'BasicLit':
    case 'CompositeLit':
    case 'FuncLit':
    case 'SliceExpr':
    case 'TypeAssertExpr':
    case 'CallExpr':
    case 'UnaryExpr':
    case 'BinaryExpr':
      return true;
    case 'ParenExpr':
      return isValue(x.x);
    case 'IndexExpr':
      return isValue(x.x) || x.indices.some(isValue);
    default:
      return false;
  }
}
