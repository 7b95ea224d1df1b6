import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { M } from '../../../engine/golang/machine/index.ts';
import { mirrored } from '../../../engine/golang/machine/mirror.ts';
import { resolveAnchor } from '../../../engine/golang/source/anchors.ts';
import { locateGo } from '../../../engine/golang/source/locate.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';
import { T, type Frame, type FunctionInfo } from '../../../engine/trace/tracer.ts';
import { run } from './program.ts';

describe('the mirrored scheduler', () => {
  it('every step has its line in runtime/proc.go', function () {
    let file: string;
    try {
      file = path.join(locateGo().src, 'runtime/proc.go');
    } catch {
      this.skip(); // no Go source here
    }
    const tree = parseFile(new FileSet(), 'runtime/proc.go', fs.readFileSync(file, 'latin1'));
    const anchors = mirrored.flatMap((fn) => fn.anchors.map((anchor) => ({ ...anchor, formerly: fn.formerly })));
    for (const { statements, formerly, func, ...rest } of anchors) {
      const names = [func, ...(formerly === null ? [] : [formerly])];
      const places = names.flatMap((name) =>
        statements.map((statement) => resolveAnchor({ ...rest, func: name, statement }, tree)),
      );
      assert.ok(places.some((place) => 'pos' in place), JSON.stringify(places)); // prettier-ignore
    }
  });

  it('shows g0 from park_m to execute, on a stack of its own', () => {
    M.installMirror((fn): FunctionInfo => ({
      id: 0, name: fn.name, file: fn.file, pos: 0, end: 0, isGenerator: false, locals: [],
      steps: fn.anchors.map((_, i) => ({ pos: i, end: i, writes: [] })),
    })); // prettier-ignore
    const seen: string[] = [];
    const { step } = T;
    T.step = (frame: Frame) => {
      const stack: string[] = [];
      for (let f: Frame | null = frame; f !== null; f = f.caller) stack.unshift(f.fn.name.replace('runtime.', ''));
      const line = `${frame.g?.goid === 0 ? 'g0' : `g${frame.g?.goid}`} ${stack.join(' ')}`;
      if (seen.at(-1) !== line) seen.push(line);
      return false;
    };
    try {
      run(function* () {
        const gp = M.getg();
        const t = new M.Timer();
        t.when = M.nanotime();
        t.f = () => M.goready(gp);
        M.addTimer(t);
        T.on = true;
        yield* M.gopark(null, null, 'sleep');
        T.on = false;
      });
    } finally {
      T.on = false;
      T.step = step;
      M.installMirror(() => null);
    }
    assert.deepEqual(seen, [
      'g1 gopark',
      'g0 park_m',
      'g0 park_m schedule',
      'g0 park_m schedule findRunnable',
      'g0 park_m schedule findRunnable ready',
      'g0 park_m schedule findRunnable',
      'g0 park_m schedule',
      'g0 park_m schedule execute',
    ]);
  });
});
