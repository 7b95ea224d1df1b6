// node --import tsx test/unit/source/recordGoList.ts GO…: records what `go list` of real tool chains says, for goList.test.ts.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Hashes of GoFiles by release, architecture and package; for arm64 only where they differ from amd64 ('' when there is no such package). */
export type GoList = Record<string, Record<'amd64' | 'arm64', Record<string, string>>>;

export const recording = path.join(import.meta.dirname, 'goList.json');

export const hashOfNames = (names: string[]): string =>
  createHash('sha256').update(names.join(' ')).digest('hex').slice(0, 8);

function list(go: string, architecture: string): Record<string, string> {
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOOS: 'linux',
    GOARCH: architecture,
    GOFLAGS: '',
    GOEXPERIMENT: '',
  };
  const format = '{{if .GoFiles}}{{.ImportPath}} {{join .GoFiles " "}}{{end}}';
  const lines = execFileSync(go, ['list', '-e', '-f', format, 'std'], { env: environment, encoding: 'utf8' })
    .trim()
    .split('\n');
  return Object.fromEntries(
    lines.map((line) => line.split(' ')).map(([name = '', ...files]) => [name, hashOfNames(files)]),
  );
}

function record(tools: string[]): void {
  const all: GoList = {};
  for (const go of tools) {
    const release = execFileSync(go, ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace('go', '');
    const [amd64, arm64] = [list(go, 'amd64'), list(go, 'arm64')];
    const names = [...new Set([...Object.keys(amd64), ...Object.keys(arm64)])].sort();
    const other = names.filter((name) => amd64[name] !== arm64[name]).map((name) => [name, arm64[name] ?? '']);
    all[release] = { amd64, arm64: Object.fromEntries(other) as Record<string, string> };
  }
  fs.writeFileSync(recording, `${JSON.stringify(all, null, 1)}\n`);
}

if (process.argv[1]?.endsWith('recordGoList.ts')) record(process.argv.slice(2));
