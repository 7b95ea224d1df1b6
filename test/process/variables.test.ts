/** Variables of a real Go server where it stands, by its debug information, against what is known of them otherwise. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { endAll, startAdapter, type Engine, type Frame } from '../adapter/engine.ts';
import { build, gorootOrSkip, startServer, versions, type Server } from './goBinaries.ts';

interface Variable {
  name: string;
  value: string;
  type: string;
  variablesReference: number;
}

/** The scopes of a frame, each with its variables by their names. */
async function scopesOf({ client }: Engine, frame: Frame | undefined): Promise<Map<string, Map<string, Variable>>> {
  const { scopes } = await client.ask('scopes', { frameId: frame?.id });
  const found = new Map<string, Map<string, Variable>>();
  for (const { name, variablesReference } of scopes as { name: string; variablesReference: number }[]) {
    found.set(name, await inside({ client } as Engine, variablesReference));
  }
  return found;
}

async function inside({ client }: Engine, variablesReference: number | undefined): Promise<Map<string, Variable>> {
  const { variables } = await client.ask('variables', { variablesReference });
  return new Map((variables as Variable[]).map((variable) => [variable.name, variable]));
}

async function fieldOf(engine: Engine, from: Variable | undefined, ...path: string[]): Promise<Variable | undefined> {
  let at = from;
  for (const name of path) at = (await inside(engine, at?.variablesReference)).get(name);
  return at;
}

/** Attached, and ready for breakpoints at functions. */
async function stoppingAt(server: Server, ...names: string[]): Promise<Engine> {
  const engine = startAdapter();
  const { client } = engine;
  await client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
  await client.ask('attach', { processId: server.pid });
  await client.ask('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) });
  await client.ask('configurationDone');
  return engine;
}

/** The descriptor of a server's only connection. */
const connectionOf = ({ pid }: Server, inodes: Set<string>): number =>
  Number(fs.readdirSync(`/proc/${pid}/fd`).find((fd) => inodes.has(fs.readlinkSync(`/proc/${pid}/fd/${fd}`))));

/** Sockets that are connected to a port, as links of descriptors name them. */
function peersOf(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = fs.readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/)); // prettier-ignore
  return new Set(lines.filter((fields) => fields[2]?.endsWith(`:${hex}`)).map((fields) => `socket:[${fields[9]}]`));
}

describe('process: variables', function () {
  this.timeout(120_000);
  let server: Server | undefined;
  afterEach(async () => {
    endAll();
    await server?.end();
    server = undefined;
  });

  for (const [version, mode] of [...versions.map((each) => [each, 'plain'] as const), ['1.19', 'pie'] as const]) {
    // prettier-ignore
    it(`are what they are known to be, Go ${version}, ${mode}`, async function () {
      server = await startServer(build(await gorootOrSkip(this, version), version, 'server', mode));
      const engine = await stoppingAt(server, 'net.(*netFD).Write', 'internal/poll.(*FD).Write');
      const { client } = engine;
      const socket = net.connect(server.address.port, server.address.host);
      await once(socket, 'connect');
      socket.write('hello');
      const stop = await client.next('stopped');
      const { port } = socket.address() as net.AddressInfo;
      const fd = connectionOf(server, peersOf(port));
      assert.ok(fd > 2);
      const own = (await client.ask('stackTrace', { threadId: stop['threadId'] }))['stackFrames'] as Frame[];
      assert.equal(own[0]?.name, 'net.(*netFD).Write');
      const args = (await scopesOf(engine, own[0])).get('Arguments');
      const netFD = args?.get('fd');
      assert.equal(netFD?.type, '*net.netFD');
      assert.match(args?.get('p')?.value ?? '', /^len 5, cap (4096|5), "hello"$/);
      assert.equal((await fieldOf(engine, netFD, 'pfd', 'Sysfd'))?.value, String(fd));
      assert.equal((await fieldOf(engine, netFD, 'net'))?.value, '"tcp"');
      // Go sets it of those that were dialed.
      assert.equal((await fieldOf(engine, netFD, 'isConnected'))?.value, 'false');
      assert.equal((await fieldOf(engine, netFD, 'family'))?.value, '2');
      const peer = await fieldOf(engine, netFD, 'raddr');
      assert.match(peer?.value ?? '', /^\*net\.TCPAddr 0x[0-9a-f]+/);
      assert.equal((await fieldOf(engine, peer, 'Port'))?.value, String(port));
      // The same pollDesc as the kernel has for it.
      const runtimeCtx = await fieldOf(engine, netFD, 'pfd', 'pd', 'runtimeCtx');
      assert.match(runtimeCtx?.value ?? '', /^(0x)?[0-9a-f]+$/);
      const inner = await client.move('continue', { threadId: stop['threadId'] });
      const frames = (await client.ask('stackTrace', { threadId: inner['threadId'] }))['stackFrames'] as Frame[];
      assert.equal(frames[0]?.name, 'internal/poll.(*FD).Write');
      const pollFD = (await scopesOf(engine, frames[0])).get('Arguments')?.get('fd');
      assert.equal((await fieldOf(engine, pollFD, 'Sysfd'))?.value, String(fd));
      // Registers of functions further out are not kept: what is not on the stack is said to be nowhere.
      const outer = frames.find(({ name }) => name === 'main.(*server).echo');
      const echo = [...(await scopesOf(engine, outer)).values()].flatMap((scope) => [...scope.values()]);
      const buffer = echo.find(({ name }) => name === 'buffer');
      assert.ok(buffer === undefined || /optimized out|len 4096/.test(buffer.value), buffer?.value);
      const connection = await fieldOf(engine, echo.find(({ name }) => name === 'connection'), 'conn', 'fd', 'pfd', 'Sysfd');
      assert.equal(connection?.value, String(fd));
      const data = frames.find(({ name }) => name === 'main.answer');
      // Of a function that was put into another too, which keeps less of it.
      const answer = (await scopesOf(engine, data)).get('Arguments');
      assert.deepEqual([...(answer?.keys() ?? [])], ['w', 'data']);
      assert.match(answer?.get('data')?.value ?? '', /^len (optimized out|5), cap (optimized out|4096)(, "hello")?$/);
      // Where a call has returned, the stack begins below what makes it.
      await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'write' }] });
      const returned = await client.move('continue', { threadId: inner['threadId'] });
      const behind = (await client.ask('stackTrace', { threadId: returned['threadId'] }))['stackFrames'] as Frame[];
      const writes = behind.find(({ name }) => name === 'internal/poll.(*FD).Write');
      const retried = behind.find(({ name }) => name === 'internal/poll.ignoringEINTRIO');
      const inlined = (await scopesOf(engine, retried)).get('Arguments');
      assert.equal(inlined?.get('fd')?.value, String(fd));
      assert.equal(inlined.get('p')?.value, 'len 5, cap 4096, "hello"');
      assert.equal(inlined.get('fn')?.value, 'optimized out');
      const locals = (await scopesOf(engine, writes)).get('Arguments');
      assert.equal((await fieldOf(engine, locals?.get('fd'), 'Sysfd'))?.value ?? locals?.get('fd')?.value, locals?.get('fd')?.value === 'optimized out' ? 'optimized out' : String(fd));
      await client.ask('setFunctionBreakpoints', { breakpoints: [] });
      await client.ask('continue', { threadId: inner['threadId'] });
      assert.equal(String((await once(socket, 'data'))[0]), 'hello');
      // A function whose code is in another package than its name says, where the goroutine waits again.
      let waits: Frame | undefined;
      while (waits === undefined) {
        await client.move('pause');
        const { stackFrames } = await client.ask('stackTrace', { threadId: stop['threadId'] });
        waits = (stackFrames as Frame[]).find(({ name }) => name === 'internal/poll.runtime_pollWait');
        if (waits === undefined) await client.ask('continue', { threadId: 1 });
      }
      assert.deepEqual([...((await scopesOf(engine, waits)).get('Arguments')?.keys() ?? [])], ['pd', 'mode']);
      await client.ask('continue', { threadId: 1 });
      socket.destroy();
      await client.ask('disconnect');
      assert.equal(await engine.exit, 0);
    });
  }

  it('are absent without debug information, saying so', async function () {
    server = await startServer(build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'stripped'));
    const engine = await stoppingAt(server, 'net.(*netFD).Write');
    const socket = net.connect(server.address.port, server.address.host);
    socket.write('hello');
    const stop = await engine.client.next('stopped');
    const frames = (await engine.client.ask('stackTrace', { threadId: stop['threadId'] }))['stackFrames'] as Frame[];
    const args = (await scopesOf(engine, frames[0])).get('Arguments');
    assert.match([...(args?.values() ?? [])][0]?.value ?? '', /no debug information: build it without -ldflags=-w/);
    socket.destroy();
    await engine.client.ask('disconnect');
    assert.equal(await engine.exit, 0);
  });
});
