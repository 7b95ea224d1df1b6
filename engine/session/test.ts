/**
 * `netwalk test`: runs the tests of a package, as `go test` does. Like there, the tests are a program of their own, in a process of their own:
 * this command again, which then runs a generated main package in the package's folder.
 */
import { spawn } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { buildContext, findTested, locateGo, readTested, type TestedPackage } from '../golang/source/index.ts';
import { loadLinux } from '../linux/index.ts';
import { CompileError, startLive } from './live/live.ts';
import { compileErrors } from './goBuild.ts';
import { pipe, readable } from './standardStreams.ts';
import type { TestFlags } from './testFlags.ts';

/** What the process of the tests is told. */
export interface TestBinary {
  tested: TestedPackage;
  goroot: string;
  args: string[];
}

/** Its exit status when the tests do not compile: nobody else's, so that it is no failure of a test. */
const notBuilt = 199;

/** Gives the exit status: 0 when all tests of all packages pass. */
export async function test(flags: TestFlags): Promise<number> {
  const go = locateGo({ version: flags.goVersion, goroot: flags.goroot });
  const context = buildContext(go);
  let failed = false;
  for (const tested of flags.packages.map((target) => findTested(target, go))) {
    if (readTested(tested, context) === null) {
      print(`?   \t${tested.importPath}\t[no test files]\n`);
      continue;
    }
    const passed = await runBinary({ tested, goroot: go.root, args: flags.binary }, flags);
    if (!passed) failed = true;
  }
  if (failed) print('FAIL\n');
  return failed ? 1 : 0;
}

async function runBinary(binary: TestBinary, { showPass, timeout }: TestFlags): Promise<boolean> {
  const { importPath } = binary.tested;
  const begin = performance.now();
  const { read, write } = pipe(loadLinux());
  const command = [...process.execArgv, process.argv[1] as string, 'test', '--binary', JSON.stringify(binary)];
  const child = spawn(process.execPath, command, { stdio: ['ignore', write, write] });
  closeSync(write);
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  let killed = false;
  // The tests stop themselves; a program that hangs does not.
  const patience = timeout === 0 ? undefined : setTimeout(() => (killed = child.kill('SIGKILL')), timeout + 60_000);
  const output: Buffer[] = [];
  const stream = readable(read);
  stream.on('data', (chunk: Buffer) => {
    output.push(chunk);
    if (showPass) print(chunk);
  });
  const [status] = await Promise.all([
    new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 2))),
    new Promise((resolve) => stream.on('close', resolve)),
  ]);
  clearTimeout(patience);
  for (const signal of signals) process.off(signal, forward);
  const text = Buffer.concat(output).toString('latin1');
  if (!showPass && status !== 0) print(Buffer.from(text, 'latin1'));
  const seconds = `${((performance.now() - begin) / 1000).toFixed(3)}s`;
  if (status === notBuilt) print(`FAIL\t${importPath} [build failed]\n`);
  else if (status === 0) print(`ok  \t${importPath}\t${seconds}${noTests(text)}\n`);
  else {
    if (killed) print(`*** Test killed with quit: ran too long (${(timeout + 60_000) / 1000}s).\n`);
    else if (text === '') print(`exit status ${status}\n`);
    print(`FAIL\t${importPath}\t${seconds}\n`);
  }
  return status === 0;
}

const noTests = (text: string): string =>
  text.startsWith('testing: warning: no tests to run\n') ? ' [no tests to run]' : '';

/** The process of the tests. */
export async function runTestBinary({ tested, goroot, args }: TestBinary): Promise<number> {
  const name = `/tmp/go-build/b001/${tested.importPath.split('/').at(-1) ?? ''}.test`;
  try {
    const source = await startLive({
      program: name,
      tested,
      args,
      env: { ...(process.env as Record<string, string>), GOROOT: goroot, PWD: tested.folder },
      goroot,
      stepInto: [],
      historySteps: 16,
      stepOver: 'machine',
      watching: 'never',
    });
    const exited = new Promise<{ status: number; message: string }>((resolve) => source.on('exited', resolve));
    process.chdir(tested.folder);
    await source.start({ stopOnEntry: false });
    const { status, message } = await exited;
    if (message !== '') writeSync(2, `netwalk: ${message.trimEnd()}\n`);
    await source.dispose();
    return status;
  } catch (error) {
    const text = error instanceof CompileError ? compileErrors(error.problems) : (error as Error).message;
    writeSync(2, `# ${tested.importPath} [${tested.importPath}.test]\n${text}\n`);
    return notBuilt;
  }
}

const print = (text: string | Buffer): void => {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += writeSync(1, bytes, at));
};
