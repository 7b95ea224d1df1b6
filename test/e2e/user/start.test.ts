import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { root } from '../../../extension/tools/project.mjs';
import { openBrowser } from '../../host/browser.ts';

// It runs the checkout: nothing of it is in the package.
const describeHere = process.env.NETWALK_E2E === 'vsix' ? () => undefined : describe;

describeHere('npm start, without a desktop', function () {
  this.timeout(180_000);
  let start: ChildProcess;
  let browser: BrowserContext;
  let profile: string;
  let address: string;

  before(() => {
    profile = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-start-'));
    const environment = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
    start = spawn('npm', ['start', '--silent'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: environment });
  });

  after(async () => {
    await browser?.close();
    start?.kill('SIGTERM');
    if (profile) fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  it('prints an address that opens VS Code on the walkthrough', async () => {
    address = await new Promise<string>((resolve, reject) => {
      let output = '';
      start.stdout?.on('data', (text: Buffer) => {
        output += text.toString();
        const found = /http:\/\/127\.0\.0\.1:\S+/.exec(output)?.[0];
        if (found) resolve(found);
      });
      start.once('exit', (code) => reject(new Error(`npm start ended with status ${code}:\n${output}`)));
    });
    browser = await openBrowser(profile);
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(address);
    await page.locator('.tabs-container .tab[data-resource-name="main.go"]').waitFor({ timeout: 60_000 });
    await page.locator('.activitybar .action-label[aria-label^="Netwalk"]').waitFor({ timeout: 60_000 });
  });

  it('ends when npm is told to end, and leaves nobody listening', async () => {
    const ended = new Promise((resolve) => start.once('exit', resolve));
    start.kill('SIGTERM');
    await ended;
    const isRefused = (): Promise<boolean> =>
      fetch(address).then(
        () => false,
        () => true,
      );
    const end = Date.now() + 20_000;
    while (!(await isRefused())) {
      assert.ok(Date.now() < end, 'its server still answers');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});
