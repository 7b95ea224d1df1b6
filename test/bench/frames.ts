/** How fast the pages draw, in a real browser: the time from a state's message to the frame that shows it, and the frames that come in time. */
import type { Page } from 'playwright-core';
import type { SystemCall } from '../../engine/trace/source.ts';
import type { LiveModel } from '../../extension/live/content.ts';
import { timelineHtml } from '../../extension/timeline/timelineHtml.ts';
import type { Shown } from '../../extension/timeline/messages.ts';
import { History } from '../../engine/trace/history.ts';
import { Timelines } from '../../engine/trace/timeline.ts';
import type { Frame, FunctionInfo, Goroutine } from '../../engine/trace/tracer.ts';
import { Pages } from '../pictures/page.ts';
import { connection, epoll, goroutine, listener, model, parked, pollDesc, wakeup } from '../unit/extension/liveData.ts';
import type { Report } from './servers.ts';

/** Many connections that wait to read. */
function crowd(connections: number): LiveModel {
  const descriptors = Array.from({ length: connections }, (_, index) =>
    connection(10 + index, 4000, 6000 + index, { role: 'accepted', pollDesc: pollDesc({ rg: parked(100 + index) }) }),
  );
  const goroutines = descriptors.map((_, index) =>
    goroutine(100 + index, { status: 'IO wait', entry: 'main.handle', function: 'runtime.gopark' }),
  );
  return model([goroutine(1), ...goroutines], [epoll, wakeup, listener, ...descriptors]);
}

/**
 * Milliseconds from handing over each of `count` messages until its frame is painted, in a page that gets one every `interval` milliseconds.
 * The messages are taken in turn; in a picture another descriptor has something to read each time.
 */
async function paced(page: Page, messages: object[], count: number, interval: number): Promise<number[]> {
  return page.evaluate(
    async ({ all, often, pause }) => {
      const painted = (): Promise<number> =>
        new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
      const times: number[] = [];
      for (let index = 0; index < often; index++) {
        const message = all[index % all.length] as { number?: number; model?: LiveModel };
        if (message.model) {
          message.number = index;
          const { descriptors, cursor } = message.model.state;
          Object.assign(cursor, { step: index });
          Object.assign(descriptors.at(-1 - (index % 40)) ?? {}, { receiveQueue: index });
        }
        const began = performance.now();
        window.postMessage(message, '*');
        // The message is taken before the next frame is made.
        await new Promise((resolve) => setTimeout(resolve));
        times.push((await painted()) - began);
        const rest = pause - (performance.now() - began);
        if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      }
      return times;
    },
    { all: messages, often: count, pause: interval },
  );
}

function told(times: number[], interval: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const inTime = times.filter((time) => time <= interval).length / times.length;
  return `p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, ${(inTime * 100).toFixed(0)} % in time`;
}

async function pictures(pages: Pages, connections: number, aSecond: number, count: number): Promise<string> {
  const page = await pages.page('live', '<div id="root"></div>', { theme: 'dark', width: 1000, height: 720 });
  const interval = 1000 / aSecond;
  const times = await paced(page, [{ type: 'show', number: 0, model: crowd(connections), isOver: false }], count, interval); // prettier-ignore
  await page.close();
  return told(times.slice(3), interval);
}

const steps = 100_000;

/** A long run of twenty goroutines in turn, with a system call every 20 steps; gives what the page is told of a stretch of it. */
function longRun(): (from: number, to: number) => Shown {
  const fn: FunctionInfo = { id: 0, name: 'main.main', file: 'main.go', pos: 0, end: 1, isGenerator: false, steps: [{ pos: 0, end: 1, writes: [] }], locals: [] }; // prettier-ignore
  const goroutines = Array.from({ length: 20 }, (_, goid): Goroutine => ({ goid, frame: null }));
  const history = new History(131_072);
  const owner = (step: number): number => Math.floor(step / 37) % goroutines.length;
  const inFrames = goroutines.map((g) => ({ fn, caller: null, g, pc: 0 }) as unknown as Frame);
  for (let step = 0; step < steps; step++) history.step(inFrames[owner(step)] as Frame, fn, 0);
  const calls = Array.from({ length: steps / 20 }, (_, index): SystemCall => ({
    step: index * 20, goid: owner(index * 20), place: null, name: 'read', text: 'read(7)', result: 0, errno: index % 9 === 0 ? 11 : 0,
    errnoName: index % 9 === 0 ? 'EAGAIN' : '', start: 0, duration: 1, fds: [7],
  })); // prettier-ignore
  const timelines = new Timelines(history);
  const cursor = { step: steps - 1, first: 0, last: steps - 1, live: true, dropped: 0 };
  return (from, to) => ({
    type: 'show', run: 'bench', current: 1,
    timeline: timelines.timeline({ from, to, buckets: 400, lanes: 24 }, { ...cursor, step: from }, calls, ({ goid }) => `main.worker${goid}`),
  }); // prettier-ignore
}

/** From all of it to single steps and back, a frame each. */
async function timeline(pages: Pages): Promise<string> {
  const tell = longRun();
  const text = (message: string): string => message;
  const page = await pages.page('timeline', timelineHtml(text), { theme: 'dark', width: 1400, height: 800 });
  const messages = Array.from({ length: 120 }, (_, index) => {
    const span = Math.max(40, Math.round(steps * Math.abs(Math.cos((index / 60) * Math.PI)) ** 4));
    const from = Math.round(((steps - span) * index) / 120);
    return tell(from, from + span);
  });
  const times = await paced(page, messages, messages.length, 1000 / 60);
  await page.close();
  return told(times, 1000 / 60);
}

/** Rows about the pages, in Chromium without a window. */
export async function frames(report: Report): Promise<void> {
  const pages = await Pages.open();
  try {
    report('picture, 50 descriptors, 60 steps a second', await pictures(pages, 50, 60, 120), 'a frame a step');
    report('picture, 10,000 connections, 10 steps a second', await pictures(pages, 10_000, 10, 20), 'a frame a step');
    report('timeline of 100,000 steps, moved and zoomed', await timeline(pages), 'a frame each');
  } finally {
    await pages.close();
  }
}
