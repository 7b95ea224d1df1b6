/** The standard library of the Go on this machine, for tests. */
import path from 'node:path';
import { locateGo, SourceLoader, type LocatedGo } from '../../../engine/golang/source/index.ts';
import { FileSet } from '../../../engine/golang/syntax/fileSet.ts';
import { Program } from '../../../engine/golang/types/program.ts';

/** Those that GO_ROOTS names (separated as in PATH), or the one that Netwalk finds. */
export function goRoots(): LocatedGo[] {
  const named = (process.env['GO_ROOTS'] ?? '').split(path.delimiter).filter((root) => root !== '');
  try {
    return named.length > 0 ? named.map((goroot) => locateGo({ goroot })) : [locateGo()];
  } catch {
    return [];
  }
}

export function standardProgram(go: LocatedGo): Program {
  return new Program({ loader: new SourceLoader(go), fileSet: new FileSet(), goVersion: go.version });
}
