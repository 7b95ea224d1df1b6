/** Compares the engine's steps with recorded lines, goroutine by goroutine (README.md). */
import { describe, type Activation, type Goroutine, type Goroutines } from './activations.ts';
import { replaced } from './exceptions.ts';
import type { FlowNode } from './flow.ts';
import { bestPath, scoreOf } from './paths.ts';

/** All that differs, a paragraph each. */
export function differences(recording: Goroutines<number>, engine: Goroutines<FlowNode>): string[] {
  const found: string[] = [];
  const names = new Set([...recording.keys(), ...engine.keys()]);
  for (const name of names) {
    if (name === 'g0') continue;
    const [recorded, executed] = [recording.get(name), engine.get(name)];
    if (recorded === undefined) found.push(`goroutine ${name}: is not in the recording`);
    else if (executed === undefined) found.push(`goroutine ${name}: the engine never ran it`);
    else
      found.push(
        ...goroutineDifferences(recorded.filter(isCompared), executed.filter(isCompared)).map(
          (each) => `goroutine ${name}: ${each}`,
        ),
      );
  }
  return found;
}

function isCompared({ flow }: Activation<unknown>): boolean {
  return !replaced.some(({ file, func }) => flow.file.path === file && flow.name === func);
}

function goroutineDifferences(recorded: Goroutine<number>, executed: Goroutine<FlowNode>): string[] {
  const found: string[] = [];
  for (const { left, right } of aligned(recorded, executed)) {
    const line = left === null || right === null ? null : pathDifference(left, right);
    if (line !== null) found.push(line);
    if (left === null && right !== null) found.push(`${describe(right)}: entered, but not in the recording`);
    if (left !== null && right === null) found.push(`${describe(left)}: not entered, but in the recording`);
  }
  return found;
}

/** Pairs the runs of functions: the longest common sequence of functions entered. */
function aligned(
  recorded: Goroutine<number>,
  executed: Goroutine<FlowNode>,
): { left: Activation<number> | null; right: Activation<FlowNode> | null }[] {
  const [n, m] = [recorded.length, executed.length];
  const same = (i: number, k: number): boolean => recorded[i]?.flow === executed[k]?.flow;
  const width = m + 1;
  const longest = new Uint32Array((n + 1) * width);
  const at = (i: number, k: number): number => longest[i * width + k] ?? 0;
  for (let i = n - 1; i >= 0; i--) {
    for (let k = m - 1; k >= 0; k--) {
      longest[i * width + k] = same(i, k) ? at(i + 1, k + 1) + 1 : Math.max(at(i + 1, k), at(i, k + 1));
    }
  }
  const pairs: { left: Activation<number> | null; right: Activation<FlowNode> | null }[] = [];
  for (let i = 0, k = 0; i < n || k < m;) {
    const [left, right] = [recorded[i] ?? null, executed[k] ?? null];
    if (i < n && k < m && same(i, k)) {
      pairs.push({ left, right });
      i++;
      k++;
    } else if (k >= m || (i < n && at(i + 1, k) >= at(i, k + 1))) {
      pairs.push({ left, right: null });
      i++;
    } else {
      pairs.push({ left: null, right });
      k++;
    }
  }
  return pairs;
}

/** The statements of a run that are compared: consecutive repeats are one visit. */
export function comparedVisits(activation: Activation<FlowNode>): FlowNode[] {
  return activation.visits.filter((node) => !node.optional).filter((node, i, list) => node !== list[i - 1]);
}

/** How the engine's way through a function differs from the recorded one; null when it is one that explains the recording best. */
function pathDifference(recorded: Activation<number>, executed: Activation<FlowNode>): string | null {
  const path = comparedVisits(executed);
  const best = bestPath(recorded.flow, recorded.visits);
  if (scoreOf(path, recorded.visits) === best.length) return null;
  if (best.length === 0 && path.length === 0) return null;
  const text = (nodes: FlowNode[]): string => nodes.map((node) => node.line).join(' ');
  const first = path.findIndex((node, i) => node !== best[i]);
  const at = path[first < 0 ? path.length - 1 : first];
  return [
    `${describe(recorded)} differs at line ${at?.line} "${at?.text ?? ''}"`,
    `    the engine's statements  ${text(path)}`,
    `    Go's, read from lines    ${text(best)}`,
    `    the lines recorded       ${recorded.visits.join(' ')}`,
  ].join('\n');
}

/** The scheduler polls when timing has it so: of g0 only single steps are compared. Those of the engine which no recording has. */
export function unknownTransitions(recordings: Goroutines<number>[], engine: Goroutines<FlowNode>): string[] {
  const known = new Set<string>();
  for (const recording of recordings) {
    for (const activation of recording.get('g0') ?? []) {
      for (const step of transitions(activation, bestPath(activation.flow, activation.visits))) known.add(step);
    }
  }
  const unknown = new Set<string>();
  for (const activation of (engine.get('g0') ?? []).filter(isCompared)) {
    for (const step of transitions(activation, comparedVisits(activation))) if (!known.has(step)) unknown.add(step);
  }
  return [...unknown];
}

function transitions({ flow }: Activation<unknown>, path: FlowNode[]): string[] {
  const place = `${flow.file.path}:${flow.entryLine} ${flow.name}`;
  return path.map((node, i) => `${place}: from line ${path[i - 1]?.line ?? flow.entryLine} to line ${node.line}`);
}
