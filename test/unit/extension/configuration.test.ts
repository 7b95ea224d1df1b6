import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { attachProblem, launchProblem } from '../../../extension/session/configurationChecks.ts';
import { processRow } from '../../../extension/session/processRows.ts';
import { whatIsMissing } from '../../../extension/session/platform.ts';
import { languageOf } from '../../../extension/words.ts';
import { t } from './data.ts';

describe('a launch configuration', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-configuration-'));
  const program = path.join(folder, 'main.go');
  before(() => fs.writeFileSync(program, 'package main\n'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const problem = (configuration: Record<string, unknown>): string | undefined =>
    launchProblem(configuration, ['tcp-echo'], t);

  it('is accepted when it is right', () => {
    assert.equal(problem({ walkthrough: 'tcp-echo' }), undefined);
    assert.equal(problem({ program, args: ['a'], cwd: folder, goVersion: '1.19', stepOver: 'goroutine' }), undefined);
    assert.equal(problem({ program: folder }), undefined);
  });

  it('is refused with a reason when it is not', () => {
    assert.match(problem({}) ?? '', /needs "walkthrough" or "program"/);
    assert.equal(problem({ walkthrough: 'tcp-echo', program }), undefined);
    assert.equal(problem({ walkthrough: 'no' }), 'There is no walkthrough "no". There are: tcp-echo.');
    assert.match(problem({ walkthrough: 7 }) ?? '', /no walkthrough "7"/);
    assert.match(problem({ program: 'main.go' }) ?? '', /must be the path/);
    assert.match(problem({ program: path.join(folder, 'no.go') }) ?? '', /does not exist/);
    const text = path.join(folder, 'a.txt');
    fs.writeFileSync(text, '');
    assert.match(problem({ program: text }) ?? '', /not a Go file/);
    const empty = path.join(folder, 'empty');
    fs.mkdirSync(empty);
    assert.match(problem({ program: empty }) ?? '', /no Go file in/);
    assert.match(problem({ program, cwd: program }) ?? '', /"cwd" is not a folder/);
    assert.match(problem({ program, args: 'a' }) ?? '', /"args" must be a list/);
    assert.match(problem({ program, stepInto: [1] }) ?? '', /"stepInto" must be a list/);
    assert.match(problem({ program, stepOver: 'x' }) ?? '', /"machine" or "goroutine"/);
    assert.match(problem({ program, goVersion: 'two' }) ?? '', /such as "1\.19"/);
  });
});

describe('an attach configuration', () => {
  it('takes a socket of ours only', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-attach-'));
    const socket = path.join(folder, 's');
    const server = net.createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const user = process.getuid?.();
      assert.equal(attachProblem({ socket }, user, t), undefined);
      assert.match(attachProblem({}, user, t) ?? '', /needs "session", "pid" or "socket"/);
      assert.match(attachProblem({ socket: path.join(folder, 'no') }, user, t) ?? '', /no running session at/);
      assert.match(attachProblem({ socket: folder }, user, t) ?? '', /not a socket/);
      assert.match(attachProblem({ socket }, (user ?? 0) + 1, t) ?? '', /another user/);
      const link = path.join(folder, 'link');
      fs.symlinkSync(socket, link);
      assert.match(attachProblem({ socket: link }, user, t) ?? '', /not a socket/);
    } finally {
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a configuration for a Go process', () => {
  const problem = (configuration: object): string =>
    attachProblem(configuration as Record<string, unknown>, undefined, t) ?? '';

  it('needs its number, and rules for paths as debuggers have them', () => {
    assert.equal(problem({ processId: 12, substitutePath: [{ from: '/build', to: '/home/me' }], stops: 'thread' }), '');
    assert.match(problem({ processId: 12, stops: 'one' }), /"all" or "thread"/);
    assert.match(problem({ processId: 'server' }), /"processId" must be the number of a process/);
    assert.match(problem({ processId: 12, substitutePath: ['/build'] }), /"substitutePath" must be a list/);
  });
});

describe('a row of a Go process', () => {
  const listed = {
    pid: 12, program: '/srv/echo', arguments: ['-v'], goVersion: '1.22.12', path: 'echo', listening: ['tcp 127.0.0.1:80'],
    connections: 5, peers: ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3'], tracer: 0, isSupported: true,
  }; // prettier-ignore

  it('says its arguments, its version and its sockets', () => {
    assert.deepEqual(processRow(listed, t), {
      label: 'echo -v',
      description: '12 · Go 1.22.12',
      detail: 'listens on tcp 127.0.0.1:80 · 5 connections: 127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3, … · /srv/echo',
    });
  });

  it('counts a single connection as one', () => {
    assert.match(processRow({ ...listed, connections: 1, peers: ['127.0.0.1:1'] }, t).detail, / · 1 connection: 127\.0\.0\.1:1 · /); // prettier-ignore
  });

  it('says why it cannot be attached to', () => {
    assert.match(processRow({ ...listed, tracer: 7 }, t).description, /traced already, by process 7/);
    assert.match(processRow({ ...listed, isSupported: false }, t).description, /this version of Go is not known/);
  });
});

describe('what is missing on a machine', () => {
  const on = (platform: string, hasNativeModule = true): string =>
    whatIsMissing({ platform, architecture: 'x64', hasNativeModule }, t) ?? '';

  it('is said with what works instead', () => {
    assert.equal(on('linux'), '');
    assert.match(on('darwin'), /this is macOS.*dev container.*Reading the walkthroughs works/);
    assert.match(on('win32'), /this is Windows.*WSL.*Reading the walkthroughs works/);
    assert.match(on('freebsd'), /this is freebsd/);
    assert.match(on('linux', false), /native module for linux-x64 is missing.*linux-arm64/);
  });
});

describe('the language', () => {
  it('is Chinese where VS Code is', () => {
    assert.deepEqual(['zh-cn', 'zh-CN', 'zh', 'zh-tw', 'en', 'de'].map(languageOf), [
      'zh-cn',
      'zh-cn',
      'zh-cn',
      'en',
      'en',
      'en',
    ]);
  });
});
