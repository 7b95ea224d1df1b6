/** A machine that forbids what a walkthrough needs. strace makes the kernel refuse, as io_uring_disabled or a container would. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../../extension/tools/project.mjs';
import { writeLaunchFile } from '../../host/drive/launchFile.ts';
import { Workbench } from '../../host/drive/workbench.ts';
import { copiedExtension } from '../../host/extension.ts';

const netwalk = inProject('dist/netwalk.js');

/** In place of the command: what it asks the kernel is refused. */
const refusing = `
const { spawnSync } = require('node:child_process');
const inject = ['-f', '-o', '/dev/null', '-e', 'trace=io_uring_setup', '-e', 'inject=io_uring_setup:error=EPERM'];
const { status } = spawnSync('strace', [...inject, process.execPath, ${JSON.stringify(netwalk)}, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
`;

describe('a walkthrough that the machine forbids', function () {
  this.timeout(300_000);
  let workbench: Workbench | undefined;
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-needs-')));

  before(async function () {
    if (spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status !== 0) {
      console.log('      skipped: strace is not installed, or may not trace');
      this.skip();
    }
    const folder = path.join(scratch, 'folder');
    const configuration = { type: 'netwalk', request: 'launch', name: 'rings', walkthrough: 'io-uring' };
    writeLaunchFile(folder, configuration);
    const { extension, files } = copiedExtension(path.join(scratch, 'extension'));
    fs.writeFileSync(path.join(files, 'dist/netwalk.js'), refusing);
    const recording = path.join(files, 'walkthroughs/io-uring/recording.nwr');
    if (!fs.existsSync(recording))
      execFileSync(process.execPath, [netwalk, 'record', recording, 'walk', 'io-uring', '--go', '1.27'], { stdio: 'ignore' }); // prettier-ignore
    workbench = await Workbench.open({ name: 'needs', folder, extension });
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  it('says so, and plays its recording when that is chosen', async () => {
    assert.ok(workbench);
    await workbench.command('Debug: Start Debugging');
    const notified = await workbench.waitUntil(
      () => (workbench as Workbench).notifications(),
      (messages) => messages.some((text) => text.includes('io_uring')),
      'the message',
    );
    assert.match(notified.join('\n'), /This walkthrough needs io_uring, and the kernel answers EPERM:/);
    await workbench.command('Notifications: Show Notifications');
    const play = workbench.page.locator('.notifications-center').getByRole('button', { name: 'Play the Recording' });
    await play.waitFor({ timeout: 30_000 });
    await workbench.screenshot('forbidden');
    await play.click();
    await workbench.waitForLine({ file: 'io-uring/main.go' });
    await workbench.waitUntil(
      () => (workbench as Workbench).statusBar(),
      (items) => items.some((item) => item.includes('recording of')),
      'the status bar to say so',
    );
    await workbench.screenshot('played');
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
