/** What the tracer's thread and the main thread say to each other. All of it is plain data. */
import type { GoroutineState, SystemCall } from '../trace/source.ts';
import type { Line } from './pclntab.ts';
import type { CallFilter } from './callFilter.ts';
import type { ShownValue } from './dwarf/values.ts';
import type { CodePlace } from './codePlaces.ts';
import type { ProcessProblem } from './errors.ts';
import type { PackedCalls } from './packedCalls.ts';

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
  /** Calls with the same differ in nothing but `index`, `thread`, `start` and `duration`. */
  content?: string;
}

/** Calls one behind the other: in words, or as they were noted, the first with this index (`NoteReader`). */
export type CallBatch = { calls: ProcessCall[] } | NotedCalls;

export interface NotedCalls {
  first: number;
  count: number;
  notes: Uint8Array<ArrayBuffer>;
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
  /** What is added to the addresses that the program was linked for. */
  bias: number;
  /** What Go's code has in the process where it is changed while the process is traced. */
  changed: { address: number; byte: number }[];
}

/** Calls at whose return the process is to stop. */
export interface CallStop extends CallFilter {
  id: number;
}

/** Instructions before which the process is to stop, at the addresses it was linked for. */
export interface PlaceStop {
  id: number;
  addresses: number[];
}

export type Request =
  | { kind: 'detach' }
  | { kind: 'stop' }
  /** Goes on; with `until` it stops at the next such call. Of threads that stand while others run only this one (0: all). */
  | { kind: 'resume'; until: CallFilter | null; thread: number }
  | { kind: 'goroutines'; most: number }
  | { kind: 'stack'; goid: number }
  /** Of the function that stands so many lines below the innermost of a goroutine's stack. */
  | { kind: 'variables'; goid: number; level: number; function: string }
  /** Replaces all stops. */
  | { kind: 'stops'; calls: CallStop[]; places: PlaceStop[] }
  | { kind: 'function'; name: string }
  | { kind: 'line'; file: string; line: number }
  | { kind: 'lines'; file: string; from: number; to: number };

export type Answer =
  | { goroutines: GoroutineFacts[] }
  | { lines: Line[] }
  | { place: FoundPlace | null }
  | { numbers: number[] }
  | { variables: FrameVariables }
  | null;

/** What a function has; `problem` says why nothing is known, else it is ''. */
export interface FrameVariables {
  parameters: ShownValue[];
  locals: ShownValue[];
  problem: string;
}

/** A place to stop at, with what is in memory at its addresses. */
export interface FoundPlace extends CodePlace {
  bytes: { address: number; byte: number }[];
}

/** Why and where the process, or one of its threads, stands. */
export interface ProcessStop {
  /** The stops that it came to; empty for the end of a step. */
  ids: number[];
  thread: number;
  /** 0: the scheduler, or a thread that is not Go's. */
  goid: number;
  lines: Line[];
  /** The call that returned, by its index; null at an instruction. */
  call: number | null;
}

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
  | { kind: 'calls'; batches: (PackedCalls | NotedCalls)[]; stacks: StackTold[] }
  /** It, or the thread, stands from here on, until `resume`. */
  | { kind: 'stopped'; stop: ProcessStop }
  | { kind: 'answer'; id: number; answer: Answer; error: string | null }
  /** The process has ended (`status` as a shell gives it), or is another program now; it is not traced any more. */
  | { kind: 'ended'; status: number; reason: 'exited' | 'killed' | 'exec' }
  | { kind: 'detached' };

/** Words of the memory that both threads share. Messages of calls that were sent, and that have been taken; calls that were dropped between them. */
export const shared = { tracerThread: 0, asked: 1, heard: 2, sent: 3, taken: 4, dropped: 5, count: 6 } as const;
/** Messages of calls on their way at most: what comes while they are not taken is dropped, and counted. */
export const mostOnTheirWay = 128;

export interface TracerOptions {
  /** To attach to; or a command to start. */
  target: { pid: number } | { command: string[] };
  /** Every call, not only those about the network. */
  all: boolean;
  /** A thread that comes to a stop stands alone: the others run on. */
  stopsAlone?: boolean;
}
