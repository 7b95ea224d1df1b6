import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { PNG } from 'pngjs';
import { Workbench } from '../../host/drive/workbench.ts';

/** The page of the measurement, among the webviews that are shown. */
const pageOf = (workbench: Workbench): FrameLocator =>
  workbench.page.locator('iframe.webview.ready').first().contentFrame().frameLocator('iframe#active-frame');

describe('measuring', function () {
  this.timeout(300_000);
  let folder: string;
  let workbench: Workbench | undefined;

  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-measure-view-')));
  });

  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('shows progress, plots what was measured, and judges what is often said', async () => {
    workbench = await Workbench.open({
      name: 'measure',
      folder,
      settings: { 'workbench.colorTheme': 'Default Light Modern' },
    });
    await workbench.page.setViewportSize({ width: 1500, height: 1250 });
    await workbench.command('Netwalk: Measure…');
    const page = pageOf(workbench);
    await page.locator('#cancel').waitFor();
    await page.locator('[data-plot="all-ready"] canvas').waitFor({ timeout: 120_000 });
    const text = await page.locator('body').innerText();
    assert.match(text, /Linux \d+\./);
    assert.match(text, /mmap of an epoll instance: ENODEV/);
    assert.equal(await page.locator('.claims li').count(), 10);
    assert.equal(await page.locator('[data-plot] canvas').count(), 2);
    await workbench.screenshot('light');
    await page.locator('#scale').click();
    await page.getByRole('button', { name: 'Logarithmic Axes' }).waitFor();
    assert.equal(await page.locator('[data-plot] canvas').count(), 2);
    await workbench.screenshot('linear');

    const saved = async (format: string): Promise<Buffer> => {
      const file = path.join(folder, `measured.${format.toLowerCase()}`);
      await page
        .getByRole('button', { name: `Save as ${format}`, exact: true })
        .first()
        .click();
      await (workbench as Workbench).saveAs(file);
      const isThere = (): Promise<boolean> => Promise.resolve(fs.existsSync(file) && fs.statSync(file).size > 0);
      await (workbench as Workbench).waitUntil(isThere, (there) => there, file);
      return fs.readFileSync(file);
    };
    assert.match((await saved('SVG')).toString(), /^<svg [^]*epoll[^]*<\/svg>\s*$/);
    const png = PNG.sync.read(await saved('PNG'));
    assert.ok(new Set(new Uint32Array(png.data.buffer, png.data.byteOffset, png.data.length / 4)).size > 10);
    const lines = (await saved('CSV')).toString().trim().split('\n');
    const columns = lines.map((line) => line.split(',').length);
    assert.ok(lines.length > 10 && lines.some((line) => line.includes('epoll')), lines.slice(0, 3).join('\n'));
    assert.equal(new Set(columns).size, 1, lines[0]);
  });

  it('ends when it is cancelled, and shows what there is', async () => {
    workbench = await Workbench.open({
      name: 'measure-cancelled',
      folder,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    await workbench.page.setViewportSize({ width: 1500, height: 1250 });
    await workbench.command('Netwalk: Measure…');
    const page = pageOf(workbench);
    await page.locator('#cancel').click();
    await page.getByText('Cancelled: this is what had been measured until then.').waitFor({ timeout: 60_000 });
    await page.locator('#again').click();
    await page.locator('#cancel').waitFor();
    await page.locator('[data-plot="all-ready"] canvas').waitFor({ timeout: 120_000 });
    await page.locator('.claims li[data-verdict="refuted"]').first().waitFor({ timeout: 120_000 });
    await workbench.screenshot('dark');
  });
});
