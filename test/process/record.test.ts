/** `netwalk record` of a real Go server: its calls with their stacks, walked to and fro afterwards without the process. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { Ajv } from 'ajv';
import { inProject } from '../../extension/tools/project.mjs';
import { summaryOf } from '../../engine/session/recordingSummary.ts';
import type { CustomEvents } from '../../engine/adapter/events.ts';
import type { Descriptor, GoroutineState, SystemCall } from '../../engine/trace/source.ts';
import { endAll, launched, netwalk, netwalkRun, type Engine, type Frame } from '../adapter/engine.ts';
import { build, gorootOrSkip, startServer, tracerOf, type Server } from './goBinaries.ts';

/** `netwalk record` with these arguments. */
class Recorder {
  readonly child: ChildProcess;
  errors = '';
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [netwalk, 'record', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.ended = new Promise((resolve) => this.child.once('close', (status) => resolve(status)));
  }

  async says(what: string): Promise<void> {
    while (!this.errors.includes(what)) {
      const isOver = await Promise.race([once(this.child.stderr as NodeJS.EventEmitter, 'data').then(() => false), this.ended.then(() => true)]); // prettier-ignore
      if (isOver) assert.ok(this.errors.includes(what), this.errors);
    }
  }
}

/** Says a text, and hears it again. */
async function converse({ address }: Server, text: string): Promise<void> {
  const socket = net.connect(address.port, address.host);
  socket.write(text);
  let received = '';
  while (received.length < text.length) received += String((await once(socket, 'data'))[0]);
  assert.equal(received, text);
  const closed = once(socket, 'close');
  socket.end();
  await closed;
}

const stackOf = async ({ client }: Engine, threadId: unknown): Promise<Frame[]> =>
  (await client.ask('stackTrace', { threadId }))['stackFrames'] as Frame[];

describe('process: netwalk record', function () {
  this.timeout(120_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-record-'));
  const file = path.join(folder, 'server.nwr');
  let pid = 0;
  let executable = '';
  let status: number | null = null;
  let errors = '';

  before(async function () {
    executable = build(await gorootOrSkip(this as unknown as Mocha.Context, '1.19'), '1.19', 'server', 'plain');
    const server = await startServer(executable);
    pid = server.pid;
    try {
      const recorder = new Recorder('--pid', String(pid), '-o', file);
      await recorder.says('recording into');
      await converse(server, 'first');
      await converse(server, 'second');
      recorder.child.kill('SIGINT');
      status = await recorder.ended;
      errors = recorder.errors;
      assert.equal(tracerOf(pid).tracer, 0);
      await converse(server, 'it runs on');
    } finally {
      assert.equal(await server.end(), 0);
    }
  });

  after(() => {
    endAll();
    fs.rmSync(folder, { recursive: true });
  });

  it('ends when it is asked to, and says what it has', () => {
    assert.equal(status, 0, errors);
    assert.match(errors, /\d+ system calls are in .*server\.nwr: netwalk replay /);
  });

  it('writes a header that fits the schema', () => {
    const header: unknown = JSON.parse(fs.readFileSync(file, 'latin1').split('\n')[0] ?? '');
    const schema = JSON.parse(fs.readFileSync(inProject('docs/recording.schema.json'), 'utf8')) as object;
    const validate = new Ajv().compile(schema);
    assert.ok(validate(header), JSON.stringify(validate.errors));
    assert.equal((header as { process: { pid: number } }).process.pid, pid);
  });

  it('is walked to and fro over its calls, each with its stack, as a recording of a process', async () => {
    const engine = await launched({ recording: file, goVersion: undefined });
    const { client } = engine;
    const session = client.events.find(({ event }) => event === 'netwalk/session')?.body as unknown as CustomEvents['netwalk/session']; // prettier-ignore
    assert.deepEqual([session.recorded?.process, session.program, session.pid], [pid, executable, undefined]);
    await client.ask('configurationDone');
    const first = await client.next('stopped');
    assert.match(String(first['description']), /^history: step 0 of \d+/);
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'net.(*netFD).Write' }, { name: 'main.sleeper' }] }); // prettier-ignore
    const write = await client.move('continue', { threadId: 1 });
    assert.match(String(write['text']), /write\(\d+, "first", 5\) = 5/);
    const frames = await stackOf(engine, write['threadId']);
    const caller = frames.find(({ name }) => name === 'net.(*netFD).Write');
    assert.match(fs.readFileSync(caller?.source.path ?? '', 'utf8').split('\n')[(caller?.line ?? 0) - 1] ?? '', /fd\.pfd\.Write\(p\)/); // prettier-ignore
    assert.equal(frames.at(-1)?.name, 'main.(*server).accept.func1');
    const own = { threadId: write['threadId'] };
    assert.match(String((await client.move('stepBack', { ...own, singleThread: true }))['text']), /read\(\d+, "first"/);
    assert.match(String((await client.move('next', own))['text']), /write\(\d+, "first"/);
    assert.match(String((await client.move('continue', own))['text']), /write\(\d+, "second"/);
    const state = await client.ask('netwalk/state');
    const roles = (state['descriptors'] as Descriptor[]).map(({ role }) => role);
    for (const role of ['listener', 'epoll', 'netpollBreak']) assert.ok(roles.includes(role), roles.join());
    // One that only waits is known from looking at all of them.
    const sleeper = (state['goroutines'] as GoroutineState[]).find(({ entry }) => entry === 'main.sleeper');
    assert.equal(sleeper?.status, 'sleep');
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    const end = await client.move('continue', own);
    assert.match(String(end['description']), /the recording ends here: the process was let go of, and ran on/);
    assert.match(String((await client.move('reverseContinue', own))['text']), /step 0 of/);
    const timeline = await client.ask('netwalk/timeline', {});
    assert.ok((timeline['lanes'] as { goid: number }[]).some(({ goid }) => goid === write['threadId']));
    const { hits } = await client.ask('netwalk/search', { text: 'write "second"' });
    assert.equal((hits as object[]).length, 1);
    assert.match(await client.refused('evaluate', { expression: 'x' }), /of a real process is not possible/);
    await client.ask('disconnect');
    assert.equal(await engine.exit, 0);
  });

  it('refuses breakpoints that no call came through, saying so', async () => {
    const engine = await launched({ recording: file, goVersion: undefined });
    const { breakpoints } = await engine.client.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'net.(*netFD).Read' }, { name: 'accept4' }, { name: 'main.nothing' }],
    });
    const [read, accept, nothing] = breakpoints as { verified: boolean; message?: string }[];
    assert.deepEqual([read?.verified, accept?.verified, nothing?.verified], [true, true, false]);
    assert.match(nothing?.message ?? '', /no recorded call was made through main\.nothing/);
    await engine.client.ask('disconnect');
    assert.equal(await engine.exit, 0);
  });

  it('is printed and exported', async () => {
    const replayed = await netwalkRun('replay', file);
    assert.equal(replayed.status, 0, replayed.stderr);
    assert.match(replayed.stdout, /^a recording of a real process, server-\S+ \(\d+\): .*Go 1\.19/);
    assert.match(replayed.stdout, /→ write\(\d+, "second", 6\) = 6/);
    assert.match(replayed.stdout, /the process was let go of, and ran on/);
    const { stdout } = await netwalkRun('export', file, '--format', 'json');
    const { systemCalls, process: recorded, status: ended } = JSON.parse(stdout) as { systemCalls: (SystemCall & { frames: { function: string }[] })[]; process: { pid: number }; status: null }; // prettier-ignore
    assert.deepEqual([recorded.pid, ended], [pid, null]);
    const write = systemCalls.find(({ text }) => text.includes('write(') && text.includes('"first"'));
    assert.ok(write?.frames.some((frame) => frame.function === 'net.(*conn).Write'));
    const strace = await netwalkRun('export', file, '--format', 'strace');
    assert.match(strace.stdout, /^\[goroutine \d+\] write\(\d+, "first", 5\) = 5$/m);
    const perfetto = await netwalkRun('export', file, '--format', 'perfetto');
    assert.ok(JSON.parse(perfetto.stdout) !== null && perfetto.stdout.includes('internal/poll/fd_unix.go'));
  });

  it('that was cut off is played to where it ends', async () => {
    const cut = path.join(folder, 'cut.nwr');
    fs.writeFileSync(cut, fs.readFileSync(file).subarray(0, -5));
    const { stdout } = await netwalkRun('replay', cut);
    assert.match(stdout, /the recording ends here, before the process: its last \d+ bytes are no whole block/);
    const [whole, part] = [summaryOf(file), summaryOf(cut)];
    assert.deepEqual([whole.end?.reason, whole.lost, part.end], ['let go', 0, null]);
    assert.ok(whole.calls >= part.calls && whole.microseconds > 0 && part.lost > 0);
  });

  it('records a command to its end, only the calls that are asked for, and gives its status', async () => {
    const own = path.join(folder, 'command.nwr');
    const { status: ended, stderr } = await netwalkRun('record', '-o', own, '--call', 'listen', '--', executable);
    assert.equal(ended, 0, stderr);
    assert.match(stderr, /1 system calls are in/);
    const { stdout } = await netwalkRun('export', own);
    const { status: its, systemCalls } = JSON.parse(stdout) as { status: number; systemCalls: SystemCall[] };
    assert.deepEqual([its, systemCalls.map(({ name }) => name)], [0, ['listen']]);
  });

  it('says why it cannot', async () => {
    const refused = async (wanted: number, message: RegExp, ...args: string[]): Promise<void> => {
      const { status: ended, stderr } = await netwalkRun('record', ...args);
      assert.match(stderr, message);
      assert.equal(ended, wanted);
    };
    await refused(2, /--pid and a process id are expected, or -- and a command/, '-o', file);
    await refused(1, /there is no process 4000000/, '--pid', '4000000', '-o', path.join(folder, 'none.nwr'));
    await refused(1, /cannot write .*none\/x: ENOENT/, '-o', path.join(folder, 'none/x'), '--', executable);
    await refused(1, /cannot write \/dev\/full: ENOSPC/, '-o', '/dev/full', '--', executable);
  });
});
