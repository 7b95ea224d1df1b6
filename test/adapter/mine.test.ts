/** A walkthrough told along a program that was made from its own. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Client } from './client.ts';
import { endAll, root, stopped, topFrame } from './engine.ts';

const original = path.join(root, 'walkthroughs/tcp-echo/main.go');

interface Told {
  stop: string;
  index: number;
  count: number;
}

describe('a walkthrough’s program made one’s own', function () {
  this.timeout(120_000);
  let folder = '';
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-mine-')));
  });
  afterEach(() => {
    endAll();
    fs.rmSync(folder, { recursive: true });
  });

  const copy = (change: (text: string) => string, name = 'mine.go'): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, change(fs.readFileSync(original, 'utf8')));
    return file;
  };
  const told = (client: Client): Told =>
    client.events.filter(({ event, body }) => event === 'netwalk/narration' && body['narration'] !== null).at(-1)?.body[
      'narration'
    ] as Told;
  const nextStop = async (client: Client): Promise<string> => {
    const before = client.events.length;
    await client.ask('netwalk/nextStop', {});
    for (;;) {
      const news = client.events.slice(before);
      if (news.some(({ event }) => event === 'terminated')) return '';
      if (news.some(({ event, body }) => event === 'netwalk/narration' && body['narration'] !== null))
        return told(client).stop;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };

  it('is told at the statements that are still there, in its own file', async () => {
    const mine = copy((text) => text.replace('\tlistener, err := net.Listen(', '\tfmt.Println("mine")\n$&'));
    const { client } = await stopped({ walkthrough: 'tcp-echo', program: mine });
    const { source, line } = await topFrame(client);
    assert.equal(told(client).stop, 'listen-call');
    assert.equal(source.path, mine);
    assert.match(fs.readFileSync(mine, 'utf8').split('\n')[line - 1] ?? '', /net\.Listen\(/);
    assert.equal(client.output('important'), '');
  });

  it('passes over what does not match, and says so', async () => {
    const changed = (text: string): string =>
      text
        .replace('\tgo serve(listener, next, done)\n', '\tbegin(listener, next, done)\n')
        .replace(/\tif err := talk\(conn\); err != nil \{[^}]*\}\n/, '')
        .replace(
          '\nfunc run()',
          '\nfunc begin(listener net.Listener, next chan<- string, done chan<- error) {\n\tgo serve(listener, next, done)\n}\n$&',
        );
    const { client } = await stopped({ walkthrough: 'tcp-echo', program: copy(changed, 'main.go') });
    assert.match(client.output('important'), /^Left out, for this program has no such statement: [^;]+\n$/);
    const { narrations } = (await client.ask('netwalk/narrations', { locale: 'en' })) as { narrations: Told[] };
    assert.ok(!narrations.some(({ stop }) => stop === 'start-server'));
    assert.equal(narrations.length, told(client).count);

    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    const met: string[] = [told(client).stop];
    for (let stop = await nextStop(client); stop !== ''; stop = await nextStop(client)) met.push(stop);
    const at = met.indexOf('client-close');
    assert.ok(at > 20, met.join(' '));
    const skipped = narrations.filter(({ stop }) => !met.includes(stop));
    assert.ok(skipped.length > 0);
    assert.match(client.output('important'), /^Passed over, for this program did not come there: /m);
    assert.deepEqual(client.events.find(({ event }) => event === 'exited')?.body, { exitCode: 0 });
  });
});
