/** Messages between the main thread and the thread that runs the Go program, and the memory they share. */
import { writeSync } from 'node:fs';
import type { RecordOptions } from './taping.ts';
import type { TestedPackage } from '../../golang/source/index.ts';
import type { TraceEvents, TraceSource } from '../../trace/source.ts';
import type { SignalMessage } from './signals.ts';

export interface LiveOptions {
  /** A .go file, several, or the folder of a main package. */
  program: string | string[];
  /** Instead of that program, the tests of this package; `program` is the name that they go by. */
  tested?: TestedPackage | undefined;
  args: string[];
  env: Record<string, string>;
  /** The program's own working folder, an absolute path; the engine keeps its own. */
  cwd?: string | undefined;
  goVersion?: string | undefined;
  goroot?: string | undefined;
  /** Folders that hold copies of Go's source, `<folder>/<version>`. */
  bundledFolders?: string[] | undefined;
  /** Packages beyond the usual ones whose statements are steps; `std` for all. */
  stepInto: string[];
  /** System calls that fail on purpose, as `accept4=EMFILE:2` (linux/faults.ts). */
  inject?: string[] | undefined;
  historySteps: number;
  stepOver: 'machine' | 'goroutine';
  /** Records everything that comes into the program from outside. */
  record?: RecordOptions | undefined;
  /** Plays a recording instead of asking the kernel. */
  replay?: { file: string } | undefined;
  /** Where images of linked programs are kept; null: nowhere. The usual folder when absent. */
  images?: string | null | undefined;
  /** `now`: records steps and is ready to stop. Else the program runs at full speed: somebody may come to watch `later`, or `never`. */
  watching: 'now' | 'later' | 'never';
  /**
   * Writes to this file a line a step (`goid, depth, file:line:column, function`, separated by tabs; test/conformance/README.md) and a line
   * a system call (`goid, text`): for `--lines` and `--trace`.
   */
  log?: { file: string; steps: boolean; calls: boolean } | undefined;
}

/** What the program is called. */
export function programName({ program }: LiveOptions): string {
  return Array.isArray(program) ? (program[0] ?? '') : program;
}

/** Fields of the shared control memory. */
export const control = {
  /** Not 0: messages wait for the program's thread. */
  doorbell: 0,
  /** One of `state`. */
  state: 1,
  /** The descriptor that wakes epoll_pwait (Go's netpollBreak), -1 while there is none. */
  breakDescriptor: 2,
  /** How many bytes a wake-up writes: 1 into a pipe, 8 into an eventfd. */
  breakBytes: 3,
  /** How many steps have been recorded, in 32 bits; brought up to date when the program waits or is asked. */
  steps: 4,
  /** Which events somebody listens to, bits of `heard`: the others are not sent. */
  heard: 5,
  size: 6,
} as const;

/** Events that come at every turn, so that sending them to nobody would cost. */
export const heard = { systemCall: 1, goroutine: 2, visited: 4 } as const;

export const state = { running: 0, stopped: 1, blocked: 2, exited: 3 } as const;

/** Writes what brings the program's thread out of the kernel, as netpollBreak does. */
export function wakeThread(shared: Int32Array): void {
  const fd = Atomics.load(shared, control.breakDescriptor);
  if (fd < 0) return;
  const bytes = Buffer.alloc(Atomics.load(shared, control.breakBytes));
  bytes[0] = 1;
  try {
    writeSync(fd, bytes);
  } catch {
    // The program ended meanwhile, or the wake-up before this one is still unread.
  }
}

/** What is asked across the threads. */
export type Method = Exclude<keyof TraceSource, 'kind' | 'on' | 'steps' | 'supportsFilter' | 'dispose'>;

export interface Request {
  id: number;
  /** `load` first; then one of TraceSource's. */
  method: string;
  args: unknown[];
}

export interface Reply {
  id: number;
  result?: unknown;
  error?: string;
  /** For a program that does not compile. */
  problems?: Problem[];
}

export interface Problem {
  file: string;
  line: number;
  /** In bytes, as Go prints it. */
  column: number;
  /** In UTF-16 code units, as editors count. */
  editorColumn: number;
  message: string;
  /** The package, as the go command calls it. */
  package: string;
  /** Said by the go command and not by the compiler. */
  kind?: 'import' | 'cycle';
}

export type EventMessage = {
  [K in keyof TraceEvents]: { event: K; body: Parameters<TraceEvents[K]>[0] };
}[keyof TraceEvents];
/** What the program linked, to be kept for its next run. */
export interface ImageMessage {
  image: { file: string; bytes: Uint8Array };
}

export type FromWorker = Reply | EventMessage | ImageMessage | SignalMessage;

/** The program does not compile; the message is what `go build` prints. */
export class CompileError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(
      problems.map((problem) => `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`).join('\n'),
    );
    this.name = 'CompileError';
    this.problems = problems;
  }
}
