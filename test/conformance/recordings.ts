/** Reads and writes the recordings of Go in truth/ (README.md). */
import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** Scenarios whose lines were recorded, with their rows: goroutine, `→` at an entry, `file:line`, function; tab-separated. */
export type RecordedLines = Map<string, string[]>;

/** The versions that were recorded, the oldest first. */
export function recordedVersions(truth: string): string[] {
  const minor = (version: string): number => Number(version.split('.')[1]);
  return fs.readdirSync(path.join(truth, 'syscalls')).sort((a, b) => minor(a) - minor(b));
}

/** The scenarios that a version was recorded with, in their order: S1 to S8 with every one. */
export function recordedScenarios(truth: string, version: string): string[] {
  const names = fs.readdirSync(path.join(truth, 'syscalls', version)).map((file) => path.basename(file, '.txt'));
  return names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** The normalised system calls of a scenario; null when it was not recorded with that version. */
export function recordedCalls(truth: string, version: string, scenario: string): string[] | null {
  const file = path.join(truth, 'syscalls', version, `${scenario}.txt`);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : null;
}

export function writeCalls(truth: string, version: string, scenario: string, lines: string[]): void {
  const file = path.join(truth, 'syscalls', version, `${scenario}.txt`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

const linesFile = (truth: string, version: string): string => path.join(truth, 'lines', `${version}.br`);

/** The lines of all scenarios of a version. They are one file, for most of them are in every scenario, and compress to almost nothing. */
export function recordedLines(truth: string, version: string): RecordedLines {
  const scenarios: RecordedLines = new Map();
  const file = linesFile(truth, version);
  if (!fs.existsSync(file)) return scenarios;
  let rows: string[] = [];
  for (const row of brotliDecompressSync(fs.readFileSync(file)).toString('utf8').trimEnd().split('\n')) {
    if (row.startsWith('# ')) scenarios.set(row.slice(2), (rows = []));
    else rows.push(row);
  }
  return scenarios;
}

export function writeLines(truth: string, version: string, scenarios: RecordedLines): void {
  const named = [...scenarios].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const text = named.map(([scenario, rows]) => `# ${scenario}\n${rows.join('\n')}\n`).join('');
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  const file = linesFile(truth, version);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, brotliCompressSync(text, { params }));
}
