/**
 * Decides at each step whether the program stops there. It runs on the program's thread, as the tracer behind `T`; whoever is told of a stop
 * keeps the thread until the program may go on.
 *
 * Stepping follows the machine: when the goroutine that is stepped over a call parks, the next step of the scheduler is the stop, unless the
 * request stays with its goroutine.
 */
import type { History } from './history.ts';
import type { StepKind, StopReason } from './source.ts';
import { callOf, type Frame, type FunctionInfo, type Goroutine, type GoroutineEvent, type Tracer } from './tracer.ts';

/** A breakpoint on one step of a function. */
export interface ArmedBreakpoint {
  id: number;
  kind: 'line' | 'function' | 'mark' | 'entry' | 'deadline';
  /** For a mark: its id. */
  mark: string | null;
  /** Whether to stop now: counts hits, asks the condition, writes log messages. */
  hit(frame: Frame): boolean;
}

export interface PendingStop {
  reason: StopReason;
  description: string;
  text: string;
  breakpointIds: number[];
  mark: string | null;
}

/** What the controller asks of the thread it runs on. */
export interface ControllerHost {
  /** Something was asked from outside (read as a plain field: it may be seen a little late). */
  readonly doorbell: { readonly [0]: number };
  /** Answers what was asked. */
  serve(): void;
  /** The program stands at `frame`: returns when it may go on. */
  stop(stop: PendingStop, frame: Frame): void;
  /** For each step, when somebody shows the trail. */
  visited(frame: Frame, fn: FunctionInfo, pc: number): void;
}

type Mode = 'free' | 'mark' | StepKind;

const plain = (reason: StopReason): PendingStop => ({
  reason,
  description: '',
  text: '',
  breakpointIds: [],
  mark: null,
});

export class Controller implements Tracer {
  on = true;
  private readonly history: History;
  private readonly host: ControllerHost;
  private readonly armed: (Map<number, ArmedBreakpoint[]> | undefined)[] = [];
  private mode: Mode = 'free';
  private stepGoroutine: Goroutine | null = null;
  private stepFrame: Frame | null = null;
  private readonly ancestors = new Set<Frame>();
  private staysWithGoroutine = false;
  private pending: PendingStop | null = null;
  private readonly held = new Set<Goroutine>();
  /** Tells about goroutines, where somebody listens. */
  onGoroutine: ((event: GoroutineEvent) => void) | null = null;
  /** Tells of panics as they begin. */
  onPanic: ((value: unknown, frame: Frame) => void) | null = null;

  constructor(history: History, host: ControllerHost) {
    this.history = history;
    this.host = host;
  }

  // ---- Tracer

  step(frame: Frame): boolean {
    const { fn, pc } = frame;
    this.history.step(frame, fn, pc);
    this.host.visited(frame, fn, pc);
    if (this.host.doorbell[0] !== 0) this.host.serve();
    const stop = this.reasonToStop(frame, this.armed[fn.id]?.get(pc));
    if (stop !== null) this.host.stop(stop, frame);
    return this.held.size > 0 && frame.g !== null && this.held.has(frame.g);
  }

  write(object: object, key: string | number): void {
    this.history.write(object, key);
  }

  writeElements(array: object, start: number, count: number): void {
    this.history.writeElements(array, start, count);
  }

  writeMap(map: Map<unknown, unknown>, key: unknown): void {
    this.history.writeMap(map, key);
  }

  goroutine(event: GoroutineEvent): void {
    this.onGoroutine?.(event);
    if (event.g !== this.stepGoroutine || (this.mode !== 'over' && this.mode !== 'out')) return;
    const gone = event.status === '_Gdead';
    const parked = event.status === '_Gwaiting' && !this.staysWithGoroutine;
    if (gone || parked) this.mode = 'in';
  }

  panic(value: unknown, frame: Frame): void {
    this.onPanic?.(value, frame);
  }

  // ---- what is asked

  /** Goes on without stopping until a breakpoint. */
  resume(): void {
    this.mode = 'free';
  }

  runToMark(): void {
    this.mode = 'mark';
  }

  /** One step from `frame` on. With `stay` the step belongs to its goroutine, whatever others do meanwhile. */
  stepFrom(kind: StepKind, frame: Frame | null, stay: boolean): void {
    this.mode = kind;
    this.stepFrame = frame === null ? null : callOf(frame);
    this.stepGoroutine = frame?.g ?? null;
    this.staysWithGoroutine = stay;
    this.ancestors.clear();
    for (let f = this.stepFrame?.caller ?? null; f !== null; f = f.caller) this.ancestors.add(f);
  }

  /** Stops at the next step of a goroutine. */
  stopIn(g: Goroutine): void {
    this.stepFrom('in', null, true);
    this.stepGoroutine = g;
  }

  /** Stops at the next step, whichever it is. */
  stopSoon(stop: PendingStop): void {
    this.pending = stop;
  }

  pause(): void {
    this.pending = plain('pause');
  }

  stopAtNextStep(reason: StopReason): void {
    this.pending = plain(reason);
  }

  hold(g: Goroutine): void {
    this.held.add(g);
  }

  release(g: Goroutine): void {
    this.held.delete(g);
  }

  /** Gives those that were held. */
  releaseAll(): Goroutine[] {
    const held = [...this.held];
    this.held.clear();
    return held;
  }

  isHeld(g: Goroutine): boolean {
    return this.held.has(g);
  }

  /** Replaces the breakpoints of a function, by its steps. */
  arm(info: FunctionInfo, breakpoints: Map<number, ArmedBreakpoint[]> | undefined): void {
    this.armed[info.id] = breakpoints;
  }

  armedAt(info: FunctionInfo, pc: number): readonly ArmedBreakpoint[] {
    return this.armed[info.id]?.get(pc) ?? [];
  }

  // ---- decisions

  private reasonToStop(frame: Frame, atBreakpoint: ArmedBreakpoint[] | undefined): PendingStop | null {
    let stop = null as PendingStop | null;
    if (atBreakpoint !== undefined) stop = this.breakpointStop(frame, atBreakpoint);
    if (this.pending !== null) {
      stop = { ...this.pending, mark: stop?.mark ?? null };
      this.pending = null;
    } else if ((stop === null || stop.reason === 'mark') && this.stepEndsAt(frame)) {
      stop = { ...plain('step'), mark: stop?.mark ?? null };
    }
    if (stop?.reason === 'mark' && this.mode !== 'mark') return null;
    return stop;
  }

  /** A mark only stops who runs to marks; but every visit counts. */
  private breakpointStop(frame: Frame, breakpoints: readonly ArmedBreakpoint[]): PendingStop | null {
    let stop = null as PendingStop | null;
    for (const breakpoint of breakpoints) {
      if (!breakpoint.hit(frame)) continue;
      if (breakpoint.kind === 'mark') {
        stop ??= plain('mark');
        stop.mark = breakpoint.mark;
      } else if (breakpoint.kind === 'deadline') {
        stop = { ...plain('exception'), description: 'a deadline has expired', mark: stop?.mark ?? null };
      } else if (breakpoint.kind === 'entry') {
        stop = { ...plain('entry'), mark: stop?.mark ?? null };
      } else {
        const reason = breakpoint.kind === 'function' ? 'function breakpoint' : 'breakpoint';
        stop = {
          ...plain(reason),
          mark: stop?.mark ?? null,
          breakpointIds: [...(stop?.breakpointIds ?? []), breakpoint.id],
        };
      }
    }
    return stop;
  }

  private stepEndsAt(frame: Frame): boolean {
    switch (this.mode) {
      case 'in':
        return !this.staysWithGoroutine || this.stepGoroutine === null || frame.g === this.stepGoroutine;
      case 'over':
        return callOf(frame) === this.stepFrame || this.ancestors.has(frame);
      case 'out':
        return this.ancestors.has(frame);
      default:
        return false;
    }
  }
}
