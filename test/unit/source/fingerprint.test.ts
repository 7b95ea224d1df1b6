import assert from 'node:assert/strict';
import fs from 'node:fs';
import { locateGo, SourceLoader, type SourceFile } from '../../../engine/golang/source/index.ts';
import { stampOf, type Fingerprint } from '../../../engine/golang/source/fingerprint.ts';
import { TemporaryFolder } from './temporary.ts';

describe('fingerprints of packages', () => {
  let scratch: TemporaryFolder;
  let taken: Fingerprint;
  const loader = (): SourceLoader => new SourceLoader(locateGo({ goroot: scratch.at('go') }));
  const adopts = (): boolean => loader().adopt('p', taken);

  beforeEach(() => {
    scratch = new TemporaryFolder().writeGo('go', '1.21.3').write({
      'go/src/p/a.go': 'package p\n\nimport "fmt"\n',
      'go/src/p/b_linux.go': 'package p\n',
      'go/src/p/c_windows.go': 'package p\n',
      'go/src/p/d.go': '//go:build race\n\npackage p\n',
      'go/src/p/a_test.go': 'package p\n',
    });
    const first = loader();
    assert.equal(first.files('p')?.length, 2);
    taken = first.fingerprint('p') as Fingerprint;
  });
  afterEach(() => scratch.remove());

  it('give the files that reading gives', () => {
    const adopting = loader();
    assert.ok(adopting.adopt('p', JSON.parse(JSON.stringify(taken)) as Fingerprint));
    const plain = (file: SourceFile): SourceFile => ({
      path: file.path,
      file: file.file,
      text: file.text,
      package: file.package,
      imports: file.imports,
    });
    assert.deepEqual(adopting.files('p')?.map(plain), loader().files('p')?.map(plain));
    assert.deepEqual(adopting.fingerprint('p'), taken);
  });

  it('hold whatever becomes of files that the build does not look into', () => {
    scratch.write({
      'go/src/p/c_windows.go': 'package q\n',
      'go/src/p/b_test.go': 'package p\n',
      'go/src/p/x.txt': '',
    });
    assert.ok(adopts());
  });

  it('need no reading where sizes and times are the same', () => {
    const stamp = stampOf(scratch.at('go/src/p'), taken.names);
    taken = { ...taken, stamp, hash: 'of other contents' };
    assert.ok(adopts());
    fs.utimesSync(scratch.at('go/src/p/a.go'), 1, 1);
    assert.equal(adopts(), false);
  });

  it('have no stamp of files that changed while they were read', () => {
    assert.equal(taken.stamp, null);
  });

  const changes: Record<string, () => void> = {
    'a file has changed': () => scratch.write({ 'go/src/p/a.go': 'package p\n\nimport "fnt"\n' }),
    'a file that was left out has changed': () => scratch.write({ 'go/src/p/d.go': '//go:build unix\n\npackage p\n' }),
    'there is one more': () => scratch.write({ 'go/src/p/e.go': 'package p\n' }),
    'one is gone': () => fs.rmSync(scratch.at('go/src/p/b_linux.go')),
    'one goes by another name': () => fs.renameSync(scratch.at('go/src/p/a.go'), scratch.at('go/src/p/aa.go')),
    'the folder is gone': () => fs.rmSync(scratch.at('go/src/p'), { recursive: true }),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`do not hold when ${what}`, () => {
      change();
      assert.equal(adopts(), false);
    });
  }
});
