import assert from 'node:assert/strict';
import { stopped, together } from './together.ts';

describe('requests in the wrong order', () => {
  it('are refused before initialize', async () => {
    const { client } = together();
    for (const command of ['launch', 'threads', 'next', 'setBreakpoints', 'configurationDone', 'netwalk/nextStop']) {
      assert.equal(await client.refused(command, { threadId: 1 }), `${command}: initialize comes first`);
    }
  });

  it('are refused before launch', async () => {
    const { client } = together();
    await client.ask('initialize');
    for (const command of ['threads', 'next', 'setBreakpoints', 'configurationDone', 'restart', 'terminate']) {
      assert.equal(await client.refused(command, { threadId: 1 }), `${command}: launch or attach comes first`);
    }
    assert.equal(await client.refused('initialize'), 'initialize: it has been sent before');
  });

  it('are refused before configurationDone, and the program has not run', async () => {
    const { client, trace } = together();
    await client.ask('initialize');
    await client.ask('launch', { program: 'main.go' });
    for (const command of ['next', 'stackTrace', 'evaluate']) {
      assert.equal(await client.refused(command, { threadId: 1 }), `${command}: configurationDone comes first`);
    }
    assert.equal(await client.refused('launch', { program: 'x.go' }), 'launch: it has been sent before');
    assert.deepEqual(trace().asked, []);
  });

  it('are refused while the program runs', async () => {
    const { client, trace } = await stopped({
      steps: [
        { goid: 1, line: 1 },
        { goid: 1, line: 2, waits: true },
      ],
    });
    await client.ask('continue', { threadId: 1 });
    await client.next('netwalk/waiting');
    for (const command of ['next', 'stepBack', 'continue', 'evaluate', 'netwalk/goTo']) {
      assert.equal(await client.refused(command, { threadId: 1 }), `${command}: the program runs; pause it first`);
    }
    assert.deepEqual(trace().asked, ['start and stop', 'resume']);
    assert.equal((await client.move('pause'))['reason'], 'pause');
  });

  it('are answered with nothing when they ask about a stop that has passed, while it runs and after its end', async () => {
    const { client, trace } = await stopped({
      steps: [
        { goid: 1, line: 1 },
        { goid: 1, line: 2, waits: true },
      ],
    });
    const nothing = async (): Promise<void> => {
      assert.deepEqual(await client.ask('stackTrace', { threadId: 1 }), { stackFrames: [], totalFrames: 0 });
      assert.deepEqual(await client.ask('scopes', { frameId: 10 }), { scopes: [] });
      assert.deepEqual(await client.ask('variables', { variablesReference: 1 }), { variables: [] });
      assert.deepEqual(await client.ask('completions', { text: 'f', column: 2 }), { targets: [] });
    };
    await client.ask('continue', { threadId: 1 });
    await client.next('netwalk/waiting');
    await nothing();
    trace().wake();
    await client.next('terminated');
    await nothing();
  });

  it('are answered with nothing when the program goes on before it has answered', async () => {
    const { client, trace } = await stopped();
    trace().stack = async () => Promise.reject(new Error('the program has ended'));
    const [frames] = await Promise.all([
      client.ask('stackTrace', { threadId: 1 }),
      client.ask('continue', { threadId: 1 }),
    ]);
    assert.deepEqual(frames, { stackFrames: [], totalFrames: 0 });
  });

  it('are refused when a second next follows before the stop', async () => {
    const { client, trace } = await stopped();
    const [first, second] = await Promise.all([
      client.send('next', { threadId: 1 }),
      client.send('next', { threadId: 1 }),
    ]);
    assert.equal(first.success, true);
    assert.equal(second.message, 'next: the program runs; pause it first');
    await client.next('stopped');
    assert.deepEqual(trace().asked, ['start and stop', 'step over 1']);
  });

  it('are refused after the end', async () => {
    const { client } = await stopped({ steps: [{ goid: 1, line: 1 }] });
    await client.ask('continue', { threadId: 1 });
    assert.deepEqual(await client.next('exited'), { exitCode: 0 });
    await client.next('terminated');
    assert.equal(await client.refused('next', { threadId: 1 }), 'next: the program has ended');
    await client.ask('disconnect');
  });

  it('say what is missing or of another type', async () => {
    const { client } = await stopped();
    assert.equal(await client.refused('next'), 'next: threadId is missing');
    assert.equal(await client.refused('next', { threadId: 'one' }), 'next: threadId must be a whole number');
    assert.equal(await client.refused('setBreakpoints', {}), 'setBreakpoints: source is missing');
    assert.equal(
      await client.refused('setBreakpoints', { source: { path: '/x.go' }, breakpoints: [{}] }),
      'setBreakpoints.breakpoints[0]: line is missing',
    );
    assert.equal(await client.refused('next', []), 'next: an object is expected');
    assert.equal(await client.refused('fly'), 'there is no request "fly" here');
    assert.match(await client.refused('setExceptionBreakpoints', { filters: ['rain'] }), /no exception filter "rain"/);
  });

  it('of launch are refused with a reason, and launch can be tried again', async () => {
    const { client } = together();
    await client.ask('initialize');
    assert.match(await client.refused('launch', {}), /"walkthrough" or "program" is expected/);
    assert.match(await client.refused('launch', { program: 'a', stepOver: 'all' }), /stepOver must be/);
    assert.match(await client.refused('launch', { program: 'a', stop: 'x' }), /no "walkthrough"/);
    await client.ask('launch', { program: 'main.go' });
  });

  it('of attach are refused with a reason', async () => {
    const { client } = together();
    await client.ask('initialize');
    assert.match(await client.refused('attach', { processId: 1, stops: 'one' }), /stops must be "all" or "thread"/);
  });
});
