import * as vscode from 'vscode';
import { debugType } from '../session/sessions.ts';
import { shorten } from '../words.ts';
import { identifiersIn } from './identifiers.ts';

interface Scopes {
  scopes: { name: string; presentationHint?: string; variablesReference: number; expensive: boolean }[];
}

interface Variables {
  variables: { name: string; value: string }[];
}

/** Values of arguments and locals at the end of the lines that name them, from the function's first to where it stands. */
export class InlineValues implements vscode.InlineValuesProvider {
  async provideInlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    context: vscode.InlineValueContext,
    cancelled: vscode.CancellationToken,
  ): Promise<vscode.InlineValue[]> {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== debugType) return [];
    // A session that goes on or ends meanwhile has no such frame any more: then there is nothing to show.
    const values = await valuesInScope(session, context.frameId).catch(() => new Map<string, string>());
    if (cancelled.isCancellationRequested) return [];
    const lines = document.getText().split('\n');
    const last = context.stoppedLocation.end.line;
    return identifiersIn(lines, 0, last)
      .filter(({ line, name }) => line >= viewPort.start.line && values.has(name))
      .map(({ name, line, column }) => {
        const range = new vscode.Range(line, column, line, column + name.length);
        return new vscode.InlineValueText(range, `${name} = ${shorten(values.get(name) ?? '', 60)}`);
      });
  }
}

/** Only what the frame itself holds: cheap scopes, not the package's variables nor the kernel's answers. */
async function valuesInScope(session: vscode.DebugSession, frameId: number): Promise<Map<string, string>> {
  const { scopes } = (await session.customRequest('scopes', { frameId })) as Scopes;
  const own = scopes.filter(({ name, presentationHint, expensive }) => {
    return !expensive && (['arguments', 'locals'].includes(presentationHint ?? '') || /^(Arguments|Locals)/.test(name));
  });
  const found = new Map<string, string>();
  for (const { variablesReference } of own) {
    const { variables } = (await session.customRequest('variables', { variablesReference })) as Variables;
    for (const { name, value } of variables) found.set(name, value);
  }
  return found;
}
