/** Every frame that is shown of a real process lies on a line that the real thing was seen on: the recordings of S1 to S8. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inProject } from '../../extension/tools/project.mjs';
import { scenarios, truth } from '../conformance/programs.ts';
import { recordedLines } from '../conformance/recordings.ts';
import { build, gorootOrSkip, versions } from './goBinaries.ts';

interface Call {
  call: string;
  frames: { function: string; file: string; line: number }[];
}

/** Of these packages every line was recorded; of others only where functions begin. */
const isRecorded = (file: string): boolean => /^(net|internal\/poll)\/[^/]+\.go$|^runtime\/netpoll\w*\.go$/.test(file);

describe('process: lines', function () {
  this.timeout(600_000);

  for (const version of versions) {
    it(`of every frame are recorded ones, S1 to S8, Go ${version}`, async function () {
      const root = await gorootOrSkip(this, version);
      const recorded = recordedLines(truth, version);
      const file = build(root, version, 'scenarios', 'plain', path.join(truth, 'scenarios'));
      const unknown = new Set<string>();
      const seen = new Set<string>();
      // Whether the scheduler comes to look at the network in one of them depends on time.
      const rows = scenarios.flatMap((scenario) => recorded.get(scenario) ?? []);
      const lines = new Set(rows.flatMap((row) => /\t([\w/.]+:\d+)\t/.exec(row)?.[1] ?? []));
      assert.ok(lines.size > 300, `${lines.size} lines were recorded`);
      for (const scenario of scenarios) {
        for (const { function: name, file: at, line } of framesOf(file, scenario)) {
          const place = at.replace(/^.*?\/src\//, '');
          if (!isRecorded(place)) continue;
          seen.add(`${place}:${line}`);
          if (!lines.has(`${place}:${line}`)) unknown.add(`${scenario} ${name} ${place}:${line}`);
        }
      }
      assert.deepEqual([...unknown], []);
      assert.ok(seen.size > 50, `${seen.size} lines were seen`);
    });
  }
});

/** The frames of all network system calls of a scenario. */
function framesOf(program: string, scenario: string): Call['frames'] {
  const traced = spawnSync(
    process.execPath,
    [inProject('dist/netwalk.js'), 'trace', '--json', '--', program, scenario],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, GOMAXPROCS: '1' },
    },
  );
  assert.equal(traced.status, 0, traced.stderr);
  const lines = traced.stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.flatMap((line) => {
    const call = JSON.parse(line) as Call;
    return wakes(call) ? [] : call.frames;
  });
}

/** Whether a thread that sleeps in the poller is woken by another, or reads that it was: that depends on time alone, and was not recorded. */
function wakes({ call, frames }: Call): boolean {
  const has = (name: string): boolean => frames.some(({ function: shown }) => shown === name);
  return has('runtime.netpollBreak') || (call === 'read' && has('runtime.netpoll'));
}
