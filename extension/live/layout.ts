/**
 * Where everything of a picture stands: pure, and the same for the same picture and page. Three columns, so that the way of a connection can be
 * followed from right to left: kernel, Go's objects, goroutines; in a narrow page one column, with the connections at its left edge.
 */
import { placedBits, placedTable } from './layoutWaits.ts';
import type { Bits, Card, Chip, Edge, End, Fact, Picture, Strip, Table, TableRow } from './picture.ts';

/** The page: pixels that are free, and what a letter takes. */
export interface Page {
  readonly width: number;
  readonly letter: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedFact extends Box {
  readonly fact: Fact;
  /** The text as far as there is room: label and value. */
  readonly label: string;
  readonly value: string;
  /** Where the value begins, from `x`. */
  readonly valueX: number;
}

export interface PlacedStrip extends Box {
  readonly strip: Strip;
  readonly label: string;
  readonly chips: readonly (Box & { readonly chip: Chip; readonly text: string })[];
  /** How many have no room. */
  readonly more: number;
}

export interface PlacedBits extends Box {
  readonly bits: Bits;
  readonly cells: readonly (Box & {
    readonly fd: number;
    readonly is: Bits['bits'][number];
    readonly isNumbered: boolean;
  })[];
}

export interface PlacedTable extends Box {
  readonly table: Table;
  readonly columns: readonly { readonly text: string; readonly x: number }[];
  readonly rows: readonly (Box & { readonly row: TableRow })[];
}

/** A card, and the place of its top left corner. */
export interface PlacedCard extends Box {
  readonly column: number;
  readonly card: Card;
  readonly face: Face;
}

/** What a card shows; places are from its top left corner, so that it is the same wherever the card stands. */
export interface Face {
  readonly card: Card;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly detail: string;
  readonly facts: readonly PlacedFact[];
  readonly strips: readonly PlacedStrip[];
  readonly bits: readonly PlacedBits[];
  readonly table: PlacedTable | null;
  readonly inner: (Box & { readonly title: string }) | null;
}

export interface PlacedEdge {
  readonly edge: Edge;
  /** SVG path data. */
  readonly path: string;
}

export interface View {
  readonly width: number;
  readonly height: number;
  /** Left edge and width of each column; one in a narrow page. */
  readonly columns: readonly { x: number; width: number }[];
  readonly cards: readonly PlacedCard[];
  readonly edges: readonly PlacedEdge[];
  /** Arrows from the ready list to netpoll to the run queue. */
  readonly flow: readonly string[];
}

/** Below this one column has to do. */
const narrow = 520;
const [margin, padding, line, head, space] = [6, 10, 20, 26, 14];
/** For lines between cards of one column, at the left edge and at the right one. */
const gutter = 20;
const heading = 26;
const chipHeight = 18;
/** Rows of chips in a strip; what does not fit is counted. */
const stripRows = 3;
/** Letters that a value mostly has, with the space before it. */
const usualValue = 8;
/** Left of a value: the mark of its source. */
const mark = 12;

/** Places a picture on a page. */
export function layout(picture: Picture, page: Page): View {
  return page.width < narrow ? oneColumn(picture, page) : threeColumns(picture, page);
}

function threeColumns(picture: Picture, { width, letter }: Page): View {
  const gap = Math.round(Math.min(84, Math.max(28, width / 16)));
  const column = Math.floor((width - 2 * (margin + gutter) - 2 * gap) / 3);
  const xs = [0, 1, 2].map((index) => margin + gutter + index * (column + gap));
  const place = (card: Card, index: number, y: number): PlacedCard =>
    placed(faceOf(card, column, letter), index, xs[index] ?? 0, y);
  const cards: PlacedCard[] = [];
  const put = (card: Card | null, index: number, y: number): number => {
    if (card === null) return y;
    const at = place(card, index, y);
    cards.push(at);
    return at.y + at.height + space;
  };
  const top = heading;
  const band = Math.max(put(picture.scheduler, 0, top), put(picture.netpoll, 1, top), put(picture.epoll, 2, top)) + 8;
  let left = band;
  for (const card of picture.goroutines) left = put(card, 0, left);
  // The program's own instances take the place of Go's, where that is not there yet.
  let right = picture.epoll === null ? top : band;
  for (const card of picture.instances) right = put(card, 2, right);
  right = Math.max(right, band);
  let middle = band;
  for (const card of picture.waits) middle = put(card, 1, middle);
  for (const { go, kernel, beyond } of picture.rows) {
    if (go !== null) right = Math.max(right, middle);
    const beside = put(go, 1, right);
    right = Math.max(beside, [kernel, ...beyond].reduce((y, card) => put(card, 2, y), right)); // prettier-ignore
  }
  right = put(picture.wakeups, 2, right);
  return finished(picture, cards, {
    width,
    height: Math.max(left, right, middle),
    columns: xs.map((x) => ({ x, width: column })),
  });
}

/** Who made whom runnable stands with the goroutine; a line is drawn when it is news. */
const isShownWake = ({ kind, isChanged }: Edge): boolean => kind === 'woke' && isChanged === true;

function oneColumn(picture: Picture, { width, letter }: Page): View {
  const x = margin + 2 * gutter;
  const column = Math.max(160, width - x - margin);
  const cards: PlacedCard[] = [];
  let y = 6;
  const all = [picture.scheduler, ...picture.goroutines, ...picture.waits, picture.netpoll, picture.epoll, ...picture.instances, ...picture.rows.flatMap(({ go, kernel, beyond }) => [go, kernel, ...beyond]), picture.wakeups]; // prettier-ignore
  for (const card of all) {
    if (card === null) continue;
    const at = placed(faceOf(card, column, letter), 0, x, y);
    cards.push(at);
    y += at.height + 10;
  }
  return finished(picture, cards, { width: x + column + margin, height: y, columns: [{ x, width: column }] });
}

function finished(
  picture: Picture,
  cards: readonly PlacedCard[],
  size: Pick<View, 'width' | 'height' | 'columns'>,
): View {
  const byId = new Map(cards.map((card) => [card.card.id, card]));
  const isNarrow = size.columns.length === 1;
  const shown = picture.edges.filter((edge) => edge.kind !== 'woke' || isShownWake(edge));
  const edges = shown.flatMap((edge): PlacedEdge[] => {
    const [from, to] = [byId.get(edge.from.card), byId.get(edge.to.card)];
    return from && to ? [{ edge, path: isNarrow ? gutterPath(from, to, edge) : pathOf(from, to, edge) }] : [];
  });
  const flow = isNarrow ? [] : flowOf([byId.get('epoll'), byId.get('netpoll'), byId.get('scheduler')]);
  return { ...size, height: Math.ceil(size.height), cards, edges, flow };
}

// ---- cards

const placed = (face: Face, column: number, x: number, y: number): PlacedCard => {
  const { card, width, height } = face;
  return { column, x, y, width, height, card, face };
};

/** Faces by their cards: one that has not changed keeps its face from picture to picture. */
const faces = new WeakMap<Card, { readonly letter: number; readonly face: Face }>();

function faceOf(card: Card, width: number, letter: number): Face {
  const known = faces.get(card);
  if (known?.letter === letter && known.face.width === width) return known.face;
  const face = laidOut(card, width, letter);
  faces.set(card, { letter, face });
  return face;
}

function laidOut(card: Card, width: number, letter: number): Face {
  const inside = width - 2 * padding;
  const facts: PlacedFact[] = [];
  const put = (all: readonly Fact[], left: number, top: number, wide: number): number => {
    const placedFacts = placedLine(all, left, top, wide, letter);
    facts.push(...placedFacts);
    return Math.max(top, ...placedFacts.map((fact) => fact.y)) + line;
  };
  let at = head;
  for (const one of card.lines) at = put(one, padding, at, inside);
  let inner: Face['inner'] = null;
  if (card.inner) {
    const box = { x: padding - 2, y: at + 2, width: inside + 4 };
    let row = box.y + line;
    for (const one of card.inner.lines) row = put(one, box.x + 8, row, box.width - 12);
    inner = { ...box, height: row + 4 - box.y, title: card.inner.title };
    at = row + 10;
  }
  const strips: PlacedStrip[] = [];
  for (const strip of card.strips ?? []) {
    const one = placedStrip(strip, padding, at, inside, letter);
    strips.push(one);
    at += one.height + 4;
  }
  const bits = (card.bits ?? []).map((one) => {
    const set = placedBits(one, padding, at, inside);
    at += set.height;
    return set;
  });
  const table = card.table ? placedTable(card.table, padding, at, inside) : null;
  if (table) at += table.height;
  const free = inside - (lengthOf(card.title) + 2) * letter;
  const detail = cut(card.detail, Math.floor(Math.max(inside * 0.6, free) / letter));
  const title = cut(card.title, Math.floor((inside - (lengthOf(detail) + 1) * letter) / letter));
  return { card, width, height: at + 6, title, detail, facts, strips, bits, table, inner };
}

/** Facts beside each other, or where there is no room for that below each other. */
function placedLine(facts: readonly Fact[], x: number, y: number, width: number, letter: number): PlacedFact[] {
  const needed = Math.max(...facts.map(({ label }) => mark + (lengthOf(label) + usualValue) * letter));
  const isStacked = facts.length > 1 && needed > width / facts.length;
  const each = isStacked ? width : width / Math.max(1, facts.length);
  return facts.map((fact, index) => {
    const letters = Math.floor((each - mark - 4) / letter) - 1;
    const label = cut(fact.label, Math.max(2, letters - lengthOf(fact.value), Math.floor(letters / 3)));
    const value = cut(fact.value, letters - lengthOf(label));
    const valueX = mark + (lengthOf(label) + 1) * letter;
    const [column, row] = isStacked ? [0, index] : [index, 0];
    return { fact, label, value, valueX, x: x + column * each, y: y + row * line, width: each - 2, height: line - 2 };
  });
}

function placedStrip(strip: Strip, x: number, y: number, width: number, letter: number): PlacedStrip {
  const chips: (Box & { chip: Chip; text: string })[] = [];
  // Of a strip without chips something else stands on the same line.
  const beside = strip.chips.length === 0 ? lengthOf(strip.empty) + 1 : 0;
  const label = cut(strip.label, Math.floor(width / letter) - 2 - beside);
  const first = mark + (lengthOf(label) + 1.5) * letter;
  let [left, row] = [first, 0];
  for (const chip of strip.chips) {
    const text = cut(chip.text, Math.floor((width - mark) / letter) - 2);
    const wide = (lengthOf(text) + 1.4) * letter;
    if (left + wide > width && left > mark) {
      row++;
      left = mark;
    }
    // The last row ends with how many more there are.
    if (row >= stripRows || (row === stripRows - 1 && left + wide > width - 5 * letter && chips.length < strip.chips.length - 1)) break; // prettier-ignore
    chips.push({ chip, text, x: x + left, y: y + row * (chipHeight + 4), width: wide, height: chipHeight });
    left += wide + 5;
  }
  const rows = Math.min(row + 1, stripRows);
  return {
    strip,
    label,
    chips,
    more: strip.more + strip.chips.length - chips.length,
    x,
    y,
    width,
    height: rows * (chipHeight + 4),
  };
}

/** How many letters wide a text is: those of Chinese count twice. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const letter of text) length += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter) ? 2 : 1; // prettier-ignore
  return length;
}

/** The beginning of a text, and its end too where that tells more: `…(*netFD).accept`. */
export function cut(text: string, length: number): string {
  if (lengthOf(text) <= length) return text;
  if (length < 2) return '…';
  const letters = [...text];
  // What stands in front of a Go name is said by its package, and of a path by its folder.
  if (/^[\w./()*]+(:\d+)?$/.test(text) && /[./]/.test(text)) return `…${letters.slice(-(length - 1)).join('')}`;
  let kept = '';
  for (const letter of letters) {
    if (lengthOf(kept) + lengthOf(letter) > length - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}

// ---- lines

const round = (value: number): number => Math.round(value * 10) / 10;

/** The height of an end: the middle of a fact or of the first line of a list, or of the title. */
function heightOf({ y, face }: PlacedCard, { fact }: End): number {
  const found = fact === undefined ? undefined : face.facts.find((one) => one.fact.id === fact);
  if (found) return y + found.y + found.height / 2;
  const strip = fact === undefined ? undefined : face.strips.find((one) => one.strip.id === fact);
  return y + (strip ? strip.y + chipHeight / 2 : head / 2);
}

function pathOf(from: PlacedCard, to: PlacedCard, edge: Edge): string {
  const [y1, y2] = [heightOf(from, edge.from), heightOf(to, edge.to)];
  if (from.column === to.column) {
    const isRight = edge.kind === 'peer' || edge.kind === 'callback';
    const x = isRight ? from.x + from.width : from.x;
    const out = isRight ? x + gutter + 4 : x - gutter - 2;
    return `M${round(x)} ${round(y1)}C${round(out)} ${round(y1)} ${round(out)} ${round(y2)} ${round(x)} ${round(y2)}`;
  }
  const isLeftward = from.column > to.column;
  const x1 = isLeftward ? from.x : from.x + from.width;
  const x2 = isLeftward ? to.x + to.width : to.x;
  const middle = (x1 + x2) / 2;
  return `M${round(x1)} ${round(y1)}C${round(middle)} ${round(y1)} ${round(middle)} ${round(y2)} ${round(x2)} ${round(y2)}`;
}

/** In one column lines run at its left edge; the further they go, the further out. */
function gutterPath(from: PlacedCard, to: PlacedCard, edge: Edge): string {
  const [y1, y2] = [heightOf(from, edge.from), heightOf(to, edge.to)];
  const out = from.x - Math.min(34, 10 + Math.abs(y2 - y1) / 24);
  return `M${round(from.x)} ${round(y1)}C${round(out)} ${round(y1)} ${round(out)} ${round(y2)} ${round(from.x)} ${round(y2)}`;
}

/** From the last strip of each card to the last strip of the next. */
function flowOf(cards: readonly (PlacedCard | undefined)[]): string[] {
  const paths: string[] = [];
  for (let index = 0; index + 1 < cards.length; index++) {
    const [from, to] = [cards[index], cards[index + 1]];
    const [start, end] = [from?.face.strips.at(-1), to?.face.strips.at(-1)];
    if (!from || !to || !start || !end) continue;
    const [y1, y2] = [from.y + start.y + chipHeight / 2, to.y + end.y + chipHeight / 2];
    const [x1, x2] = [from.x, to.x + to.width];
    const middle = (x1 + x2) / 2;
    paths.push(
      `M${round(x1)} ${round(y1)}C${round(middle)} ${round(y1)} ${round(middle)} ${round(y2)} ${round(x2)} ${round(y2)}`,
    );
  }
  return paths;
}
