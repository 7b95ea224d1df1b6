import * as vscode from 'vscode';
import { sayError } from '../errors.ts';
import { fillWebview, translations } from '../webview/fillWebview.ts';
import { saveAs } from '../webview/saveAs.ts';
import { webviewPage } from '../webview/webviewPage.ts';
import { languageOf } from '../words.ts';
import { parseMeasureRequest, type MeasureMessage, type MeasureRequest } from './messages.ts';
import { startMeasuring, type Measuring } from './run.ts';

/** What a wait costs on this machine: measures, and plots what came of it. */
export class MeasurePanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #measuring: Measuring | undefined;
  /** What the page shows: it forgets everything while it is hidden. */
  #latest: MeasureMessage | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** Shows the view, and measures if nothing has been measured yet. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Netwalk: Measure');
    const panel = vscode.window.createWebviewPanel('netwalk.measure', title, vscode.ViewColumn.Active, {});
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media/activity.svg');
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = parseMeasureRequest(message);
      if (request) this.#take(request).catch(sayError);
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#measuring?.end();
      this.#measuring = undefined;
    });
    const content = { title, body: '<div id="root"></div>', texts: translations(), hasPictures: true };
    const files = { script: 'dist/measure.js', style: 'dist/measure.css' };
    fillWebview(panel.webview, this.#extensionUri, files, (parts) => webviewPage(parts, content));
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async #take(request: MeasureRequest): Promise<void> {
    switch (request.do) {
      case 'ready':
        if (this.#latest) this.#tell(this.#latest);
        else await this.#measure();
        break;
      case 'start':
        await this.#measure();
        break;
      case 'cancel':
        this.#measuring?.cancel();
        break;
      case 'save':
        await saveAs(request.format, request.name, request.value);
        break;
    }
  }

  async #measure(): Promise<void> {
    if (this.#measuring) return;
    const language = languageOf(vscode.env.language);
    const measuring = startMeasuring(this.#extensionUri.fsPath, language, (done, all, what) =>
      this.#tell({ type: 'progress', done, all, what }),
    );
    this.#measuring = measuring;
    try {
      this.#tell({ type: 'result', measured: await measuring.result });
    } catch (error) {
      this.#tell({ type: 'failed', text: error instanceof Error ? error.message : String(error) });
    } finally {
      if (this.#measuring === measuring) this.#measuring = undefined;
    }
  }

  #tell(message: MeasureMessage): void {
    this.#latest = message;
    void this.#panel?.webview.postMessage(message);
  }
}
