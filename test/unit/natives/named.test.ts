import assert from 'node:assert/strict';
import { M } from '../../../engine/golang/machine/index.ts';
import { collectNatives, type NativeContext } from '../../../engine/golang/natives/index.ts';
import { functionName } from '../../../engine/golang/source/anchors.ts';
import { ensureGoSource, providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';
import { loadLinux } from '../../../engine/linux/index.ts';

const versions = [
  { version: '1.19', minor: 19 },
  { version: '1.27', minor: 27 },
];

/** Made as a family for every type, whether or not Go has each member; and what only versions between the two have. */
const family = /^(sync|runtime\/internal|internal\/runtime)\/atomic\./;
const between = /^(internal\/concurrent\.|internal\/runtime\/syscall\.Syscall6$|math\/rand\.fastrand64$)/;

/** The functions that a package declares, as natives name them. */
function declared(loader: SourceLoader, pkg: string): Set<string> {
  const names = new Set<string>();
  for (const { path, text } of loader.files(pkg) ?? []) {
    for (const decl of parseFile(new FileSet(), path, text).decls) {
      if (decl.kind === 'FuncDecl') names.add(functionName(decl).replace(/\[[^\]]*\]/, ''));
    }
  }
  return names;
}

/** `internal/poll` and `(*FD).Init` of `internal/poll.(*FD).Init`. */
function split(native: string): [string, string] {
  const bracket = native.indexOf('(');
  const slash = native.lastIndexOf('/', bracket < 0 ? undefined : bracket);
  const dot = native.indexOf('.', slash + 1);
  return [native.slice(0, dot), native.slice(dot + 1)];
}

describe('natives', function () {
  this.timeout(60_000);
  before(() => ensureGoSource(['1.19', '1.27']));

  it('each replace a function that Go has, in the oldest or the newest version', () => {
    const { kernel, memory, threads } = loadLinux();
    const absent = new Map<string, number>();
    for (const { version, minor } of versions) {
      const loader = new SourceLoader(providedGo(version));
      const context: NativeContext = {
        M, kernel, memory, threads, minor, args: [], environment: {}, builtGodebug: new Map(),
        type: () => M.types.basic('int'),
        variable: () => ({ v: 0 }),
        method: () => () => undefined,
        call: () => () => undefined,
        callers: () => [],
      }; // prettier-ignore
      const packages = new Map<string, Set<string>>();
      for (const native of collectNatives(context).keys()) {
        const [pkg, name] = split(native);
        let names = packages.get(pkg);
        if (names === undefined) packages.set(pkg, (names = declared(loader, pkg)));
        absent.set(native, (absent.get(native) ?? 0) + (names.has(name) ? 0 : 1));
      }
    }
    assert.ok(absent.size > 100);
    const never = [...absent]
      .filter(([native, times]) => times === versions.length && !family.test(native) && !between.test(native))
      .map(([native]) => native);
    assert.deepEqual(never.sort(), []);
  });
});
