/** Calls that block: the program is paused and ended all the same, and its recording plays. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inProject } from '../../extension/tools/project.mjs';
import { startLive } from '../../engine/session/live/live.ts';
import type { Stop, TraceSource } from '../../engine/trace/source.ts';
import { netwalkRun, program, root } from './engine.ts';

describe('a program whose system calls block', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-blocked-'));
  let trace: TraceSource | null = null;
  afterEach(async () => {
    await trace?.dispose();
    trace = null;
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is paused while the only goroutine is in one, looked at, and ended', async () => {
    const file = path.join(folder, 'blocked');
    trace = await startLive({
      program: program('blocked.go'),
      args: [file],
      env: {},
      goVersion: '1.27',
      bundledFolders: [inProject('.cache/go')],
      stepInto: [],
      historySteps: 10_000,
      stepOver: 'machine',
      watched: true,
    });
    const waits: string[] = [];
    trace.on('waiting', ({ text }) => waits.push(text));
    await trace.start({ stopOnEntry: false });
    while (!existsSync(file) || waits.length === 0) await delay(20);
    assert.equal(waits.at(-1), 'waits in read: nothing is ready');
    const stop = new Promise<Stop>((resolve) => trace?.on('stopped', resolve));
    await trace.pause();
    assert.equal((await stop).reason, 'pause');
    const main = (await trace.goroutines()).find(({ goid }) => goid === 1);
    assert.equal(main?.status, 'syscall');
    const stack = await trace.stack(1);
    assert.equal(stack[0]?.function, 'syscall.Syscall');
  });

  it('is recorded, and plays with the same output and the same calls', async () => {
    const file = path.join(folder, 'calls.nwr');
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
