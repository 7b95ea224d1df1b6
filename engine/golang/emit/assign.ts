/** Assignments: places that can be written, and the forms that give several values (Go spec, "Assignment statements"). */
import type { AssignStmt, Expr, IncDecStmt, Pos } from '../syntax/ast.ts';
import type { BinaryOp } from '../syntax/ast.ts';
import type { Type, Var } from '../types/types.ts';
import { convert } from './conversions.ts';
import { elementOperands, emit, emitAs, emitReceive, fieldText, twice, typeOf } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { arithmetic } from './numbers.ts';
import { unparen } from './parking.ts';
import { basicKind, isAggregate, pointee, underlying } from './typeQueries.ts';

/**
 * A place to assign to: operands are evaluated by `setup`; `check` comes after the right side has been evaluated; `read` is its value;
 * `store(js)` is a statement.
 */
interface Place {
  type: Type;
  setup: string;
  check?: string;
  read: string;
  store(value: string): string;
}

const blankPlace = (type: Type): Place => ({ type, setup: '', read: 'undefined', store: (value) => `${value};` });

/** Whether the left side is the blank identifier. */
export function isBlank(e: Expr): boolean {
  return e.kind === 'Ident' && e.name === '_';
}

/** The store of a field-like place `object.key`, announced to the tracer so that it can be taken back. */
function logged(f: FunctionEmitter, object: string, key: string, value: string, access: string): string {
  const announced = f.linker.watchable ? `if (T.on) T.write(${object}, ${key}); ` : '';
  return `${announced}${access} = ${value};`;
}

/** With `keep` the operands' values are kept as they are now, whatever is assigned before this place is. */
export function place(f: FunctionEmitter, e: Expr, keep = false): Place {
  const target = unparen(e);
  if (isBlank(target)) return blankPlace(target.type === undefined ? f.linker.anyType : typeOf(f, target));
  const type = typeOf(f, target);
  const aggregate = isAggregate(type);
  const assignInto = (object: string) => (value: string) => `${f.descriptor(type)}.assign(${object}, ${value});`;
  switch (target.kind) {
    case 'Ident': {
      if (target.object?.kind !== 'var') throw f.error(e.pos, `cannot assign to ${target.name}`);
      return variablePlace(f, target.object, type);
    }
    case 'SelectorExpr': {
      if (target.selection === undefined) {
        if (target.sel.object?.kind !== 'var') throw f.error(e.pos, 'cannot assign');
        return variablePlace(f, target.sel.object, type);
      }
      const text = fieldText(f, emit(f, target.x), target.selection);
      const dot = text.lastIndexOf('.');
      const [setup, object] = twice(f, text.slice(0, dot), keep);
      const key = text.slice(dot + 1);
      const access = `${object}.${key}`;
      const before = setup === object ? '' : `${setup};`;
      if (aggregate) return { type, setup: before, read: access, store: assignInto(access) };
      return {
        type,
        setup: before,
        read: access,
        store: (value) => logged(f, object, JSON.stringify(key), value, access),
      };
    }
    case 'IndexExpr': {
      const container = underlying(typeOf(f, target.x));
      if (container.kind === 'map') {
        const [setMap, map] = twice(f, emit(f, target.x), keep);
        const [setKey, key] = twice(f, emitAs(f, target.indices[0] as Expr, container.key), keep);
        const setup = `${setMap === map ? '' : `${setMap};`}${setKey === key ? '' : `${setKey};`}`;
        const descriptor = f.descriptor(typeOf(f, target.x));
        return {
          type,
          setup,
          read: `M.mapGet(${map}, ${key}, ${descriptor})`,
          store: (value) => `M.mapSet(${map}, ${key}, ${value});`,
        };
      }
      const element = elementOperands(f, target, keep);
      const array = f.temporary();
      const index = f.temporary();
      const setup = element.sets.map((set) => `${set};`).join(' ');
      const check = `${element.check}; ${array} = ${element.array}; ${index} = ${element.index};`;
      const access = `${array}[${index}]`;
      if (aggregate) return { type, setup, check, read: access, store: assignInto(access) };
      return { type, setup, check, read: access, store: (value) => logged(f, array, index, value, access) };
    }
    case 'StarExpr': {
      const element = pointee(typeOf(f, target.x));
      const [set, pointer] = twice(f, emit(f, target.x), keep);
      const setup = set === pointer ? '' : `${set};`;
      if (isAggregate(element)) return { type, setup, read: pointer, store: assignInto(`M.notNil(${pointer})`) };
      return { type, setup, read: `${pointer}.v`, store: (value) => logged(f, pointer, '"v"', value, `${pointer}.v`) };
    }
    default:
      throw f.error(e.pos, `cannot assign to ${target.kind}`);
  }
}

function variablePlace(f: FunctionEmitter, variable: Var, type: Type): Place {
  if (variable.role === 'package') {
    const global = f.linker.globalReference(f, variable);
    if (isAggregate(type)) {
      return {
        type,
        setup: '',
        read: `${global}.v`,
        store: (value) => `${f.descriptor(type)}.assign(${global}.v, ${value});`,
      };
    }
    return { type, setup: '', read: `${global}.v`, store: (value) => logged(f, global, '"v"', value, `${global}.v`) };
  }
  const slot = f.slotOf(variable);
  if (slot.kind === 'cell') {
    return {
      type,
      setup: '',
      read: `${slot.js}.v`,
      store: (value) => logged(f, slot.js, '"v"', value, `${slot.js}.v`),
    };
  }
  if (slot.kind === 'object' || (isAggregate(type) && variable.addressTaken)) {
    return { type, setup: '', read: slot.js, store: (value) => `${f.descriptor(type)}.assign(${slot.js}, ${value});` };
  }
  const [frame = '', property] = slot.js.split('.');
  // The step that writes says so of its own frame's variables; a range-over-func body has those of the function around, too.
  const isAround = property !== undefined && frame !== f.frame;
  const store = (value: string): string =>
    isAround ? logged(f, frame, JSON.stringify(property), value, slot.js) : `${slot.js} = ${value};`;
  return { type, setup: '', read: slot.js, store };
}

/** The frame properties that a statement writes: the tracer keeps their old values. */
export function writtenProperties(f: FunctionEmitter, targets: Expr[]): string[] {
  const written: string[] = [];
  for (const target of targets) {
    const e = unparen(target);
    if (e.kind !== 'Ident' || e.object?.kind !== 'var' || e.object.role === 'package') continue;
    const slot = f.slots.get(e.object);
    if (slot?.kind === 'plain' && slot.js.startsWith(`${f.frame}.`)) written.push(slot.js.slice(f.frame.length + 1));
  }
  return written;
}

export function emitAssign(f: FunctionEmitter, s: AssignStmt, scopeEnd: Pos): void {
  if (s.op === ':=') emitDefine(f, s, scopeEnd);
  else if (s.op === '=') emitPlainAssign(f, s.lhs, s.rhs);
  else {
    const target = place(f, s.lhs[0] as Expr);
    const op = s.op.slice(0, -1) as BinaryOp;
    const shift = op === '<<' || op === '>>';
    const right = shift ? emit(f, s.rhs[0] as Expr) : emitAs(f, s.rhs[0] as Expr, target.type);
    storeInto(f, target, right, (value) => arithmetic(op, basicKind(target.type) ?? 'int', target.read, value));
  }
}

export function emitIncDec(f: FunctionEmitter, s: IncDecStmt): void {
  const target = place(f, s.x);
  const one = basicKind(target.type)?.startsWith('complex') === true ? 'new M.Complex(1, 0)' : '1';
  storeInto(f, target, one, (value) =>
    arithmetic(s.op === '++' ? '+' : '-', basicKind(target.type) ?? 'int', target.read, value),
  );
}

/** Operands, right side, check, store: in this order, as Go's compiler has it. */
export function storeInto(f: FunctionEmitter, target: Place, right: string, value = (js: string): string => js): void {
  let js = right;
  let before = target.setup;
  if (target.check !== undefined && /[([]/.test(right)) {
    js = f.temporary();
    before += `${js} = ${right};`;
  }
  f.write(`${before}${target.check ?? ''}${target.store(value(js))}`);
}

export function emitPlainAssign(f: FunctionEmitter, lhs: Expr[], rhs: Expr[]): void {
  if (lhs.length === 1 && rhs.length === 1) {
    const left = lhs[0] as Expr;
    const right = rhs[0] as Expr;
    if (isBlank(left)) {
      f.write(`${emit(f, right)};`);
      return;
    }
    const target = place(f, left);
    storeInto(f, target, emitAs(f, right, target.type));
    return;
  }
  const places = lhs.map((e) => (isBlank(e) ? null : place(f, e, true)));
  const types = places.map((target) => target?.type ?? null);
  const values = multipleValues(f, rhs, lhs.length, types, places);
  places.forEach((target, i) => {
    if (target !== null) f.write(`${target.check ?? ''}${target.store(values[i] ?? 'undefined')}`);
  });
}

/**
 * Evaluates the operands of the places and then the right side of a tuple assignment, into temporaries of the given types (null: as they are). Calls on
 * both sides come before that.
 */
function multipleValues(
  f: FunctionEmitter,
  rhs: Expr[],
  count: number,
  types: (Type | null)[],
  places: (Place | null)[] = [],
): string[] {
  const writeSetups = (): void => {
    for (const target of places) if (target !== null && target.setup !== '') f.write(target.setup);
  };
  if (rhs.length === count) {
    const texts = rhs.map((e, i) => emitAs(f, e, types[i] ?? typeOf(f, e)));
    writeSetups();
    return texts.map((text) => {
      const name = f.temporary();
      f.write(`${name} = ${text};`);
      return name;
    });
  }
  const { text, types: given } = tupleText(f, rhs[0] as Expr);
  writeSetups();
  const tuple = f.temporary();
  f.write(`${tuple} = ${text};`);
  return given.map((type, i) => {
    const target = types[i];
    return target === null || target === undefined ? `${tuple}[${i}]` : convert(f, `${tuple}[${i}]`, type, target);
  });
}

/** A call with several results or a comma-ok form, as text giving an array. */
function tupleText(f: FunctionEmitter, e: Expr): { text: string; types: Type[] } {
  const inner = unparen(e);
  const bool = f.linker.boolType;
  const valueType = (): Type => {
    const type = typeOf(f, inner);
    return type.kind === 'tuple' ? (type.types[0] as Type) : type;
  };
  switch (inner.kind) {
    case 'CallExpr': {
      const type = typeOf(f, inner);
      if (type.kind !== 'tuple') throw f.error(e.pos, 'call gives one value');
      return { text: emit(f, inner), types: type.types };
    }
    case 'IndexExpr': {
      const mapType = typeOf(f, inner.x);
      const map = underlying(mapType);
      if (map.kind !== 'map') break;
      const operands = [emit(f, inner.x), emitAs(f, inner.indices[0] as Expr, map.key)];
      return { text: `M.mapGetOk(${operands.join(', ')}, ${f.descriptor(mapType)})`, types: [map.element, bool] };
    }
    case 'TypeAssertExpr': {
      const target = valueType();
      return { text: `M.typeAssertOk(${emit(f, inner.x)}, ${f.descriptor(target)})`, types: [target, bool] };
    }
    case 'UnaryExpr':
      if (inner.op === '<-') return { text: emitReceive(f, inner.x, true), types: [valueType(), bool] };
      break;
    default:
  }
  throw f.error(e.pos, 'expression does not give two values');
}

/** `a, b := …`: new variables are made, others assigned. */
function emitDefine(f: FunctionEmitter, s: AssignStmt, scopeEnd: Pos): void {
  const isNew = (e: Expr): e is Expr & { kind: 'Ident'; object: Var } =>
    e.kind === 'Ident' &&
    e.object?.kind === 'var' &&
    e.object.pos === e.pos &&
    e.object.role !== 'package' &&
    e.name !== '_';
  if (s.lhs.length === 1 && s.rhs.length === 1) {
    const left = s.lhs[0] as Expr;
    const right = s.rhs[0] as Expr;
    if (!isNew(left)) f.write(`${emit(f, right)};`);
    else f.define(left.object, scopeEnd, emitAs(f, right, left.object.type));
    return;
  }
  const places = s.lhs.map((e) => (isBlank(e) || isNew(e) ? null : place(f, e, true)));
  const types = s.lhs.map((e, i) => (isNew(e) ? f.type(e.object.type) : (places[i]?.type ?? null)));
  const values = multipleValues(f, s.rhs, s.lhs.length, types, places);
  s.lhs.forEach((e, i) => {
    const value = values[i] ?? 'undefined';
    if (isNew(e)) f.define(e.object, scopeEnd, value);
    else {
      const target = places[i];
      if (target !== null && target !== undefined) f.write(`${target.check ?? ''}${target.store(value)}`);
    }
  });
}

/** `var a, b T = …` within a function. */
export function emitVarSpec(f: FunctionEmitter, vars: (Var | null)[], values: Expr[], scopeEnd: Pos): void {
  if (values.length === 0) {
    for (const variable of vars) if (variable !== null) f.define(variable, scopeEnd, f.zero(variable.type));
    return;
  }
  if (vars.length === 1 && values.length === 1) {
    const variable = vars[0];
    const value = values[0] as Expr;
    if (variable === null || variable === undefined) f.write(`${emit(f, value)};`);
    else f.define(variable, scopeEnd, emitAs(f, value, variable.type));
    return;
  }
  const results = multipleValues(
    f,
    values,
    vars.length,
    vars.map((variable) => (variable === null ? null : f.type(variable.type))),
  );
  vars.forEach((variable, i) => {
    if (variable !== null) f.define(variable, scopeEnd, results[i] ?? 'undefined');
  });
}
