import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { build, gorootOrSkip, startServer, tracerOf, type Server } from '../../process/goBinaries.ts';
import { writeLaunchFile } from '../../host/drive/launchFile.ts';
import { Workbench } from '../../host/drive/workbench.ts';

describe('a real Go process', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let server: Server;
  let folder: string;

  before(async function () {
    const root = await gorootOrSkip(this as unknown as Mocha.Context, '1.19');
    server = await startServer(build(root, '1.19', 'server', 'plain'));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-process-'));
    writeLaunchFile(folder, {
      type: 'netwalk',
      request: 'attach',
      name: 'Server',
      processId: server.pid,
      stops: 'thread',
    });
    workbench = await Workbench.open({ name: 'process', folder });
    // Room for all goroutines and a stack: rows out of sight are not there.
    await workbench.page.setViewportSize({ width: 1400, height: 1500 });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
    if ((server as Server | undefined) !== undefined) assert.equal(await server.end(), 0);
  });

  /** Says a text and hears it again. */
  async function echo(text: string): Promise<void> {
    const socket = net.connect(server.address.port, server.address.host);
    try {
      const heard = new Promise((resolve, reject) => {
        socket.once('data', (data: Buffer) => resolve(data.toString()));
        socket.once('error', reject);
      });
      socket.write(text);
      assert.equal(await heard, text);
    } finally {
      socket.destroy();
    }
  }

  it('is chosen from a list and watched while it serves', async () => {
    await workbench.command('Netwalk: Attach to Go Process');
    await workbench.pick(new RegExp(`server-1\\.19[^]*${server.address.port}`));
    await workbench.listenerShown();
    await echo('hello');
  });

  it('stops where a system call returns, on the line of Go’s source that made it, with the stack', async () => {
    await workbench.command('Add Function Breakpoint');
    await workbench.page.keyboard.type('accept4');
    await workbench.page.keyboard.press('Enter');
    const accepting = workbench.waitForLine(({ file, text }) => file.endsWith('sock_cloexec.go') && text.includes('Accept4Func')); // prettier-ignore
    let [echoed, isStopped] = [echo('stopped'), false];
    // Until the stop is set, connections are accepted without.
    while (!isStopped) {
      isStopped = await Promise.race([accepting.then(() => true), echoed.then(() => false)]);
      if (!isStopped) echoed = echo('stopped');
    }
    // VS Code asks for the first frame, and for the others after a while.
    await workbench.waitUntil(
      () => workbench.callStack(),
      (rows) => rows.some((row) => row.includes('net.(*netFD).accept')),
      'the stack of the goroutine that accepts',
    );
    await workbench.screenshot('accept');
    await workbench.debugAction('Disconnect');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 });
    await echoed;
  });

  it('serves on when it is left', async () => {
    assert.equal(tracerOf(server.pid).tracer, 0);
    await echo('as if nothing had been');
  });

  it('stops one thread where "stops" says so: its goroutine stands, and others are served', async () => {
    const served = net.connect(server.address.port, server.address.host);
    await once(served, 'connect');
    await workbench.press('F5');
    await workbench.listenerShown();
    let [echoed, isStopped] = [echo('stopped'), false];
    const accepting = workbench.waitForLine(({ file, text }) => file.endsWith('sock_cloexec.go') && text.includes('Accept4Func')); // prettier-ignore
    while (!isStopped) {
      isStopped = await Promise.race([accepting.then(() => true), echoed.then(() => false)]);
      if (!isStopped) echoed = echo('stopped');
    }
    // The number of sessions lies over its icon.
    await workbench.press('Control+Shift+D');
    const rows = await workbench.waitUntil(
      () => workbench.callStack(),
      (found) => found.some((row) => row.includes('net.(*netFD).accept')),
      'the stack of the goroutine that accepts',
    );
    const goroutines = rows.filter((row) => row.startsWith('goroutine'));
    assert.deepEqual(goroutines.filter((row) => row.includes('held]')).length, 1, rows.join('\n'));
    assert.ok(
      goroutines.some((row) => !row.includes('held]') && /running/i.test(row)),
      rows.join('\n'),
    );
    await workbench.screenshot('one-thread');
    const answer = once(served, 'data');
    served.write('served meanwhile');
    assert.equal(String((await answer)[0]), 'served meanwhile');
    served.destroy();
    await workbench.debugAction('Continue');
    await echoed;
    await workbench.debugAction('Disconnect');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 });
    assert.equal(tracerOf(server.pid).tracer, 0);
  });
});
