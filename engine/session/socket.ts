/** A Unix socket for DAP: only for the person who owns this process. */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

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

/** Listens on a socket file in a private folder; a file that nobody listens on any more is replaced. */
export async function listenPrivately(file: string, connected: (client: net.Socket) => void): Promise<net.Server> {
  ensurePrivateFolder(path.dirname(file));
  if (fs.existsSync(file)) {
    if (await answers(file)) throw new Error(`${file}: another session listens there`);
    fs.rmSync(file);
  }
  const server = net.createServer(connected);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  fs.chmodSync(file, 0o600);
  return server;
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
