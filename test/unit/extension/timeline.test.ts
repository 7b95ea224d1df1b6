import assert from 'node:assert/strict';
import type { Timeline } from '../../../engine/trace/source.ts';
import { Latest } from '../../../extension/timeline/latest.ts';
import { callAt, geometry, hintAt, layout, stepAt, xOf } from '../../../extension/timeline/layout.ts';
import { parsePageMessage, parseShown } from '../../../extension/timeline/messages.ts';
import { hitRow, kindsOf } from '../../../extension/timeline/rows.ts';
import { rows, spokenCursor } from '../../../extension/timeline/spoken.ts';
import { panned, showing, ticks, whole, zoomed } from '../../../extension/timeline/viewport.ts';

const t = (message: string, ...values: (string | number)[]): string =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

const call = { step: 120, count: 1, failed: 0, name: 'listen', errnoName: '', text: 'listen(7, 4096) = 0' };
const timeline: Timeline = {
  cursor: { step: 150, first: 100, last: 199, live: false, dropped: 100 },
  from: 100,
  to: 200,
  bucket: 1,
  lanes: [
    { goid: 0, entry: 'runtime.schedule', runs: [{ from: 160, to: 170, share: 1 }], calls: [], waits: [] },
    {
      goid: 1,
      entry: 'main.main',
      runs: [{ from: 100, to: 160, share: 1 }, { from: 170, to: 200, share: 0.5 }], // prettier-ignore
      calls: [call, { ...call, step: 155, name: 'accept4', count: 3, failed: 2, errnoName: 'EAGAIN', text: 'accept4(…)' }], // prettier-ignore
      waits: [{ from: 160, to: 170, reason: 'IO wait' }],
    },
  ],
  others: 3,
  wakes: [{ step: 169, by: 0, goid: 1, kind: 'ready' }],
};
const bounds = timeline.cursor;
const all = whole(bounds);
const width = geometry.label + geometry.margin + 1000;

describe('the stretch of steps in sight', () => {
  it('is zoomed around a step, which stays where it is, and never beyond what there is', () => {
    const near = zoomed(all, 150, 4, bounds);
    assert.deepEqual(near, { from: 137.5, to: 162.5 });
    assert.deepEqual(zoomed(near, 150, 0.01, bounds), all);
    const left = zoomed(all, 100, 1000, bounds);
    assert.deepEqual([left.from, left.to - left.from], [100, 8]);
  });

  it('is moved within what there is, and to a step only when that is out of sight', () => {
    assert.deepEqual(panned({ from: 120, to: 140 }, 100, bounds), { from: 180, to: 200 });
    assert.deepEqual(panned({ from: 120, to: 140 }, -100, bounds), { from: 100, to: 120 });
    assert.deepEqual(showing({ from: 120, to: 140 }, 130, bounds), { from: 120, to: 140 });
    assert.deepEqual(showing({ from: 120, to: 140 }, 160, bounds), { from: 150, to: 170 });
  });

  it('has round numbers on its ruler, as many as there is room for', () => {
    assert.deepEqual(ticks(all, 1000), [100, 110, 120, 130, 140, 150, 160, 170, 180, 190]);
    assert.deepEqual(ticks(all, 200), [100, 150]);
    assert.ok(ticks({ from: 0, to: 1e9 }, 1000).length <= 12);
  });
});

describe('the drawing of a timeline', () => {
  const drawing = layout(timeline, all, width, 1, t);

  it('has a lane for each goroutine, and says how many have none', () => {
    assert.deepEqual(
      drawing.labels.map(({ text, isCurrent }) => [text, isCurrent]),
      [
        ['g0, the scheduler', false],
        ['1 main.main', true],
        ['and 3 more goroutines', false],
      ],
    );
    assert.equal(drawing.height, geometry.ruler + 3 * geometry.lane);
  });

  it('puts what happened at its step', () => {
    assert.deepEqual(drawing.runs.map(({ x, width, share }) => [x - geometry.label, width, share]), [[600, 100, 1], [0, 600, 1], [700, 300, 0.5]]); // prettier-ignore
    assert.deepEqual(drawing.calls.map(({ x, failed }) => [x - geometry.label, failed]), [[200, false], [550, true]]); // prettier-ignore
    assert.deepEqual(
      drawing.waits.map(({ x, text }) => [x - geometry.label, text]),
      [[600, 'IO wait']],
    );
    const [link] = drawing.links;
    assert.ok(link && link.x === geometry.label + 700 && link.fromY < link.toY);
    assert.equal(drawing.cursor, geometry.label + 500);
    assert.equal(stepAt(xOf(123, all, width), all, width), 123);
  });

  it('leaves out what is out of sight, and cuts what is in part', () => {
    const near = layout(timeline, { from: 150, to: 165 }, width, null, t);
    assert.deepEqual(near.calls.map(({ step }) => step), [155]); // prettier-ignore
    for (const { x, width: wide } of near.runs) {
      assert.ok(x >= geometry.label && x + wide <= width - geometry.margin + 1);
    }
    assert.equal(layout(timeline, { from: 160, to: 170 }, width, null, t).cursor, null);
  });

  it('says what is pointed at', () => {
    const failed = drawing.calls[1];
    assert.ok(failed);
    assert.equal(callAt(drawing, failed.x + 6, failed.y + 2)?.step, 155);
    assert.equal(hintAt(drawing, failed.x, failed.y), 'accept4(…)\nand 2 more calls here');
    assert.equal(callAt(drawing, failed.x + 50, failed.y), undefined);
    assert.equal(hintAt(drawing, geometry.label + 650, drawing.waits[0]?.y ?? 0), 'IO wait');
    assert.equal(hintAt(drawing, 20, drawing.labels[1]?.y ?? 0), '1 main.main');
    assert.equal(hintAt(drawing, width - 2, 1), '');
  });

  it('tells the two phases of I/O: waiting for data, and copying it', () => {
    const [g0, main] = timeline.lanes as [Timeline['lanes'][number], Timeline['lanes'][number]];
    const lane = { ...main, calls: [{ ...call, name: 'read', text: 'read(7, "hello", 64) = 5', copies: 1 }], waits: [{ from: 160, to: 190, reason: 'read', isForData: true }] }; // prettier-ignore
    const phases = layout({ ...timeline, lanes: [g0, lane] }, all, width, 1, t);
    const [wait, copy] = [phases.waits[0], phases.calls[0]];
    assert.ok(wait && copy && wait.height > 2 && copy.isCopy);
    assert.equal(wait.text, 'read');
    assert.equal(hintAt(phases, geometry.label + 700, wait.y + 1), 'read: the first phase, waiting for data');
    assert.equal(copy.hint, 'read(7, "hello", 64) = 5\nthe second phase: data is copied');
    assert.match(
      rows({ ...timeline, lanes: [g0, lane] }, t)[1]?.text ?? '',
      /1 system calls, 0 failed, 1 copied data, waits 1 times: read/,
    );
  });

  it('reads as a table for who does not see it', () => {
    assert.equal(spokenCursor(timeline, t), 'step 150 of 199');
    assert.deepEqual(rows(timeline, t), [
      { name: 'g0, the scheduler', text: '10 steps' },
      {
        name: 'goroutine 1 main.main',
        text: '75 steps, 4 system calls, 2 failed, waits 1 times: IO wait, woken 1 times',
      },
      { name: 'and 3 more goroutines', text: '' },
    ]);
  });
});

describe('messages of the timeline', () => {
  it('are taken when they are exactly ours', () => {
    for (const good of [{ do: 'ready' }, { do: 'go', step: 7 }, { do: 'look', from: 0, to: 9, buckets: 500 }]) {
      assert.deepEqual(parsePageMessage(good), good);
    }
    const bad = [null, 'ready', {}, { do: 'go' }, { do: 'go', step: -1 }, { do: 'go', step: 1.5 }, { do: 'go', step: '7' }, { do: 'look', from: 5, to: 5, buckets: 9 }, { do: 'look', from: 0, to: 5, buckets: 1e6 }, { do: 'eval' }]; // prettier-ignore
    for (const message of bad) assert.equal(parsePageMessage(message), undefined);
  });

  it('are shown when they are exactly the extension’s', () => {
    assert.ok(parseShown({ type: 'show', timeline, current: 1, run: 'a' }));
    assert.ok(parseShown({ type: 'show', timeline: null, current: null, run: '' }));
    assert.ok(parseShown({ type: 'say', text: '' }));
    for (const message of [
      null,
      { type: 'say' },
      { type: 'show', run: 'a', timeline: {} },
      { type: 'show', timeline },
    ]) {
      assert.equal(parseShown(message), undefined);
    }
  });
});

describe('lists of moments', () => {
  it('read as what was found', () => {
    const hit = {
      step: 7,
      goid: 18,
      function: 'accept4',
      place: null,
      text: 'accept4(7) = -1 EAGAIN',
      errnoName: 'EAGAIN',
    };
    assert.deepEqual(hitRow(hit, t), {
      label: '$(error) accept4(7) = -1 EAGAIN',
      detail: 'step 7 · goroutine 18',
    });
  });

  it('offer the goroutine in view first, and each kind once', () => {
    const goroutine = { status: 'running', place: null, function: '', held: false };
    const goroutines = [{ ...goroutine, goid: 1, entry: 'main.main' }, { ...goroutine, goid: 18, entry: 'main.serve' }]; // prettier-ignore
    const kinds = kindsOf({ goroutines, descriptors: [], selected: 18 }, ['accept4'], ['EAGAIN'], t);
    assert.deepEqual(kinds.map(({ sought }) => sought), [{ goid: 18 }, { errno: 'any' }, { errno: 'EAGAIN' }, { call: 'accept4' }, { goid: 1 }]); // prettier-ignore
  });
});

describe('one thing after the other', () => {
  it('does of what is asked for meanwhile only the last', async () => {
    const latest = new Latest();
    const done: number[] = [];
    let finish: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (finish = resolve));
    latest.ask(() => first.then(() => void done.push(1)));
    let last: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (last = resolve));
    for (const number of [2, 3, 4]) latest.ask(() => Promise.resolve(void done.push(number)).then(() => last()));
    finish();
    await all;
    assert.deepEqual(done, [1, 4]);
  });
});
