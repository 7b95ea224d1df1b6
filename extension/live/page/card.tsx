/** A card with what it shows. */
import type { Face, PlacedFact, PlacedStrip } from '../layout.ts';
import type { Card, Target } from '../picture.ts';
import { Mark, type Pointed } from './bar.tsx';
import { moveFocus, pointing, spokenFact } from './pointing.ts';
import { Still } from './still.ts';
import { BitsRow, TableRows } from './waits.tsx';
import { t } from '../../webview/page/texts.ts';
import { host } from './host.ts';

type Point = (pointed: Pointed | null) => void;

export interface FaceProps {
  face: Face;
  point: Point;
}

/** Of hundreds, a few change in a step. */
export class CardFace extends Still<FaceProps> {
  override render({ face, point }: FaceProps): preact.JSX.Element {
    return drawnFace(face, point);
  }
}

function drawnFace(face: Face, point: Point): preact.JSX.Element {
  const { card, width, height, title, detail, facts, strips, bits, table, inner } = face;
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
      {card.count !== undefined && <rect class="behind" x={4} y={4} width={width} height={height} rx={5} />}
      <rect class="frame" width={width} height={height} rx={5} />
      {card.isNew && <rect class="news" y={3} width={3} height={height - 6} />}
      <g class="title" {...button}>
        <rect class="hit" width={width} height={24} rx={5} />
        <text x={10} y={17}>
          {title}
        </text>
        <text class="detail" x={width - 10} y={17}>
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

/** A goroutine, which is drawn above the cards. */
export const isToken = (id: string): boolean => / G\d+$/.test(id);
