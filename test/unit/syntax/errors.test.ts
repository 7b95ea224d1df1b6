import assert from 'node:assert/strict';
import { SyntaxErrors } from '../../../engine/golang/syntax/errors.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';

/** What the parser says, one line an error, without the name of the file. */
function errorsOf(text: string): string[] {
  const fileSet = new FileSet();
  try {
    parseFile(fileSet, 'main.go', text, { eager: true });
    return [];
  } catch (error) {
    assert.ok(error instanceof SyntaxErrors);
    return error.message.split('\n').map((line) => line.replace('main.go:', ''));
  }
}

const bare = (text: string): { bare: string } => ({ bare: text });

/** Sources (behind `package main` and an empty line, unless bare) and what the Go 1.27 compiler prints for them. */
const mistakes: [source: string | { bare: string }, expected: string[]][] = [
  [
    'import "fmt"\n\nfunc main() {\n\tfmt.Println("a"\n}\n',
    ['6:17: syntax error: unexpected newline in argument list; possibly missing comma or )'],
  ],
  ['func main()\n{\n\tprintln(1)\n}\n', ['4:1: syntax error: unexpected semicolon or newline before {']],
  ['x := 1\n\nfunc main() {}\n', ['3:1: syntax error: non-declaration statement outside function body']],
  [bare('func main() {}\n'), ['1:1: syntax error: package statement must be first']],
  [
    'func main() {\n\tprintln("abc)\n}\n',
    ['4:15: newline in string', '4:15: syntax error: unexpected newline in argument list; possibly missing comma or )'],
  ],
  [
    'func main() {\n\tprintln(`abc)\n}\n',
    ['4:10: string not terminated', '6:1: syntax error: unexpected EOF in argument list; possibly missing comma or )'],
  ],
  ['func main() {\n}\n/* abc\n', ['5:1: comment not terminated']],
  [
    'func main() {\n\tif (true {\n\t}\n}\n',
    ['5:3: syntax error: unexpected newline, expected )', '6:1: syntax error: unexpected }, expected {'],
  ],
  ['func main() {\n\tx := 1\n\tif x = 2 {\n\t}\n}\n', ['5:7: syntax error: cannot use assignment x = 2 as value']],
  ['func main() {\n\tif {\n\t}\n}\n', ['4:5: syntax error: missing condition in if statement']],
  ['func main() {\n\tif x := 1; {\n\t}\n}\n', ['4:11: syntax error: missing condition in if statement']],
  ['func main() {\n\tif true\n\t{\n\t}\n}\n', ['4:9: syntax error: unexpected newline, expected { after if clause']],
  ['func main() {\n\tif true {\n\t}\n\telse {\n\t}\n}\n', ['6:2: syntax error: unexpected keyword else, expected }']],
  [
    'func main() {\n\tif true {\n\t} else println(1)\n}\n',
    ['5:9: syntax error: else must be followed by if or statement block'],
  ],
  [
    'func main() {\n\tfor i := 0; i < 3; i++\n\t{\n\t}\n}\n',
    ['4:24: syntax error: unexpected newline, expected { after for clause'],
  ],
  [
    'func main() {\n\tfor i := 0; i < 3 {\n\t}\n}\n',
    [
      '4:20: syntax error: unexpected {, expected semicolon or newline',
      '5:2: syntax error: unexpected }, expected expression',
    ],
  ],
  [
    'func main() {\n\tfor i := 0; i < 3; j := 1 {\n\t}\n}\n',
    ['4:23: syntax error: cannot declare in post statement of for loop'],
  ],
  [
    'func main() {\n\twhile true {\n\t}\n}\n',
    [
      '4:8: syntax error: unexpected name true at end of statement',
      '6:1: syntax error: non-declaration statement outside function body',
    ],
  ],
  [
    'func main() {\n\t_ = []int{\n\t\t1,\n\t\t2\n\t}\n}\n',
    ['6:4: syntax error: unexpected newline in composite literal; possibly missing comma or }'],
  ],
  [
    'func main() {\n\tprintln(1 2)\n}\n',
    ['4:12: syntax error: unexpected literal 2 in argument list; possibly missing comma or )'],
  ],
  ['func main() {\n\tprintln(1)\n', ['5:1: syntax error: unexpected EOF, expected }']],
  ['func main() {\n\tprintln(1)\n}\n}\n', ['6:1: syntax error: non-declaration statement outside function body']],
  [
    'func main() {\n\tif var x = 1; x > 0 {\n\t}\n}\n',
    ['4:9: syntax error: var declaration not allowed in if initializer'],
  ],
  [
    'var x = 1\n\nimport "fmt"\n\nfunc main() { fmt.Println(x) }\n',
    ['5:1: syntax error: imports must appear before other declarations'],
  ],
  ['import fmt\n\nfunc main() {}\n', ['3:11: syntax error: missing import path']],
  [
    'func () {\n}\n\nfunc main() {}\n',
    ['3:9: method has no receiver', '3:9: syntax error: unexpected {, expected name'],
  ],
  [
    'func main() {\n\tfunc inner() {\n\t}\n}\n',
    [
      '4:7: syntax error: unexpected name inner, expected (',
      '6:1: syntax error: non-declaration statement outside function body',
    ],
  ],
  ['func f(a int, string) {}\n\nfunc main() {}\n', ['3:21: syntax error: missing parameter type']],
  ['func f(a, b int, c) {}\n\nfunc main() {}\n', ['3:19: syntax error: missing parameter type']],
  ['func f(a ...int, b int) {}\n\nfunc main() {}\n', ['3:10: can only use ... with final parameter']],
  ['const x := 1\n\nfunc main() {}\n', ['3:9: syntax error: unexpected :=, expected =']],
  ['var x := 1\n\nfunc main() {}\n', ['3:7: syntax error: unexpected :=, expected =']],
  [
    'func main() {\n\tswitch 1 {\n\tprintln(1)\n\t}\n}\n',
    [
      '5:2: syntax error: unexpected name println, expected case or default or }',
      '6:2: syntax error: unexpected }, expected :',
    ],
  ],
  ['func main() {\n\tswitch 1 {\n\tcase 1;\n\t}\n}\n', ['5:8: syntax error: unexpected semicolon, expected :']],
  [
    'func main() {\n\tx := 1 # 2\n}\n',
    ["4:9: invalid character U+0023 '#'", '4:11: syntax error: unexpected literal 2 at end of statement'],
  ],
  [
    'func main() {\n\tprintln(\xe2\x80\x9chi\xe2\x80\x9d)\n}\n',
    [
      "4:10: invalid character U+201C '\xe2\x80\x9c' in identifier",
      "4:15: invalid character U+201D '\xe2\x80\x9d' in identifier",
    ],
  ],
  [
    'func main() {\n\tx := true ? 1 : 2\n}\n',
    ["4:12: invalid character U+003F '?'", '4:14: syntax error: unexpected literal 1 at end of statement'],
  ],
  ['func main() {\n\tx := 1\n\t++x\n}\n', ['5:2: syntax error: unexpected ++, expected }']],
  ['func main() {\n\tx := 1\n\ty := x++\n}\n', ['5:8: syntax error: unexpected ++ at end of statement']],
  ['func main() {\n\tprintln("a\\qb")\n}\n', ['4:13: unknown escape']],
  ["func main() {\n\tprintln('ab')\n}\n", ['4:10: more than one character in rune literal']],
  ["func main() {\n\tprintln('')\n}\n", ["4:11: empty rune literal or unescaped '"]],
  [
    "func main() {\n\tprintln('a)\n}\n",
    [
      '4:13: newline in rune literal',
      '4:13: syntax error: unexpected newline in argument list; possibly missing comma or )',
    ],
  ],
  ['func main() {\n\tprintln(089)\n}\n', ["4:11: invalid digit '8' in octal literal"]],
  [
    'func main() {\n\tprintln(0b12, 0x, 1e, 1__0, 0x1.0)\n}\n',
    [
      "4:13: invalid digit '2' in binary literal",
      '4:18: hexadecimal literal has no digits',
      '4:22: exponent has no digits',
      "4:26: '_' must separate successive digits",
      "4:35: hexadecimal mantissa requires a 'p' exponent",
    ],
  ],
  ['func f() {}\n\nfunc main() {\n\tgo (f())\n}\n', ['6:5: expression in go must not be parenthesized']],
  ['func f() {}\n\nfunc main() {\n\tdefer f\n}\n', ['6:8: expression in defer must be function call']],
  [
    'func main() {\n\tvar s []int\n\t_ = s[::]\n}\n',
    ['5:9: middle index required in 3-index slice', '5:10: final index required in 3-index slice'],
  ],
  ['func main() {\n\tvar s []int\n\t_ = s[]\n}\n', ['5:8: syntax error: unexpected ], expected operand']],
  [
    'type T struct {\n\ta int,\n\tb int\n}\n\nfunc main() {}\n',
    ['4:7: syntax error: unexpected comma in struct type; possibly missing semicolon or newline or }'],
  ],
  ['type T struct {\n\t(int)\n}\n\nfunc main() {}\n', ['4:2: syntax error: cannot parenthesize embedded type']],
  ['type T\n\nfunc main() {}\n', ['3:7: syntax error: unexpected newline in type declaration']],
  ['func () f() {}\n\nfunc main() {}\n', ['3:9: method has no receiver']],
  ['type T int\nfunc (a T, b T) f() {}\n\nfunc main() {}\n', ['4:17: method has multiple receivers']],
  ['func f[]() {}\n\nfunc main() {}\n', ['3:8: syntax error: empty type parameter list']],
  ['func f[T](x T) {}\n\nfunc main() {}\n', ['3:9: syntax error: missing type constraint']],
  ['func main() {\n\t_ = func[T any](x T) {}\n}\n', ['4:10: syntax error: function type must have no type parameters']],
  [
    'type T struct{ a int }\n\nfunc main() {\n\tif x := T{1}; x.a == 1 {\n\t}\n}\n',
    [
      '6:7: syntax error: cannot use x := T as value',
      '8:1: syntax error: non-declaration statement outside function body',
    ],
  ],
  [
    'type T struct{ a int }\n\nfunc main() {\n\t_ = (T){1}\n}\n',
    ['6:9: syntax error: cannot parenthesize type in composite literal'],
  ],
  ['func f(c chan) {}\n\nfunc main() {}\n', ['3:14: syntax error: missing channel element type']],
  ['func main() {\n\ta, b\n}\n', ['4:6: syntax error: unexpected newline, expected := or = or comma']],
  ['func main() {\n\tx := 1 +\n}\n', ['5:1: syntax error: unexpected }, expected expression']],
  ['func main() {\n\tx := a.\n}\n', ['5:1: syntax error: unexpected }, expected name or (']],
  [
    'func main() {\n\ttry {\n\t} catch (e) {\n\t}\n}\n',
    [
      '5:4: syntax error: unexpected name catch at end of statement',
      '7:1: syntax error: non-declaration statement outside function body',
    ],
  ],
  ['func main() {\n\tint x = 1\n}\n', ['4:6: syntax error: unexpected name x at end of statement']],
  [
    'func main() {\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n\tx := 1 1\n}\n',
    [
      '4:9: syntax error: unexpected literal 1 at end of statement',
      '5:9: syntax error: unexpected literal 1 at end of statement',
      '6:9: syntax error: unexpected literal 1 at end of statement',
      '7:9: syntax error: unexpected literal 1 at end of statement',
      '8:9: syntax error: unexpected literal 1 at end of statement',
      '9:9: syntax error: unexpected literal 1 at end of statement',
      '10:9: syntax error: unexpected literal 1 at end of statement',
      '11:9: syntax error: unexpected literal 1 at end of statement',
      '12:9: syntax error: unexpected literal 1 at end of statement',
      '13:9: syntax error: unexpected literal 1 at end of statement',
      '13:9: too many errors',
    ],
  ],
  [
    'func main() {\n\tvar type = 1\n\tfunc := 2\n}\n',
    ['4:6: syntax error: unexpected keyword type, expected name', '5:7: syntax error: unexpected :=, expected ('],
  ],
  ['type T [3,]int\n\nfunc main() {}\n', ['3:10: syntax error: unexpected comma; expected ]']],
  ['func main() {\n\tif x := 1\n\t{\n\t}\n}\n', ['4:11: syntax error: unexpected newline, expected { after if clause']],
  ['func main() {\n\tgoto 5\n}\n', ['4:7: syntax error: unexpected literal 5, expected name']],
  [
    'func main() {\n\tselect {\n\tx := 1\n\t}\n}\n',
    [
      '5:2: syntax error: unexpected name x, expected case or default or }',
      '6:2: syntax error: unexpected }, expected :',
    ],
  ],
  [
    'func main() {\n\tswitch x := 1; x\n\t{\n\tcase 1:\n\t}\n}\n',
    ['4:18: syntax error: missing { after switch clause'],
  ],
  ['// \xff\nfunc main() {\n}\n', ['3:4: invalid UTF-8 encoding']],
  ['func main() {\n\tf(x..., y)\n}\n', ['4:10: syntax error: unexpected name y, expected )']],
  ['func main() {\n\tx == 1\n\tx =! 1\n\tx =< 1\n}\n', ['6:5: syntax error: unexpected <, expected expression']],
  ['async func main() {\n}\n', ['3:1: syntax error: non-declaration statement outside function body']],
  ['public func main() {\n}\n', ['3:1: syntax error: non-declaration statement outside function body']],
  [
    'func f() -> int {\n\treturn 1\n}\nfunc main() {\n}\n',
    ['3:10: syntax error: unexpected - after top level declaration'],
  ],
  ['type T struct\n{\n\ta int\n}\nfunc main() {\n}\n', []],
  [
    'func main() {\n\tprintln((1)\n}\n\nfunc f() {\n}\n',
    ['4:13: syntax error: unexpected newline in argument list; possibly missing comma or )'],
  ],
  [
    'type T struct {\n\t*(int)\n\t5\n}\nfunc main() {\n}\n',
    [
      '4:3: syntax error: cannot parenthesize embedded type',
      '5:2: syntax error: unexpected literal 5, expected field name or embedded type',
    ],
  ],
  ['type I interface {\n\tint |\n\t~\n}\nfunc main() {\n}\n', ['6:1: syntax error: unexpected }, expected type']],
  [
    bare('package main import "fmt"\n\nfunc main() {\n}\n'),
    ['1:14: syntax error: unexpected keyword import, expected semicolon or newline'],
  ],
  [bare('package\n\nfunc main() {\n}\n'), ['3:1: syntax error: unexpected keyword func, expected name']],
  ['import 5\n\nfunc main() {\n}\n', ['3:8: syntax error: import path must be a string']],
  [
    'func main() {\n\tfor i = range 3 {}\n\tfor range 3 {}\n\tfor i := range {}\n}\n',
    ['6:17: syntax error: unexpected {, expected expression'],
  ],
  [
    'func main() {\n\ti := 0\n\tif i++ {\n\t}\n\tif c <- 1 {\n\t}\n\tif i += 1 {}\n}\n',
    [
      '5:6: syntax error: cannot use i++ as value',
      '7:7: syntax error: cannot use c <- 1 as value',
      '9:7: syntax error: cannot use i += 1 as value',
    ],
  ],
];

describe('syntax errors', () => {
  for (const [source, expected] of mistakes) {
    const text = typeof source === 'string' ? `package main\n\n${source}` : source.bare;
    const title = (typeof source === 'string' ? source : source.bare).trim().replace(/\s+/g, ' ');
    it(`${title.length > 60 ? `${title.slice(0, 60)}…` : title} — ${expected.length} as the compiler`, () => {
      assert.deepEqual(errorsOf(text), expected);
    });
  }

  it('keeps the tree when the compiler would go on to check types', () => {
    try {
      parseFile(new FileSet(), 'main.go', 'package main\nfunc main() { defer println }', { eager: true });
      assert.fail('no error');
    } catch (error) {
      assert.ok(error instanceof SyntaxErrors);
      assert.equal(error.file?.decls.length, 1);
    }
  });

  it('comes when a body is asked for, without eager', () => {
    const file = parseFile(new FileSet(), 'main.go', 'package main\nfunc main() { x := }\nfunc f() {}');
    const [main, f] = file.decls;
    assert.ok(main?.kind === 'FuncDecl' && f?.kind === 'FuncDecl');
    assert.throws(() => main.body(), /main\.go:2:20: syntax error: unexpected }, expected expression/);
    assert.deepEqual(f.body()?.list, []);
  });
});
