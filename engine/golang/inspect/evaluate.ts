/** Go expressions without calls over the variables in sight: for hovers, watches and conditions. */
import { FileSet } from '../syntax/fileSet.ts';
import { parseFile } from '../syntax/parser.ts';
import type { Expr } from '../syntax/ast.ts';
import type { RType } from '../machine/rtype.ts';
import type { Part, TypedValue, Values } from './values.ts';

/** Finds a name: a local in scope, a package variable or constant. */
export type Lookup = (name: string, pkg: string | null) => TypedValue | null;

/** The few basic descriptors that results of operators need. */
export interface BasicTypes {
  bool: RType;
  int: RType;
  string: RType;
  float64: RType;
}

/** Evaluates `text`; throws an Error with Go's words where it cannot. */
export function evaluate(text: string, lookup: Lookup, values: Values, basic: BasicTypes): TypedValue {
  return new Evaluator(lookup, values, basic).value(parseExpression(text));
}

function parseExpression(text: string): Expr {
  const file = parseFile(
    new FileSet(),
    'expression',
    `package expression\nvar _ = ${Buffer.from(text).toString('latin1')}`,
  );
  const decl = file.decls[0];
  const spec = decl?.kind === 'GenDecl' ? decl.specs[0] : undefined;
  const value = spec?.kind === 'ValueSpec' ? spec.values[0] : undefined;
  if (value === undefined) throw new Error(`${text} is no expression`);
  return value;
}

const nil: unique symbol = Symbol('nil');

class Evaluator {
  private readonly lookup: Lookup;
  private readonly values: Values;
  private readonly basic: BasicTypes;

  constructor(lookup: Lookup, values: Values, basic: BasicTypes) {
    this.lookup = lookup;
    this.values = values;
    this.basic = basic;
  }

  value(e: Expr): TypedValue {
    switch (e.kind) {
      case 'ParenExpr':
        return this.value(e.x);
      case 'BasicLit':
        return this.literal(e.token, e.text);
      case 'Ident':
        return this.ident(e.name);
      case 'SelectorExpr':
        return this.selector(e);
      case 'IndexExpr':
        return this.index(e);
      case 'StarExpr':
        return this.star(e.x);
      case 'UnaryExpr':
        return this.unary(e.op, e.x);
      case 'BinaryExpr':
        return this.binary(e.op, e.x, e.y);
      case 'CallExpr':
        return this.builtinCall(e);
      case 'TypeAssertExpr': {
        const x = this.value(e.x);
        const inner = this.values.parts(x.type, x.value)[0];
        if (x.type.kind !== 'interface' || inner === undefined)
          throw new Error('invalid operation: not an interface that holds a value');
        return inner;
      }
      default:
        throw new Error(`${e.kind} is not supported here: only expressions without calls`);
    }
  }

  private made(type: RType, value: unknown): TypedValue {
    return { type, value, owner: null, key: '' };
  }

  private literal(token: string, text: string): TypedValue {
    switch (token) {
      case 'STRING':
        return this.made(this.basic.string, text.startsWith('`') ? text.slice(1, -1) : (JSON.parse(text) as string));
      case 'FLOAT':
        return this.made(this.basic.float64, Number(text));
      case 'CHAR':
        return this.made(this.basic.int, text.codePointAt(1) ?? 0);
      default:
        return this.made(this.basic.int, Number(text.replaceAll('_', '')));
    }
  }

  private ident(name: string): TypedValue {
    const found = this.lookup(name, null);
    if (found !== null) return found;
    if (name === 'true' || name === 'false') return this.made(this.basic.bool, name === 'true');
    if (name === 'nil') return this.made(this.basic.int, nil);
    throw new Error(`undefined: ${name}`);
  }

  private selector(e: Expr & { kind: 'SelectorExpr' }): TypedValue {
    if (e.x.kind === 'Ident' && this.lookup(e.x.name, null) === null) {
      const found = this.lookup(e.sel.name, e.x.name);
      if (found !== null) return found;
    }
    const x = this.value(e.x);
    const found = this.field(x, e.sel.name);
    if (found === null)
      throw new Error(`${this.source(e.x)}.${e.sel.name} undefined (type ${x.type.string} has no field ${e.sel.name})`);
    return found;
  }

  /** A field by name, breadth first through embedded structs and through what an interface holds. */
  private field(x: TypedValue, name: string): TypedValue | null {
    let level: TypedValue[] = [x];
    for (let depth = 0; depth < 6 && level.length > 0; depth++) {
      const next: TypedValue[] = [];
      for (const value of level) {
        let parts: Part[] = this.values.parts(value.type, value.value);
        const only = parts[0];
        if (value.type.kind === 'interface' && only !== undefined) parts = this.values.parts(only.type, only.value);
        const found = parts.find((part) => part.name === name);
        if (found !== undefined) return found;
        const struct = structOf(value.type);
        parts.forEach((part) => {
          if (struct?.fields.find((field) => field.name === part.name)?.embedded === true) next.push(part);
        });
      }
      level = next;
    }
    return null;
  }

  private index(e: Expr & { kind: 'IndexExpr' }): TypedValue {
    const x = this.value(e.x);
    const index = e.indices[0];
    if (index === undefined) throw new Error('missing index');
    if (x.type.kind === 'map') {
      const key = this.value(index);
      const wanted = this.values.text(key.type, key.value);
      const found = this.values.parts(x.type, x.value, 0, 100000).find((part) => part.name === `[${wanted}]`);
      if (found === undefined) throw new Error(`no such key: ${wanted}`);
      return found;
    }
    const i = Number(this.value(index).value);
    if (x.type.kind === 'string') {
      const text = x.value as string;
      if (i < 0 || i >= text.length) throw new Error(`index out of range [${i}] with length ${text.length}`);
      return this.made(this.basic.int, text.charCodeAt(i));
    }
    const found = this.values.parts(x.type, x.value, i, 1)[0];
    if (found === undefined)
      throw new Error(`index out of range [${i}] with length ${this.values.counts(x.type, x.value).indexed}`);
    return found;
  }

  private star(x: Expr): TypedValue {
    const pointer = this.value(x);
    if (pointer.type.kind !== 'pointer') throw new Error(`invalid operation: cannot indirect ${this.source(x)}`);
    if (pointer.value === null) throw new Error('invalid memory address or nil pointer dereference');
    const element = pointer.type.elem as RType;
    if (element.kind === 'struct' || element.kind === 'array') return { ...pointer, type: element };
    return this.values.parts(pointer.type, pointer.value)[0] as TypedValue;
  }

  private unary(op: string, x: Expr): TypedValue {
    const value = this.value(x);
    if (op === '!') return this.made(this.basic.bool, value.value !== true);
    if (op === '-') return this.made(value.type, -Number(value.value));
    if (op === '+') return value;
    throw new Error(`operator ${op} is not supported here`);
  }

  private binary(op: string, left: Expr, right: Expr): TypedValue {
    const x = this.value(left);
    if (op === '&&' && x.value !== true) return this.made(this.basic.bool, false);
    if (op === '||' && x.value === true) return this.made(this.basic.bool, true);
    const y = this.value(right);
    if (op === '&&' || op === '||') return this.made(this.basic.bool, y.value === true);
    if (op === '==' || op === '!=') return this.made(this.basic.bool, this.equal(x, y) === (op === '=='));
    const a = x.value as number | bigint | string;
    const b = y.value as number | bigint | string;
    switch (op) {
      case '<':
        return this.made(this.basic.bool, a < b);
      case '<=':
        return this.made(this.basic.bool, a <= b);
      case '>':
        return this.made(this.basic.bool, a > b);
      case '>=':
        return this.made(this.basic.bool, a >= b);
      default:
        return this.arithmetic(op, x, y);
    }
  }

  private arithmetic(op: string, x: TypedValue, y: TypedValue): TypedValue {
    if (x.type.kind === 'string' && op === '+') return this.made(x.type, `${x.value as string}${y.value as string}`);
    const a = BigInt(Number.isInteger(x.value) || typeof x.value === 'bigint' ? (x.value as number) : 0);
    const b = BigInt(Number.isInteger(y.value) || typeof y.value === 'bigint' ? (y.value as number) : 0);
    const results: Record<string, () => bigint> = {
      '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b, '%': () => a % b, '&': () => a & b, '|': () => a | b, '^': () => a ^ b,
      '<<': () => a << b, '>>': () => a >> b, '&^': () => a & ~b,
    }; // prettier-ignore
    const result = results[op]?.();
    if (result === undefined) throw new Error(`operator ${op} is not supported here`);
    return this.made(x.type, Number(result));
  }

  private equal(x: TypedValue, y: TypedValue): boolean {
    if (x.value === nil || y.value === nil) {
      const other = x.value === nil ? y.value : x.value;
      return other === null || (typeof other === 'object' && (other as { array?: unknown }).array === null);
    }
    if (x.value === y.value) return true;
    return this.values.text(x.type, x.value) === this.values.text(y.type, y.value) && typeof x.value !== 'object';
  }

  private builtinCall(e: Expr & { kind: 'CallExpr' }): TypedValue {
    const name = e.fun.kind === 'Ident' ? e.fun.name : '';
    const arg = e.args[0];
    if ((name !== 'len' && name !== 'cap') || arg === undefined)
      throw new Error('function calls are not supported here');
    const x = this.value(arg);
    if (x.type.kind === 'string') return this.made(this.basic.int, (x.value as string).length);
    if (name === 'cap' && x.type.kind === 'slice')
      return this.made(this.basic.int, (x.value as { capacity: number }).capacity);
    return this.made(this.basic.int, this.values.counts(x.type, x.value).indexed);
  }

  private source(e: Expr): string {
    return e.kind === 'Ident'
      ? e.name
      : e.kind === 'SelectorExpr'
        ? `${this.source(e.x)}.${e.sel.name}`
        : '(expression)';
  }
}

function structOf(type: RType): RType | null {
  const inner = type.kind === 'pointer' ? (type.elem as RType) : type;
  return inner.kind === 'struct' ? inner : null;
}
