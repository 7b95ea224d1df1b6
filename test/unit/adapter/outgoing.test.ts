import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { Event } from '@vscode/debugadapter';
import { mostUnread, Outgoing } from '../../../engine/adapter/outgoing.ts';

/** A client that reads only when it is told to. */
class Slow extends Writable {
  text = '';
  #next: (() => void) | null = null;
  #reads = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    if (this.#reads) setImmediate(done);
    else this.#next = done;
  }

  read(): void {
    this.#reads = true;
    this.#next?.();
  }
}

const call = (step: number): Event => new Event('netwalk/systemCall', { step, text: 'x'.repeat(1000) });

describe('messages to a client that reads slower than the program runs', () => {
  it('do not pile up without end; what was dropped is said, and what matters is not dropped', async () => {
    const slow = new Slow();
    const outgoing = new Outgoing(slow, (event) => outgoing.write(event));
    let most = 0;
    for (let step = 0; step < 20_000; step++) {
      outgoing.write(call(step));
      most = Math.max(most, slow.writableLength);
    }
    outgoing.write(new Event('stopped', { reason: 'step' }));
    assert.ok(most < mostUnread + 5000, `${most} bytes`);
    slow.read();
    await new Promise((resolve) => slow.once('drain', resolve));
    await new Promise((resolve) => slow.end(resolve));
    const kept = slow.text.match(/netwalk\/systemCall/g)?.length ?? 0;
    assert.match(slow.text, /"event":"stopped"/);
    assert.ok(slow.text.includes(`${20_000 - kept} steps dropped`), `${kept} kept`);
    assert.ok(slow.text.includes(`steps ${kept} to 19999`));
  });

  it('are all sent to one that keeps up', async () => {
    const slow = new Slow();
    slow.read();
    const outgoing = new Outgoing(slow, (event) => outgoing.write(event));
    for (let step = 0; step < 100; step++) outgoing.write(call(step));
    await new Promise((resolve) => slow.end(resolve));
    assert.equal(slow.text.match(/netwalk\/systemCall/g)?.length, 100);
    assert.ok(!slow.text.includes('dropped'));
  });
});
