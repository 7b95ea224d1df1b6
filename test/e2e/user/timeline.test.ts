import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { Workbench } from '../../host/drive/workbench.ts';

const echo = path.join(import.meta.dirname, '../../adapter/programs/echo.go');

/** The timeline's page, among the webviews that are shown. */
async function timelinePage(workbench: Workbench): Promise<FrameLocator> {
  const frames = workbench.page.locator('iframe.webview.ready');
  const found = await workbench.waitUntil(
    async () => {
      for (let index = 0; index < (await frames.count()); index++) {
        const inner = frames.nth(index).contentFrame().frameLocator('iframe#active-frame');
        if ((await inner.locator('canvas#timeline').count()) > 0) return inner;
      }
      return undefined;
    },
    (frame) => frame !== undefined,
    'the timeline',
  );
  return found as FrameLocator;
}

describe('the timeline', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let folder: string;
  let page: FrameLocator;
  let canvas: Locator;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-timeline-'));
    fs.copyFileSync(echo, path.join(folder, 'main.go'));
    workbench = await Workbench.open({ name: 'timeline', folder });
    await workbench.page.setViewportSize({ width: 1500, height: 950 });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const step = async (): Promise<number> => Number(await canvas.getAttribute('aria-valuenow'));
  /** Until the cursor stands on a step that is as wanted. */
  const standsAt = async (isWanted: (step: number) => boolean, what: string): Promise<number> =>
    workbench.waitUntil(step, isWanted, what);

  it('shows the goroutines, their system calls and waits', async () => {
    await workbench.openFile('main.go');
    await workbench.toggleBreakpoint(38);
    await workbench.command('Walk This Go File');
    await workbench.waitForLine({ file: 'main.go', text: 'func main()' });
    await workbench.press('F5');
    await workbench.waitForLine({ file: 'main.go', line: 38 });
    await workbench.command('Netwalk: Show the Timeline');
    page = await timelinePage(workbench);
    canvas = page.locator('canvas#timeline');
    const rows = await workbench.waitUntil(
      async () => page.locator('#rows tr').allTextContents(),
      (texts) => texts.length === 3,
      'three lanes',
    );
    assert.match(rows[0] ?? '', /^g0, the scheduler\d+ steps/);
    assert.match(
      rows[1] ?? '',
      /^goroutine 1 main\.main\d+ steps, \d+ system calls, [1-9]\d* failed, [1-9]\d* copied data, waits \d+ times: .*IO wait/,
    );
    assert.match(rows[2] ?? '', /^goroutine 18 main\.main\.func1/);
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot('whole');
  });

  it('travels with the keyboard and the pointer, and comes back to the newest step', async () => {
    const newest = await step();
    await canvas.focus();
    await canvas.press('Shift+ArrowLeft');
    const call = await standsAt((at) => at < newest, 'an earlier step');
    await canvas.press('Shift+ArrowLeft');
    await standsAt((at) => at < call, 'the call before');
    const box = await canvas.boundingBox();
    assert.ok(box);
    await canvas.click({ position: { x: 160 + (box.width - 160) / 2, y: 10 } });
    const middle = await standsAt((at) => Math.abs(at - newest / 2) < newest / 50, 'the middle');
    await canvas.press('End');
    await standsAt((at) => at === newest, 'the newest step');
    await canvas.press('0');
    assert.ok(middle < newest);
  });

  it('zooms to single steps', async () => {
    await canvas.focus();
    for (let times = 0; times < 7; times++) await canvas.press('+');
    await workbench.page.waitForTimeout(700);
    await workbench.screenshot('near');
  });

  it('is searched, and goes to what was found', async () => {
    const before = await step();
    await workbench.command('Search Steps');
    const input = workbench.page.locator('.quick-input-widget input[placeholder^="A function"]');
    await input.fill('EAGAIN');
    const row = workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'accept4' }).first();
    await row.waitFor();
    await workbench.screenshot('search');
    await row.click();
    await standsAt((at) => at !== before, 'what was found');
    const text = await canvas.getAttribute('aria-valuetext');
    assert.match(text ?? '', /^step \d+ of \d+$/);
  });

  it('is travelled from the Debug Console, where each system call names its step', async () => {
    await workbench.evaluate('goto 100');
    await workbench.waitUntil(
      () => workbench.debugConsole(),
      (lines) => lines.some((line) => /^step 100$/.test(line)) && lines.some((line) => /→ .*, step \d+\)/.test(line)),
      'the answer, and system calls with their steps',
    );
    // The stop may take the focus from the palette: the tab is there for it.
    await workbench.page.locator('.panel .action-label', { hasText: 'Netwalk: Timeline' }).click();
    page = await timelinePage(workbench);
    canvas = page.locator('canvas#timeline');
    await standsAt((at) => at === 100, 'step 100');
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
