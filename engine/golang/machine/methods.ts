/**
 * Method sets, and methods on prototypes.
 *
 * A struct class carries the method set of the pointer (a pointer to a struct stands for itself in an interface); a box class that of its type.
 * A method is put there when it is first called, as a function of its own, so that its call of the holder stays monomorphic.
 */
import { panicNil, panicPlain } from './runtimeError.ts';
import type { Method, RType } from './rtype.ts';

/** Methods declared on a type: the method set of a pointer to it. */
function declared(type: RType): readonly Method[] {
  while (typeof type.declaredMethods === 'function') type.declaredMethods = type.declaredMethods();
  return type.declaredMethods;
}

const ofPointer = (elem: RType): readonly Method[] => declared(elem).filter((method) => method.valueOnly !== true);

/** What a value of the type has. */
export function methodSetOf(type: RType): Map<string, Method> {
  let methods: readonly Method[];
  if (type.kind === 'interface') methods = [];
  else if (type.kind === 'pointer' && !type.named) {
    const elem = type.element;
    // A pointer to a pointer or to an interface has no methods.
    methods = elem.kind === 'pointer' || elem.kind === 'interface' ? [] : ofPointer(elem);
  } else methods = declared(type).filter((method) => !method.pointerReceiver);
  return new Map(methods.map((method) => [method.property, method]));
}

/** How the text of a method reaches its receiver. */
type Receiver = 'this' | 'clone(this)' | 'this.v' | 'clone(this.v)' | 'clone(load(this.v))' | 'load(this.v).v';

/** A property of a prototype whose value is made when it is first asked for. */
function defineLazily(prototype: object, property: string, make: () => unknown): void {
  Object.defineProperty(prototype, property, {
    configurable: true,
    get: () => {
      const value = make();
      Object.defineProperty(prototype, property, { configurable: true, writable: true, value });
      keepFast(prototype);
      return value;
    },
  });
}

/**
 * V8 makes an object a dictionary when a getter becomes a value, and a prototype stays one: then it inlines neither the methods nor the constructor of
 * the class. What becomes a function's prototype is made a fast object again.
 */
function keepFast(prototype: object): void {
  const ofFunction: { prototype: object } = function () {
    // Nobody calls it.
  };
  ofFunction.prototype = prototype;
}

function define(prototype: object, method: Method, receiver: Receiver, elem: RType): void {
  defineLazily(prototype, method.property, () => makeMethod(method, receiver, elem));
}

function makeMethod(method: Method, receiver: Receiver, elem: RType): unknown {
  const params = method.type().params.map((_, i) => `a${i}`);
  const args = [receiver, ...params].join(', ');
  const load = (pointer: unknown): unknown => pointer ?? panicWrap(elem, method);
  const clone = (value: unknown): unknown => elem.clone(value);
  // The text is made of a number of parameters and one of six receivers.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(
    'holder',
    'load',
    'clone',
    `"use strict";return function (${params.join(', ')}) { return holder.f(${args}); }`,
  ) as (...values: unknown[]) => unknown;
  return make(method.holder(), load, clone);
}

/** runtime.panicwrap: a value method called through a nil pointer. */
function panicWrap(elem: RType, method: Method): never {
  if (!elem.named) panicNil();
  panicPlain(`value method ${elem.string}.${method.name} called using nil *${elem.name} pointer`);
}

/** Puts the methods of the pointer on a struct class. */
export function installOnStruct(prototype: object, type: RType): void {
  defineLazily(prototype, '$type', () => pointerTo.of(type));
  for (const method of ofPointer(type)) {
    define(prototype, method, method.pointerReceiver ? 'this' : 'clone(this)', type);
  }
}

/** Puts the methods of a type on its box class. */
export function installOnBox(prototype: object, type: RType): void {
  const isPointer = type.kind === 'pointer' && !type.named;
  const elem = isPointer ? type.element : type;
  const aggregate = elem.kind === 'struct' || elem.kind === 'array';
  for (const method of type.methodSet().values()) {
    let receiver: Receiver = aggregate ? 'clone(this.v)' : 'this.v';
    if (isPointer) receiver = method.pointerReceiver ? 'this.v' : aggregate ? 'clone(load(this.v))' : 'load(this.v).v';
    define(prototype, method, receiver, elem);
  }
}

/** Set by types.ts. */
export const pointerTo: { of: (elem: RType) => RType } = {
  of: () => {
    throw new Error('types.ts is not loaded');
  },
};
