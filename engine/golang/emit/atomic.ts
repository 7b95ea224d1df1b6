/**
 * Atomic operations, written out where they stand: one thread runs all goroutines, so each is a plain load or store of a property. The natives that
 * they would call (natives/atomic.ts) need a pointer object for `&x.f`, and meet objects of every kind: V8 then looks each property up.
 */
import type { CallExpr, Expr } from '../syntax/ast.ts';
import type { Func } from '../types/types.ts';
import { emitArguments } from './calls.ts';
import { emit, emitAddress } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { qualifiedName } from './linker.ts';
import { unparen } from './parking.ts';

const operation = /^sync\/atomic\.(Load|Store|Swap|CompareAndSwap|Add)(Int32|Uint32|Int64|Uint64|Uintptr)$/;
const method = /^(?:(sync)\/atomic|(?:internal\/runtime|runtime\/internal)\/atomic)\.\(\*(Int32|Uint32|Int64|Uint64|Uintptr|Pointer)\)\.(Load|Store|Swap|CompareAndSwap|Add)$/; // prettier-ignore

/** A call of an atomic operation on a field or a variable as an expression; null where it is called as any other function. */
export function emitAtomic(f: FunctionEmitter, call: CallExpr, func: Func): string | null {
  if (!/\batomic$/.test(func.pkg?.path ?? '')) return null;
  const name = qualifiedName(func.origin ?? func);
  const ofMethod = method.exec(name);
  if (ofMethod !== null) {
    const [, sync, kind = '', verb = ''] = ofMethod;
    const receiver = receiverOf(call);
    if (receiver === null || !f.linker.isNative(name)) return null;
    return operate(f, verb, kind, receiver(f), sync === undefined ? 'value' : 'v', emitArguments(f, call));
  }
  const [, verb, kind] = operation.exec(name) ?? [];
  if (verb === undefined || kind === undefined || !f.linker.isNative(name)) return null;
  const [address, ...operands] = emitArguments(f, call) as [string, ...string[]];
  const field = /^M\.fieldPointer\((.*), "([\w$]+)"\)$/.exec(address);
  return operate(f, verb, kind, field?.[1] ?? address, field?.[2] ?? 'v', operands);
}

/** How the receiver of a method call is a pointer to the struct: as `x.m()` on a variable or on a pointer, without embedded fields. */
function receiverOf(call: CallExpr): ((f: FunctionEmitter) => string) | null {
  const fun = unparen(call.fun);
  if (fun.kind !== 'SelectorExpr' || fun.selection?.kind !== 'method' || fun.selection.path.length > 0) return null;
  const { x }: { x: Expr } = fun;
  return (f) => (x.type?.kind === 'pointer' ? emit(f, x) : emitAddress(f, x));
}

function operate(f: FunctionEmitter, verb: string, kind: string, object: string, key: string, args: string[]): string {
  if (verb === 'Load') return `${object}.${key}`;
  const place = f.temporary();
  const operands = args.map(() => f.temporary());
  const set = [`${place} = ${object}`, ...operands.map((operand, i) => `${operand} = ${args[i]}`)].join(', ');
  const announced = f.linker.watchable ? `T.on && T.write(${place}, "${key}"), ` : '';
  const store = (value: string): string => `${announced}${place}.${key} = ${value}`;
  const [first = '', second = ''] = operands;
  switch (verb) {
    case 'Store':
      return `(${set}, ${store(first)})`;
    case 'Swap': {
      const old = f.temporary();
      return `(${set}, ${old} = ${place}.${key}, ${store(first)}, ${old})`;
    }
    case 'CompareAndSwap':
      return `(${set}, ${place}.${key} === ${first} && (${store(second)}, true))`;
    default:
      return `(${set}, ${store(sum(kind, `${place}.${key}`, first))})`;
  }
}

function sum(kind: string, x: string, y: string): string {
  if (kind === 'Int32') return `(${x} + ${y}) | 0`;
  if (kind === 'Uint32') return `(${x} + ${y}) >>> 0`;
  return kind === 'Int64' ? `M.addInt(${x}, ${y})` : `M.addUint(${x}, ${y})`;
}
