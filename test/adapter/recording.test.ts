/** Recordings: made of real runs, and played where no system call can be made. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import {
  statSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordingSummary } from '../../engine/session/recordingSummary.ts';
import type { SystemCall } from '../../engine/trace/source.ts';
import { endAll, ended, netwalkRun, program, root, start, stopped, topFrame, value, type Engine } from './engine.ts';
import { spawn } from 'node:child_process';

const echo = program('echo.go');

describe('a recording', function () {
  // Each test starts engines of its own.
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-replay-'));
  const file = path.join(folder, 'echo.nwr');
  let recorded: { status: number | null; stdout: string; stderr: string };

  before(async () => {
    recorded = await netwalkRun('record', file, 'run', '--go', '1.19', echo);
    assert.equal(recorded.status, 0, recorded.stderr);
  });

  after(() => {
    endAll();
    rmSync(folder, { recursive: true });
  });

  it('says what was run, and holds no path and no environment', () => {
    const line = readFileSync(file).toString('latin1').split('\n')[0] ?? '';
    const header = JSON.parse(line) as { format: string; goVersion: string; env: object; program: object };
    assert.equal(header.format, 'netwalk-recording');
    assert.match(header.goVersion, /^1\.19/);
    assert.deepEqual(header.env, {});
    assert.ok(!line.includes(root) && !line.includes(os.homedir()));
  });

  it('is played with the same output, the same calls in the same order, twice', async () => {
    const first = await netwalkRun('replay', file, '--program', echo);
    const second = await netwalkRun('replay', file, '--program', echo);
    assert.equal(first.stdout, second.stdout);
    for (const line of recorded.stdout.trim().split('\n')) assert.ok(first.stdout.includes(line), line);
    assert.match(first.stdout, /→ accept4\(.*\) = \d+/);
    assert.match(first.stdout, /the program has ended with status 0/);
  });

  it('is played for a reader that has seen enough without a word about that', async () => {
    for (const args of [['replay'], ['export', '--format', 'strace']]) {
      const child = start(...args, file, '--program', echo);
      child.stdout.destroy();
      const { status, stderr } = await ended(child);
      assert.deepEqual([status, stderr], [0, ''], args[0]);
    }
  });

  it('steps both ways, beyond what was looked at when it was made', async () => {
    const engine = await replayed();
    const { client } = engine;
    const here = await topFrame(client);
    await client.move('stepIn');
    await client.move('stepIn');
    assert.notEqual((await topFrame(client)).line, here.line);
    await client.move('stepBack');
    await client.move('stepBack');
    assert.deepEqual([(await topFrame(client)).name, (await topFrame(client)).line], [here.name, here.line]);
    await client.ask('disconnect');
    await engine.exit;
  });

  it('stops at breakpoints with the variables that there were, and at its end to look back', async () => {
    const { client, exit } = await replayed();
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*netFD).accept' }] });
    await client.move('continue');
    assert.equal((await topFrame(client)).name, 'net.(*netFD).accept');
    assert.match(await value(client, 'fd.pfd.Sysfd'), /^\d+$/);
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    const end = await client.move('continue');
    assert.match(String(end['description']), /the program ends with status 0, and with it the recording/);
    await client.move('stepBack');
    await client.ask('disconnect');
    await exit;
  });

  it('goes to any step, also one that is still to come', async () => {
    const { client, exit } = await replayed();
    await client.ask('netwalk/goTo', { step: 500 });
    await client.next('stopped');
    const state = await client.ask('netwalk/state');
    assert.equal((state['cursor'] as { step: number }).step, 500);
    const there = await topFrame(client);
    await client.ask('netwalk/goTo', { step: 100 });
    await client.next('stopped');
    await client.ask('netwalk/goTo', { step: 500 });
    await client.next('stopped');
    assert.deepEqual([(await topFrame(client)).name, (await topFrame(client)).line], [there.name, there.line]);
    await client.ask('disconnect');
    await exit;
  });

  it('shows what the kernel held at each step, also when it goes on from its past', async () => {
    const { client, exit } = await replayed();
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*netFD).accept' }] });
    await client.move('continue');
    const now = await client.ask('netwalk/state');
    assert.ok(roles(now).includes('listener'), roles(now).join());
    const { last } = now['cursor'] as { last: number };
    await client.move('netwalk/goTo', { step: 5 });
    assert.ok(!roles(await client.ask('netwalk/state')).includes('listener'));
    await client.move('netwalk/goTo', { step: last + 1 });
    assert.deepEqual(roles(await client.ask('netwalk/state')), roles(now));
    await client.ask('disconnect');
    await exit;
  });

  it('that was cut off is played to where it ends', async () => {
    const cut = path.join(folder, 'cut.nwr');
    writeFileSync(cut, readFileSync(file));
    truncateSync(cut, readFileSync(file).length - 20);
    const { status, stderr, stdout } = await netwalkRun('export', cut, '--format', 'json', '--program', echo);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /was cut off: its last \d+ bytes are not used/);
    assert.equal((JSON.parse(stdout) as { status: number | null }).status, null);
  });

  it('says what it holds, without being played', async () => {
    const summary = async (name: string): Promise<RecordingSummary> =>
      JSON.parse((await netwalkRun('summary', name)).stdout) as RecordingSummary;
    const whole = await summary(file);
    const exported = await netwalkRun('export', file, '--format', 'json', '--program', echo);
    const { systemCalls } = JSON.parse(exported.stdout) as { systemCalls: SystemCall[] };
    assert.equal(whole.calls, systemCalls.length);
    const [first, last] = [systemCalls[0], systemCalls.at(-1)] as [SystemCall, SystemCall];
    assert.ok(Math.abs(whole.microseconds - (last.start + last.duration - first.start)) < 2, `${whole.microseconds}`);
    assert.deepEqual([whole.end, whole.lost, whole.size], [{ status: 0, reason: 'exited' }, 0, statSync(file).size]);
    const part = await summary(path.join(folder, 'cut.nwr'));
    assert.ok(part.end === null && part.lost > 0 && part.calls < whole.calls);
    const { status, stderr } = await netwalkRun('summary', echo);
    assert.equal(status, 1);
    assert.match(stderr, /is no recording of Netwalk's/);
  });

  it('is exported for other tools', async () => {
    const strace = await netwalkRun('export', file, '--format', 'strace', '--program', echo);
    assert.match(strace.stdout, /^\[goroutine 1\] listen\(\d+, \d+\) = 0$/m);
    const perfetto = JSON.parse(
      (await netwalkRun('export', file, '--format', 'perfetto', '--program', echo)).stdout,
    ) as {
      traceEvents: { ph: string; name: string; dur?: number }[];
    };
    assert.ok(perfetto.traceEvents.some(({ ph, name, dur }) => ph === 'X' && name === 'listen' && dur !== undefined));
  });

  it('is refused with another program, saying which', async () => {
    const other = path.join(folder, 'echo.go');
    writeFileSync(other, `${readFileSync(echo, 'utf8')}\n// changed\n`);
    const { status, stderr } = await netwalkRun('replay', file, '--program', other);
    assert.equal(status, 1);
    assert.match(stderr, /was made of echo\.go, and .* is not the same: echo\.go/);
    const missing = await netwalkRun('replay', file);
    assert.match(missing.stderr, /was made of echo\.go: say where that is/);
  });

  it('is played where there is no native module', async () => {
    const without = mkdtempSync(path.join(os.tmpdir(), 'netwalk-bare-'));
    for (const part of ['dist', 'package.json', 'walkthroughs', 'engine/session/programs']) {
      cpSync(path.join(root, part), path.join(without, part), { recursive: true });
    }
    symlinkSync(path.join(root, '.cache'), path.join(without, '.cache'));
    const bare = (...args: string[]) => spawn(process.execPath, [path.join(without, 'dist/netwalk.js'), ...args]);
    const run = await ended(bare('run', echo));
    assert.equal(run.status, 1);
    assert.match(run.stderr, /native part/);
    const replay = await ended(bare('replay', file, '--program', echo));
    assert.equal(replay.status, 0, replay.stderr);
    assert.match(replay.stdout, /→ accept4\(/);
    rmSync(without, { recursive: true });
  });

  const roles = (state: Record<string, unknown>): string[] =>
    (state['descriptors'] as { role: string }[]).map(({ role }) => role);

  async function replayed(): Promise<Engine> {
    return stopped({ recording: file, program: echo, goVersion: undefined });
  }
});

/** Until none of its threads runs or wants to. */
async function asleep(pid: number): Promise<void> {
  const runs = (): boolean =>
    readdirSync(`/proc/${pid}/task`).some(
      (thread) => !/\) S /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')),
    );
  for (let quiet = 0; quiet < 5; quiet = runs() ? 0 : quiet + 1) await delay(40);
}

describe('recording', function () {
  this.timeout(120_000);
  after(endAll);

  it('keeps what had come when a wait found something', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'netwalk-replay-'));
    const [file, server] = [path.join(folder, 'server.nwr'), program('server.go')];
    const child = start('record', file, 'run', '--go', '1.19', server);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const port = /listening on 127\.0\.0\.1:(\d+)/.exec(said.toString())?.[1];
    // Else the connection may be there before the server looks for one, and nobody waits.
    await asleep(child.pid ?? 0);
    const client = net.connect(Number(port), '127.0.0.1').end('hello').on('error', () => undefined); // prettier-ignore
    const { status, stderr } = await ended(child);
    client.destroy();
    assert.equal(status, 0, stderr);
    const { client: player, exit } = await stopped({ recording: file, program: server, goVersion: undefined });
    await player.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'runtime.netpollready' }] });
    await player.move('continue');
    const { descriptors } = (await player.ask('netwalk/state')) as unknown as { descriptors: { role: string; acceptQueue: number }[] }; // prettier-ignore
    assert.equal(descriptors.find(({ role }) => role === 'listener')?.acceptQueue, 1);
    await player.ask('disconnect');
    await exit;
    rmSync(folder, { recursive: true });
  });

  it('on a full disk says so, and the program goes on', async () => {
    const { status, stderr } = await ended(start('record', '/dev/full', 'run', '--go', '1.19', echo));
    assert.equal(status, 1);
    assert.match(stderr, /ENOSPC/);
  });
});
