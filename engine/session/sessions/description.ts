/**
 * The directory of running sessions: for each one a socket that speaks DAP, `ID.sock`, and beside it what it is, `ID.json`. All in a folder that only
 * the person can enter. Who finds the file of a session that is gone removes it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { ensurePrivateFolder, socketFolder } from '../socket.ts';

export type Role = 'listen' | 'dial' | 'run';

export interface Description {
  /** Of this format. */
  format: 1;
  /** `listen-1234`. */
  id: string;
  pid: number;
  role: Role;
  /** `tcp`, `unix`…; '' for a program of one's own. */
  network: string;
  /** Where it listens or what it dialed: `127.0.0.1:40613`; for a program its path. */
  address: string;
  goVersion: string;
  goroot: string;
  /** Netwalk's own version: both ends of an attach must have the same. */
  engine: string;
  /** SHA-256 of the Go source files that are executed, hexadecimal: two ends that differ would show wrong lines. */
  sourceHash: string;
  /** Milliseconds since 1970. */
  started: number;
  /** When the kernel started the process (`startOf`): a number may be given to another process later. */
  processStart: string;
  /** Open connections. */
  connections: number;
  /** Steps that were watched. */
  steps: number;
  /** Clients that are attached. */
  clients: number;
  socket: string;
}

/** A session that cannot be found, or must not be used; the message is for the person. */
export class SessionError extends Error {}

/** Writes it so that a reader sees the old or the new one whole. */
export function writeDescription(description: Description): void {
  const file = descriptionFile(description.socket);
  const aside = asideOf(file, process.pid);
  fs.writeFileSync(aside, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(aside, file);
}

/** Takes the session out of the directory. */
export function removeDescription({ socket }: Pick<Description, 'socket'>): void {
  for (const file of [descriptionFile(socket), socket]) fs.rmSync(file, { force: true });
}

const descriptionFile = (socket: string): string => socket.replace(/\.sock$/, '.json');
const asideOf = (file: string, pid: number): string => `${file}.${pid}`;

/** Whose process, if it is what a session was writing: it is left when that was killed meanwhile. */
const writerOf = (name: string): number | null => Number(/\.json\.(\d+)$/.exec(name)?.[1] ?? NaN) || null;

/** The sessions that run, oldest first. @throws Error when the folder is not as it must be */
export function listSessions(folder = socketFolder()): Description[] {
  if (!fs.existsSync(folder)) return [];
  ensurePrivateFolder(folder);
  const found: Description[] = [];
  for (const name of fs.readdirSync(folder)) {
    const writer = writerOf(name);
    if (writer !== null && startOf(writer) === '') fs.rmSync(path.join(folder, name), { force: true });
    if (!name.endsWith('.json')) continue;
    const description = readDescription(path.join(folder, name));
    if (description === null) continue;
    if (isAlive(description)) found.push(description);
    else removeDescription(description);
  }
  return found.sort((a, b) => a.started - b.started);
}

/** By id, process id, socket file, or (without any) the only one there is. @throws SessionError */
export function findSession(wanted: string | undefined, folder = socketFolder()): Description {
  const sessions = listSessions(folder);
  const ids = sessions.map(({ id }) => id).join(', ');
  if (wanted === undefined) {
    const [only, ...more] = sessions;
    if (only === undefined)
      throw new SessionError('no session runs: start one with "netwalk listen" or "netwalk dial"');
    if (more.length > 0) throw new SessionError(`several sessions run: name one of ${ids}`);
    return only;
  }
  const found = sessions.find(({ id, pid, socket }) => id === wanted || String(pid) === wanted || socket === wanted);
  if (found !== undefined) return found;
  throw new SessionError(
    sessions.length === 0 ? `no session ${wanted} runs, nor any other` : `no session ${wanted} runs; there are ${ids}`,
  );
}

/** Null for what is no description of ours: a file that others could write, or that is broken. */
function readDescription(file: string): Description | null {
  try {
    const status = fs.lstatSync(file);
    if (!status.isFile() || status.uid !== process.getuid?.() || (status.mode & 0o022) !== 0) return null;
    const found: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return isDescription(found) && descriptionFile(found.socket) === file ? found : null;
  } catch {
    return null;
  }
}

function isDescription(value: unknown): value is Description {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<keyof Description, unknown>;
  const texts: (keyof Description)[] = ['id', 'role', 'processStart', 'network', 'address', 'goVersion', 'goroot', 'engine', 'sourceHash', 'socket']; // prettier-ignore
  const numbers: (keyof Description)[] = ['pid', 'started', 'connections', 'steps', 'clients'];
  return (
    fields.format === 1 &&
    texts.every((name) => typeof fields[name] === 'string') &&
    numbers.every((name) => typeof fields[name] === 'number')
  );
}

const isAlive = ({ pid, processStart }: Description): boolean => startOf(pid) === processStart;

/** Clock ticks from the system's start to the process's (proc_pid_stat(5), starttime); '' when there is no such process. */
export function startOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it may contain spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
