/** `netwalk listen` and `netwalk dial`: small programs of ours, run as sessions. */
import { closeSync, openSync } from 'node:fs';
import { loadLinux } from '../../linux/index.ts';
import { launch, sessionProgram } from '../launch.ts';
import { openSession } from './openSession.ts';
import { replace } from '../standardStreams.ts';
import { SessionError } from './description.ts';

export interface ListenDialOptions {
  role: 'listen' | 'dial';
  network: string;
  address: string;
  /** What a listener does with what arrives. */
  service: 'echo' | 'discard' | 'http';
  /** Flags that the program takes: `deadline`, `keep-alive`, `timeout`, by name. */
  flags: Record<string, string | undefined>;
  goVersion?: string | undefined;
  goroot?: string | undefined;
  stopAt?: string | undefined;
  /** A file to record into. */
  record?: string | undefined;
}

const networks = ['tcp', 'tcp4', 'tcp6', 'udp', 'udp4', 'udp6', 'unix', 'unixgram', 'unixpacket'];

/** Gives the program's exit status. @throws SessionError for what cannot be */
export async function listenOrDial(options: ListenDialOptions): Promise<number> {
  const { role, network, address, service, flags, goVersion, goroot, stopAt } = options;
  if (!networks.includes(network)) {
    throw new SessionError(`${role}: unknown network ${network}; there are ${networks.join(', ')}`);
  }
  if (service === 'http' && !/^(tcp[46]?|unix)$/.test(network)) {
    throw new SessionError(`${role} --http: network ${network} has no connections to serve HTTP on; use tcp or unix`);
  }
  const name = role === 'dial' ? 'dial' : service === 'http' ? 'http' : 'listen';
  const given = Object.entries(flags).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { trace } = await launch({
    program: sessionProgram(name),
    ...(options.record === undefined ? {} : { record: options.record }),
    args: [
      ...given.map(([flag, value]) => `-${flag}=${value}`),
      ...(service === 'discard' ? ['-discard'] : []),
      '--',
      network,
      address,
    ],
    noDebug: true,
    ...(goVersion === undefined ? {} : { goVersion }),
    ...(goroot === undefined ? {} : { goroot }),
  });
  if (role === 'dial') makeInputPollable();
  return openSession(trace, { role, network, address, stopAt });
}

/**
 * Go gives a standard input that does not block to the netpoller; one that blocks would hold the only thread that there is. Opened anew, so that
 * whoever shares it (the shell) keeps the one that blocks.
 */
function makeInputPollable(): void {
  const nonblock = 0o4000; // O_NONBLOCK, open(2)
  let again: number;
  try {
    again = openSync('/proc/self/fd/0', nonblock);
  } catch {
    return; // A socket, or closed: it stays as it is.
  }
  replace(loadLinux(), again, 0);
  closeSync(again);
}
