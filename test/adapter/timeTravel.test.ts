/** Moments of a run are sought, searched for and drawn: in the history of a program, in a session that is followed, in a recording. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Cursor, Hit, Timeline } from '../../engine/trace/source.ts';
import type { Client } from './client.ts';
import { endAll, launched, netwalkRun, program, topFrame, type Engine } from './engine.ts';

const echo = program('echo.go');

const cursorOf = async (client: Client): Promise<Cursor> =>
  (await client.ask('netwalk/state'))['cursor'] as unknown as Cursor;
const search = async (client: Client, text: string, limit = 100): Promise<{ hits: Hit[]; complete: boolean }> =>
  (await client.ask('netwalk/search', { text, limit })) as unknown as { hits: Hit[]; complete: boolean };
const timeline = async (client: Client, range: object = {}): Promise<Timeline> =>
  (await client.ask('netwalk/timeline', range)) as unknown as Timeline;

describe('time travel', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-travel-'));
  afterEach(endAll);
  after(() => rmSync(folder, { recursive: true }));

  /** The echo has said what was heard: nearly everything has happened, and nothing is forgotten. */
  async function nearItsEnd(launch: object = { program: echo }): Promise<Engine> {
    const engine = await launched(launch);
    const { client } = engine;
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*TCPListener).Close' }] });
    await client.ask('configurationDone');
    await client.next('stopped');
    await client.move('continue');
    assert.equal((await topFrame(client)).name, 'net.(*TCPListener).Close');
    return engine;
  }

  async function goodbye({ client, exit }: Engine): Promise<void> {
    await client.ask('disconnect');
    await exit;
  }

  it('finds calls of functions, statements, system calls and what failed', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const accepts = (await search(client, 'netfd).accept')).hits;
    assert.deepEqual([...new Set(accepts.map((hit) => hit.function))], ['net.(*netFD).accept']);
    assert.equal(accepts.length, 1, 'a function is found where it is called, not at each of its statements');
    const place = accepts[0]?.place;
    const { hits } = await search(client, `${place?.file}:${place?.line}`);
    assert.ok(hits.some(({ step }) => step === accepts[0]?.step));
    const failed = (await search(client, 'eagain')).hits;
    assert.ok(failed.length > 0 && failed.every(({ errnoName }) => errnoName === 'EAGAIN'));
    const { hits: socketCalls } = await search(client, 'socket(AF_INET');
    const fd = Number(/= (\d+)$/.exec(socketCalls[0]?.text ?? '')?.[1]);
    const ofDescriptor = (await search(client, `fd ${fd}`)).hits.map(({ function: name }) => name);
    for (const name of ['socket', 'bind', 'listen', 'epoll_ctl', 'accept4'])
      assert.ok(ofDescriptor.includes(name), name);
    const dialing = (await search(client, 'goroutine 18 connect(')).hits;
    assert.deepEqual([...new Set(dialing.map(({ goid }) => goid))], [18]);
    assert.deepEqual(await search(client, 'there is no such thing'), { hits: [], complete: true });
    assert.deepEqual(await search(client, ' '), { hits: [], complete: true });
    await goodbye(engine);
  });

  it('gives of too many hits those nearest to the cursor, in the order of time', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const all = (await search(client, 'go', 1000)).hits;
    const few = await search(client, 'go', 10);
    assert.equal(few.complete, false);
    assert.deepEqual(few.hits, all.slice(-10));
    await client.move('netwalk/goTo', { step: all[20]?.step });
    const around = await search(client, 'go', 11);
    assert.ok(around.hits.some(({ step }) => step === all[20]?.step));
    assert.ok(
      (around.hits[0]?.step ?? 0) < (all[20]?.step ?? 0) && (around.hits[10]?.step ?? 0) > (all[20]?.step ?? 0),
    );
    await goodbye(engine);
  });

  it('goes to the last and the next call with a descriptor, of a name, that failed', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const { last } = await cursorOf(client);
    await client.move('netwalk/seek', { errno: 'EAGAIN', backwards: true });
    const failed = (await search(client, 'EAGAIN')).hits;
    assert.equal((await cursorOf(client)).step, failed.at(-1)?.step);
    await client.move('netwalk/seek', { call: 'listen', backwards: true });
    const at = (await cursorOf(client)).step;
    const listen = (await search(client, 'listen(')).hits.find((hit) => hit.text.startsWith('listen('));
    assert.equal(at, listen?.step);
    const fd = Number(/^listen\((\d+)/.exec(listen?.text ?? '')?.[1]);
    await client.move('netwalk/seek', { fd });
    const next = (await search(client, `fd ${fd}`)).hits.find(({ step }) => step > at);
    assert.equal((await cursorOf(client)).step, next?.step);
    const none = await client.move('netwalk/seek', { call: 'socketpair', backwards: true });
    assert.match(String(none['description']), /there is none before/);
    assert.equal((await cursorOf(client)).step, next?.step);
    await client.move('netwalk/goTo', { step: last });
    assert.equal((await cursorOf(client)).live, true);
    await goodbye(engine);
  });

  it('goes to where a goroutine runs again', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const stop = await client.move('netwalk/seek', { goid: 18, backwards: true });
    assert.equal(stop['threadId'], 18);
    const { step } = await cursorOf(client);
    await client.move('netwalk/goTo', { step: step - 1 });
    assert.notEqual(client.events.filter(({ event }) => event === 'stopped').at(-1)?.body['threadId'], 18);
    await client.move('netwalk/seek', { goid: 18 });
    assert.equal((await cursorOf(client)).step, step);
    await goodbye(engine);
  });

  it('runs on to what is not yet in the history', async () => {
    const engine = await launched({ program: echo });
    const { client } = engine;
    await client.ask('configurationDone');
    await client.next('stopped');
    const stop = await client.move('netwalk/seek', { call: 'listen' });
    assert.equal(stop['reason'], 'goto');
    assert.match(String(stop['description']), /^listen\(\d+, \d+\) = 0$/);
    assert.equal((await cursorOf(client)).live, true);
    const again = await client.move('netwalk/seek', { goid: 18 });
    assert.equal(again['threadId'], 18);
    assert.match(await client.refused('netwalk/seek', {}), /goid, fd, call or errno/);
    await goodbye(engine);
  });

  it('goes to the step that a line of the Debug Console names', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const step = Number(/→ listen\(.*step (\d+)\)/.exec(client.output('console'))?.[1]);
    await client.move('evaluate', { expression: `goto ${step}`, context: 'repl' });
    assert.equal((await cursorOf(client)).step, step);
    assert.match(await client.refused('evaluate', { expression: 'goto 5', context: 'watch' }), /./);
    await goodbye(engine);
  });

  it('says who ran, called, waited and woke whom', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const { first, last } = await cursorOf(client);
    // A bucket for each step: nothing is left out.
    const exact = await timeline(client, { from: first, to: last + 1, buckets: 4000, lanes: 50 });
    const { bucket, lanes, wakes } = exact;
    assert.deepEqual(
      lanes.map(({ goid, entry }) => [goid, entry]),
      [
        [0, 'runtime.schedule'],
        [1, 'main.main'],
        [18, 'main.main.func1'],
      ],
    );
    assert.ok(bucket <= 4);
    const steps = lanes.flatMap(({ runs }) => runs).reduce((sum, { from, to, share }) => sum + (to - from) * share, 0);
    assert.ok(steps >= last + 1 - first, `${steps} of ${last + 1 - first} steps`);
    const calls = lanes.flatMap((lane) => lane.calls);
    assert.ok(calls.some(({ errnoName, failed }) => errnoName === 'EAGAIN' && failed === 1));
    assert.ok(calls.some(({ text }) => /^listen\(\d+, \d+\) = 0$/.test(text)));
    const accept = lanes.find(({ goid }) => goid === 1)?.waits.find(({ reason }) => reason === 'IO wait');
    assert.ok(accept, 'main waits in Accept');
    assert.ok(wakes.some(({ goid, kind, by }) => goid === 18 && kind === 'started' && by === 1));
    const woken = wakes.find(({ step, goid }) => goid === 1 && step + 1 === accept.to);
    assert.equal(woken?.kind, 'ready');
    await goodbye(engine);
  });

  it('draws no more than was asked for, however much there is', async () => {
    const engine = await nearItsEnd();
    const { client } = engine;
    const { first, last } = await cursorOf(client);
    const coarse = await timeline(client, { buckets: 20, lanes: 2 });
    assert.ok((coarse.to - coarse.from) / coarse.bucket <= 22);
    assert.deepEqual([coarse.lanes.length, coarse.others], [2, 1]);
    for (const { runs, calls } of coarse.lanes) assert.ok(runs.length <= 22 && calls.length <= 22);
    const exact = await timeline(client, { buckets: 4000, lanes: 50 });
    const callsOf = ({ lanes }: Timeline, wanted: number): number =>
      lanes.find(({ goid }) => goid === wanted)?.calls.reduce((sum, { count }) => sum + count, 0) ?? 0;
    assert.equal(callsOf(coarse, 1), callsOf(exact, 1));
    const part = await timeline(client, { from: last - 10, to: last + 1, buckets: 500, lanes: 50 });
    assert.deepEqual([part.bucket, part.from, part.to], [1, last - 10, last + 1]);
    assert.ok(first <= part.from);
    assert.match(await client.refused('netwalk/timeline', { buckets: 0 }), /buckets must be a whole number above 0/);
    assert.match(await client.refused('netwalk/timeline', { from: 5, to: 1 }), /to behind from/);
    await goodbye(engine);
  });

  it('is the same in a recording', async () => {
    const file = path.join(folder, 'echo.nwr');
    const { status, stderr } = await netwalkRun('record', file, 'run', '--go', '1.19', echo);
    assert.equal(status, 0, stderr);
    const engine = await nearItsEnd({ recording: file, program: echo });
    const { client } = engine;
    const { lanes } = await timeline(client);
    assert.deepEqual(lanes.map(({ goid }) => goid), [0, 1, 18]); // prettier-ignore
    const [listen] = (await search(client, 'listen(')).hits.filter(({ text }) => text !== '');
    await client.move('netwalk/goTo', { step: listen?.step });
    await client.move('netwalk/seek', { call: 'accept4' });
    assert.ok((await cursorOf(client)).step > (listen?.step ?? Infinity));
    await goodbye(engine);
  });
});
