/** Starts a bundle of ours with what V8 compiled of it the last time: most of it is functions, and each is compiled again at its first call otherwise. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { readCacheFile, writeCacheFile } from '../golang/source/cacheFile.ts';
import { cacheFolder } from '../golang/source/project.ts';
import { identityOf } from './identity.ts';

const kind = 'code-2';
/** Some bundles of some versions. */
const capacity = 60e6;

type Bundle = (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

/** Runs a file as Node runs a CommonJS module; what its functions compiled to is kept when this process (or thread) ends. */
export function runBundle(file: string): void {
  const { version, arch, versions } = process;
  const key = createHash('sha256')
    .update(JSON.stringify([version, versions.v8, arch, file, identityOf(file)]))
    .digest('hex');
  // Bundles are ASCII.
  const source = wrap(readFileSync(file, 'latin1'));
  const cache = path.join(cacheFolder(), '../code', `${path.basename(file, '.js')}-${key.slice(0, 32)}`);
  const cachedData = readCacheFile(cache, kind) ?? undefined;
  const script = new vm.Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    process.on('exit', () => writeCacheFile(cache, kind, script.createCachedData(), capacity));
  }
  const module = { exports: {} };
  const run = script.runInThisContext() as Bundle;
  run(module.exports, createRequire(file), module, file, path.dirname(file));
}
