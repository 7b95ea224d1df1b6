// node test/unit/language/record.mjs GO-1.19 GO-1.27 [PROGRAM…]: writes what Go itself does with the programs, or with those named.
// The two commands are `go` of these versions.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { folder, inParallel, observe, programs, versions } from './programs.mjs';

const [older, newer, ...names] = process.argv.slice(2);
if (newer === undefined) throw new Error('usage: record.mjs GO-1.19 GO-1.27 [PROGRAM…]');
const tools = { [versions[0]]: older, [versions[1]]: newer };
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-record-'));

async function record({ name, file, versions }) {
  const seen = {};
  for (const version of versions) {
    const binary = path.join(scratch, `${name}-${version}`);
    const env = { ...process.env, GO111MODULE: 'on', GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' };
    const built = spawnSync(tools[version], ['build', '-o', binary, file], { cwd: scratch, env, encoding: 'utf8' });
    if (built.status !== 0) {
      console.error(`${name}, Go ${version}: ${built.stderr}`);
      process.exitCode = 1;
      return;
    }
    seen[version] = await observe(binary, []);
    fs.rmSync(binary);
  }
  const [first, last] = [versions[0], versions.at(-1)];
  fs.writeFileSync(path.join(folder, `${name}.txt`), seen[last]);
  const own = path.join(folder, `${name}.${first}.txt`);
  if (seen[first] === seen[last]) fs.rmSync(own, { force: true });
  else fs.writeFileSync(own, seen[first]);
}

const chosen = programs().filter(({ name }) => names.length === 0 || names.includes(name));
await inParallel(
  2,
  chosen.map((program) => () => record(program)),
);
fs.rmSync(scratch, { recursive: true });
