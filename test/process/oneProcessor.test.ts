/** A thread that stays where it is, as the kernel says it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadLinux } from '../../engine/linux/index.ts';
import { OneProcessor } from '../../engine/process/oneProcessor.ts';

const allowed = (): string => /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/thread-self/status', 'utf8'))?.[1] ?? ''; // prettier-ignore

describe('process: the tracer stays on one processor', () => {
  it('for a while, and may then move', () => {
    const before = allowed();
    assert.match(before, /^\d+/);
    const processor = new OneProcessor(loadLinux());
    try {
      assert.equal(allowed(), before);
      processor.stay(1000);
      const held = allowed();
      assert.match(held, /^\d+$/);
      processor.stay(1499);
      assert.equal(allowed(), held);
      processor.stay(1500);
      assert.equal(allowed(), before);
      processor.stay(1519);
      assert.equal(allowed(), before);
      processor.stay(1520);
      assert.match(allowed(), /^\d+$/);
    } finally {
      processor.release();
    }
    assert.equal(allowed(), before);
  });
});
