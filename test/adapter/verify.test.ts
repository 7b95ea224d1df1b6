/** `netwalk verify` against a real Go, where there is one: on the path, where Debian has it, or $NETWALK_GO_1_27 and the like. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findToolchain } from '../../engine/session/verify/toolchain.ts';
import { endAll, netwalkRun, program } from './engine.ts';

describe('netwalk verify', function () {
  this.timeout(300_000);
  const named = Object.entries(process.env).find(([name, go]) => name.startsWith('NETWALK_GO_') && go);
  const toolchain = findToolchain(named?.[1] === undefined ? {} : { goroot: path.dirname(path.dirname(named[1])) });
  const goroot = toolchain?.goroot ?? '';
  const needsGo = (test: Mocha.Context): void => {
    const missing =
      toolchain === null
        ? 'no Go tool chain here'
        : spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status !== 0
          ? 'strace is not installed, or may not trace'
          : null;
    if (missing === null) return;
    console.log(`      skipped: ${missing}`);
    test.skip();
  };
  afterEach(endAll);

  it('finds no difference in a server and its client', async function () {
    needsGo(this);
    const { status, stdout } = await netwalkRun('verify', '--goroot', goroot, '--language', 'en', 'tcp-echo');
    assert.match(stdout, /^Go 1\.\d+\S* +│ Netwalk$/m);
    assert.match(stdout, /^── listener 1 \(lsn1\)$[^]*^bind\(lsn1, .* │ bind\(lsn1, /m);
    assert.match(stdout, /^No difference: \d+ system calls on both sides\.$/m);
    assert.equal(status, 0, stdout);
    assert.deepEqual(leftovers(), []);
  });

  it('ends with 1 where there is one, and shows it', async function () {
    needsGo(this);
    const { status, stdout } = await netwalkRun('verify', '--goroot', goroot, '--json', program('listens.go'));
    const verified = JSON.parse(stdout) as { go: string; netwalk: string; differences: number };
    assert.equal(status, 1);
    assert.ok(verified.differences > 3);
    assert.doesNotMatch(verified.go, /listen\(/);
    assert.match(verified.netwalk, /^ {2}listen\(lsn1, \d+\) = 0$/m);
  });

  it('says that a program does not end', async function () {
    needsGo(this);
    const { status, stderr } = await netwalkRun('verify', '--goroot', goroot, '--seconds', '2', program('server.go'));
    assert.equal(status, 1);
    assert.match(stderr, /^netwalk: Go \S+ did not end within 2 s: verify compares programs that end by themselves/m);
    assert.deepEqual(leftovers(), []);
  });

  it('says what Go says of a program that does not compile', async function () {
    needsGo(this);
    const { status, stderr } = await netwalkRun('verify', '--goroot', goroot, program('broken.go'));
    assert.equal(status, 1);
    assert.match(stderr, /^# command-line-arguments\n[^]*^\.\/broken\.go:6:18: cannot use "three"/m);
  });

  it('says that there is no such Go, and no such walkthrough', async () => {
    const none = await netwalkRun('verify', '--go', '1.3', '--language', 'en', program('listens.go'));
    assert.deepEqual([none.status, none.stdout], [1, '']);
    assert.match(
      none.stderr,
      /no tool chain of Go 1\.3 was found: install Go, put it on the PATH, or name its folder \(--goroot; in VS Code the setting netwalk\.goroot\)/,
    );
    const chinese = await netwalkRun('verify', '--goroot', '/nowhere', '--language', 'zh-cn', program('listens.go'));
    assert.match(chinese.stderr, /没有找到 Go 工具链/);
    assert.equal((await netwalkRun('verify')).status, 2);
    assert.equal((await netwalkRun('verify', '--seconds', 'x', 'y')).status, 2);
  });
});

const leftovers = (): string[] => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('netwalk-verify-'));
