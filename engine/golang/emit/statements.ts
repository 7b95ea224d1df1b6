/** Go statements as JavaScript statements (Go spec, "Statements"). Each statement that a person can stand on is a step. */
import type {
  BlockStmt, BranchStmt, CaseClause, CommClause, Expr, ForStmt, IfStmt, LabeledStmt, Pos, ReturnStmt, SelectStmt, Stmt, SwitchStmt, TypeSwitchStmt,
} from '../syntax/ast.ts'; // prettier-ignore
import { walk } from '../syntax/walk.ts';
import type { Type, Var } from '../types/types.ts';
import { emitAssign, emitIncDec, emitVarSpec, isBlank, place, storeInto, writtenProperties } from './assign.ts';
import { deferredCall } from './calls.ts';
import { constantText } from './constants.ts';
import { convert } from './conversions.ts';
import { emit, emitAs, emitUncopied, equalText, typeOf, zeroOfNil } from './expressions.ts';
import type { Detour, FunctionEmitter, LabelTarget } from './function.ts';
import { emitBlockWithGoto, hasGotoTarget } from './goto.ts';
import { CannotLeave } from './leaving.ts';
import { hasCall, orderOf, orderOfExpression } from './order.ts';
import { unparen } from './parking.ts';
import { emitRange, leaveBody } from './range.ts';
import { basicKind, isInterface, underlying } from './typeQueries.ts';

export function emitBlock(f: FunctionEmitter, list: Stmt[], scopeEnd: Pos = list.at(-1)?.end ?? 0): void {
  if (hasGotoTarget(list)) {
    if (f.leaving !== null) throw new CannotLeave();
    emitBlockWithGoto(f, list, scopeEnd);
  } else for (const s of list) emitStatement(f, s, scopeEnd);
}

/** A block of its own scope. */
export function emitScope(f: FunctionEmitter, block: BlockStmt): void {
  f.open('{');
  emitBlock(f, block.list, block.end);
  f.write('}');
}

export function emitStatement(f: FunctionEmitter, s: Stmt, scopeEnd: Pos): void {
  const { leaving } = f;
  // A rest passes over what comes before it.
  if (leaving !== null && leaving.from !== null && !leaving.beginsIn(s)) return;
  leaving?.statements.push([]);
  f.ordered(orderOf(f, s), () => emitWhole(f, s, scopeEnd));
  leaving?.statements.pop();
}

function emitWhole(f: FunctionEmitter, s: Stmt, scopeEnd: Pos): void {
  switch (s.kind) {
    case 'EmptyStmt':
      return;
    case 'ExprStmt':
      f.step(s.pos, s.end);
      f.write(`${emit(f, s.x)};`);
      return;
    case 'SendStmt': {
      f.step(s.pos, s.end);
      const channel = underlying(typeOf(f, s.chan));
      if (channel.kind !== 'chan') throw f.error(s.pos, 'send to a non-channel');
      const operands = `${emit(f, s.chan)}, ${emitAs(f, s.val, channel.element)}`;
      if (f.leaving !== null) f.write(`${f.called(`M.start(M.chansend(${operands}))`, true, s.pos, '')};`);
      else f.write(`${f.isGenerator ? 'yield* M.chansend' : 'M.chansendPlain'}(${operands});`);
      return;
    }
    case 'IncDecStmt':
      f.step(s.pos, s.end, writtenProperties(f, [s.x]));
      emitIncDec(f, s);
      return;
    case 'AssignStmt':
      f.step(s.pos, s.end, s.op === ':=' ? [] : writtenProperties(f, s.lhs));
      emitAssign(f, s, scopeEnd);
      return;
    case 'GoStmt': {
      f.step(s.pos, s.end);
      const { func, args } = deferredCall(f, s.call);
      // Where there is no frame, tracebacks are told here who made the goroutine.
      const site = f.shown ? '' : `, ${JSON.stringify([f.name, f.file.path, s.pos - f.file.base])}`;
      f.write(`M.newproc(${func}, [${args.join(', ')}]${site});`);
      return;
    }
    case 'DeferStmt': {
      f.step(s.pos, s.end);
      const { func, method, args } = deferredCall(f, s.call);
      f.write(
        method === undefined
          ? `D.push(${func}, [${args.join(', ')}]);`
          : `D.pushMethod(${method}, [${args.join(', ')}]);`,
      );
      return;
    }
    case 'ReturnStmt':
      f.step(s.pos, s.end);
      emitReturn(f, s);
      return;
    case 'BranchStmt':
      f.step(s.pos, s.end);
      emitBranch(f, s);
      return;
    case 'BlockStmt':
      emitScope(f, s);
      return;
    case 'IfStmt':
      emitIf(f, s);
      return;
    case 'SwitchStmt':
      emitSwitch(f, s);
      return;
    case 'TypeSwitchStmt':
      emitTypeSwitch(f, s);
      return;
    case 'SelectStmt':
      emitSelect(f, s);
      return;
    case 'ForStmt':
      emitFor(f, s);
      return;
    case 'RangeStmt':
      emitRange(f, s);
      return;
    case 'LabeledStmt':
      emitLabeled(f, s, scopeEnd);
      return;
    case 'DeclStmt':
      for (const spec of s.decl.specs) {
        if (spec.kind !== 'ValueSpec' || s.decl.token !== 'var') continue;
        f.step(spec.pos, spec.end);
        emitVarSpec(
          f,
          spec.names.map((name) => (name.object?.kind === 'var' && name.name !== '_' ? name.object : null)),
          spec.values,
          scopeEnd,
        );
      }
      return;
  }
}

// ---- return

function emitReturn(f: FunctionEmitter, s: ReturnStmt): void {
  const function_ = f;
  const values = returnValues(f, s);
  if (f.hasDefer || f.detour !== null) {
    // Results become variables: deferred calls may change them; a range-over-func body returns for its function.
    if (values !== null) {
      const names = values.length > 1 || f.results.length > 1 ? values.map((value) => temporaryOf(f, value)) : values;
      f.results.forEach((result, i) => storeResult(f, result, names[i] ?? 'undefined'));
    }
    if (f.detour !== null) {
      const js = f.hasDefer ? 'break BODY;' : `${f.leave('function')} return ${f.resultsText()};`;
      f.write(leaveBody(f, f.detour, js, null));
      return;
    }
    f.write('break BODY;');
    return;
  }
  if (values !== null && f.results.some((result) => result.captured || result.addressTaken)) {
    // Somebody may look at a result that has a name after the function has returned.
    const names = values.length > 1 ? values.map((value) => temporaryOf(f, value)) : values;
    f.results.forEach((result, i) => {
      if (f.slots.has(result)) storeResult(f, result, names[i] ?? 'undefined');
    });
    const all = f.results.map((result, i) => (f.slots.has(result) ? f.resultText(result) : (names[i] ?? '')));
    f.write(`${f.leave()} return ${all.length > 1 ? `[${all.join(', ')}]` : all[0]};`);
    return;
  }
  const text =
    values === null ? function_.resultsText() : values.length > 1 ? `[${values.join(', ')}]` : (values[0] ?? '');
  if (!f.shown) f.write(`return ${text};`);
  else if (text === '' || /^[\w$.]+$/.test(text)) f.write(`${f.leave()} return ${text};`);
  else {
    const result = f.temporary();
    f.write(`${result} = ${text}; ${f.leave()} return ${result};`);
  }
}

function temporaryOf(f: FunctionEmitter, value: string): string {
  const name = f.temporary();
  f.write(`${name} = ${value};`);
  return name;
}

function storeResult(f: FunctionEmitter, result: Var, value: string): void {
  const slot = f.slots.get(result);
  if (slot === undefined) throw f.error(result.pos, 'result has no place');
  if (slot.kind === 'object') f.write(`${f.descriptor(result.type)}.assign(${slot.js}, ${value});`);
  else f.write(`${f.read(slot)} = ${value};`);
}

/** Whether `e` is a variable that nobody sees once its function has returned, and is returned once: what it holds needs no copy. */
function isLast(f: FunctionEmitter, s: ReturnStmt, e: Expr): boolean {
  const variable = e.kind === 'Ident' && e.object?.kind === 'var' ? e.object : null;
  if (variable === null || f.shown || f.hasDefer || f.slots.get(variable)?.kind !== 'plain') return false;
  return !s.results.some((other) => other !== e && mentions(other, variable));
}

const mentions = (e: Expr, variable: Var): boolean => {
  let found = false;
  walk(e, (node) => {
    found ||= node.kind === 'Ident' && node.object === variable;
    return undefined;
  });
  return found;
};

/** The values of a return statement as texts of the result types; null for a bare return of named results. */
function returnValues(f: FunctionEmitter, s: ReturnStmt): string[] | null {
  const types = f.resultTypes;
  if (s.results.length === 0) return types.length === 0 ? [] : null;
  if (s.results.length === types.length) {
    return s.results.map((e, i) => (isLast(f, s, e) ? emitUncopied : emitAs)(f, e, types[i] as Type));
  }
  const call = s.results[0] as Expr;
  const given = typeOf(f, call);
  if (given.kind !== 'tuple') throw f.error(s.pos, 'return count mismatch');
  const tuple = f.temporary();
  return given.types.map((type, i) =>
    convert(f, i === 0 ? `(${tuple} = ${emit(f, call)})[0]` : `${tuple}[${i}]`, type, types[i] as Type),
  );
}

// ---- branches

function emitBranch(f: FunctionEmitter, s: BranchStmt): void {
  if (s.token === 'goto') {
    const target = f.gotoLabels.get(s.label?.name ?? '');
    if (target === undefined) throw f.error(s.pos, `goto ${s.label?.name} is not supported here`);
    jump(f, target.js, target.detour);
    return;
  }
  if (s.token === 'fallthrough') {
    f.write('$fall = true;');
    return;
  }
  const target = findTarget(f, s);
  jump(f, s.token === 'break' ? target.breakJs : (target.continueJs ?? ''), target.detour);
}

/** Does `js`, which is meant for the range-over-func body `level`, or the function itself (null). */
function jump(f: FunctionEmitter, js: string, level: Detour | null): void {
  f.write(f.detour !== null && level !== f.detour ? leaveBody(f, f.detour, js, level) : js);
}

function findTarget(f: FunctionEmitter, s: BranchStmt): LabelTarget {
  for (let i = f.labels.length - 1; i >= 0; i--) {
    const target = f.labels[i] as LabelTarget;
    if (s.label !== null ? target.goLabel !== s.label.name : target.kind === 'block') continue;
    if (s.token === 'continue' && target.kind !== 'loop') continue;
    return target;
  }
  throw f.error(s.pos, `${s.token} has no target`);
}

/** Takes the Go label that stands before the statement being emitted. */
export function takeLabel(f: FunctionEmitter): string | null {
  const label = f.pendingLabel;
  f.pendingLabel = null;
  return label;
}

export function withTarget(f: FunctionEmitter, target: LabelTarget, body: () => void): void {
  f.labels.push(target);
  body();
  f.labels.pop();
}

function emitLabeled(f: FunctionEmitter, s: LabeledStmt, scopeEnd: Pos): void {
  const kind = s.stmt.kind;
  if (
    kind === 'ForStmt' ||
    kind === 'RangeStmt' ||
    kind === 'SwitchStmt' ||
    kind === 'TypeSwitchStmt' ||
    kind === 'SelectStmt'
  ) {
    f.pendingLabel = s.label.name;
    emitStatement(f, s.stmt, scopeEnd);
    return;
  }
  const label = f.fresh('B');
  f.open(`${label}: {`);
  withTarget(
    f,
    { goLabel: s.label.name, kind: 'block', breakJs: `break ${label};`, continueJs: null, detour: f.detour },
    () => emitStatement(f, s.stmt, scopeEnd),
  );
  f.write('}');
}

// ---- if, switch

function emitIf(f: FunctionEmitter, s: IfStmt): void {
  const otherwise = (): void => {
    if (s.else?.kind === 'IfStmt') emitStatement(f, s.else, s.else.end);
    else if (s.else !== null) emitBlock(f, s.else.list, s.else.end);
  };
  f.step(s.pos, s.body.pos);
  f.open('{');
  if (f.leaving?.beginsIn(s.body) === true) emitBlock(f, s.body.list, s.body.end);
  else if (s.else !== null && f.leaving?.beginsIn(s.else) === true) otherwise();
  else {
    if (s.init !== null) emitInit(f, s.init, s.end);
    f.write(`if (${emit(f, s.cond)}) {`);
    emitBlock(f, s.body.list, s.body.end);
    f.write('}');
    if (s.else !== null) {
      f.write('else {');
      otherwise();
      f.write('}');
    }
  }
  f.write('}');
}

/** The simple statement in the head of an if, for or switch: part of that statement's own step. */
export function emitInit(f: FunctionEmitter, init: Stmt, scopeEnd: Pos): void {
  const info = f.info;
  f.info = null;
  const text = f.capture(() => {
    f.info = info;
    f.ordered(orderOf(f, init), () => emitHead(f, init, scopeEnd));
  });
  f.info = info;
  f.write(text);
}

function emitHead(f: FunctionEmitter, init: Stmt, scopeEnd: Pos): void {
  switch (init.kind) {
    case 'AssignStmt':
      emitAssign(f, init, scopeEnd);
      return;
    case 'IncDecStmt':
      emitIncDec(f, init);
      return;
    case 'ExprStmt':
      f.write(`${emit(f, init.x)};`);
      return;
    default:
      emitStatement(f, init, scopeEnd);
  }
}

function switchTarget(f: FunctionEmitter, label: string): LabelTarget {
  return { goLabel: takeLabel(f), kind: 'switch', breakJs: `break ${label};`, continueJs: null, detour: f.detour };
}

/** Whether one of a clause's expressions matches: each is evaluated only if those before it do not. */
function anyMatches(f: FunctionEmitter, list: Expr[], matches: (e: Expr) => string): string {
  if (!list.some(hasCall)) return f.inPlace(() => list.map(matches).join(' || '));
  const result = f.temporary();
  f.conditionally(() => {
    list.forEach((e, i) => {
      if (i > 0) f.write(`if (!${result}) {`);
      f.write(`${result} = ${f.ordered(orderOfExpression(e), () => matches(e))};`);
    });
  });
  f.write('}'.repeat(list.length - 1));
  return result;
}

/** Clauses are tried in order; `fallthrough` sets a flag that lets the next body run. */
function emitClauses(
  f: FunctionEmitter,
  clauses: CaseClause[],
  label: string,
  target: LabelTarget,
  condition: (clause: CaseClause) => string,
): void {
  const falls = clauses.some(
    (clause) => clause.body.at(-1)?.kind === 'BranchStmt' && (clause.body.at(-1) as BranchStmt).token === 'fallthrough',
  );
  if (falls) {
    if (f.leaving !== null) throw new CannotLeave();
    f.write('let $fall = false;');
  }
  const defaultIndex = clauses.findIndex((clause) => clause.list === null);
  const body = (clause: CaseClause): void => {
    if (falls) f.write('$fall = false;');
    withTarget(f, target, () => emitBlock(f, clause.body, clause.end));
    f.write(falls ? `if (!$fall) break ${label};` : `break ${label};`);
  };
  if (!falls) {
    for (const clause of clauses) {
      if (clause.list === null) continue;
      f.write(`if (${condition(clause)}) {`);
      body(clause);
      f.write('}');
    }
    const fallback = clauses[defaultIndex];
    if (fallback !== undefined) {
      f.write('{');
      body(fallback);
      f.write('}');
    }
    return;
  }
  // With fallthrough the chosen clause's number is found first; bodies then stand in source order.
  const chosen = f.temporary();
  const search = f.fresh('C');
  f.write(`${chosen} = ${defaultIndex}; ${search}: {`);
  clauses.forEach((clause, i) => {
    if (clause.list !== null) f.write(`if (${condition(clause)}) { ${chosen} = ${i}; break ${search}; }`);
  });
  f.write('}');
  clauses.forEach((clause, i) => {
    f.write(`if ($fall || ${chosen} === ${i}) {`);
    body(clause);
    f.write('}');
  });
}

function emitSwitch(f: FunctionEmitter, s: SwitchStmt): void {
  f.step(s.pos, headEnd(s.clauses, s.rbrace));
  const label = f.fresh('S');
  const target = switchTarget(f, label);
  f.open(`${label}: {`);
  if (!emitBegun(f, s.clauses, target)) emitSwitchWhole(f, s, label, target);
  f.write('}');
}

/** In a rest that begins in a clause: what is left of that. False where it does not. */
function emitBegun(f: FunctionEmitter, clauses: (CaseClause | CommClause)[], target: LabelTarget): boolean {
  const clause = clauses.find(({ body }) => body.some((s) => f.leaving?.beginsIn(s)));
  if (clause !== undefined) withTarget(f, target, () => emitBlock(f, clause.body, clause.end));
  return clause !== undefined;
}

function emitSwitchWhole(f: FunctionEmitter, s: SwitchStmt, label: string, target: LabelTarget): void {
  if (s.init !== null) emitInit(f, s.init, s.end);
  if (s.tag === null) {
    emitClauses(f, s.clauses, label, target, ({ list }) => anyMatches(f, list ?? [], (e) => emit(f, e)));
  } else {
    const tag = s.tag;
    const type = typeOf(f, tag);
    const value = f.temporary();
    f.write(
      `${value} = ${tag.value === undefined ? emitAs(f, tag, type) : constantText(tag.value, basicKind(type) ?? 'int')};`,
    );
    emitClauses(f, s.clauses, label, target, ({ list }) =>
      anyMatches(f, list ?? [], (e) => caseMatches(f, value, type, e)),
    );
  }
}

function headEnd(clauses: { pos: Pos }[], rbrace: Pos): Pos {
  return clauses[0]?.pos ?? rbrace;
}

function caseMatches(f: FunctionEmitter, value: string, tagType: Type, e: Expr): string {
  const inner = unparen(e);
  if (inner.kind === 'Ident' && inner.object?.kind === 'nil') {
    return zeroOfNil(tagType) === 'null' ? `${value} === null` : `${value}.array === null`;
  }
  const own = typeOf(f, e);
  if (isInterface(tagType) || !isInterface(own)) return equalText(f, value, emitUncopied(f, e, tagType), tagType);
  return equalText(f, convert(f, value, tagType, own), emit(f, e), own);
}

function emitTypeSwitch(f: FunctionEmitter, s: TypeSwitchStmt): void {
  f.step(s.pos, headEnd(s.clauses, s.rbrace));
  const label = f.fresh('S');
  const target = switchTarget(f, label);
  const value = f.temporary();
  const dynamic = f.temporary();
  f.open(`${label}: {`);
  if (emitBegun(f, s.clauses, target)) {
    f.write('}');
    return;
  }
  if (s.init !== null) emitInit(f, s.init, s.end);
  f.write(`${value} = ${emit(f, s.x)}; ${dynamic} = M.typeOf(${value});`);
  const matches = (e: Expr): string => {
    const inner = unparen(e);
    if (inner.kind === 'Ident' && inner.object?.kind === 'nil') return `${value} === null`;
    const type = typeOf(f, e);
    const descriptor = f.descriptor(type);
    return isInterface(type)
      ? `(${dynamic} !== null && M.implements(${dynamic}, ${descriptor}))`
      : `${dynamic} === ${descriptor}`;
  };
  const bind = (clause: CaseClause): void => {
    const variable = clause.object;
    if (variable?.kind !== 'var') return;
    const only = clause.list?.length === 1 ? (clause.list[0] as Expr) : null;
    const type = f.type(variable.type);
    const unboxed = only !== null && only.mode === 'type' && !isInterface(type);
    f.define(variable, clause.end, unboxed ? `${f.descriptor(type)}.unbox(${value})` : value);
  };
  const ordered = [
    ...s.clauses.filter((clause) => clause.list !== null),
    ...s.clauses.filter((clause) => clause.list === null),
  ];
  for (const clause of ordered) {
    f.write(clause.list === null ? '{' : `if (${clause.list.map(matches).join(' || ')}) {`);
    bind(clause);
    withTarget(f, target, () => emitBlock(f, clause.body, clause.end));
    f.write(`break ${label}; }`);
  }
  f.write('}');
}

// ---- for

function emitFor(f: FunctionEmitter, s: ForStmt): void {
  const loop = f.fresh('L');
  const next = f.fresh('C');
  const headWrites = s.post === null ? [] : s.post.kind === 'IncDecStmt' ? writtenProperties(f, [s.post.x]) : s.post.kind === 'AssignStmt' ? writtenProperties(f, s.post.lhs) : []; // prettier-ignore
  const target: LabelTarget = {
    goLabel: takeLabel(f),
    kind: 'loop',
    breakJs: `break ${loop};`,
    continueJs: `break ${next};`,
    detour: f.detour,
  };
  f.step(s.pos, s.body.pos);
  f.open('{');
  const { begin, turn } = preemption(f, s.body.rbrace);
  const body = (): void => {
    f.write(`${next}: {`);
    withTarget(f, target, () => emitBlock(f, s.body.list, s.body.end));
    f.write('}');
    if (s.cond !== null || s.post !== null) f.step(s.pos, s.body.pos, headWrites);
  };
  if (f.leaving?.beginsIn(s.body) === true) {
    // The rest of a turn, and on with the loop.
    const isFirst = f.fresh('$first');
    f.open(`let ${isFirst} = true; ${loop}: for (;;) { if (${isFirst}) { ${isFirst} = false; ${next}: {`);
    withTarget(f, target, () => emitBlock(f, s.body.list, s.body.end));
    if (f.leaving.from !== null) f.begin('');
    f.write('} } else {');
    if (s.cond !== null) f.write(`if (!(${f.conditionally(() => emit(f, s.cond as Expr))})) break;`);
    body();
    turn();
    f.write('}');
    if (s.post !== null) emitInit(f, s.post, s.end);
    f.write('} }');
    return;
  }
  const shared = perIterationVariables(f, s);
  if (s.init !== null) emitInit(f, s.init, s.end);
  const copies = shared.map((variable) => {
    const slot = f.slotOf(variable);
    const current = f.fresh('$loop');
    f.write(`let ${current} = ${slot.js};`);
    return { slot, current, variable };
  });
  const bind = copies
    .map(({ slot, current }) => `${slot.kind === 'plain' ? '' : 'const '}${slot.js} = ${current};${f.show(slot)}`)
    .join(' ');
  f.write(`${begin}${loop}: for (;;) { ${bind}`);
  if (s.cond !== null) f.write(`if (!(${f.conditionally(() => emit(f, s.cond as Expr))})) break;`);
  const turns = (): void => {
    body();
    for (const { slot, current, variable } of copies) {
      f.write(
        `${current} = ${slot.kind === 'cell' ? `new M.Cell(${slot.js}.v)` : `${f.descriptor(variable.type)}.clone(${slot.js})`};`,
      );
    }
    turn();
  };
  // What a turn hands on to the next one is not among the variables.
  if (shared.length > 0) f.conditionally(turns);
  else turns();
  f.write(`{ ${bind}`);
  if (s.post !== null) f.conditionally(() => emitInit(f, s.post as Stmt, s.end));
  f.write('} }');
  f.write('}');
}

/** How often a loop looks whether its goroutine has turns left: a local counter costs next to nothing. */
const turnsAtOnce = 64;

/**
 * For loops that may go on for long: others must come to run meanwhile (scheduler.ts, `preempt`). `begin` stands before the loop, `turn` at the end
 * of each turn.
 */
export function preemption(f: FunctionEmitter, end: Pos): { begin: string; turn: () => void } {
  if (!f.linker.isOwn(f.pkg.path) && !f.file.path.endsWith('_test.go')) return { begin: '', turn: () => undefined };
  const count = f.temporary();
  const isOver = `(${count} = (${count} + 1) & ${turnsAtOnce - 1}) === 0 && (M.slice.left -= ${turnsAtOnce}) < 0`;
  return {
    begin: `${count} = 0;`,
    turn: () => {
      if (f.isGenerator) f.write(`if (${isOver}) yield* M.preempt();`);
      else if (f.leaving === null || f.leaving.conditional > 0) f.write(`if (${isOver}) M.preemptPlain();`);
      else f.write(`if (${isOver} && M.start(M.preempt()) === M.parked) ${f.leaveAt(end)}`);
    },
  };
}

/** The loop variables of which each iteration has its own, where anybody could tell (Go 1.22, "For statements with for clause"). */
function perIterationVariables(f: FunctionEmitter, s: ForStmt): Var[] {
  if (s.init?.kind !== 'AssignStmt' || s.init.op !== ':=' || !f.linker.loopVarPerIteration(f.file)) return [];
  return s.init.lhs.flatMap((e) => {
    const variable = e.kind === 'Ident' && e.object?.kind === 'var' ? e.object : null;
    return variable !== null && (variable.captured || variable.addressTaken) ? [variable] : [];
  });
}

// ---- select

function emitSelect(f: FunctionEmitter, s: SelectStmt): void {
  f.step(s.pos, headEnd(s.clauses, s.rbrace));
  const label = f.fresh('S');
  const target: LabelTarget = {
    goLabel: takeLabel(f),
    kind: 'select',
    breakJs: `break ${label};`,
    continueJs: null,
    detour: f.detour,
  };
  const result = f.temporary();
  f.open(`${label}: {`);
  if (emitBegun(f, s.clauses, target)) {
    f.write('}');
    return;
  }
  const communications = s.clauses.filter((clause) => clause.comm !== null);
  const cases = communications.map((clause) => selectCase(f, clause));
  const block = communications.length === s.clauses.length;
  const select = (name: string): string => `M.${name}([${cases.join(', ')}], ${block})`;
  if (f.leaving !== null) f.write(`${result} = ${f.called(`M.start(${select('selectgo')})`, true, s.pos, '')};`);
  else f.write(`${result} = ${f.isGenerator ? `yield* ${select('selectgo')}` : select('selectgoPlain')};`);
  for (const clause of s.clauses) {
    const index = clause.comm === null ? -1 : communications.indexOf(clause);
    f.write(`if (${result}[0] === ${index}) {`);
    if (clause.comm?.kind === 'AssignStmt') bindReceived(f, clause, result);
    withTarget(f, target, () => emitBlock(f, clause.body, clause.end));
    f.write(`break ${label}; }`);
  }
  f.write('}');
}

function selectCase(f: FunctionEmitter, clause: CommClause): string {
  const comm = clause.comm;
  if (comm?.kind === 'SendStmt') {
    const channel = underlying(typeOf(f, comm.chan));
    if (channel.kind !== 'chan') throw f.error(comm.pos, 'send to a non-channel');
    return `[${emit(f, comm.chan)}, true, ${emitAs(f, comm.val, channel.element)}]`;
  }
  const receive = unparen(
    comm?.kind === 'ExprStmt' ? comm.x : comm?.kind === 'AssignStmt' ? (comm.rhs[0] as Expr) : (null as never),
  );
  if (receive.kind !== 'UnaryExpr') throw f.error(clause.pos, 'select case is no receive');
  return `[${emit(f, receive.x)}, false, undefined]`;
}

function bindReceived(f: FunctionEmitter, clause: CommClause, result: string): void {
  const comm = clause.comm;
  if (comm?.kind !== 'AssignStmt') return;
  const receive = unparen(comm.rhs[0] as Expr);
  const channel = receive.kind === 'UnaryExpr' ? underlying(typeOf(f, receive.x)) : null;
  const types = [channel?.kind === 'chan' ? f.type(channel.element) : f.linker.anyType, f.linker.boolType];
  comm.lhs.forEach((e, i) => {
    if (isBlank(e)) return;
    const value = `${result}[${i + 1}]`;
    const from = types[i] as Type;
    if (comm.op === ':=' && e.kind === 'Ident' && e.object?.kind === 'var') {
      f.define(e.object, clause.end, convert(f, value, from, f.type(e.object.type)));
    } else {
      const target = place(f, e);
      storeInto(f, target, convert(f, value, from, target.type));
    }
  });
}
