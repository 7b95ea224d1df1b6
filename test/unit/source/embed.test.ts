/** The files that patterns of `//go:embed` mean, and what the go command says of those that mean none. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { embeddedFiles } from '../../../engine/golang/source/embed.ts';

describe('patterns of files to embed', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-embed-'));
    const files = [
      'a.txt',
      'b.txt',
      'a-b.txt',
      'sub/c.txt',
      'sub/.dot',
      'sub/_x/y',
      'sub/.git/z',
      'other/go.mod',
      'other/d.txt',
      'with space.md',
      '[x]',
    ];
    for (const file of files) {
      fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), file);
    }
    fs.mkdirSync(path.join(folder, 'empty'));
    fs.symlinkSync('a.txt', path.join(folder, 'link'));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const names = (pattern: string): string[] => embeddedFiles(folder, pattern).map(({ name }) => name);

  it('are names, or match elements of names', () => {
    assert.deepEqual(names('a.txt'), ['a.txt']);
    assert.deepEqual(names('with space.md'), ['with space.md']);
    assert.deepEqual(names('?.txt'), ['a.txt', 'b.txt']);
    assert.deepEqual(names('[^b]*.txt'), ['a-b.txt', 'a.txt']);
    assert.deepEqual(names('a[-.]*'), ['a-b.txt', 'a.txt'].slice(0, 2));
    assert.deepEqual(names('s*/?.txt'), ['sub/c.txt']);
    assert.deepEqual(names('\\[x\\]'), ['[x]']);
  });
  it('of a folder mean the files below it, hidden ones only with all:', () => {
    assert.deepEqual(names('sub'), ['sub/c.txt']);
    assert.deepEqual(names('all:sub'), ['sub/.dot', 'sub/_x/y', 'sub/c.txt']);
    assert.deepEqual(names('sub/.dot'), ['sub/.dot']);
  });
  it('that mean no file are an error', () => {
    const said = (pattern: string): string => {
      try {
        return names(pattern).join(' ');
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.equal(said('none*'), 'pattern none*: no matching files found');
    assert.equal(said('empty'), 'pattern empty: cannot embed directory empty: contains no embeddable files');
    assert.equal(said('link'), 'pattern link: cannot embed irregular file link');
    assert.equal(said('other'), 'pattern other: cannot embed directory other: in different module');
    assert.equal(said('other/d.txt'), 'pattern other/d.txt: cannot embed file other/d.txt: in different module');
    assert.equal(said('sub/.git'), 'pattern sub/.git: cannot embed directory sub/.git: invalid name .git');
    for (const wrong of ['../x', '.', '/etc', 'a//b', '[', 'a\\'])
      assert.equal(said(wrong), `pattern ${wrong}: invalid pattern syntax`);
  });
});
