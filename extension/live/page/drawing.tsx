/**
 * The picture: each card an SVG of its own, so that the browser lays out and paints anew what has changed and no more; lines below them, goroutines
 * above.
 */
import type { Box, PlacedCard, PlacedEdge, View } from '../layout.ts';
import { boxesOf } from '../pointing.ts';
import type { Pointed } from './bar.tsx';
import { CardFace, isToken, type FaceProps } from './card.tsx';
import { Still } from './still.ts';
import { t } from '../../webview/page/texts.ts';

interface DrawingProps {
  view: View;
  point: (pointed: Pointed | null) => void;
  /** Ids of what the walkthrough says to look at. */
  pointed: readonly string[];
}

export function Drawing({ view, point, pointed }: DrawingProps): preact.JSX.Element {
  const { width, height, cards } = view;
  return (
    <div
      id="picture"
      style={{ width: `${width}px`, height: `${height}px` }}
      role="group"
      aria-label={t('The live picture')}
    >
      <Lines view={view} />
      {cards.map(({ x, y, width: wide, height: high, card, face }) => (
        <PlacedFace key={card.id} x={x} y={y} width={wide} height={high} face={face} point={point} />
      ))}
      <Tokens cards={cards} />
      {boxesOf(cards, pointed).map(({ id, x, y, width: wide, height: high }) => (
        <Piece key={`pointed ${id}`} x={x} y={y} width={wide} height={high} room={18}>
          <g class="pointed" aria-hidden="true" data-pointed={id}>
            <rect x={-4} y={-2} width={wide + 7} height={high + 4} rx={6} />
            <path d="M-7 9l-9 -5v10z" />
          </g>
        </Piece>
      ))}
    </div>
  );
}

/** Left and above of what is drawn, and right and below of it, is as much room: frames, arrows and what stands behind reach beyond. */
function Piece({
  x,
  y,
  width,
  height,
  room = 6,
  children,
}: Box & { room?: number; children: preact.ComponentChildren }): preact.JSX.Element {
  const [wide, high] = [width + 2 * room, height + 2 * room];
  return (
    <div class="piece" style={{ left: `${x - room}px`, top: `${y - room}px`, width: `${wide}px`, height: `${high}px` }}>
      <svg width={wide} height={high} viewBox={`${-room} ${-room} ${wide} ${high}`} role="none">
        {children}
      </svg>
    </div>
  );
}

class PlacedFace extends Still<Box & FaceProps> {
  override render({ face, point, ...box }: Box & FaceProps): preact.JSX.Element {
    return (
      <Piece {...box}>
        <CardFace face={face} point={point} />
      </Piece>
    );
  }
}

function Lines({ view: { width, height, columns, edges, flow } }: { view: View }): preact.JSX.Element {
  const headings = [t('goroutines'), 'netFD → poll.FD → pollDesc', t('kernel')];
  return (
    <svg class="lines" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="none">
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
      {edges.map(({ edge, path }) => (
        <Line key={edge.id} edge={edge} path={path} />
      ))}
    </svg>
  );
}

class Line extends Still<PlacedEdge> {
  override render({ edge, path }: PlacedEdge): preact.JSX.Element {
    const { kind, isChanged, spoken } = edge;
    const named = spoken === '' ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': spoken };
    const arrow = ['is', 'peer', 'asks'].includes(kind) ? {} : { 'marker-end': 'url(#arrow)' };
    return <path class={`edge ${kind}${isChanged ? ' changed' : ''}`} d={path} {...arrow} {...named} />;
  }
}

/** Goroutines in the places where they wait: one that goes to another place moves there. */
function Tokens({ cards }: { cards: readonly PlacedCard[] }): preact.JSX.Element {
  const tokens = new Map<string, TokenProps>();
  for (const { x: left, y: top, face } of cards) {
    for (const { fact, x, y, height, valueX } of face.facts) {
      if (fact.token === undefined) continue;
      const text = `G${fact.token}`;
      const place = { x: left + x + valueX - 2, y: top + y + height / 2 - 9, width: text.length * 7.5 + 10 };
      tokens.set(text, { text, ...place, isChanged: fact.isChanged === true });
    }
    for (const { strip, chips } of face.strips) {
      for (const { chip, text, x, y, width } of chips) {
        const isChanged = strip.id !== 'running' && chip.isChanged === true;
        if (isToken(chip.id)) tokens.set(text, { text, x: left + x, y: top + y, width, isChanged });
      }
    }
  }
  return (
    <div aria-hidden="true">
      {[...tokens.values()]
        .sort((a, b) => (a.text < b.text ? -1 : 1))
        .map((token) => (
          <Token key={token.text} {...token} />
        ))}
    </div>
  );
}

interface TokenProps {
  text: string;
  x: number;
  y: number;
  width: number;
  isChanged: boolean;
}

class Token extends Still<TokenProps> {
  override render({ text, x, y, width, isChanged }: TokenProps): preact.JSX.Element {
    return (
      <svg
        class={`token${isChanged ? ' changed' : ''}`}
        width={width + 4}
        height={22}
        viewBox={`-2 -2 ${width + 4} 22`}
        style={{ transform: `translate(${x - 2}px, ${y - 2}px)` }}
      >
        <rect width={width} height={18} rx={9} />
        <text x={width / 2} y={13}>
          {text}
        </text>
      </svg>
    );
  }
}
