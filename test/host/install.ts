/**
 * VS Code without its desktop: code-server (VS Code's own server, workbench and extension host) and the Node it asks for,
 * from npm, pinned by `packages/package-lock.json` and by the lock files within, installed once into the cache.
 * Nothing is compiled and no install script runs: the few native modules come prebuilt inside their packages.
 */
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, inProject } from '../../extension/tools/project.mjs';

/** An installed server: run `entry` with `node`. */
export interface CodeServer {
  node: string;
  entry: string;
}

const packages = inProject('test/host/packages');
const lockFile = path.join(packages, 'package-lock.json');

/** What comes along and is never used here: other machines' binaries, and assistants that would ask for a network. */
const unused = [
  'node_modules/@github/copilot-sdk-*',
  'node_modules/@github/copilot-linux*',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/node-pty/prebuilds/{darwin,win32}-*',
  'node_modules/@vscode/ripgrep-universal/bin/{darwin,win32}-*',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

/** Finds the server in the cache, or installs it there (about 20 s). `say` hears of the progress. */
export async function installCodeServer(say: (line: string) => void = console.error): Promise<CodeServer> {
  const key = crypto.createHash('sha256').update(fs.readFileSync(lockFile)).update(unused.join()).digest('hex');
  const folder = path.join(cacheFolder, `code-server-${key.slice(0, 12)}`);
  if (!fs.existsSync(folder)) await installInto(folder, say);
  return { node: nodeIn(folder), entry: path.join(folder, 'node_modules/code-server/out/node/entry.js') };
}

const nodeIn = (folder: string): string => path.join(folder, `node_modules/node-linux-${process.arch}/bin/node`);

/** Installs aside and renames, so that a folder in the cache is always complete, whoever else installs meanwhile. */
async function installInto(folder: string, say: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(`no VS Code server for ${process.platform}-${process.arch}: use desktop VS Code`);
  }
  fs.mkdirSync(cacheFolder, { recursive: true });
  removeLeftovers();
  const aside = path.join(cacheFolder, `partial-${process.pid}`);
  try {
    say(`VS Code's server: installing into ${folder} (once)`);
    fs.cpSync(packages, aside, { recursive: true });
    await npm(['ci'], aside);
    const code = path.join(aside, 'node_modules/code-server/lib/vscode');
    const newPath = `${path.dirname(nodeIn(aside))}:${process.env.PATH}`;
    say("VS Code's server: its own packages");
    await npm(['install', '--omit=dev'], code, newPath);
    say("VS Code's server: its extensions' packages");
    await npm(['install', '--omit=dev'], path.join(code, 'extensions'), newPath);
    for (const [link, target] of [
      ['bin/remote-cli/code-server', 'code-linux.sh'],
      ['bin/helpers/browser.sh', 'browser-linux.sh'],
    ] as const) {
      fs.rmSync(path.join(code, link), { force: true });
      fs.symlinkSync(target, path.join(code, link));
    }
    for (const pattern of unused) removeMatching(code, pattern);
    if (!fs.existsSync(folder)) fs.renameSync(aside, folder);
    say("VS Code's server: installed");
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/** Partial installations whose process is gone. */
function removeLeftovers(): void {
  for (const name of fs.readdirSync(cacheFolder)) {
    const pid = /^partial-(\d+)$/.exec(name)?.[1];
    if (pid && !fs.existsSync(`/proc/${pid}`))
      fs.rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** Removes what a pattern with `*` and `{a,b}` in its last part names. */
function removeMatching(folder: string, pattern: string): void {
  const parent = path.join(folder, path.dirname(pattern));
  const source = path
    .basename(pattern)
    .replace(/\{(.*)\}/, (_, names: string) => `(${names.replaceAll(',', '|')})`)
    .replace('*', '.*');
  if (!fs.existsSync(parent)) return;
  for (const name of fs.readdirSync(parent)) {
    if (new RegExp(`^${source}$`).test(name)) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

async function npm(args: string[], folder: string, newPath = process.env.PATH): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', [...args, ...quiet], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Settings that an outer `npm run` exports speak of this project, not of that folder.
    env: { ...withoutNpmSettings(), PATH: newPath },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${folder} failed:\n${output}`);
}

const withoutNpmSettings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name)),
  );
