/**
 * Runs tests of one package in as few processes as possible: all of them in one, which is watched. A test that says nothing for too long, or with
 * which the process ends, is set down as such, and another process goes on with those that are left.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { refusal } from './packages.ts';

export type Verdict = 'pass' | 'fail' | 'skip' | 'crash' | 'hang';

export interface Outcome {
  verdict: Verdict;
  /** Why it did not pass: what it said itself, else the first line of what the process said as it ended. */
  reason: string;
  seconds: number;
}

/** Something that runs tests of a package as `go test -v -run` does. */
export interface Runner {
  command: string[];
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** What the flags of testing begin with: `-` for a go command, `-test.` for a test binary. */
  prefix: '-' | '-test.';
}

export interface BatchOptions {
  /** Seconds of computing (or twice as many of doing nothing) without a word, after which a test counts as hanging. */
  patience: number;
  flags: readonly string[];
  log?(line: string): void;
}

/** The names of a package's tests and examples that run, in order. */
export async function listTests(runner: Runner): Promise<string[]> {
  const { output, status } = await run(runner, ['list=.'], 120);
  if (status !== 0) throw new Error(`cannot list the tests: ${runner.command.join(' ')}\n${output}`);
  return output.split('\n').filter((line) => /^(Test|Example)\w*$/.test(line));
}

/** Runs the tests of these names. Each has an outcome afterwards. */
export async function runTests(runner: Runner, names: string[], options: BatchOptions): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (let left = names; left.length > 0; left = left.filter((name) => !outcomes.has(name))) {
    const watched = await runBatch(runner, left, outcomes, options);
    const unlucky = watched.current ?? (watched.panicked ? undefined : left.find((name) => !outcomes.has(name)));
    if (unlucky === undefined) continue;
    const verdict = watched.hung ? 'hang' : 'crash';
    const reason = watched.hung ? `no word in ${options.patience} s` : lastWords(watched.output);
    if (!outcomes.has(unlucky)) outcomes.set(unlucky, { verdict, reason, seconds: 0 });
  }
  return outcomes;
}

/** As runTests; those that do not pass get a second chance on their own, lest they suffer from others. */
export async function runTwice(runner: Runner, names: string[], options: BatchOptions): Promise<Map<string, Outcome>> {
  const outcomes = await runTests(runner, names, options);
  for (const [name, { verdict }] of outcomes) {
    if (verdict === 'pass' || verdict === 'skip') continue;
    const [again] = (await runTests(runner, [name], options)).values();
    if (again !== undefined) outcomes.set(name, again);
  }
  return outcomes;
}

interface Watched {
  current: string | null;
  hung: boolean;
  /** A test panicked, was set down as having crashed, and took the process with it. */
  panicked: boolean;
  output: string;
}

async function runBatch(
  runner: Runner,
  names: string[],
  outcomes: Map<string, Outcome>,
  { patience, flags, log }: BatchOptions,
): Promise<Watched> {
  const running = new Set<string>();
  let said: string[] = [];
  const of = new Map<string, string[]>();
  let last: string | null = null;
  const watch = (line: string): void => {
    const begun = /^=== (RUN|PAUSE|CONT|NAME) +(\w+)$/.exec(line);
    const ended = /^--- (PASS|FAIL|SKIP): (\w+) \((\d+\.\d+)s\)/.exec(line);
    const name = begun?.[2] ?? ended?.[2];
    if (name !== undefined) last = name;
    if (begun !== null && name !== undefined) {
      // A paused test waits for its turn: it is not to blame for what happens meanwhile.
      if (begun[1] === 'PAUSE') running.delete(name);
      else if (begun[1] !== 'NAME') running.add(name);
    }
    if (last !== null && begun === null && ended === null) {
      const lines = of.get(last) ?? [];
      lines.push(line);
      of.set(last, lines);
    }
    if (ended !== null && name !== undefined) {
      running.delete(name);
      outcomes.set(name, { verdict: verdicts[ended[1] ?? ''] ?? 'fail', reason: '', seconds: Number(ended[3]) });
      log?.(line);
    }
    said.push(line);
    if (said.length > 4000) said = said.slice(-2000);
  };
  const pattern = `run=^(${names.join('|')})$`;
  const { hung } = await run(runner, ['v=true', pattern, ...flags], patience, watch);
  for (const [name, outcome] of outcomes) {
    if (outcome.verdict !== 'pass' && outcome.reason === '') outcome.reason = reasonIn(of.get(name) ?? []);
  }
  const output = said.join('\n');
  // testing says which test panicked, and then the panic.
  const [, panicked, words] = /^--- FAIL: (\w+).*\n(?:[ \t]+.*\n)*(panic: .*)/m.exec(output) ?? [];
  const known = panicked === undefined ? undefined : outcomes.get(panicked);
  if (known !== undefined) Object.assign(known, { verdict: 'crash', reason: words });
  const current = known === undefined ? ([...running].at(-1) ?? null) : null;
  return { current, hung, panicked: known !== undefined, output };
}

const verdicts: Readonly<Record<string, Verdict>> = { PASS: 'pass', FAIL: 'fail', SKIP: 'skip' };

/** What a test said where it failed or skipped: `file.go:12: text`, the first that is one, but what Netwalk refuses before all. */
function reasonIn(lines: string[]): string {
  const refused = lines.find((line) => line.includes(refusal));
  if (refused !== undefined) return refused.trim();
  const said = lines.filter((line) => /^\s+\w+\.go:\d+: /.test(line));
  const got = lines.findIndex((line) => line === 'got:');
  if (said.length === 0 && got >= 0) return `got: ${lines.slice(got + 1, got + 3).join(' / ')}`;
  return (said[0] ?? '').trim();
}

function lastWords(output: string): string {
  const line = output
    .split('\n')
    .find((each) => /^(panic|fatal error|netwalk|runtime): |^\t?\[?build failed|has no body/.test(each));
  return line ?? output.trim().split('\n').at(-1) ?? '';
}

interface Ended {
  output: string;
  status: number | null;
  hung: boolean;
}

/** Runs the command with flags of testing's; all that it started ends with it. */
export async function run(
  { command, cwd, environment, prefix }: Runner,
  flags: string[],
  patience: number,
  watch: (line: string) => void = () => undefined,
): Promise<Ended> {
  const [tool, ...args] = [...command, ...flags.map((flag) => `${prefix}${flag}`)];
  const child = spawn(tool as string, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(cwd === undefined ? {} : { cwd }),
    env: environment ?? process.env,
  });
  let hung = false;
  let output = '';
  let rest = '';
  const giveUp = (): void => {
    hung = true;
    endGroup(child);
  };
  let heard = Date.now();
  let used = 0;
  // On a busy machine time passes without work being done: then only the work counts, but not for ever.
  const timer = setInterval(() => {
    const quiet = (Date.now() - heard) / 1000;
    if (quiet > 5 * patience || (quiet > patience && cpuSeconds(child.pid as number) - used > patience)) giveUp();
    else if (quiet > 2 * patience && cpuSeconds(child.pid as number) - used < 1) giveUp();
  }, 1000);
  const hear = (chunk: string): void => {
    heard = Date.now();
    used = cpuSeconds(child.pid as number);
    output = (output + chunk).slice(-200_000);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(watch);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  const stop = (): void => endGroup(child);
  process.on('exit', stop);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      // What it started may hold the pipes open.
      endGroup(child);
      setTimeout(() => resolve(code), 200);
    });
    child.on('close', (code) => resolve(code));
  });
  clearInterval(timer);
  process.off('exit', stop);
  if (rest !== '') watch(rest);
  return { output, status, hung };
}

/** What the processes of a group have computed, in seconds; proc(5): user and system time are counted in hundredths. */
function cpuSeconds(group: number): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has just ended.
    }
  }
  return ticks / 100;
}

function endGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
