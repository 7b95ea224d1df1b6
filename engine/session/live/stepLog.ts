/** The file that `--lines` and `--trace` write: a line a step and a line a system call, as LiveOptions.log says. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { FileSet } from '../../golang/syntax/fileSet.ts';
import type { Frame } from '../../trace/tracer.ts';
import type { LiveOptions } from './protocol.ts';

export class StepLog {
  private readonly fd: number;
  private readonly hasSteps: boolean;
  private readonly hasCalls: boolean;

  constructor({ file, steps, calls }: NonNullable<LiveOptions['log']>) {
    this.fd = openSync(file, 'w');
    this.hasSteps = steps;
    this.hasCalls = calls;
  }

  step(innermost: Frame, fileSet: FileSet): void {
    const step = innermost.fn.steps[innermost.pc];
    if (!this.hasSteps || step === undefined) return;
    const { path, line, column } = fileSet.position(step.pos);
    let depth = 0;
    for (let frame: Frame | null = innermost; frame !== null; frame = frame.caller) depth++;
    writeSync(this.fd, `${innermost.g?.goid ?? 0}\t${depth}\t${path}:${line}:${column}\t${innermost.fn.name}\n`);
  }

  call(goid: number, text: string): void {
    if (this.hasCalls) writeSync(this.fd, `${goid}\t${text}\n`);
  }

  end(): void {
    closeSync(this.fd);
  }
}
