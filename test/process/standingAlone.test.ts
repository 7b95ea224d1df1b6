/** Stops at which only the thread that came there stands: the others of a real Go server run on, serve, and stop there too. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { endAll, startAdapter, type Engine } from '../adapter/engine.ts';
import { build, gorootOrSkip, startServer, tracerOf, versions, type Server } from './goBinaries.ts';
import { codeOf, connect, leave, stackOf, addressOf } from './attached.ts';

/** Whose stop it is, and what of it is told. */
type Told = Record<string, unknown>;

describe('process: standing alone', function () {
  this.timeout(120_000);
  let server: Server;
  afterEach(async () => {
    endAll();
    if ((server as Server | undefined) !== undefined) assert.equal(await server.end(), 0);
  });

  /** A server with room for threads that stand, attached to and stopping at functions or calls. */
  async function stoppingAt(test: Mocha.Context, names: string[], version = '1.19'): Promise<Engine> {
    const executable = build(await gorootOrSkip(test, version), version, 'server', 'plain');
    server = await startServer(executable, 'inherit', { GOMAXPROCS: '6' });
    const engine = startAdapter();
    const { client } = engine;
    await client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path' });
    await client.ask('attach', { processId: server.pid, stops: 'thread' });
    await client.ask('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) });
    await client.ask('configurationDone');
    return engine;
  }

  const setFunctions = async ({ client }: Engine, ...names: string[]): Promise<void> =>
    void (await client.ask('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) }));

  async function goOn({ client }: Engine, stop: Told): Promise<void> {
    const { allThreadsContinued } = await client.ask('continue', { threadId: stop['threadId'] });
    assert.equal(allThreadsContinued, false);
  }

  for (const version of versions) {
    it(`one thread stops where a function begins, the next one too, others run on, Go ${version}`, async function () {
      const engine = await stoppingAt(this, ['net.(*netFD).Write'], version);
      const { client } = engine;
      const connections = [await connect(server), await connect(server), await connect(server)] as const;
      const [one, two, three] = connections;
      const echoes = [one.echo('one'), two.echo('two')];
      const first = await client.next('stopped');
      const second = await client.next('stopped');
      assert.deepEqual([first['allThreadsStopped'], second['allThreadsStopped']], [false, false]);
      assert.notEqual(first['threadId'], second['threadId']);
      for (const stop of [first, second]) {
        const [top, caller] = await stackOf(engine, stop['threadId']);
        assert.equal(top?.name, 'net.(*netFD).Write');
        assert.equal(caller?.name, 'net.(*conn).Write');
      }
      // A third is accepted and read from, and stops at the same place.
      const third = three.echo('three');
      const stop = await client.next('stopped');
      const { threads } = await client.ask('threads');
      const held = (threads as { id: number; name: string }[]).filter(({ name }) => name.includes(', held]'));
      assert.deepEqual(held.map(({ id }) => id).sort(), [first, second, stop].map(({ threadId }) => threadId).sort());
      await goOn(engine, second);
      const answered = await Promise.race([echoes[0]?.then(() => one), echoes[1]?.then(() => two)]);
      // It has gone on alone, and comes to the same place again.
      const again = answered?.echo('again');
      const twice = await client.next('stopped');
      assert.equal(twice['threadId'], second['threadId']);
      for (const each of [first, stop, twice]) await goOn(engine, each);
      await Promise.all([...echoes, third, again]);
      await Promise.all(connections.map((each) => each.end()));
      await leave(engine);
      assert.equal(tracerOf(server.pid).tracer, 0);
    });
  }

  it('nobody passes a place unstopped while another goes on behind it', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const { client } = engine;
    const connections = await Promise.all(Array.from({ length: 4 }, () => connect(server)));
    const rounds = 50;
    let left = connections.length * rounds;
    const going = (async () => {
      while (left-- > 0) await goOn(engine, await client.next('stopped'));
    })();
    const echoes = connections.map(async ({ echo }) => {
      for (let round = 0; round < rounds; round++) await echo(`round ${round}`);
    });
    await Promise.all([going, ...echoes]);
    // As many stops as there were writes.
    assert.equal(client.events.filter(({ event }) => event === 'stopped').length, connections.length * rounds);
    await Promise.all(connections.map((each) => each.end()));
    await leave(engine);
  });

  it('it stops where a system call has returned, and steps from call to call of its goroutine', async function () {
    const engine = await stoppingAt(this, ['write']);
    const { client } = engine;
    const [one, two] = [await connect(server), await connect(server)];
    const echoed = one.echo('one');
    const stop = await client.next('stopped');
    assert.deepEqual([stop['reason'], stop['description']], ['function breakpoint', 'write']);
    await setFunctions(engine);
    // What was written is there already; the other connection is served meanwhile.
    await echoed;
    await two.echo('two');
    const again = one.echo('one again');
    const texts: string[] = [];
    let at = stop;
    while (!texts.at(-1)?.includes('"one again"')) {
      const { threadId } = at;
      await client.ask('next', { threadId });
      await two.echo('two again');
      at = await client.next('stopped');
      assert.deepEqual([at['reason'], at['threadId'], at['allThreadsStopped']], ['step', threadId, false]);
      texts.push(String(at['text']));
    }
    assert.ok(
      texts.every((text) => text.startsWith('read(')),
      texts.join(),
    );
    assert.match(texts.at(-1) ?? '', /^read\(\d+, "one again", 4096\) = 9/);
    await goOn(engine, at);
    await again;
    await Promise.all([one.end(), two.end()]);
    await leave(engine);
  });

  it('its variables are read; those of a goroutine that runs are not, and it is not let go on', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const { client } = engine;
    const one = await connect(server);
    const echoed = one.echo('hello');
    const stop = await client.next('stopped');
    const [top] = await stackOf(engine, stop['threadId']);
    const { scopes } = await client.ask('scopes', { frameId: top?.id });
    const [args] = scopes as { name: string; variablesReference: number }[];
    const { variables } = await client.ask('variables', { variablesReference: args?.variablesReference });
    const buffer = (variables as { name: string; value: string }[]).find(({ name }) => name === 'p');
    assert.match(buffer?.value ?? '', /"hello"/);
    const main = await stackOf(engine, 1);
    const others = await client.ask('scopes', { frameId: main.at(-1)?.id });
    assert.ok((others['scopes'] as { name: string }[]).every(({ name }) => name !== 'Arguments'));
    assert.equal(await client.refused('continue', { threadId: 1 }), 'goroutine 1 runs; pause it first');
    // Somebody who comes back from another goroutine finds it as it was.
    await client.ask('netwalk/select', { goid: stop['threadId'] });
    const { variables: still } = await client.ask('variables', { variablesReference: args?.variablesReference });
    assert.equal((still as { name: string; value: string }[]).find(({ name }) => name === 'p')?.value, buffer?.value);
    assert.equal(await client.refused('netwalk/select', { goid: 1 }), 'goroutine 1 runs; pause it first');
    await client.ask('netwalk/hold', { goid: stop['threadId'], held: false });
    const { threadId, allThreadsContinued } = await client.next('continued');
    assert.deepEqual([threadId, allThreadsContinued], [stop['threadId'], false]);
    await echoed;
    await one.end();
    await leave(engine);
  });

  it('all stop when it is paused then, and all go on', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const { client } = engine;
    const one = await connect(server);
    const echoed = one.echo('one');
    await client.next('stopped');
    const paused = await client.move('pause');
    assert.deepEqual([paused['reason'], paused['allThreadsStopped']], ['pause', true]);
    assert.match(await client.refused('pause'), /the program does not run/);
    const { allThreadsContinued } = await client.ask('continue', { threadId: paused['threadId'] });
    assert.equal(allThreadsContinued, true);
    await echoed;
    await one.end();
    await leave(engine);
  });

  it('the calls that were seen are walked back through meanwhile, and behind them all stand that do', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const { client } = engine;
    const [one, two] = [await connect(server), await connect(server)];
    const echoes = [one.echo('one'), two.echo('two')];
    const stops = [await client.next('stopped'), await client.next('stopped')];
    const [first, second] = stops;
    const past = await client.move('stepBack', { threadId: second?.['threadId'] });
    assert.match(String(past['text']), /^history: step \d+ of \d+ – /);
    assert.equal(past['allThreadsStopped'], true);
    await client.ask('netwalk/goTo', { step: 1e6 });
    const back = [await client.next('stopped'), await client.next('stopped')];
    assert.deepEqual(
      back.map(({ threadId, allThreadsStopped }) => [threadId, allThreadsStopped]),
      stops.map(({ threadId }) => [threadId, false]),
    );
    // Who had been told that all stand hears first that they do not.
    const order = client.order.filter((text) => /^event (stopped|continued)$/.test(text)).slice(-3);
    assert.deepEqual(order, ['event continued', 'event stopped', 'event stopped']);
    for (const stop of [first, second]) await goOn(engine, stop as Told);
    await Promise.all(echoes);
    await Promise.all([one.end(), two.end()]);
    await leave(engine);
  });

  it('it runs on when it is left there, wherever others stand', async function () {
    const engine = await stoppingAt(this, ['write']);
    const { client } = engine;
    const write = addressOf(server, 'net.(*netFD).Write');
    const code = codeOf(server, write);
    await setFunctions(engine, 'net.(*netFD).Write', 'write');
    const connections = [await connect(server), await connect(server), await connect(server)] as const;
    const [one, two, three] = connections;
    const echoes = [one.echo('one'), two.echo('two')];
    const first = await client.next('stopped');
    await client.next('stopped');
    // One stands behind its call, two before the function.
    await goOn(engine, first);
    const atCall = await client.next('stopped');
    assert.equal(atCall['description'], 'write');
    echoes.push(three.echo('three'));
    await client.next('stopped');
    assert.notEqual(codeOf(server, write), code);
    await leave(engine);
    assert.equal(tracerOf(server.pid).tracer, 0);
    assert.equal(codeOf(server, write), code);
    await Promise.all(echoes);
    await one.echo('as if nothing had been');
    await Promise.all(connections.map((each) => each.end()));
  });

  it('it runs on when the engine is killed while threads stand before an int3', async function () {
    const engine = await stoppingAt(this, []);
    const write = addressOf(server, 'net.(*netFD).Write');
    const code = codeOf(server, write);
    await setFunctions(engine, 'net.(*netFD).Write');
    const [one, two] = [await connect(server), await connect(server)];
    const echoes = [one.echo('one'), two.echo('two')];
    for (let stops = 0; stops < 2; stops++) await engine.client.next('stopped');
    assert.notEqual(codeOf(server, write), code);
    engine.child.kill('SIGKILL');
    await engine.exit;
    await Promise.all(echoes);
    assert.equal(codeOf(server, write), code);
    assert.deepEqual([tracerOf(server.pid).tracer, /[RS]/.test(tracerOf(server.pid).state)], [0, true]);
    await Promise.all([one.end(), two.end()]);
  });

  it('it runs on when the engine is killed where the place has been taken away', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const one = await connect(server);
    const echoed = one.echo('one');
    await engine.client.next('stopped');
    await setFunctions(engine);
    engine.child.kill('SIGKILL');
    await engine.exit;
    await echoed;
    await one.end();
  });

  it('a process that is killed while threads stand is told of', async function () {
    const engine = await stoppingAt(this, ['net.(*netFD).Write']);
    const socket = net.connect(server.address.port, server.address.host);
    socket.on('error', () => undefined);
    socket.write('one');
    await engine.client.next('stopped');
    process.kill(server.pid, 'SIGKILL');
    assert.equal((await engine.client.next('exited'))['exitCode'], 137);
    socket.destroy();
    assert.equal(await server.end(), 137);
    server = await startServer(build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'plain'));
  });
});
