/** What conditions, messages and stops of a walkthrough need of the program as it runs. */
import type { G } from '../../golang/machine/goroutine.ts';
import { messageOf } from '../../trace/messageOf.ts';
import type { Frame } from '../../trace/tracer.ts';
import type { BreakpointHost } from './breakpoints.ts';
import type { Channel } from './channel.ts';
import type { Holding } from './holding.ts';
import type { Inspector } from './inspector.ts';
import type { Places } from './places.ts';

export class ProgramHost implements BreakpointHost {
  private readonly channel: Channel;
  private readonly holding: Holding;
  private readonly inspector: Inspector;
  private readonly places: Places;
  private readonly isReplay: boolean;

  /** In a replay it is the recording that says what is held. */
  constructor(channel: Channel, holding: Holding, inspector: Inspector, places: Places, isReplay: boolean) {
    this.channel = channel;
    this.holding = holding;
    this.inspector = inspector;
    this.places = places;
    this.isReplay = isReplay;
  }

  /** A condition that cannot be asked stops, and says why. */
  truth(expression: string, frame: Frame): boolean {
    try {
      return this.inspector.evaluateIn(expression, frame).value === true;
    } catch (error) {
      this.log(`condition ${expression}: ${messageOf(error)}`, frame);
      return true;
    }
  }

  text(expression: string, frame: Frame): string {
    try {
      return this.inspector.evaluateIn(expression, frame).text;
    } catch (error) {
      return `{${messageOf(error)}}`;
    }
  }

  log(message: string, frame: Frame): void {
    const place = this.places.stepPlace(frame.fn, frame.pc);
    this.channel.tell('output', { category: 'console', text: `${message}\n`, place });
  }

  goroutineName(frame: Frame): string {
    return this.holding.nameOf(frame.g as G);
  }

  holdNamed(name: string, hold: boolean): void {
    if (!this.isReplay) this.holding.setNamed(name, hold);
  }
}
