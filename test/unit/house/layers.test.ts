import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const configuration = path.join(root, '.dependency-cruiser.cjs');

/** Imports that break a rule, by the rule's name. */
const broken: Record<string, { file: string; line: string }[]> = {
  'linux-stands-alone': [
    { file: 'engine/linux/a.ts', line: "import '../trace/good.ts';" },
    { file: 'engine/linux/b.ts', line: "import type { Good } from '../golang/types/good.ts';" },
  ],
  'trace-looks-down': [{ file: 'engine/trace/a.ts', line: "import '../golang/machine/good.ts';" }],
  'golang-looks-down': [{ file: 'engine/golang/machine/a.ts', line: "import '../../adapter/good.ts';" }],
  'syntax-is-first': [{ file: 'engine/golang/syntax/a.ts', line: "import type { Good } from '../types/good.ts';" }],
  'tree-names-types': [{ file: 'engine/golang/syntax/ast.ts', line: "import { good } from '../types/good.ts';" }],
  'source-is-second': [{ file: 'engine/golang/source/a.ts', line: "import '../types/good.ts';" }],
  'types-is-third': [{ file: 'engine/golang/types/a.ts', line: "import '../emit/good.ts';" }],
  'machine-never-sees-the-compiler': [
    { file: 'engine/golang/machine/b.ts', line: "import type { Good } from '../types/good.ts';" },
  ],
  'natives-never-see-the-compiler': [{ file: 'engine/golang/natives/a.ts', line: "import '../syntax/good.ts';" }],
  'adapter-sees-a-trace': [
    { file: 'engine/adapter/a.ts', line: "import type { Good } from '../golang/machine/good.ts';" },
  ],
  'process-looks-down': [{ file: 'engine/process/a.ts', line: "import '../golang/source/good.ts';" }],
  'engine-without-vscode': [{ file: 'engine/session/a.ts', line: "import 'vscode';" }],
  'extension-takes-types-only': [{ file: 'extension/a.ts', line: "import { good } from '../engine/adapter/good.ts';" }],
  'nothing-imports-tests': [{ file: 'engine/session/b.ts', line: "import '../../test/good.ts';" }],
  'ships-with-what-it-needs': [{ file: 'engine/session/c.ts', line: "import 'a-development-tool';" }],
  resolvable: [{ file: 'engine/session/d.ts', line: "import './nowhere.ts';" }],
};

/** Imports that are as they should be. */
const allowed = [
  { file: 'engine/golang/emit/good.ts', line: "import '../types/good.ts';" },
  { file: 'engine/golang/types/good.ts', line: "import '../source/good.ts';" },
  { file: 'engine/golang/source/good.ts', line: "import '../syntax/good.ts';" },
  { file: 'engine/golang/syntax/good.ts', line: "import './ast.ts';" },
  { file: 'engine/golang/natives/good.ts', line: "import '../machine/good.ts';" },
  { file: 'engine/golang/machine/good.ts', line: "import '../../linux/good.ts';" },
  { file: 'engine/golang/program.ts', line: "import './emit/good.ts';" },
  { file: 'engine/adapter/good.ts', line: "import '../trace/good.ts';" },
  { file: 'engine/session/good.ts', line: "import '../adapter/good.ts';" },
  { file: 'engine/session/good2.ts', line: "import '../golang/program.ts';" },
  { file: 'extension/good.ts', line: "import type { Good } from '../engine/adapter/good.ts';" },
  { file: 'extension/good2.ts', line: "import 'vscode';" },
  { file: 'test/good.ts', line: "import '../engine/golang/types/good.ts';" },
];

interface Violation {
  rule: { name: string };
  from: string;
}

describe('the rules between the parts', () => {
  let violations: Violation[];
  let folder: string;

  before(function () {
    this.timeout(60_000);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-layers-'));
    const write = (file: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.appendFileSync(path.join(folder, file), text + '\n');
    };
    for (const { file, line } of [...allowed, ...Object.values(broken).flat()]) write(file, line);
    const imported = ['engine/linux/good.ts', 'engine/trace/good.ts'];
    for (const file of imported) write(file, '');
    for (const { file } of allowed) write(file, 'export const good = 1; export type Good = number;');
    write('package.json', '{ "devDependencies": { "a-development-tool": "1" } }');
    write('node_modules/a-development-tool/package.json', '{ "name": "a-development-tool", "main": "index.js" }');
    write('node_modules/a-development-tool/index.js', '');
    fs.copyFileSync(path.join(root, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
    violations = cruise(folder);
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('let pass what keeps them', () => {
    const names = allowed.map(({ file }) => file);
    assert.deepEqual(
      violations.filter(({ from }) => names.includes(from)),
      [],
    );
  });

  for (const [rule, imports] of Object.entries(broken)) {
    for (const { file, line } of imports) {
      it(`${rule}: ${file}: ${line}`, () => {
        const found = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
        assert.ok(found.includes(rule), `found ${JSON.stringify(found)}`);
      });
    }
  }

  it('are all tested here', () => {
    const { forbidden } = createRequire(import.meta.url)(configuration) as { forbidden: { name: string }[] };
    assert.deepEqual(forbidden.map(({ name }) => name).sort(), Object.keys(broken).sort());
  });
});

function cruise(folder: string): Violation[] {
  const tool = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const result = spawnSync(
    process.execPath,
    [tool, '--config', configuration, '--output-type', 'json', 'engine', 'extension', 'test'],
    { cwd: folder, encoding: 'utf8' },
  );
  const { summary } = JSON.parse(result.stdout) as { summary: { violations: Violation[] } };
  return summary.violations;
}
