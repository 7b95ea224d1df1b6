import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../../extension/tools/project.mjs';
import { Workbench } from '../../host/drive/workbench.ts';

describe('a click on a recording in the Explorer', function () {
  this.timeout(300_000);
  let workbench: Workbench | undefined;
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-recording-page-')));
  const file = (name: string): string => path.join(folder, name);

  before(() => {
    const record = [inProject('dist/netwalk.js'), 'record', file('echo.nwr'), 'walk', 'tcp-echo', '--go', '1.19'];
    execFileSync(process.execPath, record, { stdio: 'ignore' });
    const whole = fs.readFileSync(file('echo.nwr'));
    fs.writeFileSync(file('cut.nwr'), whole.subarray(0, whole.length - 40));
    fs.writeFileSync(file('notes.nwr'), 'no recording <b>at all</b>\n');
  });

  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

  /** Opens VS Code, until the extension is there: from then on recordings are its own. */
  async function open(name: string, theme: string, locale = 'en'): Promise<void> {
    workbench = await Workbench.open({ name, folder, locale, settings: { 'workbench.colorTheme': theme } });
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
    await workbench.activity('Netwalk');
    await workbench.page.locator('.pane .monaco-list-row', { hasText: 'epoll' }).first().waitFor();
  }

  /** Clicks, and waits until a page says what is expected of it; gives all that it says. */
  async function click(name: string, expected: RegExp): Promise<string> {
    assert.ok(workbench);
    await workbench.activity('Explorer');
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).click();
    await workbench.editorTab(name).waitFor();
    const body = workbench.webview().locator('body');
    const text = (): Promise<string> => body.innerText({ timeout: 1000 }).catch(() => '');
    return workbench.waitUntil(text, (said) => expected.test(said), `${name} to be described`);
  }

  it('shows what was recorded, and Replay plays and tells it', async () => {
    await open('recording', 'Default Dark Modern');
    assert.ok(workbench);
    const text = await click('echo.nwr', /System calls/);
    assert.match(text, /Recording of a walkthrough\s+A TCP echo/);
    assert.match(
      text,
      /Go\s+1\.19\.\d+\s[^]*Stops\s+90\s+System calls\s+[1-9]\d*\s+Length\s+[\d.]+ m?s\s+End\s+status 0\s/,
    );
    assert.doesNotMatch(text, /cut off/);
    await workbench.screenshot('page');

    assert.match(
      await click('cut.nwr', /cut off/),
      /its last \d+ bytes cannot be used\. It can be replayed up to there/,
    );
    await workbench.screenshot('cut-off');
    const refused = await click('notes.nwr', /cannot be replayed/);
    assert.match(refused, /notes\.nwr is no recording of Netwalk's/);
    assert.doesNotMatch(refused, /Recording of|System calls/);
    await workbench.screenshot('refused');

    await click('echo.nwr', /System calls/);
    await workbench.webview().getByRole('link', { name: 'Replay' }).click();
    await workbench.waitForLine({ file: 'tcp-echo/main.go' });
    await workbench.waitUntil(
      () => (workbench as Workbench).statusBar(),
      (items) => items.some((item) => item.includes('recording of')),
      'the status bar to say so',
    );
    await workbench.editorTab('Narration').waitFor();
    await workbench.screenshot('replayed');
    assert.deepEqual(workbench.consoleErrors, []);
  });

  it('is read again when the file changes, in Chinese too', async () => {
    await open('recording-zh', 'Default Light Modern', 'zh-cn');
    assert.ok(workbench);
    assert.match(await click('cut.nwr', /系统调用/), /导览的录制[^]*被截断或已损坏[^]*回放/);
    await workbench.screenshot('cut-off');
    fs.copyFileSync(file('echo.nwr'), file('cut.nwr'));
    await click('cut.nwr', /结束\s+状态 0/);
    await workbench.screenshot('page');
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
