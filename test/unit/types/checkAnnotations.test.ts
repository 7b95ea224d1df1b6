import assert from 'node:assert/strict';
import type { Node } from '../../../engine/golang/syntax/ast.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { walk } from '../../../engine/golang/syntax/walk.ts';
import { Program } from '../../../engine/golang/types/program.ts';
import type { Func, Package, Var } from '../../../engine/golang/types/types.ts';
import { typeString } from '../../../engine/golang/types/typeString.ts';

/** A program of packages that need no standard library. */
function programOf(packages: Record<string, string>, minor = 22, own: string[] = ['main']): Program {
  return new Program({
    loader: {
      files: (path) => (packages[path] === undefined ? null : [{ path: `${path}.go`, text: packages[path] }]),
      isStandard: (path) => !own.includes(path),
    },
    fileSet: new FileSet(),
    goVersion: { minor },
  });
}

function checked(source: string, minor = 22): { program: Program; pkg: Package } {
  const program = programOf({ main: `package main\n${source}` }, minor);
  const pkg = program.load('main');
  assert.deepEqual(program.checkOwn(pkg), []);
  return { program, pkg };
}

function bodyOf(pkg: Package, name: string): Node {
  const func = pkg.lookup(name) as Func;
  return func.decl?.body() as Node;
}

/** The local variables of a function (literals within included) by name. */
function locals(pkg: Package, name: string): Map<string, Var> {
  const found = new Map<string, Var>();
  walk(bodyOf(pkg, name), (node) => {
    if (node.kind === 'Ident' && node.object?.kind === 'var' && node.object.role !== 'field')
      found.set(node.name, node.object);
  });
  return found;
}

/** The expressions in a function with their text as keys, and what is known of them: `type mode value`. */
function expressions(source: string, pkg: Package, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  const base = pkg.files[0]?.base ?? 0;
  const text = `package main\n${source}`;
  walk(bodyOf(pkg, name), (node) => {
    if (!('mode' in node) || node.type === undefined) return;
    const value = node.value !== undefined && 'value' in node.value ? ` ${node.value.value}` : '';
    found[text.slice(node.pos - base, node.end - base)] = `${typeString(node.type)} ${node.mode ?? ''}${value}`;
  });
  return found;
}

describe('types: what the checker writes into the tree', () => {
  it('finds captured variables and those whose address is taken', () => {
    const { pkg } = checked(`
type T struct { n int; in struct { m int } }
func (t *T) M() {}
func f(param int) {
	plain, captured, direct := 1, 2, 3
	var field, method, pointer T
	var array, sliced [3]int
	p := &pointer
	q := p
	func() { captured++; inner := param; _ = inner }()
	_, _ = &direct, &field.in.m
	_, _ = &array[1], sliced[:]
	method.M()
	q.M()
	_, _ = &q.n, plain
}
func main() { f(1) }`);
    const vars = locals(pkg, 'f');
    const names = (test: (variable: Var) => boolean): string[] =>
      [...vars].filter(([, each]) => test(each)).map(([name]) => name);
    assert.deepEqual(names((each) => each.captured), ['captured', 'param']); // prettier-ignore
    assert.deepEqual(names((each) => each.addressTaken).sort(), ['array', 'direct', 'field', 'method', 'pointer', 'sliced']); // prettier-ignore
    assert.notEqual(vars.get('inner')?.owner, vars.get('plain')?.owner);
  });

  it('gives untyped expressions their final types', () => {
    const source = `
func f(s uint) {
	var i8 int8 = 1 << s
	var f32 float32 = 1 / 4.0
	var any interface{} = 'a'
	b := s == 1 && i8 < 5
	var p *int = nil
	_, _, _, _, _ = i8, f32, any, b, p
}
func main() { f(1) }`;
    const { pkg } = checked(source);
    const found = expressions(source, pkg, 'f');
    assert.equal(found['1 << s'], 'int8 value');
    assert.equal(found['1 / 4.0'], 'float32 constant');
    assert.equal(found["'a'"], 'int32 constant 97');
    assert.equal(found['s == 1 && i8 < 5'], 'bool value');
    assert.equal(found['5'], 'int8 constant 5');
    assert.equal(found['nil'], '*int nil');
  });

  it('notes objects, selections, type arguments and the variables of type switch clauses', () => {
    const source = `
type A struct{ *B }
type B struct{ x int }
func (B) M() {}
func Map[T, U any](s []T, f func(T) U) []U { return nil }
func f(a A, i interface{}) {
	a.x = 1
	a.M()
	_ = Map([]int{}, func(n int) string { return "" })
	switch v := i.(type) {
	case int, string:
		_ = v
	case A:
		_ = v.x
	}
}
func main() { f(A{}, nil) }`;
    const { pkg } = checked(source);
    const paths: string[] = [];
    const clauses: string[] = [];
    let typeArguments = '';
    walk(bodyOf(pkg, 'f'), (node) => {
      if (node.kind === 'SelectorExpr') {
        const { selection } = node;
        paths.push(
          `${selection?.kind} ${selection?.path.map((step) => `${step.indirect ? '->' : '.'}${step.field.name}`).join('')}`,
        );
      }
      if (node.kind === 'CaseClause' && node.object?.kind === 'var') clauses.push(typeString(node.object.type));
      if (node.kind === 'Ident' && node.typeArguments)
        typeArguments = node.typeArguments.map((type) => typeString(type)).join();
    });
    assert.deepEqual(paths, ['field .B->x', 'method .B', 'field .B->x']);
    assert.deepEqual(clauses, ['any', 'main.A']);
    assert.equal(typeArguments, 'int,string');
  });

  it('orders initialisers as Go does: the first declared that waits for nothing', () => {
    const { program, pkg } = checked(`
var a = c + b()
var d, e = pair()
var c = 1
func b() int { return d }
func pair() (int, int) { return f, 2 }
var f = g.m()
var g T
type T int
func (t T) m() int { return h }
var h = 7
var _ = a
func init() {}
func init() {}
func main() { _ = e }`);
    const order = program.initOrder(pkg).map(({ lhs }) => lhs.map((variable) => variable.name).join());
    assert.deepEqual(order, ['c', 'h', 'f', 'd,e', 'a', '_']);
    assert.equal(program.initFunctions(pkg).length, 2);
  });

  it('knows by the language version whether loop variables are made anew', () => {
    for (const [minor, directive, expected] of [
      [21, '', false],
      [22, '', true],
      [22, '//go:build go1.21\n\n', false],
      [22, '//go:build linux && (go1.21 || go1.20)\n\n', false],
      [22, '//go:build linux || go1.20\n\n', true],
      [22, '//go:build !go1.21\n\n', true],
    ] as const) {
      const program = programOf({ main: `${directive}package main\nfunc main() {}` }, minor);
      const [file] = program.load('main').files;
      assert.equal(file && program.loopVarPerIteration(file), expected);
    }
  });

  it('checks packages of a module on their own, and library bodies only on demand', () => {
    const program = programOf(
      {
        main: 'package main\nimport ("lib"; "m/sub")\nfunc main() { sub.F(lib.Bad) }',
        'm/sub': 'package sub\nfunc F(f func()) { undefinedName() }',
        lib: 'package lib\nfunc Bad() { alsoUndefined() }',
      },
      22,
      ['main', 'm/sub'],
    );
    const main = program.load('main');
    assert.deepEqual(program.checkOwn(main), []);
    const sub = program.load('m/sub');
    assert.deepEqual(program.checkOwn(sub).map((error) => error.message), ['undefined: undefinedName']); // prettier-ignore
    const bad = program.load('lib').lookup('Bad') as Func;
    assert.throws(() => program.checkBody(bad), /lib\.go:2:14: undefined: alsoUndefined/);
  });

  it('checks imported packages first, and finds import cycles', () => {
    const own = ['main', 'm/a', 'm/b'];
    const main = 'package main\nimport "m/a"\nfunc main() { a.F(); undefinedName() }';
    const b = (text: string): Program =>
      programOf({ main, 'm/a': 'package a\nimport "m/b"\nfunc F() { b.G() }', 'm/b': text }, 22, own);
    const messages = (program: Program): string[] =>
      program.checkProgram(program.load('main')).map((error) => error.message);
    assert.deepEqual(messages(b('package b\nfunc G() {}')), ['undefined: undefinedName']);
    assert.deepEqual(messages(b('package b\nfunc G() { wrong() }')), ['undefined: wrong']);
    assert.deepEqual(messages(b('package b\nimport "m/a"\nfunc G() { a.F() }')), [
      'package main\n\timports m/a\n\timports m/b\n\timports m/a: import cycle not allowed',
    ]);
  });
});
