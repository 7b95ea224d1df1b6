/** `netwalk processes`: the Go processes that can be attached to. */
import { goProcesses, type ListedProcess } from '../process/list.ts';
import { Output } from './output.ts';

/** Prints them, a line each; as one JSON list for programs. Gives the exit status. */
export function printProcesses({ json }: { json: boolean }): number {
  const all = goProcesses(process.getuid?.() ?? -1);
  const out = new Output();
  if (json) out.line(JSON.stringify(all));
  else if (all.length === 0) out.line('no Go process of yours runs');
  else for (const each of all) out.line(lineOf(each));
  return 0;
}

function lineOf({ pid, program, arguments: args, goVersion, listening, connections }: ListedProcess): string {
  const sockets = [
    ...listening,
    ...(connections === 0 ? [] : [connections === 1 ? '1 connection' : `${connections} connections`]),
  ].join(', ');
  return [String(pid).padStart(7), `Go ${goVersion}`.padEnd(10), [program, ...args].join(' '), sockets].filter((part) => part !== '').join('  '); // prettier-ignore
}
