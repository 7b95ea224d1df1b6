/** Where the runtime keeps what is read from a process, computed by our checker from the source of each version. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { FileSet } from '../../engine/golang/syntax/fileSet.ts';
import { locateGo, SourceLoader, type LocatedGo } from '../../engine/golang/source/index.ts';
import { underlying } from '../../engine/golang/types/predicates.ts';
import { Program } from '../../engine/golang/types/program.ts';
import { offsetsOf } from '../../engine/golang/types/sizes.ts';
import { layouts, moduleLayout } from '../../engine/process/layout.ts';
import { waitReasons } from '../../engine/process/waiting.ts';
import { gorootOrSkip, versions } from './goBinaries.ts';

/** The source of a version: its tool chain's, or the copy that comes along. */
function source(version: string, root: string): LocatedGo {
  return locateGo({ version, goroot: root });
}

/** Offsets of fields of structs of package runtime, by `g.goid`. */
function offsetReader(go: LocatedGo): (name: string) => number | undefined {
  const program = new Program({
    loader: new SourceLoader(go, { architecture: 'amd64' }),
    fileSet: new FileSet(),
    goVersion: go.version,
  });
  const runtime = program.load('runtime');
  return (name) => {
    const [typeName = '', field = ''] = name.split('.');
    const found = runtime.lookup(typeName);
    const struct = found?.kind === 'typename' ? underlying(found.type) : null;
    if (struct?.kind !== 'struct') return undefined;
    const index = struct.fields.findIndex((each) => each.name === field);
    return offsetsOf(struct)[index];
  };
}

const minorOf = (version: string): number => Number(version.split('.')[1]);

describe('process: the layout of the runtime', function () {
  this.timeout(120_000);

  for (const version of versions) {
    it(`is that of its source, Go ${version}`, async function () {
      const offset = offsetReader(source(version, await gorootOrSkip(this, version)));
      const at = (name: string, more = 0): number => (offset(name) ?? NaN) + more;
      const layout = layouts[minorOf(version)];
      assert.deepEqual(layout?.g, {
        stackLow: at('g.stack', at('stack.lo')),
        stackHigh: at('g.stack', at('stack.hi')),
        m: at('g.m'),
        schedSp: at('g.sched', at('gobuf.sp')),
        schedPc: at('g.sched', at('gobuf.pc')),
        syscallSp: at('g.syscallsp'),
        syscallPc: at('g.syscallpc'),
        status: at('g.atomicstatus'),
        goid: at('g.goid'),
        waitSince: at('g.waitsince'),
        waitReason: at('g.waitreason'),
        startPc: at('g.startpc'),
      });
      assert.deepEqual(layout.m, {
        g0: at('m.g0'),
        procid: at('m.procid'),
        gsignal: at('m.gsignal'),
        curg: at('m.curg'),
      });
      const fields = Object.keys(layout.pollDesc).map((field) => [field, at(`pollDesc.${field}`)]);
      assert.deepEqual(layout.pollDesc, Object.fromEntries(fields));
      assert.equal(layout.gofunc, at('moduledata.gofunc'));
      for (const [field, known] of Object.entries(moduleLayout)) assert.equal(known, at(`moduledata.${field}`), field);
    });

    it(`names what goroutines wait for as its source does, Go ${version}`, async function () {
      const { src } = source(version, await gorootOrSkip(this, version));
      const text = fs.readFileSync(path.join(src, 'runtime/runtime2.go'), 'utf8');
      const strings = new Map(
        [...text.matchAll(/^\s+(waitReason\w+):\s+"([^"]*)"/gm)].map(([, name, value]) => [name, value]),
      );
      const constants = /^\twaitReasonZero [^]*?^\)/m.exec(text)?.[0] ?? '';
      const names = [...constants.matchAll(/^\t(waitReason\w+)/gm)].map(([, name]) => strings.get(name) ?? '');
      assert.ok(names.length > 20);
      assert.deepEqual(waitReasons(minorOf(version)), names);
    });
  }
});
