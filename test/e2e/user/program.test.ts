import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Workbench } from '../../host/drive/workbench.ts';

const program = `package main

import (
	"fmt"
	"net"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("listening on", listener.Addr())
	connection, err := listener.Accept()
	fmt.Println("accepted", connection.RemoteAddr(), err)
	connection.Close()
	listener.Close()
}
`;

describe("a program of one's own", function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let folder: string;
  let client: net.Socket | undefined;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk program ü '));
    fs.writeFileSync(path.join(folder, 'main.go'), program);
    workbench = await Workbench.open({ name: 'program', folder });
  });

  after(async () => {
    client?.destroy();
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('stops at main', async () => {
    await workbench.openFile('main.go');
    await workbench.toggleBreakpoint(15);
    await workbench.command('Walk This Go File');
    await workbench.waitForLine({ file: 'main.go', text: 'func main()' });
  });

  it('waits for a client, and Accept returns when one comes from outside', async () => {
    await workbench.press('F5');
    const output = await workbench.waitUntil(
      () => workbench.debugConsole(),
      (lines) => lines.some((line) => /listening on 127\.0\.0\.1:\d+/.test(line)),
      'the address in the Debug Console',
    );
    const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(output.join('\n'))?.[1]);
    await workbench.screenshot('waits');
    assert.equal(await workbench.highlightedLine(), undefined);
    client = net.connect(port, '127.0.0.1');
    await workbench.waitForLine({ file: 'main.go', line: 15 });
    await workbench.screenshot('accepted');
  });

  it('left nothing on the error console', () => {
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
