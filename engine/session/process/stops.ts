/** Where a real process is to stop, as a client asks for it: lines, functions, system calls, errno values. */
import { errnoNumber } from '../../linux/index.ts';
import { CallNumbers } from '../../linux/numbers.ts';
import type { CallStop, FoundPlace } from '../../process/protocol.ts';
import type {
  BreakpointRequest, ExceptionFilter, FunctionBreakpointRequest, Place, ResolvedBreakpoint, StopReason, SystemCall,
} from '../../trace/source.ts'; // prettier-ignore
import type { RecordedCall } from './callHistory.ts';
import type { ProcessFiles } from './files.ts';

/** One that is set: at an instruction, or when a call returns. */
type Setting = { id: number; kind: 'line' | 'function'; place: FoundPlace; name: string } | { id: number; kind: 'call' | 'exception'; call: CallStop }; // prettier-ignore

/** Where code is, and who stops there: a process that runs, or what was recorded of one. */
export interface Code {
  linePlace(file: string, line: number): Promise<FoundPlace | null>;
  linesBetween(file: string, from: number, to: number): Promise<number[]>;
  functionPlace(name: string): Promise<FoundPlace | null>;
  setStops(calls: CallStop[], places: { id: number; place: FoundPlace }[]): Promise<void>;
}

const unconditional = 'a real process stops without conditions, counts and messages: expressions of a compiled program are not evaluated'; // prettier-ignore

const missingInProgram = {
  line: 'this program has no code of this line',
  function: (name: string): string =>
    `this program has no function ${name} of its own: it may be inlined wherever it is called, or be left out. The name is written as in a traceback: net.(*netFD).accept`,
};

export class Stops {
  readonly #code: Code;
  /** Why there is no such line or function. */
  readonly #missing: { line: string; function(name: string): string };
  readonly #files: ProcessFiles;
  readonly #lines = new Map<string, Setting[]>();
  #functions: Setting[] = [];
  #filters: Setting[] = [];
  #nextId = 1;
  #hasBegun = false;

  constructor(code: Code, files: ProcessFiles, missing = missingInProgram) {
    this.#code = code;
    this.#files = files;
    this.#missing = missing;
  }

  /** From now on it stops: who asks for stops while it runs already is not ready for the first of them before. */
  async begin(): Promise<void> {
    this.#hasBegun = true;
    await this.#apply();
  }

  /** The lines of a file, as a client names it, that have code. */
  async linesBetween(file: string, from: number, to: number): Promise<number[]> {
    return this.#code.linesBetween(this.#files.compiledName(file), from, to);
  }

  /** Those of a file; they replace the ones it had. */
  async setLines(file: string, requests: readonly BreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    const resolved = await Promise.all(
      requests.map(async (request) => {
        const id = this.#nextId++;
        if (isConditional(request)) return refused(id, unconditional);
        const found = await this.#code.linePlace(this.#files.compiledName(file), request.line);
        if (found === null) return refused(id, this.#missing.line);
        return this.#set({ id, kind: 'line', place: found, name: '' }, found.line === request.line ? '' : `line ${request.line} has no code`); // prettier-ignore
      }),
    );
    this.#lines.set(file, resolved.flatMap(({ set }) => set ?? [])); // prettier-ignore
    await this.#apply();
    return resolved.map(({ breakpoint }) => breakpoint);
  }

  /** A function as Go writes its name, or a system call by its name: `accept4`. */
  async setFunctions(requests: readonly FunctionBreakpointRequest[]): Promise<ResolvedBreakpoint[]> {
    const numbers = new CallNumbers('x64');
    const resolved = await Promise.all(
      requests.map(async (request) => {
        const [id, name] = [this.#nextId++, request.name.trim()];
        if (isConditional(request)) return refused(id, unconditional);
        if (numbers.has(name)) return this.#set({ id, kind: 'call', call: { id, calls: [name] } }, '');
        const found = await this.#code.functionPlace(name);
        if (found !== null) return this.#set({ id, kind: 'function', place: found, name }, '');
        return refused(id, this.#missing.function(name));
      }),
    );
    this.#functions = resolved.flatMap(({ set }) => set ?? []);
    await this.#apply();
    return resolved.map(({ breakpoint }) => breakpoint);
  }

  /** Errno values; of what only our own runs tell (parking, deadlines, panics) nothing is seen here. */
  async setFilters(filters: readonly ExceptionFilter[]): Promise<void> {
    this.#filters = filters.flatMap(({ filter, condition = '' }): Setting[] => {
      const id = this.#nextId++;
      const words = condition.split(/[\s,|]+/).filter((word) => word !== '');
      if (filter === 'errno') {
        const errnos = words.filter((word) => errnoNumber(word) !== undefined);
        return [{ id, kind: 'exception', call: { id, errnos: errnos.length > 0 ? errnos : ['any'] } }];
      }
      if (filter !== 'eagain') return [];
      return [
        { id, kind: 'exception', call: { id, errnos: ['EAGAIN'], ...(words.length > 0 ? { calls: words } : {}) } },
      ];
    });
    await this.#apply();
  }

  /** Why it stopped, for a client. */
  reasonOf(
    ids: readonly number[],
    last: SystemCall | null,
  ): { reason: StopReason; description: string; breakpointIds: number[] } {
    const hit = this.#all().filter(({ id }) => ids.includes(id));
    const kinds = new Set(hit.map(({ kind }) => kind));
    const breakpointIds = hit.filter(({ kind }) => kind !== 'exception').map(({ id }) => id);
    if (kinds.has('exception')) return { reason: 'exception', description: last?.errnoName ?? '', breakpointIds };
    if (kinds.has('line')) return { reason: 'breakpoint', description: '', breakpointIds };
    if (breakpointIds.length > 0)
      return { reason: 'function breakpoint', description: last?.name ?? '', breakpointIds };
    return { reason: 'step', description: '', breakpointIds };
  }

  /** Whether it would have stopped at a recorded call, had these been set: at it, or on its stack. */
  wouldStop({ call, stack }: RecordedCall): boolean {
    return this.#all().some((each) => {
      if (each.kind === 'function') return stack.some(({ function: name }) => name === each.name);
      if ('place' in each) return stack.some(({ file, line }) => file === each.place.file && line === each.place.line);
      const { calls, errnos } = each.call;
      if (calls !== undefined && !calls.includes(call.name)) return false;
      return errnos === undefined || (call.errno !== 0 && (errnos.includes('any') || errnos.includes(call.errnoName)));
    });
  }

  #set(set: Setting, message: string): { set: Setting; breakpoint: ResolvedBreakpoint } {
    const place: Place | null =
      'place' in set ? this.#files.place({ ...set.place, function: '', inlined: false }) : null;
    return { set, breakpoint: { id: set.id, verified: true, place, message } };
  }

  #all(): Setting[] {
    return [...[...this.#lines.values()].flat(), ...this.#functions, ...this.#filters];
  }

  async #apply(): Promise<void> {
    if (!this.#hasBegun) return;
    const all = this.#all();
    await this.#code.setStops(
      all.flatMap((each) => ('call' in each ? each.call : [])),
      all.flatMap((each) => ('place' in each ? { id: each.id, place: each.place } : [])),
    );
  }
}

const isConditional = (request: { condition?: string; hitCondition?: string; logMessage?: string }): boolean =>
  request.condition !== undefined || request.hitCondition !== undefined || request.logMessage !== undefined;

const refused = (id: number, message: string): { set?: Setting; breakpoint: ResolvedBreakpoint } => ({
  breakpoint: { id, verified: false, place: null, message },
});
