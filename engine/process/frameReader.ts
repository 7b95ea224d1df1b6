/**
 * Arguments and locals of functions on a stack, where the program has debug information. Of the innermost function registers are known; Go saves
 * none for those that it was called by, and so of these only what lies on the stack.
 */
import type { OtherMemory } from '../linux/otherProcess.ts';
import { attribute, Entries, tag, type Entry, type Unit } from './dwarf/entries.ts';
import { piecesOf, type Piece } from './dwarf/locations.ts';
import { surrounds } from './dwarf/ranges.ts';
import { Values, type Bytes, type ShownValue } from './dwarf/values.ts';
import { wordAt } from './elf.ts';
import type { GoProgram } from './goProgram.ts';
import type { FrameVariables } from './protocol.ts';

/** Where a goroutine stands: at or within an instruction. */
export interface Standpoint {
  readonly pc: number;
  readonly sp: number;
  /** By their numbers in debug information; null of one that does not run. */
  readonly registers: readonly bigint[] | null;
}

/** A function on the stack with the ones that were put into it. */
interface Frame {
  /** At the address that the program was linked for. */
  readonly pc: number;
  /** The stack pointer before the call: where the caller's part begins. */
  readonly cfa: number;
  readonly isInnermost: boolean;
}

const deepest = 200;

export const withoutVariables = (problem: string): FrameVariables => ({ parameters: [], locals: [], problem });

export class FrameReader {
  readonly #program: GoProgram;
  readonly #memory: OtherMemory;
  readonly #bias: number;
  readonly #file: string;
  #read: { entries: Entries; values: Values } | null | 'not yet' = 'not yet';

  constructor(pid: number, program: GoProgram, memory: OtherMemory, bias: number) {
    this.#file = `/proc/${pid}/exe`;
    this.#program = program;
    this.#memory = memory;
    this.#bias = bias;
  }

  /** Of the function of that name `level` lines below the innermost, from the first of these points where it is. */
  variables(points: readonly Standpoint[], level: number, wanted: string): FrameVariables {
    const debug = this.#debug();
    if (debug === null) return withoutVariables('the program has no debug information: build it without -ldflags=-w or -s'); // prettier-ignore
    const standing = points
      .map((at) => ({ at, found: this.#frameAt(at, level) }))
      .find(({ found }) => found?.name === wanted);
    if (!standing?.found) return withoutVariables('where this function keeps its variables is not known');
    const { registers } = standing.at;
    const { frame, inlined } = standing.found;
    const { entry: start = 0 } = this.#program.table.functionAt(frame.pc) ?? {};
    const { entries } = debug;
    const described = entries.functionAt(start, (unit) =>
      surrounds(entries, unit, entries.at(unit.first, unit), start),
    );
    const entry = described && this.#inlined(described, frame.pc, inlined);
    if (!described || !entry) return withoutVariables('the debug information does not describe this function');
    const shown: FrameVariables = { parameters: [], locals: [], problem: '' };
    for (const variable of this.#described(entry, described.unit, frame.pc)) {
      const value = this.#shown(variable, described.unit, frame, registers);
      if (value === null) continue;
      (variable.tag === tag.formalParameter ? shown.parameters : shown.locals).push(value);
    }
    return shown;
  }

  #debug(): { entries: Entries; values: Values } | null {
    if (this.#read === 'not yet') {
      const entries = Entries.of(this.#file);
      const types = this.#program.types + this.#bias;
      this.#read = entries === null ? null : { entries, values: new Values(entries, this.#memory, types) };
    }
    return this.#read;
  }

  /**
   * Lines are inlined functions first, each in its caller; several may be of one frame. `inlined` are the names of those from the frame's own function,
   * which is not among them, to the one of that line.
   */
  #frameAt({ pc, sp }: Standpoint, level: number): { frame: Frame; name: string; inlined: string[] } | null {
    const { table } = this.#program;
    let [at, stack, lines] = [pc - this.#bias, sp, 0];
    for (let frames = 0; frames < deepest; frames++) {
      const depth = table.stackDepth(at);
      const own = table.lines(at);
      if (depth === null || own.length === 0) return null;
      const cfa = stack + depth + 8;
      lines += own.length;
      if (level < lines) {
        const names = own.slice(level - (lines - own.length)).map((line) => line.function);
        const inlined = names.slice(0, -1).reverse();
        return { frame: { pc: at, cfa, isInnermost: frames === 0 }, name: names[0] ?? '', inlined };
      }
      const back = Buffer.from(this.#memory.allocate(8).buffer);
      if (this.#memory.readInto(back, cfa - 8) < 8) return null;
      // Behind the call: the call itself is what counts.
      at = wordAt(back, 0) - this.#bias - 1;
      stack = cfa;
    }
    return null;
  }

  /** A function that was put into another at an instruction, that one's entry when no `names` are left; null: it is not described. */
  #inlined({ entry, unit }: { entry: Entry; unit: Unit }, pc: number, [name, ...names]: string[]): Entry | null {
    if (name === undefined) return entry;
    for (const call of this.#around(entry, unit, pc)) {
      if (call.tag !== tag.inlinedCall || this.#original(call).values.get(attribute.name) !== name) continue;
      const found = this.#inlined({ entry: call, unit }, pc, names);
      if (found !== null) return found;
    }
    return null;
  }

  /** What an entry and its blocks around an instruction have. */
  *#around(parent: Entry, unit: Unit, pc: number): Generator<Entry> {
    const { entries } = this.#read as { entries: Entries };
    for (const child of entries.children(parent, unit)) {
      const has = child.tag === tag.lexicalBlock || child.tag === tag.inlinedCall;
      if (has && !surrounds(entries, unit, child, pc)) continue;
      if (child.tag === tag.lexicalBlock) yield* this.#around(child, unit, pc);
      else yield child;
    }
  }

  /** Parameters and variables of a function, and of its blocks around an instruction; behind them those that are in no place of this inlined one. */
  *#described(parent: Entry, unit: Unit, pc: number): Generator<Entry> {
    const { entries } = this.#read as { entries: Entries };
    const met = new Set<unknown>();
    for (const child of this.#around(parent, unit, pc)) {
      if (child.tag !== tag.formalParameter && child.tag !== tag.variable) continue;
      met.add(child.values.get(attribute.abstractOrigin));
      yield child;
    }
    if (parent.tag !== tag.inlinedCall) return;
    const original = this.#original(parent);
    for (const child of entries.children(original, entries.unitOf(original.offset))) {
      const isVariable = child.tag === tag.formalParameter || child.tag === tag.variable;
      if (isVariable && !met.has(child.offset)) yield child;
    }
  }

  /** What is said once for all places where a function was put into others. */
  #original(entry: Entry): Entry {
    const { entries } = this.#read as { entries: Entries };
    const origin = entry.values.get(attribute.abstractOrigin);
    return typeof origin === 'number' ? entries.at(origin, entries.unitOf(origin)) : entry;
  }

  #shown(variable: Entry, unit: Unit, frame: Frame, registers: readonly bigint[] | null): ShownValue | null {
    const { entries, values } = this.#read as { entries: Entries; values: Values };
    const original = this.#original(variable);
    const of = (which: number): unknown => variable.values.get(which) ?? original.values.get(which);
    const [name, type] = [of(attribute.name), of(attribute.type)];
    // Names that the compiler made; results are not there yet.
    if (typeof type !== 'number' || typeof name !== 'string' || name === '' || /^[~.]|\.\w+$/.test(name)) return null;
    const pieces = piecesOf(entries, unit, variable.values.get(attribute.location), frame.pc, frame.cfa);
    const size = values.sizeOf(type);
    return values.shown(name, type, this.#bytes(pieces ?? [], size, frame.isInnermost ? registers : null));
  }

  #bytes(pieces: readonly Piece[], size: number, registers: readonly bigint[] | null): Bytes {
    const [bytes, known] = [Buffer.alloc(size), new Uint8Array(size)];
    let at = 0;
    for (const piece of once(pieces, size)) {
      const length = Math.min(piece.size || size, size - at);
      const part = this.#piece(piece, length, registers);
      if (part !== null) {
        part.copy(bytes, at);
        known.fill(1, at, at + length);
      }
      at += length;
    }
    return { bytes, known };
  }

  #piece(piece: Piece, length: number, registers: readonly bigint[] | null): Buffer | null {
    if (piece.in === 'memory') return Buffer.from(this.#memory.copyFrom(piece.address, length));
    const value = piece.in === 'register' ? registers?.[piece.register] : undefined;
    if (value === undefined) return null;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes.subarray(0, length);
  }
}

/** Go 1.19 writes each piece of some variables twice. */
function once(pieces: readonly Piece[], size: number): readonly Piece[] {
  const total = pieces.reduce((sum, piece) => sum + piece.size, 0);
  return total === 2 * size && pieces.length > 1 ? pieces.filter((_, index) => index % 2 === 0) : pieces;
}
