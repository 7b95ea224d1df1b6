/** A real Go process that a command watches until it ends, or a signal asks to let go of it. */
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { ProcessError } from '../process/errors.ts';
import { GoProcess } from '../process/goProcess.ts';
import type { ProcessCall, ProcessFacts } from '../process/protocol.ts';

/** To attach to; or a command to start. */
export type WatchTarget = { pid: number } | { command: string[] };
export type WatchEnd = 'let go' | 'exited' | 'killed' | 'exec';

/** What a command does with what it sees. */
export interface Watcher {
  called(calls: readonly ProcessCall[]): void;
  /** So many more have returned since, and before the next that are told. */
  dropped(count: number): void;
  /** Once, behind all calls. */
  ended?(status: number, reason: WatchEnd): void;
  /** Resolves when it has seen enough. */
  readonly enough?: Promise<unknown>;
}

export interface WatchOptions {
  target: WatchTarget;
  /** Every system call, not only those about the network. */
  all: boolean;
}

/** Watches it; `begin` is called when it is attached to. Gives the exit status: a started command's own. @throws ProcessError */
export async function watchProcess(options: WatchOptions, begin: (traced: GoProcess) => Watcher): Promise<number> {
  const isCommand = 'command' in options.target;
  // Node opens them when they are first looked at, and changes how they block: not while the command has them.
  void [process.stdout, process.stderr];
  const { promise: finished, resolve: finish, reject: fail } = withResolvers<[status: number, reason: WatchEnd]>();
  let traced: GoProcess | null = null;
  let watcher: Watcher | null = null;
  let isLeaving = false;
  // Calls of a command's beginning come before its process is known here.
  const early: ProcessCall[] = [];
  const leave = (): void => {
    isLeaving = true;
    void traced?.detach().then(() => finish([0, 'let go']));
  };
  const stopListening = onSignals((signal) => {
    if (!isCommand) leave();
    // A terminal gives Ctrl+C to the command as well: it ends as it likes, and so do we.
    else if (traced !== null && (signal !== 'SIGINT' || !isatty(0))) process.kill(traced.facts.pid, signal);
  });
  try {
    traced = await GoProcess.begin(
      { target: options.target, all: options.all },
      {
        calls: (calls) => void (watcher === null ? early.push(...calls) : watcher.called(calls)),
        dropped: (count) => watcher?.dropped(count),
        ended: (status, reason) => {
          // One that has not begun is refused by `begin`.
          if (traced === null) return;
          if (reason === 'exec') say('the process executes another program now: it is let go of');
          else say(`the process has ended with status ${status}`);
          finish([status, reason]);
        },
        failed: fail,
      },
    );
    say(`${attachedText(traced.facts)}${isCommand ? '' : '; Ctrl+C lets go of it, and it runs on'}`);
    watcher = begin(traced);
    void watcher.enough?.then(leave);
    watcher.called(early);
    if (isLeaving) leave();
    const [status, reason] = await finished;
    watcher.ended?.(status, reason);
    return isCommand ? status : 0;
  } finally {
    stopListening();
    await traced?.detach();
  }
}

/** Promise.withResolvers, which Node has since 22. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

const attachedText = ({ pid, goVersion, path, threads }: ProcessFacts): string =>
  `process ${pid}: ${path === '' ? 'a Go program' : path}, Go ${goVersion}, ${threads} threads`;

/** To standard error, also where that is a command's too. */
export function say(text: string): void {
  writeSync(2, `netwalk: ${text}\n`);
}

function onSignals(handle: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, handle);
  return () => signals.forEach((signal) => process.off(signal, handle));
}

/** A process id as it is typed; `command` starts one where it is none. @throws ProcessError */
export function processId(text: string, command: string): number {
  const pid = /^\d+$/.test(text) ? Number(text) : 0;
  if (pid > 0 && pid <= 2 ** 22) return pid;
  throw new ProcessError('no process', `"${text}" is no process id. To start a command: netwalk ${command} -- ${text}`);
}
