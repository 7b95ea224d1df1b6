import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadWalkthrough } from '../../../engine/session/walkthrough.ts';
import { stopsOf } from '../../../engine/session/walkthroughFormat.ts';

const walkthrough = loadWalkthrough(path.join(import.meta.dirname, '../../../walkthroughs/tcp-echo'));

describe('the anchors of the TCP echo', () => {
  for (const version of walkthrough.versions.checked) {
    it(`have a known place each, ${version}`, () => {
      const places = readFileSync(path.join(import.meta.dirname, `places/tcp-echo-${version}.tsv`), 'utf8');
      assert.deepEqual(
        places
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t').slice(0, 2)),
        stopsOf(walkthrough, version).map(({ id, anchor }) => [id, anchor.file]),
      );
    });
  }
});
