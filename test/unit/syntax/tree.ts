/** Helpers of the parser's tests. */
import assert from 'node:assert/strict';
import type { BlockStmt, Expr, FuncDecl, Node, SourceFile, Stmt } from '../../../engine/golang/syntax/ast.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';
import { children } from '../../../engine/golang/syntax/walk.ts';

export function parse(text: string, options?: { eager?: boolean }): SourceFile {
  return parseFile(new FileSet(), 'p/p.go', `package p\n${text}`, options);
}

export function functionNamed(file: SourceFile, name: string): FuncDecl {
  const found = file.decls.find((decl) => decl.kind === 'FuncDecl' && decl.name.name === name);
  assert.ok(found?.kind === 'FuncDecl', `no function ${name}`);
  return found;
}

export function bodyOf(decl: FuncDecl): BlockStmt {
  const body = decl.body();
  assert.ok(body !== null);
  return body;
}

/** The statements of a function with that body. */
export function statements(body: string): Stmt[] {
  return bodyOf(functionNamed(parse(`func f() {\n${body}\n}`), 'f')).list;
}

export function statement(body: string): Stmt {
  const [first] = statements(body);
  assert.ok(first !== undefined);
  return first;
}

export function expression(text: string): Expr {
  const stmt = statement(`_ = ${text}`);
  assert.ok(stmt.kind === 'AssignStmt' && stmt.rhs[0] !== undefined);
  return stmt.rhs[0];
}

/** The tree as nested lists: kinds, with names, literals and operators. */
export function outline(node: Node): string {
  const own =
    'op' in node ? node.op : node.kind === 'Ident' ? node.name : node.kind === 'BasicLit' ? node.text : node.kind;
  const parts = children(node).map(outline);
  return parts.length === 0 ? own : `${own}(${parts.join(' ')})`;
}

/** What a node stands for in the text. */
export function source(file: SourceFile, node: { pos: number; end: number }): string {
  return file.text.slice(node.pos - file.base, node.end - file.base);
}
