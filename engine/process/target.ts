/** The process to attach to: whether that can be, and why not. */
import { readFileSync, readlinkSync } from 'node:fs';
import { ProcessError } from './errors.ts';
import { readGoProgram, type GoProgram } from './goProgram.ts';

/** What /proc/PID/status says of a process; null when there is none. */
export function processStatus(pid: number): { uid: number; tracer: number; name: string } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return { uid: Number(field('Uid')), tracer: Number(field('TracerPid')), name: field('Name') };
}

/** Reads the executable of a process. @throws ProcessError that says what is in the way */
export function programOfProcess(pid: number): GoProgram {
  if (process.arch !== 'x64') {
    throw new ProcessError(
      'architecture',
      `attaching to Go processes works on x86-64 only, and this is ${process.arch}`,
    );
  }
  const status = processStatus(pid);
  if (status === null) throw new ProcessError('no process', `there is no process ${pid}`);
  try {
    return readGoProgram(`/proc/${pid}/exe`);
  } catch (error) {
    if (error instanceof ProcessError) {
      throw new ProcessError(error.problem, `process ${pid} (${status.name}) cannot be attached to: ${error.message}`);
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new ProcessError('not Go', `process ${pid} (${status.name}) cannot be attached to: it has no executable`);
    }
    if (code === 'EACCES' || code === 'EPERM') throw refusal(pid);
    throw error;
  }
}

/** Why the kernel does not let a process be traced. */
export function refusal(pid: number): ProcessError {
  const status = processStatus(pid);
  if (status === null) return new ProcessError('no process', `there is no process ${pid}`);
  const who = `process ${pid} (${status.name})`;
  if (status.tracer !== 0) {
    const name = processStatus(status.tracer)?.name ?? '?';
    return new ProcessError(
      'traced',
      `${who} is traced by process ${status.tracer} (${name}) already: a process has one tracer. End that one first`,
    );
  }
  const own = process.getuid?.() ?? -1;
  if (status.uid !== own) {
    return new ProcessError(
      'other user',
      `${who} belongs to user ${status.uid}, and you are ${own}. Run Netwalk as that user, or as root`,
    );
  }
  const scope = ptraceScope();
  if (scope > 0) return new ProcessError('forbidden', `${who}: ${scopeText(scope)}`);
  return new ProcessError(
    'forbidden',
    `${who}: the kernel does not let it be traced. It may have more rights than you, or this is a container without the capability SYS_PTRACE`,
  );
}

/** kernel.yama.ptrace_scope; 0 where there is no such limit. */
function ptraceScope(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8'));
  } catch {
    return 0;
  }
}

/** What a kernel with that kernel.yama.ptrace_scope, above 0, forbids, and what can be done. */
export function scopeText(scope: number): string {
  const setting = `kernel.yama.ptrace_scope is ${scope}`;
  if (scope === 1) {
    return `this kernel lets only a process's parents trace it (${setting}). Start the program with "netwalk trace -- COMMAND", or allow it until the next start: sudo sysctl kernel.yama.ptrace_scope=0`;
  }
  if (scope === 2) return `this kernel lets only administrators trace (${setting}). Run Netwalk as root`;
  return `this kernel lets nobody trace (${setting}), until the machine is started with another setting`;
}

/** What is added to an address of the executable in the process: not 0 where it is position-independent. */
export function loadBias(pid: number, program: GoProgram): number {
  const executable = readlinkSync(`/proc/${pid}/exe`);
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const found = /^([0-9a-f]+)-\S+ \S+ 00000000 \S+ \S+\s+(.*)$/.exec(line);
    if (found?.[2] === executable) return parseInt(found[1] ?? '', 16) - (program.base - (program.base % 4096));
  }
  throw new ProcessError('broken', `process ${pid}: its executable is not in its memory`);
}
