import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadWalkthroughs } from '../../../engine/session/walkthrough.ts';
import { stopsOf } from '../../../engine/session/walkthroughFormat.ts';
import { readCatalogue, stopsIn } from '../../../extension/catalogue.ts';
import { inProject } from '../../../extension/tools/project.mjs';

describe('the catalogue of walkthroughs', () => {
  it('reads titles, introduction, chapters and stops in each language', () => {
    const [english] = readCatalogue(inProject('walkthroughs'), 'en');
    const [chinese] = readCatalogue(inProject('walkthroughs'), 'zh-cn');
    assert.ok(english && chinese);
    assert.equal(english.id, 'tcp-echo');
    assert.equal(english.title, 'A TCP echo: Listen, Accept, Dial, Read, Write, Close');
    assert.match(english.introduction, /^One process, two goroutines[^#]*\*\*who waits, and where\?\*\*$/);
    assert.equal(english.chapters[0]?.title, 'Listen: from a string to a socket');
    assert.match(chinese.title, /^TCP 回显/);
    const shape = (entry: typeof english): unknown =>
      entry.chapters.map(({ id, stops }) => [id, stops.map((stop) => stop.id)]);
    assert.deepEqual(shape(chinese), shape(english));
    const stops = english.chapters.flatMap((chapter) => chapter.stops);
    assert.ok(stops.length >= 45);
    for (const stop of [...stops, ...chinese.chapters.flatMap((chapter) => chapter.stops)]) {
      assert.notEqual(stop.title, stop.id, `${stop.id} has no title`);
    }
    assert.ok(fs.existsSync(english.program));
  });

  it('counts the stops of a version as the engine does when it runs that version', () => {
    const walkthroughs = loadWalkthroughs(inProject('walkthroughs'));
    const catalogue = readCatalogue(inProject('walkthroughs'), 'en');
    for (const version of ['1.19', '1.21.13', '1.22', '1.23', '1.24', '1.25', '1.26', '1.27']) {
      const engine = walkthroughs.map((each) => [each.id, stopsOf(each, version).map(({ id }) => id)]);
      const listed = catalogue.map(({ id, chapters }) => [
        id,
        stopsIn(
          chapters.flatMap(({ stops }) => stops),
          version,
        ).map((stop) => stop.id),
      ]);
      assert.deepEqual(listed, engine, version);
    }
    assert.deepEqual(
      catalogue.map(({ goVersion }) => goVersion),
      walkthroughs.map(({ versions }) => versions.checked[0]),
    );
  });

  it('leaves out what cannot be read', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-catalogue-'));
    try {
      fs.mkdirSync(path.join(folder, 'broken'));
      fs.writeFileSync(path.join(folder, 'broken', 'walkthrough.json'), '{');
      fs.cpSync(inProject('walkthroughs/tcp-echo'), path.join(folder, 'good'), { recursive: true });
      assert.deepEqual(
        readCatalogue(folder, 'en').map(({ id }) => id),
        ['good'],
      );
      assert.deepEqual(readCatalogue(path.join(folder, 'nowhere'), 'en'), []);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
