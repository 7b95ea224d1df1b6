/** Calls of built-in functions (go/types/builtins.go). */
import type { CallExpr, Expr } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/nodes.ts';
import { compare, imaginaryPart, makeComplex, makeInt, realPart, sign, toFloat } from '../constant.ts';
import { identical, pointerTo, signatureOf, sliceOf } from '../intern.ts';
import { lookup } from '../lookup.ts';
import { allOrdered, allString, commonUnderlying, everyUnderlying, isNumeric, isString, isUntyped, isValid, typesOf, underlying } from '../predicates.ts'; // prettier-ignore
import { assignableTo } from '../relations.ts';
import { alignOf, offsetsOf, sizeOf } from '../sizes.ts';
import type { Type } from '../types.ts';
import { anyType, basic, byteType } from '../universe.ts';
import { assignment } from './assignments.ts';
import { checkArguments } from './calls.ts';
import type { Checker } from './checker.ts';
import { expr, exprOrType, multiExpr, use, type ExpressionKind } from './expressions.ts';
import { index, isValidIndex } from './indexing.ts';
import { matchTypes } from './binary.ts';
import { Operand } from './operand.ts';
import { validVarType, varType } from './typeExpressions.ts';
import { convertUntyped, updateExprType } from './untyped.ts';

interface Builtin {
  count: number;
  variadic?: true;
  kind: ExpressionKind;
  /** The first argument is looked at by the built-in itself: it may be a type. */
  raw?: true;
  check: (c: Checker, x: Operand, call: CallExpr, args: Operand[]) => boolean;
}

export function builtinKind(name: string): ExpressionKind {
  return builtins[name]?.kind ?? 'expression';
}

/** Checks a call; false when it is invalid. */
export function builtinCall(c: Checker, x: Operand, call: CallExpr, name: string): boolean {
  const builtin = builtins[name];
  if (builtin === undefined) throw new Error(`no built-in ${name}`);
  if (call.ellipsis && name !== 'append') {
    c.error(call, `invalid operation: invalid use of ... with built-in ${name}`);
    use(c, call.args);
    return false;
  }
  const hasCall = c.hasCallOrReceive;
  if (name === 'len' || name === 'cap') c.hasCallOrReceive = false;
  let args: Operand[] = [];
  let count = call.args.length;
  if (builtin.raw !== true) {
    args = valueList(c, call.args);
    count = args.length;
    if (args.some((arg) => !arg.valid)) return false;
    if (args[0] !== undefined) x.copyFrom(args[0]);
  }
  const wrong =
    count < builtin.count ? 'not enough' : builtin.variadic !== true && count > builtin.count ? 'too many' : null;
  if (wrong !== null) {
    c.error(
      call,
      `invalid operation: ${wrong} arguments for ${c.text(call)} (expected ${builtin.count}, found ${count})`,
    );
    return false;
  }
  const ok = builtin.check(c, x, call, args);
  if (name === 'len' || name === 'cap') c.hasCallOrReceive = hasCall;
  return ok;
}

function valueList(c: Checker, list: Expr[]): Operand[] {
  const [only] = list;
  if (list.length === 1 && only !== undefined) return multiExpr(c, only, false).list;
  return list.map((e) => {
    const x = new Operand();
    expr(c, null, x, e);
    return x;
  });
}

/** The element type of a slice, or of what all types of a type parameter share. */
function sliceElement(c: Checker, x: Operand): { element: Type; cause: null } | { element: null; cause: string } {
  let element: Type | null = null;
  for (const type of typesOf(x.type) ?? []) {
    const under = underlying(type);
    if (under.kind !== 'slice') {
      return { element: null, cause: `argument must be a slice; have ${x.isNil ? 'untyped nil' : c.describe(x)}` };
    }
    if (element !== null && !identical(element, under.element)) {
      return {
        element: null,
        cause: `mismatched slice element types ${c.show(element)} and ${c.show(under.element)} in ${c.describe(x)}`,
      };
    }
    element = under.element;
  }
  return element === null
    ? { element: null, cause: `argument must be a slice; have ${c.describe(x)}` }
    : { element, cause: null };
}

/** Whether all types are byte slices or strings, and one a string. */
function bytesOrString(type: Type): { all: boolean; string: boolean } {
  const unders = typesOf(type)?.map(underlying) ?? [];
  const all =
    unders.length > 0 &&
    unders.every((under) => isString(under) || (under.kind === 'slice' && underlying(under.element) === byteType));
  return { all, string: unders.some(isString) };
}

function arrayBehind(under: Type): Type {
  if (under.kind !== 'pointer') return under;
  const array = underlying(under.element);
  return array.kind === 'array' ? array : under;
}

function checkLength(c: Checker, x: Operand, name: 'len' | 'cap'): boolean {
  const fits = (under: Type): boolean => {
    const behind = arrayBehind(under);
    if (behind.kind === 'array' || behind.kind === 'slice' || behind.kind === 'chan') return true;
    return name === 'len' && (isString(behind) || behind.kind === 'map');
  };
  const under = arrayBehind(underlying(x.type));
  const ok = x.type.kind === 'typeparam' ? everyUnderlying(x.type, (each) => each !== null && fits(each)) : fits(under);
  if (!ok || x.isNil) {
    if (isValid(underlying(x.type)))
      c.error(x, `invalid argument: ${c.describe(x)} for ${c.since(23) ? 'built-in ' : ''}${name}`);
    return false;
  }
  if (name === 'len' && x.constant?.kind === 'string') x.becomeConstant(basic.int, makeInt(x.constant.value.length));
  else if (x.type.kind !== 'typeparam' && under.kind === 'array' && !c.hasCallOrReceive)
    x.becomeConstant(basic.int, makeInt(under.length));
  else {
    if (isUntyped(x.type)) convertUntyped(c, x, basic.string);
    x.become('value', basic.int);
  }
  return true;
}

const floats = new Map<Type, Type>([
  [basic.float32, basic.complex64],
  [basic.float64, basic.complex128],
  [basic['untyped float'], basic['untyped complex']],
]);
const complexes = new Map([...floats].map(([from, to]) => [to, from]));

function checkComplex(c: Checker, x: Operand, call: CallExpr, y: Operand): boolean {
  const [left, right] = [isUntyped(x.type), isUntyped(y.type)];
  if (left && !right) convertUntyped(c, x, y.type);
  else if (right && !left) convertUntyped(c, y, x.type);
  else if (left && right) {
    if (x.mode === 'constant' && y.mode === 'constant') {
      for (const each of [x, y]) {
        if (isNumeric(each.type) && each.value !== undefined && sign(imaginaryPart(each.value)) === 0)
          each.type = basic['untyped float'];
      }
    } else {
      convertUntyped(c, x, basic.float64);
      convertUntyped(c, y, basic.float64);
    }
  }
  if (!x.valid || !y.valid) return false;
  if (!identical(x.type, y.type)) {
    c.error(x, `invalid operation: ${c.text(call)} (mismatched types ${c.show(x.type)} and ${c.show(y.type)})`);
    return false;
  }
  const result = floats.get(underlying(x.type));
  if (result === undefined) {
    c.error(x, `invalid argument: arguments have type ${c.show(x.type)}, expected floating-point`);
    return false;
  }
  if (x.constant !== undefined && y.constant !== undefined) {
    x.becomeConstant(result, makeComplex(toFloat(x.constant) ?? x.constant, toFloat(y.constant) ?? y.constant));
  } else x.become('value', result);
  return true;
}

function checkPart(c: Checker, x: Operand, real: boolean): boolean {
  if (isUntyped(x.type)) {
    if (x.mode === 'constant' && isNumeric(x.type)) x.type = basic['untyped complex'];
    else if (x.mode !== 'constant') {
      convertUntyped(c, x, basic.complex128);
      if (!x.valid) return false;
    }
  }
  const result = complexes.get(underlying(x.type));
  if (result === undefined) {
    c.error(x, `invalid argument: argument has type ${c.show(x.type)}, expected complex type`);
    return false;
  }
  if (x.constant !== undefined) x.becomeConstant(result, real ? realPart(x.constant) : imaginaryPart(x.constant));
  else x.become('value', result);
  return true;
}

function checkMake(c: Checker, x: Operand, call: CallExpr): boolean {
  const [first] = call.args as [Expr];
  const type = varType(c, first);
  if (!isValid(type)) {
    use(c, call.args.slice(1));
    return false;
  }
  const { type: under, cause } = commonUnderlying(type, c.show);
  const least = under?.kind === 'slice' ? 2 : under?.kind === 'map' || under?.kind === 'chan' ? 1 : 0;
  if (least === 0) {
    const why = under === null ? cause : 'type must be slice, map, or channel';
    c.error(first, `invalid argument: cannot make ${c.text(first)}; ${why}`.replace('; ', c.since(25) ? ': ' : '; '));
    use(c, call.args.slice(1));
    return false;
  }
  const count = call.args.length;
  if (count < least || count > least + 1) {
    c.error(call, `invalid operation: ${c.text(call)} expects ${least} or ${least + 1} arguments; found ${count}`);
    return false;
  }
  const sizes = call.args.slice(1).map((arg) => index(c, arg, -1).value);
  const [length, capacity] = sizes;
  if (length !== undefined && capacity !== undefined && length >= 0 && capacity >= 0 && length > capacity) {
    c.error(call.args[1] as Expr, 'invalid argument: length and capacity swapped');
  }
  x.become('value', type);
  return true;
}

function checkMinMax(c: Checker, x: Operand, call: CallExpr, args: Operand[], name: 'min' | 'max'): boolean {
  c.requires(21, call.fun, `${c.since(23) ? 'built-in ' : ''}${name}`);
  for (const [i, arg] of args.entries()) {
    if (!allOrdered(arg.type)) {
      c.error(arg, `invalid argument: ${c.describe(arg)} cannot be ordered`);
      return false;
    }
    if (i === 0) continue;
    const matched = matchTypes(c, x, arg);
    if (!matched || !identical(x.type, arg.type)) {
      if (x.valid) {
        c.error(
          arg,
          `invalid argument: mismatched types ${c.show(x.type)} (previous argument) and ${c.show(arg.type)} (type of ${c.text(arg.expr as Expr)})`,
        );
      }
      return false;
    }
    if (x.constant !== undefined && arg.constant !== undefined) {
      if (compare(arg.constant, name === 'min' ? '<' : '>', x.constant)) x.copyFrom(arg);
    } else {
      x.mode = 'value';
      x.value = undefined;
    }
  }
  if (x.mode !== 'constant') {
    x.mode = 'value';
    x.value = undefined;
    assignment(c, x, anyType, `argument to built-in ${name}`);
    if (!x.valid) return false;
  }
  if (!isUntyped(x.type)) for (const arg of args) if (arg.expr !== null) updateExprType(c, arg.expr, x.type, true);
  return true;
}

function checkOffsetof(c: Checker, x: Operand, call: CallExpr): boolean {
  const [first] = call.args as [Expr];
  const selector = unparen(first);
  if (selector.kind !== 'SelectorExpr') {
    c.error(first, `invalid argument: ${c.text(first)} is not a selector expression`);
    use(c, [first]);
    return false;
  }
  expr(c, null, x, selector.x);
  if (!x.valid) return false;
  const pointed = underlying(x.type);
  const base = pointed.kind === 'pointer' && underlying(pointed.element).kind === 'struct' ? pointed.element : x.type;
  const name = selector.sel.name;
  const { selection } = lookup(base, false, c.pkg, name);
  if (selection?.object.kind !== 'var') {
    const why =
      selection === null ? `${c.show(base)} has no single field ${name}` : `${c.text(first)} is a method value`;
    c.error(x, `invalid argument: ${why}`);
    return false;
  }
  if (selection.indirect) {
    c.error(x, `invalid argument: field ${name} is embedded via a pointer in ${c.show(base)}`);
    return false;
  }
  selector.selection = selection;
  selector.sel.object = selection.object;
  for (const e of [selector, selector.sel, first]) {
    e.type = selection.object.type;
    e.mode = 'variable';
  }
  let offset = 0;
  let inner = base;
  for (const step of selection.path) {
    const struct = underlying(inner);
    if (struct.kind !== 'struct' || base.generic) break;
    offset += offsetsOf(struct)[step.index] ?? 0;
    inner = step.field.type;
  }
  if (base.generic) x.become('value', basic.uintptr);
  else x.becomeConstant(basic.uintptr, makeInt(offset));
  return true;
}

function sizeConstant(c: Checker, x: Operand, name: string, measure: (type: Type) => number): boolean {
  assignment(c, x, null, `argument to ${name}`);
  if (!x.valid) return false;
  if (hasVariableSize(x.type)) x.become('value', basic.uintptr);
  else x.becomeConstant(basic.uintptr, makeInt(measure(x.type)));
  return true;
}

function hasVariableSize(type: Type): boolean {
  if (type.kind === 'typeparam') return true;
  if (!type.generic) return false;
  const under = underlying(type);
  if (under.kind === 'array') return hasVariableSize(under.element);
  return under.kind === 'struct' && under.fields.some((field) => hasVariableSize(field.type));
}

function noValue(x: Operand): true {
  x.become('novalue', anyType);
  return true;
}

const builtins: Record<string, Builtin> = {
  append: {
    count: 1,
    variadic: true,
    kind: 'expression',
    check: (c, x, call, args) => {
      const { type } = x;
      const { element, cause } = sliceElement(c, x);
      if (element === null) {
        const old = x.isNil
          ? 'first argument to append must be a typed slice; have untyped nil'
          : `first argument to append must be a slice; have ${c.describe(x)}`;
        c.error(x, c.since(25) ? `invalid append: ${cause}` : old);
        return false;
      }
      const y = args[1];
      if (args.length === 2 && call.ellipsis && y !== undefined && assignableTo(type, sliceOf(byteType))) {
        const bytes = bytesOrString(y.type);
        if (bytes.all && bytes.string) {
          if (isUntyped(y.type)) convertUntyped(c, y, basic.string);
          call.fun.type = signatureOf([type, y.type], [type], true);
          x.become('value', type);
          return true;
        }
      }
      const signature = signatureOf([type, sliceOf(element)], [type], true);
      call.fun.type = signature;
      checkArguments(c, call, signature, [], args, []);
      x.become('value', type);
      return true;
    },
  },
  cap: { count: 1, kind: 'expression', check: (c, x) => checkLength(c, x, 'cap') },
  len: { count: 1, kind: 'expression', check: (c, x) => checkLength(c, x, 'len') },
  clear: {
    count: 1,
    kind: 'statement',
    check: (c, x, call) => {
      c.requires(21, call.fun, 'clear');
      const ok = everyUnderlying(x.type, (under) => under?.kind === 'map' || under?.kind === 'slice');
      if (!ok)
        c.error(
          x,
          `invalid argument: cannot clear ${c.describe(x)}: argument must be (or constrained by) map or slice`,
        );
      return ok && noValue(x);
    },
  },
  close: {
    count: 1,
    kind: 'statement',
    check: (c, x) => {
      const ok = everyUnderlying(x.type, (under) => {
        if (under?.kind === 'chan' && under.direction !== 'recv') return true;
        const what = under?.kind === 'chan' ? 'receive-only channel' : 'non-channel';
        c.error(x, `invalid operation: cannot close ${what} ${c.describe(x)}`);
        return false;
      });
      return ok && noValue(x);
    },
  },
  complex: { count: 2, kind: 'expression', check: (c, x, call, args) => checkComplex(c, x, call, args[1] as Operand) },
  copy: {
    count: 2,
    kind: 'statement',
    check: (c, x, _call, args) => {
      const y = args[1] as Operand;
      const { element, cause } = sliceElement(c, x);
      if (element === null) {
        c.error(
          x,
          !c.since(25)
            ? `invalid argument: copy expects slice arguments; found ${c.describe(x)} and ${c.describe(y)}`
            : `invalid copy: ${cause}`,
        );
        return false;
      }
      if (!(assignableTo(x.type, sliceOf(byteType)) && bytesOrString(y.type).all)) {
        const from = sliceElement(c, y);
        if (from.element === null && !allString(y.type)) {
          c.error(y, `invalid copy: ${from.cause}`);
          return false;
        }
        const source = from.element ?? byteType;
        if (!identical(element, source)) {
          c.error(
            x,
            `invalid copy: arguments ${c.describe(x)} and ${c.describe(y)} have different element types ${c.show(element)} and ${c.show(source)}`,
          );
          return false;
        }
      }
      if (isUntyped(y.type)) convertUntyped(c, y, basic.string);
      x.become('value', basic.int);
      return true;
    },
  },
  delete: {
    count: 2,
    kind: 'statement',
    check: (c, x, _call, args) => {
      let key: Type | null = null;
      const ok = everyUnderlying(x.type, (under) => {
        if (under?.kind !== 'map') {
          c.error(x, `invalid argument: ${c.describe(x)} is not a map`);
          return false;
        }
        key ??= under.key;
        return true;
      });
      if (!ok || key === null) return false;
      x.copyFrom(args[1] as Operand);
      assignment(c, x, key, 'argument to delete');
      return x.valid && noValue(x);
    },
  },
  imag: { count: 1, kind: 'expression', check: (c, x) => checkPart(c, x, false) },
  real: { count: 1, kind: 'expression', check: (c, x) => checkPart(c, x, true) },
  make: { count: 1, variadic: true, kind: 'expression', raw: true, check: checkMake },
  max: {
    count: 1,
    variadic: true,
    kind: 'expression',
    check: (c, x, call, args) => checkMinMax(c, x, call, args, 'max'),
  },
  min: {
    count: 1,
    variadic: true,
    kind: 'expression',
    check: (c, x, call, args) => checkMinMax(c, x, call, args, 'min'),
  },
  new: {
    count: 1,
    kind: 'expression',
    raw: true,
    check: (c, x, call) => {
      const [first] = call.args as [Expr];
      exprOrType(c, x, first, false);
      if (!x.valid) return false;
      if (x.mode === 'type') validVarType(c, first, x.type);
      else if (!c.since(26)) {
        c.error(first, `${c.text(first)} is not a type`);
        return false;
      } else {
        if (isUntyped(x.type)) assignment(c, x, null, 'argument to new');
        if (!x.valid) return false;
        c.requires(26, call.fun, `new(${c.text(first)})`);
      }
      x.become('value', pointerTo(x.type));
      return true;
    },
  },
  panic: {
    count: 1,
    kind: 'statement',
    check: (c, x) => {
      assignment(c, x, anyType, 'argument to panic');
      return x.valid && noValue(x);
    },
  },
  print: { count: 0, variadic: true, kind: 'statement', check: (c, x, _call, args) => checkPrint(c, x, args, 'print') },
  println: {
    count: 0,
    variadic: true,
    kind: 'statement',
    check: (c, x, _call, args) => checkPrint(c, x, args, 'println'),
  },
  recover: {
    count: 0,
    kind: 'statement',
    check: (_c, x) => {
      x.become('value', anyType);
      return true;
    },
  },
  'unsafe.Add': {
    count: 2,
    kind: 'expression',
    check: (c, x, _call, args) => {
      assignment(c, x, basic['unsafe.Pointer'], 'argument to unsafe.Add');
      if (!x.valid || !isValidIndex(c, args[1] as Operand, 'length', true)) return false;
      x.become('value', basic['unsafe.Pointer']);
      return true;
    },
  },
  'unsafe.Alignof': { count: 1, kind: 'expression', check: (c, x) => sizeConstant(c, x, 'unsafe.Alignof', alignOf) },
  'unsafe.Offsetof': { count: 1, kind: 'expression', raw: true, check: checkOffsetof },
  'unsafe.Sizeof': { count: 1, kind: 'expression', check: (c, x) => sizeConstant(c, x, 'unsafe.Sizeof', sizeOf) },
  'unsafe.Slice': {
    count: 2,
    kind: 'expression',
    check: (c, x, _call, args) => {
      const under = commonUnderlying(x.type).type;
      if (under?.kind !== 'pointer') {
        c.error(x, `invalid argument: ${c.describe(x)} is not a pointer`);
        return false;
      }
      if (!isValidIndex(c, args[1] as Operand, 'length', false)) return false;
      x.become('value', sliceOf(under.element));
      return true;
    },
  },
  'unsafe.SliceData': {
    count: 1,
    kind: 'expression',
    check: (c, x) => {
      const under = commonUnderlying(x.type).type;
      if (under?.kind !== 'slice') {
        c.error(x, `invalid argument: ${c.describe(x)} is not a slice`);
        return false;
      }
      x.become('value', pointerTo(under.element));
      return true;
    },
  },
  'unsafe.String': {
    count: 2,
    kind: 'expression',
    check: (c, x, _call, args) => {
      assignment(c, x, pointerTo(byteType), 'argument to unsafe.String');
      if (!x.valid || !isValidIndex(c, args[1] as Operand, 'length', false)) return false;
      x.become('value', basic.string);
      return true;
    },
  },
  'unsafe.StringData': {
    count: 1,
    kind: 'expression',
    check: (c, x) => {
      assignment(c, x, basic.string, 'argument to unsafe.StringData');
      if (!x.valid) return false;
      x.become('value', pointerTo(byteType));
      return true;
    },
  },
};

function checkPrint(c: Checker, x: Operand, args: Operand[], name: string): boolean {
  for (const arg of args) assignment(c, arg, null, `argument to ${c.since(24) ? 'built-in ' : ''}${name}`);
  return args.every((arg) => arg.valid) && noValue(x);
}
