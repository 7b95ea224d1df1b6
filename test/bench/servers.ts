/**
 * Servers side by side: the same program on Netwalk, untraced, and built with Go, and the like in Node. They take turns, round by round, so that what
 * else the machine does falls on all of them. Of each the best round is told; a ratio is the median of the rounds' ratios: of what costs little the best of
 * a number of short moments is better than of what costs much. Loopback and this process make the load.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Report = (what: string, value: string, aim?: string) => void;

interface Server {
  process: ChildProcess;
  port: number;
}

/** What is sent, and whether an answer is complete. */
interface Exchange {
  request: Buffer;
  complete(answer: Buffer): boolean;
}

const message = Buffer.alloc(64, 'x');
export const echoed: Exchange = { request: message, complete: (answer) => answer.length >= message.length };
const hello: Exchange = {
  request: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  complete: (answer) => answer.subarray(-6).toString() === 'hello\n',
};

async function startServer(command: string, args: string[], env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error(`${command} ended`)));
  });
  return { process: child, port: Number(address.split(':').at(-1)) };
}

/** CPU microseconds of a process so far, all its threads (/proc/PID/task/TID/schedstat). */
function cpu({ process: { pid } }: Server): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = (task: string): number =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]);
  return readdirSync(tasks).reduce((sum, task) => sum + nanoseconds(task), 0) / 1000;
}

/** What a process that does nothing does in a second and a half, at most. */
const idleMicroseconds = 20_000;

/** KiB of a process in memory, behind a collection: what is there without one depends on when there was one last. It is over when nothing is done any more. */
async function resident(server: Server): Promise<number> {
  const pid = server.process.pid ?? 0;
  process.kill(pid, 'SIGUSR2');
  for (let before = -1, now = cpu(server); now > before; now = cpu(server)) {
    before = now + idleMicroseconds;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Opens connections, some hundred at a time: no more than a listener's backlog holds. */
export async function connect({ port }: Pick<Server, 'port'>, count: number): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(500, count - sockets.length) }, async () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return socket;
    });
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
}

/** One exchange after the other, round all connections, at most 64 under way at once. */
export async function exchange(sockets: net.Socket[], total: number, { request, complete }: Exchange): Promise<void> {
  const idle = [...sockets];
  let left = total;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const socket = idle.shift() as net.Socket;
      await new Promise<void>((resolve, reject) => {
        let answer: Buffer = Buffer.alloc(0);
        const receive = (data: Buffer): void => {
          answer = answer.length === 0 ? data : Buffer.concat([answer, data]);
          if (!complete(answer)) return;
          socket.off('data', receive);
          resolve();
        };
        socket.on('data', receive);
        socket.write(request, (error) => error && reject(error));
      });
      idle.push(socket);
    }
  };
  await Promise.all(Array.from({ length: Math.min(64, sockets.length) }, worker));
}

interface Run {
  server: Server;
  sockets: net.Socket[];
}

const warmUp = 16_000;
const rounds = 20;

/** CPU microseconds of each server for one exchange, in rounds in which they take turns. */
async function costs(runs: Run[], what: Exchange, requests: number): Promise<number[][]> {
  for (const { sockets } of runs) await exchange(sockets, Math.max(3 * sockets.length, warmUp), what);
  const found = runs.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { server, sockets }] of runs.entries()) {
      const before = cpu(server);
      await exchange(sockets, requests, what);
      found[i]?.push((cpu(server) - before) / requests);
    }
  }
  return found;
}

/** The median of the ratios of two servers' rounds. */
function ratio(own: number[], other: number[]): number {
  const ratios = own.map((cost, round) => cost / (other[round] ?? NaN)).sort((a, b) => a - b);
  return ratios[ratios.length >> 1] ?? NaN;
}

/** The same at some number of connections, which are opened for it and closed. */
async function costsAt(connections: number, servers: Server[], what: Exchange, requests: number): Promise<number[][]> {
  const runs: Run[] = [];
  for (const server of servers) runs.push({ server, sockets: await connect(server, connections) });
  const found = await costs(runs, what, requests);
  for (const { sockets } of runs) for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 300));
  return found;
}

/** Builds a folder's main.go with a real Go tool chain; null where there is none. */
function buildWithGo(folder: string, out: string): string | null {
  const go = process.env['NETWALK_BENCH_GOTOOL'] ?? 'go';
  const binary = path.join(out, path.basename(folder));
  const env = { ...process.env, GO111MODULE: 'off', GOFLAGS: '' };
  const built = spawnSync(go, ['build', '-o', binary, 'main.go'], { cwd: folder, env });
  return built.status === 0 && existsSync(binary) ? binary : null;
}

const idleConnections = 10_000;

/** Rows about an echo server and an HTTP server. `netwalk` is the command that was built. */
export async function servers(netwalk: string, goVersion: string, report: Report): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-'));
  const started: Server[] = [];
  const start = async (command: string, args: string[], env?: Record<string, string>): Promise<Server> => {
    const server = await startServer(command, args, env);
    started.push(server);
    return server;
  };
  const ours = (folder: string): Promise<Server> =>
    start(process.execPath, [netwalk, 'run', '--go', goVersion, path.join(__dirname, folder, 'main.go')]);
  const nodes = (script: string): Promise<Server> => start(process.execPath, [path.join(__dirname, script)]);
  const gos = async (folder: string): Promise<Server | null> => {
    const binary = buildWithGo(path.join(__dirname, folder), scratch);
    return binary === null ? null : start(binary, [], { GOMAXPROCS: '1' });
  };
  const names = ['Netwalk, untraced', 'Node', 'Go, GOMAXPROCS=1'];
  const rows = (what: string, unit: string, values: number[][], toNode: string, toGo: string): void => {
    values.forEach((each, i) => report(`${what}: ${names[i]}`, `${Math.min(...each).toFixed(1)} ${unit}`));
    const [own = [], node = [], go] = values;
    report(`${what}: ratio to Node`, ratio(own, node).toFixed(2), toNode);
    if (go !== undefined) report(`${what}: ratio to Go`, ratio(own, go).toFixed(2), toGo);
  };
  const present = (list: (Server | null)[]): Server[] => list.filter((server) => server !== null);
  try {
    const echo = present([await ours('echo'), await nodes('nodeEcho.mjs'), await gos('echo')]);
    for (const connections of [1, 64, 1000]) {
      const measured = await costsAt(connections, echo, echoed, connections === 1 ? 750 : 2000);
      const aims = connections === 1 ? ['', ''] : ['at most 1', 'at most 2.5'];
      rows(`echo, CPU a request, ${connections} connections`, 'µs', measured, aims[0] ?? '', aims[1] ?? '');
    }
    await idle(echo[0] as Server, present([await ours('echo'), await nodes('nodeEcho.mjs'), await gos('echo')]));
    const http = present([await ours('hello'), await nodes('nodeHello.mjs'), await gos('hello')]);
    rows('net/http hello, CPU a request, 64 connections', 'µs', await costsAt(64, http, hello, 1000), '', 'at most 4');
  } finally {
    for (const server of started) server.process.kill('SIGKILL');
    rmSync(scratch, { recursive: true });
  }

  /** Memory of connections that do nothing, each of which has been served once, and what they cost the others. */
  async function idle(busy: Server, crowded: Server[]): Promise<void> {
    const memory: number[] = [];
    let quiet: net.Socket[] = [];
    for (const server of crowded.toReversed()) {
      for (const socket of quiet) socket.destroy();
      const warm = await connect(server, 64);
      await exchange(warm, 8000, echoed);
      for (const socket of warm) socket.destroy();
      const before = await resident(server);
      quiet = await connect(server, idleConnections);
      await exchange(quiet, idleConnections, echoed);
      memory.unshift(((await resident(server)) - before) / idleConnections);
    }
    rows(
      `memory an idle connection, of ${idleConnections}`,
      'KiB',
      memory.map((each) => [each]),
      '',
      'at most 3',
    );
    // The last one that was looked at is Netwalk's: its connections are still there.
    const [alone = [], among = []] = await costsAt(64, [busy, crowded[0] as Server], echoed, 2000);
    for (const socket of quiet) socket.destroy();
    const what = `echo, CPU a request, 64 connections among ${idleConnections} idle ones`;
    report(what, `${Math.min(...among).toFixed(1)} µs`);
    report(`${what}: ratio to without`, ratio(among, alone).toFixed(2), 'about 1');
  }
}
