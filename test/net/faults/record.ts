// node --import tsx test/net/faults/record.ts [VERSION…] [short|long] [sockets|waiting]: writes what a real Go does when its system calls fail, in three runs each.
// NETWALK_GO_1_27 and the like are the `go` commands, where they are not where Debian has them. x86-64 only (tracer/).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { realGo } from '../../conformance/programs.ts';
import { observe } from '../programs.ts';
import { addOutput, faultList, moduleIn, parts, scenarios, type Length, type Outcomes, type Part, writeRecording } from './matrix.ts'; // prettier-ignore

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
      const list = path.join(folder, length);
      fs.writeFileSync(list, faultList(length));
      for (const part of chosen) {
        const outcomes: Outcomes = new Map();
        for (let run = 0; run < runs; run++) {
          const seen = await observe([tracer, program, list, ...scenarios[part]], { env, timeout: 1_800_000 });
          const [stdout = '', rest = ''] = seen.split('-- stderr --\n');
          if (rest !== '-- exit status 0 --\n') throw new Error(rest);
          addOutput(outcomes, stdout);
        }
        writeRecording(version, length, part, outcomes);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
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
