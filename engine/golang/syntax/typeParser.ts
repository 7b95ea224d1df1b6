/** Parses types, parameters and the fields of structs and interfaces. */
import type { ArrayType, BasicLit, Expr, Field, FuncType, Ident, Pos } from './ast.ts';
import * as nodes from './nodes.ts';
import { ParserBase } from './parserBase.ts';
import * as t from './tokens.ts';

/** A parameter before it is known whether names alone are parameters or types. */
interface Parameter {
  pos: Pos;
  name: Ident | null;
  type: Expr | null;
}

export abstract class TypeParser extends ParserBase {
  protected abstract expr(): Expr;

  protected type(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.bad();
    this.syntaxError('expected type');
    this.advance(t.COMMA, t.COLON, t.SEMI, t.RPAREN, t.RBRACK, t.RBRACE);
    return bad;
  }

  protected typeOrNull(): Expr | null {
    const pos = this.pos();
    switch (this.tok) {
      case t.NAME:
        return this.qualifiedName(null);
      case t.STAR:
        this.next();
        return nodes.starExpr(pos, this.type());
      case t.LBRACK:
        this.next();
        if (this.got(t.RBRACK)) return nodes.arrayType(pos, null, this.type());
        return this.arrayType(pos, null);
      case t.FUNC:
        this.next();
        return this.funcType(pos, 'function type');
      case t.STRUCT:
        return this.structType();
      case t.INTERFACE:
        return this.interfaceType();
      case t.MAP: {
        this.next();
        this.want(t.LBRACK);
        const key = this.type();
        this.want(t.RBRACK);
        return nodes.mapType(pos, key, this.type());
      }
      case t.CHAN: {
        this.next();
        const direction = this.got(t.ARROW) ? 'send' : 'both';
        return nodes.chanType(pos, direction, this.channelElement());
      }
      case t.ARROW:
        this.next();
        this.want(t.CHAN);
        return nodes.chanType(pos, 'recv', this.channelElement());
      case t.LPAREN: {
        this.next();
        const type = this.type();
        this.want(t.RPAREN);
        return nodes.parenExpr(pos, this.endPos(), type);
      }
      default:
        return null;
    }
  }

  private channelElement(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    this.syntaxError('missing channel element type');
    return this.bad();
  }

  /** A name, possibly qualified and with type arguments; its first name may have been read already. */
  protected qualifiedName(name: Ident | null): Expr {
    let x: Expr;
    if (name !== null) x = name;
    else if (this.tok === t.NAME) x = this.name();
    else {
      x = this.bad();
      this.syntaxError('expected name');
      this.advance(t.DOT, t.SEMI, t.RBRACE);
    }
    if (this.got(t.DOT)) x = nodes.selectorExpr(x, this.name());
    if (this.tok !== t.LBRACK) return x;
    this.next();
    let args: Expr[];
    if (this.tok === t.RBRACK) {
      this.syntaxError('expected type argument list');
      args = [this.bad()];
    } else args = this.typeList(true).list;
    this.want(t.RBRACK);
    return nodes.indexExpr(this.endPos(), x, args);
  }

  /** Types separated by commas; the first may be any expression unless `strict`. */
  protected typeList(strict: boolean): { list: Expr[]; comma: boolean } {
    this.expressionLevel++;
    const list = [strict ? this.type() : this.expr()];
    let comma = false;
    while (this.got(t.COMMA)) {
      comma = true;
      const type = this.typeOrNull();
      if (type === null) break;
      list.push(type);
    }
    this.expressionLevel--;
    return { list, comma };
  }

  /** An array type whose `[` is read, and its length too if given. */
  protected arrayType(pos: Pos, length: Expr | null): ArrayType {
    let size: ArrayType['length'] = length;
    if (size === null) {
      if (this.got(t.ELLIPSIS)) size = 'ellipsis';
      else {
        this.expressionLevel++;
        size = this.expr();
        this.expressionLevel--;
      }
    }
    if (this.tok === t.COMMA) {
      this.syntaxError('unexpected comma; expected ]');
      this.next();
    }
    this.want(t.RBRACK);
    return nodes.arrayType(pos, size, this.type());
  }

  /** The signature behind `func` or a name. With a context, type parameters are an error. */
  protected funcType(pos: Pos, context: string): FuncType {
    let typeParams: Field[] = [];
    const bracket = this.pos();
    if (this.got(t.LBRACK)) {
      if (context !== '') this.syntaxError(`${context} must have no type parameters`, bracket);
      if (this.tok === t.RBRACK) {
        this.syntaxError('empty type parameter list');
        this.next();
      } else typeParams = this.paramList(null, null, t.RBRACK, true, false);
    }
    this.want(t.LPAREN);
    const params = this.paramList(null, null, t.RPAREN, false, true);
    const results = this.funcResult();
    return nodes.funcType(pos, this.endPos(), typeParams, params, results);
  }

  private funcResult(): Field[] {
    if (this.got(t.LPAREN)) return this.paramList(null, null, t.RPAREN, false, false);
    const type = this.typeOrNull();
    return type === null ? [] : [nodes.field(type.pos, [], type, null)];
  }

  private structType(): Expr {
    const pos = this.pos();
    const fields: Field[] = [];
    this.want(t.STRUCT);
    this.want(t.LBRACE);
    let whole = true;
    while (whole && this.inList(t.RBRACE)) {
      this.fieldDecl(fields);
      whole = this.separator('struct type', t.SEMI, t.RBRACE);
    }
    if (whole) this.want(t.RBRACE);
    return nodes.structType(pos, this.endPos(), fields);
  }

  private fieldDecl(fields: Field[]): void {
    const pos = this.pos();
    const add = (names: Ident[], type: Expr): void => {
      fields.push(nodes.field(pos, names, type, this.literalOrNull()));
    };
    switch (this.tok) {
      case t.NAME: {
        const name = this.name();
        if (this.tok === t.DOT || this.tok === t.LITERAL || this.tok === t.SEMI || this.tok === t.RBRACE) {
          return add([], this.qualifiedName(name));
        }
        const names = this.nameList(name);
        if (names.length > 1 || this.tok !== t.LBRACK) return add(names, this.type());
        // an embedded type T[P, Q], or a field T of type [P]E or []E
        const type = this.arrayOrTypeArguments(name);
        return add(type.kind === 'IndexExpr' ? [] : names, type);
      }
      case t.STAR:
        this.next();
        return add([], nodes.starExpr(pos, this.embeddedName()));
      case t.LPAREN:
        return add([], this.embeddedName());
      default:
        this.syntaxError('expected field name or embedded type');
        this.advance(t.SEMI, t.RBRACE);
    }
  }

  /** The name of an embedded type; complains about parentheses around it. */
  private embeddedName(): Expr {
    if (this.tok !== t.LPAREN) return this.qualifiedName(null);
    this.syntaxError('cannot parenthesize embedded type');
    this.next();
    const pos = this.pos();
    const type = this.got(t.STAR) ? nodes.starExpr(pos, this.qualifiedName(null)) : this.qualifiedName(null);
    this.got(t.RPAREN);
    return type;
  }

  /** What follows a name with `[`: type arguments of it (an IndexExpr then), or an array or slice type. */
  private arrayOrTypeArguments(name: Ident): Expr {
    const pos = this.pos();
    this.want(t.LBRACK);
    if (this.got(t.RBRACK)) return nodes.arrayType(pos, null, this.type());
    if (this.tok === t.ELLIPSIS) return this.arrayType(pos, null);
    const { list, comma } = this.typeList(false);
    this.want(t.RBRACK);
    const end = this.endPos();
    if (!comma) {
      const element = this.typeOrNull();
      if (element !== null) return nodes.arrayType(pos, list[0], element);
    }
    return nodes.indexExpr(end, name, list);
  }

  protected literalOrNull(): BasicLit | null {
    if (this.tok !== t.LITERAL) return null;
    const literal = nodes.basicLit(this.pos(), this.base + this.offset, this.litKind, this.lit);
    this.next();
    return literal;
  }

  private interfaceType(): Expr {
    const pos = this.pos();
    const methods: Field[] = [];
    this.want(t.INTERFACE);
    this.want(t.LBRACE);
    let whole = true;
    while (whole && this.inList(t.RBRACE)) {
      methods.push(this.interfaceElement());
      whole = this.separator('interface type', t.SEMI, t.RBRACE);
    }
    if (whole) this.want(t.RBRACE);
    return nodes.interfaceType(pos, this.endPos(), methods);
  }

  private interfaceElement(): Field {
    const pos = this.pos();
    if (this.tok !== t.NAME) return nodes.field(pos, [], this.union(this.embeddedTerm()), null);
    const name = this.name();
    if (this.tok === t.LPAREN) return this.method(name);
    if (this.tok !== t.LBRACK) return nodes.field(pos, [], this.union(this.qualifiedName(name)), null);
    // a method with type parameters (which Go has not), or an embedded type with arguments
    const bracket = this.pos();
    this.next();
    if (this.tok === t.RBRACK) {
      const empty = this.pos();
      this.next();
      if (this.tok === t.LPAREN) {
        this.error('empty type parameter list', empty);
        return this.method(name);
      }
      this.error('empty type argument list', empty);
      return nodes.field(pos, [], this.union(name), null);
    }
    const list = this.paramList(null, null, t.RBRACK, false, false);
    const end = this.endPos();
    if (list.length === 0) return this.tok === t.LPAREN ? this.method(name) : nodes.field(pos, [], name, null);
    if (list[0].names.length > 0) {
      const method = this.method(name);
      this.error('interface method must have no type parameters', bracket);
      return method;
    }
    const args = list.map((parameter) => parameter.typeExpr);
    return nodes.field(pos, [], this.union(nodes.indexExpr(end, name, args)), null);
  }

  private method(name: Ident): Field {
    return nodes.field(name.pos, [name], this.funcType(this.pos(), 'interface method'), null);
  }

  /** `x | ~y | …` after its first term. */
  private union(x: Expr): Expr {
    while (this.tok === t.OPERATOR && this.op === '|') {
      const opPos = this.pos();
      this.next();
      x = nodes.binaryExpr('|', opPos, x, this.embeddedTerm());
    }
    return x;
  }

  private embeddedTerm(): Expr {
    const pos = this.pos();
    if (this.tok === t.OPERATOR && this.op === '~') {
      this.next();
      return nodes.unaryExpr(pos, '~', this.type());
    }
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.bad();
    this.syntaxError('expected ~ term or type');
    this.advance(t.OPERATOR, t.SEMI, t.RPAREN, t.RBRACK, t.RBRACE);
    return bad;
  }

  private parameterOrNull(name: Ident | null, follow: t.Token): Parameter | null {
    const isConstraint = follow === t.RBRACK; // then unions and ~ are allowed
    const pos = name === null ? this.pos() : name.pos;
    if (name === null && isConstraint && this.atOperator('~')) {
      return { pos, name: null, type: this.union(this.embeddedTerm()) };
    }
    if (name === null && this.tok === t.NAME) name = this.name();
    if (name !== null) {
      let type: Expr | null = null;
      if (this.tok === t.LBRACK) type = this.arrayOrTypeArguments(name);
      else if (this.tok === t.DOT) type = this.qualifiedName(name);
      else if (isConstraint && this.atOperator('|')) type = name;
      if (type !== null) {
        const named = type.kind === 'ArrayType';
        return { pos, name: named ? name : null, type: isConstraint ? this.union(type) : type };
      }
    }
    if (this.tok === t.ELLIPSIS) {
      const dots = this.pos();
      this.next();
      const element = this.typeOrNull();
      if (element !== null) return { pos, name, type: nodes.ellipsis(dots, element) };
      this.syntaxError('... is missing type');
      return { pos, name, type: this.bad() };
    }
    if (isConstraint && this.atOperator('~')) return { pos, name, type: this.union(this.embeddedTerm()) };
    let type = this.typeOrNull();
    if (isConstraint && type !== null) type = this.union(type);
    if (name !== null || type !== null) return { pos, name, type };
    this.syntaxError(`expected ${t.tokenName(follow)}`);
    this.advance(t.COMMA, follow);
    return null;
  }

  private atOperator(op: string): boolean {
    return this.tok === t.OPERATOR && this.op === op;
  }

  /**
   * Parameters up to `close`, whose opening is read; `name` and `type` are the first one's if they were read already.
   * Either all have names or none; type parameters (`requireNames`) must have.
   */
  protected paramList(
    name: Ident | null,
    type: Expr | null,
    close: t.Token,
    requireNames: boolean,
    dotsAllowed: boolean,
  ): Field[] {
    const list: Parameter[] = [];
    if (name !== null && type !== null && this.tok === close) {
      this.next();
      return [nodes.field(name.pos, [name], type, null)];
    }
    let whole = true;
    while (whole && this.inList(close)) {
      const parameter: Parameter | null =
        name !== null && type !== null ? { pos: name.pos, name, type } : this.parameterOrNull(name, close);
      name = null;
      type = null;
      if (parameter !== null) list.push(parameter);
      whole = this.separator('parameter list', t.COMMA, close);
    }
    const end = this.pos();
    if (whole) this.want(close);
    if (list.length === 0) return [];
    const fields =
      requireNames || list.some((parameter) => parameter.name !== null && parameter.type !== null)
        ? this.namedParameters(list, requireNames, end)
        : list.map((parameter) => nodes.field(parameter.pos, [], (parameter.type ?? parameter.name) as Expr, null));
    this.checkDots(fields, dotsAllowed);
    return fields;
  }

  /** Groups names with the type that follows them: `a, b int`. */
  private namedParameters(list: Parameter[], requireNames: boolean, end: Pos): Field[] {
    const fields: Field[] = [];
    let names: Ident[] = [];
    let missingName: Pos = 0;
    for (const parameter of list) {
      if (parameter.name !== null) names.push(parameter.name);
      if (parameter.type === null) continue;
      if (parameter.name === null) {
        if (missingName === 0) missingName = parameter.type.pos;
        names.push(this.bad(parameter.type.pos));
      }
      fields.push(nodes.field(names[0].pos, names, parameter.type, null));
      names = [];
    }
    const untyped = names[0];
    if (untyped !== undefined) fields.push(nodes.field(untyped.pos, names, this.bad(untyped.pos), null));
    if (untyped === undefined && missingName === 0) return fields;
    const named = list.filter((parameter) => parameter.name !== null && parameter.type !== null).length;
    const typed = list.filter((parameter) => parameter.type !== null).length;
    if (named === typed) {
      this.syntaxError(requireNames ? 'missing type constraint' : 'missing parameter type', end);
    } else if (requireNames) {
      const alternative = list.length === 1 ? ' or invalid array length' : '';
      this.syntaxError(`missing type parameter name${alternative}`, missingName || untyped.pos);
    } else this.syntaxError('missing parameter name', missingName || untyped.pos);
    return fields;
  }

  private checkDots(fields: Field[], allowed: boolean): void {
    let reported = false;
    fields.forEach((field, i) => {
      const type = field.typeExpr;
      if (type.kind !== 'Ellipsis' || (allowed && i === fields.length - 1 && field.names.length <= 1)) return;
      if (!reported) {
        this.error(allowed ? 'can only use ... with final parameter' : 'invalid use of ...', type.pos);
      }
      reported = true;
      field.typeExpr = type.element;
    });
  }
}
