/** Finding fields and methods, after go/types/lookup.go and methodset.go. */
import { identical, nameKey, sameName } from './intern.ts';
import { missingMethod, type MissingMethod } from './implements.ts';
import { underlying } from './predicates.ts';
import type { Func, Interface, Method, Named, Package, Selection, Type, Var } from './types.ts';

export interface Lookup {
  selection: Selection | null;
  /** Why there is no selection: nothing of that name; found twice at the same depth; a method of *T, and x is not addressable. */
  failure: 'missing' | 'ambiguous' | 'pointer receiver' | null;
}

const missing: Lookup = { selection: null, failure: 'missing' };
const ambiguous: Lookup = { selection: null, failure: 'ambiguous' };

/** A value on the way down through embedded fields. */
interface Step {
  type: Type;
  path: Selection['path'];
  /** The value is a pointer to `type`. */
  pointer: boolean;
  /** There was a pointer on the way to it. */
  indirect: boolean;
  /** The same type is embedded more than once at this depth. */
  multiple: boolean;
}

/** The field or method that `x.name` means for an x of this type, as seen from package `pkg`. */
export function lookupFieldOrMethod(
  type: Type,
  addressable: boolean,
  pkg: Package | null,
  name: string,
): Selection | undefined {
  return lookup(type, addressable, pkg, name).selection ?? undefined;
}

/** `lookupFieldOrMethod` with the reason of a failure. With `foldCase`, names that differ in case only match, too, in any package. */
export function lookup(type: Type, addressable: boolean, pkg: Package | null, name: string, foldCase = false): Lookup {
  if (name === '_') return missing;
  if (type.kind === 'named') {
    const under = type.underlying();
    if (under.kind === 'pointer') {
      // Methods cannot be associated with a named pointer type.
      const found = find(under, false, pkg, name, foldCase);
      if (found.selection === null) return found;
      return found.selection.kind === 'field'
        ? { ...found, selection: { ...found.selection, receiver: type } }
        : missing;
    }
  }
  return find(type, addressable, pkg, name, foldCase);
}

function find(receiver: Type, addressable: boolean, pkg: Package | null, name: string, foldCase: boolean): Lookup {
  const pointer = receiver.kind === 'pointer';
  const base = pointer ? receiver.element : receiver;
  if (pointer && underlying(base).kind === 'interface') return missing;
  const matches = (object: { name: string; pkg: Package | null }): boolean =>
    foldCase ? object.name.toLowerCase() === name.toLowerCase() : sameName(object, name, pkg);

  let found: { object: Var | Func; step: Step; kind: Selection['kind'] } | null = null;
  const seen = new Set<Named>();
  let level: Step[] = [{ type: base, path: [], pointer, indirect: pointer, multiple: false }];
  while (level.length > 0) {
    const next: Step[] = [];
    for (const step of level) {
      const matched = (object: Var | Func, kind: Selection['kind']): boolean => {
        if (found !== null || step.multiple) return false;
        found = { object, kind, step };
        return true;
      };
      if (step.type.kind === 'named') {
        if (seen.has(step.type)) continue;
        seen.add(step.type);
        const method = foldCase ? step.type.methods().find(matches) : methodNamed(step.type, pkg, name);
        if (method !== undefined) {
          if (!matched(method, 'method')) return ambiguous;
          continue;
        }
      }
      const under = underlying(step.type);
      if (under.kind === 'struct') {
        for (const [index, field] of under.fields.entries()) {
          const path = (): Selection['path'] => [...step.path, { field, index, indirect: step.pointer }];
          if (matches(field)) {
            if (found !== null || step.multiple) return ambiguous;
            found = { object: field, kind: 'field', step: { ...step, path: path() } };
          } else if (found === null && field.embedded) {
            const isPointer = field.type.kind === 'pointer';
            const type = field.type.kind === 'pointer' ? field.type.element : field.type;
            if (type.kind === 'basic') continue;
            next.push({
              type,
              path: path(),
              pointer: isPointer,
              indirect: step.indirect || isPointer,
              multiple: step.multiple,
            });
          }
        }
      } else if (under.kind === 'interface') {
        const method = under.methods().find(matches);
        if (method !== undefined && !matched(interfaceMethod(method, step.type), 'method')) return ambiguous;
      }
    }
    if (found !== null) {
      const { object, step, kind } = found as { object: Var | Func; step: Step; kind: Selection['kind'] };
      if (object.kind === 'func' && !step.indirect && !addressable && hasPointerReceiver(object)) {
        return { selection: null, failure: 'pointer receiver' };
      }
      return { selection: { kind, receiver, path: step.path, object, indirect: step.indirect }, failure: null };
    }
    level = withMultiples(next);
  }
  return missing;
}

/** Several steps to the same type at one depth become one that is marked (consolidateMultiples). */
function withMultiples(steps: Step[]): Step[] {
  const unique: Step[] = [];
  for (const step of steps) {
    const same = unique.find((other) => identical(other.type, step.type));
    if (same === undefined) unique.push(step);
    else same.multiple = true;
  }
  return unique;
}

const methodTables = new WeakMap<Named, Map<string, Func>>();

/** The method declared for a named type itself, not one of an embedded field. */
export function methodNamed(type: Named, pkg: Package | null, name: string): Func | undefined {
  let methods = methodTables.get(type);
  if (methods === undefined) {
    methods = new Map();
    for (const method of type.methods()) {
      const key = nameKey(method.name, method.pkg);
      if (!methods.has(key)) methods.set(key, method);
    }
    methodTables.set(type, methods);
  }
  return methods.get(nameKey(name, pkg));
}

export function hasPointerReceiver(method: Func): boolean {
  return method.receiver?.type.kind === 'pointer';
}

const interfaceMethods = new WeakMap<Method, Func>();

function variable(type: Type, role: Var['role'], pkg: Package | null): Var {
  return {
    kind: 'var', name: '', pkg, pos: 0, type, role, embedded: false, addressTaken: false, captured: false, owner: null, spec: null, specIndex: 0, file: null,
  }; // prettier-ignore
}

/** The Func that stands for a method of an interface: one object a method. */
export function interfaceMethod(method: Method, receiver: Type): Func {
  let func = interfaceMethods.get(method);
  if (func === undefined) {
    const { name, pkg, signature } = method;
    func = {
      kind: 'func',
      name,
      pkg,
      pos: 0,
      signature,
      receiver: variable(receiver, 'receiver', pkg),
      params: signature.params.map((type) => variable(type, 'param', pkg)),
      results: signature.results.map((type) => variable(type, 'result', pkg)),
      decl: null,
      origin: null,
      typeArguments: [],
    };
    interfaceMethods.set(method, func);
  }
  return func;
}

export interface MethodSetEntry {
  name: string;
  pkg: Package | null;
  selection: Selection;
}
const methodSets = new WeakMap<Type, MethodSetEntry[]>();

/** All methods that a value of the type has in an interface (Go spec, "Method sets"), sorted by name. */
export function methodSet(type: Type): MethodSetEntry[] {
  let set = methodSets.get(type);
  if (set === undefined) {
    set = [];
    for (const { name, pkg } of candidates(type)) {
      const selection = lookupFieldOrMethod(type, false, pkg, name);
      if (selection?.kind === 'method') set.push({ name, pkg, selection });
    }
    set.sort((a, b) => (nameKey(a.name, a.pkg) < nameKey(b.name, b.pkg) ? -1 : 1));
    methodSets.set(type, set);
  }
  return set;
}

/** Every method name that occurs in the type or in what it embeds. */
function candidates(type: Type): Iterable<{ name: string; pkg: Package | null }> {
  const names = new Map<string, { name: string; pkg: Package | null }>();
  const seen = new Set<Type>();
  const visit = (each: Type): void => {
    const base = each.kind === 'pointer' ? each.element : each;
    if (seen.has(base)) return;
    seen.add(base);
    const under = underlying(base);
    const methods: { name: string; pkg: Package | null }[] = base.kind === 'named' ? [...base.methods()] : [];
    if (under.kind === 'interface') methods.push(...under.methods());
    for (const { name, pkg } of methods) {
      if (name !== '_') names.set(nameKey(name, pkg), { name, pkg });
    }
    if (under.kind === 'struct') under.fields.filter((field) => field.embedded).forEach((field) => visit(field.type));
  };
  visit(type);
  return names.values();
}

/** The first method of the interface that the type lacks, or null. */
export function implementsInterface(type: Type, wanted: Interface): MissingMethod | null {
  return missingMethod(type, wanted, true);
}
