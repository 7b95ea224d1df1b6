import fs from 'node:fs';
import path from 'node:path';
import type { CustomEvents, Narration } from '../../engine/adapter/events.ts';
import type { Place, SystemCall } from '../../engine/trace/source.ts';

export type EventName = keyof CustomEvents;

const eventNames: Record<EventName, true> = {
  'netwalk/session': true,
  'netwalk/state': true,
  'netwalk/systemCall': true,
  'netwalk/narration': true,
  'netwalk/waiting': true,
  'netwalk/problems': true,
  'netwalk/trail': true,
  'netwalk/control': true,
};

/** Whether a custom event is one that we know. */
export const isEventName = (name: string): name is EventName => Object.hasOwn(eventNames, name);

/** Calls kept for one line: enough to show the right one after going back a few rounds of a loop. */
const callsPerLine = 50;
/** Calls kept in their order: going back further than that shows none. */
const callsInOrder = 500;

/** What is known of one debug session, built from its custom events. */
export class Walk {
  info: CustomEvents['netwalk/session'] | undefined;
  /** The folder below which Go's source files lie, as the adapter names them to VS Code: without links (Debian's GOROOT has them). */
  sourceRoot: string | undefined;
  state: CustomEvents['netwalk/state'] | undefined;
  /** What the walkthrough says here; stays when the walk goes on between two stops. */
  narration: Narration | undefined;
  /** Whether the walk stands at the stop that `narration` belongs to. */
  atStop = false;
  /** All stops, once they were asked for. */
  narrations: readonly Narration[] = [];
  waiting: CustomEvents['netwalk/waiting'] | undefined;
  problems: CustomEvents['netwalk/problems']['problems'] = [];
  /** Where several clients see the run. */
  control: CustomEvents['netwalk/control'] | undefined;
  readonly #trail = new Map<string, Set<number>>();
  readonly #calls = new Map<string, Map<number, SystemCall[]>>();
  readonly #callNames = new Set<string>();
  readonly #errnos = new Set<string>();
  #lastCalls: SystemCall[] = [];

  /** Takes in an event. */
  apply<K extends EventName>(name: K, body: CustomEvents[K]): void {
    const takers: { [N in EventName]: (body: CustomEvents[N]) => void } = {
      'netwalk/session': (info) => {
        this.info = info;
        this.sourceRoot = withoutLinks(path.join(info.goroot, 'src'));
      },
      'netwalk/state': (state) => {
        this.state = state;
        this.waiting = undefined;
      },
      'netwalk/systemCall': (call) => this.#addCall(call),
      'netwalk/narration': ({ narration }) => {
        this.atStop = narration !== null;
        this.narration = narration ?? this.narration;
      },
      'netwalk/waiting': (waiting) => (this.waiting = waiting),
      'netwalk/problems': ({ problems }) => (this.problems = problems),
      'netwalk/trail': ({ lines }) => this.#addTrail(lines),
      'netwalk/control': (control) => (this.control = control),
    };
    takers[name](body);
  }

  /** The real path of a place's file; undefined when Go's source is not known yet. */
  pathOf(place: Pick<Place, 'file'>): string | undefined {
    if (path.isAbsolute(place.file)) return place.file;
    return this.sourceRoot && path.join(this.sourceRoot, place.file);
  }

  /** Lines of a file (by its real path) that have run. */
  trailOf(file: string): number[] {
    return [...(this.#trail.get(file) ?? [])];
  }

  /** For each line of a file the last system call made there, seen from where the cursor stands in history. */
  callsOf(file: string): SystemCall[] {
    return [...(this.#calls.get(file)?.values() ?? [])].flatMap(
      (calls) => calls.findLast((call) => this.#isBehind(call)) ?? [],
    );
  }

  /** The last system calls, the newest last, seen from where the cursor stands in history. */
  lastCalls(count: number): SystemCall[] {
    return this.#lastCalls.filter((call) => this.#isBehind(call)).slice(-count);
  }

  #isBehind(call: SystemCall): boolean {
    const cursor = this.state?.cursor;
    return cursor === undefined || cursor.live || call.step < cursor.step;
  }

  /** Names of the system calls that were made, and of the errors that they had. */
  get callsMade(): { names: string[]; errnos: string[] } {
    return { names: [...this.#callNames], errnos: [...this.#errnos] };
  }

  #addCall(call: SystemCall): void {
    this.#callNames.add(call.name);
    if (call.errnoName !== '') this.#errnos.add(call.errnoName);
    this.#lastCalls.push(call);
    if (this.#lastCalls.length > 2 * callsInOrder) this.#lastCalls = this.#lastCalls.slice(-callsInOrder);
    const file = call.place && this.pathOf(call.place);
    if (!file || !call.place) return;
    const lines = this.#calls.get(file) ?? new Map<number, SystemCall[]>();
    this.#calls.set(file, lines);
    const calls = lines.get(call.place.line) ?? [];
    lines.set(call.place.line, [...calls, call].slice(-callsPerLine));
  }

  #addTrail(lines: Record<string, number[]>): void {
    for (const [name, visited] of Object.entries(lines)) {
      const file = this.pathOf({ file: name });
      if (!file) continue;
      const all = this.#trail.get(file) ?? new Set<number>();
      this.#trail.set(file, all);
      for (const line of visited) all.add(line);
    }
  }
}

function withoutLinks(folder: string): string {
  return fs.existsSync(folder) ? fs.realpathSync(folder) : folder;
}
