/** What has changed between two pictures. */
import { cardsOf, factsOf, type Card, type Fact, type Picture, type Strip, type Table } from './picture.ts';

const keyOf = ({ key, value }: Fact): string => key ?? value;

/**
 * The picture with marks on what is not as it was in the one before; without one, nothing has changed. What has not changed is the same object as in the
 * picture given.
 */
export function marked(picture: Picture, before: Picture | null): Picture {
  if (before === null) return picture;
  const cards = new Map(cardsOf(before).map((card) => [card.id, card]));
  const edges = new Set(before.edges.map(({ id }) => id));
  const markOne = (card: Card): Card => {
    const old = cards.get(card.id);
    if (old === undefined) return { ...card, isNew: true };
    return old === card ? card : markedCard(card, old);
  };
  const markOrNull = (card: Card | null): Card | null => card && markOne(card);
  return {
    ...picture,
    scheduler: markOne(picture.scheduler),
    netpoll: markOne(picture.netpoll),
    epoll: markOrNull(picture.epoll),
    instances: picture.instances.map(markOne),
    waits: picture.waits.map(markOne),
    goroutines: picture.goroutines.map(markOne),
    rows: picture.rows.map(({ go, kernel, beyond }) => ({
      go: markOrNull(go),
      kernel: markOne(kernel),
      beyond: beyond.map(markOne),
    })),
    wakeups: markOrNull(picture.wakeups),
    edges: picture.edges.map((edge) => (edges.has(edge.id) ? edge : { ...edge, isChanged: true })),
  };
}

function markedCard(card: Card, old: Card): Card {
  const facts = new Map(factsOf(old).map((fact) => [fact.id, keyOf(fact)]));
  const chips = new Set(old.strips?.flatMap((strip) => strip.chips.map(({ id }) => id)));
  const rows = new Map(old.table?.rows.map(({ id, cells }): [string, string] => [id, cells.join()]));

  const markFact = <T extends Fact>(fact: T): T => facts.get(fact.id) === keyOf(fact) ? fact : { ...fact, isChanged: true }; // prettier-ignore
  const markLines = (lines: Card['lines']): Card['lines'] => lines.map((line) => line.map(markFact));
  const markTable = (table: Table): Table => ({
    ...table,
    rows: table.rows.map((row) => (rows.get(row.id) === row.cells.join() ? row : { ...row, isChanged: true })),
  });
  const markStrip = (strip: Strip): Strip => ({
    ...strip,
    chips: strip.chips.map((chip) => (chips.has(chip.id) ? chip : { ...chip, isChanged: true })),
  });
  return {
    ...card,
    lines: markLines(card.lines),
    ...(card.inner ? { inner: { ...card.inner, lines: markLines(card.inner.lines) } } : {}),
    ...(card.strips ? { strips: card.strips.map(markStrip) } : {}),
    ...(card.bits ? { bits: card.bits.map(markFact) } : {}),
    ...(card.table ? { table: markTable(card.table) } : {}),
  };
}

/** What a screen reader is told of a marked picture: the changes, the first ones in full. */
export function spokenChanges(
  picture: Picture,
  before: Picture | null,
  t: (text: string, count: number) => string,
): string {
  if (before === null) return '';
  const said: string[] = [];
  const old = new Set(cardsOf(before));
  for (const card of cardsOf(picture)) {
    if (old.has(card)) continue;
    const name = `${card.title} ${card.detail}`.trim();
    if (card.isNew) said.push(name);
    else {
      const facts = factsOf(card).filter(({ isChanged }) => isChanged);
      if (facts.length > 0) said.push(`${name}: ${facts.map(({ label, value }) => `${label} ${value}`).join(', ')}`);
    }
  }
  const shown = said.slice(0, 6);
  const rest = said.length - shown.length;
  return [...shown, ...(rest > 0 ? [t('{0} more', rest)] : [])].join('. ');
}
