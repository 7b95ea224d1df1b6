import assert from 'node:assert/strict';
import { stopped, together } from './together.ts';

describe('stepping', () => {
  it('answers before the stop is told', async () => {
    const { client } = await stopped();
    await client.move('next');
    const answered = client.order.lastIndexOf('response next');
    assert.ok(answered >= 0 && answered < client.order.lastIndexOf('event stopped'), client.order.join('\n'));
  });

  it('stops all goroutines, on the one that stepped', async () => {
    const { client } = await stopped();
    for (let n = 0; n < 2; n++) await client.move('next');
    const stop = await client.move('next');
    assert.deepEqual([stop['threadId'], stop['allThreadsStopped'], stop['reason']], [18, true, 'step']);
    assert.equal((await client.move('next'))['threadId'], 0, 'the scheduler is a thread like others');
  });

  it('passes singleThread on', async () => {
    const { client, trace } = await stopped();
    await client.move('stepIn', { threadId: 1, singleThread: true });
    assert.equal(trace().asked.at(-1), 'step in 1 alone');
  });

  it('says when it is in the history, and which step of how many', async () => {
    const { client } = await stopped();
    for (let n = 0; n < 3; n++) assert.equal((await client.move('next'))['description'], undefined);
    assert.equal((await client.move('stepBack'))['description'], 'history: step 2 of 3');
    assert.equal((await client.move('reverseContinue'))['description'], 'history: step 0 of 3');
    assert.equal((await client.move('netwalk/goTo', { step: 1 }))['description'], 'history: step 1 of 3');
    assert.equal((await client.move('netwalk/goTo', { step: 3 }))['description'], undefined, 'the live end');
  });

  it('tells by an event that the program goes on when no request of DAP says so', async () => {
    const { client } = await stopped();
    await client.move('netwalk/nextStop', {});
    assert.equal(client.order.filter((entry) => entry === 'event continued').length, 1);
    await client.move('next');
    assert.equal(client.order.filter((entry) => entry === 'event continued').length, 1);
  });

  it('that is refused says why, and where the program still stands', async () => {
    const { client, trace } = await stopped();
    trace().refusal = 'the history begins here';
    assert.equal((await client.move('stepBack'))['threadId'], 1);
    assert.match(client.output('important'), /the history begins here/);
    trace().refusal = '';
    await client.move('next');
  });

  it('tells state behind every stop', async () => {
    const { client } = await stopped();
    const state = await client.next('netwalk/state');
    assert.deepEqual(state['cursor'], { step: 0, first: 0, last: 0, live: true, dropped: 0 });
    assert.equal(state['goid'], 1);
    assert.deepEqual((await client.next('netwalk/trail'))['lines'], { '/scripted/main.go': [10] });
  });

  it('shows system calls with a link to their line', async () => {
    const { client, trace } = await stopped();
    const place = { file: 'net/sock_posix.go', line: 18, column: 2, endLine: 18, endColumn: 20 };
    const text = 'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 7';
    const call = {
      step: 1,
      goid: 1,
      place,
      name: 'socket',
      text,
      result: 7,
      errno: 0,
      errnoName: '',
      start: 0,
      duration: 3.2,
      fds: [],
    };
    trace().emit('systemCall', call);
    const line = await client.next('output');
    assert.equal(line['output'], `→ ${text}  3 µs  (goroutine 1, step 1)\n`);
    assert.deepEqual(line['source'], { name: 'sock_posix.go', path: '/scripted/go/src/net/sock_posix.go' });
    assert.equal(line['line'], 18);
    assert.deepEqual(await client.next('netwalk/systemCall'), call);
  });

  it('that waits in the kernel says for what, once', async () => {
    const { client, trace } = await stopped({
      steps: [
        { goid: 1, line: 1 },
        { goid: 0, line: 2, waits: true },
      ],
    });
    await client.ask('next', { threadId: 1 });
    const waiting = { text: 'waits in epoll_pwait', hint: 'nc 127.0.0.1 40613', state: null };
    trace().emit('waiting', waiting);
    trace().emit('waiting', waiting);
    assert.deepEqual(await client.next('netwalk/waiting'), { text: waiting.text, hint: waiting.hint });
    assert.equal(client.output('console'), 'waits in epoll_pwait: nc 127.0.0.1 40613\n');
  });
});

describe('a restarted program', () => {
  it('has its breakpoints, under the numbers the client knows', async () => {
    const { client, traces } = together();
    await client.ask('initialize');
    await client.ask('launch', { program: 'main.go', stopOnEntry: false });
    const source = { path: '/scripted/main.go' };
    const set = await client.ask('setBreakpoints', { source, breakpoints: [{ line: 12 }] });
    const [{ id } = { id: 0 }] = set['breakpoints'] as { id: number }[];
    await client.ask('configurationDone');
    assert.deepEqual((await client.next('stopped'))['hitBreakpointIds'], [id]);
    assert.deepEqual((await client.move('restart', {}))['hitBreakpointIds'], [id]);
    assert.equal(traces.length, 2);
    assert.equal(traces[0]?.disposed, true);
    assert.ok(!client.order.includes('event terminated'));
  });
});

describe('a walkthrough', () => {
  const launch = { walkthrough: 'scripted', locale: 'zh-cn' };

  it('begins at its first stop', async () => {
    const { client, trace } = await stopped({ launch });
    assert.deepEqual(trace().asked, ['start and stop', 'runToMark']);
    const { narration } = (await client.next('netwalk/narration')) as { narration: { stop: string; text: string } };
    assert.deepEqual([narration.stop, narration.text], ['first', 'zh-cn']);
    assert.equal(client.order.filter((entry) => entry === 'event stopped').length, 1);
  });

  it('begins at the stop where it was left', async () => {
    const { client } = await stopped({ launch: { ...launch, stop: 'third' } });
    const { narration } = (await client.next('netwalk/narration')) as { narration: { stop: string } };
    assert.equal(narration.stop, 'third');
  });

  it('goes from stop to stop, and back', async () => {
    const { client } = await stopped({ launch });
    assert.equal((await client.move('netwalk/nextStop', {}))['description'], 'second stop');
    assert.equal((await client.move('netwalk/nextStop', {}))['description'], 'third stop');
    assert.equal((await client.move('netwalk/previousStop', {}))['description'], 'history: step 3 of 4 – second stop');
  });

  it('is silent between its stops', async () => {
    const { client } = await stopped({ launch });
    await client.next('netwalk/narration');
    await client.move('next');
    assert.deepEqual(await client.next('netwalk/narration'), { narration: null });
  });

  it('tells all its stops in a language', async () => {
    const { client } = await stopped({ launch });
    const { narrations } = (await client.ask('netwalk/narrations', { locale: 'en' })) as { narrations: object[] };
    assert.equal(narrations.length, 3);
  });
});
