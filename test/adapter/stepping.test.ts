import assert from 'node:assert/strict';
import type { Client } from './client.ts';
import { endAll, launched, lineOf, program, stopped, topFrame } from './engine.ts';

describe('the filter of deadlines', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('stops where the timer fires, and the program goes on to its error', async () => {
    const { client } = await launched({ program: program('deadline.go'), stopOnEntry: false });
    await client.ask('setExceptionBreakpoints', { filters: ['deadline'] });
    await client.ask('configurationDone');
    const stop = await client.next('stopped');
    assert.deepEqual([stop['reason'], stop['description']], ['exception', 'a deadline has expired']);
    assert.equal((await topFrame(client)).name, 'runtime.netpolldeadlineimpl');
    await client.ask('continue', { threadId: stop['threadId'] });
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    assert.equal(client.output('stdout'), 'true\n');
  });
});

describe('one goroutine of several', function () {
  this.timeout(60_000);
  afterEach(endAll);
  const workers = program('workers.go');

  /** At the first statement of `right`, which the scheduler takes first; gives its goroutine. */
  const inRight = async (): Promise<{ client: Client; right: number }> => {
    const { client } = await launched({ program: workers, stopOnEntry: false });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.right' }] });
    await client.ask('configurationDone');
    const stop = await client.next('stopped');
    return { client, right: Number(stop['threadId']) };
  };

  it('is held while the others go on, and goes on when it is released', async () => {
    const { client, right } = await inRight();
    await client.ask('netwalk/hold', { goid: right, held: true });
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.ask('setBreakpoints', {
      source: { path: workers },
      breakpoints: [{ line: lineOf(workers, 'done <- "left"') }],
    });
    const stop = await client.move('continue', { threadId: right });
    assert.notEqual(stop['threadId'], right);
    const { threads } = (await client.ask('threads')) as { threads: { id: number; name: string }[] };
    assert.match(threads.find(({ id }) => id === right)?.name ?? '', /held/);
    assert.equal((await topFrame(client)).line, lineOf(workers, 'done <- "left"'));

    await client.ask('netwalk/hold', { goid: right, held: false });
    await client.ask('continue', { threadId: 1 });
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    assert.equal(client.output('stdout'), 'left right\n');
  });

  it('keeps its steps to itself with singleThread', async () => {
    const { client, right } = await inRight();
    for (let turn = 0; turn < 8; turn++) {
      const stop = await client.move('next', { threadId: right, singleThread: true });
      assert.equal(stop['threadId'], right);
    }
  });
});

describe('a walk that is resumed', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('begins at the stop where it was left', async () => {
    const { client } = await stopped({ walkthrough: 'tcp-echo', stop: 'accept4' });
    const { narration } = (await client.next('netwalk/narration')) as { narration: { stop: string; index: number } };
    assert.equal(narration.stop, 'accept4');
    assert.equal(client.events.filter(({ event }) => event === 'stopped').length, 1);
    await client.move('netwalk/previousStop', {});
    const { narration: before } = (await client.next('netwalk/narration')) as { narration: { index: number } };
    assert.equal(before.index, narration.index - 1);
  });
});
