// npm test [-- SUITE…]: every suite in order, on after a failure; the last line adds them all up.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesUnder, inProject, root } from '../extension/tools/project.mjs';

/** A step that passes or fails as a whole counts as one test; mocha counts its own (run-reporter.cjs). */
const whole = (name, ...command) => ({ name, command, counts: 'one' });
const mocha = (name) => ({ name, command: ['node', 'test/run-mocha.mjs', name], tests: name, counts: 'each' });
const endToEnd = (mode) => ({
  name: `e2e ${mode}`,
  command: ['node', 'test/run-e2e.mjs', mode],
  tests: 'e2e',
  counts: 'each',
});

const suites = [
  whole('go source', 'node', '--import', 'tsx', 'engine/golang/source/provideMain.ts'),
  whole('build', 'npm', 'run', '--silent', 'build'),
  whole('lint', 'npm', 'run', '--silent', 'lint'),
  whole('types', 'npm', 'run', '--silent', 'types'),
  mocha('unit'),
  mocha('conformance'),
  mocha('net'),
  mocha('adapter'),
  mocha('process'),
  mocha('gotest'),
  mocha('pictures'),
  endToEnd('dev'),
  endToEnd('vsix'),
];

const minutesForOneSuite = 40;

const asked = process.argv.slice(2);
const hasTests = ({ tests }) =>
  !tests || filesUnder(inProject('test', tests), (n) => n.endsWith('.test.ts')).length > 0;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-test-'));
let running;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    if (running) signalGroup(running, signal);
  });
}

const all = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
const told = [];
for (const suite of suites) {
  if (stopped || (asked.length > 0 && !asked.some((name) => suite.name.includes(name)))) continue;
  if (!hasTests(suite)) {
    console.log(`\n━━ ${suite.name}: no tests yet`);
    continue;
  }
  console.log(`\n━━ ${suite.name}`);
  const totals = await run(suite);
  lines.push(summary(suite.name, totals));
  for (const key of Object.keys(all)) all[key] += totals[key];
}
fs.rmSync(scratch, { recursive: true, force: true });
if (stopped) all.failed += 1;

// Long output is often kept by its end alone: what failed is said again there, and what passed only when it was tried again.
for (const { mark, title, error } of told)
  console.log(`\n${mark} ${title}\n${error.split('\n').slice(0, 40).join('\n')}`);
console.log(`\n${lines.join('\n')}\n`);
console.log(`${all.passed} passed, ${all.failed} failed, ${all.skipped} skipped`);
process.exitCode = all.failed > 0 ? 1 : 0;

/** Runs one suite and says how its tests went. One that ends badly without a failed test has failed all the same. */
async function run({ name, command: [tool, ...args], counts }) {
  const file = path.join(scratch, name.replace(/\W/g, '-'));
  const began = Date.now();
  running = spawn(tool === 'node' ? process.execPath : tool, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NETWALK_TEST_TOTALS: file },
    detached: true,
  });
  const ended = new Promise((resolve) => running.on('close', (code) => resolve(code)));
  const limit = setTimeout(() => {
    console.log(`━━ ${name}: stopped after ${minutesForOneSuite} minutes`);
    stop(running, ended);
  }, minutesForOneSuite * 60_000);
  const code = await ended;
  clearTimeout(limit);

  const totals = { passed: 0, failed: 0, skipped: 0, seconds: (Date.now() - began) / 1000 };
  if (counts === 'one') totals[code === 0 ? 'passed' : 'failed'] = 1;
  else if (fs.existsSync(file)) {
    for (const line of fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const part = JSON.parse(line);
      for (const key of Object.keys(all)) totals[key] += part[key];
      for (const { title, error } of part.retries) told.push({ mark: '↻', title: `${name}: ${title}`, error });
      for (const { title, error } of part.failures) told.push({ mark: '✗', title: `${name}: ${title}`, error });
    }
  }
  if (code !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

/** Asks the suite to end, so that it cleans up; ends it and all it started if it does not. */
function stop(child, ended) {
  signalGroup(child, 'SIGTERM');
  const last = setTimeout(() => signalGroup(child, 'SIGKILL'), 20_000);
  void ended.then(() => clearTimeout(last));
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of it has ended.
  }
}

function summary(name, { passed, failed, skipped, seconds }) {
  return `${failed ? '✗' : '✓'} ${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds.toFixed(1)} s)`;
}
