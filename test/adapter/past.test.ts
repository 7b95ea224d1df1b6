/** What goroutines did at a step of the past, and in which system call they were: the same as was told when it was the present. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import type { GoroutineState } from '../../engine/trace/source.ts';
import type { Client } from './client.ts';
import { endAll, netwalkRun, stopped } from './engine.ts';

/** Stops of the walkthrough, and steps behind each, that are looked at. */
const [stops, stepsBehind] = [6, 6];

interface Seen {
  step: number;
  goroutines: Pick<GoroutineState, 'goid' | 'status' | 'inCall' | 'waitedFor'>[];
}

async function seen(client: Client): Promise<Seen> {
  const { cursor, goroutines } = (await client.ask('netwalk/state')) as unknown as CustomEvents['netwalk/state'];
  return {
    step: cursor.step,
    goroutines: goroutines
      .filter(({ goid }) => goid > 0)
      .map(({ goid, status, inCall = null, waitedFor = null }) => ({ goid, status, inCall, waitedFor })),
  };
}

/** Whether the kernel is done with a call is known of the present only, until the program has been told. */
const asTold = ({ step, goroutines }: Seen, then: Seen): Seen => ({
  step,
  goroutines: goroutines.map((one) => {
    const { inCall } = then.goroutines.find(({ goid }) => goid === one.goid) ?? {};
    return one.inCall && inCall?.hasReturned ? { ...one, inCall: { ...one.inCall, hasReturned: true } } : one;
  }),
});

describe('a step of the past', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-past-'))));
  afterEach(endAll);
  after(() => rmSync(folder, { recursive: true }));

  for (const name of ['models', 'select', 'limits']) {
    for (const kind of ['program', 'recording'] as const) {
      it(`shows what each goroutine did, and its call: the ${kind} of ${name}`, async () => {
        const file = path.join(folder, `${name}.nwr`);
        if (kind === 'recording') {
          const { status, stderr } = await netwalkRun('record', file, 'walk', name, '--go', '1.27');
          assert.equal(status, 0, stderr);
        }
        const launch = kind === 'program' ? { walkthrough: name, goVersion: '1.27' } : { recording: file };
        const { client, exit } = await stopped({ goVersion: undefined, ...launch });
        const present: Seen[] = [];
        for (let stop = 0; stop < stops; stop++) {
          await client.move('netwalk/nextStop', {});
          present.push(await seen(client));
          for (let i = 0, { step } = present.at(-1) as Seen; i < stepsBehind; i++) {
            await client.move('netwalk/goTo', { step: ++step });
            present.push(await seen(client));
          }
        }
        const calls = present.flatMap(({ goroutines }) => goroutines.flatMap(({ inCall }) => inCall ?? []));
        // A call of select may have returned at each of its stops.
        assert.ok(calls.length > 0 || name === 'select');
        for (const then of present.slice(0, -1).reverse()) {
          await client.move('netwalk/goTo', { step: then.step });
          const past = await seen(client);
          assert.deepEqual(asTold(past, then), then, `step ${then.step}`);
        }
        await client.ask('disconnect');
        await exit;
      });
    }
  }
});
