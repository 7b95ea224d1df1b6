/** What is told while the program waits in the kernel with nothing ready. */
import { M } from '../../golang/machine/index.ts';
import type { Cursor, TraceEvents } from '../../trace/source.ts';
import type { Inspector } from './inspector.ts';

/** Of the program's time, one part in so many may go into looking. */
const share = 10;

export class Waiting {
  private readonly inspector: Inspector;
  private hint = '';
  private nextLook = 0;

  constructor(inspector: Inspector) {
    this.inspector = inspector;
  }

  /** Looking costs more the more there is to see: a busy program is not looked at each time. */
  look(cursor: () => Cursor): Parameters<TraceEvents['waiting']>[0] {
    const text = whereItWaits();
    const begin = performance.now();
    if (begin < this.nextLook) return { text, hint: this.hint, state: null };
    const { inspector } = this;
    const now = cursor();
    inspector.moveTo(now.last, true);
    const descriptors = inspector.descriptors();
    const listener = descriptors.find(({ role }) => role === 'listener');
    this.hint = listener === undefined || listener.local === '' ? '' : hintFor(listener.local);
    const state = { cursor: now, goroutines: inspector.goroutines(), descriptors };
    const end = performance.now();
    this.nextLook = end + (share - 1) * (end - begin);
    return { text, hint: this.hint, state };
  }
}

/** In the network poller, or in the calls of other threads (machine/systemCall.ts). */
function whereItWaits(): string {
  const calls = M.systemCalls.all.map(({ call }) => call.name);
  const network = M.scheduler.hooks.netpollinited() && M.scheduler.hooks.netpollWaiters() > 0;
  if (calls.length === 0) return 'waits in epoll_pwait: nothing is ready';
  const names = [...new Set([...calls, ...(network ? ['epoll_pwait'] : [])])];
  return `waits in ${names.join(', ')}: nothing is ready`;
}

/** A command that connects. */
function hintFor(address: string): string {
  const colon = address.lastIndexOf(':');
  return colon < 0
    ? `nc -U ${address}`
    : `nc ${address
        .slice(0, colon)
        .replace(/^\[|\]$/g, '')
        .replace(/^(0\.0\.0\.0|::)$/, '127.0.0.1')} ${address.slice(colon + 1)}`;
}
