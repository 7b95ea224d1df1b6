/** What is asked of a live program by name, as TraceSource has it: answered on the program's thread, between two of its steps. */
import type { Execution } from '../../golang/execution.ts';
import type { SourceLoader } from '../../golang/source/index.ts';
import type { Controller } from '../../trace/controller.ts';
import type { History } from '../../trace/history.ts';
import type { TraceSource } from '../../trace/source.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Exceptions } from './exceptions.ts';
import type { Holding } from './holding.ts';
import type { Inspector } from './inspector.ts';
import type { Past } from './past.ts';
import type { Places } from './places.ts';
import type { Playback } from './playback.ts';
import { programName, type LiveOptions, type Method } from './protocol.ts';
import type { Replay } from './taping.ts';
import type { TimeTravel } from './timeTravel.ts';
import type { Viewpoint } from './viewpoint.ts';

/** What answers. */
export interface Asked {
  breakpoints: Breakpoints;
  controller: Controller;
  exceptions: Exceptions;
  execution: Execution;
  history: History;
  holding: Holding;
  inspector: Inspector;
  loader: SourceLoader;
  options: LiveOptions;
  past: Past;
  places: Places;
  playback: Playback | null;
  program: {
    requestStart(stopOnEntry: boolean): void;
    watch(): void;
    unwatch(): void;
    terminate(): void;
    dieOfSignal(name: string): void;
  };
  replay: Replay | null;
  travel: TimeTravel;
  view: Viewpoint;
}

/** As TraceSource, without waiting; and what only live.ts asks. */
export type Answers = {
  [K in Method]: (...args: Parameters<TraceSource[K]>) => Awaited<ReturnType<TraceSource[K]>>;
} & {
  dieOfSignal: (name: string) => void;
};

/** What is recorded goes back no further. */
const oldest = 'the oldest step that is kept';

export function answersOf(asked: Asked): Answers {
  return { ...ofTheRun(asked), ...ofTheWay(asked), ...ofWhatIsThere(asked), ...ofBreakpoints(asked) };
}

/** Beginning, watching, ending. */
function ofTheRun({ controller, holding, inspector, loader, options, program, replay, view }: Asked) {
  const set = (goid: number, hold: boolean): void => {
    const g = inspector.goroutine(goid);
    if (g !== null) holding.set(g, hold);
  };
  return {
    describe: () => ({
      goVersion: loader.go.version.text,
      goroot: loader.go.root,
      why: loader.go.why,
      program: programName(options),
      arguments: options.args,
      ...(replay === null ? { pid: process.pid } : {}),
    }),
    recorded: () => (replay === null ? null : { made: replay.header.made, system: replay.header.system }),
    sourceHash: () => loader.hash(['net', 'internal/poll']),
    watch: () => program.watch(),
    start: ({ stopOnEntry }) => program.requestStart(stopOnEntry),
    terminate: () => program.terminate(),
    dieOfSignal: (name) => program.dieOfSignal(name),
    detach: () => {
      program.unwatch();
      holding.releaseAll();
      controller.resume();
      if (view.isStopped) view.leave();
    },
    hold: (goid) => set(goid, true),
    release: (goid) => set(goid, false),
  } satisfies Partial<Answers>;
}

/** Onwards and back. In the past it is the history that is walked; at its end the program runs. */
function ofTheWay({ controller, history, options, past, playback, travel, view }: Asked) {
  /** Goes on behind what is recorded. */
  const leave = (how: () => void): void => {
    view.requireStop();
    how();
    view.leave();
  };
  return {
    resume: () => {
      const { step } = view.requireStop();
      const found = view.isInPast ? past.breakpoint(step + 1, false) : -1;
      if (found >= 0) view.moveTo(found, 'breakpoint');
      else leave(() => controller.resume());
    },
    step: (kind, resume) => {
      const { step, frame } = view.requireStop();
      if (view.isInPast) {
        const found = past.step(step, kind, resume);
        view.moveTo(found < 0 ? history.last : found, 'step');
        return;
      }
      const stays = resume.singleThread || (options.stepOver === 'goroutine' && kind !== 'in');
      leave(() => controller.stepFrom(kind, frame, stays));
    },
    pause: () => {
      if (!view.isStopped) controller.pause();
    },
    stepBack: (resume) => {
      const { step } = view.requireStop();
      const found = past.stepBack(step, resume);
      if (found < 0) view.moveTo(step, 'step', oldest);
      else view.moveTo(found, 'step');
    },
    reverseContinue: () => {
      const found = past.breakpoint(view.requireStop().step - 1, true);
      if (found < 0) view.moveTo(history.first, 'step', oldest);
      else view.moveTo(found, 'breakpoint');
    },
    goTo: (step) => {
      const { first, last } = history;
      if (playback !== null && step > last) {
        playback.stopAt(step);
        view.leave();
        return;
      }
      const beyond = step > last ? `the newest step is ${last}` : step < first ? `${oldest} is ${first}` : '';
      view.moveTo(step, 'goto', beyond);
    },
    seek: (sought, backwards) => {
      const { step } = view.requireStop();
      const found = travel.seek(sought, step, backwards);
      if (found >= 0) view.moveTo(found, 'goto');
      else if (backwards) view.moveTo(step, 'goto', 'there is none before, as far as is recorded');
      else {
        leave(() => {
          travel.lookAhead(sought);
          controller.resume();
        });
      }
    },
    runToMark: () => {
      const { step } = view.requireStop();
      const found = view.isInPast ? past.mark(step, false) : -1;
      if (found >= 0) view.moveTo(found, 'mark');
      else leave(() => controller.runToMark());
    },
    backToMark: () => {
      const { step } = view.requireStop();
      const found = past.mark(step, true);
      if (found >= 0) view.moveTo(found, 'mark');
      else view.moveTo(step, 'mark', 'there is no stop before');
    },
    search: (text, limit) => travel.search(text, limit, view.position().step),
    timeline: (range) => travel.timeline(range, view.position()),
  } satisfies Partial<Answers>;
}

/** What the program and the kernel hold. */
function ofWhatIsThere({ execution, inspector, places, view }: Asked) {
  return {
    cursor: () => view.position(),
    goroutines: () => (view.look(), inspector.goroutines()),
    stack: (goid) => (view.look(), inspector.stack(goid)),
    scopes: (frameId) => inspector.scopes(frameId),
    variables: (reference, start, count) => inspector.variables(reference, start, count),
    evaluate: (expression, frameId) => inspector.evaluate(expression, frameId),
    completions: (text, frameId) => inspector.completions(text, frameId),
    descriptors: () => inspector.descriptors(),
    systemCalls: (fromStep = 0) => inspector.calls.filter((call) => call.step >= fromStep),
    loadedSources: () => {
      const files = new Set(execution.linker.functions.map((info) => info.file));
      return [...files].sort().map((file) => ({ file, path: places.realPath(file) }));
    },
    source: (file) => ({ text: places.text(file), path: places.realPath(file) }),
  } satisfies Partial<Answers>;
}

function ofBreakpoints({ breakpoints, exceptions, holding, places }: Asked) {
  return {
    setMarks: (marks, names = []) => {
      holding.names = names;
      return breakpoints.setMarks(marks);
    },
    setBreakpoints: (file, requests) => breakpoints.setLines(file, requests),
    setFunctionBreakpoints: (requests) => breakpoints.setFunctions(requests),
    setExceptionFilters: (filters) => {
      exceptions.set(filters);
      breakpoints.stopAtDeadlines(exceptions.has('deadline'));
    },
    breakpointLocations: (file, line, endLine) => {
      const source = places.file(file);
      if (source === null) return [];
      return places.stops(source).filter((place) => place.line >= line && place.line <= endLine);
    },
  } satisfies Partial<Answers>;
}
