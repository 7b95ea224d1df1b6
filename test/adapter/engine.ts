/** The netwalk command as it is built, started for a test and gone behind it. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from './client.ts';

export const root = path.join(import.meta.dirname, '../..');
export const netwalk = path.join(root, 'dist/netwalk.js');
export const programs = path.join(import.meta.dirname, 'programs');
export const program = (name: string): string => path.join(programs, name);

const running = new Set<ChildProcessWithoutNullStreams>();

export interface Ended {
  status: number | null;
  /** What killed it, else null. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export function start(...args: string[]): ChildProcessWithoutNullStreams {
  assert.ok(existsSync(netwalk), `${netwalk} is missing: npm run build`);
  const child = spawn(process.execPath, [netwalk, ...args], { stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** How it ends, with all that it printed. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr })));
}

/** Runs it to its end, without input. */
export async function netwalkRun(...args: string[]): Promise<Ended> {
  const child = start(...args);
  child.stdin.end();
  return ended(child);
}

export interface Engine {
  client: Client;
  child: ChildProcessWithoutNullStreams;
  exit: Promise<number | null>;
}

export function startAdapter(): Engine {
  const child = start('dap');
  child.stderr.resume();
  const exit = new Promise<number | null>((resolve) => child.on('exit', (status) => resolve(status)));
  return { client: new Client(child.stdout, child.stdin), child, exit };
}

/** Prepared, and ready for breakpoints. */
export async function launched(launch: object): Promise<Engine> {
  const engine = startAdapter();
  await prepare(engine.client, launch);
  return engine;
}

export async function prepare(client: Client, launch: object): Promise<void> {
  await client.ask('initialize', { adapterID: 'netwalk', pathFormat: 'path', supportsVariablePaging: true });
  await client.ask('launch', { goVersion: '1.19', ...launch });
  await client.next('initialized');
}

/** At its first stop. */
export async function stopped(launch: object): Promise<Engine> {
  const engine = await launched(launch);
  await engine.client.ask('configurationDone');
  await engine.client.next('stopped');
  return engine;
}

export interface Frame {
  id: number;
  name: string;
  line: number;
  source: { path: string };
}

export async function topFrame(client: Client): Promise<Frame> {
  const stop = client.events.filter(({ event }) => event === 'stopped').at(-1);
  const { stackFrames } = await client.ask('stackTrace', { threadId: stop?.body['threadId'], levels: 1 });
  return (stackFrames as Frame[])[0] as Frame;
}

export async function value(client: Client, expression: string): Promise<string> {
  const { id } = await topFrame(client);
  return String((await client.ask('evaluate', { expression, frameId: id, context: 'watch' }))['result']);
}

/** The real path of a file of Go's source, as the session says it. */
export function goFile(client: Client, file: string): string {
  const session = client.events.find(({ event }) => event === 'netwalk/session');
  return path.join(String(session?.body['goroot']), 'src', file);
}

/** The number of the first line of a file that contains a text. */
export function lineOf(file: string, text: string): number {
  const at = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.ok(at >= 0, `${file} does not contain ${text}`);
  return at + 1;
}

/** Ends what a test left. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
