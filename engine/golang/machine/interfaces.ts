/** Interface values (runtime/iface.go, runtime/alg.go): dynamic types, assertions, equality. */
import { keyText } from './operations.ts';
import type { Box, RType } from './rtype.ts';
import { GoPanic, runtimeErrors, type Iface } from './runtimeError.ts';

interface Typed {
  readonly $type: RType;
}

/** The dynamic type; null for a nil interface. */
export function typeOf(i: Iface): RType | null {
  return i === null ? null : (i as Typed).$type;
}

const missingMethods = new WeakMap<RType, Map<RType, string>>();

/** The name of the first method of an interface type that a type lacks; '' if it has them all. */
export function missingMethod(type: RType, target: RType): string {
  let answers = missingMethods.get(type);
  if (answers === undefined) missingMethods.set(type, (answers = new Map<RType, string>()));
  let missing = answers.get(target);
  if (missing === undefined) {
    const has =
      type.kind === 'interface'
        ? new Map(type.methods.map((method) => [method.property, method.type]))
        : new Map([...type.methodSet()].map(([property, method]) => [property, method.type]));
    missing = '';
    for (const { name, property, type: signature } of target.methods) {
      const found = has.get(property);
      if (found === undefined || (typeof found === 'function' ? found() : found) !== signature) {
        missing = name;
        break;
      }
    }
    answers.set(target, missing);
  }
  return missing;
}

/** Whether values of a type have all methods of an interface type. */
export function implementsInterface(type: RType, target: RType): boolean {
  return missingMethod(type, target) === '';
}

/** Whether a type switch or assertion to `type` takes `i`. */
export function isType(i: Iface, type: RType): boolean {
  if (i === null) return false;
  const dynamic = (i as Typed).$type;
  return dynamic === type || (type.kind === 'interface' && missingMethod(dynamic, type) === '');
}

/** runtime.TypeAssertionError.Error */
function panicAssertion(from: RType | null, concrete: RType | null, asserted: RType, missing: string): never {
  const inter = from?.string ?? 'interface';
  let text: string;
  if (concrete === null) text = `${inter} is nil, not ${asserted.string}`;
  else if (missing !== '') text = `${concrete.string} is not ${asserted.string}: missing method ${missing}`;
  else {
    text = `${inter} is ${concrete.string}, not ${asserted.string}`;
    if (concrete.string === asserted.string) {
      const where = concrete.pkgPath === asserted.pkgPath ? 'scopes' : 'packages';
      text += ` (types from different ${where})`;
    }
  }
  throw new GoPanic(runtimeErrors.make('TypeAssertionError', `interface conversion: ${text}`));
}

/** `i.(T)`; `from` is the static type of `i`, for the message. */
export function typeAssert(i: Iface, type: RType, from: RType | null = null): unknown {
  if (i !== null && (i as Typed).$type === type) return type.unbox(i);
  if (type.kind !== 'interface') return panicAssertion(from, typeOf(i), type, '');
  if (i === null) return panicAssertion(null, null, type, '');
  const missing = missingMethod((i as Typed).$type, type);
  return missing === '' ? i : panicAssertion(null, (i as Typed).$type, type, missing);
}

/** `v, ok := i.(T)` */
export function typeAssertOk(i: Iface, type: RType): [unknown, boolean] {
  if (i === null) return [type.zero(), false];
  const dynamic = (i as Typed).$type;
  if (dynamic === type) return [type.unbox(i), true];
  if (type.kind === 'interface' && missingMethod(dynamic, type) === '') return [i, true];
  return [type.zero(), false];
}

/** `a == b` of two interface values. */
export function equalInterface(a: Iface, b: Iface): boolean {
  if (a === null || b === null) return a === b;
  const type = (a as Typed).$type;
  if (type !== (b as Typed).$type) return false;
  if (a === b && type.kind === 'pointer') return true;
  if (type.kind === 'pointer') return pointerOf(a, type) === pointerOf(b, type);
  return type.equal((a as Box).v, (b as Box).v);
}

const pointerOf = (i: object, type: RType): unknown => (i instanceof type.boxClass ? i.v : i);

/** A Map key for an interface value: an object that stands for itself, or a text of type and value. */
export function hashInterface(i: Iface): unknown {
  if (i === null) return null;
  const type = (i as Typed).$type;
  if (!(i instanceof type.boxClass)) return i;
  const key = type.hashKey(i.v);
  // A NaN's key, new each time: it must stay an object of its own.
  if ((type.kind === 'float64' || type.kind === 'float32') && typeof key === 'object') return key;
  return `${type.id}:${keyText(key)}`;
}
