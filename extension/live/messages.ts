/** Messages between the picture's page and the extension. Both sides check what they get. */
import type { LiveModel } from './content.ts';

/** What the page is given to show; a state by its number, so that a selection alone is no change. */
export interface Shown {
  readonly type: 'show';
  readonly number: number;
  /** Null: nothing has run yet. */
  readonly model: LiveModel | null;
  /** Something runs, or the last state is what is left of it. */
  readonly isOver: boolean;
}

/** What the page asks for. */
export type PageMessage =
  | { do: 'ready' }
  | { do: 'goroutine' | 'descriptor'; value: number }
  | { do: 'copy'; value: string }
  | { do: 'save'; format: 'svg' | 'png'; value: string };

/** What the page keeps for a reload of the window. */
export interface SavedPage {
  readonly model: LiveModel;
}

/** More than these descriptors and goroutines are not kept. */
const mostKept = 400;
/** A picture is no larger. */
const mostSaved = 20_000_000;

/** Checks a message of the page; undefined for anything that is not exactly one of ours. */
export function parsePageMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { do: what, value, format } = message as Record<string, unknown>;
  if (what === 'ready' && value === undefined) return { do: what };
  if ((what === 'goroutine' || what === 'descriptor') && typeof value === 'number' && Number.isInteger(value) && value >= 0) return { do: what, value }; // prettier-ignore
  if (typeof value !== 'string') return undefined;
  if (what === 'copy' && value.length < 1000) return { do: what, value };
  if (what !== 'save' || value.length > mostSaved) return undefined;
  if (format === 'svg' && value.startsWith('<svg ')) return { do: what, format, value };
  if (format === 'png' && /^[A-Za-z0-9+/]+=*$/.test(value)) return { do: what, format, value };
  return undefined;
}

/** What to keep of a model; undefined when it is too much. */
export function savedPage(model: LiveModel): SavedPage | undefined {
  const { goroutines, descriptors } = model.state;
  return goroutines.length + descriptors.length > mostKept ? undefined : { model };
}

/** Checks what a page had kept; undefined when it is nothing of this version. */
export function parseSavedPage(state: unknown): SavedPage | undefined {
  const model = fieldOf(state, 'model');
  const told = fieldOf(model, 'state');
  const cursor = fieldOf(told, 'cursor');
  const isModel =
    typeof fieldOf(cursor, 'step') === 'number' &&
    typeof fieldOf(cursor, 'live') === 'boolean' &&
    isList(fieldOf(told, 'goroutines'), { goid: 'number', status: 'string', entry: 'string', function: 'string' }) &&
    isList(fieldOf(told, 'descriptors'), { fd: 'number', role: 'string', state: 'string', interest: 'string' });
  return isModel ? { model: model as LiveModel } : undefined;
}

const fieldOf = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined;

const isList = (list: unknown, fields: Record<string, string>): boolean =>
  Array.isArray(list) &&
  list.every((one: unknown) => Object.entries(fields).every(([name, type]) => typeof fieldOf(one, name) === type));
