/**
 * How a function parks. One that may is a generator function behind a plain one: whoever calls it is given the results at once where it did not park,
 * else `parked`; then what is left of it is `rest()`, an iterator that has yielded once and wants to be gone on with. So nobody needs to know
 * of a function whether it may park, and who calls one that does not pays for no iterator of its own.
 */
import type { FuncValue, Steps } from './goroutine.ts';

/** What a function gives instead of its results when it has parked. */
export const parked: unknown = Object.freeze({ parked: true });

let left: Steps<unknown> | null = null;

// Looked up once: each generator function's iterators are of a shape of their own.
// eslint-disable-next-line @typescript-eslint/unbound-method
const { next } = (function* (): Steps<unknown> {
  return undefined;
})();

/** Begins with a generator: what the function that it is the body of gives. */
export function start(steps: Steps<unknown>): unknown {
  const step = next.call(steps);
  return step.done === true ? step.value : park(steps);
}

/** What a function gives that has parked, of which `steps` is left. */
export function park(steps: Steps<unknown>): unknown {
  left = steps;
  return parked;
}

/** What is left of the function that has just given `parked`: to be asked for before anything else is called. */
export function rest(): Steps<unknown> {
  const steps = left;
  if (steps === null) throw new Error('nothing has parked');
  left = null;
  return steps;
}

/** The results of a call, inside a generator: `yield* finish(f(a, b))`. */
export function* finish(result: unknown): Steps<unknown> {
  if (result !== parked) return result;
  const steps = rest();
  yield;
  return yield* steps;
}

/** The plain function before a generator function. */
export function starting(body: (...args: never[]) => Steps<unknown>): FuncValue {
  return (...args) => start(body(...args));
}
