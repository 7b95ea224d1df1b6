/**
 * What a debug adapter needs of a run, whatever it is: a live program, a recording, a real Go process. All data are plain (they cross threads);
 * all names are Go's; lines and columns are 1-based, columns in bytes.
 */

/**
 * A place in a source file: `net/dial.go` of Go's own, or an absolute path of a person's file. Lines and columns count from 1, columns in UTF-16
 * code units, as editors do.
 */
export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Where the trace stands. Steps are numbered from 0 on; the history holds first…last; live when the cursor is at the end of a running program. */
export interface Cursor {
  step: number;
  first: number;
  last: number;
  live: boolean;
  /** Steps that the bounded history let go of. */
  dropped: number;
}

export interface GoroutineState {
  /** Go's number; the scheduler (g0) is 0. */
  goid: number;
  /** Go's name of the state as tracebacks show it: `running`, `runnable`, `IO wait`, `chan receive`, `sleep`, `syscall`, `scheduler`. */
  status: string;
  /** The function that `go` started: `main.main`, `main.serve`. */
  entry: string;
  /** Top shown frame, where there is one. */
  place: Place | null;
  function: string;
  /** It stands while others run. */
  held: boolean;
  /** Where it waits for the processor: its place from 0 in a queue of the scheduler, or in the list that runtime.netpoll makes. Null: in none; absent: not known. */
  queued?: { list: 'runnext' | 'runq' | 'global' | 'netpoll'; position: number } | null;
  /** Who made it runnable last (0: the scheduler, for the network or a timer), and at which step. Null: nobody while it was watched. */
  woken?: { by: number; step: number } | null;
  /**
   * The system call from which it has not come back; null: in none; absent: not known. `fd` is its first descriptor, -1 where it has none; `hasReturned`
   * when the kernel is done with it, and the goroutine has not gone on.
   */
  inCall?: { name: string; fd: number; hasReturned: boolean } | null;
  /** The select or poll that it is in or has made last. Null: none; absent: not known. */
  waitedFor?: WaitedFor | null;
}

/** What select or poll was asked of each descriptor, and what it has answered (executed: it stands in the program's memory). */
export interface WaitedFor {
  /** `select`, `pselect6`, `poll`, `ppoll`. */
  name: string;
  /** The step during which it was made; of one that has not returned the present one. */
  step: number;
  /** Of select the first argument: so many bits are looked at. Of poll the length of the array. */
  count: number;
  /** Of select those that have a bit, of poll all. `read|write|except` and `POLLIN|POLLOUT`; `answered` is null while nothing is. */
  entries: { fd: number; asked: string; answered: string | null }[];
}

/** A descriptor in the interest list of an epoll instance (observed), and what follows for the ready list (inferred: the kernel does not show it). */
export interface Watch {
  fd: number;
  /** `EPOLLIN|EPOLLET`. */
  events: string;
  /** Events for which it should be on the ready list; '': not on it. */
  ready: string;
  /**
   * `told`: something is there to be read, but the edge has been told. `put back`: triggered by level it has been told, and is looked at anew in the next
   * wait, though nothing is there any more. `disabled`: EPOLLONESHOT has been told. '': nothing of all that.
   */
  state: '' | 'told' | 'put back' | 'disabled';
}

/** The rings of an io_uring. `name` is what the program calls an operation (user_data). */
export interface Rings {
  /** Written by the program, and not taken by the kernel (executed). */
  submitted: readonly { name: string; operation: string; fd: number }[];
  /** Taken by the kernel, and not done (observed). */
  underWay: readonly { name: string; operation: string; fd: number }[];
  /** Done, and not taken by the program (observed); a negative result is an errno. */
  completed: readonly { name: string; result: number }[];
}

/** What a signalfd is for, and what of it has been sent to which thread and waits to be taken (observed). */
export interface Signals {
  /** `IO`, `RT_8`. */
  mask: readonly string[];
  pending: readonly { thread: number; signals: readonly string[] }[];
}

export interface StackFrame {
  /** Valid until the next stop. */
  id: number;
  function: string;
  place: Place | null;
  /** `executed` from Go's source, `mirrored` scheduler, or `native` (supplied instead of Go's function). */
  nature: 'executed' | 'mirrored' | 'native';
}

export interface Scope {
  name: 'Arguments' | 'Locals' | 'Package variables' | 'System call' | 'Kernel';
  reference: number;
  expensive: boolean;
}

export interface Variable {
  name: string;
  /** As Go prints it: `{pfd: {Sysfd: 7, …}, family: 2}`, `"tcp"`, `accept4: resource temporarily unavailable`. */
  value: string;
  /** As Go writes it: `*net.netFD`. */
  type: string;
  /** 0: nothing inside. */
  reference: number;
  /** Elements (slices, arrays, maps) and fields inside, for paging. */
  indexed: number;
  named: number;
  /** What an expression calls it: `fd.pfd.Sysfd`. */
  evaluateName: string;
  /** It changed since the last stop. */
  changed: boolean;
  /** How it is known. */
  nature: 'executed' | 'observed' | 'inferred';
}

/** One system call as it happened. */
export interface SystemCall {
  /** The step during which it was made. */
  step: number;
  goid: number;
  place: Place | null;
  name: string;
  /** As strace prints it: `accept4(6, 0xc000…, [112], SOCK_CLOEXEC|SOCK_NONBLOCK) = -1 EAGAIN (Resource temporarily unavailable)`. */
  text: string;
  result: number;
  /** 0, or the number and its name. */
  errno: number;
  errnoName: string;
  /** Microseconds: when it began (CLOCK_MONOTONIC), and how long it took. */
  start: number;
  duration: number;
  /** The descriptors that it was given, and those that it made. */
  fds: number[];
}

/** What rg or wg of a pollDesc holds: pdNil, pdReady, pdWait, or the goroutine that is parked there. */
export interface PollSemaphore {
  holds: 'nil' | 'ready' | 'wait' | 'goroutine';
  /** 0 where it is none. */
  goid: number;
}

/** rd or wd of a pollDesc. */
export interface PollDeadline {
  state: 'none' | 'set' | 'expired';
  /** Nanoseconds of the program's clock; 0 when it is not set. */
  at: number;
  /** Nanoseconds until then; null when the clock cannot be asked (in the past, in a recording). */
  left: number | null;
}

/** A runtime.pollDesc as the program's memory holds it (executed). */
export interface PollDesc {
  rg: PollSemaphore;
  wg: PollSemaphore;
  rd: PollDeadline;
  wd: PollDeadline;
  closing: boolean;
}

/** The net.netFD around a descriptor, as the program's memory holds it (executed). */
export interface NetFD {
  /** `tcp`, `udp`, `unix`. */
  net: string;
  isConnected: boolean;
}

/** A descriptor of the program as the kernel shows it now (observed). */
export interface Descriptor {
  fd: number;
  kind: string;
  /** `listener`, `connection`, `epoll`, `break`… */
  role: string;
  /** TCP state and the like: `LISTEN`, `ESTABLISHED`. */
  state: string;
  local: string;
  peer: string;
  /** epoll interest, `EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLET`, or ''; of several instances the first one's. */
  interest: string;
  receiveQueue: number | null;
  sendQueue: number | null;
  acceptQueue: number | null;
  backlog: number | null;
  /** The statement that made it. */
  made: Place | null;
  /** Connections of a listener whose handshake is under way (sock_diag); null or absent: not known. */
  synQueue?: number | null;
  /** Segments sent and not acknowledged, and those sent again (TCP_INFO); of a connection. */
  segments?: { inFlight: number; resent: number } | null;
  /** Events for which it should be on the ready list of its epoll instance, `EPOLLIN`; the kernel does not show that list (inferred). '' : not on it. */
  ready?: string;
  /** Null: it has none. Absent: not known. */
  netFD?: NetFD | null;
  pollDesc?: PollDesc | null;
  /** Of an epoll instance: its interest list in the kernel's order, which is that of its tree. */
  watches?: Watch[];
  rings?: Rings;
  signals?: Signals;
}

export interface BreakpointRequest {
  line: number;
  /** The first statement at or behind it on its line; the first of the line when left out. */
  column?: number;
  /** A Go expression without calls. */
  condition?: string;
  /** `5`, `>= 5`, `% 5`. */
  hitCondition?: string;
  /** Text with `{expressions}`: the program goes on. */
  logMessage?: string;
}

export interface FunctionBreakpointRequest {
  /** `net.(*netFD).accept`. */
  name: string;
  condition?: string;
  hitCondition?: string;
}

export interface ResolvedBreakpoint {
  id: number;
  verified: boolean;
  place: Place | null;
  /** Why not, or where it was moved to. */
  message: string;
}

/** `any errno`, one errno by name, a goroutine that parks, a deadline that expires, a panic. */
export type ExceptionFilter = { filter: 'errno' | 'eagain' | 'park' | 'deadline' | 'panic'; condition?: string };

export type StopReason =
  'entry' | 'step' | 'breakpoint' | 'function breakpoint' | 'exception' | 'pause' | 'goto' | 'mark' | 'waiting';

/** Why and where the run stands. */
export interface Stop {
  reason: StopReason;
  goid: number;
  /** For an exception: its name and text; for `waiting`: what epoll_pwait waits for and how to make it happen. */
  description: string;
  text: string;
  breakpointIds: number[];
  /** The mark (walkthrough stop) that this step is. */
  mark: string | null;
  cursor: Cursor;
  /** Only this goroutine stands, the others run on. */
  alone?: boolean;
}

/** A named place of a walkthrough: an anchor as walkthroughs/README.md defines it, and which visit of it counts (1: the first). */
export interface Mark {
  id: string;
  anchor: { file: string; func: string; statement: string; occurrence?: number };
  /** The text, a byte a letter, that the anchor is meant for, when the file was made from another: its statement is looked for there by what it reads. */
  original?: string;
  visit: number;
  /** A name of the walkthrough's goroutines (functions that started them are given below), or `g0`; anyone if missing. */
  goroutine?: string;
  mayBeSkipped?: boolean;
  /** Names of goroutines that are held from here on, and of those that are let go again; whoever sees to it also records it. */
  hold?: string[];
  release?: string[];
  /** It counts wherever the walk stands before it, and the marks between are passed over. */
  isLandmark?: boolean;
}

/** Names for goroutines: the first one started with the function. */
export interface GoroutineName {
  name: string;
  function: string;
}

export type StepKind = 'in' | 'over' | 'out';

export interface ResumeOptions {
  /** Stay with the goroutine while the others go on. */
  singleThread: boolean;
  goid: number;
}

/** What the run is moved to: whatever fits all that is said. Only a goroutine: where it begins to run again; else a system call. */
export interface Sought {
  goid?: number;
  /** A call with this descriptor. */
  fd?: number;
  /** A call of this name: `accept4`. */
  call?: string;
  /** A call that fails with this errno, `EAGAIN`; `any`: with one. */
  errno?: string;
}

/** A recorded step that a search found. */
export interface Hit {
  step: number;
  goid: number;
  function: string;
  place: Place | null;
  /** A system call's text; '' for a statement. */
  text: string;
  /** Of a system call that failed: `EAGAIN`; else ''. */
  errnoName: string;
}

/** What of the timeline is wanted: steps from…to (exclusive), for a picture that tells so many buckets and lanes apart. */
export interface TimelineRange {
  from: number;
  to: number;
  buckets: number;
  lanes: number;
}

/** What to draw of a stretch of steps. Bounded by buckets and lanes, however many steps there are. */
export interface Timeline {
  cursor: Cursor;
  /** What is told, in whole buckets; `to` is exclusive. */
  from: number;
  to: number;
  /** Steps of a bucket. */
  bucket: number;
  /** By the goroutines' numbers; the scheduler, 0, comes first. */
  lanes: TimelineLane[];
  /** Goroutines that ran or waited here and have no lane: those that ran least. */
  others: number;
  wakes: TimelineWake[];
}

export interface TimelineLane {
  goid: number;
  /** The function that `go` started. */
  entry: string;
  /** Where it ran: steps from…to (exclusive). `share` is above 0, and 1 where nobody else ran. */
  runs: { from: number; to: number; share: number }[];
  /** System calls, one entry a bucket: its first call that failed, else its first. `copies`: so many of them have copied data to the program or from it. */
  calls: {
    step: number;
    count: number;
    failed: number;
    copies?: number;
    name: string;
    errnoName: string;
    text: string;
  }[];
  /** Where it waited for longer than a bucket, and why: a text of runtime.waitReason, or the system call. `isForData`: for the network, or in a call. */
  waits: { from: number; to: number; reason: string; isForData?: boolean }[];
}

/** Goroutine `by` (0: the scheduler, for the poller and timers too) makes another one ready, or starts it. */
export interface TimelineWake {
  step: number;
  by: number;
  goid: number;
  kind: 'started' | 'ready';
}

/** How things are while the program waits, or runs. */
export interface WaitingState {
  cursor: Cursor;
  goroutines: GoroutineState[];
  descriptors: Descriptor[];
}

export interface TraceEvents {
  stopped(stop: Stop): void;
  /** It runs (again), or of those that stand alone the one that is named. */
  continued(goid?: number): void;
  /** The program waits in the kernel with nothing ready: it runs, but only the outside can go on. How things are comes along, unless it was told just before. */
  waiting(info: { text: string; hint: string; state: WaitingState | null }): void;
  /** How things are while it runs, of a source that looks from outside; `goid` stands alone, 0: nobody does. */
  looked(state: WaitingState & { goid: number }): void;
  systemCall(call: SystemCall): void;
  output(data: { category: 'stdout' | 'stderr' | 'console' | 'important'; text: string; place?: Place | null }): void;
  /** Statements that ran for the first time since the last of these: lines by file. Told at stops. */
  visited(event: { lines: Record<string, number[]> }): void;
  goroutine(event: { goid: number; kind: 'started' | 'exited' | 'parked' | 'ready' }): void;
  breakpointChanged(breakpoint: ResolvedBreakpoint): void;
  exited(info: { status: number; message: string }): void;
}

/** What runs. */
export interface Description {
  goVersion: string;
  /** Where Go's source is, and why that one. */
  goroot: string;
  why: string;
  program: string;
  arguments: string[];
  /** The process that runs it now, in whose /proc folder it can be looked at; absent for a recording. */
  pid?: number;
}

export interface TraceSource {
  readonly kind: 'live' | 'recording' | 'process';
  describe(): Promise<Description>;
  /** Of a recording: when it was made (milliseconds since 1970), on which system, and of which real process, where it is one's. */
  recorded(): Promise<{ made: number; system: string; process?: number } | null>;
  /** SHA-256 of the source of net and internal/poll, hexadecimal: lines mean the same where it is the same. */
  sourceHash(): Promise<string>;
  /** Listens to one event; the result stops it. */
  on<K extends keyof TraceEvents>(event: K, listener: TraceEvents[K]): { dispose(): void };

  /** Begins to watch a program that runs at full speed: it goes on, and its history begins here. */
  watch(): Promise<void>;
  /** Starts a program that was prepared; with `stopOnEntry` it stops at the first statement of main. */
  start(options: { stopOnEntry: boolean }): Promise<void>;
  resume(options: ResumeOptions): Promise<void>;
  step(kind: StepKind, options: ResumeOptions): Promise<void>;
  pause(): Promise<void>;
  /** One step back in history, of this goroutine when singleThread. */
  stepBack(options: ResumeOptions): Promise<void>;
  reverseContinue(options: ResumeOptions): Promise<void>;
  goTo(step: number): Promise<void>;
  /** To the next (or last) moment of that kind: in history, and forwards behind its end in the running program. */
  seek(sought: Sought, backwards: boolean): Promise<void>;
  /** Ends the program: as Go's SIGTERM would, status 143; everything it opened is closed with the thread's process. */
  terminate(): Promise<void>;
  /** Stops watching: the program goes on at full speed. */
  detach(): Promise<void>;
  hold(goid: number): Promise<void>;
  release(goid: number): Promise<void>;

  /** Replaces all marks; says for each where it is in this source, or why not. */
  setMarks(marks: Mark[], names?: GoroutineName[]): Promise<{ id: string; place: Place | null; problem: string }[]>;
  /** Runs to the next mark (forwards through history first, where the cursor is in it). */
  runToMark(): Promise<void>;
  /** Goes back in history to the mark before. */
  backToMark(): Promise<void>;

  /** How many steps have been recorded; read from here, the program is not asked. */
  steps(): number;
  cursor(): Promise<Cursor>;
  goroutines(): Promise<GoroutineState[]>;
  stack(goid: number): Promise<StackFrame[]>;
  scopes(frameId: number): Promise<Scope[]>;
  variables(reference: number, start?: number, count?: number): Promise<Variable[]>;
  /** Throws an Error with Go's text (`undefined: x`) when it cannot. */
  evaluate(expression: string, frameId: number | null): Promise<Variable>;
  completions(text: string, frameId: number | null): Promise<string[]>;
  descriptors(): Promise<Descriptor[]>;
  /** System calls of the history, newest last. */
  systemCalls(fromStep?: number): Promise<SystemCall[]>;
  /**
   * Recorded steps that fit all words of a text: functions called, statements at `dial.go:42`, system calls, `goroutine 18`, `fd 7`. Of too many
   * those nearest to the cursor, in the order of time; `complete` when none is left off.
   */
  search(text: string, limit: number): Promise<{ hits: Hit[]; complete: boolean }>;
  timeline(range: TimelineRange): Promise<Timeline>;

  setBreakpoints(file: string, breakpoints: BreakpointRequest[]): Promise<ResolvedBreakpoint[]>;
  setFunctionBreakpoints(breakpoints: FunctionBreakpointRequest[]): Promise<ResolvedBreakpoint[]>;
  setExceptionFilters(filters: ExceptionFilter[]): Promise<void>;
  /** Whether it can stop for one; absent: for all. */
  supportsFilter?(filter: ExceptionFilter['filter']): boolean;
  breakpointLocations(file: string, line: number, endLine: number): Promise<Place[]>;
  loadedSources(): Promise<{ file: string; path: string }[]>;
  /** The text of a source file and the real path it was read from. */
  source(file: string): Promise<{ text: string; path: string }>;
  dispose(): Promise<void>;
}
