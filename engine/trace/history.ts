/**
 * The recorded past of a running program: every step, and of every write the value that was there before, so that memory can be looked at as it
 * was. Nothing is copied ahead of time: a step costs a few stores, and looking back reads the undo log from its end.
 *
 * Bounded: `capacity` steps (and eight writes a step on average); the oldest part is dropped, and `dropped` counts it.
 */
import type { Frame, FunctionInfo, Goroutine } from './tracer.ts';

/** Old elements of a slice of an array. */
class Elements {
  readonly start: number;
  readonly old: ArrayLike<unknown>;
  constructor(start: number, old: ArrayLike<unknown>) {
    this.start = start;
    this.old = old;
  }
}

/** Key of a JavaScript Map entry (apart from property keys). */
class Entry {
  readonly key: unknown;
  constructor(key: unknown) {
    this.key = key;
  }
}

/** A map entry or property that was not there. */
export const absent = Symbol('absent');

type Keyed = Record<string | number, unknown>;

export interface RecordedStep {
  frame: Frame;
  pc: number;
}

/** Logs what a step of its function will write, and gives where the frame stood before: `frame` is of the function's class. */
type Recorder = (history: History, frame: Frame, pc: number) => number;

/** As often a function is walked through before it gets a recorder of its own. */
const oftenWalked = 256;

export class History {
  capacity = 0;
  private mask = 0;
  private undoMask = 0;
  private frames: (Frame | null)[] = [];
  private pcs = new Int32Array(0);
  /** Where the frame of a step was before it. */
  private pcsBefore = new Int32Array(0);
  /** Length of the undo log when the step began. */
  private undoAt = new Float64Array(0);
  private objects: (object | null)[] = [];
  private keys: unknown[] = [];
  private olds: unknown[] = [];
  private undoNext = 0;
  /** By the functions' numbers: how many steps they have taken yet, or how these are recorded. */
  private readonly recorders: (number | Recorder | undefined)[] = [];
  /** Absolute number of the next step. */
  next = 0;
  /** The oldest step that is kept. */
  first = 0;

  /** `capacity` is rounded up to a power of two. */
  constructor(capacity: number) {
    this.begin(capacity);
  }

  /** Begins anew, behind all that is recorded: what was not watched meanwhile cannot be looked back at. The numbers of steps go on. */
  begin(capacity: number): void {
    this.first = this.next;
    this.undoNext = 0;
    this.capacity = 2 ** Math.ceil(Math.log2(Math.max(16, capacity)));
    this.mask = this.capacity - 1;
    const undoCapacity = this.capacity * 8;
    this.undoMask = undoCapacity - 1;
    // They grow as they are filled: most of a history is never used.
    this.frames = [];
    this.pcs = new Int32Array(this.capacity);
    this.pcsBefore = new Int32Array(this.capacity);
    this.undoAt = new Float64Array(this.capacity);
    this.objects = [];
    this.keys = [];
    this.olds = [];
  }

  /** The newest step, -1 before the first. */
  get last(): number {
    return this.next - 1;
  }

  get dropped(): number {
    return this.first;
  }

  /** Execution arrives at the statement `pc`, which is `frame.pc`: frames are of as many classes as there are functions, and reading from them is dear. */
  step(frame: Frame, fn: FunctionInfo, pc: number): void {
    const slot = this.next & this.mask;
    if (this.next - this.first >= this.capacity) this.first++;
    this.frames[slot] = frame;
    this.pcs[slot] = pc;
    this.undoAt[slot] = this.undoNext;
    this.next++;
    const recorder = this.recorders[fn.id];
    this.pcsBefore[slot] =
      typeof recorder === 'function' ? recorder(this, frame, pc) : this.recordSeldom(frame, fn, pc);
  }

  private recordSeldom(frame: Frame, fn: FunctionInfo, pc: number): number {
    const visits = (this.recorders[fn.id] ?? 0) as number;
    this.recorders[fn.id] = visits < oftenWalked ? visits + 1 : recorderOf(fn);
    const before = frame.shownPc;
    frame.shownPc = pc;
    for (const property of fn.steps[pc]?.writes ?? []) this.log(frame, property, (frame as unknown as Keyed)[property]);
    return before;
  }

  write(object: object, key: string | number): void {
    this.log(object, key, (object as Keyed)[key]);
  }

  writeElements(array: object, start: number, count: number): void {
    const source = array as unknown[] | Uint8Array;
    this.log(array, new Elements(start, source.slice(start, start + count)), null);
  }

  writeMap(map: Map<unknown, unknown>, key: unknown): void {
    this.log(map, new Entry(key), map.has(key) ? map.get(key) : absent);
  }

  /** `object`'s `key` was `old` until now. */
  log(object: object, key: unknown, old: unknown): void {
    const slot = this.undoNext & this.undoMask;
    this.objects[slot] = object;
    this.keys[slot] = key;
    this.olds[slot] = old;
    this.undoNext++;
    // A burst of writes may outgrow its share: then steps whose undo entries are gone are dropped with them.
    const oldest = this.undoNext - this.undoMask;
    while (this.first < this.next && (this.undoAt[this.first & this.mask] ?? 0) < oldest) this.first++;
  }

  at(step: number): RecordedStep | null {
    if (step < this.first || step >= this.next) return null;
    const slot = step & this.mask;
    const frame = this.frames[slot];
    return frame === null || frame === undefined ? null : { frame, pc: this.pcs[slot] ?? 0 };
  }

  /** Where a frame that had begun by `step` stood then. */
  pcAt(frame: Frame, step: number): number {
    for (let later = Math.max(step + 1, this.first); later < this.next; later++) {
      const slot = later & this.mask;
      if (this.frames[slot] === frame) return this.pcsBefore[slot] ?? 0;
    }
    return frame.shownPc;
  }

  /** Whose step it was; null is the scheduler, or a step that is not kept. */
  goroutineAt(step: number): Goroutine | null {
    return step < this.first || step >= this.next ? null : (this.frames[step & this.mask]?.g ?? null);
  }

  /** The newest step at or before `step` for which `matches` holds, or -1. */
  findBack(step: number, matches: (recorded: RecordedStep) => boolean): number {
    for (let i = Math.min(step, this.last); i >= this.first; i--) {
      const recorded = this.at(i);
      if (recorded !== null && matches(recorded)) return i;
    }
    return -1;
  }

  /** The oldest step at or after `step` for which `matches` holds, or -1. */
  findForward(step: number, matches: (recorded: RecordedStep) => boolean): number {
    for (let i = Math.max(step, this.first); i < this.next; i++) {
      const recorded = this.at(i);
      if (recorded !== null && matches(recorded)) return i;
    }
    return -1;
  }

  /** Where goroutine `g` stood at `step`, or null when nothing is recorded of it by then. */
  lastOf(g: Goroutine, step: number): RecordedStep | null {
    const found = this.findBack(step, (recorded) => recorded.frame.g === g);
    return found < 0 ? null : this.at(found);
  }

  /** Memory as it was when `step` began. */
  viewAt(step: number): View {
    const overlay = new Map<object, Map<unknown, unknown>>();
    const end = this.undoAt[step & this.mask] ?? this.undoNext;
    for (let i = this.undoNext - 1; i >= end; i--) {
      const slot = i & this.undoMask;
      const object = this.objects[slot];
      if (object === null || object === undefined) continue;
      let changes = overlay.get(object);
      if (changes === undefined) overlay.set(object, (changes = new Map()));
      const key = this.keys[slot];
      if (key instanceof Elements) {
        for (let n = 0; n < key.old.length; n++) changes.set(key.start + n, key.old[n]);
      } else changes.set(key instanceof Entry ? key.key : key, this.olds[slot]);
    }
    return new View(overlay);
  }

  /** Objects and keys that were written between two steps: what changed. */
  changedBetween(from: number, to: number): Map<object, Set<unknown>> {
    const changed = new Map<object, Set<unknown>>();
    if (from < this.first || to < from) return changed;
    const begin = this.undoAt[from & this.mask] ?? 0;
    const end = to >= this.next ? this.undoNext : (this.undoAt[to & this.mask] ?? this.undoNext);
    for (let i = begin; i < end; i++) {
      const slot = i & this.undoMask;
      const object = this.objects[slot];
      if (object === null || object === undefined) continue;
      let keys = changed.get(object);
      if (keys === undefined) changed.set(object, (keys = new Set()));
      const key = this.keys[slot];
      if (key instanceof Elements) for (let n = 0; n < key.old.length; n++) keys.add(key.start + n);
      else keys.add(key instanceof Entry ? key.key : key);
    }
    return changed;
  }
}

/** Written for one function, V8 knows the class of its frames: properties are read ten times as fast as by name from any frame. */
function recorderOf({ steps }: FunctionInfo): Recorder {
  const cases = steps.flatMap(({ writes }, pc) => {
    const logged = writes.map((name) => `history.log(frame, ${JSON.stringify(name)}, frame[${JSON.stringify(name)}]);`);
    return logged.length === 0 ? [] : [`case ${pc}: ${logged.join(' ')} break;`];
  });
  const body = `const before = frame.shownPc; frame.shownPc = pc; switch (pc) { ${cases.join('\n')} } return before;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  return new Function('history', 'frame', 'pc', body) as Recorder;
}

/** Reads memory, now or as it was. */
export class View {
  private readonly overlay: Map<object, Map<unknown, unknown>> | null;

  /** Without an overlay: memory as it is. */
  constructor(overlay: Map<object, Map<unknown, unknown>> | null = null) {
    this.overlay = overlay;
  }

  get(object: object, key: string | number): unknown {
    const changes = this.overlay?.get(object);
    if (changes !== undefined && changes.has(key)) return changes.get(key);
    return (object as Keyed)[key];
  }

  /** The entries of a JavaScript Map in its present order, those that were deleted since behind. */
  entries(map: Map<unknown, unknown>): [unknown, unknown][] {
    const changes = this.overlay?.get(map);
    if (changes === undefined) return [...map];
    const entries: [unknown, unknown][] = [];
    for (const [key, value] of map) {
      const old = changes.has(key) ? changes.get(key) : value;
      if (old !== absent) entries.push([key, old]);
    }
    for (const [key, old] of changes) if (!map.has(key) && old !== absent) entries.push([key, old]);
    return entries;
  }
}
