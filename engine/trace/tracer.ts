/**
 * What executing code tells about itself, while somebody watches.
 *
 * Emitted code and the machine ask `T.on` before each call: unwatched, a step costs that one field read. The history that listens behind these
 * functions puts its own in their place; here they do nothing.
 */

/** A statement of a function: where it stands (positions of the file set) and which locals it writes. */
export interface Step {
  pos: number;
  end: number;
  /** Properties of the frame that change until the next step. */
  writes: string[];
}

/** A local variable or argument as a frame holds it. */
export interface LocalInfo {
  name: string;
  /** The frame's property. */
  property: string;
  /** Gives the type descriptor (machine/types.ts). */
  type: unknown;
  /** Where in the source the name is in scope. */
  from: number;
  to: number;
  /** Whether the property holds a cell with the value in `v`. */
  cell: boolean;
  argument: boolean;
}

/** A function, said once. */
export interface FunctionInfo {
  id: number;
  /** As Go's tracebacks name it: `net.(*netFD).accept`. */
  name: string;
  /** Path of the source file. */
  file: string;
  pos: number;
  end: number;
  isGenerator: boolean;
  steps: Step[];
  locals: LocalInfo[];
}

/** The goroutine as far as a trace cares: runtime.g of the machine. */
export interface Goroutine {
  goid: number;
  frame: Frame | null;
}

/** One call on a goroutine's stack; locals are further properties. */
export interface Frame {
  fn: FunctionInfo;
  caller: Frame | null;
  g: Goroutine | null;
  /** Index into fn.steps. */
  pc: number;
  /** The `pc` that was recorded last: `pc` runs ahead. */
  shownPc: number;
  /** In statements of several lines: where execution is in one (`placeWithin`). A Go local has another name: this one is reserved. */
  within?: number;
  /** Of the body of a loop over a func: the frame of the function, or body, around, whose variables it has, too. Reserved like `within`. */
  around?: Frame;
}

/** The call that a frame belongs to: the body of a loop over a func is a function of its own, but of its function's call. */
export function callOf(frame: Frame): Frame {
  return frame.around === undefined ? frame : callOf(frame.around);
}

const mostWithin = 1_000_000;

/** `Frame.within` for the place `offset` bytes behind the begin of the step `pc`. */
export function placeWithin(pc: number, offset: number): number {
  return pc * mostWithin + Math.min(offset, mostWithin - 1);
}

/** How far behind the begin of its step a frame is; 0 where it has not said. */
export function offsetWithin({ pc, within = 0 }: Frame): number {
  return Math.floor(within / mostWithin) === pc ? within % mostWithin : 0;
}

/** What happened to a goroutine: the states of runtime2.go, by Go's names. */
export interface GoroutineEvent {
  g: Goroutine;
  status: string;
  /** Why it waits: a text of runtime.waitReason. */
  reason: string;
}

export interface Tracer {
  /** Somebody watches. */
  on: boolean;
  /** Execution arrives at a statement. True asks the goroutine to wait here until it is released (`M.hold`). */
  step(frame: Frame): boolean;
  /** A property of an object, or an element of an array, is about to change. */
  write(object: object, key: string | number): void;
  /** Elements of an array are about to change. */
  writeElements(array: object, start: number, count: number): void;
  /** An entry of a JavaScript Map is about to change. */
  writeMap(map: Map<unknown, unknown>, key: unknown): void;
  goroutine(event: GoroutineEvent): void;
  /** A goroutine begins to panic with this value (an interface of the machine), where `frame` stands. */
  panic(value: unknown, frame: Frame): void;
}

export const T: Tracer = {
  on: false,
  step: () => false,
  write: () => undefined,
  writeElements: () => undefined,
  writeMap: () => undefined,
  goroutine: () => undefined,
  panic: () => undefined,
};
