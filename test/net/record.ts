// node --import tsx test/net/record.ts [PROGRAM…]: writes what Go itself does with the programs, or with those named.
// NETWALK_GO_1_19, NETWALK_GO_1_22 and NETWALK_GO_1_27 are the `go` commands, where they are not where Debian has them.
import fs from 'node:fs';
import path from 'node:path';
import { realGo } from '../conformance/programs.ts';
import {
  expectedFile,
  inParallel,
  inItsWorld,
  moduleFolder,
  observe,
  type Program,
  allPrograms,
  versions,
} from './programs.ts';

/** Builds a program with a real Go; the caller removes the folder of the binary. */
async function build(program: Program, version: string): Promise<string> {
  const go = realGo(version);
  if (go === null) throw new Error(`Go ${version} is not here: set NETWALK_GO_${version.replace('.', '_')}`);
  const module = moduleFolder(program, version);
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' };
  const built = await observe([go, 'build', '-o', 'program'], { cwd: module, env, timeout: 600_000 });
  if (!built.endsWith('status 0 --\n')) throw new Error(`${program.name}, Go ${version}: ${built}`);
  return path.join(module, 'program');
}

async function record(program: Program): Promise<void> {
  const seen = new Map<string, string>();
  for (const version of program.versions) {
    const binary = await build(program, version);
    seen.set(version, await observe(inItsWorld(program, [binary])));
    fs.rmSync(path.dirname(binary), { recursive: true });
  }
  for (const version of versions)
    fs.rmSync(path.join(program.folder, `${program.name}.${version}.txt`), { force: true });
  for (const version of [...program.versions].reverse()) {
    const text = seen.get(version) ?? '';
    const newest = version === versions.at(-1);
    if (newest) fs.writeFileSync(path.join(program.folder, `${program.name}.txt`), text);
    else if (fs.readFileSync(expectedFile(program, version), 'utf8') !== text)
      fs.writeFileSync(path.join(program.folder, `${program.name}.${version}.txt`), text);
  }
}

async function main(names: string[]): Promise<void> {
  const chosen = allPrograms().filter(({ name }) => names.length === 0 || names.includes(name));
  await inParallel(
    2,
    chosen.map((program) => async () => {
      try {
        await record(program);
      } catch (error) {
        process.exitCode = 1;
        console.error(error instanceof Error ? error.message : error);
      }
    }),
  );
}

void main(process.argv.slice(2));
