/** Blocks that are jumped into by goto: the block becomes a loop over a state, one state a labelled stretch (Go spec, "Goto statements"). */
import type { Pos, Stmt } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';
import type { FunctionEmitter } from './function.ts';
import { emitStatement } from './statements.ts';

/** Whether a label declared directly in this list is the target of a goto within the list. */
export function hasGotoTarget(list: Stmt[]): boolean {
  const labels = new Set(list.flatMap((s) => (s.kind === 'LabeledStmt' ? [s.label.name] : [])));
  if (labels.size === 0) return false;
  return list.some((s) => jumpsTo(s, labels));
}

function jumpsTo(node: Parameters<typeof children>[0], labels: Set<string>): boolean {
  if (node.kind === 'FuncLit') return false;
  if (node.kind === 'BranchStmt') return node.token === 'goto' && node.label !== null && labels.has(node.label.name);
  return children(node).some((child) => jumpsTo(child, labels));
}

export function emitBlockWithGoto(f: FunctionEmitter, list: Stmt[], scopeEnd: Pos): void {
  const loop = f.fresh('G');
  const state = f.temporary();
  const stretches: Stmt[][] = [[]];
  for (const s of list) {
    if (s.kind === 'LabeledStmt') {
      const js = `${state} = ${stretches.length}; continue ${loop};`;
      f.gotoLabels.set(s.label.name, { js, detour: f.detour });
      stretches.push([s]);
    } else stretches.at(-1)?.push(s);
  }
  f.write(`${state} = 0; ${loop}: for (;;) { switch (${state}) {`);
  stretches.forEach((stretch, i) => {
    f.write(`case ${i}:`);
    for (const s of stretch) emitStatement(f, s, scopeEnd);
  });
  f.write(`} break ${loop}; }`);
}
