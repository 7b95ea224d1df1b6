/** A program that computes and never parks: who comes is answered all the same. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inProject } from '../../extension/tools/project.mjs';
import { startLive } from '../../engine/session/live/live.ts';
import type { StackFrame, Stop, TraceSource } from '../../engine/trace/source.ts';
import { program } from './engine.ts';

describe('a program that computes without ever waiting', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-busy-'));
  let trace: TraceSource | null = null;
  afterEach(async () => {
    await trace?.dispose();
    trace = null;
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const watched of [false, true]) {
    it(`is attached to, paused, looked at, and let go: ${watched ? 'watched from its start' : 'at full speed'}`, async () => {
      const file = path.join(folder, String(watched));
      trace = await startLive({
        program: program('busy.go'),
        args: [file],
        env: {},
        goVersion: '1.19',
        bundledFolders: [inProject('.cache/go')],
        stepInto: [],
        historySteps: 10_000,
        stepOver: 'machine',
        watched,
      });
      await trace.start({ stopOnEntry: false });
      while (!existsSync(file)) await delay(20);
      await delay(200);
      await trace.watch();
      for (let time = 0; time < 2; time++) {
        const stopped = new Promise<Stop>((resolve) => trace?.on('stopped', resolve));
        await trace.pause();
        const { goid } = await stopped;
        // It may stand in the scheduler, which has just preempted main.
        const frames: StackFrame[] = await trace.stack(1);
        assert.deepEqual(
          frames.map((frame) => frame.function),
          ['main.main'],
        );
        await trace.resume({ singleThread: false, goid });
      }
      await trace.detach();
      await trace.watch();
    });
  }
});
