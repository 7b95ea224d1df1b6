import assert from 'node:assert/strict';
import path from 'node:path';
import { loadWalkthroughs } from '../../engine/session/walkthrough.ts';
import { stopsOf } from '../../engine/session/walkthroughFormat.ts';
import { endAll, netwalkRun, root } from './engine.ts';

/** Walks each walkthrough to its end in each version that it was checked with. */
describe('every walkthrough, in every version it was checked with', function () {
  this.timeout(120_000);
  afterEach(endAll);

  for (const walkthrough of loadWalkthroughs(path.join(root, 'walkthroughs'))) {
    for (const version of walkthrough.versions.checked) {
      it(`${walkthrough.id}, Go ${version}: all stops are met, in order, and the program ends well`, async () => {
        const { status, stdout } = await netwalkRun('walk', walkthrough.id, '--go', version, '--language', 'en');
        assert.doesNotMatch(stdout, /^walkthrough .*, stop /m, 'a stop has no place');
        const told = [...stdout.matchAll(/^\[(\d+)\/(\d+)\] /gm)].map(([, index, count]) => [
          Number(index),
          Number(count),
        ]);
        const stops = stopsOf(walkthrough, version);
        const met = new Set(told.map(([index]) => index));
        const missed = stops.filter(({ mayBeSkipped }, index) => !mayBeSkipped && !met.has(index + 1));
        assert.deepEqual(
          missed.map(({ id }) => id),
          [],
        );
        assert.deepEqual(
          [...met],
          [...met].sort((left = 0, right = 0) => left - right),
        );
        assert.deepEqual([told.at(-1)?.[0], told[0]?.[1]], [stops.length, stops.length]);
        assert.equal(status, 0);
      });
    }
  }
});
