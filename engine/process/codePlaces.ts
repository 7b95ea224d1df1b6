/** Addresses at which a program can be stopped: where functions begin, and where lines do. Addresses are those it was linked for. */
import type { PcTable, Stretch } from './pclntab.ts';

/** Where a function or line begins; several of it where the compiler made copies. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly addresses: number[];
}

export class CodePlaces {
  readonly #table: PcTable;
  /** First addresses of the functions with instructions from a file. */
  readonly #byFile = new Map<string, number[]>();

  constructor(table: PcTable) {
    this.#table = table;
  }

  /** Behind the prologue of a function, by its name as Go writes it; null when no function of that name has code of its own. */
  ofFunction(name: string): CodePlace | null {
    const entries = [...this.#table.functions()].filter((each) => each.name === name).map(({ entry }) => entry);
    const [first] = entries;
    const line = first === undefined ? undefined : this.#table.lines(first).at(-1);
    if (line === undefined) return null;
    return { file: line.file, line: line.line, addresses: entries.map((entry) => this.#table.afterPrologue(entry)) };
  }

  /** The first instruction of a line, or of the next one that has any; once for each function that it is in, and for each copy that was inlined. */
  ofLine(file: string, line: number): CodePlace | null {
    const found = this.#lines(file).find((has) => has >= line);
    if (found === undefined) return null;
    const addresses: number[] = [];
    for (const entry of this.#functionsOf(file)) {
      const firsts = new Map<number, number>();
      for (const stretch of this.#table.stretches(entry)) {
        if (stretch.file !== file || stretch.line !== found) continue;
        const { inlined, from } = stretch;
        firsts.set(inlined, Math.min(firsts.get(inlined) ?? from, from));
      }
      // The line of its head begins at its entry, which a growing stack comes to twice.
      for (const at of firsts.values()) addresses.push(at === entry ? this.#table.afterPrologue(entry) : at);
    }
    return { file, line: found, addresses };
  }

  /** The lines from one to another that have instructions. */
  linesBetween(file: string, from: number, to: number): number[] {
    return this.#lines(file).filter((line) => line >= from && line <= to);
  }

  #lines(file: string): number[] {
    const lines = new Set<number>();
    for (const entry of this.#functionsOf(file)) {
      for (const stretch of this.#table.stretches(entry)) if (isOf(stretch, file)) lines.add(stretch.line);
    }
    return [...lines].sort((a, b) => a - b);
  }

  #functionsOf(file: string): readonly number[] {
    if (this.#byFile.size === 0) this.#readFiles();
    return this.#byFile.get(file) ?? [];
  }

  #readFiles(): void {
    for (const { entry } of this.#table.functions()) {
      for (const file of new Set(this.#table.stretches(entry).map((stretch) => stretch.file))) {
        const entries = this.#byFile.get(file);
        if (entries === undefined) this.#byFile.set(file, [entry]);
        else entries.push(entry);
      }
    }
  }
}

const isOf = (stretch: Stretch, file: string): boolean => stretch.file === file && stretch.line > 0;
