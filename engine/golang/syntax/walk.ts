/** Visits the parts of a syntax tree in source order. */
import type { Node } from './ast.ts';

type Visitor = (node: Node) => boolean | void;

/** Calls `visit` for the node and everything below it, before its children; returning false leaves the children out. */
export function walk(node: Node, visit: Visitor): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walk(child, visit);
}

const keys: Record<string, readonly string[]> = {
  Ident: [],
  BasicLit: [],
  CompositeLit: ['typeExpr', 'elements'],
  KeyValueExpr: ['key', 'val'],
  FuncLit: ['signature', 'body'],
  ParenExpr: ['x'],
  SelectorExpr: ['x', 'sel'],
  IndexExpr: ['x', 'indices'],
  SliceExpr: ['x', 'low', 'high', 'max'],
  TypeAssertExpr: ['x', 'typeExpr'],
  CallExpr: ['fun', 'args'],
  StarExpr: ['x'],
  UnaryExpr: ['x'],
  BinaryExpr: ['x', 'y'],
  ArrayType: ['length', 'element'],
  StructType: ['fields'],
  FuncType: ['typeParams', 'params', 'results'],
  InterfaceType: ['methods'],
  MapType: ['key', 'val'],
  ChanType: ['element'],
  Ellipsis: ['element'],
  Field: ['names', 'typeExpr', 'tag'],
  EmptyStmt: [],
  ExprStmt: ['x'],
  SendStmt: ['chan', 'val'],
  IncDecStmt: ['x'],
  AssignStmt: ['lhs', 'rhs'],
  GoStmt: ['call'],
  DeferStmt: ['call'],
  ReturnStmt: ['results'],
  BranchStmt: ['label'],
  BlockStmt: ['list'],
  IfStmt: ['init', 'cond', 'body', 'else'],
  CaseClause: ['list', 'body'],
  SwitchStmt: ['init', 'tag', 'clauses'],
  TypeSwitchStmt: ['init', 'binding', 'x', 'clauses'],
  CommClause: ['comm', 'body'],
  SelectStmt: ['clauses'],
  ForStmt: ['init', 'cond', 'post', 'body'],
  RangeStmt: ['key', 'val', 'x', 'body'],
  LabeledStmt: ['label', 'stmt'],
  DeclStmt: ['decl'],
  ImportSpec: [],
  ValueSpec: ['names', 'typeExpr', 'values'],
  TypeSpec: ['name', 'typeParams', 'typeExpr'],
  GenDecl: ['specs'],
  FuncDecl: ['receiver', 'signature'],
};

/** The direct children in source order (a FuncDecl's body is left out: it is parsed on demand). */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const key of keys[node.kind] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) found.push(...(child as Node[]));
    else if (child !== null && typeof child === 'object') found.push(child as Node);
  }
  return found;
}
