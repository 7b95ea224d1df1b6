/** What happens to the engine from outside: its client vanishes, it is stopped, killed. Each time nothing is left, and the next start works. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from './client.ts';
import { endAll, ended, prepare, program, start, stopped, type Engine } from './engine.ts';

const server = program('server.go');

/** Runs until it waits in the kernel; gives the port on which it listens. */
async function waiting({ client }: Engine): Promise<number> {
  await client.ask('continue', { threadId: 1 });
  const { hint } = await client.next('netwalk/waiting', (body) => body['hint'] !== '');
  return Number(String(hint).split(' ').at(-1));
}

async function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(false)));
    socket.once('error', () => resolve(true));
  });
}

/** The same program on the same port, from its beginning to where it waits. */
async function startsAgain(port: number): Promise<void> {
  const next = await stopped({ program: server, args: [`127.0.0.1:${port}`] });
  assert.equal(await waiting(next), port);
}

describe('faults', function () {
  this.timeout(90_000);
  afterEach(endAll);

  it('the client vanishes in the middle of a step', async () => {
    const engine = await stopped({ program: server });
    const port = await waiting(engine);
    await engine.client.move('pause');
    void engine.client.send('next', { threadId: 1 });
    engine.child.stdin.destroy();
    engine.child.stdout.destroy();
    assert.equal(await engine.exit, 0);
    assert.ok(await isRefused(port));
    await startsAgain(port);
  });

  it('the engine is stopped and continued, and has missed nothing', async () => {
    const engine = await stopped({ program: server });
    const port = await waiting(engine);
    engine.child.kill('SIGSTOP');
    const outside = net.connect(port, '127.0.0.1', () => outside.end('hello'));
    await new Promise((resolve) => outside.once('finish', resolve));
    engine.child.kill('SIGCONT');
    assert.deepEqual(await engine.client.next('exited'), { exitCode: 0 });
    assert.match(engine.client.output('stdout'), /got "hello"\n/);
    outside.destroy();
  });

  it('the engine is stopped and continued while its program stands', async () => {
    const { client, child } = await stopped({ program: program('loop.go') });
    child.kill('SIGSTOP');
    const stop = client.move('next');
    child.kill('SIGCONT');
    assert.equal((await stop)['reason'], 'step');
  });

  it('the engine is killed', async () => {
    const engine = await stopped({ program: server });
    const port = await waiting(engine);
    engine.child.kill('SIGKILL');
    await engine.exit;
    await engine.client.closed;
    assert.ok(await isRefused(port));
    await startsAgain(port);
  });

  it('the engine is killed and leaves its socket file, which the next one takes over', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-killed-'));
    const file = path.join(folder, 'dap.sock');
    try {
      const killed = start('dap', '--socket', file);
      await new Promise((resolve) => killed.stdout.once('data', resolve));
      killed.kill('SIGKILL');
      await ended(killed);
      assert.ok(fs.existsSync(file));
      const next = start('dap', '--socket', file);
      const end = ended(next);
      await new Promise((resolve) => next.stdout.once('data', resolve));
      const socket = net.connect(file);
      await prepare(new Client(socket, socket), { program: program('loop.go') });
      socket.destroy();
      next.kill('SIGTERM');
      assert.equal((await end).status, 0);
      assert.ok(!fs.existsSync(file));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
