import assert from 'node:assert/strict';
import { findModule } from '../../../engine/golang/source/goMod.ts';
import { Modules } from '../../../engine/golang/source/modules.ts';
import { compareSemver } from '../../../engine/golang/source/semver.ts';
import { TemporaryFolder } from './temporary.ts';

describe('modules that a module requires', () => {
  let temporary: TemporaryFolder;
  beforeEach(() => (temporary = new TemporaryFolder()));
  afterEach(() => temporary.remove());

  const open = (): Modules => {
    const module = findModule(temporary.at('m'));
    assert.ok(module);
    return new Modules(module, { GOMODCACHE: temporary.at('cache') });
  };
  const folderOf = (importPath: string): string | undefined => open().find(importPath)?.folder;

  it('lie in the module cache, capitals escaped, and have the language of their own go line', () => {
    temporary.write({
      'm/go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire (\n\tgithub.com/Foo/bar v1.2.0 // indirect\n)\n',
      'cache/github.com/!foo/bar@v1.2.0/go.mod': 'module github.com/Foo/bar\n\ngo 1.18\n',
      'cache/github.com/!foo/bar@v1.2.0/baz/b.go': 'package baz\n',
    });
    const found = open().find('github.com/Foo/bar/baz');
    assert.deepEqual(
      [found?.folder, found?.module.go?.text],
      [temporary.at('cache/github.com/!foo/bar@v1.2.0/baz'), '1.18'],
    );
    assert.equal(folderOf('github.com/Foo/bar'), undefined);
    assert.match(open().problem('github.com/Foo/bar/nothing'), /^no required module provides package/);
  });

  it('are those of the longest path that has the package', () => {
    temporary.write({
      'm/go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire a.org/x v1.0.0\nrequire a.org/x/y v1.0.0\n',
      'cache/a.org/x@v1.0.0/y/z/z.go': 'package z\n',
      'cache/a.org/x@v1.0.0/y/v/v.go': 'package v\n',
      'cache/a.org/x/y@v1.0.0/z/z.go': 'package z\n',
    });
    assert.equal(folderOf('a.org/x/y/z'), temporary.at('cache/a.org/x/y@v1.0.0/z'));
    assert.equal(folderOf('a.org/x/y/v'), temporary.at('cache/a.org/x@v1.0.0/y/v'));
  });

  it('are replaced by folders and by other modules', () => {
    temporary.write({
      'm/go.mod':
        'module example.com/m\n\ngo 1.21\n\nrequire (\n\ta.org/x v1.0.0\n\tb.org/y v1.1.0\n\tc.org/z v1.0.0\n)\n\n' +
        'replace a.org/x => ../x\nreplace b.org/y v1.1.0 => d.org/fork v0.9.0\nreplace c.org/z v2.0.0 => ../x\n',
      'x/x.go': 'package x\n',
      'x/go.mod': 'module a.org/x\n',
      'cache/d.org/fork@v0.9.0/y.go': 'package y\n',
      'cache/c.org/z@v1.0.0/z.go': 'package z\n',
    });
    assert.equal(folderOf('a.org/x'), temporary.at('x'));
    assert.equal(folderOf('b.org/y'), temporary.at('cache/d.org/fork@v0.9.0'));
    assert.equal(folderOf('c.org/z'), temporary.at('cache/c.org/z@v1.0.0'));
  });

  it('of old modules are the highest versions that anybody requires', () => {
    temporary.write({
      'm/go.mod': 'module example.com/m\n\ngo 1.16\n\nrequire a.org/x v1.0.0\nrequire b.org/y v1.0.0\n',
      'cache/a.org/x@v1.0.0/go.mod': 'module a.org/x\n\nrequire b.org/y v1.10.0\n',
      'cache/b.org/y@v1.0.0/y.go': 'package y\n',
      'cache/b.org/y@v1.10.0/y.go': 'package y\n',
    });
    assert.equal(folderOf('b.org/y'), temporary.at('cache/b.org/y@v1.10.0'));
  });

  it('are in the vendor folder where there is one', () => {
    temporary.write({
      'm/go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire a.org/x v1.0.0\n',
      'm/vendor/modules.txt': '# a.org/x v1.0.0\n## explicit; go 1.17\na.org/x/sub\n',
      'm/vendor/a.org/x/sub/s.go': 'package sub\n',
      'cache/a.org/x@v1.0.0/sub/s.go': 'package sub\n',
    });
    const found = open().find('a.org/x/sub');
    assert.deepEqual([found?.folder, found?.module.go?.text], [temporary.at('m/vendor/a.org/x/sub'), '1.17']);
    assert.match(open().problem('a.org/x/other'), /import lookup disabled by -mod=vendor/);
  });

  it('that are not there are named', () => {
    temporary.write({ 'm/go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire a.org/x v1.0.0\n' });
    assert.match(
      open().problem('a.org/x/y'),
      /^a\.org\/x@v1\.0\.0: module is not in the module cache \(.*\); to download it:/,
    );
  });
});

describe('versions of modules', () => {
  it('are compared as semver.org says', () => {
    const ascending = [
      'v0.0.0-20190101000000-abcdefabcdef', 'v0.0.0-20240101000000-abcdefabcdef', 'v0.9.9', 'v1.0.0-alpha', 'v1.0.0-alpha.1', 'v1.0.0-alpha.beta',
      'v1.0.0-beta.2', 'v1.0.0-beta.11', 'v1.0.0-rc.1', 'v1.0.0', 'v1.2.0', 'v1.10.0', 'v2.0.0+incompatible',
    ]; // prettier-ignore
    const shuffled = [...ascending].sort().reverse();
    assert.deepEqual(shuffled.sort(compareSemver), ascending);
  });
});
