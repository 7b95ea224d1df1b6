/**
 * A session that lives on its own: its program runs at full speed, clients come and go through its socket. It ends with the program, or by a signal;
 * its socket and its description go with it.
 */
import fs from 'node:fs';
import type { Server, Socket } from 'node:net';
import path from 'node:path';
import { Adapter } from '../../adapter/adapter.ts';
import { serve } from '../../adapter/connection.ts';
import type { AttachArguments } from '../../adapter/events.ts';
import type { Host, Run } from '../../adapter/host.ts';
import { loadLinux } from '../../linux/index.ts';
import type { TraceSource } from '../../trace/source.ts';
import { engineVersion } from '../engineVersion.ts';
import { LaunchError } from '../launch.ts';
import { listenPrivately, socketFolder } from '../socket.ts';
import {
  removeDescription,
  SessionError,
  startOf,
  writeDescription,
  type Description,
  type Role,
} from './description.ts';
import { SharedTrace } from './sharedTrace.ts';

export interface SessionOptions {
  role: Role;
  network: string;
  /** What it dials or was asked to listen on; a listener's real one is looked up. */
  address: string;
  /** A function at which the program stops and waits for a client: `net.(*netFD).accept`. */
  stopAt?: string | undefined;
  /** Where its socket is, instead of the usual place. */
  folder?: string;
}

/** How often the description is brought up to date, in milliseconds. */
const refreshInterval = 500;

/** Runs a prepared program as a session. Gives its exit status: 128 and the signal's number when one ended it. */
export async function openSession(trace: TraceSource, options: SessionOptions): Promise<number> {
  const session = new Session(trace, options);
  try {
    return await session.run();
  } finally {
    await session.close();
  }
}

class Session {
  readonly #trace: TraceSource;
  readonly #options: SessionOptions;
  readonly #shared: SharedTrace;
  readonly #clients = new Set<Socket>();
  readonly #socket: string;
  readonly #id: string;
  /** Sockets that are not the program's. */
  readonly #ownSockets: number;
  #server: Server | null = null;
  #description: Description | null = null;
  #refreshing: NodeJS.Timeout | null = null;

  constructor(trace: TraceSource, options: SessionOptions) {
    this.#trace = trace;
    this.#options = options;
    this.#shared = new SharedTrace(trace);
    this.#id = `${options.role}-${process.pid}`;
    this.#socket = path.join(options.folder ?? socketFolder(), `${this.#id}.sock`);
    this.#ownSockets = countSockets();
  }

  async run(): Promise<number> {
    await this.#listen();
    await this.#describe();
    const exited = new Promise<{ status: number; message: string }>((resolve) => this.#trace.on('exited', resolve));
    const signalled = untilSignal();
    await this.#stopAt();
    await this.#trace.start({ stopOnEntry: false });
    const end = await Promise.race([exited, signalled.signal]);
    signalled.dispose();
    if (typeof end === 'number') return 128 + end;
    if (end.message !== '') process.stderr.write(`netwalk: ${end.message.trimEnd()}\n`);
    return end.status;
  }

  async close(): Promise<void> {
    if (this.#refreshing !== null) clearInterval(this.#refreshing);
    await this.#trace.dispose();
    const server = this.#server;
    if (server !== null)
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const client of this.#clients) client.end();
        // A client that does not read must not keep us.
        setTimeout(() => this.#clients.forEach((client) => client.destroy()), 300).unref();
      });
    removeDescription({ socket: this.#socket });
  }

  async #listen(): Promise<void> {
    this.#server = await listenPrivately(this.#socket, (client) => {
      this.#clients.add(client);
      client.on('error', () => undefined);
      void serve(new Adapter(this.#host()), client, client).finally(() => this.#clients.delete(client));
    });
  }

  #host(): Host {
    return {
      launch: async () => {
        throw new LaunchError(`session ${this.#id} runs its program already: attach to it`);
      },
      attach: async (args) => this.#attach(args),
    };
  }

  async #attach({ engine, sourceHash }: AttachArguments): Promise<Run> {
    const description = this.#description;
    if (description === null) throw new SessionError('the session is being started: try again');
    if (engine !== undefined && engine !== description.engine) {
      throw new SessionError(`session ${this.#id} runs Netwalk ${description.engine}, and this is Netwalk ${engine}: start the session again`); // prettier-ignore
    }
    if (sourceHash !== undefined && sourceHash !== description.sourceHash) {
      throw new SessionError(`session ${this.#id} executes another source of Go ${description.goVersion} than expected: ${description.goroot}`); // prettier-ignore
    }
    return { ...this.#shared.join(), walk: null, output: null };
  }

  async #stopAt(): Promise<void> {
    const { stopAt } = this.#options;
    if (stopAt === undefined) return;
    const [breakpoint] = await this.#trace.setFunctionBreakpoints([{ name: stopAt }]);
    if (breakpoint?.verified !== true)
      throw new SessionError(`--stop-at ${stopAt}: ${breakpoint?.message ?? 'there is no such function'}`);
    await this.#trace.watch();
    this.#trace.on('stopped', ({ reason }) => {
      if (reason === 'function breakpoint' && this.#shared.clients === 0) {
        process.stderr.write(`netwalk: stopped at ${stopAt}; go on with: netwalk attach ${this.#id}\n`);
      }
    });
  }

  async #describe(): Promise<void> {
    const { role, network, address } = this.#options;
    const { goVersion, goroot } = await this.#trace.describe();
    this.#description = {
      format: 1,
      id: this.#id,
      pid: process.pid,
      role,
      network,
      address,
      goVersion,
      goroot,
      engine: engineVersion(),
      sourceHash: await this.#trace.sourceHash(),
      started: Date.now(),
      processStart: startOf(process.pid),
      connections: 0,
      steps: 0,
      clients: 0,
      socket: this.#socket,
    };
    writeDescription(this.#description);
    this.#refreshing = setInterval(() => this.#refresh(), refreshInterval);
    this.#refreshing.unref();
  }

  /** Looks from this thread, without disturbing the program's. */
  #refresh(): void {
    const known = this.#description;
    if (known === null) return;
    if (!fs.existsSync(this.#socket)) void this.#listenAgain();
    const { role } = this.#options;
    const address = role === 'listen' && known.address === this.#options.address ? this.#listensAt() : null;
    const own = this.#ownSockets + 1 + this.#clients.size + (role === 'listen' ? 1 : 0);
    const now: Description = {
      ...known,
      address: address ?? known.address,
      connections: Math.max(0, countSockets() - own),
      steps: this.#trace.steps(),
      clients: this.#shared.clients,
    };
    if (JSON.stringify(now) === JSON.stringify(known)) return;
    this.#description = now;
    writeDescription(now);
  }

  /** Somebody deleted our socket file: nobody could come any more. */
  async #listenAgain(): Promise<void> {
    this.#server?.close();
    this.#server = null;
    await this.#listen().catch(() => undefined);
    if (this.#description !== null) writeDescription(this.#description);
  }

  #listensAt(): string | null {
    const linux = loadLinux();
    for (const { fd, kind } of linux.processDescriptors()) {
      const socket = kind === 'socket' ? linux.describeDescriptor(fd)?.socket : null;
      if (!socket || socket.local === null || socket.local.startsWith(path.dirname(this.#socket))) continue;
      if (socket.listening || socket.type === 'SOCK_DGRAM') return socket.local;
    }
    return null;
  }
}

const countSockets = (): number =>
  loadLinux()
    .processDescriptors()
    .filter(({ kind }) => kind === 'socket').length;

function untilSignal(): { signal: Promise<number>; dispose(): void } {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  const names = Object.keys(numbers) as (keyof typeof numbers)[];
  let tell: (number: number) => void = () => undefined;
  const signal = new Promise<number>((resolve) => (tell = resolve));
  const heard = (name: NodeJS.Signals): void => tell(numbers[name as keyof typeof numbers]);
  for (const name of names) process.on(name, heard);
  return {
    signal,
    dispose: () => {
      for (const name of names) process.removeListener(name, heard);
    },
  };
}
