import assert from 'node:assert/strict';
import { readHeader } from '../../../engine/golang/syntax/parser.ts';
import { bodyOf, functionNamed, outline, parse, source } from './tree.ts';

describe('declarations', () => {
  const shapes: [string, string][] = [
    ['const a, b = 1, 2', 'GenDecl(ValueSpec(a b 1 2))'],
    ['const (\na int = iota\nb\n)', 'GenDecl(ValueSpec(a int iota) ValueSpec(b))'],
    ['var ()', 'GenDecl'],
    ['var x [2]func(int, ...string) (a, b T)', 'GenDecl(ValueSpec(x ArrayType(2 FuncType(Field(int) Field(Ellipsis(string)) Field(a b T)))))'],
    ['type T struct {\na, b int "tag"\n*E\np.Q\nG[int]\nc [2]int\n}', 'GenDecl(TypeSpec(T StructType(Field(a b int "tag") Field(StarExpr(E)) Field(SelectorExpr(p Q)) Field(IndexExpr(G int)) Field(c ArrayType(2 int)))))'],
    ['type I interface {\nM(x int) error\nE\np.Q\n~int | []T\nG[int]\n}', 'GenDecl(TypeSpec(I InterfaceType(Field(M FuncType(Field(x int) Field(error))) Field(E) Field(SelectorExpr(p Q)) Field(|(~(int) ArrayType(T))) Field(IndexExpr(G int)))))'],
    ['type A = B', 'GenDecl(TypeSpec(A B))'],
    ['type A[P any] = B[P]', 'GenDecl(TypeSpec(A Field(P any) IndexExpr(B P)))'],
    ['type T [n]int', 'GenDecl(TypeSpec(T ArrayType(n int)))'],
    ['type T [n * 2]int', 'GenDecl(TypeSpec(T ArrayType(*(n 2) int)))'],
    ['type T [P *C]int', 'GenDecl(TypeSpec(T ArrayType(*(P C) int)))'],
    ['type T [P *C,]int', 'GenDecl(TypeSpec(T Field(P StarExpr(C)) int))'],
    ['type T [P *C | []int]int', 'GenDecl(TypeSpec(T Field(P |(StarExpr(C) ArrayType(int))) int))'],
    ['type T [P []int]int', 'GenDecl(TypeSpec(T Field(P ArrayType(int)) int))'],
    ['type T [P, Q any, R ~[]P] []R', 'GenDecl(TypeSpec(T Field(P Q any) Field(R ~(ArrayType(P))) ArrayType(R)))'],
    ['func f[T any, S ~[]T](s S, f func(T) bool) (r S, err error)', 'FuncDecl(FuncType(Field(T any) Field(S ~(ArrayType(T))) Field(s S) Field(f FuncType(Field(T) Field(bool))) Field(r S) Field(err error)))'],
    ['func (p *T[K, _]) m(a, b int, c ...[]byte)', 'FuncDecl(Field(p StarExpr(IndexExpr(T K _))) FuncType(Field(a b int) Field(c Ellipsis(ArrayType(byte)))))'],
    ['func (T) m[P any](P)', 'FuncDecl(Field(T) FuncType(Field(P any) Field(P)))'],
  ]; // prettier-ignore
  for (const [text, expected] of shapes) {
    it(text.replaceAll('\n', ' '), () => {
      const [decl] = parse(text).decls;
      assert.ok(decl !== undefined);
      assert.equal(outline(decl), expected);
    });
  }

  it('reads imports', () => {
    const { imports } = parse('import "fmt"\nimport (\n. "net"\n_ "a/b"\nx `y`\n)');
    assert.deepEqual(
      imports.map(({ name, path }) => [name?.name ?? null, path]),
      [[null, 'fmt'], ['.', 'net'], ['_', 'a/b'], ['x', 'y']],
    ); // prettier-ignore
  });

  it('counts iota, and tells aliases from definitions', () => {
    const [constants, types] = parse('const (\na = iota\n_\nc\n)\ntype (\nA = B\nC D\n)').decls;
    assert.ok(constants?.kind === 'GenDecl' && types?.kind === 'GenDecl');
    assert.deepEqual(constants.specs.map((spec) => spec.kind === 'ValueSpec' && spec.iota), [0, 1, 2]); // prettier-ignore
    assert.deepEqual(types.specs.map((spec) => spec.kind === 'TypeSpec' && spec.alias), [true, false]); // prettier-ignore
  });

  it('keeps directives that begin a line, and no other comment', () => {
    const file = parse('//go:linkname a b\n// a comment\n //go:nosplit\n//go:noescape\nfunc a() // x\n//gopher\n');
    assert.deepEqual(file.directives.map(({ text }) => text), ['//go:linkname a b', '//go:noescape']); // prettier-ignore
    assert.equal(source(file, { pos: file.directives[0]?.pos ?? 0, end: file.directives[0]?.pos ?? 0 + 4 }), '');
  });
});

describe('bodies', () => {
  const text = [
    "func a() { x := \"}\"; y := `}\n}`; z := '}'; w := '\\'' // }",
    '/* } */ if true { f(T{}) } }',
    'func b()',
    'func c() {}',
  ].join('\n');

  it('are skipped at first, then parsed once', () => {
    const file = parse(text);
    const a = functionNamed(file, 'a');
    const body = bodyOf(a);
    assert.equal(body.list.length, 5);
    assert.equal(body.pos, a.bodyPos);
    assert.equal(body.end, a.bodyEnd);
    assert.equal(a.body(), body);
    assert.equal(file.text[a.bodyEnd - file.base - 1], '}');
    assert.equal(functionNamed(file, 'b').hasBody, false);
    assert.equal(functionNamed(file, 'b').body(), null);
    assert.equal(functionNamed(file, 'b').bodyPos, 0);
    assert.deepEqual(bodyOf(functionNamed(file, 'c')).list, []);
  });

  it('are the same when parsed eagerly', () => {
    const [lazy, eager] = [parse(text), parse(text, { eager: true })];
    const of = (file: typeof lazy): string => outline(bodyOf(functionNamed(file, 'a')));
    assert.equal(of(lazy), of(eager));
    assert.equal(functionNamed(lazy, 'a').end, functionNamed(eager, 'a').end);
  });
});

describe('readHeader', () => {
  it('gives package, imports and the directives before them, and does not look further', () => {
    const text =
      '// +build linux\n\n//go:build linux && !cgo\n\n// Package x.\npackage x\n\n//go:embed a\nimport (\n"a"\nb "c"\n)\nfunc }{';
    assert.deepEqual(readHeader(text), {
      packageName: 'x',
      imports: [
        { name: null, path: 'a' },
        { name: 'b', path: 'c' },
      ],
      directives: ['// +build linux', '//go:build linux && !cgo'],
    });
    assert.throws(() => readHeader('import "a"'), /1:1: syntax error: package statement must be first/);
  });
});
