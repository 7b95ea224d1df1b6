/** Compares the engine's steps with recorded lines, goroutine by goroutine (README.md). */
import { describe, type Activation, type Goroutine, type Goroutines } from './activations.ts';
import { mayPark, replaced, timing } from './exceptions.ts';
import { steppedNext, type FlowNode } from './flow.ts';
import { bestPath, scoreOf } from './paths.ts';

/** All that differs, a paragraph each. */
export function differences(scenario: string, recording: Goroutines<number>, engine: Goroutines<FlowNode>): string[] {
  const found: string[] = [];
  const compared = <Visit>(list: Goroutine<Visit>): Goroutine<Visit> =>
    list.filter((each) => isCompared(each, scenario));
  const names = new Set([...recording.keys(), ...engine.keys()]);
  for (const name of names) {
    if (name === 'g0') continue;
    const [recorded, executed] = [recording.get(name), engine.get(name)];
    if (recorded === undefined) found.push(`goroutine ${name}: is not in the recording`);
    else if (executed === undefined) found.push(`goroutine ${name}: the engine never ran it`);
    else
      found.push(
        ...goroutineDifferences(compared(recorded), compared(executed)).map((each) => `goroutine ${name}: ${each}`),
      );
  }
  return found;
}

function isCompared({ flow }: Activation<unknown>, scenario: string): boolean {
  const exceptions = [...replaced, ...timing.filter((each) => each.scenario === scenario)];
  return !exceptions.some(({ file, func }) => flow.file.path === file && flow.name === func);
}

function goroutineDifferences(recorded: Goroutine<number>, executed: Goroutine<FlowNode>): string[] {
  const found: string[] = [];
  for (const { left, right } of aligned(recorded, executed)) {
    if ((left === null || right === null) && (left ?? right)?.beforeParking === true) continue;
    const line = left === null || right === null ? null : pathDifference(left, right);
    if (line !== null) found.push(line);
    if (left === null && right !== null) found.push(`${describe(right)}: entered, but not in the recording`);
    if (left !== null && right === null) found.push(`${describe(left)}: not entered, but in the recording`);
  }
  return found;
}

/** Where the engine went from a statement to one that does not follow it, or ended where no function ends; statements that no line shows are held to that too. */
export function wrongSteps(engine: Goroutines<FlowNode>): string[] {
  const wrong = new Set<string>();
  for (const activation of [...engine.values()].flat()) {
    let from = activation.flow.entry;
    for (const node of activation.visits) {
      if (!steppedNext(from).includes(node))
        wrong.add(`${describe(activation)}: a step from line ${from.line} to line ${node.line}`);
      from = node;
    }
    const mayEnd = from.next.size === 0 || activation.unfinished;
    if (!mayEnd) wrong.add(`${describe(activation)}: the last step is on line ${from.line} "${from.text}"`);
  }
  return [...wrong];
}

/** Pairs the runs of functions: the longest common sequence of functions entered. */
function aligned(
  recorded: Goroutine<number>,
  executed: Goroutine<FlowNode>,
): { left: Activation<number> | null; right: Activation<FlowNode> | null }[] {
  const [n, m] = [recorded.length, executed.length];
  const same = (i: number, k: number): boolean =>
    recorded[i]?.flow === executed[k]?.flow && recorded[i]?.beforeParking === executed[k]?.beforeParking;
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

function parks(path: FlowNode[]): boolean {
  return path.some((node) => node.text.startsWith(mayPark.parking));
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
  if (recorded.flow.name === mayPark.func && parks(path) !== parks(best)) return null;
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

/**
 * The scheduler polls when timing has it so: of g0 only single steps are compared. Those of the engine that no recording contains, in whatever
 * order the optimised code has its lines otherwise.
 */
export function unknownTransitions(
  scenario: string,
  recordings: Goroutines<number>[],
  engine: Goroutines<FlowNode>,
): string[] {
  const unknown = new Set<string>();
  const recorded = recordings.flatMap((recording) => recording.get('g0') ?? []);
  for (const activation of (engine.get('g0') ?? []).filter((each) => isCompared(each, scenario))) {
    const path = comparedVisits(activation);
    const same = recorded.filter((each) => each.flow === activation.flow);
    path.forEach((node, i) => {
      const before = path[i - 1];
      const step = before === undefined ? [node] : [before, node];
      if (same.some((each) => scoreOf(step, each.visits) !== null)) return;
      unknown.add(
        `goroutine g0: ${describe(activation)} from line ${before?.line ?? activation.flow.entryLine} to line ${node.line}`,
      );
    });
  }
  return [...unknown];
}
