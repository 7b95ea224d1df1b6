/** One plot: CPU time of a wait over the number of descriptors, a line for each call. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Measured } from '../../../engine/session/measure.ts';
import { t } from '../../webview/page/texts.ts';
import type { MeasureRequest } from '../messages.ts';

const calls = ['select', 'poll', 'epoll'] as const;
const colours = { select: '--vscode-charts-green', poll: '--vscode-charts-purple', epoll: '--vscode-charts-blue' };
const markers = { select: [], poll: [6, 4], epoll: [] } as const;
const height = 300;
const logarithmic = 3;

interface Props {
  readonly measured: Measured;
  readonly what: 'one-ready' | 'all-ready';
  readonly isLog: boolean;
  readonly save: (request: MeasureRequest) => void;
}

export function Plot({ measured, what, isLog, save }: Props): preact.JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const draw = (): void => {
      drawn.current?.destroy();
      drawn.current = new uPlot(optionsOf(element.clientWidth, isLog), dataOf(measured, what), element);
    };
    draw();
    const size = new ResizeObserver(() => drawn.current?.setSize({ width: element.clientWidth, height }));
    size.observe(element);
    // VS Code names its theme on the body.
    const theme = new MutationObserver(draw);
    theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      drawn.current?.destroy();
    };
  }, [measured, what, isLog]);
  const title = what === 'one-ready' ? t('One is ready') : t('All are ready');
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div ref={place} role="img" aria-label={spoken(measured, what, title)} data-plot={what} />
      <div class="save">
        <button type="button" onClick={() => save({ do: 'save', format: 'svg', name: `netwalk-${what}`, value: measured.svg[what] })}>
          {t('Save as {0}', 'SVG')}
        </button>
        <button type="button" onClick={() => drawn.current && save({ do: 'save', format: 'png', name: `netwalk-${what}`, value: pngOf(drawn.current, `${title}. ${measured.machine}; ${measured.kernel}`) })}>
          {t('Save as {0}', 'PNG')}
        </button>
      </div>
    </figure>
  ); // prettier-ignore
}

function dataOf({ points }: Measured, what: Props['what']): uPlot.AlignedData {
  const counts = [...new Set(points.filter((point) => point.what === what).map(({ count }) => count))];
  const costs = calls.map((call) =>
    counts.map(
      (count) => points.find((point) => point.what === what && point.call === call && point.count === count)?.microseconds ?? null,
    ),
  ); // prettier-ignore
  return [counts, ...costs];
}

function optionsOf(width: number, isLog: boolean): uPlot.Options {
  const style = getComputedStyle(document.body);
  const colour = (name: string): string => style.getPropertyValue(name).trim() || style.color;
  const axis = {
    stroke: style.color,
    grid: { stroke: colour('--grid'), width: 1 },
    ticks: { stroke: colour('--grid'), width: 1 },
    font: `12px ${style.fontFamily}`,
    labelFont: `12px ${style.fontFamily}`,
    labelSize: 24,
  };
  const scale = isLog ? { distr: logarithmic as uPlot.Scale.Distr, log: 10 as const } : {};
  const values = (_: uPlot, splits: number[]): string[] =>
    splits.map((value) => (value === null ? '' : value.toLocaleString('en', { maximumSignificantDigits: 6, useGrouping: false }))); // prettier-ignore
  return {
    width,
    height,
    scales: { x: { time: false, ...scale }, y: scale },
    axes: [
      { ...axis, label: t('descriptors'), values, filter: isLog ? decades : (_, splits) => splits },
      { ...axis, label: t('CPU time of a wait, µs'), values, size: 62, filter: isLog ? decades : (_, splits) => splits },
    ],
    series: [
      { label: t('descriptors') },
      ...calls.map((call) => ({
        label: call,
        stroke: colour(colours[call]),
        width: 2,
        dash: [...markers[call]],
        points: { show: true, size: 6 },
        value: (_: uPlot, cost: number | null) => (cost === null ? '–' : `${cost.toPrecision(3)} µs`),
      })),
    ],
  }; // prettier-ignore
}

/** Only powers of ten have a number. */
const decades = (_: uPlot, splits: number[]): (number | null)[] =>
  splits.map((value) => (Number.isInteger(Math.log10(value)) ? value : null));

/** For whoever cannot see it: the numbers at both ends. */
function spoken({ points }: Measured, what: Props['what'], title: string): string {
  const lines = calls.flatMap((call) => {
    const own = points.filter((point) => point.what === what && point.call === call);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [`${call}: ${first.count}: ${first.microseconds.toPrecision(3)} µs, ${last.count}: ${last.microseconds.toPrecision(3)} µs`];
  }); // prettier-ignore
  return `${title}. ${lines.join('; ')}`;
}

/** The drawing on the page's ground, with what was measured and where beneath it. */
function pngOf({ ctx: { canvas } }: uPlot, caption: string): string {
  const style = getComputedStyle(document.body);
  const copy = document.createElement('canvas');
  const ratio = window.devicePixelRatio;
  copy.width = canvas.width;
  copy.height = canvas.height + 28 * ratio;
  const pen = copy.getContext('2d');
  if (pen === null) return '';
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(canvas, 0, 0);
  pen.fillStyle = style.color;
  pen.font = `${11 * ratio}px sans-serif`;
  const keys = calls.map((call) => call).join(', ');
  pen.fillText(`${caption} (${keys})`, 8 * ratio, canvas.height + 18 * ratio, copy.width - 16 * ratio);
  return copy.toDataURL('image/png').slice('data:image/png;base64,'.length);
}
