import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../../extension/tools/project.mjs';
import { Workbench } from '../../host/drive/workbench.ts';

describe('a session that runs in a terminal', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let listener: ChildProcess;
  let port = 0;
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-attach-')));

  before(async () => {
    fs.chmodSync(folder, 0o700);
    const environment = { XDG_RUNTIME_DIR: folder };
    listener = spawn(process.execPath, [inProject('dist/netwalk.js'), 'listen', '--go', '1.19', 'tcp', '127.0.0.1:0'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve, reject) => {
      listener.on('exit', () => reject(new Error('the listener has ended')));
      listener.stdout?.on('data', (text: Buffer) => {
        port = Number(/listening on .*:(\d+)/.exec(text.toString())?.[1] ?? port);
        if (port > 0) resolve();
      });
    });
    workbench = await Workbench.open({ name: 'attach', environment });
  });

  after(async () => {
    await workbench?.close();
    const gone = new Promise((resolve) => listener.on('exit', resolve));
    if (listener.kill('SIGTERM')) await gone;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is attached to while it runs', async () => {
    await workbench.command('Netwalk: Attach to Session');
    await workbench.pick(/127\.0\.0\.1:/);
    await workbench.listenerShown();
  });

  it('is attached to again when the window is reloaded', async () => {
    await workbench.page.reload();
    await workbench.listenerShown();
    await workbench.screenshot('again');
  });

  it('is attached to again when the window is reloaded while it stands, and serves on', async () => {
    await workbench.debugAction('Pause');
    await workbench.page.locator('.debug-toolbar .codicon-debug-continue').waitFor();
    await workbench.page.reload();
    await workbench.listenerShown();
    const echoed = await new Promise<string>((resolve, reject) => {
      const connection = net.connect(port, '127.0.0.1', () => connection.write('still there'));
      connection.on('error', reject).on('data', (data: Buffer) => {
        connection.destroy();
        resolve(data.toString());
      });
    });
    assert.equal(echoed, 'still there');
  });

  it('runs on when it is left, and is not come back to', async () => {
    await workbench.debugAction('Disconnect');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 });
    assert.equal(listener.exitCode, null);
    await workbench.page.reload();
    await workbench.activity('Netwalk');
    await workbench.waitUntil(
      () => workbench.tree('Sessions'),
      (rows) => rows.some((row) => row.includes('127.0.0.1:')),
      'the session in its view',
    );
    assert.equal(await workbench.page.locator('.debug-toolbar').isVisible(), false);
  });
});
