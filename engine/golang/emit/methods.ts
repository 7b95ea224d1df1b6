/** Methods: which one a selection means in this instance, method values and method expressions, and what a type's prototype carries. */
import type { SelectorExpr } from '../syntax/ast.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import type { Func, Selection, Type } from '../types/types.ts';
import { methodTarget } from './calls.ts';
import type { FunctionEmitter } from './function.ts';
import { isAggregate, isInterface, underlying } from './typeQueries.ts';

export type ResolvedMethod =
  { kind: 'interface'; method: Func } | { kind: 'concrete'; method: Func; pathFromType: Selection['path'] };

export class Methods {
  /** The method that `selection` means once the instance's type arguments are put in. */
  resolve(f: FunctionEmitter, selection: Selection): ResolvedMethod {
    const receiver = f.type(selection.receiver);
    if (receiver !== selection.receiver) {
      // A method of a type parameter, or of a type that depends on one: look it up again on the concrete type.
      const found = lookupFieldOrMethod(receiver, true, selection.object.pkg ?? f.pkg, selection.object.name);
      if (found === undefined || found.object.kind !== 'func')
        throw new Error(`no method ${selection.object.name} in this instance`);
      return classify(found);
    }
    return classify(selection);
  }

  /** `x.m` as a func value: the receiver is evaluated and copied now. */
  value(f: FunctionEmitter, e: SelectorExpr, selection: Selection): string {
    const target = methodTarget(f, e.x, selection, e.sel.typeArguments ?? []);
    if (target.kind === 'method') return `M.methodValue(${target.receiver}, ${JSON.stringify(target.name)})`;
    if (target.kind === 'static') return `M.boundValue(${target.holder}, ${target.receiver})`;
    throw f.error(e.pos, 'unsupported method value');
  }

  /** `T.m` as a func value whose first parameter is the receiver. */
  expression(f: FunctionEmitter, e: SelectorExpr, selection: Selection): string {
    const receiver = f.type(selection.receiver);
    const { typeArguments = [] } = e.sel;
    if (typeArguments.length > 0) return genericExpression(f, receiver, selection, typeArguments);
    if (isInterface(receiver)) {
      return `M.interfaceMethodExpression(${JSON.stringify(f.linker.methodName(selection.object as Func))})`;
    }
    const thunk = f.linker.thunks.of(receiver, selection.object.name, selection.object.pkg);
    return `${f.unit.reference(thunk, 'h')}.value`;
  }
}

/** `T.m[A]` of a generic method (Go 1.27). */
function genericExpression(f: FunctionEmitter, receiver: Type, selection: Selection, typeArguments: Type[]): string {
  const all = typeArguments.map((type) => f.type(type));
  const holder = f.linker.holder(selection.object as Func, all);
  const property = (step: Selection['path'][number]): string => f.linker.property(step.field, step.index);
  const adapted = receiverAdapter(receiver, selection, property, (type) => f.descriptor(type));
  return `((r, ...a) => ${f.unit.reference(holder, 'h')}.f(${adapted}, ...a))`;
}

function classify(selection: Selection): ResolvedMethod {
  const method = selection.object as Func;
  const receiver = method.receiver;
  // The method of an interface has no declaration; its receiver may be a type parameter that was first looked at.
  const dynamic = method.decl === null || (receiver !== null && isInterface(receiver.type));
  if (dynamic) return { kind: 'interface', method };
  return { kind: 'concrete', method, pathFromType: selection.path };
}

/**
 * From a receiver value of type `type` as it stands in a variable to the receiver that the method found by `selection` takes, as a
 * function on values: follows embedded fields, takes addresses, follows pointers. Used by thunks of promoted methods.
 */
export function receiverAdapter(
  type: Type,
  selection: Selection,
  property: (step: Selection['path'][number]) => string,
  descriptor: (type: Type) => string,
): string {
  const method = selection.object as Func;
  const wanted = method.receiver?.type;
  const wantsPointer = wanted?.kind === 'pointer';
  const dynamic = method.decl === null || (wanted !== undefined && isInterface(wanted));
  let text = 'r';
  let current = type;
  for (const step of selection.path) {
    text += property(step);
    current = step.field.type;
  }
  if (dynamic) return text;
  const isPointer = current.kind === 'pointer';
  if (wantsPointer === isPointer)
    return wantsPointer || !isAggregate(current) ? text : `${descriptor(current)}.clone(${text})`;
  if (wantsPointer) {
    if (isAggregate(current)) return text;
    const dot = text.lastIndexOf('.');
    return dot < 0 ? text : `M.fieldPointer(${text.slice(0, dot)}, ${JSON.stringify(text.slice(dot + 1))})`;
  }
  const element = underlying(current);
  if (element.kind !== 'pointer') throw new Error('receiver is no pointer');
  return isAggregate(element.element) ? `${descriptor(element.element)}.clone(M.notNil(${text}))` : `${text}.v`;
}
