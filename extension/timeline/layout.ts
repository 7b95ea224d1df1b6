/** From the timeline to what is drawn of it: boxes, lines and words at their places. Nothing here draws. */
import type { Timeline } from '../../engine/trace/source.ts';
import type { Translate } from '../words.ts';
import { ticks, type Viewport } from './viewport.ts';

/** Pixels. */
export const geometry = { label: 160, margin: 8, ruler: 24, lane: 34, run: 12, call: 10, narrowest: 3 } as const;
/** A wait for data; any other is a line. */
const waitHeight = 10;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Run extends Box {
  /** How much of it was this goroutine's. */
  readonly share: number;
}

export interface Call extends Box {
  readonly step: number;
  readonly failed: boolean;
  /** It has copied data: the second phase of I/O. */
  readonly isCopy: boolean;
  /** What it reads, where there is room. */
  readonly text: string;
  /** What it says when pointed at. */
  readonly hint: string;
}

export interface Wait extends Box {
  /** For data: the first phase of I/O. */
  readonly isForData: boolean;
  readonly text: string;
  /** What it says when pointed at. */
  readonly hint: string;
}

/** From the one who wakes to the one who is woken. */
export interface Link {
  readonly x: number;
  readonly fromY: number;
  readonly toY: number;
  readonly kind: 'started' | 'ready';
}

export interface Label {
  readonly y: number;
  readonly goid: number;
  readonly text: string;
  readonly isCurrent: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly Label[];
  readonly runs: readonly Run[];
  readonly waits: readonly Wait[];
  readonly calls: readonly Call[];
  readonly links: readonly Link[];
  readonly ticks: readonly { x: number; text: string }[];
  /** Where the current step stands; null when it is out of sight. */
  readonly cursor: number | null;
}

/** The room for steps; at the right edge a little is left for the cursor's head. */
export const inner = (width: number): number => width - geometry.label - geometry.margin;

/** Where a step is drawn. */
export const xOf = (step: number, { from, to }: Viewport, width: number): number =>
  geometry.label + ((step - from) / (to - from)) * inner(width);

/** The step that is drawn there. */
export const stepAt = (x: number, { from, to }: Viewport, width: number): number =>
  from + ((x - geometry.label) / inner(width)) * (to - from);

/** Lays out what is known for what is in sight; it may be known for another stretch, while the right one is on its way. */
export function layout(
  timeline: Timeline,
  viewport: Viewport,
  width: number,
  current: number | null,
  t: Translate,
): Drawing {
  const { label, margin, ruler, lane: laneHeight, run: runHeight, call: callHeight, narrowest } = geometry;
  const { lanes, cursor, others } = timeline;
  const x = (step: number): number => xOf(step, viewport, width);
  const span = (from: number, to: number): { x: number; width: number } | null => {
    const left = Math.max(label, x(from));
    const right = Math.min(width - margin, x(to));
    return right <= left ? null : { x: left, width: Math.max(1, right - left) };
  };
  const drawing = { labels: [] as Label[], runs: [] as Run[], waits: [] as Wait[], calls: [] as Call[] };
  const middles = new Map<number, number>();
  lanes.forEach(({ goid, entry, runs, waits, calls }, index) => {
    const top = ruler + index * laneHeight;
    const y = top + 4;
    middles.set(goid, y + runHeight / 2);
    const name = goid === 0 ? t('g0, the scheduler') : `${goid} ${entry}`;
    drawing.labels.push({ y: y + runHeight / 2, goid, text: name, isCurrent: goid === current });
    for (const { from, to, share } of runs) {
      const at = span(from, to);
      if (at) drawing.runs.push({ ...at, y, height: runHeight, share });
    }
    for (const { from, to, reason, isForData = false } of waits) {
      const at = span(from, to);
      if (!at) continue;
      const hint = isForData ? t('{0}: the first phase, waiting for data', reason) : reason;
      const height = isForData ? waitHeight : 2;
      const text = at.width > (reason.length + 2) * 7 ? reason : '';
      drawing.waits.push({ ...at, y: y + (runHeight - height) / 2, height, isForData, text, hint });
    }
    for (const call of calls) {
      const left = x(call.step);
      if (left < label - narrowest || left >= width) continue;
      const one = x(call.step + 1) - left;
      const { name, errnoName, count, failed, copies = 0 } = call;
      const isCopy = copies > 0;
      const said = isCopy ? `${call.text}\n${t('the second phase: data is copied')}` : call.text;
      const words = errnoName === '' ? name : `${name} ${errnoName}`;
      drawing.calls.push({
        x: Math.max(label, left),
        // Copying hangs together with what it ends.
        y: isCopy ? y + runHeight : y + runHeight + 3,
        width: Math.max(narrowest, one),
        height: isCopy ? callHeight + 3 : callHeight,
        step: call.step,
        failed: failed > 0,
        isCopy,
        text: one > words.length * 7 ? words : '',
        hint: count === 1 ? said : `${said}\n${t('and {0} more calls here', count - 1)}`,
      });
    }
  });
  const links = timeline.wakes.flatMap(({ step, by, goid, kind }): Link[] => {
    const [fromY, toY] = [middles.get(by), middles.get(goid)];
    const at = x(step + 1);
    return fromY === undefined || toY === undefined || fromY === toY || at < label || at > width
      ? []
      : [{ x: at, fromY, toY, kind }];
  });
  if (others > 0) {
    const y = ruler + lanes.length * laneHeight + 10;
    drawing.labels.push({ y, goid: -1, text: t('and {0} more goroutines', others), isCurrent: false });
  }
  const at = x(cursor.step);
  return {
    ...drawing,
    links,
    width,
    height: ruler + (lanes.length + (others > 0 ? 1 : 0)) * laneHeight,
    ticks: ticks(viewport, inner(width)).map((step) => ({ x: x(step), text: String(step) })),
    cursor: at >= label && at <= width ? at : null,
  };
}

/** The system call at a point, or the nearest in its lane within a few pixels. */
export function callAt({ calls }: Drawing, x: number, y: number, reach = 5): Call | undefined {
  const distance = (call: Call): number => Math.max(call.x - x, x - call.x - call.width, 0);
  let best: Call | undefined;
  for (const call of calls) {
    if (y < call.y - 2 || y > call.y + call.height + 2 || distance(call) > reach) continue;
    if (!best || distance(call) < distance(best)) best = call;
  }
  return best;
}

/** What stands at a point, in words; '' for nothing. */
export function hintAt(drawing: Drawing, x: number, y: number): string {
  const call = callAt(drawing, x, y);
  if (call) return call.hint;
  const wait = drawing.waits.find((box) => inside(box, x, y, 5));
  if (wait) return wait.hint;
  if (x >= geometry.label) return '';
  return drawing.labels.find((label) => Math.abs(label.y - y) < geometry.lane / 2)?.text ?? '';
}

const inside = (box: Box, x: number, y: number, reach: number): boolean =>
  x >= box.x && x <= box.x + box.width && y >= box.y - reach && y <= box.y + box.height + reach;
