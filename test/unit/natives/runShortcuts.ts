/**
 * Runs a Go program and tells, on standard error as JSON, what it did: `runShortcuts.ts VERSION FOLDER [hand-over|unwatchable]`.
 * With hand-over every goroutine that is parked when the network is polled parks in Go's own code instead.
 */
import { M } from '../../../engine/golang/machine/index.ts';
import { providedGo, SourceLoader } from '../../../engine/golang/source/index.ts';
import { loadLinux } from '../../../engine/linux/index.ts';
import type { Frame } from '../../../engine/trace/tracer.ts';
import { executionOf } from '../../thisThread.ts';

export interface Told {
  /** Reads and writes of descriptors above 2, as `read = -1`. */
  calls: string[];
  /** Functions of Go that were linked and have steps. */
  linked: string[];
  /** Innermost functions of goroutines that waited for the network when they were handed over. */
  waiting: string[];
}

const [version = '', program, mode] = process.argv.slice(2);
const told: Told = { calls: [], linked: [], waiting: [] };
const linux = loadLinux();
const { kernel } = linux;
const system = kernel.unwatchedSyscall;
const counting: typeof system = (number, a1 = 0, ...rest) => {
  const result = system(number, a1, ...rest);
  const name = kernel.numbers.nameOf(number);
  if ((name === 'read' || name === 'write') && Number(a1) > 2) told.calls.push(`${name} = ${result}`);
  return result;
};
Object.assign(kernel, { rawSyscall: counting, unwatchedSyscall: counting, programSyscall: counting });

const loader = new SourceLoader(providedGo(version), { program });
const execution = executionOf(loader, {
  linux,
  watchable: mode !== 'unwatchable',
  compiled: (functions) => told.linked.push(...functions.map(({ name }) => name)),
});
const innermost = (frame: Frame | null): string => frame?.fn.name ?? '';
if (mode === 'hand-over') {
  const handOver = (): false => {
    execution.handOver();
    const waiting = M.allgs().filter((gp) => gp.waitreason === 'IO wait' && gp.atomicstatus === '_Gwaiting');
    told.waiting.push(...waiting.map((gp) => innermost(gp.frame as Frame | null)));
    return false;
  };
  execution.beforeNetpoll = handOver;
  execution.beforeBlocking = handOver;
}
execution.check();
const status = execution.run();
process.stderr.write(JSON.stringify(told));
process.exit(status);
