/** How recordings are read, on small programs: what must be passed over, and what must not. */
import assert from 'node:assert/strict';
import { FileSet } from '../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../engine/golang/syntax/parser.ts';
import { perDescriptor, textOf } from '../../engine/session/verify/descriptors.ts';
import { functionsIn, steppedNext, type FlowNode, type FunctionFlow } from './flow.ts';
import { normalise } from '../../engine/session/verify/normalise.ts';
import { bestPath, scoreOf } from './paths.ts';
import { parseTrace, programThread } from '../../engine/session/verify/strace.ts';

const source = `package p

func f(n int) (s int) {
	defer g()
	var unused int
	for i := 0; i < n; i++ {
		if i == 3 {
			continue
		}
		s += i
	}
	switch {
	case s > 10:
		s = 10
	case s < 0,
		s == 5:
		s = 0
	}
	h(
		s, func() {
			g()
		})
	return s
}
`;

function flowOf(text: string): FunctionFlow {
  const fileSet = new FileSet();
  const flow = functionsIn(parseFile(fileSet, 'p.go', text), fileSet)[0];
  assert.ok(flow);
  return flow;
}

describe('reading recorded lines', () => {
  const flow = flowOf(source);
  const at = (line: number): FlowNode => {
    const node = flow.nodes.find((each) => each.line === line && !each.optional);
    assert.ok(node, `no statement begins on line ${line}`);
    return node;
  };
  const read = (...lines: number[]): number[] => bestPath(flow, lines).map((node) => node.line);

  it('takes the lines of a statement as its visit', () => {
    assert.deepEqual(read(4, 6, 7, 10, 6, 12, 13, 15, 16, 17, 19, 20, 19, 23), [4, 6, 7, 10, 6, 12, 17, 19, 23]);
  });
  it('passes over a line that control flow does not allow there', () => {
    assert.deepEqual(read(4, 6, 4, 7, 10, 6, 10, 12, 19, 6, 23), [4, 6, 7, 10, 6, 12, 19, 23]);
    assert.deepEqual(read(10, 4, 6, 12, 19, 23), [4, 6, 12, 19, 23]);
  });
  it('does not need statements without code of their own', () => {
    assert.deepEqual(read(4, 6, 7, 6, 12, 19, 23), [4, 6, 7, 6, 12, 19, 23]);
    assert.deepEqual(read(4, 5, 6, 7, 8, 6, 12, 19, 23), [4, 6, 7, 6, 12, 19, 23]);
  });
  it('finds a round of a loop that the other side did not make', () => {
    const lines = [4, 6, 7, 10, 6, 7, 10, 6, 12, 19, 23];
    const path = [4, 6, 7, 10, 6, 12, 19, 23].map(at);
    assert.equal(bestPath(flow, lines).length, 11);
    assert.equal(scoreOf(path, lines), 8);
  });
  it('finds a statement that the recording does not have', () => {
    assert.equal(scoreOf([4, 6, 12, 14, 19, 23].map(at), [4, 6, 12, 19, 23]), null);
    assert.equal(scoreOf([4, 6, 12, 19, 23].map(at), [4, 6, 12, 19, 23]), 5);
  });
  it('knows conditions that the compiler decides', () => {
    const decided = flowOf(
      'package p\n\nfunc f() int {\n\tif runtime.GOOS == "windows" && g() {\n\t\treturn 1\n\t}\n\treturn 2\n}\n',
    );
    assert.deepEqual(
      bestPath(decided, [5, 7]).map((node) => node.line),
      [7],
    );
  });
  it('leaves a case by break and goes on to the next by fallthrough', () => {
    const [leaves, falls] = ['break', 'fallthrough'].map((token) =>
      flowOf(
        `package p\n\nfunc f(n int) {\n\tswitch n {\n\tcase 1:\n\t\t${token}\n\tcase 2:\n\t\tg()\n\t}\n\th()\n}\n`,
      ),
    );
    const after = (each: FunctionFlow | undefined): number[] =>
      each?.nodes.filter(({ line }) => line === 6).flatMap((node) => steppedNext(node).map(({ line }) => line)) ?? [];
    assert.deepEqual(after(leaves), [10]);
    assert.deepEqual(after(falls), [8]);
  });
});

describe('reading traces', () => {
  const trace = [
    '10 faccessat(-100 /* AT_FDCWD */, "@@begin", 0 /* F_OK */) = -1 ENOENT (No such file or directory)',
    '10 socket(0x2 /* AF_INET */, 0x1 /* SOCK_STREAM */|0x80800 /* SOCK_CLOEXEC|SOCK_NONBLOCK */, 0 /* IPPROTO_IP */) = 7',
    '11 futex(0x1, 0x0 /* FUTEX_WAIT */ <unfinished ...>',
    '10 bind(7, {sa_family=0x2 /* AF_INET */, sin_port="\\x1f\\x90" /* htons(8080) */, sin_addr="\\x7f\\x00\\x00\\x01" /* inet_addr("127.0.0.1") */}, 16) = 0',
    '10 listen(7, 128 <unfinished ...>',
    '11 <... futex resumed>) = 0',
    '10 <... listen resumed>) = 0',
    '10 close(7) = 0',
    '10 faccessat(-100 /* AT_FDCWD */, "@@end", 0 /* F_OK */) = -1 ENOENT (No such file or directory)',
    '10 close(7) = -1 EBADF (Bad file descriptor)',
  ].join('\n');

  it('joins calls that strace shows in two halves and names descriptors by their role', () => {
    const calls = parseTrace(trace);
    assert.equal(programThread(calls), '10');
    assert.deepEqual(normalise(calls), [
      'T0 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = lsn1',
      'T0 bind(lsn1, {AF_INET, port:P1, 127.0.0.1}, 16) = 0',
      'T0 listen(lsn1, 128) = 0',
      'T0 close(lsn1) = 0',
    ]);
  });
  it('compares descriptors, not the order between them', () => {
    const text = (...lines: string[]): string => textOf(perDescriptor(lines));
    const [first, second] = ['T0 listen(lsn1, 128) = 0', 'T1 read(acc1, "", 64) = 0'];
    assert.equal(text(first, second, 'T0 epoll_pwait(EP, [], max 128, timeout 0) = 1'), text(second, first));
    assert.notEqual(text(first, second, second), text(first, second));
    assert.equal(text(first, `${second} x2`), text(first, second, second));
  });
});
