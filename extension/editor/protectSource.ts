import path from 'node:path';
import * as vscode from 'vscode';
import type { Sessions } from '../session/sessions.ts';

/** Keeps Go's own files from being edited by accident: those a session shows are read-only in this window. */
export class ProtectSource implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #done = new Set<string>();
  readonly #subscription = vscode.window.onDidChangeActiveTextEditor(() => this.#protect());

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #protect(): void {
    const file = vscode.window.activeTextEditor?.document.uri;
    const root = this.#sessions.current?.walk.sourceRoot;
    if (!root || file?.scheme !== 'file' || this.#done.has(file.fsPath)) return;
    if (!file.fsPath.startsWith(root + path.sep)) return;
    this.#done.add(file.fsPath);
    void vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  }
}
