import assert from 'node:assert/strict';
import { CallRecorder, readCalls, type Look } from '../../../engine/session/process/callTape.ts';
import type { ProcessCall } from '../../../engine/process/protocol.ts';

const call = (index: number, more: Partial<ProcessCall> = {}): ProcessCall => ({
  index,
  name: 'write',
  text: `write(7, "é${index}", 3) = 3`,
  result: 3,
  errno: 0,
  errnoName: '',
  start: 1_000_000 + index,
  duration: 12.3,
  fds: [7],
  thread: 4711,
  goid: 18,
  onSystemStack: false,
  stack: 5,
  ...more,
});

const stacks = new Map([
  [5, [{ function: 'net.(*netFD).Write', file: '/go/src/net/fd_posix.go', line: 96, inlined: true }]],
  [9, []],
]);

describe('the calls of a process in a recording', () => {
  const calls = [
    call(0),
    call(3, { result: -1, errno: 11, errnoName: 'EAGAIN', start: 900_000, onSystemStack: true, goid: 0, stack: 9 }),
    call(4, { goid: null, fds: [], result: 2 ** 47, duration: 0 }),
  ];
  const look: Look = { now: 5, goroutines: [], descriptors: [] };

  function taped(write: (recorder: CallRecorder) => void): Uint8Array[] {
    const blocks: Uint8Array[] = [];
    const recorder = new CallRecorder((block) => blocks.push(Uint8Array.from(block)));
    write(recorder);
    return blocks;
  }

  const blocks = taped((recorder) => {
    recorder.call(calls[0] as ProcessCall, () => stacks.get(5) ?? []);
    recorder.look(look);
    for (const made of calls.slice(1)) recorder.call(made, () => stacks.get(made.stack) ?? []);
    recorder.end(143, 'killed');
  });

  it('come back as they were, in their order, with looks between them', () => {
    const read = readCalls(blocks);
    const expected = calls.map(({ stack, ...made }) => ({ call: made, stack: stacks.get(stack) }));
    assert.deepEqual(read.calls, expected);
    assert.deepEqual(read.looks, [{ step: 1, look }]);
    assert.deepEqual(read.end, { status: 143, reason: 'killed' });
  });

  it('are good up to the block where the file was cut off', () => {
    const { calls: read, looks, end } = readCalls(blocks.slice(0, 1));
    assert.deepEqual([read.length, looks.length, end], [1, 1, null]);
  });

  it('with a record of another kind are refused', () => {
    assert.throws(() => readCalls([Uint8Array.of(77)]), /no record of kind 77/);
  });

  it('hold a stack once, however many calls have it', () => {
    const many = taped((recorder) => {
      for (let index = 0; index < 5000; index++) recorder.call(call(index), () => stacks.get(5) ?? []);
      recorder.end(0, 'let go');
    });
    assert.ok(many.length > 1);
    const text = many.map((block) => Buffer.from(block).toString('latin1')).join('');
    assert.equal(text.split('net.(*netFD).Write').length - 1, 1);
    assert.equal(readCalls(many).calls.length, 5000);
  });
});
