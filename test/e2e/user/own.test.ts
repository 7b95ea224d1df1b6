import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Workbench } from '../../host/drive/workbench.ts';

const files = {
  'wrong/wrong.go':
    'package main\n\nimport "fmt"\n\nfunc main() {\n\tvar count int = "three"\n\tfmt.Println(total)\n}\n',
  'server/server.go': 'package main\n\nfunc main() {\n\tlistener := listen()\n\tlistener.Accept()\n}\n',
  'server/listen.go':
    'package main\n\nimport (\n\t"fmt"\n\t"net"\n)\n\nfunc listen() net.Listener {\n\tlistener, err := net.Listen("tcp", "127.0.0.1:0")\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tfmt.Println("listening on", listener.Addr())\n\treturn listener\n}\n',
};

describe('programs of one’s own, and what can go wrong', function () {
  this.timeout(600_000);
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-own-')));
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    workbench = await Workbench.open({
      name: 'own',
      folder,
      settings: { 'workbench.colorTheme': 'Default High Contrast' },
    });
  });

  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('a program that does not compile is in the Problems view, in the words of Go', async () => {
    await workbench.openFile('wrong/wrong.go');
    await workbench.command('Walk This Go File');
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: 90_000 });
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
    assert.match((await workbench.notifications()).join('\n'), /Walk wrong\.go: the program does not compile\./);
    await workbench.press('Control+Shift+M');
    const rows = await workbench.waitUntil(
      () => workbench.page.locator('.markers-panel .monaco-list-row').allInnerTexts(),
      (texts) => texts.some((text) => text.includes('undefined: total')),
      'the problems',
    );
    assert.match(
      rows.join('\n'),
      /cannot use "three" \(untyped string constant\) as int value in variable declaration/,
    );
    await workbench.screenshot('problems');
    await workbench.press('Control+J');
  });

  const walkServer = async (): Promise<number> => {
    await workbench.openFile('server/server.go');
    await workbench.command('Walk This Go File');
    await workbench.waitForLine({ file: 'server/server.go', text: 'func main()' });
    await workbench.press('F5');
    const output = await workbench.waitUntil(
      () => workbench.debugConsole(),
      (lines) => lines.some((line) => /listening on 127\.0\.0\.1:\d+/.test(line)),
      'the address in the Debug Console',
    );
    return Number(/listening on 127\.0\.0\.1:(\d+)/.exec(output.join('\n'))?.[1]);
  };

  it('an engine that is killed is told of, and leaves nothing', async () => {
    const port = await walkServer();
    const engines = ownEngines();
    assert.equal(engines.length, 1);
    process.kill(engines[0] as number, 'SIGKILL');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 90_000 });
    const messages = await workbench.notifications();
    assert.match(messages.join('\n'), /The engine of "Walk .*" has ended unexpectedly \(killed\)/);
    assert.deepEqual(ownEngines(), []);
    await assert.rejects(
      new Promise((_, reject) => net.connect(port, '127.0.0.1').on('error', reject)),
      /ECONNREFUSED/,
    );
    await workbench.screenshot('killed');
  });

  it('the next start works', async () => {
    const port = await walkServer();
    const client = net.connect(port, '127.0.0.1');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 90_000 });
    client.destroy();
    await workbench.waitUntil(
      async () => ownEngines(),
      (engines) => engines.length === 0,
      'the engine to end',
    );
  });

  it('a walkthrough’s program is made one’s own, and told', async () => {
    await workbench.command('Make It Mine');
    await workbench.pick('A TCP echo');
    const copy = path.join(folder, 'tcp-echo/main.go');
    await workbench.waitForLine({ file: copy, text: 'func main()' });
    assert.equal(fs.readFileSync(copy, 'utf8').includes('net.Listen('), true);
    await workbench.press('Alt+N');
    await workbench.waitForLine({ file: copy, text: 'net.Listen(' });
    await workbench.waitUntil(
      () => workbench.webviewText(),
      (text) => text.includes('1/'),
      'the narration',
    );
    await workbench.screenshot('mine');
    await workbench.debugAction('Stop');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 90_000 });
  });

  it('left nothing else on the error console', () => {
    const others = workbench.consoleErrors.filter(
      (message) => !/does not compile\.$|has ended unexpectedly \(killed\)/.test(message),
    );
    assert.deepEqual(others, []);
  });
});

/** The engines that were started below this process, by their ids. */
function ownEngines(): number[] {
  const read = (file: string): string => {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  const isBelow = (pid: number): boolean => pid > 1 && (pid === process.pid || isBelow(parentOf(pid)));
  return fs
    .readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && /netwalk\.js\0dap\0$/.test(read(`/proc/${pid}/cmdline`)) && isBelow(pid));
}
