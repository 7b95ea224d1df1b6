// npm run --silent netwalk -- ARGS: the command line tool of this checkout, built first when it is out of date.
// It runs in this very process, so that its exit status, signals and terminal are the tool's own.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import Module from 'node:module';
import { inProject } from './project.mjs';

const tool = inProject('dist/netwalk.js');

if (!fs.existsSync(inProject('node_modules/esbuild'))) {
  console.error('netwalk: the packages are not installed: run `npm ci` first');
  process.exit(1);
}
const { bundlesOutOfDate } = await import('./bundles.mjs');
if (bundlesOutOfDate().length > 0) {
  // What the build says belongs to the terminal, not to the tool's output.
  const build = spawnSync(process.execPath, [inProject('extension/tools/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
process.argv.splice(1, 1, tool);
Module.runMain();
