import * as vscode from 'vscode';
import type { Sessions } from './session/sessions.ts';
import { statusText } from './statusText.ts';

/** The status bar item: step and place in history, or what the program waits for. */
export class Status implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('netwalk.status', vscode.StatusBarAlignment.Left, 10);
  readonly #subscription;

  constructor(sessions: Sessions) {
    this.#item.name = 'Netwalk';
    this.#item.command = 'netwalk.showNarration';
    this.#subscription = sessions.changed.listen(() => {
      const walk = sessions.current?.walk;
      const status = walk && statusText(walk, vscode.l10n.t);
      if (!status) {
        this.#item.hide();
        return;
      }
      this.#item.text = status.text;
      this.#item.tooltip = [
        status.spoken,
        walk.info && `Go ${walk.info.goVersion}, ${walk.info.goroot}`,
        walk.info?.why,
      ]
        .filter(Boolean)
        .join('\n');
      this.#item.accessibilityInformation = { label: status.spoken };
      this.#item.backgroundColor = status.isWaiting
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
      this.#item.show();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}
