/** Statements (go/types/stmt.go). */
import type { AssignStmt, BinaryOp, BlockStmt, CallExpr, CaseClause, CommClause, Expr, ReturnStmt, SelectStmt, Stmt, SwitchStmt, TypeSwitchStmt } from '../../syntax/ast.ts'; // prettier-ignore
import { unparen } from '../../syntax/nodes.ts';
import { identical } from '../intern.ts';
import { allBoolean, allNumeric, comparable, hasNil, isInterface, isValid } from '../predicates.ts';
import type { Type, Var } from '../types.ts';
import { basic, invalidType } from '../universe.ts';
import { assignment, assignVar, assignVars, initVars, shortVarDecl } from './assignments.ts';
import { binary, comparison } from './binary.ts';
import { phantom, type Checker } from './checker.ts';
import { declStmt } from './declarations.ts';
import { channelElement, expr, genericExpr, rawExpr, typeAssertion, use } from './expressions.ts';
import { constantKey } from './literals.ts';
import { operand, Operand } from './operand.ts';
import { rangeStmt } from './range.ts';
import { isTerminating } from './terminating.ts';
import { varType } from './typeExpressions.ts';
import { convertUntyped } from './untyped.ts';

/** Checks the body of a function, in an environment made for it. */
export function funcBody(c: Checker, body: BlockStmt, results: Var[]): void {
  const before = c.locals.length;
  stmtList(c, body.list);
  if (c.pkg.own && results.length > 0 && !isTerminating(body, '')) c.error(body.rbrace, 'missing return');
  if (c.pkg.own) unusedVariables(c, c.locals.splice(before));
}

function unusedVariables(c: Checker, variables: Var[]): void {
  const unused = variables.filter((variable) => !c.used.has(variable)).sort((a, b) => a.pos - b.pos);
  for (const variable of unused) c.error(variable.pos, c.program.unusedText(c.pkg, variable.name));
}

export function stmtList(c: Checker, list: Stmt[]): void {
  for (const s of list) stmt(c, s);
}

function scoped(c: Checker, body: () => void): void {
  c.openScope();
  body();
  c.closeScope();
}

export function stmt(c: Checker, s: Stmt): void {
  const from = c.delayedCount;
  const { scope } = c.env;
  stmtInner(c, s);
  c.env.scope = scope;
  c.processDelayed(from);
}

function stmtInner(c: Checker, s: Stmt): void {
  switch (s.kind) {
    case 'EmptyStmt':
    case 'BranchStmt':
      return;
    case 'DeclStmt':
      declStmt(c, s.decl);
      return;
    case 'LabeledStmt':
      stmt(c, s.stmt);
      return;
    case 'ExprStmt':
      exprStmt(c, s.x);
      return;
    case 'SendStmt': {
      const channel = new Operand();
      const value = new Operand();
      expr(c, null, channel, s.chan);
      genericExpr(c, value, s.val, null);
      if (!channel.valid || !value.valid) return;
      const element = channelElement(c, s.pos, channel, false);
      if (element !== null) assignment(c, value, element, 'send');
      return;
    }
    case 'IncDecStmt': {
      const x = new Operand();
      expr(c, null, x, s.x);
      if (!x.valid) return;
      if (!allNumeric(x.type)) {
        c.error(s.x, `invalid operation: ${c.text(s.x)}${s.op} (non-numeric type ${c.show(x.type)})`);
        return;
      }
      assignVar(c, s.x, null, x, 'assignment');
      return;
    }
    case 'AssignStmt':
      assignStmt(c, s);
      return;
    case 'GoStmt':
      suspendedCall(c, 'go', s.call);
      return;
    case 'DeferStmt':
      suspendedCall(c, 'defer', s.call);
      return;
    case 'ReturnStmt':
      returnStmt(c, s);
      return;
    case 'BlockStmt':
      scoped(c, () => stmtList(c, s.list));
      return;
    case 'IfStmt':
      scoped(c, () => {
        if (s.init !== null) stmt(c, s.init);
        condition(c, s.cond, 'if');
        stmt(c, s.body);
        if (s.else !== null) stmt(c, s.else);
      });
      return;
    case 'SwitchStmt':
      scoped(c, () => switchStmt(c, s));
      return;
    case 'TypeSwitchStmt':
      scoped(c, () => typeSwitchStmt(c, s));
      return;
    case 'SelectStmt':
      selectStmt(c, s);
      return;
    case 'ForStmt':
      scoped(c, () => {
        if (s.init !== null) stmt(c, s.init);
        if (s.cond !== null) condition(c, s.cond, 'for');
        if (s.post !== null) stmt(c, s.post);
        stmt(c, s.body);
      });
      return;
    case 'RangeStmt':
      rangeStmt(c, s);
      return;
  }
}

function condition(c: Checker, e: Expr, keyword: 'if' | 'for'): void {
  const x = new Operand();
  expr(c, null, x, e);
  if (x.valid && !allBoolean(x.type)) c.error(e, `non-boolean condition in ${keyword} statement`);
}

function exprStmt(c: Checker, e: Expr): void {
  const x = new Operand();
  const kind = rawExpr(c, null, x, e, null, false);
  if (!x.valid && kind === 'statement') return;
  if (x.mode === 'builtin') c.error(x, `${c.describe(x)} must be called`);
  else if (x.mode === 'type') c.error(x, `${c.describe(x)} is not an expression`);
  else if (kind !== 'statement' && x.valid) c.error(x, `${c.describe(x)} is not used`);
}

function assignStmt(c: Checker, s: AssignStmt): void {
  if (s.op === '=') return assignVars(c, s.lhs, s.rhs);
  if (s.op === ':=') return shortVarDecl(c, s.opPos, s.lhs, s.rhs);
  const [left] = s.lhs;
  const [right] = s.rhs;
  if (left === undefined || right === undefined || s.lhs.length !== 1 || s.rhs.length !== 1) {
    c.error(s.opPos, `assignment operation ${s.op} requires single-valued expressions`);
    return;
  }
  const x = new Operand();
  binary(c, x, null, left, right, s.op.slice(0, -1) as BinaryOp);
  assignVar(c, left, null, x, 'assignment');
}

function suspendedCall(c: Checker, keyword: 'go' | 'defer', call: CallExpr): void {
  if (call.fun.end === call.end && !c.oldWords) {
    use(c, [call.fun]); // no call, as was reported
    return;
  }
  const x = new Operand();
  const kind = rawExpr(c, null, x, call, null, false);
  if (!x.valid && kind !== 'conversion') return;
  if (kind === 'conversion') c.error(x, `${keyword} requires function call, not conversion ${c.describe(x)}`);
  else if (kind === 'expression') c.error(x, `${keyword} discards result of ${c.describe(x)}`);
}

function returnStmt(c: Checker, s: ReturnStmt): void {
  const results = c.env.results ?? [];
  if (s.results.length === 0 && results.length > 0 && results[0]?.name !== '') {
    for (const result of results) {
      const other = c.lookup(result.name);
      if (other === undefined || other === result || result.name === '_') continue;
      const inner = `\n\t${c.place(other.pos)}: inner declaration of var ${result.name} ${c.show(result.type)}`;
      c.error(s, `result parameter ${result.name} not in scope at return${inner}`);
    }
    return;
  }
  if (results.length === 0) {
    const [first] = s.results;
    if (first === undefined) return;
    use(c, s.results);
    c.error(first, `too many return values\n\thave ${summary(c, s.results)}\n\twant ()`);
    return;
  }
  if (s.results.length === 0) {
    c.error(
      s,
      `not enough return values\n\thave ()\n\twant (${results.map((result) => c.show(result.type)).join(', ')})`,
    );
    return;
  }
  initVars(
    c,
    results.map((result) => ({ name: result.name, type: result.type })),
    s.results,
    s.pos,
  );
}

function summary(c: Checker, list: Expr[]): string {
  const text = (type: Type | undefined): string => {
    if (type === undefined || !isValid(type)) return 'unknown type';
    if (type.kind === 'basic' && type.name.startsWith('untyped '))
      return allNumeric(type) ? 'number' : type.name.slice('untyped '.length);
    return type.kind === 'tuple' ? type.types.map((each) => c.show(each)).join(', ') : c.show(type);
  };
  return `(${list.map((e) => text(e.type)).join(', ')})`;
}

function multipleDefaults(
  c: Checker,
  clauses: (CaseClause | CommClause)[],
  isDefault: (clause: CaseClause | CommClause) => boolean,
): void {
  const [first, ...others] = clauses.filter(isDefault);
  for (const clause of others) c.error(clause.pos, `multiple defaults (first at ${c.place(first?.pos ?? 0)})`);
}

function switchStmt(c: Checker, s: SwitchStmt): void {
  if (s.init !== null) stmt(c, s.init);
  let x = new Operand();
  if (s.tag !== null) {
    expr(c, null, x, s.tag);
    assignment(c, x, null, 'switch expression');
    if (x.valid && !comparable(x.type) && !hasNil(x.type)) {
      c.error(x, `cannot switch on ${c.describe(x)}`);
      x.invalidate();
    }
  } else {
    const pos = s.clauses[0]?.pos ?? s.rbrace;
    x = operand('constant', basic.bool, phantom(pos, 'true'), { kind: 'bool', value: true });
  }
  multipleDefaults(c, s.clauses, (clause) => clause.kind === 'CaseClause' && clause.list === null);
  const seen = new Map<string, { pos: number; type: Type }[]>();
  for (const clause of s.clauses) {
    caseValues(c, x, clause.list ?? [], seen);
    scoped(c, () => stmtList(c, clause.body));
  }
}

function caseValues(c: Checker, x: Operand, values: Expr[], seen: Map<string, { pos: number; type: Type }[]>): void {
  for (const e of values) {
    const value = new Operand();
    expr(c, null, value, e);
    if (!x.valid || !value.valid) continue;
    convertUntyped(c, value, x.type);
    if (!value.valid) continue;
    const result = new Operand();
    result.copyFrom(value);
    const tag = new Operand();
    tag.copyFrom(x);
    comparison(c, result, tag, '==', true);
    if (!result.valid || value.constant === undefined || !c.pkg.own) continue;
    if (value.constant.kind === 'bool') continue;
    const key = constantKey(value.constant);
    const before = seen.get(key) ?? [];
    const same = before.find((each) => identical(each.type, value.type));
    if (same !== undefined) {
      c.error(value, `duplicate case ${c.describe(value)} in expression switch\n\t${c.place(same.pos)}: previous case`);
      continue;
    }
    seen.set(key, [...before, { pos: e.pos, type: value.type }]);
  }
}

function typeSwitchStmt(c: Checker, s: TypeSwitchStmt): void {
  if (s.init !== null) stmt(c, s.init);
  let { binding } = s;
  if (binding?.name === '_') {
    c.error(binding, 'no new variable on left side of :=');
    binding = null;
  }
  const x = new Operand();
  let valid = false;
  expr(c, null, x, s.x);
  if (x.valid) {
    if (x.type.kind === 'typeparam') c.error(x, `cannot use type switch on type parameter value ${c.describe(x)}`);
    else if (isInterface(x.type)) valid = true;
    else c.error(x, `${c.describe(x)} is not an interface`);
  }
  multipleDefaults(c, s.clauses, (clause) => clause.kind === 'CaseClause' && clause.list === null);
  const variables: Var[] = [];
  const seen: { type: Type | null; e: Expr }[] = [];
  for (const clause of s.clauses) {
    const type = caseTypes(c, valid ? x : null, clause.list ?? [], seen);
    scoped(c, () => {
      if (binding !== null) {
        const variable = c.newVar(binding, type);
        c.declare(c.env.scope, null, variable);
        clause.object = variable;
        variables.push(variable);
      }
      stmtList(c, clause.body);
    });
  }
  if (binding === null || !c.pkg.own) return;
  if (!variables.some((variable) => c.used.has(variable)))
    c.error(binding, `${binding.name} declared ${c.oldWords ? 'but' : 'and'} not used`);
  for (const variable of variables) c.used.add(variable);
}

/** The type of the bound variable in a clause: the one type listed, or else that of the operand. */
function caseTypes(c: Checker, x: Operand | null, types: Expr[], seen: { type: Type | null; e: Expr }[]): Type {
  let last: Type | null = null;
  for (const e of types) {
    const inner = unparen(e);
    if (inner.kind === 'Ident' && c.lookup(inner.name)?.kind === 'nil') {
      last = null;
      const nil = new Operand();
      expr(c, null, nil, e);
    } else {
      last = varType(c, e);
      if (!isValid(last)) continue;
    }
    const type = last;
    const other = c.pkg.own
      ? seen.find((each) => (type === null || each.type === null ? type === each.type : identical(type, each.type)))
      : undefined;
    if (other !== undefined) {
      const text = type === null ? 'nil' : c.show(type);
      c.error(e, `duplicate case ${text} in type switch\n\t${c.place(other.e.pos)}: previous case`);
      continue;
    }
    seen.push({ type, e });
    if (x !== null && type !== null) typeAssertion(c, e, x, type, true);
  }
  if (types.length === 1 && last !== null) return last;
  return x?.type ?? invalidType;
}

function selectStmt(c: Checker, s: SelectStmt): void {
  multipleDefaults(c, s.clauses, (clause) => clause.kind === 'CommClause' && clause.comm === null);
  for (const clause of s.clauses) {
    const { comm } = clause;
    const received =
      comm?.kind === 'ExprStmt'
        ? comm.x
        : comm?.kind === 'AssignStmt' && comm.rhs.length === 1
          ? comm.rhs[0]
          : undefined;
    const inner = received === undefined ? null : unparen(received);
    const isReceive = inner?.kind === 'UnaryExpr' && inner.op === '<-';
    if (comm !== null && comm.kind !== 'SendStmt' && !isReceive) {
      c.error(comm, 'select case must be send or receive (possibly with assignment)');
      continue;
    }
    scoped(c, () => {
      if (comm !== null) stmt(c, comm);
      stmtList(c, clause.body);
    });
  }
}
