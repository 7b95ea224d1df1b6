import path from 'node:path';
import type { ListedProcess } from '../../engine/process/list.ts';
import type { Translate } from '../words.ts';

/** How a Go process is shown in the list to choose from. */
export interface ProcessRow {
  label: string;
  description: string;
  detail: string;
}

/** Arguments can be long; their beginning tells which process it is. */
const longestArguments = 120;

export function processRow(process: ListedProcess, t: Translate): ProcessRow {
  const { pid, program, goVersion, listening, connections, peers, tracer, isSupported } = process;
  const args = process.arguments.join(' ');
  const ends = [...peers, ...(connections > peers.length ? ['…'] : [])].join(', ');
  const several = connections === 1 ? t('1 connection: {0}', ends) : t('{0} connections: {1}', connections, ends);
  const connected = connections === 0 ? '' : several;
  const sockets = [...listening.map((at) => t('listens on {0}', at)), connected];
  const why =
    tracer !== 0
      ? t('traced already, by process {0}', tracer)
      : isSupported
        ? ''
        : t('this version of Go is not known');
  return {
    label:
      `${path.basename(program)} ${args.length > longestArguments ? `${args.slice(0, longestArguments)}…` : args}`.trim(),
    description: [String(pid), `Go ${goVersion}`, why].filter((part) => part !== '').join(' · '),
    detail: [...sockets, program].filter((part) => part !== '').join(' · '),
  };
}
