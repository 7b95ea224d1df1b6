// npm run truth -- VERSION… [--goroot DIR] [--scenario NAME]… [--check]: records what a real Go does (README.md).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { locateGo, type LocatedGo } from '../../../engine/golang/source/index.ts';
import { cacheFolder } from '../../../engine/golang/source/project.ts';
import { normalise } from '../../../engine/session/verify/normalise.ts';
import { realGo, run, scenarioFolder, scenarioNames, traced, tracingMissing, truth } from '../programs.ts';
import { scenarioPlace } from '../places.ts';
import { recordedCalls, recordedLines, writeCalls, writeLines, type RecordedLines } from '../recordings.ts';
import { callDifferences, lineDifferences } from './check.ts';
import { runtimeLayout } from './layout.ts';
import { pointsIn, symbols } from './points.ts';
import { recordLines } from './recordLines.ts';
import { provideToolchain } from './toolchain.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Pauses are longer under the recorder of lines, which is slow. */
const slowly = { GOMAXPROCS: '1', SCENNAP: '8' };

interface Options {
  goroot: string | undefined;
  scenarios: string[];
  /** Says what differs from the recordings that are there, and writes none. */
  check: boolean;
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      goroot: { type: 'string' },
      scenario: { type: 'string', multiple: true },
      check: { type: 'boolean', default: false },
    },
  });
  const missing = whatIsMissing(positionals);
  if (missing !== null) {
    say(`truth: ${missing}`);
    return 1;
  }
  const { goroot, scenario: scenarios = scenarioNames(), check } = values;
  let differences = 0;
  for (const version of positionals) differences += await record(version, { goroot, scenarios, check });
  return differences === 0 ? 0 : 1;
}

function whatIsMissing(versions: string[]): string | null {
  if (versions.length === 0) return 'name a version: npm run truth -- 1.27';
  const wrong = versions.find((version) => !/^1\.\d+$/.test(version));
  if (wrong !== undefined) return `${wrong} is no minor version, as 1.27 is`;
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'recordings are made on Linux, x86-64';
  const place = scenarioPlace();
  return tracingMissing() ?? ('missing' in place ? place.missing : null);
}

/** Records a version. Gives the number of differences when checking, else 0. */
async function record(version: string, { goroot, scenarios, check }: Options): Promise<number> {
  const go = locateGo({ goroot: goroot ?? (await goRoot(version)), version });
  say(`Go ${go.version.text}: ${go.root}`);
  const folder = scenarioFolder(version);
  try {
    const programs = await build(go, folder);
    const points = pointsIn(disassembled(go, programs.lines));
    say(`Go ${version}: ${points.length} places to stop at`);
    const layout = runtimeLayout(go);
    const lines = recordedLines(truth, version);
    const anew: RecordedLines = new Map();
    let found = 0;
    for (const scenario of scenarios) {
      const calls = normalise(await traced(folder, [programs.calls, scenario]));
      const output = fs.openSync(path.join(folder, 'output'), 'w');
      const env = { PATH: process.env['PATH'] ?? '', ...slowly };
      const rows = recordLines({ command: [programs.lines, scenario], cwd: folder, env, output, points, layout });
      fs.closeSync(output);
      say(`Go ${version} ${scenario}: ${calls.length} lines of system calls, ${rows.length} lines visited`);
      anew.set(scenario, rows);
      if (check) {
        const differences = [
          ...callDifferences(recordedCalls(truth, version, scenario), calls),
          ...lineDifferences(scenario, lines.get(scenario), rows, { sources: go.src, program: folder }),
        ];
        for (const each of differences) say(each);
        found += differences.length;
      } else writeCalls(truth, version, scenario, calls);
    }
    if (!check) writeLines(truth, version, new Map([...lines, ...anew]));
    return found;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function goRoot(version: string): Promise<string> {
  const go = realGo(version);
  if (go === null) return provideToolchain(version, say);
  const { stdout } = spawnSync(go, ['env', 'GOROOT'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  return stdout.trim();
}

/** As people build it, for system calls; and without optimisation, for lines. */
async function build(go: LocatedGo, folder: string): Promise<{ calls: string; lines: string }> {
  const command = path.join(go.root, 'bin/go');
  const environment = {
    GOROOT: go.root, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOPROXY: 'off', GOENV: 'off', GO111MODULE: 'on',
    GOCACHE: process.env['GOCACHE'] ?? path.join(cacheFolder(), '../toolchains/cache'),
  }; // prettier-ignore
  const [calls, lines] = [path.join(folder, 'calls.exe'), path.join(folder, 'lines.exe')];
  await run(folder, [command, 'build', '-o', calls, '.'], environment, 600);
  await run(folder, [command, 'build', '-gcflags=all=-N -l', '-o', lines, '.'], environment, 600);
  return { calls, lines };
}

function disassembled(go: LocatedGo, program: string): string {
  const { status, stdout, stderr } = spawnSync(
    path.join(go.root, 'bin/go'),
    ['tool', 'objdump', '-s', symbols, program],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, GOROOT: go.root, GOTOOLCHAIN: 'local' },
    },
  );
  if (status !== 0) throw new Error(`go tool objdump failed: ${stderr}`);
  return stdout;
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
