/** Conversions between types, explicit and implicit (Go spec, "Conversions"). */
import type { CallExpr, Expr } from '../syntax/ast.ts';
import type { Type } from '../types/types.ts';
import { emit, emitUncopied, twice, typeOf } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { convertNumber, isFloat, isInteger } from './numbers.ts';
import { basicKind, isAggregate, isInterface, underlying } from './typeQueries.ts';

/** A value of type `from` (already copied) as a value of type `to`; text to text. */
export function convert(f: FunctionEmitter, js: string, from: Type, to: Type): string {
  if (from === to) return js;
  if (isInterface(to)) return isInterface(from) ? js : boxText(f, js, from);
  return js;
}

/** Puts a value into an interface. A pointer to a struct stands for itself (checked, since it may be nil, or converted from a pointer to another struct). */
function boxText(f: FunctionEmitter, js: string, type: Type): string {
  const descriptor = f.descriptor(type);
  const box = `${descriptor}.box(${js})`;
  if (type.kind !== 'pointer') return box;
  const element = f.type(type.element);
  if (underlying(element).kind !== 'struct') return box;
  if (element.kind === 'named' && f.linker.descriptors.isMapped(element)) return box;
  const [set, pointer] = twice(f, js);
  return `(${set} !== null && ${pointer}.$type === ${descriptor} ? ${pointer} : ${descriptor}.box(${pointer}))`;
}

/** `T(x)`. */
export function emitConversion(f: FunctionEmitter, call: CallExpr): string {
  const to = typeOf(f, call);
  const x = call.args[0] as Expr;
  const from = typeOf(f, x);
  const toUnder = underlying(to);
  const fromUnder = underlying(from);
  if (isInterface(to)) return emitUncopied(f, x, to);
  if (x.value !== undefined && toUnder.kind !== 'slice') {
    // A constant operand with a non-constant result: T is a type parameter.
    const toKind = basicKind(to);
    const fromKind = basicKind(from);
    if (toKind === 'string' && fromKind !== 'string') return `M.runeToString(${emit(f, x)})`;
    if (toKind !== null && toKind === fromKind) return emit(f, x);
  }
  const value = emitUncopied(f, x, from);
  if (toUnder.kind === 'basic') {
    const toKind = basicKind(to) ?? 'int';
    const fromKind = basicKind(from);
    if (toKind === 'unsafe.Pointer') {
      if (fromKind === 'unsafe.Pointer') return value;
      if (fromKind !== null) return `M.pointerAt(${value})`;
      return fromUnder.kind === 'pointer' ? `M.toUnsafePointer(${value}, ${f.descriptor(fromUnder.element)})` : value;
    }
    if (fromKind === 'unsafe.Pointer') return `M.addressOf(${value})`;
    if (toKind === 'string') {
      if (fromKind === 'string') return value;
      if (fromKind !== null) return `M.runeToString(${value})`;
      if (fromUnder.kind === 'slice') {
        return basicKind(fromUnder.element) === 'uint8' ? `M.bytesToString(${value})` : `M.runesToString(${value})`;
      }
      return value;
    }
    if (fromKind !== null && (isInteger(toKind) || isFloat(toKind) || toKind.startsWith('complex'))) {
      return convertNumber(fromKind, toKind, value);
    }
    return value;
  }
  if (toUnder.kind === 'slice' && basicKind(from) === 'string') {
    const made = basicKind(toUnder.element) === 'uint8' ? `M.stringToBytes(${value})` : `M.stringToRunes(${value})`;
    return f.kept(call, made);
  }
  if (toUnder.kind === 'pointer' && basicKind(from) === 'unsafe.Pointer') {
    return `M.fromUnsafePointer(${value}, ${f.descriptor(toUnder.element)})`;
  }
  if (fromUnder.kind === 'slice' && toUnder.kind === 'array') return `M.sliceToArray(${value}, ${f.descriptor(to)})`;
  if (fromUnder.kind === 'slice' && toUnder.kind === 'pointer')
    return `M.sliceToArrayPointer(${value}, ${f.descriptor(toUnder.element)})`;
  if (isAggregate(to)) {
    // A struct of another named type needs an object of that type's class.
    return from === to ? `${f.descriptor(to)}.clone(${value})` : `${f.descriptor(to)}.cloneFrom(${value})`;
  }
  return value;
}
