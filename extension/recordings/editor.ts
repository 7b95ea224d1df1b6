import path from 'node:path';
import * as vscode from 'vscode';
import type { CatalogueEntry } from '../catalogue.ts';
import { Throttle } from '../editor/throttle.ts';
import { fillWebview } from '../webview/fillWebview.ts';
import { webviewPage } from '../webview/webviewPage.ts';
import { askSummary } from './summary.ts';

/** How long a file that is written to is let be before it is read again, in milliseconds. */
const patience = 1000;

/** What a click on a recording opens: a page that says what it is, and plays it. */
export class RecordingEditor implements vscode.CustomReadonlyEditorProvider {
  static readonly viewType = 'netwalk.recording';
  readonly #extensionUri: vscode.Uri;
  readonly #catalogue: readonly CatalogueEntry[];

  constructor(extensionUri: vscode.Uri, catalogue: readonly CatalogueEntry[]) {
    this.#extensionUri = extensionUri;
    this.#catalogue = catalogue;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    let isOpen = true;
    const draw = async (): Promise<void> => {
      const body = await this.#body(uri);
      if (isOpen) this.#fill(panel.webview, body);
    };
    let drawn = draw();
    const redraw = new Throttle(patience, () => {
      drawn = drawn.then(draw);
    });
    const [folder, name] = [vscode.Uri.joinPath(uri, '..'), path.posix.basename(uri.path)];
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) event(() => redraw.ask());
    panel.onDidDispose(() => {
      isOpen = false;
      redraw.dispose();
      watcher.dispose();
    });
    await drawn;
  }

  #fill(webview: vscode.Webview, body: string): void {
    const files = { style: 'media/recording.css', commands: ['netwalk.openRecording'] };
    fillWebview(webview, this.#extensionUri, files, (parts) => webviewPage(parts, { title: 'Netwalk', body }));
  }

  async #body(uri: vscode.Uri): Promise<string> {
    const { t } = vscode.l10n;
    const { recordingHtml, unreadableHtml } = await import('./pageHtml.ts');
    const name = path.posix.basename(uri.path);
    try {
      if (uri.scheme !== 'file') throw new Error(t('Only recordings on disk can be replayed.'));
      const summary = await askSummary(this.#extensionUri.fsPath, uri.fsPath);
      const replay = `command:netwalk.openRecording?${encodeURIComponent(JSON.stringify([uri]))}`;
      return recordingHtml(summary, { name, replay, catalogue: this.#catalogue, locale: vscode.env.language, t });
    } catch (error) {
      return unreadableHtml((error as Error).message, { name, t });
    }
  }
}
