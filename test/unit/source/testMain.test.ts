import assert from 'node:assert/strict';
import { exampleOutput, testMain } from '../../../engine/golang/source/testMain.ts';
import { readHeader } from '../../../engine/golang/source/header.ts';
import type { SourceFile } from '../../../engine/golang/source/packages.ts';

const sourceFile = (path: string, text: string): SourceFile => ({ path, file: path, text, ...readHeader(text) });

describe('the main package of tests', () => {
  const internal = sourceFile(
    'x_test.go',
    `package x
import "testing"
func TestMain(m *testing.M) { m.Run() }
func TestOne(t *testing.T) {}
func Testtwo(t *testing.T) {}
func TestThree(b *testing.B) {}
func BenchmarkOne(b *testing.B) {}
func helper(t *testing.T) { _ = "func TestNot(t *testing.T) {}" }
`,
  );
  const external = sourceFile(
    'y_test.go',
    `package x_test
import ("fmt"; "testing")
func TestOutside(t *testing.T) {}
func FuzzOutside(f *testing.F) {}
func ExamplePrinted() {
	fmt.Println("a")
	// Output: a
}
func ExampleSilent() { fmt.Println("// Output: no") }
`,
  );
  const found = { files: [], testFiles: [internal], externalTestFiles: [external], ignored: [], looked: [] };
  const text = testMain('example.com/x', 'example.com', found);

  it('has the functions that go test takes for tests, and no others', () => {
    const entries = [...text.matchAll(/^\t\{"(\w+)", (\w+)\.\1/gm)].map(([, name, from]) => `${from}.${name}`);
    assert.deepEqual(entries, [
      '_test.TestOne', '_xtest.TestOutside', '_test.BenchmarkOne', '_xtest.FuzzOutside', '_xtest.ExamplePrinted',
    ]); // prettier-ignore
  });

  it('calls the TestMain that there is', () => {
    assert.match(text, /_test\.TestMain\(m\)/);
    const without = testMain('x', 'std', { ...found, testFiles: [] });
    assert.match(without, /os\.Exit\(m\.Run\(\)\)/);
  });

  it('reads what an example prints as go/doc does', () => {
    assert.deepEqual(exampleOutput('{ f()\n\t// Output:\n\t// one\n\t//  two\n}'), {
      output: 'one\n two\n',
      unordered: false,
    });
    assert.deepEqual(exampleOutput('{\n// Unordered output: x\n}'), { output: 'x\n', unordered: true });
    assert.deepEqual(exampleOutput('{ f()\n// Output:\n}'), { output: '', unordered: false });
    assert.equal(exampleOutput('{\n// Output: x\nf()\n// more\n}'), null);
    assert.equal(exampleOutput('{ f("// Output: x") }'), null);
  });
});
