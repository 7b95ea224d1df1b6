import type * as vscode from 'vscode';

/** A value as the adapter writes it; undefined where the frame does not have it. */
export async function evaluate(
  session: vscode.DebugSession,
  expression: string,
  frameId: number,
): Promise<string | undefined> {
  try {
    const answer: unknown = await session.customRequest('evaluate', { expression, frameId, context: 'watch' });
    return (answer as { result: string }).result;
  } catch {
    return undefined;
  }
}
