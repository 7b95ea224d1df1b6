/** `netwalk trace`: the network system calls of a real Go process, each with its goroutine and Go stack. */
import { fits, type CallFilter } from '../process/callFilter.ts';
import type { GoProcess } from '../process/goProcess.ts';
import type { ProcessCall } from '../process/protocol.ts';
import { SocketAddresses } from '../process/sockets.ts';
import { JsonLines } from './jsonLines.ts';
import { Output } from './output.ts';
import { callStack, callText, frameObjects } from './traceText.ts';
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
  readonly #lines: JsonLines | null;
  #began = -1;
  #dropped = 0;

  constructor(traced: GoProcess, options: TraceOptions, out: Output) {
    this.#traced = traced;
    this.#options = options;
    this.#sockets = new SocketAddresses(traced.facts.pid);
    this.#out = out;
    this.#lines = options.json ? new JsonLines() : null;
    this.enough = out.closed;
    out.onRead(() => this.#tellDropped());
  }

  called(calls: readonly ProcessCall[]): void {
    if (this.#out.isBehind) return this.dropped(calls.length);
    this.#tellDropped();
    let text = '';
    const lines = this.#lines;
    for (const call of calls) {
      if (this.#began < 0) this.#began = call.start;
      const isShown = fits(call, this.#options.filter, this.#sockets, () => this.#traced.stackOf(call));
      if (call.name === 'close') call.fds.forEach((fd) => this.#sockets.closed(fd));
      if (!isShown) continue;
      if (lines === null) text += callText(call, this.#stackOf(call), call.start - this.#began);
      else lines.add(call, () => this.#framesOf(call));
    }
    const written = lines === null ? text : lines.take();
    if (written.length > 0) this.#out.write(written);
  }

  /** They are counted until who reads has caught up. Addresses may be others since. */
  dropped(count: number): void {
    this.#sockets.forget();
    this.#dropped += count;
    if (!this.#out.isBehind) this.#tellDropped();
  }

  ended(): void {
    this.#tellDropped();
  }

  #tellDropped(): void {
    const count = this.#dropped;
    this.#dropped = 0;
    if (count > 0) this.#out.line(this.#options.json ? `{"dropped":${count}}` : `${count} calls dropped: the process was faster than what it does was read`); // prettier-ignore
  }

  /** The same stacks come again and again: each is put into words once. */
  #stackOf(call: ProcessCall): string {
    if (!this.#options.stacks) return '';
    let text = this.#stacks.get(call.stack);
    if (text === undefined) {
      text = callStack(this.#traced.stackOf(call), this.#traced.facts.runtimeFolder);
      this.#stacks.set(call.stack, text);
    }
    return text;
  }

  #framesOf(call: ProcessCall): string {
    return this.#options.stacks ? JSON.stringify(frameObjects(this.#traced.stackOf(call))) : '[]';
  }
}
