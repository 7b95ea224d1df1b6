/** A Unix socket for DAP: only for the person who owns this process. */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { errnoName, loadLinux, NativeUnavailable } from '../linux/index.ts';

/** Where sockets are when nobody names a place: a folder that only the person can enter. */
export function socketFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  return runtime ? path.join(runtime, 'netwalk') : path.join(os.tmpdir(), `netwalk-${String(process.getuid?.())}`);
}

/** Makes the folder, or makes sure that nobody else can enter it. @throws Error that says what is wrong with it */
export function ensurePrivateFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = fs.lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder of its own`);
  if (found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  if ((found.mode & 0o077) !== 0) throw new Error(`${folder} can be entered by others: its mode must be 0700`);
}

/**
 * Listens on a socket file in a private folder; a file that nobody listens on any more is replaced. Whoever connects as another user is not let in:
 * the kernel says who that is, whatever became of the modes.
 */
export async function listenPrivately(file: string, connected: (client: net.Socket) => void): Promise<net.Server> {
  ensurePrivateFolder(path.dirname(file));
  if (fs.existsSync(file)) {
    if (await answers(file)) throw new Error(`${file}: another session listens there`);
    fs.rmSync(file);
  }
  const server = net.createServer((client) => {
    if (isOwn(client)) connected(client);
    else client.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  fs.chmodSync(file, 0o600);
  return server;
}

const solSocket = 1; // SOL_SOCKET, socket(7)
const soPeerCred = 17; // SO_PEERCRED, unix(7)

/** Whether the other end of a Unix socket is this process' own user; without the native part, the modes alone decide. */
function isOwn(client: net.Socket): boolean {
  const { fd } = (client as unknown as { _handle: { fd: number } })._handle;
  try {
    return peerUser(fd) === process.getuid?.();
  } catch (error) {
    if (error instanceof NativeUnavailable) return true;
    throw error;
  }
}

/** The effective user who connected (struct ucred: pid, uid, gid). */
function peerUser(fd: number): number {
  const { kernel, memory } = loadLinux();
  const credentials = new Uint32Array(memory.allocate(12).buffer, 0, 3);
  const length = new Uint32Array(memory.allocate(4).buffer, 0, 1).fill(12);
  const pointers = [memory.addressOf(credentials), memory.addressOf(length)] as const;
  const number = kernel.numbers.numberOf('getsockopt');
  if (kernel.unwatchedSyscall(number, fd, solSocket, soPeerCred, ...pointers) === -1) {
    throw new Error(`getsockopt: ${errnoName(kernel.errno)}`);
  }
  return credentials[1] ?? -1;
}

async function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = net.connect(file);
    client.once('connect', () => {
      client.destroy();
      resolve(true);
    });
    client.once('error', () => resolve(false));
  });
}
