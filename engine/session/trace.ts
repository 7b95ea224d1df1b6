/** `netwalk trace`: the network system calls of a real Go process, each with its goroutine and Go stack. */
import { fits, type CallFilter } from '../process/callFilter.ts';
import type { GoProcess } from '../process/goProcess.ts';
import type { ProcessCall } from '../process/protocol.ts';
import { SocketAddresses } from '../process/sockets.ts';
import { Output } from './output.ts';
import { callJson, callStack, callText, frameObjects } from './traceText.ts';
import { watchProcess, type Watcher, type WatchOptions } from './watching.ts';

export interface TraceOptions extends WatchOptions {
  json: boolean;
  stacks: boolean;
  filter: CallFilter;
}

/** Traces until the process ends, or a signal asks to let go of it. Gives the exit status: a started command's own. @throws ProcessError */
export async function trace(options: TraceOptions): Promise<number> {
  return watchProcess(options, (traced) => new ShownCalls(traced, options, new Output()));
}

/** Prints the calls that fit. */
class ShownCalls implements Watcher {
  /** Nobody reads any more. */
  readonly enough: Promise<void>;
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
    this.enough = out.closed;
  }

  called(calls: readonly ProcessCall[]): void {
    let text = '';
    for (const call of calls) {
      if (this.#began < 0) this.#began = call.start;
      const isShown = fits(call, this.#options.filter, this.#sockets, () => this.#traced.stackOf(call));
      if (call.name === 'close') call.fds.forEach((fd) => this.#sockets.closed(fd));
      if (isShown) {
        const stack = this.#stackOf(call);
        text += this.#options.json ? callJson(call, stack) : callText(call, stack, call.start - this.#began);
      }
    }
    if (text !== '') this.#out.write(text);
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
