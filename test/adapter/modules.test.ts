/** Programs of several files and packages: run, stopped in, and refused in the words of the go command. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endAll, launched, netwalkRun, topFrame } from './engine.ts';

const files: Record<string, string> = {
  'ok/go.mod': 'module example.com/ok\n\ngo 1.19\n',
  'ok/cmd/say/main.go':
    'package main\n\nimport (\n\t"fmt"\n\n\t"example.com/ok/net"\n)\n\nfunc main() {\n\tfmt.Println(words(), net.Address())\n}\n',
  'ok/cmd/say/words.go': 'package main\n\nfunc words() string { return "listens at" }\n',
  // A folder that is called like one of Go's own.
  'ok/net/dial.go':
    'package net\n\nimport real "net"\n\nfunc Address() string {\n\taddress := real.JoinHostPort("::1", "80")\n\treturn address\n}\n',
  'wrong/go.mod': 'module example.com/wrong\n\ngo 1.19\n',
  'wrong/main.go':
    'package main\n\nimport (\n\t"example.com/wrong/p"\n\t"foo"\n\t"github.com/x/y"\n)\n\nfunc main() { p.F(); foo.F(); y.F() }\n',
  'wrong/p/p.go': 'package p\n\nimport "os"\n\nfunc F() int {}\n',
  'broken/go.mod': 'module example.com/broken\n\ngo 1.19\n',
  'broken/main.go': 'package main\n\nimport "example.com/broken/p"\n\nfunc main() { p.F() }\n',
  'broken/p/p.go': 'package p\n\nimport "os"\n\nfunc F() int {}\n\nfunc F() {}\n',
  'circle/go.mod': 'module example.com/circle\n\ngo 1.19\n',
  'circle/main.go': 'package main\n\nimport "example.com/circle/p"\n\nfunc main() { p.F() }\n',
  'circle/p/p.go': 'package p\n\nimport "example.com/circle/q"\n\nfunc F() { q.F() }\n',
  'circle/q/q.go': 'package q\n\nimport "example.com/circle/p"\n\nfunc F() { p.F() }\n',
};

describe('a program of several packages', function () {
  this.timeout(60_000);
  let folder = '';
  const at = (name: string): string => path.join(folder, name);
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-modules-')));
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), text);
    }
  });
  after(() => fs.rmSync(folder, { recursive: true }));
  afterEach(endAll);

  it('runs', async () => {
    const { status, stdout } = await netwalkRun('run', '--go', '1.19', at('ok/cmd/say'));
    assert.deepEqual([status, stdout], [0, 'listens at [::1]:80\n']);
  });

  it('stops in all of its files', async () => {
    const { client } = await launched({ program: at('ok/cmd/say'), stopOnEntry: false });
    for (const [file, line] of [
      ['ok/cmd/say/words.go', 3],
      ['ok/net/dial.go', 7],
    ] as const) {
      const answer = await client.ask('setBreakpoints', { source: { path: at(file) }, breakpoints: [{ line }] });
      assert.deepEqual((answer['breakpoints'] as { verified: boolean }[])[0]?.verified, true, file);
    }
    await client.ask('configurationDone');
    await client.next('stopped');
    assert.deepEqual(await topFrame(client).then(({ source }) => source.path), at('ok/cmd/say/words.go'));
    await client.move('continue');
    const { name, source, line } = await topFrame(client);
    assert.deepEqual([name, source.path, line], ['example.com/ok/net.Address', at('ok/net/dial.go'), 7]);
  });

  it('says which imports lead nowhere, as go run does', async () => {
    const { status, stderr } = await netwalkRun('run', '--go', '1.19', at('wrong'));
    const main = path.relative('.', at('wrong/main.go'));
    const name = main.length < at('wrong/main.go').length ? main : at('wrong/main.go');
    assert.equal(status, 1);
    assert.match(
      stderr.replaceAll(name, 'main.go'),
      /^main\.go:5:2: package foo is not in GOROOT \(.*src\/foo\)\S*.*\nmain\.go:6:2: no required module provides package github\.com\/x\/y; to add it:\n\tgo get github\.com\/x\/y\n$/,
    );
  });

  it('says what is wrong in a package, and stops there', async () => {
    const { status, stderr } = await netwalkRun('run', '--go', '1.19', at('broken'));
    const lines = stderr.trimEnd().split('\n');
    assert.equal(status, 1);
    assert.equal(lines[0], '# example.com/broken/p');
    assert.deepEqual(
      lines.slice(1).map((line) => line.replace(/^(\t?)\S*\/(p\.go:)/, '$1$2')),
      [
        'p.go:3:8: imported and not used: "os"',
        'p.go:5:15: missing return',
        'p.go:7:6: F redeclared in this block',
        '\tp.go:5:6: other declaration of F',
      ],
    );
  });

  it('says which imports lead back', async () => {
    const { stderr } = await netwalkRun('run', '--go', '1.19', at('circle'));
    assert.equal(
      stderr,
      'package example.com/circle\n\timports example.com/circle/p\n\timports example.com/circle/q\n\timports example.com/circle/p: import cycle not allowed\n',
    );
  });
});
