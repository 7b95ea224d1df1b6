/** The code that recorded calls were made through, for who sets breakpoints in a recording. */
import type { Line } from '../../process/pclntab.ts';
import type { FoundPlace } from '../../process/protocol.ts';
import type { Code } from './stops.ts';

export class RecordedCode implements Code {
  readonly #lines = new Map<string, Set<number>>();
  readonly #functions = new Map<string, Line>();

  constructor(stacks: Iterable<readonly Line[]>) {
    for (const stack of stacks) {
      for (const line of stack) {
        let known = this.#lines.get(line.file);
        if (known === undefined) this.#lines.set(line.file, (known = new Set()));
        known.add(line.line);
        if (!this.#functions.has(line.function)) this.#functions.set(line.function, line);
      }
    }
  }

  async linePlace(file: string, line: number): Promise<FoundPlace | null> {
    return this.#lines.get(file)?.has(line) === true ? { file, line, addresses: [], bytes: [] } : null;
  }

  async linesBetween(file: string, from: number, to: number): Promise<number[]> {
    return [...(this.#lines.get(file) ?? [])].filter((line) => line >= from && line <= to).sort((a, b) => a - b);
  }

  async functionPlace(name: string): Promise<FoundPlace | null> {
    const found = this.#functions.get(name);
    return found === undefined ? null : { file: found.file, line: found.line, addresses: [], bytes: [] };
  }

  /** Nothing runs that could stop. */
  async setStops(): Promise<void> {
    await Promise.resolve();
  }
}
