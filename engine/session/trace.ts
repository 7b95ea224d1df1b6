/** `netwalk trace`: the network system calls of a real Go process, each with its goroutine and Go stack. */
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { fits, type CallFilter } from '../process/callFilter.ts';
import { ProcessError } from '../process/errors.ts';
import { GoProcess } from '../process/goProcess.ts';
import type { ProcessCall, ProcessFacts } from '../process/protocol.ts';
import { SocketAddresses } from '../process/sockets.ts';
import { Output } from './output.ts';
import { callJson, callStack, callText, frameObjects } from './traceText.ts';

export interface TraceOptions {
  target: { pid: number } | { command: string[] };
  json: boolean;
  /** Every system call, not only those about the network. */
  all: boolean;
  stacks: boolean;
  filter: CallFilter;
}

/** Traces until the process ends, or a signal asks to let go of it. Gives the exit status: a started command's own. @throws ProcessError */
export async function trace(options: TraceOptions): Promise<number> {
  const isCommand = 'command' in options.target;
  // Node opens them when they are first looked at, and changes how they block: not while the command has them.
  void [process.stdout, process.stderr];
  const { promise: finished, resolve: finish, reject: fail } = withResolvers<number>();
  let traced: GoProcess | null = null;
  let shown: ShownCalls | null = null;
  let isLeaving = false;
  // Calls of a command's beginning come before its process is known here.
  const early: ProcessCall[] = [];
  const leave = (): void => {
    isLeaving = true;
    void traced?.detach().then(() => finish(0));
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
        calls: (calls) => void (shown === null ? early.push(...calls) : shown.show(calls)),
        ended: (status, reason) => {
          // One that has not begun is refused by `begin`.
          if (traced === null) return;
          if (reason === 'exec') say('the process executes another program now: it is let go of');
          else say(`the process has ended with status ${status}`);
          finish(isCommand ? status : 0);
        },
        failed: fail,
      },
    );
    say(`${attachedText(traced.facts)}${isCommand ? '' : '; Ctrl+C lets go of it, and it runs on'}`);
    const out = new Output();
    void out.closed.then(leave);
    shown = new ShownCalls(traced, options, out);
    shown.show(early);
    if (isLeaving) leave();
    return await finished;
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

/** Prints the calls that fit. */
class ShownCalls {
  readonly #traced: GoProcess;
  readonly #options: TraceOptions;
  readonly #sockets: SocketAddresses;
  readonly #out: Output;
  readonly #stacks = new Map<number, string>();
  #began = -1;

  constructor(traced: GoProcess, options: TraceOptions, out: Output) {
    this.#traced = traced;
    this.#options = options;
    this.#sockets = new SocketAddresses(traced.facts.pid);
    this.#out = out;
  }

  show(calls: readonly ProcessCall[]): void {
    for (const call of calls) {
      if (this.#began < 0) this.#began = call.start;
      const isShown = fits(call, this.#options.filter, this.#sockets, () => this.#traced.stackOf(call));
      if (call.name === 'close') call.fds.forEach((fd) => this.#sockets.closed(fd));
      if (isShown) {
        const stack = this.#stackOf(call);
        this.#out.write(this.#options.json ? callJson(call, stack) : callText(call, stack, call.start - this.#began));
      }
    }
  }

  /** The same stacks come again and again: each is put into words once. */
  #stackOf(call: ProcessCall): string {
    const { json, stacks } = this.#options;
    if (!stacks) return json ? '[]' : '';
    let text = this.#stacks.get(call.stack);
    if (text === undefined) {
      const lines = this.#traced.stackOf(call);
      text = json ? JSON.stringify(frameObjects(lines)) : callStack(lines, this.#traced.facts.runtimeFolder);
      this.#stacks.set(call.stack, text);
    }
    return text;
  }
}

const attachedText = ({ pid, goVersion, path, threads }: ProcessFacts): string =>
  `process ${pid}: ${path === '' ? 'a Go program' : path}, Go ${goVersion}, ${threads} threads`;

function say(text: string): void {
  writeSync(2, `netwalk: ${text}\n`);
}

function onSignals(handle: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, handle);
  return () => signals.forEach((signal) => process.off(signal, handle));
}

/** A process id as it is typed. @throws ProcessError */
export function processId(text: string): number {
  const pid = /^\d+$/.test(text) ? Number(text) : 0;
  if (pid > 0 && pid <= 2 ** 22) return pid;
  throw new ProcessError('no process', `"${text}" is no process id. To start a command: netwalk trace -- ${text}`);
}
