/**
 * A Go echo server that is watched: by us with whole Go stacks, and by strace without any, both to /dev/null. They take turns, round by round, and the
 * ratio is the median of the rounds' own.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build, goroot, lines, startServer, type Server } from '../process/goBinaries.ts';
import type { Report } from './servers.ts';

const root = path.resolve(__dirname, '../..');
const [connections, idleConnections] = [64, 10_000];
/** Of load; the first half warms up. */
const milliseconds = 8000;
const rounds = 5;

/** Waits until who watches says so. */
async function says(child: ChildProcess, text: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes(text)) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
}

interface Watcher {
  command: string;
  args(pid: number): string[];
  ready: string;
}

const watchers: Readonly<Record<'netwalk' | 'strace', Watcher>> = {
  netwalk: {
    command: process.execPath,
    args: (pid) => [path.join(root, 'dist/netwalk.js'), 'trace', '--json', String(pid)],
    ready: 'lets go of it',
  },
  strace: { command: 'strace', args: (pid) => ['-f', '-o', '/dev/null', '-p', String(pid)], ready: 'attached' },
};

async function watch(server: Server, { command, args, ready }: Watcher): Promise<ChildProcess> {
  const child = spawn(command, args(server.pid), { stdio: ['ignore', 'ignore', 'pipe'] });
  await says(child, ready);
  return child;
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Connected clients, in a process of their own. */
async function connect(load: string, { address }: Server, count: number): Promise<ChildProcess> {
  const clients = spawn(load, [`${address.host}:${address.port}`, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Theirs is to be the smaller part of the work.
    env: { ...process.env, GOMAXPROCS: '1' },
  });
  await lines(clients, 1);
  return clients;
}

/** Exchanges a second while it is watched, or is not. */
async function throughput(load: string, server: Server, watcher: Watcher | null): Promise<number> {
  const clients = await connect(load, server, connections);
  const child = watcher === null ? null : await watch(server, watcher);
  try {
    clients.stdin?.write(`${milliseconds}\n`);
    const [said] = await lines(clients, 1);
    return Number(said);
  } finally {
    await end(child);
    await end(clients, 'SIGTERM');
  }
}

/** Seconds from the command's start to where the server is traced. */
async function attaching(load: string, server: Server): Promise<number> {
  const clients = await connect(load, server, idleConnections);
  try {
    // It accepts the last of them, and is idle.
    await delay(2000);
    const began = process.hrtime.bigint();
    const child = await watch(server, watchers.netwalk);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    await end(child);
    return seconds;
  } finally {
    await end(clients, 'SIGTERM');
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Rows of the table; none where strace or the tool chain is not there. */
export async function watchedServers(report: Report): Promise<void> {
  const where = await goroot('1.19');
  if (where === null || spawnSync('strace', ['--version']).status !== 0) return;
  const load = build(where, '1.19', 'load', 'plain', path.join(__dirname, 'load'));
  const server = await startServer(build(where, '1.19', 'server', 'plain'));
  const [alone, strace, netwalk] = [[], [], []] as [number[], number[], number[]];
  try {
    for (let round = 0; round < rounds; round++) {
      alone.push(await throughput(load, server, null));
      strace.push(await throughput(load, server, watchers.strace));
      netwalk.push(await throughput(load, server, watchers.netwalk));
    }
    const ratios = netwalk.map((each, round) => each / (strace[round] ?? 1));
    report('Go echo server, 64 connections, requests/s', median(alone).toFixed(0));
    report('under strace -f, without stacks', median(strace).toFixed(0));
    report('under netwalk trace --json, with whole Go stacks', median(netwalk).toFixed(0));
    report('netwalk trace / strace -f', `${median(ratios).toFixed(2)} (${ratios.map((each) => each.toFixed(2)).join(' ')})`, 'at least 1.2'); // prettier-ignore
    report('behind both, requests/s', (await throughput(load, server, null)).toFixed(0), 'as before them');
    report('attaching to it, idle at 10,000 connections, s', (await attaching(load, server)).toFixed(2), 'below 1');
  } finally {
    await server.end();
  }
}
