// node --import tsx test/net/faults/record.ts [VERSION…] [short|long] [sockets|waiting|fresh]: writes what a real Go does when its system calls fail, in three runs each.
// NETWALK_GO_1_27 and the like are the `go` commands, where they are not where Debian has them. x86-64 only (tracer/).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { realGo } from '../../conformance/programs.ts';
import { inItsWorld, observe } from '../programs.ts';
import { addOutput, argumentsOf, faultList, freshRuns, moduleIn, parts, scenarios, type Length, type Outcomes, type Part, worldOf, writeRecording } from './matrix.ts'; // prettier-ignore

const runs = 3;

async function build(module: string, version: string): Promise<string> {
  const go = realGo(version);
  if (go === null) throw new Error(`Go ${version} is not here: set NETWALK_GO_${version.replace('.', '_')}`);
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' };
  const built = await observe([go, 'build', '-o', 'binary'], { cwd: module, env, timeout: 600_000 });
  if (!built.endsWith('status 0 --\n')) throw new Error(built);
  return path.join(module, 'binary');
}

async function record(version: string, lengths: readonly Length[], chosen: readonly Part[]): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-faults-'));
  try {
    const program = await build(moduleIn(folder, 'program', version), version);
    const tracer = await build(moduleIn(folder, 'tracer', version), version);
    // Without collections nothing closes a descriptor that the program has lost.
    const env = { ...process.env, GOMAXPROCS: '1', GOGC: 'off', TMPDIR: folder };
    for (const length of lengths) {
      for (const part of chosen) {
        const list = path.join(folder, `${length}.${part}`);
        fs.writeFileSync(list, faultList(length, part));
        const outcomes: Outcomes = new Map();
        for (let run = 0; run < runs; run++) {
          if (part === 'fresh') await recordFresh([tracer, program], list, env, outcomes);
          else await recordRun([tracer, program, ...argumentsOf(part, list)], env, outcomes);
        }
        writeRecording(version, length, part, outcomes);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Runs a command, adds what it printed, and gives its exit status: 0, or 3 where the call that was to fail was not made. */
async function recordRun(command: string[], env: NodeJS.ProcessEnv, outcomes: Outcomes): Promise<number> {
  const seen = await observe(command, { env, timeout: 1_800_000 });
  const [stdout = '', rest = ''] = seen.split('-- stderr --\n');
  const status = /^-- exit status ([03]) --\n$/.exec(rest)?.[1];
  if (status === undefined) throw new Error(`${command.join(' ')}: ${rest}`);
  addOutput(outcomes, stdout);
  return Number(status);
}

async function recordFresh(command: string[], list: string, env: NodeJS.ProcessEnv, outcomes: Outcomes): Promise<void> {
  const runs = freshRuns(list, scenarios.fresh);
  for (let one = runs.next(); one.done !== true;) {
    one = runs.next(await recordRun(inItsWorld(worldOf('fresh'), [...command, ...one.value]), env, outcomes));
  }
}

async function main(args: string[]): Promise<void> {
  const lengths = (['short', 'long'] as const).filter(
    (length) => args.includes(length) || !args.some((arg) => arg === 'short' || arg === 'long'),
  );
  const chosen = parts.filter((part) => args.includes(part) || !args.some((arg) => arg in scenarios));
  const versions = args.filter((arg) => /^\d/.test(arg));
  for (const version of versions.length > 0 ? versions : ['1.19', '1.27']) await record(version, lengths, chosen);
}

void main(process.argv.slice(2));
