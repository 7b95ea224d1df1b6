/** Parses import, const, type and var declarations. */
import type { Expr, Field, GenDecl, Ident, ImportSpec, TypeSpec, ValueSpec } from './ast.ts';
import { unquoteString } from './escape.ts';
import { ExpressionParser } from './expressionParser.ts';
import * as nodes from './nodes.ts';
import * as t from './tokens.ts';

export abstract class DeclarationParser extends ExpressionParser {
  /** A declaration whose keyword is the current token. */
  protected genDecl(token: GenDecl['token']): GenDecl {
    const pos = this.pos();
    const specs: GenDecl['specs'] = [];
    this.next();
    if (this.tok === t.LPAREN) {
      this.next();
      let whole = true;
      while (whole && this.inList(t.RPAREN)) {
        specs.push(this.spec(token, specs.length));
        whole = this.separator('grouped declaration', t.SEMI, t.RPAREN);
      }
      if (whole) this.want(t.RPAREN);
    } else specs.push(this.spec(token, 0));
    return { kind: 'GenDecl', pos, end: this.endPos(), token, specs };
  }

  private spec(token: GenDecl['token'], index: number): ImportSpec | ValueSpec | TypeSpec {
    switch (token) {
      case 'import':
        return this.importSpec();
      case 'const':
        return this.constSpec(index);
      case 'type':
        return this.typeSpec();
      case 'var':
        return this.varSpec();
    }
  }

  private importSpec(): ImportSpec {
    const pos = this.pos();
    let name: Ident | null = null;
    if (this.tok === t.NAME) name = this.name();
    else if (this.tok === t.DOT) {
      name = nodes.ident(pos, pos + 1, '.');
      this.next();
    }
    const literal = this.literalOrNull();
    if (literal === null) {
      this.syntaxError('missing import path');
      this.advance(t.SEMI, t.RPAREN);
    } else if (literal.token !== 'STRING') {
      this.syntaxError('import path must be a string', literal.pos);
    }
    const path = unquoteString(literal?.text ?? '') ?? '';
    return { kind: 'ImportSpec', pos, end: this.endPos(), name, path };
  }

  private constSpec(iota: number): ValueSpec {
    const pos = this.pos();
    const names = this.nameList(this.name());
    let typeExpr: Expr | null = null;
    let values: Expr[] = [];
    if (this.tok !== t.EOF && this.tok !== t.SEMI && this.tok !== t.RPAREN) {
      typeExpr = this.typeOrNull();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'ValueSpec', pos, end: this.endPos(), names, typeExpr, values, iota };
  }

  private varSpec(): ValueSpec {
    const pos = this.pos();
    const names = this.nameList(this.name());
    let typeExpr: Expr | null = null;
    let values: Expr[] = [];
    if (this.gotAssign()) values = this.exprList();
    else {
      typeExpr = this.type();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'ValueSpec', pos, end: this.endPos(), names, typeExpr, values, iota: 0 };
  }

  private typeSpec(): TypeSpec {
    const pos = this.pos();
    const name = this.name();
    let typeParams: Field[] = [];
    let alias = false;
    let typeExpr: Expr | null;
    const bracket = this.pos();
    if (this.got(t.LBRACK)) {
      if (this.tok === t.NAME) {
        const split = this.parameterOrLength();
        if (split.name === null) typeExpr = this.arrayType(bracket, split.expr);
        else {
          typeParams = this.paramList(split.name, split.expr, t.RBRACK, true, false);
          alias = this.gotAssign();
          typeExpr = this.typeOrNull();
        }
      } else if (this.got(t.RBRACK)) typeExpr = nodes.arrayType(bracket, null, this.type());
      else typeExpr = this.arrayType(bracket, null);
    } else {
      alias = this.gotAssign();
      typeExpr = this.typeOrNull();
    }
    if (typeExpr === null) {
      typeExpr = this.bad();
      this.syntaxError('in type declaration');
      this.advance(t.SEMI, t.RPAREN);
    }
    return { kind: 'TypeSpec', pos, end: this.endPos(), name, typeParams, alias, typeExpr };
  }

  /**
   * Behind `type T[` and before a name stands an array length or the first type parameter. An expression is read, and taken apart
   * if it can be a parameter with its constraint: `P *C` reads like a product, `P (C)` like a call.
   */
  private parameterOrLength(): { name: Ident | null; expr: Expr | null } {
    let x: Expr = this.name();
    if (this.tok !== t.LBRACK) {
      this.expressionLevel++;
      x = this.binaryExpr(this.primaryExpr(x), 0);
      this.expressionLevel--;
    }
    const split = splitParameter(x, this.tok === t.COMMA);
    return split.name !== null && (split.expr !== null || this.tok !== t.RBRACK) ? split : { name: null, expr: x };
  }
}

/** The expression as a parameter name and a constraint (extractName): only if the latter must be a type, or with `force`. */
function splitParameter(x: Expr, force: boolean): { name: Ident | null; expr: Expr | null } {
  if (x.kind === 'Ident') return { name: x, expr: null };
  if (x.kind === 'BinaryExpr') {
    if (x.op === '*' && x.x.kind === 'Ident' && (force || isTypeElement(x.y))) {
      return { name: x.x, expr: nodes.starExpr(x.opPos, x.y) };
    }
    if (x.op === '|') {
      const left = splitParameter(x.x, force || isTypeElement(x.y));
      if (left.name !== null && left.expr !== null) {
        return { name: left.name, expr: nodes.binaryExpr('|', x.opPos, left.expr, x.y) };
      }
    }
  }
  if (x.kind === 'CallExpr' && x.fun.kind === 'Ident' && x.args.length === 1 && !x.ellipsis) {
    const argument = x.args[0];
    if (force || isTypeElement(argument)) return { name: x.fun, expr: nodes.unparen(argument) };
  }
  return { name: null, expr: x };
}

function isTypeElement(x: Expr): boolean {
  switch (x.kind) {
    case 'ArrayType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'MapType':
    case 'ChanType':
      return true;
    case 'BinaryExpr':
      return isTypeElement(x.x) || isTypeElement(x.y);
    case 'UnaryExpr':
      return x.op === '~' || isTypeElement(x.x);
    case 'StarExpr':
    case 'ParenExpr':
      return isTypeElement(x.x);
    default:
      return false;
  }
}
