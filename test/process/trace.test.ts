/** `netwalk trace` on a real Go server: calls as strace prints them, frames on real lines, and the process as if nothing had been. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inProject } from '../../extension/tools/project.mjs';
import { build, gorootOrSkip, modes, startServer, tracerOf, type Mode, type Server } from './goBinaries.ts';

interface Frame {
  function: string;
  file: string;
  line: number;
}

interface Call {
  call: string;
  arguments: string;
  text: string;
  result: number;
  errno: string | null;
  goroutine: number | null;
  onSystemStack: boolean;
  descriptors: number[];
  duration: number;
  frames: Frame[];
}

/** `netwalk trace` with these arguments, and what it has printed. */
class Trace {
  readonly child: ChildProcess;
  #out = '';
  errors = '';
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [inProject('dist/netwalk.js'), 'trace', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (data: Buffer) => (this.#out += data.toString()));
    this.child.stderr?.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.ended = new Promise((resolve) => this.child.once('close', (status) => resolve(status)));
  }

  get calls(): Call[] {
    return this.#out.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Call); // prettier-ignore
  }

  get text(): string {
    return this.#out;
  }

  /** Asks it to go, as Ctrl+C does. */
  async leave(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

/** Waits for something that comes. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not come`);
}

/** Sends `texts` one by one, each when the one before came back. */
async function converse({ address }: Server, texts: readonly string[]): Promise<void> {
  const socket = net.connect(address.port, address.host);
  await new Promise<void>((resolve, reject) => {
    let next = 0;
    let received = '';
    const send = (): void => {
      const text = texts[next++];
      if (text === undefined) socket.end();
      else socket.write(text);
      received = '';
    };
    socket.once('connect', send);
    socket.on('data', (data: Buffer) => {
      received += data.toString();
      if (received === texts[next - 1]) send();
    });
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

/** From when it says so on, no call is missed. */
const attached = async (trace: Trace): Promise<void> =>
  until('the tracer', () => trace.errors.includes('lets go of it'));

/** Attached to the server during a conversation: what was traced. */
async function traced(server: Server, texts: readonly string[], ...flags: string[]): Promise<Trace> {
  const trace = new Trace(String(server.pid), ...flags);
  try {
    await attached(trace);
    await converse(server, texts);
    const isFiltered = flags.some((flag) => flag !== '--json');
    const isNothing = flags.includes(nowhere);
    await until('what is waited for', () => isNothing || (isFiltered ? trace.text !== '' : /close/.test(trace.text)));
  } finally {
    assert.equal(await trace.leave(), 0, trace.errors);
  }
  return trace;
}

/** An address that no socket has. */
const nowhere = '192.0.2.1:1';

const stackOf = ({ frames }: Call): string[] => frames.map(({ function: name }) => name);

describe('process: netwalk trace', function () {
  this.timeout(300_000);

  for (const [version, mode] of [
    ['1.19', 'plain'],
    ['1.19', 'stripped'],
    ['1.19', 'pie'],
    ['1.19', 'cgo'],
    ['1.19', 'cgoPie'],
    ['1.21', 'plain'],
    ['1.22', 'plain'],
    ['1.23', 'plain'],
    ['1.24', 'plain'],
    ['1.25', 'plain'],
    ['1.26', 'plain'],
    ['1.27', 'plain'],
    ['1.27', 'cgoPie'],
  ] as const satisfies [string, Mode][]) {
    // prettier-ignore
    it(`shows each call with its goroutine and stack, Go ${version}, ${mode}: ${[...modes[mode].flags].join(' ')}`, async function () {
      const root = await gorootOrSkip(this, version);
      const server = await startServer(build(root, version, 'server', mode));
      try {
        const { calls } = await traced(server, ['hello', 'world'], '--json');
        const accept = calls.find(({ call, errno }) => call === 'accept4' && errno === null);
        const connection = accept?.result ?? -1;
        const own = calls.filter(({ descriptors }) => descriptors.includes(connection));
        const texts = own.filter(({ errno }) => errno === null).map(({ text }) => text.replace(/ = .*/s, ''));
        for (const text of ['hello', 'world']) {
          assert.ok(texts.includes(`read(${connection}, "${text}", 4096)`), texts.join('\n'));
          assert.ok(texts.includes(`write(${connection}, "${text}", 5)`), texts.join('\n'));
        }
        const write = own.find(({ call }) => call === 'write');
        const read = own.find(({ call }) => call === 'read');
        assert.ok(write && read && accept);
        // From the system call to the function that `go` started, the inlined one too.
        const [writes, accepts] = [stackOf(write), stackOf(accept)];
        for (const name of ['internal/poll.(*FD).Write', 'net.(*netFD).Write', 'net.(*conn).Write', 'main.answer', 'main.(*server).echo']) {
          assert.ok(writes.includes(name), `${name} in ${writes.join(', ')}`);
        }
        assert.match(writes.at(-1) ?? '', /^main\.\(\*server\)\.accept\.(func1|gowrap1)$/);
        assert.ok(accepts.includes('net.(*netFD).accept') && accepts.includes('main.(*server).accept'));
        // Two goroutines: one accepts, the other reads and writes.
        assert.equal(write.goroutine, read.goroutine);
        assert.notEqual(write.goroutine, accept.goroutine);
        assert.ok((write.goroutine ?? 0) > 0 && (accept.goroutine ?? 0) > 0);
        const scheduler = calls.find(({ call, goroutine }) => call === 'epoll_pwait' && goroutine === 0);
        assert.ok(scheduler && scheduler.onSystemStack && stackOf(scheduler).includes('runtime.netpoll'));
        assert.deepEqual(tracerOf(server.pid).tracer, 0);
        await converse(server, ['afterwards']);
      } finally {
        assert.equal(await server.end(), 0);
      }
    });
  }

  it('shows frames on the lines of the source that was compiled', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    try {
      const { calls } = await traced(server, ['hello'], '--json');
      const texts = new Map<string, string[]>();
      const lineOf = ({ file, line }: Frame): string => {
        const real = file.startsWith(root) || !file.includes('/server/') ? file : '';
        if (!texts.has(file)) texts.set(file, fs.existsSync(real) ? fs.readFileSync(real, 'utf8').split('\n') : []);
        return texts.get(file)?.[line - 1] ?? '';
      };
      const statements = new Map<string, RegExp>([
        ['net.(*netFD).accept', /fd\.pfd\.Accept\(\)|netfd\.init\(\)|Getsockname|newFD/],
        ['internal/poll.(*FD).Accept', /accept\(fd\.Sysfd\)/],
        ['net.(*netFD).Read', /fd\.pfd\.Read\(p\)/],
        ['net.(*netFD).Write', /fd\.pfd\.Write\(p\)/],
        ['internal/poll.(*FD).Write', /ignoringEINTRIO\(syscall\.Write/],
      ]);
      const met = new Set<string>();
      for (const frame of calls.flatMap(({ frames }) => frames)) {
        const statement = statements.get(frame.function);
        if (statement === undefined) continue;
        assert.match(lineOf(frame), statement, `${frame.function} at ${frame.file}:${frame.line}`);
        met.add(frame.function);
      }
      assert.deepEqual([...met].sort(), [...statements.keys()].sort());
    } finally {
      await server.end();
    }
  });

  it('shows only what the filters say', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    try {
      const failed = await traced(server, ['hello'], '--json', '--errno', 'EAGAIN');
      assert.ok(failed.calls.length > 0 && failed.calls.every(({ errno }) => errno === 'EAGAIN'));
      const writes = await traced(server, ['hello'], '--json', '--call', 'write', '--function', 'net.(*conn).Write');
      assert.deepEqual(writes.calls.map(({ call }) => call), ['write']); // prettier-ignore
      const { host, port } = server.address;
      const at = await traced(server, ['hello'], '--json', '--call', 'accept4', '--address', `${host}:${port}`);
      assert.ok(at.calls.length > 0 && at.calls.every(({ call }) => call === 'accept4'));
      const { goroutine, descriptors } = at.calls[0] ?? { goroutine: 0, descriptors: [] };
      const own = await traced(server, ['hello'], '--json', '--goroutine', String(goroutine));
      assert.ok(own.calls.length > 0 && own.calls.every((call) => call.goroutine === goroutine));
      const fd = await traced(server, ['hello'], '--json', '--fd', String(descriptors[0]));
      assert.ok(fd.calls.length > 0 && fd.calls.every((call) => call.descriptors.includes(descriptors[0] ?? -1)));
      const elsewhere = await traced(server, ['hello'], '--json', '--address', nowhere);
      assert.deepEqual(elsewhere.calls, []);
    } finally {
      await server.end();
    }
  });

  it('starts a command, and ends with its status', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-process-'));
    try {
      // Its standard input is empty: it listens and ends.
      const trace = new Trace('--json', '--', build(root, '1.19', 'server', 'plain'));
      assert.equal(await trace.ended, 0, trace.errors);
      const lines = trace.text.split('\n').filter((line) => line.startsWith('{'));
      const calls = lines.map((line) => JSON.parse(line) as Call);
      assert.match(trace.text, /^127\.0\.0\.1:\d+$/m);
      const listen = calls.find(({ call }) => call === 'listen');
      assert.ok(listen && stackOf(listen).includes('main.main') && listen.goroutine === 1);
      assert.ok(calls.some(({ call }) => call === 'bind'));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('lets go of an idle process at once, and of one whose tracer is killed', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    try {
      for (let times = 0; times < 5; times++) {
        const trace = new Trace(String(server.pid));
        await attached(trace);
        assert.equal(await trace.leave(), 0, trace.errors);
        assert.deepEqual(tracerOf(server.pid).tracer, 0);
      }
      const killed = new Trace(String(server.pid));
      await attached(killed);
      killed.child.kill('SIGKILL');
      await killed.ended;
      assert.deepEqual(tracerOf(server.pid).tracer, 0);
      await converse(server, ['it runs on']);
    } finally {
      assert.equal(await server.end(), 0);
    }
  });

  it('says why it cannot', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    const first = new Trace(String(server.pid));
    try {
      await attached(first);
      const refused = async (pid: number | string, message: RegExp, status = 1): Promise<void> => {
        const trace = new Trace(String(pid));
        assert.equal(await trace.ended, status);
        assert.match(trace.errors, message);
      };
      await refused(
        server.pid,
        /is traced by process \d+ \(.*\) already: a process has one tracer\. End that one first/,
      );
      await refused(process.pid, /process \d+ \(.*\) cannot be attached to: there is no Go in it/);
      await refused(4_000_000, /there is no process 4000000/);
      await refused('server', /"server" is no process id/);
      const usage = new Trace('--errno', 'EBUSYY', '1');
      assert.equal(await usage.ended, 2);
      assert.match(usage.errors, /--errno EBUSYY: there is no such errno/);
    } finally {
      await first.leave();
      await server.end();
    }
  });

  it('does not let the process wait for who does not read, and says how many calls were dropped', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    const trace = new Trace('--json', String(server.pid));
    try {
      await attached(trace);
      trace.child.stdout?.pause();
      // More than all that may be on its way; it answers, though nobody reads.
      await converse(server, Array.from({ length: 12_000 }, (_, index) => `${index}`)); // prettier-ignore
      trace.child.stdout?.resume();
      await until('what was dropped', () => trace.text.includes('"dropped"'));
      await converse(server, ['and now']);
      await until('the last call', () => trace.text.includes('and now'));
    } finally {
      assert.equal(await trace.leave(), 0, trace.errors);
      await server.end();
    }
    const lines = trace.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { dropped?: number });
    const dropped = lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
    assert.ok(dropped > 0 && lines.length > 100 && dropped + lines.length > 24_000, `${dropped} of ${lines.length}`);
  });

  it('passes signals on, and leaves a process that the person has stopped stopped', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    const trace = new Trace(String(server.pid));
    try {
      await attached(trace);
      process.kill(server.pid, 'SIGSTOP');
      await until('the stop', () => /[tT]/.test(tracerOf(server.pid).state));
      process.kill(server.pid, 'SIGCONT');
      await converse(server, ['it goes on']);
      process.kill(server.pid, 'SIGSTOP');
      await until('the stop', () => /[tT]/.test(tracerOf(server.pid).state));
      assert.equal(await trace.leave(), 0, trace.errors);
      assert.deepEqual(tracerOf(server.pid), { tracer: 0, state: 'T' });
      process.kill(server.pid, 'SIGCONT');
      await converse(server, ['and on']);
      const again = new Trace(String(server.pid));
      await attached(again);
      process.kill(server.pid, 'SIGTERM');
      assert.equal(await again.ended, 0, again.errors);
      assert.match(again.errors, /the process has ended with status 143/);
    } finally {
      await trace.leave();
      await server.end();
    }
  });
});
