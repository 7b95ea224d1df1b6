/** Records the lines that a program of a real Go visits (README.md). */
import { isCompared } from '../activations.ts';
import type { RuntimeLayout } from './layout.ts';
import type { Point } from './points.ts';
import { runWithBreakpoints } from './ptrace.ts';

export interface LinesRun {
  /** Built with `-gcflags=all='-N -l'`. */
  command: string[];
  cwd: string;
  env: Record<string, string>;
  /** A descriptor for what the program prints. */
  output: number;
  points: Point[];
  layout: RuntimeLayout;
}

/** The rows of a recording, from main.main on. A program that fails is an error. */
export function recordLines({ points, layout, ...run }: LinesRun): string[] {
  const at = new Map(points.map((point) => [point.address, point]));
  const rows: string[] = [];
  const latest = new Map<string, Point & { caller: number }>();
  let begun = false;
  const addresses = points.map((point) => point.address);
  const status = runWithBreakpoints(run.command, { ...run, addresses }, ({ address, sp, fsBase, word }) => {
    const point = at.get(address) as Point;
    begun ||= point.func === 'main.main';
    if (!begun) return;
    // The thread's g is in the word before its thread-local storage's end (runtime/asm_amd64.s, cmd/link's tlsoffset).
    const g = word(fsBase - 8);
    const goid = g === 0 ? 0 : word(g + layout.goid);
    const m = g === 0 ? 0 : word(g + layout.m);
    const mid = m === 0 ? -1 : word(m + layout.mid);
    const curg = m === 0 ? 0 : word(m + layout.curg);
    const current = curg === 0 ? 0 : word(curg + layout.goid);
    const stack = goid === 0 ? `g0/m${mid}` : `g${goid}`;
    // The first machine that the runtime starts runs sysmon and nothing else.
    if (stack === 'g0/m1' || !isCompared(point.file)) return;
    // A line that is left and come back to at once is one visit; so is an entry that comes again after the stack has grown. At an entry the
    // top of the stack says where the function returns to, which tells another call.
    const visit = { ...point, caller: point.isEntry ? word(sp) : 0 };
    const last = latest.get(stack);
    const isSame = last?.func === visit.func && last.line === visit.line && last.isEntry === visit.isEntry;
    if (isSame && last.caller === visit.caller) return;
    latest.set(stack, visit);
    const who = goid === 0 && current !== 0 ? `${stack}(curg g${current})` : stack;
    rows.push(`${who}\t${point.isEntry ? '→' : ' '}\t${point.file}:${point.line}\t${point.func}`);
  });
  if (status !== 0) throw new Error(`${run.command.join(' ')} ended with ${status}`);
  if (!rows[0]?.startsWith('g1\t→')) throw new Error(`the first goroutine is not read right: ${rows[0] ?? 'no lines'}`);
  return rows;
}
