/** Does one thing after the other; of those that are asked for meanwhile only the last. */
export class Latest {
  #isBusy = false;
  #next: (() => Promise<void>) | undefined;

  ask(act: () => Promise<void>): void {
    this.#next = act;
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let act = this.#next; act; act = this.#next) {
        this.#next = undefined;
        await act();
      }
    } finally {
      this.#isBusy = false;
    }
  }
}
