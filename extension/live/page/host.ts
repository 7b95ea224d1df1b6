/** VS Code's end of the page. */
import type { PageMessage, SavedPage } from '../messages.ts';

interface Host {
  postMessage(message: PageMessage): void;
  setState(state: SavedPage | undefined): void;
}

declare function acquireVsCodeApi(): Host;

export const host = acquireVsCodeApi();
