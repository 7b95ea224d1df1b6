/** The picture as SVG. */
import { Component } from 'preact';
import type { PlacedCard, PlacedEdge, PlacedFact, PlacedStrip, View } from '../layout.ts';
import type { Card, Target } from '../picture.ts';
import { boxesOf } from '../pointing.ts';
import { Mark, type Pointed } from './bar.tsx';
import { moveFocus, pointing, spokenFact } from './pointing.ts';
import { BitsRow, TableRows } from './waits.tsx';
import { t } from '../../webview/page/texts.ts';
import { host } from './host.ts';

type Point = (pointed: Pointed | null) => void;

interface DrawingProps {
  view: View;
  point: Point;
  /** Ids of what the walkthrough says to look at. */
  pointed: readonly string[];
}

export function Drawing({ view, point, pointed }: DrawingProps): preact.JSX.Element {
  const { width, height, columns, cards, edges, flow } = view;
  const headings = [t('goroutines'), 'netFD → poll.FD → pollDesc', t('kernel')];
  return (
    <svg
      id="picture"
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={t('The live picture')}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path class="head" d="M0 0.5L8 4L0 7.5z" />
        </marker>
      </defs>
      {columns.length === 3 &&
        columns.map(({ x, width: wide }, index) => (
          <text key={index} class="heading" x={x + wide / 2} y={16}>
            {headings[index]}
          </text>
        ))}
      {flow.map((path) => (
        <path key={path} class="flow" d={path} marker-end="url(#arrow)" />
      ))}
      {edges.map((edge) => (
        <Line key={edge.edge.id} placed={edge} />
      ))}
      {cards.map((card) => (
        <CardBox key={card.card.id} placed={card} point={point} />
      ))}
      <Tokens cards={cards} />
      {boxesOf(cards, pointed).map(({ id, x, y, width: wide, height: high }) => (
        <g key={id} class="pointed" aria-hidden="true" data-pointed={id}>
          <rect x={x - 4} y={y - 2} width={wide + 7} height={high + 4} rx={6} />
          <path d={`M${x - 7} ${y + 9}l-9 -5v10z`} />
        </g>
      ))}
    </svg>
  );
}

function Line({ placed: { edge, path } }: { placed: PlacedEdge }): preact.JSX.Element {
  const named =
    edge.spoken === '' ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': edge.spoken };
  const arrow = ['is', 'peer', 'asks'].includes(edge.kind) ? {} : { 'marker-end': 'url(#arrow)' };
  return <path class={`edge ${edge.kind}${edge.isChanged ? ' changed' : ''}`} d={path} {...arrow} {...named} />;
}

interface CardProps {
  placed: PlacedCard;
  point: Point;
}

/** A card that is drawn anew only when something about it is another: of hundreds, a few change in a step. */
class CardBox extends Component<CardProps> {
  #drawn = JSON.stringify(this.props.placed);

  override shouldComponentUpdate({ placed }: CardProps): boolean {
    const before = this.#drawn;
    this.#drawn = JSON.stringify(placed);
    return this.#drawn !== before;
  }

  override render({ placed, point }: CardProps): preact.JSX.Element {
    return drawnCard(placed, point);
  }
}

function drawnCard(placed: PlacedCard, point: Point): preact.JSX.Element {
  const { card, x, y, width, height, title, detail, facts, strips, bits, table, inner } = placed;
  const { target } = card;
  const classes = ['card', card.isSelected && 'selected', card.isNew && 'new', card.count && 'many', target && 'live'].filter(Boolean).join(' '); // prettier-ignore
  const open = (): void => target && host.postMessage(messageFor(target));
  const button = target && {
    role: 'button' as const,
    tabIndex: 0,
    'aria-label': t('{0}: show its line', nameOf(card)),
    ...activated(open),
  };
  return (
    <g
      class={classes}
      role="group"
      aria-label={`${nameOf(card)}${card.isNew ? `, ${t('new')}` : ''}`}
      data-card={card.id}
    >
      {card.count !== undefined && <rect class="behind" x={x + 4} y={y + 4} width={width} height={height} rx={5} />}
      <rect class="frame" x={x} y={y} width={width} height={height} rx={5} />
      {card.isNew && <rect class="news" x={x} y={y + 3} width={3} height={height - 6} />}
      <g class="title" {...button}>
        <rect class="hit" x={x} y={y} width={width} height={24} rx={5} />
        <text x={x + 10} y={y + 17}>
          {title}
        </text>
        <text class="detail" x={x + width - 10} y={y + 17}>
          {detail}
        </text>
      </g>
      {inner && (
        <>
          <rect class="inner" x={inner.x} y={inner.y} width={inner.width} height={inner.height} rx={4} />
          <text class="inner-title" x={inner.x + 8} y={inner.y + 14}>
            {inner.title}
          </text>
        </>
      )}
      {facts.map((fact) => (
        <FactLine key={fact.fact.id} placed={fact} point={point} />
      ))}
      {strips.map((strip) => (
        <StripLine key={strip.strip.id} placed={strip} point={point} />
      ))}
      {bits.map((one) => (
        <BitsRow key={one.bits.id} placed={one} point={point} />
      ))}
      {table && <TableRows placed={table} point={point} />}
    </g>
  );
}

/** Handlers for what a click, Enter or a space does. */
const activated = (act: () => void): { onClick: () => void; onKeyDown: (event: KeyboardEvent) => void } => ({
  onClick: act,
  onKeyDown: (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      act();
    } else moveFocus(event);
  },
});

const nameOf = ({ title, detail }: Card): string => [title, detail].filter(Boolean).join(' ');

const messageFor = (target: Target): { do: 'goroutine' | 'descriptor'; value: number } =>
  'goroutine' in target ? { do: 'goroutine', value: target.goroutine } : { do: 'descriptor', value: target.descriptor };

function FactLine({ placed, point }: { placed: PlacedFact; point: Point }): preact.JSX.Element {
  const { fact, x, y, width, height, label, value, valueX } = placed;
  const { variable } = fact;
  const shows = variable !== undefined && { ...activated(() => host.postMessage({ do: 'variable', value: variable })), role: 'button' as const }; // prettier-ignore
  const middle = y + height / 2;
  return (
    <g
      class={`fact ${fact.source}${fact.isChanged ? ' changed' : ''}${shows ? ' live' : ''}`}
      role="img"
      aria-label={spokenFact(fact)}
      data-fact={fact.id}
      {...pointing(fact, point)}
      {...shows}
    >
      <rect class="hit" x={x - 4} y={y} width={width + 4} height={height} rx={3} />
      {fact.isChanged && <rect class="news" x={x - 4} y={y + 1} width={3} height={height - 2} />}
      <Mark source={fact.source} x={x + 4} y={middle} />
      <text class="label" x={x + 12} y={middle + 4}>
        {label}
      </text>
      {fact.token === undefined && (
        <text class="value" x={x + valueX} y={middle + 4}>
          {value}
        </text>
      )}
      {fact.fill !== undefined && fact.fill > 0 && (
        <>
          <rect class="gauge" x={x + 12} y={y + height - 2} width={width - 20} height={3} rx={1} />
          <rect
            class="gauge full"
            x={x + 12}
            y={y + height - 2}
            width={Math.max(3, (width - 20) * fact.fill)}
            height={3}
            rx={1}
          />
        </>
      )}
    </g>
  );
}

function StripLine({ placed, point }: { placed: PlacedStrip; point: Point }): preact.JSX.Element {
  const { strip, x, y, width, height, label, chips, more } = placed;
  const value = strip.chips.map(({ spoken }) => spoken).join(', ') || strip.empty;
  const last = chips.at(-1);
  return (
    <g
      class={`strip ${strip.source}`}
      role="img"
      aria-label={spokenFact({ ...strip, value })}
      data-fact={strip.id}
      {...pointing({ ...strip, value }, point)}
    >
      <rect class="hit" x={x - 4} y={y - 1} width={width + 8} height={height} rx={3} />
      <Mark source={strip.source} x={x + 4} y={y + 9} />
      <text class="label" x={x + 12} y={y + 13}>
        {label}
      </text>
      {chips.length === 0 && (
        <text class="empty" x={x + width} y={y + 13}>
          {strip.empty}
        </text>
      )}
      {chips
        .filter(({ chip }) => !isToken(chip.id))
        .map(({ chip, text, ...box }) => (
          <g key={chip.id} class={`chip ${strip.source}${chip.isChanged ? ' changed' : ''}`}>
            <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={9} />
            <text x={box.x + box.width / 2} y={box.y + 13}>
              {text}
            </text>
          </g>
        ))}
      {more > 0 && last && (
        <text class="empty" x={x + width} y={last.y + 13}>
          +{more}
        </text>
      )}
    </g>
  );
}

const isToken = (id: string): boolean => / G\d+$/.test(id);

/** Goroutines in the places where they wait: one that goes to another place moves there. */
function Tokens({ cards }: { cards: readonly PlacedCard[] }): preact.JSX.Element {
  const tokens = new Map<string, { x: number; y: number; width: number; isChanged: boolean }>();
  for (const { facts, strips } of cards) {
    for (const { fact, x, y, height, valueX } of facts) {
      if (fact.token === undefined) continue;
      const text = `G${fact.token}`;
      tokens.set(text, { x: x + valueX - 2, y: y + height / 2 - 9, width: text.length * 7.5 + 10, isChanged: fact.isChanged === true }); // prettier-ignore
    }
    for (const { strip, chips } of strips) {
      for (const { chip, text, x, y, width } of chips) {
        if (isToken(chip.id))
          tokens.set(text, { x, y, width, isChanged: strip.id !== 'running' && chip.isChanged === true });
      }
    }
  }
  return (
    <g aria-hidden="true">
      {[...tokens]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([text, { x, y, width, isChanged }]) => (
          <g
            key={text}
            class={`token${isChanged ? ' changed' : ''}`}
            style={{ transform: `translate(${x}px, ${y}px)` }}
          >
            <rect width={width} height={18} rx={9} />
            <text x={width / 2} y={13}>
              {text}
            </text>
          </g>
        ))}
    </g>
  );
}
