/** What the picture of a program is made of: pollDescs, queues and lists, read at stops of a walkthrough and checked against each other. */
import assert from 'node:assert/strict';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import type { Descriptor, GoroutineState } from '../../engine/trace/source.ts';
import type { Client } from './client.ts';
import { endAll, launched, topFrame, value } from './engine.ts';

type State = CustomEvents['netwalk/state'];

const descriptor = (state: State, role: string): Descriptor => {
  const found = state.descriptors.find((one) => one.role === role);
  assert.ok(found, `${role} among ${state.descriptors.map((one) => one.role).join(', ')}`);
  return found;
};

const goroutine = (state: State, entry: string): GoroutineState => {
  const found = state.goroutines.find((one) => one.goid !== 0 && one.entry === entry);
  assert.ok(found, entry);
  return found;
};

const nextState = async (client: Client): Promise<State> => (await client.next('netwalk/state')) as unknown as State;

/** At a stop of the walkthrough "A TCP echo". */
async function walkTo(stop: string, goVersion: string): Promise<{ client: Client; state: State }> {
  const { client } = await launched({ walkthrough: 'tcp-echo', stop, goVersion });
  await client.ask('configurationDone');
  await client.next('netwalk/narration', ({ narration }) => (narration as { stop: string } | null)?.stop === stop);
  return { client, state: await nextState(client) };
}

/** The state at the next stop. */
async function goOn(client: Client, request = 'netwalk/nextStop'): Promise<State> {
  await client.ask(request, {});
  return nextState(client);
}

for (const goVersion of ['1.19', '1.27']) {
  describe(`what netpoll holds, in Go ${goVersion}`, function () {
    this.timeout(120_000);
    afterEach(endAll);

    it('goroutines in rg and wg, what should be ready, then the list of netpoll and the run queue', async () => {
      const { client, state } = await walkTo('epoll-wait', goVersion);
      const [main, serve] = [goroutine(state, 'main.main'), goroutine(state, 'main.serve')];
      const [listener, dialed] = [descriptor(state, 'listener'), descriptor(state, 'dialed')];
      assert.deepEqual(listener.pollDesc?.rg, { holds: 'goroutine', goid: serve.goid });
      assert.deepEqual(listener.pollDesc?.wg, { holds: 'nil', goid: 0 });
      assert.deepEqual(dialed.pollDesc?.wg, { holds: 'goroutine', goid: main.goid });
      assert.deepEqual([listener.netFD?.net, dialed.netFD?.isConnected], ['tcp', false]);
      assert.deepEqual([listener.ready, dialed.ready, listener.synQueue], ['EPOLLIN', 'EPOLLOUT', 0]);
      assert.equal(descriptor(state, 'netpollBreak').pollDesc, undefined);

      let later = state;
      for (let stops = 0; stops < 3; stops++) later = await goOn(client);
      // epoll_pwait has told it: it is ready still, and on the list no more.
      assert.deepEqual([descriptor(later, 'listener').ready, descriptor(later, 'listener').acceptQueue], ['', 1]);
      assert.equal(descriptor(later, 'listener').pollDesc?.rg.holds, 'ready');
      assert.equal(descriptor(later, 'dialed').pollDesc?.wg.holds, 'ready');
      const lists = later.goroutines.filter(({ queued }) => queued?.list === 'netpoll');
      assert.deepEqual(lists.map(({ goid }) => goid).sort(), [main.goid, serve.goid].sort());

      later = await goOn(client);
      const queued = [goroutine(later, 'main.main'), goroutine(later, 'main.serve')].map((one) => one.queued?.list);
      assert.deepEqual(queued.filter((list) => list !== undefined), ['runq']); // prettier-ignore
      for (const entry of ['main.main', 'main.serve']) assert.equal(goroutine(later, entry).woken?.by, 0);

      const back = await goOn(client, 'netwalk/previousStop');
      assert.equal(back.cursor.live, false);
      assert.equal(descriptor(back, 'listener').pollDesc?.rg.holds, 'ready');
      assert.equal(goroutine(back, 'main.main').queued, undefined);
    });
  });
}

describe('the objects behind a descriptor', function () {
  this.timeout(120_000);
  afterEach(endAll);

  it('are variables: below Kernel, in expressions, and in the Debug Console where a picture shows them', async () => {
    const { client, state } = await walkTo('epoll-wait', '1.27');
    const { fd } = descriptor(state, 'listener');
    const scopes = (await client.ask('scopes', { frameId: (await topFrame(client)).id }))['scopes'] as { name: string; variablesReference: number }[]; // prettier-ignore
    const inside = async (reference: number | undefined): Promise<Inside[]> =>
      (await client.ask('variables', { variablesReference: reference }))['variables'] as Inside[];
    const kernel = await inside(scopes.find(({ name }) => name === 'Kernel')?.variablesReference);
    const objects = await inside(kernel.find(({ name }) => name === `fd ${fd}`)?.variablesReference);
    assert.deepEqual(
      objects.map(({ name, type, evaluateName }) => [name, type, evaluateName]),
      [
        ['netFD', '*net.netFD', `netFD(${fd})`],
        ['pollDesc', '*runtime.pollDesc', `pollDesc(${fd})`],
      ],
    );
    assert.equal(await value(client, `netFD(${fd}).pfd.Sysfd`), String(fd));
    assert.equal(await value(client, `pollDesc(${fd}).wg.value == 0`), 'true');
    await client.ask('netwalk/show', { expression: `pollDesc(${fd}).rg` });
    assert.match(
      client.output('console'),
      new RegExp(`^pollDesc\\(${fd}\\)\\.rg = .*[1-9]\\d+.*atomic\\.Uintptr`, 'm'),
    );
    assert.match(
      await client.refused('netwalk/show', { expression: 'pollDesc(1999)' }),
      /descriptor 1999 has no pollDesc that is known/,
    );
  });
});

interface Inside {
  name: string;
  type: string;
  evaluateName: string;
  variablesReference: number;
}

describe('deadlines of pollDescs', function () {
  this.timeout(120_000);
  afterEach(endAll);

  it('are there while a goroutine waits with one', async () => {
    const { client } = await launched({ walkthrough: 'deadlines' });
    await client.ask('configurationDone');
    const waiting = await client.next('netwalk/state');
    assert.ok(waiting);
    for (let stops = 0; stops < 80; stops++) {
      const state = await goOn(client);
      const rd = state.descriptors.flatMap(({ pollDesc }) => (pollDesc?.rd.state === 'set' ? [pollDesc.rd] : []))[0];
      if (rd === undefined) continue;
      assert.ok(rd.at > 0 && rd.left !== null && rd.left > 0 && rd.left < rd.at, JSON.stringify(rd));
      return;
    }
    assert.fail('no deadline was set');
  });
});
