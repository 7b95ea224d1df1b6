import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programOf } from '../../../extension/editor/programOf.ts';

describe('what is run for a Go file', () => {
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-program-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const runs = (files: Record<string, string>): string => {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    return path.relative(folder, programOf(path.join(folder, 'main.go'))) || '.';
  };
  const main = 'package main\n\nfunc main() { helper() }\n';

  it('is the file when it is alone', () => {
    assert.equal(runs({ 'main.go': main, 'main_test.go': 'package main\n', 'x.go': 'package x\n' }), 'main.go');
  });

  it('is the folder when other files belong to the program', () => {
    const generator = '//go:build ignore\n\npackage main\n\nfunc main() {}\n';
    assert.equal(
      runs({ 'main.go': main, 'helper.go': 'package main\n\nfunc helper() {}\n', 'gen.go': generator }),
      '.',
    );
  });

  it('is the file when several programs lie side by side', () => {
    assert.equal(runs({ 'main.go': main, 'other.go': 'package main\n\nfunc main() {}\n' }), 'main.go');
  });
});
