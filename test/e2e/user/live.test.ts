import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { writeLaunchFile } from '../../host/drive/launchFile.ts';
import { Workbench } from '../../host/drive/workbench.ts';

const nextStop = 'Alt+N';

/** The way begins where the server waits in accept and the client in connect. */
const configuration = { type: 'netwalk', request: 'launch', name: 'echo', walkthrough: 'tcp-echo', stop: 'epoll-wait', goVersion: '1.19' }; // prettier-ignore

/** The picture's page, among the webviews that are shown. */
async function picture(workbench: Workbench): Promise<FrameLocator> {
  const frames = workbench.page.locator('iframe.webview.ready');
  const found = await workbench.waitUntil(
    async () => {
      for (let index = 0; index < (await frames.count()); index++) {
        const inner = frames.nth(index).contentFrame().frameLocator('iframe#active-frame');
        if ((await inner.locator('#picture').count()) > 0) return inner;
      }
      return undefined;
    },
    (frame) => frame !== undefined,
    'the picture',
  );
  return found as FrameLocator;
}

/** What the facts of a card say to a screen reader. */
const facts = async (card: Locator): Promise<string> =>
  (
    await card
      .locator('[data-fact]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.split('. ')[0] ?? ''))
  ).join('\n');

describe('the live picture', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let page: FrameLocator;
  let folder: string;

  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-live-')));
    writeLaunchFile(folder, configuration);
    workbench = await Workbench.open({ name: 'live', folder });
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const goroutine = (goid: number): Locator => page.locator(`[data-card="goroutine ${goid}"]`);
  const listener = (): Locator => page.locator('[data-card^="socket"]', { hasText: 'LISTEN' });
  const pollDescOf = async (socket: Locator): Promise<Locator> => {
    const id = (await socket.getAttribute('data-card'))?.replace('socket', 'netFD') ?? '';
    return page.locator(`[data-card="${id}"]`);
  };

  it('opens by its command, and leaves the focus where it is', async () => {
    await workbench.command('Debug: Start Debugging');
    await workbench.waitForLine({ file: 'runtime/netpoll_epoll.go' });
    await workbench.command('Netwalk: Show Live Picture');
    page = await picture(workbench);
    const focused = await workbench.page.evaluate(() => document.activeElement?.tagName);
    assert.notEqual(focused, 'IFRAME');
  });

  it('shows the listener with its queues, and the goroutine that is parked on its rg', async () => {
    assert.match(await facts(listener()), /^accept queue 1 \/ 4096, observed$/m);
    assert.match(await facts(listener()), /^SYN queue 0, observed$/m);
    const pollDesc = await facts(await pollDescOf(listener()));
    assert.match(pollDesc, /^rg G18, executed$/m);
    assert.match(pollDesc, /^wg nil, executed$/m);
    assert.match(await facts(goroutine(18)), /^state IO wait, mirrored$/m);
    assert.match(await facts(page.locator('[data-card="epoll"]')), /^ready list .*IN.*, inferred$/m);
    await workbench.screenshot('parked');
  });

  it('says where a value comes from, with the command that shows it outside', async () => {
    await listener().locator('[data-fact$=" accept"]').hover();
    const told = page.locator('footer .told');
    assert.match(await told.innerText(), /observed.*accept queue.*1 \/ 4096/s);
    assert.match(await told.innerText(), /ss -tlnp 'sport = :\d+'/);
    await workbench.screenshot('origin');
  });

  it('shows a value as the variable that it is', async () => {
    const rg = (await pollDescOf(listener())).locator('[data-fact$=" rg"]');
    assert.equal(await rg.getAttribute('role'), 'button');
    await rg.click();
    await workbench.waitUntil(
      () => workbench.debugConsole(),
      (lines) => lines.some((line) => /^pollDesc\(\d+\)\.rg = .*atomic\.Uintptr/.test(line)),
      'the value in the Debug Console',
    );
    await workbench.screenshot('variable');
  });

  it('marks what has changed: the goroutine leaves rg for the run queue', async () => {
    await workbench.step(nextStop);
    await workbench.step(nextStop);
    await workbench.step(nextStop);
    await workbench.waitUntil(
      async () => facts(await pollDescOf(listener())),
      (text) => /^rg ready, changed, executed$/m.test(text),
      'rg to be ready',
    );
    await workbench.step(nextStop);
    await workbench.waitUntil(
      () => facts(page.locator('[data-card="scheduler"]')),
      (text) => /^run queue .*18.*/m.test(text),
      'goroutine 18 on the run queue',
    );
    await workbench.screenshot('woken');
  });

  it('points at what the walkthrough speaks of, in its words', async () => {
    const pointed = await workbench.waitUntil(
      async () =>
        page.locator('[data-pointed]').evaluateAll((all) => all.map((one) => one.getAttribute('data-pointed'))),
      (ids) => ids.length > 0,
      'something that is pointed at',
    );
    assert.match(pointed.join(), /run queue|goroutine|pollDesc|epoll|scheduler/);
    assert.notEqual(await page.locator('.look b').innerText(), '');
    await workbench.screenshot('pointed');
  });

  it('selects a goroutine in the Call Stack', async () => {
    await page.locator('[data-card="goroutine 1"].selected').waitFor({ timeout: 60_000 });
    await goroutine(18).locator('.title').click();
    await page.locator('[data-card="goroutine 18"].selected').waitFor({ timeout: 60_000 });
    // VS Code marks the line of the frame that it has selected.
    await workbench.waitForLine({ file: 'runtime/proc.go' });
    await workbench.press('Control+Shift+D');
    await workbench.screenshot('selected');
  });

  it('follows what is selected in the Call Stack', async () => {
    const rows = workbench.page.locator('.debug-call-stack .monaco-list-row');
    const [first] = await rows.filter({ hasText: /goroutine 1 \[/ }).all();
    assert.ok(first, (await workbench.callStack()).join('\n'));
    await first.click();
    await page.locator('[data-card="goroutine 1"].selected').waitFor({ timeout: 60_000 });
    await workbench.screenshot('followed');
  });

  it('is saved as SVG and as PNG, as it stands', async () => {
    const saved = async (format: 'SVG' | 'PNG'): Promise<Buffer> => {
      const file = path.join(folder, `picture.${format.toLowerCase()}`);
      await page.getByRole('button', { name: format, exact: true }).click();
      await workbench.saveAs(file);
      await workbench.waitUntil(
        () => Promise.resolve(fs.existsSync(file) && fs.statSync(file).size > 0),
        (isThere) => isThere,
        file,
      );
      return fs.readFileSync(file);
    };
    const svg = (await saved('SVG')).toString();
    assert.match(svg, /^<svg [^]*LISTEN[^]*<\/svg>$/);
    const png = PNG.sync.read(await saved('PNG'));
    const [, width, height] = /<rect width="(\d+)" height="(\d+)"/.exec(svg)?.map(Number) ?? [];
    assert.deepEqual([png.width, png.height], [width! * 2, height! * 2]);
    assert.ok(new Set(new Uint32Array(png.data.buffer, png.data.byteOffset, png.data.length / 4)).size > 10);
  });

  it('shows the line of a goroutine, and the line that made a descriptor', async () => {
    await listener().locator('.title').click();
    await workbench.editorTab('sock_cloexec.go').waitFor({ timeout: 30_000 });
  });

  it('left nothing on the error console', () => {
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
