/** Requests that set the program going, forwards or back through its history. */
import type { ResumeOptions, StepKind, TraceSource } from '../trace/source.ts';
import { RequestError, type Fields } from './requests.ts';

/** Checked and ready: the answer goes out first, so that the stop always comes behind it. */
export interface Execution {
  body?: object;
  /** Clients know from the answer to DAP's own requests that the program runs; of others they are told by an event. */
  announced: boolean;
  run(): Promise<void>;
}

type Prepare = (args: Fields, trace: TraceSource) => Execution;

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
export const executions: Readonly<Record<string, Prepare | undefined>> = {
  next: step('over'),
  stepIn: step('in'),
  stepOut: step('out'),
  continue: (args, trace) => {
    const options = resumeOptions(args);
    return { body: { allThreadsContinued: true }, announced: true, run: () => trace.resume(options) };
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
};
