/** What is wrong with `//go:embed`, in the words of Go's compiler and command: recorded from go build. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureGoSource, mainPath, providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { embedErrors } from '../../../engine/golang/types/embed.ts';
import { Program } from '../../../engine/golang/types/program.ts';

function said(version: string, text: string): string[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-embed-'));
  try {
    fs.writeFileSync(path.join(folder, 'main.go'), text);
    fs.writeFileSync(path.join(folder, 'other.txt'), '');
    const loader = new SourceLoader(providedGo(version), { program: folder });
    const fileSet = new FileSet();
    const program = new Program({ loader, fileSet, goVersion: loader.go.version });
    const main = program.load(mainPath);
    assert.deepEqual(program.checkProgram(main), []);
    return embedErrors(main, loader.go.version.minor, (file) => loader.realPath(file)).map(({ pos, message }) => {
      const { line, column } = fileSet.position(pos);
      return `${line}:${column}: ${message}`;
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe('the errors of //go:embed', function () {
  this.timeout(60_000);
  before(() => ensureGoSource(['1.19', '1.27']));

  const imported = 'package main\n\nimport _ "embed"\n\n';

  it('are none where a string, bytes or a file system follow, in groups and with comments between', () => {
    const text = `package main

import "embed"

type page string

var (
	//go:embed main.go

	// The page.
	a page

	//go:embed main.go
	b []byte
)

//go:embed main.go
//go:embed "other.txt" \`main.go\`
var c embed.FS

func main() { println(a, b, c) }
`;
    assert.deepEqual(said('1.27', text.replace('println(a, b, c)', '_, _, _ = a, b, c')), []);
  });
  it('tell that package embed is not imported', () => {
    const text = 'package main\n\n//go:embed main.go\nvar x string\n\nfunc main() { println(x) }\n';
    assert.deepEqual(said('1.19', text), ['3:3: go:embed only allowed in Go files that import "embed"']);
    assert.deepEqual(said('1.27', text), [
      '3:3: go:embed requires import "embed" (or import _ "embed", if package is not used)',
    ]);
  });
  it('tell what it cannot apply to', () => {
    const above = (decl: string): string[] =>
      said('1.27', `${imported}//go:embed main.go\n${decl}\n\nfunc main() {}\n`);
    assert.deepEqual(above('var x, y string'), ['5:3: go:embed cannot apply to multiple vars']);
    assert.deepEqual(above('var x = "a"'), ['5:3: go:embed cannot apply to var with initializer']);
    assert.deepEqual(above('var x int'), ['6:5: go:embed cannot apply to var of type int']);
    assert.deepEqual(above('func f() {}'), ['5:3: misplaced go:embed directive']);
    assert.deepEqual(above('//go:embed other.txt\nvar x []byte'), [
      '7:5: invalid go:embed: multiple files for type []byte',
    ]);
    const inside = `${imported}func main() {\n\t//go:embed main.go\n\tvar x string\n\tprintln(x)\n}\n`;
    assert.deepEqual(said('1.27', inside), ['6:4: go:embed cannot apply to var inside func']);
  });
  it('tell of patterns without a file, where they stand', () => {
    const text = `${imported}//go:embed main.go none.txt\nvar x string\n\n//go:embed "un\nvar y string\n\nfunc main() { println(x, y) }\n`;
    assert.deepEqual(said('1.27', text), [
      '8:3: invalid quoted string in //go:embed: "un',
      '5:20: pattern none.txt: no matching files found',
    ]);
  });
});
