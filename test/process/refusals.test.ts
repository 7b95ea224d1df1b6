/** Why a process cannot be attached to: each says which it is, and what to do. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ProcessError, type ProcessProblem } from '../../engine/process/errors.ts';
import { readGoProgram } from '../../engine/process/goProgram.ts';
import { scopeText } from '../../engine/process/target.ts';
import { netwalkRun } from '../adapter/engine.ts';
import { build, gorootOrSkip, startServer } from './goBinaries.ts';

describe('process: refusals', function () {
  this.timeout(120_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-refusals-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  const refused = (file: string, problem: ProcessProblem, message: RegExp): void => {
    assert.throws(
      () => readGoProgram(file),
      (error) => error instanceof ProcessError && error.problem === problem && message.test(error.message),
    );
  };

  /** A copy of an executable, changed. */
  function changed(executable: string, name: string, change: (bytes: Buffer) => void): string {
    const bytes = fs.readFileSync(executable);
    change(bytes);
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes, { mode: 0o755 });
    return file;
  }

  it('of a version that is not known name it, and those that are', async function () {
    const executable = build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'plain');
    const old = changed(executable, 'old', (bytes) => {
      for (let at = bytes.indexOf('go1.19'); at >= 0; at = bytes.indexOf('go1.19', at + 1)) bytes.write('go1.18', at);
    });
    refused(
      old,
      'version',
      /it was built with go1\.18\.\d+; Netwalk knows the inside of Go 1\.19 and 1\.21 to 1\.27\. Build/,
    );
    const server = await startServer(old);
    try {
      const { status, stderr } = await netwalkRun('trace', String(server.pid));
      assert.match(stderr, /process \d+ \(old\) cannot be attached to: it was built with go1\.18/);
      assert.equal(status, 1);
    } finally {
      assert.equal(await server.end(), 0);
    }
  });

  it('of another processor say which is known', async function () {
    const root = await gorootOrSkip(this, '1.19');
    const executable = build(root, '1.19', 'server', 'plain');
    const which = /it was built for another processor than x86-64/;
    refused(
      changed(executable, 'arm64', (bytes) => bytes.writeUInt16LE(183, 18)),
      'architecture',
      which,
    ); // EM_AARCH64
    refused(
      changed(executable, '386', (bytes) => void (bytes[4] = 1)),
      'architecture',
      which,
    ); // ELFCLASS32
  });

  it('of another user say whose it is', async function () {
    if (process.getuid?.() !== 0) {
      console.log('      skipped: only root can become another user');
      this.skip();
    }
    const server = await startServer(build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'plain'));
    const bundle = path.join(folder, 'dist');
    try {
      // The person's own copy: nobody may read ours.
      fs.cpSync(path.join(import.meta.dirname, '../../dist'), bundle, { recursive: true });
      fs.cpSync(path.join(import.meta.dirname, '../../node_modules/@koromix'), path.join(folder, 'node_modules/@koromix'), { recursive: true, dereference: true }); // prettier-ignore
      fs.copyFileSync(path.join(import.meta.dirname, '../../package.json'), path.join(folder, 'package.json'));
      fs.chmodSync(folder, 0o755);
      const asNobody = [
        '--reuid=65534',
        '--regid=65534',
        '--clear-groups',
        process.execPath,
        path.join(bundle, 'netwalk.js'),
      ];
      const { status, stderr, error } = spawnSync('setpriv', [...asNobody, 'trace', String(server.pid)], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: folder },
      });
      assert.equal(error, undefined);
      assert.match(
        stderr,
        /process \d+ \(.*\) belongs to user 0, and you are 65534\. Run Netwalk as that user, or as root/,
      );
      assert.equal(status, 1);
    } finally {
      assert.equal(await server.end(), 0);
    }
  });

  it('of one under another tracer name that one', async function () {
    const server = await startServer(build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'plain'));
    const strace = spawn('strace', ['-f', '-o', path.join(folder, 'strace'), '-p', String(server.pid)], { stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
    try {
      await once(strace.stderr, 'data');
      const { status, stderr } = await netwalkRun('trace', String(server.pid));
      assert.match(
        stderr,
        /is traced by process \d+ \(strace\) already: a process has one tracer\. End that one first/,
      );
      assert.equal(status, 1);
    } finally {
      strace.kill('SIGINT');
      await once(strace, 'exit');
      assert.equal(await server.end(), 0);
    }
  });

  it('of one that has ended meanwhile say so', async function () {
    const server = await startServer(build(await gorootOrSkip(this, '1.19'), '1.19', 'server', 'plain'));
    assert.equal(await server.end(), 0);
    const { status, stderr } = await netwalkRun('trace', String(server.pid));
    assert.match(stderr, new RegExp(`there is no process ${server.pid}`));
    assert.equal(status, 1);
  });

  it('of a kernel that forbids it say what its setting means', () => {
    assert.match(scopeText(1), /only a process's parents trace it \(kernel\.yama\.ptrace_scope is 1\)\. Start the program with "netwalk trace -- COMMAND", or .*ptrace_scope=0/); // prettier-ignore
    assert.match(scopeText(2), /only administrators trace .*is 2\)\. Run Netwalk as root/);
    assert.match(scopeText(3), /lets nobody trace .*is 3\), until the machine is started/);
  });
});
