/**
 * `npm run random -- [--count N] [--seed S] [--go VERSION] [--tool GO] [--parks]`: random programs, run with a real Go and here; with
 * `--parks` their functions wait everywhere. A program that differs is kept in a temporary folder. With `--record` the outputs of real Go are written for test/unit/random instead.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { providedGo } from '../../engine/golang/source/index.ts';
import { batch } from './generator.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '50' },
    go: { type: 'string', default: '1.27' },
    tool: { type: 'string', default: 'go' },
    netwalk: { type: 'string', default: path.join(root, 'dist/netwalk.js') },
    parks: { type: 'boolean', default: false },
    record: { type: 'string' },
  },
});
const minor = Number(values.go.split('.')[1]);

/** What each program printed. */
function outputs(text: string): Map<number, string> {
  const parts = text.split(/^== (\d+)\n/m);
  const found = new Map<number, string>();
  for (let i = 1; i < parts.length; i += 2) found.set(Number(parts[i]), parts[i + 1] ?? '');
  return found;
}

function run(command: string, args: string[], folder: string): string {
  const environment = { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
  const options = { cwd: folder, encoding: 'latin1', maxBuffer: 1e9, env: { ...process.env, ...environment } } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error !== undefined) throw error;
  return status === 0 ? stdout : `${stdout}\n${stderr}\nexit status ${status}\n`;
}

function compare(seeds: number[]): { real: Map<number, string>; different: number[] } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-random-'));
  fs.writeFileSync(path.join(folder, 'go.mod'), `module random\n\ngo ${values.go}\n`);
  fs.writeFileSync(path.join(folder, 'main.go'), batch(seeds, minor, values.parks));
  const built = run(values.tool, ['build', '-gcflags=-e', '-o', 'program', '.'], folder);
  if (!fs.existsSync(path.join(folder, 'program'))) throw new Error(`${folder} does not compile:\n${built}`);
  const real = outputs(run(path.join(folder, 'program'), [], folder));
  if (values.record !== undefined) {
    fs.rmSync(folder, { recursive: true });
    return { real, different: [] };
  }
  const here = run(process.execPath, [values.netwalk, 'run', '--goroot', providedGo(values.go).root, '.'], folder);
  const ours = outputs(here);
  const different = seeds.filter((seed) => ours.get(seed) !== real.get(seed));
  for (const seed of different) tell(seed, folder, real.get(seed) ?? '', ours.get(seed) ?? here.slice(-2000));
  if (different.length === 0) fs.rmSync(folder, { recursive: true });
  return { real, different };
}

/** Where two outputs part, and a folder with that program alone. */
function tell(seed: number, folder: string, real: string, ours: string): void {
  const [theirs, own] = [real.split('\n'), ours.split('\n')];
  const at = theirs.findIndex((line, i) => line !== own[i]);
  const alone = path.join(folder, String(seed));
  fs.mkdirSync(alone);
  fs.writeFileSync(path.join(alone, 'go.mod'), `module random\n\ngo ${values.go}\n`);
  fs.writeFileSync(path.join(alone, 'main.go'), batch([seed], minor, values.parks));
  console.log(`${seed}: ${alone}\n  line ${at + 1}, Go:   ${theirs[at]}\n           here: ${own[at]}`);
}

const first = Number(values.seed);
const count = Number(values.count);
const size = Number(values.batch);
let different = 0;
const recorded: Record<string, string> = {};
for (let from = first; from < first + count; from += size) {
  const seeds = Array.from({ length: Math.min(size, first + count - from) }, (_, i) => from + i);
  const result = compare(seeds);
  different += result.different.length;
  for (const [seed, text] of result.real) recorded[seed] = text;
  console.log(`${from + seeds.length - first} programs, ${different} differ`);
}
if (values.record !== undefined) fs.writeFileSync(values.record, `${JSON.stringify(recorded, null, 2)}\n`);
process.exitCode = different > 0 ? 1 : 0;
