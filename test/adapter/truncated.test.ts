/** A recording that was cut off at any of its bytes is played up to its last whole block, or refused; both say what is the matter. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch } from '../../engine/session/launch.ts';
import { readRecording, RecordingError } from '../../engine/trace/recording/file.ts';
import { program, root } from './engine.ts';

interface Played {
  /** What is said where it ends. */
  end: string;
  calls: string[];
  steps: number;
}

describe('a recording that was cut off', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-truncated-'));
  const file = path.join(folder, 'beats.nwr');
  const cut = path.join(folder, 'cut.nwr');
  const beats = program('beats.go');
  let whole: Buffer;
  let header: number;

  before(() => {
    execFileSync(process.execPath, [path.join(root, 'dist/netwalk.js'), 'record', file, 'run', '--go', '1.27', beats]);
    whole = readFileSync(file);
    header = whole.indexOf(10) + 1;
  });

  after(() => rmSync(folder, { recursive: true }));

  const cutAt = (length: number): void => writeFileSync(cut, whole.subarray(0, length));

  /** Plays to where it ends. */
  async function play(): Promise<Played> {
    const { trace } = await launch({ recording: cut, program: beats });
    const calls: string[] = [];
    trace.on('systemCall', ({ text }) => calls.push(text));
    let said = '';
    trace.on('output', ({ category, text }) => (said += category === 'important' ? text : ''));
    const end = new Promise<string>((resolve) => {
      trace.on('stopped', ({ description }) => resolve(description ?? ''));
      trace.on('exited', () => resolve(said.trim()));
    });
    await trace.start({ stopOnEntry: false });
    const played = { end: await end, calls, steps: trace.steps() };
    await trace.dispose();
    return played;
  }

  it('within its header is refused', async () => {
    for (let length = 0; length < header; length++) {
      cutAt(length);
      assert.throws(() => readRecording(cut), {
        message: `${cut} is no recording of Netwalk's, or its beginning is lost`,
      });
    }
    cutAt(header - 1);
    await assert.rejects(play(), RecordingError);
  });

  it('anywhere behind it is played to the end of its last whole block, and says what is lost', async () => {
    // What is played is nothing but the whole blocks: of the cuts with the same ones, only the first and the last byte are played.
    const cuts = new Map<number, { lengths: number[]; blocks: Uint8Array[] }>();
    for (let length = header; length <= whole.length; length++) {
      cutAt(length);
      const { blocks, lost } = readRecording(cut);
      const same = cuts.get(blocks.length) ?? { lengths: [], blocks };
      assert.deepEqual(blocks, same.blocks);
      assert.equal(lost, length - (same.lengths[0] ?? length), `cut at ${length}`);
      same.lengths.push(length);
      cuts.set(blocks.length, same);
    }
    assert.deepEqual([...cuts.keys()], [...Array(readRecording(file).blocks.length + 1).keys()]);

    let before: Played = { end: '', calls: [], steps: -1 };
    for (const { lengths } of cuts.values()) {
      const [first, last] = [lengths[0] as number, lengths.at(-1) as number];
      cutAt(first);
      const played = await play();
      assert.ok(played.steps >= before.steps);
      assert.deepEqual(played.calls.slice(0, before.calls.length), before.calls);
      before = played;
      if (first === whole.length) {
        assert.equal(played.end, 'the program ends with status 0, and with it the recording');
        continue;
      }
      assert.equal(played.end, 'the recording ends here, before the program');
      cutAt(last);
      const again = await play();
      assert.equal(again.end, `${played.end}: its last ${last - first} bytes are no whole block, and are lost`);
      assert.deepEqual([again.calls, again.steps], [played.calls, played.steps]);
    }
    assert.match(before.calls.join('\n'), /write\(1, "beat 2\\n", 7\) = 7/);
  });
});
