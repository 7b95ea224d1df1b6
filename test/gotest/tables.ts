/** The tables: what real Go and Netwalk make of Go's own tests, as data and to be read. */
import fs from 'node:fs';
import path from 'node:path';
import type { Outcome, Verdict } from './batch.ts';

export interface Row {
  /** What real Go makes of it on the machine of the recording; null where no tool chain was found. */
  go: Verdict | null;
  here: Verdict;
  /** Why it does not pass here; why it is left out of the count. */
  reason?: string;
  /** It asks for something that is not asked of Netwalk: another Go binary, cgo. */
  excluded?: true;
  /** It passes within a second here: part of the quick run. */
  quick?: true;
}

export interface Table {
  go: string;
  packages: Record<string, Record<string, Row>>;
}

const folder = path.join(import.meta.dirname, 'results');
const fileOf = (version: string): string => path.join(folder, `${version}.json`);

export function readTable(version: string): Table {
  const file = fileOf(version);
  if (!fs.existsSync(file)) return { go: version, packages: {} };
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Table;
}

export function writeTable(version: string, table: Table): void {
  const sorted = Object.fromEntries(Object.entries(table.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  const lines = Object.entries(sorted).map(([name, rows]) => {
    const tests = Object.entries(rows).map(([test, row]) => `      ${JSON.stringify(test)}: ${JSON.stringify(row)}`);
    return `    ${JSON.stringify(name)}: {\n${tests.join(',\n')}\n    }`;
  });
  const text = `{\n  "go": ${JSON.stringify(table.go)},\n  "packages": {\n${lines.join(',\n')}\n  }\n}\n`;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(fileOf(version), text);
}

/** `here` is undefined where a test is left out before it runs. */
export function rowOf(go: Outcome | undefined, here: Outcome | undefined, excluded: string | undefined): Row {
  const reason = excluded ?? (here?.verdict === 'pass' ? undefined : here?.reason);
  return {
    go: go?.verdict ?? null,
    here: here?.verdict ?? 'skip',
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(excluded === undefined ? {} : { excluded: true }),
    ...(here?.verdict === 'pass' && here.seconds < 1 ? { quick: true } : {}),
  };
}

/** Of what real Go passes and is asked of Netwalk, how much passes here. */
export function share(rows: Record<string, Row>): { passes: number; of: number } {
  const asked = Object.values(rows).filter((row) => row.go === 'pass' && row.excluded !== true);
  return { passes: asked.filter((row) => row.here === 'pass').length, of: asked.length };
}

/** All versions as one Markdown page: a line a package, then every test that does not pass here though real Go passes it. */
export function writePage(versions: string[]): void {
  const tables = versions.map((version) => ({ version, table: readTable(version) }));
  const lines = ["# Go's own tests", '', 'Written by `npm run gotest`; the data is beside this page.', ''];
  lines.push('| package | Go | real Go passes | of these pass here | left out |', '| --- | --- | --- | --- | --- |');
  for (const { table } of tables) {
    for (const [name, rows] of Object.entries(table.packages)) {
      const { passes, of } = share(rows);
      const percent = of === 0 ? '' : ` (${((passes / of) * 100).toFixed(1)} %)`;
      const leftOut = Object.values(rows).filter((row) => row.go === 'pass' && row.excluded === true).length;
      lines.push(`| ${name} | ${table.go} | ${of} | ${passes}${percent} | ${leftOut} |`);
    }
  }
  for (const { table } of tables) {
    for (const [name, rows] of Object.entries(table.packages)) {
      const missing = Object.entries(rows).filter(
        ([, row]) => row.go === 'pass' && (row.here !== 'pass' || row.excluded),
      );
      if (missing.length === 0) continue;
      lines.push('', `## ${name}, Go ${table.go}`, '', '| test | here | why |', '| --- | --- | --- |');
      for (const [test, row] of missing) {
        const reason = (row.reason ?? '').replace(/\|/g, '\\|').replace(/[<>]/g, '\\$&');
        lines.push(`| ${test} | ${row.here}${row.excluded ? ', left out' : ''} | ${reason} |`);
      }
    }
  }
  fs.writeFileSync(path.join(folder, 'README.md'), `${lines.join('\n')}\n`);
}
