import assert from 'node:assert/strict';
import fs from 'node:fs';
import { readCacheFile, writeCacheFile } from '../../../engine/golang/source/cacheFile.ts';
import { TemporaryFolder } from './temporary.ts';

describe('files that only save time', () => {
  let scratch: TemporaryFolder;
  let file: string;
  const body = Buffer.from('what was found out');
  const read = (): string | undefined => readCacheFile(file, 'test-1')?.toString();

  beforeEach(() => {
    scratch = new TemporaryFolder();
    file = scratch.at('cache/deep/file');
    writeCacheFile(file, 'test-1', body);
  });
  afterEach(() => scratch.remove());

  it('are read as they were written, from a folder of their own', () => {
    assert.equal(read(), 'what was found out');
    assert.equal(fs.statSync(scratch.at('cache/deep')).mode & 0o777, 0o700);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(fs.readdirSync(scratch.at('cache/deep')), ['file']);
  });

  it('are not there when they are missing, of another kind, or empty', () => {
    assert.equal(readCacheFile(`${file}2`, 'test-1'), null);
    assert.equal(readCacheFile(file, 'test-2'), null);
    fs.writeFileSync(file, '');
    assert.equal(read(), undefined);
  });

  it('are not used when a byte is wrong or missing', () => {
    const whole = fs.readFileSync(file);
    for (let at = 0; at < whole.length; at++) {
      fs.writeFileSync(file, whole.subarray(0, at));
      assert.equal(read(), undefined, `${at} bytes`);
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ 0x20;
      fs.writeFileSync(file, wrong);
      assert.equal(read(), undefined, `byte ${at}`);
    }
    writeCacheFile(file, 'test-1', body);
    assert.equal(read(), 'what was found out');
  });

  it('are not taken from a folder that others can write to', () => {
    fs.chmodSync(scratch.at('cache/deep'), 0o777);
    assert.equal(read(), undefined);
    writeCacheFile(file, 'test-1', Buffer.from('new'));
    fs.chmodSync(scratch.at('cache/deep'), 0o700);
    assert.equal(read(), 'what was found out');
  });

  it('are given up without a word where they cannot be written', () => {
    scratch.write({ blocked: '' });
    writeCacheFile(scratch.at('blocked/file'), 'test-1', body);
    assert.equal(fs.readFileSync(scratch.at('blocked'), 'utf8'), '');
  });

  it('stay within their bound, the oldest go first', () => {
    const names = ['a', 'b', 'c'].map((name) => scratch.at('cache/deep', name));
    names.forEach((name, i) => {
      writeCacheFile(name, 'test-1', Buffer.alloc(1000));
      fs.utimesSync(name, i, i);
    });
    fs.utimesSync(file, 9, 9);
    writeCacheFile(scratch.at('cache/deep/d'), 'test-1', Buffer.alloc(1000), 2500);
    assert.deepEqual(fs.readdirSync(scratch.at('cache/deep')), ['c', 'd', 'file']);
  });
});
