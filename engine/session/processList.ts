/** `netwalk processes`: the Go processes that can be attached to. */
import { goProcesses, type ListedProcess } from '../process/list.ts';

/** Prints them, a line each; as one JSON list for programs. Gives the exit status. */
export function printProcesses({ json }: { json: boolean }): number {
  const all = goProcesses(process.getuid?.() ?? -1);
  if (json) process.stdout.write(`${JSON.stringify(all)}\n`);
  else if (all.length === 0) process.stdout.write('no Go process of yours runs\n');
  else for (const each of all) process.stdout.write(`${lineOf(each)}\n`);
  return 0;
}

function lineOf({ pid, program, arguments: args, goVersion, listening, connections }: ListedProcess): string {
  const sockets = [...listening, ...(connections === 0 ? [] : [`${connections} connections`])].join(', ');
  return [String(pid).padStart(7), `Go ${goVersion}`.padEnd(10), [program, ...args].join(' '), sockets].filter((part) => part !== '').join('  '); // prettier-ignore
}
