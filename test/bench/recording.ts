/** What recording costs the program's thread, that nothing is lost when it is fast, and what becomes of what a slow reader does not read. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Report } from './servers.ts';

const program = path.join(__dirname, 'roundtrips/main.go');

/** CPU seconds of a command, all threads, what else the machine does aside; and what it printed. */
function cpuOf(netwalk: string, args: string[]): { seconds: number; stdout: string } {
  const script = `const before = process.resourceUsage(); process.on('exit', () => { const { userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write('\\n' + (userCPUTime + systemCPUTime)); }); process.argv.splice(1, 1); require(process.argv[1]);`; // prettier-ignore
  const run = spawnSync(process.execPath, ['-e', script, 'bench', netwalk, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NETWALK_SHORTCUTS: 'off' },
    maxBuffer: 1e9,
  });
  const last = run.stderr.split('\n').at(-1);
  if (run.status !== 0) throw new Error(`netwalk ${args.join(' ')}: ${run.stderr}`);
  return { seconds: Number(last) / 1e6, stdout: run.stdout };
}

/** Rows about recordings. `perTrip`: steps of one round trip of the program. */
export async function recordings(netwalk: string, goVersion: string, perTrip: number, report: Report): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bench-recording-'));
  try {
    const file = path.join(scratch, 'trips.nwr');
    const [few, many] = [200, 5200];
    const run = (count: number): number => cpuOf(netwalk, ['run', '--go', goVersion, program, String(count)]).seconds;
    const record = (count: number): number =>
      cpuOf(netwalk, ['record', file, 'run', '--go', goVersion, program, String(count)]).seconds;
    const steps = (many - few) * perTrip;
    const plain = run(many) - run(few);
    const began = performance.now();
    const first = record(few);
    const taped = record(many) - first;
    const seconds = (performance.now() - began) / 1000;
    report('recording: CPU a step beyond running', `${(((taped - plain) / steps) * 1e6).toFixed(3)} µs`, 'below 1 µs');
    const rate = ((many + few) * perTrip) / seconds;
    report('recording: steps a second while it was made', `${(rate / 1e3).toFixed(0)} thousand`, 'above 100 thousand');
    const { stdout } = cpuOf(netwalk, ['export', file, '--format', 'json', '--program', program]);
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

/** A client attaches to an echo server that is kept busy, and reads nothing while it is: how the server's memory grows, and what the client is told. */
async function slowReader(netwalk: string, goVersion: string, report: Report): Promise<void> {
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
    const client = net.connect(socket);
    sockets.push(client);
    await new Promise((resolve) => client.once('connect', resolve));
    let told = '';
    client.on('data', (data: Buffer) => (told = (told + data.toString()).slice(-3e7)));
    const ask = (seq: number, command: string): boolean => {
      const text = JSON.stringify({ seq, type: 'request', command, arguments: { adapterID: 'netwalk' } });
      return client.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    ['initialize', 'attach', 'configurationDone'].forEach((command, index) => ask(index + 1, command));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    client.pause();
    const before = resident(listener.pid as number);
    const conn = net.connect(port, '127.0.0.1');
    sockets.push(conn);
    await new Promise((resolve) => conn.once('connect', resolve));
    for (let trips = 0; trips < 3000; trips++) {
      conn.write('x');
      await new Promise((resolve) => conn.once('data', resolve));
    }
    const grown = resident(listener.pid as number) - before;
    client.resume();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const [dropped = 'nothing dropped'] = /\d+ steps dropped/.exec(told) ?? [];
    report('a client that does not read: memory for 3000 echoes', `${(grown / 1024).toFixed(0)} MiB`, 'bounded');
    report('a client that does not read: it is told', dropped);
  } finally {
    for (const socket of sockets) socket.destroy();
    listener.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** KiB of a process in memory. */
const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
