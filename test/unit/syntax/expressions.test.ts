import assert from 'node:assert/strict';
import { exprString } from '../../../engine/golang/syntax/exprString.ts';
import { expression, outline, statement } from './tree.ts';

describe('expressions', () => {
  const shapes: [string, string][] = [
    ['a + b*c', '+(a *(b c))'],
    ['a - b - c', '-(-(a b) c)'],
    ['a || b && c == d|e<<1', '||(a &&(b ==(c |(d <<(e 1)))))'],
    ['-a*^b', '*(-(a) ^(b))'],
    ['*p.x', 'StarExpr(SelectorExpr(p x))'],
    ['&T{1, x: 2}', '&(CompositeLit(T 1 KeyValueExpr(x 2)))'],
    ['[]T{{1}, {y: 2}}', 'CompositeLit(ArrayType(T) CompositeLit(1) CompositeLit(KeyValueExpr(y 2)))'],
    ['[...]int{1}', 'CompositeLit(ArrayType(int) 1)'],
    ['map[K]struct{}{}', 'CompositeLit(MapType(K StructType))'],
    ['G[int, []T]{}', 'CompositeLit(IndexExpr(G int ArrayType(T)))'],
    ['f(a, b...)[1:][:2:3]', 'SliceExpr(SliceExpr(CallExpr(f a b) 1) 2 3)'],
    ['x.(*T).y', 'SelectorExpr(TypeAssertExpr(x StarExpr(T)) y)'],
    ['<-c', '<-(c)'],
    ['<-chan int(c)', '<-(CallExpr(ChanType(int) c))'],
    ['(<-chan int)(c)', 'CallExpr(ParenExpr(ChanType(int)) c)'],
    ['[]byte("x")', 'CallExpr(ArrayType(byte) "x")'],
    [
      'func(a, b int) (c T) { return }(1)',
      'CallExpr(FuncLit(FuncType(Field(a b int) Field(c T)) BlockStmt(ReturnStmt)) 1)',
    ],
    ['func() {}', 'FuncLit(FuncType BlockStmt)'],
    ['min(a[i], b[j])', 'CallExpr(min IndexExpr(a i) IndexExpr(b j))'],
    ['new(1 + x)', 'CallExpr(new +(1 x))'],
    ['m.f[int](x)', 'CallExpr(IndexExpr(SelectorExpr(m f) int) x)'],
    ['interface{ M() }(nil)', 'CallExpr(InterfaceType(Field(M FuncType)) nil)'],
    ['\xce\xb1_1', '\xce\xb1_1'],
  ];
  for (const [text, expected] of shapes) {
    it(text, () => assert.equal(outline(expression(text)), expected));
  }

  it('reads <-chan<- as Go does', () => {
    const type = expression('(<-chan (<-chan int))(nil)');
    assert.equal(exprString(type), '(<-chan (<-chan int))(nil)');
  });

  it('tells the kinds of literals apart', () => {
    const kinds = [
      '1',
      '0x_1F',
      '1.5',
      '.5',
      '1e3',
      '0x1p-2',
      '2i',
      '1.5i',
      "'a'",
      "'\\''",
      '"a"',
      '`a\n`',
      '017',
      '0b1',
    ];
    assert.deepEqual(
      kinds.map((text) => {
        const literal = expression(text);
        assert.ok(literal.kind === 'BasicLit');
        assert.equal(literal.text, text);
        return literal.token;
      }),
      [
        'INT',
        'INT',
        'FLOAT',
        'FLOAT',
        'FLOAT',
        'FLOAT',
        'IMAG',
        'IMAG',
        'CHAR',
        'CHAR',
        'STRING',
        'STRING',
        'INT',
        'INT',
      ],
    );
  });

  it('ends a header at the brace, except within parentheses and brackets', () => {
    assert.equal(outline(statement('if x == y {}')), 'IfStmt(==(x y) BlockStmt)');
    assert.equal(outline(statement('if x == (T{1}) {}')), 'IfStmt(==(x ParenExpr(CompositeLit(T 1))) BlockStmt)');
    assert.equal(
      outline(statement('for range []T{{1}} {}')),
      'RangeStmt(CompositeLit(ArrayType(T) CompositeLit(1)) BlockStmt)',
    );
    assert.equal(outline(statement('switch f(T{}) {}')), 'SwitchStmt(CallExpr(f CompositeLit(T)))');
    assert.equal(
      outline(statement('if f := func() T { return T{} }; f() == t {}')),
      'IfStmt(:=(f FuncLit(FuncType(Field(T)) BlockStmt(ReturnStmt(CompositeLit(T))))) ==(CallExpr(f) t) BlockStmt)',
    );
  });

  it('prints expressions as error messages do', () => {
    for (const text of [
      'a.b[1:2]',
      'f(x...)',
      '*p',
      'x + -y',
      '(a)',
      'x.(T)',
      'map[string][]int',
      'func(a, b int) (c error)',
    ]) {
      assert.equal(exprString(expression(text)), text);
    }
    assert.equal(exprString(expression('T{1, 2}')), 'T{\xe2\x80\xa6}');
    assert.equal(exprString(expression('func(x int) { f(x) }')), 'func(x int) {\xe2\x80\xa6}');
  });
});
