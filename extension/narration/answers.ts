import type { Narration } from '../../engine/adapter/events.ts';
import { Signal } from '../signal.ts';

/** The reader's choices in the questions of this window. */
export class Answers {
  readonly changed = new Signal<Narration>();
  readonly #choices = new Map<string, number>();

  of({ walkthrough, stop }: Narration): number | undefined {
    return this.#choices.get(`${walkthrough}/${stop}`);
  }

  choose(narration: Narration, choice: number): void {
    if (!narration.question || choice >= narration.question.choices.length) return;
    this.#choices.set(`${narration.walkthrough}/${narration.stop}`, choice);
    this.changed.fire(narration);
  }

  /** Whether a narration asks something that was not answered yet. */
  isOpen(narration: Narration): boolean {
    return narration.question !== null && this.of(narration) === undefined;
  }
}
