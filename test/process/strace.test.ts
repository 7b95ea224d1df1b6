/** The calls of a real program as `netwalk trace` and as strace tell them. A process has one tracer: it is run twice. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandInPath, inProject } from '../../extension/tools/project.mjs';
import { build, gorootOrSkip } from './goBinaries.ts';

/** What differs from run to run: ports, and addresses of the program's memory. */
const normal = (text: string): string =>
  text
    .replace(/htons\([1-9]\d*\)/g, 'htons(PORT)')
    .replace(/data=\{[^}]*\}/g, 'data=DATA')
    .replace(/0x[0-9a-f]{6,}/g, 'POINTER');

const compared = [
  'socket',
  'setsockopt',
  'bind',
  'listen',
  'getsockname',
  'epoll_create1',
  'epoll_ctl',
  'connect',
  'getpeername',
];

const isCompared = (text: string): boolean => compared.includes(text.split('(', 1)[0] ?? '');

/** Calls of a file that `strace -f -o` wrote; those that another thread's interrupted are put together again. */
function straceCalls(text: string): string[] {
  const begun = new Map<string, string>();
  const calls: string[] = [];
  for (const line of text.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call);
    if (call.endsWith('<unfinished ...>')) begun.set(thread, call.replace(/ <unfinished \.\.\.>$/, ''));
    else calls.push(resumed === null ? call : `${begun.get(thread) ?? ''}${resumed[1] ?? ''}`);
  }
  return calls.map((call) => call.replace(/\)\s+= /, ') = ')).filter(isCompared);
}

describe('process: system calls', function () {
  this.timeout(300_000);

  for (const version of ['1.19', '1.27']) {
    it(`are told as strace tells them, Go ${version}`, async function () {
      const strace = commandInPath('strace');
      if (strace === undefined) {
        console.log('      skipped: strace is not there');
        this.skip();
      }
      const root = await gorootOrSkip(this, version);
      // Its standard input is empty: it listens, and ends.
      const executable = build(root, version, 'server', 'plain');
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-process-'));
      try {
        const file = path.join(folder, 'strace');
        assert.equal(spawnSync(strace, ['-f', '-o', file, executable], { input: '' }).status, 0);
        const theirs = straceCalls(fs.readFileSync(file, 'utf8')).map(normal);
        const command = [inProject('dist/netwalk.js'), 'trace', '--json', '--', executable];
        const { stdout, status, stderr } = spawnSync(process.execPath, command, { input: '', encoding: 'utf8' });
        assert.equal(status, 0, stderr);
        const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
        const ours = lines.map((line) => (JSON.parse(line) as { text: string }).text).filter(isCompared).map(normal); // prettier-ignore
        assert.deepEqual(ours, theirs);
        assert.ok(ours.some((text) => text.startsWith('listen(')));
      } finally {
        fs.rmSync(folder, { recursive: true });
      }
    });
  }
});
