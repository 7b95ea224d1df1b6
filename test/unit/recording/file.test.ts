import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { summaryOf } from '../../../engine/session/recordingSummary.ts';
import { newHeader } from '../../../engine/session/live/taping.ts';
import { readRecording, RecordingError, RecordingWriter } from '../../../engine/trace/recording/file.ts';

describe('a recording file', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-recording-'));
  const file = path.join(folder, 'made.nwr');
  const blocks = [Buffer.from('the first block'), Buffer.alloc(300, 7), Buffer.from('the last')];

  before(() => {
    const writer = new RecordingWriter(file, header());
    for (const block of blocks) writer.block(block);
    writer.close();
  });

  after(() => rmSync(folder, { recursive: true }));

  it('gives back its header and its blocks', () => {
    const { header: read, blocks: found, lost } = readRecording(file);
    assert.equal(read.goVersion, '1.27.4');
    assert.deepEqual(
      found.map((block) => Buffer.from(block)),
      blocks,
    );
    assert.equal(lost, 0);
  });

  it('that ends at any byte gives its whole blocks, and says what is lost', () => {
    const whole = readFileSync(file);
    const cut = path.join(folder, 'cut.nwr');
    const headerEnd = whole.indexOf(10);
    let seen = 0;
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(cut, whole.subarray(0, length));
      if (length <= headerEnd) {
        assert.throws(() => readRecording(cut), RecordingError);
        continue;
      }
      const { blocks: found, lost } = readRecording(cut);
      assert.ok(found.length >= seen && found.length < blocks.length, `${found.length} blocks of ${length} bytes`);
      found.forEach((block, index) => assert.deepEqual(Buffer.from(block), blocks[index]));
      seen = found.length;
      assert.ok(lost < length);
    }
    assert.equal(seen, blocks.length - 1);
  });

  it('with a damaged block ends before it', () => {
    const damaged = readFileSync(file);
    damaged[damaged.length - 3] = (damaged[damaged.length - 3] ?? 0) ^ 1;
    const other = path.join(folder, 'damaged.nwr');
    writeFileSync(other, damaged);
    assert.equal(readRecording(other).blocks.length, blocks.length - 1);
  });

  it('of another kind or version is refused, saying what it is', () => {
    const other = path.join(folder, 'other.nwr');
    writeFileSync(other, 'package main\n');
    assert.throws(() => readRecording(other), /is no recording of Netwalk's/);
    writeFileSync(other, `${JSON.stringify({ ...header(), version: 9, engine: '7.0.0' })}\n`);
    assert.throws(() => readRecording(other), /version 9 .* use the Netwalk 7\.0\.0 that made it/);
    writeFileSync(other, `${JSON.stringify({ ...header(), program: undefined })}\n`);
    assert.throws(() => readRecording(other), /does not say what was recorded/);
    assert.throws(() => readRecording(path.join(folder, 'missing.nwr')), /cannot read .*ENOENT/);
  });

  it('whose blocks hold what no recording has is damaged, and not a fault of ours', () => {
    assert.throws(() => summaryOf(file), (error) => error instanceof RecordingError && /is damaged/.test(error.message)); // prettier-ignore
  });

  it('that cannot be written is an error of the file system', () => {
    const full = new RecordingWriter('/dev/null', header());
    full.close();
    assert.throws(() => new RecordingWriter('/dev/full', header()), /ENOSPC/);
  });
});

const header = () =>
  newHeader({
    engine: '0.1.0',
    goVersion: '1.27.4',
    sourceHash: '0',
    program: { walkthrough: 'tcp-echo' },
    args: [],
    env: {},
    stepInto: [],
    seed: 1,
  });
