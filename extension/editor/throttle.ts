/** Runs something soon, and once however often it is asked for meanwhile. */
export class Throttle {
  readonly #milliseconds: number;
  readonly #act: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, act: () => void) {
    this.#milliseconds = milliseconds;
    this.#act = act;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#act();
    }, this.#milliseconds);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
