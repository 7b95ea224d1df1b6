import assert from 'node:assert/strict';
import { walk } from '../../../engine/golang/syntax/walk.ts';
import type { Expr, Node } from '../../../engine/golang/syntax/ast.ts';
import type { Func, Named } from '../../../engine/golang/types/types.ts';
import type { Program } from '../../../engine/golang/types/program.ts';
import { goRoots, standardProgram } from './goRoot.ts';

const packages = (process.env['PACKAGES'] ?? 'net internal/poll fmt strings strconv os time sync context errors io net/netip sort syscall bufio bytes reflect sync/atomic slices maps').split(' '); // prettier-ignore

/** Every function and method of a package that has a body. */
function bodies(program: Program, path: string, wanted: (file: string) => boolean = () => true): Func[] {
  const found: Func[] = [];
  for (const file of program.load(path).files) {
    if (!wanted(file.path)) continue;
    for (const decl of file.decls) {
      if (decl.kind !== 'FuncDecl' || !decl.hasBody) continue;
      const object = decl.name.object ?? program.load(path).lookup(decl.name.name);
      if (object?.kind === 'func' && object.decl === decl) found.push(object);
    }
  }
  return found;
}

const untypedKinds = new Set([
  'EmptyStmt',
  'Field',
  'ImportSpec',
  'ValueSpec',
  'TypeSpec',
  'CaseClause',
  'CommClause',
  'GenDecl',
  'FuncDecl',
]);

/** Positions of expressions in a checked body that have no type, where they should (names of packages, labels and blanks have none). */
function unannotated(func: Func): { pos: number; kind: string }[] {
  const found: { pos: number; kind: string }[] = [];
  const body = func.decl?.body();
  if (!body) return found;
  const skipped = new Set<Node | null>();
  walk(body, (node) => {
    if (node.kind === 'BranchStmt' || node.kind === 'InterfaceType' || skipped.has(node)) return false;
    if (node.kind === 'LabeledStmt') skipped.add(node.label);
    if (node.kind === 'TypeSwitchStmt') skipped.add(node.binding); // each clause has a variable of its own
    if (node.kind.endsWith('Stmt') || untypedKinds.has(node.kind)) return undefined;
    const { type, mode } = node as Expr;
    if (node.kind === 'Ident') {
      const isDeclared = node.object !== undefined && node.object.kind !== 'func';
      if (node.name === '_' || mode === 'package' || (isDeclared && type === undefined)) return undefined;
    }
    if (type === undefined || mode === undefined || mode === 'invalid') found.push({ pos: node.pos, kind: node.kind });
    return undefined;
  });
  return found;
}

describe('types: the standard library checks without an error', function () {
  this.timeout(60_000);
  const roots = goRoots();
  if (roots.length === 0) it('needs a Go with sources', function () { this.skip(); }); // prettier-ignore
  for (const go of roots) {
    it(`Go ${go.version.text}: all bodies`, () => {
      const program = standardProgram(go);
      const failures: string[] = [];
      const attempt = (what: string, action: () => void): void => {
        try {
          action();
        } catch (error) {
          failures.push(`${what}: ${process.env['STACK'] ? (error as Error).stack : (error as Error).message}`);
        }
      };
      for (const path of packages) {
        if (['slices', 'maps'].includes(path) && go.version.minor < 21) continue;
        const start = performance.now();
        let count = 0;
        attempt(`load ${path}`, () => {
          program
            .load(path)
            .names()
            .forEach((name) => {
              const object = program.load(path).lookup(name);
              attempt(`${path}.${name}`, () => {
                if (object?.kind === 'var') program.checkPackageVariable(object);
                if (object?.kind === 'const' || object?.kind === 'var') assert.ok(object.type);
                if (object?.kind === 'typename' && object.type.kind === 'named') (object.type as Named).underlying();
              });
            });
          for (const func of bodies(program, path)) {
            count++;
            attempt(`${path}.${func.name}`, () => {
              program.checkBody(func);
              const [first] = unannotated(func);
              if (first) throw new Error(`${program.fileSet.format(first.pos)}: ${first.kind} without a type`);
            });
          }
          attempt(`${path} init order`, () => void program.initOrder(program.load(path)));
        });
        if (process.env['TIMES'])
          console.log(`      ${path}: ${count} bodies, ${(performance.now() - start).toFixed(0)} ms`);
      }
      for (const func of bodies(program, 'runtime', (file) => /\/netpoll(_epoll)?\.go$/.test(file))) {
        attempt(`runtime.${func.name}`, () => program.checkBody(func));
      }
      assert.deepEqual(failures.slice(0, 40), [], `${failures.length} failures`);
    });
  }
});
