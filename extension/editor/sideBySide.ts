import path from 'node:path';
import * as vscode from 'vscode';
import type { Side } from '../../engine/adapter/events.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Ending } from '../signal.ts';

/** At a stop that has a statement of two versions of Go: both sources in a diff editor, at that statement, without taking the focus. */
export class SideBySide implements vscode.Disposable {
  readonly #subscription: Ending;
  /** The stop that is shown: a narration may be told again. */
  #shown = '';

  constructor(sessions: Sessions) {
    this.#subscription = sessions.changed.listen(({ change, running }) => {
      if (change !== 'netwalk/narration' || !running || running !== sessions.current) return;
      const { narration, atStop } = running.walk;
      const [older, newer] = narration?.beside ?? [];
      if (!narration || !atStop || !older || !newer) return;
      const stop = `${running.session.id} ${narration.stop}`;
      if (stop === this.#shown) return;
      this.#shown = stop;
      void show(older, newer);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

async function show(older: Side, newer: Side): Promise<void> {
  const name = path.basename(newer.file);
  const title = vscode.l10n.t('{0}: Go {1} beside Go {2}', name, older.goVersion, newer.goVersion);
  await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(older.file), vscode.Uri.file(newer.file), title, {
    selection: new vscode.Range(newer.line - 1, 0, newer.endLine - 1, 0),
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  } satisfies vscode.TextDocumentShowOptions);
}
