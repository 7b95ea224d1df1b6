import assert from 'node:assert/strict';
import { SourceError, SourceLoader, locateGo, openProgram } from '../../../engine/golang/source/index.ts';
import type { BuildContext } from '../../../engine/golang/source/index.ts';
import { TemporaryFolder } from './temporary.ts';

const context: BuildContext = { os: 'linux', architecture: 'amd64', tags: new Set(['linux', 'amd64', 'gc']) };

describe("a person's own program", () => {
  let temporary: TemporaryFolder;
  beforeEach(() => (temporary = new TemporaryFolder()));
  afterEach(() => temporary.remove());

  const paths = (target: string | string[]): string[] => openProgram(target, context).files.map((file) => file.path);
  const fails = (target: string | string[], message: RegExp): void => {
    assert.throws(
      () => openProgram(target, context),
      (error: unknown) => {
        assert(error instanceof SourceError);
        assert.match(error.message, message);
        return true;
      },
    );
  };

  it('is a folder of several files, without tests and other systems', () => {
    temporary.write({
      'b.go': 'package main\n',
      'a.go': 'package main\n',
      'a_test.go': 'package main\n',
      'c_windows.go': 'package main\n',
      'gen.go': '//go:build ignore\n\npackage main\n',
    });
    assert.deepEqual(paths(temporary.folder), ['a.go', 'b.go']);
  });

  it('is the files that are named and no others, whatever their constraints say', () => {
    temporary.write({ 'a.go': 'package main\n', 'gen.go': '//go:build ignore\n\npackage main\n' });
    assert.deepEqual(paths(temporary.at('gen.go')), ['gen.go']);
    assert.deepEqual(paths([temporary.at('gen.go'), temporary.at('a.go')]), ['gen.go', 'a.go']);
  });

  it('keeps the bytes of a file, a letter a byte', () => {
    temporary.write({ 'a.go': 'package main // é世\n' });
    const [file] = openProgram(temporary.folder, context).files;
    assert.equal(file?.text, Buffer.from('package main // é世\n').toString('latin1'));
    assert.equal(file?.file, temporary.at('a.go'));
  });

  it('says what is wrong in the words of Go', () => {
    temporary.write({
      'empty/readme.txt': '',
      'other/a_windows.go': 'package main\n',
      'library/a.go': 'package lib\n',
      'mixed/a.go': 'package main\n',
      'mixed/b.go': 'package other\n',
      'mixed/c_test.go': 'package main\n',
      'malformed/a.go': '//go:build linux &&\n\npackage main\n',
      'nomodule/go.mod': 'go 1.19\n',
      'nomodule/a.go': 'package main\n',
    });
    fails(temporary.at('gone.go'), /gone\.go: no such file or directory/);
    fails([], /no Go files listed/);
    fails(temporary.at('empty'), /no Go files in .*empty/);
    fails(temporary.at('other'), /build constraints exclude all Go files in .*other/);
    fails(temporary.at('library'), /package lib is not a main package/);
    fails(temporary.at('mixed'), /found packages main \(a\.go\) and other \(b\.go\) in .*mixed/);
    fails(temporary.at('mixed/c_test.go'), /cannot run \*_test\.go files/);
    fails(temporary.at('empty/readme.txt'), /named files must be \.go files/);
    fails([temporary.at('mixed/a.go'), temporary.at('library/a.go')], /named files must all be in one directory/);
    fails(temporary.at('malformed'), /a\.go: parsing \/\/go:build line: unexpected end/);
    fails(temporary.at('nomodule'), /go\.mod: no module declaration/);
  });

  it('has the packages of its module, and the language of its go line', () => {
    temporary.writeGo('go', '1.27.4').write({
      'go/src/internal/poll/fd.go': 'package poll\n',
      'm/go.mod': '// ours\nmodule example.com/m // here\n\ngo 1.21\n',
      'm/cmd/server/main.go': 'package main\n\nimport "example.com/m/echo"\n',
      'm/cmd/server/internal/x/x.go': 'package x\n',
      'm/echo/echo.go': 'package echo\n',
      'm/echo/internal/y/y.go': 'package y\n',
      'm/internal/z/z.go': 'package z\n',
    });
    const loader = new SourceLoader(locateGo({ goroot: temporary.at('go') }), {
      program: temporary.at('m/cmd/server'),
    });
    assert.deepEqual(loader.files('main')?.map(({ path }) => path), ['main.go']); // prettier-ignore
    assert.deepEqual(loader.files('example.com/m/echo', 'main')?.map(({ path }) => path), [temporary.at('m/echo/echo.go')]); // prettier-ignore
    assert.equal(loader.languageVersion('main').text, '1.21');
    assert.equal(loader.languageVersion('net').text, '1.27.4');
    assert.equal(loader.pathOf(temporary.at('m/cmd/server/main.go')), 'main.go');
    assert.equal(loader.packageOf('main.go'), 'main');
    assert.equal(loader.pathOf(temporary.at('m/echo/echo.go')), temporary.at('m/echo/echo.go'));
    assert.equal(loader.packageOf(temporary.at('m/echo/echo.go')), 'example.com/m/echo');
    assert.equal(loader.packageOf('net/dial.go'), 'net');
    assert.equal(loader.pathOf(temporary.at('go/src/net/dial.go')), 'net/dial.go');
    assert.equal(loader.pathOf('/etc/passwd'), null);
    const resolves: [string, string][] = [
      ['example.com/m/cmd/server/internal/x', 'main'],
      ['example.com/m/internal/z', 'main'],
      ['example.com/m/echo/internal/y', 'example.com/m/echo'],
      ['net', 'main'],
      ['internal/poll', 'net'],
      ['unsafe', 'main'],
    ];
    for (const [to, from] of resolves) assert.equal(loader.resolveImport(to, from), to);
    const problems: [string, RegExp][] = [
      ['internal/poll', /^use of internal package internal\/poll not allowed$/],
      ['example.com/m/echo/internal/y', /^use of internal package .* not allowed$/],
      ['example.com/m/none', /^no required module provides package example\.com\/m\/none; to add it:\n\tgo get /],
      ['github.com/a/b', /^no required module provides package github\.com\/a\/b/],
      ['nett', /^package nett is not in std \(.*src\/nett\)$/],
      ['../echo', /^no required module|^package/],
      ['main', /main/],
    ];
    for (const [to, message] of problems) {
      assert.equal(loader.resolveImport(to, 'main'), null, to);
      assert.match(loader.importProblem(to, 'main'), message);
    }
  });

  it('is hashed by its names and contents', () => {
    temporary.writeGo('go', '1.27.4').write({ 'p/a.go': 'package main\n' });
    const hash = () =>
      new SourceLoader(locateGo({ goroot: temporary.at('go') }), { program: temporary.at('p') }).hash(['main', 'net']);
    const first = hash();
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(hash(), first);
    temporary.write({ 'p/a.go': 'package main // changed\n' });
    assert.notEqual(hash(), first);
  });
});
