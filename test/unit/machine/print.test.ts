import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { format } from '../../../engine/golang/machine/print.ts';
import { release } from '../../../engine/golang/machine/release.ts';
import { run } from './program.ts';

const numbers = [1.5, -0.25, NaN, Infinity, -Infinity, 1e100, 123456789, 0, 1e-5];

describe('print', () => {
  afterEach(() => {
    release.minor = 27;
  });

  // What `go run` printed with 1.19 and 1.27.
  it('floating-point numbers, long until 1.25, short since 1.26', () => {
    release.minor = 25;
    assert.deepEqual(numbers.map((v) => format('float64', v)), ['+1.500000e+000', '-2.500000e-001', 'NaN', '+Inf', '-Inf', '+1.000000e+100', '+1.234568e+008', '+0.000000e+000', '+1.000000e-005']); // prettier-ignore
    assert.equal(format('complex128', M.complex(1, -2)), '(+1.000000e+000-2.000000e+000i)');
    release.minor = 26;
    assert.deepEqual(numbers.map((v) => format('float64', v)), ['1.5', '-0.25', 'NaN', '+Inf', '-Inf', '1e+100', '1.23456789e+08', '0', '1e-05']); // prettier-ignore
    assert.equal(format('complex128', M.complex(1, -2)), '(1-2i)');
    assert.equal(format('float32', Math.fround(0.1)), '0.1');
  });

  it('println puts spaces between and a line end behind', () => {
    const { printed } = run(function* () {
      M.println(['bool', true], ['int', -3], ['uint64', 2n ** 63n], ['string', 's'], ['slice', M.nilSlice]);
      M.print(['string', 'a'], ['int', 1]);
      M.println();
    });
    assert.equal(printed, 'true -3 9223372036854775808 s [0/0]0x0\na1\n');
  });
});
