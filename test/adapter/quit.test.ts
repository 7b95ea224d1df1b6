import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endAll, ended, netwalkRun, program, start } from './engine.ts';

/** What real Go's traceback of programs/quit.go says of each goroutine (its runtime's own functions left out): status, functions with their lines. */
const told: Record<string, string[]> = {
  '1.19': [
    'IO wait: internal/poll.runtime_pollWait 305, internal/poll.(*pollDesc).wait 84, internal/poll.(*pollDesc).waitRead 89, internal/poll.(*FD).Accept 614, net.(*netFD).accept 172, net.(*TCPListener).accept 142, net.(*TCPListener).Accept 288, main.(*server).serve 15, main.main.func1 35, created by main.main 34',
    'chan receive: main.main 54',
    'select (no cases): main.main.func5 52, created by main.main 49',
    'semacquire: sync.runtime_Semacquire 62, sync.(*WaitGroup).Wait 139, main.wait 19, main.main.func3 41, created by main.main 40',
    'sleep: time.Sleep 195, main.main.func2 38, created by main.main 37',
    'syscall: syscall.Syscall, syscall.read 696, syscall.Read 183, main.main.func4 46, created by main.main 43',
  ],
  '1.27': [
    'IO wait: internal/poll.runtime_pollWait 351, internal/poll.(*pollDesc).wait 84, internal/poll.(*pollDesc).waitRead 89, internal/poll.(*FD).Accept 618, net.(*netFD).accept 149, net.(*TCPListener).accept 159, net.(*TCPListener).Accept 387, main.(*server).serve 15, main.main.func1 35, created by main.main 34',
    'chan receive: main.main 54',
    'select (no cases): main.main.func5 52, created by main.main 49',
    'sleep: time.Sleep 368, main.main.func2 38, created by main.main 37',
    'sync.WaitGroup.Wait: sync.runtime_SemacquireWaitGroup 114, sync.(*WaitGroup).Wait 206, main.wait 19, main.main.func3 41, created by main.main 40',
    'syscall: syscall.Syscall, syscall.read 736, syscall.Read 183, main.main.func4 46, created by main.main 43',
  ],
}; // prettier-ignore

/** A goroutine's part of a traceback in the form above. Go's own line of syscall.Syscall is where it told the scheduler, not where it calls. */
function summary(part: string): string {
  const [head = '', ...lines] = part.trimEnd().split('\n');
  const calls = lines.flatMap((line, i) => {
    if (i % 2 === 1) return [];
    const name = line.replace(/ in goroutine \d+$/, '').replace(/\((\.\.\.)?\)$/, '');
    return [name === 'syscall.Syscall' ? name : `${name} ${/:(\d+)$/.exec(lines[i + 1] ?? '')?.[1]}`];
  });
  return `${/\[(.*)\]:$/.exec(head)?.[1]}: ${calls.join(', ')}`;
}

describe('SIGQUIT', function () {
  this.timeout(60_000);
  afterEach(endAll);

  for (const [version, expected] of Object.entries(told)) {
    it(`ends a program with what each goroutine does, as Go ${version} tells it`, async () => {
      const { status, stderr } = await netwalkRun('run', '--go', version, program('quit.go'));
      const [head, ...parts] = stderr.split('\n\n');
      assert.match(head ?? '', /^SIGQUIT: quit\nPC=0x0 m=0 sigcode=0$/);
      assert.deepEqual(parts.map(summary).sort(), expected);
      assert.equal(status, 2);
    });
  }

  it('ends a program that is still being loaded, and says so', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-quit-'));
    const main = path.join(folder, 'main.go');
    const functions = Array.from({ length: 30_000 }, (_, i) => `func f${i}(a int) int { return a * ${i} }`);
    writeFileSync(main, ['package main', 'func main() { select {} }', ...functions].join('\n'));
    const child = start('run', main);
    const { pid = 0 } = child;
    const isHeard = (): boolean => {
      const caught = /SigCgt:\t(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
      return (BigInt(`0x${caught}`) & (1n << BigInt(os.constants.signals.SIGQUIT - 1))) !== 0n;
    };
    while (!isHeard()) await delay(1);
    process.kill(pid, 'SIGQUIT');
    const { status, stderr } = await ended(child);
    assert.deepEqual([status, stderr], [1, 'netwalk: SIGQUIT: quit\nThe program was still being loaded.\n']);
    rmSync(folder, { recursive: true });
  });
});

describe('the setting of tracebacks', function () {
  this.timeout(60_000);
  afterEach(() => {
    delete process.env['GOTRACEBACK'];
    return endAll();
  });

  for (const [setting, level, goroutines] of [
    ['none', '', []],
    ['single', '', ['running']],
    ['all', '', ['running', 'chan receive']],
    ['none', 'all', ['running', 'chan receive']],
    ['all', 'none', ['running', 'chan receive']],
  ] as const) {
    it(`GOTRACEBACK=${setting}, SetTraceback(${level}): ${goroutines.length} goroutines of a panic`, async () => {
      process.env['GOTRACEBACK'] = setting;
      const args = level === '' ? [] : [level];
      const { status, stderr } = await netwalkRun('run', program('panicAmong.go'), ...args);
      const [head, ...parts] = stderr.split('\n\n');
      assert.equal(head?.trim(), 'panic: enough');
      assert.deepEqual(
        parts.map((part) => summary(part).split(':')[0]),
        goroutines,
      );
      assert.equal(status, 2);
    });
  }
});
