import assert from 'node:assert/strict';
import { checkBranches } from '../../../engine/golang/syntax/branches.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { parseFile } from '../../../engine/golang/syntax/parser.ts';
import { bodyOf, functionNamed } from './tree.ts';

function branchErrors(body: string): string[] {
  const fileSet = new FileSet();
  const file = parseFile(fileSet, 'p.go', `package p; func f() { ${body} }`);
  const errors: string[] = [];
  checkBranches(bodyOf(functionNamed(file, 'f')), fileSet, (_, message) => errors.push(message));
  return errors;
}

describe('labels and branches', () => {
  const cases: [string, string[]][] = [
    ['break', ['break is not in a loop, switch, or select']],
    ['if x { continue }', ['continue is not in a loop']],
    ['for { func() { break }() }', ['break is not in a loop, switch, or select']],
    ['switch { case a: continue }', ['continue is not in a loop']],
    ['select { default: break }', []],
    ['for { for range x { break; continue } }', []],
    ['for { break L }', ['break label not defined: L']],
    ['L: { for { continue L } }', ['invalid continue label L']],
    ['L: for { if x { break L }; continue L }', []],
    ['L: switch { case a: for { break L } }', []],
    ['L: f()', ['label L defined and not used']],
    ['L: for { break L }; L: f()', ['label L already defined at p.go:1:23']],
    ['goto L', ['label L not defined']],
    ['goto L; { L: f() }', ['goto L jumps into block starting at p.go:1:31']],
    ['goto L; x := 1; L: f(x)', ['goto L jumps over declaration of x at p.go:1:33']],
    ['L: f(); goto L', []],
    ['{ goto L }; L: f()', []],
    ['switch { case a: fallthrough; case b: }', []],
    ['switch { case a: fallthrough }', ['cannot fallthrough final case in switch']],
    ['switch x.(type) { case a: fallthrough; case b: }', ['cannot fallthrough in type switch']],
    ['switch { case a: if x { fallthrough }; case b: }', ['fallthrough statement out of place']],
    ['fallthrough', ['fallthrough statement out of place']],
  ];
  for (const [body, expected] of cases) it(body, () => assert.deepEqual(branchErrors(body), expected));
});
