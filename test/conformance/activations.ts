/** Runs of functions, as the recordings and the engine's own lines tell of them. */
import fs from 'node:fs';
import path from 'node:path';
import { parseFile } from '../../engine/golang/syntax/parser.ts';
import { FileSet } from '../../engine/golang/syntax/fileSet.ts';
import { mayPark, withoutOwnLine } from './exceptions.ts';
import { functionsIn, type FlowNode, type FunctionFlow } from './flow.ts';

/** One run of a function, without what the functions that it called did. */
export interface Activation<Visit> {
  flow: FunctionFlow;
  name: string;
  visits: Visit[];
  /** Within a run of netpollblock: whether it comes that far depends on timing (exceptions.ts). */
  beforeParking: boolean;
  /** It may not have come to its end before the program did. */
  unfinished: boolean;
}

/** The functions that a goroutine ran, in the order in which they were entered. */
export type Goroutine<Visit> = Activation<Visit>[];

/** The compared sources: net, internal/poll, the network poller, and the program, whose files are without a folder. */
export function isCompared(file: string): boolean {
  return /^(net|internal\/poll)\/[^/]+\.go$|^runtime\/netpoll\w*\.go$|^[^/]+\.go$/.test(file);
}

/** Finds functions by where they begin. */
export class Functions {
  readonly fileSet = new FileSet();
  readonly #sources: string;
  readonly #program: string;
  readonly #files = new Map<string, FunctionFlow[]>();

  /** `sources` is Go's `src`, `program` the folder of main.go. */
  constructor(sources: string, program: string) {
    this.#sources = sources;
    this.#program = program;
  }

  /** The function that begins on a line (a recording) or at a line's column (the engine). */
  at(file: string, line: number, column?: number): FunctionFlow | undefined {
    return this.#in(file).find(
      (flow) =>
        flow.entryLine === line && (column === undefined || this.fileSet.position(flow.entryPos).column === column),
    );
  }

  /** The innermost function that a line is in. */
  around(file: string, line: number): FunctionFlow | undefined {
    return this.#in(file)
      .filter((flow) => flow.entryLine <= line && line <= flow.endLine)
      .sort((a, b) => b.entryLine - a.entryLine)[0];
  }

  #in(file: string): FunctionFlow[] {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const text = fs.readFileSync(path.join(file.includes('/') ? this.#sources : this.#program, file), 'latin1');
    const found = functionsIn(parseFile(this.fileSet, file, text), this.fileSet);
    for (const { func, statement } of withoutOwnLine.filter((each) => each.file === file)) {
      for (const flow of found.filter((each) => each.name === func)) {
        for (const node of flow.nodes) node.optional ||= node.text.startsWith(statement);
      }
    }
    this.#files.set(file, found);
    return found;
  }
}

/** Whether what begins on a line is a function of the compiler's own: it puts one around the call of `defer f(x)` and `go f(x)`. */
function isWrapper(around: FunctionFlow, line: number): boolean {
  return around.nodes.some((node) => node.lines.has(line) && /^(defer|go) /.test(node.text));
}

/** Goroutines by name: `g0`, or the function that they run; several of the same are numbered. */
export type Goroutines<Visit> = Map<string, Goroutine<Visit>>;

/** Reads a recording (recordings.ts): visits are lines. */
export function readRecording(rows: string[], functions: Functions): Goroutines<number> {
  const found = new Collector<number>();
  for (const row of rows) {
    const [thread = '', arrow, place = '', symbol = ''] = row.split('\t');
    const [source = '', lineText] = place.split(':');
    const line = Number(lineText);
    if (!isCompared(source)) continue;
    const goroutine = thread.startsWith('g0') ? thread.replace(/[( ].*/, '') : thread;
    if (arrow === '→') {
      const flow = functions.at(source, line);
      const around = functions.around(source, line);
      if (flow === undefined && (around === undefined || isWrapper(around, line))) continue;
      const activation = found.enter(goroutine, flow ?? (around as FunctionFlow), symbol);
      // A function without a stack frame begins with the code of its first statement.
      if (flow === undefined) activation.visits.push(line);
      continue;
    }
    // Only the entry says whose run it is: a later line is of the latest run of its function.
    found.visited(goroutine, symbol);
    found
      .of(goroutine)
      .findLast((each) => each.name === symbol)
      ?.visits.push(line);
  }
  return found.named();
}

/** Reads what `netwalk run --lines` wrote (README.md): visits are statements. */
export function readEngine(file: string, functions: Functions): Goroutines<FlowNode> {
  const found = new Collector<FlowNode>();
  // Before lies the initialisation of packages, which the recordings leave out.
  let begun = false;
  const stacks = new Map<string, { depth: number; activation: Activation<FlowNode> }[]>();
  for (const row of fs.readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [goid = '', depthText, place = '', name = ''] = row.split('\t');
    const [, source = '', lineText, columnText] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
    begun ||= name === 'main.main';
    if (!begun || !isCompared(source)) continue;
    const [line, column, depth] = [Number(lineText), Number(columnText), Number(depthText)];
    const stack = stacks.get(goid) ?? [];
    stacks.set(goid, stack);
    while ((stack.at(-1)?.depth ?? 0) > depth) stack.pop();
    const entered = functions.at(source, line, column);
    if (entered !== undefined) {
      if (stack.at(-1)?.depth === depth) stack.pop();
      stack.push({ depth, activation: found.enter(`g${goid}`, entered, name) });
      continue;
    }
    const activation = stack.at(-1)?.activation;
    const pos = functions.fileSet.posAt(source, line, column);
    const node = activation?.flow.nodes.find((each) => each.positions.includes(pos));
    if (activation === undefined || node === undefined)
      throw new Error(`the step at ${place} (${name}) is no statement of the running function`);
    found.visited(`g${goid}`, name);
    activation.visits.push(node);
  }
  for (const stack of stacks.values()) for (const { activation } of stack) activation.unfinished = true;
  return found.named();
}

class Collector<Visit> {
  readonly #goroutines = new Map<string, Goroutine<Visit>>();

  of(goroutine: string): Goroutine<Visit> {
    const list = this.#goroutines.get(goroutine) ?? [];
    this.#goroutines.set(goroutine, list);
    return list;
  }

  /** By goroutine: the names of the functions that run within netpollblock, itself among them. */
  readonly #parking = new Map<string, Set<string>>();

  enter(goroutine: string, flow: FunctionFlow, name: string): Activation<Visit> {
    const parking = this.#parking.get(goroutine);
    const isParking = flow.file.path === mayPark.file && flow.name === mayPark.func;
    const beforeParking = !isParking && parking !== undefined && mayPark.within.includes(flow.name);
    if (isParking) this.#parking.set(goroutine, new Set([name]));
    else if (beforeParking) parking.add(name);
    else this.#parking.delete(goroutine);
    const activation = { flow, name, visits: [], beforeParking, unfinished: false };
    this.of(goroutine).push(activation);
    return activation;
  }

  /** A line of another function says that netpollblock has returned. */
  visited(goroutine: string, name: string): void {
    if (this.#parking.get(goroutine)?.has(name) === false) this.#parking.delete(goroutine);
  }

  named(): Goroutines<Visit> {
    const result: Goroutines<Visit> = new Map();
    for (const [id, list] of this.#goroutines) {
      if (list.length === 0) continue;
      const first = id.startsWith('g0') ? 'g0' : describe(list[0] as Activation<Visit>);
      const same = result.get(first);
      if (first === 'g0' && same !== undefined) same.push(...list);
      else {
        let name = first;
        for (let n = 2; result.has(name); n++) name = `${first} (${n})`;
        result.set(name, list);
      }
    }
    return result;
  }
}

/** A function by where it is: names differ between Go's symbol table and its source (linknames). */
export function describe(activation: Activation<unknown>): string {
  return `${activation.flow.file.path}:${activation.flow.entryLine} ${activation.name.replace(/^.*\//, '')}`;
}
