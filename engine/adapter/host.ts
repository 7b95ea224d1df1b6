/** Who makes the runs that an adapter shows: engine/session implements it. */
import type { TraceSource } from '../trace/source.ts';
import type { AttachArguments, LaunchArguments, Narration } from './events.ts';

/** A program that is prepared or runs, and the walkthrough told along it. */
export interface Run {
  trace: TraceSource;
  walk: Walk | null;
  /** What the program writes to its standard output and error, where that is caught beside the trace. */
  output: ProgramOutput | null;
  /** Where several clients share the run. */
  control?: Control;
}

/** One client's part in a run that several see: one of them moves it, the others follow. */
export interface Control {
  readonly controls: boolean;
  /** How many there are. */
  readonly clients: number;
  /** From now on the client sees what happens. */
  watch(): Promise<void>;
  /** When the program stands, the client is told where. */
  join(): void;
  /** The others follow from now on. */
  take(): Promise<void>;
  /** Told when somebody comes, goes or takes control. */
  on(listener: () => void): { dispose(): void };
}

export interface ProgramOutput {
  on(listener: (category: 'stdout' | 'stderr', text: string) => void): { dispose(): void };
  /** Hands on what has been written until now. */
  drain(): void;
}

/** The stops of a walkthrough in the version of Go that runs; the trace has them as marks. */
export interface Walk {
  /** They explain lines where somebody stands; nobody is led from one to the next. */
  isAside?: boolean;
  /** In the order in which they are met, with their places. @throws nothing: an unknown locale is answered in English */
  narrations(locale: string): Narration[];
  /** Stops that have no place in this source, each in a sentence. */
  problems: string[];
  /** Where the program is somebody's own, made from the walkthrough's: the titles of stops whose statements it does not have. */
  missing?(locale: string): string[];
}

export interface Host {
  /** Prepares a program; `locale` is the client's. Errors are for the person; one with `problems` is a program that does not compile. */
  launch(args: LaunchArguments): Promise<Run>;
  attach(args: AttachArguments): Promise<Run>;
}

/** What a program that does not compile is told apart by. */
export interface CompileProblem {
  file: string;
  line: number;
  /** In UTF-16 code units. */
  editorColumn: number;
  message: string;
}

/** The problems of an error of `launch`, if it is about a program that does not compile. */
export function problemsOf(error: unknown): CompileProblem[] {
  if (!(error instanceof Error) || !('problems' in error) || !Array.isArray(error.problems)) return [];
  return (error.problems as unknown[]).filter(isCompileProblem);
}

function isCompileProblem(value: unknown): value is CompileProblem {
  return typeof value === 'object' && value !== null && 'line' in value && 'editorColumn' in value;
}
