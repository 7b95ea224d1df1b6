/** The arguments of `netwalk trace`, and of `netwalk record` for a real process. */
import { parseArgs } from 'node:util';
import { errnoNumber } from '../linux/index.ts';
import { CallNumbers } from '../linux/numbers.ts';
import type { CallFilter } from '../process/callFilter.ts';
import type { RecordProcessOptions } from './process/record.ts';
import type { TraceOptions } from './trace.ts';
import { processId } from './watching.ts';

/** What is wrong with the arguments, for the person who typed them. */
export class TraceUsageError extends Error {}

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const off = { type: 'boolean', default: false } as const;
/** Which calls. */
const filterOptions = { all: off, fd: many, call: many, errno: many, goroutine: many, function: many, address: many };

/** Reads what stands behind `netwalk trace`. @throws TraceUsageError, ProcessError */
export function traceOptions(args: readonly string[]): TraceOptions & { goroutines: boolean } {
  const { own, command } = atDashes(args);
  const { values, positionals } = parseArgs({
    args: own,
    allowPositionals: true,
    options: { ...filterOptions, json: off, 'no-stack': off, goroutines: off },
  });
  const [pid, ...more] = positionals;
  if (command === null ? pid === undefined || more.length > 0 : command.length === 0 || pid !== undefined) {
    throw new TraceUsageError('trace: a process id is expected, or -- and a command');
  }
  if (values.goroutines && pid === undefined) {
    throw new TraceUsageError('trace: --goroutines shows those of a process that runs: a process id is expected');
  }
  return {
    goroutines: values.goroutines,
    target: pid === undefined ? { command: command ?? [] } : { pid: processId(pid, 'trace') },
    json: values.json,
    all: values.all,
    stacks: !values['no-stack'],
    filter: filterOf('trace', values),
  };
}

/** Whether `netwalk record` is asked for a real process: of a run, the file comes first. */
export const recordsProcess = ([first = '']: readonly string[]): boolean => first.startsWith('-');

/** Reads what then stands behind it. @throws TraceUsageError, ProcessError */
export function recordOptions(args: readonly string[]): RecordProcessOptions {
  const { own, command } = atDashes(args);
  const { values, positionals } = parseArgs({
    args: own,
    allowPositionals: true,
    options: { ...filterOptions, pid: text, output: { type: 'string', short: 'o' } },
  });
  const isBoth = values.pid !== undefined && command !== null;
  const isNothing = values.pid === undefined && (command === null || command.length === 0);
  if (positionals.length > 0 || isBoth || isNothing) {
    throw new TraceUsageError('record: --pid and a process id are expected, or -- and a command');
  }
  return {
    target: values.pid === undefined ? { command: command ?? [] } : { pid: processId(values.pid, 'record') },
    file: values.output,
    all: values.all,
    filter: filterOf('record', values),
  };
}

/** What is ours, and the command behind `--`, where that stands. */
function atDashes(args: readonly string[]): { own: string[]; command: string[] | null } {
  const dashes = args.indexOf('--');
  if (dashes < 0) return { own: [...args], command: null };
  return { own: args.slice(0, dashes), command: args.slice(dashes + 1) };
}

type Asked = Partial<Record<'fd' | 'call' | 'errno' | 'goroutine' | 'function' | 'address', string[] | undefined>>;

function filterOf(command: string, asked: Asked): CallFilter {
  const numbers = (flag: 'fd' | 'goroutine'): number[] | undefined => asked[flag]?.map((value) => {
    if (/^\d+$/.test(value)) return Number(value);
    throw new TraceUsageError(`${command}: --${flag} ${value}: a number is expected`);
  }); // prettier-ignore
  for (const name of asked.call ?? []) {
    if (!new CallNumbers('x64').has(name)) throw new TraceUsageError(`${command}: --call ${name}: there is no such system call`); // prettier-ignore
  }
  for (const name of asked.errno ?? []) {
    if (name === 'any' || errnoNumber(name) !== undefined) continue;
    throw new TraceUsageError(`${command}: --errno ${name}: there is no such errno; any stands for all of them`);
  }
  return {
    calls: asked.call,
    errnos: asked.errno,
    fds: numbers('fd'),
    functions: asked.function,
    goids: numbers('goroutine'),
    addresses: asked.address,
  };
}
