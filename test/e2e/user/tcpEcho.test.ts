import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { HighlightedLine } from '../../host/drive/editor.ts';
import { Workbench } from '../../host/drive/workbench.ts';

/** Presses a key until the debugger stands in a file; a person would too, though not so often. */
async function pressUntil(workbench: Workbench, keys: string, file: string, atMost: number): Promise<HighlightedLine> {
  for (let pressed = 0; pressed < atMost; pressed++) {
    const line = await workbench.step(keys);
    if (line.file.endsWith(file)) return line;
  }
  assert.fail(`${keys} pressed ${atMost} times, and not in ${file}`);
}

const nextStop = 'Alt+N';

describe('the walkthrough "A TCP echo"', function () {
  this.timeout(300_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ name: 'tcp-echo' });
  });

  after(async () => {
    await workbench?.close();
  });

  it('is offered in the activity bar', async () => {
    await workbench.activity('Netwalk');
    const rows = await workbench.waitUntil(
      () => workbench.tree('Walkthroughs'),
      (tree) => tree.length > 1,
      'chapters',
    );
    assert.match(rows[0] ?? '', /A TCP echo/);
  });

  it('starts at main, with its narration beside', async () => {
    await workbench.command('Start a Walkthrough');
    await workbench.pick('A TCP echo');
    await workbench.waitForLine({ file: 'tcp-echo/main.go', text: 'func main()' });
    await workbench.waitUntil(
      () => workbench.webviewText(),
      (text) => /who waits, and where\?/.test(text),
      'the narration',
    );
    await workbench.screenshot('main');
  });

  it('goes by stops to the line that makes the socket', async () => {
    const line = await pressUntil(workbench, nextStop, 'net/sock_cloexec.go', 15);
    assert.match(line.text, /socketFunc\(/);
    await workbench.screenshot('socket');
  });

  it('writes the system call at the end of its line', async () => {
    await workbench.step('F10');
    await workbench.waitUntil(
      () => workbench.visibleLines(),
      (lines) => lines.some((line) => /socketFunc\(.*→ socket\(AF_INET, SOCK_STREAM\|.*\) = \d+/.test(line)),
      'the system call on its line',
    );
    await workbench.screenshot('system-call');
  });

  it('steps into the poller, and back out of it', async () => {
    await pressUntil(workbench, nextStop, 'runtime/netpoll.go', 20);
    const inside = await pressUntil(workbench, 'F11', 'runtime/netpoll_epoll.go', 60);
    await workbench.screenshot('poller');
    await workbench.debugAction('Step Back');
    const before = await workbench.waitForLine((line) => line.file !== inside.file);
    assert.match(before.file, /runtime\/netpoll\.go$/);
    await workbench.screenshot('back');
    assert.deepEqual(
      await workbench
        .waitForLine({})
        .then(() => workbench.step('F11'))
        .then(({ file, line }) => ({ file, line })),
      { file: inside.file, line: inside.line },
    );
  });

  it('stops at a breakpoint on the line of accept4', async () => {
    const { file } = await workbench.waitForLine({ file: 'runtime/netpoll_epoll.go' });
    const accept = path.join(file, '../../internal/poll/sock_cloexec.go');
    const line =
      fs
        .readFileSync(accept, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('= Accept4Func(')) + 1;
    await workbench.openFile(accept);
    await workbench.toggleBreakpoint(line);
    await workbench.press('F5');
    await workbench.waitForLine({ file: 'internal/poll/sock_cloexec.go', line });
    await workbench.screenshot('breakpoint');
  });

  it('left nothing on the error console', () => {
    assert.deepEqual(workbench.consoleErrors, []);
  });
});

describe('the walkthrough in Chinese', function () {
  this.timeout(300_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ name: 'chinese', locale: 'zh-cn' });
  });

  after(async () => {
    await workbench?.close();
  });

  it('speaks Chinese from the palette to the narration', async () => {
    await workbench.command('Netwalk: 开始');
    await workbench.pick('TCP 回显');
    await workbench.waitForLine({ file: 'tcp-echo/main.go', text: 'func main()' });
    await workbench.waitUntil(
      () => workbench.webviewText(),
      (text) => text.includes('谁在等，在哪里等？'),
      'the narration',
    );
    await workbench.step(nextStop);
    await workbench.waitUntil(
      () => workbench.webviewText(),
      (text) => text.includes('第一个客户端到来之前要做的一切'),
      'the first stop',
    );
    await workbench.screenshot('narration');
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
