/**
 * Run-time errors (runtime/panic.go, runtime/error.go): what the machine itself panics with.
 *
 * A Go panic is thrown as a GoPanic. The values of run-time errors are runtime.Error values; panic.ts makes them and puts its maker here, so
 * that the lowest modules can panic without knowing types.
 */
import type { Frame } from '../../trace/tracer.ts';

/** An interface value: null, an object of a struct class, or a Box. */
export type Iface = object | null;

/** JavaScript frames that a panic keeps. */
const stackLimit = 400;
// A nil pointer is an exception that V8 makes.
Error.stackTraceLimit = Math.max(Error.stackTraceLimit, stackLimit);

/** runtime._panic: a panic on its way up. */
export class GoPanic {
  value: Iface;
  /** The panic that was under way when this one was raised: printed before it. */
  link: GoPanic | null = null;
  recovered = false;
  /** runtime.Goexit runs deferred calls the same way, but cannot be recovered. */
  goexit = false;
  /** It has been caught once: `frame` and `under` are known. */
  raised = false;
  /** Where it was raised. */
  frame: Frame | null = null;
  /** The innermost panic of the goroutine whose deferred calls ran where this one was raised. */
  under: GoPanic | null = null;
  /** The exception of JavaScript's that it was. */
  cause: Error | null = null;
  /** The JavaScript stack where it was raised; V8 makes nothing of it until somebody asks. */
  declare readonly stack: unknown;

  constructor(value: Iface) {
    this.value = value;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = stackLimit;
    Error.captureStackTrace(this);
    Error.stackTraceLimit = limit;
  }
}

/** The program ends with this status: passes through all frames, and no deferred call runs (os.Exit, fatal errors). */
export class Exit {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** Set by panic.ts: makes the runtime.Error for a text; `boundsError` for index errors, `TypeAssertionError` without prefix. */
export const runtimeErrors: {
  make: (kind: RuntimeErrorKind, text: string) => Iface;
  /** Makes a *runtime.TypeAssertionError, where there is Go's own type. */
  assertion: ((text: string) => Iface) | null;
  /** Makes a *runtime.PanicNilError, where Go has that. */
  nilArgument: (() => Iface) | null;
} = {
  make: () => null,
  assertion: null,
  nilArgument: null,
};
export type RuntimeErrorKind = 'errorString' | 'boundsError' | 'plainError' | 'TypeAssertionError' | 'memoryError';

/** Panics with a runtime.Error whose text is `runtime error: ` + text. */
export function panicRuntime(text: string, kind: RuntimeErrorKind = 'errorString'): never {
  throw new GoPanic(runtimeErrors.make(kind, `runtime error: ${text}`));
}
/** runtime.plainError: no prefix (channels). */
export function panicPlain(text: string): never {
  throw new GoPanic(runtimeErrors.make('plainError', text));
}
export const nilPointerText = 'invalid memory address or nil pointer dereference';
export function panicNil(): never {
  panicRuntime(nilPointerText, 'memoryError');
}
export function panicDivide(): never {
  panicRuntime('integer divide by zero');
}
export function panicShift(): never {
  panicRuntime('negative shift amount');
}
