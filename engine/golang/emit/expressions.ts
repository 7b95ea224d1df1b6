/** Go expressions as JavaScript expressions (Go spec, "Expressions"). */
import type {
  BinaryExpr,
  CompositeLit,
  Expr,
  FuncLit,
  IndexExpr,
  SelectorExpr,
  SliceExpr,
  UnaryExpr,
} from '../syntax/ast.ts';
import { release } from '../machine/release.ts';
import type { Constant } from '../types/constant.ts';
import type { Selection, Type, Var } from '../types/types.ts';
import { emitCall } from './calls.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import { hasBits, isZero } from './bitTests.ts';
import { constantText } from './constants.ts';
import { convert } from './conversions.ts';
import type { FunctionEmitter } from './function.ts';
import { arithmetic, isComplex, isWide, wrapSmall } from './numbers.ts';
import { hasCall, isConvertedByAddress } from './order.ts';
import { unparen } from './parking.ts';
import {
  basicKind,
  isAggregate,
  isInterface,
  isPointerShaped,
  pointee,
  typedArrayOf,
  underlying,
} from './typeQueries.ts';

/** The type of a checked expression in this instance. */
export function typeOf(f: FunctionEmitter, e: Expr): Type {
  if (e.type === undefined) throw f.error(e.pos, `${e.kind} has no type`);
  return f.type(e.type);
}

/** The value of `e` as a value of type `target`: converted implicitly (boxed into an interface) and copied where it is a struct or array in a variable. */
export function emitAs(f: FunctionEmitter, e: Expr, target: Type): string {
  return converted(f, e, f.type(target), true);
}

/** Like emitAs for a value that is only looked at: not copied. */
export function emitUncopied(f: FunctionEmitter, e: Expr, target: Type): string {
  return converted(f, e, f.type(target), false);
}

function converted(f: FunctionEmitter, e: Expr, target: Type, copy: boolean): string {
  if (e.mode === 'nil' || isNil(e)) return zeroOfNil(target);
  if (e.value !== undefined && e.type !== undefined) {
    const own = typeOf(f, e);
    if (!isInterface(target)) return constantText(e.value, basicKind(target) ?? 'int');
    return convert(f, constantText(e.value, basicKind(own) ?? 'int'), own, target);
  }
  const own = typeOf(f, e);
  const value = emit(f, e);
  if (isInterface(target) && !isInterface(own)) {
    const given = copied(f, e, value, own);
    const isFirst = isConvertedByAddress(own) && (e.mode !== 'variable' || (release.copiesLocalsFirst && isLocal(e)));
    return convert(f, isFirst ? f.kept(e, given) : given, own, target);
  }
  return copy ? copied(f, e, value, own) : value;
}

function isLocal(e: Expr): boolean {
  const inner = unparen(e);
  return inner.kind === 'Ident' && inner.object?.kind === 'var' && inner.object.role !== 'package';
}

function isNil(e: Expr): boolean {
  const inner = unparen(e);
  return inner.kind === 'Ident' && inner.object?.kind === 'nil';
}

/** What nil is for a type. */
export function zeroOfNil(target: Type): string {
  return underlying(target).kind === 'slice' ? 'M.nilSlice' : 'null';
}

/** A struct or array that lives in a variable is copied when its value is taken; a fresh one is not. */
function copied(f: FunctionEmitter, e: Expr, value: string, type: Type): string {
  if (!isAggregate(type) || isFresh(e)) return value;
  return `${f.descriptor(type)}.clone(${value})`;
}

function isFresh(e: Expr): boolean {
  const inner = unparen(e);
  if (inner.kind === 'CallExpr') return unparen(inner.fun).mode !== 'type' || inner.args.every((arg) => isFresh(arg));
  return (
    inner.kind === 'CompositeLit' ||
    inner.kind === 'TypeAssertExpr' ||
    (inner.kind === 'UnaryExpr' && inner.op === '<-')
  );
}

/** The value of an expression; a struct or array stands for the variable itself (not copied). */
export function emit(f: FunctionEmitter, e: Expr): string {
  if (e.value !== undefined && e.type !== undefined) {
    return constantText(e.value as Constant, basicKind(typeOf(f, e)) ?? 'int');
  }
  switch (e.kind) {
    case 'Ident':
      return emitIdent(f, e);
    case 'ParenExpr':
      return `(${emit(f, e.x)})`;
    case 'FuncLit':
      return f.literal(e as FuncLit);
    case 'CompositeLit':
      return emitCompositeLit(f, e, typeOf(f, e));
    case 'SelectorExpr':
      return e.selection === undefined ? emitSelector(f, e) : f.placed(e.x.end, emitSelector(f, e));
    case 'IndexExpr':
      return f.placed(e.x.end, emitIndex(f, e));
    case 'SliceExpr':
      return f.kept(e, f.placed(e.x.end, emitSlice(f, e)));
    case 'TypeAssertExpr': {
      const type = typeOf(f, e);
      const target = type.kind === 'tuple' ? (type.types[0] as Type) : type;
      const text = `M.typeAssert(${emit(f, e.x)}, ${f.descriptor(target)}, ${f.descriptor(typeOf(f, e.x))})`;
      return isPointerShaped(target) ? f.placed(e.x.end, text) : f.kept(e, f.placed(e.x.end, text));
    }
    case 'CallExpr':
      return emitCall(f, e);
    case 'StarExpr':
      return f.placed(e.pos, emitLoad(f, e.x));
    case 'UnaryExpr':
      return emitUnary(f, e);
    case 'BinaryExpr':
      return e.op === '/' || e.op === '%' ? f.placed(e.x.end, emitBinary(f, e)) : emitBinary(f, e);
    default:
      throw f.error(e.pos, `unsupported expression ${e.kind}`);
  }
}

function emitIdent(f: FunctionEmitter, e: Expr & { kind: 'Ident' }): string {
  const object = e.object;
  switch (object?.kind) {
    case 'var':
      if (object.role === 'package') return `${f.linker.globalReference(f, object)}.v`;
      return f.read(f.slotOf(object));
    case 'func':
      return `${f.linker.holderReference(f, object, e.typeArguments ?? [])}.value`;
    case 'nil':
      return zeroOfNil(typeOf(f, e));
    default:
      throw f.error(e.pos, `${e.name} is no value`);
  }
}

/** `*p`: the variable that a pointer points to. */
function emitLoad(f: FunctionEmitter, pointer: Expr): string {
  const element = pointee(typeOf(f, pointer));
  return isAggregate(element) ? `M.notNil(${emit(f, pointer)})` : `${emit(f, pointer)}.v`;
}

// ---- selectors

function emitSelector(f: FunctionEmitter, e: SelectorExpr): string {
  const selection = e.selection;
  if (selection === undefined) {
    const object = e.sel.object;
    if (object?.kind === 'var') return `${f.linker.globalReference(f, object)}.v`;
    if (object?.kind === 'func') return `${f.linker.holderReference(f, object, e.sel.typeArguments ?? [])}.value`;
    throw f.error(e.pos, `${e.sel.name} is no value`);
  }
  if (selection.kind === 'field') return fieldText(f, emitOperand(f, e.x), selection);
  if (selection.kind === 'methodExpr') return f.linker.methods.expression(f, e, selection);
  return f.linker.methods.value(f, e, selection);
}

/** The operand of a selector: a struct or a pointer to one (an object either way), or any receiver. */
export function emitOperand(f: FunctionEmitter, x: Expr): string {
  return emit(f, x);
}

/** Follows a selection's path of embedded fields from `base` to the field itself. */
export function fieldText(f: FunctionEmitter, base: string, selection: Selection): string {
  let text = pathText(f, base, selection);
  // go/types gives the field as the last step of its path; a path that ends before it gets it here.
  const last = selection.path.at(-1);
  if (selection.object.kind === 'var' && last?.field !== selection.object) text += f.linker.property(selection.object);
  return text;
}

export function pathText(f: FunctionEmitter, base: string, selection: Selection): string {
  return selection.path.reduce((text, step) => text + f.linker.property(step.field, step.index), base);
}

// ---- index and slice

/** Makes sure that `js` can be used twice: a plain name or literal stays, anything else goes into a temporary; gives [setup, name]. With `keep` a variable's value is kept too: it may change in between. */
export function twice(f: FunctionEmitter, js: string, keep = false): [string, string] {
  if ((!keep && /^[\w$]+(\.[\w$]+)?$/.test(js)) || /^-?\d+$/.test(js)) return [js, js];
  const name = f.temporary();
  return [`(${name} = ${js})`, name];
}

function emitIndex(f: FunctionEmitter, e: IndexExpr): string {
  const x = unparen(e.x);
  if (e.mode === 'value' && underlyingOf(f, e.x)?.kind === 'signature') return emitInstantiated(f, e);
  const type = typeOf(f, x);
  const under = underlying(type);
  const index = e.indices[0] as Expr;
  if (under.kind === 'map') {
    return `M.mapGet(${emit(f, x)}, ${emitAs(f, index, under.key)}, ${f.descriptor(type)})`;
  }
  if (under.kind === 'basic') return `M.stringIndex(${emit(f, x)}, ${emit(f, index)})`;
  const place = elementPlace(f, e);
  return `(${place.check}, ${place.array}[${place.index}])`;
}

function underlyingOf(f: FunctionEmitter, e: Expr): ReturnType<typeof underlying> | null {
  return e.type === undefined || e.mode === 'type' ? null : underlying(typeOf(f, e));
}

function emitInstantiated(f: FunctionEmitter, e: IndexExpr): string {
  const generic = unparen(e.x);
  if (generic.kind === 'SelectorExpr' && generic.selection !== undefined) return emitSelector(f, generic);
  const ident = generic.kind === 'SelectorExpr' ? generic.sel : generic;
  if (ident.kind !== 'Ident' || ident.object?.kind !== 'func') throw f.error(e.pos, 'unsupported instantiation');
  return `${f.linker.holderReference(f, ident.object, ident.typeArguments ?? [])}.value`;
}

/** The place of an element of a slice, array or pointer to array: an expression that checks the index first, then array and index. */
export function elementPlace(f: FunctionEmitter, e: IndexExpr): { check: string; array: string; index: string } {
  const { sets, check, array, index } = elementOperands(f, e, false);
  return { check: [...sets, check].join(', '), array, index };
}

/** The same with the operands' evaluation apart from the check: an assignment checks after its right side. */
export function elementOperands(
  f: FunctionEmitter,
  e: IndexExpr,
  keep: boolean,
): { sets: string[]; check: string; array: string; index: string } {
  const type = typeOf(f, e.x);
  const under = underlying(type);
  const [setX, x] = twice(f, emit(f, e.x), keep);
  const [setIndex, index] = twice(f, emit(f, e.indices[0] as Expr), keep);
  const sets = [...(setX === x ? [] : [setX]), ...(setIndex === index ? [] : [setIndex])];
  if (under.kind === 'slice') {
    const check = `${index} >= 0 && ${index} < ${x}.length || M.panicIndex(${index}, ${x}.length)`;
    return { sets, check, array: `${x}.array`, index: `${x}.offset + ${index}` };
  }
  const array = under.kind === 'pointer' ? underlying(under.element) : under;
  if (array.kind !== 'array') throw f.error(e.pos, `cannot index ${under.kind}`);
  const constant = /^\d+$/.test(index) && Number(index) < array.length;
  const check = constant
    ? '0'
    : `${index} >= 0 && ${index} < ${array.length} || M.panicIndex(${index}, ${array.length})`;
  return { sets, check, array: x, index };
}

/** The operand of a slice expression and its first two bounds. */
function sliceOperands(f: FunctionEmitter, e: SliceExpr): string {
  const bound = (x: Expr | null): string => (x === null ? 'undefined' : emit(f, x));
  return [emit(f, e.x), bound(e.low), bound(e.high)].join(', ');
}

/** A short constant string. */
const isWord = (e: Expr): boolean => e.value?.kind === 'string' && e.value.value.length <= 32;

/** `s[i:j] == "word"` for a string s; null for another x. */
function emitIsSlice(f: FunctionEmitter, x: Expr, word: Expr): string | null {
  const e = unparen(x);
  if (e.kind !== 'SliceExpr' || underlying(typeOf(f, e.x)).kind !== 'basic') return null;
  return f.kept(e, f.placed(e.x.end, `M.isSlice(${sliceOperands(f, e)}, ${emit(f, word)})`));
}

function emitSlice(f: FunctionEmitter, e: SliceExpr): string {
  const under = underlying(typeOf(f, e.x));
  const operands = sliceOperands(f, e);
  if (under.kind === 'basic') return `M.sliceString(${operands})`;
  return `M.${under.kind === 'slice' ? 'sliceSlice' : 'sliceArray'}(${operands}, ${e.max === null ? 'undefined' : emit(f, e.max)})`;
}

// ---- composite literals

/** A field that a literal gives a value: the indexes that lead to it (more than one: it is promoted, Go 1.27), and the value. */
interface GivenField {
  path: number[];
  text: string;
}

function emitStructLit(f: FunctionEmitter, e: CompositeLit, type: Type): string {
  if (e.elements.length === 0) return `${f.descriptor(type)}.zero()`;
  const given = e.elements.map((element, i): GivenField => {
    if (element.kind !== 'KeyValueExpr')
      return { path: [i], text: emitAs(f, element, fieldsOf(type)[i]?.type as Type) };
    const { key } = element;
    if (key.kind !== 'Ident') throw f.error(key.pos, 'the key of a struct literal is no name');
    const { path, field } = fieldPath(f, type, key.name);
    return { path, text: emitAs(f, element.val, field.type) };
  });
  const inOrder = given.every(({ path }, i) => path.length === 1 && (path[0] ?? 0) > (given[i - 1]?.path[0] ?? -1));
  if (inOrder || given.every(({ text }) => !text.includes('('))) return structText(f, type, given);
  const kept = given.map(({ path, text }) => ({ path, text, temporary: f.temporary() }));
  const sets = kept.map(({ temporary, text }) => `${temporary} = ${text}`);
  const make = structText(f, type, kept.map(({ path, temporary }) => ({ path, text: temporary }))); // prettier-ignore
  return `(${sets.join(', ')}, ${make})`;
}

function fieldsOf(type: Type): Var[] {
  const under = underlying(type);
  return under.kind === 'struct' ? under.fields : [];
}

/** The field of a struct by name, promoted or not. */
function fieldPath(f: FunctionEmitter, type: Type, name: string): { path: number[]; field: Var } {
  const fields = fieldsOf(type);
  const index = fields.findIndex((field) => field.name === name);
  const own = fields[index];
  if (own !== undefined) return { path: [index], field: own };
  const selection = lookupFieldOrMethod(type, true, f.pkg, name);
  if (selection?.object.kind !== 'var') throw new Error(`no field ${name}`);
  return { path: selection.path.map((step) => step.index), field: selection.object };
}

function structText(f: FunctionEmitter, type: Type, given: GivenField[]): string {
  const args = fieldsOf(type).map((field, i) => {
    const here = given.filter(({ path }) => path[0] === i);
    const whole = here.find(({ path }) => path.length === 1);
    if (whole !== undefined) return whole.text;
    if (here.length === 0) return f.zero(field.type);
    return structText(f, field.type, here.map(({ path, text }) => ({ path: path.slice(1), text }))); // prettier-ignore
  });
  return `${f.descriptor(type)}.make(${args.join(', ')})`;
}

export function emitCompositeLit(f: FunctionEmitter, e: CompositeLit, type: Type): string {
  const under = underlying(type);
  switch (under.kind) {
    case 'pointer':
      // An elided `&T` in a composite literal's elements.
      return emitAddressOfLiteral(f, e, under.element);
    case 'struct':
      return emitStructLit(f, e, type);
    case 'map': {
      const pairs = e.elements.map((element) => {
        if (element.kind !== 'KeyValueExpr') throw f.error(element.pos, 'missing key in map literal');
        const { key, val } = element;
        const texts = [emitElement(f, key, under.key), emitElement(f, val, under.element)];
        // An entry is made before the calls of the next one.
        return `[${texts.map((text) => f.kept(val, text)).join(', ')}]`;
      });
      return `M.mapLiteral(${f.descriptor(type)}, [${pairs.join(', ')}])`;
    }
    case 'slice':
    case 'array': {
      const indexed: { index: number; text: string }[] = [];
      let next = 0;
      for (const element of e.elements) {
        let value = element;
        if (element.kind === 'KeyValueExpr') {
          next = constantIndex(f, element.key);
          value = element.val;
        }
        indexed.push({ index: next++, text: emitElement(f, value, under.element) });
      }
      const length = under.kind === 'array' ? under.length : Math.max(0, ...indexed.map((item) => item.index + 1));
      const array = arrayText(f, under.element, length, indexed);
      return under.kind === 'array' ? array : `M.sliceOf(${array})`;
    }
    default:
      throw f.error(e.pos, `unsupported composite literal of ${under.kind}`);
  }
}

function constantIndex(f: FunctionEmitter, key: Expr): number {
  if (key.value?.kind !== 'int') throw f.error(key.pos, 'index is not a constant');
  return Number(key.value.value);
}

function emitElement(f: FunctionEmitter, value: Expr, type: Type): string {
  const inner = unparen(value);
  if (inner.kind === 'CompositeLit' && inner.typeExpr === null) return emitCompositeLit(f, inner, f.type(type));
  return emitAs(f, value, type);
}

function arrayText(
  f: FunctionEmitter,
  element: Type,
  length: number,
  items: { index: number; text: string }[],
): string {
  const elementType = f.type(element);
  const typed = typedArrayOf(elementType);
  const dense = items.length === length && items.every((item, i) => item.index === i);
  // The elements of what lies in memory lie one behind the other: the machine makes the room.
  const inMemory = elementType.kind === 'named' && f.linker.descriptors.isMapped(elementType);
  if (dense && !inMemory) {
    const list = `[${items.map((item) => item.text).join(', ')}]`;
    if (typed === null) return list;
    // A JavaScript call takes no more than 65535 arguments.
    return items.length > 1000 ? `new ${typed}(${list})` : `${typed}.of(${list.slice(1, -1)})`;
  }
  const sets = items.map((item) => `[${item.index}, ${item.text}]`);
  return `M.arrayWith(${f.descriptor(element)}, ${length}, [${sets.join(', ')}])`;
}

function emitAddressOfLiteral(f: FunctionEmitter, e: CompositeLit, type: Type): string {
  const value = emitCompositeLit(f, e, f.type(type));
  return isAggregate(f.type(type)) ? value : `new M.Cell(${value})`;
}

// ---- operators

function emitUnary(f: FunctionEmitter, e: UnaryExpr): string {
  if (e.op === '&') return emitAddress(f, e.x);
  if (e.op === '<-') return emitReceive(f, e.x, false);
  const type = typeOf(f, e);
  const kind = basicKind(type) ?? 'int';
  const x = emit(f, e.x);
  switch (e.op) {
    case '+':
      return x;
    case '!':
      return `!(${x})`;
    case '-':
      if (isWide(kind)) return kind.startsWith('int') ? `M.negInt(${x})` : `M.negUint(${x})`;
      if (isComplex(kind)) return `M.complexNeg(${x})`;
      if (kind.startsWith('float')) return `(-(${x}))`;
      return wrapSmall(kind, `-(${x})`);
    case '^':
      if (isWide(kind)) return kind.startsWith('int') ? `M.notInt(${x})` : `M.notUint(${x})`;
      return wrapSmall(kind, `~(${x})`);
    default:
      throw f.error(e.pos, `unsupported operator ${e.op}`);
  }
}

/** `<-c`; with `ok` the text gives [value, ok]. */
export function emitReceive(f: FunctionEmitter, channel: Expr, ok: boolean): string {
  if (f.leaving !== null) {
    return f.called(`M.start(M.${ok ? 'chanrecvOk' : 'chanrecv'}(${emit(f, channel)}))`, true, channel.pos - 1, '');
  }
  const text = receiveText(f, channel, ok);
  return f.order.lifts ? f.called(text, false, channel.pos, '') : text;
}

function receiveText(f: FunctionEmitter, channel: Expr, ok: boolean): string {
  const star = f.isGenerator ? 'yield* ' : '';
  const name = `${ok ? 'chanrecvOk' : 'chanrecv'}${f.isGenerator ? '' : 'Plain'}`;
  return `(${star}M.${name}(${emit(f, channel)}))`;
}

/** `&x`: a pointer to the variable that `x` denotes. */
export function emitAddress(f: FunctionEmitter, x: Expr): string {
  const target = unparen(x);
  const type = typeOf(f, target);
  const aggregate = isAggregate(type);
  switch (target.kind) {
    case 'CompositeLit':
      return emitAddressOfLiteral(f, target, type);
    case 'Ident': {
      if (target.object?.kind !== 'var') throw f.error(x.pos, `cannot take the address of ${target.name}`);
      if (target.object.role === 'package') {
        const global = f.linker.globalReference(f, target.object);
        return aggregate ? `${global}.v` : global;
      }
      const slot = f.slotOf(target.object);
      if (!aggregate && slot.kind !== 'cell') throw f.error(x.pos, `variable ${target.name} has no address`);
      return slot.js;
    }
    case 'SelectorExpr': {
      if (target.selection === undefined) {
        if (target.sel.object?.kind !== 'var') throw f.error(x.pos, 'cannot take the address');
        const global = f.linker.globalReference(f, target.sel.object);
        return aggregate ? `${global}.v` : global;
      }
      const text = fieldText(f, emit(f, target.x), target.selection);
      if (aggregate) return text;
      const [object, key] = splitField(text);
      return `M.fieldPointer(${object}, ${JSON.stringify(key)})`;
    }
    case 'IndexExpr': {
      const place = elementPlace(f, target);
      if (aggregate) return `(${place.check}, ${place.array}[${place.index}])`;
      return `(${place.check}, M.elementPointer(${place.array}, ${place.index}))`;
    }
    case 'StarExpr':
      return aggregate ? emit(f, target) : `M.notNil(${emit(f, target.x)})`;
    default: {
      // `&(call)` since 1.26's new(expr) never gets here; anything else is a fresh value.
      const value = emit(f, target);
      return aggregate ? `${f.descriptor(type)}.clone(${value})` : `new M.Cell(${value})`;
    }
  }
}

/** Splits `object.key` at its last property. */
export function splitField(text: string): [string, string] {
  const dot = text.lastIndexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/** `x && y`: calls in y are made only where x holds. */
function emitLogical(f: FunctionEmitter, e: BinaryExpr): string {
  const { leaving } = f;
  if (!f.order.lifts || !hasCall(e.y)) {
    return f.kept(e, `(${emit(f, e.x)} ${e.op} ${f.inPlace(() => emit(f, e.y))})`);
  }
  const result = f.temporary();
  if (leaving?.beginsIn(e.y) === true) f.open('{');
  else f.write(`${result} = ${emit(f, e.x)}; if (${e.op === '&&' ? '' : '!'}${result}) {`);
  f.write(`${result} = ${emit(f, e.y)}; }`);
  return result;
}

function emitBinary(f: FunctionEmitter, e: BinaryExpr): string {
  switch (e.op) {
    case '&&':
    case '||':
      return emitLogical(f, e);
    case '==':
      return emitEquality(f, e.x, e.y);
    case '!=':
      return `!${emitEquality(f, e.x, e.y)}`;
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const operand = operandType(f, e.x, e.y);
      return `(${emitUncopied(f, e.x, operand)} ${e.op} ${emitUncopied(f, e.y, operand)})`;
    }
    case '<<':
    case '>>':
      return arithmetic(e.op, basicKind(typeOf(f, e)) ?? 'int', emitAs(f, e.x, typeOf(f, e)), emit(f, e.y));
    default: {
      const type = typeOf(f, e);
      return arithmetic(e.op, basicKind(type) ?? 'int', emitAs(f, e.x, type), emitAs(f, e.y, type));
    }
  }
}

/** The common type of two operands of a comparison: the one that is not an untyped constant or nil. */
function operandType(f: FunctionEmitter, x: Expr, y: Expr): Type {
  if (isNil(x)) return typeOf(f, y);
  if (isNil(y)) return typeOf(f, x);
  return x.value !== undefined ? typeOf(f, y) : typeOf(f, x);
}

/** `x == y`, always within parentheses. */
export function emitEquality(f: FunctionEmitter, x: Expr, y: Expr): string {
  if (isNil(x) || isNil(y)) {
    const operand = isNil(x) ? y : x;
    const text = emit(f, operand);
    return underlying(typeOf(f, operand)).kind === 'slice' ? `(${text}.array === null)` : `(${text} === null)`;
  }
  const xType = typeOf(f, x);
  const yType = typeOf(f, y);
  const bits = isZero(y) ? hasBits(f, x) : null;
  if (bits !== null) return `(!${bits})`;
  const word = isWord(y) ? emitIsSlice(f, x, y) : null;
  if (word !== null) return word;
  const mixed = isInterface(xType) !== isInterface(yType);
  const common = mixed ? (isInterface(xType) ? xType : yType) : operandType(f, x, y);
  return equalText(f, emitUncopied(f, x, common), emitUncopied(f, y, common), common);
}

/** Equality of two values of one type, within parentheses. */
export function equalText(f: FunctionEmitter, x: string, y: string, type: Type): string {
  const under = underlying(type);
  if (under.kind === 'interface') return `(M.equalInterface(${x}, ${y}))`;
  if (under.kind === 'struct' || under.kind === 'array') return `(${f.descriptor(type)}.equal(${x}, ${y}))`;
  if (under.kind === 'basic' && isComplex(under.name)) return `(M.complexEqual(${x}, ${y}))`;
  return `(${x} === ${y})`;
}
