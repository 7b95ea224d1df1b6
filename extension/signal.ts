/** What `dispose` ends: VS Code's Disposable, without VS Code. */
export interface Ending {
  dispose(): void;
}

/** Tells listeners that something happened; an event emitter that works outside VS Code too. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  listen(listener: (value: T) => void): Ending {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
