import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { Workbench } from '../../host/drive/workbench.ts';

describe('a listener and a dialer, walked together', function () {
  this.timeout(300_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ name: 'together' });
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  after(async () => {
    await workbench?.close();
  });

  it('are two sessions below one', async () => {
    await workbench.command('Listen and Dial Together');
    await workbench.page.locator('.debug-toolbar').waitFor({ timeout: 120_000 });
    await workbench.press('Control+Shift+D');
    await workbench.waitUntil(
      () => workbench.callStack(),
      (rows) => rows.some((row) => /^Listen\b/.test(row)) && rows.some((row) => /Listen and Dial/.test(row)),
      'the listener below its parent',
    );
    await workbench.screenshot('started');
  });

  it('show both ends of their connection in one picture', async () => {
    // Each stands at its main; the dialer comes when the listener listens.
    await workbench.waitForLine({ file: 'listen/main.go', text: 'func main()' });
    await workbench.press('F5');
    await workbench.waitForLine({ file: 'dial/main.go', text: 'func main()' });
    // Behind the call of Dial: by then the listener has accepted, if it is quick.
    await workbench.toggleBreakpoint(34);
    await workbench.press('F5');
    await workbench.waitForLine({ file: 'dial/main.go', line: 34 });
    await workbench.command('Netwalk: Show Live Picture');
    const frames = workbench.page.locator('iframe.webview.ready');
    const far = await workbench.waitUntil(
      async () => {
        const texts: string[] = [];
        for (let index = 0; index < (await frames.count()); index++) {
          const page: FrameLocator = frames.nth(index).contentFrame().frameLocator('iframe#active-frame');
          texts.push(...(await page.locator('[data-card^="wire "], [data-card^="far "]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? '')))); // prettier-ignore
        }
        return texts;
      },
      (texts) => texts.some((text) => /^fd \d+ (Listen|Dial) \(\d+\)/.test(text)),
      'the other end',
    );
    await workbench.screenshot('ends');
    assert.ok(far.some((text) => text.startsWith('⇅')));
    assert.deepEqual(workbench.consoleErrors, []);
  });
});

describe('the netwalk command', function () {
  this.timeout(300_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      name: 'terminal',
      // Else the terminal is a canvas, which cannot be read.
      settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    });
  });

  after(async () => {
    await workbench?.close();
  });

  it('is known in a terminal of VS Code, once it was added', async () => {
    await workbench.command('Add the netwalk Command to Terminals');
    await workbench.page.waitForTimeout(1000);
    await workbench.command('Terminal: Create New Terminal');
    await workbench.page.locator('.terminal-wrapper.active .xterm').waitFor({ timeout: 60_000 });
    await workbench.page.waitForTimeout(2000);
    await workbench.page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
    await workbench.page.keyboard.type('netwalk --version');
    await workbench.press('Enter');
    await workbench.waitUntil(
      async () => workbench.page.locator('.terminal-wrapper.active .xterm-rows').innerText(),
      (text) => /^netwalk\s\d+\.\d+\.\d+/m.test(text),
      'the version of netwalk',
    );
    await workbench.screenshot('version');
  });
});
