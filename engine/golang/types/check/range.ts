/** Range statements (go/types/range.go). */
import type { Expr, Ident, RangeStmt } from '../../syntax/ast.ts';
import { commonUnderlying, isBoolean, isInteger, isString, isValid, underlying } from '../predicates.ts';
import type { Type, Var } from '../types.ts';
import { basic, invalidType } from '../universe.ts';
import { assignment, assignVar, initVar } from './assignments.ts';
import type { Checker } from './checker.ts';
import { expr } from './expressions.ts';
import { operand, Operand } from './operand.ts';
import { stmt } from './statements.ts';

export function rangeStmt(c: Checker, s: RangeStmt): void {
  const x = new Operand();
  expr(c, null, x, s.x);
  let key: Type | null = null;
  let val: Type | null = null;
  if (x.valid) {
    const found = rangeTypes(c, x.type);
    if (found.cause !== null) {
      const why = found.cause === '' ? '' : !c.since(22) ? ` (${found.cause})` : `: ${found.cause}`;
      c.error(x, `cannot range over ${c.describe(x)}${why}`);
      key = val = invalidType;
    } else {
      ({ key, val } = found);
      if (key === null && s.key !== null) c.error(s.key, `range over ${c.describe(x)} permits no iteration variables`);
      else if (val === null && s.val !== null)
        c.error(s.val, `range over ${c.describe(x)} permits only one iteration variable`);
    }
  } else key = val = invalidType;
  c.openScope();
  const overInteger = x.valid && isInteger(x.type);
  const sides: [Expr | null, Type | null][] = [
    [s.key, key],
    [s.val, val],
  ];
  if (s.define) defineVariables(c, s, sides, x, overInteger);
  else if (s.key !== null) {
    for (const [left, type] of sides) {
      if (left === null || type === null || !isValid(type)) continue;
      if (overInteger) assignVar(c, left, null, x, 'range clause');
      else assignVar(c, left, null, operand('value', type, left), 'assignment');
    }
  } else if (overInteger) assignment(c, x, null, 'range clause');
  stmt(c, s.body);
  c.closeScope();
}

function defineVariables(
  c: Checker,
  s: RangeStmt,
  sides: [Expr | null, Type | null][],
  x: Operand,
  overInteger: boolean,
): void {
  const variables: { ident: Ident; variable: Var }[] = [];
  for (const [left, type] of sides) {
    if (left === null) continue;
    if (left.kind !== 'Ident') {
      c.error(left, `non-name ${c.text(left)} on left side of :=`);
      continue;
    }
    const valid = type !== null && isValid(type);
    const found = !valid
      ? invalidType
      : overInteger
        ? initVar(c, null, x, 'range clause')
        : initVar(c, null, operand('value', type, null), 'assignment');
    const variable = c.newVar(left, found);
    if (!valid) c.used.add(variable);
    left.object = variable;
    left.type = found;
    left.mode = 'variable';
    variables.push({ ident: left, variable });
  }
  if (variables.every(({ ident }) => ident.name === '_')) c.error(s.key ?? s, 'no new variables on left side of :=');
  for (const { ident, variable } of variables) c.declare(c.env.scope, ident, variable);
}

type RangeTypes = { key: Type | null; val: Type | null; cause: null } | { key: null; val: null; cause: string };

/** The types of the iteration variables, or why one cannot range over the type (rangeKeyVal). */
function rangeTypes(c: Checker, type: Type): RangeTypes {
  const bad = (cause: string): RangeTypes => ({ key: null, val: null, cause });
  const good = (key: Type | null, val: Type | null = null): RangeTypes => ({ key, val, cause: null });
  const common = commonUnderlying(type, c.show);
  if (common.type === null)
    return bad(c.since(25) ? common.cause : c.since(22) ? 'no core type' : `${c.show(type)} has no core type`);
  let under: Type = common.type;
  if (under.kind === 'pointer') {
    const array = underlying(under.element);
    if (array.kind === 'array') under = array;
  }
  switch (under.kind) {
    case 'basic':
      if (isString(under)) return good(basic.int, basic.int32);
      if (!isInteger(under)) return bad('');
      if (!c.allows(22)) return bad(c.since(22) ? 'requires go1.22 or later' : '');
      return good(type);
    case 'array':
    case 'slice':
      return good(basic.int, under.element);
    case 'map':
      return good(under.key, under.element);
    case 'chan':
      return under.direction === 'send'
        ? bad(`receive from send-only channel${c.since(25) ? ` ${c.show(type)}` : ''}`)
        : good(under.element);
    case 'signature':
      break;
    default:
      return bad('');
  }
  if (!c.allows(23)) return bad(c.since(23) ? 'requires go1.23 or later' : '');
  const what = 'func must be func(yield func(...) bool): ';
  const [parameter] = under.params;
  if (under.params.length !== 1 || parameter === undefined) return bad(`${what}wrong argument count`);
  if (under.results.length > 0) return bad(`${what}unexpected results`);
  const callback = commonUnderlying(parameter, c.show);
  if (callback.type === null) return bad(`${what}in yield type, ${callback.cause}`);
  if (callback.type.kind !== 'signature') return bad(`${what}argument is not func`);
  const { params, results } = callback.type;
  if (params.length > 2) return bad(`${what}yield func has too many parameters`);
  const [result] = results;
  if (results.length !== 1 || result !== basic.bool) {
    const userDefined = results.length === 1 && result !== undefined && isBoolean(result);
    return bad(
      `${what}${userDefined ? 'yield func returns user-defined boolean, not bool' : 'yield func does not return bool'}`,
    );
  }
  return good(params[0] ?? null, params[1] ?? null);
}
