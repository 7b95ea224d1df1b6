/** Statements named by function and syntax, never by line: walkthroughs/README.md, "How a statement is named", is the contract. */
import type { BlockStmt, CaseClause, Expr, FuncDecl, Node, Pos, SourceFile, Stmt } from '../syntax/ast.ts';
import { children, walk } from '../syntax/walk.ts';

export interface Anchor {
  file: string;
  /** `sysSocket`, `(*netFD).accept` or `pollInfo.closing`. */
  func: string;
  /** `call X`, `if X`, `assign X`, `return N`, `case X`, `func`, or a kind of statement. */
  statement: string;
  /** Which of the matches, from 1. */
  occurrence?: number | undefined;
}

export interface AnchorPlace {
  pos: Pos;
  end: Pos;
  /** The line of `pos`, from 1. */
  line: number;
}
export interface AnchorError {
  /** A sentence that names the anchor. */
  error: string;
}

/** Finds the statement that an anchor names in its file. */
export function resolveAnchor(anchor: Anchor, file: SourceFile): AnchorPlace | AnchorError {
  const failed = (why: string): AnchorError => ({
    error: `${anchor.file}, ${anchor.func}, "${anchor.statement}": ${why}`,
  });
  const decl = file.decls.find((each) => each.kind === 'FuncDecl' && functionName(each) === anchor.func);
  if (decl?.kind !== 'FuncDecl') return failed('the file has no such function');
  const body = decl.body();
  if (body === null) return failed('the function has no body');
  const [form = '', argument = ''] = anchor.statement.split(' ');
  const matches = matchesOf(form, argument, body, file);
  if (matches === null) return failed('that is no form of statement');
  const number = form === 'return' ? Number(argument) : (anchor.occurrence ?? 1);
  const found = matches[number - 1];
  if (found !== undefined) return { pos: found.pos, end: found.end, line: lineOf(file, found.pos) };
  if (matches.length === 0) return failed('no statement matches');
  return failed(`there is no number ${number}, only ${matches.length}`);
}

/** The statement that an anchor names in `original`, in a text that somebody made from it: the one of the same function that reads the same. */
export function findAgain(anchor: Anchor, original: SourceFile, changed: SourceFile): AnchorPlace | AnchorError {
  const there = resolveAnchor(anchor, original);
  if ('error' in there) return there;
  const failed = (why: string): AnchorError => ({
    error: `${anchor.file}, ${anchor.func}, "${anchor.statement}": ${why}`,
  });
  const before = statementsOf(original, anchor.func);
  const named = before.find(({ pos, end }) => pos === there.pos && end === there.end);
  if (named === undefined) return failed('it is no statement');
  const text = headText(named, original);
  const same = before.filter((stmt) => headText(stmt, original) === text);
  const candidates = statementsOf(changed, anchor.func).filter((stmt) => headText(stmt, changed) === text);
  // Of several that read the same it is the one of the same number.
  const found = candidates[Math.min(same.indexOf(named), candidates.length - 1)];
  if (found === undefined) return failed(`there is no "${text}" any more`);
  return { pos: found.pos, end: found.end, line: lineOf(changed, found.pos) };
}

function statementsOf(file: SourceFile, func: string): Stmt[] {
  const decl = file.decls.find((each) => each.kind === 'FuncDecl' && functionName(each) === func);
  return decl?.kind === 'FuncDecl' ? statementsIn(decl.body()?.list ?? []) : [];
}

/** What a statement reads without the blocks within. */
function headText(stmt: Stmt, file: SourceFile): string {
  const parts = ownText(stmt).map((part) => file.text.slice(part.pos - file.base, part.end - file.base));
  return `${stmt.kind} ${parts.join('; ').replace(/\s+/g, ' ')}`;
}

/** A function as anchors name it: with its receiver's type, without type parameters. */
export function functionName(decl: FuncDecl): string {
  if (decl.receiver === null) return decl.name.name;
  let type = unwrap(decl.receiver.typeExpr);
  const pointer = type.kind === 'StarExpr';
  if (type.kind === 'StarExpr') type = unwrap(type.x);
  if (type.kind === 'IndexExpr') type = unwrap(type.x);
  const name = type.kind === 'Ident' ? type.name : '';
  return `${pointer ? `(*${name})` : name}.${decl.name.name}`;
}

function unwrap(x: Expr): Expr {
  while (x.kind === 'ParenExpr') x = x.x;
  return x;
}

/** All statements of a body that are of a form, in the order of the source; null when there is no such form. */
function matchesOf(form: string, argument: string, body: BlockStmt, file: SourceFile): Stmt[] | null {
  const all = statementsIn(body.list);
  const textOf = (x: Expr): string => file.text.slice(x.pos - file.base, x.end - file.base).replace(/\s+/g, '');
  const isNamed = (x: Expr): boolean => textOf(x) === argument || textOf(x).endsWith(`.${argument}`);
  const calls = (node: Node): boolean => {
    if (node.kind !== 'CallExpr') return false;
    return isNamed(node.fun) || (node.fun.kind === 'IndexExpr' && isNamed(node.fun.x));
  };
  switch (form) {
    case 'call':
      return all.filter((stmt) => ownText(stmt).some((part) => contains(part, calls)));
    case 'assign':
      return all.filter((stmt) => assigned(stmt).some(isNamed));
    case 'if':
      return all.filter((stmt) => stmt.kind === 'IfStmt' && (argument === '' || mentions(stmt.cond, argument)));
    case 'case':
      return clausesIn(body)
        .filter((clause) => clause.list?.some(isNamed))
        .flatMap((clause) => statementsIn(clause.body).slice(0, 1));
    case 'func':
      return all.slice(0, 1);
    default: {
      const kinds = statementKinds[form];
      return kinds === undefined ? null : all.filter((stmt) => kinds.includes(stmt.kind));
    }
  }
}

const statementKinds: Record<string, readonly Stmt['kind'][] | undefined> = {
  return: ['ReturnStmt'],
  for: ['ForStmt', 'RangeStmt'],
  switch: ['SwitchStmt', 'TypeSwitchStmt'],
  select: ['SelectStmt'],
  go: ['GoStmt'],
  defer: ['DeferStmt'],
  send: ['SendStmt'],
};

/** The statements of a list and of all blocks and function literals in it, ordered by where they begin. */
export function statementsIn(list: readonly Stmt[]): Stmt[] {
  const found: Stmt[] = [];
  const visit = (node: Node, inHeader: boolean): void => {
    if (isStatement(node) && !inHeader) found.push(node);
    const header = headerOf(node);
    for (const child of children(node)) visit(child, header.includes(child));
  };
  for (const stmt of list) visit(stmt, false);
  return found.sort((a, b) => a.pos - b.pos);
}

function isStatement(node: Node): node is Stmt {
  if (node.kind === 'LabeledStmt' || node.kind === 'BlockStmt' || node.kind === 'EmptyStmt') return false;
  return node.kind.endsWith('Stmt');
}

/** The simple statements that belong to the node and are no statements of their own. */
function headerOf(node: Node): readonly (Node | null)[] {
  switch (node.kind) {
    case 'IfStmt':
    case 'SwitchStmt':
    case 'TypeSwitchStmt':
      return [node.init];
    case 'ForStmt':
      return [node.init, node.post];
    case 'CommClause':
      return [node.comm];
    default:
      return [];
  }
}

/** The parts of a statement that its own text consists of; function literals are cut out by `contains`. */
function ownText(stmt: Stmt): Node[] {
  const parts = (...nodes: (Node | null)[]): Node[] => nodes.filter((node) => node !== null);
  switch (stmt.kind) {
    case 'IfStmt':
      return parts(stmt.init, stmt.cond);
    case 'ForStmt':
      return parts(stmt.init, stmt.cond, stmt.post);
    case 'RangeStmt':
      return parts(stmt.key, stmt.val, stmt.x);
    case 'SwitchStmt':
      return parts(stmt.init, stmt.tag);
    case 'TypeSwitchStmt':
      return parts(stmt.init, stmt.binding, stmt.x);
    case 'SelectStmt':
      return [];
    default:
      return [stmt];
  }
}

/** The operands on the left of an assignment, definition or variable declaration with a value. */
function assigned(stmt: Stmt): Expr[] {
  switch (stmt.kind) {
    case 'AssignStmt':
      return stmt.lhs;
    case 'IncDecStmt':
      return [stmt.x];
    case 'DeclStmt':
      return stmt.decl.specs.flatMap((spec) => {
        return stmt.decl.token === 'var' && spec.kind === 'ValueSpec' && spec.values.length > 0 ? spec.names : [];
      });
    default:
      return [];
  }
}

/** Whether a node or one below it is such a one; bodies of function literals do not count. */
function contains(node: Node, wanted: (node: Node) => boolean): boolean {
  if (wanted(node)) return true;
  const below: Node[] = node.kind === 'FuncLit' ? [node.signature] : children(node);
  return below.some((child) => contains(child, wanted));
}

function mentions(x: Expr, name: string): boolean {
  return contains(x, (node) => node.kind === 'Ident' && node.name === name);
}

/** All clauses of switches, in the order of the source. */
function clausesIn(body: BlockStmt): CaseClause[] {
  const found: CaseClause[] = [];
  walk(body, (node) => {
    if (node.kind === 'CaseClause') found.push(node);
  });
  return found;
}

function lineOf(file: SourceFile, pos: Pos): number {
  let line = 1;
  for (let i = file.text.indexOf('\n'); i >= 0 && i < pos - file.base; i = file.text.indexOf('\n', i + 1)) line++;
  return line;
}
