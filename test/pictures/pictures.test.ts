/** The live picture as it is seen: in a browser, in the four kinds of themes. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Sender } from '../../extension/live/parts.ts';
import { shownOf } from '../../extension/live/shown.ts';
import { t } from '../unit/extension/data.ts';
import { assertApproved, difference, readApproved, tolerance } from './compare.ts';
import { tooFaint, violations, withAxe } from './contrast.ts';
import { Pages, themeNames, type Theme } from './page.ts';
import { scenes, type Scene } from './states.ts';

describe('the live picture in a browser', function () {
  this.timeout(120_000);
  let pages: Pages;

  before(async () => {
    pages = await Pages.open();
  });

  after(async () => {
    await pages?.close();
  });

  /** Hands a scene to the page as the extension does. */
  async function shown(theme: Theme, { before, now }: Scene, height = 720): Promise<Page> {
    const page = await pages.page('live', '<div id="root"></div>', { theme, width: 1000, height });
    const sender = new Sender();
    const models = before === undefined ? [now] : [before, now];
    for (const [number, model] of models.entries()) {
      await page.evaluate((message) => window.postMessage(message, '*'), shownOf(model, number, false, t, sender)); // prettier-ignore
      await page.locator('#picture').waitFor();
    }
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return page;
  }

  for (const theme of themeNames) {
    describe(theme, () => {
      for (const [name, scene] of Object.entries(scenes)) {
        const isCompared = theme === 'dark' || name === 'connection-established';
        it(`${name} ${isCompared ? 'looks as approved, and ' : ''}can be read`, async () => {
          const page = await shown(theme, scene);
          if (isCompared) assertApproved(`${name}.${theme}`, await page.screenshot());
          await withAxe(page);
          assert.deepEqual(await tooFaint(page), []);
          assert.deepEqual(await violations(page), []);
          await page.close();
        });
      }
    });
  }

  it('says where a value comes from that the walkthrough points at', async () => {
    const { now } = scenes['accept-parked'] as Scene;
    const pointed = { title: 'The poller', marks: [{ view: 'epoll', fd: null }] };
    const page = await shown('dark', { now: { ...now, pointed } });
    await page.locator('[data-pointed="epoll"]').waitFor();
    await page.locator('[data-fact="interest list"]').hover({ timeout: 5000 });
    assert.match(await page.locator('footer').innerText(), /observed interest list .*fdinfo/);
    await page.close();
  });

  it('brings into sight what the walkthrough names first', async () => {
    const { now } = scenes['accept-parked'] as Scene;
    const marks = ['accept-queue', 'goroutines'].map((view) => ({ view, fd: null }));
    const page = await shown('dark', { now: { ...now, pointed: { title: 'The queue', marks } } }, 200);
    const fact = page.locator('[data-fact="fd 6 accept"]');
    const top = await fact.evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top > 0 && top < 200, String(top));
    await page.close();
  });

  it('could not be read in a colour that is too faint', async () => {
    const page = await shown('dark', scenes['accept-parked'] as Scene);
    await page.evaluate(() => document.documentElement.style.setProperty('--soft', '#444444'));
    await withAxe(page);
    assert.match((await tooFaint(page)).join('\n'), /^text label accept queue: 1\.\d+, and not 4\.5$/m);
    await page.close();
  });

  it('would not look as approved if it were another one', () => {
    if (process.env['NETWALK_APPROVE'] !== undefined) return;
    const [idle, parked] = [readApproved('listener-idle.dark'), readApproved('accept-parked.dark')];
    assert.ok(difference(idle, parked) > tolerance);
    assert.equal(difference(idle, idle), 0);
  });
});
