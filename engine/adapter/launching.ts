/** Arguments of `launch` and `attach`, checked. */
import type { AttachArguments, LaunchArguments, ProcessFilter } from './events.ts';
import { RequestError, type Fields } from './requests.ts';

/** DAP: launch; the client's locale where the arguments name none. */
export function launchArguments(args: Fields, locale: string): LaunchArguments {
  const walkthrough = args.optionalText('walkthrough');
  const program = args.optionalText('program');
  const recording = args.optionalText('recording');
  if (recording === undefined && walkthrough === undefined && program === undefined) {
    throw new RequestError('launch: "walkthrough" or "program" is expected', true);
  }
  const stop = args.optionalText('stop');
  if (stop !== undefined && walkthrough === undefined) {
    throw new RequestError('launch: "stop" is a stop of a walkthrough, and no "walkthrough" is named', true);
  }
  const stepOver = args.optionalText('stepOver');
  if (stepOver !== undefined && stepOver !== 'machine' && stepOver !== 'goroutine') {
    throw new RequestError(`launch: stepOver must be "machine" or "goroutine", not ${JSON.stringify(stepOver)}`, true);
  }
  const historySteps = args.optionalNumber('historySteps');
  if (historySteps !== undefined && historySteps < 1) {
    throw new RequestError('launch: historySteps must be a whole number above 0', true);
  }
  return withoutUndefined({
    noDebug: args.optionalFlag('noDebug'),
    walkthrough,
    program,
    recording,
    record: args.optionalText('record'),
    ...(recording === undefined ? {} : { substitutePath: substitutions(args), folders: args.texts('folders') }),
    stop,
    args: args.texts('args'),
    env: args.textMap('env'),
    cwd: args.optionalText('cwd'),
    goVersion: args.optionalText('goVersion') || undefined,
    goroot: args.optionalText('goroot') || undefined,
    stopOnEntry: args.optionalFlag('stopOnEntry'),
    stepInto: args.texts('stepInto'),
    inject: args.texts('inject'),
    stepOver,
    historySteps,
    locale: args.optionalText('locale') ?? locale,
  });
}

/** DAP: attach; the client's locale where the arguments name none. */
export function attachArguments(args: Fields, locale: string): AttachArguments {
  const stops = args.optionalText('stops');
  if (stops !== undefined && stops !== 'all' && stops !== 'thread') {
    throw new RequestError(`attach: stops must be "all" or "thread", not ${JSON.stringify(stops)}`, true);
  }
  return withoutUndefined({
    socket: args.optionalText('socket'),
    session: args.optionalText('session'),
    pid: args.optionalNumber('pid'),
    engine: args.optionalText('engine'),
    sourceHash: args.optionalText('sourceHash'),
    processId: args.optionalNumber('processId'),
    substitutePath: substitutions(args),
    folders: args.texts('folders'),
    goroot: args.optionalText('goroot') || undefined,
    filter: args.has('filter') ? processFilter(args.child('filter')) : undefined,
    historyCalls: args.optionalNumber('historyCalls'),
    stops,
    locale: args.optionalText('locale') ?? locale,
  });
}

const substitutions = (args: Fields): { from: string; to: string }[] =>
  args.list('substitutePath').map((rule) => ({ from: rule.text('from'), to: rule.text('to') }));

/** A list that is empty asks for nothing. */
function processFilter(args: Fields): ProcessFilter {
  const texts = (name: string): string[] | undefined => (args.texts(name).length > 0 ? args.texts(name) : undefined);
  const numbers = (name: string): number[] | undefined => (args.has(name) ? args.numbers(name) : undefined);
  return withoutUndefined({
    calls: texts('calls'),
    errnos: texts('errnos'),
    fds: numbers('fds'),
    goroutines: numbers('goroutines'),
    functions: texts('functions'),
    addresses: texts('addresses'),
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
