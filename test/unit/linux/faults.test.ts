import assert from 'node:assert';
import { errnoNumber } from '../../../engine/linux/errno.ts';
import { FaultError, Faults, parseFault } from '../../../engine/linux/faults.ts';
import { call, kernel, must } from './calls.ts';

describe('faults', () => {
  afterEach(() => (kernel.inject = null));

  it('are written as call, error and which call', () => {
    const EMFILE = errnoNumber('EMFILE');
    assert.deepStrictEqual(parseFault('accept4=EMFILE'), {
      text: 'accept4=EMFILE',
      call: 'accept4',
      errno: EMFILE,
      when: 1,
    });
    assert.strictEqual(parseFault('accept4=EMFILE:12').when, 12);
    assert.strictEqual(parseFault('accept4=EMFILE:every').when, 'every');
    assert.strictEqual(parseFault('read=EWOULDBLOCK').errno, errnoNumber('EAGAIN'));
  });

  for (const [text, complaint] of [
    ['', /"" is no fault: write CALL=ERRNO/],
    ['accept4', /"accept4" is no fault/],
    ['accept4=', /is no fault/],
    ['=EMFILE', /is no fault/],
    ['accept4=EMFILE:', /is no fault/],
    ['accept4=EMFILE:1:2', /is no fault/],
    ['acept4=EMFILE', /there is no system call "acept4"; netwalk run --trace/],
    ['accept4=EMFIL', /there is no error "EMFIL"/],
    ['accept4=24', /there is no error "24"/],
    ['accept4=EMFILE:0', /a number from 1 on, or "every", not "0"/],
    ['accept4=EMFILE:-1', /not "-1"/],
    ['accept4=EMFILE:all', /not "all"/],
    ['accept4=EMFILE:1.5', /not "1.5"/],
  ] as const) {
    it(`refuse ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseFault(text),
        (error) => error instanceof FaultError && complaint.test(error.message),
      );
    });
  }

  it('happen at the call that is meant, and at no other', () => {
    const faults = new Faults([
      parseFault('dup=EMFILE:2'),
      parseFault('getpid=EPERM:every'),
      parseFault('dup=EBADF:9'),
    ]);
    faults.install(kernel);
    const outcomes = Array.from({ length: 3 }, () => {
      const fd = call('dup', 1);
      const { errno } = kernel;
      if (fd >= 0) must('close', fd);
      return errno;
    });
    assert.deepStrictEqual(outcomes, [0, errnoNumber('EMFILE'), 0]);
    for (let i = 0; i < 3; i++) {
      assert.strictEqual(call('getpid'), -1);
      assert.strictEqual(kernel.errno, errnoNumber('EPERM'));
    }
    assert.deepStrictEqual(faults.missed(), ['dup=EBADF:9 never happened: the program called dup 3 times']);
  });

  it('cost nothing when there are none', () => {
    new Faults([]).install(kernel);
    assert.strictEqual(kernel.inject, null);
  });
});
