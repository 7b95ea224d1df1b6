import * as vscode from 'vscode';
import type { Sessions } from './session/sessions.ts';

/** What is wrong with a person's program, in the Problems view, until it is started again. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('netwalk');
  readonly #subscription;

  constructor(sessions: Sessions) {
    this.#subscription = sessions.changed.listen(({ change, running }) => {
      if (change === 'netwalk/session') this.#collection.clear();
      if (change !== 'netwalk/problems' || !running) return;
      this.#collection.clear();
      const byFile = new Map<string, vscode.Diagnostic[]>();
      for (const problem of running.walk.problems) {
        const file = running.walk.pathOf(problem) ?? problem.file;
        byFile.set(file, [...(byFile.get(file) ?? []), diagnosticOf(problem)]);
      }
      for (const [file, diagnostics] of byFile) this.#collection.set(vscode.Uri.file(file), diagnostics);
      void tell(running.session.name);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }
}

async function tell(name: string): Promise<void> {
  const show = vscode.l10n.t('Show the Problems');
  const words = vscode.l10n.t('{0}: the program does not compile.', name);
  if ((await vscode.window.showErrorMessage(words, show)) === show) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function diagnosticOf({ line, column, message }: { line: number; column: number; message: string }): vscode.Diagnostic {
  const at = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(at, at), message);
  diagnostic.source = 'netwalk';
  return diagnostic;
}
