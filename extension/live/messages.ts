/** What the picture's page sends to the extension, and what it keeps; checked by who gets it. */
import { cardsOf, type Picture } from './picture.ts';

/** What the page asks for. */
export type PageMessage =
  | { do: 'ready' }
  | { do: 'goroutine' | 'descriptor'; value: number }
  | { do: 'copy' | 'variable'; value: string }
  | { do: 'save'; format: 'svg' | 'png'; value: string };

/** What the page keeps for a reload of the window. */
export interface SavedPage {
  readonly picture: Picture;
}

/** A picture of more cards is not kept. */
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
  if (what === 'variable' && /^(netFD|pollFD|pollDesc)\(\d+\)(\.\w+)+$/.test(value)) return { do: what, value };
  if (what !== 'save' || value.length > mostSaved) return undefined;
  if (format === 'svg' && value.startsWith('<svg ')) return { do: what, format, value };
  if (format === 'png' && /^[A-Za-z0-9+/]+=*$/.test(value)) return { do: what, format, value };
  return undefined;
}

/** What to keep of a picture; undefined when it is too much. */
export function savedPage(picture: Picture): SavedPage | undefined {
  return cardsOf(picture).length > mostKept ? undefined : { picture };
}

/** Checks what a page had kept; undefined when it is nothing of this version. */
export function parseSavedPage(state: unknown): SavedPage | undefined {
  const picture = fieldOf(state, 'picture');
  const isPicture =
    typeof fieldOf(picture, 'step') === 'number' &&
    isList(fieldOf(picture, 'notices'), (one) => typeof one === 'string') &&
    isCard(fieldOf(picture, 'scheduler')) &&
    isCard(fieldOf(picture, 'netpoll')) &&
    isCardOrNull(fieldOf(picture, 'epoll')) &&
    isList(fieldOf(picture, 'instances'), isCard) &&
    isList(fieldOf(picture, 'waits'), isCard) &&
    isCardOrNull(fieldOf(picture, 'wakeups')) &&
    isList(fieldOf(picture, 'goroutines'), isCard) &&
    isList(fieldOf(picture, 'rows'), isRow) &&
    isList(fieldOf(picture, 'edges'), (edge) => hasTexts(edge, 'id', 'kind', 'spoken') && isEnd(fieldOf(edge, 'from')) && isEnd(fieldOf(edge, 'to'))); // prettier-ignore
  return isPicture ? { picture: picture as Picture } : undefined;
}

const fieldOf = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined;

const hasTexts = (object: unknown, ...names: string[]): boolean =>
  names.every((name) => typeof fieldOf(object, name) === 'string');

const isList = (list: unknown, isOne: (one: unknown) => boolean): boolean => Array.isArray(list) && list.every(isOne);

const isEnd = (end: unknown): boolean => hasTexts(end, 'card');

const isRow = (row: unknown): boolean =>
  isCardOrNull(fieldOf(row, 'go')) && isCard(fieldOf(row, 'kernel')) && isList(fieldOf(row, 'beyond'), isCard);

const isCardOrNull = (card: unknown): boolean => card === null || isCard(card);

function isCard(card: unknown): boolean {
  const isFacts = (lines: unknown): boolean =>
    isList(lines, (line) => isList(line, (fact) => hasTexts(fact, 'id', 'label', 'value', 'source', 'how', 'command')));
  const isStrip = (strip: unknown): boolean =>
    hasTexts(strip, 'id', 'label', 'source', 'how', 'command', 'empty') &&
    typeof fieldOf(strip, 'more') === 'number' &&
    isList(fieldOf(strip, 'chips'), (chip) => hasTexts(chip, 'id', 'text', 'spoken'));
  const isBits = (bits: unknown): boolean =>
    hasTexts(bits, 'id', 'label', 'value', 'source', 'how', 'command') &&
    typeof fieldOf(bits, 'more') === 'number' &&
    isList(fieldOf(bits, 'bits'), (one) => typeof one === 'string');
  const isTable = (table: unknown): boolean =>
    hasTexts(table, 'id', 'label', 'source', 'how', 'command') &&
    typeof fieldOf(table, 'more') === 'number' &&
    isList(fieldOf(table, 'heads'), (head) => typeof head === 'string') &&
    isList(fieldOf(table, 'rows'), (row) => hasTexts(row, 'id') && isList(fieldOf(row, 'cells'), (cell) => typeof cell === 'string')); // prettier-ignore
  const [inner, strips, bits, table] = ['inner', 'strips', 'bits', 'table'].map((name) => fieldOf(card, name));
  return (
    hasTexts(card, 'id', 'title', 'detail') &&
    isFacts(fieldOf(card, 'lines')) &&
    (inner === undefined || (hasTexts(inner, 'title') && isFacts(fieldOf(inner, 'lines')))) &&
    (strips === undefined || isList(strips, isStrip)) &&
    (bits === undefined || isList(bits, isBits)) &&
    (table === undefined || isTable(table))
  );
}
