/** The timeline of long runs: what it costs and how much it tells does not grow with the steps. That it tells the truth is tested with real runs too (test/adapter). */
import assert from 'node:assert/strict';
import { Activity } from '../../../engine/trace/activity.ts';
import { History } from '../../../engine/trace/history.ts';
import type { SystemCall } from '../../../engine/trace/source.ts';
import { Moments } from '../../../engine/trace/moments.ts';
import { Timelines } from '../../../engine/trace/timeline.ts';
import type { Frame, FunctionInfo, Goroutine } from '../../../engine/trace/tracer.ts';

const fn: FunctionInfo = {
  id: 0, name: 'main.main', file: 'main.go', pos: 0, end: 1, isGenerator: false, steps: [{ pos: 0, end: 1, writes: [] }], locals: [],
}; // prettier-ignore
const goroutines: Goroutine[] = [0, 1, 18, 19].map((goid) => ({ goid, frame: null }));
const g0 = goroutines[0] as Goroutine;
const main = goroutines[1] as Goroutine;

/** Counts how often the steps are looked at. */
class CountedHistory extends History {
  looks = 0;
  override goroutineAt(step: number): Goroutine | null {
    this.looks++;
    return super.goroutineAt(step);
  }
}

/** Who runs at a step: stretches of 37 steps in turn, and goroutine 19 for one step only. */
const ownerOf = (step: number): Goroutine =>
  (step === 70_001 ? goroutines[3] : goroutines[Math.floor(step / 37) % 3]) as Goroutine;

function recorded(steps: number, capacity: number): CountedHistory {
  const history = new CountedHistory(capacity);
  const frames = goroutines.map((g) => ({ fn, caller: null, g, pc: 0 }) as unknown as Frame);
  for (let step = 0; step < steps; step++) history.step(frames[goroutines.indexOf(ownerOf(step))] as Frame, fn, 0);
  return history;
}

describe('the timeline of a long run', () => {
  const history = recorded(100_000, 131_072);
  const timelines = new Timelines(history, new Moments(history));
  const cursor = { step: 99_999, first: 0, last: 99_999, live: true, dropped: 0 };
  const calls = Array.from({ length: 5000 }, (_, index): SystemCall => {
    const step = index * 20;
    const errno = index % 100 === 0 ? 11 : 0;
    return {
      step, goid: ownerOf(step).goid, place: null, name: 'read', text: 'read(7)', result: 0, errno, errnoName: errno === 0 ? '' : 'EAGAIN',
      start: 0, duration: 1, fds: [7],
    }; // prettier-ignore
  });
  const told = (from: number, to: number, buckets: number) =>
    timelines.timeline({ from, to, buckets, lanes: 10 }, cursor, calls, (g) => `entry ${g.goid}`);

  it('counts each step as often as it was, also in blocks of blocks', () => {
    const activity = new Activity(history);
    for (const bucket of [1, 7, 64, 128, 448, 512, 4096]) {
      assert.equal(Activity.bucket(bucket), bucket);
      for (const at of [0, bucket, 17 * bucket]) {
        const counts = new Map<number, number>();
        for (let step = at; step < Math.min(at + bucket, 100_000); step++) {
          counts.set(ownerOf(step).goid, (counts.get(ownerOf(step).goid) ?? 0) + 1);
        }
        const found = new Map([...activity.in(at, at + bucket)].map(([{ goid }, steps]) => [goid, steps]));
        assert.deepEqual(found, counts, `${bucket} steps from ${at}`);
      }
    }
  });

  it('looks at each step once, however often it is told', () => {
    told(0, 100_000, 500);
    history.looks = 0;
    for (let times = 0; times < 20; times++) told(0, 100_000, 500);
    assert.ok(history.looks < 20 * 64, `${history.looks} steps were looked at again`);
  });

  it('tells no more than there are buckets', () => {
    const { from, to, bucket, lanes, wakes } = told(0, 100_000, 500);
    assert.ok((to - from) / bucket <= 501);
    for (const lane of lanes) assert.ok(lane.runs.length <= 501 && lane.calls.length <= 501);
    assert.ok(wakes.length <= 1002);
  });

  it('leaves out no goroutine that ran, and no call that failed', () => {
    const { lanes } = told(0, 100_000, 500);
    assert.deepEqual(lanes.map(({ goid, entry }) => [goid, entry]), [[0, 'entry 0'], [1, 'entry 1'], [18, 'entry 18'], [19, 'entry 19']]); // prettier-ignore
    const all = lanes.flatMap((lane) => lane.calls);
    assert.equal(all.reduce((sum, { count }) => sum + count, 0), 5000 - Number(ownerOf(70_001).goid === 0)); // prettier-ignore
    assert.equal(
      all.reduce((sum, { failed }) => sum + failed, 0),
      50,
    );
  });

  it('tells a near stretch step by step', () => {
    const { bucket, lanes } = told(0, 111, 500);
    assert.equal(bucket, 1);
    assert.deepEqual(lanes.map(({ runs }) => runs), [[{ from: 0, to: 37, share: 1 }], [{ from: 37, to: 74, share: 1 }], [{ from: 74, to: 111, share: 1 }]]); // prettier-ignore
  });

  it('forgets what the history has let go of', () => {
    const short = recorded(100_000, 4096);
    const { from, lanes } = new Timelines(short, new Moments(short)).timeline(
      { from: 0, to: 200_000, buckets: 100, lanes: 10 },
      { ...cursor, first: short.first },
      [],
      () => '',
    );
    assert.ok(short.first > 90_000 && from <= short.first && from > short.first - 100);
    assert.ok(lanes.every(({ runs }) => runs.every((run) => run.from >= short.first)));
  });

  it('says who waited, why and until when, who woke it, and who only gave way', () => {
    const some = new History(1024);
    const moments = new Moments(some);
    const waiting = new Timelines(some, moments);
    const frames = goroutines.map((g) => ({ fn, caller: null, g, pc: 0 }) as unknown as Frame);
    const run = (g: number, steps: number): void => {
      for (let step = 0; step < steps; step++) some.step(frames[g] as Frame, fn, 0);
    };
    run(1, 10);
    moments.happened({ g: main, status: '_Gwaiting', reason: 'IO wait' }, main);
    run(0, 20);
    moments.happened({ g: main, status: '_Grunnable', reason: '' }, g0);
    run(1, 5);
    moments.happened({ g: main, status: '_Grunnable', reason: '' }, main);
    run(1, 5);
    moments.happened({ g: main, status: '_Gwaiting', reason: 'sleep' }, main);
    run(0, 10);
    const { lanes, wakes } = waiting.timeline(
      { from: 0, to: 50, buckets: 50, lanes: 5 },
      { step: 49, first: 0, last: 49, live: true, dropped: 0 },
      [],
      () => '',
    );
    assert.deepEqual(lanes.find(({ goid }) => goid === 1)?.waits, [{ from: 10, to: 30, reason: 'IO wait', isForData: true }, { from: 40, to: 50, reason: 'sleep' }]); // prettier-ignore
    assert.deepEqual(wakes.map(({ step, by, goid }) => [step, by, goid]), [[29, 0, 1]]); // prettier-ignore
  });

  it('says who waited in which system call, and which calls have copied data', () => {
    const some = new History(1024);
    const moments = new Moments(some);
    const waiting = new Timelines(some, moments);
    const frames = goroutines.map((g) => ({ fn, caller: null, g, pc: 0 }) as unknown as Frame);
    const run = (g: number, steps: number): void => {
      for (let step = 0; step < steps; step++) some.step(frames[g] as Frame, fn, 0);
    };
    const call = (step: number, name: string, result: number): SystemCall => ({
      step, goid: 1, place: null, name, text: `${name}()`, result, errno: 0, errnoName: '', start: 0, duration: 0, fds: [],
    }); // prettier-ignore
    run(1, 10);
    // This one returns at once.
    moments.happened({ g: main, status: '_Gsyscall', reason: '' }, main);
    moments.happened({ g: main, status: '_Grunning', reason: '' }, main);
    run(1, 10);
    moments.happened({ g: main, status: '_Gsyscall', reason: '' }, main);
    run(0, 10);
    moments.happened({ g: main, status: '_Grunnable', reason: '' }, g0);
    moments.happened({ g: main, status: '_Grunning', reason: '' }, g0);
    run(1, 5);
    moments.happened({ g: main, status: '_Gsyscall', reason: '' }, main);
    run(0, 5);
    const { lanes } = waiting.timeline(
      { from: 0, to: 40, buckets: 40, lanes: 5 },
      { step: 39, first: 0, last: 39, live: true, dropped: 0 },
      [call(9, 'read', 17), call(29, 'epoll_wait', 1), call(31, 'write', 4)],
      () => '',
    );
    const lane = lanes.find(({ goid }) => goid === 1);
    assert.deepEqual(lane?.waits, [
      { from: 20, to: 30, reason: 'epoll_wait', isForData: true },
      { from: 35, to: 40, reason: 'system call', isForData: true },
    ]);
    assert.deepEqual(lane.calls.map(({ name, copies }) => [name, copies]), [['read', 1], ['epoll_wait', 0], ['write', 1]]); // prettier-ignore
  });
});
