/** Whether a function body ends in a terminating statement (Go spec, "Terminating statements"; go/types/return.go). */
import type { CaseClause, Stmt } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';

export function isTerminating(s: Stmt, label: string): boolean {
  switch (s.kind) {
    case 'LabeledStmt':
      return isTerminating(s.stmt, s.label.name);
    case 'ExprStmt': {
      const call = unparen(s.x);
      const fun = call.kind === 'CallExpr' ? unparen(call.fun) : null;
      return fun?.kind === 'Ident' && fun.object?.kind === 'builtin' && fun.object.name === 'panic';
    }
    case 'ReturnStmt':
      return true;
    case 'BranchStmt':
      return s.token === 'goto' || s.token === 'fallthrough';
    case 'BlockStmt':
      return listTerminates(s.list);
    case 'IfStmt':
      return s.else !== null && isTerminating(s.body, '') && isTerminating(s.else, '');
    case 'SwitchStmt':
    case 'TypeSwitchStmt':
      return (
        s.clauses.some((clause) => clause.list === null) && s.clauses.every((clause) => clauseTerminates(clause, label))
      );
    case 'SelectStmt':
      return s.clauses.every((clause) => listTerminates(clause.body) && !listBreaks(clause.body, label, true));
    case 'ForStmt':
      return s.cond === null && !breaks(s.body, label, true);
    default:
      return false;
  }
}

function clauseTerminates(clause: CaseClause, label: string): boolean {
  return listTerminates(clause.body) && !listBreaks(clause.body, label, true);
}

function listTerminates(list: Stmt[]): boolean {
  const last = list.findLast((s) => s.kind !== 'EmptyStmt');
  return last !== undefined && isTerminating(last, '');
}

function listBreaks(list: Stmt[], label: string, implicit: boolean): boolean {
  return list.some((s) => breaks(s, label, implicit));
}

/** Whether there is a break out of the statement called `label`, or with `implicit` one without a label. */
function breaks(s: Stmt, label: string, implicit: boolean): boolean {
  switch (s.kind) {
    case 'LabeledStmt':
      return breaks(s.stmt, label, implicit);
    case 'BranchStmt':
      return s.token === 'break' && (s.label === null ? implicit : s.label.name === label);
    case 'BlockStmt':
      return listBreaks(s.list, label, implicit);
    case 'IfStmt':
      return breaks(s.body, label, implicit) || (s.else !== null && breaks(s.else, label, implicit));
    case 'SwitchStmt':
    case 'TypeSwitchStmt':
    case 'SelectStmt':
      return label !== '' && s.clauses.some((clause) => listBreaks(clause.body, label, false));
    case 'ForStmt':
    case 'RangeStmt':
      return label !== '' && breaks(s.body, label, false);
    default:
      return false;
  }
}
