/** Calls (Go spec, "Calls"). */
import type { CallExpr, Expr, Pos } from '../syntax/ast.ts';
import type { Func, Selection, Signature, Type } from '../types/types.ts';
import { emitAtomic } from './atomic.ts';
import { emitBuiltin } from './builtins.ts';
import { convert, emitConversion } from './conversions.ts';
import { emit, emitAddress, emitAs, pathText, typeOf } from './expressions.ts';
import type { FunctionEmitter } from './function.ts';
import { calleeOf, unparen } from './parking.ts';
import { isAggregate, isInterface, typedArrayOf, underlying } from './typeQueries.ts';

export function emitCall(f: FunctionEmitter, call: CallExpr): string {
  const callee = calleeOf(call);
  if (callee.kind === 'conversion') return emitConversion(f, call);
  if (callee.kind === 'builtin') return f.kept(call, emitBuiltin(f, call, callee.name));
  const atomic = callee.kind === 'static' ? emitAtomic(f, call, callee.func) : null;
  if (atomic !== null) return f.kept(call, atomic);
  const target = callTarget(f, call);
  // A call is where its opening parenthesis is.
  const mark = f.markWithin(call.fun.end);
  const place = { pos: call.rparen, placing: f.placing(call.fun.end), mark };
  return `${mark}${invoke(f, target, emitArguments(f, call), place)}`;
}

/** What is called, ready to be given its arguments. */
export type CallTarget =
  | { kind: 'static'; holder: string; mayPark: boolean; receiver: string | null }
  | { kind: 'method'; receiver: string; name: string }
  | { kind: 'value'; func: string };

/** The function of a call, with its receiver evaluated as text. */
export function callTarget(f: FunctionEmitter, call: CallExpr): CallTarget {
  const callee = calleeOf(call);
  const fun = stripInstantiation(unparen(call.fun));
  if (callee.kind === 'static' || callee.kind === 'interface') {
    const selection = fun.kind === 'SelectorExpr' ? fun.selection : undefined;
    if (selection === undefined) {
      const ident = fun.kind === 'SelectorExpr' ? fun.sel : fun;
      const typeArguments = ident.kind === 'Ident' ? (ident.typeArguments ?? []) : [];
      return staticTarget(f, callee.func, typeArguments, null);
    }
    if (fun.kind === 'SelectorExpr') return methodTarget(f, fun.x, selection, fun.sel.typeArguments ?? []);
  }
  return { kind: 'value', func: emit(f, call.fun) };
}

function stripInstantiation(fun: Expr): Expr {
  if (fun.kind !== 'IndexExpr') return fun;
  const generic = unparen(fun.x);
  if (generic.kind === 'Ident' && generic.object?.kind === 'func') return generic;
  if (generic.kind === 'SelectorExpr' && generic.sel.object?.kind === 'func') return generic;
  return fun;
}

function staticTarget(f: FunctionEmitter, func: Func, typeArguments: Type[], receiver: string | null): CallTarget {
  const holder = f.linker.holder(
    func,
    typeArguments.map((type) => f.type(type)),
  );
  return {
    kind: 'static',
    holder: f.unit.reference(holder, 'h'),
    mayPark: holder.mayPark,
    receiver,
  };
}

/** A method call `x.m`: the receiver as the method wants it (address taken or pointer followed), through embedded fields. */
export function methodTarget(f: FunctionEmitter, x: Expr, selection: Selection, typeArguments: Type[]): CallTarget {
  if (selection.object.kind !== 'func') throw f.error(x.pos, 'a field is no method');
  const resolved = f.linker.methods.resolve(f, selection);
  if (resolved.kind === 'interface') {
    const receiver = pathText(f, emit(f, x), selection);
    return { kind: 'method', receiver, name: f.linker.methodName(resolved.method) };
  }
  const method = resolved.method;
  const receiver = receiverText(f, x, method, resolved.pathFromType);
  return staticTarget(f, method, typeArguments, receiver);
}

/** The receiver argument of a concrete method. */
function receiverText(f: FunctionEmitter, x: Expr, method: Func, path: Selection['path']): string {
  const wanted = method.receiver === null ? null : f.type(method.receiver.type);
  const wantsPointer = wanted !== null && underlying(wanted).kind === 'pointer' && wanted.kind === 'pointer';
  const xType = typeOf(f, x);
  if (path.length === 0) {
    const isPointer =
      xType.kind === 'pointer' || (underlying(xType).kind === 'pointer' && !wantsValueOf(xType, wanted));
    if (wantsPointer) return isPointer ? emit(f, x) : emitAddress(f, x);
    if (isPointer && xType.kind === 'pointer') {
      return isAggregate(xType.element)
        ? `${f.descriptor(xType.element)}.clone(M.notNil(${emit(f, x)}))`
        : `${emit(f, x)}.v`;
    }
    return emitAs(f, x, xType);
  }
  const last = path[path.length - 1];
  const fieldType = f.type((last as NonNullable<typeof last>).field.type);
  const text = path.reduce((base, step) => base + f.linker.property(step.field, step.index), emit(f, x));
  const fieldIsPointer = fieldType.kind === 'pointer';
  if (wantsPointer) {
    if (fieldIsPointer || isAggregate(fieldType)) return text;
    const dot = text.lastIndexOf('.');
    return `M.fieldPointer(${text.slice(0, dot)}, ${JSON.stringify(text.slice(dot + 1))})`;
  }
  if (fieldIsPointer) {
    return isAggregate(fieldType.element) ? `${f.descriptor(fieldType.element)}.clone(M.notNil(${text}))` : `${text}.v`;
  }
  return isAggregate(fieldType) ? `${f.descriptor(fieldType)}.clone(${text})` : text;
}

/** A named pointer type has no methods, so a receiver of a named type is that type's value. */
function wantsValueOf(xType: Type, wanted: Type | null): boolean {
  return xType === wanted;
}

/** The signature that a call uses, instantiated. */
function signatureOf(f: FunctionEmitter, call: CallExpr): Signature {
  const under = underlying(typeOf(f, call.fun));
  if (under.kind !== 'signature') throw f.error(call.pos, `cannot call ${under.kind}`);
  return under;
}

/** The arguments as texts, each converted to its parameter's type by `argument`; variadic ones gathered in a slice. */
export function emitArguments(f: FunctionEmitter, call: CallExpr, argument = emitAs): string[] {
  const signature = signatureOf(f, call);
  const params = signature.params.map((type) => f.type(type));
  const only = call.args[0];
  if (call.args.length === 1 && only !== undefined && only.type?.kind === 'tuple')
    return spreadTuple(f, only, params, signature.variadic);
  const texts: string[] = [];
  const fixed = signature.variadic ? params.length - 1 : params.length;
  for (let i = 0; i < fixed; i++) texts.push(argument(f, call.args[i] as Expr, params[i] as Type));
  if (signature.variadic) {
    const sliceType = params[fixed] as Type;
    if (call.ellipsis) texts.push(argument(f, call.args[fixed] as Expr, sliceType));
    else
      texts.push(
        variadicSlice(
          call.args.slice(fixed).map((arg) => argument(f, arg, elementType(sliceType))),
          sliceType,
        ),
      );
  }
  return texts;
}

function elementType(slice: Type): Type {
  const under = underlying(slice);
  if (under.kind !== 'slice') throw new Error('variadic parameter is no slice');
  return under.element;
}

function variadicSlice(values: string[], sliceType: Type): string {
  if (values.length === 0) return 'M.nilSlice';
  const typed = typedArrayOf(elementType(sliceType));
  return `M.sliceOf(${typed === null ? `[${values.join(', ')}]` : `${typed}.of(${values.join(', ')})`})`;
}

/** `f(g())` where g has several results. */
function spreadTuple(f: FunctionEmitter, arg: Expr, params: Type[], variadic: boolean): string[] {
  const types = arg.type?.kind === 'tuple' ? arg.type.types.map((type) => f.type(type)) : [];
  const tuple = f.temporary();
  const parts = types.map((type, i) => {
    const base = i === 0 ? `(${tuple} = ${emit(f, arg)})[0]` : `${tuple}[${i}]`;
    const param =
      variadic && i >= params.length - 1 ? elementType(params[params.length - 1] as Type) : (params[i] as Type);
    return convert(f, base, type, param);
  });
  if (!variadic) return parts;
  const fixed = params.length - 1;
  return [...parts.slice(0, fixed), variadicSlice(parts.slice(fixed), params[fixed] as Type)];
}

/**
 * The call itself, awaited where the callee may park. `placing` is an assignment to make when the arguments have been evaluated, `mark` says where
 * the call is (codePlaces.ts); either may be empty.
 */
function invoke(
  f: FunctionEmitter,
  target: CallTarget,
  args: string[],
  { pos, placing, mark }: { pos: Pos; placing: string; mark: string },
): string {
  const placed = (values: string[], text: (list: string) => string): string => {
    const last = values.at(-1);
    if (placing === '') return text(values.join(', '));
    if (last === undefined) return `(${placing}, ${text('')})`;
    const name = f.temporary();
    return text([...values.slice(0, -1), `(${name} = ${last}, ${placing}, ${name})`].join(', '));
  };
  const called = (text: string, mayPark: boolean): string => f.called(text, mayPark, pos, mark);
  switch (target.kind) {
    case 'static': {
      const all = target.receiver === null ? args : [target.receiver, ...args];
      return called(
        placed(all, (list) => `${target.holder}.f(${list})`),
        target.mayPark,
      );
    }
    case 'method': {
      const key = /^[A-Za-z_]\w*$/.test(target.name) ? `.${target.name}` : `[${JSON.stringify(target.name)}]`;
      return called(
        placed(args, (list) => `${target.receiver}${key}(${list})`),
        true,
      );
    }
    case 'value': {
      return called(
        placed(args, (list) => `(${target.func} ?? M.panicNil())(${list})`),
        true,
      );
    }
  }
}

/**
 * For `go` and `defer`: the function value and the arguments, evaluated now, as two texts: an expression giving a func that takes
 * the arguments, and a list. Of a method of an interface value also the value and the method's property, which `defer` needs no func for.
 */
export function deferredCall(f: FunctionEmitter, call: CallExpr): { func: string; method?: string; args: string[] } {
  const callee = calleeOf(call);
  if (callee.kind === 'builtin' || callee.kind === 'conversion') {
    // recover() called directly by defer does nothing useful; the others are wrapped with their arguments evaluated now.
    const args = call.args.filter((arg) => arg.mode !== 'type');
    const temporaries = args.map((arg) => [arg, emitAs(f, arg, typeOf(f, arg))] as const);
    const names = temporaries.map((_, i) => `b${i}`);
    return {
      func: `(${names.join(', ')}) => ${builtinOf(f, call, names)}`,
      args: temporaries.map(([, text]) => text),
    };
  }
  const target = callTarget(f, call);
  // Until Go 1.21 all of it is evaluated from left to right, as for a closure.
  const inOrder = f.linker.machine.goRelease.wrapsDeferred;
  const kept = (text: string): string => (inOrder ? f.keptBefore(call.args, text) : text);
  const argument = inOrder ? (_: FunctionEmitter, e: Expr, type: Type) => f.kept(e, emitAs(f, e, type)) : emitAs;
  switch (target.kind) {
    case 'static': {
      const receiver = target.receiver === null ? [] : [kept(target.receiver)];
      return { func: `${target.holder}.value`, args: [...receiver, ...emitArguments(f, call, argument)] };
    }
    case 'method': {
      const receiver = kept(inOrder ? `M.notNil(${target.receiver})` : target.receiver);
      const name = JSON.stringify(target.name);
      const args = emitArguments(f, call, argument);
      return { func: `M.methodValue(${receiver}, ${name})`, method: `${receiver}, ${name}`, args };
    }
    case 'value': {
      const func = kept(target.func);
      return { func, args: emitArguments(f, call, argument) };
    }
  }
}

function builtinOf(f: FunctionEmitter, call: CallExpr, names: string[]): string {
  const name = calleeOf(call);
  if (name.kind !== 'builtin') throw f.error(call.pos, 'unsupported deferred call');
  switch (name.name) {
    case 'close':
      return `M.closechan(${names[0]})`;
    case 'panic':
      return `M.gopanic(${convert(f, names[0] ?? 'null', typeOf(f, call.args[0] as Expr), f.linker.anyType)})`;
    case 'delete': {
      const map = underlying(typeOf(f, call.args[0] as Expr));
      const key = call.args[1] as Expr;
      const text = names[1] ?? '';
      return `M.mapDelete(${names[0]}, ${map.kind === 'map' ? convert(f, text, typeOf(f, key), f.type(map.key)) : text})`;
    }
    case 'clear':
    case 'copy': {
      const [target, source] = call.args.map((arg) => underlying(typeOf(f, arg)));
      if (name.name === 'clear' && target?.kind === 'map') return `M.mapClear(${names[0]})`;
      if (target?.kind !== 'slice') throw f.error(call.pos, `deferred ${name.name} is not supported`);
      if (name.name === 'clear') return `M.clearSlice(${names[0]}, ${f.descriptor(target.element)})`;
      if (source?.kind === 'basic') return `M.copyString(${names.join(', ')})`;
      return `M.copy(${names.join(', ')}, ${f.descriptor(target.element)})`;
    }
    case 'recover':
      return `M.gorecover(M.takeRecoverable())`;
    case 'print':
    case 'println':
      return `M.${name.name}(${call.args.map((arg, i) => `[${JSON.stringify(printKind(f, arg))}, ${names[i]}]`).join(', ')})`;
    default:
      throw f.error(call.pos, `deferred ${name.name} is not supported`);
  }
}

function printKind(f: FunctionEmitter, arg: Expr): string {
  const under = underlying(typeOf(f, arg));
  return isInterface(typeOf(f, arg))
    ? 'interface'
    : under.kind === 'basic'
      ? under.name.replace('untyped ', '')
      : under.kind;
}
