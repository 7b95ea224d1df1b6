import assert from 'node:assert/strict';
import type { Host } from '../../../engine/adapter/host.ts';
import { ScriptedTrace } from './scriptedTrace.ts';
import { stopped, together } from './together.ts';

describe('a client that vanishes', () => {
  it('in the middle of a step takes its program with it', async () => {
    const { client, trace, served } = await stopped();
    await client.ask('next', { threadId: 1 });
    client.vanish();
    assert.equal(await served, null);
    assert.equal(trace().disposed, true);
  });

  it('while the program is prepared leaves nothing', async () => {
    const trace = new ScriptedTrace([{ goid: 1, line: 1 }]);
    let prepared: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (prepared = resolve));
    const launch: Host['launch'] = () => wait.then(() => ({ trace, walk: null, output: null }));
    const { client, served } = together([], { launch });
    await client.ask('initialize');
    void client.send('launch', { program: 'main.go' });
    await new Promise((resolve) => setImmediate(resolve));
    client.vanish();
    prepared();
    await served;
    assert.deepEqual([trace.asked, trace.disposed], [[], true]);
  });

  it('lets go of a program that it was attached to', async () => {
    const { client, trace, served } = together();
    await client.ask('initialize');
    await client.ask('attach', { socket: '/x' });
    await client.ask('configurationDone');
    client.vanish();
    await served;
    assert.deepEqual(trace().asked, ['watch', 'detach']);
    assert.equal(trace().disposed, false);
  });
});

describe('a client that sends what is no DAP', () => {
  for (const [what, bytes] of [
    ['no JSON', 'Content-Length: 5\r\n\r\nhello'],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a wrong length', 'Content-Length: x\r\n\r\n{}'],
  ] as const) {
    it(`is told, and the program ends: ${what}`, async () => {
      const { client, trace, served } = await stopped();
      client.raw(bytes);
      assert.match(String(await served), /JSON|Content-Length/);
      await client.closed;
      assert.match(client.output('important'), /this is not the Debug Adapter Protocol/);
      assert.equal(trace().disposed, true);
    });
  }

  it('is only refused when a request has no command', async () => {
    const { client } = await stopped();
    client.raw('Content-Length: 27\r\n\r\n{"seq":99,"type":"request"}');
    await client.move('next');
  });
});

describe('disconnect and terminate', () => {
  it('end a launched program', async () => {
    const { client, trace, served } = await stopped();
    await client.ask('disconnect');
    assert.equal(await served, null);
    await client.closed;
    assert.equal(trace().disposed, true);
  });

  it('let it go on when asked to', async () => {
    const { client, trace, served } = await stopped();
    await client.ask('disconnect', { terminateDebuggee: false });
    await served;
    assert.equal(trace().asked.at(-1), 'detach');
    assert.equal(trace().disposed, false);
    trace().emit('exited', { status: 0, message: '' });
    assert.equal(trace().disposed, true);
  });

  it('tell how it ended', async () => {
    const { client } = await stopped();
    await client.ask('terminate');
    assert.deepEqual(await client.next('exited'), { exitCode: 143 });
    await client.next('terminated');
  });
});

describe('a program that cannot be launched', () => {
  const problem = { file: '/x/main.go', line: 3, column: 6, editorColumn: 5, message: 'undefined: y' };
  const told = { file: '/x/main.go', line: 3, column: 5, message: 'undefined: y' };

  it('is told with its problems, for the Problems view', async () => {
    const error = Object.assign(new Error('/x/main.go:3:5: undefined: y'), { problems: [problem] });
    const { client } = together(undefined, { launch: () => Promise.reject(error) });
    await client.ask('initialize');
    assert.equal(await client.refused('launch', { program: '/x' }), '/x/main.go:3:5: undefined: y');
    assert.deepEqual(await client.next('netwalk/problems'), { problems: [told] });
  });

  it('says so to the person, braces and all', async () => {
    const { client } = together(undefined, { launch: () => Promise.reject(new Error('no Go source in {x}')) });
    await client.ask('initialize');
    const response = await client.send('launch', { program: '/x' });
    const { error } = response.body as {
      error: { format: string; variables: { _message: string }; showUser: boolean };
    };
    assert.deepEqual([error.variables._message, error.showUser], ['no Go source in {x}', true]);
  });
});
