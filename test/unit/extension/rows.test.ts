import assert from 'node:assert/strict';
import type { Descriptor, GoroutineState } from '../../../engine/trace/source.ts';
import { identifiersIn } from '../../../extension/editor/identifiers.ts';
import { lineOfMain } from '../../../extension/editor/mainFunction.ts';
import { factsOf, iconOf, summaryOf } from '../../../extension/views/descriptorRows.ts';
import { rowOf } from '../../../extension/views/goroutineRows.ts';
import { t } from './data.ts';

const descriptor: Descriptor = {
  fd: 6,
  kind: 'socket',
  role: 'listener',
  state: 'LISTEN',
  local: '127.0.0.1:40613',
  peer: '',
  interest: 'EPOLLIN|EPOLLET',
  receiveQueue: null,
  sendQueue: null,
  acceptQueue: 1,
  backlog: 4096,
  made: null,
};

describe('the rows of descriptors', () => {
  it('say what the kernel says, and nothing that does not apply', () => {
    assert.equal(summaryOf(descriptor), 'LISTEN 127.0.0.1:40613');
    assert.equal(
      summaryOf({ ...descriptor, state: 'ESTABLISHED', peer: '127.0.0.1:5' }),
      'ESTABLISHED 127.0.0.1:40613 ⇄ 127.0.0.1:5',
    );
    assert.equal(
      summaryOf({ ...descriptor, state: '', local: '', kind: 'anon_inode:[eventpoll]' }),
      'anon_inode:[eventpoll]',
    );
    assert.deepEqual(
      factsOf(descriptor, t).map(({ name, value }) => `${name}: ${value}`),
      ['local address: 127.0.0.1:40613', 'epoll interest: EPOLLIN|EPOLLET', 'accept queue: 1 of 4096'],
    );
    assert.deepEqual(
      factsOf({ ...descriptor, acceptQueue: null, receiveQueue: 0 }, t).map(({ value }) => value),
      ['127.0.0.1:40613', 'EPOLLIN|EPOLLET', '0 bytes'],
    );
    assert.equal(iconOf(descriptor), 'radio-tower');
    assert.equal(iconOf({ ...descriptor, role: 'something' }), 'file');
  });
});

describe('the rows of goroutines', () => {
  const goroutine: GoroutineState = {
    goid: 18,
    status: 'IO wait',
    entry: 'main.serve',
    place: { file: 'internal/poll/fd_unix.go', line: 9, column: 1, endLine: 9, endColumn: 2 },
    function: 'internal/poll.(*FD).Accept',
    held: false,
  };

  it('say who, what it does and where', () => {
    const row = rowOf(goroutine, false, t);
    assert.equal(row.label, '18 main.serve');
    assert.equal(row.description, 'IO wait · internal/poll.(*FD).Accept (internal/poll/fd_unix.go:9)');
    assert.equal(rowOf({ ...goroutine, held: true }, false, t).icon, 'lock');
    assert.match(rowOf(goroutine, true, t).spoken, /goroutine 18, main\.serve, IO wait, selected/);
    assert.equal(rowOf({ ...goroutine, goid: 0 }, false, t).label, 'g0, the scheduler');
  });
});

describe("identifiers in Go's text", () => {
  it('are found from the function on, outside of strings, comments and behind dots', () => {
    const lines = [
      'func other(err error) {',
      '}',
      'func f(fd int) {',
      '\tx, err := g("fd", fd) // fd',
      '\ty.err = `err`',
    ];
    assert.deepEqual(
      identifiersIn(lines, 0, 4).map(({ name, line, column }) => `${name}@${line}:${column}`),
      ['func@2:0', 'f@2:5', 'fd@2:7', 'int@2:10', 'x@3:1', 'err@3:4', 'g@3:11', 'fd@3:19', 'y@4:1'],
    );
  });
});

describe('the line of func main', () => {
  it('is found in package main only', () => {
    assert.equal(lineOfMain('// x\npackage main\n\nfunc main() {\n}\n'), 3);
    assert.equal(lineOfMain('package main\nfunc mainly() {}\n'), undefined);
    assert.equal(lineOfMain('package other\nfunc main() {}\n'), undefined);
  });
});
