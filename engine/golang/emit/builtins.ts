/** Calls of the built-in functions (Go spec, "Built-in functions", and package unsafe). */
import { release } from '../machine/release.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import type { Type } from '../types/types.ts';
import { constantText } from './constants.ts';
import { emit, emitAs, typeOf } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { hasCall } from './order.ts';
import { basicKind, isAggregate, isInterface, underlying } from './typeQueries.ts';

export function emitBuiltin(f: FunctionEmitter, call: CallExpr, name: string): string {
  const args = call.args;
  const first = args[0] as Expr;
  switch (name.replace(/^unsafe\./, '')) {
    case 'len':
    case 'cap':
      return emitLength(f, first, name === 'cap' ? 'cap' : 'len');
    case 'append':
      return emitAppend(f, call);
    case 'copy': {
      const source = args[1] as Expr;
      const name = basicKind(typeOf(f, source)) === 'string' ? 'copyString' : 'copy';
      if (name === 'copyString') return `M.copyString(${emit(f, first)}, ${emit(f, source)})`;
      return `M.copy(${emit(f, first)}, ${emit(f, source)}, ${f.descriptor(elementOf(typeOf(f, first)))})`;
    }
    case 'make':
      return emitMake(f, call);
    case 'new': {
      if (first.mode !== 'type') {
        const type = f.type(typeOf(f, call));
        const under = underlying(type);
        const element = under.kind === 'pointer' ? under.element : type;
        const value = emitAs(f, first, element);
        return isAggregate(element) ? value : `new M.Cell(${value})`;
      }
      const type = typeOf(f, first);
      return isAggregate(type) ? f.zero(type) : `new M.Cell(${f.zero(type)})`;
    }
    case 'delete': {
      const map = underlying(typeOf(f, first));
      if (map.kind !== 'map') throw f.error(call.pos, 'delete of a non-map');
      return `M.mapDelete(${emit(f, first)}, ${emitAs(f, args[1] as Expr, map.key)})`;
    }
    case 'clear': {
      const under = underlying(typeOf(f, first));
      if (under.kind === 'map') return `M.mapClear(${emit(f, first)})`;
      if (under.kind !== 'slice') throw f.error(call.pos, 'clear of a non-slice');
      return `M.clearSlice(${emit(f, first)}, ${f.descriptor(under.element)})`;
    }
    case 'close':
      return `M.closechan(${emit(f, first)})`;
    case 'panic':
      return panicText(f, call, emitAs(f, first, f.linker.anyType));
    case 'recover':
      // The body of a loop over a func is called by the iterator: nothing deferred it.
      return f.detour === null ? `M.gorecover($recoverable)` : `M.gorecover(null)`;
    case 'print':
    case 'println': {
      const pairs = args.map((arg) => `[${emitPrintArgument(f, arg)}]`);
      return `M.${name}(${pairs.join(', ')})`;
    }
    case 'min':
    case 'max': {
      const type = typeOf(f, call);
      const kind = basicKind(type) ?? 'int';
      const values = args.map((arg) => emitAs(f, arg, type)).join(', ');
      return `M.${name}${kind.startsWith('float') ? 'Float' : ''}(${values})`;
    }
    case 'complex':
      return `M.complex(${args.map((arg) => emit(f, arg)).join(', ')})`;
    case 'real':
      return `(${emit(f, first)}).re`;
    case 'imag':
      return `(${emit(f, first)}).im`;
    // package unsafe
    case 'Add':
      return `M.unsafeAdd(${emit(f, first)}, ${emit(f, args[1] as Expr)})`;
    case 'Slice':
      return `M.unsafeSlice(${emit(f, first)}, ${emit(f, args[1] as Expr)}, ${f.descriptor(elementOf(typeOf(f, first)))})`;
    case 'SliceData':
      return `M.unsafeSliceData(${emit(f, first)}, ${f.descriptor(elementOf(typeOf(f, first)))})`;
    case 'String':
      return `M.unsafeString(${emit(f, first)}, ${emit(f, args[1] as Expr)})`;
    case 'StringData':
      return `M.unsafeStringData(${emit(f, first)})`;
    case 'Sizeof':
    case 'Alignof':
    case 'Offsetof':
      if (name.endsWith('Sizeof')) return `${f.descriptor(typeOf(f, first))}.size`;
      if (name.endsWith('Alignof')) return `${f.descriptor(typeOf(f, first))}.align`;
      throw f.error(call.pos, 'unsafe.Offsetof of a type parameter is not supported');
    default:
      throw f.error(call.pos, `built-in ${name} is not supported`);
  }
}

function elementOf(type: Type): Type {
  const under = underlying(type);
  if (under.kind === 'slice' || under.kind === 'pointer' || under.kind === 'array') return under.element;
  throw new Error(`${under.kind} has no element`);
}

function emitLength(f: FunctionEmitter, x: Expr, name: 'len' | 'cap'): string {
  const under = underlying(typeOf(f, x));
  switch (under.kind) {
    case 'slice':
      return `${emit(f, x)}.${name === 'len' ? 'length' : 'capacity'}`;
    case 'basic':
      return `${emit(f, x)}.length`;
    case 'map':
      return `M.mapLen(${emit(f, x)})`;
    case 'chan':
      return `M.chan${name}(${emit(f, x)})`;
    default: {
      const array = under.kind === 'pointer' ? underlying(under.element) : under;
      if (array.kind !== 'array') throw f.error(x.pos, `${name} of ${under.kind}`);
      return `(${emit(f, x)}, ${array.length})`;
    }
  }
}

function emitAppend(f: FunctionEmitter, call: CallExpr): string {
  const type = typeOf(f, call);
  const under = underlying(type);
  if (under.kind !== 'slice') throw f.error(call.pos, 'append to a non-slice');
  const element = f.descriptor(under.element);
  const [target, ...rest] = call.args as [Expr, ...Expr[]];
  const slice = emitAs(f, target, type);
  if (call.ellipsis) {
    const source = rest[0] as Expr;
    const sourceType = typeOf(f, source);
    if (basicKind(sourceType) === 'string') return `M.appendString(${element}, ${slice}, ${emit(f, source)})`;
    return `M.appendSlice(${element}, ${slice}, ${emitAs(f, source, type)})`;
  }
  if (rest.length === 0) return slice;
  const values = rest.map((value) => emitAs(f, value, under.element));
  if (values.length === 1) return `M.append1(${element}, ${slice}, ${values[0]})`;
  return `M.append(${element}, ${slice}, [${values.join(', ')}])`;
}

function emitMake(f: FunctionEmitter, call: CallExpr): string {
  const type = typeOf(f, call);
  const under = underlying(type);
  switch (under.kind) {
    case 'slice': {
      const [length, capacity] = call.args.slice(1) as [Expr, Expr?];
      const element = f.descriptor(under.element);
      if (capacity === undefined) return `M.makeSlice(${element}, ${emit(f, length)})`;
      if (!release.makesFromCapacity || !hasCall(length) || !hasCall(capacity))
        return `M.makeSlice(${element}, ${emit(f, length)}, ${emit(f, capacity)})`;
      const first = f.temporary();
      const text = emit(f, capacity);
      return `(${first} = ${text}, M.makeSlice(${element}, ${emit(f, length)}, ${first}))`;
    }
    case 'map':
      return `M.makeMap(${f.descriptor(type)})`;
    case 'chan':
      return `M.makeChan(${f.descriptor(under.element)}, ${call.args[1] === undefined ? '0' : emit(f, call.args[1])})`;
    default:
      throw f.error(call.pos, `cannot make ${under.kind}`);
  }
}

/** The value and how print shows it: the basic kind, or 'interface', 'pointer', 'slice'… */
function emitPrintArgument(f: FunctionEmitter, arg: Expr): string {
  const type = typeOf(f, arg);
  const kind = isInterface(type) ? 'interface' : (basicKind(type) ?? underlying(type).kind);
  const value = arg.value !== undefined ? constantText(arg.value, basicKind(type) ?? 'int') : emit(f, arg);
  return `${JSON.stringify(kind)}, ${value}`;
}

/** The place is said when the value has been evaluated. */
function panicText(f: FunctionEmitter, call: CallExpr, value: string): string {
  const placing = f.placing(call.fun.end);
  if (placing === '') return `${f.markWithin(call.fun.end)}M.gopanic(${value})`;
  const name = f.temporary();
  return `M.gopanic((${name} = ${value}, ${placing}, ${name}))`;
}
