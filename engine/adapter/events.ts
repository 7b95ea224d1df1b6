/**
 * What DAP has no word for: custom requests and events, all named `netwalk/…`. The extension imports these types (and only types) from here.
 */
import type {
  Cursor,
  Descriptor,
  GoroutineState,
  Hit,
  Place,
  Sought,
  SystemCall,
  Timeline,
  TimelineRange,
} from '../trace/source.ts';

/** `launch`: a walkthrough, a Go program, or a recording (with `program` where that was recorded). */
export interface LaunchArguments {
  noDebug?: boolean;
  /** Id of a walkthrough: a folder of walkthroughs/. With `program` it is told along that one, which was made from the walkthrough's own. */
  walkthrough?: string;
  /** A .go file or the folder of a main package. */
  program?: string;
  /** A file to play; of a real process with `substitutePath` and `folders` as for `attach`. */
  recording?: string;
  substitutePath?: { from: string; to: string }[];
  folders?: string[];
  /** A file to record into. */
  record?: string;
  /** Id of a stop of the walkthrough: runs to it before it stops for the first time (resuming a walk). */
  stop?: string;
  args?: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** `1.19`, `1.27`; default: the one found first (a walkthrough says its own default). */
  goVersion?: string;
  goroot?: string;
  stopOnEntry?: boolean;
  /** Packages beyond the usual ones (net, internal/poll, runtime netpoll, syscall, main) whose statements are steps, `fmt`, `context`, or `std` for all. */
  stepInto?: string[];
  /** System calls that fail on purpose, as strace's inject makes them: `accept4=EMFILE:2` is the second one; `:every` is each. */
  inject?: string[];
  /** `machine`: stepping over a park follows the scheduler; `goroutine`: it stays with the goroutine. */
  stepOver?: 'machine' | 'goroutine';
  /** Bound of the history. */
  historySteps?: number;
  /** `en` or `zh-cn`, for texts that the engine itself shows. */
  locale?: string;
}

/** `attach`: to the Unix socket of a running session, or with `processId` to a real Go process. */
export interface AttachArguments {
  /** Of a Go process that runs. */
  processId?: number;
  /** Paths in the process that begin with `from` begin with `to` here; the first that fits counts. */
  substitutePath?: { from: string; to: string }[];
  /** Folders in which the module of a program that was built with -trimpath may be. */
  folders?: string[];
  goroot?: string;
  /** Which of its calls are shown: all that is said must fit, of a list one. */
  filter?: ProcessFilter;
  /** Calls that are kept to be walked back through. */
  historyCalls?: number;
  /** Of a process: who stands at a stop, all its threads (that is so unless it is said), or the one that came there. */
  stops?: 'all' | 'thread';
  locale?: string;

  socket?: string;
  session?: string;
  pid?: number;
  /** Netwalk's version at the client's end, and the hash of Go's source that it expects: another one is refused. */
  engine?: string;
  sourceHash?: string;
}

/** Names as Go and strace write them; `errnos` may hold `any`, an address is either end of a socket. */
export interface ProcessFilter {
  calls?: string[];
  errnos?: string[];
  fds?: number[];
  goroutines?: number[];
  functions?: string[];
  addresses?: string[];
}

/** Told before the statement of a stop runs; texts are markdown as walkthroughs/README.md allows it. */
export interface Narration {
  /** Id and title of the walkthrough. */
  walkthrough: string;
  walkthroughTitle: string;
  /** Id of the stop. */
  stop: string;
  /** Position among the stops that this version of Go has, from 0. */
  index: number;
  count: number;
  /** Id and title of the chapter. */
  chapter: string;
  chapterTitle: string;
  /** What introduces the chapter, at its first stop; '' at the others. */
  chapterText: string;
  title: string;
  text: string;
  nature: 'real' | 'executed' | 'mirrored' | 'observed' | 'inferred';
  place: Place | null;
  question: Question | null;
  lookAt: LookAt[];
  /** The statement in two versions of Go, the older first, to be shown side by side. */
  beside?: Side[];
}

/** A statement in the source of one version of Go; lines from 1. */
export interface Side {
  goVersion: string;
  function: string;
  /** The path of the file. */
  file: string;
  line: number;
  endLine: number;
}

/** Asked before the text of its stop is shown; several choices may be right. */
export interface Question {
  text: string;
  choices: { text: string; right: boolean }[];
  /** Shown after the choice, whatever it was. */
  answer: string;
}

/** A view to look at, such as `descriptor`, and for most a Go expression to evaluate in the stop's frame. */
export interface LookAt {
  view: string;
  expression?: string;
}

/**
 * Body of each custom event by its name.
 * A place names its file as the trace does: `net/dial.go` is found below `goroot`/src, an absolute path is itself.
 */
export interface CustomEvents {
  /** Once, before the first stop: what runs, where Go's source is and why that one. */
  'netwalk/session': {
    goVersion: string;
    goroot: string;
    why: string;
    program: string;
    /** Of a recording: when it was made (milliseconds since 1970), on which system, and the number that a real process had; null: it runs now. */
    recorded: { made: number; system: string; process?: number } | null;
    /** The process that runs the program, in whose /proc folder it can be looked at. */
    pid?: number;
  };
  /** At every stop: everything side views show, in one message. */
  'netwalk/state': { cursor: Cursor; goroutines: GoroutineState[]; descriptors: Descriptor[]; goid: number };
  'netwalk/systemCall': SystemCall;
  /** The stop has a narration (null: this place has none). */
  'netwalk/narration': { narration: Narration | null };
  /** The program waits in the kernel; `hint` is a command that would wake it. */
  'netwalk/waiting': { text: string; hint: string };
  /** Errors of a person's main.go, for the Problems view. */
  'netwalk/problems': { problems: { file: string; line: number; column: number; message: string }[] };
  /** Several clients share the run: whether this one controls it. */
  'netwalk/control': { controls: boolean; clients: number };
  /** Statements that ran since the last event, for the trail: file to lines. */
  'netwalk/trail': { lines: Record<string, number[]> };
}

/** Arguments and results of each custom request by its name. */
export interface CustomRequests {
  /** Runs to the next narrated stop. */
  'netwalk/nextStop': { arguments: Record<string, never>; result: Record<string, never> };
  /** Goes back in history to the previous narrated stop. */
  'netwalk/previousStop': { arguments: Record<string, never>; result: Record<string, never> };
  'netwalk/goTo': { arguments: { step: number }; result: Record<string, never> };
  /** To the next moment of that kind, or the last one: in history, and forwards behind its end in the running program. */
  'netwalk/seek': { arguments: Sought & { backwards?: boolean }; result: Record<string, never> };
  /** Recorded steps that fit a text (TraceSource.search); those nearest to the cursor. */
  'netwalk/search': { arguments: { text: string; limit?: number }; result: { hits: Hit[]; complete: boolean } };
  /** What to draw of a stretch of steps. */
  'netwalk/timeline': { arguments: Partial<TimelineRange>; result: Timeline };
  /** Selects a goroutine in the client's Call Stack; its innermost frame is shown. */
  'netwalk/select': { arguments: { goid: number }; result: Record<string, never> };
  /** Writes an expression with its value into the client's Debug Console. */
  'netwalk/show': { arguments: { expression: string }; result: Record<string, never> };
  'netwalk/hold': { arguments: { goid: number; held: boolean }; result: Record<string, never> };
  /** From now on this client controls a run that several share. */
  'netwalk/takeControl': { arguments: Record<string, never>; result: Record<string, never> };
  'netwalk/state': { arguments: Record<string, never>; result: CustomEvents['netwalk/state'] };
  /** All stops of this version of Go, in order. */
  'netwalk/narrations': { arguments: { locale: string }; result: { narrations: Narration[] } };
}
