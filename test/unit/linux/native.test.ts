import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { loadNative, NativeUnavailable } from '../../../engine/linux/native.ts';

const root = join(__dirname, '../../..');

describe('the native part', function () {
  this.timeout(30_000);
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'native-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('says what to do on other systems and processors', () => {
    assert.throws(
      () => loadNative('darwin', 'arm64'),
      (error) => error instanceof NativeUnavailable && /WSL/.test(error.message),
    );
    assert.throws(
      () => loadNative('linux', 'riscv64'),
      (error) => error instanceof NativeUnavailable && /riscv64/.test(error.message),
    );
  });

  const bundle = async (external: string[]): Promise<string> => {
    const outfile = join(folder, `bundle${external.length}.cjs`);
    const entry = join(folder, 'entry.ts');
    writeFileSync(
      entry,
      `import { loadLinux } from ${JSON.stringify(join(root, 'engine/linux/index.ts'))};
      console.log('imported');
      try { const { kernel } = loadLinux(); console.log(kernel.rawSyscall(kernel.numbers.numberOf('getpid')) === process.pid); }
      catch (error) { console.log((error as Error).name); }`,
    );
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      external,
      logLevel: 'silent',
    });
    return execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
  };

  it('is bundled by esbuild, with only the binary outside', async () => {
    const path = join(root, 'node_modules');
    process.env['NODE_PATH'] = path;
    try {
      assert.strictEqual(await bundle(['@koromix/*']), 'imported\ntrue\n');
    } finally {
      delete process.env['NODE_PATH'];
    }
  });

  it('may be missing until it is asked for', async () => {
    assert.strictEqual(await bundle(['koffi', '@koromix/*']), 'imported\nNativeUnavailable\n');
  });
});
