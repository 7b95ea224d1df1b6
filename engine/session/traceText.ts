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

/** One line of `--json`, with its frames as JSON already. Times are microseconds of CLOCK_MONOTONIC; the arguments are as strace prints them. */
export function callJson(call: ProcessCall, frames: string): string {
  const { thread, goid, onSystemStack, name, text, result, errnoName, start, duration, fds } = call;
  const args = text.slice(name.length + 1, text.lastIndexOf(') = '));
  const errno = errnoName === '' ? 'null' : `"${errnoName}"`;
  // Put together by hand: there are tens of thousands a second.
  const head = `{"start":${rounded(start)},"duration":${rounded(duration)},"thread":${thread},"goroutine":${goid},"onSystemStack":${onSystemStack}`;
  const what = `"call":"${name}","arguments":${JSON.stringify(args)},"result":${result},"errno":${errno},"descriptors":[${fds.join(',')}]`;
  return `${head},${what},"text":${JSON.stringify(text)},"frames":${frames}}\n`;
}

/** Frames as JSON has them, without what is only ours. */
export function frameObjects(lines: readonly Line[]): Line[] {
  return lines.map(({ function: name, file, line, inlined }) => ({ function: name, file, line, inlined }));
}

/** To nanoseconds. */
const rounded = (microseconds: number): number => Math.round(microseconds * 1000) / 1000;
