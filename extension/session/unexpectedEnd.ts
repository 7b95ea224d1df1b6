import * as vscode from 'vscode';

/** Says so when the engine ends before it has said good-bye: VS Code only closes the session. */
export class UnexpectedEnd implements vscode.DebugAdapterTrackerFactory {
  createDebugAdapterTracker({ name, configuration }: vscode.DebugSession): vscode.DebugAdapterTracker {
    let isOver = false;
    return {
      onDidSendMessage(message: { type?: string; event?: string; command?: string }) {
        isOver ||= message.event === 'terminated' || (message.type === 'response' && message.command === 'disconnect');
      },
      onWillStopSession() {
        isOver = true;
      },
      onExit(code) {
        if (isOver || configuration.request === 'attach') return;
        const how = code === undefined ? vscode.l10n.t('killed') : vscode.l10n.t('status {0}', code);
        const words = vscode.l10n.t(
          'The engine of "{0}" has ended unexpectedly ({1}). The program ended with it, and its sockets are closed; start it again.',
          name,
          how,
        );
        void vscode.window.showErrorMessage(words);
      },
    };
  }
}
