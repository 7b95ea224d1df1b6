/** A real Go server in the debug adapter: its calls live, its goroutines, stops, and the past; and it serves on afterwards. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import { readGoProgram } from '../../engine/process/goProgram.ts';
import type { Descriptor, GoroutineState, SystemCall } from '../../engine/trace/source.ts';
import { endAll, startAdapter, type Engine, type Frame } from '../adapter/engine.ts';
import { addressOf, codeOf, connect, leave, stackOf } from './attached.ts';
import { build, gorootOrSkip, lines as linesOf, startServer, tracerOf, versions, type Server } from './goBinaries.ts';

async function attached(server: Server, more: object = {}): Promise<Engine> {
  const engine = startAdapter();
  const { client } = engine;
  await client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
  await client.ask('attach', { processId: server.pid, ...more });
  await client.next('initialized');
  return engine;
}

/** Runs on, with the client told of what happens. */
async function watched(server: Server, more: object = {}): Promise<Engine> {
  const engine = await attached(server, more);
  await engine.client.ask('configurationDone');
  return engine;
}

/** What the engine said of the process, before it was ready. */
function sessionOf({ client }: Engine): CustomEvents['netwalk/session'] {
  const told = client.events.find(({ event }) => event === 'netwalk/session');
  return told?.body as unknown as CustomEvents['netwalk/session'];
}

const lineText = ({ source, line }: Frame): string => fs.readFileSync(source.path, 'utf8').split('\n')[line - 1] ?? '';

describe('process: attach', function () {
  this.timeout(240_000);
  let server: Server;
  const begin = async (
    test: Mocha.Context,
    version: string,
    mode: 'plain' | 'stripped' | 'pie' = 'plain',
  ): Promise<void> => {
    server = await startServer(build(await gorootOrSkip(test, version), version, 'server', mode));
  };
  afterEach(async () => {
    endAll();
    if ((server as Server | undefined) !== undefined) assert.equal(await server.end(), 0);
  });

  for (const [version, mode] of versions.map((each) => [each, 'plain'] as const).concat([['1.19', 'pie'] as never])) {
    it(`tells calls with their line, goroutines and descriptors, Go ${version}, ${mode}`, async function () {
      await begin(this, version, mode);
      const engine = await watched(server);
      const { client } = engine;
      const session = sessionOf(engine);
      assert.equal(session.pid, server.pid);
      assert.match(session.goVersion, new RegExp(`^${version.replace('.', '\\.')}(\\.|$)`));
      const connection = await connect(server);
      await connection.echo('hello');
      const accept = (await client.next('netwalk/systemCall', ({ name, errno }) => name === 'accept4' && errno === 0)) as unknown as SystemCall; // prettier-ignore
      assert.match(accept.place?.file ?? '', /^internal\/poll\/sock_cloexec/);
      const write = await client.next('netwalk/systemCall', ({ text }) => /^write\(\d+, "hello"/.test(String(text)));
      assert.equal((write['place'] as { file: string }).file, 'internal/poll/fd_unix.go');
      const isTold = ({ descriptors }: Record<string, unknown>): boolean =>
        (descriptors as Descriptor[]).some(
          ({ fd, pollDesc }) => fd === accept.result && pollDesc?.rg.holds === 'goroutine',
        );
      const state = await client.next('netwalk/state', isTold);
      const descriptors = state['descriptors'] as Descriptor[];
      const goroutines = state['goroutines'] as GoroutineState[];
      const own = descriptors.find(({ fd }) => fd === accept.result);
      assert.ok(
        own !== undefined && own.role === 'accepted' && own.state === 'ESTABLISHED' && /EPOLLIN/.test(own.interest),
      );
      // Who waits for the descriptor is who waits for the network.
      const waits = goroutines.find(({ goid }) => goid === own.pollDesc?.rg.goid);
      assert.equal(waits?.status, 'IO wait');
      assert.equal(waits.goid, write['goid']);
      const roles = descriptors.map(({ role }) => role);
      for (const role of ['listener', 'epoll', 'netpollBreak']) assert.ok(roles.includes(role), roles.join());
      await connection.end();
      await leave(engine);
      assert.equal(tracerOf(server.pid).tracer, 0);
      await (await connect(server)).end();
    });
  }

  it('shows the stack of every goroutine when it is paused, on lines of its own GOROOT, and goes on', async function () {
    await begin(this, '1.19');
    const engine = await watched(server);
    const { client } = engine;
    const connection = await connect(server);
    await connection.echo('hello');
    let waiting: { id: number; name: string }[] = [];
    // Who has answered waits again a moment later.
    for (let tries = 0; waiting.length < 2; tries++) {
      if (tries > 0) await client.ask('continue', { threadId: 1 });
      const stop = await client.move('pause');
      assert.equal(stop['reason'], 'pause');
      const { threads } = await client.ask('threads');
      waiting = (threads as typeof waiting).filter(({ name }) => name.includes('[IO wait]'));
      assert.ok(tries < 100, JSON.stringify(threads));
    }
    const stacks = await Promise.all(waiting.map(({ id }) => stackOf(engine, id)));
    const reads = stacks.find((frames) => frames.some(({ name }) => name === 'net.(*netFD).Read'));
    assert.match(lineText(reads?.find(({ name }) => name === 'net.(*netFD).Read') as Frame), /fd\.pfd\.Read\(p\)/);
    assert.match(lineText(reads?.find(({ name }) => name === 'internal/poll.(*FD).Read') as Frame), /fd\.pd\.waitRead/);
    await client.ask('continue', { threadId: 1 });
    await connection.echo('it goes on');
    await connection.end();
    await leave(engine);
  });

  it('stops where a Go function begins, behind it again, and runs on when it is left there', async function () {
    await begin(this, '1.19');
    const engine = await attached(server);
    const { client } = engine;
    const wanted = [{ name: 'net.(*netFD).Write' }, { name: 'main.nothing' }];
    const { breakpoints } = await client.ask('setFunctionBreakpoints', { breakpoints: wanted });
    const [write, nothing] = breakpoints as { verified: boolean; message: string; id: number }[];
    assert.deepEqual([write?.verified, nothing?.verified], [true, false]);
    assert.match(nothing?.message ?? '', /this program has no function main\.nothing of its own/);
    await client.ask('configurationDone');
    const connection = await connect(server);
    for (const text of ['one', 'two', 'three']) {
      const echoed = connection.echo(text);
      const stop = await client.next('stopped');
      assert.deepEqual([stop['reason'], stop['hitBreakpointIds']], ['function breakpoint', [write?.id]]);
      const [top, caller] = await stackOf(engine, stop['threadId']);
      assert.equal(top?.name, 'net.(*netFD).Write');
      assert.match(lineText(caller as Frame), /c\.fd\.Write\(b\)/);
      await client.ask('continue', { threadId: stop['threadId'] });
      await echoed;
    }
    const echoed = connection.echo('left');
    await client.next('stopped');
    await leave(engine);
    assert.equal(tracerOf(server.pid).tracer, 0);
    await echoed;
    await connection.echo('as if nothing had been');
    await connection.end();
  });

  it('stops at a line, at a system call, and at an errno', async function () {
    await begin(this, '1.19');
    const engine = await attached(server);
    const { client } = engine;
    const session = sessionOf(engine);
    const file = `${session.goroot}/src/net/fd_posix.go`;
    const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((text) => text.includes('fd.pfd.Write(p)')) + 1; // prettier-ignore
    const lines = await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
    assert.deepEqual((lines['breakpoints'] as { verified: boolean; line: number }[]).map((each) => [each.verified, each.line]), [[true, line]]); // prettier-ignore
    await client.ask('configurationDone');
    const connection = await connect(server);
    const echoed = connection.echo('hello');
    const atLine = await client.next('stopped');
    const [top] = await stackOf(engine, atLine['threadId']);
    assert.deepEqual([atLine['reason'], top?.line, top?.source.path], ['breakpoint', line, file]);
    await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [] });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'write' }] });
    const atCall = await client.move('continue', { threadId: atLine['threadId'] });
    assert.deepEqual([atCall['reason'], atCall['description']], ['function breakpoint', 'write']);
    const [frame] = await stackOf(engine, atCall['threadId']);
    const { scopes } = await client.ask('scopes', { frameId: frame?.id });
    const shown = scopes as { name: string; variablesReference: number }[];
    assert.deepEqual(
      shown.map(({ name }) => name),
      ['Arguments', 'Locals', 'System call', 'Kernel'],
    );
    const { variablesReference } = shown.find(({ name }) => name === 'System call') ?? {};
    const { variables } = await client.ask('variables', { variablesReference });
    assert.match((variables as { value: string }[])[0]?.value ?? '', /^write\(\d+, "hello", 5\) = 5/);
    // What a walkthrough says of the line where it stands.
    const { narration } = (await client.next('netwalk/narration')) as unknown as CustomEvents['netwalk/narration'];
    assert.match(narration?.place?.file ?? '', /^(internal\/poll|net)\//);
    assert.ok((narration?.text.length ?? 0) > 50);
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    const set = await client.ask('setExceptionBreakpoints', { filters: ['park', 'eagain'] });
    const [park, eagain] = set['breakpoints'] as { verified: boolean; message?: string }[];
    assert.deepEqual([park?.verified, eagain?.verified], [false, true]);
    assert.match(park?.message ?? '', /only system calls and their errno values are seen/);
    const atErrno = await client.move('continue', { threadId: atLine['threadId'] });
    assert.deepEqual([atErrno['reason'], atErrno['description']], ['exception', 'EAGAIN']);
    assert.match(String(atErrno['text']), /= -1 EAGAIN/);
    await client.ask('setExceptionBreakpoints', { filters: [] });
    // To the next call of whoever makes one; then back through those that were seen.
    await client.ask('continue', { threadId: 1 });
    await echoed;
    await connection.end();
    await leave(engine);
  });

  it('steps from call to call, and back through those that were seen', async function () {
    await begin(this, '1.19');
    const engine = await watched(server);
    const { client } = engine;
    const connection = await connect(server);
    await connection.echo('one');
    const made = await client.next('netwalk/systemCall', ({ text }) => /^write\(\d+, "one"/.test(String(text)));
    await client.ask('pause');
    const paused = await client.next('stopped');
    assert.equal(paused['reason'], 'pause');
    const back = await client.move('netwalk/goTo', { step: made['step'] });
    assert.match(String(back['text']), /^history: step \d+ of \d+ – write\(\d+, "one", 3\) = 3/);
    const frames = await stackOf(engine, made['goid']);
    assert.ok(frames.some(({ name }) => name === 'net.(*netFD).Write'));
    const before = await client.move('stepBack', { threadId: made['goid'], singleThread: true });
    assert.match(String(before['text']), /read\(\d+, "one"/);
    const again = await client.move('next', { threadId: made['goid'] });
    assert.match(String(again['text']), /write\(\d+, "one"/);
    assert.match(
      await client.refused('evaluate', { expression: 'x' }),
      /evaluating expressions of a real process is not possible/,
    );
    const { hits } = await client.ask('netwalk/search', { text: 'write netfd' });
    assert.ok((hits as { step: number }[]).some(({ step }) => step === made['step']));
    const timeline = await client.ask('netwalk/timeline', {});
    assert.ok((timeline['lanes'] as { goid: number }[]).some(({ goid }) => goid === made['goid']));
    // At the live end a step runs to the next call.
    await client.move('netwalk/goTo', { step: 1e6 });
    const echoed = connection.echo('two');
    const next = await client.move('stepIn', { threadId: made['goid'] });
    assert.equal(next['reason'], 'step');
    await client.ask('continue', { threadId: 1 });
    await echoed;
    await connection.end();
    await leave(engine);
  });

  it('runs on when the engine is killed, also with stops in its code', async function () {
    await begin(this, '1.19');
    const write = addressOf(server, 'net.(*netFD).Write');
    const code = codeOf(server, write);
    const engine = await attached(server);
    await engine.client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*netFD).Write' }] });
    // Nobody is ready for a stop before.
    assert.equal(codeOf(server, write), code);
    await engine.client.ask('configurationDone');
    assert.notEqual(codeOf(server, write), code);
    engine.child.kill('SIGKILL');
    await engine.exit;
    for (let tries = 0; tries < 500 && codeOf(server, write) !== code; tries++) await delay(20);
    assert.equal(codeOf(server, write), code);
    const connection = await connect(server);
    await connection.echo('it runs on');
    await connection.end();
    assert.equal(tracerOf(server.pid).tracer, 0);
  });

  it('goes on behind an instruction that waits in the kernel', async function () {
    await begin(this, '1.19');
    const engine = await attached(server);
    const { client } = engine;
    const file = `${sessionOf(engine).goroot}/src/runtime/sys_linux_amd64.s`;
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    const line = lines.findIndex((text, at) => /SYSCALL$/.test(text) && lines.slice(at - 8, at).some((each) => each.includes('·epollwait('))) + 1; // prettier-ignore
    await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
    await client.ask('configurationDone');
    const connection = await connect(server);
    for (let waits = false; !waits;) {
      const { threadId } = await client.next('stopped');
      const finds = (await stackOf(engine, threadId)).find(({ name }) => name === 'runtime.findRunnable');
      waits = finds !== undefined && lineText(finds).includes('netpoll(delay)');
      if (!waits) await client.ask('continue', { threadId });
    }
    await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [] });
    await client.ask('continue', { threadId: 0 });
    // It waits, and is asked for something else.
    assert.equal((await client.move('pause'))['reason'], 'pause');
    await client.ask('continue', { threadId: 1 });
    await connection.echo('it goes on');
    await connection.end();
    await leave(engine);
  });

  it('leaves the code of another program alone that the process becomes', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const [before, after] = ['becoming', 'server'].map((name) => build(root, '1.19', name, 'plain'));
    const child = spawn('sh', ['-c', 'exec 3<&0; "$0" "$1" <&3 3<&- & echo $!; wait $!', before ?? '', after ?? ''], { stdio: ['pipe', 'pipe', 'inherit'] }); // prettier-ignore
    const said = await linesOf(child, 2);
    const pid = Number(said.find((line) => /^\d+$/.test(line)));
    const engine = await attached({ pid } as Server);
    const { client } = engine;
    const names = ['syscall.Exec', 'main.main', 'fmt.Fprintln', 'os.(*File).Write', 'bufio.(*Reader).fill'];
    await client.ask('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) });
    await client.ask('configurationDone');
    const address = linesOf(child, 1);
    child.stdin?.write('\n');
    const exited = client.next('exited').then(() => null);
    for (;;) {
      const stop = await Promise.race([client.next('stopped'), exited]);
      if (stop === null) break;
      await client.ask('continue', { threadId: stop['threadId'] });
    }
    assert.match(client.output('console'), /the process executes another program now: it is let go of/);
    await address;
    const program = readGoProgram(`/proc/${pid}/exe`);
    const { text, textEnd } = program.table;
    const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
    const code = Buffer.alloc(textEnd - text);
    fs.readSync(memory, code, 0, code.length, text);
    fs.closeSync(memory);
    let differing = 0;
    for (let at = 0; at < code.length; at++) if (code[at] !== program.codeByte(text + at)) differing++;
    program.close();
    assert.equal(differing, 0);
    await leave(engine);
    const ended = once(child, 'close');
    child.stdin?.end();
    await ended;
  });

  it('shows only what the filter says', async function () {
    await begin(this, '1.19');
    const engine = await watched(server, { filter: { errnos: ['EAGAIN'], calls: ['read'] } });
    const connection = await connect(server);
    await connection.echo('hello');
    await engine.client.next('netwalk/systemCall');
    await connection.end();
    await leave(engine);
    const calls = engine.client.events.filter(({ event }) => event === 'netwalk/systemCall');
    assert.ok(calls.every(({ body }) => body['name'] === 'read' && body['errnoName'] === 'EAGAIN'));
  });

  it('says why it cannot', async function () {
    await begin(this, '1.19');
    const engine = startAdapter();
    await engine.client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
    assert.match(await engine.client.refused('attach', { processId: process.pid }), /there is no Go in it/);
    assert.match(await engine.client.refused('attach', { processId: 4_000_000 }), /there is no process 4000000/);
    await engine.client.ask('attach', { processId: server.pid });
    const other = startAdapter();
    await other.client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
    assert.match(await other.client.refused('attach', { processId: server.pid }), /is traced by process \d+/);
    await leave(engine);
  });
});
