/** The table of functions and lines of real executables says what Go's own tools say of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ProcessError } from '../../engine/process/errors.ts';
import { readGoProgram, type GoProgram } from '../../engine/process/goProgram.ts';
import { build, gorootOrSkip, versions } from './goBinaries.ts';

const addressesOfEach = 10_000;

/** Addresses all over Go's functions. */
function spread({ table: { text, textEnd } }: GoProgram): number[] {
  const step = Math.max(1, Math.floor((textEnd - text) / addressesOfEach));
  return Array.from({ length: addressesOfEach }, (_, index) => text + index * step).filter((pc) => pc < textEnd);
}

/** What `go tool addr2line` says: the outermost function, and the innermost line. */
function addr2line(root: string, executable: string, addresses: readonly number[]): string[] {
  const { stdout, status, stderr } = spawnSync(path.join(root, 'bin/go'), ['tool', 'addr2line', executable], {
    input: addresses.map((pc) => `0x${pc.toString(16)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, GOROOT: root, GOTOOLCHAIN: 'local' },
  });
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  return addresses.map((_, index) => `${lines[2 * index] ?? ''} ${lines[2 * index + 1] ?? ''}`);
}

/** What the tool says of fillings between functions. */
const nowhere = ':-1';

function ours({ table }: GoProgram, pc: number): string {
  const lines = table.lines(pc);
  const [inner, outer] = [lines[0], lines.at(-1)];
  const place = inner === undefined || inner.file === '?' ? nowhere : `${inner.file}:${inner.line}`;
  return `${outer?.function ?? '?'} ${place}`;
}

/** C's functions have no lines in the table, and the tool says something about them all the same. */
function compare(root: string, executable: string, { hasC } = { hasC: false }): void {
  const program = readGoProgram(executable);
  try {
    const addresses = spread(program);
    const theirs = addr2line(root, executable, addresses);
    const differing = addresses.flatMap((pc, index) => {
      const line = theirs[index] ?? '';
      const known = ours(program, pc);
      return known === line || (hasC && known.endsWith(nowhere)) ? [] : [`0x${pc.toString(16)}: ${known}, not ${line}`];
    });
    assert.deepEqual(differing.slice(0, 5), []);
    assert.ok(
      addresses.filter((pc) => !ours(program, pc).endsWith(nowhere)).length > addresses.length / 2,
      'too few of them have lines',
    );
  } finally {
    program.close();
  }
}

describe('process: functions and lines of an executable', function () {
  this.timeout(600_000);

  for (const version of versions) {
    it(`are those of go tool addr2line at ${addressesOfEach} addresses, Go ${version}`, async function () {
      const root = await gorootOrSkip(this, version);
      compare(root, build(root, version, 'server', 'plain'));
    });
  }

  // Of position-independent executables the tool of 1.19 knows nothing: goroutines.test.ts compares their tracebacks.
  it('are those of go tool addr2line, built with cgo, Go 1.19', async function () {
    const root = await gorootOrSkip(this, '1.19');
    compare(root, build(root, '1.19', 'server', 'cgo'), { hasC: true });
  });

  it('are those of go tool objdump at each instruction of internal/poll', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const executable = build(root, '1.19', 'server', 'plain');
    const { stdout } = spawnSync(path.join(root, 'bin/go'), ['tool', 'objdump', '-s', '^internal/poll', executable], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, GOROOT: root },
    });
    const program = readGoProgram(executable);
    try {
      let [name, instructions] = ['', 0];
      for (const line of stdout.split('\n')) {
        name = /^TEXT (\S+)\(SB\)/.exec(line)?.[1] ?? name;
        const found = /^ {2}(\S+:\d+)\s+0x([0-9a-f]+)\s/.exec(line);
        if (found === null) continue;
        instructions++;
        const lines = program.table.lines(parseInt(found[2] ?? '', 16));
        const [inner, outer] = [lines[0], lines.at(-1)];
        assert.equal(`${path.basename(inner?.file ?? '')}:${inner?.line ?? 0}`, found[1], line);
        assert.equal(outer?.function, name, line);
      }
      assert.ok(instructions > 1000, `${instructions} instructions`);
    } finally {
      program.close();
    }
  });

  it('are found without symbols and without section headers', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const [plain, stripped] = (['plain', 'stripped'] as const).map((mode) => build(root, '1.19', 'server', mode));
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-process-'));
    try {
      const bare = path.join(folder, 'bare');
      const bytes = fs.readFileSync(stripped ?? '');
      bytes.fill(0, 40, 48); // e_shoff
      bytes.fill(0, 58, 64); // e_shentsize, e_shnum, e_shstrndx
      fs.writeFileSync(bare, bytes);
      const programs = [plain ?? '', bare].map((file) => readGoProgram(file));
      const [known, found] = programs.map((program) => spread(program).map((pc) => program.table.lines(pc)));
      // -trimpath writes the files of Go's own from src on.
      const names = (all: typeof known): unknown =>
        all?.map((lines) => lines.map((line) => [line.function, path.basename(line.file), line.line, line.inlined]));
      assert.deepEqual(names(found), names(known));
      assert.ok(found?.flat().some(({ file }) => file === 'net/fd_unix.go'));
      assert.ok(found?.flat().some(({ inlined }) => inlined));
      programs.forEach((program) => program.close());
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('are refused for what is no Go program', () => {
    const refused = (file: string, problem: string): void => {
      assert.throws(
        () => readGoProgram(file),
        (error) => error instanceof ProcessError && error.problem === problem,
      );
    };
    refused('/bin/sh', 'not Go');
    refused(import.meta.filename, 'not Go');
  });
});
