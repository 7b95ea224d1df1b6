/** `netwalk verify`: the same program with a real Go and here, under strace, side by side. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LaunchError, walkthroughsFolder } from '../launch.ts';
import { Output } from '../output.ts';
import { findWalkthrough } from '../walkthrough.ts';
import type { Language } from '../walkthroughFormat.ts';
import { projectFolder } from '../../golang/source/project.ts';
import { withoutChance } from './chance.ts';
import { compare, differences, type Section } from './compare.ts';
import { perDescriptor, textOf, type CallsOf } from './descriptors.ts';
import { normalise } from './normalise.ts';
import { withoutOwn } from './own.ts';
import { paired } from './pairing.ts';
import { verifyPhrases, type VerifyPhrases } from './phrases.ts';
import type { TracedCall } from './strace.ts';
import { table } from './table.ts';
import { findToolchain, goEnvironment, type Toolchain } from './toolchain.ts';
import { runTraced } from './traced.ts';

export interface VerifyOptions {
  /** A walkthrough, a .go file or a folder. */
  target: string;
  args: string[];
  goVersion?: string | undefined;
  goroot?: string | undefined;
  seconds: number;
  language: Language;
  /** One object for another program, `Verified`, in place of the table. */
  json: boolean;
}

/** What `--json` prints. */
export interface Verified {
  program: string;
  /** Go's version. */
  goVersion: string;
  /** Each side as a text of its own, for an editor to compare. */
  go: string;
  netwalk: string;
  differences: number;
}

/** Gives the exit status: 0 when both made the same calls and ended alike. @throws LaunchError that says what is missing */
export async function verify(options: VerifyOptions): Promise<number> {
  const phrases = verifyPhrases[options.language];
  const toolchain = findToolchain({ goroot: options.goroot, version: options.goVersion });
  if (toolchain === null) throw new LaunchError(phrases.noGo(options.goVersion));
  if (spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status !== 0) throw new LaunchError(phrases.noStrace);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-verify-'));
  try {
    return await new Verification(options, phrases, toolchain, scratch).run();
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

class Verification {
  readonly #options: VerifyOptions;
  readonly #phrases: VerifyPhrases;
  readonly #toolchain: Toolchain;
  readonly #scratch: string;
  readonly #program: string;

  constructor(options: VerifyOptions, phrases: VerifyPhrases, toolchain: Toolchain, scratch: string) {
    this.#options = options;
    this.#phrases = phrases;
    this.#toolchain = toolchain;
    this.#scratch = scratch;
    this.#program = programOf(options.target);
  }

  async run(): Promise<number> {
    const { version } = this.#toolchain;
    if (!this.#build()) return 1;
    const go = await this.#traced(`Go ${version}`, [this.#at('program')]);
    const mark = this.#at('mark');
    const own = [process.execPath, path.join(projectFolder(), 'dist/netwalk.js'), 'verify', '--inside', mark];
    const netwalk = await this.#traced('Netwalk', [...own, '--goroot', this.#toolchain.goroot, '--', this.#program]);
    const isOwn = (file: string): boolean => isEngineFile(file) || isBelow(this.#toolchain.goroot, file);
    const { left, right, sections } = closest(
      perDescriptor(normalise(withoutChance(go.calls), isRuntimeFile, { whole: true })),
      perDescriptor(normalise(withoutChance(withoutOwn(betweenMarks(netwalk.calls, mark))), isOwn, { whole: true })),
    );
    const count = differences(sections) + (go.ended === netwalk.ended ? 0 : 1);
    const out = new Output();
    if (this.#options.json) {
      const verified: Verified = {
        program: this.#program,
        goVersion: version,
        go: textOf(left),
        netwalk: textOf(right),
        differences: count,
      };
      out.line(JSON.stringify(verified));
      return count === 0 ? 0 : 1;
    }
    const { isTTY, columns } = process.stdout;
    const colour = isTTY && !process.env['NO_COLOR'];
    const heads: [string, string] = [`Go ${version}`, 'Netwalk'];
    if (sections.length > 0) {
      out.line(`${table(sections, { heads, width: isTTY ? columns : 160, colour, phrases: this.#phrases })}\n`);
    }
    if (go.ended !== netwalk.ended) out.line(this.#phrases.statuses(go.ended, netwalk.ended));
    const calls = sections.flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'equal').length;
    const verdict = count > 0 ? this.#phrases.different(count) : this.#phrases.equal(calls);
    out.line(sections.length === 0 ? this.#phrases.nothing : verdict);
    return count === 0 ? 0 : 1;
  }

  /** False, with what `go build` says, when it cannot be built. */
  #build(): boolean {
    const { command, version } = this.#toolchain;
    this.#say(this.#phrases.building(version));
    const isFolder = fs.statSync(this.#program, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const cwd = isFolder ? this.#program : path.dirname(this.#program);
    const what = isFolder ? '.' : path.basename(this.#program);
    if (!fs.existsSync(cwd)) throw new LaunchError(`${this.#program}: no such file or directory`);
    const built = spawnSync(command, ['build', '-o', this.#at('program'), what], {
      cwd,
      encoding: 'utf8',
      env: goEnvironment(),
    });
    if (built.status !== 0) process.stderr.write(built.stderr + built.stdout);
    return built.status === 0;
  }

  /** A run to its end, all output in a file. */
  async #traced(what: string, command: string[]): Promise<{ calls: TracedCall[]; ended: string }> {
    this.#say(this.#phrases.running(what));
    const { args, seconds } = this.#options;
    const files = { trace: this.#at('trace'), output: this.#at('output') };
    // One processor, as here: else which of two goroutines comes first differs from run to run.
    const env = { ...goEnvironment(), GOMAXPROCS: '1' };
    const { calls, ended } = await runTraced([...command, ...args], files, { cwd: process.cwd(), env, seconds });
    if (ended === null) throw new LaunchError(this.#phrases.didNotEnd(what, seconds));
    if (ended !== '0') process.stderr.write(fs.readFileSync(files.output, 'utf8').slice(-2000));
    return { calls, ended };
  }

  #at(name: string): string {
    return path.join(this.#scratch, name);
  }

  #say(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`${text} …\n`);
  }
}

/** The traces as they are; where they differ and it is less so, with descriptors paired whatever the order of goroutines was. */
function closest(left: CallsOf, right: CallsOf): { left: CallsOf; right: CallsOf; sections: Section[] } {
  const sections = compare(left, right);
  if (differences(sections) === 0) return { left, right, sections };
  const pair = paired(left, right);
  const again = compare(pair.left, pair.right);
  return differences(again) < differences(sections) ? { ...pair, sections: again } : { left, right, sections };
}

/** A walkthrough's program, or what was named. */
function programOf(target: string): string {
  if (target.includes('/') || target.endsWith('.go') || fs.existsSync(target)) return path.resolve(target);
  const { folder, program } = findWalkthrough(walkthroughsFolder(), target);
  return path.join(folder, program);
}

/** The calls of the thread that opens the mark, while it is open: the program's thread, while the program runs; and of those that it makes for calls that block. */
function betweenMarks(calls: TracedCall[], mark: string): TracedCall[] {
  const first = calls.findIndex(({ name, args }) => name === 'openat' && args.includes(`"${mark}"`));
  const { thread, result } = calls[first] ?? { thread: '', result: '' };
  const threads = new Set([thread]);
  for (const call of calls) if (call.thread === thread && /^clone3?$/.test(call.name)) threads.add(call.result);
  const own = calls.slice(first + 1).filter((call) => threads.has(call.thread));
  const last = own.findLastIndex(({ name, args }) => name === 'close' && args === result);
  return first < 0 ? [] : own.slice(0, last < 0 ? undefined : last);
}

/** What Go's runtime opens to know its pages, and since 1.25 how many processors it may use. */
const isRuntimeFile = (file: string): boolean =>
  /^\/sys\/(kernel\/mm\/transparent_hugepage|fs\/cgroup)\/|^\/proc\/self\/(cgroup|mountinfo)$/.test(file);

/** Go's source, also where a link leads to it. */
const isBelow = (goroot: string, file: string): boolean =>
  file.startsWith(`${goroot}/`) || file.startsWith(`${fs.realpathSync(path.join(goroot, 'src'))}/`);

/** What the engine opens for itself: sources, its own files and what it keeps. */
const isEngineFile = (file: string): boolean =>
  file.endsWith('.go') ||
  file.startsWith(projectFolder()) ||
  file.includes('/netwalk/') ||
  file === '/proc/sys/vm/overcommit_memory' ||
  isRuntimeFile(file);
