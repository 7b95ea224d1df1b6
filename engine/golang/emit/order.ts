/**
 * The order in which Go's compiler has the parts of a statement evaluated (cmd/compile/internal/walk/order.go): its calls come first, one after the other,
 * and what is only looked at (variables, fields, elements) comes behind them, wherever it stands. JavaScript goes from left to right: where that is not
 * the same, calls become statements before the one that they stand in.
 */
import type { CallExpr, Expr, Node, Pos, Stmt } from '../syntax/ast.ts';
import { children, walk } from '../syntax/walk.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import type { Type } from '../types/types.ts';
import type { FunctionEmitter } from './function.ts';
import { calleeOf, unparen } from './parking.ts';
import { basicKind, isPointerShaped, underlying } from './typeQueries.ts';

/** Of a statement: whether its calls come before it, and behind which place there is none. */
export interface Order {
  lifts: boolean;
  last: Pos;
}

/** Where no statement can come before the text. */
export const inPlace: Order = { lifts: false, last: -1 };

export function orderOf(f: FunctionEmitter, s: Stmt): Order {
  const parts = partsOf(s);
  const last = Math.max(...parts.map(lastCall), -1);
  return { lifts: f.leaving !== null || (last >= 0 && new Scan(f).looksBefore(parts)), last };
}

/** Of an expression that is evaluated by itself. */
export const orderOfExpression = (e: Expr): Order => ({ lifts: true, last: lastCall(e) });

/** Where the last call in an expression stands, -1 if there is none. */
function lastCall(e: Expr): Pos {
  let last = -1;
  walk(e, (node) => {
    if (node.kind === 'FuncLit') return false;
    last = Math.max(last, placeOfCall(node) ?? -1);
    return undefined;
  });
  return last;
}

export const hasCall = (e: Expr): boolean => lastCall(e) >= 0;

/** Where a call or receive stands: behind what it calls. */
function placeOfCall(node: Node): Pos | null {
  if (node.kind === 'CallExpr') return isCall(node) ? node.fun.end : null;
  return node.kind === 'UnaryExpr' && node.op === '<-' ? node.pos : null;
}

/** Whether something runs: built-in functions change nothing that an expression could look at before. */
function isCall(call: CallExpr): boolean {
  const { kind } = calleeOf(call);
  return kind !== 'conversion' && kind !== 'builtin';
}

/** The expressions of a statement itself, in the order of the text; what is assigned to without being looked at is left out. */
function partsOf(s: Stmt): Expr[] {
  switch (s.kind) {
    case 'ExprStmt':
    case 'IncDecStmt':
    case 'RangeStmt':
    case 'TypeSwitchStmt':
      return [s.x];
    case 'SendStmt':
      return [s.chan, s.val];
    case 'AssignStmt':
      return [...s.lhs.flatMap((e) => (s.op === '=' || s.op === ':=' ? operandsOf(e) : [e])), ...s.rhs];
    case 'GoStmt':
    case 'DeferStmt':
      return [s.call.fun, ...s.call.args];
    case 'ReturnStmt':
      return s.results;
    case 'IfStmt':
      return [s.cond];
    case 'SwitchStmt':
      return s.tag === null ? [] : [s.tag];
    case 'ForStmt':
      return s.cond === null ? [] : [s.cond];
    case 'DeclStmt':
      return s.decl.specs.flatMap((spec) => (spec.kind === 'ValueSpec' ? spec.values : []));
    case 'SelectStmt':
      return s.clauses.flatMap(({ comm }) => (comm?.kind === 'SendStmt' ? [comm.chan, comm.val] : receivedFrom(comm)));
    default:
      return [];
  }
}

function receivedFrom(comm: Stmt | null): Expr[] {
  const receive = comm?.kind === 'ExprStmt' ? comm.x : comm?.kind === 'AssignStmt' ? comm.rhs[0] : undefined;
  const e = receive === undefined ? null : unparen(receive);
  return e?.kind === 'UnaryExpr' ? [e.x] : [];
}

/** What is evaluated to find the place that an expression stands for. */
function operandsOf(place: Expr): Expr[] {
  const e = unparen(place);
  if (e.kind === 'IndexExpr') return [e.x, ...e.indices];
  return e.kind === 'SelectorExpr' || e.kind === 'StarExpr' ? [e.x] : [];
}

/** Whether a value becomes an interface value by the address of a copy, which is made where it stands (walk/convert.go, dataWordFuncName). */
export function isConvertedByAddress(type: Type): boolean {
  const under = underlying(type);
  if (isPointerShaped(type) || under.kind === 'slice' || basicKind(type) === 'string') return false;
  const [size, align] = [sizeOf(type), alignOf(type)];
  return size > 0 && (size !== align || ![2, 4, 8].includes(size) || hasPointers(type));
}

function hasPointers(type: Type): boolean {
  const under = underlying(type);
  if (under.kind === 'array') return hasPointers(under.element);
  if (under.kind === 'struct') return under.fields.some((field) => hasPointers(field.type));
  return under.kind !== 'basic' || under.name === 'string' || under.name === 'unsafe.Pointer';
}

/** Finds a call that stands behind something which it may change. */
class Scan {
  private readonly f: FunctionEmitter;
  private found = false;

  constructor(f: FunctionEmitter) {
    this.f = f;
  }

  looksBefore(parts: Expr[]): boolean {
    this.all(parts, false);
    return this.found;
  }

  /** Whether one of them looks at something; `before`: whether something before them does. */
  private all(nodes: Node[], before: boolean): boolean {
    return nodes.reduce((looks, node) => this.looks(node, before || looks) || looks, false);
  }

  private looks(node: Node, before: boolean): boolean {
    if ('value' in node && node.value !== undefined) return false;
    switch (node.kind) {
      case 'FuncLit':
      case 'BasicLit':
        return false;
      case 'Ident': {
        const variable = node.object?.kind === 'var' ? node.object : null;
        if (variable === null || variable.role === 'field') return false;
        // What only this function has is not changed by a call.
        return variable.addressTaken || this.f.slots.get(variable)?.kind !== 'plain';
      }
      case 'SelectorExpr': {
        if (node.selection === undefined) return node.sel.object?.kind === 'var';
        return this.looks(node.x, before) || node.selection.kind === 'field';
      }
      case 'IndexExpr':
      case 'SliceExpr':
      case 'StarExpr':
      case 'TypeAssertExpr':
        this.all(children(node), before);
        return true;
      case 'CallExpr': {
        if (!isCall(node)) return this.all(node.args, before);
        if (before) this.found = true;
        this.all([node.fun, ...node.args], false);
        return false;
      }
      case 'UnaryExpr': {
        const looks = this.looks(node.x, before);
        if (node.op === '<-' && before) this.found = true;
        return node.op !== '<-' && node.op !== '&' && looks;
      }
      default:
        return this.all(children(node), before);
    }
  }
}
