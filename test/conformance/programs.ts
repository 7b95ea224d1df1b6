/** Runs the scenario programs, on our engine and on a real Go, with strace looking on from outside. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { providedGo } from '../../engine/golang/source/index.ts';
import { parseTrace, programThread, straceOptions, type TracedCall } from './strace.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const truth = fileURLToPath(new URL('truth', import.meta.url));
export const netwalk = path.join(root, 'dist/netwalk.js');
export const scenarios = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8'];

/** Why scenarios cannot be traced here; null when they can. */
export function tracingMissing(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux';
  const found = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
  return found.status === 0 ? null : 'strace is not installed, or may not trace';
}

/** Why a scenario cannot run here; null when it can. */
export function scenarioMissing(scenario: string): string | null {
  const needsIPv6 = ['S2', 'S4', 'S5'].includes(scenario);
  const hasIPv6 = Object.values(os.networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
  return needsIPv6 && !hasIPv6 ? 'the loopback has no IPv6' : null;
}

/**
 * A folder with the scenario program as a module of this Go version: the version decides the defaults of GODEBUG. The deadline of S7 is
 * longer than it was when it was recorded: the read must come before it on a busy machine too, and functions are compiled when first called.
 */
export function scenarioFolder(version: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-conformance-'));
  const program = fs.readFileSync(path.join(truth, 'scenarios/main.go'), 'utf8');
  fs.writeFileSync(path.join(folder, 'main.go'), program.replace('50 * time.Millisecond', '1500 * time.Millisecond'));
  const line = version === '1.19' ? version : `${version}.0`;
  fs.writeFileSync(path.join(folder, 'go.mod'), `module scenarios\n\ngo ${line}\n`);
  return folder;
}

/** Runs a program under strace; the trace of all its threads. */
export async function traced(
  folder: string,
  command: string[],
  environment: Record<string, string> = {},
): Promise<TracedCall[]> {
  const file = path.join(folder, 'trace');
  await run(folder, ['strace', ...straceOptions, '-o', file, ...command], environment);
  return parseTrace(fs.readFileSync(file, 'utf8'));
}

/** Runs a program to its end; one that fails or hangs is an error with what it said. */
export async function run(folder: string, command: string[], environment: Record<string, string> = {}): Promise<void> {
  const output = path.join(folder, 'output');
  const fd = fs.openSync(output, 'w');
  // Files, not pipes: Go's os package would put a non-blocking pipe into the poller, which the recordings do not have.
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: folder,
    stdio: ['ignore', fd, fd],
    env: { ...process.env, ...environment },
    detached: true,
  });
  fs.closeSync(fd);
  let hung = false;
  const limit = setTimeout(() => {
    hung = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, 60_000);
  const ended = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(hung ? 'did not end' : String(code ?? signal)));
  });
  clearTimeout(limit);
  if (ended === '0') return;
  throw new Error(`${command.join(' ')} ended with ${ended}:\n${fs.readFileSync(output, 'utf8').slice(-4000)}`);
}

/** The engine's command line for a scenario: with the very Go source that was recorded, whatever is installed. */
export function engineCommand(version: string, scenario: string, ...options: string[]): string[] {
  return [process.execPath, netwalk, 'run', '--goroot', providedGo(version).root, ...options, 'main.go', scenario];
}

/** Only the thread that runs the program: Node's own threads do other things. */
export function ofProgramThread(calls: TracedCall[]): TracedCall[] {
  const thread = programThread(calls);
  if (thread === null) throw new Error('the program never made the mark "begin"');
  return calls.filter((call) => call.thread === thread);
}

/**
 * The files that the process opens for itself while a program runs: Go's source, read as it is needed, what was compiled before, and what the C
 * library asks before it gives memory of a thread back (glibc's malloc/arena.c, shrink_heap).
 */
export function isEngineFile(file: string): boolean {
  return (
    file.endsWith('.go') ||
    file.startsWith(root) ||
    file.includes('/netwalk/') ||
    file === '/proc/sys/vm/overcommit_memory'
  );
}

/** The `go` command of a version: in $NETWALK_GO_<version> (GO1.27 → NETWALK_GO_1_27), where Debian has it, or on the path. */
export function realGo(version: string): string | null {
  const named = process.env[`NETWALK_GO_${version.replace('.', '_')}`];
  for (const go of [named, `/usr/lib/go-${version}/bin/go`, 'go']) {
    if (go === undefined || go === '') continue;
    const { stdout } = spawnSync(go, ['env', 'GOVERSION'], {
      encoding: 'utf8',
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    });
    if (stdout?.startsWith(`go${version}`)) return go;
  }
  return null;
}
