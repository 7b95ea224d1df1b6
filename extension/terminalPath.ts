import path from 'node:path';
import * as vscode from 'vscode';
import { writeWrapper } from './terminalWrapper.ts';

/** The command `netwalk` in the terminals of VS Code, once somebody has asked for it. */
export class TerminalPath {
  readonly #context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    // VS Code keeps the variable; the script must follow the extension when it is updated.
    if (context.environmentVariableCollection.get('PATH')) this.#put();
  }

  async add(): Promise<void> {
    this.#put();
    const open = vscode.l10n.t('Open a Terminal');
    const text = vscode.l10n.t('New terminals know the command netwalk.');
    if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
    const terminal = vscode.window.createTerminal();
    terminal.show();
    terminal.sendText('netwalk help');
  }

  #put(): void {
    const { globalStorageUri, extensionPath, environmentVariableCollection } = this.#context;
    const folder = path.join(globalStorageUri.fsPath, 'bin');
    writeWrapper(folder, process.execPath, path.join(extensionPath, 'dist', 'netwalk.js'));
    environmentVariableCollection.description = vscode.l10n.t('Adds the command netwalk.');
    environmentVariableCollection.prepend('PATH', `${folder}${path.delimiter}`);
  }
}
