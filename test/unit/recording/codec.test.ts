import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Decoder, Encoder } from '../../../engine/trace/recording/codec.ts';

describe('numbers on a tape', () => {
  it('come back as they were written', () => {
    const piece = fc.oneof(
      fc.record({ kind: fc.constant('unsigned' as const), value: fc.nat({ max: Number.MAX_SAFE_INTEGER }) }),
      fc.record({ kind: fc.constant('signed' as const), value: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }) }),
      fc.record({ kind: fc.constant('bytes' as const), value: fc.uint8Array({ maxLength: 9000 }) }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
        const out = new Encoder();
        for (const { kind, value } of pieces) {
          if (kind === 'unsigned') out.unsigned(value);
          else if (kind === 'signed') out.signed(value);
          else out.bytes(value);
        }
        const input = new Decoder(out.take().slice());
        for (const { kind, value } of pieces) {
          if (kind === 'unsigned') assert.equal(input.unsigned(), value);
          else if (kind === 'signed') assert.equal(input.signed(), value);
          else assert.deepEqual(Buffer.from(input.bytes()), Buffer.from(value));
        }
        assert.ok(input.atEnd);
      }),
    );
  });

  it('that are cut off are an error, not another number', () => {
    const out = new Encoder();
    out.unsigned(2 ** 40);
    const whole = out.take().slice();
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => new Decoder(whole.subarray(0, length)).unsigned(), RangeError);
    }
  });
});
