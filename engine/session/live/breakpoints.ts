/** Breakpoints and marks: what was asked for, and where it lies in the functions that are compiled so far. */
import type { ArmedBreakpoint, Controller } from '../../trace/controller.ts';
import type {
  BreakpointRequest,
  FunctionBreakpointRequest,
  Mark,
  Place,
  ResolvedBreakpoint,
} from '../../trace/source.ts';
import type { Frame, FunctionInfo } from '../../trace/tracer.ts';
import { StopCursor } from '../stopCursor.ts';
import type { Stop } from '../walkthroughFormat.ts';
import { matchesName, type FunctionNames } from './functionNames.ts';
import type { Places } from './places.ts';

/** What conditions and messages need of the running program. */
export interface BreakpointHost {
  /** A Go expression in the frame: its truth, and its text. */
  truth(expression: string, frame: Frame): boolean;
  text(expression: string, frame: Frame): string;
  log(message: string, frame: Frame): void;
  goroutineName(frame: Frame): string;
  /** Holds the goroutines of a name, or lets them go. */
  holdNamed(name: string, hold: boolean): void;
}

interface Breakpoint {
  id: number;
  kind: 'line' | 'function';
  file: string;
  line: number;
  /** Of the statement, where one of several on the line was chosen; else 0. */
  column: number;
  name: string;
  request: BreakpointRequest | FunctionBreakpointRequest;
  hits: number;
}

export class Breakpoints {
  private readonly places: Places;
  private readonly names: FunctionNames;
  private readonly controller: Controller;
  private readonly host: BreakpointHost;
  private breakpoints: Breakpoint[] = [];
  private marks: { mark: Mark; place: Place; stop: Stop }[] = [];
  private cursor: StopCursor<string> = new StopCursor([]);
  private nextId = 1;
  private readonly functions: FunctionInfo[] = [];
  private entry: string | null = null;
  private deadlines = false;

  constructor(places: Places, names: FunctionNames, controller: Controller, host: BreakpointHost) {
    this.places = places;
    this.names = names;
    this.controller = controller;
    this.host = host;
  }

  setLines(file: string, requests: BreakpointRequest[]): ResolvedBreakpoint[] {
    const known = this.places.known(file);
    this.breakpoints = this.breakpoints.filter((breakpoint) => breakpoint.kind !== 'line' || breakpoint.file !== known);
    const source = this.places.file(known);
    const resolved = requests.map((request): ResolvedBreakpoint => {
      const id = this.nextId++;
      const place = source === null ? null : this.places.nearest(source, request.line, request.column);
      if (source === null || place === null) {
        const message = source === null ? `${file} is no part of this program` : 'no statement at or behind this line';
        return { id, verified: false, place: null, message };
      }
      this.breakpoints.push({
        id,
        kind: 'line',
        file: source.path,
        line: place.line,
        column: request.column === undefined ? 0 : place.column,
        name: '',
        request,
        hits: 0,
      });
      const message = place.line === request.line ? '' : `moved to the next statement, line ${place.line}`;
      return { id, verified: true, place, message };
    });
    this.armAll();
    return resolved;
  }

  setFunctions(requests: FunctionBreakpointRequest[]): ResolvedBreakpoint[] {
    this.breakpoints = this.breakpoints.filter((breakpoint) => breakpoint.kind !== 'function');
    const resolved = requests.map((request): ResolvedBreakpoint => {
      const id = this.nextId++;
      const problem = this.names.problem(request.name);
      if (problem !== null) return { id, verified: false, place: null, message: problem };
      this.breakpoints.push({
        id,
        kind: 'function',
        file: '',
        line: 0,
        column: 0,
        name: request.name,
        request,
        hits: 0,
      });
      return { id, verified: true, place: null, message: 'stops when the function is entered' };
    });
    this.armAll();
    return resolved;
  }

  /** The marks in the order in which the walkthrough meets them. */
  setMarks(marks: Mark[]): { id: string; place: Place | null; problem: string }[] {
    this.marks = [];
    const resolved = marks.map((mark) => {
      const place = this.places.anchor(mark);
      if (typeof place === 'string') return { id: mark.id, place: null, problem: place };
      const stop: Stop = {
        id: mark.id, chapter: '', nature: 'executed', anchors: [], visit: mark.visit, lookAt: [], mayBeSkipped: mark.mayBeSkipped === true, isLandmark: mark.isLandmark === true,
        hold: mark.hold ?? [], release: mark.release ?? [],
        ...(mark.goroutine === undefined ? {} : { goroutine: mark.goroutine }),
      }; // prettier-ignore
      this.marks.push({ mark, place, stop });
      return { id: mark.id, place, problem: '' };
    });
    this.cursor = new StopCursor(this.marks.map(({ place, stop }) => ({ stop, place: key(place) })));
    this.armAll();
    return resolved;
  }

  /** Stops where netpoll's deadline timers fire (runtime/netpoll.go, netpolldeadlineimpl). */
  stopAtDeadlines(wanted: boolean): void {
    this.deadlines = wanted;
    this.armAll();
  }

  /** Stops the first time that a function begins, whoever asked for what else. */
  stopOnceAt(name: string): void {
    this.entry = name;
    this.armAll();
  }

  /** Functions that have just been compiled. */
  add(functions: readonly FunctionInfo[]): void {
    this.functions.push(...functions);
    for (const info of functions) this.arm(info);
  }

  private armAll(): void {
    for (const info of this.functions) this.arm(info);
  }

  private arm(info: FunctionInfo): void {
    const steps = new Map<number, ArmedBreakpoint[]>();
    const put = (pc: number, armed: ArmedBreakpoint): void => {
      const list = steps.get(pc);
      if (list === undefined) steps.set(pc, [armed]);
      else list.push(armed);
    };
    for (const breakpoint of this.breakpoints) {
      if (breakpoint.kind === 'function') {
        if (matchesName(info.name, breakpoint.name)) put(0, this.armed(breakpoint));
      } else if (breakpoint.file === info.file) {
        const pc = firstOnLine(info, breakpoint, this.places);
        if (pc >= 0) put(pc, this.armed(breakpoint));
      }
    }
    if (this.deadlines && info.name === 'runtime.netpolldeadlineimpl') {
      put(0, { id: 0, kind: 'deadline', mark: null, hit: () => true });
    }
    if (info.name === this.entry) {
      put(0, {
        id: 0,
        kind: 'entry',
        mark: null,
        hit: () => {
          const first = this.entry !== null;
          this.entry = null;
          return first;
        },
      });
    }
    const markPlaces = new Map(
      this.marks.filter(({ place }) => place.file === info.file).map(({ place }) => [key(place), place]),
    );
    if (markPlaces.size > 0) {
      info.steps.forEach((step, pc) => {
        const at = this.places.place(step.pos, step.end);
        if (markPlaces.has(key(at))) put(pc, this.markAt(key(at)));
      });
    }
    this.controller.arm(info, steps.size === 0 ? undefined : steps);
  }

  private markAt(place: string): ArmedBreakpoint {
    const { host } = this;
    const armed: ArmedBreakpoint = {
      id: 0,
      kind: 'mark',
      mark: null,
      hit: (frame) => {
        const stop = this.cursor.visit(place, host.goroutineName(frame));
        armed.mark = stop?.id ?? null;
        if (stop === undefined) return false;
        for (const name of stop.hold ?? []) host.holdNamed(name, true);
        for (const name of stop.release ?? []) host.holdNamed(name, false);
        return true;
      },
    };
    return armed;
  }

  private armed(breakpoint: Breakpoint): ArmedBreakpoint {
    const { request } = breakpoint;
    const { host } = this;
    return {
      id: breakpoint.id,
      kind: breakpoint.kind,
      mark: null,
      hit(frame) {
        if (request.condition !== undefined && request.condition !== '' && !host.truth(request.condition, frame))
          return false;
        breakpoint.hits++;
        if (
          request.hitCondition !== undefined &&
          request.hitCondition !== '' &&
          !hitMatches(request.hitCondition, breakpoint.hits)
        )
          return false;
        if ('logMessage' in request && request.logMessage !== undefined && request.logMessage !== '') {
          host.log(
            request.logMessage.replace(/\{([^{}]*)\}/g, (_, expression: string) => host.text(expression, frame)),
            frame,
          );
          return false;
        }
        return true;
      },
    };
  }
}

const key = (place: Place): string => `${place.file}:${place.line}:${place.column}`;

function firstOnLine(info: FunctionInfo, { line, column }: Breakpoint, places: Places): number {
  let best = -1;
  info.steps.forEach((step, pc) => {
    if (places.lineOf(step.pos) !== line || (column > 0 && places.editorColumn(step.pos) !== column)) return;
    const current = best < 0 ? undefined : info.steps[best];
    if (current === undefined || step.pos < current.pos) best = pc;
  });
  return best;
}

/** `5` is the fifth hit; also `== 5`, `>= 5`, `> 5`, `<= 5`, `< 5`, `% 5`. */
export function hitMatches(condition: string, hits: number): boolean {
  const match = /^\s*(==|>=|<=|>|<|%)?\s*(\d+)\s*$/.exec(condition);
  if (match === null) return true;
  const n = Number(match[2]);
  switch (match[1]) {
    case '>=':
      return hits >= n;
    case '<=':
      return hits <= n;
    case '>':
      return hits > n;
    case '<':
      return hits < n;
    case '%':
      return n > 0 && hits % n === 0;
    default:
      return hits === n;
  }
}
