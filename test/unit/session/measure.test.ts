import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { errnoName, loadLinux } from '../../../engine/linux/index.ts';
import { judge } from '../../../engine/session/measure/claims.ts';
import { askKernel } from '../../../engine/session/measure/facts.ts';
import { measureThreads } from '../../../engine/session/measure/threads.ts';
import { measure, type Measurement, type Point } from '../../../engine/session/measure/measurement.ts';
import { asCsv, asSvg, asText, findings } from '../../../engine/session/measure/report.ts';

const open = (): number => readdirSync('/proc/self/fd').length;
const points = (costs: Record<Point['call'], [few: number, many: number]>): Point[] =>
  Object.entries(costs).flatMap(([call, [few, many]]) => [
    { what: 'one-ready', call: call as Point['call'], count: 10, microseconds: few },
    { what: 'one-ready', call: call as Point['call'], count: 1000, microseconds: many },
  ]);
const measured = (list: Point[]): Measurement => ({
  machine: 'a <machine>', kernel: 'Linux', points: list, registering: 3, level: 2.5, edge: 1.5, threads: [], facts: null, notes: [], cancelled: false,
}); // prettier-ignore

describe('measuring waits', function () {
  this.timeout(60_000);

  it('measures each call for each number that there is room for, and leaves no descriptor behind', async () => {
    const linux = loadLinux();
    const before = open();
    const seen: string[] = [];
    const progress = (_done: number, _all: number, what: string): void => void seen.push(what);
    const { points: found, registering, level, edge, cancelled } = await measure({ linux, round: 1, language: 'en', limit: 30, progress, isCancelled: () => false }); // prettier-ignore
    assert.equal(open(), before);
    assert.equal(cancelled, false);
    const which = found.map(({ what, call, count }) => `${what} ${call} ${count}`);
    const all = [10, 30].flatMap((count) =>
      ['one-ready', 'all-ready'].flatMap((what) =>
        ['select', 'poll', 'epoll'].map((call) => `${what} ${call} ${count}`),
      ),
    );
    assert.deepEqual(which, all);
    for (const cost of [...found.map(({ microseconds }) => microseconds), registering, level, edge])
      assert.ok(Number(cost) > 0);
    assert.ok(seen.includes('epoll, 1 of 30 ready'));
  });

  it('measures threads against epoll, and leaves no thread and no descriptor behind', async () => {
    const linux = loadLinux();
    const tasks = (): number => readdirSync('/proc/self/task').length;
    const [descriptors, threads] = [open(), tasks()];
    const point = await measureThreads(linux, 20);
    assert.ok(point !== null && point.threads > 0 && point.epoll > 0 && point.memory >= 16_384);
    assert.ok(open() <= descriptors + 1, 'only the event of the threads stays open');
    while (tasks() > threads) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('asks the kernel what articles say differently', () => {
    const before = open();
    const facts = askKernel(loadLinux(), errnoName);
    assert.equal(open(), before);
    assert.deepEqual([facts.epollMapping, facts.epollFile], ['ENODEV', 'EPERM']);
    assert.ok(facts.selectBeyond === 1 || facts.selectBeyond === null);
  });

  it('confirms or refutes by the numbers, and by nothing else', () => {
    const verdicts = (measurement: Measurement, language: 'en' | 'zh-cn' = 'en'): string[] =>
      judge(measurement, language).map(({ verdict }) => verdict);
    const facts = { epollMapping: 'ENODEV', selectBeyond: 1, epollFile: 'EPERM' };
    const usual = measured(points({ select: [3, 100], poll: [3, 90], epoll: [2, 2] }));
    assert.deepEqual(verdicts(usual), [
      'confirmed', 'confirmed', 'confirmed', 'unmeasured', 'confirmed', 'unmeasured', 'unmeasured', 'unmeasured', 'confirmed', 'unmeasured',
    ]); // prettier-ignore
    const odd = measured(points({ select: [1, 1], poll: [1, 1], epoll: [2, 200] }));
    const all: Measurement = { ...odd, facts, edge: 3, threads: [{ count: 9, threads: 1, epoll: 2, memory: 1024 }] };
    assert.deepEqual(verdicts(all), [
      'refuted', 'refuted', 'refuted', 'unmeasured', 'refuted', 'refuted', 'refuted', 'refuted', 'refuted', 'refuted',
    ]); // prettier-ignore
    assert.deepEqual(verdicts(all, 'zh-cn'), verdicts(all));
  });

  it('ends between two numbers when somebody asks for it, with what there is', async () => {
    const before = open();
    let looks = 0;
    const isCancelled = (): boolean => ++looks > 2;
    const seen: string[] = [];
    const progress = (_done: number, _all: number, what: string): void => void seen.push(what);
    const result = await measure({ linux: loadLinux(), round: 1, language: 'zh-cn', limit: 10, progress, isCancelled });
    assert.equal(seen[0], 'select，10 个中 1 个就绪');
    assert.match(result.machine, /\d 个处理器$/);
    assert.equal(open(), before);
    assert.deepEqual([result.cancelled, result.points.length], [true, 2]);
    assert.match(asText(result, [], 'en'), /Cancelled/);
  });

  it('says what the numbers say, not what is expected', () => {
    const usual = findings(measured(points({ select: [1, 100], poll: [1, 90], epoll: [2, 2] })), 'en');
    assert.match(usual.join('\n'), /poll: with 1000 .* 90\.0 times .* grows/);
    assert.match(usual.join('\n'), /epoll: with 1000 .* 1\.0 times .* hardly matters/);
    assert.match(usual.join('\n'), /One of 10 ready: select is the cheapest/);
    assert.match(usual.join('\n'), /One of 1000 ready: epoll is the cheapest/);
    const odd = findings(measured(points({ select: [1, 1], poll: [1, 1], epoll: [2, 200] })), 'en');
    assert.match(odd.join('\n'), /epoll: .* 100 times .* grows/);
    assert.match(odd.join('\n'), /poll: .* hardly matters/);
    assert.equal(
      findings(measured([]), 'en').some((text) => text.includes('cheapest')),
      false,
    );
    assert.equal(findings(measured(points({ select: [1, 9], poll: [1, 9], epoll: [1, 1] })), 'zh-cn').length, usual.length); // prettier-ignore
  });

  it('is written as a table, as CSV, and as a picture with its axes, units and machine', () => {
    const one = measured(points({ select: [1, 100], poll: [1, 90], epoll: [2, 2] }));
    assert.match(asText(one, null, 'en'), /\n +1000 +100 +90\.0 +2\.0\n/);
    assert.match(asText(one, null, 'en'), /No C compiler/);
    assert.equal(asCsv(one).split('\n')[1], 'one-ready,select,10,1.0000');
    const svg = asSvg(one, 'en');
    for (const part of ['CPU µs', 'descriptors', 'a &#60;machine&#62;', '>epoll<', '>1000<'])
      assert.ok(svg.includes(part), part);
    assert.equal(svg.match(/<polyline/g)?.length, 3);
  });
});
