/** The states of a loop over a func (internal/abi, RF_State): what its body finds when the iterator calls it. */
import { panicRuntime } from './runtimeError.ts';

export const rangeState = { done: 0, ready: 1, panic: 2, exhausted: 3, missingPanic: 4 } as const;

const texts: Record<number, string> = {
  [rangeState.done]: 'range function continued iteration after function for loop body returned false',
  [rangeState.panic]: 'range function continued iteration after loop body panic',
  [rangeState.exhausted]: 'range function continued iteration after whole loop exit',
  [rangeState.missingPanic]: 'range function recovered a loop body panic and did not resume panicking',
};

/** runtime.panicrangestate */
export function panicRangeState(state: number): never {
  panicRuntime(texts[state] ?? 'range function in an unknown state');
}
