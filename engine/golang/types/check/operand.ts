/** An expression with what is known of it while it is checked (go/types/operand.go). */
import { exprString } from '../../syntax/exprString.ts';
import type { Expr, OperandMode } from '../../syntax/ast.ts';
import { constantString, type Constant } from '../constant.ts';
import { isGeneric, isUntyped, isValid, underlying } from '../predicates.ts';
import { compositeKind } from '../typeString.ts';
import type { Type } from '../types.ts';
import { basic, invalidType } from '../universe.ts';

export class Operand {
  mode: OperandMode = 'invalid';
  type: Type = invalidType;
  /** With mode 'constant'. */
  value: Constant | undefined = undefined;
  expr: Expr | null = null;
  /** With mode 'builtin': which one. */
  builtin = '';
  /** Of a generic function that is an argument: the type arguments that are written. */
  typeArguments: Type[] = [];

  get valid(): boolean {
    return this.mode !== 'invalid';
  }
  get isNil(): boolean {
    return this.mode === 'nil';
  }
  /** The constant, when it is one. */
  get constant(): Constant | undefined {
    return this.mode === 'constant' ? this.value : undefined;
  }

  invalidate(): void {
    this.mode = 'invalid';
  }
  become(mode: OperandMode, type: Type): void {
    this.mode = mode;
    this.type = type;
    this.value = undefined;
  }
  becomeConstant(type: Type, value: Constant): void {
    this.mode = 'constant';
    this.type = type;
    this.value = value;
  }
  copyFrom(other: Operand): void {
    this.mode = other.mode;
    this.type = other.type;
    this.value = other.value;
    this.expr = other.expr;
    this.builtin = other.builtin;
  }
}

export function operand(mode: OperandMode, type: Type, expr: Expr | null, value?: Constant): Operand {
  const x = new Operand();
  x.mode = mode;
  x.type = type;
  x.expr = expr;
  x.value = value;
  return x;
}

const descriptions: Record<OperandMode, string> = {
  invalid: 'invalid operand',
  novalue: 'no value',
  builtin: 'built-in',
  type: 'type',
  constant: 'constant',
  variable: 'variable',
  mapindex: 'map index expression',
  value: 'value',
  nil: 'nil',
  commaok: 'comma, ok expression',
  package: 'package',
};

/** An operand as messages describe it: `x (variable of type int)`, `"a" (untyped string constant)`. */
export function operandString(x: Operand, show: (type: Type) => string, described: boolean): string {
  if (x.mode === 'nil') return x.type === basic['untyped nil'] ? 'nil' : `nil (of type ${show(x.type)})`;
  let text = '';
  const expression = x.expr === null ? (x.mode === 'type' ? show(x.type) : '') : exprString(x.expr);
  let hasType = false;
  if (!['invalid', 'novalue', 'builtin', 'type'].includes(x.mode)) {
    if (isUntyped(x.type)) text += `${x.type.name} `;
    else hasType = true;
  }
  text += descriptions[x.mode];
  if (x.mode === 'constant' && x.value !== undefined) {
    const value = constantString(x.value);
    if (value !== expression) text += ` ${value}`;
  }
  if (hasType) text += isValid(x.type) ? typeDescription(x.type, show, described) : ' with invalid type';
  return expression === '' ? text : `${expression} (${text})`;
}

function typeDescription(type: Type, show: (type: Type) => string, described: boolean): string {
  if (type.kind === 'typeparam') return ` of type ${show(type)} constrained by ${show(type.bound())}`;
  let what = '';
  if (described) {
    if (isGeneric(type)) what += 'generic ';
    if (type.kind === 'named') {
      const under = underlying(type);
      const kind = under.kind === 'basic' ? under.name : compositeKind(type);
      what += `${kind} `;
    }
  }
  return ` of ${what}type ${show(type)}`;
}
