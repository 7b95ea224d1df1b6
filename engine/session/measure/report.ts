/** A measurement as text, CSV and SVG. */
import type { Language } from '../walkthroughFormat.ts';
import type { Check } from './inC.ts';
import type { Measurement, Point } from './measurement.ts';
import { judge } from './claims.ts';
import { claimPhrases } from './claimPhrases.ts';
import { measurePhrases } from './phrases.ts';
import { waitNames, type WaitName } from './waits.ts';

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);

const pointsOf = ({ points }: Measurement, what: Point['what'], call: WaitName): Point[] =>
  points.filter((point) => point.what === what && point.call === call);

/** Sentences that follow from the numbers, and from nothing else. */
export function findings(measurement: Measurement, language: Language): string[] {
  const say = measurePhrases[language];
  const found: string[] = [];
  for (const call of waitNames) {
    const points = pointsOf(measurement, 'one-ready', call);
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    const factor = last.microseconds / first.microseconds;
    // Half of the growth in number on a logarithmic scale is more than noise.
    const sentence = factor > Math.sqrt(last.count / first.count) ? say.grows : say.steady;
    found.push(sentence(call, first.count, last.count, number(factor)));
  }
  const countsOf = (what: Point['what']): number[] => [
    ...new Set(measurement.points.filter((point) => point.what === what).map(({ count }) => count)),
  ];
  const at = (what: Point['what'], count: number): Point[] =>
    measurement.points
      .filter((point) => point.what === what && point.count === count)
      .sort((a, b) => a.microseconds - b.microseconds);
  for (const count of new Set([countsOf('one-ready')[0], countsOf('one-ready').at(-1)])) {
    const points = count === undefined ? [] : at('one-ready', count);
    const costs = points.map(({ call, microseconds }) => `${call} ${number(microseconds)} µs`).join(', ');
    if (points.length > 1 && count !== undefined) found.push(say.cheapest(count, points[0]?.call ?? '', costs));
  }
  const most = countsOf('all-ready').at(-1);
  const [best] = most === undefined ? [] : at('all-ready', most);
  if (best !== undefined) found.push(say.allActive(best.count, best.call, number(best.microseconds / best.count)));
  const { registering, level, edge } = measurement;
  if (registering !== null) found.push(say.registering(number(registering)));
  if (level !== null && edge !== null) found.push(say.events(number(level), number(edge)));
  const measured = countsOf('one-ready');
  const unmeasured = measured.find(
    (count) => !pointsOf(measurement, 'one-ready', 'select').some((point) => point.count === count),
  );
  if (unmeasured !== undefined && !measurement.cancelled) found.push(say.limit(unmeasured));
  return found;
}

/** `checks` is null where no compiler was found. */
export function asText(measurement: Measurement, checks: Check[] | null, language: Language): string {
  const say = measurePhrases[language];
  const lines = [say.title, `${measurement.machine}; ${measurement.kernel}`, ''];
  for (const what of ['one-ready', 'all-ready'] as const) {
    const counts = [...new Set(measurement.points.filter((point) => point.what === what).map(({ count }) => count))];
    if (counts.length === 0) continue;
    lines.push(what === 'one-ready' ? say.oneReady : say.allReady);
    lines.push(`${say.columns.padStart(12)}${waitNames.map((name) => name.padStart(10)).join('')}`);
    for (const count of counts) {
      const cells = waitNames.map((call) => pointsOf(measurement, what, call).find((point) => point.count === count));
      lines.push(
        `${String(count).padStart(12)}${cells.map((cell) => (cell === undefined ? '–' : number(cell.microseconds)).padStart(10)).join('')}`,
      );
    }
    lines.push('');
  }
  for (const { count, threads, epoll, memory } of measurement.threads) {
    lines.push(claimPhrases[language].threads(count, number(threads), number(epoll), Math.round(memory / 1024)));
  }
  lines.push(...findings(measurement, language), ...measurement.notes, '', claimPhrases[language].heading);
  const { verdicts } = claimPhrases[language];
  for (const { claim, verdict, because } of judge(measurement, language))
    lines.push(`  ${claim} ${verdicts[verdict]}: ${because}`);
  lines.push('');
  if (checks === null) lines.push(say.noCompiler);
  else
    lines.push(
      ...checks.map(({ call, count, here, inC, factor }) =>
        say.check(call, count, number(here), number(inC), factor.toFixed(2)),
      ),
    );
  if (measurement.cancelled) lines.push(say.cancelled);
  return `${lines.join('\n')}\n`;
}

export function asCsv({ points, threads }: Measurement): string {
  const rows = points.map(({ what, call, count, microseconds }) =>
    [what, call, count, microseconds.toFixed(4)].join(','),
  );
  const active = threads.flatMap((point) => [
    `all-active,threads,${point.count},${point.threads.toFixed(4)}`,
    `all-active,epoll,${point.count},${point.epoll.toFixed(4)}`,
  ]);
  return ['what,call,descriptors,cpu_microseconds', ...rows, ...active, ''].join('\n');
}

const colours: Record<WaitName, string> = { select: '#b5532a', poll: '#7a5ea8', epoll: '#1f7a8c' };
const [width, height, left, top, right, bottom] = [720, 440, 70, 60, 110, 60];

/** Both axes logarithmic: what costs the same for each descriptor is a slope, what does not depend on them is level. */
export function asSvg(measurement: Measurement, language: Language, wanted: Point['what'] = 'one-ready'): string {
  const say = measurePhrases[language];
  const points = measurement.points.filter(({ what }) => what === wanted);
  const decades = (values: number[]): [number, number] => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  const [x0, x1] = decades(points.length > 0 ? points.map(({ count }) => count) : [10, 100]);
  const [y0, y1] = decades(points.length > 0 ? points.map(({ microseconds }) => microseconds) : [0.1, 10]);
  const x = (count: number): number =>
    left + ((Math.log10(count) - x0) / Math.max(1, x1 - x0)) * (width - left - right);
  const y = (cost: number): number =>
    height - bottom - ((Math.log10(cost) - y0) / Math.max(1, y1 - y0)) * (height - top - bottom);
  const parts: string[] = [];
  for (let power = x0; power <= x1; power++) {
    const at = x(10 ** power);
    parts.push(
      `<path class="grid" d="M${at} ${top}V${height - bottom}"/>`,
      `<text x="${at}" y="${height - bottom + 18}" text-anchor="middle">${10 ** power}</text>`,
    );
  }
  for (let power = y0; power <= y1; power++) {
    const at = y(10 ** power);
    parts.push(
      `<path class="grid" d="M${left} ${at}H${width - right}"/>`,
      `<text x="${left - 8}" y="${at + 4}" text-anchor="end">${Number((10 ** power).toPrecision(1))}</text>`,
    );
  }
  for (const call of waitNames) {
    const own = points.filter((point) => point.call === call);
    const last = own.at(-1);
    if (last === undefined) continue;
    const line = own.map(({ count, microseconds }) => `${x(count).toFixed(1)},${y(microseconds).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${line}" fill="none" stroke="${colours[call]}" stroke-width="2"/>`);
    parts.push(`<text x="${x(last.count) + 6}" y="${y(last.microseconds) + 4}" fill="${colours[call]}">${call}</text>`);
  }
  const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<style>.grid{stroke:#8886;fill:none}</style><rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="24" font-size="15">${escape(say.title)}</text>
<text x="${left}" y="42" fill="#555">${escape(`${wanted === 'one-ready' ? say.oneReady : say.allReady}; ${measurement.machine}; ${measurement.kernel}`)}</text>
${parts.join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 16}" text-anchor="middle">${escape(say.columns)}</text>
<text transform="rotate(-90 18 ${height / 2})" x="18" y="${height / 2}" text-anchor="middle">CPU µs</text>
</svg>
`;
}
