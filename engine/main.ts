/** The netwalk command. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SourceError, provideCommand } from './golang/source/index.ts';
import { projectFolder } from './golang/source/project.ts';
import { NativeUnavailable } from './linux/index.ts';
import { serveSocket, serveStandardStreams } from './session/dap.ts';
import { LaunchError } from './session/launch.ts';
import { run } from './session/run.ts';
import { runTestBinary, test, type TestBinary } from './session/test.ts';
import { parseTestFlags, TestUsageError } from './session/testFlags.ts';
import { walkInTerminal } from './session/terminalWalk.ts';
import { languageOf } from './session/walk.ts';
import { languages, WalkthroughError } from './session/walkthroughFormat.ts';

const help = `netwalk - walk through Go's net package while it runs

Usage:
  netwalk walk NAME [--go VERSION] [--goroot DIR] [--language ${languages.join('|')}] [--inject FAULT]
      Walks through a walkthrough in the terminal. Enter goes on to the next stop, s executes one
      statement, b goes back, q quits. Without a terminal the whole walk is printed.
  netwalk run [--go VERSION] [--goroot DIR] [--inject FAULT] [--trace] FILE.go|FOLDER [ARGUMENT...]
      Runs a Go program and exits with its status. --trace prints its steps and system calls to
      standard error.
  netwalk test [--go VERSION] [--goroot DIR] PACKAGE|FOLDER... [-run REGEXP] [-v] [FLAG...]
      Runs the tests of packages of Go's or your own, as go test does, and takes its flags: -short,
      -count, -timeout, -bench, -skip, -failfast, -list, -parallel, -shuffle, -args.
  netwalk dap [--socket FILE]
      Speaks the Debug Adapter Protocol over standard input and output, or over a Unix socket in a
      folder that only you can enter.
  netwalk setup [VERSION...]
      Provides copies of Go's source.
  netwalk help | --help | --version

--go asks for a version of Go's source, --goroot for a folder; else the first one that is found is
taken: GOROOT, go env GOROOT, the usual places, then the copy that comes along.

--inject makes a system call of the program fail without asking the kernel; it may be given several
times. FAULT is CALL=ERRNO for the first such call, CALL=ERRNO:N for the Nth, CALL=ERRNO:every for
each: accept4=EMFILE:2.

Exit status: that of the program (2 after a panic); 1 when something fails; 2 for wrong usage.
`;

class UsageError extends Error {}

const inject = { type: 'string', multiple: true } as const;
const goOptions = { go: { type: 'string' }, goroot: { type: 'string' } } as const;

const commands: Readonly<Record<string, ((args: string[]) => Promise<number>) | undefined>> = {
  async walk(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...goOptions, inject, language: { type: 'string' } },
    });
    const [walkthrough] = positionals;
    if (walkthrough === undefined || positionals.length > 1) throw new UsageError('walk: one walkthrough is expected');
    const language = languages.find((known) => known === values.language);
    if (values.language !== undefined && language === undefined) {
      throw new UsageError(`walk: --language ${values.language}: there are ${languages.join(' and ')}`);
    }
    return walkInTerminal({
      walkthrough,
      goVersion: values.go,
      goroot: values.goroot,
      inject: values.inject,
      language:
        language ?? languageOf(process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || ''),
    });
  },

  async run(args) {
    const [own, program, programArgs] = splitAtProgram(args);
    const { values } = parseArgs({
      args: own,
      options: { ...goOptions, inject, trace: { type: 'boolean', default: false }, lines: { type: 'string' } },
    });
    if (program === undefined) throw new UsageError('run: a .go file or a folder is expected');
    return run({
      program,
      args: programArgs,
      goVersion: values.go,
      goroot: values.goroot,
      inject: values.inject,
      trace: values.trace,
      lines: values.lines,
    });
  },

  async test(args) {
    if (args[0] === '--binary') return runTestBinary(JSON.parse(args[1] ?? '') as TestBinary);
    return test(parseTestFlags(args));
  },

  async dap(args) {
    const { values } = parseArgs({ args, options: { socket: { type: 'string' } } });
    return values.socket === undefined ? serveStandardStreams() : serveSocket(path.resolve(values.socket));
  },

  async setup(args) {
    return provideCommand(parseArgs({ args, allowPositionals: true }).positionals);
  },

  async help() {
    process.stdout.write(help);
    return 0;
  },

  async version() {
    process.stdout.write(`netwalk ${version()}\n`);
    return 0;
  },
};

const aliases: Readonly<Record<string, string | undefined>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
};

/** Options before the program are ours, everything behind it is the program's. */
function splitAtProgram(args: string[]): [string[], string | undefined, string[]] {
  const withValue = ['--go', '--goroot', '--lines', '--inject'];
  let at = 0;
  while (at < args.length && args[at]?.startsWith('-')) {
    if (args[at] === '--') return [args.slice(0, at), args[at + 1], args.slice(at + 2)];
    at += withValue.includes(args[at] ?? '') ? 2 : 1;
  }
  return [args.slice(0, at), args[at], args.slice(at + 1)];
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectFolder(), 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

/** Whether the message is for the person: anything else is a fault of ours and keeps its trace. */
function isExpected(error: unknown): error is Error {
  return [SourceError, WalkthroughError, NativeUnavailable, LaunchError].some((kind) => error instanceof kind);
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof TestUsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(help);
    return 2;
  }
  try {
    const command = commands[aliases[name] ?? name];
    if (command === undefined) throw new UsageError(`unknown command "${name}"`);
    if (args.includes('--help') && name !== 'run') return (await commands['help']?.([])) ?? 0;
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
