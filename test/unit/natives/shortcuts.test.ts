/** The short path behind Read, Write and deadlines: taken when nobody watches, left whenever anything is unusual, and handed over (natives/shortcuts.ts). */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureGoSource } from '../../../engine/golang/source/index.ts';
import type { Told } from './runShortcuts.ts';

const program = fileURLToPath(new URL('shortcuts', import.meta.url));
const runner = fileURLToPath(new URL('runShortcuts.ts', import.meta.url));

interface Ran extends Told {
  output: string;
}

/** Its last part lets data be first by a hair: the deadline passes before the reader runs. */
const deadlines = fileURLToPath(new URL('../../../walkthroughs/deadlines', import.meta.url));

function run(version: string, shortcuts: 'on' | 'off', ...mode: string[]): Ran {
  return runProgram(program, version, shortcuts, ...mode);
}

function runProgram(folder: string, version: string, shortcuts: 'on' | 'off', ...mode: string[]): Ran {
  const command = ['--import', 'tsx', runner, version, folder, ...mode];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...process.env, NETWALK_SHORTCUTS: shortcuts },
  });
  assert.equal(status, 0, stderr);
  return { output: stdout, ...(JSON.parse(stderr) as Told) };
}

/** The eight mebibytes go in pieces whose sizes depend on the moment. */
const withoutPieces = (calls: string[]): string[] => calls.filter((call) => !/= \d{4,}$/.test(call));

for (const version of ['1.19', '1.27']) {
  describe(`shortcuts, Go ${version}`, function () {
    this.timeout(120_000);
    let own: Ran;
    before(async () => {
      await ensureGoSource([version]);
      own = run(version, 'off');
    });

    it('print what Go prints', () => {
      assert.deepEqual(own.output.trimEnd().split('\n'), [
        'message 0', 'message 1', 'message 2', 'message 3', 'message 4', 'past: true', 'written: 8388608 <nil>', 'large: 8388608 <nil>', 'close <nil>',
        'deadline: true', 'closed: true', 'end: 0 EOF', 'empty: 0 <nil>', 'after: true', 'true',
      ]); // prettier-ignore
    });

    it('are taken, and make the same calls', () => {
      const short = run(version, 'on');
      assert.equal(short.output, own.output);
      const first = own.calls.indexOf('read = 9');
      assert.ok(first > 0);
      assert.deepEqual(withoutPieces(short.calls).slice(0, 20), withoutPieces(own.calls).slice(0, 20));
      assert.deepEqual(short.calls.slice(-4), own.calls.slice(-4));
      const accept = (ran: Ran): number => ran.linked.indexOf('internal/poll.(*FD).Accept');
      const read = (ran: Ran): number => ran.linked.indexOf('net.(*netFD).Read');
      assert.ok(accept(own) >= 0 && read(own) >= 0 && read(short) >= 0);
      // Go's own Read came in at the first thing that is unusual: long after Go's own code would have needed it.
      assert.ok(short.linked.length - read(short) < own.linked.length - read(own));
      // Nor was Go's own needed for a deadline that is not there or has passed.
      assert.ok(short.linked.indexOf('net.(*netFD).SetReadDeadline') > short.linked.indexOf('net.(*netFD).Write'));
    });

    it('are the same where nobody can come to watch, without a step in the code', () => {
      const unwatchable = run(version, 'on', 'unwatchable');
      assert.equal(unwatchable.output, own.output);
      assert.deepEqual(withoutPieces(unwatchable.calls).slice(0, 20), withoutPieces(own.calls).slice(0, 20));
      assert.deepEqual(unwatchable.linked, []);
    });

    it('read what has come before a deadline passed', () => {
      assert.match(runProgram(deadlines, version, 'on').output, /^read 5 bytes, error <nil>$[^]*^all deadlines kept$/m);
    });

    it('hand goroutines over to Go, parked where Go parks', () => {
      const handed = run(version, 'on', 'hand-over');
      assert.equal(handed.output, own.output);
      assert.deepEqual(withoutPieces(handed.calls).slice(0, 20), withoutPieces(own.calls).slice(0, 20));
      assert.ok(handed.waiting.length > 5);
      for (const name of handed.waiting) assert.equal(name, 'runtime.netpollblock');
    });
  });
}
