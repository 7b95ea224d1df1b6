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
