/** Whether a call is one at which the process is to stop, or one to be shown. */
import type { Line } from './pclntab.ts';
import type { ProcessCall, StopFilter } from './protocol.ts';

/** Everything that the filter says must fit; of a list one. The stack is asked for only when it matters. */
export function fits(call: ProcessCall, filter: StopFilter, stack: () => readonly Line[]): boolean {
  const { calls, errnos, fds, functions } = filter;
  if (calls !== undefined && !calls.includes(call.name)) return false;
  if (errnos !== undefined && !(call.errno !== 0 && (errnos.includes('any') || errnos.includes(call.errnoName)))) {
    return false;
  }
  if (fds !== undefined && !fds.some((fd) => call.fds.includes(fd))) return false;
  return functions === undefined || stack().some(({ function: name }) => functions.includes(name));
}
