/**
 * The syntax tree of Go, shaped after go/ast. Nodes are plain objects told apart by `kind`.
 *
 * A position is one number for all files (after go/token): `FileSet.position(pos)` gives file, line and column. 0 is no position.
 * The type checker annotates expressions in place (fields `type`, `value`, `object`…): a tree belongs to one program.
 */
import type { Constant } from '../types/constant.ts';
import type { GoObject, Selection, Type } from '../types/types.ts';

export type Pos = number;

interface NodeBase {
  pos: Pos;
  /** Position just behind the node. */
  end: Pos;
}

/** What the checker finds out about an expression. */
interface ExpressionBase extends NodeBase {
  /** The type, once checked. An untyped constant that was converted by its context has the final type. */
  type?: Type | undefined;
  /** The value, when the expression is constant. */
  value?: Constant | undefined;
  /** What kind of operand this is: 'type' for a type expression, 'builtin' for a built-in function, 'commaok' when `v, ok :=` is allowed. */
  mode?: OperandMode | undefined;
}

export type OperandMode =
  | 'invalid' | 'novalue' | 'builtin' | 'type' | 'constant' | 'variable' | 'mapindex' | 'value' | 'nil' | 'commaok' | 'package'; // prettier-ignore

// ---- expressions

export interface Ident extends ExpressionBase {
  kind: 'Ident';
  name: string;
  /** The declared (in a definition) or used object; undefined for `_` and for package names in selectors of unchecked trees. */
  object?: GoObject | undefined;
  /** Type arguments, explicit and inferred, when this names a generic function that is instantiated here. */
  typeArguments?: Type[] | undefined;
}
export interface BasicLit extends ExpressionBase {
  kind: 'BasicLit';
  token: 'INT' | 'FLOAT' | 'IMAG' | 'CHAR' | 'STRING';
  /** The literal as written, as a byte string (each char code is a byte of the file). */
  text: string;
}
export interface CompositeLit extends ExpressionBase {
  kind: 'CompositeLit';
  /** Absent for an elided element type. */
  typeExpr: Expr | null;
  elements: Expr[];
  rbrace: Pos;
}
export interface KeyValueExpr extends ExpressionBase {
  kind: 'KeyValueExpr';
  key: Expr;
  val: Expr;
}
export interface FuncLit extends ExpressionBase {
  kind: 'FuncLit';
  signature: FuncType;
  body: BlockStmt;
}
export interface ParenExpr extends ExpressionBase {
  kind: 'ParenExpr';
  x: Expr;
}
export interface SelectorExpr extends ExpressionBase {
  kind: 'SelectorExpr';
  x: Expr;
  sel: Ident;
  /** Field or method selection; absent for a qualified identifier `pkg.Name` (then `sel.object` says it). */
  selection?: Selection | undefined;
}
/** `x[i]`, and `x[T1, T2]` for instantiations. */
export interface IndexExpr extends ExpressionBase {
  kind: 'IndexExpr';
  x: Expr;
  indices: Expr[];
}
export interface SliceExpr extends ExpressionBase {
  kind: 'SliceExpr';
  x: Expr;
  low: Expr | null;
  high: Expr | null;
  max: Expr | null;
}
export interface TypeAssertExpr extends ExpressionBase {
  kind: 'TypeAssertExpr';
  x: Expr;
  /** null for `x.(type)`. */
  typeExpr: Expr | null;
}
export interface CallExpr extends ExpressionBase {
  kind: 'CallExpr';
  fun: Expr;
  args: Expr[];
  /** `f(xs...)`. */
  ellipsis: boolean;
  rparen: Pos;
}
export interface StarExpr extends ExpressionBase {
  kind: 'StarExpr';
  x: Expr;
}
export interface UnaryExpr extends ExpressionBase {
  kind: 'UnaryExpr';
  /** '~' only in constraints. */
  op: '+' | '-' | '!' | '^' | '&' | '<-' | '~';
  x: Expr;
}
export interface BinaryExpr extends ExpressionBase {
  kind: 'BinaryExpr';
  op: BinaryOp;
  opPos: Pos;
  x: Expr;
  y: Expr;
}
export type BinaryOp =
  | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '&^' | '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>='; // prettier-ignore

// ---- type expressions

export interface ArrayType extends ExpressionBase {
  kind: 'ArrayType';
  /** null: slice; 'ellipsis': `[...]T`. */
  length: Expr | 'ellipsis' | null;
  element: Expr;
}
export interface StructType extends ExpressionBase {
  kind: 'StructType';
  fields: Field[];
}
export interface FuncType extends ExpressionBase {
  kind: 'FuncType';
  typeParams: Field[];
  params: Field[];
  results: Field[];
}
export interface InterfaceType extends ExpressionBase {
  kind: 'InterfaceType';
  /** Methods have one name and a FuncType; embedded elements have no name (a type, or a union of BinaryExpr '|' and UnaryExpr '~'). */
  methods: Field[];
}
export interface MapType extends ExpressionBase {
  kind: 'MapType';
  key: Expr;
  val: Expr;
}
export interface ChanType extends ExpressionBase {
  kind: 'ChanType';
  direction: 'both' | 'send' | 'recv';
  element: Expr;
}
/** `...T` as the last parameter's type. */
export interface Ellipsis extends ExpressionBase {
  kind: 'Ellipsis';
  element: Expr;
}
export interface Field extends NodeBase {
  kind: 'Field';
  /** Empty for an embedded field or an unnamed parameter. */
  names: Ident[];
  typeExpr: Expr;
  tag: BasicLit | null;
}

export type Expr =
  | Ident | BasicLit | CompositeLit | KeyValueExpr | FuncLit | ParenExpr | SelectorExpr | IndexExpr | SliceExpr | TypeAssertExpr
  | CallExpr | StarExpr | UnaryExpr | BinaryExpr | ArrayType | StructType | FuncType | InterfaceType | MapType | ChanType | Ellipsis; // prettier-ignore

// ---- statements

export interface EmptyStmt extends NodeBase {
  kind: 'EmptyStmt';
}
export interface ExprStmt extends NodeBase {
  kind: 'ExprStmt';
  x: Expr;
}
export interface SendStmt extends NodeBase {
  kind: 'SendStmt';
  chan: Expr;
  val: Expr;
}
export interface IncDecStmt extends NodeBase {
  kind: 'IncDecStmt';
  x: Expr;
  op: '++' | '--';
}
export interface AssignStmt extends NodeBase {
  kind: 'AssignStmt';
  lhs: Expr[];
  /** '=' , ':=' or an operator with '='. */
  op: '=' | ':=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '&^=';
  opPos: Pos;
  rhs: Expr[];
}
export interface GoStmt extends NodeBase {
  kind: 'GoStmt';
  call: CallExpr;
}
export interface DeferStmt extends NodeBase {
  kind: 'DeferStmt';
  call: CallExpr;
}
export interface ReturnStmt extends NodeBase {
  kind: 'ReturnStmt';
  results: Expr[];
}
export interface BranchStmt extends NodeBase {
  kind: 'BranchStmt';
  token: 'break' | 'continue' | 'goto' | 'fallthrough';
  label: Ident | null;
}
export interface BlockStmt extends NodeBase {
  kind: 'BlockStmt';
  list: Stmt[];
  rbrace: Pos;
}
export interface IfStmt extends NodeBase {
  kind: 'IfStmt';
  init: Stmt | null;
  cond: Expr;
  body: BlockStmt;
  else: IfStmt | BlockStmt | null;
}
export interface CaseClause extends NodeBase {
  kind: 'CaseClause';
  /** null: default. In a type switch, types. */
  list: Expr[] | null;
  body: Stmt[];
  /** The symbol of this clause in `switch x := y.(type)`, set by the checker. */
  object?: GoObject | undefined;
}
export interface SwitchStmt extends NodeBase {
  kind: 'SwitchStmt';
  init: Stmt | null;
  tag: Expr | null;
  clauses: CaseClause[];
  rbrace: Pos;
}
export interface TypeSwitchStmt extends NodeBase {
  kind: 'TypeSwitchStmt';
  init: Stmt | null;
  /** The `x` of `switch x := y.(type)`. */
  binding: Ident | null;
  /** The `y`. */
  x: Expr;
  clauses: CaseClause[];
  rbrace: Pos;
}
export interface CommClause extends NodeBase {
  kind: 'CommClause';
  /** null: default; else SendStmt, ExprStmt of a receive, or AssignStmt with one receive on the right. */
  comm: Stmt | null;
  body: Stmt[];
}
export interface SelectStmt extends NodeBase {
  kind: 'SelectStmt';
  clauses: CommClause[];
  rbrace: Pos;
}
export interface ForStmt extends NodeBase {
  kind: 'ForStmt';
  init: Stmt | null;
  cond: Expr | null;
  post: Stmt | null;
  body: BlockStmt;
}
export interface RangeStmt extends NodeBase {
  kind: 'RangeStmt';
  key: Expr | null;
  val: Expr | null;
  define: boolean;
  x: Expr;
  body: BlockStmt;
}
export interface LabeledStmt extends NodeBase {
  kind: 'LabeledStmt';
  label: Ident;
  stmt: Stmt;
}
export interface DeclStmt extends NodeBase {
  kind: 'DeclStmt';
  decl: GenDecl;
}
export type Stmt =
  | EmptyStmt | ExprStmt | SendStmt | IncDecStmt | AssignStmt | GoStmt | DeferStmt | ReturnStmt | BranchStmt | BlockStmt | IfStmt
  | SwitchStmt | TypeSwitchStmt | SelectStmt | ForStmt | RangeStmt | LabeledStmt | DeclStmt; // prettier-ignore

// ---- declarations

export interface ImportSpec extends NodeBase {
  kind: 'ImportSpec';
  /** null, or a name, '.' or '_'. */
  name: Ident | null;
  path: string;
}
export interface ValueSpec extends NodeBase {
  kind: 'ValueSpec';
  names: Ident[];
  typeExpr: Expr | null;
  values: Expr[];
  /** Index in its group, for constants. */
  iota: number;
}
export interface TypeSpec extends NodeBase {
  kind: 'TypeSpec';
  name: Ident;
  typeParams: Field[];
  alias: boolean;
  typeExpr: Expr;
}
export interface GenDecl extends NodeBase {
  kind: 'GenDecl';
  token: 'import' | 'const' | 'type' | 'var';
  /** For constants with omitted values the parser leaves `values` empty; the checker repeats the last ones. */
  specs: (ImportSpec | ValueSpec | TypeSpec)[];
}
export interface FuncDecl extends NodeBase {
  kind: 'FuncDecl';
  name: Ident;
  /** null for a function. */
  receiver: Field | null;
  signature: FuncType;
  /** Whether there is a body in the source at all. */
  hasBody: boolean;
  /** Position of the `{` and just behind the `}`; 0 without a body. */
  bodyPos: Pos;
  bodyEnd: Pos;
  /** Parsed when first asked for: the file's scan only matches braces. null without a body. */
  body(): BlockStmt | null;
  file: SourceFile;
}
export type Decl = GenDecl | FuncDecl;

export interface SourceFile {
  kind: 'SourceFile';
  /** Path as shown: `net/dial.go` for the standard library, an absolute path for a person's own file. */
  path: string;
  /** The text as a byte string: one char code a byte, so offsets are byte offsets. */
  text: string;
  /** The position of its first byte in the FileSet. */
  base: Pos;
  packageName: Ident;
  imports: ImportSpec[];
  decls: Decl[];
  /** `//go:linkname local remote` and `//go:build` lines and other directives above the package clause or declarations, in order. */
  directives: { pos: Pos; text: string }[];
}

export type Node = Expr | Stmt | Decl | Field | CaseClause | CommClause | ImportSpec | ValueSpec | TypeSpec;
