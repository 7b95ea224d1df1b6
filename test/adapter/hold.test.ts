/** A walkthrough that holds one goroutine while all others go on: the queue that it leaves full, as the kernel tells it. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { endAll, stopped, type Engine } from './engine.ts';

interface State {
  goroutines: { goid: number; entry: string; held: boolean }[];
  descriptors: { role: string; state: string; acceptQueue: number | null; backlog: number | null }[];
}

describe('a walkthrough that holds a goroutine', function () {
  this.timeout(60_000);
  afterEach(endAll);

  /** Goes on to a stop of the walk; gives what the client sees there. */
  async function walkTo({ client }: Engine, wanted: string): Promise<State> {
    for (;;) {
      const before = client.events.length;
      const since = (event: string): Record<string, unknown> | undefined =>
        client.events.slice(before).find((each) => each.event === event)?.body;
      await client.move('netwalk/nextStop', {});
      while (since('netwalk/narration') === undefined || since('netwalk/state') === undefined) await delay(5);
      const { narration } = since('netwalk/narration') as { narration: { stop: string } };
      if (narration.stop === wanted) return since('netwalk/state') as unknown as State;
    }
  }

  const held = ({ goroutines }: State): string[] =>
    goroutines.filter((goroutine) => goroutine.held).map(({ entry }) => entry);

  for (const goVersion of ['1.19', '1.27']) {
    it(`leaves its queue full and two dials without an answer, until it is let go, Go ${goVersion}`, async () => {
      const engine = await stopped({ walkthrough: 'accept-queue', goVersion });
      const { client, exit } = engine;
      const full = await walkTo(engine, 'full');
      assert.deepEqual(held(full), ['main.serve']);
      const listener = full.descriptors.find(({ role }) => role === 'listener');
      assert.deepEqual([listener?.acceptQueue, listener?.backlog], [3, 2]);
      const states = full.descriptors.map(({ state }) => state).filter((state) => /SYN_SENT|ESTABLISHED/.test(state));
      assert.deepEqual(states.sort(), ['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED', 'SYN_SENT', 'SYN_SENT']);
      const third = await walkTo(engine, 'third');
      assert.deepEqual(held(third), []);
      await client.ask('continue', { threadId: 1 });
      assert.deepEqual(await client.next('exited'), { exitCode: 0 });
      assert.match(client.output('stdout'), /connected: 3\nconnected and accepted: 5\n/);
      await client.ask('disconnect');
      assert.equal(await exit, 0);
    });
  }

  it('can be let go by hand before the walk does', async () => {
    const engine = await stopped({ walkthrough: 'accept-queue' });
    const { client } = engine;
    const full = await walkTo(engine, 'full');
    const goid = full.goroutines.find((goroutine) => goroutine.held)?.goid;
    await client.ask('netwalk/hold', { goid, held: false });
    await client.ask('continue', { threadId: 1 });
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
  });
});
