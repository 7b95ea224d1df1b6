/** What the stops of the walkthroughs say to look at is in the live picture there. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import { loadWalkthroughs } from '../../engine/session/walkthrough.ts';
import { pictureOf } from '../../extension/live/content.ts';
import { descriptorExpressions, pointedIds } from '../../extension/live/pointing.ts';
import { t } from '../unit/extension/data.ts';
import { endAll, root, stopped, value, type Engine } from './engine.ts';

type Look = NonNullable<CustomEvents['netwalk/narration']['narration']>['lookAt'][number];

describe('the stops of every walkthrough', function () {
  this.timeout(300_000);
  afterEach(endAll);

  for (const { id } of loadWalkthroughs(path.join(root, 'walkthroughs'))) {
    it(`${id}: point at something in the live picture`, async () => {
      const engine = await stopped({ walkthrough: id, goVersion: '1.27' });
      const { client, exit } = engine;
      const missed: string[] = [];
      let [pointing, beyondLines] = [0, 0];
      const over = client.next('exited').then(() => false);
      let at = 0;
      do {
        // What is told of a stop has come when this is answered.
        const state = (await client.ask('netwalk/state')) as unknown as CustomEvents['netwalk/state'];
        const told = client.events.slice(at).findLast(({ event }) => event === 'netwalk/narration')?.body;
        at = client.events.length;
        const { narration } = (told ?? { narration: null }) as unknown as CustomEvents['netwalk/narration'];
        if (narration === null) continue;
        const { stop, title, lookAt } = narration;
        if (lookAt.length === 0) continue;
        const ids = await pointedAt(engine, state, title, lookAt);
        pointing++;
        if (ids.length === 0) missed.push(`${stop} ${JSON.stringify(lookAt)}`);
        if (ids.some((id) => !/^goroutine \d+ place$/.test(id))) beyondLines++;
      } while (await Promise.race([over, client.move('netwalk/nextStop', {}).then(() => true)]));
      assert.deepEqual(missed, []);
      assert.ok(
        pointing >= 3 && beyondLines >= 1,
        `${pointing} stops point at something, ${beyondLines} at more than a line`,
      );
      await client.ask('disconnect').catch(() => undefined);
      await exit;
    });
  }

  async function pointedAt(
    { client }: Engine,
    state: CustomEvents['netwalk/state'],
    title: string,
    lookAt: readonly Look[],
  ): Promise<string[]> {
    const marks = [];
    for (const look of lookAt) {
      let fd: number | null = null;
      for (const expression of descriptorExpressions(look)) {
        const text = await value(client, expression).catch(() => '');
        if (fd === null && /^\d+$/.test(text)) fd = Number(text);
      }
      marks.push({ view: look.view, fd });
    }
    const picture = pictureOf({ state, selected: state.goid, pid: null, isRecording: false }, t);
    return pointedIds(picture, { title, marks }, state.goid);
  }
});
