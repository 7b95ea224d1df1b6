import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frame, FramingError, MessageReader } from '../../../engine/adapter/framing.ts';

const read = (reader: MessageReader, text: string): unknown[] => [...reader.read(Buffer.from(text))];

describe('messages on the wire', () => {
  it('are the same wherever the bytes are cut', () => {
    const message = fc.record(
      {
        seq: fc.nat(),
        type: fc.constant('request'),
        command: fc.string({ unit: 'grapheme' }),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(message), fc.integer({ min: 1, max: 40 }), (messages, size) => {
        const bytes = Buffer.from(messages.map(frame).join(''));
        const reader = new MessageReader();
        const found: unknown[] = [];
        for (let at = 0; at < bytes.length; at += size) found.push(...reader.read(bytes.subarray(at, at + size)));
        assert.deepEqual(found, messages);
        assert.equal(reader.pending, 0);
      }),
    );
  });

  it('may have further fields in the header, in any case', () => {
    const body = '{"seq":1,"type":"event"}';
    const header = `Content-Type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    assert.deepEqual(read(new MessageReader(), header + body), [{ seq: 1, type: 'event' }]);
  });

  for (const [what, text, expected] of [
    ['no JSON', 'Content-Length: 5\r\n\r\nhello', /no JSON/],
    ['a length that is no number', 'Content-Length: many\r\n\r\n', /Content-Length is no number: "many"/],
    ['a negative length', 'Content-Length: -5\r\n\r\n', /Content-Length is no number/],
    ['a length beyond measure', 'Content-Length: 99999999999\r\n\r\n', /is more than/],
    ['no length', 'Content-Type: x\r\n\r\n', /without Content-Length/],
    ['no header at all', 'x'.repeat(5000), /without end/],
    ['a list', 'Content-Length: 2\r\n\r\n[]', /no seq or no type/],
    ['null', 'Content-Length: 4\r\n\r\nnull', /no seq or no type/],
  ] as const) {
    it(`are refused: ${what}`, () => {
      assert.throws(
        () => read(new MessageReader(), text),
        (error) => error instanceof FramingError && expected.test(error.message),
      );
    });
  }
});
