/** The netwalk command. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SourceError, provideCommand } from './golang/source/index.ts';
import { projectFolder } from './golang/source/project.ts';
import { NativeUnavailable } from './linux/index.ts';
import { serveSocket, serveStandardStreams } from './session/dap.ts';
import { completion, shells } from './session/completion.ts';
import { help } from './session/help.ts';
import { LaunchError, walkthroughsFolder } from './session/launch.ts';
import { refusalOf } from './session/needs.ts';
import { findWalkthrough } from './session/walkthrough.ts';
import { measureFormats, measureInTerminal } from './session/measure.ts';
import { run } from './session/run.ts';
import { runTestBinary, test, type TestBinary } from './session/test.ts';
import { Output } from './session/output.ts';
import { parseTestFlags, TestUsageError } from './session/testFlags.ts';
import { exportFormats, exportRecording, replayInTerminal } from './session/replay.ts';
import { summaryOf } from './session/recordingSummary.ts';
import { attachInTerminal } from './session/sessions/attach.ts';
import { SessionError } from './session/sessions/description.ts';
import { listenOrDial } from './session/sessions/listenDial.ts';
import { printSessions } from './session/sessions/listing.ts';
import { ProcessError } from './process/errors.ts';
import { printGoroutines } from './session/goroutineList.ts';
import { recordProcess } from './session/process/record.ts';
import { printProcesses } from './session/processList.ts';
import { trace } from './session/trace.ts';
import { recordOptions, recordsProcess, traceOptions, TraceUsageError } from './session/traceCommand.ts';
import { RecordingError } from './trace/recording/file.ts';
import { walkInTerminal } from './session/terminalWalk.ts';
import { languageOf } from './session/walk.ts';
import { verify } from './session/verify/verify.ts';
import { languages, WalkthroughError, type Language } from './session/walkthroughFormat.ts';

class UsageError extends Error {}

const inject = { type: 'string', multiple: true } as const;
const goOptions = { go: { type: 'string' }, goroot: { type: 'string' } } as const;

const recordable = ['run', 'walk', 'listen', 'dial'];
const record = { record: { type: 'string' } } as const;

function recordingIn(command: string, positionals: string[]): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(`${command}: one recording is expected`);
  return file;
}

const sessionOptions = {
  ...goOptions,
  ...record,
  deadline: { type: 'string' },
  'keep-alive': { type: 'string' },
  'stop-at': { type: 'string' },
} as const;

function endOf(command: string, positionals: string[]): [network: string, address: string] {
  const [network, address, ...more] = positionals;
  if (network === undefined || address === undefined || more.length > 0) {
    throw new UsageError(`${command}: a network and an address are expected, such as tcp 127.0.0.1:8080`);
  }
  return [network, address];
}

const commands: Readonly<Record<string, ((args: string[]) => Promise<number>) | undefined>> = {
  async walk(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...goOptions, ...record, inject, language: { type: 'string' } },
    });
    const [walkthrough] = positionals;
    if (walkthrough === undefined || positionals.length > 1) throw new UsageError('walk: one walkthrough is expected');
    const language = languageAsked('walk', values.language);
    return walkInTerminal({
      walkthrough,
      goVersion: values.go,
      goroot: values.goroot,
      inject: values.inject,
      record: values.record,
      language,
    });
  },

  async run(args) {
    const options = {
      ...goOptions,
      ...record,
      inject,
      trace: { type: 'boolean', default: false },
      lines: { type: 'string' },
    } as const;
    const [own, program, programArgs] = splitAtProgram(args, options);
    const { values } = parseArgs({ args: own, options });
    if (program === undefined) throw new UsageError('run: a .go file or a folder is expected');
    return run({
      program,
      args: programArgs,
      goVersion: values.go,
      goroot: values.goroot,
      inject: values.inject,
      trace: values.trace,
      record: values.record,
      lines: values.lines,
    });
  },

  async measure(args) {
    const options = {
      format: { type: 'string', default: 'text' },
      json: { type: 'boolean', default: false },
      language: { type: 'string' },
      descriptors: { type: 'string', default: '10000' },
      progress: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ args, options });
    const format = measureFormats.find((name) => name === (values.json ? 'json' : values.format));
    if (format === undefined) throw new UsageError(`measure: --format is one of ${measureFormats.join(', ')}`);
    const descriptors = Number(values.descriptors);
    if (!(Number.isInteger(descriptors) && descriptors >= 10)) {
      throw new UsageError('measure: --descriptors must be a whole number of at least 10');
    }
    return measureInTerminal({
      format,
      descriptors,
      reports: values.progress,
      language: languageAsked('measure', values.language),
    });
  },

  /** For the extension: what a walkthrough needs and this machine refuses, as one line of JSON; `null` when there is nothing. */
  needs(args) {
    const refusal = refusalOf(findWalkthrough(walkthroughsFolder(), args[0] ?? ''));
    new Output().line(JSON.stringify(refusal));
    return Promise.resolve(0);
  },

  /** For the extension: what a recording says of itself, as one line of JSON. */
  summary(args) {
    new Output().line(JSON.stringify(summaryOf(recordingIn('summary', args))));
    return Promise.resolve(0);
  },

  async verify(args) {
    const options = {
      ...goOptions,
      seconds: { type: 'string', default: '60' },
      language: { type: 'string' },
      json: { type: 'boolean', default: false },
      inside: { type: 'string' },
    } as const;
    const [own, target, programArgs] = splitAtProgram(args, options);
    const { values } = parseArgs({ args: own, options });
    if (target === undefined) throw new UsageError('verify: a walkthrough, a .go file or a folder is expected');
    const common = { args: programArgs, goVersion: values.go, goroot: values.goroot };
    // The traced side of a verification, which it starts itself.
    if (values.inside !== undefined) return run({ ...common, program: target, trace: false, mark: values.inside });
    const seconds = Number(values.seconds);
    if (!(seconds > 0)) throw new UsageError('verify: --seconds must be a number above 0');
    return verify({
      ...common,
      target,
      seconds,
      json: values.json,
      language: languageAsked('verify', values.language),
    });
  },

  async test(args) {
    if (args[0] === '--binary') return runTestBinary(JSON.parse(args[1] ?? '') as TestBinary);
    return test(parseTestFlags(args));
  },

  async replay(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { goroot: { type: 'string' }, program: { type: 'string' } },
    });
    return replayInTerminal({ file: recordingIn('replay', positionals), ...values });
  },

  async export(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { goroot: { type: 'string' }, program: { type: 'string' }, format: { type: 'string', default: 'json' } },
    });
    const format = exportFormats.find((known) => known === values.format);
    if (format === undefined)
      throw new UsageError(`export: --format ${values.format}: there are ${exportFormats.join(', ')}`);
    return exportRecording({ file: recordingIn('export', positionals), ...values, format });
  },

  async record(args) {
    if (recordsProcess(args)) return recordProcess(recordOptions(args));
    const [file, command, ...rest] = args;
    if (file === undefined || command === undefined || !recordable.includes(command)) {
      throw new UsageError(
        `record: a file and one of ${recordable.join(', ')} are expected, or --pid and a process id`,
      );
    }
    return (await commands[command]?.(['--record', file, ...rest])) ?? 2;
  },

  async listen(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...sessionOptions,
        echo: { type: 'boolean', default: false },
        discard: { type: 'boolean', default: false },
        http: { type: 'boolean', default: false },
      },
    });
    const services = (['echo', 'discard', 'http'] as const).filter((service) => values[service]);
    if (services.length > 1) throw new UsageError(`listen: either --${services.join(' or --')}`);
    const [network, address] = endOf('listen', positionals);
    const flags = { deadline: values.deadline, 'keep-alive': values['keep-alive'] };
    const { go: goVersion, goroot, 'stop-at': stopAt } = values;
    const service = services[0] ?? 'echo';
    const { record: file } = values;
    return listenOrDial({ role: 'listen', network, address, service, flags, goVersion, goroot, stopAt, record: file });
  },

  async dial(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...sessionOptions, timeout: { type: 'string' } },
    });
    const [network, address] = endOf('dial', positionals);
    const flags = { timeout: values.timeout, deadline: values.deadline, 'keep-alive': values['keep-alive'] };
    const { go: goVersion, goroot, 'stop-at': stopAt } = values;
    const { record: file } = values;
    return listenOrDial({
      role: 'dial',
      network,
      address,
      service: 'echo',
      flags,
      goVersion,
      goroot,
      stopAt,
      record: file,
    });
  },

  async sessions(args) {
    return printSessions(parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values);
  },

  async attach(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    if (positionals.length > 1) throw new UsageError('attach: one session is expected');
    return attachInTerminal(positionals[0]);
  },

  async trace(args) {
    const options = traceOptions(args);
    const { goroutines, target } = options;
    return goroutines && 'pid' in target ? printGoroutines(target.pid, options) : trace(options);
  },

  async processes(args) {
    return printProcesses(parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values);
  },

  async completion(args) {
    const [asked, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
    const shell = shells.find((known) => known === asked);
    if (shell === undefined || more.length > 0) {
      throw new UsageError(`completion: one of ${shells.join(', ')} is expected`);
    }
    new Output().write(completion(shell));
    return 0;
  },

  async dap(args) {
    const { values } = parseArgs({ args, options: { socket: { type: 'string' } } });
    return values.socket === undefined ? serveStandardStreams() : serveSocket(path.resolve(values.socket));
  },

  async setup(args) {
    return provideCommand(parseArgs({ args, allowPositionals: true }).positionals);
  },

  async help() {
    new Output().write(help);
    return 0;
  },

  async version() {
    new Output().line(`netwalk ${version()}`);
    return 0;
  },
};

const aliases: Readonly<Record<string, string | undefined>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
};

/** The language that is asked for, else that of the environment. */
function languageAsked(command: string, asked: string | undefined): Language {
  const language = languages.find((known) => known === asked);
  if (asked !== undefined && language === undefined) {
    throw new UsageError(`${command}: --language ${asked}: there are ${languages.join(' and ')}`);
  }
  return language ?? languageOf(process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '');
}

/** Options before the program are ours, everything behind it is the program's. */
function splitAtProgram(
  args: string[],
  options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>,
): [own: string[], program: string | undefined, programArgs: string[]] {
  const takesValue = (flag: string): boolean => options[flag.replace(/^--/, '')]?.type === 'string';
  let at = 0;
  for (let arg = args[at]; arg?.startsWith('-') === true; arg = args[at]) {
    if (arg === '--') return [args.slice(0, at), args[at + 1], args.slice(at + 2)];
    at += takesValue(arg) ? 2 : 1;
  }
  return [args.slice(0, at), args[at], args.slice(at + 1)];
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectFolder(), 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

/** Whether the message is for the person: anything else is a fault of ours and keeps its trace. */
function isExpected(error: unknown): error is Error {
  return [
    SourceError,
    WalkthroughError,
    NativeUnavailable,
    LaunchError,
    SessionError,
    RecordingError,
    ProcessError,
  ].some((kind) => error instanceof kind);
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof TestUsageError ||
  error instanceof TraceUsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(help);
    return 2;
  }
  try {
    const command = commands[aliases[name] ?? name];
    if (command === undefined) throw new UsageError(`unknown command "${name}"`);
    const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
    if (own.includes('--help') && name !== 'run') return (await commands['help']?.([])) ?? 0;
    return await command(args);
  } catch (error) {
    if (isUsageError(error)) {
      process.stderr.write(`netwalk: ${error.message}\nTry "netwalk help".\n`);
      return 2;
    }
    const trace = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`netwalk: ${isExpected(error) ? error.message : (trace ?? '')}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
