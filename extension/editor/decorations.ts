import * as vscode from 'vscode';
import type { SystemCall } from '../../engine/trace/source.ts';
import type { Sessions } from '../session/sessions.ts';
import { systemCallText } from './systemCallText.ts';
import { Throttle } from './throttle.ts';

/** Writes into Go's source what ran: system calls at the end of their line, and a faint trail. Gone when the session ends. */
export class Decorations implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #call = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('netwalk.systemCallForeground'), margin: '0 0 0 2em' },
  });
  readonly #failedCall = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('netwalk.systemCallErrorForeground'), margin: '0 0 0 2em' },
  });
  readonly #trail = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('netwalk.trailBackground'),
    borderColor: new vscode.ThemeColor('netwalk.trailBorder'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor('netwalk.trailBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  readonly #redraw = new Throttle(50, () => {
    for (const editor of vscode.window.visibleTextEditors) this.#decorate(editor);
  });
  readonly #subscriptions: vscode.Disposable[];

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#subscriptions = [
      this.#call,
      this.#failedCall,
      this.#trail,
      this.#redraw,
      sessions.changed.listen(() => this.#redraw.ask()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#redraw.ask()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('netwalk.trail')) this.#redraw.ask();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #decorate(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.uri.scheme !== 'file' || !document.fileName.endsWith('.go')) return;
    const walk = this.#sessions.current?.walk;
    const calls = walk?.callsOf(document.fileName) ?? [];
    const isWanted = vscode.workspace.getConfiguration('netwalk').get<boolean>('trail', true);
    const lines = (isWanted && walk?.trailOf(document.fileName)) || [];
    const at = (wanted: SystemCall[]): vscode.DecorationOptions[] => wanted.flatMap((call) => callAt(document, call));
    editor.setDecorations(this.#call, at(calls.filter(({ errno }) => errno === 0)));
    editor.setDecorations(this.#failedCall, at(calls.filter(({ errno }) => errno !== 0)));
    editor.setDecorations(
      this.#trail,
      lines.filter((line) => line <= document.lineCount).map((line) => document.lineAt(line - 1).range),
    );
  }
}

function callAt(document: vscode.TextDocument, call: SystemCall): vscode.DecorationOptions[] {
  const line = call.place?.line ?? 0;
  if (line < 1 || line > document.lineCount) return [];
  const { end } = document.lineAt(line - 1).range;
  const hoverMessage = new vscode.MarkdownString().appendCodeblock(call.text, 'c');
  // Only our own command may be behind a link, whatever the call's text holds.
  hoverMessage.isTrusted = { enabledCommands: ['netwalk.goToStep'] };
  hoverMessage.appendMarkdown(
    `\n\n[${vscode.l10n.t('Go to this moment, step {0}', call.step)}](command:netwalk.goToStep?${call.step})`,
  );
  return [
    {
      range: new vscode.Range(end, end),
      hoverMessage,
      renderOptions: { after: { contentText: systemCallText(call) } },
    },
  ];
}
