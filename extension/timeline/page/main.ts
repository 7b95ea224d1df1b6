/** The page of the timeline: keeps what is in sight, asks for what to draw there, and says where the person wants to be. */
import type { Timeline } from '../../../engine/trace/source.ts';
import { callAt, geometry, hintAt, inner, layout, stepAt, xOf, type Drawing } from '../layout.ts';
import { parseShown, type Shown } from '../messages.ts';
import { rows, spokenCursor } from '../spoken.ts';
import { panned, showing, whole, zoomed, type Bounds, type Viewport } from '../viewport.ts';
import { coloursOf, draw } from './draw.ts';
import { t } from '../../webview/page/texts.ts';
import { host } from './host.ts';

const element = <T extends HTMLElement>(selector: string): T => document.querySelector(selector) as T;
const canvas = element<HTMLCanvasElement>('#timeline');
const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
const hint = element('#hint');

let shown: Shown | null = null;
let timeline: Timeline | null = null;
/** Null: all of it is in sight, also what is still to come. */
let wanted: Viewport | null = null;
let drawing: Drawing | null = null;
let colours = coloursOf(document.body);
/** The step that the pointer drags the cursor to. */
let dragged: number | null = null;
let frame = 0;
let asked = '';
/** The rows for screen readers are renewed now and then: nobody hears sixty of them a second. */
let listing: ReturnType<typeof setTimeout> | undefined;
const spoken = 200;

const bounds = ({ cursor }: Timeline): Bounds => cursor;
const viewportOf = (known: Timeline): Viewport => wanted ?? whole(bounds(known));
/** Measured only when it changes: to ask in each frame would lay out the page in each frame. */
let room = { width: 0, height: 0 };
const measure = (): void => {
  const { clientWidth, clientHeight } = document.documentElement;
  room = { width: Math.max(geometry.label + 100, clientWidth), height: clientHeight - 4 };
};

function redraw(): void {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (timeline === null) return;
    const viewport = viewportOf(timeline);
    drawing = layout(timeline, viewport, room.width, shown?.current ?? null, t);
    const height = Math.max(drawing.height, room.height);
    const sharp = window.devicePixelRatio;
    if (canvas.width !== Math.round(drawing.width * sharp) || canvas.height !== Math.round(height * sharp)) {
      canvas.width = Math.round(drawing.width * sharp);
      canvas.height = Math.round(height * sharp);
      canvas.style.width = `${drawing.width}px`;
      canvas.style.height = `${height}px`;
    }
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    const ghost = dragged === null ? null : xOf(dragged, viewport, drawing.width);
    draw(pen, { ...drawing, height }, colours, ghost);
    look(viewport);
  });
}

/** Asks for what is in sight, when it is not what was asked for last. */
function look({ from, to }: Viewport): void {
  const message = {
    do: 'look' as const,
    from: Math.floor(from),
    to: Math.max(Math.floor(from) + 1, Math.ceil(to)),
    buckets: Math.min(4000, Math.max(1, Math.round(inner(room.width) / 2))),
  };
  const key = JSON.stringify(message);
  if (key === asked) return;
  asked = key;
  host.postMessage(message);
}

function see(viewport: Viewport): void {
  const all = timeline && whole(bounds(timeline));
  wanted = all && viewport.from <= all.from && viewport.to >= all.to ? null : viewport;
  host.setState({ run: shown?.run ?? '', viewport: wanted });
  redraw();
}

function show(next: Shown): void {
  const isOther = next.run !== shown?.run;
  const before = timeline?.cursor.step;
  shown = next;
  timeline = next.timeline;
  element('main').hidden = timeline === null;
  element('#nothing').hidden = timeline !== null;
  if (timeline === null) return;
  if (isOther) {
    const kept = host.getState();
    wanted = kept?.run === next.run ? kept.viewport : null;
    asked = '';
  }
  const { cursor } = timeline;
  if (wanted !== null && cursor.step !== before) wanted = showing(wanted, cursor.step, bounds(timeline));
  if (before !== undefined && cursor.step !== before) dragged = null;
  speak(timeline);
  redraw();
}

function speak(known: Timeline): void {
  const { cursor } = known;
  canvas.setAttribute('aria-valuemin', String(cursor.first));
  canvas.setAttribute('aria-valuemax', String(cursor.last));
  canvas.setAttribute('aria-valuenow', String(cursor.step));
  canvas.setAttribute('aria-valuetext', spokenCursor(known, t));
  listing ??= setTimeout(list, spoken);
}

function list(): void {
  listing = undefined;
  if (timeline === null) return;
  element('#rows').replaceChildren(
    ...rows(timeline, t).map(({ name, text }) => {
      const row = document.createElement('tr');
      const head = row.appendChild(document.createElement('th'));
      head.scope = 'row';
      head.textContent = name;
      row.appendChild(document.createElement('td')).textContent = text;
      return row;
    }),
  );
}

function go(step: number): void {
  if (timeline === null) return;
  const { first, last } = timeline.cursor;
  dragged = Math.max(first, Math.min(Math.round(step), last));
  host.postMessage({ do: 'go', step: dragged });
  redraw();
}

// ---- the pointer

/** Where the left button went down; whether it drags the cursor or the view. */
let down: { x: number; y: number; moves: 'cursor' | 'view'; viewport: Viewport; hasMoved: boolean } | null = null;

canvas.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || timeline === null || drawing === null) return;
  canvas.setPointerCapture(event.pointerId);
  const { offsetX: x, offsetY: y } = event;
  const atCursor = drawing.cursor !== null && Math.abs(x - drawing.cursor) < 6;
  const moves = y < geometry.ruler || atCursor ? 'cursor' : 'view';
  down = { x, y, moves, viewport: viewportOf(timeline), hasMoved: false };
  if (moves === 'cursor' && !atCursor) go(stepAt(x, down.viewport, drawing.width));
});

canvas.addEventListener('pointermove', ({ offsetX: x, offsetY: y }) => {
  if (timeline === null || drawing === null) return;
  if (down === null) {
    pointAt(x, y);
    return;
  }
  const { viewport, moves } = down;
  down.hasMoved ||= Math.abs(x - down.x) > 3;
  if (!down.hasMoved) return;
  hint.hidden = true;
  if (moves === 'cursor') go(stepAt(x, viewport, drawing.width));
  else {
    const steps = ((down.x - x) * (viewport.to - viewport.from)) / inner(drawing.width);
    see(panned(viewport, steps, bounds(timeline)));
  }
});

canvas.addEventListener('pointerup', ({ offsetX: x, offsetY: y }) => {
  if (down !== null && !down.hasMoved && down.moves === 'view' && drawing !== null && x >= geometry.label) {
    go(callAt(drawing, x, y)?.step ?? Math.floor(stepAt(x, down.viewport, drawing.width)));
  }
  down = null;
});
canvas.addEventListener('pointercancel', () => (down = null));
canvas.addEventListener('pointerleave', () => (hint.hidden = true));

function pointAt(x: number, y: number): void {
  if (drawing === null) return;
  const text = hintAt(drawing, x, y);
  hint.hidden = text === '';
  hint.textContent = text;
  hint.style.left = `${Math.max(0, Math.min(x + 12, drawing.width - hint.offsetWidth - 4))}px`;
  hint.style.top = `${y + 16 + hint.offsetHeight > canvas.offsetHeight ? Math.max(0, y - hint.offsetHeight - 8) : y + 16}px`;
}

canvas.addEventListener(
  'wheel',
  (event) => {
    if (timeline === null || drawing === null) return;
    const viewport = viewportOf(timeline);
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const scrolls = document.documentElement.scrollHeight > document.documentElement.clientHeight + 4;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      const steps = (sideways * (viewport.to - viewport.from)) / inner(drawing.width);
      see(panned(viewport, steps, bounds(timeline)));
    } else if (event.ctrlKey || event.metaKey || !scrolls) {
      const at = stepAt(Math.max(geometry.label, event.offsetX), viewport, drawing.width);
      see(zoomed(viewport, at, Math.exp(-event.deltaY / 300), bounds(timeline)));
    } else return;
    event.preventDefault();
  },
  { passive: false },
);

// ---- the keyboard

canvas.addEventListener('keydown', (event) => {
  if (timeline === null || drawing === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const { cursor, bucket } = timeline;
  const viewport = viewportOf(timeline);
  const from = dragged ?? cursor.step;
  const page = (viewport.to - viewport.from) * 0.8;
  const zoom = (factor: number): void => see(zoomed(viewport, cursor.step, factor, bounds(timeline as Timeline)));
  const calls = timeline.lanes.flatMap((lane) => lane.calls.map(({ step }) => step));
  const acts: Record<string, (() => void) | undefined> = {
    ArrowLeft: () =>
      go(event.shiftKey ? Math.max(cursor.first, ...calls.filter((step) => step < from)) : from - bucket),
    ArrowRight: () =>
      go(event.shiftKey ? Math.min(cursor.last, ...calls.filter((step) => step > from)) : from + bucket),
    Home: () => go(cursor.first),
    End: () => go(cursor.last),
    PageUp: () => see(panned(viewport, -page, bounds(timeline as Timeline))),
    PageDown: () => see(panned(viewport, page, bounds(timeline as Timeline))),
    '+': () => zoom(2),
    '=': () => zoom(2),
    '-': () => zoom(0.5),
    '0': () => see(whole(bounds(timeline as Timeline))),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});

// ---- what comes from outside

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = parseShown(data);
  if (message?.type === 'show') show(message);
  if (message?.type !== 'say') return;
  element('#said').textContent = message.text;
  if (message.text !== '') dragged = null;
  redraw();
});
// Its width changes also when a scroll bar comes or goes.
new ResizeObserver(() => {
  measure();
  redraw();
}).observe(document.documentElement);
window.addEventListener('resize', () => {
  measure();
  redraw();
});
new MutationObserver(() => {
  colours = coloursOf(document.body);
  redraw();
}).observe(document.body, { attributes: true, attributeFilter: ['class'] });

measure();
host.postMessage({ do: 'ready' });
