import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from './client.ts';
import { endAll, ended, netwalkRun, prepare, program, start, startAdapter } from './engine.ts';

describe('the netwalk command', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('runs a program with its arguments and status', async () => {
    const { status, stdout } = await netwalkRun('run', '--go', '1.19', program('loop.go'), '--not-ours');
    assert.deepEqual([status, stdout], [0, 'sum 45\n']);
    assert.equal((await netwalkRun('run', program('panics.go'))).status, 2);
  });

  it('hands signals to the program that watches them', async () => {
    for (const version of ['1.19', '1.27']) {
      const { signal, stdout } = await netwalkRun('run', '--go', version, program('signals.go'));
      const words = ['user defined signal 1', 'terminated', 'user defined signal 1', 'context canceled true', ''];
      assert.deepEqual(stdout.split('\n'), words);
      // The last one does what it does by default.
      assert.equal(signal, 'SIGUSR2');
    }
  });

  it('prints steps and system calls to standard error', async () => {
    const { status, stdout, stderr } = await netwalkRun('run', '--trace', program('loop.go'));
    assert.deepEqual([status, stdout], [0, 'sum 45\n']);
    assert.match(stderr, /^goroutine 1 {2}\S*loop\.go:11(:\d+)? {2}main\.add$/m);
    assert.match(stderr, /^goroutine 1 {2}→ write\(1, "sum 45\\n", 7\) = 7$/m);
  });

  it('reports what does not compile as go run does', async () => {
    const { status, stderr } = await netwalkRun('run', program('broken.go'));
    assert.equal(status, 1);
    assert.match(stderr, /^# command-line-arguments\n[^]*^\S*broken\.go:6:18: cannot use "three"/m);
  });

  it('walks without a terminal from the first stop to the last', async () => {
    for (const version of ['1.19', '1.27']) {
      const { status, stdout } = await netwalkRun('walk', 'tcp-echo', '--go', version);
      assert.equal(status, 0);
      const numbers = [...stdout.matchAll(/^\[(\d+)\/(\d+)\]/gm)].map(([, index, count]) => [
        Number(index),
        Number(count),
      ]);
      const count = numbers[0]?.[1] ?? 0;
      assert.ok(count >= 45);
      assert.deepEqual([numbers[0]?.[0], numbers.at(-1)?.[0]], [1, count], version);
      assert.match(stdout, /▶ +\d+ │ .*net\.Listen\("tcp"/);
      assert.match(stdout, /→ accept4\(.*EAGAIN/);
      assert.match(stdout, /server: waiting in Accept/);
    }
  });

  it('walks in Chinese', async () => {
    const { stdout } = await netwalkRun('walk', 'tcp-echo', '--language', 'zh-cn');
    assert.match(stdout, /程序已结束，退出状态 0/);
  });

  it('says what is wrong with its arguments', async () => {
    for (const [args, message] of [
      [['fly'], /unknown command "fly"/],
      [['run'], /a \.go file or a folder is expected/],
      [['run', '--fast', 'x.go'], /--fast/],
      [['walk'], /one walkthrough is expected/],
      [['walk', 'tcp-echo', '--language', 'fr'], /there are en and zh-cn/],
      [[], /Usage:/],
    ] as const) {
      const { status, stderr } = await netwalkRun(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, message);
    }
    const { status, stderr } = await netwalkRun('walk', 'nowhere');
    assert.deepEqual([status, stderr.split('\n').length], [1, 2], stderr);
    assert.match(
      (await netwalkRun('run', '/nowhere.go')).stderr,
      /^netwalk: \/nowhere\.go: no such file or directory\n$/,
    );
    assert.match((await netwalkRun('--version')).stdout, /^netwalk \d+\.\d+\.\d+\n$/);
    assert.match((await netwalkRun('help')).stdout, /netwalk walk NAME/);
  });

  it('says without a word of DAP that it is none, and ends', async () => {
    const { client, child, exit } = startAdapter();
    child.stdin.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    assert.equal(await exit, 1);
    assert.match(client.output('important'), /not the Debug Adapter Protocol/);
  });
});

describe('DAP over a Unix socket', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-socket-'));
  });
  afterEach(() => {
    endAll();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is for its owner only, serves one client after the other, and leaves no file', async () => {
    const file = path.join(folder, 'dap.sock');
    const child = start('dap', '--socket', file);
    const end = ended(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    for (let times = 0; times < 2; times++) {
      const socket = net.connect(file);
      const client = new Client(socket, socket);
      await prepare(client, { program: program('loop.go') });
      await client.ask('configurationDone');
      await client.next('stopped');
      await client.ask('continue', { threadId: 1 });
      await client.next('terminated');
      assert.equal(client.output('stdout'), 'sum 45\n');
      await client.ask('disconnect');
      await client.closed;
    }
    child.kill('SIGTERM');
    assert.equal((await end).status, 0);
    assert.equal(fs.existsSync(file), false);
  });

  it('refuses a folder that others can enter', async () => {
    fs.chmodSync(folder, 0o755);
    const { status, stderr } = await netwalkRun('dap', '--socket', path.join(folder, 'dap.sock'));
    assert.equal(status, 1);
    assert.match(stderr, /its mode must be 0700/);
  });

  it('lets nobody in who connects as another user, whatever the modes say', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const file = path.join(folder, 'dap.sock');
    const child = start('dap', '--socket', file);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    fs.chmodSync(folder, 0o711);
    fs.chmodSync(file, 0o666);
    const knock = (user: number): Promise<string> => {
      const initialize = JSON.stringify({ seq: 1, type: 'request', command: 'initialize' });
      const script = `process.seteuid(${user});
        const client = require('node:net').connect(${JSON.stringify(file)});
        client.write(${JSON.stringify(`Content-Length: ${initialize.length}\r\n\r\n${initialize}`)});
        client.on('data', () => (console.log('answered'), process.exit()));
        client.on('error', (error) => (console.log(error.code), process.exit()));
        client.on('close', () => console.log('closed'));`;
      return new Promise((resolve, reject) =>
        execFile(process.execPath, ['-e', script], (error, stdout) =>
          error ? reject(new Error(error.message)) : resolve(stdout.trim()),
        ),
      );
    };
    assert.equal(await knock(0), 'answered');
    assert.match(await knock(65534), /^(closed|EPIPE|ECONNRESET)$/);
  });

  it('tells a second client that the engine is taken', async () => {
    const file = path.join(folder, 'dap.sock');
    const child = start('dap', '--socket', file);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const [first, second] = [net.connect(file), net.connect(file)];
    await prepare(new Client(first, first), { program: program('loop.go') });
    const client = new Client(second, second);
    await client.ask('initialize');
    assert.match(await client.refused('launch', { program: program('loop.go') }), /serves another client/);
    for (const socket of [first, second]) socket.destroy();
  });
});
