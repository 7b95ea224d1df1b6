import assert from 'node:assert/strict';
import { fileMatches, nameAllowed } from '../../../engine/golang/source/buildContext.ts';
import { parseGoBuild, shouldBuild } from '../../../engine/golang/source/constraint.ts';
import { readHeader } from '../../../engine/golang/source/header.ts';

const tags = new Set(['linux', 'unix', 'amd64', 'gc', 'go1.1', 'go1.19']);
const context = { os: 'linux', architecture: 'amd64', tags } as const;

describe('build constraints', () => {
  const expressions: [string, boolean][] = [
    ['linux', true],
    ['!linux', false],
    ['windows || linux', true],
    ['linux && !cgo', true],
    ['linux && cgo || unix && !race', true],
    ['(darwin || linux) && (arm64 || !gc)', false],
    ['!(darwin || windows)', true],
    ['go1.19 && !go1.20', true],
    ['ignore', false],
    ['unix&&!android', true],
  ];
  for (const [text, expected] of expressions) {
    it(`//go:build ${text} is ${expected}`, () => assert.equal(parseGoBuild(text)(tags), expected));
  }

  const malformed: [string, RegExp][] = [
    ['linux &&', /unexpected end/],
    ['(linux', /missing close paren/],
    ['linux windows', /unexpected token windows/],
    ['!!linux', /double negation/],
    ['linux & amd64', /unexpected token &/],
  ];
  for (const [text, message] of malformed) {
    it(`//go:build ${text} is refused`, () => assert.throws(() => parseGoBuild(text), message));
  }

  const files: [string, string, boolean][] = [
    ['no constraint', 'package p\n', true],
    ['a line behind a licence', '// Copyright\n\n//go:build windows\n\npackage p\n', false],
    ['a line within a block comment is none', '/*\n//go:build windows\n*/\npackage p\n', true],
    ['a line behind a block comment', '/* x */\n//go:build windows\n\npackage p\n', false],
    ['a line behind the package clause is none', 'package p\n\n//go:build windows\n', true],
    ['go:build decides over +build', '//go:build linux\n// +build windows\n\npackage p\n', true],
    ['+build: a space is OR', '// +build windows linux\n\npackage p\n', true],
    ['+build: a comma is AND', '// +build linux,arm64\n\npackage p\n', false],
    ['+build: lines are AND', '// +build linux\n// +build !amd64\n\npackage p\n', false],
    ['+build needs a blank line behind it', '// +build windows\npackage p\n', true],
    ['//go:building is no constraint', '//go:building windows\n\npackage p\n', true],
  ];
  for (const [what, text, expected] of files) {
    it(what, () => assert.equal(shouldBuild(text, tags), expected));
  }
});

describe('file names', () => {
  const names: [string, boolean][] = [
    ['dial.go', true],
    ['linux.go', true],
    ['windows.go', true],
    ['sock_linux.go', true],
    ['sock_windows.go', false],
    ['sock_amd64.go', true],
    ['sock_arm64.go', false],
    ['sock_linux_amd64.go', true],
    ['sock_linux_arm64.go', false],
    ['sock_windows_amd64.go', false],
    ['sock_linux_test.go', true],
    ['sock_plan9_test.go', false],
    ['fd_unix.go', true],
    ['hook_linux_more.go', true],
    ['a_windows.b.go', false],
  ];
  for (const [name, expected] of names) {
    it(`${name}: ${expected}`, () => assert.equal(nameAllowed(name, context), expected));
  }

  for (const name of ['_hidden.go', '.hidden.go', 'asm_amd64.s', 'notes.txt']) {
    it(`${name} is no Go file`, () => assert.equal(fileMatches(name, 'package p\n', context), false));
  }
});

describe('the head of a file', () => {
  const heads: [string, string, string[]][] = [
    ['package p', 'p', []],
    ['// c\n/* d */ package p; import "a"; import `b`\nvar x = "no"', 'p', ['a', 'b']],
    ['package p\nimport (\n\tx "a/b" // c\n\t. "d"; _ "e"\n)\nimport "f"\nfunc f() {}', 'p', ['a/b', 'd', 'e', 'f']],
    ['package p\nimport ()\nimport (\n)\nvar importer = "x"', 'p', []],
    ['\xef\xbb\xbfpackage p', 'p', []],
    ['func main() {}', '', []],
    ['', '', []],
    ['package p\nimport (', 'p', []],
    ['package p\nimport x', 'p', []],
  ];
  for (const [text, name, imports] of heads) {
    it(JSON.stringify(text), () => assert.deepEqual(readHeader(text), { package: name, imports }));
  }
});
