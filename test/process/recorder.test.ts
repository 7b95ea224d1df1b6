/** What notes calls inside of a process: it is there while the process is watched, keeps nothing back, and leaves nothing behind. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GoProcess } from '../../engine/process/goProcess.ts';
import { readGoProgram } from '../../engine/process/goProgram.ts';
import type { ProcessCall, ProcessStop } from '../../engine/process/protocol.ts';
import { commandInPath, inProject } from '../../extension/tools/project.mjs';
import { codeOf, connect } from './attached.ts';
import { build, gorootOrSkip, startServer, tracerOf, versions, type Mode, type Server } from './goBinaries.ts';

/** The function by which Go makes its calls: where it is linked to, and its first bytes in the file. */
function syscall6({ pid }: Server): { entry: number; code: string } {
  const program = readGoProgram(`/proc/${pid}/exe`);
  try {
    const found = [...program.table.functions()].find(({ name }) => /\/syscall(\/linux)?\.Syscall6$/.test(name));
    const entry = found?.entry ?? 0;
    const bytes = Array.from({ length: 64 }, (_, index) => program.codeByte(entry + index));
    return { entry, code: Buffer.from(bytes).toString('hex') };
  } finally {
    program.close();
  }
}

/** Code that is no file's: neither the kernel's (vdso) nor Go's. */
const strangeCode = ({ pid }: Server): string[] =>
  fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n').filter((line) => /^\S+ r-xp \S+ \S+ 0\s*$/.test(line)); // prettier-ignore

/** Who is attached to a process, and what it has said. */
class Watcher {
  readonly calls: ProcessCall[] = [];
  readonly stops: ProcessStop[] = [];
  process!: GoProcess;

  static async of({ pid }: Server): Promise<Watcher> {
    const watcher = new Watcher();
    watcher.process = await GoProcess.begin(
      { target: { pid }, all: false },
      {
        calls: (calls) => watcher.calls.push(...calls),
        stopped: (stop) => watcher.stops.push(stop),
        ended: () => undefined,
        failed: (error) => assert.fail(error),
      },
    );
    return watcher;
  }

  /** Waits for something that has been seen, or is. */
  async sees(what: string, isThere: () => boolean): Promise<void> {
    for (let tries = 0; !isThere(); tries++) {
      assert.ok(tries < 1000, `no ${what} behind ${this.calls.slice(-5).map(({ text }) => text).join('; ')}`); // prettier-ignore
      await delay(10);
    }
  }
}

describe('process: the recorder', function () {
  this.timeout(120_000);
  let server: Server;
  const begin = async (test: Mocha.Context, program: string, version = '1.19', mode: Mode = 'plain'): Promise<Server> =>
    // prettier-ignore
    (server = await startServer(build(await gorootOrSkip(test, version), version, program, mode)));

  const ways: [string, Mode][] = [...versions.map((version): [string, Mode] => [version, 'plain']), ...(['pie', 'stripped', 'cgo', 'cgoPie'] as const).map((mode): [string, Mode] => ['1.19', mode]), ['1.27', 'cgoPie']]; // prettier-ignore
  for (const [version, mode] of ways) {
    it(`is there while the process is watched, Go ${version}, ${mode}`, async function () {
      await begin(this, 'server', version, mode);
      const { entry, code } = syscall6(server);
      const connection = await connect(server);
      const watcher = await Watcher.of(server);
      const at = entry + watcher.process.facts.bias;
      assert.equal(strangeCode(server).length, 1);
      assert.notEqual(codeOf(server, at), code);
      await connection.echo('hello');
      await watcher.sees('write', () => watcher.calls.some(({ text }) => /^write\(\d+, "hello"/.test(text)));
      await watcher.process.detach();
      assert.deepEqual(strangeCode(server), []);
      assert.equal(codeOf(server, at), code);
      await connection.echo('hello again');
      await connection.end();
      assert.equal(await server.end(), 0);
    });
  }

  for (const version of ['1.19', '1.27']) {
    it(`looks at what C's resolver calls, between what Go calls, Go ${version}`, async function () {
      const strace = commandInPath('strace');
      if (strace === undefined) this.skip();
      const executable = build(await gorootOrSkip(this, version), version, 'resolving', 'cgo');
      const env = { ...process.env, GODEBUG: 'netdns=cgo' };
      const names = ['socket', 'connect', 'accept4', 'write', 'sendto', 'sendmmsg', 'recvfrom'];
      const told = spawnSync(strace, ['-f', '-e', `trace=${names.join()}`, executable], { encoding: 'utf8', env });
      assert.equal(told.status, 0, told.stderr);
      const chosen = names.flatMap((name) => ['--call', name]);
      const ours = spawnSync(process.execPath, [inProject('dist/netwalk.js'), 'trace', '--json', ...chosen, '--', executable], { encoding: 'utf8', env }); // prettier-ignore
      assert.equal(ours.status, 0, ours.stderr);
      /** Of the resolver's, and the messages; connections are accepted when they are there, sooner or later. */
      const compared = (text: string): boolean => /AF_UNIX|AF_NETLINK|"message/.test(text);
      const theirs = told.stderr.split('\n').map((line) => line.replace(/^\[pid +\d+\] /, '').replace(/\)\s+=/, ') ='));
      const calls = ours.stdout.trim().split('\n').map((line) => JSON.parse(line) as { text: string; frames: { function: string }[] }); // prettier-ignore
      const normal = (text: string): string => text.replace(/\((\d+), /, '(FD, ').replace(/= \d+$/, '= N');
      assert.deepEqual(
        calls.map(({ text }) => text).filter(compared).map(normal),
        theirs.filter(compared).map(normal),
      ); // prettier-ignore
      const ofC = calls.filter(({ text }) => text.startsWith('socket(AF_UNIX'));
      assert.ok(ofC.length > 0);
      assert.ok(ofC.every(({ frames }) => frames.some(({ function: name }) => /cgo/.test(name))));
    });
  }

  it('does not come where a program has C code of its own', async function () {
    await begin(this, 'calling', '1.19', 'cgo');
    const watcher = await Watcher.of(server);
    assert.deepEqual(strangeCode(server), []);
    await watcher.process.detach();
    assert.equal(await server.end(), 0);
  });

  it('is made harmless when the engine is killed, and comes again', async function () {
    await begin(this, 'server');
    const { entry, code } = syscall6(server);
    const connection = await connect(server);
    const engine = spawn(process.execPath, [inProject('dist/netwalk.js'), 'trace', String(server.pid)], { stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
    await once(engine.stderr, 'data');
    await connection.echo('hello');
    assert.notEqual(codeOf(server, entry), code);
    engine.kill('SIGKILL');
    // It serves on meanwhile.
    for (let tries = 0; tries < 500 && codeOf(server, entry) !== code; tries++) {
      await connection.echo(`hello for the ${tries}th time`);
      await delay(1);
    }
    assert.equal(codeOf(server, entry), code);
    assert.equal(tracerOf(server.pid).tracer, 0);
    const watcher = await Watcher.of(server);
    assert.notEqual(codeOf(server, entry), code);
    await connection.echo('again');
    await watcher.sees('write', () => watcher.calls.some(({ text }) => /^write\(\d+, "again"/.test(text)));
    await watcher.process.detach();
    await connection.end();
    assert.equal(await server.end(), 0);
  });

  it('keeps nothing back of a program that is gone at once', async function () {
    const executable = build(await gorootOrSkip(this, '1.19'), '1.19', 'pair', 'plain');
    const trace = [inProject('dist/netwalk.js'), 'trace', '--json', '--call', 'write', '--', executable];
    const { stdout, status, stderr } = spawnSync(process.execPath, trace, { input: 'a line\n', encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    // Not what it prints.
    const texts = [...stdout.matchAll(/"text":"write\(4, \\"([a-z ]+)\\"/g)].map(([, text]) => text);
    const letters = Array.from({ length: 100 }, (_, index) => String.fromCharCode(97 + (index % 26)));
    assert.deepEqual(texts, ['a line', ...letters]);
  });

  it('lets a thread go on that waits in the kernel, whether it goes or stays', async function () {
    await begin(this, 'pair');
    const watcher = await Watcher.of(server);
    // Before, it waits by Go's own code; behind its first line by the recorder's.
    for (const text of ['one', 'two']) {
      server.say(text);
      // It is theirs, and not the recorder's.
      process.kill(server.pid, 'SIGWINCH');
      await watcher.sees(text, () => watcher.calls.some((call) => call.text.startsWith(`write(`) && call.text.includes(`"${text}"`))); // prettier-ignore
      await server.says(text);
    }
    await watcher.process.detach();
    assert.deepEqual(strangeCode(server), []);
    server.say('three');
    await server.says('three');
    assert.equal(await server.end(), 0);
  });

  it('has a call stop that was under way when that was asked for', async function () {
    await begin(this, 'pair');
    const watcher = await Watcher.of(server);
    // It was in Go's own code when the recorder came.
    server.say('one');
    await server.says('one');
    server.say('two');
    await watcher.sees('read', () => watcher.calls.some(({ text }) => /^read\(\d+, "two"/.test(text)));
    await watcher.process.setStops([{ id: 7, calls: ['read'], fds: [3] }], []);
    server.say('three');
    await watcher.sees('stop', () => watcher.stops.length > 0);
    const [stop] = watcher.stops;
    assert.deepEqual(stop?.ids, [7]);
    const call = watcher.calls.find(({ index }) => index === stop?.call);
    assert.match(call?.text ?? '', /^read\(3, "three", 64\)\s+= 5/);
    assert.ok(stop?.lines.some(({ function: name }) => name === 'main.receive'));
    await watcher.process.setStops([], []);
    await watcher.process.resume(null);
    await server.says('three');
    await watcher.process.detach();
    assert.equal(await server.end(), 0);
  });
});
