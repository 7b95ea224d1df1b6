/** Requests that set the program going, forwards or back through its history. */
import type { ResumeOptions, Sought, StepKind, TraceSource } from '../trace/source.ts';
import { RequestError, type Fields } from './requests.ts';

/** Checked and ready: the answer goes out first, so that the stop always comes behind it. */
export interface Execution {
  body?: object;
  /** Clients know from the answer to DAP's own requests that the program runs; of others they are told by an event. */
  announced: boolean;
  run(): Promise<void>;
}

/** `alone`: only the goroutine that is named goes on, for only it stands. */
export type Prepare = (args: Fields, trace: TraceSource, alone: boolean) => Execution;

const resumeOptions = (args: Fields): ResumeOptions => ({
  goid: args.number('threadId'),
  singleThread: args.flag('singleThread'),
});

const step =
  (kind: StepKind): Prepare =>
  (args, trace) => {
    const options = resumeOptions(args);
    return { announced: true, run: () => trace.step(kind, options) };
  };

/** By the names of the requests. A trace in its history goes forwards through it, and on at its live end. */
const executions: Readonly<Record<string, Prepare | undefined>> = {
  next: step('over'),
  stepIn: step('in'),
  stepOut: step('out'),
  continue: (args, trace, alone) => {
    const options = resumeOptions(args);
    return { body: { allThreadsContinued: !alone }, announced: true, run: () => trace.resume(options) };
  },
  stepBack: (args, trace) => {
    const options = resumeOptions(args);
    return { announced: true, run: () => trace.stepBack(options) };
  },
  reverseContinue: (args, trace) => {
    const options = resumeOptions(args);
    return { announced: true, run: () => trace.reverseContinue(options) };
  },
  'netwalk/nextStop': (_args, trace) => ({ announced: false, run: () => trace.runToMark() }),
  'netwalk/previousStop': (_args, trace) => ({ announced: false, run: () => trace.backToMark() }),
  'netwalk/goTo': (args, trace) => {
    const wanted = args.number('step');
    if (wanted < 0) throw new RequestError('netwalk/goTo: steps are numbered from 0');
    return { announced: false, run: () => trace.goTo(wanted) };
  },
  'netwalk/seek': (args, trace) => {
    const sought = soughtBy(args);
    const backwards = args.flag('backwards');
    return { announced: false, run: () => trace.seek(sought, backwards) };
  },
};

function soughtBy(args: Fields): Sought {
  const [goid, fd] = [args.optionalNumber('goid'), args.optionalNumber('fd')];
  const [call, errno] = [args.optionalText('call'), args.optionalText('errno')];
  const sought: Sought = {
    ...(goid === undefined ? {} : { goid }),
    ...(fd === undefined ? {} : { fd }),
    ...(call === undefined ? {} : { call }),
    ...(errno === undefined ? {} : { errno }),
  };
  if (Object.keys(sought).length > 0) return sought;
  throw new RequestError('netwalk/seek: goid, fd, call or errno says what is sought');
}

/** `goto 1234` in the Debug Console is no expression: the program moves to the step that a line names. */
const goTo: Prepare = (args, trace) => {
  const step = stepNamed(args) ?? 0;
  return { body: { result: `step ${step}`, variablesReference: 0 }, announced: false, run: () => trace.goTo(step) };
};

function stepNamed(args: Fields): number | null {
  if (args.optionalText('context') !== 'repl') return null;
  const found = /^\s*goto\s+(\d+)\s*$/.exec(args.optionalText('expression') ?? '');
  return found === null ? null : Number(found[1]);
}

/** How to do a request that sets the program going; undefined when it is none. */
export function executionOf(command: string, args: Fields): Prepare | undefined {
  return command === 'evaluate' && stepNamed(args) !== null ? goTo : executions[command];
}
