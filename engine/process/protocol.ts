/** What the tracer's thread and the main thread say to each other. All of it is plain data. */
import type { GoroutineState, SystemCall } from '../trace/source.ts';
import type { Line } from './pclntab.ts';
import type { ProcessProblem } from './errors.ts';

/** A system call of the process, after it returned. */
export interface ProcessCall extends Pick<
  SystemCall,
  'name' | 'text' | 'result' | 'errno' | 'errnoName' | 'start' | 'duration' | 'fds'
> {
  /** Counts the calls from 0 on. */
  index: number;
  /** The kernel's number of the thread. */
  thread: number;
  /** Go's number; 0: the scheduler; null: a thread that is not Go's. */
  goid: number | null;
  /** On g0's stack: the runtime made it, for the goroutine or for nobody. */
  onSystemStack: boolean;
  /** Of a stack that has been told. */
  stack: number;
}

export interface StackTold {
  id: number;
  lines: Line[];
}

/** What the process is. */
export interface ProcessFacts {
  pid: number;
  goVersion: string;
  minor: number;
  /** The package that was built. */
  path: string;
  trimpath: boolean;
  /** Where the runtime's files were when it was built; `runtime` with -trimpath. */
  runtimeFolder: string;
  threads: number;
}

export type Request = { kind: 'detach' } | { kind: 'stop' } | { kind: 'goroutines' } | { kind: 'stack'; goid: number };

export type Answer = { goroutines: GoroutineFacts[] } | { lines: Line[] } | null;

/** A goroutine and where it is. */
export interface GoroutineFacts extends Pick<GoroutineState, 'goid' | 'status' | 'entry'> {
  top: Line | null;
  /** The thread that runs it, where one does. */
  thread: number;
  /** Microseconds of CLOCK_MONOTONIC when it began to wait; 0: not known. */
  since: number;
}

export type FromTracer =
  | { kind: 'attached'; facts: ProcessFacts }
  | { kind: 'failed'; problem: ProcessProblem | null; message: string }
  | { kind: 'calls'; calls: ProcessCall[]; stacks: StackTold[] }
  | { kind: 'answer'; id: number; answer: Answer; error: string | null }
  /** The process has ended (`status` as a shell gives it), or is another program now; it is not traced any more. */
  | { kind: 'ended'; status: number; reason: 'exited' | 'killed' | 'exec' }
  | { kind: 'detached' };

/** Words of the memory that both threads share. */
export const shared = { tracerThread: 0, asked: 1, heard: 2, count: 4 } as const;

export interface TracerOptions {
  /** To attach to; or a command to start. */
  target: { pid: number } | { command: string[] };
  /** Every call, not only those about the network. */
  all: boolean;
}
