/** A Go program on the thread of a test's own process, without an adapter: what the runners share. */
import { Execution, type ExecutionOptions } from '../engine/golang/execution.ts';
import { M } from '../engine/golang/machine/index.ts';
import { loadLinux } from '../engine/linux/index.ts';

/** An execution of the loader's program, which has no arguments and no environment unless they are given. */
export function executionOf(loader: ExecutionOptions['loader'], options: Partial<ExecutionOptions> = {}): Execution {
  const execution = new Execution({
    loader,
    linux: loadLinux(),
    watchable: true,
    args: ['program'],
    environment: {},
    stepInto: [],
    compiled: () => undefined,
    ...options,
  });
  M.goRelease.minor = loader.go.version.minor;
  return execution;
}

/** Ends the process with status 1 when the program does not compile, having said why. */
export function exitUnlessCompiled(execution: Execution): void {
  const errors = execution.check();
  for (const { message } of errors) process.stderr.write(`${message}\n`);
  if (errors.length > 0) process.exit(1);
}
