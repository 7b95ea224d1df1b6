import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { buildContext, ensureGoSource, readPackageFolder } from '../../../engine/golang/source/index.ts';
import type { LocatedGo } from '../../../engine/golang/source/index.ts';
import { hashOfNames, recording } from './recordGoList.ts';
import type { GoList } from './recordGoList.ts';

// Only tests are in these folders, or files that building Go makes: no copy has them.
const leftOut = /^(go\/build|go\/build\/constraint|go\/importer|go\/internal\/srcimporter|time\/tzdata)$/;

describe('which files a package has', () => {
  let provided: Record<string, LocatedGo>;
  before(async function () {
    this.timeout(600_000);
    provided = await ensureGoSource();
  });

  const recorded = JSON.parse(fs.readFileSync(recording, 'utf8')) as GoList;
  for (const [release, { amd64, arm64 }] of Object.entries(recorded)) {
    for (const architecture of ['amd64', 'arm64'] as const) {
      it(`is what go list says: all of std, Go ${release}, ${architecture}`, function () {
        this.timeout(20_000);
        const go = provided[release.replace(/\.\d+$/, '')];
        // Go's official archive, from which copies are made elsewhere, is of another patch release.
        if (go?.version.text !== release) return this.skip();
        const expected = architecture === 'amd64' ? amd64 : { ...amd64, ...arm64 };
        const context = buildContext(go, architecture);
        const different = Object.entries(expected).filter(([name, hash]) => {
          if (leftOut.test(name)) return false;
          const files = readPackageFolder(path.join(go.src, name), '', context)?.files ?? [];
          return (files.length === 0 ? '' : hashOfNames(files.map((file) => file.path))) !== hash;
        });
        assert.deepEqual(different, []);
        assert(Object.keys(expected).length > 200);
      });
    }
  }
});
