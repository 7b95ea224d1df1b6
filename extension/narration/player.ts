import { Signal } from '../signal.ts';

/** Time between two steps of a program that nothing is told about. */
const stepPause = 1000;

/** Goes on by itself: after a text the time it takes to read it, else a step a second, both divided by the speed. */
export class Player {
  readonly changed = new Signal<void>();
  readonly #goOn: () => void;
  #isPlaying = false;
  #speed = 1;
  #pause: number | undefined = undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(goOn: () => void) {
    this.#goOn = goOn;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = speed;
    this.#schedule();
    this.changed.fire();
  }

  play(): void {
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    this.#schedule();
    this.changed.fire();
  }

  pause(): void {
    if (!this.#isPlaying) return;
    this.#isPlaying = false;
    clearTimeout(this.#timer);
    this.changed.fire();
  }

  /** It stands: go on after so long. */
  stopped(pause: number = stepPause): void {
    this.#pause = pause;
    this.#schedule();
  }

  /** A question is open: time stands still. */
  asked(): void {
    this.#pause = undefined;
    clearTimeout(this.#timer);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#isPlaying || this.#pause === undefined) return;
    this.#timer = setTimeout(() => {
      this.#pause = undefined;
      this.#goOn();
    }, this.#pause / this.#speed);
  }
}
