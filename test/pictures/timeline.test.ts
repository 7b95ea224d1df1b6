/** The timeline's colours, in the four kinds of themes: it is drawn on a canvas, which nothing looks into. */
import assert from 'node:assert/strict';
import type { Timeline } from '../../engine/trace/source.ts';
import { timelineHtml } from '../../extension/timeline/timelineHtml.ts';
import { t } from '../unit/extension/data.ts';
import { assertApproved } from './compare.ts';
import { withAxe } from './contrast.ts';
import { Pages, themeNames } from './page.ts';

const call = { count: 1, failed: 0, copies: 0, errnoName: '' };
/** Blocking I/O above, a goroutine that the netpoller parks below. */
const phases: Timeline = {
  cursor: { step: 180, first: 0, last: 199, live: false, dropped: 0 },
  from: 0,
  to: 200,
  bucket: 1,
  lanes: [
    { goid: 0, entry: 'runtime.schedule', runs: [{ from: 60, to: 100, share: 1 }, { from: 140, to: 150, share: 0.5 }], calls: [{ ...call, step: 99, name: 'epoll_pwait', text: 'epoll_pwait(4, …) = 1' }], waits: [] },
    {
      goid: 1, entry: 'main.main', runs: [{ from: 0, to: 40, share: 1 }, { from: 120, to: 160, share: 1 }],
      calls: [{ ...call, step: 10, name: 'socketpair', text: 'socketpair(…) = 0' }, { ...call, step: 120, copies: 1, name: 'read', text: 'read(3, …) = 17' }],
      waits: [{ from: 40, to: 120, reason: 'read', isForData: true }, { from: 160, to: 200, reason: 'chan receive' }],
    },
    {
      goid: 18, entry: 'main.serve', runs: [{ from: 40, to: 60, share: 1 }, { from: 150, to: 200, share: 1 }],
      calls: [{ ...call, step: 55, failed: 1, errnoName: 'EAGAIN', name: 'read', text: 'read(7, …) = -1 EAGAIN' }, { ...call, step: 155, copies: 1, name: 'read', text: 'read(7, …) = 5' }],
      waits: [{ from: 60, to: 150, reason: 'IO wait', isForData: true }],
    },
  ],
  others: 0,
  wakes: [{ step: 20, by: 1, goid: 18, kind: 'started' }, { step: 99, by: 0, goid: 1, kind: 'ready' }, { step: 149, by: 0, goid: 18, kind: 'ready' }],
}; // prettier-ignore

/** With what each is drawn, and what is written on it. */
const drawn = ['text', 'soft', 'run', 'call', 'copy', 'failed', 'wake', 'cursor'];

describe('the timeline in a browser', function () {
  this.timeout(120_000);
  let pages: Pages;

  before(async () => {
    pages = await Pages.open();
  });

  after(async () => {
    await pages?.close();
  });

  for (const theme of ['dark', 'light'] as const) {
    it(`shows the two phases of I/O as approved: ${theme}`, async () => {
      const page = await pages.page('timeline', timelineHtml(t), { theme, width: 900, height: 150 });
      await page.evaluate((message) => window.postMessage(message, '*'), { type: 'show', timeline: phases, current: 18, run: 'phases' }); // prettier-ignore
      await page.locator('#timeline').waitFor();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assertApproved(`timeline-phases.${theme}`, await page.screenshot());
      await page.close();
    });
  }

  for (const theme of themeNames) {
    it(`has colours that can be told from their ground: ${theme}`, async () => {
      const page = await pages.page('timeline', '', { theme, width: 800, height: 300 });
      await withAxe(page);
      const faint = await page.evaluate((names) => {
        const { Color, getContrast, flattenColors } = axe.commons.color as {
          Color: new () => { parseString(text: string): void };
          getContrast(ground: object, front: object): number;
          flattenColors(front: object, ground: object): object;
        };
        const style = getComputedStyle(document.body);
        const colour = (name: string): object => {
          const text = style.getPropertyValue(`--${name}`).trim();
          if (text === '') throw new Error(`--${name} is nothing`);
          const color = new Color();
          color.parseString(text);
          return color;
        };
        const ground = colour('background');
        const ratios = names.map((name): [string, number] => [name, getContrast(ground, flattenColors(colour(name), ground))]); // prettier-ignore
        return ratios.filter(([name, ratio]) => ratio < (name === 'text' || name === 'soft' ? 4.5 : 3));
      }, drawn);
      assert.deepEqual(faint, []);
      await page.close();
    });
  }
});
