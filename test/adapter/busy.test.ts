/** A program that computes and never parks: who comes is answered all the same. */
import assert from 'node:assert/strict';
import { LivePrograms, paused } from './liveProgram.ts';

describe('a program that computes without ever waiting', function () {
  this.timeout(60_000);
  const programs = new LivePrograms();
  afterEach(async () => programs.end());
  after(async () => programs.remove());

  for (const watched of [false, true]) {
    it(`is attached to, paused, looked at, and let go: ${watched ? 'watched from its start' : 'at full speed'}`, async () => {
      const { trace, underWay } = await programs.prepare('busy.go', { goVersion: '1.19', watched });
      await trace.start({ stopOnEntry: false });
      await underWay();
      await trace.watch();
      for (let time = 0; time < 2;) {
        const { goid } = await paused(trace);
        const frames = (await trace.stack(1)).map((frame) => frame.function);
        // The first time it may stand in the scheduler, which has just preempted main.
        if (time > 0 || frames[0] === 'main.main') {
          assert.deepEqual(frames, ['main.main']);
          time++;
        }
        await trace.resume({ singleThread: false, goid });
      }
      await trace.detach();
      await trace.watch();
    });
  }
});
