/** Parses statements. */
import type * as ast from './ast.ts';
import type { BlockStmt, CallExpr, CaseClause, CommClause, Expr, IfStmt, Pos, Stmt } from './ast.ts';
import { DeclarationParser } from './declarationParser.ts';
import { exprString } from './exprString.ts';
import * as nodes from './nodes.ts';
import * as t from './tokens.ts';

/** `for k, v := range x` without its body. */
interface RangeClause {
  kind: 'RangeClause';
  pos: Pos;
  lhs: Expr[];
  define: boolean;
  x: Expr;
}
type SimpleStmt = Stmt | RangeClause;

/** What stands between a control keyword and `{`. */
interface Header {
  init: Stmt | null;
  cond: SimpleStmt | null;
  post: Stmt | null;
}

export abstract class StatementParser extends DeclarationParser {
  protected funcBody(): BlockStmt {
    this.functionLevel++;
    const body = this.blockStmt('');
    this.functionLevel--;
    return body;
  }

  private blockStmt(context: string): BlockStmt {
    const pos = this.pos();
    if (!this.got(t.LBRACE)) {
      this.syntaxError(`expected { after ${context}`);
      this.advance(t.NAME, t.RBRACE);
      const rbrace = this.pos();
      if (this.got(t.RBRACE)) return { kind: 'BlockStmt', pos, end: this.endPos(), list: [], rbrace };
    }
    const list = this.stmtList();
    const rbrace = this.pos();
    this.want(t.RBRACE);
    return { kind: 'BlockStmt', pos, end: this.endPos(), list, rbrace };
  }

  private stmtList(): Stmt[] {
    const list: Stmt[] = [];
    while (this.tok !== t.EOF && this.tok !== t.RBRACE && this.tok !== t.CASE && this.tok !== t.DEFAULT) {
      const stmt = this.stmtOrNull();
      if (stmt === null) break;
      list.push(stmt);
      if (!this.got(t.SEMI) && this.tok !== t.RBRACE) {
        this.syntaxError('at end of statement');
        this.advance(t.SEMI, t.RBRACE, t.CASE, t.DEFAULT);
        this.got(t.SEMI);
      }
    }
    return list;
  }

  private stmtOrNull(): Stmt | null {
    const pos = this.pos();
    switch (this.tok) {
      case t.NAME: {
        const lhs = this.exprList();
        const first = lhs[0];
        if (lhs.length === 1 && first.kind === 'Ident' && this.tok === t.COLON) return this.labeledStmtOrNull(first);
        return this.simpleStmt(lhs, 0) as Stmt;
      }
      case t.VAR:
        return this.declStmt('var');
      case t.CONST:
        return this.declStmt('const');
      case t.TYPE:
        return this.declStmt('type');
      case t.LBRACE:
        return this.blockStmt('');
      case t.OPERATOR:
        if (!['+', '-', '&', '^', '!', '~'].includes(this.op)) return null;
        return this.simpleStmt(null, 0) as Stmt;
      case t.STAR:
      case t.LITERAL:
      case t.FUNC:
      case t.LPAREN:
      case t.LBRACK:
      case t.STRUCT:
      case t.MAP:
      case t.CHAN:
      case t.INTERFACE:
      case t.ARROW:
        return this.simpleStmt(null, 0) as Stmt;
      case t.FOR:
        return this.forStmt();
      case t.SWITCH:
        return this.switchStmt();
      case t.SELECT:
        return this.selectStmt();
      case t.IF:
        return this.ifStmt();
      case t.FALLTHROUGH:
        this.next();
        return { kind: 'BranchStmt', pos, end: this.endPos(), token: 'fallthrough', label: null };
      case t.BREAK:
      case t.CONTINUE: {
        const token = this.tok === t.BREAK ? 'break' : 'continue';
        this.next();
        const label = this.tok === t.NAME ? this.name() : null;
        return { kind: 'BranchStmt', pos, end: this.endPos(), token, label };
      }
      case t.GOTO: {
        this.next();
        const label = this.name();
        return { kind: 'BranchStmt', pos, end: label.end, token: 'goto', label };
      }
      case t.GO:
        return this.callStmt('go');
      case t.DEFER:
        return this.callStmt('defer');
      case t.RETURN: {
        this.next();
        const results = this.tok !== t.SEMI && this.tok !== t.RBRACE ? this.exprList() : [];
        return { kind: 'ReturnStmt', pos, end: this.endPos(), results };
      }
      case t.SEMI:
        return { kind: 'EmptyStmt', pos, end: pos };
      default:
        return null;
    }
  }

  private declStmt(token: 'var' | 'const' | 'type'): Stmt {
    const decl = this.genDecl(token);
    return { kind: 'DeclStmt', pos: decl.pos, end: decl.end, decl };
  }

  private callStmt(keyword: 'go' | 'defer'): Stmt {
    const pos = this.pos();
    this.next();
    const x = this.primaryExpr(null);
    let call = nodes.unparen(x);
    if (call !== x) this.error(`expression in ${keyword} must not be parenthesized`, x.pos);
    if (call.kind !== 'CallExpr') {
      this.error(`expression in ${keyword} must be function call`, x.pos);
      call = nodes.callExpr(call, [], false, call.end, call.end) satisfies CallExpr;
    }
    return { kind: keyword === 'go' ? 'GoStmt' : 'DeferStmt', pos, end: this.endPos(), call };
  }

  private labeledStmtOrNull(label: ast.Ident): Stmt | null {
    const colon = this.pos();
    this.want(t.COLON);
    const pos = label.pos;
    if (this.tok === t.RBRACE) {
      const empty = this.pos();
      const stmt: Stmt = { kind: 'EmptyStmt', pos: empty, end: empty };
      return { kind: 'LabeledStmt', pos, end: this.endPos(), label, stmt };
    }
    const stmt = this.stmtOrNull();
    if (stmt !== null) return { kind: 'LabeledStmt', pos, end: stmt.end, label, stmt };
    this.syntaxError('missing statement after label', colon);
    return null;
  }

  /** A simple statement whose left side may be read already; only in a `for` header it may be a range clause. */
  private simpleStmt(left: Expr[] | null, keyword: t.Token): SimpleStmt {
    if (keyword === t.FOR && this.tok === t.RANGE) return this.rangeClause([], false);
    const lhs = left ?? this.exprList();
    const first = lhs[0];
    const opPos = this.pos();
    const pos = first.pos;
    if (this.tok === t.ASSIGN || this.tok === t.DEFINE) {
      const op = this.tok === t.DEFINE ? ':=' : '=';
      this.next();
      if (keyword === t.FOR && this.tok === t.RANGE) return this.rangeClause(lhs, op === ':=');
      const rhs = this.exprList();
      return { kind: 'AssignStmt', pos, end: this.endPos(), lhs, op, opPos, rhs };
    }
    if (lhs.length === 1) {
      switch (this.tok) {
        case t.ASSIGN_OP: {
          const op = `${this.op}=` as ast.AssignStmt['op'];
          this.next();
          const rhs = [this.expr()];
          return { kind: 'AssignStmt', pos, end: this.endPos(), lhs, op, opPos, rhs };
        }
        case t.INC_OP: {
          const op = this.op === '+' ? '++' : '--';
          this.next();
          return { kind: 'IncDecStmt', pos, end: this.endPos(), x: first, op };
        }
        case t.ARROW: {
          this.next();
          const val = this.expr();
          return { kind: 'SendStmt', pos, end: val.end, chan: first, val };
        }
        default:
          return { kind: 'ExprStmt', pos, end: first.end, x: first };
      }
    }
    this.syntaxError('expected := or = or comma');
    this.advance(t.SEMI, t.RBRACE);
    return { kind: 'ExprStmt', pos, end: first.end, x: first };
  }

  private rangeClause(lhs: Expr[], define: boolean): RangeClause {
    const pos = this.pos();
    this.next();
    return { kind: 'RangeClause', pos, lhs, define, x: this.expr() };
  }

  private header(keyword: t.Token): Header {
    this.next();
    const header: Header = { init: null, cond: null, post: null };
    if (this.tok === t.LBRACE) {
      if (keyword === t.IF) this.syntaxError('missing condition in if statement');
      return header;
    }
    const outer = this.expressionLevel;
    this.expressionLevel = -1;
    let init: SimpleStmt | null = null;
    if (this.tok !== t.SEMI) {
      if (this.got(t.VAR)) this.syntaxError(`var declaration not allowed in ${t.spell(keyword)} initializer`);
      init = this.simpleStmt(null, keyword);
    }
    if (init?.kind === 'RangeClause' || this.tok === t.LBRACE) header.cond = init;
    else {
      header.init = init;
      this.headerRest(header, keyword);
    }
    this.expressionLevel = outer;
    return header;
  }

  /** What follows the first part of a header that has several. */
  private headerRest(header: Header, keyword: t.Token): void {
    const semicolon = this.pos();
    const lit = this.lit;
    const hasSemicolon = this.got(t.SEMI);
    if (!hasSemicolon) {
      this.want(t.LBRACE); // better than to ask for a semicolon
      if (this.tok !== t.LBRACE) this.advance(t.LBRACE, t.RBRACE);
    }
    if (keyword === t.FOR) {
      if (this.tok !== t.SEMI) {
        if (this.tok === t.LBRACE) {
          this.syntaxError('expected for loop condition');
          return;
        }
        header.cond = this.simpleStmt(null, 0);
      }
      this.want(t.SEMI);
      if (this.tok !== t.LBRACE) {
        header.post = this.simpleStmt(null, 0) as Stmt;
        if (header.post.kind === 'AssignStmt' && header.post.op === ':=') {
          this.syntaxError('cannot declare in post statement of for loop', header.post.opPos);
        }
      }
    } else if (this.tok !== t.LBRACE) header.cond = this.simpleStmt(null, keyword);
    else if (keyword === t.IF && hasSemicolon) {
      if (lit === 'semicolon') this.syntaxError('missing condition in if statement', semicolon);
      else this.syntaxError(`unexpected ${lit}, expected { after if clause`, semicolon);
    }
  }

  /** The condition of a header as an expression; complains about any other statement. */
  private condition(stmt: SimpleStmt | null): Expr | null {
    if (stmt === null) return null;
    if (stmt.kind === 'ExprStmt') return stmt.x;
    const [text, pos] = describeStmt(stmt);
    this.syntaxError(`cannot use ${text} as value`, pos);
    return this.bad(stmt.pos);
  }

  private forStmt(): Stmt {
    const pos = this.pos();
    const { init, cond, post } = this.header(t.FOR);
    if (cond?.kind !== 'RangeClause') {
      const condition = this.condition(cond);
      const body = this.blockStmt('for clause');
      return { kind: 'ForStmt', pos, end: body.end, init, cond: condition, post, body };
    }
    const body = this.blockStmt('for clause');
    const [key = null, val = null, extra] = cond.lhs;
    if (extra !== undefined) this.error('range clause permits at most two iteration variables', extra.pos);
    return { kind: 'RangeStmt', pos, end: body.end, key, val, define: cond.define, x: cond.x, body };
  }

  private ifStmt(): IfStmt {
    const pos = this.pos();
    const header = this.header(t.IF);
    const cond = this.condition(header.cond) ?? this.bad();
    const body = this.blockStmt('if clause');
    let otherwise: IfStmt['else'] = null;
    if (this.got(t.ELSE)) {
      if (this.tok === t.IF) otherwise = this.ifStmt();
      else if (this.tok === t.LBRACE) otherwise = this.blockStmt('');
      else {
        this.syntaxError('else must be followed by if or statement block');
        this.advance(t.NAME, t.RBRACE);
      }
    }
    return { kind: 'IfStmt', pos, end: this.endPos(), init: header.init, cond, body, else: otherwise };
  }

  private switchStmt(): Stmt {
    const pos = this.pos();
    const { init, cond } = this.header(t.SWITCH);
    const guard = typeSwitchGuard(cond);
    const tag = guard === null ? this.condition(cond) : null;
    const clauses: CaseClause[] = [];
    const rbrace = this.clauses('switch', () => clauses.push(this.caseClause()));
    const end = this.endPos();
    if (guard === null) return { kind: 'SwitchStmt', pos, end, init, tag, clauses, rbrace };
    return { kind: 'TypeSwitchStmt', pos, end, init, binding: guard.binding, x: guard.x, clauses, rbrace };
  }

  private selectStmt(): Stmt {
    const pos = this.pos();
    this.next();
    const clauses: CommClause[] = [];
    const rbrace = this.clauses('select', () => clauses.push(this.commClause()));
    return { kind: 'SelectStmt', pos, end: this.endPos(), clauses, rbrace };
  }

  private clauses(keyword: string, parseClause: () => void): Pos {
    if (!this.got(t.LBRACE)) {
      this.syntaxError(`missing { after ${keyword} clause`);
      this.advance(t.CASE, t.DEFAULT, t.RBRACE);
    }
    while (this.inList(t.RBRACE)) parseClause();
    const rbrace = this.pos();
    this.want(t.RBRACE);
    return rbrace;
  }

  private caseClause(): CaseClause {
    const pos = this.pos();
    const list = this.clauseKeyword() ? this.exprList() : null;
    const body = this.clauseBody();
    return { kind: 'CaseClause', pos, end: this.clauseEnd(body), list, body, object: undefined };
  }

  private commClause(): CommClause {
    const pos = this.pos();
    const comm = this.clauseKeyword() ? (this.simpleStmt(null, 0) as Stmt) : null;
    const body = this.clauseBody();
    return { kind: 'CommClause', pos, end: this.clauseEnd(body), comm, body };
  }

  /** Reads `case` (true) or `default` (false). */
  private clauseKeyword(): boolean {
    if (this.got(t.CASE)) return true;
    if (!this.got(t.DEFAULT)) {
      this.syntaxError('expected case or default or }');
      this.advance(t.COLON, t.CASE, t.DEFAULT, t.RBRACE);
    }
    return false;
  }

  private clauseBody(): Stmt[] {
    this.colonEnd = this.base + this.offset;
    this.want(t.COLON);
    return this.stmtList();
  }

  /** Position behind the last clause's colon. */
  private colonEnd: Pos = 0;

  private clauseEnd(body: Stmt[]): Pos {
    const last = body[body.length - 1];
    return last === undefined ? this.colonEnd : last.end;
  }
}

/** The parts of `x := y.(type)` or `y.(type)`; null when a switch is on values. */
function typeSwitchGuard(cond: SimpleStmt | null): { binding: ast.Ident | null; x: Expr } | null {
  if (cond?.kind === 'ExprStmt') {
    return cond.x.kind === 'TypeAssertExpr' && cond.x.typeExpr === null ? { binding: null, x: cond.x.x } : null;
  }
  if (cond?.kind !== 'AssignStmt' || cond.op !== ':=' || cond.lhs.length !== 1 || cond.rhs.length !== 1) return null;
  const [binding, guard] = [cond.lhs[0], cond.rhs[0]];
  if (binding.kind !== 'Ident' || guard.kind !== 'TypeAssertExpr' || guard.typeExpr !== null) return null;
  return { binding, x: guard.x };
}

/** A statement that stands where a value belongs, as the error says it, and where. */
function describeStmt(stmt: SimpleStmt): [text: string, pos: Pos] {
  const strings = (list: Expr[]): string => list.map(exprString).join(', ');
  switch (stmt.kind) {
    case 'AssignStmt': {
      if (stmt.op === '=') return [`assignment ${emphasize(stmt.lhs)} = ${emphasize(stmt.rhs)}`, stmt.opPos];
      return [`${strings(stmt.lhs)} ${stmt.op} ${strings(stmt.rhs)}`, stmt.opPos];
    }
    case 'IncDecStmt':
      return [`${exprString(stmt.x)}${stmt.op}`, stmt.x.end];
    case 'SendStmt':
      return [`${exprString(stmt.chan)} <- ${exprString(stmt.val)}`, stmt.chan.end + 1];
    default:
      return ['statement', stmt.pos];
  }
}

function emphasize(list: Expr[]): string {
  const text = list.map(exprString).join(', ');
  return list.length === 1 && list[0]?.kind === 'BinaryExpr' ? `(${text})` : text;
}
