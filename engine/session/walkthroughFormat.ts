import type { Need } from './needs.ts';
import type { Prose } from './walkthroughProse.ts';

/** The languages every walkthrough is written in, named as VS Code names them. The first is the one others are compared with. */
export const languages = ['en', 'zh-cn'] as const;
export type Language = (typeof languages)[number];

/** What a reader is looking at: made by the kernel, run from Go's source, ours on Go's lines, told by the kernel, or concluded. */
export type Nature = 'real' | 'executed' | 'mirrored' | 'observed' | 'inferred';

/** A view to look at while a stop is shown. */
export type View =
  | 'variable'
  | 'system-call'
  | 'call-stack'
  | 'goroutines'
  | 'run-queue'
  | 'descriptor'
  | 'accept-queue'
  | 'receive-queue'
  | 'socket-options'
  | 'poll-desc'
  | 'epoll'
  | 'ready-list'
  | 'fd-set'
  | 'poll-array'
  | 'rings'
  | 'signals';

/** What to look at: a view, and for most a Go expression without calls, evaluated in the stop's frame. */
export interface LookAt {
  readonly view: View;
  readonly expression?: string;
}

/** Versions of Go: from `since` on, before `until`. */
export interface VersionRange {
  readonly since?: string;
  readonly until?: string;
}

/** A statement of Go's source, named by function and syntax; the grammar is in walkthroughs/README.md. */
export interface StopAnchor extends VersionRange {
  readonly file: string;
  readonly func: string;
  readonly statement: string;
  readonly occurrence?: number;
}

/** A statement where the walk pauses, before it runs, and something is told. */
export interface Stop extends VersionRange {
  readonly id: string;
  readonly chapter: string;
  readonly nature: Nature;
  /** In the order written; the first whose versions fit is taken. */
  readonly anchors: readonly StopAnchor[];
  /** A name of the walkthrough's goroutines, or `g0`; anyone if missing. */
  readonly goroutine?: string;
  /** Which visit, counted from the moment the stop before was met. */
  readonly visit: number;
  readonly lookAt: readonly LookAt[];
  readonly mayBeSkipped: boolean;
  /** Goroutines, by their names here, that are held from this stop on while all others go on; and those that are let go again. */
  readonly hold?: readonly string[];
  readonly release?: readonly string[];
  /** It is met wherever the walk stands before it, and all between is passed over: a statement of a program that somebody has changed. */
  readonly isLandmark?: boolean;
  /** Two versions of Go whose statements are shown side by side at this stop. */
  readonly beside?: readonly [string, string];
}

/** A goroutine with a name: the first one started with this function. */
export interface NamedGoroutine {
  readonly name: string;
  readonly function: string;
}

/** What walkthrough.json says. */
export interface Manifest {
  readonly id: string;
  readonly order: number;
  /** How long a reader needs, about. */
  readonly minutes: number;
  /** The program's file name inside the folder. */
  readonly program: string;
  /** System calls that fail on purpose, as `accept4=EMFILE:2` (linux/faults.ts). */
  readonly inject: readonly string[];
  /** Packages, besides those that are always walked, in which there are stops: `net/http`. */
  readonly stepInto: readonly string[];
  /** What the machine must allow; asked before anything starts (needs.ts). */
  readonly needs: readonly Need[];
  readonly versions: { readonly since: string; readonly checked: readonly string[] };
  readonly goroutines: readonly NamedGoroutine[];
  readonly chapters: readonly string[];
  readonly stops: readonly Stop[];
}

/** A walkthrough that has passed every check. */
export interface Walkthrough extends Manifest {
  readonly folder: string;
  readonly prose: Readonly<Record<Language, Prose>>;
}

/** One thing that is wrong, with the file and, where it has one, the stop. */
export interface Problem {
  readonly file: string;
  readonly stop?: string;
  readonly message: string;
}

/** A walkthrough that cannot be used; the message lists every problem, a line each. */
export class WalkthroughError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'WalkthroughError';
    this.problems = problems;
  }
}

/** `walkthroughs/x/en.md: stop accept4: it has no text`. */
export function describeProblem({ file, stop, message }: Problem): string {
  return stop === undefined ? `${file}: ${message}` : `${file}: stop ${stop}: ${message}`;
}

/** Whether a version of Go ("1.23" or "1.23.4") lies in a range. */
export function inRange(version: string, { since, until }: VersionRange): boolean {
  return (
    (since === undefined || compareVersions(version, since) >= 0) &&
    (until === undefined || compareVersions(version, until) < 0)
  );
}

/** A stop as one version of Go has it. */
export interface StopOfVersion extends Stop {
  readonly anchor: StopAnchor;
}

/** The stops that a version of Go has, each with its anchor there, in order. */
export function stopsOf(manifest: Manifest, version: string): StopOfVersion[] {
  return manifest.stops.flatMap((stop) => {
    if (!inRange(version, stop)) return [];
    const anchor = stop.anchors.find((candidate) => inRange(version, candidate));
    return anchor === undefined ? [] : [{ ...stop, anchor }];
  });
}

/** Compares the minor versions of Go 1: "1.9" < "1.19.3" = "1.19". */
export function compareVersions(left: string, right: string): number {
  return minor(left) - minor(right);
}

function minor(version: string): number {
  return Number(/^(?:go)?1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}
