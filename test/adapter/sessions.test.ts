/** Sessions that live on their own: clients come, look, move them, and go. */
import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Description } from '../../engine/session/sessions/description.ts';
import type { Cursor, Hit, TimelineLane } from '../../engine/trace/source.ts';
import { Client } from './client.ts';
import { endAll, ended, netwalkRun, start, topFrame } from './engine.ts';

describe('a session', function () {
  this.timeout(240_000);
  const runtime = mkdtempSync(path.join(os.tmpdir(), 'netwalk-sessions-'));
  const folder = path.join(runtime, 'netwalk');
  const before_ = process.env['XDG_RUNTIME_DIR'];
  const clients: net.Socket[] = [];

  before(() => (process.env['XDG_RUNTIME_DIR'] = runtime));
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    endAll();
  });
  after(() => {
    if (before_ === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before_;
    rmSync(runtime, { recursive: true });
  });

  it('is listed with what it is, in a folder for its user only, and is gone when it ends', async () => {
    const { child, session } = await listens();
    assert.deepEqual([session.role, session.network, session.pid], ['listen', 'tcp', child.pid]);
    assert.match(session.address, /^127\.0\.0\.1:[1-9]\d*$/);
    assert.match(session.goVersion, /^1\.19/);
    assert.match(session.sourceHash, /^[0-9a-f]{64}$/);
    const { stdout } = await netwalkRun('sessions');
    assert.match(stdout, new RegExp(`${session.id} +${child.pid} +tcp +${session.address}`));
    child.kill('SIGINT');
    assert.equal((await ended(child)).status, 130);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('counts its connections, and serves them at full speed meanwhile', async () => {
    const { session } = await listens();
    const connections = await Promise.all([connect(session), connect(session), connect(session)]);
    for (const connection of connections) assert.equal(await said(connection, 'hello'), 'hello');
    assert.equal((await until(session.id, ({ connections: count }) => count === 3)).steps, 0);
    for (const connection of connections) connection.end();
    await until(session.id, ({ connections: count }) => count === 0);
  });

  it('is attached to in the middle, without stopping, and goes on when the client leaves', async () => {
    const { session } = await listens();
    const connection = await connect(session);
    await said(connection, 'before');
    const { client } = await attach(session);
    const { threads } = await client.ask('threads');
    const names = (threads as { name: string }[]).map(({ name }) => name);
    assert.ok(names.filter((name) => /\[IO wait\]/.test(name)).length >= 2, names.join());
    const state = await client.next('netwalk/state', ({ descriptors }) => (descriptors as unknown[]).length > 0);
    const roles = (state['descriptors'] as { role: string }[]).map(({ role }) => role);
    assert.ok(roles.includes('listener') && roles.includes('accepted') && roles.includes('epoll'), roles.join());
    assert.equal(await said(connection, 'while'), 'while');
    await client.next('netwalk/systemCall', ({ text }) => /^read\(\d+, "while"/.test(String(text)));
    const calls = client.events.flatMap(({ event, body }) => (event === 'netwalk/systemCall' ? [`${String(body['start'])} ${String(body['text'])}`] : [])); // prettier-ignore
    assert.deepEqual(calls, [...new Set(calls)], 'each call is told once');
    await client.ask('disconnect');
    await client.closed;
    assert.equal(await said(connection, 'after'), 'after');
    assert.equal((await until(session.id, ({ clients: count }) => count === 0)).pid, session.pid);
  });

  it('is paused, stepped and looked at by a client', async () => {
    const { session } = await listens();
    const { client } = await attach(session);
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.serve' }] });
    const connection = await connect(session);
    connection.write('one');
    await client.next('stopped');
    assert.equal((await topFrame(client)).name, 'main.serve');
    await client.move('next', {
      threadId: Number(client.events.findLast(({ event }) => event === 'stopped')?.body['threadId']),
    });
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.ask('continue', { threadId: 1 });
    connection.write('two');
    assert.match(
      await new Promise<string>((resolve) => connection.once('data', (data) => resolve(data.toString()))),
      /^one/,
    );
  });

  it('has one client in control, and the others follow', async () => {
    const { session } = await listens();
    const { client: first } = await attach(session);
    const { client: second } = await attach(session);
    const told = second.events.find(({ event }) => event === 'netwalk/control');
    assert.deepEqual(told?.body, { controls: false, clients: 2 });
    await first.ask('pause', { threadId: 1 });
    await Promise.all([first.next('stopped'), second.next('stopped')]);
    assert.equal((await topFrame(second)).name, (await topFrame(first)).name);
    const stops = first.events.filter(({ event }) => event === 'stopped').length;
    await second.ask('next', { threadId: 0 });
    await second.next('output', ({ output }) =>
      /another client controls this session: take control first/.test(String(output)),
    );
    assert.equal(first.events.filter(({ event }) => event === 'stopped').length, stops);
    await second.ask('netwalk/takeControl');
    await first.next('netwalk/control', ({ controls }) => controls === false);
    await second.ask('stepIn', { threadId: 0 });
    await first.next('stopped');
    first.vanish();
    await second.next('netwalk/control', ({ controls, clients: count }) => controls === true && count === 1);
  });

  it('has one client in control, however many take it at once', async () => {
    const { session } = await listens();
    const attached = await Promise.all([attach(session), attach(session), attach(session)]);
    const all = attached.map(({ client }) => client);
    for (let time = 0; time < 5; time++) {
      await Promise.all(all.map(async (client) => client.send('netwalk/takeControl')));
      await Promise.all(all.map(async (client) => client.send('pause', { threadId: 1 })));
    }
    await Promise.all(all.map(async (client) => client.ask('threads')));
    const last = all.map((client) => client.events.findLast(({ event }) => event === 'netwalk/control')?.body);
    assert.deepEqual(last.map((body) => body?.['controls']).sort(), [false, false, true]);
    assert.deepEqual(new Set(last.map((body) => body?.['clients'])), new Set([3]));
    for (const client of all) client.vanish();
    assert.equal(await said(await connect(session), 'goes on'), 'goes on');
  });

  const many = Math.min(10_000, openFilesAllowed() - 500);
  it(`with ${many.toLocaleString('en')} connections is attached to, looked at, and serves on`, async function () {
    this.timeout(600_000);
    const { session } = await listens();
    const { client } = await attach(session);
    const connections: net.Socket[] = [];
    while (connections.length < many) {
      const batch = Array.from({ length: Math.min(250, many - connections.length) }, async () => connect(session));
      connections.push(...(await Promise.all(batch)));
    }
    const served = await until(session.id, ({ connections: count }) => count === many);
    assert.ok(served.steps > 0);
    assert.equal(await said(connections.at(-1) as net.Socket, 'the last'), 'the last');
    await client.ask('pause', { threadId: 1 });
    const first = said(connections[0] as net.Socket, 'the first');
    await client.next('stopped');
    const { threads } = await client.ask('threads');
    assert.ok((threads as object[]).length > many);
    await client.ask('disconnect');
    assert.equal(await first, 'the first');
    assert.equal(await said(connections[1] as net.Socket, 'after'), 'after');
    for (const connection of connections) connection.destroy();
    await until(session.id, ({ connections: count }) => count === 0);
  });

  it('tells a client that comes while it stands where that is', async () => {
    const { session } = await listens('--stop-at', 'net.(*netFD).accept');
    const { client } = await attach(session);
    await client.next('stopped');
    assert.equal((await topFrame(client)).name, 'net.(*netFD).accept');
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.ask('continue', { threadId: 1 });
    assert.equal(await said(await connect(session), 'and on'), 'and on');
  });

  it('lets go of its program when a client vanishes in the middle of a step', async () => {
    const { session } = await listens();
    const { client } = await attach(session);
    await client.ask('pause', { threadId: 1 });
    await client.next('stopped');
    client.raw('Content-Length: 100\r\n\r\n{"seq": 1, "type": "requ');
    client.vanish();
    assert.equal(await said(await connect(session), 'still there'), 'still there');
  });

  it('refuses a client with another Netwalk or another source of Go', async () => {
    const { session } = await listens();
    const client = await connected(session);
    await client.ask('initialize', { adapterID: 'netwalk' });
    assert.match(
      await client.refused('attach', { session: session.id, engine: '99.0.0' }),
      /runs Netwalk .*, and this is Netwalk 99\.0\.0/,
    );
    assert.match(await client.refused('attach', { session: session.id, sourceHash: 'ff' }), /another source of Go/);
    assert.match(
      await client.refused('launch', { program: '/nowhere/main.go' }),
      /runs its program already: attach to it/,
    );
    await client.ask('attach', { session: session.id });
  });

  it('whose process was killed is forgotten by the next who looks', async () => {
    const { child, session } = await listens();
    child.kill('SIGKILL');
    await ended(child);
    assert.ok(existsSync(session.socket));
    assert.equal((await netwalkRun('sessions')).stdout, 'no session runs\n');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('shows who follows its timeline and is searched by them, and travels for who controls it', async () => {
    const { session } = await listens();
    const { client: first } = await attach(session);
    const { client: second } = await attach(session);
    const connection = await connect(session);
    assert.equal(await said(connection, 'hello'), 'hello');
    await second.next('netwalk/systemCall', ({ text }) => /^write\(\d+, "hello"/.test(String(text)));
    await first.ask('pause', { threadId: 1 });
    await second.next('stopped');
    const { lanes } = await second.ask('netwalk/timeline', { buckets: 500 });
    const calls = (lanes as TimelineLane[]).flatMap((lane) => lane.calls);
    assert.ok(calls.some(({ text }) => /^read\(\d+, "hello"/.test(text)));
    const { hits } = (await second.ask('netwalk/search', { text: 'write( "hello"' })) as unknown as { hits: Hit[] };
    const step = hits[0]?.step;
    await second.ask('netwalk/seek', { call: 'write', backwards: true });
    await second.next('output', ({ output }) => /another client controls this session/.test(String(output)));
    await first.ask('netwalk/seek', { call: 'write', backwards: true });
    const wanted = ({ cursor }: Record<string, unknown>): boolean => (cursor as Cursor).step === step;
    await second.next('netwalk/state', wanted);
  });

  it('that is stopped and continued by signals goes on', async () => {
    const { child, session } = await listens();
    const { client } = await attach(session);
    child.kill('SIGSTOP');
    const connection = await connect(session);
    connection.write('late');
    await delay(200);
    child.kill('SIGCONT');
    await client.next('netwalk/systemCall', ({ text }) => /^read\(\d+, "late"/.test(String(text)));
  });

  it('is left without a word by a terminal client whose reader has seen enough, as head does', async () => {
    const { session } = await listens();
    const terminal = start('attach', session.id);
    await until(session.id, ({ clients: count }) => count === 1);
    const connection = await connect(session);
    const end = ended(terminal);
    const first = new Promise((resolve) => terminal.stdout.once('data', resolve));
    await said(connection, 'heard');
    await first;
    terminal.stdout.destroy();
    const left = until(session.id, ({ clients: count }) => count === 0);
    while (terminal.exitCode === null) await said(connection, 'unheard');
    const { status, stderr } = await end;
    assert.deepEqual([status, stderr], [0, '']);
    await left;
    assert.equal(await said(connection, 'after'), 'after');
  });

  it('makes its socket again when somebody deletes it', async () => {
    const { session } = await listens();
    rmSync(session.socket);
    while (!existsSync(session.socket)) await delay(100);
    await attach(session);
  });

  it('ends for its clients when its program does', async () => {
    const { child, session } = await listens();
    const { client } = await attach(session);
    child.kill('SIGTERM');
    await client.closed;
    assert.equal((await ended(child)).status, 143);
  });

  it('of a dialer connects standard input and output', async () => {
    const { session } = await listens();
    const dialer = start('dial', '--go', '1.19', 'tcp', session.address);
    dialer.stdin.end('through and back');
    const { status, stdout, stderr } = await ended(dialer);
    assert.equal(stdout, 'through and back', stderr);
    assert.equal(status, 0);
  });

  it('that cannot begin says why in the words of Go, and leaves nothing', async () => {
    const { session } = await listens();
    const second = await netwalkRun('listen', '--go', '1.19', 'tcp', session.address);
    assert.equal(second.status, 1);
    assert.equal(second.stderr, `listen tcp ${session.address}: bind: address already in use\n`);
    const refused = await netwalkRun('dial', '--go', '1.19', 'tcp', '127.0.0.1:1');
    assert.equal(refused.stderr, 'dial tcp 127.0.0.1:1: connect: connection refused\n');
    assert.match((await netwalkRun('listen', 'sctp', ':0')).stderr, /unknown network sctp; there are tcp/);
    assert.match(
      (await netwalkRun('attach', 'listen-1')).stderr,
      new RegExp(`no session listen-1 runs; there are ${session.id}`),
    );
    // Its description may just be written anew.
    assert.equal(readdirSync(folder).filter((name) => /\.(sock|json)$/.test(name)).length, 2);
  });

  describe('is not found', () => {
    it('in a folder that others can enter, or that is a link', async () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o755);
      assert.match((await netwalkRun('sessions')).stderr, /can be entered by others: its mode must be 0700/);
      assert.match(
        (await netwalkRun('listen', '--go', '1.19', 'tcp', '127.0.0.1:0')).stderr,
        /can be entered by others/,
      );
      rmSync(folder, { recursive: true });
      const elsewhere = path.join(runtime, 'elsewhere');
      mkdirSync(elsewhere, { mode: 0o700 });
      symlinkSync(elsewhere, folder);
      assert.match((await netwalkRun('sessions')).stderr, /is not a folder of its own/);
      rmSync(folder);
    });

    it('by a description that others could have written, or that is none', async () => {
      const { session } = await listens();
      const file = session.socket.replace(/\.sock$/, '.json');
      const forged = path.join(folder, 'listen-2.json');
      writeFileSync(forged, readFileSync(file), { mode: 0o600 });
      assert.equal((await sessions()).length, 1, 'a description of another socket');
      writeFileSync(forged, '{"format": 1, "id": 7}');
      assert.equal((await sessions()).length, 1, 'a description with other fields');
      rmSync(forged);
    });
  });

  async function listens(...flags: string[]): Promise<{ child: ChildProcessWithoutNullStreams; session: Description }> {
    const child = start('listen', '--go', '1.19', ...flags, 'tcp', '127.0.0.1:0');
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const id = `listen-${child.pid}`;
    while (!/listening on tcp|stopped at/.test(output)) {
      assert.equal(child.exitCode, null, output);
      await delay(50);
    }
    return { child, session: await until(id, ({ address }) => !address.endsWith(':0')) };
  }

  async function sessions(): Promise<Description[]> {
    const { stdout, stderr } = await netwalkRun('sessions', '--json');
    assert.equal(stderr, '');
    return JSON.parse(stdout) as Description[];
  }

  /** The description in its file, once it is as wanted. */
  async function until(id: string, wanted: (session: Description) => boolean): Promise<Description> {
    for (;;) {
      try {
        const session = JSON.parse(readFileSync(path.join(folder, `${id}.json`), 'utf8')) as Description;
        if (wanted(session)) return session;
      } catch {
        // Not yet.
      }
      await delay(50);
    }
  }

  async function connected({ socket }: Description): Promise<Client> {
    const connection = net.connect(socket);
    clients.push(connection);
    await new Promise<void>((resolve, reject) => connection.once('connect', resolve).once('error', reject));
    return new Client(connection, connection);
  }

  async function attach(session: Description): Promise<{ client: Client }> {
    const client = await connected(session);
    await client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
    await client.ask('attach', { session: session.id, sourceHash: session.sourceHash, engine: session.engine });
    await client.next('initialized');
    await client.ask('configurationDone');
    return { client };
  }

  async function connect({ address }: Description): Promise<net.Socket> {
    const connection = net.connect(Number(address.slice(address.lastIndexOf(':') + 1)), '127.0.0.1');
    clients.push(connection);
    connection.on('error', () => undefined);
    await new Promise<void>((resolve) => connection.once('connect', resolve));
    return connection;
  }

  async function said(connection: net.Socket, text: string): Promise<string> {
    const answer = new Promise<string>((resolve) => connection.once('data', (data) => resolve(data.toString())));
    connection.write(text);
    return answer;
  }
});

/** How many files a process may have open here. */
function openFilesAllowed(): number {
  const limit = /^Max open files +(\d+) +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  return limit?.[1] === undefined ? 1024 : Number(limit[1]);
}
