/** What the picture of a model of I/O is made of, as its walkthrough really runs: each told by the engine at a stop, and checked against what the kernel must say. */
import assert from 'node:assert/strict';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import type { Descriptor } from '../../engine/trace/source.ts';
import type { Client } from './client.ts';
import { endAll, stopped, value } from './engine.ts';

type State = CustomEvents['netwalk/state'];

async function at(
  walkthrough: string,
  stop: string,
): Promise<{ client: Client; state: State; end: () => Promise<void> }> {
  const { client, exit } = await stopped({ walkthrough, stop, goVersion: '1.27' });
  const end = async (): Promise<void> => {
    await client.ask('disconnect');
    await exit;
  };
  return { client, state: (await client.ask('netwalk/state')) as unknown as State, end };
}

async function nextState(client: Client): Promise<State> {
  await client.move('netwalk/nextStop', {});
  return (await client.ask('netwalk/state')) as unknown as State;
}

const numberOf = async (client: Client, expression: string): Promise<number> => Number(await value(client, expression));
const instances = ({ descriptors }: State): Descriptor[] =>
  descriptors.filter(({ watches }) => watches?.some(({ fd }) => descriptors.some((one) => one.fd === fd && one.role === 'listener'))); // prettier-ignore
const lists = (state: State): string[] => instances(state).map(({ watches }) => watches?.[0]?.ready ?? '');
const watchOf = ({ descriptors }: State, fd: number): { events: string; ready: string; state: string } => {
  const found = descriptors.flatMap(({ watches = [] }) => watches).find((one) => one.fd === fd);
  assert.ok(found, `${fd} is watched`);
  return { events: found.events, ready: found.ready, state: found.state };
};

describe('what the models of I/O are made of', function () {
  this.timeout(120_000);
  afterEach(endAll);

  it('select: what was asked, and what came back', async () => {
    const { client, state, end } = await at('select', 'after');
    const [first, second] = [await numberOf(client, 'first'), await numberOf(client, 'second')];
    const { waitedFor } = state.goroutines.find(({ goid }) => goid === 1) ?? {};
    assert.deepEqual(waitedFor && [waitedFor.name, waitedFor.count, waitedFor.entries], [
      'select',
      second + 1,
      [
        { fd: first, asked: 'read', answered: '' },
        { fd: second, asked: 'read', answered: 'read' },
      ],
    ]);
    await end();
  });

  it('poll: question and answer of each entry', async () => {
    const { client, state, end } = await at('poll', 'revents');
    const fds = [await numberOf(client, 'watched[0].fd'), await numberOf(client, 'watched[1].fd')];
    const { waitedFor } = state.goroutines.find(({ goid }) => goid === 1) ?? {};
    assert.deepEqual(waitedFor?.entries, [
      { fd: fds[0], asked: 'POLLIN', answered: '' },
      { fd: fds[1], asked: 'POLLIN', answered: 'POLLIN' },
    ]);
    await end();
  });

  it('level, edge and EPOLLONESHOT: when a descriptor is on the ready list', async () => {
    const { client, state, end } = await at('level-or-edge', 'told');
    const near = await numberOf(client, 'near');
    const ready = { ready: 'EPOLLIN', state: '' };
    assert.deepEqual(watchOf(state, near), { events: 'EPOLLIN', ...ready });
    const [half, all] = [await nextState(client), await nextState(client)];
    assert.deepEqual(watchOf(half, near), { events: 'EPOLLIN', ...ready });
    assert.deepEqual(watchOf(all, near), { events: 'EPOLLIN', ready: '', state: 'put back' });
    await nextState(client);
    const [edge, lost, more] = [await nextState(client), await nextState(client), await nextState(client)];
    assert.deepEqual(watchOf(edge, near), { events: 'EPOLLIN|EPOLLET', ...ready });
    assert.deepEqual(watchOf(lost, near), { events: 'EPOLLIN|EPOLLET', ready: '', state: 'told' });
    assert.equal(lost.descriptors.find(({ fd }) => fd === near)?.receiveQueue, 1024);
    assert.deepEqual(watchOf(more, near), { events: 'EPOLLIN|EPOLLET', ...ready });
    await nextState(client);
    const [once, disabled] = [await nextState(client), await nextState(client)];
    assert.deepEqual(watchOf(once, near), { events: 'EPOLLIN|EPOLLONESHOT', ...ready });
    assert.deepEqual(watchOf(disabled, near), { events: 'EPOLLONESHOT', ready: '', state: 'disabled' });
    await end();
  });

  it('the herd: four instances, all on whose lists the listener is; with EPOLLEXCLUSIVE one', async () => {
    const { client, state, end } = await at('limits', 'connect');
    assert.deepEqual(lists(state), ['', '', '', '']);
    const waiting = state.goroutines.flatMap(({ inCall }) => (inCall?.name === 'epoll_wait' ? [inCall] : []));
    assert.deepEqual(waiting.map(({ fd }) => fd).sort(), instances(state).map(({ fd }) => fd).sort()); // prettier-ignore
    const woken = await nextState(client);
    assert.deepEqual(lists(woken), Array(4).fill('EPOLLIN'));
    let now = woken;
    while (!lists(now).length || !watchText(now).includes('EXCLUSIVE') || lists(now).join('') === '') now = await nextState(client);
    assert.deepEqual(lists(now).sort(), ['', '', '', 'EPOLLIN']);
    assert.equal(now.goroutines.filter(({ inCall }) => inCall?.name === 'epoll_wait' && !inCall.hasReturned).length, 3);
    await end();
  }); // prettier-ignore

  const watchText = (state: State): string => JSON.stringify(instances(state).map(({ watches }) => watches));

  it('signal-driven: the signal is pending until it is taken', async () => {
    const { client, state, end } = await at('signal-driven', 'pending');
    const signals = ({ descriptors }: State): string[] =>
      descriptors.flatMap((one) => one.signals?.pending.flatMap(({ signals: names }) => names) ?? []);
    assert.deepEqual(signals(state), ['RT_8']);
    assert.deepEqual(signals(await nextState(client)), []);
    await end();
  });
});

describe('the rings of io_uring', function () {
  this.timeout(120_000);
  afterEach(endAll);

  it('have what is submitted, under way and done, before the program asks', async () => {
    const { client, state, end } = await at('io-uring', 'enter');
    const rings = ({ descriptors }: State): string[] => {
      const found = descriptors.find((one) => one.rings)?.rings;
      assert.ok(found);
      const names = (all: readonly { name: string }[]): string => all.map(({ name }) => name).join();
      return [names(found.submitted), names(found.underWay), names(found.completed)];
    };
    assert.deepEqual(rings(state), ['0,1', '', '']);
    assert.deepEqual(rings(await nextState(client)), ['', '0,1', '']);
    await nextState(client);
    assert.deepEqual(rings(await nextState(client)), ['', '0', '1']);
    await nextState(client);
    assert.deepEqual(rings(await nextState(client)), ['', '0', '']);
    await end();
  });
});
