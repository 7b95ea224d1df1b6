import assert from 'node:assert/strict';
import { resolveAnchor } from '../../../engine/golang/source/anchors.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';

const text = `package p

func plain() {
	x := 1
	if err := open(x, func() { inner() }); err != nil {
		return
	} else if x.Err() == io.EOF {
		fd.pfd.Close()
	}
start:
	for i := first(); i < n; i++ {
		v, ok := <-c
		a.n += 2; b.n++
	}
	var n, err = sys.Read(fd)
	switch err := connect(fd); err {
	case syscall.EAGAIN, syscall.EINTR:
		continue
	case nil:
	case io.EOF:
		{
			goto start
		}
	default:
		stop()
	}
	select {
	case q <- send():
		q <- 1
	case v = <-c:
	}
	go serve(generic[int](1))
	defer func() {
		return
	}()
	return
}

func (t *T[K]) pointer() { t.lock(); t.n = 0 }

func (T) value() { f(); }

func external()
`;
const file = parseFile(new FileSet(), 'p/p.go', text);

/** What stands at the place of an anchor, up to the end of its line; or the error without its beginning. */
function at(func: string, statement: string, occurrence?: number): string {
  const place = resolveAnchor({ file: 'p/p.go', func, statement, occurrence }, file);
  if ('error' in place) return place.error.replace(/^.*": /, '');
  const source = text.slice(place.pos - file.base, place.end - file.base);
  assert.ok(text.split('\n')[place.line - 1]?.includes(source.split('\n')[0] ?? ''));
  return source.split('\n')[0] ?? '';
}

describe('anchors', () => {
  const cases: [statement: string, occurrence: number | undefined, expected: string][] = [
    ['call open', undefined, 'if err := open(x, func() { inner() }); err != nil {'],
    ['call inner', undefined, 'inner()'],
    ['call Err', undefined, 'if x.Err() == io.EOF {'],
    ['call Close', undefined, 'fd.pfd.Close()'],
    ['call pfd.Close', undefined, 'fd.pfd.Close()'],
    ['call fd.Close', undefined, 'no statement matches'],
    ['call lose', undefined, 'no statement matches'],
    ['call first', undefined, 'for i := first(); i < n; i++ {'],
    ['call connect', undefined, 'switch err := connect(fd); err {'],
    ['call send', undefined, 'no statement matches'],
    ['call generic', undefined, 'go serve(generic[int](1))'],
    ['call Read', 2, 'there is no number 2, only 1'],
    ['if', 1, 'if err := open(x, func() { inner() }); err != nil {'],
    ['if', 2, 'if x.Err() == io.EOF {'],
    ['if err', undefined, 'if err := open(x, func() { inner() }); err != nil {'],
    ['if EOF', undefined, 'if x.Err() == io.EOF {'],
    ['if open', undefined, 'no statement matches'],
    ['assign x', undefined, 'x := 1'],
    ['assign ok', undefined, 'v, ok := <-c'],
    ['assign n', 1, 'a.n += 2'],
    ['assign n', 2, 'b.n++'],
    ['assign n', 3, 'var n, err = sys.Read(fd)'],
    ['assign b.n', undefined, 'b.n++'],
    ['assign i', undefined, 'no statement matches'],
    ['assign v', 2, 'there is no number 2, only 1'],
    ['return 1', undefined, 'return'],
    ['return 3', undefined, 'return'],
    ['return 4', undefined, 'there is no number 4, only 3'],
    ['case EINTR', undefined, 'continue'],
    ['case EOF', undefined, 'goto start'],
    ['case nil', undefined, 'no statement matches'],
    ['for', undefined, 'for i := first(); i < n; i++ {'],
    ['switch', undefined, 'switch err := connect(fd); err {'],
    ['select', undefined, 'select {'],
    ['send', undefined, 'q <- 1'],
    ['send', 2, 'there is no number 2, only 1'],
    ['go', undefined, 'go serve(generic[int](1))'],
    ['defer', undefined, 'defer func() {'],
    ['func', undefined, 'x := 1'],
    ['while', undefined, 'that is no form of statement'],
  ];
  for (const [statement, occurrence, expected] of cases) {
    it(`${statement}${occurrence === undefined ? '' : `, ${occurrence}`}`, () => {
      assert.equal(at('plain', statement, occurrence), expected);
    });
  }

  it('names methods by their receivers', () => {
    assert.equal(at('(*T).pointer', 'assign n'), 't.n = 0');
    assert.equal(at('T.value', 'func'), 'f()');
    assert.equal(at('T.pointer', 'func'), 'the file has no such function');
    assert.equal(at('value', 'func'), 'the file has no such function');
    assert.equal(at('external', 'func'), 'the function has no body');
  });

  it('gives line and anchor', () => {
    const anchor = { file: 'p/p.go', func: 'plain', statement: 'return 2' };
    const place = resolveAnchor(anchor, file);
    assert.ok(!('error' in place));
    assert.equal(place.line, 34);
    assert.deepEqual(resolveAnchor({ ...anchor, func: 'x' }, file), {
      error: 'p/p.go, x, "return 2": the file has no such function',
    });
  });
});
