/** The programs of this folder: which there are, how they are run, and what of a run is compared. Shared by the tests and the recorder. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { providedGo } from '../../engine/golang/source/index.ts';
import { pins } from '../../engine/golang/source/pins.ts';
import { realGo } from '../conformance/programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The command under test; NETWALK names another build. */
export const netwalk = process.env['NETWALK'] ?? path.join(root, 'dist/netwalk.js');
export const folder = fileURLToPath(new URL('programs', import.meta.url));
/** What is about names. */
export const names = fileURLToPath(new URL('names', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Files that stand in /etc, and how they come there. */
export const world = fileURLToPath(new URL('world', import.meta.url));
/** The versions that are compared, oldest first. */
export const versions = ['1.19', '1.22', '1.27'];

export interface Program {
  name: string;
  /** Where its recordings are. */
  folder: string;
  versions: string[];
  /** What the first line says that it needs of the machine: `IPv6`, `root`, `namespace`. */
  needs: string[];
  /** The folder below names/etc whose files are put over those of world/etc, from the line `// Etc NAME.`; '' for none. */
  etc: string;
}

/** Every program of both folders: about sockets, and about names. */
export const allPrograms = (): Program[] => [...programs(folder), ...programs(path.join(names, 'programs'))];

/** Every program of a folder. Its first lines may say `// Since Go 1.23.` and `// Needs IPv6, root.` */
export function programs(from: string): Program[] {
  return fs
    .readdirSync(from)
    .filter((name) => name.endsWith('.go') && name !== 'common.go')
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(from, file), 'utf8');
      const since = Number(/^\/\/ Since Go 1\.(\d+)\.$/m.exec(text)?.[1] ?? 0);
      const needs = /^\/\/ Needs ([\w, ]+)\.$/m.exec(text)?.[1]?.split(', ') ?? [];
      return {
        name: file.slice(0, -'.go'.length),
        folder: from,
        versions: versions.filter((version) => Number(version.split('.')[1]) >= since),
        needs,
        etc: /^\/\/ Etc (\w+)\.$/m.exec(text)?.[1] ?? '',
      };
    });
}

/** Why the program cannot run here; null when it can. */
export function missing({ needs }: Pick<Program, 'needs'>): string | null {
  const addresses = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
  if (needs.includes('IPv6') && !addresses.some(({ address }) => address === '::1')) return 'the loopback has no IPv6';
  if (needs.includes('root') && process.getuid?.() !== 0) return 'only root may do this';
  return needs.includes('namespace') ? namespaceMissing() : null;
}

let namespace: string | null | undefined;

function namespaceMissing(): string | null {
  if (namespace === undefined) {
    const [command = '', ...args] = worldCommand();
    const { status, stderr, error } = spawnSync(command, [...args, 'true'], { encoding: 'utf8' });
    namespace = status === 0 ? null : `no namespaces of its own here: ${(error?.message ?? stderr).trim()}`;
  }
  return namespace;
}

/** The command, in a world of its own where the program needs one (world/enter.sh), beside a DNS server where it is about names. */
export function inItsWorld({ needs, etc }: Pick<Program, 'needs' | 'etc'>, command: string[]): string[] {
  if (!needs.includes('namespace')) return command;
  const beside = needs.includes('names') ? [process.execPath, '--import', tsx, path.join(names, 'with.ts')] : [];
  const files = etc === '' ? [] : ['env', `NETWALK_WORLD_ETC=${path.join(names, 'etc', etc)}`];
  return [...files, ...worldCommand(), ...beside, ...command];
}

/** Network and mount namespaces of their own: as root by right, else as root of a user namespace. */
function worldCommand(): string[] {
  return ['unshare', ...(process.getuid?.() === 0 ? [] : ['-r']), '-m', '-n', '--', 'sh', path.join(world, 'enter.sh')];
}

/** The recording for a version: its own, or that of the next newer version that has one; NAME.txt is the newest version's. */
export function expectedFile({ name, folder: where }: Program, version: string): string {
  const own = versions
    .filter((each) => Number(each.split('.')[1]) >= Number(version.split('.')[1]))
    .map((each) => path.join(where, `${name}.${each}.txt`))
    .find((file) => fs.existsSync(file));
  return own ?? path.join(where, `${name}.txt`);
}

/** A folder with the program as a module of this version of Go, which decides the defaults of GODEBUG. The caller removes it. */
export function moduleFolder({ name, folder: where }: Program, version: string): string {
  const module = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-net-'));
  fs.copyFileSync(path.join(where, `${name}.go`), path.join(module, 'main.go'));
  fs.copyFileSync(path.join(folder, 'common.go'), path.join(module, 'common.go'));
  fs.writeFileSync(
    path.join(module, 'go.mod'),
    `module program\n\ngo ${version === '1.19' ? version : `${version}.0`}\n`,
  );
  return module;
}

/** Runs a command to its end: all that can be seen of it, as the recordings have it. */
export async function observe(
  command: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number } = {},
): Promise<string> {
  const { timeout = 60_000, ...rest } = options;
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...rest,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const limit = setTimeout(() => {
    stderr += `(did not end within ${timeout / 1000} s)\n`;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, timeout);
  const status = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(String(code ?? signal)));
  });
  clearTimeout(limit);
  return `${stdout}-- stderr --\n${stderr}-- exit status ${status} --\n`;
}

/** Runs the jobs, so many at a time. */
export async function inParallel(count: number, jobs: (() => Promise<void>)[]): Promise<void> {
  const waiting = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: count }, work));
}

/** The engine's command line for a program: with the very Go source that was recorded. */
export function engineCommand(version: string, program: string, ...options: string[]): string[] {
  return [process.execPath, netwalk, 'run', '--goroot', goroot(version) ?? '', ...options, program];
}

/** Where the source of a version is; null when it is not here, or only for a long run. */
export function goroot(version: string): string | null {
  if (pins[version] !== undefined) return providedGo(version).root;
  if (process.env['NETWALK_LONG'] === undefined) return null;
  const go = realGo(version);
  return go === null ? null : spawnSync(go, ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
}
