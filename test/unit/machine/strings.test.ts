import assert from 'node:assert/strict';
import fc from 'fast-check';
import { M } from '../../../engine/golang/machine/index.ts';

const runes = (s: string): number[] => Array.from(M.stringToRunes(s).array as Int32Array);

describe('strings', () => {
  it('decode UTF-8 as Go does: each bad byte is one RuneError', () => {
    assert.deepEqual(runes('a\xff\xc3\xa9\xe2\x82'), [97, 0xfffd, 233, 0xfffd, 0xfffd]);
    assert.deepEqual(runes('\xed\xa0\x80'), [0xfffd, 0xfffd, 0xfffd]); // a surrogate half
    assert.deepEqual(runes('\xc0\x80'), [0xfffd, 0xfffd]); // overlong
    assert.deepEqual(runes('\xf4\x90\x80\x80'), [0xfffd, 0xfffd, 0xfffd, 0xfffd]); // beyond U+10FFFF
    assert.equal(M.decodeRune('\xf0\x9f\x98\x80', 0), 0x1f600 * 8 + 4);
  });

  it('agree with JavaScript on all that is valid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = M.utf8(text);
        assert.equal(M.fromUtf8(bytes), text);
        assert.deepEqual(
          runes(bytes),
          Array.from(text, (c) => c.codePointAt(0)),
        );
        assert.equal(M.runesToString(M.stringToRunes(bytes)), bytes);
        assert.equal(M.bytesToString(M.stringToBytes(bytes)), bytes);
      }),
    );
  });

  it('a number that is no rune becomes U+FFFD', () => {
    for (const rune of [-1, 0xd800, 0x110000, 2n ** 60n]) assert.equal(M.runeToString(rune), '\xef\xbf\xbd');
  });
});
