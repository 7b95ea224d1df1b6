/** Both ends of one connection, stepped side by side: one session above two, each with an engine of its own. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { listensAt, TogetherAdapter, type ChildConfiguration } from '../../extension/session/togetherAdapter.ts';
import { endAll, launched, root, topFrame, type Engine } from './engine.ts';

describe('listen and dial together', function () {
  this.timeout(90_000);
  afterEach(endAll);

  /** Stands where VS Code does: starts the children, and passes on what it is sent. */
  class Parent {
    readonly sent: { type: string; event?: string; command?: string; success?: boolean; body?: object }[] = [];
    readonly children = new Map<string, Engine>();
    readonly started: ChildConfiguration[] = [];
    readonly adapter: TogetherAdapter;

    constructor(refuses = '') {
      this.adapter = new TogetherAdapter(
        {
          programs: path.join(root, 'engine/session/programs'),
          send: (message) => void this.sent.push(message as { type: string }),
          start: async (configuration) => {
            this.started.push(configuration);
            if (configuration.name === refuses) return false;
            const { name, program, args } = configuration;
            const engine = await launched({ program, args, stopOnEntry: true });
            this.children.set(name, engine);
            void engine.exit.then(() => this.adapter.childEnded());
            await engine.client.ask('configurationDone');
            return true;
          },
        },
        'hello\n',
      );
    }

    get events(): string[] {
      return this.sent.flatMap(({ event }) => event ?? []);
    }

    async begin(): Promise<void> {
      let seq = 1;
      for (const command of ['initialize', 'launch', 'setBreakpoints', 'configurationDone', 'threads']) {
        await this.adapter.handle({ type: 'request', seq: seq++, command });
      }
    }
  }

  it('starts the dialer when the listener listens, steps each alone, and ends with both', async () => {
    const parent = new Parent();
    await parent.begin();
    assert.ok(parent.sent.filter(({ type }) => type === 'response').every(({ success }) => success === true));
    assert.deepEqual(parent.events, ['initialized']);
    const listener = parent.children.get('Listen') as Engine;
    await listener.client.next('stopped');
    assert.deepEqual([...parent.children.keys()], ['Listen'], 'nobody listens yet');
    await listener.client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.serve' }] });
    await listener.client.ask('continue', { threadId: 1 });
    const listens = await listener.client.next(
      'netwalk/state',
      (body) => listensAt('netwalk/state', body) !== undefined,
    );
    const address = listensAt('netwalk/state', listens) ?? '';
    await Promise.all([parent.adapter.listening(address), parent.adapter.listening(address)]);
    assert.deepEqual(
      parent.started.map(({ name }) => name),
      ['Listen', 'Dial'],
    );

    const dialer = parent.children.get('Dial') as Engine;
    await dialer.client.next('stopped');
    await dialer.client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'main.send' }] });
    await dialer.client.move('continue');
    assert.equal((await topFrame(dialer.client)).name, 'main.send');
    await listener.client.next('stopped');
    assert.equal((await topFrame(listener.client)).name, 'main.serve');
    // The listener stands; the dialer goes on alone.
    await dialer.client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await dialer.client.ask('continue', { threadId: 1 });
    await dialer.client.next('netwalk/systemCall', ({ text }) => /^write\(\d+, "hello\\n"/.test(String(text)));
    await listener.client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await listener.client.ask('continue', { threadId: 1 });
    assert.deepEqual(await dialer.client.next('exited'), { exitCode: 0 });
    assert.equal(dialer.client.output('stdout'), 'hello\n');

    await dialer.client.ask('disconnect');
    await dialer.exit;
    assert.deepEqual(parent.events, ['initialized']);
    await listener.client.ask('disconnect');
    await listener.exit;
    assert.deepEqual(parent.events, ['initialized', 'terminated']);
  });

  it('ends when a child does not start, and when it is told to', async () => {
    const refused = new Parent('Listen');
    await refused.begin();
    assert.deepEqual(refused.events, ['initialized', 'terminated']);
    await refused.adapter.listening('127.0.0.1:1');
    assert.equal(refused.started.length, 1, 'nothing is dialed behind the end');
    const told = new Parent();
    await told.adapter.handle({ type: 'request', seq: 1, command: 'disconnect' });
    await told.adapter.handle({ type: 'request', seq: 2, command: 'terminate' });
    assert.deepEqual(told.events, ['terminated']);
  });
});
