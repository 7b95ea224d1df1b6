import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Description } from '../../engine/session/sessions/description.ts';

/** Where running sessions say what they are. */
export function sessionFolder(environment: NodeJS.ProcessEnv = process.env, user = process.getuid?.()): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  return runtime ? path.join(runtime, 'netwalk') : path.join(os.tmpdir(), `netwalk-${String(user)}`);
}

/**
 * The sessions that run, oldest first. A folder that others can enter, and what others could have written, is as if it were not there: whoever
 * connects there might talk to somebody else.
 */
export function runningSessions(folder = sessionFolder(), user = process.getuid?.()): Description[] {
  const own = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!own?.isDirectory() || own.uid !== user || (own.mode & 0o077) !== 0) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => read(path.join(folder, name)) ?? [])
    .filter(isRunning)
    .sort((a, b) => a.started - b.started);
}

/** What an attach configuration may name. */
export interface Wanted {
  session: unknown;
  pid: unknown;
  socket: unknown;
}

/** The one that an attach configuration names, by id, process or socket; undefined when it does not run. */
export function findSession(
  { session, pid, socket }: Wanted,
  sessions: readonly Description[],
): Description | undefined {
  return sessions.find((one) => one.id === session || one.pid === Number(pid) || one.socket === socket);
}

function read(file: string): Description | undefined {
  try {
    const value = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Description>;
    const { format, id, pid, socket } = value;
    const isWhole = format === 1 && typeof id === 'string' && typeof pid === 'number' && typeof socket === 'string';
    return isWhole && socket.replace(/\.sock$/, '.json') === file ? (value as Description) : undefined;
  } catch {
    // It has ended while we looked.
    return undefined;
  }
}

function isRunning({ pid, socket }: Description): boolean {
  try {
    process.kill(pid, 0);
    return fs.existsSync(socket);
  } catch {
    return false;
  }
}
