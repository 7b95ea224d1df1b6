import fs from 'node:fs';
import path from 'node:path';

/**
 * Writes a `netwalk` that can be called by its name: a small script in a folder of its own, which runs the extension's command with VS Code's Node.
 * Gives the folder. What is there already is replaced, since an update moves the extension.
 */
export function writeWrapper(folder: string, node: string, script: string, platform = process.platform): string {
  fs.mkdirSync(folder, { recursive: true });
  if (platform === 'win32') {
    const lines = ['@echo off', 'setlocal', 'set ELECTRON_RUN_AS_NODE=1', `"${node}" "${script}" %*`];
    fs.writeFileSync(path.join(folder, 'netwalk.cmd'), `${lines.join('\r\n')}\r\n`);
    return folder;
  }
  const file = path.join(folder, 'netwalk');
  const text = `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(node)} ${quoted(script)} "$@"\n`;
  // Aside first: a terminal may be running the old one.
  fs.writeFileSync(`${file}.${process.pid}`, text, { mode: 0o755 });
  fs.renameSync(`${file}.${process.pid}`, file);
  return folder;
}

/** One word for a shell, whatever stands in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
