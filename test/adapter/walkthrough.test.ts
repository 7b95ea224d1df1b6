import assert from 'node:assert/strict';
import path from 'node:path';
import { endAll, goFile, lineOf, root, stopped, launched, topFrame, value, type Engine } from './engine.ts';

const main = path.join(root, 'walkthroughs/tcp-echo/main.go');

describe('the TCP echo over DAP', function () {
  this.timeout(60_000);
  afterEach(endAll);

  const goodbye = async ({ client, exit }: Engine): Promise<void> => {
    await client.ask('disconnect');
    assert.equal(await exit, 0);
  };

  it('begins at net.Listen, with its narration', async () => {
    const engine = await stopped({ walkthrough: 'tcp-echo', locale: 'zh-cn' });
    const { client } = engine;
    const { narration } = (await client.next('netwalk/narration')) as {
      narration: { stop: string; chapterTitle: string };
    };
    assert.equal(narration.stop, 'listen-call');
    assert.match(narration.chapterTitle, /\p{Script=Han}/u);
    const frame = await topFrame(client);
    assert.deepEqual([frame.name, frame.source.path, frame.line], ['main.run', main, lineOf(main, 'net.Listen(')]);
    await goodbye(engine);
  });

  it('steps into Go’s source and back, and from the history to the live end', async () => {
    const engine = await stopped({ walkthrough: 'tcp-echo' });
    const { client } = engine;
    await client.move('stepIn');
    const inside = await topFrame(client);
    assert.deepEqual([inside.name, inside.source.path], ['net.Listen', goFile(client, 'net/dial.go')]);
    const back = await client.move('stepBack');
    assert.match(String(back['description']), /^history: step \d+ of \d+/);
    assert.equal((await topFrame(client)).name, 'main.run');
    const forward = await client.move('stepIn');
    assert.equal(forward['description'], undefined);
    assert.deepEqual(await topFrame(client).then(({ name, line }) => [name, line]), [inside.name, inside.line]);
    await goodbye(engine);
  });

  it('steps out to the caller, and over a whole call', async () => {
    const engine = await stopped({ walkthrough: 'tcp-echo' });
    const { client } = engine;
    await client.move('stepIn');
    await client.move('stepOut');
    assert.equal((await topFrame(client)).name, 'main.run');
    await client.move('next');
    assert.equal((await topFrame(client)).name, 'main.run');
    assert.match(client.output('console'), /→ listen\(\d+, \d+\) = 0/);
    await goodbye(engine);
  });

  it('stops at function breakpoints, and evaluates there', async () => {
    const engine = await launched({ walkthrough: 'tcp-echo' });
    const { client } = engine;
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*netFD).accept' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    const stop = await client.move('continue');
    assert.equal(stop['reason'], 'function breakpoint');
    assert.equal((await topFrame(client)).name, 'net.(*netFD).accept');
    const descriptor = Number(await value(client, 'fd.pfd.Sysfd'));
    const { descriptors } = (await client.next('netwalk/state', ({ goid }) => goid === stop['threadId'])) as {
      descriptors: { fd: number; role: string; state: string }[];
    };
    const listener = descriptors.find(({ fd }) => fd === descriptor);
    assert.deepEqual([listener?.role, listener?.state], ['listener', 'LISTEN']);
    await goodbye(engine);
  });

  it('stops on the line of accept4, before the call', async () => {
    const engine = await launched({ walkthrough: 'tcp-echo' });
    const { client } = engine;
    const file = goFile(client, 'internal/poll/sock_cloexec.go');
    const line = lineOf(file, 'Accept4Func(');
    const { breakpoints } = (await client.ask('setBreakpoints', {
      source: { path: file },
      breakpoints: [{ line }],
    })) as {
      breakpoints: { id: number; verified: boolean; line: number }[];
    };
    assert.deepEqual([breakpoints[0]?.verified, breakpoints[0]?.line], [true, line]);
    await client.ask('configurationDone');
    await client.next('stopped');
    const stop = await client.move('continue');
    assert.deepEqual([stop['reason'], stop['hitBreakpointIds']], ['breakpoint', [breakpoints[0]?.id]]);
    assert.equal((await topFrame(client)).line, line);
    assert.ok(!client.output('console').includes('→ accept4'));
    await client.move('next', { threadId: stop['threadId'] });
    assert.match(client.output('console'), /→ accept4\(.*EAGAIN/);
    assert.match(await value(client, 'err'), /resource temporarily unavailable/);
    await goodbye(engine);
  });

  it('follows the machine when a step parks, into the scheduler', async () => {
    const engine = await launched({ walkthrough: 'tcp-echo' });
    const { client } = engine;
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'internal/poll.runtime_pollWait' }] });
    await client.ask('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'eagain' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    const stop = await client.move('continue');
    assert.equal(stop['reason'], 'exception');
    assert.match(String((await client.ask('exceptionInfo', { threadId: stop['threadId'] }))['exceptionId']), /EAGAIN/);
    let at = stop;
    for (let steps = 0; at['threadId'] !== 0; steps++) {
      assert.ok(steps < 60, 'it never came to the scheduler');
      at = await client.move('next', { threadId: at['threadId'] });
    }
    assert.match((await topFrame(client)).name, /^runtime\.\w+ \(mirrored\)$/);
    await goodbye(engine);
  });

  it('goes from stop to stop to the end, which is status 0', async () => {
    const engine = await stopped({ walkthrough: 'tcp-echo', goVersion: '1.27' });
    const { client, exit } = engine;
    const { narrations } = (await client.ask('netwalk/narrations', { locale: 'en' })) as {
      narrations: { stop: string }[];
    };
    assert.ok(narrations.length >= 45);
    const met: unknown[] = [];
    const told = (): unknown =>
      (client.events.filter(({ event }) => event === 'netwalk/narration').at(-1)?.body['narration'] as { stop: string })
        .stop;
    for (;;) {
      met.push(told());
      const before = client.events.length;
      await client.ask('netwalk/nextStop', {});
      const ended = () => client.events.slice(before).some(({ event }) => event === 'terminated');
      while (!ended() && !client.events.slice(before).some(({ event }) => event === 'netwalk/narration')) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      if (ended()) break;
    }
    const stops = narrations.map(({ stop }) => stop);
    assert.deepEqual(
      met.filter((stop) => !stops.includes(String(stop))),
      [],
    );
    assert.deepEqual([met[0], met.at(-1)], [stops[0], stops.at(-1)]);
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 0 });
    assert.match(client.output('stdout'), /client: got "hello"/);
    await client.ask('disconnect');
    assert.equal(await exit, 0);
  });

  it('says which walkthroughs there are when one is not', async () => {
    await assert.rejects(
      launched({ walkthrough: 'nowhere' }),
      /there is no walkthrough "nowhere" \(there are: .*tcp-echo/,
    );
  });
});
