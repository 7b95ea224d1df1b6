/** VS Code's end of the page. */
import type { PageMessage } from '../messages.ts';
import type { Viewport } from '../viewport.ts';

/** What the page keeps for when it is hidden and shown again. */
export interface Kept {
  readonly run: string;
  /** Null: all of it is in sight. */
  readonly viewport: Viewport | null;
}

interface Host {
  postMessage(message: PageMessage): void;
  setState(state: Kept): void;
  getState(): Kept | undefined;
}

declare function acquireVsCodeApi(): Host;

export const host = acquireVsCodeApi();

/** The texts in the language of VS Code: what `vscode.l10n` gave to the extension. */
const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}') as Record<string, string>;

/** As `vscode.l10n.t`. */
export const t = (message: string, ...values: (string | number)[]): string =>
  (texts[message] ?? message).replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
