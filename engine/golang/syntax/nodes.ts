/**
 * Makers of expression nodes: one place each, all fields in one order (so that code which reads them meets one shape a kind),
 * those that the checker fills in included.
 */
import type * as ast from './ast.ts';
import type { Pos } from './ast.ts';

const unchecked = undefined;

export function ident(pos: Pos, end: Pos, name: string): ast.Ident {
  return {
    kind: 'Ident', pos, end, type: unchecked, value: unchecked, mode: unchecked, name, object: unchecked, typeArguments: unchecked,
  }; // prettier-ignore
}
export function basicLit(pos: Pos, end: Pos, token: ast.BasicLit['token'], text: string): ast.BasicLit {
  return { kind: 'BasicLit', pos, end, type: unchecked, value: unchecked, mode: unchecked, token, text };
}
export function compositeLit(
  pos: Pos,
  end: Pos,
  typeExpr: ast.Expr | null,
  elements: ast.Expr[],
  rbrace: Pos,
): ast.CompositeLit {
  return {
    kind: 'CompositeLit',
    pos,
    end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    typeExpr,
    elements,
    rbrace,
  };
}
export function keyValueExpr(key: ast.Expr, val: ast.Expr): ast.KeyValueExpr {
  return {
    kind: 'KeyValueExpr',
    pos: key.pos,
    end: val.end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    key,
    val,
  };
}
export function funcLit(pos: Pos, signature: ast.FuncType, body: ast.BlockStmt): ast.FuncLit {
  return { kind: 'FuncLit', pos, end: body.end, type: unchecked, value: unchecked, mode: unchecked, signature, body };
}
export function parenExpr(pos: Pos, end: Pos, x: ast.Expr): ast.ParenExpr {
  return { kind: 'ParenExpr', pos, end, type: unchecked, value: unchecked, mode: unchecked, x };
}
export function selectorExpr(x: ast.Expr, sel: ast.Ident): ast.SelectorExpr {
  return {
    kind: 'SelectorExpr', pos: x.pos, end: sel.end, type: unchecked, value: unchecked, mode: unchecked, x, sel, selection: unchecked,
  }; // prettier-ignore
}
export function indexExpr(end: Pos, x: ast.Expr, indices: ast.Expr[]): ast.IndexExpr {
  return { kind: 'IndexExpr', pos: x.pos, end, type: unchecked, value: unchecked, mode: unchecked, x, indices };
}
export function sliceExpr(
  end: Pos,
  x: ast.Expr,
  low: ast.Expr | null,
  high: ast.Expr | null,
  max: ast.Expr | null,
): ast.SliceExpr {
  return { kind: 'SliceExpr', pos: x.pos, end, type: unchecked, value: unchecked, mode: unchecked, x, low, high, max };
}
export function typeAssertExpr(end: Pos, x: ast.Expr, typeExpr: ast.Expr | null): ast.TypeAssertExpr {
  return { kind: 'TypeAssertExpr', pos: x.pos, end, type: unchecked, value: unchecked, mode: unchecked, x, typeExpr };
}
export function callExpr(fun: ast.Expr, args: ast.Expr[], ellipsis: boolean, rparen: Pos, end: Pos): ast.CallExpr {
  return {
    kind: 'CallExpr', pos: fun.pos, end, type: unchecked, value: unchecked, mode: unchecked, fun, args, ellipsis, rparen,
  }; // prettier-ignore
}
export function starExpr(pos: Pos, x: ast.Expr): ast.StarExpr {
  return { kind: 'StarExpr', pos, end: x.end, type: unchecked, value: unchecked, mode: unchecked, x };
}
export function unaryExpr(pos: Pos, op: ast.UnaryExpr['op'], x: ast.Expr): ast.UnaryExpr {
  return { kind: 'UnaryExpr', pos, end: x.end, type: unchecked, value: unchecked, mode: unchecked, op, x };
}
export function binaryExpr(op: ast.BinaryOp, opPos: Pos, x: ast.Expr, y: ast.Expr): ast.BinaryExpr {
  return {
    kind: 'BinaryExpr',
    pos: x.pos,
    end: y.end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    op,
    opPos,
    x,
    y,
  };
}
export function arrayType(pos: Pos, length: ast.ArrayType['length'], element: ast.Expr): ast.ArrayType {
  return {
    kind: 'ArrayType',
    pos,
    end: element.end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    length,
    element,
  };
}
export function structType(pos: Pos, end: Pos, fields: ast.Field[]): ast.StructType {
  return { kind: 'StructType', pos, end, type: unchecked, value: unchecked, mode: unchecked, fields };
}
export function funcType(
  pos: Pos,
  end: Pos,
  typeParams: ast.Field[],
  params: ast.Field[],
  results: ast.Field[],
): ast.FuncType {
  return {
    kind: 'FuncType',
    pos,
    end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    typeParams,
    params,
    results,
  };
}
export function interfaceType(pos: Pos, end: Pos, methods: ast.Field[]): ast.InterfaceType {
  return { kind: 'InterfaceType', pos, end, type: unchecked, value: unchecked, mode: unchecked, methods };
}
export function mapType(pos: Pos, key: ast.Expr, val: ast.Expr): ast.MapType {
  return { kind: 'MapType', pos, end: val.end, type: unchecked, value: unchecked, mode: unchecked, key, val };
}
export function chanType(pos: Pos, direction: ast.ChanType['direction'], element: ast.Expr): ast.ChanType {
  return {
    kind: 'ChanType',
    pos,
    end: element.end,
    type: unchecked,
    value: unchecked,
    mode: unchecked,
    direction,
    element,
  };
}
export function ellipsis(pos: Pos, element: ast.Expr): ast.Ellipsis {
  return { kind: 'Ellipsis', pos, end: element.end, type: unchecked, value: unchecked, mode: unchecked, element };
}
export function field(pos: Pos, names: ast.Ident[], typeExpr: ast.Expr, tag: ast.BasicLit | null): ast.Field {
  return { kind: 'Field', pos, end: (tag ?? typeExpr).end, names, typeExpr, tag };
}

/** The expression without the parentheses around it. */
export function unparen(x: ast.Expr): ast.Expr {
  while (x.kind === 'ParenExpr') x = x.x;
  return x;
}
