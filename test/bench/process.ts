/** A busy Go echo server that is watched: by us with whole Go stacks, and by strace without any. They take turns; of each the best round counts. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { build, goroot, startServer, type Server } from '../process/goBinaries.ts';
import { connect, echoed, exchange, type Report } from './servers.ts';

const root = path.resolve(__dirname, '../..');
const connections = 64;
const requests = 6000;
const rounds = 3;

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

/** Requests a second while it is watched, or is not. */
async function throughput(server: Server, watcher: Watcher | null): Promise<number> {
  const sockets = await connect({ port: server.address.port }, connections);
  const child =
    watcher === null ? null : spawn(watcher.command, watcher.args(server.pid), { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    if (child !== null && watcher !== null) await says(child, watcher.ready);
    await exchange(sockets, requests / 10, echoed);
    const began = process.hrtime.bigint();
    await exchange(sockets, requests, echoed);
    return requests / (Number(process.hrtime.bigint() - began) / 1e9);
  } finally {
    const gone = child === null ? null : new Promise((resolve) => child.once('exit', resolve));
    child?.kill('SIGINT');
    await gone;
    for (const socket of sockets) socket.destroy();
  }
}

/** Rows of the table; none where strace or the tool chain is not there. */
export async function watchedServers(report: Report): Promise<void> {
  const where = await goroot('1.19');
  if (where === null || spawnSync('strace', ['--version']).status !== 0) return;
  const server = await startServer(build(where, '1.19', 'server', 'plain'));
  const best = { alone: 0, netwalk: 0, strace: 0 };
  try {
    for (let round = 0; round < rounds; round++) {
      best.alone = Math.max(best.alone, await throughput(server, null));
      best.strace = Math.max(best.strace, await throughput(server, watchers.strace));
      best.netwalk = Math.max(best.netwalk, await throughput(server, watchers.netwalk));
    }
    report('Go echo server, 64 connections, requests/s', best.alone.toFixed(0));
    report('under strace -f, without stacks', best.strace.toFixed(0));
    report('under netwalk trace, with whole Go stacks', best.netwalk.toFixed(0));
    report('netwalk trace / strace -f', (best.netwalk / best.strace).toFixed(2), 'at least 1.2');
    report('behind both, requests/s', (await throughput(server, null)).toFixed(0), 'as before them');
  } finally {
    await server.end();
  }
}
