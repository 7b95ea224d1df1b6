/** `netwalk dap`: a Debug Adapter over standard input and output, or over a Unix socket. */
import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { Adapter } from '../adapter/adapter.ts';
import { serve } from '../adapter/connection.ts';
import { NativeUnavailable } from '../linux/index.ts';
import type { Host, ProgramOutput } from '../adapter/host.ts';
import { LaunchError, liveHost } from './launch.ts';
import { listenPrivately } from './socket.ts';
import { separateStreams } from './standardStreams.ts';

interface Streams {
  input: Readable;
  output: Writable;
  program: ProgramOutput | null;
}

/** One client over standard input and output, until it goes. */
export async function serveStandardStreams(): Promise<number> {
  const { input, output, program } = streams();
  const problem = await serve(new Adapter(liveHost(program)), input, output);
  return problem === null ? 0 : 1;
}

/** One client after the other over a socket, until a signal ends it; the socket file goes with it. */
export async function serveSocket(file: string): Promise<number> {
  const clients = new Set<Socket>();
  let program: ProgramOutput | null = null;
  const server = await listenPrivately(file, (client) => {
    // Standard output and error are those of the process: one program at a time.
    const host = clients.size === 0 ? liveHost(program) : busyHost;
    if (host !== busyHost) clients.add(client);
    void serve(new Adapter(host), client, client).finally(() => clients.delete(client));
  });
  writeSync(1, `listening on ${file}\n`);
  const standard = streams();
  program = standard.program;
  standard.input.destroy();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const client of clients) client.destroy();
  await closed;
  return 0;
}

const busy = async (): Promise<never> => {
  throw new LaunchError('this engine serves another client: start one of your own with netwalk dap');
};

/** For whoever comes while a client is served. */
const busyHost: Host = { launch: busy, attach: busy };

/** Without the native part no program runs, but a client can still be told what is missing. */
function streams(): Streams {
  try {
    return separateStreams();
  } catch (error) {
    if (!(error instanceof NativeUnavailable)) throw error;
    return { input: process.stdin, output: process.stdout, program: null };
  }
}
