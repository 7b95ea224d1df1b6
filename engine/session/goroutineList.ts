/** `netwalk trace --goroutines`: what each goroutine of a real Go process does or waits for, once, as a traceback shows it. */
import { GoProcess } from '../process/goProcess.ts';
import type { GoroutineFacts } from '../process/protocol.ts';
import type { Line } from '../process/pclntab.ts';
import { Output } from './output.ts';
import { callStack, frameObjects } from './traceText.ts';

/** Prints the goroutines of a process that stands for that moment, and lets go of it. @throws ProcessError */
export async function printGoroutines(pid: number, { json }: { json: boolean }): Promise<number> {
  const nothing = (): void => undefined;
  const out = new Output();
  const traced = await GoProcess.begin(
    { target: { pid }, all: false },
    { calls: nothing, ended: nothing, failed: nothing },
  );
  try {
    await traced.stop();
    for (const goroutine of await traced.goroutines()) {
      const lines = await traced.stack(goroutine.goid);
      out.write(json ? jsonOf(goroutine, lines) : textOf(goroutine, lines, traced.facts.runtimeFolder));
    }
  } finally {
    await traced.detach();
  }
  return 0;
}

const textOf = ({ goid, status }: GoroutineFacts, lines: readonly Line[], runtimeFolder: string): string =>
  `goroutine ${goid} [${status}]\n${callStack(lines, runtimeFolder)}\n`;

function jsonOf({ goid, status, entry, thread }: GoroutineFacts, lines: readonly Line[]): string {
  const shown = { goroutine: goid, status, entry, thread: thread === 0 ? null : thread, frames: frameObjects(lines) };
  return `${JSON.stringify(shown)}\n`;
}
