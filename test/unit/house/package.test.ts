import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesUnder } from '../../../extension/tools/project.mjs';
import { stage, targets } from '../../../extension/tools/stage.mjs';

/** e_machine of an ELF file (man 5 elf). */
const machines = { 'linux-x64': 62, 'linux-arm64': 183 };

for (const target of Object.keys(targets) as (keyof typeof targets)[]) {
  describe(`the package for ${target}`, () => {
    let folder: string;
    let files: string[];

    before(async function () {
      this.timeout(300_000);
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-stage-'));
      await stage(target, folder);
      files = filesUnder(folder).map((file) => path.relative(folder, file));
    });

    after(() => fs.rmSync(folder, { recursive: true, force: true }));

    it("has one native module, that machine's", () => {
      const native = files.filter((file) => file.endsWith('.node'));
      assert.equal(native.length, 1, native.join());
      const file = fs.readFileSync(path.join(folder, native[0] ?? ''));
      assert.equal(file.toString('latin1', 1, 4), 'ELF');
      assert.equal(file.readUInt16LE(18), machines[target]);
    });

    it('has no sources of ours, no tests and no maps', () => {
      const unwanted = files.filter(
        (file) =>
          /\.(ts|mts|tsx|map|mjs)$/.test(file) || /^(test|engine|extension)\/(?!session\/programs\/)/.test(file),
      );
      assert.deepEqual(unwanted, []);
    });

    it("carries Go's source and licence, for that machine only", () => {
      const other = target === 'linux-x64' ? 'arm64' : 'amd64';
      for (const version of ['1.19', '1.27']) {
        for (const file of ['LICENSE', 'VERSION', 'src/net/dial.go', 'src/runtime/netpoll_epoll.go']) {
          assert.ok(files.includes(`go/${version}/${file}`), `${version}: ${file}`);
        }
      }
      const foreign = files.filter((file) => file.endsWith(`_${other}.go`) || file.endsWith('_windows.go'));
      assert.deepEqual(foreign, []);
    });

    it('has a manifest for running, not for developing', () => {
      const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      assert.equal(manifest.main, './dist/extension.js');
      assert.deepEqual(
        ['scripts', 'devDependencies', 'private'].filter((field) => field in manifest),
        [],
      );
    });

    it('has every walkthrough', () => {
      assert.ok(files.includes('walkthroughs/tcp-echo/walkthrough.json'));
      assert.ok(files.includes('walkthroughs/tcp-echo/main.go'));
    });
  });
}
