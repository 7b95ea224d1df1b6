/** What differs between a recording that is there and one made anew. */
import { Functions, readRecording, type Activation, type Goroutines } from '../activations.ts';
import { perDescriptor, textOf } from '../../../engine/session/verify/descriptors.ts';
import type { FlowNode } from '../flow.ts';
import { differences } from '../lines.ts';
import { bestPath } from '../paths.ts';

/** Descriptors whose calls differ, a paragraph each. */
export function callDifferences(known: string[] | null, anew: string[]): string[] {
  if (known === null) return ['  system calls: there is no recording'];
  const [before, after] = [perDescriptor(known), perDescriptor(anew)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [left, right] = [before, after].map((calls) => textOf(new Map([[key, calls.get(key) ?? []]])));
    return left === right ? [] : [`  system calls, recorded:\n${left}  and now:\n${right}`];
  });
}

/** Runs of functions that differ, read as ways through their statements. */
export function lineDifferences(
  scenario: string,
  known: string[] | undefined,
  anew: string[],
  where: { sources: string; program: string },
): string[] {
  if (known === undefined) return ['  lines: there is no recording'];
  const functions = new Functions(where.sources, where.program);
  const statements: Goroutines<FlowNode> = new Map();
  for (const [name, list] of readRecording(anew, functions)) {
    statements.set(
      name,
      list.map((each): Activation<FlowNode> => ({ ...each, visits: bestPath(each.flow, each.visits) })),
    );
  }
  return differences(scenario, readRecording(known, functions), statements).map((each) => `  lines: ${each}`);
}
