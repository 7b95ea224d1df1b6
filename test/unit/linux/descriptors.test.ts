import assert from 'node:assert/strict';
import { descriptorsMade, pairArgument } from '../../../engine/linux/descriptors.ts';
import { loadLinux, type SyscallRecord } from '../../../engine/linux/index.ts';

describe('the descriptors that a call makes', () => {
  it('are its result, or what it writes, or none', () => {
    const none = (): never => assert.fail('nothing was written');
    assert.deepEqual(descriptorsMade({ name: 'accept4', args: [3, 0, 0, 0], result: 9 }, none), [9]);
    assert.deepEqual(descriptorsMade({ name: 'fcntl', args: [3, 1030, 0], result: 10 }, none), [10]);
    assert.deepEqual(descriptorsMade({ name: 'fcntl', args: [3, 3], result: 2 }, none), []);
    assert.deepEqual(descriptorsMade({ name: 'listen', args: [3, 128], result: 0 }, none), []);
    assert.deepEqual(
      descriptorsMade({ name: 'pipe2', args: [64, 0], result: 0 }, () =>
        Uint8Array.of(99, 4, 0, 0, 0, 5, 0, 0, 0).subarray(1),
      ),
      [4, 5],
    );
  });

  it('of a pipe are both its ends, as the kernel wrote them', () => {
    const { kernel, memory } = loadLinux();
    const pair = memory.allocate(8);
    const seen: SyscallRecord[] = [];
    kernel.watcher = (record) => seen.push(record);
    kernel.rawSyscall(kernel.numbers.numberOf('pipe2'), memory.addressOf(pair), 0);
    kernel.watcher = null;
    const [call = assert.fail('pipe2 was not seen')] = seen;
    const written = (): Uint8Array => memory.copyFrom(Number(call.args[pairArgument[call.name] ?? -1]), 8);
    const ends = descriptorsMade(call, written);
    assert.deepEqual(ends, [...new Int32Array(pair.buffer, pair.byteOffset, 2)]);
    assert.equal(new Set(ends).size, 2);
    for (const fd of ends) assert.equal(kernel.rawSyscall(kernel.numbers.numberOf('close'), fd), 0);
  });
});
