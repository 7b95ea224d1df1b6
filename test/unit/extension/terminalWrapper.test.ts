import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeWrapper } from '../../../extension/terminalWrapper.ts';

describe('the netwalk command of the terminals', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), "it's netwalk "))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is found by its name, passes its arguments on, and gives the status back', function () {
    if (process.platform === 'win32') this.skip();
    const script = path.join(folder, "the extension's.js");
    writeFileSync(script, 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
    writeWrapper(path.join(folder, 'bin'), '/gone/node', '/gone/netwalk.js');
    const bin = writeWrapper(path.join(folder, 'bin'), process.execPath, script);
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
    const { status, stdout } = spawnSync('sh', ['-c', 'netwalk run "a b" "$HOME_" \'*\' ""'], {
      env,
      encoding: 'utf8',
    });
    assert.deepEqual([status, JSON.parse(stdout)], [7, ['run', 'a b', '', '*', '']]);
    assert.deepEqual(readdirSync(bin), ['netwalk']);
  });

  it('is a batch file on Windows', () => {
    writeWrapper(folder, 'C:\\Code\\Code.exe', 'C:\\x\\netwalk.js', 'win32');
    assert.match(
      readFileSync(path.join(folder, 'netwalk.cmd'), 'utf8'),
      /\r\n"C:\\Code\\Code\.exe" "C:\\x\\netwalk\.js" %\*\r\n$/,
    );
  });
});
