/** `netwalk record` of a real Go process: its network system calls with their stacks, and how it looked between them, in a recording. */
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { now } from '../../linux/index.ts';
import { fits, type CallFilter } from '../../process/callFilter.ts';
import type { GoProcess } from '../../process/goProcess.ts';
import type { ProcessCall } from '../../process/protocol.ts';
import { SocketAddresses } from '../../process/sockets.ts';
import { messageOf } from '../../trace/messageOf.ts';
import {
  formatName,
  processFormatVersion,
  RecordingError,
  RecordingWriter,
  type ProcessHeader,
} from '../../trace/recording/file.ts';
import { engineVersion } from '../engineVersion.ts';
import { say, watchProcess, type Watcher, type WatchEnd, type WatchOptions } from '../watching.ts';
import { CallRecorder } from './callTape.ts';
import { ProcessDescriptors } from './descriptors.ts';
import { Looking } from './looking.ts';
import { commandLine } from './outside.ts';
import { mostDescriptors, mostGoroutines } from './processTrace.ts';

export interface RecordProcessOptions extends WatchOptions {
  /** Where to; named after the program and its process id when it is not said. */
  file: string | undefined;
  /** Which calls are recorded. */
  filter: CallFilter;
}

/** Records until the process ends, or a signal asks to let go of it. Gives the exit status: a started command's own, 1 when it could not be written. @throws ProcessError, Error of the file system */
export async function recordProcess(options: RecordProcessOptions): Promise<number> {
  if (options.file !== undefined) writable(options.file, () => closeSync(openSync(String(options.file), 'a')));
  let recorded: RecordedCalls | null = null;
  const status = await watchProcess(options, (traced) => (recorded = new RecordedCalls(traced, options)));
  const { isBroken = false } = (recorded ?? {}) as Partial<RecordedCalls>;
  return isBroken ? 1 : status;
}

class RecordedCalls implements Watcher {
  readonly enough: Promise<void>;
  /** It could not be written to its end. */
  isBroken = false;
  readonly #traced: GoProcess;
  readonly #filter: CallFilter;
  readonly #sockets: SocketAddresses;
  readonly #descriptors: ProcessDescriptors;
  readonly #looking = new Looking(() => this.#look());
  readonly #file: string;
  readonly #writer: RecordingWriter;
  readonly #recorder = new CallRecorder((block) => this.#write(block));
  #hasEnough: () => void = () => undefined;

  constructor(traced: GoProcess, { file, filter }: RecordProcessOptions) {
    const header = headerOf(traced);
    const { program, pid } = header.process;
    this.#traced = traced;
    this.#filter = filter;
    this.#sockets = new SocketAddresses(pid);
    this.#descriptors = new ProcessDescriptors(traced.facts);
    this.#file = file ?? `${path.basename(program) || 'process'}-${pid}.nwr`;
    this.#writer = writable(this.#file, () => new RecordingWriter(this.#file, header));
    this.enough = new Promise((resolve) => (this.#hasEnough = resolve));
    say(`recording into ${this.#file}`);
    void this.#look().catch(() => undefined);
  }

  called(calls: readonly ProcessCall[]): void {
    for (const call of calls) {
      const stack = (): ReturnType<GoProcess['stackOf']> => this.#traced.stackOf(call);
      const fitting = fits(call, this.#filter, this.#sockets, stack);
      if (call.name === 'close') call.fds.forEach((fd) => this.#forget(fd));
      else if (call.errno === 0 && call.fds.at(-1) === call.result)
        this.#descriptors.made(call.result, call.name, null);
      if (fitting) this.#recorder.call(call, stack);
    }
    this.#looking.soon();
  }

  dropped(count: number): void {
    this.#sockets.forget();
    say(`${count} calls are not in the recording: the process was faster than they were written`);
  }

  ended(status: number, reason: WatchEnd): void {
    this.#looking.end();
    this.#recorder.end(status, reason);
    if (this.isBroken) return;
    this.#writer.close();
    say(`${this.#recorder.calls} system calls are in ${this.#file}: netwalk replay ${this.#file}`);
  }

  #forget(fd: number): void {
    this.#sockets.closed(fd);
    this.#descriptors.closed(fd);
  }

  async #look(): Promise<void> {
    const goroutines = await this.#traced.goroutines(mostGoroutines);
    this.#recorder.look({ now: now(), goroutines, descriptors: this.#descriptors.list(mostDescriptors) });
  }

  #write(block: Uint8Array): void {
    if (this.isBroken) return;
    try {
      this.#writer.block(block);
    } catch (error) {
      this.isBroken = true;
      this.#writer.close();
      say(`recording stops here: ${messageOf(error)}`);
      this.#hasEnough();
    }
  }
}

/** @throws RecordingError when the file cannot be made, before anything is attached to where its name is known */
function writable<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new RecordingError(`cannot write ${file}: ${messageOf(error)}`);
  }
}

function headerOf({ facts }: GoProcess): ProcessHeader {
  const [program = '', ...args] = commandLine(facts.pid);
  return {
    format: formatName,
    version: processFormatVersion,
    engine: engineVersion(),
    goVersion: facts.goVersion,
    architecture: process.arch,
    made: Date.now(),
    system: `${os.type()} ${os.release()}`,
    process: { pid: facts.pid, program, args, path: facts.path, runtimeFolder: facts.runtimeFolder },
  };
}
