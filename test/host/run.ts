/**
 * End to end, once: `node test/run-e2e.mjs [dev|vsix] [PART…]`.
 * First the tests inside the extension host (test/e2e/inside), by `@vscode/test-electron`; then those that use the
 * workbench as a person does (test/e2e/user), by Playwright. A PART picks the files whose path contains it.
 *
 * NETWALK_VSCODE=desktop runs the first kind in a downloaded desktop VS Code; or it names an executable.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { filesUnder, inProject } from '../../extension/tools/project.mjs';
import { findChromium } from './browser.ts';
import { emptyExtension, isMode, prepareExtension, type ExtensionUnderTest, type Mode } from './extension.ts';
import { installCodeServer } from './install.ts';

/** What one run works with. */
interface EndToEnd {
  mode: Mode;
  /** Which test files: those whose path contains one of these; all when empty. */
  parts: string[];
  extension: ExtensionUnderTest;
  /** Removed at the end. */
  scratch: string;
}

let stopped = false;

/** Runs the tests that the arguments name; the process' exit code says how that went. */
async function runEndToEnd(args: string[]): Promise<void> {
  const [first, ...others] = args;
  const mode = isMode(first) ? first : 'dev';
  const parts = isMode(first) ? others : args;
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-e2e-'));
  process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
  // What was started gets the signal too, and is waited for.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));

  const codeServer = await installCodeServer();
  findChromium();
  const extension = prepareExtension(mode, codeServer, scratch);
  process.env.NETWALK_TEST_REPORTER = inProject('test/run-reporter.cjs');
  process.env.NETWALK_E2E = mode;
  if (extension.extensionsFolder) process.env.NETWALK_E2E_EXTENSIONS = extension.extensionsFolder;

  const run: EndToEnd = { mode, parts, extension, scratch };
  const inside = testsOf('inside', parts);
  const user = testsOf('user', parts);
  const results: number[] = [];
  if (inside.length > 0) results.push(await runInside(run, inside));
  if (user.length > 0) results.push(await runAsUser(parts, scratch));
  if (results.length === 0) console.error(`no tests in test/e2e for ${parts.join(' ')}`);
  process.exitCode = results.length > 0 && results.every((status) => status === 0) ? 0 : 1;
}

function testsOf(kind: 'inside' | 'user', parts: string[]): string[] {
  return filesUnder(inProject('test/e2e', kind), (name) => name.endsWith('.test.ts')).filter(
    (file) => parts.length === 0 || parts.some((part) => file.includes(part)),
  );
}

/** Bundles the tests, so that any VS Code can load them, and runs them in its extension host. */
async function runInside({ mode, extension, scratch }: EndToEnd, files: string[]): Promise<number> {
  const { developmentPaths, extensionsFolder } = extension;
  // In the checkout, where they find mocha.
  const bundled = inProject('dist/e2e', mode);
  fs.rmSync(bundled, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: [inProject('test/host/inside.ts'), ...files],
    outdir: bundled,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const wanted = process.env.NETWALK_VSCODE;
  try {
    return await runTests({
      ...(wanted === 'desktop' ? {} : { vscodeExecutablePath: wanted ?? inProject('test/host/code.mjs') }),
      extensionDevelopmentPath: developmentPaths.length > 0 ? developmentPaths : emptyExtension(scratch),
      extensionTestsPath: path.join(bundled, 'inside.js'),
      launchArgs: [
        workspace(scratch),
        `--extensions-dir=${extensionsFolder ?? path.join(scratch, 'no-extensions')}`,
        `--user-data-dir=${path.join(scratch, 'data')}`,
      ],
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/** What test/run-reporter.cjs writes of a file. */
interface FileTotals {
  file: string;
  failures: object[];
  retries: object[];
}

/** The tests of a file are steps of one way, so a file in which one fails is gone through once more from its beginning before that counts. */
async function runAsUser(parts: string[], scratch: string): Promise<number> {
  const [first, second] = ['first', 'second'].map((name) => path.join(scratch, `${name}.totals`)) as [string, string];
  let status = await runUserTests(parts, first);
  const totals = readTotals(first);
  const failed = new Map(totals.filter(({ failures }) => failures.length > 0).map((one) => [one.file, one]));
  let counted = totals;
  if (status !== 0 && failed.size > 0 && !stopped) {
    console.log('━━ once more: what failed');
    status = await runUserTests(
      [...failed.keys()].map((file) => path.relative(inProject('.'), file)),
      second,
    );
    const again = readTotals(second).map((one) => ({ ...one, retries: failed.get(one.file)?.failures ?? [] }));
    counted = [...totals.filter(({ file }) => !failed.has(file)), ...again];
  }
  const wanted = process.env.NETWALK_TEST_TOTALS;
  if (wanted) fs.appendFileSync(wanted, counted.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return status;
}

async function runUserTests(parts: string[], totals: string): Promise<number> {
  const mocha = spawn(
    process.execPath,
    [inProject('test/run-mocha.mjs'), 'e2e/user', ...parts, '--', '--timeout=120000'],
    { stdio: 'inherit', env: { ...process.env, NETWALK_TEST_TOTALS: totals } },
  );
  return new Promise((resolve) => mocha.on('exit', (code) => resolve(code ?? 1)));
}

const readTotals = (file: string): FileTotals[] =>
  fs.existsSync(file)
    ? fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as FileTotals)
    : [];

/** A folder to open: what a person may have. */
function workspace(scratch: string): string {
  const folder = path.join(scratch, 'workspace');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(inProject('walkthroughs/tcp-echo/main.go'), path.join(folder, 'main.go'));
  return folder;
}

void runEndToEnd(process.argv.slice(2));
