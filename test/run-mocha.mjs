// node test/run-mocha.mjs SUITE [PART…] [-- MOCHA OPTIONS]: the tests of test/SUITE, or of those files whose path contains a PART.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { filesUnder, inProject, root } from '../extension/tools/project.mjs';

const [suite, ...rest] = process.argv.slice(2);
const dashes = rest.includes('--') ? rest.indexOf('--') : rest.length;
const parts = rest.slice(0, dashes);

const files = filesUnder(inProject('test', suite ?? ''), (name) => name.endsWith('.test.ts'))
  .map((file) => path.relative(root, file))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) {
  console.error(`no tests in test/${[suite, ...parts].join(' ')}`);
  process.exit(1);
}

const mocha = spawn(
  process.execPath,
  [
    inProject('node_modules/mocha/bin/mocha.js'),
    `--reporter=${inProject('test/run-reporter.cjs')}`,
    // Others run real programs against the clock, and a busy machine may come between: once more before it counts. The totals say which.
    ...(['unit', 'e2e/user'].includes(suite) ? [] : ['--retries=1']),
    ...rest.slice(dashes + 1),
    ...files,
  ],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => mocha.kill(signal));
mocha.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
