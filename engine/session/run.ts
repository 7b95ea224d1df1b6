/** `netwalk run`: runs a Go program, as `go run` does; `--trace` prints its steps and system calls. */
import { closeSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadLinux } from '../linux/index.ts';
import { goBuildText } from './goBuild.ts';
import { launch } from './launch.ts';
import { CompileError, type LiveOptions } from './live/live.ts';
import { pipe, readable } from './standardStreams.ts';
import { goroutineText } from '../adapter/words.ts';

export interface RunOptions {
  program: string;
  args: string[];
  goVersion?: string | undefined;
  goroot?: string | undefined;
  /** System calls that fail on purpose, as `accept4=EMFILE:2`. */
  inject?: string[] | undefined;
  trace: boolean;
  /** A file to record into. */
  record?: string | undefined;
  /** A file that the program's thread holds open while the program runs, for who looks on from outside. */
  mark?: string | undefined;
  /** Writes every step to this file instead (test/conformance/README.md). */
  lines?: string | undefined;
}

/** Gives the program's exit status; 1 when it does not compile, as `go run`. */
export async function run({
  program,
  args,
  goVersion,
  goroot,
  inject,
  trace,
  record,
  lines,
  mark,
}: RunOptions): Promise<number> {
  const log = trace ? openLog() : null;
  try {
    const { trace: source } = await launch(
      {
        program,
        args,
        ...(inject === undefined ? {} : { inject }),
        noDebug: !trace && lines === undefined,
        ...(record === undefined ? {} : { record }),
        ...(goVersion === undefined ? {} : { goVersion }),
        ...(goroot === undefined ? {} : { goroot }),
      },
      {
        // What is recorded is the code that is watched when it is replayed.
        unwatchable: record === undefined,
        log:
          lines !== undefined
            ? { file: lines, steps: true, calls: false }
            : mark !== undefined
              ? { file: mark, steps: false, calls: false }
              : log?.options,
      },
    );
    log?.opened();
    const exited = new Promise<{ status: number; message: string }>((resolve) => source.on('exited', resolve));
    await source.start({ stopOnEntry: false });
    const { status, message } = await exited;
    await log?.ended;
    if (message !== '') process.stderr.write(`netwalk: ${message.trimEnd()}\n`);
    await source.dispose();
    return status;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    log?.opened();
    process.stderr.write(`${goBuildText(error.problems)}\n`);
    return 1;
  }
}

interface Log {
  options: NonNullable<LiveOptions['log']>;
  /** The program's thread has its own end: ours is closed, so that the last line ends the pipe. */
  opened(): void;
  ended: Promise<void>;
}

/** A pipe from the program's thread to standard error. */
function openLog(): Log {
  const { read, write } = pipe(loadLinux());
  const lines = createInterface({ input: readable(read) });
  // Not through process.stderr, which would make the program's descriptor 2 non-blocking.
  lines.on('line', (line) => writeSync(2, `${traceLine(line)}\n`));
  return {
    options: { file: `/proc/self/fd/${write}`, steps: true, calls: true },
    opened: () => closeSync(write),
    ended: new Promise((resolve) => lines.on('close', resolve)),
  };
}

/** A step is `goroutine, depth, place, function`; a call is `goroutine, text`. */
function traceLine(line: string): string {
  const [goid = '', text = '', place, name = ''] = line.split('\t');
  const who = goroutineText(Number(goid));
  return place === undefined ? `${who}  → ${text}` : `${who}  ${place}  ${name}`;
}
