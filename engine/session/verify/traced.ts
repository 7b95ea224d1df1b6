/** Runs a program to its end under strace. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { parseTrace, straceOptions, type TracedCall } from './strace.ts';

export interface Traced {
  calls: TracedCall[];
  /** `0`, `2`, `SIGSEGV`; null when it did not end in time. */
  ended: string | null;
}

/** `trace` and `output` are files to write to; what the program prints goes there, for a pipe would be put into the poller by package os. */
export async function runTraced(
  command: string[],
  files: { trace: string; output: string },
  options: { cwd: string; env: NodeJS.ProcessEnv; seconds: number },
): Promise<Traced> {
  const { cwd, env, seconds } = options;
  const output = fs.openSync(files.output, 'w');
  const child = spawn('strace', [...straceOptions, '-o', files.trace, ...command], {
    cwd,
    env,
    stdio: ['ignore', output, output],
    detached: true,
  });
  fs.closeSync(output);
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  };
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    kill();
  }, seconds * 1000);
  process.once('exit', kill);
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(String(signal ?? code)));
  });
  process.off('exit', kill);
  clearTimeout(limit);
  return { calls: late ? [] : parseTrace(fs.readFileSync(files.trace, 'utf8')), ended: late ? null : ended };
}
