/** Goroutines of a real process: what Go's own traceback says of them, the moment after, when SIGQUIT makes it print one. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../extension/tools/project.mjs';
import { build, gorootOrSkip, startServer, type Mode } from './goBinaries.ts';

interface Goroutine {
  status: string;
  /** `net.(*netFD).accept /usr/lib/go/src/net/fd_unix.go:172` */
  frames: string[];
}

/** Reads a traceback; frames of Go's own beginning are not in ours. */
function readTraceback(text: string): Map<number, Goroutine> {
  const found = new Map<number, Goroutine>();
  let goroutine: Goroutine | null = null;
  let name = '';
  for (const line of text.split('\n')) {
    const header = /^goroutine (\d+) [^[]*\[([^\],]+)/.exec(line);
    if (header !== null) found.set(Number(header[1]), (goroutine = { status: header[2] ?? '', frames: [] }));
    else if (line === '' || line.startsWith('created by')) goroutine = null;
    else if (!line.startsWith('\t')) name = /^.*?[^.](?=\()/.exec(line)?.[0] ?? '';
    else if (name !== 'runtime.goexit') goroutine?.frames.push(`${name} ${/^\t(\S+:\d+)/.exec(line)?.[1] ?? ''}`);
  }
  return found;
}

function ours(pid: number): Map<number, Goroutine> {
  const args = [inProject('dist/netwalk.js'), 'trace', '--goroutines', '--json', String(pid)];
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const objects = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as {
    goroutine: number; status: string; frames: { function: string; file: string; line: number }[];
  }); // prettier-ignore
  return new Map(
    objects.map(({ goroutine, status: state, frames }) => [
      goroutine,
      { status: state, frames: frames.map(({ function: name, file, line }) => `${name} ${file}:${line}`) },
    ]),
  );
}

describe('process: goroutines', function () {
  this.timeout(300_000);

  for (const [version, mode] of [
    ['1.19', 'plain'],
    ['1.19', 'pie'],
    ['1.19', 'stripped'],
    ['1.21', 'plain'],
    ['1.22', 'plain'],
    ['1.23', 'plain'],
    ['1.24', 'plain'],
    ['1.25', 'plain'],
    ['1.26', 'plain'],
    ['1.27', 'plain'],
  ] as const satisfies [string, Mode][]) {
    // prettier-ignore
    it(`wait for what its traceback says, on the same stacks, Go ${version}, ${mode}`, async function () {
      const root = await gorootOrSkip(this, version);
      const executable = build(root, version, 'server', mode);
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-process-'));
      try {
        const file = path.join(folder, 'traceback');
        const errors = fs.openSync(file, 'w');
        const server = await startServer(executable, errors);
        fs.closeSync(errors);
        const seen = ours(server.pid);
        process.kill(server.pid, 'SIGQUIT');
        assert.equal(await server.end(), 2);
        const told = readTraceback(fs.readFileSync(file, 'utf8'));
        // What has moved on meanwhile is not compared.
        const waiting = [...told].filter(([goid, { status }]) => goid !== 0 && !/^run(ning|nable)/.test(status));
        for (const [goid, goroutine] of waiting) assert.deepEqual(seen.get(goid), goroutine, `goroutine ${goid}`);
        const statuses = waiting.map(([, { status }]) => status);
        for (const status of ['IO wait', 'sleep']) assert.ok(statuses.includes(status), statuses.join());
        assert.equal(seen.get(1)?.status, 'syscall');
      } finally {
        fs.rmSync(folder, { recursive: true });
      }
    });
  }
});
