/** Which calls are to be shown. */
import type { Line } from './pclntab.ts';
import type { ProcessCall } from './protocol.ts';
import type { SocketAddresses } from './sockets.ts';

/** All that is said must fit; of a list one. */
export interface CallFilter {
  calls?: string[] | undefined;
  /** Names of errno values, or `any`. */
  errnos?: string[] | undefined;
  fds?: number[] | undefined;
  /** Functions on the stack, as Go names them. */
  functions?: string[] | undefined;
  goids?: number[] | undefined;
  /** Of a socket's own end or the other: `127.0.0.1:8080`. */
  addresses?: string[] | undefined;
}

/** Whether a call fits. The stack is asked for only when it matters. */
export function fits(
  call: ProcessCall,
  filter: CallFilter,
  sockets: SocketAddresses,
  stack: () => readonly Line[],
): boolean {
  const { calls, errnos, fds, functions, goids, addresses } = filter;
  if (addresses !== undefined && !call.fds.some((fd) => isAt(sockets.of(fd), addresses))) return false;
  if (goids !== undefined && !goids.includes(call.goid ?? -1)) return false;
  if (calls !== undefined && !calls.includes(call.name)) return false;
  if (errnos !== undefined && !(call.errno !== 0 && (errnos.includes('any') || errnos.includes(call.errnoName)))) {
    return false;
  }
  if (fds !== undefined && !fds.some((fd) => call.fds.includes(fd))) return false;
  return functions === undefined || stack().some(({ function: name }) => functions.includes(name));
}

const isAt = (socket: ReturnType<SocketAddresses['of']>, addresses: readonly string[]): boolean =>
  socket !== null && (addresses.includes(socket.local) || addresses.includes(socket.peer));
