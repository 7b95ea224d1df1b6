/** Runs small programs on the machine's scheduler. */
import type { FuncValue } from '../../../engine/golang/machine/goroutine.ts';
import { M } from '../../../engine/golang/machine/index.ts';

/** A generator function as a func value. */
export const go = (f: (...args: never[]) => Generator<undefined, unknown, void>, usesRecover = false): FuncValue =>
  M.func(M.starting(f), '', usesRecover);
export const plain = (f: (...args: never[]) => unknown, usesRecover = false): FuncValue => M.func(f, '', usesRecover);

/** Runs `main` to the end of the program: exit status, and what it printed to standard error. */
export function run(main: (...args: never[]) => Generator<undefined, unknown, void>): {
  status: number;
  printed: string;
} {
  let printed = '';
  const { write } = M.output;
  M.output.write = (_fd, bytes) => {
    printed += Buffer.from(bytes).toString('latin1');
  };
  M.scheduler.reset();
  try {
    const status = M.scheduler.run(go(main));
    return { status, printed };
  } finally {
    M.output.write = write;
  }
}

/** Runs `main` and gives what it logged; fails if it did not end well. */
export function logOf(main: (log: (what: unknown) => void) => Generator<undefined, unknown, void>): unknown[] {
  const logged: unknown[] = [];
  const { status, printed } = run(() => main((what) => logged.push(what)));
  if (status !== 0) throw new Error(`status ${status}: ${printed}`);
  return logged;
}
