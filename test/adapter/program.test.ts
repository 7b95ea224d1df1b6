import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Client } from './client.ts';
import { endAll, launched, lineOf, program, startAdapter, stopped, topFrame, value } from './engine.ts';

const loop = program('loop.go');

describe('breakpoints in a person’s program', function () {
  this.timeout(60_000);
  afterEach(endAll);

  const at = async (breakpoint: object): Promise<{ client: Client; breakpoints: Record<string, unknown>[] }> => {
    const { client } = await launched({ program: loop, stopOnEntry: false });
    const answer = await client.ask('setBreakpoints', { source: { path: loop }, breakpoints: [breakpoint] });
    await client.ask('configurationDone');
    return { client, breakpoints: answer['breakpoints'] as Record<string, unknown>[] };
  };

  it('move from a comment to the next statement, and say so', async () => {
    const line = lineOf(loop, 'a comment');
    const { client, breakpoints } = await at({ line });
    assert.equal(breakpoints[0]?.['line'], line + 1);
    assert.match(String(breakpoints[0]?.['message']), /moved/);
    await client.next('stopped');
    assert.equal((await topFrame(client)).line, line + 1);
  });

  it('stop when their condition holds', async () => {
    const { client } = await at({ line: lineOf(loop, 'add(p, i)'), condition: 'i == 7' });
    await client.next('stopped');
    assert.deepEqual([await value(client, 'i'), await value(client, 'p.count')], ['7', '21']);
  });

  it('stop at their hit count', async () => {
    const { client } = await at({ line: lineOf(loop, 'add(p, i)'), hitCondition: '4' });
    await client.next('stopped');
    assert.equal(await value(client, 'i'), '3');
  });

  it('only speak when they are logpoints', async () => {
    const { client } = await at({ line: lineOf(loop, 'add(p, i)'), logMessage: 'i is {i}, sum {p.count}' });
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    assert.match(client.output('console'), /i is 4, sum 6\n/);
    assert.equal(client.output('stdout'), 'sum 45\n');
  });
});

describe('variables of a person’s program', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('are text where they are bytes of text', async () => {
    const { client } = await launched({ program: program('bytes.go'), stopOnEntry: false });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.look' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    assert.equal(await value(client, 'text'), String.raw`len: 64, cap: 64, "some\ttext"…`);
    assert.equal(await value(client, 'zeros'), 'len: 4, cap: 4, [0 0 0 0]');
    assert.equal(await value(client, 'binary'), 'len: 3, cap: 3, [1 2 255]');
    assert.equal(await value(client, 'odd'), String.raw`"\x00é\xff\"\n"`);
  });

  it('are as Go prints them, and open', async () => {
    const { client } = await launched({ program: loop, stopOnEntry: false });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.add' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    const { id } = await topFrame(client);
    const { scopes } = (await client.ask('scopes', { frameId: id })) as {
      scopes: { name: string; variablesReference: number }[];
    };
    const reference = scopes.find(({ name }) => name === 'Arguments')?.variablesReference;
    const { variables } = (await client.ask('variables', { variablesReference: reference })) as {
      variables: { name: string; type: string; value: string; variablesReference: number }[];
    };
    assert.deepEqual(
      variables.map(({ name, type }) => `${name} ${type}`),
      ['p *main.pair', 'n int'],
    );
    const inside = await client.ask('variables', { variablesReference: variables[0]?.variablesReference });
    const fields = inside['variables'] as { name: string; value: string }[];
    assert.deepEqual(
      fields.map(({ name, value: text }) => [name, text]),
      [
        ['name', '"sum"'],
        ['count', '0'],
      ],
    );
  });
});

describe('a program that waits for the outside', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('says how to reach it, pauses, and goes on when a client comes', async () => {
    const { client } = await stopped({ program: program('server.go') });
    await client.ask('continue', { threadId: 1 });
    const { hint } = await client.next('netwalk/waiting', (body) => body['hint'] !== '');
    const [, port] = /^nc 127\.0\.0\.1 (\d+)$/.exec(String(hint)) ?? [];
    assert.ok(port, String(hint));
    assert.match(await client.refused('next', { threadId: 1 }), /the program runs/);

    await client.move('pause');
    await client.ask('continue', { threadId: 1 });
    const outside = net.connect(Number(port), '127.0.0.1', () => outside.end('hello'));
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    outside.destroy();
    assert.match(client.output('stdout'), /listening on 127\.0\.0\.1:\d+\ngot "hello"\n/);
  });

  it('starts again on request', async () => {
    const { client } = await stopped({ program: program('server.go') });
    await client.ask('continue', { threadId: 1 });
    await client.next('netwalk/waiting', (body) => body['hint'] !== '');
    await client.move('restart', {});
    assert.equal((await topFrame(client)).name, 'main.main');
    assert.ok(!client.order.includes('event terminated'));
  });

  it('ends on request, with the status of SIGTERM', async () => {
    const { client, exit } = await stopped({ program: program('server.go') });
    await client.ask('continue', { threadId: 1 });
    await client.next('netwalk/waiting');
    await client.ask('terminate');
    assert.deepEqual(await client.next('exited'), { exitCode: 143 });
    await client.ask('disconnect');
    assert.equal(await exit, 0);
  });

  it('is gone with its client, and so is its port', async () => {
    const { client, child, exit } = await stopped({ program: program('server.go') });
    await client.ask('continue', { threadId: 1 });
    const { hint } = await client.next('netwalk/waiting', (body) => body['hint'] !== '');
    child.stdin.destroy();
    child.stdout.destroy();
    assert.equal(await exit, 0);
    const port = Number(String(hint).split(' ').at(-1));
    await assert.rejects(
      new Promise((_resolve, reject) => net.connect(port, '127.0.0.1').on('error', reject)),
      /ECONNREFUSED/,
    );
  });

  it('says in Go’s words that a port is in use', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const address = `127.0.0.1:${(taken.address() as net.AddressInfo).port}`;
    const { client } = await launched({ program: program('server.go'), args: [address], stopOnEntry: false });
    await client.ask('configurationDone');
    assert.deepEqual(await client.next('exited'), { exitCode: 1 });
    assert.equal(client.output('stderr'), `listen tcp ${address}: bind: address already in use\n`);
    taken.close();
  });
});

describe('a program that fails', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('by a panic stops there, and ends with status 2 and Go’s trace', async () => {
    const { client } = await launched({ program: program('panics.go'), stopOnEntry: false });
    await client.ask('setExceptionBreakpoints', { filters: ['panic'] });
    await client.ask('configurationDone');
    const stop = await client.next('stopped');
    assert.equal(stop['reason'], 'exception');
    await client.ask('continue', { threadId: 1 });
    assert.deepEqual(await client.next('exited'), { exitCode: 2 });
    assert.match(
      client.output('stderr'),
      /^panic: runtime error: index out of range \[5\] with length 3\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  it('by a deadlock ends with status 2 and Go’s message', async () => {
    const { client } = await launched({ program: program('deadlock.go'), stopOnEntry: false });
    await client.ask('configurationDone');
    assert.deepEqual(await client.next('exited'), { exitCode: 2 });
    assert.match(client.output('stderr'), /^fatal error: all goroutines are asleep - deadlock!\n/);
  });

  it('to compile is told with its problems', async () => {
    const { client } = startAdapter();
    await client.ask('initialize');
    const message = await client.refused('launch', { program: program('broken.go') });
    assert.match(message, /cannot use "three" \(untyped string constant\) as int value in variable declaration/);
    const { problems } = (await client.next('netwalk/problems')) as { problems: { file: string; line: number }[] };
    assert.deepEqual([problems[0]?.file, problems[0]?.line], [program('broken.go'), 6]);
    assert.ok(problems.some((problem) => problem.line === 7));
  });
});

describe('columns', function () {
  this.timeout(60_000);
  afterEach(endAll);
  const columns = program('columns.go');
  const text = fs.readFileSync(columns, 'utf8').split('\n')[3] as string;
  const first = text.indexOf('println(größe') + 1;
  const second = text.indexOf('println("end"') + 1;

  it('count as editors do, in frames and in places of breakpoints', async () => {
    const { client } = await launched({ program: columns, stopOnEntry: false });
    const { breakpoints: places } = (await client.ask('breakpointLocations', {
      source: { path: columns },
      line: 4,
    })) as {
      breakpoints: { column: number; endColumn: number }[];
    };
    assert.deepEqual(
      places.map(({ column }) => column),
      [2, first, second],
    );
    assert.equal(places[1]?.endColumn, text.indexOf(';', first) + 1);
    const answer = await client.ask('setBreakpoints', {
      source: { path: columns },
      breakpoints: [{ line: 4, column: second }],
    });
    assert.equal((answer['breakpoints'] as { column: number }[])[0]?.column, second);
    await client.ask('configurationDone');
    await client.next('stopped');
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    assert.equal((stackFrames as { column: number }[])[0]?.column, second);
    assert.match(client.output('stderr'), /^1 😀é\n$/);
  });

  it('of what does not compile are told so too, and in bytes in Go’s words', async () => {
    const { client } = startAdapter();
    await client.ask('initialize');
    const wrong = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-columns-')), 'main.go');
    try {
      fs.writeFileSync(wrong, 'package main\n\nfunc main() {\n\tprintln("😀", missing)\n}\n');
      assert.match(await client.refused('launch', { program: wrong, goVersion: '1.19' }), /:4:18: undefined: missing/);
      const { problems } = (await client.next('netwalk/problems')) as { problems: { column: number }[] };
      assert.equal(problems[0]?.column, '\tprintln("😀", missing)'.indexOf('missing') + 1);
    } finally {
      fs.rmSync(path.dirname(wrong), { recursive: true });
    }
  });
});

describe('the working folder', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-folder-')));
    fs.writeFileSync(path.join(folder, 'here.txt'), 'here');
  });
  afterEach(() => {
    endAll();
    fs.rmSync(folder, { recursive: true });
  });

  it('is the program’s own, and the engine stays where it is', async () => {
    const { client, child } = await launched({ program: program('folder.go'), cwd: folder, stopOnEntry: false });
    await client.ask('configurationDone');
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    assert.equal(client.output('stdout'), `${folder} <nil>\nhere <nil>\n`);
    assert.equal(fs.readlinkSync(`/proc/${child.pid}/cwd`), process.cwd());
  });

  it('that is not there is named', async () => {
    const missing = path.join(folder, 'missing');
    await assert.rejects(
      launched({ program: program('folder.go'), cwd: missing }),
      new RegExp(`chdir ${missing}: no such file or directory`, 'i'),
    );
  });
});
