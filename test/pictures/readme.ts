/**
 * `npm run pictures [WALKTHROUGH…]`: the pictures of README.md. Each walkthrough really runs to one of its stops; what the live picture shows there,
 * and points at, becomes media/walkthroughs/WALKTHROUGH.png.
 */
import fs from 'node:fs';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import { inProject } from '../../extension/tools/project.mjs';
import type { LiveModel } from '../../extension/live/content.ts';
import { descriptorExpressions } from '../../extension/live/pointing.ts';
import { Sender } from '../../extension/live/parts.ts';
import { shownOf } from '../../extension/live/shown.ts';
import { endAll, stopped, value } from '../adapter/engine.ts';
import type { Client } from '../adapter/client.ts';
import { t } from '../unit/extension/data.ts';
import { Pages } from './page.ts';

/** The stop of each that tells the most at one glance. */
const stops: Readonly<Record<string, string>> = {
  'tcp-echo': 'epoll-wait',
  models: 'wait',
  blocking: 'second-answers',
  'non-blocking': 'set',
  select: 'after',
  poll: 'revents',
  epoll: 'wait',
  'level-or-edge': 'lost',
  'signal-driven': 'pending',
  'io-uring': 'collect',
  limits: 'woken',
  'read-write': 'park-write',
  polldesc: 'cookie',
  'netpoll-callers': 'ask',
  'netpoll-break': 'poke',
  deadlines: 'still-passed',
  close: 'both-ready',
  'accept-queue': 'full',
  'udp-unix': 'server-waits',
  'name-resolution': 'end',
  'goroutine-per-connection': 'count',
  http: 'accept-loop',
  versions: 'add',
};

const folder = inProject('media/walkthroughs');

/** Runs to a stop; gives what the extension would hand to the page. */
async function modelAt(walkthrough: string, stop: string): Promise<LiveModel> {
  const { client, exit } = await stopped({ walkthrough, stop, goVersion: '1.27' });
  try {
    const { narration } = (await told(client, 'netwalk/narration')) as CustomEvents['netwalk/narration'];
    const state = (await client.ask('netwalk/state')) as unknown as CustomEvents['netwalk/state'];
    if (narration?.stop !== stop) throw new Error(`${walkthrough} did not come to its stop ${stop}`);
    const marks = [];
    for (const look of narration.lookAt) marks.push({ view: look.view, fd: await descriptorOf(client, look) });
    return { state, selected: state.goid, pid: null, isRecording: false, pointed: { title: narration.title, marks } };
  } finally {
    await client.ask('disconnect');
    await exit;
  }
}

async function told(client: Client, name: string): Promise<object> {
  const known = client.events.findLast(({ event }) => event === name);
  return known?.body ?? client.next(name);
}

async function descriptorOf(client: Client, look: Parameters<typeof descriptorExpressions>[0]): Promise<number | null> {
  for (const expression of descriptorExpressions(look)) {
    const text = await value(client, expression).catch(() => '');
    if (/^\d+$/.test(text)) return Number(text);
  }
  return null;
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const pages = await Pages.open();
  fs.mkdirSync(folder, { recursive: true });
  try {
    for (const [walkthrough, stop] of Object.entries(stops)) {
      if (wanted.length > 0 && !wanted.includes(walkthrough)) continue;
      const page = await pages.page('live', '<div id="root"></div>', { theme: 'light', width: 880, height: 1400 });
      const shown = shownOf(await modelAt(walkthrough, stop), 1, false, t, new Sender());
      await page.evaluate((message) => window.postMessage(message, '*'), shown);
      const picture = page.locator('#picture');
      await picture.waitFor();
      await page.waitForTimeout(300);
      const pointed = await page.locator('.pointed').count();
      const { height = 600 } = (await picture.boundingBox()) ?? {};
      const clip = { x: 0, y: 0, width: 880, height: Math.min(560, height + 40) };
      await page.screenshot({ path: `${folder}/${walkthrough}.png`, clip });
      await page.close();
      process.stdout.write(
        `media/walkthroughs/${walkthrough}.png: ${stop}${pointed === 0 ? ', which points at nothing in the picture' : ''}\n`,
      );
    }
  } finally {
    endAll();
    await pages.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
