/** Calls that block: the program is paused and ended all the same, and its recording plays. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { netwalkRun, root } from './engine.ts';
import { LivePrograms, paused } from './liveProgram.ts';

describe('a program whose system calls block', function () {
  this.timeout(120_000);
  const programs = new LivePrograms();
  afterEach(async () => programs.end());
  after(async () => programs.remove());

  it('is paused while the only goroutine is in one, looked at, and ended', async () => {
    const { trace, underWay } = await programs.prepare('blocked.go', { goVersion: '1.27', watched: true });
    const waits: string[] = [];
    trace.on('waiting', ({ text }) => waits.push(text));
    await trace.start({ stopOnEntry: false });
    await underWay();
    while (waits.length === 0) await delay(20);
    assert.equal(waits.at(-1), 'waits in read: nothing is ready');
    assert.equal((await paused(trace)).reason, 'pause');
    const main = (await trace.goroutines()).find(({ goid }) => goid === 1);
    assert.equal(main?.status, 'syscall');
    const stack = await trace.stack(1);
    assert.equal(stack[0]?.function, 'syscall.Syscall');
  });

  for (const name of ['blocked.go', 'accepts.go']) {
    it(`is paused however soon that is asked behind its going on: ${name}`, async () => {
      const { trace } = await programs.prepare(name, { goVersion: '1.27', watched: true });
      const waits: string[] = [];
      trace.on('waiting', ({ text }) => waits.push(text));
      await trace.start({ stopOnEntry: false });
      while (waits.length === 0) await delay(20);
      for (let time = 0; time < 300; time++) {
        const { goid } = await paused(trace);
        await trace.resume({ singleThread: false, goid });
        // From at once to when it is in the kernel again.
        for (const end = performance.now() + (time % 60) / 20; performance.now() < end;);
      }
    });
  }

  it('is recorded, and plays with the same output and the same calls', async () => {
    const file = path.join(programs.folder, 'calls.nwr');
    const source = path.join(root, 'test/unit/natives/programs/blocking-calls/main.go');
    const recorded = await netwalkRun('record', file, 'run', '--go', '1.19', source);
    assert.equal(recorded.status, 0, recorded.stderr);
    const played = await netwalkRun('replay', file, '--program', source);
    assert.equal(played.status, 0, played.stderr);
    const printed = played.stdout.split('\n').filter((line) => !line.startsWith('→'));
    for (const line of recorded.stdout.trim().split('\n')) assert.ok(printed.includes(line), line);
    assert.match(played.stdout, /→ read\(\d+, "second", 16\) = 6 .* goroutine \d+/);
    assert.match(played.stdout, /→ select\(0, NULL, NULL, NULL, \{tv_sec=0, tv_usec=5000\}\) = 0 \(Timeout\)/);
  });
});
