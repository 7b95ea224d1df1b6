/**
 * `npm run bench [-- PART…]`: one table, everything side by side in one run. Ratios hold better than times on a busy machine; nothing here is a test.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../engine/golang/source/index.ts';
import { startLive } from '../../engine/session/live/live.ts';
import type { Stop, TraceSource } from '../../engine/trace/source.ts';
import { delveStepTime, ourStepTime } from './delve.ts';
import { frames } from './frames.ts';
import { recordings } from './recording.ts';
import { servers } from './servers.ts';
import { watchedServers } from './process.ts';
import { starts } from './start.ts';

const root = path.resolve(__dirname, '../..');
const netwalk = path.join(root, 'dist/netwalk.js');
const version = process.env['NETWALK_BENCH_GO'] ?? '1.27';
const rows: [string, string, string][] = [];
const report = (what: string, value: string, aim = ''): void => {
  rows.push([what, value, aim]);
  process.stdout.write(`${what.padEnd(64)} ${value.padStart(22)}   ${aim}\n`);
};

// ---- steps

const nextStop = (source: TraceSource): Promise<Stop> =>
  new Promise((resolve) => {
    const subscription = source.on('stopped', (stop) => {
      subscription.dispose();
      resolve(stop);
    });
  });

async function live(watched: boolean, args: string[]): Promise<TraceSource> {
  return startLive({
    program: path.join(__dirname, 'roundtrips/main.go'), args, env: {}, goVersion: version, bundledFolders: [path.join(root, '.cache/go')],
    stepInto: [], historySteps: 65536, stepOver: 'machine', watching: watched ? 'now' : 'later',
  }); // prettier-ignore
}

/** CPU seconds of a run, all threads: what else the machine does matters less. */
async function timed(how: 'unwatched' | 'recorded' | 'streamed', count: number): Promise<number> {
  const source = await live(how !== 'unwatched', [String(count)]);
  const exited = new Promise<void>((resolve) => source.on('exited', () => resolve()));
  if (how === 'streamed')
    for (const event of ['systemCall', 'goroutine', 'visited'] as const) source.on(event, () => undefined);
  const before = process.cpuUsage();
  await source.start({ stopOnEntry: false });
  await exited;
  const { user, system } = process.cpuUsage(before);
  await source.dispose();
  return (user + system) / 1e6;
}

/** Steps of one round trip, counted by the history of a short run that stops at the end of main. */
async function countSteps(count: number): Promise<number> {
  const source = await live(true, [String(count)]);
  await source.setFunctionBreakpoints([{ name: 'net.(*TCPListener).Close' }]);
  const first = nextStop(source);
  await source.start({ stopOnEntry: true });
  const entry = await first;
  const second = nextStop(source);
  await source.resume({ singleThread: false, goid: 1 });
  const { cursor } = await second.catch(() => entry);
  await source.dispose();
  return cursor.last - entry.cursor.last;
}

async function steps(): Promise<void> {
  // Else an untraced round trip would hardly take a step.
  process.env['NETWALK_SHORTCUTS'] = 'off';
  const perTrip = (await countSteps(300)) / 300;
  report('steps in a round trip', perTrip.toFixed(0));
  const few = 200;
  const trips = 10200;
  for (const [name, how, aim] of [
    ['untraced', 'unwatched', 'at least 3 million'],
    ['recorded', 'recorded', 'at least 1 million'],
    ['recorded and streamed (calls, goroutines)', 'streamed', ''],
  ] as const) {
    const short = await timed(how, few);
    const long = await timed(how, trips);
    const rate = ((trips - few) * perTrip) / (long - short);
    report(`steps a CPU second, ${name}`, `${(rate / 1e6).toFixed(2)} million`, aim);
  }
  delete process.env['NETWALK_SHORTCUTS'];
}

async function stepping(): Promise<void> {
  const source = await live(true, ['10']);
  const entry = nextStop(source);
  await source.start({ stopOnEntry: true });
  await entry;
  const times: number[] = [];
  for (let i = 0; i < 400; i++) {
    const stopped = nextStop(source);
    const began = performance.now();
    await source.step('in', { singleThread: false, goid: 1 });
    await stopped;
    times.push(performance.now() - began);
  }
  await source.dispose();
  times.sort((a, b) => a - b);
  report('step → stopped, p50', `${(times[200] ?? 0).toFixed(2)} ms`, 'below 2 ms');
  report('step → stopped, p99', `${(times[396] ?? 0).toFixed(2)} ms`);
}

/** Both over DAP, from main into package net. */
async function beside(): Promise<void> {
  const program = path.join(__dirname, 'roundtrips/main.go');
  const ours = await ourStepTime(netwalk, program, version);
  report('stepIn over DAP, one after the other', `${(1000 / ours).toFixed(0)} a second`);
  const delve = await delveStepTime(program);
  const value = 'time' in delve ? `${(1000 / delve.time).toFixed(0)} a second` : delve.missing;
  report('stepIn over DAP, dlv', value, 'time' in delve ? `ratio ${(delve.time / ours).toFixed(1)}` : '');
}

async function startUp(): Promise<void> {
  const goroot = providedGo(version).root;
  const { cold, cached } = await starts(netwalk, { walkthrough: 'tcp-echo', goroot }, 3);
  const what = 'start of the engine to the first statement of main';
  report(`${what}, cold, best of 3`, `${cold.toFixed(0)} ms`, 'below 2000 ms');
  report(`${what}, cached, best of 3`, `${cached.toFixed(0)} ms`, 'below 300 ms');
}

/** The extension's own part: VS Code's is not in it. */
function activation(): void {
  const runs = Array.from({ length: 5 }, () => {
    const run = spawnSync(process.execPath, [path.join(__dirname, 'activation.mjs')], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as { loading: number; activating: number; cpu: number };
  });
  const best = (of: (run: (typeof runs)[number]) => number): string => `${Math.min(...runs.map(of)).toFixed(1)} ms`;
  const what = "activation of the extension, with a stand-in for VS Code's API";
  report(
    what,
    best(({ loading, activating }) => loading + activating),
    'below 50 ms',
  );
  report(
    `${what}: CPU`,
    best(({ cpu }) => cpu),
  );
}

function sizes(): void {
  const packages = readdirSync(root).filter((file) => file.endsWith('.vsix'));
  if (packages.length === 0) report('size of the .vsix', 'not found', 'npm run package makes it');
  for (const name of packages) {
    report(`size of ${name}`, `${(statSync(path.join(root, name)).size / 1e6).toFixed(2)} MB`, 'below 5 MB');
  }
}

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  start: startUp,
  activation,
  stepping,
  beside,
  steps,
  recordings: async () => recordings(netwalk, version, (await countSteps(300)) / 300, report),
  frames: () => frames(report),
  servers: () => servers(netwalk, version, report),
  process: () => watchedServers(report),
  sizes,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => parts[name] === undefined);
  if (unknown !== undefined) throw new Error(`there is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  await ensureGoSource([version]);
  for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
