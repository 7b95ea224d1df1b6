/** The bits of a set, and the entries of an array. */
import type { PlacedBits, PlacedTable } from '../layout.ts';
import { Mark, type Pointed } from './bar.tsx';
import { pointing, spokenFact } from './pointing.ts';
import { t } from '../../webview/page/texts.ts';

type Point = (pointed: Pointed | null) => void;

export function BitsRow({ placed, point }: { placed: PlacedBits; point: Point }): preact.JSX.Element {
  const { bits, cells, x, y, width, height } = placed;
  return (
    <g
      class={`bits ${bits.source}${bits.isChanged ? ' changed' : ''}`}
      role="img"
      aria-label={spokenFact(bits)}
      data-fact={bits.id}
      {...pointing(bits, point)}
    >
      <rect class="hit" x={x - 4} y={y} width={width + 8} height={height - 2} rx={3} />
      {bits.isChanged && <rect class="news" x={x - 4} y={y + 1} width={3} height={height - 4} />}
      <Mark source={bits.source} x={x + 4} y={y + 9} />
      <text class="label" x={x + 12} y={y + 13}>
        {bits.label}
      </text>
      {bits.more > 0 && (
        <text class="empty" x={x + width} y={y + 13}>
          +{bits.more}
        </text>
      )}
      {cells.map(({ fd, is, isNumbered, ...box }) => (
        <g key={fd} class={`bit ${is}`}>
          <rect x={box.x} y={box.y} width={box.width} height={box.height} />
          {is === 'gone' && (
            <path
              d={`M${box.x + 1} ${box.y + 1}l${box.width - 2} ${box.height - 2}m0 ${2 - box.height}l${2 - box.width} ${box.height - 2}`}
            />
          )}
          {isNumbered && (
            <text x={box.x + box.width / 2} y={box.y + box.height + 10}>
              {fd}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

export function TableRows({ placed, point }: { placed: PlacedTable; point: Point }): preact.JSX.Element {
  const { table, columns, rows, x, y, width, height } = placed;
  return (
    <g class={`table ${table.source}`}>
      <g
        data-fact={table.id}
        role="img"
        aria-label={spokenFact({ ...table, value: '' })}
        {...pointing({ ...table, value: '' }, point)}
      >
        <rect class="hit" x={x - 4} y={y} width={width + 8} height={34} rx={3} />
        <Mark source={table.source} x={x + 4} y={y + 9} />
        <text class="label" x={x + 12} y={y + 13}>
          {table.label}
        </text>
        {columns.map(({ text, x: left }) => (
          <text key={text} class="label" x={left} y={y + 31}>
            {text}
          </text>
        ))}
      </g>
      {rows.map(({ row, x: left, y: top, width: wide, height: high }, index) => {
        const value = row.cells.map((cell, at) => `${table.heads[at] ?? ''} ${cell}`).join(', ');
        const fact = { ...table, label: `[${index}]`, value, ...(row.isChanged ? { isChanged: true } : {}) };
        return (
          <g
            key={row.id}
            class={`row${row.isOn ? ' on' : ''}${row.isOff ? ' off' : ''}${row.isChanged ? ' changed' : ''}`}
            role="img"
            aria-label={spokenFact(fact)}
            data-fact={row.id}
            {...pointing(fact, point)}
          >
            <rect class="hit" x={left} y={top} width={wide} height={high} rx={3} />
            {row.isChanged && <rect class="news" x={left - 4} y={top + 1} width={3} height={high - 2} />}
            {row.cells.map((cell, at) => (
              <text key={at} x={columns[at]?.x ?? left} y={top + 13}>
                {cell}
              </text>
            ))}
          </g>
        );
      })}
      {table.more > 0 && (
        <text class="empty" x={x + width} y={y + height - 8}>
          {t('{0} more', table.more)}
        </text>
      )}
    </g>
  );
}
