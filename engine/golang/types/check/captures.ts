/** Finds out which local variables need a place of their own in memory. */
import type { Expr } from '../../syntax/ast.ts';
import { underlying } from '../predicates.ts';
import type { Var } from '../types.ts';

/** The variable that an addressable expression is a part of (fields and array elements included), or null when it is reached through a pointer. */
export function rootVariable(e: Expr): Var | null {
  switch (e.kind) {
    case 'ParenExpr':
      return rootVariable(e.x);
    case 'Ident':
      return e.object?.kind === 'var' ? e.object : null;
    case 'SelectorExpr': {
      const { selection } = e;
      if (selection === undefined) return e.sel.object?.kind === 'var' ? e.sel.object : null;
      return selection.indirect || selection.kind !== 'field' ? null : rootVariable(e.x);
    }
    case 'IndexExpr':
      return e.x.type !== undefined && underlying(e.x.type).kind === 'array' ? rootVariable(e.x) : null;
    default:
      return null;
  }
}

/** Notes that the address of an expression is taken. */
export function markAddressTaken(e: Expr): void {
  const variable = rootVariable(e);
  if (variable !== null) variable.addressTaken = true;
}
