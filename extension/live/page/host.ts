/** VS Code's end of the page. */
import type { PageMessage, SavedPage } from '../messages.ts';

interface Host {
  postMessage(message: PageMessage): void;
  setState(state: SavedPage | undefined): void;
}

declare function acquireVsCodeApi(): Host;

export const host = acquireVsCodeApi();

/** The texts in the language of VS Code: what `vscode.l10n` gave to the extension. */
const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}') as Record<string, string>;

/** As `vscode.l10n.t`. */
export const t = (message: string, ...values: (string | number)[]): string =>
  (texts[message] ?? message).replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
