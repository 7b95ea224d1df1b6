/** The arguments of `netwalk trace`. */
import { parseArgs } from 'node:util';
import { errnoNumber } from '../linux/index.ts';
import { CallNumbers } from '../linux/numbers.ts';
import { processId, type TraceOptions } from './trace.ts';

/** What is wrong with the arguments, for the person who typed them. */
export class TraceUsageError extends Error {}

const many = { type: 'string', multiple: true } as const;
const off = { type: 'boolean', default: false } as const;

/** Reads what stands behind `netwalk trace`. @throws TraceUsageError, ProcessError */
export function traceOptions(args: readonly string[]): TraceOptions & { goroutines: boolean } {
  const dashes = args.indexOf('--');
  const command = dashes < 0 ? [] : args.slice(dashes + 1);
  const { values, positionals } = parseArgs({
    args: dashes < 0 ? [...args] : args.slice(0, dashes),
    allowPositionals: true,
    options: {
      json: off,
      all: off,
      'no-stack': off,
      goroutines: off,
      fd: many,
      call: many,
      errno: many,
      goroutine: many,
      function: many,
      address: many,
    },
  });
  const [pid, ...more] = positionals;
  if (dashes < 0 ? pid === undefined || more.length > 0 : command.length === 0 || pid !== undefined) {
    throw new TraceUsageError('trace: a process id is expected, or -- and a command');
  }
  if (values.goroutines && pid === undefined) {
    throw new TraceUsageError('trace: --goroutines shows those of a process that runs: a process id is expected');
  }
  return {
    goroutines: values.goroutines,
    target: pid === undefined ? { command } : { pid: processId(pid) },
    json: values.json,
    all: values.all,
    stacks: !values['no-stack'],
    filter: {
      calls: values.call?.map(callName),
      errnos: values.errno?.map(errnoOf),
      fds: values.fd?.map((text) => whole('fd', text)),
      functions: values.function,
      goids: values.goroutine?.map((text) => whole('goroutine', text)),
      addresses: values.address,
    },
  };
}

function whole(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new TraceUsageError(`trace: --${flag} ${text}: a number is expected`);
}

function callName(text: string): string {
  if (new CallNumbers('x64').has(text)) return text;
  throw new TraceUsageError(`trace: --call ${text}: there is no such system call`);
}

function errnoOf(text: string): string {
  if (text === 'any' || errnoNumber(text) !== undefined) return text;
  throw new TraceUsageError(`trace: --errno ${text}: there is no such errno; any stands for all of them`);
}
