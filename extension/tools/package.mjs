// npm run package [-- --target=linux-x64] [--out=FOLDER]: a .vsix for each machine, with its own native module only.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inProject, root } from './project.mjs';
import { stage, targets } from './stage.mjs';

const { values } = parseArgs({
  options: { target: { type: 'string', multiple: true }, out: { type: 'string', default: root } },
});

for (const target of values.target ?? Object.keys(targets)) {
  if (!(target in targets)) throw new Error(`no such target: ${target}; there is ${Object.keys(targets).join(', ')}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-package-'));
  try {
    await stage(target, folder);
    const vsix = path.resolve(values.out, `netwalk-${target}.vsix`);
    pack(target, folder, vsix);
    console.log(`${path.relative(process.cwd(), vsix)}  ${(fs.statSync(vsix).size / 1e6).toFixed(2)} MB`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** vsce, whose warnings count as failures. */
function pack(target, folder, vsix) {
  const options = ['--target', target, '--out', vsix, '--allow-missing-repository', '--no-rewrite-relative-links'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [inProject('node_modules/@vscode/vsce/vsce'), 'package', ...options],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (status !== 0 || /warning/i.test(stdout + stderr)) {
    throw new Error(`vsce is not content with ${target}:\n${stdout}${stderr}`);
  }
}
