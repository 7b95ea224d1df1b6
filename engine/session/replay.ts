/** `netwalk replay` and `netwalk export`: recordings in the terminal. */
import { PassThrough } from 'node:stream';
import { Adapter } from '../adapter/adapter.ts';
import { serve } from '../adapter/connection.ts';
import type { Place, SystemCall, TraceSource } from '../trace/source.ts';
import { readRecording } from '../trace/recording/file.ts';
import { overview } from '../trace/recording/tape.ts';
import { launch, LaunchError } from './launch.ts';
import { Output } from './output.ts';
import { useTerminal } from './sessions/attach.ts';
import { Client } from './sessions/client.ts';
import { goroutineText } from '../adapter/words.ts';

export interface ReplayOptions {
  file: string;
  /** Where the program is that was recorded, if it is one of the person's own. */
  program?: string | undefined;
  goroot?: string | undefined;
}

const launchArguments = ({ file, program, goroot }: ReplayOptions) => ({
  recording: file,
  ...(program === undefined ? {} : { program }),
  ...(goroot === undefined ? {} : { goroot }),
});

/** Plays a recording in the terminal, to step through; without a terminal its system calls are printed. Gives 0, or 1 when it cannot be played. */
export async function replayInTerminal(options: ReplayOptions): Promise<number> {
  const { header } = readRecording(options.file);
  const out = new Output();
  out.line(`a recording: ${madeText(header.made)}, Go ${header.goVersion}, ${header.system}`);
  const [toAdapter, fromAdapter] = [new PassThrough(), new PassThrough()];
  const adapter = new Adapter({
    launch: async (args) => launch(args),
    attach: async () => Promise.reject(new LaunchError('a recording runs: there is nothing to attach to')),
  });
  const served = serve(adapter, toAdapter, fromAdapter);
  const client = new Client(fromAdapter, toAdapter);
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  await useTerminal(client, out, 'launch', { ...launchArguments(options), stopOnEntry: interactive });
  await served;
  return 0;
}

export const madeText = (made: number): string => new Date(made).toISOString().replace('T', ' ').slice(0, 19);

export const exportFormats = ['json', 'perfetto', 'strace'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a recording holds, for other tools. Plays it to its end, and writes to standard output. */
export async function exportRecording(options: ReplayOptions & { format: ExportFormat }): Promise<number> {
  const { header, blocks, lost } = readRecording(options.file);
  const { trace } = await launch(launchArguments(options));
  const calls: SystemCall[] = [];
  trace.on('systemCall', (call) => calls.push(call));
  const goroutines: { goid: number; kind: string; step: number }[] = [];
  trace.on('goroutine', (event) => goroutines.push({ ...event, step: trace.steps() }));
  const problem = await playToEnd(trace);
  const steps = trace.steps();
  await trace.dispose();
  if (problem !== '') process.stderr.write(`netwalk: ${problem}\n`);
  if (lost > 0) process.stderr.write(`netwalk: ${options.file} was cut off: its last ${lost} bytes are not used\n`);
  const { status } = overview(blocks);
  const out = new Output();
  if (options.format === 'json') out.line(JSON.stringify({ ...header, status, steps, systemCalls: calls }, null, 2));
  else if (options.format === 'strace')
    for (const { goid, text } of calls) out.line(`[${goroutineText(goid)}] ${text}`);
  else out.line(JSON.stringify(perfetto(calls)));
  return problem === '' ? 0 : 1;
}

/** Gives what went wrong, or ''. */
async function playToEnd(trace: TraceSource): Promise<string> {
  const exited = new Promise<string>((resolve) => {
    trace.on('exited', ({ message }) => resolve(message));
    // Where the recording ends one could look back: here nobody does.
    trace.on('stopped', ({ goid }) => void trace.resume({ goid, singleThread: false }).catch(() => undefined));
  });
  await trace.start({ stopOnEntry: false });
  return exited;
}

/** The JSON of Chrome's trace viewer, which Perfetto opens: a track a goroutine, a slice a system call; microseconds. */
function perfetto(calls: SystemCall[]): object {
  const goids = [...new Set(calls.map(({ goid }) => goid))].sort((a, b) => a - b);
  const place = (at: Place | null): string => (at === null ? '' : `${at.file}:${at.line}`);
  return {
    displayTimeUnit: 'ns',
    traceEvents: [
      { ph: 'M', pid: 1, name: 'process_name', args: { name: 'netwalk' } },
      ...goids.map((goid) => ({ ph: 'M', pid: 1, tid: goid, name: 'thread_name', args: { name: goid === 0 ? 'g0 (scheduler)' : `goroutine ${goid}` } })), // prettier-ignore
      ...calls.map(({ name, goid, start, duration, text, errnoName, step, place: at }) => ({
        ph: 'X', cat: 'syscall', pid: 1, tid: goid, name, ts: start, dur: duration, args: { call: text, errno: errnoName, step, line: place(at) },
      })), // prettier-ignore
    ],
  };
}
