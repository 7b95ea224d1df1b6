/** Finds its way in the recorded past: to breakpoints, marks and the ends of steps. Steps by their numbers; -1: there is none. */
import type { Controller } from '../../trace/controller.ts';
import type { History, RecordedStep } from '../../trace/history.ts';
import type { ResumeOptions, StepKind } from '../../trace/source.ts';
import { callOf, type Frame } from '../../trace/tracer.ts';

export class Past {
  private readonly history: History;
  private readonly controller: Controller;
  private readonly marks = new Map<number, string>();

  constructor(history: History, controller: Controller) {
    this.history = history;
    this.controller = controller;
  }

  /** The program stood at a mark. */
  remember(step: number, mark: string): void {
    this.marks.set(step, mark);
  }

  forgetMarks(): void {
    this.marks.clear();
  }

  markAt(step: number): string | null {
    return this.marks.get(step) ?? null;
  }

  /** The mark behind (or before) a step where the program stood. */
  mark(step: number, backwards: boolean): number {
    const kept = [...this.marks.keys()].filter((at) => at >= this.history.first);
    const candidates = kept.filter((at) => (backwards ? at < step : at > step));
    if (candidates.length === 0) return -1;
    return backwards ? Math.max(...candidates) : Math.min(...candidates);
  }

  /** A breakpoint from a step on, or back from it. */
  breakpoint(step: number, backwards: boolean): number {
    const hit = ({ frame, pc }: RecordedStep): boolean =>
      this.controller.armedAt(frame.fn, pc).some((armed) => armed.kind !== 'mark');
    return backwards ? this.history.findBack(step, hit) : this.history.findForward(step, hit);
  }

  /** Where a step that begins at `from` ends; -1 when it leads to the live end. */
  step(from: number, kind: StepKind, options: ResumeOptions): number {
    const at = this.history.at(from)?.frame;
    const here = at === undefined ? null : callOf(at);
    const above = new Set<Frame>();
    for (let frame = here?.caller ?? null; frame !== null; frame = frame.caller) above.add(frame);
    return this.history.findForward(from + 1, ({ frame }) => {
      if (!isWanted(frame, options)) return false;
      return kind === 'in' || above.has(frame) || (kind === 'over' && callOf(frame) === here);
    });
  }

  /** The step before. */
  stepBack(from: number, options: ResumeOptions): number {
    return this.history.findBack(from - 1, ({ frame }) => isWanted(frame, options));
  }
}

const isWanted = (frame: Frame, { singleThread, goid }: ResumeOptions): boolean =>
  !singleThread || (frame.g?.goid ?? 0) === goid;
