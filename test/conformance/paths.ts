/**
 * Reads a recorded sequence of lines as a path through a function's statements.
 *
 * Go's line table is no exact trace: the compiler computes an operand early, or gives the code between two statements to an older line, and a
 * breakpoint on each line stops there too. Such a visit is one that control flow does not allow at that place. What was executed is therefore a path
 * through the statements that explains the most of the recorded visits.
 */
import { comparedNext, type FlowNode, type FunctionFlow } from './flow.ts';

/** The most visits that any path through the function explains. */
export function bestScore(flow: FunctionFlow, lines: readonly number[]): number {
  return bestPath(flow, lines).length;
}

interface State {
  score: number;
  path: { node: FlowNode; before: State['path'] } | null;
}

/** A path that explains the most visits. */
export function bestPath(flow: FunctionFlow, lines: readonly number[]): FlowNode[] {
  let states = new Map<FlowNode, State>([[flow.entry, { score: 0, path: null }]]);
  for (const line of lines) {
    const after = new Map(states);
    const arrive = (node: FlowNode, state: State): void => {
      const known = after.get(node);
      if (known === undefined || known.score < state.score) after.set(node, state);
    };
    for (const [from, state] of states) {
      for (const first of comparedNext(from)) {
        if (first === from || !first.lines.has(line)) continue;
        const reached: State = { score: state.score + 1, path: { node: first, before: state.path } };
        arrive(first, reached);
        for (const [node, behind] of sameLine(first, line, reached)) arrive(node, behind);
      }
    }
    states = after;
  }
  let best: State = { score: 0, path: null };
  for (const state of states.values()) if (state.score > best.score) best = state;
  const nodes: FlowNode[] = [];
  for (let at = best.path; at !== null; at = at.before) nodes.unshift(at.node);
  return nodes;
}

/** One visit of a line is a visit of all statements on it that follow one another. */
function sameLine(from: FlowNode, line: number, state: State): [FlowNode, State][] {
  const found = new Map<FlowNode, State>();
  const visit = (node: FlowNode, at: State): void => {
    for (const next of comparedNext(node)) {
      if (next === from || found.has(next) || !next.lines.has(line)) continue;
      const reached: State = { score: at.score, path: { node: next, before: at.path } };
      found.set(next, reached);
      visit(next, reached);
    }
  };
  visit(from, state);
  return [...found];
}

/** How many visits a given path explains; null when the recording does not contain it. */
export function scoreOf(path: readonly FlowNode[], lines: readonly number[]): number | null {
  // best[i]: the most visits consumed with the first i statements of the path explained.
  let best: (number | null)[] = [0, ...path.map(() => null)];
  for (const line of lines) {
    const after = [...best];
    for (let i = 0; i < path.length; i++) {
      const score = best[i] ?? null;
      if (score === null || !path[i]?.lines.has(line)) continue;
      for (let k = i; path[k]?.lines.has(line); k++) after[k + 1] = Math.max(after[k + 1] ?? -1, score + 1);
    }
    best = after;
  }
  return best[path.length] ?? null;
}
