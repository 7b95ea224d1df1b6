/** Breakpoints as a client sets them. They are kept, so that a restarted program gets them again. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type {
  BreakpointRequest,
  ExceptionFilter,
  FunctionBreakpointRequest,
  ResolvedBreakpoint,
  TraceSource,
} from '../trace/source.ts';
import { filterIds } from './capabilities.ts';
import { RequestError, type Fields } from './requests.ts';
import type { Sources } from './sources.ts';
import { wordsFor } from './words.ts';

export class Breakpoints {
  #lines = new Map<string, Kept<BreakpointRequest>[]>();
  #functions: Kept<FunctionBreakpointRequest>[] = [];
  #filters: ExceptionFilter[] = [];
  #nextId = 1;
  /** Each run of the program numbers breakpoints anew; to the client they stay the same: its number by the trace's. */
  #ids = new Map<number, number>();

  /** DAP: setBreakpoints. Replaces those of one file. */
  async setLines(args: Fields, trace: TraceSource, sources: Sources): Promise<object> {
    const file = sources.named(args);
    const kept = args.list('breakpoints').map((item) =>
      this.#keep({
        line: sources.lineFromClient(item.number('line')),
        ...optional(
          'column',
          mapped(item.optionalNumber('column'), (column) => sources.columnFromClient(column)),
        ),
        ...conditions(item),
        ...optional('logMessage', item.optionalText('logMessage')),
      }),
    );
    this.#lines.set(file, kept);
    return { breakpoints: await this.#applyLines(file, kept, trace, sources) };
  }

  /** DAP: setFunctionBreakpoints. Names as Go's tracebacks write them: `net.(*netFD).accept`. */
  async setFunctions(args: Fields, trace: TraceSource, sources: Sources): Promise<object> {
    const items = args.list('breakpoints');
    this.#functions = items.map((item) => this.#keep({ name: item.text('name'), ...conditions(item) }));
    return { breakpoints: await this.#applyFunctions(trace, sources) };
  }

  /** DAP: setExceptionBreakpoints; `filterOptions` carry conditions, and a filter may stand in both lists. */
  async setFilters(args: Fields, trace: TraceSource, sources: Sources): Promise<object> {
    const filters = args.texts('filters').map((id): ExceptionFilter => ({ filter: filterNamed(id) }));
    const withOptions = args.list('filterOptions').map((item): ExceptionFilter => ({
      filter: filterNamed(item.text('filterId')),
      ...optional('condition', item.optionalText('condition')?.trim() || undefined),
    }));
    const plain = filters.filter(({ filter }) => !withOptions.some((other) => other.filter === filter));
    this.#filters = [...plain, ...withOptions];
    await trace.setExceptionFilters(this.#filters);
    const { notSeen } = wordsFor(sources.client.locale);
    const isSeen = ({ filter }: ExceptionFilter): boolean => trace.supportsFilter?.(filter) ?? true;
    return {
      breakpoints: this.#filters.map((each) =>
        isSeen(each) ? { verified: true } : { verified: false, message: notSeen },
      ),
    };
  }

  /** Sets all of them in another run of the program. */
  async setAll(trace: TraceSource, sources: Sources): Promise<DebugProtocol.Breakpoint[]> {
    this.#ids = new Map();
    const resolved: DebugProtocol.Breakpoint[] = [];
    for (const [file, kept] of this.#lines) resolved.push(...(await this.#applyLines(file, kept, trace, sources)));
    if (this.#functions.length > 0) resolved.push(...(await this.#applyFunctions(trace, sources)));
    await trace.setExceptionFilters(this.#filters);
    return resolved;
  }

  /** A breakpoint with the line to which it was moved, and why. */
  toClient({ id, verified, place, message }: ResolvedBreakpoint, sources: Sources): DebugProtocol.Breakpoint {
    return {
      id: this.idOf(id),
      verified,
      ...(message === '' ? {} : { message }),
      ...(place === null ? {} : { source: sources.sourceOf(place.file), ...sources.position(place) }),
    };
  }

  /** The client's number of a breakpoint. */
  idOf(traceId: number): number {
    return this.#ids.get(traceId) ?? traceId;
  }

  #keep<R>(request: R): Kept<R> {
    return { id: this.#nextId++, request };
  }

  async #applyLines(file: string, kept: Kept<BreakpointRequest>[], trace: TraceSource, sources: Sources) {
    const requests = kept.map(({ request }) => request);
    return this.#number(kept, await trace.setBreakpoints(file, requests), sources);
  }

  async #applyFunctions(trace: TraceSource, sources: Sources) {
    const requests = this.#functions.map(({ request }) => request);
    return this.#number(this.#functions, await trace.setFunctionBreakpoints(requests), sources);
  }

  #number(kept: Kept<unknown>[], resolved: ResolvedBreakpoint[], sources: Sources): DebugProtocol.Breakpoint[] {
    resolved.forEach(({ id }, index) => this.#ids.set(id, kept[index]?.id ?? id));
    return resolved.map((breakpoint) => this.toClient(breakpoint, sources));
  }
}

/** A request with the number by which the client knows it. */
interface Kept<R> {
  id: number;
  request: R;
}

function conditions(item: Fields): { condition?: string; hitCondition?: string } {
  const hitCondition = item.optionalText('hitCondition')?.trim() || undefined;
  if (hitCondition !== undefined && !/^(==|>=|<=|>|<|%)?\s*\d+$/.test(hitCondition)) {
    throw new RequestError(
      `hit count ${JSON.stringify(hitCondition)}: a number is expected, or one after >=, >, <=, <, == or %`,
    );
  }
  return {
    ...optional('condition', item.optionalText('condition')?.trim() || undefined),
    ...optional('hitCondition', hitCondition),
  };
}

function filterNamed(id: string): ExceptionFilter['filter'] {
  const found = filterIds.find((filter) => filter === id);
  if (found !== undefined) return found;
  throw new RequestError(`there is no exception filter "${id}" (there are: ${filterIds.join(', ')})`);
}

/** Fields that are there: absent ones are left out, not undefined. */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function mapped<T>(value: T | undefined, map: (value: T) => T): T | undefined {
  return value === undefined ? undefined : map(value);
}
