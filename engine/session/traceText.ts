/** How a real process's system call is shown: for a person, and a JSON object a line. */
import { goroutineText } from '../adapter/words.ts';
import type { Line } from '../process/pclntab.ts';
import type { ProcessCall } from '../process/protocol.ts';

/** Runtime plumbing around every call of a goroutine, which says nothing about this one. */
const leftOut =
  /^(internal\/|runtime\/internal\/)?(runtime\/)?syscall(\/linux)?\.(Syscall6|RawSyscall6?|Syscall6?|rawSyscallNoError|runtime_\w+)$/;

/** The call, and below it its stack as `callStack` made it; `since` in microseconds. */
export function callText(call: ProcessCall, stack: string, since: number): string {
  const head = `${(since / 1e6).toFixed(6)} ${whose(call)}  ${call.text} <${(call.duration / 1e6).toFixed(6)}>\n`;
  return head + stack;
}

/** A line a function, the innermost first. */
export function callStack(lines: readonly Line[], runtimeFolder: string): string {
  const shown = lines.filter(({ function: name }) => !leftOut.test(name));
  const width = Math.min(48, Math.max(0, ...shown.map(({ function: name }) => name.length)));
  const texts = shown.map(
    ({ function: name, file, line }) => `    ${name.padEnd(width)}  ${fileText(file, runtimeFolder)}:${line}\n`,
  );
  return texts.join('');
}

function whose({ goid, onSystemStack, thread }: ProcessCall): string {
  if (goid === null) return `thread ${thread}`;
  return goroutineText(goid) + (onSystemStack && goid !== 0 ? ' (on g0)' : '');
}

/** Files of Go's own as people know them: `net/fd_unix.go`. */
function fileText(file: string, runtimeFolder: string): string {
  const source = runtimeFolder.replace(/runtime$/, '');
  return source !== '' && file.startsWith(source) ? file.slice(source.length) : file;
}

/** Frames as JSON has them, without what is only ours. */
export function frameObjects(lines: readonly Line[]): Line[] {
  return lines.map(({ function: name, file, line, inlined }) => ({ function: name, file, line, inlined }));
}
