/** What recording costs the program's thread, that nothing is lost when it is fast, and what becomes of what a slow reader does not read. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../adapter/client.ts';
import type { Report } from './servers.ts';

const program = path.join(__dirname, 'roundtrips/main.go');

interface Cost {
  /** Of the processor, all threads: what else the machine does is aside. */
  cpu: number;
  /** By the clock. */
  seconds: number;
  /** KiB of memory at the most. */
  memory: number;
  stdout: string;
}

/** What a command costs, and what it prints. */
function costOf(netwalk: string, args: string[]): Cost {
  const script = `const before = process.resourceUsage(); process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write('\\n' + JSON.stringify([userCPUTime + systemCPUTime, maxRSS])); }); process.argv.splice(1, 1); require(process.argv[1]);`; // prettier-ignore
  const began = performance.now();
  const run = spawnSync(process.execPath, ['-e', script, 'bench', netwalk, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NETWALK_SHORTCUTS: 'off' },
    maxBuffer: 1e9,
  });
  if (run.status !== 0) throw new Error(`netwalk ${args.join(' ')}: ${run.stderr}`);
  const [cpu, memory] = JSON.parse(run.stderr.split('\n').at(-1) ?? '') as [number, number];
  return { cpu: cpu / 1e6, seconds: (performance.now() - began) / 1000, memory, stdout: run.stdout };
}

/** Rows about recordings. `perTrip`: steps of one round trip of the program. */
export async function recordings(netwalk: string, goVersion: string, perTrip: number, report: Report): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-recording-'));
  try {
    const file = path.join(scratch, 'trips.nwr');
    const [few, many] = [200, 5200];
    const run = (count: number): Cost => costOf(netwalk, ['run', '--go', goVersion, program, String(count)]);
    const record = (count: number): Cost =>
      costOf(netwalk, ['record', file, 'run', '--go', goVersion, program, String(count)]);
    const steps = (many - few) * perTrip;
    const plain = run(many).cpu - run(few).cpu;
    // The start is in both: the difference is what the trips themselves take.
    const [short, long] = [record(few), record(many)];
    const taped = long.cpu - short.cpu;
    report('recording: CPU a step beyond running', `${(((taped - plain) / steps) * 1e6).toFixed(3)} µs`, 'below 1 µs');
    const rate = steps / (long.seconds - short.seconds);
    report('recording: steps a second, as fast as the program goes', `${(rate / 1e3).toFixed(0)} thousand`, 'above 100 thousand'); // prettier-ignore
    const grown = (long.memory - short.memory) / 1024;
    report(
      `recording: memory for ${(steps / 1e6).toFixed(1)} million steps more`,
      `${grown.toFixed(0)} MiB`,
      'bounded',
    );
    report('recording: its file', `${((statSync(file).size / steps) * 8).toFixed(2)} bits a step`);
    const { stdout } = costOf(netwalk, ['export', file, '--format', 'json', '--program', program]);
    const played = JSON.parse(stdout) as { status: number | null; steps: number; systemCalls: unknown[] };
    const whole = played.status === 0 && played.systemCalls.length >= 4 * many;
    report(
      'recording: played to its end, with every system call',
      whole ? `${played.systemCalls.length} calls` : 'NO',
      'all',
    );
    await slowReader(netwalk, goVersion, report);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** What a client that reads nothing for a while costs the session, and what it is told then. The history grows to its bound for each alike. */
async function slowReader(netwalk: string, goVersion: string, report: Report): Promise<void> {
  const [reading, unread] = [await followed(netwalk, goVersion, true), await followed(netwalk, goVersion, false)];
  const grown = `${unread.grown.toFixed(0)} MiB; of one that reads: ${reading.grown.toFixed(0)} MiB`;
  report(`a client that does not read: memory for ${trips} echoes`, grown, 'bounded');
  report('a client that does not read: it is told', unread.told, 'N steps dropped');
}

const trips = 4000;

/** A client attaches to an echo server that is kept busy, and reads what it is told, or nothing until the end. */
async function followed(netwalk: string, goVersion: string, reads: boolean): Promise<{ grown: number; told: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-slow-'));
  chmodSync(folder, 0o700);
  const listener = spawn(process.execPath, [netwalk, 'listen', '--go', goVersion, 'tcp', '127.0.0.1:0'], {
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const sockets: net.Socket[] = [];
  try {
    const line = await new Promise<string>((resolve) => createInterface({ input: listener.stdout }).once('line', resolve)); // prettier-ignore
    const port = Number(/:(\d+)\s*$/.exec(line)?.[1]);
    const socket = path.join(folder, 'netwalk', `listen-${listener.pid}.sock`);
    const connection = net.connect(socket);
    sockets.push(connection);
    await new Promise((resolve) => connection.once('connect', resolve));
    const client = new Client(connection, connection);
    const dropped = client.next('output', ({ output }) => /steps dropped/.test(String(output)));
    await client.ask('initialize', { adapterID: 'netwalk' });
    await client.ask('attach');
    await client.ask('configurationDone');
    if (!reads) connection.pause();
    const conn = net.connect(port, '127.0.0.1');
    sockets.push(conn);
    await new Promise((resolve) => conn.once('connect', resolve));
    const before = resident(listener.pid as number);
    for (let trip = 0; trip < trips; trip++) {
      conn.write('x');
      await new Promise((resolve) => conn.once('data', resolve));
    }
    const grown = (resident(listener.pid as number) - before) / 1024;
    if (reads) return { grown, told: '' };
    connection.resume();
    const { output } = await Promise.race([dropped, delay(60_000, { output: 'nothing' }, { ref: false })]);
    return { grown, told: /^\w+( steps dropped)?/.exec(String(output))?.[0] ?? '' };
  } finally {
    for (const socket of sockets) socket.destroy();
    listener.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** KiB of a process in memory. */
const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
