/** Goroutines that are held at their next step while the others run, and the names that a walkthrough gives them. */
import { M } from '../../golang/machine/index.ts';
import type { G } from '../../golang/machine/goroutine.ts';
import type { Controller } from '../../trace/controller.ts';
import type { History } from '../../trace/history.ts';
import type { GoroutineName } from '../../trace/source.ts';
import { entryOf } from './inspector.ts';
import type { Recording } from './taping.ts';

export class Holding {
  /** What the functions that goroutines were started with are called. */
  names: readonly GoroutineName[] = [];
  private readonly controller: Controller;
  private readonly history: History;
  private readonly recording: Recording | null;

  /** What is held and released is written to `recording`, where there is one. */
  constructor(controller: Controller, history: History, recording: Recording | null) {
    this.controller = controller;
    this.history = history;
    this.recording = recording;
  }

  set(g: G, hold: boolean): void {
    this.recording?.held(g.goid, hold, this.history.next);
    if (hold) this.controller.hold(g);
    else {
      this.controller.release(g);
      M.release(g);
    }
  }

  setNamed(name: string, hold: boolean): void {
    for (const g of M.allgs()) if (this.nameOf(g) === name) this.set(g, hold);
  }

  releaseAll(): void {
    for (const g of this.controller.releaseAll()) M.release(g as G);
  }

  nameOf(g: G): string {
    if (g.goid === 0) return 'g0';
    const entry = entryOf(g);
    return this.names.find((name) => name.function === entry)?.name ?? entry;
  }
}
