/** What has changed between two pictures. */
import { cardsOf, factsOf, type Card, type Edge, type Fact, type Picture, type Strip, type Table } from './picture.ts';

const keyOf = ({ key, value }: Fact): string => key ?? value;

/** The picture with marks on what is not as it was in the one before; without one, nothing has changed. */
export function marked(picture: Picture, before: Picture | null): Picture {
  if (before === null) return picture;
  const cards = new Map(cardsOf(before).map((card) => [card.id, card]));
  const facts = new Map(cardsOf(before).flatMap((card) => factsOf(card).map((fact) => [fact.id, keyOf(fact)])));
  const chips = new Set(
    cardsOf(before).flatMap(({ strips = [] }) => strips.flatMap((strip) => strip.chips.map(({ id }) => id))),
  );
  const rows = new Map(
    cardsOf(before).flatMap(
      ({ table }) => table?.rows.map(({ id, cells }): [string, string] => [id, cells.join()]) ?? [],
    ),
  );
  const edges = new Set(before.edges.map(({ id }) => id));

  const markFact = (fact: Fact): Fact => (facts.get(fact.id) === keyOf(fact) ? fact : { ...fact, isChanged: true });
  const markLines = (lines: Card['lines']): Card['lines'] => lines.map((line) => line.map(markFact));
  const markTable = (table: Table): Table => ({
    ...table,
    rows: table.rows.map((row) => (rows.get(row.id) === row.cells.join() ? row : { ...row, isChanged: true })),
  });
  const markStrip = (strip: Strip): Strip => ({
    ...strip,
    chips: strip.chips.map((chip) => (chips.has(chip.id) ? chip : { ...chip, isChanged: true })),
  });
  const markCard = (card: Card): Card => {
    if (!cards.has(card.id)) return { ...card, isNew: true };
    return {
      ...card,
      lines: markLines(card.lines),
      ...(card.inner ? { inner: { ...card.inner, lines: markLines(card.inner.lines) } } : {}),
      ...(card.strips ? { strips: card.strips.map(markStrip) } : {}),
      ...(card.bits
        ? { bits: card.bits.map((bits) => (facts.get(bits.id) === keyOf(bits) ? bits : { ...bits, isChanged: true })) }
        : {}),
      ...(card.table ? { table: markTable(card.table) } : {}),
    };
  };
  const markEdge = (edge: Edge): Edge => (edges.has(edge.id) ? edge : { ...edge, isChanged: true });
  const markOne = (card: Card | null): Card | null => card && markCard(card);
  return {
    ...picture,
    scheduler: markCard(picture.scheduler),
    netpoll: markCard(picture.netpoll),
    epoll: markOne(picture.epoll),
    instances: picture.instances.map(markCard),
    waits: picture.waits.map(markCard),
    goroutines: picture.goroutines.map(markCard),
    rows: picture.rows.map(({ go, kernel, beyond }) => ({
      go: markOne(go),
      kernel: markCard(kernel),
      beyond: beyond.map(markCard),
    })),
    wakeups: markOne(picture.wakeups),
    edges: picture.edges.map(markEdge),
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
  for (const card of cardsOf(picture)) {
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
