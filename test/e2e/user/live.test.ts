import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { Workbench } from '../../host/drive/workbench.ts';

const nextStop = 'Alt+N';

/** The picture's page, among the webviews that are shown. */
async function picture(workbench: Workbench): Promise<FrameLocator> {
  const frames = workbench.page.locator('iframe.webview.ready');
  const found = await workbench.waitUntil(
    async () => {
      for (let index = 0; index < (await frames.count()); index++) {
        const inner = frames.nth(index).contentFrame().frameLocator('iframe#active-frame');
        if ((await inner.locator('svg#picture').count()) > 0) return inner;
      }
      return undefined;
    },
    (frame) => frame !== undefined,
    'the picture',
  );
  return found as FrameLocator;
}

/** What the facts of a card say to a screen reader. */
const facts = async (card: Locator): Promise<string[]> =>
  card.locator('[data-fact]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

describe('the live picture', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let page: FrameLocator;

  before(async () => {
    workbench = await Workbench.open({ name: 'live' });
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  after(async () => {
    await workbench?.close();
  });

  it('opens beside the source and leaves the focus where it is', async () => {
    await workbench.command('Start a Walkthrough');
    await workbench.pick('A TCP echo');
    await workbench.waitForLine({ file: 'tcp-echo/main.go', text: 'func main()' });
    await workbench.command('Netwalk: Show Live Picture');
    page = await picture(workbench);
    await workbench.step(nextStop);
  });

  it('shows the listener with its backlog, and the goroutine parked on rg', async () => {
    const listener = page.locator('[data-card^="socket"]', { hasText: 'LISTEN' });
    const parked = page.locator('[data-card^="netFD"] [data-fact$=" rg"]');
    for (let stops = 0; stops < 60; stops++) {
      const label = (await parked.count()) > 0 ? await parked.first().getAttribute('aria-label') : '';
      if (/rg G18/.test(label ?? '')) break;
      await workbench.step(nextStop);
    }
    assert.match((await facts(listener)).join('\n'), /accept queue 0 \/ 4096, observed/);
    await workbench.screenshot('parked');
  });
});
