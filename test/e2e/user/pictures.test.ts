/** The live picture's states as VS Code itself shows them: its webview, its theme. The states are handed to the page as the extension does. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { Sender } from '../../../extension/live/parts.ts';
import { shownOf } from '../../../extension/live/shown.ts';
import { Workbench } from '../../host/drive/workbench.ts';
import { assertApproved } from '../../pictures/compare.ts';
import { testFonts } from '../../pictures/page.ts';
import { scenes } from '../../pictures/states.ts';
import { t } from '../../unit/extension/data.ts';

describe('the live picture looks as approved in VS Code', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let folder: string;
  let page: FrameLocator;

  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-pictures-')));
    workbench = await Workbench.open({ name: 'pictures', folder });
    await workbench.page.setViewportSize({ width: 1400, height: 1400 });
    await workbench.command('Netwalk: Show Live Picture');
    page = workbench.page.locator('iframe.webview.ready').contentFrame().frameLocator('iframe#active-frame');
    await page.locator('.nothing').waitFor();
    // Machines have other fonts.
    await page.locator('body').evaluate(async (body, fonts) => {
      for (const { family, base64, ...descriptors } of fonts) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        document.fonts.add(await new FontFace(family, bytes, descriptors).load());
      }
      for (const [name, family] of [['font-family', 'Words'], ['editor-font-family', 'Values']]) document.documentElement.style.setProperty(`--vscode-${name}`, family ?? ''); // prettier-ignore
      body.classList.add('vscode-reduce-motion');
    }, testFonts());
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  let number = 0;
  for (const [name, { before: earlier, now }] of Object.entries(scenes)) {
    it(name, async () => {
      for (const model of earlier === undefined ? [now] : [earlier, now]) {
        const shown = shownOf(model, ++number, false, t, new Sender());
        // Nothing is new in the first one.
        if (model === (earlier ?? now)) await page.locator('body').evaluate((_body, none) => window.postMessage(none, '*'), { ...shown, picture: null }); // prettier-ignore
        await page.locator('body').evaluate((_body, message) => window.postMessage(message, '*'), shown);
        await page.locator('#picture').waitFor();
      }
      await page.locator('body').evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))); // prettier-ignore
      assertApproved(`${name}.vscode`, await page.locator('#picture').screenshot());
    });
  }
});
