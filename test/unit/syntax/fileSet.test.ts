import assert from 'node:assert/strict';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';

describe('FileSet', () => {
  const fileSet = new FileSet();
  const a = fileSet.addFile('net/a.go', 'package a\n\nvar x\n');
  const b = fileSet.addFile('/home/b.go', 'package b');

  it('gives path, line and column of a position', () => {
    assert.deepEqual(fileSet.position(a), { path: 'net/a.go', line: 1, column: 1 });
    assert.deepEqual(fileSet.position(a + 15), { path: 'net/a.go', line: 3, column: 5 });
    assert.equal(fileSet.format(b + 8), '/home/b.go:1:9');
  });
  it('has a position behind the last byte of a file', () => {
    assert.deepEqual(fileSet.position(a + 17), { path: 'net/a.go', line: 4, column: 1 });
    assert.deepEqual(fileSet.position(b + 9), { path: '/home/b.go', line: 1, column: 10 });
  });
  it('knows what is no position', () => {
    assert.equal(fileSet.position(0).line, 0);
    assert.equal(fileSet.position(b + 10).line, 0);
  });
  it('finds the position of a line and column, and of an offset', () => {
    assert.equal(fileSet.posAt('net/a.go', 3, 5), a + 15);
    assert.equal(fileSet.posAt('net/a.go', 9), 0);
    assert.equal(fileSet.posAt('net/c.go', 1), 0);
    assert.equal(fileSet.posOfOffset('/home/b.go', 8), b + 8);
    assert.equal(fileSet.posOfOffset('/home/b.go', 10), 0);
    assert.equal(fileSet.lineCount('net/a.go'), 4);
  });
  it('takes an edited file again and keeps the old positions', () => {
    const again = fileSet.addFile('net/a.go', '\n\n\nx');
    assert.equal(fileSet.posAt('net/a.go', 4), again + 3);
    assert.equal(fileSet.position(a + 15).line, 3);
  });
});
