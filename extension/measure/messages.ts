import type { Measured } from '../../engine/session/measure.ts';
import type { SaveFormat } from '../webview/saveAs.ts';

/** From the extension to the page. */
export type MeasureMessage =
  | { type: 'progress'; done: number; all: number; what: string }
  | { type: 'result'; measured: Measured }
  | { type: 'failed'; text: string };

/** What the page asks for. */
export type MeasureRequest =
  { do: 'ready' | 'start' | 'cancel' } | { do: 'save'; format: SaveFormat; name: string; value: string };

const formats: readonly SaveFormat[] = ['svg', 'png', 'csv'];

/** Undefined when the message is none of the page's. */
export function parseMeasureRequest(message: unknown): MeasureRequest | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { do: what, format, name, value } = message as Record<string, unknown>;
  if (what === 'ready' || what === 'start' || what === 'cancel') return { do: what };
  const known = formats.find((candidate) => candidate === format);
  if (what !== 'save' || known === undefined || typeof name !== 'string' || typeof value !== 'string') return undefined;
  return { do: 'save', format: known, name, value };
}
