import assert from 'node:assert/strict';
import type { BasicLit, BinaryOp } from '../../../engine/golang/syntax/ast.ts';
import * as constant from '../../../engine/golang/types/constant.ts';
import type { Constant } from '../../../engine/golang/types/constant.ts';
import type { BasicKind } from '../../../engine/golang/types/types.ts';

/** The constant of a literal; what kind of literal it is shows. */
function literal(text: string): Constant {
  const token: BasicLit['token'] = /^["`]/.test(text)
    ? 'STRING'
    : text.startsWith("'")
      ? 'CHAR'
      : text.endsWith('i')
        ? 'IMAG'
        : /^0[xX]/.test(text)
          ? /[pP.]/.test(text)
            ? 'FLOAT'
            : 'INT'
          : /[.eE]/.test(text)
            ? 'FLOAT'
            : 'INT';
  const value = constant.fromLiteral(token, text);
  assert.ok(value !== null, text);
  return value;
}

const show = (x: Constant | null): string => (x === null ? 'null' : `${x.kind} ${constant.constantString(x)}`);

describe('constants', () => {
  describe('of literals', () => {
    const values: [string, string][] = [
      ['1_000', 'int 1000'],
      ['0x_Ff', 'int 255'],
      ['0b101', 'int 5'],
      ['0o17', 'int 15'],
      ['017', 'int 15'],
      ['0', 'int 0'],
      ['123456789012345678901234567890', 'int 123456789012345678901234567890'],
      ['1.50', 'float 1.5'],
      ['.5e1', 'float 5'],
      ['089.5', 'float 89.5'],
      ['0x1.8p3', 'float 12'],
      ['1e100', 'float 1e+100'],
      ['1e400', 'float 1e+400'],
      ['1e-5000', 'float 1e-5000'],
      ['0.00001', 'float 1e-05'],
      ['123456.7', 'float 123456.7'],
      ['1000000.5', 'float 1.0000005e+06'],
      ['2i', 'complex (0 + 2i)'],
      ['017i', 'complex (0 + 17i)'],
      ["'a'", 'int 97'],
      ["'\\n'", 'int 10'],
      ["'\\''", 'int 39'],
      ["'\\u4e16'", 'int 19990'],
      ["'\xe4\xb8\x96'", 'int 19990'],
      ["'\\377'", 'int 255'],
      ['"a\\tb\\x00\\101"', 'string "a\\tb\\x00A"'],
      ['`a\\n\r\n`', 'string "a\\\\n\\n"'],
    ];
    for (const [text, expected] of values) it(text, () => assert.equal(show(literal(text)), expected));

    it('strings are bytes: escapes of characters become UTF-8', () => {
      const value = literal('"\\u00e9\\U0001F600\\xff"');
      assert.ok(value.kind === 'string');
      assert.equal(Buffer.from(value.value, 'latin1').toString('hex'), 'c3a9f09f9880ff');
    });
    it('malformed ones have no value', () => {
      assert.equal(constant.fromLiteral('INT', '09'), null);
      assert.equal(constant.fromLiteral('CHAR', "'ab'"), null);
      assert.equal(constant.fromLiteral('STRING', '"\\q"'), null);
      assert.equal(constant.fromLiteral('STRING', '"a'), null);
      assert.equal(constant.fromLiteral('FLOAT', '1e999999999'), null);
    });
  });

  describe('operations', () => {
    const operations: [string, BinaryOp, string, string][] = [
      ['7', '/', '2', 'int 3'],
      ['7', '%', '4', 'int 3'],
      ['7', '/', '2.0', 'float 3.5'],
      ['7', '/', '0', 'null'],
      ['7', '%', '0', 'null'],
      ['1.5', '/', '0.0', 'null'],
      ['12', '&^', '10', 'int 4'],
      ['12', '^', '10', 'int 6'],
      ['0.1', '+', '0.2', 'float 0.3'],
      ['1', '+', '2i', 'complex (1 + 2i)'],
      ['2i', '*', '2i', 'complex (-4 + 0i)'],
      ['1', '/', '2i', 'complex (0 + -0.5i)'],
      ['"a"', '+', '"b"', 'string "ab"'],
    ];
    for (const [x, op, y, expected] of operations) {
      it(`${x} ${op} ${y}`, () => assert.equal(show(constant.binary(literal(x), op, literal(y))), expected));
    }

    it('exactly: 0.1 + 0.2 is 0.3', () => {
      const sum = constant.binary(literal('0.1'), '+', literal('0.2'));
      assert.ok(sum !== null && constant.compare(sum, '==', literal('0.3')));
    });
    it('negative division truncates', () => {
      const minus7 = constant.unary('-', literal('7'));
      assert.equal(show(constant.binary(minus7, '/', literal('2'))), 'int -3');
      assert.equal(show(constant.binary(minus7, '%', literal('2'))), 'int -1');
      assert.equal(show(constant.binary(minus7, '/', literal('2'), false)), 'float -3.5');
    });
    it('^ of signed and unsigned', () => {
      assert.equal(show(constant.unary('^', literal('5'))), 'int -6');
      assert.equal(show(constant.unary('^', literal('5'), 8)), 'int 250');
    });
    it('shifts', () => {
      assert.equal(show(constant.shift(constant.makeInt(1), '<<', 100)), `int ${1n << 100n}`);
      assert.equal(show(constant.shift(constant.makeInt(-5), '>>', 1)), 'int -3');
    });
    it('comparisons across kinds', () => {
      assert.ok(constant.compare(literal('1'), '==', literal('1.0')));
      assert.ok(constant.compare(literal('1'), '<', literal('1.5')));
      assert.ok(constant.compare(literal('"a"'), '<=', literal('"b"')));
      assert.ok(constant.compare(literal('2i'), '!=', literal('2')));
      assert.ok(constant.compare(constant.makeBool(true), '!=', constant.makeBool(false)));
    });
    it('parts of complex numbers', () => {
      const x = constant.makeComplex(literal('1.5'), literal('2'));
      assert.equal(show(constant.realPart(x)), 'float 1.5');
      assert.equal(show(constant.imaginaryPart(x)), 'float 2');
      assert.equal(show(constant.toInt(constant.makeComplex(literal('3.0'), literal('0')))), 'int 3');
      assert.equal(constant.toFloat(x), null);
    });
    it('long computations stay within bounds', () => {
      let x = literal('1.1');
      for (let i = 0; i < 14; i++) x = constant.binary(x, '*', x) ?? x;
      assert.ok(x.kind === 'float' && constant.bitLength(x.num) < 5000 && constant.bitLength(x.den) < 5000);
      assert.equal(show(x), 'float 1.50575e+678');
    });
  });

  describe('as values of a type', () => {
    const cases: [string, BasicKind, string][] = [
      ['255', 'uint8', 'int 255'],
      ['256', 'uint8', 'overflows'],
      ['128', 'int8', 'overflows'],
      ['9223372036854775807', 'int', 'int 9223372036854775807'],
      ['9223372036854775808', 'int', 'overflows'],
      ['18446744073709551615', 'uintptr', 'int 18446744073709551615'],
      ['2.0', 'int', 'int 2'],
      ['2.5', 'int', 'truncated'],
      ['1e100', 'int64', 'truncated'],
      ['1', 'float64', 'float 1'],
      ['1e309', 'float64', 'overflows'],
      ['1e39', 'float32', 'overflows'],
      ['1e-400', 'float64', 'float 0'],
      ['2', 'complex64', 'complex (2 + 0i)'],
      ['2i', 'float64', 'overflows'],
      ['"a"', 'int', 'mismatch'],
      ['1', 'string', 'mismatch'],
      ['1', 'bool', 'mismatch'],
      ['"a"', 'untyped string', 'string "a"'],
      ['1e5', 'untyped rune', 'int 100000'],
    ];
    for (const [text, kind, expected] of cases) {
      it(`${text} as ${kind}`, () => {
        const { value, error } = constant.representable(literal(text), kind);
        assert.equal(error ?? show(value), expected);
      });
    }

    it('rounds to the nearest even', () => {
      const double = (text: string): number => {
        const x = constant.toFloat(literal(text));
        assert.ok(x !== null);
        return constant.toFloat64(x);
      };
      const single = (text: string): number => {
        const x = constant.toFloat(literal(text));
        assert.ok(x !== null);
        return constant.toFloat32(x);
      };
      assert.equal(double('0.1'), 0.1);
      assert.equal(double('9007199254740993.0'), 9007199254740992);
      assert.equal(double('9007199254740995.0'), 9007199254740996);
      assert.equal(double('1.797693134862315808e308'), Infinity);
      assert.equal(double('1.7976931348623157e308'), Number.MAX_VALUE);
      assert.equal(double('0x1p-1074'), Number.MIN_VALUE);
      assert.equal(double('0x1p-1075'), 0);
      assert.equal(double('0x1.8p-1075'), Number.MIN_VALUE);
      assert.equal(single('0.1'), Math.fround(0.1));
      assert.equal(single('16777217.0'), 16777216);
      assert.equal(single('16777219.0'), 16777220);
      assert.equal(single('3.4028235677973367e38'), Infinity);
      assert.equal(single('1e-45'), Math.fround(1e-45));
      const rounded = constant.representable(literal('0.1'), 'float64').value;
      assert.ok(rounded !== null && !constant.compare(rounded, '==', literal('0.1')));
      assert.ok(constant.compare(rounded, '==', constant.makeFloat(0.1)));
    });
    it('agrees with JavaScript on random numbers', () => {
      for (let i = 0; i < 2000; i++) {
        const text = `${Math.floor(Math.random() * 1e17)}e${Math.floor(Math.random() * 640) - 340}`;
        const x = constant.toFloat(literal(text));
        assert.ok(x !== null);
        assert.equal(constant.toFloat64(x), Number(text), text);
      }
    });
  });

  it('are shown shortened in messages', () => {
    const long = constant.makeString('x'.repeat(100));
    assert.equal(constant.constantString(long), `"${'x'.repeat(68)}...`);
    assert.equal(constant.constantString(constant.makeString('\xe2\x80\x8b"\xff')), '"\\u200b\\"\\xff"');
  });
});
