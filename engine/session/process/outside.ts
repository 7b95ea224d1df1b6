/** What is seen of a process without asking its tracer. */
import fs from 'node:fs';
import path from 'node:path';
import { locateGo, SourceLoader } from '../../golang/source/index.ts';
import type { Line } from '../../process/pclntab.ts';
import type { Place } from '../../trace/source.ts';
import type { ProcessFiles } from './files.ts';

/** Its executable and its arguments. */
export function commandLine(pid: number): string[] {
  try {
    const [first = '', ...rest] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const executable = fs.readlinkSync(`/proc/${pid}/exe`);
    return [executable === '' ? first : executable, ...rest];
  } catch {
    return [];
  }
}

/** Files of what a system call goes through before it is one. */
const plumbing = /\.s$|(^|\/)(syscall|runtime\/internal\/syscall|internal\/runtime\/syscall(\/linux)?)\/[^/]+$/;

/** How many of the innermost functions only make the call. */
export function plumbingOf(stack: readonly Line[]): number {
  return Math.max(0, stack.findIndex(({ file }) => !plumbing.test(file))); // prettier-ignore
}

/** The line that a person reads for a call: the innermost that is not the system call's own plumbing. */
export function shownPlace(stack: readonly Line[], files: ProcessFiles): Place | null {
  const shown = stack[plumbingOf(stack)];
  return shown === undefined ? null : files.place(shown);
}

/** As of a live program; '' when the source is not here. */
export function sourceHashOf(goroot: string): string {
  if (!fs.existsSync(path.join(goroot, 'src/net/dial.go'))) return '';
  return new SourceLoader(locateGo({ goroot })).hash(['net', 'internal/poll']);
}
