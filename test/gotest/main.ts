/**
 * `npm run gotest [-- --go VERSION] [--only REGEXP] [PACKAGE…]`: runs Go's own tests here and with the real Go where one is found, and writes what both
 * make of them to results/. `--left` runs only tests that the table does not have yet; `--real no` keeps what is known of real Go; `--patience SECONDS`
 * is how long a test may say nothing.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inProject } from '../../extension/tools/project.mjs';
import { locateGo } from '../../engine/golang/source/index.ts';
import { listTests, runTwice, type Outcome, type Runner } from './batch.ts';
import { exclusion, failure, flagsOf, packages, versions } from './packages.ts';
import { readTable, rowOf, share, writePage, writeTable } from './tables.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    go: { type: 'string', multiple: true },
    only: { type: 'string' },
    left: { type: 'boolean', default: false },
    real: { type: 'string', default: 'yes' },
    patience: { type: 'string', default: '60' },
    tool: { type: 'string', default: inProject('dist/netwalk.js') },
    /** Folders `VERSION/…/bin/go` of tool chains. */
    toolchains: { type: 'string', default: process.env['GOTEST_TOOLCHAINS'] ?? '' },
  },
});
const patience = Number(values.patience);
const only = values.only === undefined ? null : new RegExp(values.only);

/** The `go` command of a version: in `--toolchains`, else the usual places. */
function goRoot(version: string): string {
  const given = path.join(values.toolchains, version, `usr/lib/go-${version}`);
  if (values.toolchains !== '' && fs.existsSync(given)) return given;
  return locateGo({ version }).root;
}

function realRunner(root: string, name: string, scratch: string): Runner | null {
  const go = path.join(root, 'bin/go');
  if (!fs.existsSync(go)) return null;
  const folder = path.join(root, 'src', name);
  const binary = path.join(scratch, `${name.replace(/\W/g, '_')}.test`);
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=mod',
    GOTOOLCHAIN: 'local',
    GOROOT: root,
  };
  const built = spawnSync(go, ['test', '-c', '-o', binary, name], { cwd: scratch, env: environment, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`go test -c ${name}: ${built.stderr}`);
  // As here: a test that wants a go command does not find one.
  return { command: [binary], cwd: folder, environment, prefix: '-test.' };
}

const log = (line: string): void => console.log(`    ${line}`);
const passed = (outcomes: Map<string, Outcome>): number =>
  [...outcomes.values()].filter(({ verdict }) => verdict === 'pass').length;

async function main(): Promise<void> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-gotest-'));
  try {
    for (const version of values.go ?? versions) {
      const root = goRoot(version);
      for (const name of positionals.length > 0 ? positionals : packages) {
        const { text } = locateGo({ goroot: root }).version;
        const flags = flagsOf(name, version);
        const here: Runner = {
          command: [process.execPath, values.tool, 'test', '--goroot', root, name],
          environment: { ...process.env, GOROOT: root },
          prefix: '-',
        };
        const all = await listTests(here);
        const before = readTable(version).packages[name] ?? {};
        const names = all.filter((test) => only?.test(test) !== false && !(values.left && test in before));
        console.log(`${name}, Go ${text}: ${names.length} tests`);
        const real = values.real === 'yes' ? realRunner(root, name, scratch) : null;
        const goes = real === null ? new Map<string, Outcome>() : await runTwice(real, names, { patience, flags, log });
        if (real !== null) console.log(`  real Go passes ${passed(goes)}`);
        const asked = names.filter((test) => (exclusion(name, test) ?? failure(name, version, test)) === undefined);
        const heres = await runTwice(here, asked, { patience, flags, log });
        for (const test of names) {
          const reason = failure(name, version, test);
          if (reason !== undefined) heres.set(test, { verdict: 'fail', reason, seconds: 0 });
        }
        const table = { ...readTable(version), go: text };
        const known = table.packages[name] ?? {};
        const rows = only === null && !values.left ? {} : { ...known };
        for (const test of names) {
          const outcome = heres.get(test);
          const row = rowOf(goes.get(test), outcome, exclusion(name, test, outcome?.reason));
          rows[test] = row.go === null ? { ...row, go: known[test]?.go ?? null } : row;
        }
        table.packages[name] = rows;
        writeTable(version, table);
        const { passes, of } = share(rows);
        console.log(`  ${passes} of ${of} that real Go passes pass here`);
      }
    }
    writePage(versions);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

void main();
