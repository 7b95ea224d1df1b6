/** Where somebody looks: at the program as it runs, where it stands, or at a step of its past. */
import type { History } from '../../trace/history.ts';
import type { PendingStop } from '../../trace/controller.ts';
import type { Cursor, StopReason } from '../../trace/source.ts';
import type { Frame } from '../../trace/tracer.ts';
import type { Channel } from './channel.ts';
import type { Inspector } from './inspector.ts';
import type { Past } from './past.ts';
import type { Places } from './places.ts';
import type { Replay } from './taping.ts';
import type { Trail } from './trail.ts';

interface Seen {
  channel: Channel;
  history: History;
  inspector: Inspector;
  past: Past;
  places: Places;
  replay: Replay | null;
  trail: Trail;
}

export class Viewpoint {
  private readonly seen: Seen;
  /** The step that is looked at; the live end when it is the last. */
  private cursor = -1;
  /** Where the program stands; null from the moment on that it may go on, when its thread may still be answering. */
  private stopped: Frame | null = null;

  constructor(seen: Seen) {
    this.seen = seen;
  }

  get isStopped(): boolean {
    return this.stopped !== null;
  }

  /** Whether it is a step of the past that is looked at. */
  get isInPast(): boolean {
    return this.stopped !== null && this.cursor < this.seen.history.last;
  }

  /** The step that is looked at while the program stands. @throws Error when it runs */
  requireStop(): { step: number; frame: Frame } {
    if (this.stopped === null) throw new Error('the program runs: pause it first');
    return { step: this.cursor, frame: this.stopped };
  }

  position(): Cursor {
    const { first, last, dropped } = this.seen.history;
    return {
      step: this.stopped === null ? last : this.cursor,
      first,
      last,
      live: this.stopped === null || this.cursor >= last,
      dropped,
    };
  }

  /** Between stops, everything is seen as it is now. */
  look(): void {
    if (this.stopped === null) this.seen.inspector.moveTo(this.seen.history.last, true);
  }

  /** The program stands at `frame`, and is looked at there. */
  stand(stop: PendingStop, frame: Frame): void {
    const { history, inspector, past, replay } = this.seen;
    this.cursor = history.last;
    replay?.showAt(this.cursor);
    inspector.moveTo(this.cursor, true);
    this.stopped = frame;
    if (stop.mark !== null) past.remember(this.cursor, stop.mark);
    this.announce(stop, frame);
  }

  /** Shows a step of the history. @throws Error when the program runs */
  moveTo(step: number, reason: StopReason, description = ''): void {
    const { frame } = this.requireStop();
    const { history, inspector, past, replay } = this.seen;
    this.cursor = Math.max(history.first, Math.min(step, history.last));
    replay?.showAt(this.cursor);
    inspector.moveTo(this.cursor, this.cursor >= history.last);
    const stop = { reason, description, text: '', breakpointIds: [], mark: past.markAt(this.cursor) };
    this.announce(stop, history.at(this.cursor)?.frame ?? frame);
  }

  /** The program may go on. */
  leave(): void {
    this.stopped = null;
    this.seen.channel.tell('continued', undefined as never);
  }

  private announce(stop: PendingStop, frame: Frame): void {
    const { channel, places, trail } = this.seen;
    // What ran before main is no part of the way.
    if (stop.reason === 'entry') trail.forget();
    const lines = trail.take(places);
    if (lines !== null && channel.isHeard('visited')) channel.tell('visited', { lines });
    channel.tell('stopped', { ...stop, goid: frame.g?.goid ?? 0, cursor: this.position() });
  }
}
