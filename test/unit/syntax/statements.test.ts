import assert from 'node:assert/strict';
import { outline, source, statement, statements, parse, functionNamed, bodyOf } from './tree.ts';

describe('statements', () => {
  const shapes: [string, string][] = [
    ['x = 1', '=(x 1)'],
    ['a, b := f()', ':=(a b CallExpr(f))'],
    ['x.y &^= 2', '&^=(SelectorExpr(x y) 2)'],
    ['x[i]++', '++(IndexExpr(x i))'],
    ['*p--', '--(StarExpr(p))'],
    ['c <- <-d', 'SendStmt(c <-(d))'],
    ['<-c', 'ExprStmt(<-(c))'],
    ['go f(x)', 'GoStmt(CallExpr(f x))'],
    ['defer func() {}()', 'DeferStmt(CallExpr(FuncLit(FuncType BlockStmt)))'],
    ['return a, b', 'ReturnStmt(a b)'],
    ['L: for { continue L }', 'LabeledStmt(L ForStmt(BlockStmt(BranchStmt(L))))'],
    ['goto L\nL:', 'BranchStmt(L)'],
    ['if a; b {} else if c {} else {}', 'IfStmt(ExprStmt(a) b BlockStmt IfStmt(c BlockStmt BlockStmt))'],
    ['for {}', 'ForStmt(BlockStmt)'],
    ['for a {}', 'ForStmt(a BlockStmt)'],
    ['for i := 0; ; i++ {}', 'ForStmt(:=(i 0) ++(i) BlockStmt)'],
    ['for ; ; {}', 'ForStmt(BlockStmt)'],
    ['for range 10 {}', 'RangeStmt(10 BlockStmt)'],
    ['for k := range m {}', 'RangeStmt(k m BlockStmt)'],
    ['for k, v.x = range f {}', 'RangeStmt(k SelectorExpr(v x) f BlockStmt)'],
    ['switch {}', 'SwitchStmt'],
    ['switch x := f(); x {\ncase 1, 2: a()\nfallthrough\ndefault:\n}', 'SwitchStmt(:=(x CallExpr(f)) x CaseClause(1 2 ExprStmt(CallExpr(a)) BranchStmt) CaseClause)'],
    ['switch x.(type) {\ncase nil, *T, []int:\n}', 'TypeSwitchStmt(x CaseClause(nil StarExpr(T) ArrayType(int)))'],
    ['switch y := x.(type) {}', 'TypeSwitchStmt(y x)'],
    ['switch f(); y := x.(type) {}', 'TypeSwitchStmt(ExprStmt(CallExpr(f)) y x)'],
    ['select {\ncase c <- 1:\ncase v, ok := <-d: f()\ndefault:\n}', 'SelectStmt(CommClause(SendStmt(c 1)) CommClause(:=(v ok <-(d)) ExprStmt(CallExpr(f))) CommClause)'],
    ['var a, b int = 1, 2', 'DeclStmt(GenDecl(ValueSpec(a b int 1 2)))'],
    ['type T = []int', 'DeclStmt(GenDecl(TypeSpec(T ArrayType(int))))'],
    ['{ f() }', 'BlockStmt(ExprStmt(CallExpr(f)))'],
  ]; // prettier-ignore
  for (const [text, expected] of shapes) {
    it(text.replaceAll('\n', ' '), () => assert.equal(outline(statement(text)), expected));
  }

  it('inserts semicolons at the ends of lines, behind comments too', () => {
    assert.equal(statements('x++ // y\nf() /* a\n */ g()\nreturn').length, 4);
    assert.equal(statements('f(\n1,\n2,\n)').length, 1);
    assert.equal(statements('x.\ny()').length, 1);
  });

  it('knows define, else and default by their fields', () => {
    const range = statement('for i := range x {}');
    assert.ok(range.kind === 'RangeStmt' && range.define && range.val === null);
    const select = statement('select {\ndefault:\n}');
    assert.ok(select.kind === 'SelectStmt' && select.clauses[0]?.comm === null);
    const call = statement('f(x...)');
    assert.ok(call.kind === 'ExprStmt' && call.x.kind === 'CallExpr' && call.x.ellipsis);
  });

  it('gives every statement its text', () => {
    const texts = [
      'x := T{1}', 'if a { b() } else { c() }', 'for i := range n { f() }', 'switch x { case 1: f() }', 'go f(a, b)', 'return',
      'L: { break L }', 'defer m.f()', 'c <- v', 'var x = func() { g() }', 'i++', 'select {}', 'x[1] = *p', ';',
    ]; // prettier-ignore
    const file = parse(`func f() {\n${texts.join('\n')}\n}`);
    const found = bodyOf(functionNamed(file, 'f')).list.map((stmt) => source(file, stmt));
    assert.deepEqual(found, [...texts.slice(0, -1), '']);
  });
});
