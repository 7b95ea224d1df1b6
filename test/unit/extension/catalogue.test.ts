import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCatalogue } from '../../../extension/catalogue.ts';
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
