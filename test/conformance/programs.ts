/** Runs the scenario programs, on our engine and on a real Go, with strace looking on from outside. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGoSource, providedGo, providedVersions, SourceError } from '../../engine/golang/source/index.ts';
import { scenarioPlace } from './places.ts';
import { parseTrace, programThread, straceOptions, type TracedCall } from '../../engine/session/verify/strace.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const truth = fileURLToPath(new URL('truth', import.meta.url));
/** The command that is tested: the one that was built, or $NETWALK_COMMAND, that of an unpacked .vsix for instance. */
export const netwalk = process.env['NETWALK_COMMAND'] ?? path.join(root, 'dist/netwalk.js');

/** S1 to S8, recorded with every version. */
export const scenarios = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8'];

/** All scenarios that there are: S1 to S8 and those that only some versions were recorded with. */
export function scenarioNames(): string[] {
  const files = fs.readdirSync(path.join(truth, 'scenarios')).sort();
  const texts = files.map((name) => fs.readFileSync(path.join(truth, 'scenarios', name), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/^func (S\d+)\(\)/gm)].map(([, name = '']) => name));
  return names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** Why scenarios cannot be traced here; null when they can. */
export function tracingMissing(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux';
  const found = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
  return found.status === 0 ? null : 'strace is not installed, or may not trace';
}

/** Provides the source of a version. Why its scenarios cannot run here; null when they can. The two versions that come along must be there. */
export async function versionMissing(version: string): Promise<string | null> {
  const place = scenarioPlace();
  if ('missing' in place) return place.missing;
  try {
    await ensureGoSource([version]);
    return null;
  } catch (error) {
    if (!(error instanceof SourceError) || providedVersions.includes(version)) throw error;
    return error.message.split('\n')[0] ?? '';
  }
}

/** Skips a test or its suite, and says why. */
export function skipUnless(test: Mocha.Context, missing: string | null): void {
  if (missing === null) return;
  console.log(`      skipped: ${missing}`);
  test.skip();
}

/**
 * A folder with the scenario program as a module of this Go version: the version decides the defaults of GODEBUG. Deadlines of 50 ms are
 * longer than it was when it was recorded: the read must come before it on a busy machine too, and functions are compiled when first called.
 */
export function scenarioFolder(version: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-conformance-'));
  for (const name of fs.readdirSync(path.join(truth, 'scenarios'))) {
    const program = fs.readFileSync(path.join(truth, 'scenarios', name), 'utf8');
    fs.writeFileSync(path.join(folder, name), program.replaceAll('50 * time.Millisecond', '3000 * time.Millisecond'));
  }
  writeModule(folder, version);
  return folder;
}

/** Makes a folder the module of a Go version. */
export function writeModule(folder: string, version: string): void {
  const line = Number(version.split('.')[1]) < 21 ? version : `${version}.0`;
  fs.writeFileSync(path.join(folder, 'go.mod'), `module scenarios\n\ngo ${line}\n`);
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

/** The pauses of the scenarios are this many times as long as written: on a busy machine too one goroutine shall have come to its wait meanwhile. */
const pauses = { SCENNAP: '8' };

/** Runs a program to its end; one that fails or hangs is an error with what it said. */
export async function run(
  folder: string,
  command: string[],
  environment: Record<string, string> = {},
  seconds = 60,
): Promise<void> {
  const output = path.join(folder, 'output');
  const place = scenarioPlace();
  const [file = '', ...args] = 'command' in place ? [...place.command, ...command] : command;
  const fd = fs.openSync(output, 'w');
  // Files, not pipes: Go's os package would put a non-blocking pipe into the poller, which the recordings do not have.
  const child = spawn(file, args, {
    cwd: folder,
    stdio: ['ignore', fd, fd],
    env: { ...process.env, ...pauses, ...environment },
    detached: true,
  });
  fs.closeSync(fd);
  let hung = false;
  const limit = setTimeout(() => {
    hung = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, seconds * 1000);
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
  return [process.execPath, netwalk, 'run', '--goroot', providedGo(version).root, ...options, '.', scenario];
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
