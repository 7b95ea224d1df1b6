/** How fast the pages draw, in a real browser: the time from a state’s message to the frame that shows it, and how many come a second. */
import type { Page } from 'playwright-core';
import type { SystemCall } from '../../engine/trace/source.ts';
import type { LiveModel } from '../../extension/live/content.ts';
import { Sender } from '../../extension/live/parts.ts';
import { shownOf } from '../../extension/live/shown.ts';
import { timelineHtml } from '../../extension/timeline/timelineHtml.ts';
import { parsePageMessage, type Shown } from '../../extension/timeline/messages.ts';
import { History } from '../../engine/trace/history.ts';
import { Moments } from '../../engine/trace/moments.ts';
import { Timelines } from '../../engine/trace/timeline.ts';
import type { Frame, FunctionInfo, Goroutine } from '../../engine/trace/tracer.ts';
import { Pages } from '../pictures/page.ts';
import { connection, epoll, goroutine, listener, model, parked, pollDesc, wakeup } from '../unit/extension/liveData.ts';
import type { Report } from './servers.ts';

/** So many descriptors: Go's poller with its eventfd, a listener, and connections that wait to read. */
function crowd(count: number): LiveModel {
  const connections = count - 3;
  const descriptors = Array.from({ length: connections }, (_, index) =>
    connection(10 + index, 4000, 6000 + index, { role: 'accepted', pollDesc: pollDesc({ rg: parked(100 + index) }) }),
  );
  const goroutines = descriptors.map((_, index) =>
    goroutine(100 + index, { status: 'IO wait', entry: 'main.handle', function: 'runtime.gopark' }),
  );
  return model([goroutine(1), ...goroutines], [epoll, wakeup, listener, ...descriptors]);
}

/** Milliseconds from handing over each message until its frame is painted, in a page that gets one every `interval` milliseconds. */
async function paced(page: Page, messages: object[], interval: number): Promise<number[]> {
  return page.evaluate(
    async ({ all, pause }) => {
      const painted = (): Promise<number> =>
        new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
      const times: number[] = [];
      for (const message of all) {
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
    { all: messages, pause: interval },
  );
}

/**
 * Milliseconds from frame to frame of the display, in a page that gets a message in each. A timer of the bench's own would drift against the display:
 * two messages would come in one frame and none in another, however fast the page is.
 */
async function framed(page: Page, messages: object[]): Promise<number[]> {
  return page.evaluate(async (all) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const times: number[] = [];
    let before = await frame();
    for (const message of all) {
      // The page's own listener has drawn it before this one hears of it.
      const taken = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
      window.postMessage(message, '*');
      await taken;
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  }, messages);
}

function at(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0;
}

/** How many frames came a second, and how many the display had to go without. */
function rate(times: readonly number[]): string {
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  const missed = times.reduce((sum, time) => sum + Math.max(0, Math.round(time * 0.06) - 1), 0);
  return `p50 ${at(times, 0.5).toFixed(0)} ms, p95 ${at(times, 0.95).toFixed(0)} ms, ${(times.length / seconds).toFixed(1)} a second, ${missed} of ${times.length} missed`;
}

/** With how many came a second: each waits for the browser's next frame, which is a sixtieth of a second away at the most. */
function summary(times: readonly number[], interval: number): string {
  const seconds = times.reduce((sum, time) => sum + Math.max(time, interval), 0) / 1000;
  return `p50 ${at(times, 0.5).toFixed(0)} ms, p95 ${at(times, 0.95).toFixed(0)} ms, ${(times.length / seconds).toFixed(1)} a second`;
}

/** What the page is told of so many states, in each of which another descriptor has something to read; and how long the extension took for each. */
function told(count: number, states: number): { messages: object[]; making: number[] } {
  const { state, ...rest } = crowd(count);
  const making: number[] = [];
  const sender = new Sender();
  const messages = Array.from({ length: states }, (_, step) => {
    const reader = -1 - (step % Math.min(40, count - 3));
    const descriptors = state.descriptors.with(reader, { ...state.descriptors.at(reader)!, receiveQueue: step });
    const began = performance.now();
    const shown = shownOf({ ...rest, state: { ...state, descriptors, cursor: { ...state.cursor, step } } }, step, false, (text) => text, sender); // prettier-ignore
    making.push(performance.now() - began);
    return shown;
  });
  return { messages, making: making.slice(3) };
}

const live = async (pages: Pages, motion: 'reduce' | 'no-preference'): Promise<Page> => {
  const page = await pages.page('live', '<div id="root"></div>', { theme: 'dark', width: 1000, height: 720 });
  await page.emulateMedia({ reducedMotion: motion });
  return page;
};

const made = (making: readonly number[]): string =>
  `p50 ${at(making, 0.5).toFixed(1)} ms, p95 ${at(making, 0.95).toFixed(1)} ms`;

/** A state in each frame of the display, sixty a second. */
async function eachFrame(pages: Pages, count: number, report: Report): Promise<void> {
  const what = `picture, ${count} descriptors, a step a frame`;
  const { messages, making } = told(count, 240);
  report(`${what}: made in the extension`, made(making), '60 a second');
  for (const motion of ['reduce', 'no-preference'] as const) {
    const page = await live(pages, motion);
    // The first second compiles the page's code.
    const times = (await framed(page, messages)).slice(60);
    await page.close();
    report(`${what}${motion === 'reduce' ? '' : ', with movement'}: drawn in the page`, rate(times), '60 a second');
  }
}

async function manyConnections(pages: Pages, count: number, aSecond: number, report: Report): Promise<void> {
  const what = `picture, ${count.toLocaleString('en')} descriptors, ${aSecond} steps a second`;
  const { messages, making } = told(count, 2 * aSecond + 3);
  const page = await live(pages, 'reduce');
  const interval = 1000 / aSecond;
  const times = (await paced(page, messages, interval)).slice(3);
  await page.close();
  report(`${what}: made in the extension`, made(making));
  report(`${what}: drawn in the page`, summary(times, interval), `${aSecond} a second`);
  const both = making.map((time, index) => time + (times[index] ?? 0));
  report(`${what}: both`, summary(both, interval), `${aSecond} a second`);
}

/** How many frames come a second where messages say nothing: more than that no page can draw. */
async function bare(pages: Pages): Promise<string> {
  const page = await live(pages, 'reduce');
  const times = await framed(page, Array<object>(240).fill({}));
  await page.close();
  return rate(times.slice(60));
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
  const timelines = new Timelines(history, new Moments(history));
  const cursor = { step: steps - 1, first: 0, last: steps - 1, live: true, dropped: 0 };
  return (from, to) => ({
    type: 'show', run: 'bench', current: 1,
    timeline: timelines.timeline({ from, to, buckets: 400, lanes: 24 }, { ...cursor, step: from }, calls, ({ goid }) => `main.worker${goid}`),
  }); // prettier-ignore
}

/** Frames in which the wheel turns, as a person zooms in, moves along and zooms out. */
const wheels = Array.from({ length: 180 }, (_, frame) => {
  const third = Math.floor(frame / 60);
  return {
    x: 300 + ((frame * 7) % 900),
    deltaY: [-60, 40, 60][third] ?? 0,
    ctrlKey: third !== 1,
    shiftKey: third === 1,
  };
});

/** The extension answers no more often (TimelineView). */
const framesToAnAnswer = 3;

/** Turns the wheel once a frame, and gives the page what it was told in answer: `answers`, by frame. Gives the times of frames, and what was asked in each. */
async function turned(page: Page, answers: (object | null)[]): Promise<{ times: number[]; asked: unknown[][] }> {
  return page.evaluate(
    async ({ turns, told }) => {
      const canvas = document.querySelector('#timeline') as HTMLCanvasElement;
      const painted = (): Promise<number> =>
        new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
      const times: number[] = [];
      const asked: unknown[][] = [];
      let before = await painted();
      for (const [frame, { x, ...turn }] of turns.entries()) {
        globalThis.posted.length = 0;
        canvas.dispatchEvent(new WheelEvent('wheel', { ...turn, clientX: x, clientY: 200, cancelable: true }));
        const answer = told[frame] ?? null;
        if (answer !== null) window.postMessage(answer, '*');
        const now = await painted();
        times.push(now - before);
        before = now;
        asked.push([...globalThis.posted]);
      }
      return { times, asked };
    },
    { turns: wheels, told: answers },
  );
}

async function timeline(pages: Pages): Promise<string> {
  const tell = longRun();
  const page = await pages.page('timeline', timelineHtml((text) => text), { theme: 'dark', width: 1400, height: 800 }); // prettier-ignore
  const begin = async (): Promise<void> => {
    await paced(page, [tell(0, steps)], 100);
    await page.locator('#timeline').press('0');
  };
  await begin();
  // The same turns ask the same: the answers are made before it counts.
  const { asked } = await turned(page, []);
  const answers = asked.map((messages, frame) => {
    const look = messages.map((message) => parsePageMessage(message)).find((message) => message?.do === 'look');
    return look === undefined || frame % framesToAnAnswer !== 0 ? null : tell(look.from, look.to);
  });
  await begin();
  const { times } = await turned(page, answers);
  await page.close();
  return rate(times);
}

/** Rows about the pages, in Chromium without a window. */
export async function frames(report: Report): Promise<void> {
  const pages = await Pages.open();
  try {
    report('frames of a page that draws nothing, a message a frame', await bare(pages), '60 a second');
    await eachFrame(pages, 50, report);
    await manyConnections(pages, 10_000, 10, report);
    report('timeline of 100,000 steps, moved and zoomed', await timeline(pages), '60 a second');
  } finally {
    await pages.close();
  }
}
