import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../../extension/tools/project.mjs';
import { writeLaunchFile } from '../../host/drive/launchFile.ts';
import { Workbench } from '../../host/drive/workbench.ts';
import { withoutNativeModule } from '../../host/extension.ts';

describe('a recording, where no system call can be made', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-replay-')));

  before(async () => {
    const folder = path.join(scratch, 'folder');
    const recording = path.join(folder, 'echo.nwr');
    const configuration = { type: 'netwalk', request: 'launch', name: 'play', recording, stopOnEntry: true };
    writeLaunchFile(folder, configuration);
    execFileSync(process.execPath, [inProject('dist/netwalk.js'), 'record', recording, 'walk', 'tcp-echo', '--go', '1.19'], { stdio: 'ignore' }); // prettier-ignore
    const extension = withoutNativeModule(path.join(scratch, 'extension'));
    workbench = await Workbench.open({ name: 'replay', folder, extension });
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  it('begins as the program did, and is called a recording', async () => {
    await workbench.command('Debug: Start Debugging');
    await workbench.waitForLine({ file: 'tcp-echo/main.go', text: 'func main()' });
    await workbench.waitUntil(
      () => workbench.statusBar(),
      (items) => items.some((item) => item.includes('recording of')),
      'the status bar to say so',
    );
  });

  it('is stepped both ways, beyond what was looked at when it was made', async () => {
    const first = await workbench.step('F10');
    const inside = await workbench.step('F11');
    assert.notEqual(inside.line, first.line);
    await workbench.debugAction('Step Back');
    const back = await workbench.waitForLine(({ line }) => line !== inside.line);
    assert.equal(back.line, first.line);
    assert.deepEqual(await workbench.step('F11'), inside);
  });

  it('is told to the next stop of its walkthrough, with what the kernel held then', async () => {
    for (let stops = 0; stops < 16; stops++) await workbench.step('Alt+N');
    await workbench.activity('Netwalk');
    const rows = await workbench.waitUntil(
      () => workbench.tree('Descriptors'),
      (found) => found.length > 0,
      'the descriptors',
    );
    await workbench.command('Netwalk: Show Live Picture');
    const picture = workbench.page.locator('iframe.webview.ready').first().contentFrame().frameLocator('iframe#active-frame'); // prettier-ignore
    await picture.locator('svg').first().waitFor();
    await workbench.screenshot('stop');
    assert.match(rows.join('\n'), /socket|listener|epoll/);
    assert.ok((await workbench.tree('Goroutines')).some((row) => row.includes('main.main')));
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
