/** Looks at a process that runs after something happened to it, and not too often. */
import { now } from '../../linux/index.ts';

/** From what happens to the look, in milliseconds; and how many times longer than a look takes it rests. */
const [lookInterval, lookRest] = [400, 10];

export class Looking {
  readonly #look: () => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  /** Something happened while it looked or rested. */
  #again = false;
  #isOver = false;

  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  soon(): void {
    this.#again = this.#timer !== null;
    if (!this.#again) this.#in(lookInterval, () => void this.#now());
  }

  end(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #now(): Promise<void> {
    const began = now();
    this.#again = false;
    await this.#look().catch(() => undefined);
    const rest = Math.max(0, ((now() - began) / 1000) * lookRest - lookInterval);
    this.#in(rest, () => {
      this.#timer = null;
      if (this.#again) this.soon();
    });
  }

  #in(wait: number, then: () => void): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(then, wait);
    this.#timer.unref();
  }
}
