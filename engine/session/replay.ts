/** `netwalk replay` and `netwalk export`: recordings in the terminal. */
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Adapter } from '../adapter/adapter.ts';
import { serve } from '../adapter/connection.ts';
import type { Place, SystemCall, TraceSource } from '../trace/source.ts';
import { isOfProcess, readRecording, type ProcessHeader } from '../trace/recording/file.ts';
import { overview } from '../trace/recording/tape.ts';
import { frameObjects } from './traceText.ts';
import { ProcessRecording } from './process/processRecording.ts';
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
  const what = isOfProcess(header) ? `a recording of a real process, ${processText(header)}` : 'a recording';
  out.line(`${what}: ${madeText(header.made)}, Go ${header.goVersion}, ${header.system}`);
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

const processText = ({ process: { pid, program } }: ProcessHeader): string => `${path.basename(program)} (${pid})`;

export const exportFormats = ['json', 'perfetto', 'strace'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a recording holds, for other tools. Plays it to its end, and writes to standard output. */
export async function exportRecording(options: ReplayOptions & { format: ExportFormat }): Promise<number> {
  const { header, blocks, lost } = readRecording(options.file);
  if (lost > 0) process.stderr.write(`netwalk: ${options.file} was cut off: its last ${lost} bytes are not used\n`);
  if (isOfProcess(header)) return exportProcess(header, options);
  const { trace } = await launch(launchArguments(options));
  const calls: SystemCall[] = [];
  trace.on('systemCall', (call) => calls.push(call));
  const goroutines: { goid: number; kind: string; step: number }[] = [];
  trace.on('goroutine', (event) => goroutines.push({ ...event, step: trace.steps() }));
  const problem = await playToEnd(trace);
  const steps = trace.steps();
  await trace.dispose();
  if (problem !== '') process.stderr.write(`netwalk: ${problem}\n`);
  const { status } = overview(blocks);
  write(options.format, calls, { ...header, status, steps, systemCalls: calls });
  return problem === '' ? 0 : 1;
}

/** Of a real process nothing is executed; its calls have the stacks that they were made with. */
function exportProcess(
  header: ProcessHeader,
  { file, goroot, format }: ReplayOptions & { format: ExportFormat },
): number {
  const recording = ProcessRecording.open(file, { substitutePath: [], folders: [], goroot });
  const all = recording.calls();
  const systemCalls = all.map(({ call, stack }) => ({ ...call, frames: frameObjects(stack) }));
  write(format, all.map(({ call }) => call), { ...header, status: recording.status, steps: recording.steps(), systemCalls }); // prettier-ignore
  return 0;
}

function write(format: ExportFormat, calls: SystemCall[], all: object): void {
  const out = new Output();
  if (format === 'json') out.line(JSON.stringify(all, null, 2));
  else if (format === 'strace') for (const { goid, text } of calls) out.line(`[${goroutineText(goid)}] ${text}`);
  else out.line(JSON.stringify(perfetto(calls)));
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
