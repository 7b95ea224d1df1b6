import * as vscode from 'vscode';
import { lineOfMain } from './mainFunction.ts';

/** "Walk" above the `func main` of a Go file. */
export class WalkLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('netwalk.codeLens')) this.#changed.fire();
  });

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration('netwalk', document).get<boolean>('codeLens', true)) return [];
    const line = lineOfMain(document.getText());
    if (line === undefined) return [];
    return [
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        command: 'netwalk.walkFile',
        title: `$(debug-alt) ${vscode.l10n.t('Walk')}`,
        tooltip: vscode.l10n.t('Run this program on real sockets and walk through package net with it'),
        arguments: [document.uri],
      }),
    ];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
