/** Finds moments of the recorded past: by what was called, who ran, what failed; and tells the timeline. Steps by their numbers; -1: there is none. */
import type { G } from '../../golang/machine/goroutine.ts';
import type { History } from '../../trace/history.ts';
import type { Cursor, Hit, Sought, SystemCall, Timeline, TimelineRange } from '../../trace/source.ts';
import { Timelines } from '../../trace/timeline.ts';
import type { FunctionInfo, Goroutine, GoroutineEvent } from '../../trace/tracer.ts';
import { entryOf, type Inspector } from './inspector.ts';
import type { Places } from './places.ts';

/** What a text asks for: words that must all be there, of a goroutine or a descriptor where it names one. */
interface Wanted {
  words: string[];
  goid: number | null;
  fd: number | null;
}

/** How a statement fits: its function does (then calls of it count), or only the statement itself. 0: not compared yet. */
const fit = { none: 1, function: 2, statement: 3 } as const;
type Fit = (typeof fit)[keyof typeof fit];

/** More hits than these are not given out. */
const maximumHits = 1000;

export class TimeTravel {
  private readonly history: History;
  private readonly inspector: Inspector;
  private readonly places: Places;
  private readonly timelines: Timelines;
  /** What the running program is to stop at. */
  private ahead: Sought | null = null;

  constructor(history: History, inspector: Inspector, places: Places) {
    this.history = history;
    this.inspector = inspector;
    this.places = places;
    this.timelines = new Timelines(history, inspector.moments);
  }

  // ---- while it runs

  /** A goroutine changed its state while `by` ran. True: that was sought. */
  happened(event: GoroutineEvent, by: Goroutine): boolean {
    this.inspector.moments.happened(event, by);
    return (
      this.ahead !== null && !isCall(this.ahead) && event.status === '_Grunning' && event.g.goid === this.ahead.goid
    );
  }

  /** True: it was sought. */
  called(call: SystemCall): boolean {
    return this.ahead !== null && isCall(this.ahead) && fits(call, this.ahead);
  }

  /** From now on the running program is to stop at it; null: no longer. */
  lookAhead(sought: Sought | null): void {
    this.ahead = sought;
  }

  /** Somebody else watches, from here on. */
  forget(): void {
    this.ahead = null;
    this.inspector.moments.forget();
    this.timelines.forget();
    this.inspector.calls.length = 0;
  }

  // ---- in the past

  /** The next moment of a kind behind a step, or the last before it. */
  seek(sought: Sought, from: number, backwards: boolean): number {
    if (!isCall(sought)) return this.resumption(sought.goid ?? 0, from, backwards);
    const { calls } = this.inspector;
    const isKept = (call: SystemCall): boolean => call.step >= this.history.first && fits(call, sought);
    const found = backwards
      ? calls.findLast((call) => call.step < from && isKept(call))
      : calls.find((call) => call.step > from && isKept(call));
    return found?.step ?? -1;
  }

  /** Where a goroutine begins to run after another one did. */
  private resumption(goid: number, from: number, backwards: boolean): number {
    const { first, last } = this.history;
    const runs = (step: number): boolean => (this.history.goroutineAt(step)?.goid ?? 0) === goid;
    for (let step = backwards ? from - 1 : from + 1; step >= first && step <= last; step += backwards ? -1 : 1) {
      if (runs(step) && (step === first || !runs(step - 1))) return step;
    }
    return -1;
  }

  timeline(range: TimelineRange, cursor: Cursor): Timeline {
    return this.timelines.timeline(range, cursor, this.inspector.calls, (g) => entryOf(g as G));
  }

  search(text: string, limit: number, near: number): { hits: Hit[]; complete: boolean } {
    const wanted = wantedBy(text);
    const most = Math.max(1, Math.min(limit, maximumHits));
    if (wanted.words.length === 0 && wanted.goid === null && wanted.fd === null) return { hits: [], complete: true };
    const found = [...this.callHits(wanted), ...(wanted.fd === null ? this.statementHits(wanted, most, near) : [])];
    const distance = ({ step }: Hit): number => Math.abs(step - near);
    const nearest = found.length <= most ? found : found.sort((a, b) => distance(a) - distance(b)).slice(0, most);
    return { hits: nearest.sort((a, b) => a.step - b.step), complete: found.length <= most };
  }

  private callHits({ words, goid, fd }: Wanted): Hit[] {
    const hits: Hit[] = [];
    for (const { step, goid: by, place, text, name, errnoName, fds } of this.inspector.calls) {
      if (step < this.history.first || (goid !== null && by !== goid) || (fd !== null && !fds.includes(fd))) continue;
      const subject = text.toLowerCase();
      if (words.every((word) => subject.includes(word))) {
        hits.push({ step, goid: by, function: name, place, text, errnoName });
      }
    }
    return hits;
  }

  /** Up to one more than `most` in each direction: then there are too many. */
  private statementHits(wanted: Wanted, most: number, near: number): Hit[] {
    const fitOf = this.fitter(wanted.words);
    const hits: Hit[] = [];
    const look = (step: number): boolean => {
      const goid = this.history.goroutineAt(step)?.goid ?? 0;
      if (wanted.goid !== null && goid !== wanted.goid) return false;
      const recorded = this.history.at(step);
      if (recorded === null) return false;
      const { frame, pc } = recorded;
      const how = fitOf(frame.fn, pc);
      // A function is found where it is called.
      if (how === fit.none || (how === fit.function && pc !== 0)) return false;
      hits.push({
        step, goid, function: frame.fn.name, place: this.places.stepPlace(frame.fn, pc), text: '', errnoName: '',
      }); // prettier-ignore
      return true;
    };
    const { first, last } = this.history;
    let count = 0;
    for (let step = Math.min(near, last); step >= first && count <= most; step--) if (look(step)) count++;
    count = 0;
    for (let step = Math.max(near + 1, first); step <= last && count <= most; step++) if (look(step)) count++;
    return hits;
  }

  /** Each statement is compared once, however often it ran. */
  private fitter(words: readonly string[]): (fn: FunctionInfo, pc: number) => Fit {
    const known: (Uint8Array | undefined)[] = [];
    return (fn, pc) => {
      const fits = (known[fn.id] ??= new Uint8Array(fn.steps.length));
      if (fits[pc] === 0) fits[pc] = this.compare(words, fn, pc);
      return fits[pc] as Fit;
    };
  }

  private compare(words: readonly string[], fn: FunctionInfo, pc: number): Fit {
    const inFunction = (word: string): boolean =>
      fn.name.toLowerCase().includes(word) || fn.file.toLowerCase().endsWith(word);
    if (words.every(inFunction)) return fit.function;
    const line = this.places.lineOf(fn.steps[pc]?.pos ?? 0);
    const at = `${fn.file}:${line}`.toLowerCase();
    // `dial.go:4` is not line 42.
    return words.every((word) => inFunction(word) || at.endsWith(word)) ? fit.statement : fit.none;
  }
}

const isCall = ({ fd, call, errno }: Sought): boolean => fd !== undefined || call !== undefined || errno !== undefined;

function fits(made: SystemCall, { goid, fd, call, errno }: Sought): boolean {
  return (
    (goid === undefined || made.goid === goid) &&
    (fd === undefined || made.fds.includes(fd)) &&
    (call === undefined || made.name === call) &&
    (errno === undefined || (errno === 'any' ? made.errno !== 0 : made.errnoName === errno))
  );
}

/** `goroutine 18`, `g18`, `fd 7` and words. */
function wantedBy(text: string): Wanted {
  const wanted: Wanted = { words: [], goid: null, fd: null };
  const rest = text
    .toLowerCase()
    .replace(/\b(?:goroutine\s+|g)(\d+)\b/, (_all, goid: string) => ((wanted.goid = Number(goid)), ''))
    .replace(/\bfd\s*(\d+)\b/, (_all, fd: string) => ((wanted.fd = Number(fd)), ''));
  wanted.words = rest.split(/\s+/).filter((word) => word !== '');
  return wanted;
}
