// npm start [-- --terminal]: from a fresh clone to a walkthrough. Installs and builds what is missing, provides Go's
// source, and opens VS Code: the desktop's where it is, else a server on loopback, until Ctrl-C.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { commandInPath, inProject, root } from './project.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    terminal: { type: 'boolean', default: false },
    // For tests: what would stay open ends as soon as it could be used.
    'exit-after-ready': { type: 'boolean', default: false },
  },
});

/** Runs a step on this terminal; the start ends where a step fails. */
function step(title, command, ...args) {
  console.error(`━━ ${title}`);
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(signal ? 1 : status);
}

const node = process.execPath;
if (!fs.existsSync(inProject('node_modules/esbuild'))) {
  step('Installing the packages', 'npm', 'ci', '--no-audit', '--no-fund');
}
step('Building', node, 'extension/tools/build.mjs');
step("Providing Go's source", node, '--import', 'tsx', 'engine/golang/source/provideMain.ts');

// A desktop needs a screen, and VS Code's does not run as root.
const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
const desktop = hasScreen && process.getuid?.() !== 0 ? commandInPath('code') : undefined;

if (values.terminal) {
  step('A TCP echo', node, 'extension/tools/netwalk.mjs', 'walk', 'tcp-echo', ...positionals);
} else if (desktop) {
  const folder = inProject('walkthroughs/tcp-echo');
  const main = inProject('walkthroughs/tcp-echo/main.go');
  step('Opening VS Code', desktop, '--new-window', `--extensionDevelopmentPath=${root}`, folder, '--goto', main);
} else {
  console.error("━━ Opening VS Code's server");
  await import('tsx');
  await import('./serve.ts');
}
