/**
 * The stack of a goroutine, from where it stands out to the function that `go` started: as runtime/traceback.go walks it, by the table that
 * says for each instruction how far the stack pointer is from the return address.
 */
import type { OtherMemory } from '../linux/otherProcess.ts';
import { wordAt } from './elf.ts';
import type { RuntimeLayout } from './layout.ts';
import type { Line, PcTable } from './pclntab.ts';
import type { NotedStack } from './tracingLoop.ts';

/** Where the stack goes on from a point: what is known of an address, kept for the next time. */
interface Place {
  readonly name: string;
  readonly depth: number | null;
  readonly lines: readonly Line[];
}

/** One stack, however often it is met: the same addresses are the same object. */
export class Stack {
  readonly id: number;
  readonly #parent: Stack | null;
  readonly #lines: readonly Line[];
  readonly next = new Map<number, Stack>();

  constructor(id: number, parent: Stack | null, lines: readonly Line[]) {
    this.id = id;
    this.#parent = parent;
    this.#lines = lines;
  }

  /** Its functions, the innermost first. */
  lines(): Line[] {
    const parts: (readonly Line[])[] = [];
    for (let stack = this as Stack | null; stack !== null; stack = stack.#parent) parts.unshift(stack.#lines);
    return parts.flat();
  }
}

const window = 8192;
const page = 4096;
const deepest = 200;
/** Functions whose caller is not on the stack: a goroutine's, a thread's or a signal's beginning. */
const outermost = new Set(
  'runtime.goexit runtime.mstart runtime.mstart0 runtime.rt0_go _rt0_amd64_linux runtime.mcall runtime.sigtramp runtime.cgoSigtramp runtime.morestack'.split(' '), // prettier-ignore
);
/** Of these nobody wants to hear: they are where a stack begins, and where it was left for g0's. */
const unseen = new Set(['runtime.goexit', 'runtime.systemstack_switch']);

export class Unwinder {
  readonly empty = new Stack(0, null, []);
  readonly #table: PcTable;
  readonly #layout: RuntimeLayout;
  readonly #memory: OtherMemory;
  /** What is added to an address of the executable in this process. */
  readonly #bias: number;
  readonly #places = new Map<number, Place>();
  readonly #own: Buffer;
  /** The part of the process's memory that is here. */
  #bytes: Buffer;
  #bytesFrom = 0;
  /** Of the stack that is walked: where return addresses were found, and they. */
  readonly #path: number[] = [];
  #pathFrom = 0;
  #bytesTo = 0;
  #stacks = 1;

  constructor(table: PcTable, layout: RuntimeLayout, memory: OtherMemory, bias: number) {
    this.#table = table;
    this.#layout = layout;
    this.#memory = memory;
    this.#bias = bias;
    this.#own = this.#bytes = Buffer.from(memory.allocate(window + 8).buffer);
  }

  /** Whether Go's compiler made the instruction at an address of the process. */
  isGo(pc: number): boolean {
    return this.#table.covers(pc - this.#bias);
  }

  /**
   * The stack of a thread that stands behind a call, such as a system call, or `before` an instruction. `curg`, the goroutine it works for, is where
   * the stack goes on when it leaves g0's.
   */
  stack(pc: number, sp: number, curg: number, before = false): Stack {
    this.#path.length = 0;
    if (sp < this.#bytesFrom || sp >= this.#bytesTo) this.#read(sp, 0);
    const stack = this.#walk(this.empty, before ? pc + 1 : pc, sp, curg);
    this.#bytesFrom = this.#bytesTo = 0;
    return stack;
  }

  /** The stack behind a call, all of whose bytes from `sp` on are here; and where on it return addresses lie, from `sp` on, and which. */
  stackIn({ bytes, at, length, pc, sp }: NotedStack): { stack: Stack; path: number[] } {
    this.#bytes = bytes.subarray(at, at + length);
    this.#bytesFrom = sp;
    this.#bytesTo = sp + length;
    return { stack: this.stack(pc, sp, 0), path: [...this.#path] };
  }

  /** Reads what `stack` will need, and in the same call a word somewhere else, which it gives (0: it is not there). */
  prepare(sp: number, wordAddress: number): number {
    return this.#read(sp, wordAddress);
  }

  /** The stack of a goroutine that does not run, from where it was left. */
  parked(pc: number, sp: number): Stack {
    return this.stack(pc, sp, 0);
  }

  /** The function around an address of the process, or ''. */
  functionAt(pc: number): string {
    return this.#table.functionAt(pc - this.#bias)?.name ?? '';
  }

  #walk(from: Stack, startPc: number, startSp: number, curg: number): Stack {
    let [stack, pc, sp] = [from, startPc, startSp];
    this.#pathFrom = startSp;
    for (let frames = 0; frames < deepest; frames++) {
      const place = this.#place(pc);
      if (place === null) return stack;
      if (!unseen.has(place.name)) stack = this.#with(stack, pc, place);
      if (place.name === 'runtime.systemstack' && curg !== 0) return this.#goroutineBehind(stack, curg);
      if (place.depth === null || outermost.has(place.name)) return stack;
      pc = this.#word(sp + place.depth);
      this.#path.push(sp + place.depth - this.#pathFrom, pc);
      sp += place.depth + 8;
    }
    return stack;
  }

  /** A goroutine that had work done on g0's stack waits in systemstack_switch. */
  #goroutineBehind(stack: Stack, curg: number): Stack {
    const { schedPc, schedSp } = this.#layout.g;
    const [pc, sp] = [this.#word(curg + schedPc), this.#word(curg + schedSp)];
    return this.functionAt(pc) === 'runtime.systemstack_switch' ? this.#walk(stack, pc, sp, 0) : stack;
  }

  #with(stack: Stack, pc: number, place: Place): Stack {
    let longer = stack.next.get(pc);
    if (longer === undefined) {
      longer = new Stack(this.#stacks++, stack, place.lines);
      stack.next.set(pc, longer);
    }
    return longer;
  }

  /** All addresses on a stack are behind the instruction that is meant: a call, or a system call. */
  #place(pc: number): Place | null {
    let place = this.#places.get(pc);
    if (place !== undefined) return place;
    const at = pc - this.#bias - 1;
    const found = this.#table.functionAt(at);
    if (found === null) return null;
    place = { name: found.name, depth: this.#table.stackDepth(at), lines: this.#table.lines(at) };
    this.#places.set(pc, place);
    return place;
  }

  #word(address: number): number {
    if (address < this.#bytesFrom || address + 8 > this.#bytesTo) {
      if (this.#read(address, 0) < 0 || address + 8 > this.#bytesTo) return 0;
    }
    return wordAt(this.#bytes, address - this.#bytesFrom);
  }

  /** Two parts: whole pages are there or not. */
  #read(address: number, wordAddress: number): number {
    const first = page - (address % page);
    const parts = [
      ...(wordAddress === 0 ? [] : [{ address: wordAddress, length: 8 }]),
      { address, length: first },
      { address: address + first, length: page },
    ];
    const extra = wordAddress === 0 ? 0 : 8;
    // The word lies in front of the stack's bytes for a moment.
    this.#bytes = this.#own;
    const read = this.#memory.readParts(this.#bytes, parts);
    const word = extra > 0 && read >= 8 ? wordAt(this.#bytes, 0) : 0;
    if (extra > 0) this.#bytes.copyWithin(0, extra, read);
    this.#bytesFrom = address;
    this.#bytesTo = address + Math.max(0, read - extra);
    return word;
  }
}
