/**
 * Real Go programs to attach to, built by the Go that is there: Debian's 1.19, which is fetched as for `npm run truth`, and the tool chains of other
 * versions where that command (or the folder NETWALK_TOOLCHAINS) has them.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Context } from 'mocha';
import { cacheFolder } from '../../engine/golang/source/project.ts';
import { provideToolchain } from '../conformance/record/toolchain.ts';

export const versions = ['1.19', '1.21', '1.22', '1.23', '1.24', '1.25', '1.26', '1.27'];

/** How a program is built. */
export const modes = {
  plain: { flags: [], cgo: false },
  stripped: { flags: ['-trimpath', '-ldflags=-s -w'], cgo: false },
  pie: { flags: ['-buildmode=pie'], cgo: false },
  cgo: { flags: [], cgo: true },
  cgoPie: { flags: ['-buildmode=pie', '-ldflags=-s -w'], cgo: true },
} as const;
export type Mode = keyof typeof modes;

const folder = path.join(cacheFolder(), '../toolchains');

/** The GOROOT of a version; null when it is not there. 1.19 is fetched. */
export async function goroot(version: string): Promise<string | null> {
  const places = [process.env['NETWALK_TOOLCHAINS'], folder].filter((place) => place !== undefined);
  const found = places
    .map((place) => path.join(place, version, `usr/lib/go-${version}`))
    .find((root) => fs.existsSync(path.join(root, 'bin/go')));
  if (found !== undefined || version !== '1.19') return found ?? null;
  try {
    return await provideToolchain(version, () => undefined);
  } catch (error) {
    console.log(`      ${String(error)}`);
    return null;
  }
}

/** Skips the test when the version's tool chain is not there. */
export async function gorootOrSkip(test: Context, version: string): Promise<string> {
  const root = await goroot(version);
  if (root === null) {
    console.log(`      skipped: Go ${version} is not here (npm run truth -- ${version} provides it)`);
    test.skip();
  }
  return root;
}

const sources = path.join(import.meta.dirname, 'programs');

/** The executable of a program of test/process/programs, or of a folder; built when it is not kept from before. */
export function build(
  root: string,
  version: string,
  program: string,
  mode: Mode,
  folderOf = path.join(sources, program),
): string {
  const names = fs.readdirSync(folderOf).filter((name) => name.endsWith('.go')); // prettier-ignore
  const texts = names.map((name) => fs.readFileSync(path.join(folderOf, name)));
  const { flags, cgo } = modes[mode];
  const key = createHash('sha256').update(Buffer.concat(texts)).update(JSON.stringify([version, root, flags, cgo])).digest('hex').slice(0, 16); // prettier-ignore
  const file = path.join(folder, 'programs', `${program}-${version}-${mode}-${key}`);
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const work = fs.mkdtempSync(path.join(path.dirname(file), 'making-'));
  try {
    for (const name of names) fs.copyFileSync(path.join(folderOf, name), path.join(work, name));
    fs.writeFileSync(path.join(work, 'go.mod'), `module ${program}\n\ngo ${version}\n`);
    const { status, stderr, error } = spawnSync(path.join(root, 'bin/go'), ['build', '-o', 'built', ...flags, '.'], {
      cwd: work,
      encoding: 'utf8',
      env: {
        ...process.env,
        GOROOT: root,
        GOCACHE: path.join(folder, 'cache', version),
        GOFLAGS: '-mod=mod',
        GOTOOLCHAIN: 'local',
        GOENV: 'off',
        CGO_ENABLED: cgo ? '1' : '0',
      },
    });
    if (status !== 0) throw new Error(`go build: ${String(error ?? '')}${stderr}`);
    fs.renameSync(path.join(work, 'built'), file);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return file;
}

/** A server of programs/server that runs. */
export interface Server {
  pid: number;
  address: { host: string; port: number };
  /** Gives it a line of input. */
  say(line: string): void;
  /** Waits until it has printed a line. */
  says(line: string): Promise<void>;
  /** Lets it end; gives its status, so that a test sees it was not harmed. */
  end(): Promise<number | null>;
}

/** Starts it as a child of another process: Node would take from a tracer in this process what the kernel tells of its own children. */
export async function startServer(
  executable: string,
  errors: 'inherit' | number = 'inherit',
  env: Record<string, string> = {},
): Promise<Server> {
  const shell = spawn('sh', ['-c', 'exec 3<&0; "$0" <&3 3<&- & echo $!; wait $!', executable], {
    stdio: ['pipe', 'pipe', errors],
    env: { ...process.env, ...env },
  });
  let printed = '';
  shell.stdout?.on('data', (data: Buffer) => (printed += data.toString()));
  // The shell says the process id, and the server its address, whoever comes first.
  const said = await lines(shell, 2);
  const pid = said.find((line) => /^\d+$/.test(line));
  const address = said.find((line) => line.includes(':')) ?? '';
  const [host = '', port = ''] = address.split(/:(?=\d+$)/);
  const ended = new Promise<number | null>((resolve) => shell.once('exit', (status) => resolve(status)));
  return {
    pid: Number(pid),
    address: { host, port: Number(port) },
    say: (line) => void shell.stdin?.write(`${line}\n`),
    says: async (line) => {
      while (!printed.split('\n').includes(line)) await once(shell.stdout as Readable, 'data');
    },
    end: () => {
      shell.stdin?.end();
      return ended;
    },
  };
}

/** The first lines that a process prints. */
export async function lines(child: ChildProcess, count: number): Promise<string[]> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`it ended behind ${JSON.stringify(text)}`)));
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      const found = text.split('\n').slice(0, -1);
      if (found.length >= count) resolve(found.slice(0, count));
    });
  });
}

/** Who traces a process (0: nobody) and its state letter. */
export function tracerOf(pid: number): { tracer: number; state: string } {
  const text = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    tracer: Number(/^TracerPid:\s+(\d+)/m.exec(text)?.[1]),
    state: /^State:\s+(\w)/m.exec(text)?.[1] ?? '',
  };
}
