/**
 * Panics, deferred calls and recover (runtime/panic.go).
 *
 * A function with deferred calls has a Defers: what it deferred, and the panic that came through it, if any. `run` makes the calls, last first;
 * a call that recovers ends the panic, one that panics itself replaces it (the older one is printed before it). `recover` works only in a function
 * that was called directly by `run`: run leaves the panic in `recoverable` just before the call, and the function takes it at its entry.
 */
import { T, type Frame } from '../../trace/tracer.ts';
import type { FuncValue, Steps } from './goroutine.ts';
import { typeOf } from './interfaces.ts';
import { finish, park, parked, rest, start } from './parked.ts';
import { getg, throwFatal } from './scheduler.ts';
import { GoPanic, nilPointerText, panicNil, runtimeErrors, type Iface } from './runtimeError.ts';
import { types, type RType } from './types.ts';

// ---- run-time errors as values

/** A type of package runtime whose values are errors, made here: its value is its text. */
function errorType(name: string): RType {
  const type = types.named({ name, string: `runtime.${name}`, pkgPath: 'runtime' });
  type.complete(types.basic('string'));
  const text = types.func([], [types.basic('string')]);
  const method = (methodName: string, signature: RType, f: (v: string) => unknown) => ({
    name: methodName,
    property: methodName,
    exported: true,
    pointerReceiver: false,
    type: () => signature,
    holder: () => ({ f, isGenerator: false }),
  });
  type.setMethods([method('Error', text, (v) => v), method('RuntimeError', types.func([], []), () => undefined)]);
  return type;
}

/** The types of run-time errors, by name. `*TypeAssertionError` stands for the pointer that Go uses. */
export const errorTypes = {
  errorString: errorType('errorString'),
  boundsError: errorType('boundsError'),
  plainError: errorType('plainError'),
  memoryError: errorType('errorString'),
  TypeAssertionError: errorType('TypeAssertionError'),
};
runtimeErrors.make = (kind, text) =>
  kind === 'TypeAssertionError' && runtimeErrors.assertion !== null
    ? runtimeErrors.assertion(text)
    : errorTypes[kind].box(text);

// ---- panic

/** `panic(v)` */
export function gopanic(value: Iface): never {
  const { nilArgument } = runtimeErrors;
  throw raised(new GoPanic(value === null && nilArgument !== null ? nilArgument() : value));
}

function raised(panic: GoPanic): GoPanic {
  if (panic.raised) return panic;
  panic.raised = true;
  const gp = getg();
  panic.frame = gp.frame;
  panic.under = gp.panicking;
  if (T.on && panic.frame !== null && !panic.goexit) T.panic(panic.value, panic.frame);
  return panic;
}

/** The Go panic that a JavaScript exception is; null for an exit or an error of the engine. */
export function asPanic(error: unknown): GoPanic | null {
  if (error instanceof GoPanic) return raised(error);
  if (error instanceof RangeError && /call stack/.test(error.message)) throwStackOverflow();
  if (error instanceof TypeError && /\bof null\b|\bnull is not\b/.test(error.message)) {
    const panic = new GoPanic(runtimeErrors.make('memoryError', `runtime error: ${nilPointerText}`));
    panic.cause = error;
    return raised(panic);
  }
  return null;
}

function throwStackOverflow(): never {
  output.fatal('runtime: goroutine stack exceeds 1000000000-byte limit\n');
  return throwFatal('stack overflow');
}

/** Set by print.ts: writes to standard error. */
export const output: { fatal: (text: string) => void } = { fatal: () => undefined };

// ---- defer

/** A call of a func value, or of a method of what an interface value holds. */
interface DeferredCall {
  readonly fn: FuncValue | null;
  readonly receiver: Methods | null;
  /** The method's property. */
  readonly method: string;
  readonly args: unknown[];
  /** The one that was deferred before it. */
  readonly link: DeferredCall | null;
}

let recoverable: GoPanic | null = null;

/** At the entry of a function that calls recover: the panic that it may recover, if `run` called it. */
export function takeRecoverable(): GoPanic | null {
  const panic = recoverable;
  recoverable = null;
  return panic;
}

/**
 * A wrapper is about to hand its call on to the method `name` of `i`: that may recover what the wrapper could. Where the method does not call recover,
 * nothing is left for what it calls in turn.
 */
export function handOnRecover(i: Iface, name: string): void {
  if (recoverable !== null && !methodUsesRecover(i, name)) recoverable = null;
}

/** Known once the method has been compiled. */
const methodUsesRecover = (i: Iface, name: string): boolean =>
  (methodOf(i, name)?.value as FuncValue | undefined)?.usesRecover === true;
const methodOf = (i: Iface, name: string): MethodHolder | undefined => typeOf(i)?.methodSet().get(name)?.holder();

/** `recover()` */
export function gorecover(panic: GoPanic | null): Iface {
  if (panic === null || panic.goexit || panic.recovered) return null;
  panic.recovered = true;
  return panic.value;
}

/** The deferred calls of one call of a function. */
export class Defers {
  /** Where the stack goes back to when a panic is recovered. */
  private readonly frame: Frame | null;
  private last: DeferredCall | null = null;
  private current: GoPanic | null = null;

  constructor(frame: Frame | null) {
    this.frame = frame;
  }

  push(fn: FuncValue | null, args: unknown[]): void {
    this.last = { fn, receiver: null, method: '', args, link: this.last };
  }

  /** `defer i.method(args)`: of an interface value. */
  pushMethod(i: Iface, method: string, args: unknown[]): void {
    if (i === null) panicNil();
    this.last = { fn: null, receiver: i as Methods, method, args, link: this.last };
  }

  private pop(): DeferredCall | null {
    const { last } = this;
    if (last !== null) this.last = last.link;
    return last;
  }

  /** The function's body threw. What is no panic of Go's goes on up at once. */
  panic(error: unknown): void {
    const panic = asPanic(error);
    if (panic === null) throw error;
    if (panic !== this.current) {
      let oldest = panic;
      while (oldest.link !== null && oldest.link !== this.current) oldest = oldest.link;
      oldest.link = this.current;
    }
    this.current = panic;
  }

  /** Runs the deferred calls; what is left of a panic is thrown on. As any function it may give `parked`. */
  run(): unknown {
    for (let call = this.pop(); call !== null; call = this.pop()) {
      const frame = getg().frame;
      try {
        const result = this.current === null ? this.start(call) : start(this.panicking(call));
        if (result === parked) return park(this.goOn(rest(), frame));
      } catch (error) {
        this.panic(error);
      }
      this.settle(frame);
    }
    if (this.current !== null) throw this.current;
    return undefined;
  }

  /** With what is left of a deferred call that has parked, and those before it. */
  private *goOn(steps: Steps<unknown>, frame: Frame | null): Steps<unknown> {
    try {
      yield* steps;
    } catch (error) {
      this.panic(error);
    }
    this.settle(frame);
    return yield* finish(this.run());
  }

  /** A deferred call on top of a panic. Who reads the stack knows this function, and what lies beneath in Go (codePlaces.ts). */
  private *panicking(call: DeferredCall): Steps<unknown> {
    const gp = getg();
    const outer = gp.panicking;
    gp.panicking = this.current;
    try {
      return yield* finish(this.start(call));
    } catch (error) {
      throw asPanic(error) ?? error;
    } finally {
      gp.panicking = outer;
    }
  }

  private start({ fn, receiver, method, args }: DeferredCall): unknown {
    if (receiver !== null) {
      recoverable = this.current !== null && methodUsesRecover(receiver, method) ? this.current : null;
      return (receiver[method] as (...values: unknown[]) => unknown).apply(receiver, args);
    }
    if (fn === null) return panicNil();
    recoverable = fn.usesRecover === true ? this.current : null;
    return (fn as (...values: unknown[]) => unknown)(...args);
  }

  /** After a deferred call: a recovered panic is over, and the stack is this function's again. */
  private settle(frame: Frame | null): void {
    const { current } = this;
    if (current === null) {
      getg().frame = frame;
      return;
    }
    if (!current.recovered) return;
    // A Goexit that the panic interrupted goes on.
    let link = current.link;
    while (link !== null && !link.goexit) link = link.link;
    this.current = link;
    getg().frame = this.frame;
  }
}

/** `frame` is the function's own, null if it makes none. */
export function newDefers(frame: Frame | null): Defers {
  return new Defers(frame ?? getg().frame);
}

// ---- func values

/** Makes a func value of a function literal: `name` is Go's. */
function makeFunc(f: FuncValue, name: string, usesRecover: boolean): FuncValue {
  f.goName = name;
  if (usesRecover) f.usesRecover = true;
  return f;
}
export { makeFunc as func };

/** The method value `x.m` of a concrete method: the receiver is evaluated and bound. */
export function boundValue(
  holder: MethodHolder & { f: (...args: unknown[]) => unknown },
  receiver: unknown,
): FuncValue {
  return recoversAs(
    (...args: unknown[]) => holder.f(receiver, ...args),
    () => holder,
  );
}

interface MethodHolder {
  f: (...args: never[]) => unknown;
  /** The method as a func value; a machine without emitted code may have none. */
  readonly value?: unknown;
}

/** A deferred method value may recover where its method does; that is known when the method has been compiled. */
function recoversAs(f: FuncValue, method: () => MethodHolder | undefined): FuncValue {
  Object.defineProperty(f, 'usesRecover', { get: () => (method()?.value as FuncValue | undefined)?.usesRecover });
  return f;
}

type Methods = Record<string, unknown>;

/** The method value `i.m` of an interface value. */
export function methodValue(i: Iface, name: string): FuncValue {
  if (i === null) return panicNil();
  const receiver = i as Methods;
  const method = receiver[name] as (...values: unknown[]) => unknown;
  return recoversAs(method.bind(receiver), () => methodOf(i, name));
}

/** The method expression `I.m` of an interface type. */
export function interfaceMethodExpression(name: string): FuncValue {
  const f: FuncValue = (i: Iface, ...args: unknown[]): unknown => {
    if (i === null) return panicNil();
    handOnRecover(i, name);
    const receiver = i as Methods;
    return (receiver[name] as (...values: unknown[]) => unknown).apply(receiver, args);
  };
  f.usesRecover = true;
  return f;
}
