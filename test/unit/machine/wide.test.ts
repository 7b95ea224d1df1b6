import assert from 'node:assert/strict';
import fc from 'fast-check';
import { M } from '../../../engine/golang/machine/index.ts';
import type { Wide } from '../../../engine/golang/machine/wide.ts';

/** Values where arithmetic goes wrong first: around powers of two, and anything. */
const bits = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc
    .tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: -3, max: 3 }))
    .map(([n, d]) => (1n << BigInt(n)) + BigInt(d)),
  fc.integer({ min: -70, max: 70 }).map(BigInt),
  fc.maxSafeInteger().map(BigInt),
);
const canonical = (v: bigint): Wide => (v >= -(2n ** 53n) + 1n && v <= 2n ** 53n - 1n ? Number(v) : v);
const int = (v: bigint): Wide => canonical(BigInt.asIntN(64, v));
const uint = (v: bigint): Wide => canonical(BigInt.asUintN(64, v));

interface Operator {
  int: (x: Wide, y: Wide) => Wide;
  uint: (x: Wide, y: Wide) => Wide;
  exact: (x: bigint, y: bigint) => bigint;
  byNonZero?: boolean;
}
const operators: Record<string, Operator> = {
  '+': { int: M.addInt, uint: M.addUint, exact: (x, y) => x + y },
  '-': { int: M.subInt, uint: M.subUint, exact: (x, y) => x - y },
  '*': { int: M.mulInt, uint: M.mulUint, exact: (x, y) => x * y },
  '/': { int: M.quoInt, uint: M.quoUint, exact: (x, y) => x / y, byNonZero: true },
  '%': { int: M.remInt, uint: M.remUint, exact: (x, y) => x % y, byNonZero: true },
  '&': { int: M.andInt, uint: M.andUint, exact: (x, y) => x & y },
  '|': { int: M.orInt, uint: M.orUint, exact: (x, y) => x | y },
  '^': { int: M.xorInt, uint: M.xorUint, exact: (x, y) => x ^ y },
  '&^': { int: M.andNotInt, uint: M.andNotUint, exact: (x, y) => x & ~y },
};

/** The same, -0 and 0 told apart. */
const same = (actual: Wide, expected: Wide, what: string): void =>
  assert.ok(Object.is(actual, expected), `${what}: ${actual} (${typeof actual}), not ${expected} (${typeof expected})`);

describe('wide integers', () => {
  for (const [name, operator] of Object.entries(operators)) {
    it(`x ${name} y is exact modulo 2^64`, () => {
      fc.assert(
        fc.property(bits, bits, (x, y) => {
          const [ix, iy] = [BigInt.asIntN(64, x), BigInt.asIntN(64, y)];
          const [ux, uy] = [BigInt.asUintN(64, x), BigInt.asUintN(64, y)];
          if (operator.byNonZero === true && uy === 0n) return;
          same(operator.int(canonical(ix), canonical(iy)), int(operator.exact(ix, iy)), `${ix} ${name} ${iy}`);
          same(operator.uint(canonical(ux), canonical(uy)), uint(operator.exact(ux, uy)), `${ux} ${name} ${uy}`);
        }),
        { numRuns: 3000 },
      );
    });
  }

  it('-x and ^x', () => {
    fc.assert(
      fc.property(bits, (x) => {
        same(M.negInt(int(x)), int(-x), `-${x}`);
        same(M.negUint(uint(x)), uint(-x), `-${x}`);
        same(M.notInt(int(x)), int(~x), `^${x}`);
        same(M.notUint(uint(x)), uint(~x), `^${x}`);
      }),
    );
  });

  it('shifts, by any count', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constant(2n ** 63n));
    fc.assert(
      fc.property(bits, count, (x, n) => {
        const shift = n > 64 ? 64n : BigInt(n);
        const [ix, ux] = [BigInt.asIntN(64, x), BigInt.asUintN(64, x)];
        same(M.shlInt(canonical(ix), n), int(ix << shift), `${ix} << ${n}`);
        same(M.shrInt(canonical(ix), n), int(ix >> shift), `${ix} >> ${n}`);
        same(M.shlUint(canonical(ux), n), uint(ux << shift), `${ux} << ${n}`);
        same(M.shrUint(canonical(ux), n), uint(ux >> shift), `${ux} >> ${n}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('conversions keep the low bits', () => {
    fc.assert(
      fc.property(bits, (x) => {
        for (const v of [int(x), uint(x)]) {
          same(M.toInt(v), int(x), 'int64');
          same(M.toUint(v), uint(x), 'uint64');
          same(M.toInt32(v), Number(BigInt.asIntN(32, x)), 'int32');
          same(M.toUint32(v), Number(BigInt.asUintN(32, x)), 'uint32');
          same(M.toInt16(v), Number(BigInt.asIntN(16, x)), 'int16');
          same(M.toUint16(v), Number(BigInt.asUintN(16, x)), 'uint16');
          same(M.toInt8(v), Number(BigInt.asIntN(8, x)), 'int8');
          same(M.toUint8(v), Number(BigInt.asUintN(8, x)), 'uint8');
        }
      }),
    );
  });

  it('from floating point, as amd64 does it', () => {
    // From `go run` on amd64.
    const indefinite = -9223372036854775808n;
    for (const x of [NaN, Infinity, -Infinity, 1.8e19]) assert.equal(M.floatToInt(x), indefinite);
    assert.deepEqual([NaN, Infinity, -Infinity, 1.8e19, -1.5].map(M.floatToUint), [
      9223372036854775808n, 9223372036854775808n, 9223372036854775808n, 18000000000000000000n, 18446744073709551615n,
    ]); // prettier-ignore
    assert.deepEqual([NaN, 5e9, -1.5].map(M.floatToInt32), [-2147483648, -2147483648, -1]);
    assert.deepEqual([5e9, -1.5].map(M.floatToUint32), [705032704, 4294967295]);
    assert.deepEqual([M.floatToInt8(299.2), M.floatToUint8(-1.5), M.floatToInt16(5e9)], [43, 255, 0]);
    same(M.floatToInt(-0.5), 0, 'int64(-0.5)');
  });

  it('to float32 with one rounding', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n << 53n, max: (1n << 63n) - 1n }), (x) => {
        // The nearest float32: of the two around it by exact distance, ties to even.
        const got = M.wideToFloat32(x);
        const distance = (f: number): bigint => (BigInt(f) > x ? BigInt(f) - x : x - BigInt(f));
        const ulp = 2 ** (Math.floor(Math.log2(got)) - 23);
        for (const other of [got - ulp, got + ulp]) assert.ok(distance(got) <= distance(other));
      }),
    );
    // By way of a float64 this would be a tie, and go down.
    assert.equal(M.wideToFloat32(2n ** 62n + 2n ** 38n + 1n), 2 ** 62 + 2 ** 39);
  });

  it('32-bit and smaller operators', () => {
    assert.equal(M.quo32(-7, 2), -3);
    assert.equal(M.rem32(-7, 2), -1);
    assert.equal(M.shl32(1, 40), 0);
    assert.equal(M.shr32(-8, 2n ** 63n), -1);
    assert.equal(M.ushr32(0xffffffff, 4), 0x0fffffff);
  });

  it('dividing by zero and shifting by less than zero panic', () => {
    const text = (f: () => unknown): string => {
      try {
        f();
      } catch (error) {
        return String(((error as { value: { v: unknown } }).value as { v: unknown }).v);
      }
      return '';
    };
    for (const f of [M.quoInt, M.quoUint, M.remInt, M.remUint]) {
      assert.equal(text(() => f(1, 0)), 'runtime error: integer divide by zero'); // prettier-ignore
      assert.equal(text(() => f(2n ** 60n, 0)), 'runtime error: integer divide by zero'); // prettier-ignore
    }
    assert.equal(text(() => M.quo32(1, 0)), 'runtime error: integer divide by zero'); // prettier-ignore
    for (const f of [M.shlInt, M.shrInt, M.shl32, M.shr32]) {
      assert.equal(text(() => f(1, -1)), 'runtime error: negative shift amount'); // prettier-ignore
    }
  });

  it('min and max', () => {
    assert.equal(M.min<Wide>(3, 2n ** 60n, -1), -1);
    assert.equal(M.max('a', 'b', 'ab'), 'b');
    assert.ok(Number.isNaN(M.minFloat(1, NaN)));
    assert.ok(Object.is(M.minFloat(0, -0), -0));
  });
});
